// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpresponse.h"

#include "core/net/httpconnection.h"

#include <utility>

namespace Sidelong {

QByteArray httpReason(int status)
{
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Unknown";
    }
}

HttpResponse::HttpResponse(HttpConnection *connection, bool isHead, bool isHttp10, bool keepAlive)
    : QObject(connection), m_connection(connection), m_isHead(isHead), m_isHttp10(isHttp10),
      m_keepAlive(keepAlive)
{
}

void HttpResponse::reply(const HttpReply &reply)
{
    if (hasEnded() || m_begun)
        return;
    writeHead(reply.status, reply.headers, reply.body.size());
    write(reply.body);
    end();
}

void HttpResponse::begin(int status, const HttpHeaders &headers, std::optional<qint64> length)
{
    if (hasEnded() || m_begun)
        return;
    if (!length && m_isHttp10)
        m_keepAlive = false;
    writeHead(status, headers, length);
}

void HttpResponse::writeHead(int status, const HttpHeaders &headers, std::optional<qint64> length)
{
    m_begun = true;
    const bool canHaveBody = status >= 200 && status != 204 && status != 304;
    m_hasBody = canHaveBody && !m_isHead;
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + ' ' + httpReason(status) + "\r\n";
    for (const auto &[name, value] : headers.list()) {
        // A line break in a value would let it write headers of its own.
        if (!value.contains('\r') && !value.contains('\n'))
            head += name + ": " + value + "\r\n";
    }
    if (canHaveBody && length) {
        head += "Content-Length: " + QByteArray::number(*length) + "\r\n";
    } else if (canHaveBody && !m_isHttp10) {
        m_framing = Framing::Chunked;
        head += "Transfer-Encoding: chunked\r\n";
    }
    if (!m_keepAlive)
        head += "Connection: close\r\n";
    head += "\r\n";
    m_connection->send(head);
}

void HttpResponse::write(QByteArrayView bytes)
{
    // An empty chunk would be the end of the body.
    if (hasEnded() || !m_begun || !m_hasBody || bytes.isEmpty())
        return;
    if (m_framing == Framing::Plain) {
        m_connection->send(bytes);
        return;
    }
    QByteArray chunk;
    chunk.reserve(bytes.size() + 20);
    chunk += QByteArray::number(bytes.size(), 16);
    chunk += "\r\n";
    chunk += bytes;
    chunk += "\r\n";
    m_connection->send(chunk);
}

void HttpResponse::finish()
{
    if (hasEnded() || !m_begun)
        return;
    if (m_framing == Framing::Chunked && m_hasBody)
        m_connection->send("0\r\n\r\n");
    end();
}

void HttpResponse::end()
{
    if (hasEnded()) // reset while writing
        return;
    std::exchange(m_connection, nullptr)->responseEnded(m_keepAlive);
}

void HttpResponse::close()
{
    m_keepAlive = false;
    end();
}

void HttpResponse::abort()
{
    if (!hasEnded())
        std::exchange(m_connection, nullptr)->reset();
}

void HttpResponse::writeRaw(QByteArrayView bytes)
{
    if (hasEnded())
        return;
    m_keepAlive = false;
    m_begun = true;
    m_connection->send(bytes);
}

qint64 HttpResponse::bufferedBytes() const
{
    return hasEnded() ? 0 : m_connection->bufferedBytes();
}

bool HttpResponse::isWritable() const { return !hasEnded() && m_connection->isWritable(); }

} // namespace Sidelong
