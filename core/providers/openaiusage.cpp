// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/openaiusage.h"

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

/// The details under the name of chat completions, else under that of responses, which some
/// servers use in both.
Json::Value firstObject(QByteArrayView first, QByteArrayView second, Json::Value usage)
{
    const Json::Value details = usage[first];
    return details.isObject() ? details : usage[second];
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
    // OpenRouter with the user's own key: its fee, and what the key's owner pays upstream. The fee
    // alone is not what the call cost.
    const Json::Value details = usage["cost_details"];
    if (const std::optional<Money> upstream = moneyOf(details["upstream_inference_cost"]))
        return Money::sum(*cost, *upstream);
    const std::optional<Money> prompt = moneyOf(details["upstream_inference_prompt_cost"]);
    const std::optional<Money> answer = moneyOf(details["upstream_inference_completions_cost"]);
    const std::optional<Money> both =
        prompt && answer ? Money::sum(*prompt, *answer) : std::nullopt;
    return both ? Money::sum(*cost, *both) : std::nullopt;
}

/// Whether reasoning tokens come on top of completion_tokens: the total tells, where there is one.
bool reasoningOnTop(Json::Value total, const Usage &usage, const Quirks &quirks)
{
    if (usage.reasoning == 0)
        return false;
    const qint64 without = usage.input + usage.output;
    if (total.isNumber() && tokenCount(total) == without)
        return false;
    if (total.isNumber() && tokenCount(total) == without + usage.reasoning)
        return true;
    return quirks.reasoningOutsideOutput;
}

} // namespace

std::optional<UsageReport> openAiUsage(Json::Value usage, const Quirks &quirks,
                                       WarningBudget &warnings, ChatEvents &out)
{
    const Json::Value hit = usage["prompt_cache_hit_tokens"];
    const Json::Value miss = usage["prompt_cache_miss_tokens"];
    const Json::Value prompt = firstNumber({usage["prompt_tokens"], usage["input_tokens"]});
    const Json::Value answer = firstNumber({usage["completion_tokens"], usage["output_tokens"]});
    if (!firstNumber({prompt, answer, hit, miss}).exists())
        return {};
    const Json::Value input = firstObject("prompt_tokens_details", "input_tokens_details", usage);
    const Json::Value output =
        firstObject("completion_tokens_details", "output_tokens_details", usage);

    UsageReport report;
    report.raw = usage.raw().toByteArray();
    report.cost = costOf(usage);
    Usage &count = report.usage;
    count.input = prompt.exists() ? tokenCount(prompt) : tokenCount(hit) + tokenCount(miss);
    count.output = tokenCount(answer);
    count.reasoning =
        tokenCount(firstNumber({output["reasoning_tokens"], usage["reasoning_tokens"]}));
    if (reasoningOnTop(usage["total_tokens"], count, quirks))
        count.output += count.reasoning;
    count.cachedRead = tokenCount(
        firstNumber({input["cached_tokens"], usage["prompt_token_details"]["cached_tokens"],
                     usage["num_cached_tokens"], usage["cached_tokens"], hit}));
    count.cacheWrite = tokenCount(input["cache_write_tokens"]);
    count.cacheWriteLong = tokenCount(input["cache_write_tokens_details"]["ttl_12h_tokens"]);
    // Old replies of xAI count the cached ones apart.
    if (count.cachedRead > count.input)
        count.input += count.cachedRead;
    clampUsage(count, warnings, out);
    return report;
}

} // namespace Sidelong
