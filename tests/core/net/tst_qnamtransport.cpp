// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/bytes.h"
#include "core/net/qnamtransport.h"
#include "tests/support/scriptedserver.h"

#include <QFile>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <optional>
#include <utility>

using namespace Sidelong;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct Heard final : ExchangeListener
{
    void connected() override { ++connections; }
    void headersReceived(int s, const HttpHeaders &h) override
    {
        status = s;
        headers = h;
    }
    void bytesReceived(const QByteArray &bytes) override
    {
        ++deliveries;
        body += bytes;
    }
    void finished() override { isFinished = true; }
    void failed(const Failure &f) override { failure = f; }
    bool isOver() const { return isFinished || failure; }

    int connections = 0;
    int status = 0;
    HttpHeaders headers;
    QByteArray body;
    int deliveries = 0;
    bool isFinished = false;
    std::optional<Failure> failure;
};

HttpRequest post(const QUrl &url, const QByteArray &body = "{\"a\":1}")
{
    HttpRequest request;
    request.url = url;
    request.body = body;
    request.headers.append("Content-Type", "application/json");
    request.secretHeader = "Authorization";
    request.secretPrefix = "Bearer ";
    request.secret = Secret("sk-canary");
    return request;
}

/// As much of RFC 1928 as one request needs, which it answers itself.
class SocksServer
{
public:
    SocksServer()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            m_socket = m_server.nextPendingConnection();
            QObject::connect(m_socket, &QTcpSocket::readyRead, &m_server, [this] { read(); });
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    quint16 port() const { return m_server.serverPort(); }

    QByteArray m_target;

private:
    void read()
    {
        m_got += m_socket->readAll();
        if (m_target.isNull() && m_got == QByteArrayLiteral("\x05\x01\0")) {
            m_socket->write(QByteArrayLiteral("\x05\0"));
            m_got.clear();
        } else if (m_target.isNull() && m_got.startsWith(QByteArrayLiteral("\x05\x01\0"))) {
            m_target = std::exchange(m_got, {});
            m_socket->write(QByteArrayLiteral("\x05\0\0\x01\x7f\0\0\x01\0\x50"));
        } else if (m_got.contains("{\"a\":1}")) {
            m_socket->write(ScriptedServer::reply("over socks"));
        }
    }

    QTcpServer m_server;
    QTcpSocket *m_socket = nullptr;
    QByteArray m_got;
};

} // namespace

class tst_QnamTransport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_transport.setRestTime(0ms); }
    void send_reply_arrivesWhole();
    void send_body_isOnTheWireOnce();
    void send_peerClosesBeforeAnswer_isNotRepeated();
    void send_keptConnectionClosed_isNotRepeated();
    void send_stream_arrivesAsItComes();
    void send_errorStatus_bringsItsBody();
    void send_redirect_isNotFollowed();
    void send_cutStream_deliversThenFails();
    void send_bodyWithoutLength_endsWithItsConnection();
    void send_unreadFlood_isHeldBack();
    void send_refused_saysSo();
    void send_unknownHost_saysSo();
    void send_untrustedCertificate_fails();
    void send_ownAuthority_isTrusted();
    void send_badAuthority_isNotSent_data();
    void send_badAuthority_isNotSent();
    void send_throughSocks_data();
    void send_throughSocks();
    void send_unknownProxy_isNotSent_data();
    void send_unknownProxy_isNotSent();
    void send_notHttp_fails();
    void timeout_connect();
    void timeout_total();
    void destroy_closesTheConnection();
    void pause_holdsTheStreamBack();
    void send_twentyStreams_runAtOnce();
    void send_secondCall_reusesTheConnection();
    void send_afterASilentClose_isNotLost();

private:
    QnamTransport m_transport;
};

void tst_QnamTransport::send_reply_arrivesWhole()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::reply("hello"));
    });
    Heard heard;
    const auto exchange = m_transport.send(post(server.url(u"/v1/x"_s)), {}, &heard);
    QVERIFY(!heard.isOver()); // never from inside send()
    QTRY_VERIFY(heard.isFinished);
    QCOMPARE(heard.status, 200);
    QCOMPARE(heard.body, "hello");
    QCOMPARE(heard.connections, 1);
    QCOMPARE(heard.headers.value("content-type"), "text/plain");
    const QByteArray request = server.requests().constFirst();
    QVERIFY(request.startsWith("POST /v1/x HTTP/1.1\r\n"));
    QVERIFY(request.contains("Authorization: Bearer sk-canary\r\n"));
    QVERIFY(request.endsWith("\r\n\r\n{\"a\":1}"));
}

void tst_QnamTransport::send_body_isOnTheWireOnce()
{
    ScriptedServer server(
        [](QTcpSocket &socket, const QByteArray &) { socket.write(ScriptedServer::reply("ok")); });
    const QByteArray large(3_MiB, 'x');
    Heard heard;
    const auto exchange = m_transport.send(post(server.url(), large), {}, &heard);
    QTRY_VERIFY(heard.isFinished);
    QCOMPARE(server.requests().size(), 1);
    QVERIFY(server.requests().constFirst().endsWith(QByteArray("\r\n\r\n" + large)));
}

void tst_QnamTransport::send_peerClosesBeforeAnswer_isNotRepeated()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) { socket.close(); });
    Heard heard;
    const auto exchange = m_transport.send(post(server.url()), {}, &heard);
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->kind, FailureKind::Connection);
    QCOMPARE(server.requests().size(), 1);
}

void tst_QnamTransport::send_keptConnectionClosed_isNotRepeated()
{
    int count = 0;
    ScriptedServer server([&count](QTcpSocket &socket, const QByteArray &) {
        if (++count == 1)
            socket.write(ScriptedServer::reply("first"));
        else
            socket.abort();
    });
    Heard first;
    auto exchange = m_transport.send(post(server.url()), {}, &first);
    QTRY_VERIFY(first.isFinished);
    exchange.reset();
    Heard second;
    exchange = m_transport.send(post(server.url()), {}, &second);
    QTRY_VERIFY(second.failure);
    QCOMPARE(second.failure->kind, FailureKind::Connection);
    QCOMPARE(count, 2);
}

void tst_QnamTransport::send_stream_arrivesAsItComes()
{
    QTcpSocket *client = nullptr;
    ScriptedServer server([&client](QTcpSocket &socket, const QByteArray &) {
        client = &socket;
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk("one"));
    });
    Heard heard;
    const auto exchange = m_transport.send(post(server.url()), {}, &heard);
    QTRY_COMPARE(heard.body, "one");
    QVERIFY(!heard.isOver());
    client->write(ScriptedServer::chunk("two"));
    QTRY_COMPARE(heard.body, "onetwo");
    client->write("0\r\n\r\n");
    QTRY_VERIFY(heard.isFinished);
}

void tst_QnamTransport::send_errorStatus_bringsItsBody()
{
    for (const QByteArray status :
         {"400 Bad", "401 No", "404 Gone", "429 Slow", "500 Oh", "529 Full"}) {
        ScriptedServer server([&status](QTcpSocket &socket, const QByteArray &) {
            socket.write(ScriptedServer::reply("{\"error\":1}", "application/json", status));
        });
        Heard heard;
        const auto exchange = m_transport.send(post(server.url()), {}, &heard);
        QTRY_VERIFY2(heard.isFinished, status.constData());
        QCOMPARE(heard.status, status.left(3).toInt());
        QCOMPARE(heard.body, "{\"error\":1}");
        QCOMPARE(server.requests().size(), 1);
    }
}

void tst_QnamTransport::send_redirect_isNotFollowed()
{
    ScriptedServer elsewhere([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::reply("got your key"));
    });
    for (const QByteArray status : {"301 Moved", "302 Found", "307 Moved", "308 Moved"}) {
        const QByteArray target = elsewhere.url().toEncoded();
        ScriptedServer server([&](QTcpSocket &socket, const QByteArray &) {
            socket.write("HTTP/1.1 " + status + "\r\nLocation: " + target
                         + "\r\nContent-Length: 0\r\n\r\n");
        });
        Heard heard;
        const auto exchange = m_transport.send(post(server.url()), {}, &heard);
        QTRY_VERIFY2(heard.isFinished, status.constData());
        QCOMPARE(heard.status, status.left(3).toInt());
        QCOMPARE(server.requests().size(), 1);
    }
    QCOMPARE(elsewhere.connections(), 0);
}

void tst_QnamTransport::send_cutStream_deliversThenFails()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk("half"));
        socket.disconnectFromHost();
    });
    Heard heard;
    const auto exchange = m_transport.send(post(server.url()), {}, &heard);
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.body, "half");
    QCOMPARE(heard.failure->kind, FailureKind::Connection);
}

void tst_QnamTransport::send_bodyWithoutLength_endsWithItsConnection()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                     "Connection: close\r\n\r\nall of it");
        socket.disconnectFromHost();
    });
    for (int i = 0; i < 60; ++i) { // Qt called some of these an error
        Heard heard;
        const auto exchange = m_transport.send(post(server.url()), {}, &heard);
        QTRY_VERIFY(heard.isOver());
        QVERIFY2(heard.isFinished, qPrintable(heard.failure->message));
        QCOMPARE(heard.body, "all of it");
    }
}

/// A server that sends faster than we read fills the kernel's buffers, not our memory.
void tst_QnamTransport::send_unreadFlood_isHeldBack()
{
    struct SlowReader final : ExchangeListener
    {
        void bytesReceived(const QByteArray &bytes) override
        {
            most = qMax(most, bytes.size());
            total += bytes.size();
            // The sender has the event loop for as long as it wants to write.
            while (socket && socket->state() == QAbstractSocket::ConnectedState
                   && socket->bytesToWrite() > 0 && socket->waitForBytesWritten(0)) { }
        }
        void connected() override { }
        void headersReceived(int, const HttpHeaders &) override { }
        void finished() override { isOver = true; }
        void failed(const Failure &) override { isOver = true; }

        QPointer<QTcpSocket> socket;
        qsizetype most = 0;
        qsizetype total = 0;
        bool isOver = false;
    };
    constexpr qsizetype size = 64_MiB;
    SlowReader reader;
    ScriptedServer server([&reader](QTcpSocket &socket, const QByteArray &) {
        reader.socket = &socket;
        socket.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + QByteArray(size, 'x'));
        socket.disconnectFromHost();
    });
    const auto exchange = m_transport.send(post(server.url()), {}, &reader);
    QTRY_VERIFY_WITH_TIMEOUT(reader.isOver, 60'000);
    QCOMPARE(reader.total, size);
    QVERIFY2(reader.most <= 8_MiB, QByteArray::number(reader.most).constData());
}

void tst_QnamTransport::send_refused_saysSo()
{
    QUrl closed;
    {
        ScriptedServer server([](QTcpSocket &, const QByteArray &) {});
        closed = server.url();
    }
    Heard heard;
    const auto exchange = m_transport.send(post(closed), {}, &heard);
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->kind, FailureKind::Connection);
    QVERIFY(heard.failure->message.contains("refused"_L1));
    QVERIFY(heard.failure->message.contains("127.0.0.1"_L1));
}

void tst_QnamTransport::send_unknownHost_saysSo()
{
    Heard heard;
    const auto exchange =
        m_transport.send(post(QUrl(u"http://no-such-host.invalid/v1"_s)), {}, &heard);
    QTRY_VERIFY_WITH_TIMEOUT(heard.failure, 20'000);
    QCOMPARE(heard.failure->kind, FailureKind::Connection);
    QVERIFY(heard.failure->message.contains("no-such-host.invalid"_L1));
}

void tst_QnamTransport::send_untrustedCertificate_fails()
{
    ScriptedServer server(
        [](QTcpSocket &socket, const QByteArray &) { socket.write(ScriptedServer::reply("ok")); },
        ScriptedServer::Tls::On);
    Heard heard;
    const auto exchange = m_transport.send(post(server.url()), {}, &heard);
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->kind, FailureKind::Certificate);
    QVERIFY(server.requests().isEmpty()); // the key never left
}

void tst_QnamTransport::send_ownAuthority_isTrusted()
{
    ScriptedServer server(
        [](QTcpSocket &socket, const QByteArray &) { socket.write(ScriptedServer::reply("ok")); },
        ScriptedServer::Tls::On);
    HttpRequest request = post(server.url());
    request.caFile = qEnvironmentVariable("SIDELONG_TEST_DATA") + u"/tls/loopback-cert.pem"_s;
    Heard heard;
    const auto exchange = m_transport.send(request, {}, &heard);
    QTRY_VERIFY(heard.isOver());
    QVERIFY2(heard.isFinished, qPrintable(heard.failure ? heard.failure->message : QString()));
    QCOMPARE(heard.body, "ok");
}

void tst_QnamTransport::send_badAuthority_isNotSent_data()
{
    QTest::addColumn<bool>("exists");
    QTest::newRow("no such file") << false;
    QTest::newRow("no certificate in it") << true;
}

void tst_QnamTransport::send_badAuthority_isNotSent()
{
    QFETCH(bool, exists);
    ScriptedServer server([](QTcpSocket &, const QByteArray &) {}, ScriptedServer::Tls::On);
    QTemporaryDir dir;
    HttpRequest request = post(server.url());
    request.caFile = dir.filePath(u"lab.pem"_s);
    QFile file(request.caFile);
    if (exists)
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no certificate\n") > 0);
    file.close();
    Heard heard;
    const auto exchange = m_transport.send(request, {}, &heard);
    exchange->setPaused(true);
    exchange->setPaused(false);
    QVERIFY(!heard.isOver()); // never from inside send()
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->kind, FailureKind::Certificate);
    QVERIFY2(heard.failure->message.contains(request.caFile), qPrintable(heard.failure->message));
    QCOMPARE(server.connections(), 0);
}

void tst_QnamTransport::send_throughSocks_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::newRow("socks5") << u"socks5"_s;
    QTest::newRow("socks5h") << u"socks5h"_s;
}

void tst_QnamTransport::send_throughSocks()
{
    QFETCH(QString, scheme);
    SocksServer server;
    HttpRequest request = post(QUrl(u"http://model.invalid:8123/v1"_s));
    request.proxy = scheme + u"://127.0.0.1:%1"_s.arg(server.port());
    Heard heard;
    const auto exchange = m_transport.send(request, {}, &heard);
    QTRY_VERIFY(heard.isOver());
    QVERIFY2(heard.isFinished, qPrintable(heard.failure ? heard.failure->message : QString()));
    QCOMPARE(heard.body, "over socks");
    // The name, not an address: it is looked up behind the proxy.
    QVERIFY(server.m_target.contains("model.invalid"));
}

void tst_QnamTransport::send_unknownProxy_isNotSent_data()
{
    QTest::addColumn<QString>("proxy");
    QTest::newRow("over TLS") << u"https://127.0.0.1:1"_s;
    QTest::newRow("socks4") << u"socks4://127.0.0.1:1"_s;
    QTest::newRow("no scheme") << u"proxy.example:3128"_s;
}

void tst_QnamTransport::send_unknownProxy_isNotSent()
{
    QFETCH(QString, proxy);
    ScriptedServer server([](QTcpSocket &, const QByteArray &) {});
    HttpRequest request = post(server.url());
    request.proxy = proxy;
    Heard heard;
    const auto exchange = m_transport.send(request, {}, &heard);
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->kind, FailureKind::Connection);
    QVERIFY2(heard.failure->message.contains("socks5://"_L1), qPrintable(heard.failure->message));
    QCOMPARE(server.connections(), 0);
}

void tst_QnamTransport::send_notHttp_fails()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        socket.disconnectFromHost();
    });
    Heard heard;
    const auto exchange = m_transport.send(post(server.url()), {}, &heard);
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->kind, FailureKind::Connection);
    QCOMPARE(server.requests().size(), 1);
}

void tst_QnamTransport::timeout_connect()
{
    // A listener whose queue nobody empties: TLS never answers, so the request never leaves.
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    Heard heard;
    const QUrl url(u"https://127.0.0.1:%1/"_s.arg(silent.serverPort()));
    Timeouts timeouts;
    timeouts.connect = 50ms;
    const auto exchange = m_transport.send(post(url), timeouts, &heard);
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->kind, FailureKind::TimeoutConnect);
    QCOMPARE(heard.connections, 0);
}

void tst_QnamTransport::timeout_total()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk("half"));
    });
    Heard heard;
    Timeouts timeouts;
    timeouts.total = 150ms;
    const auto exchange = m_transport.send(post(server.url()), timeouts, &heard);
    QTRY_VERIFY(heard.failure);
    QCOMPARE(heard.failure->kind, FailureKind::TimeoutTotal);
    QCOMPARE(heard.body, "half");
}

void tst_QnamTransport::destroy_closesTheConnection()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk("x"));
    });
    Heard heard;
    auto exchange = m_transport.send(post(server.url()), {}, &heard);
    QTRY_COMPARE(heard.body, "x");
    exchange.reset();
    QTRY_COMPARE(server.disconnections(), 1);
    QVERIFY(!heard.isOver());
}

void tst_QnamTransport::pause_holdsTheStreamBack()
{
    QTcpSocket *client = nullptr;
    ScriptedServer server([&client](QTcpSocket &socket, const QByteArray &) {
        client = &socket;
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk("x"));
    });
    Heard heard;
    const auto exchange = m_transport.send(post(server.url()), {}, &heard);
    QTRY_COMPARE(heard.body, "x");
    exchange->setPaused(true);
    const QByteArray much(32_MiB, 'y');
    client->write(ScriptedServer::chunk(much) + "0\r\n\r\n");
    // What the kernel and the small buffer take is gone; the rest waits at the sender.
    QTRY_VERIFY(client->bytesToWrite() < much.size());
    QCOMPARE(heard.body, "x");
    exchange->setPaused(false);
    QTRY_VERIFY_WITH_TIMEOUT(heard.isFinished, 20'000);
    QCOMPARE(heard.body.size(), much.size() + 1);
}

void tst_QnamTransport::send_twentyStreams_runAtOnce()
{
    QList<QTcpSocket *> clients;
    ScriptedServer server([&clients](QTcpSocket &socket, const QByteArray &) {
        clients += &socket;
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk("x"));
    });
    std::vector<std::unique_ptr<Heard>> heard;
    std::vector<std::unique_ptr<Exchange>> exchanges;
    for (int i = 0; i < 20; ++i) {
        heard.push_back(std::make_unique<Heard>());
        exchanges.push_back(m_transport.send(post(server.url()), {}, heard.back().get()));
    }
    QTRY_COMPARE(clients.size(), 20); // none waits for another's end
    for (QTcpSocket *client : std::as_const(clients))
        client->write("0\r\n\r\n");
    QTRY_VERIFY(std::ranges::all_of(heard, [](const auto &h) { return h->isFinished; }));
}

void tst_QnamTransport::send_secondCall_reusesTheConnection()
{
    ScriptedServer server(
        [](QTcpSocket &socket, const QByteArray &) { socket.write(ScriptedServer::reply("ok")); });
    for (int i = 0; i < 3; ++i) {
        Heard heard;
        const auto exchange = m_transport.send(post(server.url()), {}, &heard);
        QTRY_VERIFY(heard.isFinished);
    }
    QCOMPARE(server.requests().size(), 3);
    QCOMPARE(server.connections(), 1);
}

/// Closes behind each answer without a word of it before.
void tst_QnamTransport::send_afterASilentClose_isNotLost()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::reply("ok"));
        socket.disconnectFromHost();
    });
    QnamTransport transport;
    for (int i = 0; i < 40; ++i) {
        Heard heard;
        const auto exchange = transport.send(post(server.url()), {}, &heard);
        QTRY_VERIFY(heard.isOver());
        QVERIFY2(heard.isFinished, qPrintable(heard.failure->message));
    }
    QCOMPARE(server.requests().size(), 40);
}

QTEST_GUILESS_MAIN(tst_QnamTransport)
#include "tst_qnamtransport.moc"
