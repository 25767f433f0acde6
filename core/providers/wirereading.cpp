// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/wirereading.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace Sidelong {

namespace {

struct RawFinish
{
    QByteArrayView raw;
    Finish finish;
};

constexpr std::array rawFinishes = {
    RawFinish{"length", Finish::Length},
    RawFinish{"max_tokens", Finish::Length},
    RawFinish{"model_length", Finish::Length},
    RawFinish{"model_context_window_exceeded", Finish::Length},
    RawFinish{"incomplete", Finish::Length},
    RawFinish{"tool_calls", Finish::ToolCalls},
    RawFinish{"tool_use", Finish::ToolCalls},
    RawFinish{"function_call", Finish::ToolCalls},
    RawFinish{"refusal", Finish::Refused},
    RawFinish{"content_filter", Finish::Refused},
    RawFinish{"error", Finish::Error},
};

} // namespace

Finish finishOf(QByteArrayView raw)
{
    const auto found = std::ranges::find(rawFinishes, raw, &RawFinish::raw);
    return found == rawFinishes.end() ? Finish::Stop : found->finish;
}

qint64 tokenCount(Json::Value value)
{
    constexpr qint64 most = 1'000'000'000'000'000;
    return std::clamp<qint64>(value.toInt().value_or(0), 0, most);
}

void clampUsage(Usage &usage, ChatEvents &out)
{
    usage.cachedRead = std::min(usage.cachedRead, usage.input);
    usage.cacheWrite = std::min(usage.cacheWrite, usage.input - usage.cachedRead);
    usage.cacheWriteLong = std::min(usage.cacheWriteLong, usage.cacheWrite);
    if (usage.reasoning <= usage.output)
        return;
    out.push_back(Warning{QCoreApplication::translate(
                              "WireReading",
                              "The provider counts more reasoning tokens (%1) than output (%2). "
                              "The first figure was lowered to the second.")
                              .arg(usage.reasoning)
                              .arg(usage.output)});
    usage.reasoning = usage.output;
}

std::optional<Money> moneyOf(Json::Value dollars)
{
    const QByteArrayView digits = dollars.isString() ? dollars.stringView() : dollars.numberText();
    if (digits.isEmpty())
        return {};
    if (const std::optional<Money> exact = Money::fromUsd(QString::fromLatin1(digits)))
        return exact->picos < 0 ? std::nullopt : exact;
    // Exponents and digits finer than a picodollar: a double holds both well enough to round.
    bool isNumber = false;
    const double amount = digits.toByteArray().toDouble(&isNumber) * 1e12;
    if (!isNumber || !(amount >= 0) || amount > 9e18)
        return {};
    return Money{std::llround(amount)};
}

void WarningBudget::add(const QString &message, ChatEvents &out)
{
    if (m_left-- > 0)
        out.push_back(Warning{message});
    else
        m_left = 0;
}

} // namespace Sidelong
