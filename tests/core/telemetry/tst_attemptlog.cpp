// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/bytes.h"
#include "core/telemetry/attemptlog.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_AttemptLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void attempt_lines_data();
    void attempt_lines();
    void attempt_beyondTheBound_rotates();
    void attempt_severalProgramsAtTheBound_rotateOnce();
    void attempt_fromManyThreads_keepsLinesWhole();
    void attempt_file_isItsOwnersAlone_data();
    void attempt_file_isItsOwnersAlone();
    void attempt_unwritable_harmsNobody();
    void destructor_writesWhatIsLeft();

private:
    QByteArray content(const QString &name = u"sidelong.log"_s) const
    {
        QFile file(m_dir->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static AttemptLogLine line()
    {
        return {.utcMs = 1'795'000'000'123,
                .runId = u"0190-r"_s,
                .model = u"openai/gpt-x"_s,
                .outcome = u"ok"_s,
                .status = 200,
                .ttftMs = 70,
                .totalMs = 800,
                .inputTokens = 412,
                .outputTokens = 96,
                .costUsd = u"0.00182"_s,
                .next = {}};
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void tst_AttemptLog::attempt_lines_data()
{
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("next");
    QTest::addColumn<QString>("cost");
    QTest::addColumn<qint64>("ttft");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("an answer")
        << u"ok"_s << u""_s << u"0.00182"_s << qint64(70)
        << QByteArray("2026-11-18T11:06:40.123Z info openai/gpt-x ok run=0190-r status=200 "
                      "ttft_ms=70 total_ms=800 input=412 output=96 usd=0.00182\n");
    QTest::newRow("a failure says what comes next")
        << u"rate_limited"_s << u"retry in 2.1 s"_s << u""_s << qint64(-1)
        << QByteArray("2026-11-18T11:06:40.123Z warning openai/gpt-x failed: rate limited; "
                      "next: retry in 2.1 s run=0190-r status=200 ttft_ms=- total_ms=800 "
                      "input=412 output=96 usd=unknown\n");
}

void tst_AttemptLog::attempt_lines()
{
    QFETCH(QString, outcome);
    QFETCH(QString, next);
    QFETCH(QString, cost);
    QFETCH(qint64, ttft);
    AttemptLog log(m_dir->path());
    AttemptLogLine entry = line();
    entry.outcome = outcome;
    entry.next = next;
    entry.costUsd = cost;
    entry.ttftMs = ttft;
    log.attempt(entry);
    log.flush();
    QTEST(content(), "expected");
}

void tst_AttemptLog::attempt_beyondTheBound_rotates()
{
    constexpr qsizetype bound = 5_MiB;
    AttemptLog log(m_dir->path());
    for (int round = 0; round < 7; ++round) {
        {
            QFile file(m_dir->filePath(u"sidelong.log"_s));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray::number(round) + QByteArray(bound, '\n'));
        }
        log.attempt(line());
        log.flush();
        QVERIFY(content().isEmpty());
    }
    log.attempt(line());
    log.flush();
    QCOMPARE(content().count('\n'), 1);
    // The current one and four before it; the newest is .1.
    for (int number = 1; number <= 4; ++number) {
        QCOMPARE(content(u"sidelong.log.%1"_s.arg(number)).left(1), QByteArray::number(7 - number));
    }
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files).size(), 5);
}

void tst_AttemptLog::attempt_severalProgramsAtTheBound_rotateOnce()
{
    // Each has a thread and opens the file for itself, as programs do.
    std::vector<std::unique_ptr<AttemptLog>> logs;
    logs.reserve(4);
    for (int i = 0; i < 4; ++i)
        logs.push_back(std::make_unique<AttemptLog>(m_dir->path()));
    for (int round = 1; round <= 5; ++round) {
        {
            QFile file(m_dir->filePath(u"sidelong.log"_s));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray::number(round) + QByteArray(5_MiB, '\n'));
        }
        for (const auto &log : logs)
            log->attempt(line());
        for (const auto &log : logs)
            log->flush();
        for (int number = 1; number <= qMin(round, 4); ++number) {
            QCOMPARE(content(u"sidelong.log.%1"_s.arg(number)).left(1),
                     QByteArray::number(round + 1 - number));
        }
    }
}

void tst_AttemptLog::attempt_fromManyThreads_keepsLinesWhole()
{
    AttemptLog log(m_dir->path());
    std::vector<std::unique_ptr<QThread>> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back(QThread::create([&log] {
            for (int k = 0; k < 100; ++k)
                log.attempt(line());
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        thread->wait();
    log.flush();
    const QList<QByteArray> lines = content().split('\n');
    QCOMPARE(lines.size(), 401);
    for (qsizetype i = 0; i < 400; ++i)
        QCOMPARE(lines.at(i), lines.at(0));
}

void tst_AttemptLog::attempt_file_isItsOwnersAlone_data()
{
    QTest::addColumn<bool>("wasThere");
    QTest::newRow("a new one") << false;
    QTest::newRow("one of an older program") << true;
}

void tst_AttemptLog::attempt_file_isItsOwnersAlone()
{
    QFETCH(bool, wasThere);
    QFile file(m_dir->filePath(u"sidelong.log"_s));
    if (wasThere) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        file.close();
    }
    AttemptLog log(m_dir->path());
    log.attempt(line());
    log.flush();
    // ReadUser and WriteUser are what the test itself may do.
    QCOMPARE(file.permissions() & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
}

void tst_AttemptLog::attempt_unwritable_harmsNobody()
{
    QFile blocker(m_dir->filePath(u"file"_s));
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    AttemptLog log(blocker.fileName());
    log.attempt(line());
    log.attempt(line());
    log.flush();
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files), QStringList{u"file"_s});
}

void tst_AttemptLog::destructor_writesWhatIsLeft()
{
    {
        AttemptLog log(m_dir->path());
        for (int i = 0; i < 20; ++i)
            log.attempt(line());
    }
    QCOMPARE(content().count('\n'), 20);
}

QTEST_GUILESS_MAIN(tst_AttemptLog)
#include "tst_attemptlog.moc"
