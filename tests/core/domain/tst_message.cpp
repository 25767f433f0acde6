// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/message.h"

#include <QTest>

using namespace Sidelong;
using namespace Qt::StringLiterals;

namespace {

using Part = ContentPart;

QList<Message> everyKindOfPart()
{
    const QByteArray binary = QByteArray("\x89PNG\r\n\0\xff", 8);
    const Part reasoning{.kind = Part::Kind::Reasoning,
                         .text = "hm",
                         .payload = R"({"signature": "a\/b=="} )",
                         .payloadProtocol = u"anthropic"_s};
    const Part call{.kind = Part::Kind::ToolCall,
                    .toolCall = {u"call_1"_s, u"look_up"_s, R"({"broken": )"}};
    const Part result{
        .kind = Part::Kind::ToolResult, .text = "18 °C", .toolCall = {u"call_1"_s, {}, {}}};
    const Part opaque{.kind = Part::Kind::Opaque,
                      .payload = "{\n  \"n\": 1.00 }",
                      .payloadProtocol = u"openai-responses"_s};
    return {
        Message::ofText(Role::System, "Be brief."),
        {Role::User,
         {Part::ofText("What is this?"),
          {.kind = Part::Kind::Image, .text = binary, .mediaType = u"image/png"_s}}},
        {Role::Assistant, {reasoning, call, opaque, {.kind = Part::Kind::Refusal, .text = "No."}}},
        {Role::Tool, {result}},
        {Role::Assistant, {Part::ofText("two"), Part::ofText(" parts")}},
        {Role::User, {}},
        Message::ofText(Role::User, "“quotes”, \\ and \x01"),
    };
}

} // namespace

class TestMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textAloneIsAString()
    {
        QCOMPARE(messagesToJson({Message::ofText(Role::User, "Hi\n")}),
                 R"([{"role":"user","content":"Hi\n"}])");
        QCOMPARE(messagesToJson({}), "[]");
    }

    void partsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("an image") << QByteArray(
            R"({"type":"image","media_type":"image/png","data":"iVBORw0KAP8="})");
        QTest::newRow("a tool call")
            << QByteArray("{\"type\":\"tool_call\",\"id\":\"call_1\",\"name\":\"look_up\","
                          "\"arguments\":\"{\\\"broken\\\": \"}");
        QTest::newRow("a tool result")
            << QByteArray(R"({"type":"tool_result","id":"call_1","text":"18 °C"})");
    }
    void partsAreNamed()
    {
        QFETCH(QByteArray, part);
        QVERIFY(messagesToJson(everyKindOfPart()).contains(part));
    }

    void everyPartComesBackByteForByte()
    {
        const QList<Message> messages = everyKindOfPart();
        const Result<QList<Message>> back = messagesFromJson(messagesToJson(messages));
        QVERIFY2(back, back ? "" : qPrintable(back.failure().message));
        QCOMPARE(back->size(), messages.size());
        for (qsizetype i = 0; i < messages.size(); ++i)
            QVERIFY2(back->at(i) == messages[i], qPrintable(QString::number(i)));
    }

    void joinsItsText()
    {
        QCOMPARE(everyKindOfPart().at(1).text(), "What is this?");
        QCOMPARE(everyKindOfPart().at(4).text(), "two parts");
    }

    void refusesWrongInput_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *json, const char *words) {
            QTest::newRow(name) << QByteArray(json) << QString::fromUtf8(words);
        };
        row("no list", R"({"role":"user","content":"x"})", "line 1: must be a list in brackets");
        row("no object", R"(["x"])", "[0]: must be an object in braces, not a text.");
        row("no role", R"([{"content":"x"}])", "[0]: “role” is missing here.");
        row("no content", R"([{"role":"user"}])", "[0]: “content” is missing here.");
        row("an unknown role",
            "[{\"role\":\"user\",\"content\":\"\"},\n{\"role\":\"usr\",\"content\":\"\"}]",
            "line 2: [1].role: “usr” is unknown; did you mean “user”?");
        row("a role far from all", R"([{"role":"narrator","content":""}])",
            "must be one of system, user, assistant, tool.");
        row("another field", R"([{"role":"user","contents":"x","content":"x"}])",
            "[0].contents: unknown field; did you mean “content”?");
        row("content of a wrong type", R"([{"role":"user","content":7}])",
            "[0].content: must be a text or a list of parts.");
        row("a part without a type", R"([{"role":"user","content":[{"text":"x"}]}])",
            "[0].content[0]: “type” is missing here.");
        row("an unknown part", R"([{"role":"user","content":[{"type":"sound","text":"x"}]}])",
            "must be one of text, reasoning, refusal, image");
        row("a text part without text", R"([{"role":"user","content":[{"type":"text"}]}])",
            "“text” is missing here.");
        row("a tool call without a name",
            R"([{"role":"assistant","content":[{"type":"tool_call","id":"1","arguments":"{}"}]}])",
            "“name” is missing here.");
        row("arguments that are no text",
            R"([{"role":"assistant","content":[{"type":"tool_call","id":"1","name":"f","arguments":{}}]}])",
            "[0].content[0].arguments: must be a text in quotation marks, not an object.");
        row("an image that is not base64",
            R"([{"role":"user","content":[{"type":"image","media_type":"image/png","data":"#"}]}])",
            "[0].content[0].data: must be the image's bytes in base64.");
        row("no JSON", "[{\"role\":\n\"user\",}]", "line 2, column");
        row("no UTF-8", "[\n\n\"\xC3\"]", "line 3: this is not UTF-8");
        row("nothing", "", "there is nothing here");
    }
    void refusesWrongInput()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, words);
        const Result<QList<Message>> result = messagesFromJson(json);
        QVERIFY(!result);
        QVERIFY2(result.failure().message.contains(words), qPrintable(result.failure().message));
    }

    void neverRepeatsWhatThePromptSays()
    {
        const QByteArray json =
            R"([{"role":"user","content":[{"type":"text","text":["canary"]}]}])";
        const Result<QList<Message>> result = messagesFromJson(json);
        QVERIFY(!result);
        QVERIFY(!result.failure().message.contains(u"canary"));
    }
};

QTEST_GUILESS_MAIN(TestMessage)
#include "tst_message.moc"
