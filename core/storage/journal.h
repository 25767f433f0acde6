// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/storage/records.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <memory>

class QFile;

namespace Sidelong {

/// The one append-only file of this process that survives a kill. A record is its length, a
/// CRC-32 and its bytes; a torn record at the end is dropped on reading. The process holds a lock
/// (an flock on the file, so it is free the moment the process is gone) for its lifetime.
///
/// add…() only gather in memory; write() puts all that was gathered on disk with one call. Not
/// thread-safe: the Recorder's thread owns it.
class Journal
{
public:
    /// Makes DIRECTORY/UUID.journal and locks it. The directory is there.
    static Result<std::unique_ptr<Journal>> create(const QString &directory);
    ~Journal();
    Q_DISABLE_COPY_MOVE(Journal)

    void addRun(const RunRecord &run, const QList<VariantRecord> &variants);
    /// Before its request is sent: \a attempt with what is known by then (ids, model, price row,
    /// and usage.input as estimated), so that a crash can book it.
    void addAttempt(const AttemptRecord &attempt, const QString &target);
    void addText(const QString &attemptId, QByteArrayView utf8);
    void addReasoning(const QString &attemptId, QByteArrayView utf8);
    void addRefusal(const QString &attemptId, QByteArrayView utf8);
    void addToolCall(const QString &attemptId, const ToolCallDelta &fragment);
    /// The ledger row as it ended.
    void addAttemptEnd(const AttemptRecord &attempt);
    /// The run is in SQLite: recovery skips it.
    void addRunStored(const QString &runId);

    /// What could not be written is tried again with the next call, up to a bound of 64 MiB.
    Result<void> write();
    /// Empties the file, once every run in it was stored and nothing is live.
    Result<void> clear();
    /// Removes the file: a clean end, with nothing in it to be folded.
    void remove();
    qint64 size() const { return m_size; }
    QString path() const;

private:
    explicit Journal(std::unique_ptr<QFile> file);
    void append(char kind, const QByteArray &payload);
    Failure writeFailure() const;

    std::unique_ptr<QFile> m_file;
    qint64 m_size = 0; ///< Up to the last whole record.
    QByteArray m_pending;
};

/// What a dead process left.
struct RecoveredRun
{
    RunRecord run; ///< state: Interrupted
    QList<VariantRecord> variants;
    QList<AnswerRecord> answers; ///< With all text that was on disk, state Interrupted.
    QList<AttemptRecord> attempts; ///< Ended ones as they were; cut ones with outcome
                                   ///< "interrupted" and usage.output still to be estimated.
    QHash<QString, QByteArray> billed; ///< By attempt: all that came and is billed as output.
};

/// A journal whose process is gone, with the runs that were not stored.
struct RecoveredJournal
{
    QString path;
    QList<RecoveredRun> runs;
    std::shared_ptr<QFile> lockedFile; ///< Keeps the lock while the runs are folded.
};

/// Reads every journal in \a directory whose lock is free; one that is taken, or of a newer
/// Sidelong, is left alone. The files stay until removeJournal().
QList<RecoveredJournal> recoverJournals(const QString &directory);
void removeJournal(const RecoveredJournal &journal);

} // namespace Sidelong
