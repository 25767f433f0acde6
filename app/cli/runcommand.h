// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/runprinter.h"
#include "app/common/callparts.h"
#include "app/common/keyloader.h"
#include "app/common/simulatedprovider.h"

namespace Sidelong::Cli {

/// What `run` was asked for, read and checked before anything is sent.
struct RunArguments
{
    RunRequest request;
    bool jsonLines = false;
};

/// Reads the words behind `run`. Files and standard input are read here.
Result<RunArguments> parseRun(const QStringList &words);

/// `run`: one prompt, sent to each target, printed as it comes.
class RunCommand final : public Command
{
    Q_OBJECT

public:
    RunCommand(const Setup &setup, const RunArguments &arguments, Console &console);
    ~RunCommand() override;

    void start() override;
    void interrupt() override;

private:
    class Ender;
    void begin(const KeyLoader::Keys &keys);
    void finish();

    Setup m_setup;
    RunArguments m_arguments;
    Console &m_console;
    KeyLoader m_keys;
    std::unique_ptr<SimulatorHost> m_simulator;
    std::unique_ptr<RunPrinter> m_printer;
    std::unique_ptr<Ender> m_ender;
    std::unique_ptr<CallParts> m_parts; ///< Last: the engine tells the listeners above.
    bool m_interrupted = false;
};

} // namespace Sidelong::Cli
