// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/httpresponse.h"
#include "core/simulator/failureplan.h"
#include "core/simulator/simulatedwire.h"

#include <QTimer>

namespace Sidelong {

/// Everything that one reply needs.
struct SimulatedScript
{
    SimulatedProtocol protocol = SimulatedProtocol::OpenAiChat;
    std::optional<SimulatedWire> wire; ///< Streamed; without it \c whole is sent.
    HttpReply whole;
    FailureAction action;
    std::chrono::nanoseconds firstToken{0};
    std::chrono::nanoseconds perToken{0}; ///< 0 = as fast as the client reads.
    qsizetype chunkBytes = 0; ///< Gather events up to this size; 0 = each is a chunk.
};

/// Plays one script on a response: events on an absolute schedule, so that late timers do not add
/// up. A child of its response and gone with it.
class SimulatedReply : public QObject
{
    Q_OBJECT

public:
    /// Starts from the event loop. \a clock must outlive it.
    SimulatedReply(SimulatedScript script, const Clock &clock, HttpResponse *response);

private:
    void answer();
    void answerWhole();
    void beginStream();
    void pump();
    bool waitsForTime();
    bool disturb();
    void send(QByteArrayView bytes);
    void flush();
    void cut();

    SimulatedScript m_script;
    const Clock &m_clock;
    HttpResponse *m_response;
    QTimer m_timer;
    QTimer m_comments;
    qint64 m_startNs = 0;
    qsizetype m_next = 0;
    qint64 m_sentBytes = 0;
    QByteArray m_gathered;
};

} // namespace Sidelong
