// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/simulatedanswer.h"

#include "core/simulator/simulatedtext.h"

#include <QCryptographicHash>
#include <QtEndian>

namespace Sidelong {

namespace {

quint64 seedOf(const SimulatedCall &call, quint64 seed)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray(QByteArray::number(seed) + '\n' + call.model + '\n'));
    hash.addData(call.conversation);
    return qFromLittleEndian<quint64>(hash.result().constData());
}

/// Ends the text before the first of the stop sequences.
void applyStops(const SimulatedCall &call, QByteArray &text, SimulatedAnswer &answer)
{
    for (const QByteArray &stop : call.stop) {
        const qsizetype at = text.indexOf(stop);
        if (at >= 0) {
            text.truncate(at);
            answer.end = SimulatedAnswer::End::StopSequence;
            answer.stopSequence = stop;
        }
    }
}

void applyLimit(const SimulatedCall &call, const SimulatedModel &model, SimulatedAnswer &answer)
{
    qint64 left = qMin(call.maxTokens.value_or(model.maxOutput), model.maxOutput);
    for (QList<QByteArray> *tokens : {&answer.reasoning, &answer.text, &answer.toolArguments}) {
        if (tokens->size() > left) {
            tokens->resize(left);
            answer.end = SimulatedAnswer::End::Length;
            answer.stopSequence.clear();
        }
        left -= tokens->size();
    }
}

} // namespace

SimulatedAnswer composeAnswer(const SimulatedCall &call, const SimulatedModel &model, quint64 seed,
                              qint64 tokens)
{
    SimulatedAnswer answer;
    SimulatedChance chance(seedOf(call, seed));
    answer.id = chance.next();
    if (model.reasoningTokens > 0)
        answer.reasoning =
            simulatedTokens(simulatedReasoning(call.prompt, chance, model.reasoningTokens));

    if (!call.toolName.isEmpty()) {
        const QByteArray schema =
            call.toolSchema.isEmpty() ? "{\"type\":\"object\"}" : call.toolSchema;
        answer.toolArguments = simulatedTokens(simulatedJson(call.prompt, schema, chance));
        answer.end = SimulatedAnswer::End::ToolCall;
    } else {
        QByteArray text;
        if (call.wantsJson || !call.schema.isEmpty())
            text = simulatedJson(call.prompt, call.schema, chance);
        else if (tokens > 0)
            text = simulatedText(call.prompt, chance, static_cast<int>(5 + tokens / 60));
        else
            text = simulatedText(call.prompt, chance, 3 + chance.below(2));
        if (!call.begun.isEmpty() && text.startsWith(call.begun))
            text.remove(0, call.begun.size());
        applyStops(call, text, answer);
        answer.text = simulatedTokens(text);
        if (tokens > 0 && answer.text.size() > tokens)
            answer.text.resize(tokens);
    }
    SimulatedModel limits = model;
    limits.maxOutput = qMax(model.maxOutput, tokens);
    applyLimit(call, limits, answer);
    return answer;
}

} // namespace Sidelong
