// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QTcpServer>
#include <QUrl>

#include <functional>

class QTcpSocket;

namespace Sidelong {

/// A server on loopback that does with each whole request what a test says: the bare socket, so
/// that a test can answer, stall, cut and count as no well-behaved server would.
class ScriptedServer : public QObject
{
    Q_OBJECT

public:
    /// Called once per request, with the socket it came on and all its bytes.
    using Script = std::function<void(QTcpSocket &socket, const QByteArray &request)>;

    enum class Tls { Off, On };
    explicit ScriptedServer(Script script, Tls tls = Tls::Off);
    ~ScriptedServer() override;

    QUrl url(const QString &path = QStringLiteral("/")) const;
    QList<QByteArray> requests() const { return m_requests; }
    int connections() const { return m_connections; }
    int disconnections() const { return m_disconnections; }

    /// A whole answer with its length.
    static QByteArray reply(const QByteArray &body, const QByteArray &type = "text/plain",
                            const QByteArray &status = "200 OK");
    /// The head of a chunked answer, and one chunk of it.
    static QByteArray streamHead(const QByteArray &type = "text/event-stream");
    static QByteArray chunk(const QByteArray &bytes);

private:
    void accept();
    void take(QTcpSocket *socket);

    Script m_script;
    std::unique_ptr<QTcpServer> m_server;
    bool m_tls = false;
    QHash<QTcpSocket *, QByteArray> m_unfinished;
    QList<QByteArray> m_requests;
    int m_connections = 0;
    int m_disconnections = 0;
};

} // namespace Sidelong
