// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/attempt.h"
#include "core/engine/engine.h"

#include <QFutureWatcher>

namespace Sidelong {

/// The pipeline of one answer, from its cell to its record:
///
///     chain (each target in order) → reuse → attempt (budget, breaker, limiter, send) → price →
///     ledger
///
/// A chain is one target, nothing is reused and nothing stands before sending yet: each of these
/// is one function here, which is where the step goes.
class AnswerTask : public QObject, private Attempt::Listener
{
    Q_OBJECT

public:
    AnswerTask(Engine &engine, const RunRequest &run, const Cell &cell, RunListener &listener,
               QObject *parent = nullptr);

    void start();
    void cancel();

    const Cell &cell() const { return m_cell; }
    /// Valid from ended() on.
    const AnswerRecord &answer() const { return m_answer; }

Q_SIGNALS:
    /// Once, last, from the event loop.
    void ended();

private:
    void attemptConnected() override;
    void attemptEvent(const ChatEvent &event) override;
    void attemptFirstToken(qint64 ttftMs) override;

    void beginAttempt(const CallPlan &plan);
    void send();
    void endUnsent();
    void attemptEnded();
    AttemptRecord recordOf(const AttemptOutcome &outcome) const;
    void keepSegment(const AttemptOutcome &outcome);
    void log(const AttemptRecord &record) const;
    void endWith(const Failure &failure);
    void end();
    void trace(TraceLine::Step step, const QString &outcome, const QString &why = {});
    qint64 elapsedMs() const;

    Engine &m_engine;
    const Engine::Parts &m_parts;
    const RunRequest &m_run;
    const Cell m_cell;
    RunListener &m_listener;
    std::optional<CallPlan> m_plan;
    QFutureWatcher<Result<void>> m_journaled; ///< The attempt is on disk, or cannot be.
    std::unique_ptr<Attempt> m_attempt;
    AttemptRecord m_record; ///< Of the attempt that runs.
    AnswerRecord m_answer;
    qint64 m_startedNs = 0;
    bool m_cancelled = false;
};

} // namespace Sidelong
