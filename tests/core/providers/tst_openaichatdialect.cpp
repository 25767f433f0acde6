// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/domain/completion.h"
#include "core/providers/dialect.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

Provider openAi()
{
    Provider provider;
    provider.name = u"openai"_s;
    provider.title = u"OpenAI"_s;
    provider.catalogue = u"openai"_s;
    provider.baseUrl = QUrl(u"https://api.openai.com/v1"_s);
    provider.quirks.maxTokensField = u"max_completion_tokens"_s;
    return provider;
}

Provider local()
{
    Provider provider;
    provider.name = u"local"_s;
    provider.baseUrl = QUrl(u"http://localhost:11434/v1/"_s);
    return provider;
}

ChatRequest asked(const QString &model)
{
    ChatRequest request;
    request.model = model;
    request.messages = {Message::ofText(Role::System, "Be brief."),
                        Message::ofText(Role::User, "Hi \"you\"")};
    request.parameters.maxTokens = 10;
    return request;
}

const Dialect &chat() { return Dialect::of(Protocol::OpenAiChat); }

QByteArray bodyOf(const Provider &provider, const ChatRequest &request)
{
    const Result<WireRequest> wire = chat().chatRequest(provider, {}, request);
    return wire ? wire->http.body : QByteArray("failed");
}

Completion streamed(const QByteArrayList &events, const Provider &provider = local())
{
    const std::unique_ptr<StreamDecoder> decoder = chat().streamDecoder(provider);
    ChatEvents out;
    for (const QByteArray &data : events)
        decoder->decode({{}, data}, out);
    decoder->finish(out);
    Completion completion;
    for (const ChatEvent &event : out)
        completion.add(event);
    return completion;
}

QByteArray delta(const QByteArray &members)
{
    return QByteArray(R"({"id":"a","model":"m","choices":[{"index":0,"delta":{)" + members
                      + "}}]}");
}

const QByteArray stopChunk = R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})";

} // namespace

class tst_OpenAiChatDialect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void request_plain_isByteForByte();
    void request_goesToTheRightPlace_data();
    void request_goesToTheRightPlace();
    void request_reasoningModel_dropsWhatItRefuses();
    void request_sampling_byFamily_data();
    void request_sampling_byFamily();
    void request_foreignServer_getsWhatTheUserSet();
    void request_turnsWithToolsAndImages();
    void request_empty_fails_data();
    void request_empty_fails();
    void request_brokenToolSchema_fails();
    void stream_toolCalls_data();
    void stream_toolCalls();
    void stream_reasoning_data();
    void stream_reasoning();
    void stream_finishes_data();
    void stream_finishes();
    void stream_usage_data();
    void stream_usage();
    void stream_ends_data();
    void stream_ends();
    void stream_abandoned_saysWhatIsKnown();
    void stream_oneMalformedEvent_isAWarning();
    void stream_hostileEvents_doNoHarm();
    void stream_errors_data();
    void stream_errors();
    void reply_data();
    void reply();
    void failure_data();
    void failure();
    void failure_retryAfter_data();
    void failure_retryAfter();
    void models_areRead();
    void protocolNames_goBothWays();
};

void tst_OpenAiChatDialect::request_plain_isByteForByte()
{
    ChatRequest request = asked(u"gpt-4o"_s);
    request.parameters.temperature = 0.5;
    request.parameters.seed = 7;
    request.parameters.stop = {u"END"_s};
    QCOMPARE(bodyOf(openAi(), request),
             R"({"model":"gpt-4o","messages":[{"role":"system","content":"Be brief."},)"
             R"({"role":"user","content":"Hi \"you\""}],"max_completion_tokens":10,)"
             R"("temperature":0.5,"seed":7,"stop":["END"],"stream":true,)"
             R"("stream_options":{"include_usage":true}})");
    request.stream = false;
    QVERIFY(!bodyOf(openAi(), request).contains("stream"));
}

void tst_OpenAiChatDialect::request_goesToTheRightPlace_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("expected");
    QTest::newRow("with version") << u"https://h/v1"_s << u"https://h/v1/chat/completions"_s;
    QTest::newRow("with a slash") << u"https://h/v1/"_s << u"https://h/v1/chat/completions"_s;
    QTest::newRow("without version") << u"https://h"_s << u"https://h/chat/completions"_s;
    QTest::newRow("the whole path pasted")
        << u"https://h/v1/chat/completions"_s << u"https://h/v1/chat/completions"_s;
    QTest::newRow("a query stays") << u"https://h/openai/d?api-version=1"_s
                                   << u"https://h/openai/d/chat/completions?api-version=1"_s;
}

void tst_OpenAiChatDialect::request_goesToTheRightPlace()
{
    QFETCH(QString, base);
    QFETCH(QString, expected);
    Provider provider = openAi();
    provider.baseUrl = QUrl(base);
    provider.organization = u"org"_s;
    provider.headers = {{"X-Team", "lab"}, {"accept", "*/*"}};
    const Result<WireRequest> wire = chat().chatRequest(provider, {}, asked(u"m"_s));
    QVERIFY(wire);
    QCOMPARE(wire->http.url.toString(), expected);
    QCOMPARE(wire->http.method, "POST");
    QCOMPARE(wire->http.headers.value("x-team"), "lab");
    QCOMPARE(wire->http.headers.value("accept"), "*/*");
    QCOMPARE(wire->http.headers.value("content-type"), "application/json");
    QCOMPARE(wire->http.headers.value("openai-organization"), "org");
    QCOMPARE(wire->http.secretHeader, "Authorization");
    QCOMPARE(wire->http.secretPrefix, "Bearer ");
    QVERIFY(wire->http.secret.isEmpty());

    provider.quirks.keyHeader = u"api-key"_s;
    const HttpRequest models = chat().modelsRequest(provider, {});
    QCOMPARE(models.method, "GET");
    QCOMPARE(models.secretHeader, "api-key");
    QVERIFY(models.secretPrefix.isEmpty());
}

void tst_OpenAiChatDialect::request_reasoningModel_dropsWhatItRefuses()
{
    ChatRequest request = asked(u"o3"_s);
    request.parameters.temperature = 0;
    request.parameters.topP = 0.5;
    request.parameters.stop = {u"x"_s};
    request.parameters.effort = u"low"_s;
    const Result<WireRequest> wire = chat().chatRequest(openAi(), {}, request);
    QVERIFY(wire);
    QCOMPARE(wire->notes.size(), 3);
    QVERIFY(wire->notes.constFirst().contains("temperature"_L1));
    QVERIFY(!wire->http.body.contains("temperature") && !wire->http.body.contains("top_p"));
    QVERIFY(!wire->http.body.contains("\"stop\""));
    QVERIFY(wire->http.body.contains(R"("reasoning_effort":"low")"));
    QVERIFY(wire->http.body.contains(R"({"role":"developer","content":"Be brief."})"));
}

void tst_OpenAiChatDialect::request_sampling_byFamily_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("effort");
    QTest::addColumn<bool>("sent");
    QTest::newRow("gpt-4.1") << u"gpt-4.1"_s << QString() << true;
    QTest::newRow("gpt-5") << u"gpt-5-mini"_s << QString() << false;
    QTest::newRow("gpt-5 chat") << u"gpt-5-chat-latest"_s << QString() << true;
    QTest::newRow("gpt-5.1 by default") << u"gpt-5.1"_s << QString() << false;
    QTest::newRow("gpt-5.1 without reasoning") << u"gpt-5.1"_s << u"none"_s << true;
    QTest::newRow("gpt-6.1-sol never") << u"gpt-6.1-sol"_s << u"none"_s << false;
    QTest::newRow("gpt-6.1-terra without reasoning") << u"gpt-6.1-terra"_s << u"none"_s << true;
    QTest::newRow("unknown") << u"new-model"_s << QString() << true;
}

void tst_OpenAiChatDialect::request_sampling_byFamily()
{
    QFETCH(QString, model);
    QFETCH(QString, effort);
    QFETCH(bool, sent);
    ChatRequest request = asked(model);
    request.parameters.temperature = 0.25;
    request.parameters.effort = effort;
    const Result<WireRequest> wire = chat().chatRequest(openAi(), {}, request);
    QVERIFY(wire);
    QCOMPARE(wire->http.body.contains(R"("temperature":0.25)"), sent);
    QCOMPARE(wire->notes.isEmpty(), sent);
}

void tst_OpenAiChatDialect::request_foreignServer_getsWhatTheUserSet()
{
    ChatRequest request = asked(u"o3"_s);
    request.parameters.temperature = 0;
    request.parameters.seed = 3;
    Provider provider = local();
    provider.quirks.seedField = u"random_seed"_s;
    provider.quirks.streamUsage = false;
    QCOMPARE(bodyOf(provider, request),
             R"({"model":"o3","messages":[{"role":"system","content":"Be brief."},)"
             R"({"role":"user","content":"Hi \"you\""}],"max_tokens":10,"temperature":0,)"
             R"("random_seed":3,"stream":true})");
}

void tst_OpenAiChatDialect::request_turnsWithToolsAndImages()
{
    using Kind = ContentPart::Kind;
    ChatRequest request = asked(u"gpt-5.6-sol"_s);
    const ToolCall call{u"c1"_s, u"f"_s, R"({"a": 1.50})"};
    const ContentPart details{.kind = Kind::Opaque,
                              .payload = R"({"reasoning_details":[{"x":1}]})",
                              .payloadProtocol = u"openai-chat"_s};
    request.messages = {
        {Role::User, {ContentPart::ofText("look"), {.kind = Kind::Image, .text = "png"}}},
        {Role::Assistant,
         {{.kind = Kind::Reasoning, .text = "hm"},
          details,
          {.kind = Kind::ToolCall, .toolCall = call}}},
        {Role::Tool, {{.kind = Kind::ToolResult, .text = "12\xff", .toolCall = call}}},
    };
    request.tools = {{u"f"_s, u"does"_s, R"({"type":"object"})"}};
    request.stream = false;
    Provider provider = openAi();
    provider.quirks.reasoningField = u"reasoning_content"_s;
    QCOMPARE(bodyOf(provider, request),
             R"({"model":"gpt-5.6-sol","messages":[{"role":"user","content":[)"
             R"({"type":"text","text":"look"},{"type":"image_url","image_url":)"
             R"({"url":"data:image/png;base64,cG5n"}}]},{"role":"assistant","content":null,)"
             R"("reasoning_content":"hm","reasoning_details":[{"x":1}],"tool_calls":[)"
             R"({"id":"c1","type":"function","function":{"name":"f",)"
             R"("arguments":"{\"a\": 1.50}"}}]},)"
             "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"12\xef\xbf\xbd\"}],"
             R"("max_completion_tokens":10,"reasoning_effort":"none","tools":[{"type":)"
             R"("function","function":{"name":"f","description":"does","parameters":)"
             R"({"type":"object"}}}]})");
}

void tst_OpenAiChatDialect::request_empty_fails_data()
{
    QTest::addColumn<QList<Message>>("messages");
    QTest::newRow("nothing") << QList<Message>();
    QTest::newRow("blanks") << QList<Message>{Message::ofText(Role::User, " \n")};
    QTest::newRow("a system turn only") << QList<Message>{Message::ofText(Role::System, "x")};
}

void tst_OpenAiChatDialect::request_empty_fails()
{
    QFETCH(QList<Message>, messages);
    for (const Protocol protocol : {Protocol::OpenAiChat, Protocol::Anthropic}) {
        const Result<WireRequest> wire = Dialect::of(protocol).chatRequest(
            openAi(), {}, {.model = u"m"_s, .messages = messages});
        QVERIFY(!wire);
        QCOMPARE(wire.failure().kind, FailureKind::InvalidRequest);
        QVERIFY(wire.failure().message.contains("empty"_L1));
    }
}

void tst_OpenAiChatDialect::request_brokenToolSchema_fails()
{
    ChatRequest request = asked(u"m"_s);
    request.tools = {{u"f"_s, {}, "{\n\n]"}};
    const Result<WireRequest> wire = chat().chatRequest(openAi(), {}, request);
    QVERIFY(!wire);
    QVERIFY(wire.failure().message.contains("line 3"_L1));
}

void tst_OpenAiChatDialect::stream_toolCalls_data()
{
    QTest::addColumn<QByteArrayList>("fragments");
    QTest::addColumn<QByteArrayList>("expected"); // id name arguments
    const auto row = [](const char *name, const QByteArrayList &fragments,
                        const QByteArrayList &expected) {
        QTest::newRow(name) << fragments << expected;
    };
    row("in fragments",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":""}})",
         R"({"index":0,"function":{"arguments":"{\"x\""}})",
         R"({"index":0,"function":{"arguments":":1}"}})"},
        {R"(a f {"x":1})"});
    row("index from one", {R"({"index":1,"id":"a","function":{"name":"f","arguments":"{}"}})"},
        {"a f {}"});
    row("no index at all",
        {R"({"id":"a","function":{"name":"f","arguments":"{"}})",
         R"({"function":{"arguments":"}"}})",
         R"({"id":"b","function":{"name":"g","arguments":"[]"}})"},
        {"a f {}", "b g []"});
    row("a second call reuses the index",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":"1"}})",
         R"({"index":0,"id":"b","function":{"name":"g","arguments":"2"}})",
         R"({"index":0,"function":{"arguments":"3"}})"},
        {"a f 1", "b g 23"});
    row("empty names and null arguments overwrite nothing",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":null}})",
         R"({"index":0,"id":"","function":{"name":"","arguments":"{}"}})"},
        {"a f {}"});
    row("the id is repeated",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":"1"}})",
         R"({"index":0,"id":"a","function":{"name":"f","arguments":"2"}})"},
        {"a f 12"});
    row("arguments as an object",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":{"x": 1.0}}})"},
        {R"(a f {"x": 1.0})"});
    row("interleaved",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":"1"}})",
         R"({"index":1,"id":"b","function":{"name":"g","arguments":"2"}})",
         R"({"index":0,"function":{"arguments":"3"}})"},
        {"a f 13", "b g 2"});
}

void tst_OpenAiChatDialect::stream_toolCalls()
{
    QFETCH(QByteArrayList, fragments);
    QFETCH(QByteArrayList, expected);
    QByteArrayList events;
    for (const QByteArray &fragment : fragments)
        events.append(delta(R"("tool_calls":[)" + fragment + "]"));
    events << stopChunk << "[DONE]";
    const Completion got = streamed(events);
    QByteArrayList calls;
    for (const ToolCall &call : got.toolCalls)
        calls.append(
            QByteArray(call.id.toUtf8() + ' ' + call.name.toUtf8() + ' ' + call.arguments));
    QCOMPARE(calls, expected);
    QCOMPARE(got.effectiveFinish(), Finish::ToolCalls);
    QCOMPARE(got.warnings, QStringList());
}

void tst_OpenAiChatDialect::stream_reasoning_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("reasoning");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &members, const QByteArray &reasoning,
                        const QByteArray &text) {
        QTest::newRow(name) << members << reasoning << text;
    };
    row("reasoning_content", R"("reasoning_content":"r","content":null)", "r", "");
    row("reasoning", R"("reasoning":"r","content":"t")", "r", "t");
    row("never both", R"("reasoning":"r","reasoning_content":"r")", "r", "");
    row("details only", R"("reasoning_details":[{"type":"reasoning.text","text":"r"}])", "r", "");
    row("details and text",
        R"("reasoning":"r","reasoning_details":[{"type":"reasoning.text","text":"r"}])", "r", "");
    row("a list of content",
        R"("content":[{"type":"thinking","thinking":[{"type":"text","text":"r"}]},)"
        R"({"type":"text","text":"t"},"u"])",
        "r", "tu");
}

void tst_OpenAiChatDialect::stream_reasoning()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, reasoning);
    QFETCH(QByteArray, text);
    const Completion got = streamed({delta(members), stopChunk, "[DONE]"});
    QCOMPARE(got.reasoning, reasoning);
    QCOMPARE(got.text, text);
    QVERIFY(got.ended);
}

void tst_OpenAiChatDialect::stream_finishes_data()
{
    QTest::addColumn<QString>("raw");
    QTest::addColumn<Finish>("finish");
    QTest::newRow("stop") << u"stop"_s << Finish::Stop;
    QTest::newRow("length") << u"length"_s << Finish::Length;
    QTest::newRow("mistral's length") << u"model_length"_s << Finish::Length;
    QTest::newRow("tool_calls") << u"tool_calls"_s << Finish::ToolCalls;
    QTest::newRow("function_call") << u"function_call"_s << Finish::ToolCalls;
    QTest::newRow("content_filter") << u"content_filter"_s << Finish::Refused;
    QTest::newRow("error") << u"error"_s << Finish::Error;
    QTest::newRow("unknown is a stop") << u"so_it_goes"_s << Finish::Stop;
}

void tst_OpenAiChatDialect::stream_finishes()
{
    QFETCH(QString, raw);
    QFETCH(Finish, finish);
    const QByteArray last =
        R"({"choices":[{"delta":{},"finish_reason":")" + raw.toUtf8() + R"("}]})";
    const Completion got = streamed({delta(R"("content":"t")"), last, "[DONE]"});
    QCOMPARE(got.finishRaw, raw);
    QCOMPARE(got.finish, finish);
    QCOMPARE(got.text, "t");
}

void tst_OpenAiChatDialect::stream_usage_data()
{
    QTest::addColumn<QByteArray>("usage");
    QTest::addColumn<QList<qint64>>("counts"); // input, read, write, long, output, reasoning
    QTest::addColumn<qint64>("picos"); // -1: no cost
    const auto row = [](const char *name, const QByteArray &usage, const QList<qint64> &counts,
                        qint64 picos = -1) { QTest::newRow(name) << usage << counts << picos; };
    row("openai",
        R"({"prompt_tokens":20,"completion_tokens":9,"total_tokens":29,"prompt_tokens_details":)"
        R"({"cached_tokens":5,"cache_write_tokens":7,"cache_write_tokens_details":)"
        R"({"ttl_12h_tokens":3}},"completion_tokens_details":{"reasoning_tokens":4}})",
        {20, 5, 7, 3, 9, 4});
    row("mistral's first spelling",
        R"({"prompt_tokens":20,"completion_tokens":1,"num_cached_tokens":5})", {20, 5, 0, 0, 1, 0});
    row("mistral's third spelling",
        R"({"prompt_tokens":20,"completion_tokens":1,"prompt_token_details":{"cached_tokens":5}})",
        {20, 5, 0, 0, 1, 0});
    row("moonshot", R"({"prompt_tokens":20,"completion_tokens":1,"cached_tokens":5})",
        {20, 5, 0, 0, 1, 0});
    row("deepseek",
        R"({"completion_tokens":1,"prompt_cache_hit_tokens":5,"prompt_cache_miss_tokens":15})",
        {20, 5, 0, 0, 1, 0});
    row("xai: reasoning on top",
        R"({"prompt_tokens":12,"completion_tokens":1,"total_tokens":303,)"
        R"("completion_tokens_details":{"reasoning_tokens":290},"cost_in_usd_ticks":1466250})",
        {12, 0, 0, 0, 291, 290}, 146'625'000);
    row("xai of old: cached apart",
        R"({"prompt_tokens":3,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":9}})",
        {12, 9, 0, 0, 1, 0});
    row("reasoning above output is bounded",
        R"({"prompt_tokens":1,"completion_tokens":10,"total_tokens":11,)"
        R"("completion_tokens_details":{"reasoning_tokens":11}})",
        {1, 0, 0, 0, 10, 10});
    row("openrouter's cost", R"({"prompt_tokens":1,"completion_tokens":1,"cost":0.000669})",
        {1, 0, 0, 0, 1, 0}, 669'000'000);
    row("a cost with exponent", R"({"prompt_tokens":1,"completion_tokens":1,"cost":1.29e-05})",
        {1, 0, 0, 0, 1, 0}, 12'900'000);
    row("own key: the fee and the price upstream",
        R"({"prompt_tokens":1,"completion_tokens":1,"cost":0.1,"is_byok":true,)"
        R"("cost_details":{"upstream_inference_cost":0.2}})",
        {1, 0, 0, 0, 1, 0}, 300'000'000'000);
    row("nonsense", R"({"prompt_tokens":-5,"completion_tokens":"x","cost":-1})",
        {0, 0, 0, 0, 0, 0});
    row("absurd", R"({"prompt_tokens":9223372036854775807,"completion_tokens":1})",
        {1'000'000'000'000'000, 0, 0, 0, 1, 0});
}

void tst_OpenAiChatDialect::stream_usage()
{
    QFETCH(QByteArray, usage);
    QFETCH(QList<qint64>, counts);
    QFETCH(qint64, picos);
    const Completion got = streamed({delta(R"("content":"t")"), stopChunk,
                                     R"({"choices":[],"usage":)" + usage + "}", "[DONE]"});
    QVERIFY(got.usage);
    const Usage &u = *got.usage;
    QCOMPARE((QList<qint64>{u.input, u.cachedRead, u.cacheWrite, u.cacheWriteLong, u.output,
                            u.reasoning}),
             counts);
    QCOMPARE(got.usageRaw, usage);
    QCOMPARE(got.reportedCost ? got.reportedCost->picos : -1, picos);
    QCOMPARE(got.warnings.size(), usage.contains(":11}") ? 1 : 0);

    const Completion groq = streamed({delta(R"("content":"t")"), stopChunk,
                                      R"({"choices":[],"x_groq":{"usage":)" + usage + "}}"});
    QCOMPARE(groq.usage, got.usage);
}

void tst_OpenAiChatDialect::stream_ends_data()
{
    QTest::addColumn<QByteArrayList>("events");
    QTest::addColumn<bool>("ended");
    QTest::addColumn<int>("warnings");
    const QByteArray text = delta(R"("content":"t")");
    QTest::newRow("with [DONE]") << QByteArrayList{text, stopChunk, "[DONE]"} << true << 0;
    QTest::newRow("with blanks around it") << QByteArrayList{text, " [DONE] "} << true << 0;
    QTest::newRow("with a reason alone") << QByteArrayList{text, stopChunk} << true << 1;
    QTest::newRow("cut") << QByteArrayList{text} << false << 0;
    QTest::newRow("empty") << QByteArrayList{} << false << 0;
    QTest::newRow("what follows the end is ignored")
        << QByteArrayList{text, "[DONE]", text, "[DONE]"} << true << 0;
}

void tst_OpenAiChatDialect::stream_ends()
{
    QFETCH(QByteArrayList, events);
    QFETCH(bool, ended);
    QFETCH(int, warnings);
    const Completion got = streamed(events);
    QCOMPARE(got.ended, ended);
    QCOMPARE(got.failure.has_value(), !ended);
    QCOMPARE(got.warnings.size(), warnings);
    QCOMPARE(got.text, events.isEmpty() ? QByteArray() : QByteArray("t"));
    if (!ended)
        QCOMPARE(got.failure->kind, FailureKind::StreamCut);
}

void tst_OpenAiChatDialect::stream_abandoned_saysWhatIsKnown()
{
    const std::unique_ptr<StreamDecoder> decoder = chat().streamDecoder(local());
    ChatEvents out;
    decoder->decode({{}, delta(R"("reasoning_details":[{"type":"reasoning.text","text":"r"}])")},
                    out);
    decoder->decode(
        {{}, R"({"error":{"code":502,"message":"said"},"choices":[{"delta":{"content":"t"}}]})"},
        out);
    decoder->abandon(out);
    decoder->finish(out);
    Completion got;
    for (const ChatEvent &event : out)
        got.add(event);
    QVERIFY(got.failure);
    QCOMPARE(got.failure->detail, u"said"_s);
    QCOMPARE(got.opaque.size(), 1);
    QVERIFY(!got.ended);
}

void tst_OpenAiChatDialect::stream_oneMalformedEvent_isAWarning()
{
    const Completion got =
        streamed({delta(R"("content":"a")"), R"({"choices":[{"delta":{"content":"lost)",
                  delta(R"("content":"b")"), stopChunk, "[DONE]"});
    QCOMPARE(got.text, "ab");
    QCOMPARE(got.warnings.size(), 1);
    QVERIFY(got.ended && !got.failure);
}

void tst_OpenAiChatDialect::stream_hostileEvents_doNoHarm()
{
    QByteArrayList events;
    events << ""
           << "null"
           << "[]"
           << "7"
           << "{}"
           << R"({"choices":7})"
           << R"({"choices":[7]})"
           << R"({"choices":[{"delta":7}]})"
           << R"({"choices":[{"delta":{"content":{"a":1}}}]})"
           << R"({"choices":[{"delta":{"tool_calls":[7,null,{}]}}]})"
           << R"({"choices":[{"delta":{"tool_calls":[{"index":-9223372036854775808}]}}]})"
           << R"({"choices":[{"index":5,"delta":{"content":"other"}}]})"
           << R"({"usage":7,"x_groq":8,"id":9,"model":{}})" << QByteArray(300, '[') << "\xff\xfe"
           << R"({"choices":[{"delta":{"content":"\ud83d!"}}]})";
    for (int i = 0; i < 1000; ++i)
        events << "broken" << delta(R"("f)" + QByteArray::number(i) + R"(":1)");
    events << stopChunk << "[DONE]";
    const Completion got = streamed(events);
    QCOMPARE(got.text, "\xef\xbf\xbd!");
    QVERIFY(got.ended);
    QVERIFY(got.warnings.size() <= 20 + 2);
    QVERIFY(got.toolCalls.size() <= 3);
}

void tst_OpenAiChatDialect::stream_errors_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<FailureKind>("first"); // before any token
    QTest::addColumn<FailureKind>("later");
    using enum FailureKind;
    const auto row = [](const char *name, const QByteArray &error, FailureKind first,
                        FailureKind later) { QTest::newRow(name) << error << first << later; };
    row("server error", R"({"error":{"message":"said","type":"server_error","code":null}})", Server,
        StreamCut);
    row("quota stays one", R"({"error":{"message":"said","code":"insufficient_quota"}})", Quota,
        Quota);
    row("status as the code", R"({"error":{"code":429,"message":"said"}})", RateLimited, StreamCut);
    row("groq", R"({"error":{"message":"said","type":"invalid_request_error","status_code":400}})",
        InvalidRequest, InvalidRequest);
    row("a string", R"({"error":"said"})", Server, StreamCut);
    row("vllm of old", R"({"object":"error","message":"said","code":400})", InvalidRequest,
        InvalidRequest);
    row("beside choices",
        R"({"error":{"code":502,"message":"said"},"choices":[{"delta":{"content":""}}]})", Server,
        StreamCut);
}

void tst_OpenAiChatDialect::stream_errors()
{
    QFETCH(QByteArray, error);
    QFETCH(FailureKind, first);
    QFETCH(FailureKind, later);
    const Completion early = streamed({error});
    QVERIFY(early.failure);
    QCOMPARE(early.failure->kind, first);
    QCOMPARE(early.failure->detail, u"said"_s);
    const Completion late =
        streamed({delta(R"("content":"t")"), error,
                  R"({"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}})", "[DONE]"});
    QVERIFY(late.failure);
    QCOMPARE(late.failure->kind, later);
    QCOMPARE(late.text, "t");
    QVERIFY(!late.ended);
    QCOMPARE(late.usage.has_value(), error.contains("choices"));
}

void tst_OpenAiChatDialect::reply_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("good");
    QTest::addColumn<FailureKind>("kind");
    using enum FailureKind;
    QTest::newRow("good after empty lines")
        << QByteArray("\n\n"
                      R"({"choices":[{"message":{"content":"t"},"finish_reason":"stop"}]})")
        << true << Server;
    QTest::newRow("nothing") << QByteArray() << false << BadReply;
    QTest::newRow("a web page") << QByteArray("<!DOCTYPE html><p>x") << false << BadReply;
    QTest::newRow("truncated") << QByteArray(R"({"choices":[{"mess)") << false << BadReply;
    QTest::newRow("no answer in it") << QByteArray(R"({"choices":[]})") << false << BadReply;
    QTest::newRow("an error") << QByteArray(R"({"error":{"code":"insufficient_quota"}})") << false
                              << Quota;
}

void tst_OpenAiChatDialect::reply()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, good);
    QFETCH(FailureKind, kind);
    ChatEvents events;
    chat().decodeReply(local(), body, events);
    Completion got;
    for (const ChatEvent &event : events)
        got.add(event);
    QCOMPARE(got.ended, good);
    QCOMPARE(got.text, good ? QByteArray("t") : QByteArray());
    if (!good)
        QCOMPARE(got.failure->kind, kind);
}

void tst_OpenAiChatDialect::failure_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<FailureKind>("kind");
    using enum FailureKind;
    const auto row = [](const char *name, int status, const QByteArray &body, FailureKind kind) {
        QTest::newRow(name) << status << body << kind;
    };
    const auto code = [](const QByteArray &text) {
        return QByteArray(R"({"error":{"message":"m","code":")" + text + R"("}})");
    };
    const auto says = [](const QByteArray &text) {
        return QByteArray(R"({"error":{"message":")" + text + R"("}})");
    };
    row("redirect", 302, "", BadReply);
    row("wrong key", 401, code("invalid_api_key"), Auth);
    row("forbidden, no body", 403, "", Auth);
    row("forbidden page", 403, "<html>", Auth);
    row("no credit", 402, "", Quota);
    row("quota as 429", 429, code("insufficient_quota"), Quota);
    row("rate limit", 429, code("rate_limit_exceeded"), RateLimited);
    row("unknown model", 404, code("model_not_found"), NotFound);
    row("unknown model as 400", 400, code("model_not_found"), NotFound);
    row("unknown path page", 404, "<html>", NotFound);
    row("page for a bad request", 400, "<html>", BadReply);
    row("bad request", 400, code("unsupported_value"), InvalidRequest);
    row("content filter", 400, code("content_filter"), Refused);
    row("too long by code", 400, code("context_length_exceeded"), ContextLength);
    row("too long, openrouter", 400, says("maximum context length is 10 tokens"), ContextLength);
    row("too long, llama.cpp", 400, says("exceeds the available context size"), ContextLength);
    row("too long, ollama", 400, says("prompt too long; exceeded max context length"),
        ContextLength);
    row("413 that says so", 413, says("Please reduce the length of the messages"), ContextLength);
    row("413 that does not", 413, "", InvalidRequest);
    row("time-out", 408, "", Server);
    row("conflict", 409, "", Server);
    row("server", 500, "<html>", Server);
    row("gateway", 502, "", Server);
    row("unavailable", 503, "", Overloaded);
    row("openrouter's number", 429, R"({"error":{"code":429,"message":"x"}})", RateLimited);
    row("openrouter's moderation", 403, R"({"error":{"code":403,"metadata":{"reasons":["x"]}}})",
        Refused);
    row("mistral at the top", 422, R"({"detail":[{"msg":"x"}]})", InvalidRequest);
    row("xai's string", 400, R"({"code":"x","error":"maximum prompt length is 5"})", ContextLength);
}

void tst_OpenAiChatDialect::failure()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(FailureKind, kind);
    const Failure got = chat().failure(openAi(), status, {}, body);
    QCOMPARE(got.kind, kind);
    QCOMPARE(got.status, status);
    QVERIFY(got.message.contains("OpenAI"_L1) && got.message.endsWith(u'.'));
    QVERIFY(!got.message.contains(u'%'));
    if (status == 302)
        QVERIFY(got.message.contains("key was not sent"_L1));
}

void tst_OpenAiChatDialect::failure_retryAfter_data()
{
    QTest::addColumn<HttpHeaders>("headers");
    QTest::addColumn<qint64>("wait"); // -1: none
    const QByteArray now = "Mon, 23 Nov 2026 12:00:00 GMT";
    const QByteArray then = "Mon, 23 Nov 2026 12:00:30 GMT";
    const auto row = [](const char *name, const HttpHeaders &headers, qint64 wait) {
        QTest::newRow(name) << headers << wait;
    };
    row("none", {}, -1);
    row("seconds", {{"Retry-After", "2.5"}}, 2500);
    row("milliseconds win", {{"retry-after", "9"}, {"retry-after-ms", "12.4"}}, 12);
    row("a date", {{"retry-after", then}, {"date", now}}, 30'000);
    row("a date that is past", {{"retry-after", now}, {"date", then}}, 0);
    row("a date without now", {{"retry-after", then}}, -1);
    row("nonsense", {{"retry-after", "soon"}, {"date", now}}, -1);
    row("negative", {{"retry-after", "-4"}}, -1);
    row("not a number", {{"retry-after", "nan"}}, -1);
    row("endless", {{"retry-after", "1e300"}}, 366LL * 24 * 3600 * 1000);
}

void tst_OpenAiChatDialect::failure_retryAfter()
{
    QFETCH(HttpHeaders, headers);
    QFETCH(qint64, wait);
    const Failure got = chat().failure(openAi(), 429, headers, {});
    QCOMPARE(got.retryAfter ? qint64(got.retryAfter->count()) : -1, wait);
}

void tst_OpenAiChatDialect::models_areRead()
{
    const Result<ModelPage> page = chat().decodeModels(
        R"({"data":[{"id":"a","shutdown_date":"2026-12-11"},{"id":"b","name":"B","context_length":5,)"
        R"("top_provider":{"max_completion_tokens":3}},{"id":"c","max_model_len":7},{}]})");
    QVERIFY(page);
    QCOMPARE(page->models,
             (QList<ListedModel>{{.id = u"a"_s, .endsOn = u"2026-12-11"_s},
                                 {u"b"_s, u"B"_s, 5, 3, {}},
                                 {.id = u"c"_s, .contextWindow = 7}}));
    QVERIFY(page->nextCursor.isEmpty());
    QVERIFY(!chat().decodeModels("<html>"));
    QCOMPARE(chat().decodeModels(R"({"a":1})").failure().kind, FailureKind::BadReply);
}

void tst_OpenAiChatDialect::protocolNames_goBothWays()
{
    for (const Protocol protocol :
         {Protocol::OpenAiChat, Protocol::OpenAiResponses, Protocol::Anthropic, Protocol::Gemini})
        QCOMPARE(protocolFromName(QString(protocolName(protocol))), protocol);
    QVERIFY(!protocolFromName(u"telex"));
    QVERIFY(Dialect::isSpoken(Protocol::Anthropic) && !Dialect::isSpoken(Protocol::Gemini));
}

QTEST_GUILESS_MAIN(tst_OpenAiChatDialect)
#include "tst_openaichatdialect.moc"
