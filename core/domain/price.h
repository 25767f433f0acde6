// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/domain/money.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace Sidelong {

/// The rates of one price list or of one of its tiers. What is missing is not free: see
/// CostCalculator for what it falls to.
struct Rates
{
    std::optional<Rate> input;
    std::optional<Rate> cachedRead;
    std::optional<Rate> cacheWrite;
    std::optional<Rate> cacheWriteLong;
    std::optional<Rate> output;

    friend bool operator==(const Rates &, const Rates &) = default;
};

/// The whole request is priced by the last tier whose mark is below its total input.
struct PriceTier
{
    qint64 aboveInputTokens = 0;
    Rates rates;

    friend bool operator==(const PriceTier &, const PriceTier &) = default;
};

/// One price of one model, valid from a moment on.
struct Price
{
    qint64 fromUtcMs = 0; ///< Inclusive; 0 = always.
    Rates rates;
    QList<PriceTier> tiers; ///< Ascending.

    friend bool operator==(const Price &, const Price &) = default;
};

/// The price as JSON in the notation of contract.md ("prices"), for the console and for the
/// ledger, which keeps the row it used.
QByteArray toJson(const Price &price);
/// Reads what toJson() writes.
Result<Price> priceFromJson(const QByteArray &json);

} // namespace Sidelong
