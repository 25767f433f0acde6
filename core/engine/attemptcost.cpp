// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/attemptcost.h"

#include "core/cost/costcalculator.h"
#include "core/cost/pricecatalog.h"
#include "core/cost/tokenestimate.h"

namespace Sidelong {

namespace {

qint64 bytesThatCame(const Completion &completion)
{
    qint64 bytes = completion.text.size() + completion.reasoning.size() + completion.refusal.size();
    for (const ToolCall &call : completion.toolCalls)
        bytes += call.arguments.size() + call.name.size();
    return bytes;
}

} // namespace

Usage billedUsage(const AttemptOutcome &outcome, qint64 inputEstimate)
{
    const Completion &completion = outcome.completion;
    // A cut stream may have said what went in and not yet what came out.
    const bool isWhole = completion.usage && (!outcome.failure || completion.finish);
    if (isWhole)
        return *completion.usage;
    const bool wasRefused = outcome.status != 0 && outcome.status != 200;
    if (!outcome.sent || wasRefused)
        return completion.usage.value_or(Usage());

    Usage usage = completion.usage.value_or(Usage{.input = inputEstimate});
    usage.output = std::max(usage.output, estimateTokens(bytesThatCame(completion)));
    usage.reasoning =
        std::max(usage.reasoning, estimateTokens(static_cast<qint64>(completion.reasoning.size())));
    usage.reasoning = std::min(usage.reasoning, usage.output);
    usage.estimated = true;
    return usage;
}

Cost costOf(const Usage &usage, const std::optional<Price> &price,
            const std::optional<Money> &reported)
{
    if (reported)
        return {.total = *reported, .origin = CostOrigin::Reported};
    if (usage.input == 0 && usage.output == 0)
        return {.origin = usage.estimated ? CostOrigin::Estimated : CostOrigin::Computed};
    if (!price)
        return {};
    const Result<Cost> cost = calculateCost(usage, *price);
    return cost ? *cost : Cost{};
}

void estimateInterrupted(AttemptRecord &attempt, QByteArrayView text)
{
    Usage usage = attempt.usage.value_or(Usage());
    usage.output = std::max(usage.output, estimateTokens(static_cast<qint64>(text.size())));
    usage.estimated = true;
    attempt.usage = usage;
    std::optional<Price> price;
    if (!attempt.priceRow.isEmpty()) {
        if (Result<Price> row = priceFromJson(attempt.priceRow))
            price = *row;
    }
    attempt.cost = costOf(usage, price, {});
}

} // namespace Sidelong
