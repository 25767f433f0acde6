// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/simulatorlog.h"

#include "core/base/json.h"

#include <QCryptographicHash>

namespace Sidelong {

namespace {

constexpr int keptRequests = 50;
/// A client that makes names up must not fill the memory.
constexpr int keptNames = 1000;

QByteArray redactedKey(const QByteArray &value)
{
    const qsizetype blank = value.indexOf(' ');
    const QByteArray key = value.mid(blank + 1);
    return value.left(blank + 1)
        + "sha256:" + QCryptographicHash::hash(key, QCryptographicHash::Sha256).toHex().first(12);
}

bool isKeyHeader(const QByteArray &name)
{
    const QByteArray lower = name.toLower();
    return lower == "authorization" || lower == "proxy-authorization" || lower == "x-api-key"
        || lower == "api-key" || lower == "cookie";
}

void countName(QMap<QByteArray, int> &counts, const QByteArray &name)
{
    if (counts.size() < keptNames || counts.contains(name))
        ++counts[name];
}

void writeCounts(Json::Writer &out, const QMap<QByteArray, int> &counts)
{
    out.beginObject();
    for (auto it = counts.begin(); it != counts.end(); ++it)
        out.member(it.key(), it.value());
    out.endObject();
}

} // namespace

void SimulatorLog::add(const HttpServerRequest &request, const QByteArray &model)
{
    ++m_total;
    countName(m_paths, request.path);
    if (!model.isEmpty())
        countName(m_models, model);
    HttpHeaders headers;
    for (const auto &[name, value] : request.headers.list())
        headers.append(name, isKeyHeader(name) ? redactedKey(value) : value);
    if (m_last.size() == keptRequests)
        m_last.removeFirst();
    m_last.append({m_total, request.method, request.path, model, headers});
}

QByteArray SimulatorLog::toJson() const
{
    Json::Writer out;
    out.beginObject().member("total", m_total).key("paths");
    writeCounts(out, m_paths);
    out.key("models");
    writeCounts(out, m_models);
    out.key("last").beginArray();
    for (const Entry &entry : m_last) {
        out.beginObject().member("n", entry.number).member("method", entry.method);
        out.member("path", entry.path).member("model", entry.model).key("headers").beginArray();
        for (const auto &[name, value] : entry.headers.list())
            out.beginArray().value(name).value(value).endArray();
        out.endArray().endObject();
    }
    out.endArray().endObject();
    return out.bytes();
}

} // namespace Sidelong
