// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/domain/completion.h"
#include "core/providers/dialect.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

Provider anthropic()
{
    Provider provider;
    provider.name = u"anthropic"_s;
    provider.title = u"Anthropic"_s;
    provider.catalogue = u"anthropic"_s;
    provider.protocol = Protocol::Anthropic;
    provider.baseUrl = QUrl(u"https://api.anthropic.com"_s);
    return provider;
}

const Dialect &messages() { return Dialect::of(Protocol::Anthropic); }

Completion folded(const ChatEvents &events)
{
    Completion completion;
    for (const ChatEvent &event : events)
        completion.add(event);
    return completion;
}

Completion streamed(const QByteArrayList &events)
{
    const std::unique_ptr<StreamDecoder> decoder = messages().streamDecoder(anthropic());
    ChatEvents out;
    for (const QByteArray &data : events)
        decoder->decode({{}, data}, out);
    decoder->finish(out);
    return folded(out);
}

QByteArray textDelta(const QByteArray &text)
{
    return QByteArray(
        R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")" + text
        + R"("}})");
}

const QByteArray startEvent = R"({"type":"message_start","message":{"id":"i","model":"m",)"
                              R"("usage":{"input_tokens":5,"cache_read_input_tokens":3,)"
                              R"("cache_creation_input_tokens":2,"cache_creation":)"
                              R"({"ephemeral_1h_input_tokens":1},"output_tokens":1}}})";
const QByteArray stopEvent = R"({"type":"message_stop"})";

} // namespace

class tst_AnthropicStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void usage_isReplacedNotAdded();
    void usage_isToldAtTheStart();
    void usage_withoutTheOutput_isEstimated_data();
    void usage_withoutTheOutput_isEstimated();
    void usage_isKeptAsItCame();
    void cut_estimatesItsOutput();
    void abandoned_estimatesItsOutput();
    void wholeToolInput_isTaken();
    void unknownThings_loseNothing();
    void inputWithoutABlock_isWarnedOf();
    void nothingUnderstood_isNoAnswer();
    void brokenUtf8_isRepaired();
    void refusalExplained_isRefused();
    void errors_data();
    void errors();
    void hostileEvents_doNoHarm();
    void reply_isReadWhole();
    void reply_bad_fails();
};

void tst_AnthropicStream::usage_isReplacedNotAdded()
{
    const QByteArray last =
        R"({"type":"message_delta","delta":{"stop_reason":"max_tokens"},)"
        R"("usage":{"input_tokens":6,"cache_read_input_tokens":null,"output_tokens":9,)"
        R"("output_tokens_details":{"thinking_tokens":2}}})";
    const Completion got = streamed(
        {startEvent, textDelta("t"),
         R"({"type":"message_delta","delta":{},"usage":{"output_tokens":4}})", last, stopEvent});
    QCOMPARE(got.usage,
             (Usage{.input = 11,
                    .cachedRead = 3,
                    .cacheWrite = 2,
                    .cacheWriteLong = 1,
                    .output = 9,
                    .reasoning = 2}));
    QCOMPARE(got.finish, Finish::Length);
    QCOMPARE(got.model, u"m"_s);
    QCOMPARE(got.providerId, u"i"_s);
    QVERIFY(got.ended && !got.failure && got.warnings.isEmpty());
}

void tst_AnthropicStream::usage_isToldAtTheStart()
{
    const std::unique_ptr<StreamDecoder> decoder = messages().streamDecoder(anthropic());
    ChatEvents out;
    decoder->decode({{}, startEvent}, out);
    const Completion got = folded(out);
    QVERIFY(got.usage && got.usage->estimated);
    QCOMPARE(got.usage->input, 10);
}

void tst_AnthropicStream::usage_withoutTheOutput_isEstimated_data()
{
    QTest::addColumn<QByteArray>("usage");
    QTest::newRow("none") << QByteArray("null");
    QTest::newRow("an empty one") << QByteArray("{}");
    QTest::newRow("the input alone") << QByteArray(R"({"input_tokens":5})");
}

void tst_AnthropicStream::usage_withoutTheOutput_isEstimated()
{
    QFETCH(QByteArray, usage);
    const Completion got = streamed(
        {startEvent, textDelta(QByteArray(400, 'x')),
         R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":)" + usage + "}",
         stopEvent});
    QVERIFY(got.ended && got.usage && got.usage->estimated);
    QCOMPARE(got.usage->input, 10);
    QCOMPARE(got.usage->output, 100);
}

void tst_AnthropicStream::usage_isKeptAsItCame()
{
    const auto delta = [](const QByteArray &usage) {
        return QByteArray(R"({"type":"message_delta","delta":{},"usage":)" + usage + "}");
    };
    const QByteArray start = R"({"type":"message_start","message":{"usage":{"input_tokens": 5}}})";
    const QByteArray last = R"({"output_tokens":  9,"novelty":1.0})";
    QCOMPARE(streamed({start, delta(R"({"output_tokens":1})"), delta(last), delta("{}"), stopEvent})
                 .usageRaw,
             QByteArray(R"({"message_start":{"input_tokens": 5},"message_delta":)" + last + "}"));
    QCOMPARE(streamed({textDelta("t"), delta(last), stopEvent}).usageRaw, last);
    const QByteArray same = R"({"type":"message_start","message":{"usage":)" + last + "}}";
    QCOMPARE(streamed({same, delta(last), stopEvent}).usageRaw, last);
}

void tst_AnthropicStream::cut_estimatesItsOutput()
{
    const Completion got = streamed({startEvent, textDelta(QByteArray(400, 'x'))});
    QCOMPARE(got.failure->kind, FailureKind::StreamCut);
    QCOMPARE(got.usage->output, 100);
    QCOMPARE(got.usage->input, 10);
    QVERIFY(got.usage->estimated);
    QVERIFY(!streamed({}).usage);
}

void tst_AnthropicStream::abandoned_estimatesItsOutput()
{
    const std::unique_ptr<StreamDecoder> decoder = messages().streamDecoder(anthropic());
    ChatEvents out;
    decoder->decode({{}, startEvent}, out);
    decoder->decode({{}, textDelta(QByteArray(400, 'x'))}, out);
    decoder->abandon(out);
    decoder->finish(out);
    const Completion got = folded(out);
    QVERIFY(got.usage && got.usage->estimated);
    QCOMPARE(got.usage->output, 100);
    QVERIFY(!got.failure && !got.ended);
}

void tst_AnthropicStream::wholeToolInput_isTaken()
{
    const Completion got =
        streamed({R"({"type":"content_block_start","index":0,"content_block":)"
                  R"({"type":"tool_use","id":"a","name":"f","input":{"x": 1.0}}})",
                  R"({"type":"content_block_stop","index":0})",
                  R"({"type":"content_block_start","index":1,"content_block":)"
                  R"({"type":"tool_use","id":"b","name":"g","input":{}}})",
                  stopEvent});
    QCOMPARE(got.toolCalls,
             (QList<ToolCall>{{u"a"_s, u"f"_s, R"({"x": 1.0})"}, {u"b"_s, u"g"_s, "{}"}}));
}

void tst_AnthropicStream::unknownThings_loseNothing()
{
    const Completion got = streamed(
        {startEvent, textDelta("a"), R"({"type":"novelty","x":1,"error":null})",
         R"({"type":"content_block_start","index":3,"content_block":{"type":"hologram","z":[1.0]}})",
         R"({"type":"content_block_delta","index":3,"delta":{"type":"beam","light":"l\"1"}})",
         R"({"type":"content_block_delta","index":3,"delta":{"type":"beam","light":"2"}})",
         R"({"type":"content_block_stop","index":3})",
         R"({"type":"message_delta","delta":{"stop_reason":"bored"}})", textDelta("b"), stopEvent});
    QCOMPARE(got.text, "ab");
    QCOMPARE(got.opaque.size(), 1);
    QCOMPARE(got.opaque.constFirst().payload, R"({"type":"hologram","z":[1.0],"light":"l\"12"})");
    QCOMPARE(got.finish, Finish::Stop);
    QCOMPARE(got.finishRaw, u"bored"_s);
    QCOMPARE(got.warnings.size(), 1);
    QVERIFY(got.ended && !got.failure);
}

void tst_AnthropicStream::inputWithoutABlock_isWarnedOf()
{
    const QByteArray input = R"({"type":"content_block_delta","index":7,"delta":)"
                             R"({"type":"input_json_delta","partial_json":"{}"}})";
    const Completion got = streamed({startEvent, input, input, stopEvent});
    QCOMPARE(got.warnings.size(), 1);
    QVERIFY(got.warnings.constFirst().contains("input_json_delta"_L1));
    QVERIFY(got.ended);
}

void tst_AnthropicStream::nothingUnderstood_isNoAnswer()
{
    for (const QByteArrayList &events :
         {QByteArrayList{stopEvent}, QByteArrayList{R"({"type":"ping"})", stopEvent},
          QByteArrayList{"{\"type\":", R"({"type":"message_start"})", stopEvent}}) {
        const Completion got = streamed(events);
        QVERIFY(got.failure && !got.ended);
        QCOMPARE(got.failure->kind, FailureKind::BadReply);
    }
    QVERIFY(streamed({startEvent, stopEvent}).ended);
}

void tst_AnthropicStream::brokenUtf8_isRepaired()
{
    const Completion got =
        streamed({startEvent,
                  "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                  "{\"type\":\"hologram\",\"x\":[\"\xff\"]}}",
                  stopEvent});
    QCOMPARE(got.opaque.constFirst().payload, "{\"type\":\"hologram\",\"x\":[\"\xef\xbf\xbd\"]}");
}

void tst_AnthropicStream::refusalExplained_isRefused()
{
    const Completion got = streamed({textDelta("Hi"),
                                     R"({"type":"message_delta","delta":{"stop_reason":"refusal",)"
                                     R"("stop_details":{"type":"refusal","explanation":"no"}}})",
                                     stopEvent});
    QCOMPARE(got.refusal, "no");
    QCOMPARE(got.effectiveFinish(), Finish::Refused);
}

void tst_AnthropicStream::errors_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<FailureKind>("first");
    QTest::addColumn<FailureKind>("later");
    using enum FailureKind;
    const auto error = [](const QByteArray &type) {
        return QByteArray(R"({"type":"error","error":{"type":")" + type
                          + R"(","message":"said"}})");
    };
    QTest::newRow("overloaded") << error("overloaded_error") << Overloaded << StreamCut;
    QTest::newRow("internal") << error("api_error") << Server << StreamCut;
    QTest::newRow("rate limit") << error("rate_limit_error") << RateLimited << StreamCut;
    QTest::newRow("billing") << error("billing_error") << Quota << StreamCut;
    QTest::newRow("request") << error("invalid_request_error") << InvalidRequest << StreamCut;

    QTest::newRow("unknown") << error("gremlins") << Server << StreamCut;
}

void tst_AnthropicStream::errors()
{
    QFETCH(QByteArray, error);
    QFETCH(FailureKind, first);
    QFETCH(FailureKind, later);
    const Completion early = streamed({startEvent, error});
    QCOMPARE(early.failure->kind, first);
    QCOMPARE(early.failure->detail, u"said"_s);
    const Completion late = streamed({startEvent, textDelta("t"), error, textDelta("u")});
    QCOMPARE(late.failure->kind, later);
    QCOMPARE(late.text, "t");
    QVERIFY(!late.ended);
}

void tst_AnthropicStream::hostileEvents_doNoHarm()
{
    QByteArrayList events{"",
                          "null",
                          "[]",
                          "{}",
                          R"({"type":7})",
                          R"({"type":"message_start"})",
                          R"({"type":"content_block_start"})",
                          R"({"type":"content_block_stop","index":-1})",
                          R"({"type":"message_delta","delta":7,"usage":{"output_tokens":-3}})",
                          R"({"type":"content_block_delta","index":99,"delta":7})"};
    for (int i = 0; i < 20'000; ++i)
        events << R"({"type":"content_block_start","index":)" + QByteArray::number(i)
                + R"(,"content_block":{"type":"text"}})"
               << "broken";
    events << textDelta("\\ud83d!") << stopEvent;
    const Completion got = streamed(events);
    QCOMPARE(got.text, "\xef\xbf\xbd!");
    QVERIFY(got.ended);
    QVERIFY(got.warnings.size() <= 20);
}

void tst_AnthropicStream::reply_isReadWhole()
{
    ChatEvents events;
    messages().decodeReply(
        anthropic(),
        R"({"id":"i","model":"m","content":[{"type":"thinking","thinking":"r","signature":"s"},)"
        R"({"type":"text","text":"t"},{"type":"tool_use","id":"a","name":"f","input":{"x": 1}}],)"
        R"("stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}})",
        events);
    const Completion got = folded(events);
    QCOMPARE(got.text, "t");
    QCOMPARE(got.reasoning, "r");
    QCOMPARE(got.toolCalls, (QList<ToolCall>{{u"a"_s, u"f"_s, R"({"x": 1})"}}));
    QCOMPARE(got.opaque.size(), 1);
    QCOMPARE(got.usage, (Usage{.input = 1, .output = 2}));
    QVERIFY(got.ended && !got.failure);
}

void tst_AnthropicStream::reply_bad_fails()
{
    for (const QByteArray &body : {QByteArray(), QByteArray("<html>"),
                                   QByteArray(R"({"content":[)"), QByteArray(R"({"a":1})")}) {
        ChatEvents events;
        messages().decodeReply(anthropic(), body, events);
        const Completion got = folded(events);
        QCOMPARE(got.failure->kind, FailureKind::BadReply);
        QVERIFY(got.failure->message.contains("Anthropic"_L1));
    }
}

QTEST_GUILESS_MAIN(tst_AnthropicStream)
#include "tst_anthropicstream.moc"
