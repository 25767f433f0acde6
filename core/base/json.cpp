// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <QCoreApplication>
#include <QLocale>
#include <QUtf8StringView>

#include "core/base/jsonstream.h"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Sidelong::Json {

/// Turns the parser's events into the flat list of nodes, in the order of the text.
class Handler
{
public:
    Handler(Document &document, PaddedStream &stream)
        : m_nodes(document.m_nodes), m_open(document.m_open), m_base(document.m_scratch.data()),
          m_stream(stream)
    {
    }

    bool Null() { return scalar(Type::Null, 4); }
    bool Bool(bool truth)
    {
        scalar(Type::Bool, truth ? 4 : 5);
        m_nodes.back().truth = truth;
        return true;
    }
    // Numbers arrive by RawNumber alone; the parser's template wants the others to exist.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }
    bool RawNumber(const char *text, rapidjson::SizeType size, bool)
    {
        add(Type::Number, offsetOf(text)).size = size;
        return true;
    }
    bool String(const char *text, rapidjson::SizeType size, bool)
    {
        add(Type::String, offsetOf(text) - 1).size = size;
        return true;
    }
    bool Key(const char *text, rapidjson::SizeType size, bool)
    {
        m_key = offsetOf(text);
        m_keySize = size;
        return true;
    }
    bool StartObject() { return open(Type::Object); }
    bool StartArray() { return open(Type::Array); }
    bool EndObject(rapidjson::SizeType count) { return close(count); }
    bool EndArray(rapidjson::SizeType count) { return close(count); }

    bool isTooDeep() const { return m_open.size() >= Document::maxDepth; }

private:
    std::uint32_t offsetOf(const char *text) const
    {
        return static_cast<std::uint32_t>(text - m_base);
    }
    std::uint32_t here() { return static_cast<std::uint32_t>(m_stream.Tell()); }

    Document::Node &add(Type type, std::uint32_t begin)
    {
        const auto next = static_cast<std::uint32_t>(m_nodes.size() + 1);
        m_nodes.push_back({begin, 0, m_key, m_keySize, next, 0, type, false});
        m_keySize = 0;
        return m_nodes.back();
    }

    bool scalar(Type type, std::uint32_t size)
    {
        add(type, here() - size).size = size;
        return true;
    }

    bool open(Type type)
    {
        if (isTooDeep())
            return false;
        m_open.push_back(static_cast<std::uint32_t>(m_nodes.size()));
        add(type, here() - 1);
        return true;
    }

    bool close(rapidjson::SizeType count)
    {
        Document::Node &node = m_nodes[m_open.back()];
        m_open.pop_back();
        node.size = here() - node.begin;
        node.next = static_cast<std::uint32_t>(m_nodes.size());
        node.count = count;
        return true;
    }

    std::vector<Document::Node> &m_nodes;
    std::vector<std::uint32_t> &m_open;
    const char *m_base;
    PaddedStream &m_stream;
    std::uint32_t m_key = 0;
    std::uint32_t m_keySize = 0;
};

namespace {

/// The code unit of the escape at \a text, "\uXXXX"; 0 for all else.
unsigned escapedUnit(const char *text, const char *end)
{
    unsigned unit = 0;
    if (end - text < 6 || text[0] != '\\' || text[1] != 'u')
        return 0;
    const auto [stop, error] = std::from_chars(text + 2, text + 6, unit, 16);
    return error == std::errc() && stop == text + 6 ? unit : 0;
}

} // namespace

void replaceLoneSurrogates(char *begin, const char *end)
{
    for (char *at = begin; at < end;) {
        const unsigned unit = *at == '\\' ? escapedUnit(at, end) : 0;
        if (unit < 0xd800 || unit > 0xdbff) {
            at += *at == '\\' ? 2 : 1;
            continue;
        }
        const unsigned following = escapedUnit(at + 6, end);
        const bool pair = following >= 0xdc00 && following <= 0xdfff;
        if (!pair)
            std::copy_n("\\ufffd", 6, at);
        at += pair ? 12 : 6;
    }
}

Document::Document() = default;
Document::~Document() = default;
Document::Document(Document &&) noexcept = default;
Document &Document::operator=(Document &&) noexcept = default;

bool Document::parse(const QByteArray &text)
{
    m_source = text;
    m_view = m_source;
    return parseView();
}

bool Document::parseBorrowed(QByteArrayView text)
{
    m_source.clear();
    m_view = text;
    return parseView();
}

bool Document::parseView()
{
    m_error = {};
    if (m_view.size() > std::numeric_limits<std::int32_t>::max() - PaddedStream::padding)
        return fail(0, QCoreApplication::translate("Json", "larger than 2 GiB"));
    const auto size = static_cast<size_t>(m_view.size());
    if (m_scratch.size() < size + PaddedStream::padding)
        m_scratch.resize(size + PaddedStream::padding);

    bool repaired = false;
    for (;;) {
        m_nodes.clear();
        m_open.clear();
        std::copy(m_view.begin(), m_view.end(), m_scratch.begin());
        std::fill_n(m_scratch.begin() + m_view.size(), PaddedStream::padding, '\0');
        if (repaired)
            replaceLoneSurrogates(m_scratch.data(), m_scratch.data() + size);

        PaddedStream stream(m_scratch.data());
        Handler handler(*this, stream);
        rapidjson::GenericReader<Utf8Runs, Utf8Runs> reader;
        constexpr unsigned flags =
            rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;
        const rapidjson::ParseResult result = reader.Parse<flags>(stream, handler);

        if (!result.IsError() && stream.Tell() >= size)
            return true;
        if (result.Code() == rapidjson::kParseErrorStringUnicodeSurrogateInvalid && !repaired) {
            repaired = true;
            continue;
        }
        if (!result.IsError())
            return fail(static_cast<qsizetype>(stream.Tell()),
                        QCoreApplication::translate("Json", "a NUL byte"));
        const auto offset = static_cast<qsizetype>(result.Offset());
        if (handler.isTooDeep())
            return fail(offset, QCoreApplication::translate("Json", "nested too deep"));
        return fail(offset, QString::fromLatin1(rapidjson::GetParseError_En(result.Code())));
    }
}

bool Document::fail(qsizetype offset, const QString &message)
{
    m_nodes.clear();
    m_error.offset = std::min(offset, m_view.size());
    m_error.line = lineAt(m_error.offset);
    const QByteArrayView before = m_view.first(m_error.offset);
    m_error.column = static_cast<int>(m_error.offset - before.lastIndexOf('\n'));
    m_error.message = message;
    return false;
}

Value Document::root() const { return m_nodes.empty() ? Value() : Value(this, 0); }

int Document::lineAt(qsizetype offset) const
{
    const auto end = m_view.begin() + std::clamp<qsizetype>(offset, 0, m_view.size());
    return 1 + static_cast<int>(std::count(m_view.begin(), end, '\n'));
}

Value Value::operator[](QByteArrayView key) const
{
    Value found;
    if (!isObject())
        return found;
    for (const Value member : *this) {
        if (member.key() == key)
            found = member;
    }
    return found;
}

Value Value::at(qsizetype index) const
{
    if (!isArray() || index < 0 || index >= size())
        return {};
    return *std::next(begin(), index);
}

QByteArrayView Value::stringView() const
{
    if (!isString())
        return {};
    return {m_document->m_scratch.data() + node().begin + 1, static_cast<qsizetype>(node().size)};
}

QByteArray Value::string() const
{
    const QByteArrayView view = stringView();
    if (QUtf8StringView(view.data(), view.size()).isValidUtf8())
        return view.toByteArray();
    return QString::fromUtf8(view).toUtf8();
}

QByteArrayView Value::numberText() const
{
    return isNumber() ? m_document->m_view.sliced(node().begin, node().size) : QByteArrayView();
}

std::optional<qint64> Value::toInt() const
{
    const QByteArrayView text = numberText();
    if (text.isEmpty())
        return {};
    qint64 number = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
    if (error == std::errc() && end == text.end())
        return number;
    const std::optional<double> real = toDouble();
    constexpr double exact = 9007199254740992.0; // 2^53: beyond it a double is no whole number
    if (real && std::abs(*real) <= exact && std::trunc(*real) == *real)
        return static_cast<qint64>(*real);
    return {};
}

std::optional<double> Value::toDouble() const
{
    const QByteArrayView text = numberText();
    double number = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
    if (text.isEmpty() || error != std::errc() || end != text.end())
        return {};
    return number;
}

std::optional<bool> Value::toBool() const
{
    return isBool() ? std::optional(node().truth) : std::nullopt;
}

QByteArrayView Value::raw() const
{
    if (!m_document)
        return {};
    const QByteArrayView source = m_document->m_view;
    const qsizetype begin = node().begin;
    qsizetype size = node().size;
    if (isString()) {
        qsizetype end = begin + 1;
        while (source[end] != '"')
            end += source[end] == '\\' ? 2 : 1;
        size = end + 1 - begin;
    }
    return source.sliced(begin, size);
}

void Writer::separate()
{
    if (m_needsComma)
        m_out += ',';
    m_needsComma = true;
}

Writer &Writer::beginObject()
{
    separate();
    m_out += '{';
    m_needsComma = false;
    return *this;
}

Writer &Writer::endObject()
{
    m_out += '}';
    m_needsComma = true;
    return *this;
}

Writer &Writer::beginArray()
{
    separate();
    m_out += '[';
    m_needsComma = false;
    return *this;
}

Writer &Writer::endArray()
{
    m_out += ']';
    m_needsComma = true;
    return *this;
}

Writer &Writer::key(QByteArrayView name)
{
    separate();
    m_out += quoted(name);
    m_out += ':';
    m_needsComma = false;
    return *this;
}

Writer &Writer::value(QByteArrayView utf8)
{
    separate();
    m_out += quoted(utf8);
    return *this;
}

Writer &Writer::value(qint64 number)
{
    separate();
    m_out += QByteArray::number(number);
    return *this;
}

Writer &Writer::value(bool truth)
{
    separate();
    m_out += truth ? "true" : "false";
    return *this;
}

Writer &Writer::value(double number)
{
    if (!std::isfinite(number))
        return null();
    separate();
    m_out += QByteArray::number(number, 'g', QLocale::FloatingPointShortest);
    return *this;
}

Writer &Writer::null()
{
    separate();
    m_out += "null";
    return *this;
}

Writer &Writer::raw(QByteArrayView json)
{
    separate();
    m_out += json;
    return *this;
}

QByteArray quoted(QByteArrayView utf8)
{
    static constexpr char digits[] = "0123456789abcdef";
    QByteArray out;
    out.reserve(utf8.size() + 2);
    out += '"';
    for (const char c : utf8) {
        const auto byte = static_cast<uchar>(c);
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (byte < 0x20) {
                out += "\\u00";
                out += digits[byte >> 4];
                out += digits[byte & 15];
            } else {
                out += c;
            }
        }
    }
    out += '"';
    return out;
}

} // namespace Sidelong::Json
