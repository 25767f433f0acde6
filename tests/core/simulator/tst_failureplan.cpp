// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/failureplan.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_FailurePlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyField_isRead()
    {
        const QByteArray json = R"({
            "keys": ["sk-right"],
            "models": {"gpt-4.1": "sim-swift"},
            "rules": [{
                "model": "sim-swift", "path": "/v1/messages", "from": 3, "every": 2,
                "times": 5, "for_ms": 10000,
                "status": 429, "body": {"b": 1, "a": [2]}, "headers": {"retry-after": "2"},
                "delay_ms": 500, "first_token_ms": 3000, "stall": {"after_events": 3},
                "cut": {"after_bytes": 100, "by": "reset"}, "malformed_event": 4,
                "error_event": 5, "redirect": "http:\/\/127.0.0.1:1/", "html": true,
                "content_type": "text/plain", "comments_ms": 200, "garbage": true
            }, {"nth": 2, "body": "text", "stall": "headers", "cut": {"before_headers": true}}]
        })";
        const Result<FailurePlan> plan = FailurePlan::fromJson(json, u"plan.json"_s);
        QVERIFY2(plan, plan ? "" : qPrintable(plan.failure().message));
        using std::chrono::milliseconds;
        FailurePlan expected{{"sk-right"}, {{"gpt-4.1", u"sim-swift"_s}}, {}};
        FailureRule first{"sim-swift", "/v1/messages", 0, 3, 2, 5, milliseconds(10'000), {}};
        first.action = {.status = 429,
                        .headers = {{"retry-after", "2"}},
                        .body = R"({"b": 1, "a": [2]})",
                        .delay = milliseconds(500),
                        .firstToken = milliseconds(3000),
                        .stall = FailureAction::Stall::AfterEvents,
                        .stallAfter = 3,
                        .cut = FailureAction::Cut::AfterBytes,
                        .cutAfter = 100,
                        .cutBy = FailureAction::CutBy::Reset,
                        .malformedEvent = 4,
                        .errorEvent = 5,
                        .redirect = "http://127.0.0.1:1/",
                        .html = true,
                        .garbage = true,
                        .contentType = "text/plain",
                        .comments = milliseconds(200)};
        FailureRule second;
        second.nth = 2;
        second.action = {.body = "text",
                         .stall = FailureAction::Stall::Headers,
                         .cut = FailureAction::Cut::BeforeHeaders};
        expected.rules = {first, second};
        QVERIFY(*plan == expected);
    }

    void badPlan_namesFileLineFieldAndRight_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("no JSON") << QByteArray("{\n \"rules\": [}") << QStringList{u"line 2"_s};
        QTest::newRow("not an object") << QByteArray("[]") << QStringList{u"an object"_s};
        QTest::newRow("a typo") << QByteArray("{\"rules\": [\n{\n\"statsu\": 1}]}")
                                << QStringList{u"line 3"_s, u"rules[0].statsu"_s, u"status"_s};
        QTest::newRow("unknown top field")
            << QByteArray("{\"rule\": []}") << QStringList{u"“rule”"_s, u"keys, models, rules"_s};
        QTest::newRow("rules that are no list")
            << QByteArray("{\"rules\": {}}") << QStringList{u"a list of rules"_s};
        QTest::newRow("rule that is no object")
            << QByteArray("{\"rules\": [7]}") << QStringList{u"rules[0]"_s, u"an object"_s};
        QTest::newRow("status out of range")
            << QByteArray("{\"rules\": [{\"status\": 99}]}") << QStringList{u"200 to 599"_s};
        QTest::newRow("status as text")
            << QByteArray("{\"rules\": [{\"status\": \"500\"}]}") << QStringList{u"200 to 599"_s};
        QTest::newRow("second rule") << QByteArray("{\"rules\": [{},\n{\"delay_ms\": -1}]}")
                                     << QStringList{u"line 2"_s, u"rules[1].delay_ms"_s};
        QTest::newRow("nth of 0") << QByteArray("{\"rules\": [{\"nth\": 0}]}")
                                  << QStringList{u"rules[0].nth"_s, u"1 or more"_s};
        QTest::newRow("nth and every") << QByteArray("{\"rules\": [{\"nth\": 1, \"every\": 2}]}")
                                       << QStringList{u"not both"_s};
        QTest::newRow("half an event")
            << QByteArray("{\"rules\": [{\"error_event\": 1.5}]}") << QStringList{u"error_event"_s};
        QTest::newRow("stall at nowhere")
            << QByteArray("{\"rules\": [{\"stall\": \"later\"}]}") << QStringList{u"first_token"_s};
        QTest::newRow("cut at two places")
            << QByteArray("{\"rules\": [{\"cut\": {\"after_bytes\": 1, \"after_events\": 1}}]}")
            << QStringList{u"one of after_bytes"_s};
        QTest::newRow("cut by a knife")
            << QByteArray("{\"rules\": [{\"cut\": {\"after_bytes\": 1, \"by\": \"knife\"}}]}")
            << QStringList{u"close or reset"_s};
        QTest::newRow("header with a line break")
            << QByteArray("{\"rules\": [{\"headers\": {\"a\": \"b\\r\\nc\"}}]}")
            << QStringList{u"headers"_s};
        QTest::newRow("unknown player")
            << QByteArray("{\"models\": {\"x\": \"sim-slow\"}}") << QStringList{u"sim-steady"_s};
        QTest::newRow("no keys") << QByteArray("{\"keys\": []}") << QStringList{u"at least one"_s};
    }

    void badPlan_namesFileLineFieldAndRight()
    {
        QFETCH(QByteArray, json);
        QFETCH(QStringList, words);
        const Result<FailurePlan> plan = FailurePlan::fromJson(json, u"my.json"_s);
        QVERIFY(!plan);
        QCOMPARE(plan.failure().kind, FailureKind::Configuration);
        const QString message = plan.failure().message;
        QVERIFY2(message.startsWith(u"my.json, line "_s), qPrintable(message));
        for (const QString &word : words)
            QVERIFY2(message.contains(word), qPrintable(message));
    }

    void turns_data()
    {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<QByteArray>("acts"); // of ten requests, 'x' where the rule acts
        QTest::newRow("always") << QByteArray("{}") << QByteArray("xxxxxxxxxx");
        QTest::newRow("the third") << QByteArray("{\"nth\": 3}") << QByteArray("..x.......");
        QTest::newRow("from the third") << QByteArray("{\"from\": 3}") << QByteArray("..xxxxxxxx");
        QTest::newRow("every third") << QByteArray("{\"every\": 3}") << QByteArray("x..x..x..x");
        QTest::newRow("every second from the third")
            << QByteArray("{\"from\": 3, \"every\": 2}") << QByteArray("..x.x.x.x.");
        QTest::newRow("twice") << QByteArray("{\"times\": 2}") << QByteArray("xx........");
        QTest::newRow("for 300 ms from its first action")
            << QByteArray("{\"from\": 3, \"for_ms\": 300}") << QByteArray("..xxx.....");
        QTest::newRow("another model")
            << QByteArray("{\"model\": \"b\"}") << QByteArray("..........");
        QTest::newRow("this model")
            << QByteArray("{\"model\": \"a\", \"path\": \"/p\", \"nth\": 1}")
            << QByteArray("x.........");
        QTest::newRow("another path")
            << QByteArray("{\"path\": \"/q\"}") << QByteArray("..........");
    }

    void turns()
    {
        QFETCH(QByteArray, rule);
        QFETCH(QByteArray, acts);
        QByteArray json = "{\"rules\": [" + rule + "]}";
        json.replace("{\"rules\": [{",
                     rule == "{}" ? "{\"rules\": [{\"status\": 500"
                                  : "{\"rules\": [{\"status\": 500, ");
        const Result<FailurePlan> plan = FailurePlan::fromJson(json, u"p"_s);
        QVERIFY(plan);
        FailurePlanState state(*plan);
        QByteArray seen;
        for (int i = 0; i < 10; ++i)
            seen += state.next("a", "/p", 5000 + 100 * i).status ? 'x' : '.';
        QCOMPARE(seen, acts);
    }

    void firstRuleThatMatches_acts_andTheOthersCount()
    {
        const Result<FailurePlan> plan = FailurePlan::fromJson(
            R"({"rules": [{"nth": 1, "status": 500}, {"nth": 2, "status": 429},
                          {"times": 1, "status": 503}]})",
            u"p"_s);
        QVERIFY(plan);
        FailurePlanState state(*plan);
        QList<int> seen;
        for (int i = 0; i < 4; ++i)
            seen.append(state.next("a", "/p", 0).status.value_or(200));
        QCOMPARE(seen, (QList<int>{500, 429, 503, 200}));
    }
};

QTEST_GUILESS_MAIN(tst_FailurePlan)
#include "tst_failureplan.moc"
