// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/workbenchdocument.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class TestWorkbenchDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coloursAreReusedAndIdsAreNot();
    void takesNoNinthColumn();
    void makesOneVariantAColumn();
    void leavesEmptyTurnsOut();
    void saysWhatDiffers();
    void comesBackFromJson();
    void refusesForeignJson_data();
    void refusesForeignJson();
    void comesBackFromARun();
    void onlyWhatAllHaveIsCommon();
    void aRunIsAskedAsItWasSent();
    void keepsWhatIsNotText();
    void tooManyVariantsAreCut();
};

static WorkbenchDocument sample()
{
    WorkbenchDocument document;
    document.title = u"Sky \u2600"_s;
    document.turns = {{Role::System, u"Be brief."_s},
                      {Role::User, u"Why is the sky \"blue\"?\n"_s},
                      {Role::Assistant, u"Scattering."_s},
                      {Role::User, u"Go on."_s}};
    document.parameters.temperature = 0.2;
    document.addColumn(u"openai/gpt"_s);
    const int id = document.addColumn(u"openai/gpt"_s);
    document.column(id)->overrides.temperature = 0.9;
    document.column(id)->overrides.maxTokens = 800;
    document.column(id)->turns = {{Role::User, u"Why?"_s}};
    return document;
}

/// An image, a text in two pieces and something of the provider's own.
static Message richMessage()
{
    return {Role::Assistant,
            {ContentPart{
                 .kind = ContentPart::Kind::Image, .text = "\x89PNG", .mediaType = u"image/png"_s},
             ContentPart::ofText("one "),
             ContentPart{.kind = ContentPart::Kind::Opaque,
                         .payload = R"({"signature": "abc"})",
                         .payloadProtocol = u"anthropic"_s},
             ContentPart::ofText("two")}};
}

void TestWorkbenchDocument::coloursAreReusedAndIdsAreNot()
{
    WorkbenchDocument document;
    const int first = document.addColumn(u"a/1"_s);
    const int second = document.addColumn(u"a/2"_s);
    document.removeColumn(first);
    const int third = document.addColumn(u"a/3"_s);
    QVERIFY(third != first);
    QCOMPARE(document.column(second)->series, 1);
    QCOMPARE(document.column(third)->series, 0);
    QVERIFY(!document.column(first));
}

void TestWorkbenchDocument::takesNoNinthColumn()
{
    WorkbenchDocument document;
    for (int i = 0; i < WorkbenchDocument::maxColumns; ++i)
        QVERIFY(document.addColumn(u"a/b"_s) > 0);
    QCOMPARE(document.addColumn(u"a/b"_s), 0);
    QCOMPARE(document.columns.size(), WorkbenchDocument::maxColumns);
}

void TestWorkbenchDocument::makesOneVariantAColumn()
{
    const WorkbenchDocument document = sample();
    const RunRequest all = document.request({1, 2});
    QCOMPARE(all.content.messages.size(), 4);
    QCOMPARE(all.parameters.temperature, 0.2);
    QCOMPARE(all.variants.size(), 2);
    QCOMPARE(all.concurrency, 2);
    QCOMPARE(all.origin, u"window"_s);
    QVERIFY(!all.variants.at(0).content);
    QCOMPARE(all.variants.at(1).content->messages,
             QList<Message>{Message::ofText(Role::User, "Why?")});
    QCOMPARE(all.variants.at(1).overrides.maxTokens, 800);

    const RunRequest one = document.request({2});
    QCOMPARE(one.variants, QList<Variant>{all.variants.at(1)});
}

void TestWorkbenchDocument::leavesEmptyTurnsOut()
{
    const QList<PromptTurn> turns = {{Role::System, u" \n"_s}, {Role::User, u" Hi "_s}};
    QCOMPARE(WorkbenchDocument::content(turns).messages,
             QList<Message>{Message::ofText(Role::User, " Hi ")});
    QVERIFY(WorkbenchDocument::hasQuestion(turns));
    QVERIFY(!WorkbenchDocument::hasQuestion({{Role::System, u"Be brief."_s}, {Role::User, {}}}));
}

void TestWorkbenchDocument::saysWhatDiffers()
{
    WorkbenchDocument document = sample();
    QCOMPARE(document.differences(1), QStringList());
    QCOMPARE(document.differences(2),
             (QStringList{u"temperature 0.9"_s, u"max 800 tokens"_s, u"own prompt"_s}));
    document.parameters.temperature = 0.9; // now they agree
    document.column(2)->turns = document.turns;
    QCOMPARE(document.differences(2), QStringList{u"max 800 tokens"_s});
}

void TestWorkbenchDocument::comesBackFromJson()
{
    const WorkbenchDocument document = sample();
    const std::optional<WorkbenchDocument> back = WorkbenchDocument::fromJson(document.toJson());
    QVERIFY(back);
    QCOMPARE(*back, document);
}

void TestWorkbenchDocument::refusesForeignJson_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut") << sample().toJson().chopped(10);
    QTest::newRow("of a later version")
        << sample().toJson().replace("\"version\":1", "\"version\":2");
    QTest::newRow("an unknown role") << sample().toJson().replace("assistant", "narrator");
    QTest::newRow("turns that are none") << QByteArray(R"({"version":1,"turns":3})");
    QTest::newRow("a column without a target")
        << QByteArray(R"({"version":1,"turns":[],"parameters":{},"columns":[{"series":1}]})");
}

void TestWorkbenchDocument::refusesForeignJson()
{
    QFETCH(QByteArray, json);
    QVERIFY(!WorkbenchDocument::fromJson(json));
}

void TestWorkbenchDocument::comesBackFromARun()
{
    const WorkbenchDocument document = sample();
    const RunRequest request = document.request({1, 2});
    StoredRun run;
    run.run.prompt = messagesToJson(request.content.messages);
    run.run.promptName = request.promptName;
    for (int index = 0; index < request.variants.size(); ++index) {
        const Variant &variant = request.variants.at(index);
        run.variants.append(VariantRecord{
            .index = index,
            .target = variant.target,
            .prompt = variant.content ? messagesToJson(variant.content->messages) : QByteArray(),
            .parameters = parametersToJson(merged(request.parameters, variant.overrides))});
    }
    const WorkbenchDocument back = WorkbenchDocument::ofRun(run);
    QCOMPARE(back.title, document.title);
    QCOMPARE(back.turns, document.turns);
    QCOMPARE(back.differences(2), document.differences(2));
    QCOMPARE(back.request({1, 2}).variants.at(1).content->messages,
             request.variants.at(1).content->messages);
    const RunRequest again = back.request({1, 2});
    for (int i = 0; i < 2; ++i)
        QCOMPARE(merged(again.parameters, again.variants.at(i).overrides),
                 merged(request.parameters, request.variants.at(i).overrides));
}

void TestWorkbenchDocument::onlyWhatAllHaveIsCommon()
{
    // An override sets and cannot unset: what the second has not must not be common.
    StoredRun run;
    run.run.prompt = messagesToJson({Message::ofText(Role::User, "Why?")});
    run.variants = {
        VariantRecord{.index = 0,
                      .target = u"a/1"_s,
                      .parameters = R"({"temperature":0.5,"max_tokens":800,"stop":["x"]})"},
        VariantRecord{.index = 1, .target = u"a/2"_s, .parameters = R"({"max_tokens":800})"}};
    const WorkbenchDocument document = WorkbenchDocument::ofRun(run);
    QVERIFY(!document.parameters.temperature);
    QVERIFY(document.parameters.stop.isEmpty());
    QCOMPARE(document.parameters.maxTokens, 800);
    const RunRequest request = document.request({1, 2});
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(parametersToJson(merged(request.parameters, request.variants.at(i).overrides)),
                 run.variants.at(i).parameters);
    }
}

void TestWorkbenchDocument::aRunIsAskedAsItWasSent()
{
    const QList<Message> own = {richMessage(), Message::ofText(Role::User, "And now?")};
    StoredRun run;
    run.run.prompt = messagesToJson({Message::ofText(Role::User, "Why?")});
    run.run.tag = u"lab"_s;
    const QList<Tool> tools = {{u"look"_s, u"Looks it up"_s, R"({"type": "object"})"}};
    run.run.tools = toolsToJson(tools);
    run.variants = {VariantRecord{.index = 0, .target = u"a/1"_s, .parameters = "{}"},
                    VariantRecord{.index = 1,
                                  .target = u"a/2"_s,
                                  .prompt = messagesToJson(own),
                                  .tools = "[]",
                                  .parameters = R"({"seed":7})"}};
    const RunRequest first = askedOf(run, run.variants.at(0));
    QCOMPARE(first.content.messages, QList<Message>{Message::ofText(Role::User, "Why?")});
    QCOMPARE(first.content.tools, tools);
    QCOMPARE(first.parameters, Parameters());
    const RunRequest second = askedOf(run, run.variants.at(1));
    QCOMPARE(second.content.messages, own);
    QVERIFY(second.content.tools.isEmpty());
    QCOMPARE(second.parameters.seed, 7);
    QCOMPARE(second.tag, u"lab"_s);
    QCOMPARE(second.variants, (QList<Variant>{Variant{u"a/2"_s, {}, {}}}));
    // The Workbench asks the same again, though it edits texts alone.
    QCOMPARE(WorkbenchDocument::ofRun(run).request({2}).variants.first().content->messages, own);
}

void TestWorkbenchDocument::keepsWhatIsNotText()
{
    WorkbenchDocument document;
    document.turns =
        WorkbenchDocument::turnsOf({Message::ofText(Role::User, "Look"), richMessage(),
                                    Message{Role::Tool,
                                            {ContentPart{.kind = ContentPart::Kind::ToolResult,
                                                         .text = "42",
                                                         .toolCall = {u"call-1"_s, {}, {}}}}}});
    const std::optional<WorkbenchDocument> back = WorkbenchDocument::fromJson(document.toJson());
    QVERIFY(back);
    QCOMPARE(*back, document);
    QCOMPARE(WorkbenchDocument::content(back->turns).messages.size(), 3);

    document.turns[2].text = u"changed"_s;
    const Message changed = WorkbenchDocument::content(document.turns).messages.at(1);
    QCOMPARE(changed.parts.size(), 3);
    QCOMPARE(changed.parts.at(0).kind, ContentPart::Kind::Image);
    QCOMPARE(changed.text(), "changed");
    QCOMPARE(changed.parts.at(2).payload, richMessage().parts.at(2).payload);
}

void TestWorkbenchDocument::tooManyVariantsAreCut()
{
    StoredRun run;
    for (int i = 0; i < 10; ++i)
        run.variants.append(
            VariantRecord{.index = i, .target = u"a/%1"_s.arg(i), .parameters = "{}"});
    QCOMPARE(WorkbenchDocument::ofRun(run).columns.size(), WorkbenchDocument::maxColumns);
}

QTEST_GUILESS_MAIN(TestWorkbenchDocument)
#include "tst_workbenchdocument.moc"
