// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace Sidelong::Cli {

namespace {

volatile std::sig_atomic_t isHurried = 0;

/// False once there is no use in waiting. Asked before each write, so that no write blocks: not
/// where a signal must get through, nor on a pipe that another program made non-blocking.
bool isWritable()
{
    constexpr int hurriedMs = 1000;
    pollfd out{STDOUT_FILENO, POLLOUT, 0};
    for (;;) {
        const int ready = ::poll(&out, 1, isHurried != 0 ? hurriedMs : -1);
        if (ready >= 0)
            return ready > 0;
        if (errno != EINTR)
            return false;
    }
}

} // namespace

void Console::hurry() { isHurried = 1; }

bool Console::print(const QByteArray &bytes)
{
    const char *next = bytes.constData();
    qsizetype left = bytes.size();
    while (left > 0) {
        if (!isWritable())
            return false;
        // What is writable takes this much without blocking.
        const size_t piece = std::min(static_cast<size_t>(left), size_t(PIPE_BUF));
        const ssize_t written = ::write(STDOUT_FILENO, next, piece);
        if (written < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (written < 0) {
            sayWhyNot(errno);
            return false;
        }
        next += written;
        left -= written;
    }
    return true;
}

void Console::sayWhyNot(int error)
{
    if (error == EPIPE || std::exchange(m_hasFailed, true))
        return;
    say(QCoreApplication::translate("Cli", "Standard output cannot be written: %1.")
            .arg(qt_error_string(error)));
}

void Console::say(const QString &sentence)
{
    const QByteArray line = "sidelong-cli: " + sentence.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
}

bool Console::saysToTerminal() const { return ::isatty(STDERR_FILENO) == 1; }

QByteArray readStandardInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    return input.readAll();
}

} // namespace Sidelong::Cli
