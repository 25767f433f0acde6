// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/journal.h"

#include <QFuture>
#include <QHash>
#include <QPromise>
#include <QSet>
#include <QThread>

#include <condition_variable>
#include <functional>
#include <mutex>

namespace Sidelong {

/// Owns the journal and a thread that writes it, so that neither a slow transaction nor another
/// program's lock holds up what must be on disk within 50 ms. Calls gather under a mutex and
/// return; text costs an append. Thread-safe.
class Recorder
{
public:
    /// \a trouble is called from the recorder's thread.
    Recorder(std::unique_ptr<Journal> journal, std::function<void(const Failure &)> trouble);
    /// Writes what was gathered; removes the journal where all its runs were stored.
    ~Recorder();
    Q_DISABLE_COPY_MOVE(Recorder)

    void runStarted(const RunRecord &run, const QList<VariantRecord> &variants);
    /// Answered when it is on disk, or failed to be.
    QFuture<Result<void>> attemptStarted(const AttemptRecord &attempt, const QString &target);
    void textArrived(const QString &attemptId, const QByteArray &utf8);
    void reasoningArrived(const QString &attemptId, const QByteArray &utf8);
    void refusalArrived(const QString &attemptId, const QByteArray &utf8);
    void toolCallArrived(const QString &attemptId, const ToolCallDelta &fragment);
    void attemptEnded(const AttemptRecord &attempt);
    void runStored(const QString &runId);

    /// Answered when all that was gathered before is on disk, or failed to be.
    QFuture<Result<void>> flush();

private:
    struct Arrived
    {
        QByteArray text;
        QByteArray reasoning;
        QByteArray refusal;
        QList<ToolCallDelta> toolCalls;
    };
    struct Batch
    {
        QList<std::pair<RunRecord, QList<VariantRecord>>> runs;
        QList<std::pair<AttemptRecord, QString>> attempts;
        QHash<QString, Arrived> arrived;
        QList<AttemptRecord> ended;
        QStringList stored;
        QList<std::shared_ptr<QPromise<Result<void>>>> waiting;
    };
    enum class Urgency { Gather, Now };

    void gathered(Urgency urgency);
    QFuture<Result<void>> whenWritten();
    void loop();
    Result<void> write(const Batch &batch);

    std::unique_ptr<Journal> m_journal;
    std::function<void(const Failure &)> m_trouble;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    Batch m_batch;
    QSet<QString> m_liveRuns;
    bool m_hasBatch = false;
    bool m_isUrgent = false;
    bool m_isEnding = false;

    std::unique_ptr<QThread> m_thread;
};

} // namespace Sidelong
