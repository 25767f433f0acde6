// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/domain/completion.h"
#include "core/engine/callplan.h"
#include "core/engine/secretmask.h"
#include "core/net/sseparser.h"
#include "core/net/transport.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace Sidelong {

/// What one attempt came to, for its owner to price and book.
struct AttemptOutcome
{
    Completion completion;
    std::optional<Failure> failure;
    int status = 0;
    QString requestId;
    bool sent = false; ///< The request reached a server and may have been billed.
    std::optional<qint64> connectMs;
    std::optional<qint64> ttftMs;
    qint64 totalMs = 0;
    qint64 firstByteUtcMs = 0;
};

/// One request, sent once: transport → SSE → dialect → events, with the two timeouts that need
/// to know what an event is. After start() exactly one ended() comes, from the event loop and
/// last, after cancel() too; cancel() may be called from inside the listener. Nothing that comes
/// out of it holds the request's key, whatever the server says.
class Attempt : public QObject, private ExchangeListener, private SseListener
{
    Q_OBJECT

public:
    /// Hears every event as it is decoded. Outlives the attempt.
    class Listener
    {
    public:
        Listener() = default;
        virtual ~Listener() = default;
        Q_DISABLE_COPY_MOVE(Listener)

        virtual void attemptConnected() = 0;
        virtual void attemptEvent(const ChatEvent &event) = 0;
        /// The first text, reasoning or tool fragment.
        virtual void attemptFirstToken(qint64 ttftMs) = 0;
    };

    Attempt(const CallPlan &plan, Transport &transport, const Clock &clock, Listener &listener,
            QObject *parent = nullptr);
    ~Attempt() override;

    void start();
    void cancel();

    /// Valid from ended() on.
    const AttemptOutcome &outcome() const { return m_outcome; }

Q_SIGNALS:
    void ended();

private:
    enum class Body { Unknown, Events, Whole, Error };

    // ExchangeListener
    void connected() override;
    void headersReceived(int status, const HttpHeaders &headers) override;
    void bytesReceived(const QByteArray &bytes) override;
    void finished() override;
    void failed(const Failure &failure) override;
    // SseListener
    void event(const SseEvent &event) override;

    void take(ChatEvent &event);
    void takeEvents();
    void collect(const QByteArray &bytes);
    void finishEvents();
    void finishWhole();
    void decodeWhole();
    void breakOff(const Failure &failure);
    void takeTail();
    void abandon();
    void giveUp(const Failure &failure);
    Failure errorReply() const;
    void armSilence(std::chrono::milliseconds limit);
    void silenceElapsed();
    void end(const std::optional<Failure> &failure);
    qint64 elapsedMs() const;

    const CallPlan m_plan;
    const SecretMask m_mask;
    Transport &m_transport;
    const Clock &m_clock;
    Listener &m_listener;
    std::unique_ptr<Exchange> m_exchange;
    std::unique_ptr<StreamDecoder> m_decoder;
    SseParser m_parser;
    ChatEvents m_events;
    AttemptOutcome m_outcome;
    HttpHeaders m_headers;
    QByteArray m_body; ///< Of replies that are no event stream, or may turn out so; bounded.
    Body m_bodyKind = Body::Unknown;
    QTimer m_silence;
    qint64 m_startedNs = 0;
    qint64 m_lastSignMs = 0; ///< When bytes last came, comments and pings too.
    bool m_isStream = false; ///< A server-sent event came, of whatever meaning.
    bool m_eventSeen = false; ///< One came that says something.
    bool m_closing = false; ///< The stream said its last; only its end is waited for.
    bool m_ended = false;
};

} // namespace Sidelong
