// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <QObject>

#include <optional>

namespace Sidelong {

class HttpConnection;

/// The answer to one request. Made and owned by its connection, which destroys it from the event
/// loop after it ended (reply(), finish(), close(), abort()) or after gone(): hold it in a
/// QPointer, never delete it. Lives in the server's thread; calls after its end do nothing.
class HttpResponse : public QObject
{
    Q_OBJECT

public:
    /// The whole answer at once, with a Content-Length.
    void reply(const HttpReply &reply);

    /// Begins a streamed answer: chunked, or ended by closing where the client speaks HTTP/1.0.
    /// With \a length the body has a Content-Length instead, and the caller keeps to it.
    void begin(int status, const HttpHeaders &headers, std::optional<qint64> length = {});
    /// Sends \a bytes as one chunk. Never blocks: what the client does not take waits in memory,
    /// and a client that lets more than HttpServerLimits::buffered wait is reset by the next.
    void write(QByteArrayView bytes);
    void finish();

    /// Closes in good order (FIN) after what was written, but without the end that HTTP asks for.
    void close();
    /// Resets the connection (RST). What the client had not taken yet may be lost.
    void abort();
    /// Bytes past all framing. The connection is not kept after that.
    void writeRaw(QByteArrayView bytes);

    bool hasBegun() const { return m_begun; }
    bool hasEnded() const { return m_connection == nullptr; }
    /// Bytes that wait for the client.
    qint64 bufferedBytes() const;
    /// False while more than HttpServerLimits::highWater waits: stop producing until drained().
    bool isWritable() const;

Q_SIGNALS:
    /// The client took enough after isWritable() was false.
    void drained();
    /// The client went away, or was reset, before the answer ended. Comes at most once, and from
    /// inside write() where the client let too much wait. Not when the server is destroyed.
    void gone();

private:
    friend class HttpConnection;

    enum class Framing { Chunked, Plain };

    HttpResponse(HttpConnection *connection, bool isHead, bool isHttp10, bool keepAlive);
    void writeHead(int status, const HttpHeaders &headers, std::optional<qint64> length);
    void end();

    HttpConnection *m_connection; ///< Null once ended.
    const bool m_isHead;
    const bool m_isHttp10;
    bool m_keepAlive;
    bool m_begun = false;
    bool m_hasBody = true;
    Framing m_framing = Framing::Plain;
};

/// The response is the handler's until it ended; see there for who owns it.
using HttpHandler = std::function<void(const HttpServerRequest &, HttpResponse *)>;

} // namespace Sidelong
