// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/storage/records.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>

namespace Sidelong {

class Clock;

/// Fills in usage.output and the cost of an attempt that a crash cut, from the text that came.
using AttemptEstimator = std::function<void(AttemptRecord &attempt, QByteArrayView text)>;

struct UsageQuery
{
    enum class Group { Day, Month, Provider, Model, Prompt, Tag };
    std::optional<qint64> sinceMs; ///< Inclusive.
    std::optional<qint64> untilMs; ///< Exclusive.
    Group group = Group::Day; ///< Day and month are local.
    bool simulated = false; ///< Also simulated calls (else only real ones).
};

/// The program's memory: a journal for what is live, SQLite for what is done, one writing thread
/// and a small pool of readers, all inside. Methods may be called from any one thread and return
/// at once; futures are answered from the storage thread or a reader. Work is done in order, and
/// what is queued when the Store is destroyed is still done.
class Store : public QObject
{
    Q_OBJECT

public:
    /// Opens (and makes, and migrates) DIRECTORY/sidelong.db and a journal, and folds what dead
    /// processes left. The one call that blocks: made before a window or an engine is there, or
    /// from a worker thread. Fails with a sentence: not writable, from a newer version, damaged.
    static Result<std::unique_ptr<Store>> open(const QString &directory,
                                               const AttemptEstimator &estimate);
    ~Store() override;

    // The live side: gathered, and on disk within 50 ms.
    void runStarted(const RunRecord &run, const QList<VariantRecord> &variants);
    /// Answered once the record is on disk: then its request may leave.
    QFuture<Result<void>> attemptStarted(const AttemptRecord &attempt, const QString &target);
    void textArrived(const QString &attemptId, const QByteArray &utf8);
    void reasoningArrived(const QString &attemptId, const QByteArray &utf8);
    void refusalArrived(const QString &attemptId, const QByteArray &utf8);
    void toolCallArrived(const QString &attemptId, const ToolCallDelta &fragment);
    /// Journal and ledger, in one transaction with nothing else.
    void attemptEnded(const AttemptRecord &attempt);
    /// The run with all its answers, in one transaction. Where that fails it stays in the journal
    /// and is tried again with whatever is written next.
    QFuture<Result<void>> runEnded(const RunRecord &run, const QList<VariantRecord> &variants,
                                   const QList<AnswerRecord> &answers);
    /// All that was gathered is on disk when the future is answered.
    QFuture<Result<void>> flush();

    // Questions, on a reader.
    QFuture<Result<QList<RunSummary>>> history(const QString &search, int limit);
    /// \a id may be a unique beginning of one.
    QFuture<Result<StoredRun>> run(const QString &id);
    QFuture<Result<QList<UsageRow>>> usage(const UsageQuery &query);
    /// Spent between two moments (until exclusive), simulated calls apart.
    QFuture<Result<Money>> spent(qint64 sinceMs, qint64 untilMs);

    QString directory() const;

Q_SIGNALS:
    /// A write failed (disk full, file gone …). The work goes on in memory. Emitted at most once
    /// per kind of trouble; delivered to the receiver's thread.
    void trouble(const Sidelong::Failure &failure);

private:
    struct Private;
    explicit Store(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace Sidelong
