// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/columnstate.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_ColumnState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void apply_fromWaitingToDone();
    void show_saysHowItEnded_data();
    void show_saysHowItEnded();
    void unknownPrice_isNeverZero();
    void cost_ofACallThatNeverLeft_isNotSaid();
    void reasoning_isTimed();
    void input_isLeftOutUntilItIsKnown();
};

void tst_ColumnState::apply_fromWaitingToDone()
{
    ColumnState state;
    QCOMPARE(state.phase(), ColumnState::Phase::Idle);
    QVERIFY(!state.isLive());
    state.begin();
    QVERIFY(state.isLive());
    QCOMPARE(state.word(), u"waiting"_s);
    state.tick(2'000);
    QCOMPARE(state.total(), u"2.0 s"_s);

    AnswerUpdate update;
    update.phase = AnswerPhase::Streaming;
    update.ttftMs = 1'210;
    update.elapsedMs = 2'500;
    update.inputTokens = 412;
    update.outputTokens = 1'096;
    update.tokensPerSecond = 84.4;
    state.apply(update);
    QCOMPARE(state.word(), u"streaming 84 tok/s"_s);
    QCOMPARE(state.firstToken(), u"1.21 s"_s);
    QCOMPARE(state.tokens(), u"\u2248 412 \u2192 1,096"_s);
    QVERIFY(state.cost().isEmpty());

    AnswerRecord record;
    record.usage.input = 412;
    record.usage.output = 1'100;
    record.cost.total = {1'820'000'000};
    record.cost.origin = CostOrigin::Computed;
    record.ttftMs = 1'210;
    record.totalMs = 3'100;
    update.phase = AnswerPhase::Done;
    update.ended = record;
    state.apply(update);
    QVERIFY(!state.isLive());
    QCOMPARE(state.sign(), u"\u2713"_s);
    QCOMPARE(state.cost(), u"$0.00182"_s);
    QCOMPARE(state.tokens(), u"412 \u2192 1,100"_s);
    QCOMPARE(state.total(), u"3.1 s"_s);
    QVERIFY(state.notice().isEmpty());
    state.tick(99'000);
    QCOMPARE(state.total(), u"3.1 s"_s);
}

void tst_ColumnState::show_saysHowItEnded_data()
{
    QTest::addColumn<RunState>("runState");
    QTest::addColumn<Finish>("finish");
    QTest::addColumn<ColumnState::Phase>("phase");
    QTest::addColumn<bool>("notice");

    using Phase = ColumnState::Phase;
    QTest::newRow("whole") << RunState::Done << Finish::Stop << Phase::Done << false;
    QTest::newRow("calls a tool") << RunState::Done << Finish::ToolCalls << Phase::Done << false;
    QTest::newRow("at the limit") << RunState::Done << Finish::Length << Phase::Cut << true;
    QTest::newRow("declined") << RunState::Done << Finish::Refused << Phase::Refused << true;
    QTest::newRow("failed") << RunState::Failed << Finish::Error << Phase::Failed << true;
    QTest::newRow("stopped") << RunState::Cancelled << Finish::Cancelled << Phase::Cancelled
                             << false;
    QTest::newRow("after a crash")
        << RunState::Interrupted << Finish::Stop << Phase::Interrupted << true;
}

void tst_ColumnState::show_saysHowItEnded()
{
    QFETCH(RunState, runState);
    QFETCH(Finish, finish);
    QFETCH(ColumnState::Phase, phase);
    QFETCH(bool, notice);
    AnswerRecord record;
    record.state = runState;
    record.finish = finish;
    ColumnState state;
    state.show(record);
    QCOMPARE(state.phase(), phase);
    QCOMPARE(!state.notice().isEmpty(), notice);
    QVERIFY(!state.sign().isEmpty());
    record.failure = Failure{FailureKind::Server, u"Try again."_s, u"body"_s, 500};
    state.show(record);
    if (phase == ColumnState::Phase::Failed) {
        QCOMPARE(state.notice(), u"Try again."_s);
        QCOMPARE(state.noticeDetails(), u"body"_s);
    }
}

void tst_ColumnState::unknownPrice_isNeverZero()
{
    AnswerRecord record;
    ColumnState state;
    state.show(record);
    QVERIFY(state.cost().isEmpty());
    record.usage.output = 5;
    state.show(record);
    QVERIFY(state.isPriceUnknown());
    QCOMPARE(state.cost(), u"price unknown"_s);
}

void tst_ColumnState::cost_ofACallThatNeverLeft_isNotSaid()
{
    AnswerRecord record;
    record.state = RunState::Failed;
    record.finish = Finish::Error;
    record.cost.origin = CostOrigin::Computed;
    ColumnState state;
    state.show(record);
    QCOMPARE(state.cost(), QString());
    record.usage.input = 5; // free, but sent
    state.show(record);
    QVERIFY(!state.cost().isEmpty());
}

void tst_ColumnState::reasoning_isTimed()
{
    ColumnState state;
    QCOMPARE(state.reasoningTitle(), u"Thought"_s); // as of an answer from History
    AnswerUpdate update;
    update.phase = AnswerPhase::Connecting;
    update.elapsedMs = 400;
    state.apply(update);
    update.phase = AnswerPhase::Thinking;
    update.reasoning = "hm";
    update.elapsedMs = 1'000;
    state.apply(update);
    QCOMPARE(state.reasoningTitle(), u"Thinking"_s);
    QCOMPARE(state.sign(), u"\u25D4"_s);
    state.tick(6'000); // not the second in which it was sent and waited for
    QCOMPARE(state.word(), u"thinking 5.0 s"_s);
    update.phase = AnswerPhase::Streaming;
    update.reasoning.clear();
    update.text = "so";
    update.elapsedMs = 42'000;
    state.apply(update);
    QCOMPARE(state.reasoningTitle(), u"Thought for 41 s"_s);
}

void tst_ColumnState::input_isLeftOutUntilItIsKnown()
{
    ColumnState state;
    AnswerUpdate update;
    update.phase = AnswerPhase::Streaming;
    update.outputTokens = 151;
    state.apply(update);
    QCOMPARE(state.tokens(), u"\u2192 151"_s);
    AnswerRecord stopped;
    stopped.usage = {.input = 18, .output = 152, .estimated = true};
    state.show(stopped);
    QCOMPARE(state.tokens(), u"\u2248 18 \u2192 152"_s);
}

QTEST_GUILESS_MAIN(tst_ColumnState)
#include "tst_columnstate.moc"
