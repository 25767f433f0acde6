// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/console.h"
#include "core/engine/engine.h"

#include <QMap>

namespace Sidelong::Cli {

/// Prints a run as it happens, and remembers what its exit code is. Tells by brokenPipe that
/// nobody reads any more.
class RunPrinter : public RunListener
{
public:
    explicit RunPrinter(Console &console) : m_console(console) { }

    void answerEnded(const AnswerRecord &answer) override;

    /// By contract.md, apart from an interruption.
    int exitCode() const { return m_exitCode; }
    bool brokenPipe() const { return m_brokenPipe; }

protected:
    void sayIfCut(const AnswerRecord &answer);
    void put(const QByteArray &bytes) { m_brokenPipe = m_brokenPipe || !m_console.print(bytes); }
    Console &m_console;

private:
    int m_exitCode = Fine;
    bool m_brokenPipe = false;
};

/// One answer: its text as it comes, closed by exactly one newline.
class TextPrinter final : public RunPrinter
{
public:
    using RunPrinter::RunPrinter;
    void event(const Cell &cell, const ChatEvent &event) override;
    void answerEnded(const AnswerRecord &answer) override;

private:
    bool m_hasPrinted = false;
    QByteArray m_heldBack; ///< Line ends that may turn out to be the last.
};

/// Several answers: each whole, under its target's name, in the order they end.
class SectionPrinter final : public RunPrinter
{
public:
    SectionPrinter(Console &console, int samples) : RunPrinter(console), m_samples(samples) { }
    void answerEnded(const AnswerRecord &answer) override;

private:
    int m_samples;
};

/// --jsonl: one object a line.
class JsonLinePrinter final : public RunPrinter
{
public:
    JsonLinePrinter(Console &console, const QStringList &targets)
        : RunPrinter(console), m_targets(targets)
    {
    }
    void event(const Cell &cell, const ChatEvent &event) override;
    void restarted(const Cell &cell, int number) override;
    void attemptEnded(const Cell &cell, const AttemptRecord &attempt) override;
    void answerEnded(const AnswerRecord &answer) override;

private:
    QStringList m_targets;
};

/// The result line of contract.md, without a line end; `history show` prints it too.
QByteArray resultJson(const AnswerRecord &answer);

} // namespace Sidelong::Cli
