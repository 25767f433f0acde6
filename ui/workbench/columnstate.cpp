// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/columnstate.h"

#include "ui/common/format.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

struct ColumnWords
{
    Q_DECLARE_TR_FUNCTIONS(ColumnState)
};

ColumnState::Phase phaseOf(AnswerPhase phase)
{
    switch (phase) {
    case AnswerPhase::Waiting: return ColumnState::Phase::Waiting;
    case AnswerPhase::Connecting: return ColumnState::Phase::Connecting;
    case AnswerPhase::Thinking: return ColumnState::Phase::Thinking;
    case AnswerPhase::Streaming: return ColumnState::Phase::Streaming;
    case AnswerPhase::Done: return ColumnState::Phase::Done;
    }
    return ColumnState::Phase::Waiting;
}

ColumnState::Phase phaseOf(const AnswerRecord &record)
{
    switch (record.state) {
    case RunState::Failed:
        return record.failure && record.failure->kind == FailureKind::Refused
            ? ColumnState::Phase::Refused
            : ColumnState::Phase::Failed;
    case RunState::Cancelled: return ColumnState::Phase::Cancelled;
    case RunState::Interrupted: return ColumnState::Phase::Interrupted;
    case RunState::Running: return ColumnState::Phase::Streaming;
    case RunState::Done: break;
    }
    switch (record.finish) {
    case Finish::Length: return ColumnState::Phase::Cut;
    case Finish::Refused: return ColumnState::Phase::Refused;
    case Finish::Error: return ColumnState::Phase::Failed;
    case Finish::Cancelled: return ColumnState::Phase::Cancelled;
    case Finish::Stop:
    case Finish::ToolCalls: break;
    }
    return ColumnState::Phase::Done;
}

} // namespace

void ColumnState::begin()
{
    *this = {};
    m_phase = Phase::Waiting;
}

void ColumnState::apply(const AnswerUpdate &update)
{
    if (update.restarted)
        m_thinkingSinceMs = m_thoughtMs = {};
    m_phase = phaseOf(update.phase);
    m_elapsedMs = update.elapsedMs;
    m_rate = update.tokensPerSecond;
    m_input = update.inputTokens;
    m_output = update.outputTokens;
    m_tokensEstimated = true;
    if (update.ttftMs)
        m_ttftMs = update.ttftMs;
    if ((m_phase == Phase::Thinking || !update.reasoning.isEmpty()) && !m_thinkingSinceMs)
        m_thinkingSinceMs = update.elapsedMs;
    if (!update.text.isEmpty() && m_thinkingSinceMs && !m_thoughtMs)
        m_thoughtMs = update.elapsedMs - *m_thinkingSinceMs;
    if (update.ended)
        show(*update.ended);
}

void ColumnState::show(const AnswerRecord &record)
{
    m_phase = phaseOf(record);
    m_ttftMs = record.ttftMs;
    m_elapsedMs = record.totalMs;
    m_input = record.usage.input;
    m_output = record.usage.output;
    m_tokensEstimated = record.usage.estimated;
    m_rate = 0;
    m_cost = record.cost;
    m_failure = record.failure;
    m_cache = record.cache;
    m_fallback = record.model && !record.target.isEmpty() && record.target.contains(u'/')
        && record.model->toString() != record.target;
}

void ColumnState::tick(qint64 elapsedMs)
{
    if (isLive())
        m_elapsedMs = qMax(m_elapsedMs, elapsedMs);
}

bool ColumnState::isLive() const
{
    return m_phase == Phase::Waiting || m_phase == Phase::Connecting || m_phase == Phase::Thinking
        || m_phase == Phase::Streaming;
}

QString ColumnState::sign() const
{
    switch (m_phase) {
    case Phase::Idle: return {};
    case Phase::Waiting:
    case Phase::Connecting: return u"\u25CC"_s;
    case Phase::Thinking: return u"\u25D4"_s;
    case Phase::Streaming: return u"\u25CF"_s;
    case Phase::Done: return m_fallback ? u"\u27F2"_s : u"\u2713"_s;
    case Phase::Cut: return u"\u2702"_s;
    case Phase::Refused: return u"\u2298"_s;
    case Phase::Failed: return u"\u2715"_s;
    case Phase::Cancelled: return u"\u25A0"_s;
    case Phase::Interrupted: return u"\u26A0"_s;
    }
    return {};
}

QString ColumnState::word() const
{
    switch (m_phase) {
    case Phase::Idle: return ColumnWords::tr("not run yet");
    case Phase::Waiting: return ColumnWords::tr("waiting");
    case Phase::Connecting: return ColumnWords::tr("connecting");
    case Phase::Thinking:
        return ColumnWords::tr("thinking %1")
            .arg(formatDuration(m_elapsedMs - m_thinkingSinceMs.value_or(m_elapsedMs)));
    case Phase::Streaming:
        return m_rate > 0 ? ColumnWords::tr("streaming %1").arg(formatRate(m_rate))
                          : ColumnWords::tr("streaming");
    case Phase::Done:
        if (m_cache == "hit"_L1)
            return ColumnWords::tr("from the cache");
        return m_fallback ? ColumnWords::tr("answered by fallback") : ColumnWords::tr("done");
    case Phase::Cut: return ColumnWords::tr("cut at the limit");
    case Phase::Refused: return ColumnWords::tr("refused");
    case Phase::Failed: return ColumnWords::tr("failed");
    case Phase::Cancelled: return ColumnWords::tr("stopped");
    case Phase::Interrupted: return ColumnWords::tr("interrupted");
    }
    return {};
}

QString ColumnState::shortWord() const
{
    if (m_phase == Phase::Streaming && m_rate > 0)
        return formatRate(m_rate);
    if (m_phase == Phase::Cut)
        return ColumnWords::tr("cut");
    return m_phase == Phase::Done && m_fallback ? ColumnWords::tr("by fallback") : word();
}

ColorRole ColumnState::role() const
{
    switch (m_phase) {
    case Phase::Thinking:
    case Phase::Streaming: return ColorRole::Accent;
    case Phase::Done: return m_fallback ? ColorRole::Warning : ColorRole::Good;
    case Phase::Cut:
    case Phase::Refused:
    case Phase::Interrupted: return ColorRole::Warning;
    case Phase::Failed: return ColorRole::Error;
    case Phase::Idle:
    case Phase::Waiting:
    case Phase::Connecting:
    case Phase::Cancelled: break;
    }
    return ColorRole::MutedText;
}

QString ColumnState::firstToken() const { return m_ttftMs ? formatLatency(*m_ttftMs) : QString(); }

QString ColumnState::tokens() const
{
    if (m_input == 0 && m_output == 0)
        return {};
    return QString(inputTokens() + u" \u2192 "_s + outputTokens()).trimmed();
}

QString ColumnState::inputTokens() const
{
    // A prompt has tokens: none means that nobody has said how many yet.
    if (m_input == 0)
        return {};
    return m_tokensEstimated ? QString(u"\u2248 "_s + formatTokens(m_input))
                             : formatTokens(m_input);
}

QString ColumnState::outputTokens() const { return formatTokens(m_output); }

bool ColumnState::isPriceUnknown() const
{
    // An answer that never was billed, such as one with a wrong key, has nothing to be priced.
    return m_cost && m_cost->origin == CostOrigin::Unknown && (m_input > 0 || m_output > 0);
}

QString ColumnState::cost() const
{
    if (!m_cost || (m_cost->origin == CostOrigin::Unknown && !isPriceUnknown()))
        return {};
    // Nor has a call that never left a cost, and nought would be its only figure.
    if (m_input == 0 && m_output == 0 && m_cost->total == Money())
        return {};
    return formatCost(*m_cost);
}

QString ColumnState::total() const
{
    return m_elapsedMs > 0 && m_phase != Phase::Idle ? formatDuration(m_elapsedMs) : QString();
}

QString ColumnState::reasoningTitle() const
{
    if (m_phase == Phase::Thinking)
        return ColumnWords::tr("Thinking");
    return m_thoughtMs.value_or(0) >= 100
        ? ColumnWords::tr("Thought for %1").arg(formatDuration(*m_thoughtMs))
        : ColumnWords::tr("Thought");
}

QString ColumnState::notice() const
{
    if (m_phase == Phase::Cut)
        return ColumnWords::tr("Cut at the token limit after %1 tokens. The answer is not whole.")
            .arg(formatTokens(m_output));
    if (m_phase == Phase::Interrupted)
        return ColumnWords::tr(
            "Sidelong was ended while this answer came. What had arrived is shown.");
    const bool wentWrong = m_phase == Phase::Failed || m_phase == Phase::Refused;
    if (wentWrong && m_failure && !m_failure->message.isEmpty())
        return m_failure->message;
    if (m_phase == Phase::Failed)
        return ColumnWords::tr("The provider ended the answer with an error.");
    return m_phase == Phase::Refused ? ColumnWords::tr("The model declined to answer.") : QString();
}

QString ColumnState::noticeDetails() const
{
    return m_failure && !notice().isEmpty() ? m_failure->detail : QString();
}

} // namespace Sidelong
