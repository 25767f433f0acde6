// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/completion.h"

#include <QTest>

using namespace Sidelong;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(ChatEvents)

namespace {

Failure failureOf(FailureKind kind) { return {kind, u"A sentence."_s}; }

Completion completionOf(const ChatEvents &events)
{
    Completion completion;
    for (const ChatEvent &event : events)
        completion.add(event);
    return completion;
}

} // namespace

class TestCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsPiecesTogether()
    {
        const ContentPart kept{.kind = ContentPart::Kind::Opaque, .payload = "{}"};
        const Completion completion = completionOf({
            AnswerInfo{u"model-1"_s, {}},
            ReasoningDelta{"Let "},
            TextDelta{"Hel"},
            ReasoningDelta{"me see"},
            AnswerInfo{{}, u"id-1"_s},
            TextDelta{"lo"},
            OpaquePart{kept},
            UsageReport{{.input = 5}, R"({"a":1})", Money{7}},
            Warning{u"odd"_s},
            UsageReport{{.input = 5, .output = 2}, R"({"a":2})"},
            Stopped{Finish::Length, u"max_tokens"_s},
            StreamEnd{},
        });
        QCOMPARE(completion.text, "Hello");
        QCOMPARE(completion.reasoning, "Let me see");
        QCOMPARE(completion.model, u"model-1"_s);
        QCOMPARE(completion.providerId, u"id-1"_s);
        QCOMPARE(completion.opaque, QList<ContentPart>{kept});
        QVERIFY(completion.usage == (Usage{.input = 5, .output = 2}));
        QCOMPARE(completion.usageRaw, R"({"a":2})");
        QCOMPARE(completion.reportedCost, Money{7});
        QCOMPARE(completion.warnings, QStringList{u"odd"_s});
        QCOMPARE(completion.finishRaw, u"max_tokens"_s);
        QCOMPARE(completion.effectiveFinish(), Finish::Length);
        QVERIFY(completion.ended);
        QVERIFY(!completion.isEmpty());
    }

    void fragmentsOfParallelToolCallsFindTheirIndex()
    {
        const Completion completion = completionOf({
            ToolCallDelta{0, u"a"_s, u"first"_s, "{\"x\""},
            ToolCallDelta{1, u"b"_s, u"second"_s, {}},
            ToolCallDelta{0, {}, {}, ":1}"},
            ToolCallDelta{1, {}, {}, "{}"},
        });
        const QList<ToolCall> expected{{u"a"_s, u"first"_s, "{\"x\":1}"},
                                       {u"b"_s, u"second"_s, "{}"}};
        QCOMPARE(completion.toolCalls, expected);
        QVERIFY(completion.warnings.isEmpty());
    }

    void anIndexOutOfOrderLosesNothing()
    {
        const Completion completion =
            completionOf({ToolCallDelta{2'000'000'000, u"a"_s, u"f"_s, "{}"},
                          ToolCallDelta{-1, u"b"_s, u"g"_s, "[]"}});
        const QList<ToolCall> expected{{u"a"_s, u"f"_s, "{}"}, {u"b"_s, u"g"_s, "[]"}};
        QCOMPARE(completion.toolCalls, expected);
        QCOMPARE(completion.warnings.size(), 2);
    }

    void knowsHowItEnded_data()
    {
        QTest::addColumn<ChatEvents>("events");
        QTest::addColumn<QString>("finish");
        const auto row = [](const char *name, const ChatEvents &events, const char *finish) {
            QTest::newRow(name) << events << QString::fromLatin1(finish);
        };
        const ChatEvent call = ToolCallDelta{0, u"a"_s, u"f"_s, "{}"};
        const ChatEvent refusal = RefusalDelta{"No."};
        const ChatEvent stop = Stopped{Finish::Stop, u"stop"_s};
        row("nothing was said", {}, "stop");
        row("the provider's word", {Stopped{Finish::Length, u"length"_s}}, "length");
        row("refusal text, whatever was said", {refusal, stop}, "refused");
        row("a refusal before a tool call", {call, refusal, stop}, "refused");
        row("a content filter over a tool call",
            {call, Stopped{Finish::Refused, u"content_filter"_s}}, "refused");
        row("a tool call where the reason says stop", {call, stop}, "tool_calls");
        row("a tool call without a reason", {call}, "tool_calls");
        row("a tool call that the token limit cut", {call, Stopped{Finish::Length, u"length"_s}},
            "length");
        row("a tool call before an error", {call, Stopped{Finish::Error, u"error"_s}}, "error");
        row("an error", {TextDelta{"x"}, StreamFailed{failureOf(FailureKind::StreamCut)}}, "error");
        row("an error after a reason", {stop, StreamFailed{failureOf(FailureKind::Server)}},
            "error");
        row("an error after a tool call", {call, StreamFailed{failureOf(FailureKind::Server)}},
            "error");
        row("cancelled", {TextDelta{"x"}, StreamFailed{failureOf(FailureKind::Cancelled)}},
            "cancelled");
        row("a refusal as a failure", {StreamFailed{failureOf(FailureKind::Refused)}}, "refused");
    }
    void knowsHowItEnded()
    {
        QFETCH(ChatEvents, events);
        QFETCH(QString, finish);
        QCOMPARE(QString(finishName(completionOf(events).effectiveFinish())), finish);
    }

    void reasoningAloneIsEmpty()
    {
        QVERIFY(completionOf({ReasoningDelta{"hm"}}).isEmpty());
        QVERIFY(!completionOf({RefusalDelta{"No."}}).isEmpty());
        QVERIFY(!completionOf({ToolCallDelta{0, {}, {}, "{"}}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
