// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/domain/completion.h"
#include "core/providers/dialect.h"

#include <QTest>
#include <QUrlQuery>

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

ChatRequest asked(const QString &model)
{
    ChatRequest request;
    request.model = model;
    request.messages = {Message::ofText(Role::System, "Be brief."),
                        Message::ofText(Role::User, "Hi")};
    request.parameters.maxTokens = 10;
    return request;
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

class tst_AnthropicDialect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void request_plain_isByteForByte();
    void request_version_byModelAndSampling_data();
    void request_version_byModelAndSampling();
    void request_bothSamplings_keepTheTemperature();
    void request_effort_byModel_data();
    void request_effort_byModel();
    void request_goesToTheRightPlace_data();
    void request_goesToTheRightPlace();
    void request_turns_areMergedAndToolResultsFirst();
    void request_maxTokens_isAlwaysThere();
    void stream_usage_isReplacedNotAdded();
    void stream_cut_estimatesItsOutput();
    void stream_abandoned_estimatesItsOutput();
    void stream_wholeToolInput_isTaken();
    void stream_unknownThings_loseNothing();
    void stream_refusalExplained_isRefused();
    void stream_errors_data();
    void stream_errors();
    void stream_hostileEvents_doNoHarm();
    void reply_isReadWhole();
    void reply_bad_fails();
    void failure_spendLimit_isAQuota();
    void failure_tooLong_data();
    void failure_tooLong();
    void models_comeInPages();
};

void tst_AnthropicDialect::request_plain_isByteForByte()
{
    ChatRequest request = asked(u"claude-opus-4-6"_s);
    request.parameters.stop = {u"END"_s, u" "_s};
    request.parameters.seed = 4;
    request.tools = {{u"f"_s, u"does"_s, R"({"type":"object","z":1,"a":2})"}};
    const Result<WireRequest> wire = messages().chatRequest(anthropic(), {}, request);
    QVERIFY(wire);
    QCOMPARE(wire->http.body,
             R"({"model":"claude-opus-4-6","max_tokens":10,"system":"Be brief.","messages":[)"
             R"({"role":"user","content":"Hi"}],"stop_sequences":["END"],"tools":[{"name":"f",)"
             R"("description":"does","input_schema":{"type":"object","z":1,"a":2}}],)"
             R"("stream":true})");
    QCOMPARE(wire->notes.size(), 2);
    QCOMPARE(wire->http.secretHeader, "x-api-key");
    QVERIFY(wire->http.secretPrefix.isEmpty() && wire->http.secret.isEmpty());
}

void tst_AnthropicDialect::request_version_byModelAndSampling_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("catalogue");
    QTest::addColumn<bool>("taken");
    const QString ours = u"anthropic"_s;
    QTest::newRow("opus 4.6") << u"claude-opus-4-6"_s << ours << true;
    QTest::newRow("sonnet 4 of a date") << u"claude-sonnet-4-20250514"_s << ours << true;
    QTest::newRow("haiku 4.5 of a date") << u"claude-haiku-4-5-20251001"_s << ours << true;
    QTest::newRow("3.5 of old") << u"claude-3-5-haiku-20241022"_s << ours << true;
    QTest::newRow("opus 4.8") << u"claude-opus-4-8"_s << ours << false;
    QTest::newRow("sonnet 5") << u"claude-sonnet-5"_s << ours << false;
    QTest::newRow("opus 5.5") << u"claude-opus-5-5"_s << ours << false;
    QTest::newRow("one not known yet") << u"claude-next"_s << ours << false;
    QTest::newRow("another's server") << u"claude-next"_s << QString() << true;
}

void tst_AnthropicDialect::request_version_byModelAndSampling()
{
    QFETCH(QString, model);
    QFETCH(QString, catalogue);
    QFETCH(bool, taken);
    Provider provider = anthropic();
    provider.catalogue = catalogue;
    ChatRequest request = asked(model);
    const Result<WireRequest> plain = messages().chatRequest(provider, {}, request);
    QVERIFY(plain);
    QCOMPARE(plain->http.headers.value("anthropic-version"), "2026-10-21");

    request.parameters.temperature = 0;
    const Result<WireRequest> sampled = messages().chatRequest(provider, {}, request);
    QVERIFY(sampled);
    QCOMPARE(sampled->http.headers.value("anthropic-version"),
             taken ? QByteArray("2023-06-01") : QByteArray("2026-10-21"));
    QCOMPARE(sampled->http.body.contains(R"("temperature":0)"), taken);
    QCOMPARE(sampled->notes.isEmpty(), taken);
}

void tst_AnthropicDialect::request_bothSamplings_keepTheTemperature()
{
    ChatRequest request = asked(u"claude-opus-4-5"_s);
    request.parameters.temperature = 1;
    request.parameters.topP = 0.5;
    const Result<WireRequest> wire = messages().chatRequest(anthropic(), {}, request);
    QVERIFY(wire);
    QVERIFY(wire->http.body.contains(R"("temperature":1)"));
    QVERIFY(!wire->http.body.contains("top_p"));
    QCOMPARE(wire->notes.size(), 1);
}

void tst_AnthropicDialect::request_effort_byModel_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("effort");
    QTest::addColumn<bool>("sent");
    QTest::addColumn<bool>("thinks");
    QTest::newRow("opus 5.5 always thinks") << u"claude-opus-5-5"_s << QString() << false << true;
    QTest::newRow("fable always thinks") << u"claude-fable-5-2"_s << u"low"_s << true << true;
    QTest::newRow("haiku 5.5 by itself") << u"claude-haiku-5-5"_s << QString() << false << false;
    QTest::newRow("opus 4.6 when asked") << u"claude-opus-4-6"_s << u"high"_s << true << true;
    QTest::newRow("opus 4.5 has efforts") << u"claude-opus-4-5"_s << u"low"_s << true << false;
    QTest::newRow("haiku 4.5 has none") << u"claude-haiku-4-5"_s << u"low"_s << false << false;
}

void tst_AnthropicDialect::request_effort_byModel()
{
    QFETCH(QString, model);
    QFETCH(QString, effort);
    QFETCH(bool, sent);
    QFETCH(bool, thinks);
    ChatRequest request = asked(model);
    request.parameters.effort = effort;
    const Result<WireRequest> wire = messages().chatRequest(anthropic(), {}, request);
    QVERIFY(wire);
    QCOMPARE(wire->http.body.contains(R"("output_config":{"effort":)"), sent);
    QCOMPARE(wire->http.body.contains(R"("thinking":{"type":"adaptive","display":"summarized"})"),
             thinks);
    QCOMPARE(wire->notes.size(), !effort.isEmpty() && !sent ? 1 : 0);
}

void tst_AnthropicDialect::request_goesToTheRightPlace_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("expected");
    QTest::newRow("bare") << u"https://h"_s << u"https://h/v1/messages"_s;
    QTest::newRow("slash") << u"https://h/"_s << u"https://h/v1/messages"_s;
    QTest::newRow("version not doubled") << u"https://h/v1"_s << u"https://h/v1/messages"_s;
    QTest::newRow("version and slash") << u"https://h/v1/"_s << u"https://h/v1/messages"_s;
    QTest::newRow("behind a path")
        << u"https://h/anthropic"_s << u"https://h/anthropic/v1/messages"_s;
    QTest::newRow("whole path pasted") << u"https://h/v1/messages"_s << u"https://h/v1/messages"_s;
}

void tst_AnthropicDialect::request_goesToTheRightPlace()
{
    QFETCH(QString, base);
    QFETCH(QString, expected);
    Provider provider = anthropic();
    provider.baseUrl = QUrl(base);
    provider.quirks.keyHeader = u"authorization"_s;
    const Result<WireRequest> wire = messages().chatRequest(provider, {}, asked(u"m"_s));
    QVERIFY(wire);
    QCOMPARE(wire->http.url.toString(), expected);
    QCOMPARE(wire->http.secretHeader, "Authorization");
    QCOMPARE(wire->http.secretPrefix, "Bearer ");
}

void tst_AnthropicDialect::request_turns_areMergedAndToolResultsFirst()
{
    using Kind = ContentPart::Kind;
    const ToolCall call{u"c"_s, u"f"_s, R"({"a": 1.50})"};
    const QByteArray thought = R"({"type":"thinking","thinking":"t","signature":"s="})";
    ChatRequest request = asked(u"claude-sonnet-4-6"_s);
    request.stream = false;
    request.messages = {
        Message::ofText(Role::User, "a"),
        {Role::Assistant,
         {{.kind = Kind::Reasoning, .text = "t"},
          {.kind = Kind::Opaque, .payload = thought, .payloadProtocol = u"anthropic"_s},
          {.kind = Kind::Opaque, .payload = "{}", .payloadProtocol = u"gemini"_s},
          ContentPart::ofText({}),
          {.kind = Kind::ToolCall, .toolCall = call},
          {.kind = Kind::ToolCall, .toolCall = {u"d"_s, u"g"_s, {}}}}},
        Message::ofText(Role::User, "b"),
        {Role::Tool, {{.kind = Kind::ToolResult, .text = "12", .toolCall = call}}},
        {Role::User, {{.kind = Kind::Image, .text = "png", .mediaType = u"image/jpeg"_s}}},
    };
    const Result<WireRequest> wire = messages().chatRequest(anthropic(), {}, request);
    QVERIFY(wire);
    QCOMPARE(wire->http.body,
             R"({"model":"claude-sonnet-4-6","max_tokens":10,"messages":[)"
             R"({"role":"user","content":"a"},{"role":"assistant","content":[)"
             R"({"type":"thinking","thinking":"t","signature":"s="},)"
             R"({"type":"tool_use","id":"c","name":"f","input":{"a": 1.50}},)"
             R"({"type":"tool_use","id":"d","name":"g","input":{}}]},)"
             R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":"12"},)"
             R"({"type":"text","text":"b"},{"type":"image","source":{"type":"base64",)"
             R"("media_type":"image/jpeg","data":"cG5n"}}]}]})");
}

void tst_AnthropicDialect::request_maxTokens_isAlwaysThere()
{
    ChatRequest request = asked(u"m"_s);
    request.parameters.maxTokens.reset();
    const auto body = [&](const ModelFacts &facts) {
        return messages().chatRequest(anthropic(), facts, request)->http.body;
    };
    QVERIFY(body({}).contains(R"("max_tokens":4096)"));
    QVERIFY(body({.reasoning = true}).contains(R"("max_tokens":32000)"));
    QVERIFY(body({.maxOutput = 100}).contains(R"("max_tokens":100)"));
}

void tst_AnthropicDialect::stream_usage_isReplacedNotAdded()
{
    const Completion got =
        streamed({startEvent, textDelta("t"),
                  R"({"type":"message_delta","delta":{},"usage":{"output_tokens":4}})",
                  R"({"type":"message_delta","delta":{"stop_reason":"max_tokens"},)"
                  R"("usage":{"input_tokens":6,"cache_read_input_tokens":null,"output_tokens":9,)"
                  R"("output_tokens_details":{"thinking_tokens":2}}})",
                  stopEvent});
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

void tst_AnthropicDialect::stream_cut_estimatesItsOutput()
{
    const Completion got = streamed({startEvent, textDelta(QByteArray(400, 'x'))});
    QCOMPARE(got.failure->kind, FailureKind::StreamCut);
    QCOMPARE(got.usage->output, 100);
    QCOMPARE(got.usage->input, 10);
    QVERIFY(got.usage->estimated);
    QVERIFY(!streamed({}).usage);
}

void tst_AnthropicDialect::stream_abandoned_estimatesItsOutput()
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

void tst_AnthropicDialect::stream_wholeToolInput_isTaken()
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

void tst_AnthropicDialect::stream_unknownThings_loseNothing()
{
    const Completion got = streamed(
        {startEvent, textDelta("a"), R"({"type":"novelty","x":1})",
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

void tst_AnthropicDialect::stream_refusalExplained_isRefused()
{
    const Completion got = streamed({textDelta("Hi"),
                                     R"({"type":"message_delta","delta":{"stop_reason":"refusal",)"
                                     R"("stop_details":{"type":"refusal","explanation":"no"}}})",
                                     stopEvent});
    QCOMPARE(got.refusal, "no");
    QCOMPARE(got.effectiveFinish(), Finish::Refused);
}

void tst_AnthropicDialect::stream_errors_data()
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
    QTest::newRow("billing") << error("billing_error") << Quota << Quota;
    QTest::newRow("request") << error("invalid_request_error") << InvalidRequest << InvalidRequest;
    QTest::newRow("unknown") << error("gremlins") << Server << StreamCut;
}

void tst_AnthropicDialect::stream_errors()
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

void tst_AnthropicDialect::stream_hostileEvents_doNoHarm()
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

void tst_AnthropicDialect::reply_isReadWhole()
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

void tst_AnthropicDialect::reply_bad_fails()
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

void tst_AnthropicDialect::failure_spendLimit_isAQuota()
{
    const Failure got =
        messages().failure(anthropic(), 429, {},
                           R"({"type":"error","error":{"type":"rate_limit_error","message":"m",)"
                           R"("details":{"error_code":"contract_spend_limit_reached"}}})");
    QCOMPARE(got.kind, FailureKind::Quota);
}

void tst_AnthropicDialect::failure_tooLong_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("by its message") << 400 << QByteArray("invalid_request_error")
                                    << QByteArray("prompt is too long: 9 tokens > 5 maximum");
    QTest::newRow("by its size") << 413 << QByteArray("request_too_large") << QByteArray("m");
}

void tst_AnthropicDialect::failure_tooLong()
{
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, message);
    const QByteArray body =
        R"({"type":"error","error":{"type":")" + type + R"(","message":")" + message + R"("}})";
    QCOMPARE(messages().failure(anthropic(), status, {}, body).kind, FailureKind::ContextLength);
}

void tst_AnthropicDialect::models_comeInPages()
{
    const Result<ModelPage> page = messages().decodeModels(
        R"({"data":[{"type":"model","id":"claude-a","display_name":"Claude A","max_input_tokens":9,)"
        R"("max_tokens":4,"retires_at":"2026-11-30T00:00:00Z"}],"has_more":true,"last_id":"claude-a"})");
    QVERIFY(page);
    QCOMPARE(page->models,
             (QList<ListedModel>{{u"claude-a"_s, u"Claude A"_s, 9, 4, u"2026-11-30"_s}}));
    QCOMPARE(page->nextCursor, u"claude-a"_s);
    const HttpRequest next = messages().modelsRequest(anthropic(), page->nextCursor);
    QCOMPARE(next.url.path(), u"/v1/models"_s);
    QCOMPARE(QUrlQuery(next.url).queryItemValue(u"after_id"_s), u"claude-a"_s);
    QCOMPARE(next.headers.value("anthropic-version"), "2026-10-21");
}

QTEST_GUILESS_MAIN(tst_AnthropicDialect)
#include "tst_anthropicdialect.moc"
