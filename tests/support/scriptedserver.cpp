// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scriptedserver.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTcpSocket>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

QSslConfiguration loopbackTls()
{
    const QString folder = qEnvironmentVariable("SIDELONG_TEST_DATA") + u"/tls/"_s;
    QFile key(folder + u"loopback-key.pem"_s);
    if (!key.open(QIODevice::ReadOnly))
        qFatal("SIDELONG_TEST_DATA must name tests/data");
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificateChain(QSslCertificate::fromPath(folder + u"loopback-cert.pem"_s));
    tls.setPrivateKey(QSslKey(&key, QSsl::Ec));
    return tls;
}

} // namespace

ScriptedServer::ScriptedServer(Script script, Tls tls)
    : m_script(std::move(script)), m_tls(tls == Tls::On)
{
    if (m_tls) {
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(loopbackTls());
        m_server = std::move(server);
    } else {
        m_server = std::make_unique<QTcpServer>();
    }
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("no port on loopback");
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &ScriptedServer::accept);
}

ScriptedServer::~ScriptedServer()
{
    disconnect();
    m_unfinished.clear();
}

QUrl ScriptedServer::url(const QString &path) const
{
    return QUrl(u"%1://127.0.0.1:%2%3"_s.arg(m_tls ? u"https"_s : u"http"_s)
                    .arg(m_server->serverPort())
                    .arg(path));
}

void ScriptedServer::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        ++m_connections;
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { take(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            ++m_disconnections;
            m_unfinished.remove(socket);
            socket->deleteLater();
        });
        take(socket);
    }
}

void ScriptedServer::take(QTcpSocket *socket)
{
    QByteArray &bytes = m_unfinished[socket];
    bytes += socket->readAll();
    const qsizetype headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return;
    qsizetype length = 0;
    const QByteArray head = bytes.left(headEnd).toLower();
    if (const qsizetype at = head.indexOf("content-length:"); at >= 0)
        length = head.mid(at + 15,
                          head.indexOf("\r\n", at) < 0 ? -1 : head.indexOf("\r\n", at) - at - 15)
                     .trimmed()
                     .toLongLong();
    const qsizetype size = headEnd + 4 + length;
    if (bytes.size() < size)
        return;
    const QByteArray request = bytes.left(size);
    bytes.remove(0, size);
    m_requests += request;
    m_script(*socket, request);
}

QByteArray ScriptedServer::reply(const QByteArray &body, const QByteArray &type,
                                 const QByteArray &status)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray ScriptedServer::streamHead(const QByteArray &type)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n";
}

QByteArray ScriptedServer::chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

} // namespace Sidelong
