// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/store.h"

#include "core/storage/connectionthreads.h"
#include "core/storage/ledgerstore.h"
#include "core/storage/migrations.h"
#include "core/storage/recorder.h"
#include "core/storage/recovery.h"
#include "core/storage/runstore.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <mutex>
#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int readerCount = 2;

Result<void> makeDirectory(const QString &directory)
{
    const QFileInfo info(directory);
    if (info.isDir())
        return {};
    if (!info.exists() && QDir().mkpath(directory)) {
        QFile::setPermissions(directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return {};
    }
    return Failure{
        .kind = FailureKind::Storage,
        .message = QCoreApplication::translate("Storage",
                                               "The data directory “%1” cannot be made. Choose one "
                                               "in a place where you may write.")
                       .arg(QDir::toNativeSeparators(directory))};
}

Result<void> book(const Connection &connection, const QList<AttemptRecord> &attempts)
{
    Transaction transaction(connection);
    if (auto done = transaction.begin(); !done)
        return done;
    if (auto done = checkSchema(connection); !done)
        return done;
    for (const AttemptRecord &attempt : attempts) {
        if (auto done = LedgerStore(connection).add(attempt); !done)
            return done.failure();
    }
    return transaction.commit();
}

Result<void> addRun(const Connection &connection, const StoredRun &ended)
{
    Transaction transaction(connection);
    if (auto done = transaction.begin(); !done)
        return done;
    if (auto done = checkSchema(connection); !done)
        return done;
    if (auto done = RunStore(connection).add(ended.run, ended.variants, ended.answers); !done)
        return done.failure();
    return transaction.commit();
}

} // namespace

struct Store::Private
{
    QString directory;
    // Touched by the storage thread alone.
    QList<AttemptRecord> unbooked;
    QList<StoredRun> unstored;

    std::mutex troubleMutex;
    QSet<QString> toldTrouble;
    std::function<void(const Failure &)> tell = [](const Failure &) {};
    // From here on each ends before what it uses: the recorder tells of trouble to the last, and
    // the writer tells the recorder what was stored.
    std::unique_ptr<Recorder> recorder;
    std::unique_ptr<ConnectionThreads> writer;
    std::unique_ptr<ConnectionThreads> readers;

    void trouble(const Failure &failure)
    {
        {
            const std::scoped_lock lock(troubleMutex);
            if (toldTrouble.contains(failure.message))
                return;
            toldTrouble.insert(failure.message);
        }
        tell(failure);
    }

    /// Books and stores what is new and what failed before: a full disk may have room again. Says
    /// what came of the newest.
    Result<void> storePending(const Connection &connection)
    {
        Result<void> done;
        if (!unbooked.isEmpty())
            done = book(connection, unbooked);
        // A run counts as stored, and leaves the journal, only with all its ledger rows.
        if (!done) {
            trouble(done.failure());
            return done;
        }
        unbooked.clear();
        for (auto ended = unstored.begin(); ended != unstored.end();) {
            done = addRun(connection, *ended);
            if (done) {
                recorder->runStored(ended->run.id);
                ended = unstored.erase(ended);
            } else {
                trouble(done.failure());
                ++ended;
            }
        }
        return done;
    }
};

Result<std::unique_ptr<Store>> Store::open(const QString &directory,
                                           const AttemptEstimator &estimate)
{
    const QString database = QDir(directory).filePath(u"sidelong.db"_s);
    const QString journals = QDir(directory).filePath(u"journal"_s);
    for (const QString &path : {directory, journals}) {
        if (auto done = makeDirectory(path); !done)
            return done.failure();
    }
    auto parts = std::make_unique<Private>();
    parts->directory = directory;
    parts->writer = std::make_unique<ConnectionThreads>(
        u"storage"_s, 1, [database] { return openDatabase(database); });
    parts->readers = std::make_unique<ConnectionThreads>(u"reader"_s, readerCount, [database] {
        return Connection::open(database, Connection::Mode::ReadOnly);
    });
    const Result<void> folded = parts->writer
                                    ->run([&](const Connection &connection) {
                                        return foldJournals(connection, journals, estimate);
                                    })
                                    .result();
    if (!folded)
        return folded.failure();

    Result<std::unique_ptr<Journal>> journal = Journal::create(journals);
    if (!journal)
        return journal.failure();
    parts->recorder = std::make_unique<Recorder>(
        *std::move(journal), [p = parts.get()](const Failure &failure) { p->trouble(failure); });
    return std::unique_ptr<Store>(new Store(std::move(parts)));
}

Store::Store(std::unique_ptr<Private> parts) : d(std::move(parts))
{
    d->tell = [this](const Failure &failure) { Q_EMIT trouble(failure); };
}

Store::~Store() { d.reset(); }

QString Store::directory() const { return d->directory; }

void Store::runStarted(const RunRecord &run, const QList<VariantRecord> &variants)
{
    d->recorder->runStarted(run, variants);
}

QFuture<Result<void>> Store::attemptStarted(const AttemptRecord &attempt, const QString &target)
{
    return d->recorder->attemptStarted(attempt, target);
}

void Store::textArrived(const QString &attemptId, const QByteArray &utf8)
{
    d->recorder->textArrived(attemptId, utf8);
}

void Store::reasoningArrived(const QString &attemptId, const QByteArray &utf8)
{
    d->recorder->reasoningArrived(attemptId, utf8);
}

void Store::refusalArrived(const QString &attemptId, const QByteArray &utf8)
{
    d->recorder->refusalArrived(attemptId, utf8);
}

void Store::toolCallArrived(const QString &attemptId, const ToolCallDelta &fragment)
{
    d->recorder->toolCallArrived(attemptId, fragment);
}

void Store::attemptEnded(const AttemptRecord &attempt)
{
    d->recorder->attemptEnded(attempt);
    d->writer->run([p = d.get(), attempt](const Connection &connection) {
        p->unbooked += attempt;
        return p->storePending(connection);
    });
}

QFuture<Result<void>> Store::runEnded(const RunRecord &run, const QList<VariantRecord> &variants,
                                      const QList<AnswerRecord> &answers)
{
    return d->writer->run([p = d.get(), run, variants, answers](const Connection &connection) {
        p->unstored += StoredRun{run, variants, answers};
        return p->storePending(connection);
    });
}

QFuture<Result<void>> Store::flush()
{
    return d->writer->run([p = d.get()](const Connection &connection) {
        if (auto done = p->storePending(connection); !done)
            return done;
        return p->recorder->flush().result();
    });
}

QFuture<Result<QList<RunSummary>>> Store::history(const QString &search, int limit)
{
    return d->readers->run([search, limit](const Connection &connection) {
        return RunStore(connection).list(search, limit);
    });
}

QFuture<Result<StoredRun>> Store::run(const QString &id)
{
    return d->readers->run(
        [id](const Connection &connection) { return RunStore(connection).find(id); });
}

QFuture<Result<QList<UsageRow>>> Store::usage(const UsageQuery &query)
{
    return d->readers->run(
        [query](const Connection &connection) { return LedgerStore(connection).usage(query); });
}

QFuture<Result<Money>> Store::spent(qint64 sinceMs, qint64 untilMs)
{
    return d->readers->run([sinceMs, untilMs](const Connection &connection) {
        return LedgerStore(connection).spent(sinceMs, untilMs);
    });
}

} // namespace Sidelong
