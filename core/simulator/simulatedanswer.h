// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulator/simulatedcall.h"
#include "core/simulator/simulatedmodels.h"

namespace Sidelong {

/// An answer before it takes the shape of a protocol. Each entry is one token; joined they are the
/// text (UTF-8).
struct SimulatedAnswer
{
    enum class End { Stop, StopSequence, Length, ToolCall };

    QList<QByteArray> reasoning;
    QList<QByteArray> text;
    QList<QByteArray> toolArguments;
    End end = End::Stop;
    QByteArray stopSequence; ///< With StopSequence.
    quint64 id = 0; ///< The same for the same call and seed.

    qint64 outputTokens() const { return reasoning.size() + text.size() + toolArguments.size(); }
    friend bool operator==(const SimulatedAnswer &, const SimulatedAnswer &) = default;
};

/// The answer of \a model: the same for the same model, conversation and \a seed. Where
/// \a tokens is above 0 a text of just so many (max_tokens still bounds it).
SimulatedAnswer composeAnswer(const SimulatedCall &call, const SimulatedModel &model, quint64 seed,
                              qint64 tokens);

} // namespace Sidelong
