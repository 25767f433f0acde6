// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/anthropicusage.h"

#include "core/providers/wirereading.h"

namespace Sidelong {

void AnthropicUsage::Counts::take(Json::Value usage)
{
    const auto read = [](Json::Value value, qint64 &count) {
        if (value.isNumber())
            count = tokenCount(value);
    };
    read(usage["input_tokens"], uncached);
    read(usage["cache_read_input_tokens"], cachedRead);
    read(usage["cache_creation_input_tokens"], cacheWrite);
    read(usage["cache_creation"]["ephemeral_1h_input_tokens"], cacheWriteLong);
    read(usage["output_tokens"], output);
    read(usage["output_tokens_details"]["thinking_tokens"], reasoning);
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

void AnthropicUsage::take(Json::Value usage)
{
    if (!usage.isObject())
        return;
    m_counts.take(usage);
    m_raw = usage.raw().toByteArray();
    const Json::Value iterations = usage["iterations"];
    if (!iterations.isArray())
        return;
    m_compactions.clear();
    constexpr size_t most = 1000;
    for (const Json::Value iteration : iterations) {
        if (iteration["type"].stringView() != "compaction" || m_compactions.size() >= most)
            continue;
        m_compactions.emplace_back().take(iteration);
    }
}

UsageReport AnthropicUsage::report(ChatEvents &out) const
{
    UsageReport report;
    report.raw = m_raw;
    m_counts.addTo(report.usage);
    for (const Counts &compaction : m_compactions)
        compaction.addTo(report.usage);
    clampUsage(report.usage, out);
    return report;
}

} // namespace Sidelong
