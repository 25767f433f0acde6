// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/bytes.h"
#include "core/net/httpaccess.h"
#include "core/net/httprequestreader.h"
#include "core/net/httpserver.h"

#include <QPointer>
#include <QTcpSocket>
#include <QTest>

#include <arpa/inet.h>
#include <cerrno>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Sidelong;
using std::chrono::milliseconds;

namespace {

/// A server whose handler echoes, and the client that talks to it in bytes.
class Peer
{
public:
    explicit Peer(HttpServerOptions options = {})
        : m_server([this](const HttpServerRequest &request,
                          HttpResponse *response) { m_handler(request, response); },
                   std::move(options))
    {
        m_handler = [this](const HttpServerRequest &request, HttpResponse *response) {
            m_seen.append(request);
            response->reply({200, {}, request.method + ' ' + request.path + ' ' + request.body});
        };
        m_port = *m_server.listen(0);
    }

    std::unique_ptr<QTcpSocket> connected()
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
        socket->waitForConnected(5000);
        return socket;
    }

    /// What comes back until the server closes.
    QByteArray talk(const QByteArray &bytes)
    {
        const auto socket = connected();
        socket->write(bytes);
        const auto closed = [&] { return socket->state() == QAbstractSocket::UnconnectedState; };
        if (!QTest::qWaitFor(closed, 10'000))
            return "not closed: " + socket->readAll();
        return socket->readAll();
    }

    HttpHandler m_handler;
    QList<HttpServerRequest> m_seen;
    HttpServer m_server;
    quint16 m_port = 0;
};

constexpr char host[] = "Host: localhost\r\n";
constexpr char closing[] = "Connection: close\r\n";

QByteArray statusLine(int status) { return "HTTP/1.1 " + QByteArray::number(status) + ' '; }

/// A client below Qt, which has one error for a clean end and a reset.
class PlainClient
{
public:
    PlainClient(quint16 port, const QByteArray &bytes) : m_fd(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int status =
            ::connect(m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof address);
        m_isReady =
            status == 0 && ::send(m_fd, bytes.data(), static_cast<size_t>(bytes.size()), 0) > 0;
    }
    ~PlainClient() { ::close(m_fd); }
    Q_DISABLE_COPY_MOVE(PlainClient)

    /// False until the server ended the connection.
    bool hasEnded()
    {
        char buffer[4096];
        for (;;) {
            const ssize_t size = ::recv(m_fd, buffer, sizeof buffer, MSG_DONTWAIT);
            if (size > 0) {
                m_received.append(buffer, size);
                continue;
            }
            // Told once: the next call says that it is closed.
            m_wasReset = m_wasReset || (size < 0 && errno == ECONNRESET);
            return size == 0 || m_wasReset;
        }
    }

    bool m_isReady = false;
    bool m_wasReset = false;
    QByteArray m_received;

private:
    int m_fd;
};

QByteArray get(const QByteArray &target, const QByteArray &fields = closing)
{
    return "GET " + target + " HTTP/1.1\r\n" + host + fields + "\r\n";
}

} // namespace

class tst_HttpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void badRequest_isRefusedAndClosed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");

        const QByteArray post = QByteArray("POST / HTTP/1.1\r\n") + host;
        const QByteArray chunked = post + "Transfer-Encoding: chunked\r\n";
        QTest::newRow("not HTTP") << QByteArray("\x16\x03\x01\x02 hello") << 400;
        QTest::newRow("no version") << QByteArray("GET /\r\n\r\n") << 400;
        QTest::newRow("HTTP/2.0") << QByteArray("GET / HTTP/2.0\r\n\r\n") << 505;
        QTest::newRow("bare line feeds")
            << QByteArray("GET / HTTP/1.1\nHost: localhost\n\n") << 400;
        QTest::newRow("bare carriage return") << get("/", "X: a\rb\r\n") << 400;
        QTest::newRow("NUL in a field") << get("/", QByteArray("X: a\0b\r\n", 8)) << 400;
        QTest::newRow("folded field") << get("/", "X: a\r\n b\r\n") << 400;
        QTest::newRow("blank before the colon") << get("/", "X : a\r\n") << 400;
        QTest::newRow("field without a colon") << get("/", "X\r\n") << 400;
        QTest::newRow("no Host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("two Hosts") << get("/", host) << 400;
        QTest::newRow("unknown method")
            << QByteArray("BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n") << 501;
        QTest::newRow("CONNECT") << QByteArray("CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                 << 501;
        QTest::newRow("two different lengths")
            << QByteArray(post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd") << 400;
        QTest::newRow("two equal lengths")
            << QByteArray(post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc") << 400;
        QTest::newRow("a list of lengths")
            << QByteArray(post + "Content-Length: 3, 3\r\n\r\nabc") << 400;
        QTest::newRow("negative length") << QByteArray(post + "Content-Length: -1\r\n\r\n") << 400;
        QTest::newRow("length with a sign")
            << QByteArray(post + "Content-Length: +3\r\n\r\nabc") << 400;
        QTest::newRow("length in hex")
            << QByteArray(post + "Content-Length: 0x3\r\n\r\nabc") << 400;
        QTest::newRow("length that overflows")
            << QByteArray(post + "Content-Length: 99999999999999999999999\r\n\r\n") << 400;
        QTest::newRow("length, then coding")
            << QByteArray(post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
            << 400;
        QTest::newRow("coding, then length")
            << QByteArray(chunked + "Content-Length: 3\r\n\r\n0\r\n\r\n") << 400;
        QTest::newRow("two codings")
            << QByteArray(chunked + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n") << 400;
        QTest::newRow("unknown coding")
            << QByteArray(post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n") << 501;
        QTest::newRow("gzip before chunked")
            << QByteArray(post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n") << 501;
        QTest::newRow("unknown coding beside a length")
            << QByteArray(post + "Transfer-Encoding: x\r\nContent-Length: 3\r\n\r\nabc") << 501;
        QTest::newRow("chunked in HTTP/1.0")
            << QByteArray("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") << 400;
        QTest::newRow("chunk size that is none") << QByteArray(chunked + "\r\nxyz\r\n") << 400;
        QTest::newRow("negative chunk size") << QByteArray(chunked + "\r\n-3\r\nabc\r\n") << 400;
        QTest::newRow("chunk size that overflows")
            << QByteArray(chunked + "\r\n10000000000000003\r\nabc\r\n0\r\n\r\n") << 400;
        QTest::newRow("chunk longer than its size")
            << QByteArray(chunked + "\r\n3\r\nabcdef\r\n0\r\n\r\n") << 400;
        QTest::newRow("chunk size line without end")
            << QByteArray(chunked + "\r\n3;" + QByteArray(20'000, 'x')) << 431;
        QTest::newRow("body over the limit")
            << QByteArray(post + "Content-Length: 1048577\r\n\r\n") << 413;
        QTest::newRow("chunk over the limit") << QByteArray(chunked + "\r\n100001\r\n") << 413;
        QTest::newRow("head over the limit")
            << get("/", "X: " + QByteArray(17'000, 'x') + "\r\n") << 431;
        QTest::newRow("target over the limit") << get("/" + QByteArray(17'000, 'x')) << 414;
        QTest::newRow("unknown expectation") << get("/", "Expect: tea\r\n") << 417;
        QTest::newRow("dot segments") << get("/a/../b") << 400;
        QTest::newRow("hidden dot segments") << get("/a/%2e%2E/b") << 400;
        QTest::newRow("hidden slash") << get("/a%2Fb") << 400;
        QTest::newRow("backslash") << get("/a%5cb") << 400;
        QTest::newRow("hidden NUL") << get("/a%00") << 400;
        QTest::newRow("two slashes") << get("//a") << 400;
        QTest::newRow("broken escape") << get("/a%2") << 400;
        QTest::newRow("broken UTF-8") << get("/%ff") << 400;
        QTest::newRow("fragment") << get("/a#b") << 400;
        QTest::newRow("relative") << get("a") << 400;
        QTest::newRow("asterisk with GET") << get("*") << 400;
        QTest::newRow("another server in the target") << get("http://evil.example/a") << 400;
        QTest::newRow("a name rebound to loopback")
            << QByteArray("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n") << 403;
        QTest::newRow("a name that begins like ours")
            << QByteArray("GET / HTTP/1.1\r\nHost: localhost.evil.example:80\r\n\r\n") << 403;
        QTest::newRow("a web page") << get("/", "Origin: https://evil.example\r\n") << 403;
        QTest::newRow("an image in a web page")
            << get("/", "Sec-Fetch-Site: cross-site\r\n") << 403;
    }

    void badRequest_isRefusedAndClosed()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        Peer peer;
        const QByteArray answer = peer.talk(bytes);
        QVERIFY2(answer.startsWith(statusLine(status)), answer.constData());
        QVERIFY(answer.contains("Connection: close\r\n"));
        QVERIFY(answer.contains("{\"error\":{\"message\":"));
        QCOMPARE(peer.m_seen.size(), 0);
    }

    void goodRequest_reachesTheHandler_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("expected");

        const QByteArray post = QByteArray("POST /p HTTP/1.1\r\n") + host + closing;
        QTest::newRow("no body") << get("/a/b/") << QByteArray("GET /a/b/ ");
        QTest::newRow("escapes are undone") << get("/%61%20b?x=%2F") << QByteArray("GET /a b ");
        QTest::newRow("empty lines before")
            << QByteArray("\r\n\r\n" + get("/")) << QByteArray("GET / ");
        QTest::newRow("absolute target") << get("http://localhost/x") << QByteArray("GET /x ");
        QTest::newRow("with a length")
            << QByteArray(post + "Content-Length: 3\r\n\r\nabc") << QByteArray("POST /p abc");
        QTest::newRow("chunked") << QByteArray(post
                                               + "Transfer-Encoding: Chunked\r\n\r\n"
                                                 "3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n")
                                 << QByteArray("POST /p abc0123456789");
        QTest::newRow("chunked with trailers")
            << QByteArray(post + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n")
            << QByteArray("POST /p a");
        QTest::newRow("chunked and empty")
            << QByteArray(post + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
            << QByteArray("POST /p ");
        QTest::newRow("chunked, empty, with trailers")
            << QByteArray(post + "Transfer-Encoding: chunked\r\n\r\n00;a\r\nX: y\r\n\r\n")
            << QByteArray("POST /p ");
        QTest::newRow("HTTP/1.0 without Host")
            << QByteArray("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            << QByteArray("GET /old ");
        QTest::newRow("asterisk") << QByteArray(
            "OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n")
                                  << QByteArray("OPTIONS * ");
    }

    void goodRequest_reachesTheHandler()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, expected);
        for (const qsizetype piece : {bytes.size(), qsizetype(1)}) {
            Peer peer;
            const auto socket = peer.connected();
            for (qsizetype at = 0; at < bytes.size(); at += piece) {
                socket->write(bytes.mid(at, piece));
                socket->flush();
                QCoreApplication::processEvents();
            }
            QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
            const QByteArray answer = socket->readAll();
            QVERIFY2(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer.constData());
            QVERIFY2(answer.endsWith(QByteArray("\r\n\r\n" + expected)), answer.constData());
        }
    }

    void chunkedBody_cutAnywhere_isRead_data()
    {
        QTest::addColumn<QByteArray>("chunks");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("empty") << QByteArray("0\r\n\r\n") << QByteArray();
        QTest::newRow("empty, of many digits") << QByteArray("0000\r\n\r\n") << QByteArray();
        QTest::newRow("empty, with trailers") << QByteArray("0\r\nA: b\r\n\r\n") << QByteArray();
        QTest::newRow("one byte") << QByteArray("1\r\na\r\n0\r\n\r\n") << QByteArray("a");
        QTest::newRow("extensions")
            << QByteArray("2;x\r\nab\r\n1\r\nc\r\n0;y=z\r\n\r\n") << QByteArray("abc");
    }

    void chunkedBody_cutAnywhere_isRead()
    {
        QFETCH(QByteArray, chunks);
        QFETCH(QByteArray, body);
        const QByteArray head =
            QByteArray("POST / HTTP/1.1\r\n") + host + "Transfer-Encoding: chunked\r\n\r\n";
        const auto read = [&](const QList<QByteArray> &pieces) {
            const HttpServerLimits limits;
            HttpRequestReader reader(limits);
            reader.feed(head);
            QCOMPARE(reader.advance(), HttpRequestReader::State::Head);
            for (const QByteArray &piece : pieces) {
                QCOMPARE(reader.advance(), HttpRequestReader::State::NeedMore);
                reader.feed(piece);
            }
            QCOMPARE(reader.advance(), HttpRequestReader::State::Complete);
            QCOMPARE(reader.request().body, body);
            QVERIFY(!reader.hasBegun());
        };
        QList<QByteArray> bytes;
        for (const char c : chunks)
            bytes += QByteArray(1, c);
        read(bytes);
        for (qsizetype i = 1; i < chunks.size(); ++i) {
            for (qsizetype j = i; j < chunks.size(); ++j)
                read({chunks.first(i), chunks.mid(i, j - i), chunks.mid(j)});
        }
    }

    void trailers_doNotBecomeHeaders()
    {
        Peer peer;
        peer.talk(QByteArray("POST / HTTP/1.1\r\n") + host + closing
                  + "Transfer-Encoding: chunked\r\n\r\n0\r\nAuthorization: x\r\n\r\n");
        QCOMPARE(peer.m_seen.size(), 1);
        QVERIFY(peer.m_seen.first().headers.value("Authorization").isNull());
    }

    void keptConnection_answersOneAfterTheOther()
    {
        Peer peer;
        const auto socket = peer.connected();
        for (int i = 0; i < 3; ++i) {
            socket->write(get("/" + QByteArray::number(i), {}));
            const QByteArray expected = "GET /" + QByteArray::number(i) + ' ';
            QTRY_VERIFY(socket->peek(4096).endsWith(expected));
            socket->readAll();
        }
        QCOMPARE(peer.m_server.connectionCount(), 1);
    }

    void pipelining_keepsTheOrder_thoughTheFirstIsSlow()
    {
        Peer peer;
        QPointer<HttpResponse> slow;
        peer.m_handler = [&](const HttpServerRequest &request, HttpResponse *response) {
            peer.m_seen.append(request);
            if (request.path == "/1")
                slow = response;
            else
                response->reply({200, {}, request.path});
        };
        const auto socket = peer.connected();
        socket->write(get("/1", {}) + get("/2", {}) + get("/3"));
        QTRY_VERIFY(slow);
        QCOMPARE(peer.m_seen.size(), 1);
        slow->reply({200, {}, "first"});
        QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
        const QByteArray answer = socket->readAll();
        QVERIFY(answer.indexOf("first") < answer.indexOf("/2"));
        QVERIFY(answer.indexOf("/2") < answer.indexOf("/3"));
        QVERIFY(answer.endsWith("/3"));
    }

    void expectContinue_isAnsweredBeforeTheBody()
    {
        Peer peer;
        const auto socket = peer.connected();
        socket->write(QByteArray("POST / HTTP/1.1\r\n") + host + closing
                      + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        QTRY_COMPARE(socket->bytesAvailable(), 25);
        QCOMPARE(socket->readAll(), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
        socket->write("ok");
        QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
        QVERIFY(socket->readAll().endsWith("POST / ok"));
    }

    void head_hasNoBody()
    {
        Peer peer;
        const QByteArray answer =
            peer.talk(QByteArray("HEAD /x HTTP/1.1\r\n") + host + closing + "\r\n");
        QVERIFY(answer.contains("Content-Length: 8\r\n"));
        QVERIFY(answer.endsWith("\r\n\r\n"));
    }

    void headerValues_cannotWriteHeaders()
    {
        Peer peer;
        peer.m_handler = [](const HttpServerRequest &, HttpResponse *response) {
            response->reply({200, {{"X", "a\r\nSet-Cookie: b"}, {"Y", "c"}}, {}});
        };
        const QByteArray answer = peer.talk(get("/"));
        QVERIFY(!answer.contains("Set-Cookie"));
        QVERIFY(answer.contains("Y: c\r\n"));
    }

    void stream_isChunked_andPlainInHttp10()
    {
        Peer peer;
        peer.m_handler = [](const HttpServerRequest &, HttpResponse *response) {
            response->begin(200, {{"Content-Type", "text/plain"}});
            response->write("abc");
            response->write("");
            response->write(QByteArray(16, 'x'));
            response->finish();
        };
        QVERIFY(peer.talk(get("/")).endsWith(
            "\r\n\r\n3\r\nabc\r\n10\r\nxxxxxxxxxxxxxxxx\r\n0\r\n\r\n"));
        const QByteArray old = peer.talk("GET / HTTP/1.0\r\n\r\n");
        QVERIFY(old.endsWith("\r\n\r\nabcxxxxxxxxxxxxxxxx"));
        QVERIFY(!old.contains("chunked"));
    }

    void endings_data()
    {
        QTest::addColumn<QString>("ending");
        QTest::addColumn<bool>("isReset");
        QTest::newRow("close is a clean end") << u"close"_s << false;
        QTest::newRow("abort is a reset") << u"abort"_s << true;
    }

    void endings()
    {
        QFETCH(QString, ending);
        QFETCH(bool, isReset);
        Peer peer;
        QPointer<HttpResponse> response;
        peer.m_handler = [&](const HttpServerRequest &, HttpResponse *made) {
            response = made;
            made->begin(200, {});
            made->write("half");
        };
        PlainClient client(peer.m_port, get("/", {}));
        QVERIFY(client.m_isReady);
        QTRY_VERIFY(response);
        if (ending == u"close")
            response->close();
        else
            response->abort();
        QVERIFY(response->hasEnded());
        QTRY_VERIFY(client.hasEnded());
        QCOMPARE(client.m_wasReset, isReset);
        QVERIFY(client.m_received.endsWith("4\r\nhalf\r\n"));
    }

    void rawBytes_passUnframed()
    {
        Peer peer;
        peer.m_handler = [](const HttpServerRequest &, HttpResponse *response) {
            response->writeRaw("junk");
            response->close();
        };
        QCOMPARE(peer.talk(get("/", {})), QByteArray("junk"));
    }

    void clientThatGoes_isNoticedOnce()
    {
        Peer peer;
        QPointer<HttpResponse> response;
        int gone = 0;
        peer.m_handler = [&](const HttpServerRequest &, HttpResponse *made) {
            response = made;
            connect(made, &HttpResponse::gone, this, [&] { ++gone; });
            made->begin(200, {});
        };
        auto socket = peer.connected();
        socket->write(get("/"));
        QTRY_VERIFY(response);
        socket->abort();
        QTRY_COMPARE(gone, 1);
        QTRY_COMPARE(peer.m_server.connectionCount(), 0);
        QVERIFY(!response);
    }

    void slowReader_stopsTheWriter_andGoesOn()
    {
        HttpServerOptions options;
        options.limits.highWater = 64_KiB;
        Peer peer(options);
        constexpr qint64 size = 8_MiB;
        qint64 left = size;
        qint64 most = 0;
        QPointer<HttpResponse> response;
        const auto produce = [&] {
            while (left > 0 && response->isWritable()) {
                response->write(QByteArray(16_KiB, 'x'));
                left -= 16_KiB;
                most = qMax(most, response->bufferedBytes());
            }
            if (left == 0)
                response->finish();
        };
        peer.m_handler = [&](const HttpServerRequest &, HttpResponse *made) {
            response = made;
            connect(made, &HttpResponse::drained, this, produce);
            made->begin(200, {}, size);
            produce();
        };
        const auto socket = peer.connected();
        socket->setReadBufferSize(1024);
        socket->write(get("/"));
        QTRY_VERIFY(response && !response->isWritable());
        QVERIFY(left > 0);
        qint64 taken = 0;
        const auto takeAll = [&] {
            taken += socket->readAll().size();
            return left == 0 && taken > size;
        };
        socket->setReadBufferSize(0);
        QVERIFY(QTest::qWaitFor(takeAll, 20'000));
        QVERIFY2(most <= 96_KiB, QByteArray::number(most).constData());
    }

    void oneLargeWrite_reachesAClientThatReads()
    {
        HttpServerOptions options;
        options.limits.buffered = 64_KiB;
        Peer peer(options);
        const QByteArray large(4_MiB, 'x');
        peer.m_handler = [&](const HttpServerRequest &, HttpResponse *response) {
            response->reply({200, {}, large});
        };
        QVERIFY(peer.talk(get("/")).endsWith(QByteArray("\r\n\r\n" + large)));
    }

    void clientThatNeverReads_isResetAtTheBound()
    {
        HttpServerOptions options;
        options.limits.buffered = 1_MiB;
        Peer peer(options);
        int gone = 0;
        peer.m_handler = [&](const HttpServerRequest &, HttpResponse *response) {
            connect(response, &HttpResponse::gone, this, [&] { ++gone; });
            response->begin(200, {});
            for (int i = 0; i < 100; ++i)
                response->write(QByteArray(64_KiB, 'x'));
            QVERIFY(response->hasEnded());
            response->finish();
        };
        const auto socket = peer.connected();
        socket->setReadBufferSize(1);
        socket->write(get("/"));
        QTRY_COMPARE(gone, 1);
        QTRY_COMPARE(peer.m_server.connectionCount(), 0);
    }

    void clientThatTakesNothing_isDroppedInTime()
    {
        HttpServerOptions options;
        options.limits.writeTime = milliseconds(100);
        options.limits.buffered = 64_MiB;
        Peer peer(options);
        int gone = 0;
        peer.m_handler = [&](const HttpServerRequest &, HttpResponse *response) {
            connect(response, &HttpResponse::gone, this, [&] { ++gone; });
            response->begin(200, {});
            response->write(QByteArray(32_MiB, 'x'));
        };
        const auto socket = peer.connected();
        socket->setReadBufferSize(1);
        socket->write(get("/"));
        QTRY_COMPARE(gone, 1);
        QTRY_COMPARE(peer.m_server.connectionCount(), 0);
    }

    void timeouts_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("a head that never ends")
            << QByteArray("GET / HTTP/1.1\r\nX: y\r\n") << QByteArray("HTTP/1.1 408 ");
        QTest::newRow("a body that never comes")
            << QByteArray(QByteArray("POST / HTTP/1.1\r\n") + host + "Content-Length: 9\r\n\r\nab")
            << QByteArray("HTTP/1.1 408 ");
        QTest::newRow("silence from the start") << QByteArray() << QByteArray();
        QTest::newRow("silence after an answer") << get("/", {}) << QByteArray("HTTP/1.1 200 ");
    }

    void timeouts()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, answer);
        HttpServerOptions options;
        options.limits.headerTime = options.limits.bodyTime = options.limits.idleTime =
            options.limits.lingerTime = milliseconds(150);
        Peer peer(options);
        const QByteArray got = peer.talk(bytes);
        QVERIFY2(got.startsWith(answer), got.constData());
        QCOMPARE(got.isEmpty(), answer.isEmpty());
        QTRY_COMPARE(peer.m_server.connectionCount(), 0);
    }

    void rejectedUpload_stillGetsItsAnswer()
    {
        Peer peer;
        const auto socket = peer.connected();
        socket->write(QByteArray("POST / HTTP/1.1\r\n") + host + "Content-Length: 100000000\r\n\r\n"
                      + QByteArray(4'000'000, 'x'));
        QTRY_VERIFY(socket->peek(4096).startsWith("HTTP/1.1 413 "));
    }

    void manyConnections_areServed_andTheExcessIsTold()
    {
        HttpServerOptions options;
        options.limits.connections = 100;
        Peer peer(options);
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        sockets.reserve(100);
        for (int i = 0; i < 100; ++i)
            sockets.push_back(peer.connected());
        QTRY_COMPARE(peer.m_server.connectionCount(), 100);
        for (const auto &socket : sockets)
            socket->write(get("/many", {}));
        for (const auto &socket : sockets)
            QTRY_VERIFY(socket->peek(4096).endsWith("GET /many "));
        QVERIFY(peer.talk({}).startsWith("HTTP/1.1 503 "));
        sockets.clear();
        QTRY_COMPARE(peer.m_server.connectionCount(), 0);
        QVERIFY(peer.talk(get("/")).startsWith("HTTP/1.1 200 "));
    }

    void token_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("name");
        QTest::newRow("none") << QByteArray() << 401 << QString();
        QTest::newRow("wrong") << QByteArray("Authorization: Bearer nope\r\n") << 401 << QString();
        QTest::newRow("a beginning of it")
            << QByteArray("Authorization: Bearer alph\r\n") << 401 << QString();
        QTest::newRow("empty") << QByteArray("x-api-key: \r\n") << 401 << QString();
        QTest::newRow("bearer") << QByteArray("Authorization: Bearer alpha\r\n") << 200 << u"me"_s;
        QTest::newRow("bearer in lower case")
            << QByteArray("authorization: bearer beta\r\n") << 200 << u"script"_s;
        QTest::newRow("x-api-key") << QByteArray("x-api-key: beta\r\n") << 200 << u"script"_s;
    }

    void token()
    {
        QFETCH(QByteArray, fields);
        QFETCH(int, status);
        QFETCH(QString, name);
        HttpServerOptions options;
        options.tokens = {{u"me"_s, Secret("alpha")}, {u"script"_s, Secret("beta")}};
        options.openPaths = {"/healthz"};
        Peer peer(options);
        const QByteArray answer = peer.talk(get("/", fields + closing));
        QVERIFY2(answer.startsWith(statusLine(status)), answer.constData());
        QCOMPARE(answer.contains("WWW-Authenticate: Bearer\r\n"), status == 401);
        QCOMPARE(peer.m_seen.isEmpty() ? QString() : peer.m_seen.first().tokenName, name);
        QVERIFY(peer.talk(get("/healthz")).startsWith("HTTP/1.1 200"));
    }

    void allowedOrigin_passes()
    {
        HttpServerOptions options;
        options.origins = {"https://mine.example"};
        Peer peer(options);
        QVERIFY(peer.talk(get("/", QByteArray("Origin: https://mine.example\r\n") + closing))
                    .startsWith("HTTP/1.1 200"));
    }

    void portInUse_isAFailure()
    {
        Peer peer;
        HttpServer second([](const HttpServerRequest &, HttpResponse *) {});
        const Result<quint16> port = second.listen(peer.m_port);
        QVERIFY(!port);
        QVERIFY(port.failure().message.contains(QString::number(peer.m_port)));
    }

    void destroyedServer_closesWhatRuns()
    {
        QPointer<HttpResponse> response;
        auto server = std::make_unique<HttpServer>(
            [&](const HttpServerRequest &, HttpResponse *made) { response = made; });
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), *server->listen(0));
        socket.write(get("/"));
        QTRY_VERIFY(response);
        server.reset();
        QVERIFY(!response);
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    }
};

QTEST_GUILESS_MAIN(tst_HttpServer)
#include "tst_httpserver.moc"
