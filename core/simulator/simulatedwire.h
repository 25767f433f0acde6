// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulator/simulatedanswer.h"

namespace Sidelong {

/// One answer in the bytes of its protocol, streamed event by event or whole.
class SimulatedWire
{
public:
    SimulatedWire(SimulatedCall call, SimulatedAnswer answer, qint64 createdUtcS);

    /// The reply to a request without "stream".
    QByteArray body() const;
    qsizetype eventCount() const { return m_steps.size(); }
    QByteArray event(qsizetype index) const;
    /// Tokens that the model made before this event could be sent.
    qsizetype tokensBefore(qsizetype index) const { return m_steps[index].tokens; }
    qsizetype tokenCount() const { return m_answer.outputTokens(); }

private:
    enum class Kind {
        Start,
        Ping,
        ThinkingStart,
        Thinking,
        Signature,
        TextStart,
        Text,
        ToolStart,
        ToolArguments,
        BlockStop,
        Finish,
        Usage,
        End,
    };
    struct Step
    {
        Kind kind;
        qsizetype index; ///< Of the token; of the block for the events around a block.
        qsizetype tokens;
    };

    void addSteps(Kind kind, qsizetype count);
    void planOpenAi();
    void planAnthropic();
    QByteArray openAiEvent(const Step &step) const;
    QByteArray openAiChunk(const QByteArray &delta, const QByteArray &finish = "null") const;
    QByteArray anthropicEvent(const Step &step) const;
    QByteArray openAiBody() const;
    QByteArray anthropicBody() const;
    QByteArray openAiUsage() const;
    QByteArray anthropicUsage(qint64 output) const;
    QByteArray finishReason() const;
    QByteArray stopSequence() const;
    QByteArray id(const char *prefix) const;

    SimulatedCall m_call;
    SimulatedAnswer m_answer;
    qint64 m_created;
    QList<Step> m_steps;
    qsizetype m_tokens = 0;
};

/// The body of an error reply.
QByteArray simulatedErrorBody(SimulatedProtocol protocol, const SimulatedError &error);
/// The same as an event in a stream.
QByteArray simulatedErrorEvent(SimulatedProtocol protocol, const SimulatedError &error);
/// Sign of life: a ping event or a comment.
QByteArray simulatedPing(SimulatedProtocol protocol);
/// GET /v1/models; \a more are further names.
QByteArray simulatedModelList(SimulatedProtocol protocol, const QList<QByteArray> &more);

} // namespace Sidelong
