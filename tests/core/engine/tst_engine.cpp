// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "tests/core/engine/enginerig.h"

#include <QFile>
#include <QPointer>
#include <QTest>

using namespace Sidelong;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(std::optional<qint64>)

class tst_Engine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void start_oneTarget_streamsPricesAndBooks();
    void start_severalTargets_runSideBySide();
    void start_samples_areAnswersOfTheirOwn();
    void start_concurrency_isABound();
    void start_notStreamed_answersWhole();
    void start_jsonInsteadOfStream_isRead();
    void start_maxTokens_isAlwaysSent_data();
    void start_maxTokens_isAlwaysSent();
    void start_nothingIsSent_data();
    void start_nothingIsSent();
    void failure_isCarriedWhole_data();
    void failure_isCarriedWhole();
    void failure_cutStream_keepsWhatCame();
    void failure_isOnTheWireOnce();
    void timeout_namesItself_data();
    void timeout_namesItself();
    void timeout_pingDoesNotEndFirstToken();
    void timeout_commentsKeepASlowStreamAlive();
    void stream_openAfterItsEnd_isDone();
    void cancel_whileStreaming_keepsWhatCame();
    void cancel_oneCell_leavesTheOthers();
    void cancel_waitingCells_endToo();
    void refusal_isAnAnswerAndAFailure();
    void log_holdsNoPromptAnswerOrProviderWords();
};

void tst_Engine::start_oneTarget_streamsPricesAndBooks()
{
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) {
        EngineRig::answer(socket, EngineRig::events({"Hel", "lo"}));
    });
    PriceCatalog prices;
    Price price;
    price.rates.input = Rate::fromDecimal(u"3.00");
    price.rates.output = Rate::fromDecimal(u"15.00");
    prices.setOverrides({{u"test/model-a"_s, price}});
    rig.engine->setPrices(prices);
    HeardRun heard;
    const RunRequest request = rig.request();
    rig.engine->start(request, &heard);
    QCOMPARE(rig.engine->liveCount(), 1);
    QTRY_VERIFY(heard.state);

    QCOMPARE(*heard.state, RunState::Done);
    QCOMPARE(heard.answers.size(), 1);
    const AnswerRecord &answer = heard.answers.first();
    QCOMPARE(answer.text(), "Hello");
    QCOMPARE(answer.usage.input, 10);
    QCOMPARE(answer.usage.output, 5);
    QVERIFY(!answer.usage.estimated);
    QCOMPARE(answer.cost.total.toUsd(), u"0.000105"_s);
    QCOMPARE(answer.cost.origin, CostOrigin::Computed);
    QCOMPARE(answer.attempts, 1);
    QVERIFY(answer.ttftMs);
    QCOMPARE(rig.engine->liveCount(), 0);

    const Result<StoredRun> stored = rig.store->run(request.id).result();
    QVERIFY(stored);
    QCOMPARE(stored->answers.size(), 1);
    QCOMPARE(stored->answers.first().text(), "Hello");
    QCOMPARE(stored->run.state, RunState::Done);
    const auto rows = rig.store->usage({.group = UsageQuery::Group::Model}).result();
    QVERIFY(rows);
    QCOMPARE(rows->size(), 1);
    QCOMPARE(rows->first().group, u"test/model-a"_s);
    QCOMPARE(rows->first().calls, 1);
    QCOMPARE(rows->first().cost.toUsd(), u"0.000105"_s);
}

void tst_Engine::start_severalTargets_runSideBySide()
{
    QList<QPointer<QTcpSocket>> sockets;
    EngineRig rig([&sockets](QTcpSocket &socket, const QByteArray &) { sockets += &socket; });
    HeardRun heard;
    rig.engine->start(rig.request({u"test/a"_s, u"test/b"_s, u"test/a"_s}), &heard);
    QTRY_COMPARE(sockets.size(), 3);
    for (QTcpSocket *socket : std::as_const(sockets))
        EngineRig::answer(*socket, EngineRig::events({"x"}));
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.size(), 3);
    QCOMPARE(heard.texts.size(), size_t(3));
}

void tst_Engine::start_samples_areAnswersOfTheirOwn()
{
    int count = 0;
    EngineRig rig([&count](QTcpSocket &socket, const QByteArray &) {
        EngineRig::answer(socket, EngineRig::events({QByteArray::number(++count)}));
    });
    HeardRun heard;
    RunRequest request = rig.request();
    request.samples = 3;
    request.concurrency = 1;
    rig.engine->start(request, &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE((heard.texts[{0, 0, 0}]), "1");
    QCOMPARE((heard.texts[{0, 0, 2}]), "3");
    const auto stored = rig.store->run(request.id).result();
    QVERIFY(stored);
    QCOMPARE(stored->answers.at(2).sample, 2);
}

void tst_Engine::start_concurrency_isABound()
{
    int open = 0;
    int most = 0;
    EngineRig rig([&](QTcpSocket &socket, const QByteArray &) {
        most = std::max(most, ++open);
        QMetaObject::invokeMethod(
            &socket,
            [&] {
                --open;
                EngineRig::answer(socket, EngineRig::events({"x"}));
            },
            Qt::QueuedConnection);
    });
    HeardRun heard;
    RunRequest request = rig.request();
    request.samples = 12;
    request.concurrency = 3;
    rig.engine->start(request, &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.size(), 12);
    QVERIFY2(most <= 3, qPrintable(QString::number(most)));
}

void tst_Engine::start_notStreamed_answersWhole()
{
    EngineRig rig([](QTcpSocket &socket, const QByteArray &request) {
        QVERIFY(!request.contains("\"stream\":true"));
        socket.write(ScriptedServer::reply(
            "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Whole\"},"
            "\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":3,"
            "\"completion_tokens\":2,\"total_tokens\":5}}",
            "application/json"));
    });
    HeardRun heard;
    RunRequest request = rig.request();
    request.stream = false;
    rig.engine->start(request, &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.first().text(), "Whole");
    QCOMPARE(heard.answers.first().finish, Finish::Length);
    QCOMPARE(heard.answers.first().usage.output, 2);
}

void tst_Engine::start_jsonInsteadOfStream_isRead()
{
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::reply("{\"choices\":[{\"message\":{\"content\":\"Whole\"},"
                                           "\"finish_reason\":\"stop\"}]}",
                                           "application/json"));
    });
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.first().text(), "Whole");
    QVERIFY(heard.answers.first().usage.estimated); // none came
}

void tst_Engine::start_maxTokens_isAlwaysSent_data()
{
    QTest::addColumn<std::optional<qint64>>("users");
    QTest::addColumn<bool>("reasoning");
    QTest::addColumn<std::optional<qint64>>("modelMost");
    QTest::addColumn<qint64>("sent");
    const std::optional<qint64> none;
    QTest::newRow("the default") << none << false << none << qint64(4096);
    QTest::newRow("the default of models that reason") << none << true << none << qint64(32000);
    QTest::newRow("the user's") << std::optional<qint64>(77) << true << none << qint64(77);
    QTest::newRow("never above the model's")
        << none << true << std::optional<qint64>(16384) << qint64(16384);
    QTest::newRow("nor the user's")
        << std::optional<qint64>(99999) << false << std::optional<qint64>(8192) << qint64(8192);
}

void tst_Engine::start_maxTokens_isAlwaysSent()
{
    QFETCH(std::optional<qint64>, users);
    QFETCH(bool, reasoning);
    QFETCH(std::optional<qint64>, modelMost);
    QFETCH(qint64, sent);
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) {
        EngineRig::answer(socket, EngineRig::events({"x"}));
    });
    PriceCatalog prices;
    CatalogModel model;
    model.catalogue = u"here"_s;
    model.id = u"model-a"_s;
    model.reasoning = reasoning;
    model.maxOutput = modelMost;
    prices.add(model);
    rig.engine->setPrices(prices);
    rig.provider.catalogue = u"here"_s;
    rig.useProvider();
    HeardRun heard;
    RunRequest request = rig.request();
    request.parameters.maxTokens = users;
    rig.engine->start(request, &heard);
    QTRY_VERIFY(heard.state);
    Json::Document body;
    const QByteArray wire = rig.server.requests().constFirst();
    QVERIFY(body.parse(wire.mid(wire.indexOf("\r\n\r\n") + 4)));
    const Json::Value field = body.root()["max_tokens"].exists()
        ? body.root()["max_tokens"]
        : body.root()["max_completion_tokens"];
    QCOMPARE(field.toInt(), std::optional(sent));
}

void tst_Engine::start_nothingIsSent_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QByteArray>("prompt");
    QTest::addColumn<bool>("needsKey");
    QTest::addColumn<FailureKind>("kind");
    QTest::newRow("unknown provider")
        << u"nobody/x"_s << QByteArray("hi") << false << FailureKind::NotFound;
    QTest::newRow("no key") << u"test/x"_s << QByteArray("hi") << true << FailureKind::NoKey;
    QTest::newRow("empty prompt") << u"test/x"_s << QByteArray() << false
                                  << FailureKind::InvalidRequest;
}

void tst_Engine::start_nothingIsSent()
{
    QFETCH(QString, target);
    QFETCH(QByteArray, prompt);
    QFETCH(bool, needsKey);
    QFETCH(FailureKind, kind);
    EngineRig rig([](QTcpSocket &, const QByteArray &) {});
    if (needsKey)
        rig.provider.key = KeySetting{KeySetting::Source::Environment, u"NO_SUCH_KEY"_s};
    rig.useProvider();
    RunRequest request = rig.request({target});
    request.content.messages = {Message::ofText(Role::User, prompt)};
    HeardRun heard;
    rig.engine->start(request, &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.first().failure->kind, kind);
    QVERIFY(heard.answers.first().failure->message.endsWith(u'.'));
    QCOMPARE(heard.answers.first().attempts, 0);
    QCOMPARE(heard.attempts.size(), 0);
    QCOMPARE(rig.server.connections(), 0);
}

void tst_Engine::failure_isCarriedWhole_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<FailureKind>("kind");
    const auto reply = [](const QByteArray &status, const QByteArray &body,
                          const QByteArray &type = "application/json") {
        return ScriptedServer::reply(body, type, status);
    };
    QTest::newRow("wrong key") << reply("401 No",
                                        "{\"error\":{\"message\":\"bad\","
                                        "\"code\":\"invalid_api_key\"}}")
                               << FailureKind::Auth;
    QTest::newRow("rate limited") << reply("429 Slow", "{\"error\":{\"message\":\"slow\"}}")
                                  << FailureKind::RateLimited;
    QTest::newRow("no quota") << reply("429 Slow",
                                       "{\"error\":{\"message\":\"pay\",\"code\":"
                                       "\"insufficient_quota\"}}")
                              << FailureKind::Quota;
    QTest::newRow("unknown model") << reply("404 No",
                                            "{\"error\":{\"message\":\"?\",\"code\":"
                                            "\"model_not_found\"}}")
                                   << FailureKind::NotFound;
    QTest::newRow("server error") << reply("500 Oh", "oh") << FailureKind::Server;
    QTest::newRow("redirect") << QByteArray("HTTP/1.1 302 Found\r\nLocation: "
                                            "http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
                              << FailureKind::BadReply;
    QTest::newRow("HTML for JSON")
        << reply("200 OK", "<html>hello</html>", "text/html") << FailureKind::BadReply;
    QTest::newRow("nothing") << reply("200 OK", "", "application/json") << FailureKind::BadReply;
    QTest::newRow("cut JSON") << reply("200 OK", "{\"choices\":[{", "application/json")
                              << FailureKind::BadReply;
    QTest::newRow("200 with an error event") << ScriptedServer::reply(
        "data: {\"error\":{\"message\":\"x\",\"code\":\"server_error\"}}\n\n", "text/event-stream")
                                             << FailureKind::Server;
}

void tst_Engine::failure_isCarriedWhole()
{
    QFETCH(QByteArray, wire);
    QFETCH(FailureKind, kind);
    EngineRig rig([&wire](QTcpSocket &socket, const QByteArray &) { socket.write(wire); });
    HeardRun heard;
    const RunRequest request = rig.request();
    rig.engine->start(request, &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(*heard.state, RunState::Failed);
    const AnswerRecord &answer = heard.answers.first();
    QVERIFY(answer.failure);
    QCOMPARE(failureKindName(answer.failure->kind), failureKindName(kind));
    QVERIFY(!answer.failure->message.isEmpty());
    QCOMPARE(answer.finish, Finish::Error);
    QCOMPARE(heard.attempts.size(), 1);
    QCOMPARE(heard.attempts.first().outcome, QString(failureKindName(kind)));
    QCOMPARE(rig.server.requests().size(), 1);
    const auto stored = rig.store->run(request.id).result();
    QVERIFY(stored);
    QCOMPARE(stored->answers.first().failure->kind, kind);
    const auto rows = rig.store->usage({}).result();
    QCOMPARE(rows->first().calls, 1); // failed ones are in the ledger too
}

void tst_Engine::failure_cutStream_keepsWhatCame()
{
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) {
        socket.write(
            ScriptedServer::streamHead()
            + ScriptedServer::chunk(
                EngineRig::events({"Half an ans"}, {}, {}).replace("data: [DONE]\n\n", "")));
        socket.disconnectFromHost();
    });
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    const AnswerRecord &answer = heard.answers.first();
    QCOMPARE(answer.failure->kind, FailureKind::StreamCut);
    QCOMPARE(answer.text(), "Half an ans");
    QVERIFY(answer.usage.estimated);
    QCOMPARE(answer.usage.output, 3); // 11 bytes
    QVERIFY(answer.usage.input > 0);
}

void tst_Engine::failure_isOnTheWireOnce()
{
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) { socket.close(); });
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.first().failure->kind, FailureKind::Connection);
    QCOMPARE(rig.server.requests().size(), 1);
    QVERIFY(heard.answers.first().usage.estimated); // it may have been billed
    QVERIFY(heard.answers.first().usage.input > 0);
}

void tst_Engine::timeout_namesItself_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<FailureKind>("kind");
    QTest::newRow("no headers") << QByteArray() << FailureKind::TimeoutFirstToken;
    QTest::newRow("headers, no event")
        << ScriptedServer::streamHead() << FailureKind::TimeoutFirstToken;
    QTest::newRow("silence after an event")
        << QByteArray(ScriptedServer::streamHead()
                      + ScriptedServer::chunk("data: {\"choices\":[{\"index\":0,\"delta\":"
                                              "{\"content\":\"He\"}}]}\n\n"))
        << FailureKind::TimeoutIdle;
}

void tst_Engine::timeout_namesItself()
{
    QFETCH(QByteArray, wire);
    QFETCH(FailureKind, kind);
    EngineRig rig([&wire](QTcpSocket &socket, const QByteArray &) { socket.write(wire); });
    rig.provider.timeouts.firstToken = 200ms;
    rig.provider.timeouts.idle = 200ms;
    rig.useProvider();
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.first().failure->kind, kind);
    QVERIFY(heard.answers.first().usage.estimated);
    QVERIFY(heard.answers.first().usage.input > 0); // booked, never free
}

void tst_Engine::timeout_pingDoesNotEndFirstToken()
{
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk(": ping\n\n: ping\n\n"));
    });
    rig.provider.timeouts.firstToken = 200ms;
    rig.useProvider();
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.first().failure->kind, FailureKind::TimeoutFirstToken);
}

void tst_Engine::timeout_commentsKeepASlowStreamAlive()
{
    QTimer beat;
    int beats = 0;
    EngineRig rig([&](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::streamHead()
                     + ScriptedServer::chunk("data: {\"choices\":[{\"index\":0,\"delta\":"
                                             "{\"content\":\"He\"}}]}\n\n"));
        QObject::connect(&beat, &QTimer::timeout, &socket, [&socket, &beats, &beat] {
            if (++beats < 12) {
                socket.write(ScriptedServer::chunk(": keep-alive\n\n"));
                return;
            }
            beat.stop();
            socket.write(ScriptedServer::chunk(EngineRig::events({"llo"})) + "0\r\n\r\n");
        });
        beat.start(100);
    });
    rig.provider.timeouts.idle = 800ms; // less than the twelve beats together
    rig.useProvider();
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QVERIFY(!heard.answers.first().failure);
    QCOMPARE(heard.answers.first().text(), "Hello");
}

void tst_Engine::stream_openAfterItsEnd_isDone()
{
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::streamHead()
                     + ScriptedServer::chunk(EngineRig::events({"done"})));
    });
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QVERIFY(!heard.answers.first().failure);
    QCOMPARE(heard.answers.first().text(), "done");
}

void tst_Engine::cancel_whileStreaming_keepsWhatCame()
{
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::streamHead()
                     + ScriptedServer::chunk("data: {\"choices\":[{\"index\":0,\"delta\":"
                                             "{\"content\":\"So far\"}}]}\n\n"));
    });
    HeardRun heard;
    const RunRequest request = rig.request();
    rig.engine->start(request, &heard);
    QTRY_VERIFY(!heard.events.empty());
    rig.engine->cancel(request.id);
    QTRY_VERIFY(heard.state);
    QCOMPARE(*heard.state, RunState::Cancelled);
    QCOMPARE(heard.answers.first().finish, Finish::Cancelled);
    QCOMPARE(heard.answers.first().text(), "So far");
    QVERIFY(heard.answers.first().usage.estimated);
    QTRY_COMPARE(rig.server.disconnections(), 1);
}

void tst_Engine::cancel_oneCell_leavesTheOthers()
{
    QList<QPointer<QTcpSocket>> sockets;
    EngineRig rig([&sockets](QTcpSocket &socket, const QByteArray &) { sockets += &socket; });
    HeardRun heard;
    const RunRequest request = rig.request({u"test/a"_s, u"test/b"_s});
    rig.engine->start(request, &heard);
    QTRY_COMPARE(sockets.size(), 2);
    rig.engine->cancel(request.id, {0, 0, 0});
    QTRY_COMPARE(heard.answers.size(), 1);
    QCOMPARE(heard.answers.first().variant, 0);
    QVERIFY(!heard.state);
    for (const QPointer<QTcpSocket> &socket : std::as_const(sockets)) {
        if (socket && socket->state() == QAbstractSocket::ConnectedState)
            EngineRig::answer(*socket, EngineRig::events({"x"}));
    }
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.last().variant, 1);
    QCOMPARE(heard.answers.last().text(), "x");
}

void tst_Engine::cancel_waitingCells_endToo()
{
    EngineRig rig([](QTcpSocket &, const QByteArray &) {});
    HeardRun heard;
    RunRequest request = rig.request();
    request.samples = 5;
    request.concurrency = 2;
    rig.engine->start(request, &heard);
    QTRY_COMPARE(rig.server.requests().size(), 2);
    rig.engine->cancel(request.id);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.size(), 5);
    QCOMPARE(heard.attempts.size(), 2);
    QCOMPARE(rig.server.requests().size(), 2);
}

void tst_Engine::refusal_isAnAnswerAndAFailure()
{
    EngineRig rig([](QTcpSocket &socket, const QByteArray &) {
        EngineRig::answer(socket,
                          "data: {\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"No.\"}}]}\n\n"
                              + EngineRig::events({}));
    });
    HeardRun heard;
    rig.engine->start(rig.request(), &heard);
    QTRY_VERIFY(heard.state);
    QCOMPARE(heard.answers.first().finish, Finish::Refused);
    QCOMPARE(heard.answers.first().refusal, "No.");
    QCOMPARE(heard.answers.first().failure->kind, FailureKind::Refused);
}

void tst_Engine::log_holdsNoPromptAnswerOrProviderWords()
{
    int count = 0;
    EngineRig rig([&count](QTcpSocket &socket, const QByteArray &) {
        if (++count == 1)
            EngineRig::answer(socket, EngineRig::events({"answer-canary"}));
        else
            socket.write(ScriptedServer::reply("{\"error\":{\"message\":\"provider-canary\"}}",
                                               "application/json", "400 Bad"));
    });
    rig.provider.key = KeySetting{KeySetting::Source::Environment, u"X"_s};
    rig.provider.baseUrl = rig.server.url(u"/v1?query-canary=1"_s);
    rig.useProvider();
    rig.engine->setKey(u"test"_s, Secret("key-canary"));
    for (int i = 0; i < 2; ++i) {
        HeardRun heard;
        RunRequest request = rig.request();
        request.content.messages = {Message::ofText(Role::User, "prompt-canary")};
        rig.engine->start(request, &heard);
        QTRY_VERIFY(heard.state);
    }
    rig.log->flush();
    QFile file(rig.dir.filePath(u"sidelong.log"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.contains("test/model-a"));
    QVERIFY(text.contains("failed: "));
    QVERIFY2(!text.contains("canary"), text.constData());
}

QTEST_GUILESS_MAIN(tst_Engine)
#include "tst_engine.moc"
