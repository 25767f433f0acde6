// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

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
    QTest::newRow("a path named models")
        << u"https://h/models"_s << u"https://h/models/chat/completions"_s;
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
    QCOMPARE(models.url.toString(), QString(expected).replace(u"chat/completions"_s, u"models"_s));
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
    QCOMPARE(chat().modelsRequest(openAi(), u"a/b"_s).url.query(QUrl::FullyDecoded),
             u"after=a/b"_s);
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
