// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/wirereading.h"

#include <QCoreApplication>
#include <QUtf8StringView>

#include <algorithm>
#include <array>

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
    RawFinish{"MAX_TOKENS", Finish::Length},
    RawFinish{"model_length", Finish::Length},
    RawFinish{"model_context_window_exceeded", Finish::Length},
    RawFinish{"incomplete", Finish::Length},
    RawFinish{"tool_calls", Finish::ToolCalls},
    RawFinish{"tool_use", Finish::ToolCalls},
    RawFinish{"function_call", Finish::ToolCalls},
    RawFinish{"refusal", Finish::Refused},
    RawFinish{"content_filter", Finish::Refused},
    RawFinish{"SAFETY", Finish::Refused},
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

QByteArrayView validText(QByteArrayView bytes, QByteArray &repaired)
{
    if (QUtf8StringView(bytes.data(), bytes.size()).isValidUtf8())
        return bytes;
    repaired = QString::fromUtf8(bytes).toUtf8();
    return repaired;
}

void clampUsage(Usage &usage, WarningBudget &warnings, ChatEvents &out)
{
    usage.cachedRead = std::min(usage.cachedRead, usage.input);
    usage.cacheWrite = std::min(usage.cacheWrite, usage.input - usage.cachedRead);
    usage.cacheWriteLong = std::min(usage.cacheWriteLong, usage.cacheWrite);
    if (usage.reasoning <= usage.output)
        return;
    if (warnings.isNews("reasoning above output"))
        warnings.add(QCoreApplication::translate(
                         "WireReading",
                         "The provider counts more reasoning tokens (%1) than output (%2). "
                         "The first figure was lowered to the second.")
                         .arg(usage.reasoning)
                         .arg(usage.output),
                     out);
    usage.reasoning = usage.output;
}

std::optional<Money> moneyOf(Json::Value dollars)
{
    const std::optional<Money> money =
        Money::rounded(dollars.isString() ? dollars.stringView() : dollars.numberText());
    return money && money->picos < 0 ? std::nullopt : money;
}

void WarningBudget::add(const QString &message, ChatEvents &out)
{
    if (m_left-- > 0)
        out.push_back(Warning{message});
    else
        m_left = 0;
}

bool WarningBudget::isNews(QByteArrayView topic)
{
    const QByteArray name = topic.toByteArray();
    if (m_left == 0 || m_topics.contains(name))
        return false;
    m_topics.insert(name);
    return true;
}

} // namespace Sidelong
