// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpserver.h"

#include "core/net/httpconnection.h"

#include <QCoreApplication>

#include <unistd.h>

namespace Sidelong {

namespace {

/// Above the limit of connections so many more are told so; the rest is only closed.
constexpr int politeExcess = 32;

} // namespace

HttpServer::HttpServer(HttpHandler handler, HttpServerOptions options, QObject *parent)
    : QObject(parent), m_handler(std::move(handler)), m_options(std::move(options))
{
}

Result<quint16> HttpServer::listen(quint16 port)
{
    // Qt's 50 would make the clients of a burst wait for seconds.
    m_listener.setListenBacklogSize(m_options.limits.connections + politeExcess);
    if (!m_listener.listen(QHostAddress::LocalHost, port)) {
        return Failure{.kind = FailureKind::Connection,
                       .message = QCoreApplication::translate(
                                      "HttpServer",
                                      "Port %1 of this machine cannot be listened on: %2. "
                                      "Choose another port, or 0 for a free one.")
                                      .arg(port)
                                      .arg(m_listener.errorString())};
    }
    return m_listener.serverPort();
}

void HttpServer::stopListening() { m_listener.close(); }

quint16 HttpServer::port() const { return m_listener.serverPort(); }

void HttpServer::accept(qintptr descriptor)
{
    if (m_connections >= m_options.limits.connections + politeExcess) {
        ::close(static_cast<int>(descriptor));
        return;
    }
    const bool isExcess = m_connections >= m_options.limits.connections;
    ++m_connections;
    auto *connection = new HttpConnection(descriptor, m_options, m_handler, isExcess, this);
    connect(connection, &QObject::destroyed, this, [this] { --m_connections; });
}

} // namespace Sidelong
