// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/transport.h"

#include <QList>
#include <QObject>
#include <QPointer>

#include <optional>

namespace Sidelong {

/// What a fake server does with one request.
struct ScriptedReply
{
    enum class End {
        Finished, ///< In good order.
        Failed, ///< With \c failure.
        Open, ///< Stays open until the test ends it.
    };

    bool connects = true; ///< False: nothing of what follows but the end comes.
    int status = 200; ///< 0: no head comes.
    HttpHeaders headers;
    QList<QByteArray> pieces; ///< Each by an event of its own.
    End end = End::Finished;
    Failure failure = {};

    static ScriptedReply whole(const QByteArray &body, int status = 200,
                               const QByteArray &type = "application/json");
    /// \a body in pieces of \a size bytes.
    static ScriptedReply stream(const QByteArray &body, qsizetype size = 16);
    /// Never connects.
    static ScriptedReply unreachable(const Failure &failure);
    /// Takes the request and never answers.
    static ScriptedReply silence();

    ScriptedReply &endingWith(const Failure &with);
    ScriptedReply &leftOpen();
};

class FakeExchange;

/// A transport without a network: each request takes the next scripted reply, which is delivered
/// step by step from the event loop, like the real one. Keeps every request it was handed.
class FakeTransport final : public QObject, public Transport
{
    Q_OBJECT

public:
    using QObject::QObject;

    void script(const ScriptedReply &reply) { m_script.append(reply); }
    void clearScript() { m_script.clear(); }

    std::unique_ptr<Exchange> send(const HttpRequest &request, const Timeouts &timeouts,
                                   ExchangeListener *listener) override;

    qsizetype requestCount() const { return m_requests.size(); }
    const HttpRequest &request(qsizetype index) const { return m_requests.at(index); }
    const Timeouts &timeouts(qsizetype index) const { return m_timeouts.at(index); }
    /// Exchanges that were destroyed before their end.
    int abortedCount() const { return m_aborted; }
    bool isRunning(qsizetype index) const;
    bool isPaused(qsizetype index) const;

    /// For replies that were left open: more bytes, and the end. Queued behind what is scripted;
    /// nothing where the exchange is gone.
    void deliver(qsizetype index, const QByteArray &bytes);
    void finish(qsizetype index);
    void fail(qsizetype index, const Failure &failure);

private:
    friend class FakeExchange;

    QList<ScriptedReply> m_script;
    QList<HttpRequest> m_requests;
    QList<Timeouts> m_timeouts;
    QList<QPointer<FakeExchange>> m_exchanges;
    int m_aborted = 0;
};

} // namespace Sidelong
