// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/chatrequest.h"

#include <QTest>

using namespace Sidelong;
using namespace Qt::StringLiterals;

class TestChatRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void overridesLieOverTheBase()
    {
        const Parameters base{.temperature = 0.5, .topP = 0.9, .maxTokens = 100, .stop = {u"a"_s}};
        const Parameters over{.temperature = 0, .seed = 7, .effort = u"high"_s};
        const Parameters expected{.temperature = 0,
                                  .topP = 0.9,
                                  .maxTokens = 100,
                                  .seed = 7,
                                  .stop = {u"a"_s},
                                  .effort = u"high"_s};
        QCOMPARE(merged(base, over), expected);
        QCOMPARE(merged(base, {}), base);
        QCOMPARE(merged({}, base), base);
        QCOMPARE(merged(base, {.stop = {u"b"_s, u"c"_s}}).stop, QStringList({u"b"_s, u"c"_s}));
    }

    void travelAsJson()
    {
        const Parameters parameters{.temperature = 0,
                                    .topP = 0.95,
                                    .maxTokens = 800,
                                    .seed = -3,
                                    .stop = {u"\n\n"_s, u"„Ende“"_s},
                                    .effort = u"low"_s};
        const QByteArray json = parametersToJson(parameters);
        QCOMPARE(json,
                 R"({"temperature":0,"top_p":0.95,"max_tokens":800,"seed":-3,)"
                 R"("stop":["\n\n","„Ende“"],"effort":"low"})");
        const Result<Parameters> back = parametersFromJson(json);
        QVERIFY(back);
        QCOMPARE(*back, parameters);
        QCOMPARE(parametersToJson({}), "{}");
    }

    void toolsKeepTheirSchemasByteForByte()
    {
        QCOMPARE(toolsToJson({}), "[]");
        QCOMPARE(toolsToJson({{u"find"_s, u"Finds \"it\""_s, "{ \"type\" : \"object\" }"},
                              {u"stop"_s, {}, {}}}),
                 "[{\"name\":\"find\",\"description\":\"Finds \\\"it\\\"\","
                 "\"schema\":{ \"type\" : \"object\" }},"
                 "{\"name\":\"stop\",\"description\":\"\",\"schema\":{}}]");
    }

    void refusesWrongInput_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("words");
        QTest::newRow("no object") << QByteArray("[]") << u"must be an object"_s;
        QTest::newRow("a typo")
            << QByteArray(R"({"max_token":1})")
            << u"line 1: max_token: unknown field; did you mean “max_tokens”?"_s;
        QTest::newRow("an unlike field")
            << QByteArray(R"({"zzz":1})") << u"known here are temperature"_s;
        QTest::newRow("too warm")
            << QByteArray("{\n\"temperature\": 2.5}")
            << u"line 2: temperature: must be a number from 0 to 2, not 2.5."_s;
        QTest::newRow("no tokens") << QByteArray(R"({"max_tokens":0})")
                                   << u"max_tokens: must be a whole number, 1 or more, not 0."_s;
        QTest::newRow("half a token") << QByteArray(R"({"max_tokens":1.5})") << u"not 1.5"_s;
        QTest::newRow("seed as text") << QByteArray(R"({"seed":"7"})") << u"not a text"_s;
        QTest::newRow("stop as text")
            << QByteArray(R"({"stop":"x"})") << u"stop: must be a list in brackets"_s;
        QTest::newRow("a number among the stops")
            << QByteArray(R"({"stop":["x",1]})") << u"stop[1]"_s;
        QTest::newRow("an empty effort")
            << QByteArray(R"({"effort":""})") << u"must not be empty"_s;
        QTest::newRow("twice") << QByteArray(R"({"seed":1,"seed":2})") << u"twice"_s;
        QTest::newRow("cut") << QByteArray(R"({"seed":)") << u"not JSON"_s;
    }
    void refusesWrongInput()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, words);
        const Result<Parameters> result = parametersFromJson(json);
        QVERIFY(!result);
        QCOMPARE(result.failure().kind, FailureKind::Configuration);
        QVERIFY2(result.failure().message.contains(words), qPrintable(result.failure().message));
    }
};

QTEST_GUILESS_MAIN(TestChatRequest)
#include "tst_chatrequest.moc"
