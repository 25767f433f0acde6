// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/net/httpresponse.h"

#include <QTcpServer>

namespace Sidelong {

/// A strict, bounded HTTP/1.1 server on 127.0.0.1, for the simulator and the local gateway: kept
/// connections, pipelining, chunked bodies both ways, no TLS, no upgrades. Malformed and oversized
/// requests get their status and the connection is closed. A client that shuts its side down
/// behind its request (half-closes) is taken for one that went away and gets no answer: Qt's
/// sockets do not tell the two apart, and to notice who left is worth more.
///
/// Lives on the thread it was made on; the handler is called there, once for each request, and
/// answers now or later. Connections and responses are its children: destroying the server closes
/// and destroys them all. Never destroy it from inside the handler.
class HttpServer : public QObject
{
    Q_OBJECT

public:
    explicit HttpServer(HttpHandler handler, HttpServerOptions options = {},
                        QObject *parent = nullptr);

    /// \a port 0 takes a free one. The port that is listened on, or a connection failure.
    Result<quint16> listen(quint16 port);
    /// No new connections; those that stand go on.
    void stopListening();
    quint16 port() const;
    int connectionCount() const { return m_connections; }

private:
    /// QTcpServer hands out descriptors by a virtual function alone.
    class Listener final : public QTcpServer
    {
    public:
        explicit Listener(HttpServer *server) : QTcpServer(server), m_server(server) { }

    private:
        void incomingConnection(qintptr descriptor) override { m_server->accept(descriptor); }
        HttpServer *m_server;
    };

    void accept(qintptr descriptor);

    const HttpHandler m_handler;
    const HttpServerOptions m_options;
    Listener m_listener{this};
    int m_connections = 0;
};

} // namespace Sidelong
