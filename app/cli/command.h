// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/console.h"
#include "core/base/result.h"

#include <QCommandLineParser>
#include <QObject>
#include <QStringList>

#include <memory>

namespace Sidelong::Cli {

/// The options that stand before or after the command.
struct GlobalOptions
{
    QString dataDir; ///< Empty = the default.
    QString configFile; ///< Empty = the default, which need not exist.
};

/// The words of the command line behind the program's name, the global options taken out. What
/// follows "--" is left alone. Fails with a sentence on an option without its value.
struct SplitArguments
{
    GlobalOptions global;
    QStringList words; ///< COMMAND first.
};
Result<SplitArguments> splitArguments(const QStringList &arguments);

/// One command at work. start() returns at once; done() comes once.
class Command : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void start() = 0;
    /// Ctrl+C or SIGTERM: ends with done(130) when what came is kept.
    virtual void interrupt() { Q_EMIT done(Interrupted); }

Q_SIGNALS:
    void done(int exitCode);
};

/// A command that answers at once.
class ImmediateCommand final : public Command
{
    Q_OBJECT

public:
    explicit ImmediateCommand(std::function<int()> work) : m_work(std::move(work)) { }
    void start() override { Q_EMIT done(m_work()); }

private:
    std::function<int()> m_work;
};

/// Parses the words behind the command by \a parser: a failure where they are wrong, and where an
/// option stands twice that is not \a repeatable.
Result<void> parseWords(QCommandLineParser &parser, const QStringList &words,
                        const QStringList &repeatable = {});

/// A wrong usage, as a sentence.
Failure usageFailure(const QString &sentence);

/// The command that the words ask for; fails with a sentence, and with the way to help.
Result<std::unique_ptr<Command>> makeCommand(const SplitArguments &arguments, Console &console);

QString helpText();

} // namespace Sidelong::Cli
