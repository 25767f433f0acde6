// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/journal.h"
#include "tests/core/storage/samplerecords.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_Journal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void recover_everyField_comesBack();
    void recover_cutAtEveryByte_keepsWhatCameBefore();
    void recover_damage_data();
    void recover_damage();
    void recover_lockedByALiveOne_isLeftAlone();
    void recover_storedRun_isSkipped();
    void recover_textBeforeItsAttempt_isKept();
    void recover_restartedAnswer_keepsTheFirstAsVoid();
    void recover_endedAttempt_hasItsState_data();
    void recover_endedAttempt_hasItsState();
    void clear_leavesNothing();
    void create_inAFile_fails();
    void write_afterAFailure_triesAgain();

private:
    /// What a killed process would have left: the file's bytes under another name, unlocked.
    void leaveBehind(const QByteArray &bytes) const;
    QByteArray bytesOf(const Journal &journal) const;
    std::unique_ptr<Journal> journal() const;
    QByteArray sampleBytes() const;

    std::unique_ptr<QTemporaryDir> m_dir;
};

void tst_Journal::leaveBehind(const QByteArray &bytes) const
{
    QFile file(m_dir->filePath(u"left.journal"_s));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray tst_Journal::bytesOf(const Journal &journal) const
{
    QFile file(journal.path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::unique_ptr<Journal> tst_Journal::journal() const
{
    auto made = Journal::create(m_dir->path());
    return made ? *std::move(made) : nullptr;
}

QByteArray tst_Journal::sampleBytes() const
{
    const auto journal = this->journal();
    journal->addRun(Sample::run(u"r"_s), Sample::variants());
    journal->addAttempt(Sample::attempt(u"a"_s, u"r"_s), u"lab/one/two"_s);
    journal->addText(u"a"_s, "gr\xc3\xbc\xc3\x9f ");
    journal->addText(u"a"_s, "Gott");
    journal->addReasoning(u"a"_s, "think");
    journal->addToolCall(u"a"_s, {0, u"c1"_s, u"find"_s, "{\"q\":"});
    journal->addToolCall(u"a"_s, {0, u"c1"_s, u"find"_s, "1}"});
    journal->addRefusal(u"a"_s, "Not ");
    journal->addRefusal(u"a"_s, "that.");
    if (!journal->write())
        return {};
    QByteArray bytes = bytesOf(*journal);
    journal->remove();
    return bytes;
}

void tst_Journal::recover_everyField_comesBack()
{
    leaveBehind(sampleBytes());
    const QList<RecoveredJournal> journals = recoverJournals(m_dir->path());
    QCOMPARE(journals.size(), 1);
    QCOMPARE(journals[0].runs.size(), 1);
    const RecoveredRun &run = journals[0].runs[0];
    RunRecord expected = Sample::run(u"r"_s);
    expected.state = RunState::Interrupted;
    QVERIFY(run.run == expected);
    QVERIFY(run.variants == Sample::variants());

    AttemptRecord attempt = Sample::attempt(u"a"_s, u"r"_s);
    attempt.outcome = u"interrupted"_s;
    attempt.message = run.attempts.value(0).message;
    QVERIFY(run.attempts == QList{attempt});
    QVERIFY(!attempt.message.isEmpty());

    QCOMPARE(run.answers.size(), 1);
    const AnswerRecord &answer = run.answers[0];
    QCOMPARE(answer.state, RunState::Interrupted);
    QCOMPARE(answer.target, u"lab/one/two"_s);
    QCOMPARE(answer.text(), QByteArray("gr\xc3\xbc\xc3\x9f Gott"));
    QCOMPARE(answer.reasoning(), QByteArray("think"));
    QVERIFY((answer.toolCalls() == QList<ToolCall>{{u"c1"_s, u"find"_s, "{\"q\":1}"}}));
    QCOMPARE(answer.refusal, QByteArray("Not that."));
    QCOMPARE(answer.failure->kind, FailureKind::StreamCut);
    QCOMPARE(run.billed.value(u"a"_s),
             QByteArray("thinkgr\xc3\xbc\xc3\x9f GottNot that.find{\"q\":1}"));
}

void tst_Journal::recover_cutAtEveryByte_keepsWhatCameBefore()
{
    const QByteArray whole = sampleBytes();
    qsizetype longest = 0;
    for (qsizetype size = 0; size <= whole.size(); ++size) {
        leaveBehind(whole.first(size));
        const QList<RecoveredJournal> journals = recoverJournals(m_dir->path());
        QCOMPARE(journals.size(), 1);
        qsizetype came = 0;
        for (const RecoveredRun &run : journals[0].runs) {
            for (const AnswerRecord &answer : run.answers) {
                came += answer.text().size() + answer.reasoning().size();
                QVERIFY(QByteArray("gr\xc3\xbc\xc3\x9f Gott").startsWith(answer.text()));
            }
        }
        QVERIFY(came >= longest);
        longest = came;
    }
    QCOMPARE(longest, QByteArray("gr\xc3\xbc\xc3\x9f Gott").size() + QByteArray("think").size());
}

void tst_Journal::recover_damage_data()
{
    QTest::addColumn<QByteArray>("tail");
    QTest::newRow("random bytes") << QByteArray::fromHex(
        "deadbeef00112233445566778899aabbccddeeff");
    QTest::newRow("a length beyond the file") << QByteArray("\xff\xff\xff\x7f\0\0\0\0t....", 13);
    QTest::newRow("zeros, as some file systems leave") << QByteArray(4096, '\0');
    QTest::newRow("a right length and a wrong checksum")
        << QByteArray("\x04\0\0\0\1\2\3\4tabc", 12);
}

void tst_Journal::recover_damage()
{
    QFETCH(QByteArray, tail);
    leaveBehind(sampleBytes() + tail);
    QList<RecoveredJournal> journals = recoverJournals(m_dir->path());
    QCOMPARE(journals.size(), 1);
    QCOMPARE(journals[0].runs.value(0).answers.value(0).text(),
             QByteArray("gr\xc3\xbc\xc3\x9f Gott"));
    journals.clear(); // gives the lock back

    leaveBehind(tail);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"left\\.journal"_s));
    QVERIFY(recoverJournals(m_dir->path()).isEmpty());
    QVERIFY(QFile::exists(m_dir->filePath(u"left.journal"_s)));
}

void tst_Journal::recover_lockedByALiveOne_isLeftAlone()
{
    auto live = journal();
    QVERIFY(live);
    live->addRun(Sample::run(u"r"_s), {});
    QVERIFY(live->write());
    QVERIFY(recoverJournals(m_dir->path()).isEmpty());

    live.reset();
    QList<RecoveredJournal> journals = recoverJournals(m_dir->path());
    QCOMPARE(journals.size(), 1);
    // While one folds it, another must not.
    QVERIFY(recoverJournals(m_dir->path()).isEmpty());
    removeJournal(journals[0]);
    journals.clear();
    QVERIFY(recoverJournals(m_dir->path()).isEmpty());
}

void tst_Journal::recover_storedRun_isSkipped()
{
    auto live = journal();
    live->addRun(Sample::run(u"stored"_s), {});
    live->addRun(Sample::run(u"live"_s), {});
    live->addRunStored(u"stored"_s);
    QVERIFY(live->write());
    live.reset();
    const QList<RecoveredJournal> journals = recoverJournals(m_dir->path());
    QCOMPARE(journals.value(0).runs.size(), 1);
    QCOMPARE(journals[0].runs[0].run.id, u"live"_s);
}

void tst_Journal::recover_textBeforeItsAttempt_isKept()
{
    auto live = journal();
    live->addText(u"a"_s, "early");
    live->addAttempt(Sample::attempt(u"a"_s, u"r"_s), u"t/m"_s);
    live->addRun(Sample::run(u"r"_s), {});
    QVERIFY(live->write());
    live.reset();
    QCOMPARE(recoverJournals(m_dir->path()).value(0).runs.value(0).answers.value(0).text(),
             QByteArray("early"));
}

void tst_Journal::recover_restartedAnswer_keepsTheFirstAsVoid()
{
    auto live = journal();
    live->addRun(Sample::run(u"r"_s), {});
    AttemptRecord first = Sample::attempt(u"a1"_s, u"r"_s);
    first.number = 1;
    live->addAttempt(first, u"t/m"_s);
    live->addText(u"a1"_s, "one");
    first.outcome = u"stream_cut"_s;
    live->addAttemptEnd(first);
    AttemptRecord second = Sample::attempt(u"a2"_s, u"r"_s);
    second.number = 2;
    live->addAttempt(second, u"t/m"_s);
    live->addText(u"a2"_s, "two");
    QVERIFY(live->write());
    live.reset();

    const RecoveredRun run = recoverJournals(m_dir->path()).value(0).runs.value(0);
    QCOMPARE(run.attempts.size(), 2);
    QVERIFY(run.attempts[0] == first);
    QCOMPARE(run.attempts[1].outcome, u"interrupted"_s);
    QCOMPARE(run.answers.size(), 1);
    QCOMPARE(run.answers[0].segments.size(), 2);
    QCOMPARE(run.answers[0].text(), QByteArray("two"));
    QCOMPARE(run.answers[0].attempts, 2);
}

void tst_Journal::recover_endedAttempt_hasItsState_data()
{
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("raw");
    QTest::addColumn<bool>("hasCall");
    QTest::addColumn<RunState>("state");
    QTest::addColumn<Finish>("finish");
    QTest::newRow("whole") << u"ok"_s << u"stop"_s << false << RunState::Done << Finish::Stop;
    QTest::newRow("cut at the limit")
        << u"ok"_s << u"length"_s << false << RunState::Done << Finish::Length;
    QTest::newRow("a call") << u"ok"_s << u"stop"_s << true << RunState::Done << Finish::ToolCalls;
    QTest::newRow("a call, its text lost")
        << u"ok"_s << u"tool_use"_s << false << RunState::Done << Finish::ToolCalls;
    QTest::newRow("a call cut at the limit")
        << u"ok"_s << u"max_tokens"_s << true << RunState::Done << Finish::Length;
    QTest::newRow("a call and an error")
        << u"ok"_s << u"error"_s << true << RunState::Done << Finish::Error;
    QTest::newRow("refused") << u"refused"_s << u"content_filter"_s << false << RunState::Failed
                             << Finish::Refused;
    QTest::newRow("failed") << u"rate_limited"_s << u""_s << false << RunState::Failed
                            << Finish::Error;
    QTest::newRow("cancelled") << u"cancelled"_s << u""_s << false << RunState::Cancelled
                               << Finish::Cancelled;
}

void tst_Journal::recover_endedAttempt_hasItsState()
{
    QFETCH(QString, outcome);
    QFETCH(QString, raw);
    QFETCH(bool, hasCall);
    auto live = journal();
    live->addRun(Sample::run(u"r"_s), {});
    AttemptRecord attempt = Sample::attempt(u"a"_s, u"r"_s);
    attempt.outcome = outcome;
    attempt.finishRaw = raw;
    live->addAttempt(attempt, u"t/m"_s);
    if (hasCall)
        live->addToolCall(u"a"_s, {0, u"c1"_s, u"find"_s, "{}"});
    live->addAttemptEnd(attempt);
    QVERIFY(live->write());
    live.reset();
    const AnswerRecord answer =
        recoverJournals(m_dir->path()).value(0).runs.value(0).answers.value(0);
    QTEST(answer.state, "state");
    QTEST(answer.finish, "finish");
}

void tst_Journal::clear_leavesNothing()
{
    auto live = journal();
    live->addRun(Sample::run(u"r"_s), {});
    QVERIFY(live->write());
    const qint64 before = live->size();
    live->addText(u"a"_s, "unwritten");
    QVERIFY(live->clear());
    QVERIFY(live->size() < before);
    QVERIFY(live->write());
    QCOMPARE(QFileInfo(live->path()).size(), live->size());
    live.reset();
    QVERIFY(recoverJournals(m_dir->path()).value(0).runs.isEmpty());
}

void tst_Journal::create_inAFile_fails()
{
    QFile file(m_dir->filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto made = Journal::create(file.fileName());
    QVERIFY(!made);
    QCOMPARE(made.failure().kind, FailureKind::Storage);
    QVERIFY(made.failure().message.contains(file.fileName()));
}

void tst_Journal::write_afterAFailure_triesAgain()
{
    if (!QFile::exists(u"/dev/full"_s))
        QFAIL("This test needs /dev/full.");
    auto live = journal();
    live->addRun(Sample::run(u"r"_s), {});
    QVERIFY(live->write());
    // What the descriptor leads to is exchanged below the journal's feet.
    QFile full(u"/dev/full"_s);
    QVERIFY(full.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    int descriptor = -1;
    const QDir descriptors(u"/proc/self/fd"_s);
    for (const QFileInfo &entry : descriptors.entryInfoList(QDir::Files | QDir::System)) {
        if (entry.symLinkTarget() == live->path())
            descriptor = entry.fileName().toInt();
    }
    QVERIFY(descriptor >= 0);
    const int kept = ::dup(descriptor);
    QVERIFY(::dup2(full.handle(), descriptor) >= 0);
    live->addRun(Sample::run(u"s"_s), {});
    const Result<void> failed = live->write();
    QVERIFY(::dup2(kept, descriptor) >= 0);
    ::close(kept);
    QVERIFY(!failed);
    QCOMPARE(failed.failure().kind, FailureKind::Storage);

    QVERIFY(live->write());
    live.reset();
    QCOMPARE(recoverJournals(m_dir->path()).value(0).runs.size(), 2);
}

QTEST_GUILESS_MAIN(tst_Journal)
#include "tst_journal.moc"
