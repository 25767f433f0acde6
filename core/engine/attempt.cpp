// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/attempt.h"

#include "core/base/bytes.h"
#include "core/net/networkfailure.h"

#include <QCoreApplication>

namespace Sidelong {

namespace {

constexpr qsizetype maxWholeReply = 64_MiB;
constexpr qsizetype maxErrorReply = 1_MiB;
/// How long a stream may stay open after its last event.
constexpr std::chrono::milliseconds closingTime{1000};

bool isToken(const ChatEvent &event)
{
    return std::holds_alternative<TextDelta>(event) || std::holds_alternative<ReasoningDelta>(event)
        || std::holds_alternative<RefusalDelta>(event)
        || std::holds_alternative<ToolCallDelta>(event);
}

QString requestIdIn(const HttpHeaders &headers)
{
    for (const char *name : {"x-request-id", "request-id", "apim-request-id", "x-generation-id"}) {
        if (const QByteArray id = headers.value(name); !id.isEmpty())
            return QString::fromUtf8(id.left(200));
    }
    return {};
}

} // namespace

Attempt::Attempt(const CallPlan &plan, Transport &transport, const Clock &clock, Listener &listener,
                 QObject *parent)
    : QObject(parent), m_plan(plan), m_mask(plan.wire.http.secret), m_transport(transport),
      m_clock(clock), m_listener(listener)
{
    m_silence.setSingleShot(true);
    m_silence.setTimerType(Qt::CoarseTimer);
    connect(&m_silence, &QTimer::timeout, this, &Attempt::silenceElapsed);
}

Attempt::~Attempt() = default;

void Attempt::start()
{
    m_startedNs = m_clock.monotonicNs();
    m_decoder = Dialect::of(m_plan.provider.protocol).streamDecoder(m_plan.provider);
    m_exchange = m_transport.send(m_plan.wire.http, m_plan.timeouts, this);
}

void Attempt::cancel()
{
    if (m_ended)
        return;
    abandon();
    end(Failure{FailureKind::Cancelled,
                QCoreApplication::translate("Attempt", "Stopped. What came is kept.")});
}

void Attempt::connected()
{
    if (m_ended)
        return;
    m_outcome.sent = true;
    m_outcome.connectMs = elapsedMs();
    m_lastSignMs = *m_outcome.connectMs;
    if (m_plan.request.stream)
        armSilence(m_plan.timeouts.firstToken);
    m_listener.attemptConnected();
}

void Attempt::headersReceived(int status, const HttpHeaders &headers)
{
    if (m_ended)
        return;
    m_headers = headers;
    m_outcome.status = status;
    m_outcome.requestId = requestIdIn(headers);
    m_mask.apply(m_outcome.requestId);
    const QByteArray type = headers.value("content-type").trimmed().toLower();
    if (status != 200)
        m_bodyKind = Body::Error;
    else if (type.startsWith("text/event-stream"))
        m_bodyKind = Body::Events; // some servers stream whatever they are asked for
    else if (m_plan.request.stream && !type.startsWith("application/json"))
        m_bodyKind = Body::Unknown; // the first byte tells: some servers name no or a wrong type
    else
        m_bodyKind = Body::Whole;
}

void Attempt::bytesReceived(const QByteArray &bytes)
{
    if (m_ended)
        return;
    if (m_outcome.firstByteUtcMs == 0)
        m_outcome.firstByteUtcMs = m_clock.utcMs();
    m_lastSignMs = elapsedMs();
    if (m_bodyKind == Body::Unknown) {
        const char first = bytes.trimmed().left(1).isEmpty() ? ' ' : bytes.trimmed().front();
        if (first == ' ')
            return;
        m_bodyKind = first == '{' || first == '[' || first == '<' ? Body::Whole : Body::Events;
    }
    if (m_bodyKind != Body::Events) {
        collect(bytes);
        return;
    }
    // Where no event comes at all, its beginning tells what it is.
    if (!m_isStream)
        m_body += bytes.left(maxErrorReply - m_body.size());
    const bool fits = m_parser.feed(bytes, *this);
    if (!fits && !m_ended)
        giveUp(Failure{FailureKind::BadReply,
                       QCoreApplication::translate(
                           "Attempt", "One event of the stream grew beyond %1 MB and was refused.")
                           .arg(SseParser::defaultLimit / 1_MiB)});
}

void Attempt::collect(const QByteArray &bytes)
{
    const qsizetype bound = m_bodyKind == Body::Error ? maxErrorReply : maxWholeReply;
    if (m_body.size() + bytes.size() <= bound) {
        m_body += bytes;
        return;
    }
    if (m_bodyKind == Body::Error)
        end(errorReply()); // enough was read to say what is wrong
    else
        end(Failure{FailureKind::BadReply,
                    QCoreApplication::translate("Attempt", "The reply is larger than %1 MB.")
                        .arg(maxWholeReply / 1_MiB)});
}

void Attempt::event(const SseEvent &event)
{
    if (m_ended)
        return;
    if (!m_isStream) {
        m_isStream = true;
        m_body.clear();
    }
    m_decoder->decode(event, m_events);
    if (!m_events.empty() && !m_eventSeen) {
        m_eventSeen = true;
        armSilence(m_plan.timeouts.idle);
    }
    takeEvents();
}

void Attempt::take(ChatEvent &event)
{
    m_mask.apply(event);
    m_outcome.completion.add(event);
    if (!m_outcome.ttftMs && isToken(event)) {
        m_outcome.ttftMs = elapsedMs();
        m_listener.attemptFirstToken(*m_outcome.ttftMs);
    }
    m_listener.attemptEvent(event);
}

void Attempt::takeEvents()
{
    for (ChatEvent &event : m_events)
        take(event);
    m_events.clear();
    // Usage still comes after some errors, and a server may keep the connection open after its
    // last event: a moment for the one, no more for the other.
    const bool isOver = m_outcome.completion.failure || m_outcome.completion.ended;
    if (isOver && !m_ended && m_bodyKind == Body::Events && !m_closing) {
        m_closing = true;
        armSilence(closingTime);
    }
}

void Attempt::finished()
{
    if (m_ended)
        return;
    if (m_outcome.status != 200 || m_bodyKind == Body::Error)
        end(errorReply());
    else if (m_bodyKind == Body::Events)
        finishEvents();
    else
        finishWhole();
}

void Attempt::finishEvents()
{
    m_parser.finish(*this);
    if (m_ended)
        return;
    if (!m_isStream) {
        finishWhole();
        return;
    }
    m_decoder->finish(m_events);
    takeEvents();
    end(m_outcome.completion.failure);
}

void Attempt::finishWhole()
{
    decodeWhole();
    end(m_outcome.completion.failure);
}

void Attempt::decodeWhole()
{
    Dialect::of(m_plan.provider.protocol).decodeReply(m_plan.provider, m_body, m_events);
    takeEvents();
}

Failure Attempt::errorReply() const
{
    return Dialect::of(m_plan.provider.protocol)
        .failure(m_plan.provider, m_outcome.status, m_headers, m_body);
}

void Attempt::failed(const Failure &failure)
{
    if (m_ended)
        return;
    takeTail();
    if (m_outcome.completion.ended)
        end(m_outcome.completion.failure);
    else if (failure.kind == FailureKind::Connection && m_outcome.status == 200)
        breakOff(failure);
    else
        giveUp(failure);
}

/// A connection that breaks under a running answer is a cut stream, or half a document, whatever
/// TCP calls it.
void Attempt::breakOff(const Failure &failure)
{
    if (m_bodyKind == Body::Whole && m_body.isEmpty()) {
        giveUp(failure);
        return;
    }
    Failure cut{FailureKind::StreamCut,
                QCoreApplication::translate(
                    "Attempt",
                    "The connection broke in the middle of the answer. What came is "
                    "kept."),
                failure.detail, m_outcome.status};
    if (m_bodyKind != Body::Whole) {
        giveUp(cut);
        return;
    }
    decodeWhole();
    std::optional<Failure> decoded = m_outcome.completion.failure;
    if (decoded && decoded->kind == FailureKind::BadReply)
        decoded->message = QCoreApplication::translate(
            "Attempt",
            "The connection broke in the middle of the reply, which cannot be read so. "
            "Run again.");
    end(decoded);
}

/// The last event may lack the blank line behind it. Never from inside event().
void Attempt::takeTail()
{
    if (m_decoder && m_bodyKind == Body::Events)
        m_parser.finish(*this);
}

/// Takes what the decoder holds back until the stream's end, which will not come.
void Attempt::abandon()
{
    // A local list: we may stand inside the loop over the other.
    ChatEvents rest;
    if (const std::unique_ptr<StreamDecoder> decoder = std::move(m_decoder))
        decoder->abandon(rest);
    for (ChatEvent &event : rest)
        take(event);
}

/// Ends with \a failure, unless the provider itself said what was wrong.
void Attempt::giveUp(const Failure &failure)
{
    abandon();
    end(m_outcome.completion.failure ? *m_outcome.completion.failure : failure);
}

void Attempt::armSilence(std::chrono::milliseconds limit)
{
    if (limit.count() <= 0)
        m_silence.stop();
    else
        m_silence.start(limit);
}

void Attempt::silenceElapsed()
{
    if (m_ended)
        return;
    if (m_closing) {
        end(m_outcome.completion.failure);
        return;
    }
    if (!m_eventSeen) {
        takeTail();
        if (m_outcome.completion.ended)
            return end(m_outcome.completion.failure);
        giveUp(timeoutFailure(FailureKind::TimeoutFirstToken, m_plan.wire.http.url.host(),
                              m_plan.timeouts.firstToken));
        return;
    }
    // The timer is not restarted per event, which would cost more than the event.
    const std::chrono::milliseconds silent(elapsedMs() - m_lastSignMs);
    if (silent < m_plan.timeouts.idle) {
        armSilence(m_plan.timeouts.idle - silent);
        return;
    }
    takeTail();
    if (m_outcome.completion.ended)
        return end(m_outcome.completion.failure);
    giveUp(timeoutFailure(FailureKind::TimeoutIdle, m_plan.wire.http.url.host(),
                          m_plan.timeouts.idle));
}

void Attempt::end(const std::optional<Failure> &failure)
{
    // A listener that cancels while it is told of the last events was here before.
    if (m_ended)
        return;
    m_ended = true;
    m_silence.stop();
    m_outcome.failure = failure;
    if (m_outcome.failure)
        m_mask.apply(*m_outcome.failure);
    m_outcome.totalMs = elapsedMs();
    // We may stand inside a call of the exchange: it is dropped, and the end told, from the loop.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_exchange.reset();
            Q_EMIT ended();
        },
        Qt::QueuedConnection);
}

qint64 Attempt::elapsedMs() const { return (m_clock.monotonicNs() - m_startedNs) / 1'000'000; }

} // namespace Sidelong
