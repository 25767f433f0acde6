// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/answerrelay.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace Sidelong;
using namespace Qt::StringLiterals;

class tst_AnswerRelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void event_many_areOneUpdate();
    void event_twoAnswers_keepApart();
    void restarted_dropsWhatWasNotTold();
    void toolCall_fragmentsAreJoined();
    void input_isEstimatedUntilItIsReported();
    void finished_tellsTheRestAndLeaves();

private:
    QList<AnswerUpdate> all() const
    {
        QList<AnswerUpdate> updates;
        for (const QList<QVariant> &call : *m_updates)
            updates += call.first().value<QList<AnswerUpdate>>();
        return updates;
    }

    SystemClock m_clock;
    QPointer<AnswerRelay> m_relay;
    std::unique_ptr<QSignalSpy> m_updates;
};

void tst_AnswerRelay::init()
{
    delete m_relay;
    m_relay = new AnswerRelay(u"run"_s, m_clock, this);
    m_updates = std::make_unique<QSignalSpy>(m_relay, &AnswerRelay::updated);
}

void tst_AnswerRelay::event_many_areOneUpdate()
{
    for (int i = 0; i < 1000; ++i)
        m_relay->event({}, TextDelta{"ab"});
    QCOMPARE(m_updates->size(), 0);
    QTRY_VERIFY(!m_updates->isEmpty());
    QCOMPARE(all().first().text.size(), 2000);
    QCOMPARE(all().first().phase, AnswerPhase::Streaming);
    QCOMPARE(all().first().outputTokens, 500);
}

void tst_AnswerRelay::event_twoAnswers_keepApart()
{
    m_relay->event({0, 0, 0}, TextDelta{"left"});
    m_relay->event({1, 0, 0}, ReasoningDelta{"right"});
    QTRY_VERIFY(!m_updates->isEmpty());
    const QList<AnswerUpdate> updates = all();
    QCOMPARE(updates.at(0).text, "left");
    QCOMPARE(updates.at(1).reasoning, "right");
    QCOMPARE(updates.at(1).phase, AnswerPhase::Thinking);
}

void tst_AnswerRelay::restarted_dropsWhatWasNotTold()
{
    m_relay->event({}, TextDelta{"void"});
    m_relay->restarted({}, 2);
    m_relay->event({}, TextDelta{"anew"});
    QTRY_VERIFY(!m_updates->isEmpty());
    QVERIFY(all().first().restarted);
    QCOMPARE(all().first().text, "anew");
}

void tst_AnswerRelay::toolCall_fragmentsAreJoined()
{
    m_relay->event({}, ToolCallDelta{0, u"id"_s, u"name"_s, "{\"a\""});
    m_relay->event({}, ToolCallDelta{0, {}, {}, ":1}"});
    QTRY_VERIFY(!m_updates->isEmpty());
    QCOMPARE(all().first().toolCalls.size(), 1);
    QCOMPARE(all().first().toolCalls.first(), (ToolCall{u"id"_s, u"name"_s, "{\"a\":1}"}));
}

void tst_AnswerRelay::input_isEstimatedUntilItIsReported()
{
    RunRequest run;
    run.content.messages = {Message::ofText(Role::User, "sixteen letters.")};
    run.variants = {Variant{u"a/b"_s, {}, {}},
                    Variant{u"a/c"_s, {}, PromptContent{{Message::ofText(Role::User, {})}, {}}}};
    m_relay->estimateInput(run);
    m_relay->event({0, 0, 0}, TextDelta{"x"});
    m_relay->event({1, 0, 0}, TextDelta{"x"});
    QTRY_VERIFY(!m_updates->isEmpty());
    QCOMPARE(all().at(0).inputTokens, 8);
    QCOMPARE(all().at(1).inputTokens, 4); // of its own content
    UsageReport report;
    report.usage.input = 21;
    m_relay->event({0, 0, 0}, report);
    QTRY_COMPARE(all().last().cell.variant == 0 ? all().last().inputTokens
                                                : all().at(all().size() - 2).inputTokens,
                 21);
    m_relay->restarted({0, 0, 0}, 2);
    QTRY_COMPARE(all().last().cell.variant == 0 ? all().last().inputTokens
                                                : all().at(all().size() - 2).inputTokens,
                 8);
}

void tst_AnswerRelay::finished_tellsTheRestAndLeaves()
{
    QSignalSpy ended(m_relay, &AnswerRelay::runFinished);
    m_relay->event({}, TextDelta{"last"});
    AnswerRecord answer;
    answer.usage.output = 7;
    m_relay->answerEnded(answer);
    m_relay->finished(u"run"_s, RunState::Done);
    QCOMPARE(ended.size(), 1);
    QCOMPARE(all().size(), 1);
    QVERIFY(all().first().ended);
    QCOMPARE(all().first().outputTokens, 7);
    QTRY_VERIFY(!m_relay);
}

QTEST_GUILESS_MAIN(tst_AnswerRelay)
#include "tst_answerrelay.moc"
