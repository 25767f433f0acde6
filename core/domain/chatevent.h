// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/failure.h"
#include "core/domain/message.h"
#include "core/domain/money.h"
#include "core/domain/usage.h"

#include <optional>
#include <variant>
#include <vector>

namespace Sidelong {

/// How an answer ended, in the words of contract.md.
enum class Finish { Stop, Length, ToolCalls, Refused, Error, Cancelled };

QLatin1StringView finishName(Finish finish);
std::optional<Finish> finishFromName(QStringView name);

// What a decoder reads out of a provider's stream, in the order it came. Text is valid UTF-8.

struct TextDelta
{
    QByteArray text;
    friend bool operator==(const TextDelta &, const TextDelta &) = default;
};

struct ReasoningDelta
{
    QByteArray text;
    friend bool operator==(const ReasoningDelta &, const ReasoningDelta &) = default;
};

/// The model declines, in words of its own.
struct RefusalDelta
{
    QByteArray text;
    friend bool operator==(const RefusalDelta &, const RefusalDelta &) = default;
};

/// A fragment of the call with this index (from 0, in order of appearance). Id and name are
/// empty where this fragment adds none; arguments are to be concatenated.
struct ToolCallDelta
{
    int index = 0;
    QString id;
    QString name;
    QByteArray arguments;
    friend bool operator==(const ToolCallDelta &, const ToolCallDelta &) = default;
};

/// A whole part to be kept for the next turn (signature, redacted reasoning, unknown block).
struct OpaquePart
{
    ContentPart part;
    friend bool operator==(const OpaquePart &, const OpaquePart &) = default;
};

/// Replaces what an earlier one said.
struct UsageReport
{
    Usage usage;
    QByteArray raw; ///< The provider's usage object, byte for byte; Anthropic: see AnthropicUsage.
    std::optional<Money> cost = {}; ///< Where the provider says what it charged.
    friend bool operator==(const UsageReport &, const UsageReport &) = default;
};

/// The provider's name for the model that answers, and its id for this answer.
struct AnswerInfo
{
    QString model;
    QString id;
    friend bool operator==(const AnswerInfo &, const AnswerInfo &) = default;
};

/// The provider said why it stopped. The stream may go on (usage comes later).
struct Stopped
{
    Finish finish = Finish::Stop;
    QString raw;
    friend bool operator==(const Stopped &, const Stopped &) = default;
};

/// The protocol's own end was seen: the answer is whole.
struct StreamEnd
{
    friend bool operator==(const StreamEnd &, const StreamEnd &) = default;
};

/// The provider reported an error in the stream, or the stream was cut.
struct StreamFailed
{
    Failure failure;
    friend bool operator==(const StreamFailed &, const StreamFailed &) = default;
};

/// Something odd that did not harm the answer: a line in the trace.
struct Warning
{
    QString message;
    friend bool operator==(const Warning &, const Warning &) = default;
};

using ChatEvent = std::variant<TextDelta, ReasoningDelta, RefusalDelta, ToolCallDelta, OpaquePart,
                               UsageReport, AnswerInfo, Stopped, StreamEnd, StreamFailed, Warning>;
using ChatEvents = std::vector<ChatEvent>;

} // namespace Sidelong
