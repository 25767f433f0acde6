// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

#include <QTimer>

#include <map>

namespace Sidelong {

/// Gathers a run's events into at most one AnswerUpdate per answer and frame (16 ms), for a
/// window that lives on another thread. Lives on the engine's thread and deletes itself after the
/// run's end; connect with a receiver on the other side.
class AnswerRelay final : public QObject, public RunListener
{
    Q_OBJECT

public:
    static constexpr int frameMs = 16;

    explicit AnswerRelay(const QString &runId, const Clock &clock, QObject *parent = nullptr);
    ~AnswerRelay() override;

    /// Input tokens are estimated from \a run until a provider says what it counted.
    void estimateInput(const RunRequest &run);

    void trace(const Cell &cell, const TraceLine &line) override;
    void event(const Cell &cell, const ChatEvent &event) override;
    void restarted(const Cell &cell, int number) override;
    void answerEnded(const AnswerRecord &answer) override;
    void finished(const QString &runId, RunState state) override;

Q_SIGNALS:
    void updated(const QList<Sidelong::AnswerUpdate> &updates);
    void runFinished(const QString &runId, Sidelong::RunState state);

private:
    struct Gathered;
    Gathered &at(const Cell &cell);
    void touch(Gathered &gathered);
    void flush();
    void tick();

    QString m_runId;
    const Clock &m_clock;
    QTimer m_frame{this};
    QTimer m_second{this}; ///< Elapsed time goes on while nothing comes.
    std::map<Cell, Gathered> m_cells;
    QList<qint64> m_inputEstimates; ///< By variant.
};

} // namespace Sidelong
