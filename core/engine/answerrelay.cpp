// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/answerrelay.h"

#include "core/cost/tokenestimate.h"

namespace Sidelong {

namespace {

/// Rates are taken over this long.
constexpr qint64 rateWindowMs = 2000;

} // namespace

/// What is known of an answer, and what of it was not told yet.
struct AnswerRelay::Gathered
{
    AnswerUpdate update;
    qint64 startedMs = 0;
    qint64 bytes = 0; ///< Of text, reasoning and arguments, for the estimate.
    QList<ToolCall> toolCalls;
    std::optional<Usage> usage;
    bool isDirty = false;
    bool toolCallsChanged = false;
    bool hasEnded = false;
    std::map<qint64, qint64> bytesAt; ///< Since-start bytes by time, over the rate's window.
};

AnswerRelay::AnswerRelay(const QString &runId, const Clock &clock, QObject *parent)
    : QObject(parent), m_runId(runId), m_clock(clock)
{
    m_frame.setSingleShot(true);
    m_frame.setTimerType(Qt::PreciseTimer);
    m_frame.setInterval(frameMs);
    connect(&m_frame, &QTimer::timeout, this, &AnswerRelay::flush);
    m_second.setInterval(100);
    connect(&m_second, &QTimer::timeout, this, &AnswerRelay::tick);
    m_second.start();
}

AnswerRelay::~AnswerRelay() = default;

void AnswerRelay::estimateInput(const RunRequest &run)
{
    for (const Variant &variant : run.variants) {
        const PromptContent &content = variant.content ? *variant.content : run.content;
        m_inputEstimates += estimateTokens(content.messages) + estimateTokens(content.tools);
    }
}

AnswerRelay::Gathered &AnswerRelay::at(const Cell &cell)
{
    const auto [found, isNew] = m_cells.try_emplace(cell);
    if (isNew) {
        found->second.update.runId = m_runId;
        found->second.update.cell = cell;
        found->second.startedMs = m_clock.monotonicMs();
    }
    return found->second;
}

void AnswerRelay::touch(Gathered &gathered)
{
    gathered.isDirty = true;
    if (!m_frame.isActive())
        m_frame.start();
}

void AnswerRelay::trace(const Cell &cell, const TraceLine &line)
{
    Gathered &gathered = at(cell);
    if (line.step == TraceLine::Step::Send && line.outcome == u"sent") {
        gathered.update.phase = AnswerPhase::Connecting;
        gathered.startedMs = m_clock.monotonicMs() - line.atMs;
    } else if (line.step == TraceLine::Step::FirstToken) {
        gathered.update.ttftMs = line.atMs;
    }
    touch(gathered);
}

void AnswerRelay::event(const Cell &cell, const ChatEvent &event)
{
    Gathered &gathered = at(cell);
    if (const auto *text = std::get_if<TextDelta>(&event)) {
        gathered.update.text += text->text;
        gathered.update.phase = AnswerPhase::Streaming;
        gathered.bytes += text->text.size();
    } else if (const auto *reasoning = std::get_if<ReasoningDelta>(&event)) {
        gathered.update.reasoning += reasoning->text;
        gathered.update.phase = AnswerPhase::Thinking;
        gathered.bytes += reasoning->text.size();
    } else if (const auto *refusal = std::get_if<RefusalDelta>(&event)) {
        gathered.update.refusal += refusal->text;
        gathered.update.phase = AnswerPhase::Streaming;
        gathered.bytes += refusal->text.size();
    } else if (const auto *call = std::get_if<ToolCallDelta>(&event)) {
        // A wild number must not cost memory; Completion takes it for the next one too.
        const qsizetype count = gathered.toolCalls.size();
        const qsizetype index = call->index < 0 || call->index > count ? count : call->index;
        if (index == count)
            gathered.toolCalls += ToolCall();
        ToolCall &known = gathered.toolCalls[index];
        if (!call->id.isEmpty())
            known.id = call->id;
        if (!call->name.isEmpty())
            known.name = call->name;
        known.arguments += call->arguments;
        gathered.bytes += call->arguments.size();
        gathered.toolCallsChanged = true;
        gathered.update.phase = AnswerPhase::Streaming;
    } else if (const auto *report = std::get_if<UsageReport>(&event)) {
        gathered.usage = report->usage;
    } else {
        return;
    }
    touch(gathered);
}

void AnswerRelay::restarted(const Cell &cell, int)
{
    Gathered &gathered = at(cell);
    gathered.update.restarted = true;
    gathered.update.text.clear();
    gathered.update.reasoning.clear();
    gathered.update.refusal.clear();
    gathered.update.ttftMs.reset();
    gathered.update.phase = AnswerPhase::Connecting;
    gathered.toolCalls.clear();
    gathered.toolCallsChanged = true;
    gathered.usage.reset();
    gathered.bytes = 0;
    gathered.bytesAt.clear();
    touch(gathered);
}

void AnswerRelay::answerEnded(const AnswerRecord &answer)
{
    Gathered &gathered = at({answer.variant, answer.row, answer.sample});
    gathered.update.phase = AnswerPhase::Done;
    gathered.update.ended = answer;
    gathered.usage = answer.usage;
    gathered.hasEnded = true;
    touch(gathered);
}

void AnswerRelay::finished(const QString &runId, RunState state)
{
    m_second.stop();
    m_frame.stop();
    flush();
    Q_EMIT runFinished(runId, state);
    deleteLater();
}

void AnswerRelay::tick()
{
    for (auto &[cell, gathered] : m_cells) {
        if (!gathered.hasEnded)
            touch(gathered);
    }
}

void AnswerRelay::flush()
{
    const qint64 now = m_clock.monotonicMs();
    QList<AnswerUpdate> updates;
    for (auto &[cell, gathered] : m_cells) {
        if (!gathered.isDirty)
            continue;
        AnswerUpdate &update = gathered.update;
        update.elapsedMs = update.ended ? update.ended->totalMs : now - gathered.startedMs;
        update.outputTokens =
            gathered.hasEnded ? gathered.usage->output : estimateTokens(gathered.bytes);
        update.inputTokens =
            gathered.usage ? gathered.usage->input : m_inputEstimates.value(cell.variant, 0);
        gathered.bytesAt[now] = gathered.bytes;
        while (gathered.bytesAt.size() > 2 && gathered.bytesAt.begin()->first < now - rateWindowMs)
            gathered.bytesAt.erase(gathered.bytesAt.begin());
        const auto &[since, before] = *gathered.bytesAt.begin();
        update.tokensPerSecond = now - since < 200
            ? 0
            : static_cast<double>(estimateTokens(gathered.bytes - before)) * 1000
                / static_cast<double>(now - since);
        if (gathered.toolCallsChanged)
            update.toolCalls = gathered.toolCalls;
        updates += update;

        gathered.isDirty = false;
        gathered.toolCallsChanged = false;
        update.restarted = false;
        update.text.clear();
        update.reasoning.clear();
        update.refusal.clear();
        update.toolCalls.clear();
        update.ended.reset();
    }
    if (!updates.isEmpty())
        Q_EMIT updated(updates);
}

} // namespace Sidelong
