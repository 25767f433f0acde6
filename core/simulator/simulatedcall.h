// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/net/httpmessage.h"

#include <optional>

namespace Sidelong {

enum class SimulatedProtocol { OpenAiChat, Anthropic };

/// What the simulator reads out of a request of either protocol.
struct SimulatedCall
{
    SimulatedProtocol protocol = SimulatedProtocol::OpenAiChat;
    QByteArray model;
    QByteArray prompt; ///< The text of the last user message.
    QByteArray conversation; ///< All texts, as the seed of the answer.
    /// What there is of the answer, where the last turn asks for the rest of it; then prompt and
    /// conversation are those of the question.
    QByteArray begun;
    bool stream = false;
    bool includeUsage = false;
    bool wantsJson = false;
    QByteArray schema; ///< JSON Schema that the answer must fit; empty = none.
    QByteArray toolName; ///< A call of this tool is forced; empty = none.
    QByteArray toolSchema;
    std::optional<qint64> maxTokens;
    QList<QByteArray> stop;
    qint64 inputTokens = 0;

    friend bool operator==(const SimulatedCall &, const SimulatedCall &) = default;
};

/// A refusal in the words of the protocol.
struct SimulatedError
{
    int status = 400;
    QByteArray message;
    QByteArray type; ///< Empty = by the status.
    QByteArray code; ///< OpenAI only; empty = null.
    QByteArray param; ///< OpenAI only; empty = null.
};

struct SimulatedCallRead
{
    SimulatedCall call;
    std::optional<SimulatedError> error;
};

/// Checks a body the way the provider does (https://platform.openai.com/docs/api-reference/chat,
/// https://docs.anthropic.com/en/api/messages).
SimulatedCallRead readSimulatedCall(SimulatedProtocol protocol, const HttpServerRequest &request);

} // namespace Sidelong
