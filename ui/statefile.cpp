// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/statefile.h"

#include "core/base/bytes.h"
#include "core/base/whenfinished.h"

#include <QFile>
#include <QSaveFile>
#include <QtConcurrentRun>

#include <utility>

namespace Sidelong {

namespace {

constexpr int writeDelayMs = 500;
constexpr qint64 maxStateBytes = 64_MiB;

QString save(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size()
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.commit())
        return {};
    return StateFile::tr("%1 could not be written: %2. The prompt will not be there after a "
                         "restart.")
        .arg(path, file.errorString());
}

} // namespace

StateFile::StateFile(const QString &path, QObject *parent) : QObject(parent), m_path(path)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(writeDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &StateFile::begin);
}

StateFile::~StateFile()
{
    m_writing.waitForFinished();
    if (m_next)
        save(m_path, m_next());
}

QByteArray StateFile::read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(maxStateBytes) : QByteArray();
}

void StateFile::write(const QByteArray &bytes)
{
    writeLater([bytes] { return bytes; });
}

void StateFile::writeLater(std::function<QByteArray()> bytes)
{
    m_next = std::move(bytes);
    m_delay.start();
}

void StateFile::begin()
{
    if (m_writing.isRunning()) { // one at a time, the newest last
        m_delay.start();
        return;
    }
    const std::function<QByteArray()> bytes = std::exchange(m_next, nullptr);
    m_writing = QtConcurrent::run(save, m_path, bytes());
    whenFinished(m_writing, this, [this](const QString &trouble) {
        if (!trouble.isEmpty())
            Q_EMIT failed(trouble);
    });
}

} // namespace Sidelong
