// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <unistd.h>

using namespace Sidelong;
using namespace Qt::StringLiterals;

namespace {

// A signal handler may do next to nothing: it wakes the event loop through this pipe.
int wakeUp[2] = {-1, -1};

extern "C" void onSignal(int)
{
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(wakeUp[1], &byte, 1);
}

void watchSignals(Cli::Command &command)
{
    if (::pipe(wakeUp) != 0)
        return;
    auto *notifier = new QSocketNotifier(wakeUp[0], QSocketNotifier::Read, &command);
    QObject::connect(notifier, &QSocketNotifier::activated, &command, [&command] {
        char byte = 0;
        [[maybe_unused]] const ssize_t got = ::read(wakeUp[0], &byte, 1);
        std::signal(SIGINT, SIG_DFL); // the second time is meant
        std::signal(SIGTERM, SIG_DFL);
        command.interrupt();
    });
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    app.setApplicationName(u"sidelong-cli"_s);
    app.setApplicationVersion(QStringLiteral(SIDELONG_VERSION));
    std::signal(SIGPIPE, SIG_IGN); // a reader that left is an error of write(), not our end

    Cli::Console console;
    const Result<Cli::SplitArguments> arguments = Cli::splitArguments(app.arguments());
    if (!arguments) {
        console.say(arguments.failure());
        return Cli::WrongUsage;
    }
    const Result<std::unique_ptr<Cli::Command>> command = Cli::makeCommand(*arguments, console);
    if (!command) {
        console.say(command.failure());
        return Cli::WrongUsage;
    }
    Cli::Command &work = **command;
    QObject::connect(
        &work, &Cli::Command::done, &app, [](int code) { QCoreApplication::exit(code); },
        Qt::QueuedConnection);
    watchSignals(work);
    QMetaObject::invokeMethod(&work, &Cli::Command::start, Qt::QueuedConnection);
    return app.exec();
}
