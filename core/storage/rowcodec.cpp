// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/rowcodec.h"

#include "core/base/json.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Sidelong {

RowValues usageColumns(const Usage &usage)
{
    return {{"input"_L1, usage.input},
            {"cached_read"_L1, usage.cachedRead},
            {"cache_write"_L1, usage.cacheWrite},
            {"cache_write_long"_L1, usage.cacheWriteLong},
            {"output"_L1, usage.output},
            {"reasoning"_L1, usage.reasoning},
            {"usage_estimated"_L1, usage.estimated}};
}

RowValues costColumns(const Cost &cost)
{
    return {{"cost_input"_L1, cost.input.picos},
            {"cost_cached_read"_L1, cost.cachedRead.picos},
            {"cost_cache_write"_L1, cost.cacheWrite.picos},
            {"cost_cache_write_long"_L1, cost.cacheWriteLong.picos},
            {"cost_output"_L1, cost.output.picos},
            {"cost_total"_L1, cost.total.picos},
            {"cost_origin"_L1, QString(costOriginName(cost.origin))}};
}

Usage usageFromRow(const QSqlQuery &row)
{
    return {.input = row.value(u"input"_s).toLongLong(),
            .cachedRead = row.value(u"cached_read"_s).toLongLong(),
            .cacheWrite = row.value(u"cache_write"_s).toLongLong(),
            .cacheWriteLong = row.value(u"cache_write_long"_s).toLongLong(),
            .output = row.value(u"output"_s).toLongLong(),
            .reasoning = row.value(u"reasoning"_s).toLongLong(),
            .estimated = row.value(u"usage_estimated"_s).toBool()};
}

Cost costFromRow(const QSqlQuery &row)
{
    return {.input = {row.value(u"cost_input"_s).toLongLong()},
            .cachedRead = {row.value(u"cost_cached_read"_s).toLongLong()},
            .cacheWrite = {row.value(u"cost_cache_write"_s).toLongLong()},
            .cacheWriteLong = {row.value(u"cost_cache_write_long"_s).toLongLong()},
            .output = {row.value(u"cost_output"_s).toLongLong()},
            .total = {row.value(u"cost_total"_s).toLongLong()},
            .origin = costOriginFromName(row.value(u"cost_origin"_s).toString())
                          .value_or(CostOrigin::Unknown)};
}

QVariant orNull(const std::optional<qint64> &number)
{
    return number ? QVariant(*number) : QVariant();
}

std::optional<qint64> numberOrNone(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toLongLong());
}

QByteArray toolCallsToJson(const QList<ToolCall> &calls)
{
    Json::Writer json;
    json.beginArray();
    for (const ToolCall &call : calls) {
        json.beginObject().member("id", call.id).member("name", call.name);
        json.member("arguments", call.arguments).endObject();
    }
    return json.endArray().bytes();
}

QList<ToolCall> toolCallsFromJson(const QByteArray &json)
{
    QList<ToolCall> calls;
    Json::Document document;
    if (!document.parse(json))
        return calls;
    for (const Json::Value call : document.root()) {
        calls.append({call["id"].toString(), call["name"].toString(), call["arguments"].string()});
    }
    return calls;
}

Cost totalOf(const QList<Cost> &costs)
{
    if (costs.isEmpty())
        return {.origin = CostOrigin::Computed};
    constexpr std::array parts = {&Cost::input,          &Cost::cachedRead, &Cost::cacheWrite,
                                  &Cost::cacheWriteLong, &Cost::output,     &Cost::total};
    Cost total{.origin = CostOrigin::Reported};
    for (const Cost &cost : costs) {
        for (Money Cost::*const part : parts) {
            const std::optional<Money> sum = Money::sum(total.*part, cost.*part);
            if (!sum)
                return {};
            total.*part = *sum;
        }
        // The enumerators stand from the most to the least certain.
        total.origin = std::max(total.origin, cost.origin);
    }
    return total.origin == CostOrigin::Unknown ? Cost() : total;
}

Usage totalOf(const QList<Usage> &usages)
{
    Usage total;
    for (const Usage &usage : usages) {
        total.input += usage.input;
        total.cachedRead += usage.cachedRead;
        total.cacheWrite += usage.cacheWrite;
        total.cacheWriteLong += usage.cacheWriteLong;
        total.output += usage.output;
        total.reasoning += usage.reasoning;
        total.estimated = total.estimated || usage.estimated;
    }
    return total;
}

} // namespace Sidelong
