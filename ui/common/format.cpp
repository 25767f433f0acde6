// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/format.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int picoDigits = 12;
constexpr quint64 dollar = 1'000'000'000'000;

const QLocale &figureLocale()
{
    static const QLocale locale(QLocale::English, QLocale::UnitedStates);
    return locale;
}

quint64 powerOfTen(int exponent)
{
    quint64 power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

int decimalsFor(quint64 picos)
{
    if (picos == 0 || picos >= dollar)
        return 2;
    int firstDigit = 1;
    for (quint64 rest = picos; rest < dollar / 10; rest *= 10)
        ++firstDigit;
    const int significant = qMin(firstDigit + 1, picoDigits);
    return firstDigit > 2 ? qMax(5, significant) : significant;
}

quint64 rounded(quint64 picos, int decimals)
{
    const quint64 unit = powerOfTen(picoDigits - decimals);
    return (picos + unit / 2) / unit * unit;
}

QString seconds(double value, int decimals)
{
    return QString::number(value, 'f', decimals) + " s"_L1;
}

} // namespace

QString formatMoney(Money money)
{
    const bool negative = money.picos < 0;
    const quint64 picos =
        negative ? 0 - static_cast<quint64>(money.picos) : static_cast<quint64>(money.picos);
    int decimals = decimalsFor(picos);
    // $0.00999999 rounds to a cent, which is written as cents are.
    decimals = qMin(decimals, decimalsFor(rounded(picos, decimals)));
    const quint64 shown = rounded(picos, decimals);
    const QString fraction = QString::number(shown % dollar / powerOfTen(picoDigits - decimals))
                                 .rightJustified(decimals, u'0');
    const QString whole = figureLocale().toString(shown / dollar);
    return (negative ? u"\u2212$"_s : u"$"_s) + whole + u'.' + fraction;
}

QString formatCost(const Cost &cost)
{
    if (cost.origin == CostOrigin::Unknown)
        return QCoreApplication::translate("Format", "price unknown");
    const QString money = formatMoney(cost.total);
    return cost.origin == CostOrigin::Estimated ? u"\u2248 "_s + money : money;
}

QString formatTokens(qint64 tokens) { return figureLocale().toString(tokens); }

QString formatDuration(qint64 ms)
{
    // The borders are where the shorter form rounds up to: 995 ms is 1.0 s, not 1.00 s.
    if (ms < 995)
        return seconds(static_cast<double>(ms) / 1000, 2);
    if (ms < 9'950)
        return seconds(static_cast<double>(ms) / 1000, 1);
    if (ms < 59'500)
        return seconds(static_cast<double>(ms) / 1000, 0);
    const qint64 whole = (ms + 500) / 1000;
    if (whole < 3600)
        return u"%1 min %2 s"_s.arg(whole / 60).arg(whole % 60);
    return u"%1 h %2 min"_s.arg(whole / 3600).arg(whole % 3600 / 60);
}

QString formatLatency(qint64 ms)
{
    return ms < 9'995 ? seconds(static_cast<double>(ms) / 1000, 2) : formatDuration(ms);
}

QString formatRate(double tokensPerSecond)
{
    return QString::number(tokensPerSecond, 'f', tokensPerSecond < 9.95 ? 1 : 0) + " tok/s"_L1;
}

} // namespace Sidelong
