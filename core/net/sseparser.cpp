// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/sseparser.h"

#include <cstring>

namespace Sidelong {

namespace {

const char *findByte(const char *from, const char *end, char byte)
{
    const void *found =
        from < end ? std::memchr(from, byte, static_cast<size_t>(end - from)) : nullptr;
    return found ? static_cast<const char *>(found) : end;
}

/// Finds ends of lines. Remembers where the next of either kind is, so that many of one kind and
/// none of the other do not make every search run to the end of the input.
class LineEnds
{
public:
    explicit LineEnds(QByteArrayView bytes)
        : m_end(bytes.end()), m_lineFeed(findByte(bytes.begin(), m_end, '\n')),
          m_return(findByte(bytes.begin(), m_end, '\r'))
    {
    }

    const char *next(const char *from)
    {
        if (m_lineFeed < from)
            m_lineFeed = findByte(from, m_end, '\n');
        if (m_return < from)
            m_return = findByte(from, m_end, '\r');
        return m_lineFeed < m_return ? m_lineFeed : m_return;
    }

private:
    const char *m_end;
    const char *m_lineFeed;
    const char *m_return;
};

/// Sets \a kept to \a view without giving its memory back.
void keepBytes(QByteArray &kept, QByteArrayView view)
{
    kept.resize(0);
    kept.append(view);
}

} // namespace

SseParser::SseParser(qsizetype limit) : m_limit(limit) { }

bool SseParser::feed(QByteArrayView bytes, SseListener &listener)
{
    if (m_overflowed)
        return false;
    if (m_atStart)
        bytes = skipStart(bytes);
    LineEnds ends(bytes);
    const char *at = bytes.begin();
    while (at < bytes.end()) {
        if (m_skipLineFeed) {
            m_skipLineFeed = false;
            if (*at == '\n') {
                ++at;
                continue;
            }
        }
        const char *end = ends.next(at);
        const QByteArrayView part(at, end);
        if (!fits(part.size()))
            return false;
        if (end == bytes.end()) {
            m_line.append(part);
            break;
        }
        m_skipLineFeed = *end == '\r';
        at = end + 1;
        if (m_line.isEmpty()) {
            takeLine(part, listener);
        } else {
            m_line.append(part);
            takeLine(m_line, listener);
            keepViews();
            m_line.resize(0);
        }
    }
    keepViews();
    return true;
}

bool SseParser::finish(SseListener &listener)
{
    if (m_overflowed)
        return false;
    if (!m_line.isEmpty())
        takeLine(m_line, listener);
    dispatch(listener);
    m_line.clear();
    return true;
}

/// Drops the byte order mark, which may come in three pieces. What began like one and is none
/// stays in m_line.
QByteArrayView SseParser::skipStart(QByteArrayView bytes)
{
    static constexpr char mark[] = "\xef\xbb\xbf";
    while (m_atStart && !bytes.isEmpty()) {
        m_atStart = bytes.front() == mark[m_line.size()];
        if (!m_atStart)
            break;
        m_line.append(bytes.front());
        bytes = bytes.sliced(1);
        if (m_line.size() == 3) {
            m_line.clear();
            m_atStart = false;
        }
    }
    return bytes;
}

/// Counts the event's data and the line at hand: a type was measured when it was a line.
bool SseParser::fits(qsizetype more)
{
    m_overflowed = m_dataView.size() + m_line.size() + more > m_limit;
    return !m_overflowed;
}

void SseParser::keepViews()
{
    if (m_dataView.data() != m_data.constData() && m_hasData) {
        keepBytes(m_data, m_dataView);
        m_dataView = m_data;
    }
    if (m_typeView.data() != m_type.constData() && !m_typeView.isEmpty()) {
        keepBytes(m_type, m_typeView);
        m_typeView = m_type;
    }
}

void SseParser::takeLine(QByteArrayView line, SseListener &listener)
{
    if (line.isEmpty()) {
        dispatch(listener);
        return;
    }
    if (line.front() == ':') {
        listener.comment();
        return;
    }
    const char *colon = findByte(line.begin(), line.end(), ':');
    const QByteArrayView name(line.begin(), colon);
    QByteArrayView value =
        colon == line.end() ? QByteArrayView() : QByteArrayView(colon + 1, line.end());
    if (value.startsWith(' '))
        value = value.sliced(1);
    takeField(name, value);
}

void SseParser::takeField(QByteArrayView name, QByteArrayView value)
{
    if (name == "data")
        addData(value);
    else if (name == "event")
        m_typeView = value;
}

void SseParser::addData(QByteArrayView value)
{
    if (!m_hasData) {
        m_hasData = true;
        m_dataView = value;
        return;
    }
    if (m_dataView.data() != m_data.constData())
        keepBytes(m_data, m_dataView);
    m_data.append('\n').append(value);
    m_dataView = m_data;
}

void SseParser::dispatch(SseListener &listener)
{
    const SseEvent event{m_typeView, m_dataView};
    const bool hasData = m_hasData;
    m_hasData = false;
    m_dataView = {};
    m_typeView = {};
    if (hasData)
        listener.event(event);
}

} // namespace Sidelong
