// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QtGlobal>

#include <compare>
#include <optional>

namespace Sidelong {

/// An exact amount of US dollars in picodollars: a price of one dollar per million tokens is
/// 1,000,000 picodollars a token, so a cost is an integer product and sums never drift. Holds up
/// to 9.2 million dollars; arithmetic that would leave that range says so instead of wrapping.
struct Money
{
    qint64 picos = 0;

    // clang-tidy 14 takes the zero that the compiler compares with for a pointer.
    // NOLINTNEXTLINE(modernize-use-nullptr)
    friend auto operator<=>(const Money &, const Money &) = default;

    /// Nothing where the sum does not fit.
    static std::optional<Money> sum(Money a, Money b);
    /// An exact decimal of dollars: no exponent, trailing zeros cut, zero is "0".
    QString toUsd() const;
    /// Reads what toUsd() writes; nothing for other text or finer than a picodollar.
    static std::optional<Money> fromUsd(QStringView text);
    /// Reads a number of any notation and length ("1.29e-05"), rounded half to even to a
    /// picodollar; nothing for other text or beyond the range.
    static std::optional<Money> rounded(QByteArrayView number);
};

/// A price of one kind of token: US dollars per million tokens, exactly as the list wrote it
/// (units × 10^-scale), because a list may be finer than a picodollar per token.
struct Rate
{
    qint64 units = 0;
    int scale = 0; ///< 0 … 12 digits behind the point.

    friend bool operator==(const Rate &, const Rate &) = default;

    /// A decimal such as "3.00" or "0.0375"; nothing for negative or other text.
    static std::optional<Rate> fromDecimal(QStringView text);
    QString toDecimal() const;
    /// \a tokens at this price, rounded half to even to a picodollar; nothing on overflow.
    std::optional<Money> times(qint64 tokens) const;
};

} // namespace Sidelong
