// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/bytes.h"
#include "core/base/json.h"
#include "core/simulator/simulatedmodels.h"
#include "core/simulator/simulatedtext.h"
#include "core/simulator/simulator.h"
#include "core/simulator/simulatorhost.h"
#include "tests/support/manualclock.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

QByteArray chatBody(const QByteArray &more = {}, const QByteArray &model = "sim-swift")
{
    return "{\"model\":\"" + model
        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Explain how a rate limiter works\"}]"
        + more + '}';
}

QByteArray wholeRequest(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                        const QByteArray &fields)
{
    return method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + fields
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

constexpr char anthropic[] = "anthropic-version: 2023-06-01\r\n";

struct Answer
{
    bool isHttp = false;
    int status = 0;
    QByteArray head;
    QByteArray body; ///< Without the chunks around it.
    bool isWhole = false;
};

Answer parsedAnswer(const QByteArray &bytes)
{
    Answer answer;
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    answer.isHttp = bytes.startsWith("HTTP/1.1 ") && end > 0;
    if (!answer.isHttp)
        return answer;
    answer.status = bytes.mid(9, 3).toInt();
    answer.head = bytes.first(end + 2);
    QByteArray rest = bytes.mid(end + 4);
    if (!answer.head.contains("chunked")) {
        static const QRegularExpression length(u"Content-Length: (\\d+)"_s);
        const auto match = length.match(QString::fromLatin1(answer.head));
        answer.body = rest;
        answer.isWhole = match.captured(1).toLongLong() == rest.size();
        return answer;
    }
    for (;;) {
        const qsizetype line = rest.indexOf("\r\n");
        const qsizetype size = rest.left(qMax<qsizetype>(line, 0)).toLongLong(nullptr, 16);
        answer.isWhole = line > 0 && size == 0;
        if (line <= 0 || size == 0)
            return answer;
        answer.body += rest.mid(line + 2, size);
        rest = rest.mid(line + 2 + size + 2);
    }
}

/// The data of the events, each as one JSON text; "[DONE]" and comments as they are.
QList<QByteArray> eventsOf(const QByteArray &stream)
{
    QList<QByteArray> events;
    for (const QByteArray &block : stream.split('\n')) {
        if (block.startsWith("data: "))
            events.append(block.mid(6));
    }
    return events;
}

QByteArray joined(const QList<QByteArray> &events, const QList<QByteArray> &path)
{
    QByteArray text;
    for (const QByteArray &event : events) {
        Json::Document document;
        if (!document.parse(event))
            continue;
        Json::Value value = document.root();
        for (const QByteArray &step : path)
            value = step == "0" ? value.at(0) : value[step];
        text += value.string();
    }
    return text;
}

class Fixture
{
public:
    explicit Fixture(const QByteArray &plan = "{}", quint64 seed = 1)
        : m_simulator({.seed = seed, .speedFactor = 0, .plan = *FailurePlan::fromJson(plan, {})},
                      m_clock)
    {
        m_port = *m_simulator.listen(0);
    }

    QByteArray talk(const QByteArray &bytes, bool untilClosed = true)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
        socket.write(bytes);
        QByteArray got;
        const auto isDone = [&] {
            got += socket.readAll();
            return socket.state() == QAbstractSocket::UnconnectedState;
        };
        m_ended = QTest::qWaitFor(isDone, untilClosed ? 10'000 : 300);
        return got + socket.readAll();
    }
    Answer post(const QByteArray &path, const QByteArray &body, const QByteArray &fields = {})
    {
        return parsedAnswer(talk(wholeRequest("POST", path, body, fields)));
    }
    Answer chat(const QByteArray &more = {}, const QByteArray &model = "sim-swift")
    {
        return post("/v1/chat/completions", chatBody(more, model));
    }
    Answer messages(const QByteArray &more = {}, const QByteArray &model = "sim-swift")
    {
        return post("/v1/messages", chatBody(",\"max_tokens\":1000" + more, model), anthropic);
    }
    Answer fetched(const QByteArray &path, const QByteArray &fields = {})
    {
        return parsedAnswer(talk(wholeRequest("GET", path, {}, fields)));
    }

    ManualClock m_clock;
    Simulator m_simulator;
    quint16 m_port = 0;
    bool m_ended = false;
};

} // namespace

class tst_Simulator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void openAiStream_hasTheShape()
    {
        Fixture fixture;
        const Answer answer =
            fixture.chat(",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.isWhole);
        QVERIFY(answer.head.contains("Content-Type: text/event-stream\r\n"));
        const QList<QByteArray> events = eventsOf(answer.body);
        const QByteArray begin = "{\"id\":\"chatcmpl-sim";
        const QByteArray middle = "\",\"object\":\"chat.completion.chunk\",\"created\":1795000000,"
                                  "\"model\":\"sim-swift\",\"choices\":[{\"index\":0,\"delta\":";
        QVERIFY(events.first().startsWith(begin));
        QVERIFY(events.first().endsWith(
            QByteArray(middle
                       + "{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_"
                         "reason\":null}],\"usage\":null}")));
        QVERIFY(events[events.size() - 3].endsWith(QByteArray(
            middle + "{},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":null}")));
        QCOMPARE(events.last(), QByteArray("[DONE]"));

        Json::Document usage;
        QVERIFY(usage.parse(events[events.size() - 2]));
        QCOMPARE(usage.root()["choices"].raw().toByteArray(), QByteArray("[]"));
        const Json::Value counts = usage.root()["usage"];
        const qint64 tokens = events.size() - 4;
        QCOMPARE(counts["prompt_tokens"].toInt(), 12);
        QCOMPARE(counts["completion_tokens"].toInt(), tokens);
        QCOMPARE(counts["total_tokens"].toInt(), tokens + 12);
    }

    void openAiStream_sendsNoUsageUnasked()
    {
        Fixture fixture;
        const Answer answer = fixture.chat(",\"stream\":true");
        QVERIFY(!answer.body.contains("usage"));
        QVERIFY(answer.body.endsWith("\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"));
    }

    void anthropicStream_hasTheShape()
    {
        Fixture fixture;
        const Answer answer = fixture.messages(",\"stream\":true", "sim-thinker");
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.isWhole);
        QList<QByteArray> names;
        for (const QByteArray &line : answer.body.split('\n')) {
            if (line.startsWith("event: ") && (names.isEmpty() || names.last() != line.mid(7)))
                names.append(line.mid(7));
        }
        QCOMPARE(names,
                 (QList<QByteArray>{"message_start", "ping", "content_block_start",
                                    "content_block_delta", "content_block_stop",
                                    "content_block_start", "content_block_delta",
                                    "content_block_stop", "message_delta", "message_stop"}));
        const QList<QByteArray> events = eventsOf(answer.body);
        for (const QByteArray &event : events) {
            Json::Document document;
            QVERIFY2(document.parse(event), event.constData());
        }
        QVERIFY(events.first().contains(
            "\"usage\":{\"input_tokens\":12,\"cache_creation_input_tokens\":0,"
            "\"cache_read_input_tokens\":0,\"output_tokens\":1}}"));
        QCOMPARE(answer.body.count("signature_delta"), 1);
        QVERIFY(answer.body.contains(
            "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null}"));
        const qint64 deltas = answer.body.count("event: content_block_delta") - 1;
        QVERIFY(events[events.size() - 2].contains(
            QByteArray("\"output_tokens\":" + QByteArray::number(deltas) + ',')));
        QVERIFY(!joined(events, {"delta", "thinking"}).isEmpty());
    }

    void wholeReply_hasTheStreamsText()
    {
        Fixture fixture;
        const QByteArray openAi =
            joined(eventsOf(fixture.chat(",\"stream\":true", "sim-thinker").body),
                   {"choices", "0", "delta", "content"});
        const QByteArray thought =
            joined(eventsOf(fixture.chat(",\"stream\":true", "sim-thinker").body),
                   {"choices", "0", "delta", "reasoning_content"});
        Json::Document whole;
        QVERIFY(whole.parse(fixture.chat({}, "sim-thinker").body));
        const Json::Value message = whole.root()["choices"].at(0)["message"];
        QCOMPARE(message["content"].string(), openAi);
        QCOMPARE(message["reasoning_content"].string(), thought);
        QVERIFY(thought.size() > 200);
        QCOMPARE(whole.root()["choices"].at(0)["finish_reason"].string(), QByteArray("stop"));
        const Json::Value usage = whole.root()["usage"];
        QVERIFY(*usage["completion_tokens_details"]["reasoning_tokens"].toInt() >= 90);

        QVERIFY(whole.parse(fixture.messages({}, "sim-thinker").body));
        QCOMPARE(whole.root()["content"].at(0)["thinking"].string(), thought);
        QCOMPARE(whole.root()["content"].at(1)["text"].string(), openAi);
        QCOMPARE(whole.root()["stop_reason"].string(), QByteArray("end_turn"));
    }

    void answers_areTheSameForTheSameSeed()
    {
        const QByteArray first = Fixture().chat(",\"stream\":true").body;
        QCOMPARE(Fixture().chat(",\"stream\":true").body, first);
        QVERIFY(Fixture("{}", 2).chat(",\"stream\":true").body != first);
        QVERIFY(Fixture().chat(",\"stream\":true", "sim-steady").body != first);
    }

    void text_isMarkdownAboutThePrompt()
    {
        SimulatedChance chance(7);
        const QByteArray text = simulatedText("Explain how a rate limiter works", chance, 3);
        QVERIFY(text.contains("rate limiter"));
        QVERIFY(text.contains("\n## "));
        QVERIFY(text.contains("\n- **"));
        QVERIFY(text.contains("\n1. **"));
        QVERIFY(text.contains("\n```") && text.count("```") == 2);
        QVERIFY(text.contains("rate_limiter("));
        QVERIFY(!text.contains('{') || text.contains("```"));
        for (const char *slot : {"{t}", "{T}", "{a}", "{b}", "{f}"})
            QVERIFY2(!text.contains(slot), slot);
    }

    void tokens_joinToTheText_andKeepCharactersWhole_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("words") << QByteArray("one two  three\n\nfour");
        QTest::newRow("no blanks") << QByteArray(100, 'x');
        QTest::newRow("wide characters") << u"日本語のテキストは空白を含まない"_s.toUtf8();
    }

    void tokens_joinToTheText_andKeepCharactersWhole()
    {
        QFETCH(QByteArray, text);
        const QList<QByteArray> tokens = simulatedTokens(text);
        QCOMPARE(tokens.join(), text);
        for (const QByteArray &token : tokens) {
            QVERIFY(!token.isEmpty());
            QCOMPARE(QString::fromUtf8(token).toUtf8(), token);
        }
    }

    void topic_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<QByteArray>("topic");
        QTest::newRow("a clause") << QByteArray("Explain how a rate limiter works, please")
                                  << QByteArray("rate limiter");
        QTest::newRow("nothing") << QByteArray() << QByteArray("the question");
        QTest::newRow("only small words")
            << QByteArray("What is it?") << QByteArray("the question");
        QTest::newRow("no letters of ours") << u"日本語"_s.toUtf8() << QByteArray("the question");
    }

    void topic()
    {
        QFETCH(QByteArray, prompt);
        QTEST(simulatedTopic(prompt), "topic");
        SimulatedChance chance(1);
        QVERIFY(!simulatedText(prompt, chance, 3).isEmpty());
    }

    void json_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("json_object")
            << QByteArray(",\"response_format\":{\"type\":\"json_object\"}")
            << QByteArray("summary");
        QTest::newRow("json_schema") << QByteArray(
            ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\","
            "\"schema\":{\"type\":\"object\",\"properties\":{\"colour\":{\"enum\":[\"red\"]}}}}}")
                                     << QByteArray("colour");
    }

    void json()
    {
        QFETCH(QByteArray, more);
        QFETCH(QByteArray, key);
        Json::Document reply;
        QVERIFY(reply.parse(Fixture().chat(more).body));
        Json::Document content;
        QVERIFY(content.parse(reply.root()["choices"].at(0)["message"]["content"].string()));
        QVERIFY(!content.root()[key].string().isEmpty());
    }

    void jsonInTheSystemPrompt_givesJson()
    {
        Json::Document reply;
        QVERIFY(reply.parse(Fixture().messages(",\"system\":\"Answer in JSON only.\"").body));
        Json::Document content;
        QVERIFY(content.parse(reply.root()["content"].at(0)["text"].string()));
    }

    void schema_isFollowed()
    {
        const QByteArray schema =
            "{\"type\":\"object\",\"properties\":{\n            "
            "\"n\":{\"type\":\"integer\",\"minimum\":3,\"maximum\":3},\n            "
            "\"list\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/"
            "item\"},\"minItems\":2,\"maxItems\":2},\n            "
            "\"maybe\":{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\"}]},\n            "
            "\"when\":{\"type\":\"string\",\"format\":\"date\"}, \"yes\":{\"const\":true}},\n      "
            "      "
            "\"$defs\":{\"item\":{\"type\":\"object\",\"properties\":{\"deep\":{\"$ref\":\"#/$defs/"
            "item\"}}}}}";
        SimulatedChance chance(1);
        Json::Document document;
        QVERIFY(document.parse(simulatedJson("tea", schema, chance)));
        const Json::Value root = document.root();
        QCOMPARE(root["n"].toInt(), 3);
        QCOMPARE(root["list"].size(), 2);
        QVERIFY(root["list"].at(0)["deep"].isObject());
        QVERIFY(root["maybe"].isNull());
        QCOMPARE(root["when"].string(), QByteArray("2026-11-23"));
        QCOMPARE(root["yes"].toBool(), true);
    }

    void wildSchema_staysSmall_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::newRow("arrays of arrays of themselves")
            << QByteArray("{\"type\":\"array\",\"minItems\":20,\"items\":{\"$ref\":\"#\"}}");
        QTest::newRow("objects of themselves")
            << QByteArray("{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"properties\":{"
                          "\"b\":{\"$ref\":\"#/$defs/a\"},\"c\":{\"$ref\":\"#/$defs/a\"},"
                          "\"d\":{\"$ref\":\"#/$defs/a\"},\"e\":{\"$ref\":\"#/$defs/a\"},"
                          "\"f\":{\"$ref\":\"#/$defs/a\"},\"g\":{\"$ref\":\"#/$defs/a\"}}}}}");
        QTest::newRow("anyOf of itself") << QByteArray("{\"anyOf\":[{\"$ref\":\"#\"}]}");
        QTest::newRow("a text without end")
            << QByteArray("{\"type\":\"string\",\"minLength\":1000000000000}");
        QTest::newRow("a text of a negative length")
            << QByteArray("{\"type\":\"string\",\"minLength\":-5,\"maxLength\":-1}");
        QTest::newRow("fewer than no items") << QByteArray("{\"type\":\"array\",\"maxItems\":-1}");
        QTest::newRow("numbers at the ends")
            << QByteArray("{\"type\":\"integer\",\"minimum\":-9223372036854775808,"
                          "\"maximum\":9223372036854775807}");
        QTest::newRow("above the largest number")
            << QByteArray("{\"type\":\"integer\",\"exclusiveMinimum\":9223372036854775807}");
        QTest::newRow("large constants") << QByteArray(
            "{\"type\":\"array\",\"minItems\":20,\"items\":{\"type\":\"array\",\"minItems\":20,"
            "\"items\":{\"const\":\""
            + QByteArray(100'000, 'x') + "\"}}}");
    }

    void wildSchema_staysSmall()
    {
        QFETCH(QByteArray, schema);
        SimulatedChance chance(1);
        const QByteArray json = simulatedJson("tea", schema, chance);
        Json::Document document;
        QVERIFY2(document.parse(json), json.left(200).constData());
        QVERIFY2(json.size() < 400'000, QByteArray::number(json.size()).constData());
    }

    void numbers_keepTheirBounds_data()
    {
        QTest::addColumn<QByteArray>("bounds");
        QTest::addColumn<qint64>("least");
        QTest::addColumn<qint64>("most");
        QTest::newRow("none") << QByteArray() << qint64(1) << qint64(41);
        QTest::newRow("below") << QByteArray(",\"minimum\":7") << qint64(7) << qint64(47);
        QTest::newRow("above") << QByteArray(",\"maximum\":-3") << qint64(-3) << qint64(-3);
        QTest::newRow("exclusive")
            << QByteArray(",\"exclusiveMinimum\":9,\"maximum\":11") << qint64(10) << qint64(11);
    }

    void numbers_keepTheirBounds()
    {
        QFETCH(QByteArray, bounds);
        QFETCH(qint64, least);
        QFETCH(qint64, most);
        for (quint64 seed = 0; seed < 20; ++seed) {
            SimulatedChance chance(seed);
            const qint64 number =
                simulatedJson("tea", "{\"type\":\"integer\"" + bounds + '}', chance).toLongLong();
            QVERIFY2(number >= least && number <= most, QByteArray::number(number).constData());
        }
    }

    void maxTokens_cutsAndSaysSo()
    {
        Fixture fixture;
        Json::Document reply;
        QVERIFY(reply.parse(fixture.chat(",\"max_completion_tokens\":5").body));
        QCOMPARE(reply.root()["choices"].at(0)["finish_reason"].string(), QByteArray("length"));
        QCOMPARE(reply.root()["usage"]["completion_tokens"].toInt(), 5);
        QVERIFY(reply.parse(
            fixture.post("/v1/messages", chatBody(",\"max_tokens\":5"), anthropic).body));
        QCOMPARE(reply.root()["stop_reason"].string(), QByteArray("max_tokens"));
        QCOMPARE(reply.root()["usage"]["output_tokens"].toInt(), 5);
    }

    void rest_isWhatWasCutOff()
    {
        Fixture fixture;
        const auto contentOf = [&fixture](const QByteArray &turns, int most) {
            const QByteArray body = "{\"model\":\"sim-swift\",\"max_completion_tokens\":"
                + QByteArray::number(most) + ",\"messages\":[" + turns + "]}";
            Json::Document reply;
            reply.parse(fixture.post("/v1/chat/completions", body).body);
            return reply.root()["choices"].at(0)["message"]["content"].string();
        };
        const QByteArray question = "{\"role\":\"user\",\"content\":\"Explain photosynthesis.\"}";
        const QByteArray whole = contentOf(question, 4000);
        const QByteArray begun = contentOf(question, 40);
        QVERIFY(!begun.isEmpty() && begun.size() < whole.size());
        const QByteArray rest =
            contentOf(question + ",{\"role\":\"assistant\",\"content\":" + Json::quoted(begun)
                          + "},{\"role\":\"user\",\"content\":\"Go on exactly where you "
                            "stopped.\"}",
                      4000);
        QCOMPARE(QByteArray(begun + rest), whole);
    }

    void stop_endsBeforeTheSequence()
    {
        Fixture fixture;
        Json::Document reply;
        QVERIFY(reply.parse(fixture.chat(",\"stop\":[\"##\"]").body));
        const QByteArray text = reply.root()["choices"].at(0)["message"]["content"].string();
        QVERIFY(!text.isEmpty() && !text.contains("##"));
        QVERIFY(reply.parse(fixture.messages(",\"stop_sequences\":[\"##\"]").body));
        QCOMPARE(reply.root()["stop_reason"].string(), QByteArray("stop_sequence"));
        QCOMPARE(reply.root()["stop_sequence"].string(), QByteArray("##"));
    }

    void forcedTool_isCalled()
    {
        Fixture fixture;
        const QByteArray parameters = "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":"
                                      "\"integer\",\"minimum\":7,\"maximum\":7}}}";
        const Answer openAi = fixture.chat(
            ",\"stream\":true,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"add\","
            "\"parameters\":"
            + parameters
            + "}}],\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"add\"}}");
        QVERIFY(openAi.body.contains("\"function\":{\"name\":\"add\",\"arguments\":\"\"}}"));
        QVERIFY(openAi.body.contains("\"finish_reason\":\"tool_calls\""));
        QCOMPARE(joined(eventsOf(openAi.body),
                        {"choices", "0", "delta", "tool_calls", "0", "function", "arguments"}),
                 QByteArray("{\"n\":7}"));

        const QByteArray tool = ",\"tools\":[{\"name\":\"add\",\"input_schema\":" + parameters
            + "}],\"tool_choice\":{\"type\":\"any\"}";
        const Answer streamed = fixture.messages(",\"stream\":true" + tool);
        QVERIFY(streamed.body.contains("\"stop_reason\":\"tool_use\""));
        QCOMPARE(joined(eventsOf(streamed.body), {"delta", "partial_json"}),
                 QByteArray("{\"n\":7}"));
        Json::Document reply;
        QVERIFY(reply.parse(fixture.messages(tool).body));
        QCOMPARE(reply.root()["content"].at(0)["input"].raw().toByteArray(),
                 QByteArray("{\"n\":7}"));
    }

    void models_comeInBothShapes()
    {
        Fixture fixture("{\"models\":{\"gpt-4.1\":\"sim-steady\"}}");
        Json::Document list;
        QVERIFY(list.parse(fixture.fetched("/v1/models").body));
        QCOMPARE(list.root()["object"].string(), QByteArray("list"));
        QCOMPARE(list.root()["data"].size(), 4);
        QCOMPARE(list.root()["data"].at(0)["object"].string(), QByteArray("model"));
        QCOMPARE(list.root()["data"].at(3)["id"].string(), QByteArray("gpt-4.1"));

        QVERIFY(list.parse(fixture.fetched("/v1/models?limit=10", anthropic).body));
        QCOMPARE(list.root()["has_more"].toBool(), false);
        QCOMPARE(list.root()["data"].at(2)["id"].string(), QByteArray("sim-thinker"));
        QCOMPARE(list.root()["data"].at(2)["max_input_tokens"].toInt(), 400'000);
        QCOMPARE(fixture.chat({}, "gpt-4.1").status, 200);
    }

    void simulatedModels_havePrices()
    {
        for (const SimulatedModel &model : simulatedModels()) {
            QVERIFY(model.price.rates.input && model.price.rates.output);
            QVERIFY(model.tokensPerSecond > 0 && model.maxOutput > 0);
        }
    }

    void badRequest_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("part");
        const QByteArray chat = "/v1/chat/completions";
        const QByteArray messages = "/v1/messages";
        QTest::newRow("not JSON") << chat << QByteArray("{") << 400 << QByteArray("parse");
        QTest::newRow("a list") << messages << QByteArray("[]") << 400 << QByteArray("parse");
        QTest::newRow("no model") << chat << QByteArray("{\"messages\":[{}]}") << 400
                                  << QByteArray("model parameter");
        QTest::newRow("no messages") << chat << QByteArray("{\"model\":\"sim-swift\"}") << 400
                                     << QByteArray("\"param\":\"messages\"");
        QTest::newRow("unknown model")
            << chat << chatBody({}, "gpt-0") << 404 << QByteArray("\"code\":\"model_not_found\"");
        QTest::newRow("unknown model, Anthropic")
            << messages << chatBody(",\"max_tokens\":5", "claude-0") << 404
            << QByteArray("\"type\":\"not_found_error\"");
        QTest::newRow("no max_tokens")
            << messages << chatBody() << 400 << QByteArray("max_tokens: Field required");
        QTest::newRow("zero tokens")
            << chat << chatBody(",\"max_tokens\":0") << 400 << QByteArray("at least 1");
        QTest::newRow("stream_options alone")
            << chat << chatBody(",\"stream_options\":{\"include_usage\":true}") << 400
            << QByteArray("\"param\":\"stream_options\"");
        QTest::newRow("nothing there")
            << QByteArray("/v2") << QByteArray("{}") << 404 << QByteArray("\"error\"");
        QTest::newRow("a broken plan")
            << QByteArray("/simulator/plan") << QByteArray("{\"rules\":1}") << 400
            << QByteArray("a list of rules");
    }

    void badRequest()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QByteArray, part);
        Fixture fixture;
        const Answer answer =
            fixture.post(path, body, path == "/v1/messages" ? QByteArray(anthropic) : QByteArray());
        QCOMPARE(answer.status, status);
        QVERIFY2(answer.body.contains(part), answer.body.constData());
    }

    void anthropicVersion_decides()
    {
        Fixture fixture;
        const QByteArray body = chatBody(",\"max_tokens\":9,\"temperature\":1");
        QCOMPARE(fixture.post("/v1/messages", body).status, 400);
        QCOMPARE(fixture.post("/v1/messages", body, anthropic).status, 200);
        const Answer newer =
            fixture.post("/v1/messages", body, "anthropic-version: 2026-10-21\r\n");
        QCOMPARE(newer.status, 400);
        QVERIFY(newer.body.contains("Extra inputs are not permitted"));
    }

    void wrongMethod_saysWhichIsRight()
    {
        Fixture fixture;
        const Answer answer = fixture.fetched("/v1/chat/completions");
        QCOMPARE(answer.status, 405);
        QVERIFY(answer.head.contains("Allow: POST\r\n"));
        QCOMPARE(fixture.post("/v1/models", "{}").status, 405);
    }

    void keys_areChecked()
    {
        Fixture fixture("{\"keys\":[\"sk-right\"]}");
        const QByteArray path = "/v1/chat/completions";
        QCOMPARE(fixture.post(path, chatBody(), "Authorization: Bearer sk-right\r\n").status, 200);
        const Answer wrong = fixture.post(path, chatBody(), "Authorization: Bearer sk-no\r\n");
        QCOMPARE(wrong.status, 401);
        QVERIFY(wrong.body.contains("\"code\":\"invalid_api_key\""));
        const Answer anthropicWrong = fixture.post("/v1/messages", chatBody(",\"max_tokens\":5"),
                                                   QByteArray(anthropic) + "x-api-key: sk-no\r\n");
        QCOMPARE(anthropicWrong.status, 401);
        QVERIFY(anthropicWrong.body.contains("\"type\":\"authentication_error\""));
        QCOMPARE(fixture.fetched("/v1/models").status, 401);
    }

    void requests_areCounted_andKeysHidden()
    {
        Fixture fixture;
        fixture.chat();
        fixture.post("/v1/chat/completions", chatBody({}, "sim-steady"),
                     "Authorization: Bearer sk-very-secret\r\n");
        fixture.messages();
        const QByteArray body = fixture.fetched("/simulator/requests").body;
        QVERIFY(!body.contains("sk-very-secret"));
        const QByteArray hash =
            QCryptographicHash::hash("sk-very-secret", QCryptographicHash::Sha256).toHex();
        QVERIFY(body.contains(QByteArray("\"Bearer sha256:" + hash.first(12) + '"')));
        Json::Document document;
        QVERIFY(document.parse(body));
        const Json::Value root = document.root();
        QCOMPARE(root["total"].toInt(), 3);
        QCOMPARE(root["paths"]["/v1/chat/completions"].toInt(), 2);
        QCOMPARE(root["models"]["sim-swift"].toInt(), 2);
        QCOMPARE(root["last"].size(), 3);
        QCOMPARE(fixture.m_simulator.requestCount(), 3);
    }

    void plan_data()
    {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("headPart");
        QTest::addColumn<QByteArray>("bodyPart");
        QTest::addColumn<bool>("isWhole");
        QTest::newRow("status") << QByteArray("\"status\":429,\"headers\":{\"retry-after\":\"2\"}")
                                << 429 << QByteArray("retry-after: 2\r\n")
                                << QByteArray("\"code\":\"rate_limit_exceeded\"") << true;
        QTest::newRow("body") << QByteArray("\"status\":500,\"body\":{\"z\":1,\"a\":2}") << 500
                              << QByteArray("application/json") << QByteArray("{\"z\":1,\"a\":2}")
                              << true;
        QTest::newRow("status 200")
            << QByteArray("\"status\":200,\"headers\":{\"x-a\":\"b\"}") << 200
            << QByteArray("text/event-stream") << QByteArray("data: [DONE]") << true;
        QTest::newRow("body with status 200")
            << QByteArray("\"status\":200,\"body\":\"late\"") << 200
            << QByteArray("application/json") << QByteArray("late") << true;
        QTest::newRow("html") << QByteArray("\"html\":true") << 200 << QByteArray("text/html")
                              << QByteArray("<!DOCTYPE html>") << true;
        QTest::newRow("redirect") << QByteArray("\"redirect\":\"http://127.0.0.1:9/x\"") << 307
                                  << QByteArray("Location: http://127.0.0.1:9/x\r\n")
                                  << QByteArray() << true;
        QTest::newRow("wrong content type")
            << QByteArray("\"content_type\":\"text/plain\"") << 200
            << QByteArray("Content-Type: text/plain\r\n") << QByteArray("data: [DONE]") << true;
        QTest::newRow("malformed event")
            << QByteArray("\"malformed_event\":2") << 200 << QByteArray()
            << QByteArray("[{\"delta\":{\"con\n\ndata: {") << true;
        QTest::newRow("error event")
            << QByteArray("\"error_event\":3") << 200 << QByteArray()
            << QByteArray("data: {\"error\":{\"message\":\"Overloaded\"") << true;
        QTest::newRow("cut after events")
            << QByteArray("\"cut\":{\"after_events\":2}") << 200 << QByteArray()
            << QByteArray("\"role\":\"assistant\"") << false;
        QTest::newRow("delay") << QByteArray("\"delay_ms\":20,\"first_token_ms\":20") << 200
                               << QByteArray() << QByteArray("data: {") << false;
    }

    void plan()
    {
        QFETCH(QByteArray, rule);
        QFETCH(int, status);
        QFETCH(QByteArray, headPart);
        QFETCH(QByteArray, bodyPart);
        QFETCH(bool, isWhole);
        Fixture fixture("{\"rules\":[{\"nth\":1," + rule + "}]}");
        if (rule.contains("first_token_ms")) { // a standing clock never reaches the first token
            const Answer waiting = parsedAnswer(fixture.talk(
                wholeRequest("POST", "/v1/chat/completions", chatBody(",\"stream\":true"), {}),
                false));
            QCOMPARE(waiting.status, status);
            QCOMPARE(eventsOf(waiting.body).size(), 1);
            return;
        }
        const Answer answer = fixture.chat(",\"stream\":true");
        QCOMPARE(answer.status, status);
        QVERIFY2(answer.head.contains(headPart), answer.head.constData());
        QVERIFY2(answer.body.contains(bodyPart), answer.body.constData());
        QCOMPARE(answer.isWhole, isWhole);
        const Answer next = fixture.chat(",\"stream\":true");
        QVERIFY(next.status == 200 && next.body.endsWith("data: [DONE]\n\n"));
    }

    void cutAfterBytes_isExact_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::newRow("streamed") << QByteArray(",\"stream\":true");
        QTest::newRow("whole") << QByteArray();
    }

    void cutAfterBytes_isExact()
    {
        QFETCH(QByteArray, more);
        const QByteArray full = Fixture().chat(more).body;
        for (const int size : {0, 1, 300}) {
            Fixture fixture("{\"rules\":[{\"cut\":{\"after_bytes\":" + QByteArray::number(size)
                            + ",\"by\":\"close\"}}]}");
            const Answer answer = fixture.chat(more);
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.body, full.first(size));
            QVERIFY(!answer.isWhole);
        }
    }

    void noAnswer_data()
    {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<bool>("ends");
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("closed before the headers")
            << QByteArray("\"cut\":{\"before_headers\":true}") << true << QByteArray();
        QTest::newRow("reset before the headers")
            << QByteArray("\"cut\":{\"before_headers\":true,\"by\":\"reset\"}") << true
            << QByteArray();
        QTest::newRow("garbage") << QByteArray("\"garbage\":true") << true
                                 << QByteArray("\x16\x03\x01");
        QTest::newRow("stall before the headers")
            << QByteArray("\"stall\":\"headers\"") << false << QByteArray();
    }

    void noAnswer()
    {
        QFETCH(QByteArray, rule);
        QFETCH(bool, ends);
        QFETCH(QByteArray, begin);
        Fixture fixture("{\"rules\":[{" + rule + "}]}");
        const QByteArray got =
            fixture.talk(wholeRequest("POST", "/v1/chat/completions", chatBody(), {}), ends);
        QCOMPARE(fixture.m_ended, ends);
        QVERIFY(!parsedAnswer(got).isHttp);
        QVERIFY(got.startsWith(begin));
        QCOMPARE(got.isEmpty(), begin.isEmpty());
        QCOMPARE(fixture.m_simulator.requestCount(), 1);
    }

    void stall_keepsWhatCame_data()
    {
        QTest::addColumn<QByteArray>("stall");
        QTest::addColumn<int>("events");
        QTest::newRow("before the first token") << QByteArray("\"first_token\"") << 1;
        QTest::newRow("after five events") << QByteArray("{\"after_events\":5}") << 5;
    }

    void stall_keepsWhatCame()
    {
        QFETCH(QByteArray, stall);
        QFETCH(int, events);
        Fixture fixture("{\"rules\":[{\"comments_ms\":20,\"stall\":" + stall + "}]}");
        const Answer answer = parsedAnswer(fixture.talk(
            wholeRequest("POST", "/v1/chat/completions", chatBody(",\"stream\":true"), {}), false));
        QVERIFY(!fixture.m_ended);
        QCOMPARE(eventsOf(answer.body).size(), events);
        QVERIFY(answer.body.endsWith(": keep-alive\n\n"));
    }

    void postedPlan_replacesTheOld()
    {
        Fixture fixture("{\"rules\":[{\"status\":500}]}");
        QCOMPARE(fixture.chat().status, 500);
        QCOMPARE(fixture.post("/simulator/plan", "{\"rules\":[{\"nth\":1,\"status\":503}]}").status,
                 200);
        QCOMPARE(fixture.chat().status, 503);
        QCOMPARE(fixture.chat().status, 200);
    }

    void answerTokens_areExact_andChunksGathered()
    {
        const ManualClock clock;
        Simulator simulator({.speedFactor = 0, .answerTokens = 5000, .chunkBytes = 16_KiB}, clock);
        const quint16 port = *simulator.listen(0);
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        socket.write(
            wholeRequest("POST", "/v1/chat/completions", chatBody(",\"stream\":true"), {}));
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        const QByteArray bytes = socket.readAll();
        const Answer answer = parsedAnswer(bytes);
        QVERIFY(answer.isWhole);
        QCOMPARE(answer.body.count("\"delta\":{\"content\":"), 5000);
        QVERIFY(answer.body.contains("\"finish_reason\":\"stop\""));
        QVERIFY(bytes.size() - answer.body.size() < 2000);
    }

    void pace_followsTheClock()
    {
        ManualClock clock;
        Simulator simulator({.speedFactor = 1}, clock);
        const quint16 port = *simulator.listen(0);
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        socket.write(
            wholeRequest("POST", "/v1/chat/completions", chatBody(",\"stream\":true"), {}));
        QByteArray got;
        const auto tokens = [&] {
            got += socket.readAll();
            return got.count("\"delta\":{\"content\":\"");
        };
        QTRY_VERIFY(tokens() == 0 && got.contains("\"role\""));
        clock.advanceMs(80);
        QTRY_COMPARE(tokens(), 1);
        clock.advanceMs(100);
        QTRY_COMPARE(tokens(), 31);
    }

    void host_servesFromItsOwnThread()
    {
        SimulatorHost host({.speedFactor = 0});
        const Result<quint16> port = host.listen();
        QVERIFY(port);
        QCOMPARE(host.url(), QUrl(u"http://127.0.0.1:%1"_s.arg(*port)));
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), *port);
        socket.write(wholeRequest("GET", "/v1/models", {}, {}));
        // Blocking this thread: the answer can only come from another.
        QVERIFY(socket.waitForConnected(5000));
        QVERIFY(socket.waitForReadyRead(5000));
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 200 OK"));
    }
};

QTEST_GUILESS_MAIN(tst_Simulator)
#include "tst_simulator.moc"
