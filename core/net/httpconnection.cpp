// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpconnection.h"

#include "core/base/bytes.h"
#include "core/base/json.h"
#include "core/net/httpaccess.h"

#include <sys/socket.h>

#include <utility>

namespace Sidelong {

namespace {

constexpr qint64 readPortion = 64_KiB;

HttpReply plainRejection(const HttpRejection &rejection)
{
    Json::Writer body;
    body.beginObject().key("error").beginObject();
    body.member("message", rejection.message);
    body.member("type", QByteArray(rejection.status < 500 ? "invalid_request" : "server_error"));
    body.endObject().endObject();
    return {rejection.status, {{"Content-Type", "application/json"}}, body.bytes()};
}

} // namespace

HttpConnection::HttpConnection(qintptr descriptor, const HttpServerOptions &options,
                               const HttpHandler &handler, bool isExcess, QObject *parent)
    : QObject(parent), m_options(options), m_handler(handler), m_reader(options.limits)
{
    m_socket.setSocketDescriptor(descriptor);
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    // Bounds what a pipelining client can make us hold; the rest stays in the kernel.
    m_socket.setReadBufferSize(readPortion);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &HttpConnection::timedOut);
    connect(&m_socket, &QTcpSocket::readyRead, this, &HttpConnection::readAvailable);
    connect(&m_socket, &QTcpSocket::bytesWritten, this, &HttpConnection::bytesTaken);
    connect(&m_socket, &QTcpSocket::disconnected, this, &HttpConnection::closed);
    if (isExcess)
        answer({503, "This server has as many connections as it allows."});
    else
        setPhase(Phase::Head);
}

HttpConnection::~HttpConnection()
{
    // Closing emits, and by then the other members are gone.
    m_socket.disconnect(this);
}

void HttpConnection::setPhase(Phase phase)
{
    m_phase = phase;
    const HttpServerLimits &limits = m_options.limits;
    switch (phase) {
    case Phase::Idle: m_timer.start(limits.idleTime); break;
    case Phase::Head: m_timer.start(limits.headerTime); break;
    case Phase::Body: m_timer.start(limits.bodyTime); break;
    case Phase::Responding:
    case Phase::Closing: m_timer.stop(); break;
    }
}

void HttpConnection::readAvailable()
{
    if (m_phase == Phase::Closing)
        m_socket.readAll();
    else if (m_phase != Phase::Responding)
        advance();
}

void HttpConnection::advance()
{
    // A client that sends requests and takes no answers waits here.
    if (m_phase == Phase::Responding || m_phase == Phase::Closing || !isWritable())
        return;
    m_reader.feed(m_socket.readAll());
    if (m_phase == Phase::Idle && m_reader.hasBegun())
        setPhase(Phase::Head);
    HttpRequestReader::State state = m_reader.advance();
    if (state == HttpRequestReader::State::Head) {
        if (const std::optional<HttpRejection> rejection =
                checkHttpAccess(m_options, m_reader.request()))
            return answer(*rejection);
        setPhase(Phase::Body);
        state = m_reader.advance();
        if (state == HttpRequestReader::State::NeedMore && m_reader.expectsContinue())
            send("HTTP/1.1 100 Continue\r\n\r\n");
    }
    switch (state) {
    case HttpRequestReader::State::Rejected: return answer(m_reader.rejection());
    case HttpRequestReader::State::Complete: return dispatch();
    case HttpRequestReader::State::NeedMore:
    case HttpRequestReader::State::Head: return;
    }
}

HttpResponse *HttpConnection::makeResponse()
{
    const bool isHead = m_reader.request().method == "HEAD";
    m_response = new HttpResponse(this, isHead, m_reader.isHttp10(), m_reader.keepAlive());
    return m_response;
}

void HttpConnection::dispatch()
{
    setPhase(Phase::Responding);
    HttpResponse *response = makeResponse();
    const HttpServerRequest request = std::exchange(m_reader.request(), {});
    m_handler(request, response);
}

void HttpConnection::answer(const HttpRejection &rejection)
{
    setPhase(Phase::Responding);
    HttpReply reply = m_options.rejectionReply
        ? m_options.rejectionReply(rejection, m_reader.request())
        : plainRejection(rejection);
    if (rejection.status == 401)
        reply.headers.append("WWW-Authenticate", "Bearer");
    HttpResponse *response = makeResponse();
    // Whatever body the client still sends is not a request: this connection is over.
    response->m_keepAlive = false;
    response->reply(reply);
}

void HttpConnection::send(QByteArrayView bytes)
{
    if (m_socket.state() != QAbstractSocket::ConnectedState || m_isShut)
        return;
    // What waits from before is the client's slowness; how large one write is, is not.
    if (m_socket.bytesToWrite() > m_options.limits.buffered) {
        HttpResponse *response = std::exchange(m_response, nullptr);
        reset();
        if (response) {
            response->m_connection = nullptr;
            Q_EMIT response->gone();
        }
        return;
    }
    m_socket.write(bytes.data(), bytes.size());
    m_isStalled = m_isStalled || !isWritable();
    if (!m_timer.isActive())
        m_timer.start(m_options.limits.writeTime);
}

bool HttpConnection::isWritable() const
{
    return m_socket.bytesToWrite() <= m_options.limits.highWater;
}

void HttpConnection::bytesTaken()
{
    if (m_phase == Phase::Closing)
        return closeWhenWritten();
    if (m_phase == Phase::Responding) {
        if (m_socket.bytesToWrite() > 0)
            m_timer.start(m_options.limits.writeTime);
        else
            m_timer.stop();
    }
    if (!m_isStalled || !isWritable())
        return;
    m_isStalled = false;
    if (m_response)
        Q_EMIT m_response->drained();
    else
        advance();
}

void HttpConnection::responseEnded(bool keepAlive)
{
    if (HttpResponse *response = std::exchange(m_response, nullptr))
        response->deleteLater();
    if (!keepAlive) {
        setPhase(Phase::Closing);
        return closeWhenWritten();
    }
    setPhase(Phase::Idle);
    // Not from inside the handler: a client with many requests in a row would nest them.
    QMetaObject::invokeMethod(this, &HttpConnection::advance, Qt::QueuedConnection);
}

void HttpConnection::closeWhenWritten()
{
    if (m_isShut)
        return;
    if (m_socket.bytesToWrite() > 0) {
        m_timer.start(m_options.limits.writeTime);
        return;
    }
    // close() on a socket with unread bytes resets it, and the answer is lost on its way
    // (RFC 9112, 9.6): shut our side, take what still comes, wait for the client.
    m_isShut = true;
    m_timer.start(m_options.limits.lingerTime);
    ::shutdown(static_cast<int>(m_socket.socketDescriptor()), SHUT_WR);
    m_socket.readAll();
}

void HttpConnection::reset()
{
    if (HttpResponse *response = std::exchange(m_response, nullptr))
        response->deleteLater();
    setPhase(Phase::Closing);
    m_isShut = true;
    m_socket.flush();
    const linger hard = {.l_onoff = 1, .l_linger = 0};
    ::setsockopt(static_cast<int>(m_socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard,
                 sizeof hard);
    m_socket.abort();
}

void HttpConnection::timedOut()
{
    switch (m_phase) {
    case Phase::Head:
        if (m_reader.hasBegun() || m_socket.bytesAvailable() > 0)
            return answer({408, "The request header did not arrive in time."});
        return closed();
    case Phase::Body: return answer({408, "The request body did not arrive in time."});
    case Phase::Idle: return closed();
    case Phase::Responding:
    case Phase::Closing: m_socket.abort(); return;
    }
}

void HttpConnection::closed()
{
    m_phase = Phase::Closing;
    m_timer.stop();
    if (HttpResponse *response = std::exchange(m_response, nullptr)) {
        response->m_connection = nullptr;
        Q_EMIT response->gone();
    }
    deleteLater();
}

} // namespace Sidelong
