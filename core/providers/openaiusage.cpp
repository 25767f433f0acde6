// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/openaiusage.h"

#include "core/providers/wirereading.h"

namespace Sidelong {

namespace {

Json::Value firstNumber(std::initializer_list<Json::Value> spellings)
{
    for (const Json::Value value : spellings) {
        if (value.isNumber())
            return value;
    }
    return {};
}

std::optional<Money> costOf(Json::Value usage)
{
    // xAI: 1e10 ticks are a dollar, so a tick is 100 picodollars.
    if (const std::optional<qint64> ticks = usage["cost_in_usd_ticks"].toInt())
        return *ticks >= 0 && *ticks < 90'000'000'000'000'000 ? std::optional(Money{*ticks * 100})
                                                              : std::nullopt;
    std::optional<Money> cost = moneyOf(usage["cost"]);
    if (!cost || !usage["is_byok"].toBool().value_or(false))
        return cost;
    // OpenRouter with the user's own key: its fee, and what the key's owner pays upstream.
    const Json::Value details = usage["cost_details"];
    if (const std::optional<Money> upstream = moneyOf(details["upstream_inference_cost"]))
        return Money::sum(*cost, *upstream);
    const Money prompt = moneyOf(details["upstream_inference_prompt_cost"]).value_or(Money());
    const Money answer = moneyOf(details["upstream_inference_completions_cost"]).value_or(Money());
    if (const std::optional<Money> both = Money::sum(prompt, answer))
        return Money::sum(*cost, *both);
    return {};
}

/// Whether reasoning tokens come on top of completion_tokens: the total tells, where there is one.
bool reasoningOnTop(Json::Value total, const Usage &usage, const Quirks &quirks)
{
    if (usage.reasoning == 0)
        return false;
    if (!total.isNumber())
        return quirks.reasoningOutsideOutput;
    const qint64 without = usage.input + usage.output;
    return tokenCount(total) == without + usage.reasoning;
}

} // namespace

UsageReport openAiUsage(Json::Value usage, const Quirks &quirks, ChatEvents &out)
{
    UsageReport report;
    report.raw = usage.raw().toByteArray();
    report.cost = costOf(usage);
    const Json::Value details = usage["prompt_tokens_details"];
    const Json::Value hit = usage["prompt_cache_hit_tokens"];
    Usage &count = report.usage;
    const Json::Value prompt = firstNumber({usage["prompt_tokens"], usage["input_tokens"]});
    count.input = prompt.exists() ? tokenCount(prompt)
                                  : tokenCount(hit) + tokenCount(usage["prompt_cache_miss_tokens"]);
    count.output = tokenCount(firstNumber({usage["completion_tokens"], usage["output_tokens"]}));
    count.reasoning = tokenCount(firstNumber(
        {usage["completion_tokens_details"]["reasoning_tokens"], usage["reasoning_tokens"]}));
    if (reasoningOnTop(usage["total_tokens"], count, quirks))
        count.output += count.reasoning;
    count.cachedRead = tokenCount(
        firstNumber({details["cached_tokens"], usage["prompt_token_details"]["cached_tokens"],
                     usage["num_cached_tokens"], usage["cached_tokens"], hit}));
    count.cacheWrite = tokenCount(details["cache_write_tokens"]);
    count.cacheWriteLong = tokenCount(details["cache_write_tokens_details"]["ttl_12h_tokens"]);
    // Old replies of xAI count the cached ones apart.
    if (count.cachedRead > count.input)
        count.input += count.cachedRead;
    clampUsage(count, out);
    return report;
}

} // namespace Sidelong
