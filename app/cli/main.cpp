// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/net/descriptorlimit.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace Sidelong;
using namespace Qt::StringLiterals;

namespace {

// A signal handler may do next to nothing: it wakes the event loop through this pipe.
int wakeUp[2] = {-1, -1};

/// Before there is anything to keep: while files and standard input are read.
extern "C" void exitAtOnce(int) { ::_exit(Cli::Interrupted); }

extern "C" void onSignal(int)
{
    // The second time is meant.
    std::signal(SIGINT, exitAtOnce);
    std::signal(SIGTERM, exitAtOnce);
    Cli::Console::hurry();
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(wakeUp[1], &byte, 1);
}

void handleSignals(void (*handler)(int))
{
    std::signal(SIGINT, handler);
    std::signal(SIGTERM, handler);
    std::signal(SIGPIPE, SIG_IGN); // a reader that left is an error of write(), not our end
}

/// A file that is opened must not take the place of a standard stream that the caller closed: it
/// would be written to.
void openStandardStreams()
{
    for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(number, F_GETFD) < 0 && errno == EBADF) [[maybe_unused]]
            const int opened = ::open("/dev/null", O_RDWR);
    }
}

void watchSignals(Cli::Command &command)
{
    if (::pipe(wakeUp) != 0)
        return;
    auto *notifier = new QSocketNotifier(wakeUp[0], QSocketNotifier::Read, &command);
    QObject::connect(notifier, &QSocketNotifier::activated, &command, [&command] {
        char byte = 0;
        [[maybe_unused]] const ssize_t got = ::read(wakeUp[0], &byte, 1);
        command.interrupt();
    });
    handleSignals(onSignal);
}

} // namespace

int main(int argc, char *argv[])
{
    openStandardStreams();
    handleSignals(exitAtOnce);
    raiseDescriptorLimit();
    QCoreApplication app(argc, argv);
    app.setApplicationName(u"sidelong-cli"_s);
    app.setApplicationVersion(QStringLiteral(SIDELONG_VERSION));

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
    const int code = app.exec();
    handleSignals(exitAtOnce);
    return code == Cli::Fine && console.hasFailed() ? Cli::TargetFailed : code;
}
