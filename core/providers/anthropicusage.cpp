// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/anthropicusage.h"

namespace Sidelong {

bool AnthropicUsage::Counts::take(Json::Value usage)
{
    bool isKnown = false;
    const auto read = [&isKnown](Json::Value value, qint64 &count) {
        if (!value.isNumber())
            return;
        count = tokenCount(value);
        isKnown = true;
    };
    read(usage["input_tokens"], uncached);
    read(usage["cache_read_input_tokens"], cachedRead);
    read(usage["cache_creation_input_tokens"], cacheWrite);
    read(usage["cache_creation"]["ephemeral_1h_input_tokens"], cacheWriteLong);
    read(usage["output_tokens"], output);
    read(usage["output_tokens_details"]["thinking_tokens"], reasoning);
    return isKnown;
}

void AnthropicUsage::Counts::addTo(Usage &usage) const
{
    usage.input += uncached + cachedRead + cacheWrite;
    usage.cachedRead += cachedRead;
    usage.cacheWrite += cacheWrite;
    usage.cacheWriteLong += cacheWriteLong;
    usage.output += output;
    usage.reasoning += reasoning;
}

bool AnthropicUsage::take(Json::Value usage)
{
    if (!m_counts.take(usage))
        return false;
    const Json::Value iterations = usage["iterations"];
    if (!iterations.isArray())
        return true;
    m_compactions.clear();
    constexpr size_t most = 1000;
    for (const Json::Value iteration : iterations) {
        if (iteration["type"].stringView() != "compaction" || m_compactions.size() >= most)
            continue;
        m_compactions.emplace_back().take(iteration);
    }
    return true;
}

void AnthropicUsage::takeStart(Json::Value usage)
{
    if (take(usage))
        m_start = usage.raw().toByteArray();
}

bool AnthropicUsage::takeDelta(Json::Value usage)
{
    if (take(usage))
        m_delta = usage.raw().toByteArray();
    return usage["output_tokens"].isNumber();
}

QByteArray AnthropicUsage::raw() const
{
    if (m_delta.isEmpty() || m_delta == m_start)
        return m_start;
    if (m_start.isEmpty())
        return m_delta;
    Json::Writer both;
    both.beginObject().key("message_start").raw(m_start);
    both.key("message_delta").raw(m_delta).endObject();
    return both.bytes();
}

UsageReport AnthropicUsage::report(WarningBudget &warnings, ChatEvents &out) const
{
    UsageReport report;
    report.raw = raw();
    m_counts.addTo(report.usage);
    for (const Counts &compaction : m_compactions)
        compaction.addTo(report.usage);
    clampUsage(report.usage, warnings, out);
    return report;
}

} // namespace Sidelong
