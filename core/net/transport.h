// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/failure.h"
#include "core/net/httprequest.h"

#include <memory>

namespace Sidelong {

/// Hears of one exchange. Calls come from the event loop of the transport's thread, never from
/// inside Transport::send(), and none comes after finished() or failed(), of which exactly one
/// comes last unless the Exchange was destroyed before.
class ExchangeListener
{
public:
    ExchangeListener() = default;
    virtual ~ExchangeListener() = default;
    Q_DISABLE_COPY_MOVE(ExchangeListener)

    /// The connection stands (TCP, and TLS where used) and the request is leaving. Comes at once
    /// on a connection that was kept from before.
    virtual void connected() = 0;
    virtual void headersReceived(int status, const HttpHeaders &headers) = 0;
    virtual void bytesReceived(const QByteArray &bytes) = 0;
    /// The body ended in good order as far as HTTP can tell.
    virtual void finished() = 0;
    /// connection, certificate or a timeout; what came before was delivered. Also where the
    /// request's proxy or authorities are of no use, and then nothing was sent.
    virtual void failed(const Failure &failure) = 0;
};

/// A running exchange. Destroying it aborts: the server sees the socket close within
/// milliseconds and the listener hears nothing more.
class Exchange
{
public:
    Exchange() = default;
    virtual ~Exchange() = default;
    Q_DISABLE_COPY_MOVE(Exchange)

    /// Back-pressure: while paused at most a small buffer is read from the socket.
    virtual void setPaused(bool paused) = 0;
};

/// Puts a request on the wire exactly once and never follows a redirect. One thread.
class Transport
{
public:
    Transport() = default;
    virtual ~Transport() = default;
    Q_DISABLE_COPY_MOVE(Transport)

    /// \a listener must outlive the exchange. Of \a timeouts only connect and total are the
    /// transport's; the two that need to know what an event is are the caller's.
    virtual std::unique_ptr<Exchange> send(const HttpRequest &request, const Timeouts &timeouts,
                                           ExchangeListener *listener) = 0;
};

} // namespace Sidelong
