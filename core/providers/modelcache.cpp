// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/modelcache.h"

#include "core/base/json.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace Sidelong {

std::optional<CachedModels> ModelCache::read(const QString &provider) const
{
    QFile file(fileName(provider));
    Json::Document document;
    if (!file.open(QIODevice::ReadOnly) || !document.parse(file.readAll()))
        return {};
    const std::optional<qint64> fetched = document.root()["fetched_ms"].toInt();
    const Json::Value models = document.root()["models"];
    if (!fetched || !models.isArray())
        return {};

    CachedModels list;
    list.fetchedMs = *fetched;
    for (const Json::Value entry : models) {
        ListedModel model;
        model.id = entry["id"].toString();
        if (model.id.isEmpty())
            return {};
        model.title = entry["title"].toString();
        model.contextWindow = entry["context_window"].toInt();
        model.maxOutput = entry["max_output"].toInt();
        model.endsOn = entry["ends_on"].toString();
        list.models.append(model);
    }
    return list;
}

Result<void> ModelCache::write(const QString &provider, const CachedModels &list) const
{
    Json::Writer writer;
    writer.beginObject().member("fetched_ms", list.fetchedMs).key("models").beginArray();
    for (const ListedModel &model : list.models) {
        writer.beginObject().member("id", model.id).member("title", model.title);
        if (model.contextWindow)
            writer.member("context_window", *model.contextWindow);
        if (model.maxOutput)
            writer.member("max_output", *model.maxOutput);
        writer.member("ends_on", model.endsOn).endObject();
    }
    writer.endArray().endObject();

    QSaveFile file(fileName(provider));
    const bool isSaved = QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly)
        && file.write(writer.bytes()) == writer.bytes().size() && file.commit();
    if (!isSaved)
        return Failure{.kind = FailureKind::Storage,
                       .message = QCoreApplication::translate(
                                      "ModelCache", "The list of models could not be kept in %1.")
                                      .arg(QDir::toNativeSeparators(file.fileName())),
                       .detail = file.errorString()};
    return {};
}

QString ModelCache::fileName(const QString &provider) const
{
    // Encoded, so that no name reaches out of the folder.
    return m_folder + u'/' + QString::fromLatin1(QUrl::toPercentEncoding(provider)) + u".json"_s;
}

} // namespace Sidelong
