// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/table.h"
#include "app/common/setup.h"
#include "core/base/whenfinished.h"
#include "core/storage/store.h"

namespace Sidelong::Cli {

using MadeCommand = Result<std::unique_ptr<Command>>;

/// Each reads the words behind its name, and fails with a sentence where they are wrong. Files and
/// networks are first touched by start().
MadeCommand makeRun(const Setup &setup, const QStringList &words, Console &console);
MadeCommand makeProviders(const Setup &setup, const QStringList &words, Console &console);
MadeCommand makeModels(const Setup &setup, const QStringList &words, Console &console);
MadeCommand makeKey(const Setup &setup, const QStringList &words, Console &console);
MadeCommand makePrice(const Setup &setup, const QStringList &words, Console &console);
MadeCommand makePrices(const Setup &setup, const QStringList &words, Console &console);
MadeCommand makeUsage(const Setup &setup, const QStringList &words, Console &console);
MadeCommand makeHistory(const Setup &setup, const QStringList &words, Console &console);
MadeCommand makeSimulate(const Setup &setup, const QStringList &words, Console &console);
MadeCommand makeDoctor(const Setup &setup, const QStringList &words, Console &console);

/// A parser that knows --format.
void addFormatOption(QCommandLineParser &parser);
Result<Format> formatOf(const QCommandLineParser &parser);

/// Where a provider is. Nowhere for the simulator, which is there while a command uses it.
Field baseUrlField(const Provider &provider);

/// Opens the store of \a dataDir and folds what dead processes left.
Result<std::unique_ptr<Store>> openStore(const QString &dataDir);

/// A command that asks the store one question and prints the answer.
template <typename Answer>
class StoreCommand final : public Command
{
public:
    using Ask = std::function<QFuture<Result<Answer>>(Store &)>;
    using Print = std::function<void(const Answer &)>;

    StoreCommand(const Setup &setup, Console &console, Ask ask, Print print)
        : m_dataDir(setup.dataDir), m_console(console), m_ask(std::move(ask)),
          m_print(std::move(print))
    {
    }

    void start() override
    {
        Result<std::unique_ptr<Store>> store = openStore(m_dataDir);
        if (!store) {
            m_console.say(store.failure());
            Q_EMIT done(WrongUsage);
            return;
        }
        m_store = *std::move(store);
        whenFinished(m_ask(*m_store), this, [this](const Result<Answer> &answer) {
            if (answer)
                m_print(*answer);
            else
                m_console.say(answer.failure());
            const bool isOurs = !answer && answer.failure().kind == FailureKind::Storage;
            Q_EMIT done(answer ? Fine : isOurs ? TargetFailed : WrongUsage);
        });
    }

private:
    QString m_dataDir;
    Console &m_console;
    Ask m_ask;
    Print m_print;
    std::unique_ptr<Store> m_store;
};

} // namespace Sidelong::Cli
