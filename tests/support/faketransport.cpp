// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faketransport.h"

#include <QQueue>

#include <functional>

using namespace Qt::StringLiterals;

namespace Sidelong {

ScriptedReply ScriptedReply::whole(const QByteArray &body, int status, const QByteArray &type)
{
    ScriptedReply reply;
    reply.status = status;
    reply.headers = {{"Content-Type", type}};
    reply.pieces = {body};
    return reply;
}

ScriptedReply ScriptedReply::stream(const QByteArray &body, qsizetype size)
{
    ScriptedReply reply;
    reply.headers = {{"Content-Type", "text/event-stream"}};
    for (qsizetype at = 0; at < body.size(); at += size)
        reply.pieces.append(body.mid(at, size));
    return reply;
}

ScriptedReply ScriptedReply::unreachable(const Failure &failure)
{
    ScriptedReply reply;
    reply.connects = false;
    return reply.endingWith(failure);
}

ScriptedReply ScriptedReply::silence()
{
    ScriptedReply reply;
    reply.status = 0;
    return reply.leftOpen();
}

ScriptedReply &ScriptedReply::endingWith(const Failure &with)
{
    end = End::Failed;
    failure = with;
    return *this;
}

ScriptedReply &ScriptedReply::leftOpen()
{
    end = End::Open;
    return *this;
}

class FakeExchange final : public QObject, public Exchange
{
public:
    using Step = std::function<void(ExchangeListener &)>;

    FakeExchange(FakeTransport *transport, ExchangeListener *listener)
        : m_transport(transport), m_listener(listener)
    {
    }
    ~FakeExchange() override
    {
        if (!m_ended && m_transport)
            ++m_transport->m_aborted;
    }
    Q_DISABLE_COPY_MOVE(FakeExchange)

    void setPaused(bool paused) override
    {
        m_paused = paused;
        schedule();
    }
    bool isPaused() const { return m_paused; }
    bool hasEnded() const { return m_ended; }

    void add(Step step, bool isLast = false)
    {
        m_steps.enqueue({std::move(step), isLast});
        schedule();
    }

    void play(const ScriptedReply &reply)
    {
        if (reply.connects) {
            add([](ExchangeListener &listener) { listener.connected(); });
            if (reply.status != 0)
                add([status = reply.status, headers = reply.headers](ExchangeListener &listener) {
                    listener.headersReceived(status, headers);
                });
            for (const QByteArray &piece : reply.pieces)
                deliver(piece);
        }
        if (reply.end == ScriptedReply::End::Finished)
            finish();
        else if (reply.end == ScriptedReply::End::Failed)
            fail(reply.failure);
    }
    void deliver(const QByteArray &bytes)
    {
        add([bytes](ExchangeListener &listener) { listener.bytesReceived(bytes); });
    }
    void finish()
    {
        add([](ExchangeListener &listener) { listener.finished(); }, true);
    }
    void fail(const Failure &failure)
    {
        add([failure](ExchangeListener &listener) { listener.failed(failure); }, true);
    }

private:
    void schedule()
    {
        if (m_isScheduled || m_paused || m_ended || m_steps.isEmpty())
            return;
        m_isScheduled = true;
        QMetaObject::invokeMethod(
            this, [this] { advance(); }, Qt::QueuedConnection);
    }
    void advance()
    {
        m_isScheduled = false;
        if (m_paused || m_ended || m_steps.isEmpty())
            return;
        const auto [step, isLast] = m_steps.dequeue();
        m_ended = isLast;
        // Before the call: the listener may destroy us in it.
        schedule();
        step(*m_listener);
    }

    QPointer<FakeTransport> m_transport;
    ExchangeListener *m_listener;
    QQueue<std::pair<Step, bool>> m_steps;
    bool m_isScheduled = false;
    bool m_paused = false;
    bool m_ended = false;
};

std::unique_ptr<Exchange> FakeTransport::send(const HttpRequest &request, const Timeouts &timeouts,
                                              ExchangeListener *listener)
{
    m_requests.append(request);
    m_timeouts.append(timeouts);
    auto exchange = std::make_unique<FakeExchange>(this, listener);
    m_exchanges.append(exchange.get());
    if (m_script.isEmpty())
        exchange->play(ScriptedReply::unreachable(
            {.kind = FailureKind::Connection, .message = u"No reply is scripted for this."_s}));
    else
        exchange->play(m_script.takeFirst());
    return exchange;
}

bool FakeTransport::isRunning(qsizetype index) const
{
    const FakeExchange *exchange = m_exchanges.value(index);
    return exchange != nullptr && !exchange->hasEnded();
}

bool FakeTransport::isPaused(qsizetype index) const
{
    const FakeExchange *exchange = m_exchanges.value(index);
    return exchange != nullptr && exchange->isPaused();
}

void FakeTransport::deliver(qsizetype index, const QByteArray &bytes)
{
    if (FakeExchange *exchange = m_exchanges.value(index))
        exchange->deliver(bytes);
}

void FakeTransport::finish(qsizetype index)
{
    if (FakeExchange *exchange = m_exchanges.value(index))
        exchange->finish();
}

void FakeTransport::fail(qsizetype index, const Failure &failure)
{
    if (FakeExchange *exchange = m_exchanges.value(index))
        exchange->fail(failure);
}

} // namespace Sidelong
