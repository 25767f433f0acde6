// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/simulatedreply.h"

namespace Sidelong {

namespace {

/// Without pacing the event loop is given a turn after so many events.
constexpr int eventsPerTurn = 512;

} // namespace

SimulatedReply::SimulatedReply(SimulatedScript script, const Clock &clock, HttpResponse *response)
    : QObject(response), m_script(std::move(script)), m_clock(clock), m_response(response)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(response, &HttpResponse::drained, this, &SimulatedReply::pump);
    connect(&m_timer, &QTimer::timeout, this, &SimulatedReply::answer);
    connect(&m_comments, &QTimer::timeout, this,
            [this] { send(simulatedPing(m_script.protocol)); });
    m_timer.start(m_script.action.delay);
}

void SimulatedReply::answer()
{
    const FailureAction &action = m_script.action;
    if (action.stall == FailureAction::Stall::Headers)
        return;
    if (action.cut == FailureAction::Cut::BeforeHeaders)
        return cut();
    if (action.garbage) {
        m_response->writeRaw(QByteArrayView("\x16\x03\x01 this is not HTTP \xff\xfe\r\n\r\n"));
        return m_response->close();
    }
    if (!m_script.wire)
        return answerWhole();
    beginStream();
}

void SimulatedReply::answerWhole()
{
    if (m_script.action.stall == FailureAction::Stall::FirstToken
        || m_script.action.cut == FailureAction::Cut::AfterBytes) {
        const HttpReply &whole = m_script.whole;
        m_response->begin(whole.status, whole.headers, whole.body.size());
        if (m_script.action.stall == FailureAction::Stall::FirstToken)
            return;
        send(whole.body);
        return m_response->finish();
    }
    m_response->reply(m_script.whole);
}

void SimulatedReply::beginStream()
{
    m_response->begin(m_script.whole.status, m_script.whole.headers);
    if (m_script.action.comments.count() > 0)
        m_comments.start(m_script.action.comments);
    disconnect(&m_timer, nullptr, this, nullptr);
    connect(&m_timer, &QTimer::timeout, this, &SimulatedReply::pump);
    m_startNs = m_clock.monotonicNs();
    pump();
}

void SimulatedReply::pump()
{
    if (!m_script.wire)
        return;
    for (int turn = 0; !m_response->hasEnded(); ++turn) {
        if (!m_response->isWritable()) // drained() goes on
            return;
        if (m_next == m_script.wire->eventCount()) {
            flush();
            m_comments.stop();
            return m_response->finish();
        }
        if (waitsForTime())
            return flush();
        if (turn == eventsPerTurn) {
            m_timer.start(0);
            return;
        }
        if (disturb())
            return;
        const QByteArray event = m_next + 1 == m_script.action.malformedEvent
            ? QByteArray("data: {\"id\":\"broken\",\"choices\":[{\"delta\":{\"con\n\n")
            : m_script.wire->event(m_next);
        ++m_next;
        m_gathered += event;
        if (m_gathered.size() >= m_script.chunkBytes)
            flush();
    }
}

bool SimulatedReply::waitsForTime()
{
    const qsizetype tokens = m_script.wire->tokensBefore(m_next);
    if (tokens == 0)
        return false;
    const std::chrono::nanoseconds due = m_script.firstToken + (tokens - 1) * m_script.perToken;
    const std::chrono::nanoseconds past(m_clock.monotonicNs() - m_startNs);
    if (due <= past)
        return false;
    m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(due - past));
    return true;
}

/// True where the plan ends or halts the stream before the next event.
bool SimulatedReply::disturb()
{
    const FailureAction &action = m_script.action;
    const bool hasToken = m_script.wire->tokensBefore(m_next) > 0;
    if ((action.stall == FailureAction::Stall::FirstToken && hasToken)
        || (action.stall == FailureAction::Stall::AfterEvents && m_next == action.stallAfter)) {
        flush();
        return true;
    }
    if (action.cut == FailureAction::Cut::AfterEvents && m_next == action.cutAfter) {
        flush();
        cut();
        return true;
    }
    if (m_next + 1 == action.errorEvent) {
        m_gathered += simulatedErrorEvent(
            m_script.protocol,
            {.status = 529, .message = "Overloaded", .type = "overloaded_error"});
        flush();
        m_comments.stop();
        m_response->finish();
        return true;
    }
    return false;
}

void SimulatedReply::flush()
{
    if (!m_gathered.isEmpty())
        send(std::exchange(m_gathered, {}));
}

void SimulatedReply::send(QByteArrayView bytes)
{
    const bool isCut = m_script.action.cut == FailureAction::Cut::AfterBytes
        && m_sentBytes + bytes.size() >= m_script.action.cutAfter;
    if (isCut)
        bytes = bytes.first(m_script.action.cutAfter - m_sentBytes);
    m_sentBytes += bytes.size();
    m_response->write(bytes);
    if (isCut)
        cut();
}

void SimulatedReply::cut()
{
    m_comments.stop();
    m_timer.stop();
    if (m_script.action.cutBy == FailureAction::CutBy::Reset)
        m_response->abort();
    else
        m_response->close();
}

} // namespace Sidelong
