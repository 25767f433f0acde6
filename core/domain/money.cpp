// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/money.h"

#include <algorithm>
#include <limits>

namespace Sidelong {

namespace {

__extension__ typedef __int128 WideInt; // the product of two 64-bit counts fits

constexpr int picoDigits = 12;
constexpr int tokenDigits = 6; // a price is per million tokens

constexpr qint64 powerOfTen(int exponent)
{
    qint64 power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

struct Decimal
{
    qint64 units = 0;
    int scale = 0;
};

/// Digits with at most one point, which has a digit on either side. Nothing for other text, for
/// more than \a maxScale digits behind the point (zeros at the end aside) or beyond 64 bits.
std::optional<Decimal> parseDecimal(QStringView text, int maxScale)
{
    const qsizetype point = text.indexOf(u'.');
    if (text.isEmpty() || point == 0 || point == text.size() - 1)
        return {};
    while (point > 0 && text.size() - point - 1 > maxScale && text.endsWith(u'0'))
        text.chop(1);

    Decimal decimal;
    decimal.scale = point < 0 ? 0 : static_cast<int>(text.size() - point - 1);
    if (decimal.scale > maxScale)
        return {};
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (i == point)
            continue;
        const int digit = text[i].unicode() - u'0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(decimal.units, 10, &decimal.units)
            || __builtin_add_overflow(decimal.units, digit, &decimal.units))
            return {};
    }
    return decimal;
}

/// \a digits cut behind the first \a whole of them (zeros follow where there are fewer), rounded
/// half to even.
std::optional<qint64> cutHalfEven(QByteArrayView digits, qint64 whole)
{
    const auto digitAt = [digits](qint64 i) { return i < digits.size() ? digits[i] - '0' : 0; };
    const auto isZero = [](char digit) { return digit == '0'; };
    if (whole < 0 || std::ranges::all_of(digits, isZero))
        return 0;
    qint64 units = 0;
    for (qint64 i = 0; i < whole; ++i) {
        if (__builtin_mul_overflow(units, 10, &units)
            || __builtin_add_overflow(units, digitAt(i), &units))
            return {};
    }
    const int first = digitAt(whole);
    const bool isAboveHalf =
        first > 5 || (first == 5 && !std::ranges::all_of(digits.sliced(whole + 1), isZero));
    if ((isAboveHalf || (first == 5 && units % 2 != 0)) && __builtin_add_overflow(units, 1, &units))
        return {};
    return units;
}

QString withPoint(quint64 units, int scale)
{
    QString digits = QString::number(units).rightJustified(scale + 1, u'0');
    if (scale > 0)
        digits.insert(digits.size() - scale, u'.');
    return digits;
}

WideInt halfEven(WideInt dividend, qint64 divisor)
{
    const WideInt quotient = dividend / divisor;
    const WideInt twice = dividend % divisor * 2;
    const bool up = twice > divisor || (twice == divisor && quotient % 2 != 0);
    return up ? quotient + 1 : quotient;
}

} // namespace

std::optional<Money> Money::sum(Money a, Money b)
{
    Money total;
    if (__builtin_add_overflow(a.picos, b.picos, &total.picos))
        return {};
    return total;
}

QString Money::toUsd() const
{
    const bool negative = picos < 0;
    const quint64 magnitude = negative ? -static_cast<quint64>(picos) : static_cast<quint64>(picos);
    QString text = withPoint(magnitude, picoDigits);
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return negative ? QString(u'-' + text) : text;
}

std::optional<Money> Money::fromUsd(QStringView text)
{
    const bool negative = text.startsWith(u'-');
    const std::optional<Decimal> decimal =
        parseDecimal(negative ? text.sliced(1) : text, picoDigits);
    Money money;
    if (!decimal
        || __builtin_mul_overflow(decimal->units, powerOfTen(picoDigits - decimal->scale),
                                  &money.picos))
        return {};
    if (negative)
        money.picos = -money.picos;
    return money;
}

std::optional<Money> Money::rounded(QByteArrayView number)
{
    const bool negative = number.startsWith('-');
    QByteArray digits = number.sliced(negative ? 1 : 0).toByteArray().toLower();
    qint64 exponent = 0;
    if (const qsizetype mark = digits.indexOf('e'); mark >= 0) {
        bool isNumber = false;
        constexpr int most = 1'000'000;
        exponent = std::clamp(digits.mid(mark + 1).toInt(&isNumber), -most, most);
        if (!isNumber)
            return {};
        digits.truncate(mark);
    }
    if (const qsizetype point = digits.indexOf('.'); point >= 0) {
        exponent -= digits.size() - point - 1;
        digits.remove(point, 1);
    }
    const bool isDecimal = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (digits.isEmpty() || !isDecimal)
        return {};
    const std::optional<qint64> picos = cutHalfEven(digits, digits.size() + exponent + picoDigits);
    if (!picos)
        return {};
    return Money{negative ? -*picos : *picos};
}

std::optional<Rate> Rate::fromDecimal(QStringView text)
{
    const std::optional<Decimal> decimal = parseDecimal(text, picoDigits);
    if (!decimal)
        return {};
    return Rate{decimal->units, decimal->scale};
}

QString Rate::toDecimal() const { return withPoint(static_cast<quint64>(units), scale); }

std::optional<Money> Rate::times(qint64 tokens) const
{
    if (tokens < 0)
        return {};
    // Dollars per million tokens are micro-micro-dollars per token: 10^-scale of a million each.
    WideInt picos = static_cast<WideInt>(units) * tokens;
    if (scale > tokenDigits)
        picos = halfEven(picos, powerOfTen(scale - tokenDigits));
    else if (__builtin_mul_overflow(picos, powerOfTen(tokenDigits - scale), &picos))
        return {};
    if (picos > std::numeric_limits<qint64>::max())
        return {};
    return Money{static_cast<qint64>(picos)};
}

} // namespace Sidelong
