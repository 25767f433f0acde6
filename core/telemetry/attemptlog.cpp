// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/attemptlog.h"

#include "core/base/bytes.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMutex>
#include <QThreadPool>
#include <QWaitCondition>

#include <sys/file.h>
#include <sys/stat.h>

#include <cstdio>
#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr qint64 rotateAtBytes = 5_MiB;
constexpr int keptFiles = 5; ///< The current one and four before it.

QByteArray formatted(const AttemptLogLine &line)
{
    const QString time =
        QDateTime::fromMSecsSinceEpoch(line.utcMs, Qt::UTC).toString(Qt::ISODateWithMs);
    const QString ttft = line.ttftMs < 0 ? u"-"_s : QString::number(line.ttftMs);
    const QString cost = line.costUsd.isEmpty() ? u"unknown"_s : line.costUsd;
    const QString figures =
        u"run=%1 status=%2 ttft_ms=%3 total_ms=%4 input=%5 output=%6 usd=%7"_s.arg(line.runId)
            .arg(line.status)
            .arg(ttft)
            .arg(line.totalMs)
            .arg(line.inputTokens)
            .arg(line.outputTokens)
            .arg(cost);
    if (line.outcome == u"ok")
        return u"%1 info %2 ok %3\n"_s.arg(time, line.model, figures).toUtf8();
    const QString words = QString(line.outcome).replace(u'_', u' ');
    return u"%1 warning %2 failed: %3; next: %4 %5\n"_s
        .arg(time, line.model, words, line.next, figures)
        .toUtf8();
}

} // namespace

/// The file is touched on the pool's one thread alone.
struct AttemptLog::Private
{
    QString path;
    QThreadPool pool;
    bool hasComplained = false;
    bool isPrivate = false; ///< A file of before was made so.

    void write(const QByteArray &line);
    void rotate() const;
    QString rotated(int number) const { return u"%1.%2"_s.arg(path).arg(number); }
};

AttemptLog::AttemptLog(const QString &directory) : d(std::make_unique<Private>())
{
    d->path = directory + u"/sidelong.log"_s;
    d->pool.setMaxThreadCount(1);
}

AttemptLog::~AttemptLog() { d->pool.waitForDone(); }

void AttemptLog::attempt(const AttemptLogLine &line)
{
    d->pool.start([parts = d.get(), line] { parts->write(formatted(line)); });
}

void AttemptLog::flush() { d->pool.waitForDone(); }

void AttemptLog::Private::write(const QByteArray &line)
{
    // Opened for each line: attempts are rare beside file operations, and several programs share
    // the file, each line one append.
    QFile file(path);
    constexpr QFile::Permissions owners = QFile::ReadOwner | QFile::WriteOwner;
    const bool isWritten =
        file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered, owners)
        && file.write(line) == line.size();
    if (isWritten && !std::exchange(isPrivate, true))
        file.setPermissions(owners);
    if (!isWritten && !hasComplained) {
        hasComplained = true;
        std::fprintf(stderr, "sidelong: the log %s cannot be written: %s\n", qPrintable(path),
                     qPrintable(file.errorString()));
    }
    file.close();
    // By its name: another program may have rotated what was open here.
    if (isWritten && QFileInfo(path).size() > rotateAtBytes)
        rotate();
}

void AttemptLog::Private::rotate() const
{
    // Several programs may see the size at once. Who holds what the name still stands for rotates
    // it; who waited for that finds another file behind the name.
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || ::flock(file.handle(), LOCK_EX) != 0)
        return;
    struct stat held = {};
    struct stat named = {};
    const bool isSame = ::fstat(file.handle(), &held) == 0
        && ::stat(QFile::encodeName(path).constData(), &named) == 0 && held.st_ino == named.st_ino
        && held.st_dev == named.st_dev;
    if (!isSame || named.st_size <= rotateAtBytes)
        return;
    QFile::remove(rotated(keptFiles - 1));
    for (int number = keptFiles - 2; number >= 1; --number)
        QFile::rename(rotated(number), rotated(number + 1));
    QFile::rename(path, rotated(1));
}

} // namespace Sidelong
