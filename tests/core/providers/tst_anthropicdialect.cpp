// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

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
    void request_blanks_goWithTheRest();
    void request_maxTokens_isAlwaysThere();
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
    QTest::newRow("4.5 of vertex") << u"claude-haiku-4-5@20251001"_s << ours << true;
    QTest::newRow("a known one behind another's server")
        << u"claude-opus-5-5"_s << QString() << false;
    QTest::newRow("the same with a prefix") << u"anthropic/claude-opus-4.8"_s << QString() << false;
    QTest::newRow("an old one there") << u"claude-opus-4-6"_s << QString() << true;
    QTest::newRow("one not known there") << u"claude-next"_s << QString() << true;
    QTest::newRow("another's model there") << u"glm-5-2"_s << QString() << true;
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
    QTest::newRow("a path that only looks pasted")
        << u"https://h/messages"_s << u"https://h/messages/v1/messages"_s;
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
    QString models = expected;
    models.replace(models.size() - 8, 8, u"models"_s);
    QCOMPARE(messages().modelsRequest(provider, {}).url.toString(QUrl::RemoveQuery), models);
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

void tst_AnthropicDialect::request_blanks_goWithTheRest()
{
    ChatRequest request = asked(u"m"_s);
    request.stream = false;
    request.messages = {
        {Role::User, {ContentPart::ofText("\n"), ContentPart::ofText("a")}},
        {Role::Assistant, {ContentPart::ofText(" ")}},
        Message::ofText(Role::User, "b"),
    };
    const Result<WireRequest> wire = messages().chatRequest(anthropic(), {}, request);
    QVERIFY(wire);
    QVERIFY2(wire->http.body.contains(R"("messages":[{"role":"user","content":"a"},)"
                                      R"({"role":"assistant","content":" "},)"
                                      R"({"role":"user","content":"b"}])"),
             wire->http.body.constData());
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
    const Result<ModelPage> unnamed =
        messages().decodeModels(R"({"data":[{"id":"a"},{"id":"b&c"}],"has_more":true})");
    QCOMPARE(unnamed->nextCursor, u"b&c"_s);
    const QUrl url = messages().modelsRequest(anthropic(), unnamed->nextCursor).url;
    QCOMPARE(QUrlQuery(url).queryItemValue(u"after_id"_s, QUrl::FullyDecoded), u"b&c"_s);
}

QTEST_GUILESS_MAIN(tst_AnthropicDialect)
#include "tst_anthropicdialect.moc"
