// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/secret.h"
#include "core/net/httprequest.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <functional>

namespace Sidelong {

/// What a client may ask of the server. Sizes in bytes, times in milliseconds (all above 0).
struct HttpServerLimits
{
    qsizetype header = 16_KiB; ///< Request line and fields together.
    qsizetype body = 1_MiB;
    std::chrono::milliseconds headerTime{10'000}; ///< From the first byte to the last of a head.
    std::chrono::milliseconds bodyTime{30'000};
    std::chrono::milliseconds idleTime{60'000}; ///< A kept connection without a request.
    std::chrono::milliseconds writeTime{30'000}; ///< A client that takes none of what waits.
    std::chrono::milliseconds lingerTime{2'000}; ///< For the client to close after us.
    qsizetype highWater = 256_KiB; ///< Above this HttpResponse::isWritable() is false.
    qsizetype buffered = 8_MiB; ///< Above this the next write resets the connection.
    int connections = 512; ///< Further ones are answered 503.
};

/// A request as it came, after every check.
struct HttpServerRequest
{
    QByteArray method; ///< GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.
    QByteArray path; ///< Decoded, absolute, without dot segments; "*" with OPTIONS only.
    QByteArray query; ///< As sent, without the '?'. May hold private text: never log it.
    HttpHeaders headers;
    QByteArray body;
    QString tokenName; ///< Of the bearer token that was presented; empty where none is asked.

    friend bool operator==(const HttpServerRequest &, const HttpServerRequest &) = default;
};

/// A whole answer.
struct HttpReply
{
    int status = 200;
    HttpHeaders headers;
    QByteArray body;

    friend bool operator==(const HttpReply &, const HttpReply &) = default;
};

/// A request that the server itself turns down, before any handler.
struct HttpRejection
{
    int status = 400;
    QByteArray message; ///< An English sentence for the client's programmer; never an echo.

    friend bool operator==(const HttpRejection &, const HttpRejection &) = default;
};

struct HttpToken
{
    QString name;
    Secret secret;
};

struct HttpServerOptions
{
    enum class Hosts { LoopbackOnly, Any };

    HttpServerLimits limits;
    /// Where not empty, a request must carry one of them: "Authorization: Bearer …" or
    /// "x-api-key: …". Compared in constant time.
    QList<HttpToken> tokens;
    QList<QByteArray> openPaths; ///< Answered without a token.
    /// LoopbackOnly turns down a Host other than localhost, 127.0.0.1 and [::1], so that no name
    /// rebound to loopback reaches us.
    Hosts hosts = Hosts::LoopbackOnly;
    QList<QByteArray> origins; ///< Web pages that may call ("https://…"); others get 403.
    /// Shapes the body of a rejection; by default {"error":{"message","type"}}. The request is as
    /// far as it could be read: its path may be empty.
    std::function<HttpReply(const HttpRejection &, const HttpServerRequest &)> rejectionReply;
};

/// The reason phrase of RFC 9110, "Unknown" for others.
QByteArray httpReason(int status);

} // namespace Sidelong
