// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

namespace Sidelong::Json {

enum class Type : std::uint8_t { Missing, Null, Bool, Number, String, Array, Object };

/// Where and why a text is not JSON. Lines and columns count from 1, columns in bytes.
struct Error
{
    qsizetype offset = 0;
    int line = 1;
    int column = 1;
    QString message;
};

class Value;

/// A parsed JSON text that keeps what QJsonDocument drops: the order of members, duplicates,
/// the digits of numbers and where each value stands. Reading again reuses the memory, which is
/// what makes one event of a stream cost well under a microsecond.
///
/// Values are views: valid until the next parse() or the end of the Document. Not copyable, not
/// thread-safe. Depth is bounded to maxDepth, size to 2 GiB. Invalid UTF-8 inside strings becomes
/// U+FFFD, and so does an escaped half of a surrogate pair.
class Document
{
public:
    static constexpr int maxDepth = 256;

    Document();
    ~Document();
    Document(Document &&) noexcept;
    Document &operator=(Document &&) noexcept;

    /// Keeps a (shared) copy of \a text. False where it is not exactly one JSON value; error()
    /// then says why and root() is missing.
    bool parse(const QByteArray &text);
    /// The same without sharing: \a text is copied.
    bool parse(QByteArrayView text) { return parse(text.toByteArray()); }
    /// The same without keeping \a text, which must stay as it is for as long as values are used.
    bool parseBorrowed(QByteArrayView text);

    Value root() const;
    const Error &error() const { return m_error; }

    /// The line, from 1, on which the byte at \a offset stands.
    int lineAt(qsizetype offset) const;

private:
    friend class Value;
    friend class Handler;

    // Small on purpose: a stream of a million events a second makes thirty million of them.
    struct Node
    {
        std::uint32_t begin = 0; ///< Where the value begins in the text.
        std::uint32_t size = 0; ///< Of the value in the text; of strings, unescaped.
        std::uint32_t key = 0; ///< Members only: where the unescaped key begins in m_scratch.
        std::uint32_t keySize = 0;
        std::uint32_t next = 0; ///< The index behind this value and all it holds.
        std::uint32_t count = 0;
        Type type = Type::Missing;
        bool truth = false;
    };

    bool parseView();
    bool fail(qsizetype offset, const QString &message);

    QByteArray m_source; ///< Null where the text is borrowed.
    QByteArrayView m_view;
    std::vector<char> m_scratch; ///< The text, strings unescaped in place, and padding.
    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_open; ///< While parsing: the arrays and objects around.
    Error m_error;
};

/// One value inside a Document; a missing one answers every question with nothing, so that a
/// chain of look-ups needs no checks between.
class Value
{
public:
    Value() = default;

    Type type() const { return m_document ? node().type : Type::Missing; }
    bool exists() const { return m_document != nullptr; }
    bool isNull() const { return type() == Type::Null; }
    bool isBool() const { return type() == Type::Bool; }
    bool isNumber() const { return type() == Type::Number; }
    bool isString() const { return type() == Type::String; }
    bool isArray() const { return type() == Type::Array; }
    bool isObject() const { return type() == Type::Object; }

    /// A member of an object; of several with one name the last, as everywhere else.
    Value operator[](QByteArrayView key) const;
    /// An element of an array.
    Value at(qsizetype index) const;
    /// Members of an object or elements of an array; 0 for all else.
    qsizetype size() const { return m_document ? node().count : 0; }

    /// The member's name; empty outside objects.
    QByteArrayView key() const
    {
        if (!m_document)
            return {};
        return {m_document->m_scratch.data() + node().key, static_cast<qsizetype>(node().keySize)};
    }
    /// A string's text as valid UTF-8; empty for all else.
    QByteArray string() const;
    /// The same without the check of its UTF-8, for comparisons.
    QByteArrayView stringView() const;
    QString toString() const { return QString::fromUtf8(stringView()); }
    /// A number as it was written.
    QByteArrayView numberText() const;
    /// Only for whole numbers that fit ("1e3" and "1.0" count as whole).
    std::optional<qint64> toInt() const;
    std::optional<double> toDouble() const;
    std::optional<bool> toBool() const;

    /// The bytes of the value as they stood in the text.
    QByteArrayView raw() const;
    /// Where the value begins in the text.
    qsizetype offset() const { return m_document ? node().begin : 0; }

    class Iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Value;
        using difference_type = std::ptrdiff_t;
        using pointer = const Value *;
        using reference = Value;

        Iterator() = default;
        Value operator*() const { return Value(m_document, m_index); }
        Iterator &operator++()
        {
            m_index = m_document->m_nodes[m_index].next;
            return *this;
        }
        Iterator operator++(int)
        {
            Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const Iterator &, const Iterator &) = default;

    private:
        friend class Value;
        Iterator(const Document *document, std::uint32_t index)
            : m_document(document), m_index(index)
        {
        }
        const Document *m_document = nullptr;
        std::uint32_t m_index = 0;
    };

    /// Members or elements, in the order they were written.
    Iterator begin() const { return size() > 0 ? Iterator(m_document, m_index + 1) : end(); }
    Iterator end() const { return m_document ? Iterator(m_document, node().next) : Iterator(); }

private:
    friend class Document;
    Value(const Document *document, std::uint32_t index) : m_document(document), m_index(index) { }
    const Document::Node &node() const { return m_document->m_nodes[m_index]; }

    const Document *m_document = nullptr;
    std::uint32_t m_index = 0;
};

/// Writes JSON in the order it is told, without blanks. Text is UTF-8.
class Writer
{
public:
    Writer &beginObject();
    Writer &endObject();
    Writer &beginArray();
    Writer &endArray();
    Writer &key(QByteArrayView name);

    Writer &value(QByteArrayView utf8);
    Writer &value(QStringView text) { return value(QByteArrayView(text.toUtf8())); }
    Writer &value(const QString &text) { return value(QByteArrayView(text.toUtf8())); }
    Writer &value(const QByteArray &utf8) { return value(QByteArrayView(utf8)); }
    Writer &value(QLatin1StringView text)
    {
        return value(QByteArrayView(text.data(), text.size()));
    }
    Writer &value(qint64 number);
    Writer &value(int number) { return value(static_cast<qint64>(number)); }
    Writer &value(bool truth);
    /// The shortest digits that give \a number back; null for what JSON cannot say.
    Writer &value(double number);
    Writer &null();
    /// Bytes that are JSON already, put in as they are.
    Writer &raw(QByteArrayView json);

    /// key() and value() in one.
    template <typename T>
    Writer &member(QByteArrayView name, const T &content)
    {
        key(name);
        return value(content);
    }

    const QByteArray &bytes() const { return m_out; }

private:
    void separate();

    QByteArray m_out;
    bool m_needsComma = false;
};

/// \a text as a quoted JSON string.
QByteArray quoted(QByteArrayView utf8);

} // namespace Sidelong::Json
