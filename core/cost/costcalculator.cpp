// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/costcalculator.h"

#include <QCoreApplication>

#include <algorithm>

namespace Sidelong {

namespace {

struct CostTexts
{
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

/// The counts of Usage taken apart, so that each token is in one of them.
struct DisjointTokens
{
    qint64 plainInput = 0;
    qint64 cachedRead = 0;
    qint64 shortWrite = 0;
    qint64 longWrite = 0;
    qint64 output = 0;
};

Failure countFailure(const QString &message) { return {FailureKind::Configuration, message}; }

Result<DisjointTokens> takenApart(const Usage &usage)
{
    if (std::min(
            {usage.input, usage.cachedRead, usage.cacheWrite, usage.cacheWriteLong, usage.output})
        < 0)
        return countFailure(
            CostTexts::tr("The usage has a count below zero; counts of tokens start at 0."));
    if (usage.cacheWriteLong > usage.cacheWrite)
        return countFailure(CostTexts::tr("The usage has cache_write_long %1 above cache_write "
                                          "%2; the former must be a part of the latter.")
                                .arg(usage.cacheWriteLong)
                                .arg(usage.cacheWrite));
    if (usage.cachedRead > usage.input || usage.cacheWrite > usage.input - usage.cachedRead)
        return countFailure(CostTexts::tr("The usage has cached_read %1 and cache_write %2, more "
                                          "than its input %3; both must be parts of the input.")
                                .arg(usage.cachedRead)
                                .arg(usage.cacheWrite)
                                .arg(usage.input));
    return DisjointTokens{.plainInput = usage.input - usage.cachedRead - usage.cacheWrite,
                          .cachedRead = usage.cachedRead,
                          .shortWrite = usage.cacheWrite - usage.cacheWriteLong,
                          .longWrite = usage.cacheWriteLong,
                          .output = usage.output};
}

using OptionalRate = std::optional<Rate>;

OptionalRate firstOf(const OptionalRate &a, const OptionalRate &b) { return a ? a : b; }

/// The tier's rates over the base's, and what is in neither list taken from the next dearer kind.
Rates ratesInForce(const Price &price, qint64 input)
{
    Rates rates = price.rates;
    const auto tier =
        std::find_if(price.tiers.rbegin(), price.tiers.rend(),
                     [input](const PriceTier &t) { return t.aboveInputTokens < input; });
    if (tier != price.tiers.rend()) {
        rates = {.input = firstOf(tier->rates.input, rates.input),
                 .cachedRead = firstOf(tier->rates.cachedRead, rates.cachedRead),
                 .cacheWrite = firstOf(tier->rates.cacheWrite, rates.cacheWrite),
                 .cacheWriteLong = firstOf(tier->rates.cacheWriteLong, rates.cacheWriteLong),
                 .output = firstOf(tier->rates.output, rates.output)};
    }
    rates.cachedRead = firstOf(rates.cachedRead, rates.input);
    rates.cacheWrite = firstOf(rates.cacheWrite, rates.input);
    rates.cacheWriteLong = firstOf(rates.cacheWriteLong, rates.cacheWrite);
    return rates;
}

} // namespace

Result<Cost> calculateCost(const Usage &usage, const Price &price)
{
    const Result<DisjointTokens> tokens = takenApart(usage);
    if (!tokens)
        return tokens.failure();
    const Rates rates = ratesInForce(price, usage.input);

    Cost cost;
    const struct
    {
        qint64 tokens;
        const OptionalRate &rate;
        Money &part;
    } parts[] = {{tokens->plainInput, rates.input, cost.input},
                 {tokens->cachedRead, rates.cachedRead, cost.cachedRead},
                 {tokens->shortWrite, rates.cacheWrite, cost.cacheWrite},
                 {tokens->longWrite, rates.cacheWriteLong, cost.cacheWriteLong},
                 {tokens->output, rates.output, cost.output}};
    for (const auto &[count, rate, part] : parts) {
        if (count == 0)
            continue;
        if (!rate)
            return Cost();
        const std::optional<Money> money = rate->times(count);
        const std::optional<Money> total = money ? Money::sum(cost.total, *money) : std::nullopt;
        if (!total)
            return countFailure(CostTexts::tr("The cost is beyond 9.2 million US dollars, more "
                                              "than Sidelong can count; check the usage."));
        part = *money;
        cost.total = *total;
    }
    cost.origin = usage.estimated ? CostOrigin::Estimated : CostOrigin::Computed;
    return cost;
}

} // namespace Sidelong
