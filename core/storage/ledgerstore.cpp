// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/ledgerstore.h"

#include "core/storage/rowcodec.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

// Zones differ from UTC, and change, by whole quarters of an hour.
constexpr qint64 quarterMs = 15LL * 60 * 1000;

Failure tooMuch()
{
    return {.kind = FailureKind::Storage,
            .message = QCoreApplication::translate(
                "Storage",
                "The sum is beyond 9.2 million dollars, which cannot be counted "
                "exactly. Choose a shorter range.")};
}

QString groupColumn(UsageQuery::Group group)
{
    using Group = UsageQuery::Group;
    switch (group) {
    case Group::Day:
    case Group::Month: return u"started_ms / %1"_s.arg(quarterMs);
    case Group::Provider: return u"provider"_s;
    case Group::Model: return u"provider || '/' || model"_s;
    case Group::Prompt: return u"prompt_name"_s;
    case Group::Tag: return u"tag"_s;
    }
    return u"provider"_s;
}

bool isByTime(UsageQuery::Group group)
{
    return group == UsageQuery::Group::Day || group == UsageQuery::Group::Month;
}

QString groupName(UsageQuery::Group group, const QVariant &key)
{
    if (!isByTime(group))
        return key.toString();
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(key.toLongLong() * quarterMs);
    return local.toString(group == UsageQuery::Group::Day ? u"yyyy-MM-dd" : u"yyyy-MM");
}

bool addTo(UsageRow &sum, const UsageRow &part)
{
    const std::optional<Money> cost = Money::sum(sum.cost, part.cost);
    const std::optional<Money> saved = Money::sum(sum.saved, part.saved);
    if (!cost || !saved)
        return false;
    sum.cost = *cost;
    sum.saved = *saved;
    sum.calls += part.calls;
    sum.input += part.input;
    sum.output += part.output;
    sum.unknownCalls += part.unknownCalls;
    return true;
}

QString usageSql(const UsageQuery &query, QVariantList &values)
{
    const QString isCall =
        u"(cache <> 'hit' AND outcome NOT IN ('no_key', 'breaker_open', 'budget'))"_s;
    QString sql = u"SELECT "_s + groupColumn(query.group) + u" AS key, sum("_s + isCall
        + u"), sum(CASE WHEN cache = 'hit' THEN 0 ELSE input END),"
          " sum(CASE WHEN cache = 'hit' THEN 0 ELSE output END),"
          " sum(CASE cost_origin WHEN 'unknown' THEN 0 ELSE cost_total END), sum(saved),"
          " sum(cost_origin = 'unknown' AND "
        + isCall + u") FROM ledger WHERE started_ms >= ? AND started_ms < ?"_s;
    values = {query.sinceMs.value_or(std::numeric_limits<qint64>::min()),
              query.untilMs.value_or(std::numeric_limits<qint64>::max())};
    if (!query.simulated)
        sql += u" AND simulated = 0"_s;
    return sql + u" GROUP BY key ORDER BY key"_s;
}

AttemptRecord attemptFromRow(const QSqlQuery &row)
{
    const auto text = [&row](const QString &column) { return row.value(column).toString(); };
    AttemptRecord attempt;
    attempt.id = text(u"attempt_id"_s);
    attempt.runId = text(u"run_id"_s);
    attempt.variant = row.value(u"variant"_s).toInt();
    attempt.row = row.value(u"data_row"_s).toInt();
    attempt.sample = row.value(u"sample"_s).toInt();
    attempt.number = row.value(u"attempt"_s).toInt();
    attempt.startedMs = row.value(u"started_ms"_s).toLongLong();
    attempt.model = {text(u"provider"_s), text(u"model"_s)};
    attempt.promptName = text(u"prompt_name"_s);
    attempt.promptVersion = text(u"prompt_version"_s);
    attempt.tag = text(u"tag"_s);
    attempt.simulated = row.value(u"simulated"_s).toBool();
    attempt.local = row.value(u"local"_s).toBool();
    attempt.outcome = text(u"outcome"_s);
    attempt.message = text(u"message"_s);
    attempt.detail = text(u"detail"_s);
    attempt.status = row.value(u"status"_s).toInt();
    attempt.waitMs = row.value(u"wait_ms"_s).toLongLong();
    attempt.connectMs = numberOrNone(row.value(u"connect_ms"_s));
    attempt.ttftMs = numberOrNone(row.value(u"ttft_ms"_s));
    attempt.totalMs = row.value(u"total_ms"_s).toLongLong();
    if (row.value(u"has_usage"_s).toBool())
        attempt.usage = usageFromRow(row);
    attempt.usageRaw = row.value(u"usage_raw"_s).toByteArray();
    attempt.cost = costFromRow(row);
    attempt.priceRow = row.value(u"price_row"_s).toByteArray();
    attempt.cache = text(u"cache"_s);
    attempt.saved = {row.value(u"saved"_s).toLongLong()};
    attempt.requestId = text(u"request_id"_s);
    attempt.finishRaw = text(u"finish_raw"_s);
    return attempt;
}

Result<QList<AttemptRecord>> attemptsWhere(const Connection &connection, const QString &condition,
                                           const QString &value)
{
    return connection.rows(u"SELECT ledger.*, attempt.message, attempt.detail FROM ledger"
                           " LEFT JOIN attempt ON attempt.id = ledger.attempt_id WHERE "_s
                               + condition + u" ORDER BY ledger.number"_s,
                           {value}, attemptFromRow);
}

RowValues ledgerColumns(const AttemptRecord &attempt)
{
    RowValues values = {{"attempt_id"_L1, attempt.id},
                        {"run_id"_L1, attempt.runId},
                        {"variant"_L1, attempt.variant},
                        {"data_row"_L1, attempt.row},
                        {"sample"_L1, attempt.sample},
                        {"attempt"_L1, attempt.number},
                        {"started_ms"_L1, attempt.startedMs},
                        {"provider"_L1, attempt.model.provider},
                        {"model"_L1, attempt.model.model},
                        {"prompt_name"_L1, attempt.promptName},
                        {"prompt_version"_L1, attempt.promptVersion},
                        {"tag"_L1, attempt.tag},
                        {"simulated"_L1, attempt.simulated},
                        {"local"_L1, attempt.local},
                        {"outcome"_L1, attempt.outcome},
                        {"status"_L1, attempt.status},
                        {"wait_ms"_L1, attempt.waitMs},
                        {"connect_ms"_L1, orNull(attempt.connectMs)},
                        {"ttft_ms"_L1, orNull(attempt.ttftMs)},
                        {"total_ms"_L1, attempt.totalMs},
                        {"has_usage"_L1, attempt.usage.has_value()},
                        {"usage_raw"_L1, attempt.usageRaw},
                        {"price_row"_L1, attempt.priceRow},
                        {"cache"_L1, attempt.cache},
                        {"saved"_L1, attempt.saved.picos},
                        {"request_id"_L1, attempt.requestId},
                        {"finish_raw"_L1, attempt.finishRaw}};
    values += usageColumns(attempt.usage.value_or(Usage()));
    values += costColumns(attempt.cost);
    return values;
}

} // namespace

Result<bool> LedgerStore::add(const AttemptRecord &attempt) const
{
    Result<bool> added =
        m_connection.insert("ledger"_L1, ledgerColumns(attempt), OnConflict::KeepOld);
    if (!added || !*added)
        return added;
    return m_connection.insert("attempt"_L1,
                               {{"id"_L1, attempt.id},
                                {"run_id"_L1, attempt.runId},
                                {"number"_L1, attempt.number},
                                {"message"_L1, attempt.message},
                                {"detail"_L1, attempt.detail}},
                               OnConflict::KeepOld);
}

Result<std::optional<AttemptRecord>> LedgerStore::find(const QString &attemptId) const
{
    Result<QList<AttemptRecord>> found =
        attemptsWhere(m_connection, u"ledger.attempt_id = ?"_s, attemptId);
    if (!found)
        return found.failure();
    return found->isEmpty() ? std::nullopt : std::optional(found->first());
}

Result<QList<AttemptRecord>> LedgerStore::ofRun(const QString &runId) const
{
    return attemptsWhere(m_connection, u"ledger.run_id = ?"_s, runId);
}

Result<QList<UsageRow>> LedgerStore::usage(const UsageQuery &query) const
{
    QVariantList values;
    const QString sql = usageSql(query, values);
    const auto parts = m_connection.rows(sql, values, [&query](const QSqlQuery &row) {
        return UsageRow{.group = groupName(query.group, row.value(0)),
                        .calls = row.value(1).toLongLong(),
                        .input = row.value(2).toLongLong(),
                        .output = row.value(3).toLongLong(),
                        .cost = {row.value(4).toLongLong()},
                        .saved = {row.value(5).toLongLong()},
                        .unknownCalls = row.value(6).toLongLong()};
    });
    if (!parts)
        return parts.failure();
    QList<UsageRow> rows;
    for (const UsageRow &part : *parts) {
        // In order of time, so the parts of one day come one after the other.
        if (rows.isEmpty() || rows.last().group != part.group)
            rows.append(part);
        else if (!addTo(rows.last(), part))
            return tooMuch();
    }
    if (!isByTime(query.group)) {
        std::ranges::stable_sort(
            rows, [](const UsageRow &a, const UsageRow &b) { return a.cost > b.cost; });
    }
    return rows;
}

Result<Money> LedgerStore::spent(qint64 sinceMs, qint64 untilMs) const
{
    const Result<qint64> picos = m_connection.number(
        u"SELECT sum(cost_total) FROM ledger WHERE started_ms >= ? AND started_ms < ?"
        " AND simulated = 0 AND cost_origin <> 'unknown'"_s,
        {sinceMs, untilMs});
    if (!picos)
        return picos.failure();
    return Money{*picos};
}

} // namespace Sidelong
