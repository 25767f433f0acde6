// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httprequestreader.h"

#include <QScopeGuard>
#include <QUtf8StringView>

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <array>

namespace Sidelong {

namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

QByteArray toBytes(string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool hasBrokenEscape(const QByteArray &text)
{
    for (qsizetype i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
        if (i + 2 >= text.size() || !isHexDigit(text[i + 1]) || !isHexDigit(text[i + 2]))
            return true;
    }
    return false;
}

bool isControl(char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }

/// No dot segments, nothing hidden behind an escape, nothing that a file system reads otherwise.
bool isPlainPath(const QByteArray &escaped, const QByteArray &decoded)
{
    const QByteArray lower = escaped.toLower();
    if (!decoded.startsWith('/') || lower.contains("%2f") || decoded.contains('\\'))
        return false;
    if (!QUtf8StringView(decoded.data(), decoded.size()).isValidUtf8()
        || std::any_of(decoded.begin(), decoded.end(), isControl))
        return false;
    const QList<QByteArray> segments = decoded.mid(1).split('/');
    for (qsizetype i = 0; i < segments.size(); ++i) {
        const bool isInnerGap = segments[i].isEmpty() && i + 1 < segments.size();
        if (isInnerGap || segments[i] == "." || segments[i] == "..")
            return false;
    }
    return true;
}

} // namespace

/// Collects what Beast reads. https://www.boost.org/doc/libs/1_74_0/libs/beast
class HttpRequestReader::Parser final : public http::basic_parser<true>
{
public:
    Parser(HttpServerRequest &request, const HttpServerLimits &limits) : m_request(request)
    {
        header_limit(static_cast<std::uint32_t>(limits.header) + 4);
        body_limit(static_cast<std::uint64_t>(limits.body));
    }

    QByteArray m_target;
    bool m_isHttp10 = false;

private:
    void on_request_impl(http::verb, string_view method, string_view target, int version,
                         error_code &) override
    {
        m_request.method = toBytes(method);
        m_target = toBytes(target);
        m_isHttp10 = version == 10;
    }
    void on_response_impl(int, string_view, int, error_code &) override { }
    void on_field_impl(http::field, string_view name, string_view value, error_code &) override
    {
        // Fields behind a chunked body are not allowed to change what was decided by the head.
        if (!is_header_done())
            m_request.headers.append(toBytes(name), toBytes(value));
    }
    void on_header_impl(error_code &) override { }
    void on_body_init_impl(const boost::optional<std::uint64_t> &, error_code &) override { }
    std::size_t on_body_impl(string_view body, error_code &) override
    {
        m_request.body.append(body.data(), static_cast<qsizetype>(body.size()));
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code &) override { }
    std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code &error) override
    {
        return on_body_impl(body, error);
    }
    void on_finish_impl(error_code &) override { }

    HttpServerRequest &m_request;
};

HttpRequestReader::HttpRequestReader(const HttpServerLimits &limits) : m_limits(limits) { }

HttpRequestReader::~HttpRequestReader() = default;

HttpRequestReader::State HttpRequestReader::advance()
{
    if (m_rejected)
        return State::Rejected;
    return m_inBody ? advanceBody() : advanceHead();
}

HttpRequestReader::State HttpRequestReader::reject(int status, const char *message)
{
    m_rejected = true;
    m_keepAlive = false;
    m_pending.clear();
    m_rejection = {status, message};
    return State::Rejected;
}

HttpRequestReader::State HttpRequestReader::advanceHead()
{
    // RFC 9112, 2.2: an empty line before the request line is to be ignored.
    while (m_pending.startsWith("\r\n")) {
        m_pending.remove(0, 2);
        m_scanned = 0;
    }
    const qsizetype size = scanHead();
    if (size < 0)
        return State::Rejected;
    if (size > m_limits.header || (size == 0 && m_pending.size() > m_limits.header)) {
        return m_pending.first(m_limits.header).contains('\n')
            ? reject(431, "The request header fields are larger than this server allows.")
            : reject(414, "The request target is longer than this server allows.");
    }
    if (size == 0)
        return State::NeedMore;
    const QByteArray head = m_pending.first(size);
    m_pending.remove(0, size);
    m_scanned = 0;
    return takeHead(head);
}

qsizetype HttpRequestReader::scanHead()
{
    for (; m_scanned < m_pending.size(); ++m_scanned) {
        const char c = m_pending[m_scanned];
        const char before = m_scanned > 0 ? m_pending[m_scanned - 1] : '\0';
        if ((before == '\r') != (c == '\n')) {
            reject(400, "A line of the request does not end in CR LF.");
            return -1;
        }
        if (before == '\n' && (c == ' ' || c == '\t')) {
            reject(400, "A header field is folded over two lines; RFC 9112 forbids that.");
            return -1;
        }
        if (isControl(c) && c != '\r' && c != '\n' && c != '\t') {
            reject(400, "The request holds a control character, or is not HTTP at all.");
            return -1;
        }
        if (c == '\n' && m_scanned >= 3 && m_pending[m_scanned - 2] == '\n')
            return m_scanned + 1;
    }
    return 0;
}

HttpRequestReader::State HttpRequestReader::takeHead(const QByteArray &head)
{
    m_request = {};
    m_parser = std::make_unique<Parser>(m_request, m_limits);
    error_code error;
    m_parser->put(boost::asio::const_buffer(head.data(), static_cast<std::size_t>(head.size())),
                  error);
    if (error == http::error::bad_version)
        return reject(505, "This server speaks HTTP/1.1 and HTTP/1.0 only.");
    if (error == http::error::body_limit)
        return reject(413, "The request body is larger than this server allows.");
    if (error == http::error::bad_content_length)
        return reject(400, "The Content-Length is not one number, or there are two lengths.");
    if (error == http::error::bad_transfer_encoding)
        return reject(400, "Content-Length and Transfer-Encoding cannot stand together.");
    if (error || !m_parser->is_header_done())
        return reject(400, "The request line or a header field is malformed.");

    m_http10 = m_parser->m_isHttp10;
    if (!takeTarget(m_parser->m_target) || !checkFields())
        return State::Rejected;
    // HTTP/1.0 could ask for a kept connection, but never in a way that proxies agree on.
    m_keepAlive = m_parser->keep_alive() && !m_http10;
    m_inBody = true;
    m_isBetweenChunks = false;
    return State::Head;
}

bool HttpRequestReader::takeTarget(QByteArray target)
{
    static constexpr std::array known = {"GET",   "HEAD",   "POST",   "PUT",
                                         "PATCH", "DELETE", "OPTIONS"};
    const auto isMethod = [this](const char *name) { return m_request.method == name; };
    if (std::none_of(known.begin(), known.end(), isMethod)) {
        reject(501, "This server does not know the request method.");
        return false;
    }
    if (target.startsWith("http://")) { // RFC 9112, 3.2.2
        const qsizetype slash = target.indexOf('/', 7);
        const QByteArray authority = target.mid(7, slash < 0 ? -1 : slash - 7);
        target = slash < 0 ? QByteArray("/") : target.mid(slash);
        if (authority.compare(m_request.headers.value("Host"), Qt::CaseInsensitive) != 0) {
            reject(400, "The request target and the Host field name two servers.");
            return false;
        }
    }
    if (target == "*" && m_request.method == "OPTIONS") {
        m_request.path = target;
        return true;
    }
    const qsizetype mark = target.indexOf('?');
    const QByteArray escaped = mark < 0 ? target : target.left(mark);
    m_request.query = mark < 0 ? QByteArray() : target.mid(mark + 1);
    m_request.path = QByteArray::fromPercentEncoding(escaped);
    const bool isAscii =
        std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (!isAscii || target.contains('#') || hasBrokenEscape(target)
        || !isPlainPath(escaped, m_request.path)) {
        m_request.path.clear();
        reject(400, "The request target is not a plain absolute path.");
        return false;
    }
    return true;
}

bool HttpRequestReader::checkFields()
{
    int hosts = 0;
    int lengths = 0;
    m_expectsContinue = false;
    for (const auto &[name, value] : m_request.headers.list()) {
        const auto isNamed = [&name = name](const char *other) {
            return name.compare(other, Qt::CaseInsensitive) == 0;
        };
        if (isNamed("Host")) {
            ++hosts;
        } else if (isNamed("Content-Length")) {
            ++lengths;
            if (value.contains(',')) // Beast takes "5, 5"; nobody sends it in good faith.
                ++lengths;
        } else if (isNamed("Transfer-Encoding")) {
            if (m_http10 || value.compare("chunked", Qt::CaseInsensitive) != 0) {
                reject(m_http10 ? 400 : 501, "The only transfer coding is chunked, in HTTP/1.1.");
                return false;
            }
        } else if (isNamed("Expect")) {
            if (value.compare("100-continue", Qt::CaseInsensitive) != 0) {
                reject(417, "The only expectation that this server meets is 100-continue.");
                return false;
            }
            m_expectsContinue = !m_http10;
        }
    }
    if (lengths > 1) {
        reject(400, "The Content-Length is not one number, or there are two lengths.");
        return false;
    }
    if (hosts > 1 || (hosts == 0 && !m_http10)) {
        reject(400, "The request needs exactly one Host field.");
        return false;
    }
    return true;
}

HttpRequestReader::State HttpRequestReader::advanceBody()
{
    // What is used up goes once, at the end: a body of tiny chunks must not cost its square.
    QByteArrayView rest = m_pending;
    const auto keepRest = qScopeGuard([&] { m_pending = m_pending.right(rest.size()); });
    while (!m_parser->is_done()) {
        // Beast counts on the five bytes of "0 CR LF CR LF" once it has seen a part of them: it
        // asserts that. Less cannot end a body, so nothing is held up.
        if (rest.isEmpty() || (m_isBetweenChunks && rest.size() < 5))
            return State::NeedMore;
        error_code error;
        const std::size_t used = m_parser->put(
            boost::asio::const_buffer(rest.data(), static_cast<std::size_t>(rest.size())), error);
        rest = rest.sliced(static_cast<qsizetype>(used));
        m_expectsContinue = false;
        if (error == http::error::body_limit)
            return reject(413, "The request body is larger than this server allows.");
        m_isBetweenChunks = error == http::error::need_more;
        if (m_isBetweenChunks) {
            // The size line of a chunk or the fields behind the last one: both are headers.
            if (rest.size() > m_limits.header)
                return reject(431, "The fields around a chunk are larger than this server allows.");
            return State::NeedMore;
        }
        if (error)
            return reject(400, "The chunked body is malformed.");
    }
    m_inBody = false;
    m_parser.reset();
    return State::Complete;
}

} // namespace Sidelong
