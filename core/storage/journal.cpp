// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/journal.h"

#include "core/base/bytes.h"
#include "core/storage/filelock.h"
#include "core/storage/journalformat.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QUuid>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr qsizetype maxPending = 64_MiB;

Failure cannotCreate(const QString &directory, const QString &reason)
{
    return {.kind = FailureKind::Storage,
            .message = QCoreApplication::translate(
                           "Storage",
                           "“%1” cannot be written (%2). Give yourself write access to "
                           "it, or choose another data directory.")
                           .arg(QDir::toNativeSeparators(directory), reason)};
}

} // namespace

Journal::Journal(std::unique_ptr<QFile> file) : m_file(std::move(file)) { }

Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::create(const QString &directory)
{
    // Between making and locking, a starting program may take the new file for a dead one's.
    constexpr int tries = 16;
    QString reason;
    for (int i = 0; i < tries; ++i) {
        const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces) + u".journal"_s;
        auto file = std::make_unique<QFile>(QDir(directory).filePath(name));
        if (!file->open(QIODevice::ReadWrite | QIODevice::NewOnly | QIODevice::Unbuffered,
                        QFile::ReadOwner | QFile::WriteOwner))
            return cannotCreate(directory, file->errorString());
        if (lockFile(*file) != LockOutcome::Locked) {
            file->remove();
            continue;
        }
        std::unique_ptr<Journal> journal(new Journal(std::move(file)));
        if (auto done = journal->clear(); !done) {
            journal->remove();
            return done.failure();
        }
        return journal;
    }
    return cannotCreate(directory,
                        QCoreApplication::translate("Storage", "its files cannot be locked"));
}

void Journal::append(char kind, const QByteArray &payload)
{
    QByteArray record(journalFrameSize, Qt::Uninitialized);
    record += kind;
    record += payload;
    const auto length = static_cast<quint32>(record.size() - journalFrameSize);
    qToLittleEndian(length, record.data());
    qToLittleEndian(journalChecksum(QByteArrayView(record).sliced(journalFrameSize)),
                    record.data() + 4);
    m_pending += record;
}

void Journal::addRun(const RunRecord &run, const QList<VariantRecord> &variants)
{
    append(static_cast<char>(JournalKind::Run), pack(JournalRun{run, variants}));
}

void Journal::addAttempt(const AttemptRecord &attempt, const QString &target)
{
    append(static_cast<char>(JournalKind::Attempt), pack(JournalAttempt{attempt, target}));
}

void Journal::addText(const QString &attemptId, QByteArrayView utf8)
{
    append(static_cast<char>(JournalKind::Text), pack(JournalText{attemptId, utf8.toByteArray()}));
}

void Journal::addReasoning(const QString &attemptId, QByteArrayView utf8)
{
    append(static_cast<char>(JournalKind::Reasoning),
           pack(JournalText{attemptId, utf8.toByteArray()}));
}

void Journal::addRefusal(const QString &attemptId, QByteArrayView utf8)
{
    append(static_cast<char>(JournalKind::Refusal),
           pack(JournalText{attemptId, utf8.toByteArray()}));
}

void Journal::addToolCall(const QString &attemptId, const ToolCallDelta &fragment)
{
    append(static_cast<char>(JournalKind::ToolCall), pack(JournalToolCall{attemptId, fragment}));
}

void Journal::addAttemptEnd(const AttemptRecord &attempt)
{
    append(static_cast<char>(JournalKind::AttemptEnd), pack(JournalAttempt{attempt, {}}));
}

void Journal::addRunStored(const QString &runId)
{
    append(static_cast<char>(JournalKind::RunStored), pack(JournalText{runId, {}}));
}

Failure Journal::writeFailure() const
{
    return {.kind = FailureKind::Storage,
            .message =
                QCoreApplication::translate(
                    "Storage",
                    "“%1” cannot be written (%2): what arrives now would be lost in a "
                    "crash. Make room on that disk.")
                    .arg(QDir::toNativeSeparators(m_file->fileName()), m_file->errorString())};
}

Result<void> Journal::write()
{
    if (m_pending.isEmpty())
        return {};
    if (m_file->write(m_pending) == m_pending.size()) {
        m_size += m_pending.size();
        m_pending.clear();
        return {};
    }
    const Failure failure = writeFailure();
    // Behind half a record nothing would be read.
    m_file->resize(m_size);
    m_file->seek(m_size);
    if (m_pending.size() > maxPending)
        m_pending = {};
    return failure;
}

Result<void> Journal::clear()
{
    m_pending.clear();
    if (!m_file->resize(0) || !m_file->seek(0)
        || m_file->write(journalMagic.data(), journalMagic.size()) != journalMagic.size()) {
        return writeFailure();
    }
    m_size = journalMagic.size();
    return {};
}

void Journal::remove() { m_file->remove(); }

QString Journal::path() const { return m_file->fileName(); }

} // namespace Sidelong
