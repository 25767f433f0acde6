// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/journal.h"
#include "core/storage/ledgerstore.h"
#include "core/storage/store.h"
#include "tests/core/storage/samplerecords.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <memory>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

void estimateByBytes(AttemptRecord &attempt, QByteArrayView text)
{
    Usage usage = attempt.usage.value_or(Usage());
    usage.output = text.size();
    usage.estimated = true;
    attempt.usage = usage;
    attempt.cost = {
        .output = {text.size()}, .total = {text.size()}, .origin = CostOrigin::Estimated};
}

AttemptRecord beginning(const QString &id, const QString &runId)
{
    AttemptRecord attempt = Sample::attempt(id, runId);
    attempt.outcome.clear();
    attempt.usage = Usage{.input = 100};
    attempt.cost = {};
    return attempt;
}

void startRun(Store &store, const QString &runId, const QString &attemptId)
{
    RunRecord run = Sample::run(runId);
    run.state = RunState::Running;
    store.runStarted(run, Sample::variants());
    store.attemptStarted(beginning(attemptId, runId), u"lab/one/two"_s).waitForFinished();
}

/// The other process: does what \a mode says until it kills itself or is told to go.
int otherProcess(const QString &mode, const QString &directory)
{
    auto opened = Store::open(directory, estimateByBytes);
    if (!opened) {
        std::fputs(qPrintable(opened.failure().message), stderr);
        return 1;
    }
    Store &store = **opened;
    const QString run = u"run-"_s + mode;
    startRun(store, run, u"attempt-"_s + mode);
    store.textArrived(u"attempt-"_s + mode, "what had ");
    store.textArrived(u"attempt-"_s + mode, "arrived");
    store.refusalArrived(u"attempt-"_s + mode, "No.");
    store.flush().waitForFinished();
    if (mode == "die"_L1)
        return ::raise(SIGKILL);
    if (mode == "book-and-die"_L1) {
        store.attemptEnded(Sample::attempt(u"attempt-"_s + mode, run));
        store.flush().waitForFinished();
        return ::raise(SIGKILL);
    }
    std::puts("ready");
    std::fflush(stdout);
    std::getchar();
    store.attemptEnded(Sample::attempt(u"attempt-"_s + mode, run));
    const auto ended =
        store.runEnded(Sample::run(run), Sample::variants(), {Sample::answer(run, "whole")});
    return ended.result() ? 0 : 2;
}

} // namespace

class tst_Store : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void run_isKept();
    void destroyed_doesWhatIsQueued();
    void journal_isEmptiedWhenNothingIsLive();
    void text_isOnDiskByItself();
    void interleavedStreams_keepTheirOrder();
    void killed_whatArrivedIsInterrupted();
    void killedAfterBooking_isCountedOnce();
    void killedBetweenStoringAndClearing_isCountedOnce();
    void otherProcessLive_isNotFolded();
    void open_badPlace_data();
    void open_badPlace();
    void open_newerDatabase_isRefused();
    void overtakenSchema_isTroubleOnce();
    void failedBooking_isTriedAgain();
    void failedRun_isTriedAgain_data();
    void failedRun_isTriedAgain();
    void journalTrouble_atTheVeryEnd_isHarmless();
    void questions_areAnswered();

private:
    QString directory() const { return m_dir->filePath(u"data"_s); }
    std::unique_ptr<Store> open() const;
    QFileInfoList journals() const;
    void execute(const QString &sql) const;
    void startOther(QProcess &process, const QString &mode) const;

    std::unique_ptr<QTemporaryDir> m_dir;
};

std::unique_ptr<Store> tst_Store::open() const
{
    auto opened = Store::open(directory(), estimateByBytes);
    if (opened)
        return *std::move(opened);
    qWarning("%s %s", qPrintable(opened.failure().message), qPrintable(opened.failure().detail));
    return nullptr;
}

QFileInfoList tst_Store::journals() const
{
    return QDir(directory() + u"/journal"_s).entryInfoList({u"*.journal"_s}, QDir::Files);
}

void tst_Store::execute(const QString &sql) const
{
    auto connection =
        Connection::open(directory() + u"/sidelong.db"_s, Connection::Mode::ReadWrite);
    QVERIFY(connection);
    QVERIFY2((*connection)->exec(sql), qPrintable(sql));
}

void tst_Store::startOther(QProcess &process, const QString &mode) const
{
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(),
                  {u"--other-process"_s, mode, directory()});
    QVERIFY(process.waitForStarted());
}

void tst_Store::run_isKept()
{
    auto store = open();
    QVERIFY(store);
    startRun(*store, u"r1"_s, u"a1"_s);
    store->attemptEnded(Sample::attempt(u"a1"_s, u"r1"_s));
    const AnswerRecord answer = Sample::answer(u"r1"_s, "text");
    QVERIFY(store->runEnded(Sample::run(u"r1"_s), Sample::variants(), {answer}).result());

    const auto found = store->run(u"r1"_s).result();
    QVERIFY(found);
    QVERIFY(found->run == Sample::run(u"r1"_s));
    QVERIFY(found->answers == QList{answer});
    QCOMPARE(store->spent(0, 9'000'000'000'000).result().operator*(), Money{15});
}

void tst_Store::destroyed_doesWhatIsQueued()
{
    auto store = open();
    for (int i = 0; i < 50; ++i) {
        const QString id = QString::number(i);
        store->runStarted(Sample::run(id), {});
        store->attemptEnded(Sample::attempt(id, id));
        (void)store->runEnded(Sample::run(id), {}, {});
    }
    store.reset();
    QVERIFY(journals().isEmpty());
    store = open();
    QCOMPARE(store->history({}, 0).result()->size(), 50);
    QCOMPARE(store->usage({}).result()->value(0).calls, 50);
}

void tst_Store::journal_isEmptiedWhenNothingIsLive()
{
    auto store = open();
    QVERIFY(store->flush().result());
    QCOMPARE(journals().size(), 1);
    const qint64 empty = journals().at(0).size();
    startRun(*store, u"r1"_s, u"a1"_s);
    startRun(*store, u"r2"_s, u"a2"_s);
    QVERIFY(store->runEnded(Sample::run(u"r1"_s), {}, {}).result());
    QVERIFY(store->flush().result());
    QVERIFY(journals().at(0).size() > empty);
    QVERIFY(store->runEnded(Sample::run(u"r2"_s), {}, {}).result());
    QVERIFY(store->flush().result());
    QCOMPARE(journals().at(0).size(), empty);
}

void tst_Store::text_isOnDiskByItself()
{
    auto store = open();
    startRun(*store, u"r1"_s, u"a1"_s);
    store->textArrived(u"a1"_s, "a needle");
    const QString path = journals().at(0).filePath();
    const auto isThere = [&path] {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) && file.readAll().contains("a needle");
    };
    QTRY_VERIFY(isThere());
}

void tst_Store::interleavedStreams_keepTheirOrder()
{
    constexpr int streams = 8;
    constexpr int deltas = 5000;
    QList<QByteArray> expected(streams);
    {
        auto store = open();
        store->runStarted(Sample::run(u"r1"_s), {});
        for (int s = 0; s < streams; ++s) {
            AttemptRecord attempt = beginning(u"attempt-%1"_s.arg(s), u"r1"_s);
            attempt.variant = s;
            store->attemptStarted(attempt, u"t/m"_s).waitForFinished();
        }
        for (int i = 0; i < deltas; ++i) {
            for (int s = 0; s < streams; ++s) {
                const QByteArray delta = QByteArray::number(i * streams + s) + ' ';
                expected[s] += delta;
                store->textArrived(u"attempt-%1"_s.arg(s), delta);
            }
        }
        // Ends without the run: the next start finds it in the journal.
    }
    auto store = open();
    const auto run = store->run(u"r1"_s).result();
    QVERIFY(run);
    QCOMPARE(run->run.state, RunState::Interrupted);
    QCOMPARE(run->answers.size(), streams);
    for (int s = 0; s < streams; ++s)
        QCOMPARE(run->answers.at(s).text(), expected.at(s));
}

void tst_Store::killed_whatArrivedIsInterrupted()
{
    QProcess other;
    startOther(other, u"die"_s);
    QVERIFY(other.waitForFinished());
    QCOMPARE(other.exitStatus(), QProcess::CrashExit);
    QCOMPARE(journals().size(), 1);

    auto store = open();
    QVERIFY(store);
    const auto run = store->run(u"run-die"_s).result();
    QVERIFY(run);
    QCOMPARE(run->run.state, RunState::Interrupted);
    QCOMPARE(run->answers.size(), 1);
    const AnswerRecord &answer = run->answers.at(0);
    QCOMPARE(answer.text(), QByteArray("what had arrived"));
    QCOMPARE(answer.state, RunState::Interrupted);
    QCOMPARE(answer.usage.input, 100);
    QCOMPARE(answer.refusal, QByteArray("No."));
    QCOMPARE(answer.usage.output, 19);
    QCOMPARE(answer.cost.total, Money{19});
    QCOMPARE(answer.cost.origin, CostOrigin::Estimated);
    QCOMPARE(store->spent(0, 9'000'000'000'000).result().operator*(), Money{19});
    QCOMPARE(store->history(u"arrived"_s, 0).result()->size(), 1);

    store.reset();
    store = open();
    QCOMPARE(store->usage({}).result()->value(0).calls, 1);
}

void tst_Store::killedAfterBooking_isCountedOnce()
{
    QProcess other;
    startOther(other, u"book-and-die"_s);
    QVERIFY(other.waitForFinished());
    auto store = open();
    const auto rows = store->usage({}).result();
    QVERIFY(rows);
    QCOMPARE(rows->value(0).calls, 1);
    QCOMPARE(rows->value(0).cost, Money{15}); // as it was booked, not as estimated
    const auto run = store->run(u"run-book-and-die"_s).result();
    QVERIFY(run);
    QCOMPARE(run->run.state, RunState::Interrupted);
    QCOMPARE(run->answers.value(0).state, RunState::Done);
    QCOMPARE(run->answers.value(0).cost.total, Money{15});
}

void tst_Store::killedBetweenStoringAndClearing_isCountedOnce()
{
    QByteArray bytes;
    {
        auto store = open();
        startRun(*store, u"r1"_s, u"a1"_s);
        store->textArrived(u"a1"_s, "text");
        QVERIFY(store->flush().result());
        QFile file(journals().at(0).filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        bytes = file.readAll();
        store->attemptEnded(Sample::attempt(u"a1"_s, u"r1"_s));
        QVERIFY(store
                    ->runEnded(Sample::run(u"r1"_s), Sample::variants(),
                               {Sample::answer(u"r1"_s, "whole")})
                    .result());
    }
    // The journal as a crash right after the commit would have left it.
    QFile left(directory() + u"/journal/left.journal"_s);
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.write(bytes);
    left.close();

    auto store = open();
    QVERIFY(store);
    QCOMPARE(store->history({}, 0).result()->size(), 1);
    QCOMPARE(store->run(u"r1"_s).result()->run.state, RunState::Done);
    QCOMPARE(store->run(u"r1"_s).result()->answers.value(0).text(), QByteArray("whole"));
    QCOMPARE(store->usage({}).result()->value(0).calls, 1);
    QCOMPARE(store->spent(0, 9'000'000'000'000).result().operator*(), Money{15});
    QVERIFY(!left.exists());
}

void tst_Store::otherProcessLive_isNotFolded()
{
    QProcess other;
    startOther(other, u"live"_s);
    QVERIFY(other.waitForReadyRead());

    auto store = open();
    QVERIFY(store);
    QCOMPARE(journals().size(), 2);
    QVERIFY(store->history({}, 0).result()->isEmpty());
    // Both write.
    startRun(*store, u"mine"_s, u"a-mine"_s);
    store->attemptEnded(Sample::attempt(u"a-mine"_s, u"mine"_s));
    other.write("go\n");
    QVERIFY(store->runEnded(Sample::run(u"mine"_s), {}, {}).result());
    QVERIFY(other.waitForFinished());
    QCOMPARE(other.exitCode(), 0);
    QCOMPARE(store->history({}, 0).result()->size(), 2);
    QCOMPARE(store->run(u"run-live"_s).result()->run.state, RunState::Done);
    QCOMPARE(store->usage({}).result()->value(0).calls, 2);
}

void tst_Store::open_badPlace_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("place");
    QTest::newRow("the directory is a file") << u"data"_s << u"data"_s;
    QTest::newRow("a file is on the way") << u"data"_s << u"data/deeper"_s;
    QTest::newRow("the journal's directory is a file") << u"data/journal"_s << u"data"_s;
}

void tst_Store::open_badPlace()
{
    QFETCH(QString, file);
    QFETCH(QString, place);
    const QFileInfo info(m_dir->filePath(file));
    QVERIFY(QDir().mkpath(info.path()));
    QFile blocker(info.filePath());
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    const auto opened = Store::open(m_dir->filePath(place), estimateByBytes);
    QVERIFY(!opened);
    QCOMPARE(opened.failure().kind, FailureKind::Storage);
    QVERIFY2(opened.failure().message.contains(m_dir->filePath(place)),
             qPrintable(opened.failure().message));
}

void tst_Store::open_newerDatabase_isRefused()
{
    QVERIFY(open());
    execute(u"PRAGMA user_version = 99"_s);
    const auto opened = Store::open(directory(), estimateByBytes);
    QVERIFY(!opened);
    QVERIFY(opened.failure().message.contains(u"newer"_s));
    QVERIFY(journals().isEmpty());
}

void tst_Store::overtakenSchema_isTroubleOnce()
{
    auto store = open();
    QSignalSpy spy(store.get(), &Store::trouble);
    execute(u"PRAGMA user_version = 99"_s);
    startRun(*store, u"r1"_s, u"a1"_s);
    store->attemptEnded(Sample::attempt(u"a1"_s, u"r1"_s));
    const auto ended = store->runEnded(Sample::run(u"r1"_s), {}, {}).result();
    QVERIFY(!ended);
    QVERIFY(ended.failure().message.contains(u"newer"_s));
    QTRY_COMPARE(spy.size(), 1);

    // It is still in the journal, for the program that understands the database.
    store.reset();
    execute(u"PRAGMA user_version = 1"_s);
    store = open();
    QCOMPARE(store->history({}, 0).result()->size(), 1);
    QCOMPARE(store->usage({}).result()->value(0).calls, 1);
}

void tst_Store::failedBooking_isTriedAgain()
{
    auto store = open();
    execute(u"PRAGMA user_version = 99"_s);
    startRun(*store, u"r1"_s, u"a1"_s);
    store->attemptEnded(Sample::attempt(u"a1"_s, u"r1"_s));
    QVERIFY(!store->flush().result());
    execute(u"PRAGMA user_version = 1"_s);
    QVERIFY(store->runEnded(Sample::run(u"r1"_s), {}, {}).result());
    QCOMPARE(store->usage({}).result()->value(0).calls, 1);
}

void tst_Store::failedRun_isTriedAgain_data()
{
    QTest::addColumn<bool>("isBooked");
    QTest::newRow("the ledger fails too") << false;
    QTest::newRow("its rows are booked") << true;
}

void tst_Store::failedRun_isTriedAgain()
{
    QFETCH(bool, isBooked);
    auto store = open();
    QSignalSpy spy(store.get(), &Store::trouble);
    startRun(*store, u"r1"_s, u"a1"_s);
    store->attemptEnded(Sample::attempt(u"a1"_s, u"r1"_s));
    QVERIFY(store->flush().result());
    // A trigger, as the full disk of one table.
    execute(isBooked ? u"CREATE TRIGGER no_room BEFORE INSERT ON answer"
                       " BEGIN SELECT RAISE (ABORT, 'no room'); END"_s
                     : u"PRAGMA user_version = 99"_s);
    QVERIFY(!store
                 ->runEnded(Sample::run(u"r1"_s), Sample::variants(),
                            {Sample::answer(u"r1"_s, "whole")})
                 .result());
    QTRY_COMPARE(spy.size(), 1);
    QVERIFY(store->history({}, 0).result()->isEmpty());
    QVERIFY(journals().at(0).size() > 100); // a crash now would lose nothing

    execute(isBooked ? u"DROP TRIGGER no_room"_s : u"PRAGMA user_version = 1"_s);
    startRun(*store, u"r2"_s, u"a2"_s);
    QVERIFY(store->runEnded(Sample::run(u"r2"_s), {}, {}).result());
    QCOMPARE(store->history({}, 0).result()->size(), 2);
    QCOMPARE(store->run(u"r1"_s).result()->answers.value(0).text(), QByteArray("whole"));
    QCOMPARE(store->usage({}).result()->value(0).calls, 1);
    store.reset();
    QVERIFY(journals().isEmpty());
}

void tst_Store::journalTrouble_atTheVeryEnd_isHarmless()
{
    if (!QFile::exists(u"/dev/full"_s))
        QFAIL("This test needs /dev/full.");
    auto store = open();
    QSignalSpy spy(store.get(), &Store::trouble);
    startRun(*store, u"r1"_s, u"a1"_s);
    // What the descriptor leads to is exchanged below the journal's feet.
    QFile full(u"/dev/full"_s);
    QVERIFY(full.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    const QDir descriptors(u"/proc/self/fd"_s);
    for (const QFileInfo &entry : descriptors.entryInfoList(QDir::Files | QDir::System)) {
        if (entry.symLinkTarget() == journals().at(0).filePath())
            QVERIFY(::dup2(full.handle(), entry.fileName().toInt()) >= 0);
    }
    store->textArrived(u"a1"_s, "lost");
    store.reset();
    QCOMPARE(spy.size(), 1);
}

void tst_Store::questions_areAnswered()
{
    auto store = open();
    QVERIFY(store->history({}, 0).result()->isEmpty());
    QCOMPARE(store->run(u"none"_s).result().failure().kind, FailureKind::NotFound);
    QVERIFY(store->usage({}).result()->isEmpty());
    QCOMPARE(store->directory(), directory());
    // Questions that wait when the store ends are still answered.
    auto last = store->history({}, 0);
    store.reset();
    QVERIFY(last.isFinished());
    QVERIFY(last.result());
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--other-process"_L1)
        return otherProcess(arguments.value(2), arguments.value(3));
    tst_Store test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_store.moc"
