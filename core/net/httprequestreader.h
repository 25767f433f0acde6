// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <memory>

namespace Sidelong {

/// Reads the requests of one connection, one after another, after RFC 9112 with no leniency:
/// whatever two programs could read in two ways (bare line feeds, folded fields, two lengths, a
/// length beside a transfer coding, …) is refused, because that is what smuggling is made of.
/// The parser proper is Boost.Beast's. Holds at most the limits plus one read of the socket.
class HttpRequestReader
{
public:
    enum class State {
        NeedMore,
        Head, ///< Reported once a request, when everything but the body stands.
        Complete,
        Rejected, ///< Nothing more can be read from this connection.
    };

    explicit HttpRequestReader(const HttpServerLimits &limits);
    ~HttpRequestReader();
    Q_DISABLE_COPY_MOVE(HttpRequestReader)

    void feed(const QByteArray &bytes) { m_pending += bytes; }
    /// Goes on with what was fed. Call it again after Head; after Complete it reads the next
    /// request.
    State advance();

    /// Valid from Head on until the next call after Complete.
    HttpServerRequest &request() { return m_request; }
    const HttpRejection &rejection() const { return m_rejection; }

    bool keepAlive() const { return m_keepAlive; }
    bool isHttp10() const { return m_http10; }
    /// The client waits for "100 Continue" before it sends the body.
    bool expectsContinue() const { return m_expectsContinue; }
    /// A request has begun: at least one byte of it is here.
    bool hasBegun() const { return m_inBody || !m_pending.isEmpty(); }

private:
    class Parser;

    State advanceHead();
    State advanceBody();
    State reject(int status, const char *message);
    /// The size of the head; 0 while it is incomplete, -1 where it was rejected.
    qsizetype scanHead();
    State takeHead(const QByteArray &head);
    bool takeTarget(QByteArray target);
    bool checkFields();

    const HttpServerLimits &m_limits;
    std::unique_ptr<Parser> m_parser;
    QByteArray m_pending;
    qsizetype m_scanned = 0;
    HttpServerRequest m_request;
    HttpRejection m_rejection;
    bool m_inBody = false;
    bool m_isBetweenChunks = false; ///< The parser could do nothing with what is pending.
    bool m_rejected = false;
    bool m_keepAlive = false;
    bool m_http10 = false;
    bool m_expectsContinue = false;
};

} // namespace Sidelong
