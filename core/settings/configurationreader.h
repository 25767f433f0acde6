// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/checkedreader.h"
#include "core/settings/configuration.h"

#include <QCoreApplication>

namespace Sidelong {

/// One reading of one configuration file.
class ConfigurationReader
{
    Q_DECLARE_TR_FUNCTIONS(Configuration)
    Q_DISABLE_COPY_MOVE(ConfigurationReader)

public:
    /// \a fileName names the text in errors; relative paths in it start at its folder. \a presets
    /// as in Configuration::load().
    explicit ConfigurationReader(const QString &fileName, QStringList presets = {})
        : m_reader(fileName), m_fileName(fileName), m_presets(std::move(presets))
    {
    }

    Result<Configuration> read(const QByteArray &json);
    /// Whether the file itself says what "discover" is.
    bool saysDiscover() const { return m_saysDiscover; }

private:
    // Of the providers and chains: providersreader.cpp
    ProviderSettings provider(Json::Value value);
    QString preset(Json::Value value);
    void address(Json::Value value, ProviderSettings &settings);
    QMap<QString, QString> headers(Json::Value value);
    LimitSettings limits(Json::Value value);
    std::optional<KeySetting> key(Json::Value value);
    ChainSettings chain(Json::Value value);
    QList<ChainTarget> chainTargets(Json::Value list);
    QString target(Json::Value value);

    // Of all else: configurationreader.cpp
    RetrySettings retry(Json::Value value);
    TimeoutSettings timeouts(Json::Value value);
    void breaker(Json::Value value, Configuration &to);
    void cache(Json::Value value, Configuration &to);
    void budgets(Json::Value list, Configuration &to);
    BudgetSettings budget(Json::Value value);
    void caps(Json::Value value, Configuration &to);
    void prices(Json::Value value, Configuration &to);
    void metrics(Json::Value value, Configuration &to);
    void gateway(Json::Value value, Configuration &to);

    std::optional<milliseconds> duration(Json::Value value, qint64 min);
    std::optional<int> count(Json::Value value, int min, int max);
    std::optional<Money> dollars(Json::Value value);
    /// An address with one of these schemes and a host; a name or password in it is refused
    /// unless \a userInfo allows it.
    enum class UserInfo { Refused, Allowed };
    QString url(Json::Value value, const QStringList &schemes, UserInfo userInfo);

    CheckedReader m_reader;
    QString m_fileName;
    QStringList m_presets;
    bool m_saysDiscover = false;
};

} // namespace Sidelong
