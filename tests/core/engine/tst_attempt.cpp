// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/engine/enginerig.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace Sidelong;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QByteArray wholeReply =
    "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Whole\"},"
    "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,"
    "\"total_tokens\":5}}";

const QByteArray anthropicStart =
    "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\","
    "\"model\":\"c\",\"content\":[],\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}\n\n"
    "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
    "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
    "{\"type\":\"text_delta\",\"text\":\"So far\"}}\n\n";

/// Stops the run as soon as anything of an answer is told, as a console does whose reader left.
struct StoppingListener final : RunListener
{
    void event(const Cell &, const ChatEvent &) override { engine->cancelAll(); }
    void answerEnded(const AnswerRecord &answer) override { answers += answer; }
    void finished(const QString &, RunState s) override { state = s; }

    Engine *engine = nullptr;
    QList<AnswerRecord> answers;
    std::optional<RunState> state;
};

QByteArray withLength(const QByteArray &body, int length, const QByteArray &type)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type
        + "\r\nContent-Length: " + QByteArray::number(length) + "\r\n\r\n" + body;
}

} // namespace

class tst_Attempt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cancel_fromItsListener_endsOnce_data();
    void cancel_fromItsListener_endsOnce();
    void cancel_beforeItIsSent_sendsNothing();
    void reply_isReadForWhatItIs_data();
    void reply_isReadForWhatItIs();
    void givenUp_keepsWhatTheProviderSaid_data();
    void givenUp_keepsWhatTheProviderSaid();
    void givenUp_keepsTheUsageThatIsKnown_data();
    void givenUp_keepsTheUsageThatIsKnown();
    void lastEvent_withoutItsBlankLine_counts_data();
    void lastEvent_withoutItsBlankLine_counts();
    void refusedByStatus_isARefusal();
    void key_isNowhere_data();
    void key_isNowhere();
    void price_ofALocalServer_data();
    void price_ofALocalServer();
};

void tst_Attempt::cancel_fromItsListener_endsOnce_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::newRow("a whole reply") << ScriptedServer::reply(wholeReply, "application/json");
    QTest::newRow("a stream") << ScriptedServer::reply(EngineRig::events({"a", "b"}),
                                                       "text/event-stream");
    QTest::newRow("a stream whose end tells something")
        << ScriptedServer::reply("data: {\"choices\":[{\"index\":0,\"delta\":{},"
                                 "\"finish_reason\":\"stop\"}]}\n\n",
                                 "text/event-stream");
}

void tst_Attempt::cancel_fromItsListener_endsOnce()
{
    QFETCH(QByteArray, wire);
    EngineRig rig([&wire](QTcpSocket &socket, const QByteArray &) { socket.write(wire); });
    StoppingListener listener;
    listener.engine = rig.engine.get();
    RunRequest request = rig.request();
    request.samples = 3; // some of which wait and end within the first call
    request.concurrency = 1;
    rig.engine->start(request, &listener);
    QTRY_VERIFY(listener.state);
    QCOMPARE(*listener.state, RunState::Cancelled);
    QCOMPARE(listener.answers.size(), 3);
    QCOMPARE(rig.server.requests().size(), 1);
}

void tst_Attempt::cancel_beforeItIsSent_sendsNothing()
{
    EngineRig rig([](QTcpSocket &, const QByteArray &) {});
    HeardRun heard;
    const RunRequest request = rig.request();
    rig.engine->start(request, &heard);
    // Behind the beginning of the answer and before the journal can have said that it is written.
    QMetaObject::invokeMethod(
        rig.engine.get(), [&rig, &request] { rig.engine->cancel(request.id); },
        Qt::QueuedConnection);
    QTRY_VERIFY(heard.state);
    QCOMPARE(*heard.state, RunState::Cancelled);
    QCOMPARE(heard.answers.first().attempts, 0);
    QCOMPARE(heard.answers.first().finish, Finish::Cancelled);
    QVERIFY(!heard.answers.first().model);
    QCOMPARE(heard.attempts.size(), 0);
    QCOMPARE(rig.server.connections(), 0);
    const auto rows = rig.store->usage({}).result();
    QVERIFY(rows);
    for (const UsageRow &row : *rows) {
        QCOMPARE(row.input, 0);
        QCOMPARE(row.unknownCalls, 0);
    }
}

void tst_Attempt::reply_isReadForWhatItIs_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<bool>("stream");
    QTest::addColumn<QString>("outcome");
    const QByteArray events = EngineRig::events({"Whole"});
    const auto reply = [](const QByteArray &body, const QByteArray &type) {
        return ScriptedServer::reply(body, type);
    };
    QTest::newRow("a stream of nothing")
        << reply("", "text/event-stream") << true << u"bad_reply"_s;
    QTest::newRow("prose that says it is a stream")
        << reply("Service is down", "text/event-stream") << true << u"bad_reply"_s;
    QTest::newRow("signs of life alone")
        << reply(": PROCESSING\n\n", "text/event-stream") << true << u"bad_reply"_s;
    QTest::newRow("a stream that ends early")
        << reply(events.left(events.indexOf("\n\n") + 2), "text/event-stream") << true
        << u"stream_cut"_s;
    QTest::newRow("JSON that says it is a stream")
        << reply(wholeReply, "text/event-stream") << true << u"ok"_s;
    QTest::newRow("JSON that says it is a page")
        << reply(wholeReply, "text/html; charset=utf-8") << true << u"ok"_s;
    QTest::newRow("the same, not streamed") << reply(wholeReply, "text/html") << false << u"ok"_s;
    QTest::newRow("a stream that says it is a page")
        << reply(events, "text/html") << true << u"ok"_s;
    QTest::newRow("a page") << reply("<html>hello</html>", "text/html") << true << u"bad_reply"_s;
    QTest::newRow("a page, not streamed")
        << reply("<html>hello</html>", "text/html") << false << u"bad_reply"_s;
    QTest::newRow("a stream that nobody asked for")
        << reply(events, "text/event-stream") << false << u"ok"_s;
    QTest::newRow("cut JSON") << withLength(wholeReply.left(40), 400, "application/json") << false
                              << u"bad_reply"_s;
    QTest::newRow("cut JSON where a stream was asked for")
        << withLength(wholeReply.left(40), 400, "application/json") << true << u"bad_reply"_s;
    QTest::newRow("cut behind its last brace")
        << withLength(wholeReply, 400, "application/json") << false << u"ok"_s;
    QTest::newRow("cut before its first byte")
        << withLength("", 400, "application/json") << false << u"connection"_s;
}

void tst_Attempt::reply_isReadForWhatItIs()
{
    QFETCH(QByteArray, wire);
    QFETCH(bool, stream);
    QFETCH(QString, outcome);
    EngineRig rig([&wire](QTcpSocket &socket, const QByteArray &) {
        socket.write(wire);
        socket.disconnectFromHost();
    });
    HeardRun heard;
    RunRequest request = rig.request();
    request.stream = stream;
    rig.engine->start(request, &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.attempts.first().outcome, outcome);
    if (outcome == u"ok")
        QCOMPARE(heard.answers.first().text(), "Whole");
    else
        QVERIFY(heard.answers.first().failure->message.endsWith(u'.'));
}

void tst_Attempt::givenUp_keepsWhatTheProviderSaid_data()
{
    QTest::addColumn<bool>("cut");
    QTest::newRow("the connection breaks") << true;
    QTest::newRow("nothing more comes") << false;
}

void tst_Attempt::givenUp_keepsWhatTheProviderSaid()
{
    QFETCH(bool, cut);
    EngineRig rig([cut](QTcpSocket &socket, const QByteArray &) {
        socket.write(
            ScriptedServer::streamHead()
            + ScriptedServer::chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                                    "\"\"}}],\"error\":{\"message\":\"pay\",\"code\":"
                                    "\"insufficient_quota\"}}\n\n"));
        if (cut)
            socket.disconnectFromHost();
    });
    rig.provider.timeouts.firstToken = 200ms;
    rig.provider.timeouts.idle = 200ms;
    rig.useProvider();
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.attempts.first().outcome, u"quota"_s);
    QCOMPARE(heard.attempts.first().detail, u"pay"_s);
}

void tst_Attempt::givenUp_keepsTheUsageThatIsKnown_data()
{
    QTest::addColumn<bool>("cancelled");
    QTest::newRow("silence") << false;
    QTest::newRow("cancelled") << true;
}

void tst_Attempt::givenUp_keepsTheUsageThatIsKnown()
{
    QFETCH(bool, cancelled);
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk(anthropicStart));
    });
    rig.provider.protocol = Protocol::Anthropic;
    rig.provider.timeouts.idle = cancelled ? 60'000ms : 200ms;
    rig.useProvider();
    HeardRun heard;
    const RunRequest request = rig.request();
    rig.engine->start(request, &heard);
    QTRY_VERIFY(!heard.texts.empty());
    if (cancelled)
        rig.engine->cancel(request.id);
    QTRY_VERIFY(heard.state);
    const AnswerRecord &answer = heard.answers.first();
    QCOMPARE(answer.failure->kind, cancelled ? FailureKind::Cancelled : FailureKind::TimeoutIdle);
    QCOMPARE(answer.usage.input, 25);
    QVERIFY(answer.usage.output > 0);
    QVERIFY(answer.usage.estimated);
    QVERIFY(!heard.attempts.first().usageRaw.isEmpty());
}

void tst_Attempt::lastEvent_withoutItsBlankLine_counts_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<bool>("isChunked");
    QTest::addColumn<QString>("outcome");
    QByteArray whole = EngineRig::events({"A", "BCD"});
    whole.chop(2);
    const QByteArray cut = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"A\"}}]}\n\n"
                           "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"BCD\"}}]}\n";
    for (const bool isChunked : {true, false}) {
        const char *how = isChunked ? "reset" : "closed";
        QTest::addRow("the end, %s", how) << whole << isChunked << u"ok"_s;
        QTest::addRow("the end with its line, %s", how)
            << QByteArray(whole + '\n') << isChunked << u"ok"_s;
        QTest::addRow("text, %s", how) << cut << isChunked << u"stream_cut"_s;
    }
}

void tst_Attempt::lastEvent_withoutItsBlankLine_counts()
{
    QFETCH(QByteArray, stream);
    QFETCH(bool, isChunked);
    QFETCH(QString, outcome);
    EngineRig rig([&](QTcpSocket &socket, const QByteArray &) {
        if (isChunked)
            socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk(stream));
        else
            socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                         "Connection: close\r\n\r\n"
                         + stream);
        socket.disconnectFromHost();
    });
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.first().text(), "ABCD");
    QCOMPARE(heard.attempts.first().outcome, outcome);
}

void tst_Attempt::refusedByStatus_isARefusal()
{
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::reply("{\"error\":{\"message\":\"no\",\"code\":"
                                           "\"content_filter\"}}",
                                           "application/json", "400 Bad Request"));
    });
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.first().failure->kind, FailureKind::Refused);
    QCOMPARE(heard.answers.first().finish, Finish::Refused);
}

void tst_Attempt::key_isNowhere_data()
{
    QTest::addColumn<QByteArray>("wire");
    const QByteArray key = "sk-canary-0123456789";
    const auto stream = [](const QByteArray &events) {
        return ScriptedServer::reply(events, "text/event-stream");
    };
    QTest::newRow("an error's message")
        << ScriptedServer::reply("{\"error\":{\"message\":\"Incorrect API key " + key + "\"}}",
                                 "application/json", "401 No");
    QTest::newRow("a page of an error")
        << ScriptedServer::reply("<html>" + key + "</html>", "text/html", "502 Bad");
    QTest::newRow("a header") << QByteArray(
        "HTTP/1.1 200 OK\r\nx-request-id: for-" + key
        + "\r\nContent-Type: application/json\r\nContent-Length: "
        + QByteArray::number(wholeReply.size()) + "\r\n\r\n" + wholeReply);
    QTest::newRow("an error in the stream")
        << stream("data: {\"error\":{\"message\":\"" + key + "\",\"code\":\"server_error\"}}\n\n");
    QTest::newRow("usage") << stream(EngineRig::events(
        {"x"}, "stop", "{\"prompt_tokens\":1,\"completion_tokens\":1,\"of\":\"" + key + "\"}"));
    QTest::newRow("the reason to stop") << stream(EngineRig::events({"x"}, key));
    QTest::newRow("an unknown field")
        << stream("data: {\"choices\":[{\"index\":0,\"delta\":{\"debug\":{\"k\":\"" + key
                  + "\"}}}]}\n\n" + EngineRig::events({"x"}));
    QTest::newRow("the answer") << stream(EngineRig::events({"Your key is " + key + "."}));
    QTest::newRow("a refusal") << stream("data: {\"choices\":[{\"index\":0,\"delta\":"
                                         "{\"refusal\":\""
                                         + key + "\"}}]}\n\n" + EngineRig::events({}));
}

void tst_Attempt::key_isNowhere()
{
    QFETCH(QByteArray, wire);
    const QByteArray key = "sk-canary-0123456789";
    EngineRig rig([&](QTcpSocket &socket, const QByteArray &request) {
        QVERIFY(request.contains(key));
        socket.write(wire);
        socket.disconnectFromHost();
    });
    rig.provider.key = KeySetting{KeySetting::Source::Environment, u"X"_s};
    rig.useProvider();
    rig.engine->setKey(u"test"_s, Secret(key));
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QVERIFY(rig.store->flush().result());
    int files = 0;
    QDirIterator all(rig.dir.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        QFile file(all.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("canary-0"), qPrintable(file.fileName()));
        ++files;
    }
    QVERIFY(files > 1);
    for (const TraceLine &line : std::as_const(heard.traces))
        QVERIFY2(!line.why.contains("canary-0"_L1), qPrintable(line.why));
}

void tst_Attempt::price_ofALocalServer_data()
{
    QTest::addColumn<bool>("hasPrice");
    QTest::addColumn<QString>("usd");
    QTest::addColumn<CostOrigin>("origin");
    QTest::newRow("the user's") << true << u"0.000105"_s << CostOrigin::Computed;
    QTest::newRow("none is unknown, not free") << false << u"0"_s << CostOrigin::Unknown;
}

void tst_Attempt::price_ofALocalServer()
{
    QFETCH(bool, hasPrice);
    QFETCH(QString, usd);
    QFETCH(CostOrigin, origin);
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) {
        EngineRig::answer(socket, EngineRig::events({"x"}));
    });
    rig.provider.local = true;
    rig.useProvider();
    PriceCatalog prices;
    Price price;
    price.rates.input = Rate::fromDecimal(u"3.00");
    price.rates.output = Rate::fromDecimal(u"15.00");
    if (hasPrice)
        prices.setOverrides({{u"test/model-a"_s, price}});
    rig.engine->setPrices(prices);
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.first().cost.total.toUsd(), usd);
    QCOMPARE(heard.answers.first().cost.origin, origin);
}

QTEST_GUILESS_MAIN(tst_Attempt)
#include "tst_attempt.moc"
