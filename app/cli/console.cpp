// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"

#include <QFile>

#include <cerrno>
#include <cstdio>
#include <unistd.h>

namespace Sidelong::Cli {

bool Console::print(const QByteArray &bytes)
{
    const char *next = bytes.constData();
    qsizetype left = bytes.size();
    while (left > 0) {
        const ssize_t written = ::write(STDOUT_FILENO, next, static_cast<size_t>(left));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        next += written;
        left -= written;
    }
    return true;
}

void Console::say(const QString &sentence)
{
    const QByteArray line = "sidelong-cli: " + sentence.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
}

bool Console::isTerminal() const { return ::isatty(STDOUT_FILENO) == 1; }

QByteArray readStandardInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    return input.readAll();
}

} // namespace Sidelong::Cli
