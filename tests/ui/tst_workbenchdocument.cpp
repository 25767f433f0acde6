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
        run.variants.append(
            {index, variant.target,
             variant.content ? messagesToJson(variant.content->messages) : QByteArray(),
             parametersToJson(merged(request.parameters, variant.overrides))});
    }
    const WorkbenchDocument back = WorkbenchDocument::ofRun(run);
    QCOMPARE(back.title, document.title);
    QCOMPARE(back.turns, document.turns);
    QCOMPARE(back.differences(2), document.differences(2));
    QCOMPARE(back.request({1, 2}).variants.at(1).content->messages,
             request.variants.at(1).content->messages);
    QCOMPARE(back.parameters, document.parameters);
}

QTEST_GUILESS_MAIN(TestWorkbenchDocument)
#include "tst_workbenchdocument.moc"
