// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run.h"
#include "ui/common/palette.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace Sidelong {

/// What a column is called.
struct ColumnTitle
{
    QString name; ///< The model or the chain.
    QString provider; ///< Its name for people.
    int series = 0; ///< Its colour everywhere.
    QStringList differences; ///< What tells it from its neighbours: "temperature 0.9".
    bool simulated = false;

    friend bool operator==(const ColumnTitle &, const ColumnTitle &) = default;
};

/// How one answer stands, put together from its updates or read from a stored record: all that a
/// column's header, its notice and its row of the table say. A value without widgets.
class ColumnState
{
public:
    enum class Phase {
        Idle,
        Waiting,
        Connecting,
        Thinking,
        Streaming,
        Done,
        Cut, ///< At the token limit.
        Refused,
        Failed,
        Cancelled,
        Interrupted,
    };

    /// The run was started; nothing is known yet.
    void begin();
    void apply(const AnswerUpdate &update);
    void show(const AnswerRecord &record);
    /// Time goes by without an update.
    void tick(qint64 elapsedMs);

    Phase phase() const { return m_phase; }
    bool isLive() const;
    QString sign() const; ///< One character; states differ by it as well as by colour.
    QString word() const; ///< "streaming 84 tok/s", "done", "thinking 41 s"
    QString shortWord() const; ///< For a card: the sign says the rest.
    ColorRole role() const;
    bool isFallback() const { return m_fallback; }

    QString firstToken() const; ///< "1.21 s" or empty.
    QString tokens() const; ///< "412 → 96", "≈ 412 → 96" while they are estimated, or empty.
    QString inputTokens() const; ///< "≈ 412"; empty while nobody has said.
    QString outputTokens() const;
    bool areTokensEstimated() const { return m_tokensEstimated; }
    QString cost() const; ///< "$0.00182", "price unknown" or empty.
    QString total() const; ///< "3.1 s" or empty.
    bool isPriceUnknown() const;
    /// "Thought for 41 s"
    QString reasoningTitle() const;
    /// What went wrong and what to do next, or empty.
    QString notice() const;
    QString noticeDetails() const;

    // Raw figures, for sorting.
    std::optional<qint64> ttftMs() const { return m_ttftMs; }
    qint64 elapsedMs() const { return m_elapsedMs; }
    qint64 inputCount() const { return m_input; }
    qint64 outputCount() const { return m_output; }
    const std::optional<Cost> &costValue() const { return m_cost; }

    friend bool operator==(const ColumnState &, const ColumnState &) = default;

private:
    Phase m_phase = Phase::Idle;
    std::optional<qint64> m_ttftMs;
    std::optional<qint64> m_thinkingSinceMs;
    std::optional<qint64> m_thoughtMs;
    qint64 m_elapsedMs = 0;
    qint64 m_input = 0;
    qint64 m_output = 0;
    bool m_tokensEstimated = false;
    double m_rate = 0;
    std::optional<Cost> m_cost;
    std::optional<Failure> m_failure;
    QString m_cache;
    bool m_fallback = false;
};

} // namespace Sidelong
