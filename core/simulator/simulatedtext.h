// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace Sidelong {

/// A source of chance that gives the same on every machine (SplitMix64,
/// https://prng.di.unimi.it/splitmix64.c), unlike the distributions of the standard library.
class SimulatedChance
{
public:
    explicit SimulatedChance(quint64 seed) : m_state(seed) { }
    quint64 next();
    /// In [0, \a bound), \a bound above 0.
    int below(int bound) { return static_cast<int>(next() % static_cast<quint64>(bound)); }

private:
    quint64 m_state;
};

/// English Markdown about the words of \a prompt: an introduction, sections with paragraphs,
/// lists and a code block, a closing; at least \a sections of them (each some 90 tokens). One
/// short paragraph where the prompt asks for that. UTF-8.
QByteArray simulatedText(const QByteArray &prompt, SimulatedChance &chance, int sections);
/// What a reasoning model mutters before: about \a tokens tokens.
QByteArray simulatedReasoning(const QByteArray &prompt, SimulatedChance &chance, int tokens);
/// What the prompt is about: "rate limiter". Never empty.
QByteArray simulatedTopic(const QByteArray &prompt);
/// A value that fits \a schema as far as type, properties, items, enum, const, $ref into $defs,
/// anyOf and the simple bounds say, in a size that a person would want. Any object where the
/// schema is empty.
QByteArray simulatedJson(const QByteArray &prompt, const QByteArray &schema,
                         SimulatedChance &chance);
/// Cut into tokens: words with the blank before them, long ones in pieces; never inside a
/// character.
QList<QByteArray> simulatedTokens(const QByteArray &text);

} // namespace Sidelong
