// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/configuration.h"

#include "core/settings/configurationreader.h"
#include "core/settings/providerwriter.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace Sidelong {

namespace {

Failure fileFailure(const QString &message) { return {FailureKind::Configuration, message}; }

Result<QByteArray> readConfigurationFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fileFailure(ConfigurationReader::tr("The configuration file %1 cannot be read: %2")
                               .arg(path, file.errorString()));
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return fileFailure(ConfigurationReader::tr("The configuration file %1 cannot be read: %2")
                               .arg(path, file.errorString()));
    return bytes;
}

} // namespace

Result<Configuration> Configuration::load(const QString &path, bool mustExist,
                                          const QStringList &presets)
{
    if (!QFileInfo::exists(path)) {
        if (!mustExist)
            return Configuration();
        return fileFailure(ConfigurationReader::tr("There is no configuration file %1.").arg(path));
    }
    const Result<QByteArray> bytes = readConfigurationFile(path);
    if (!bytes)
        return bytes.failure();
    ConfigurationReader reader(path, presets);
    Result<Configuration> configuration = reader.read(*bytes);
    if (configuration && mustExist) {
        configuration->isExplicit = true;
        configuration->discover = configuration->discover && reader.saysDiscover();
    }
    return configuration;
}

Result<Configuration> Configuration::parse(const QByteArray &json, const QString &fileName,
                                           const QStringList &presets)
{
    return ConfigurationReader(fileName, presets).read(json);
}

Result<void> Configuration::saveProvider(const QString &path, const QString &name,
                                         const std::optional<ProviderSettings> &settings)
{
    QByteArray before;
    if (QFileInfo::exists(path)) {
        const Result<QByteArray> bytes = readConfigurationFile(path);
        if (!bytes)
            return bytes.failure();
        before = *bytes;
        const Result<Configuration> current = parse(before, path);
        if (!current)
            return current.failure();
    }
    if (before.isEmpty() && !settings)
        return {};
    const QString folder = QFileInfo(path).absolutePath();
    const QByteArray after = withProvider(before, name, settings, folder);
    const Result<Configuration> next = parse(after, path);
    if (!next)
        return next.failure();
    if (after == before)
        return {};

    QSaveFile file(path);
    if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly)
        || file.write(after) != after.size() || !file.commit())
        return fileFailure(
            ConfigurationReader::tr("The configuration file %1 cannot be written: %2")
                .arg(path, file.errorString()));
    return {};
}

} // namespace Sidelong
