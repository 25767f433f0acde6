// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <QByteArray>
#include <QByteArrayView>

namespace Sidelong {

/// One dispatched event. The views are valid inside SseListener::event() only.
struct SseEvent
{
    QByteArrayView type; ///< The "event:" field; empty where there was none.
    QByteArrayView data; ///< Lines joined with LF. Bytes as they came, not checked for UTF-8.
};

class SseListener
{
public:
    SseListener() = default;
    virtual ~SseListener() = default;
    Q_DISABLE_COPY_MOVE(SseListener)

    virtual void event(const SseEvent &event) = 0;
    /// A line that starts with ':': no event, but the server is alive.
    virtual void comment() { }
};

/// Server-sent events after the WHATWG specification (HTML, section 9.2.6), on bytes, however
/// they are cut. Linear in the input; keeps at most \c limit bytes of one event.
/// https://html.spec.whatwg.org/multipage/server-sent-events.html
class SseParser
{
public:
    static constexpr qsizetype defaultLimit = 32_MiB;

    explicit SseParser(qsizetype limit = defaultLimit);

    /// False once an event grew over the limit; from then on nothing is taken.
    bool feed(QByteArrayView bytes, SseListener &listener);
    /// End of input. The specification drops an event without its closing blank line; the
    /// vendors' own SDKs do not, and neither do we: it is dispatched.
    bool finish(SseListener &listener);

private:
    void takeLine(QByteArrayView line, SseListener &listener);
    void takeField(QByteArrayView name, QByteArrayView value);
    void addData(QByteArrayView value);
    void dispatch(SseListener &listener);
    QByteArrayView skipStart(QByteArrayView bytes);
    bool fits(qsizetype more);
    void keepViews();

    qsizetype m_limit;
    QByteArray m_line; ///< The beginning of a line whose end has not come.
    QByteArray m_data;
    QByteArray m_type;
    // What stands within the bytes just fed is looked at in place and copied only when they end
    // before the event does.
    QByteArrayView m_dataView;
    QByteArrayView m_typeView;
    bool m_hasData = false;
    bool m_skipLineFeed = false; ///< The last byte was CR: an LF right after belongs to it.
    bool m_atStart = true; ///< A byte order mark may still come.
    bool m_overflowed = false;
};

} // namespace Sidelong
