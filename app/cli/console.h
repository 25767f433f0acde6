// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/failure.h"

#include <QByteArray>
#include <QString>

namespace Sidelong::Cli {

/// The exit codes of contract.md.
enum ExitCode {
    Fine = 0,
    TargetFailed = 1,
    WrongUsage = 2,
    Stopped = 3,
    Misfit = 4,
    Interrupted = 130
};

/// Data on standard output, everything else on standard error.
class Console
{
public:
    /// At once, unbuffered; waits for a slow reader. False when nobody reads any more, or where
    /// it cannot be written; the latter is said.
    bool print(const QByteArray &bytes);
    bool printLine(const QByteArray &line) { return print(line + '\n'); }
    /// "sidelong-cli: SENTENCE"
    void say(const QString &sentence);
    void say(const Failure &failure) { say(failure.message); }

    bool saysToTerminal() const; ///< Standard error is one.
    /// Something that was to be printed is lost, and not because its reader left.
    bool hasFailed() const { return m_hasFailed; }

    /// The user wants the end: from now on a reader that stands still is waited for a second only.
    /// May be called from a signal handler.
    static void hurry();

private:
    void sayWhyNot(int error);

    bool m_hasFailed = false;
};

/// Everything of standard input.
QByteArray readStandardInput();

} // namespace Sidelong::Cli
