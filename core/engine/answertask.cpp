// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/answertask.h"

#include "core/engine/attemptcost.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

struct EventRecorder
{
    Store &store;
    const QString &attemptId;

    void operator()(const TextDelta &delta) const { store.textArrived(attemptId, delta.text); }
    void operator()(const ReasoningDelta &delta) const
    {
        store.reasoningArrived(attemptId, delta.text);
    }
    void operator()(const RefusalDelta &delta) const
    {
        store.refusalArrived(attemptId, delta.text);
    }
    void operator()(const ToolCallDelta &delta) const { store.toolCallArrived(attemptId, delta); }
    template <typename Other>
    void operator()(const Other &) const
    {
    }
};

RunState stateOf(const std::optional<Failure> &failure)
{
    if (!failure)
        return RunState::Done;
    return failure->kind == FailureKind::Cancelled ? RunState::Cancelled : RunState::Failed;
}

Finish finishOf(const Completion &completion, const std::optional<Failure> &failure)
{
    if (!failure)
        return completion.effectiveFinish();
    if (failure->kind == FailureKind::Refused)
        return Finish::Refused;
    return failure->kind == FailureKind::Cancelled ? Finish::Cancelled : Finish::Error;
}

/// A refusal is an answer to its reader and a failure of its attempt.
std::optional<Failure> refusalOf(const Completion &completion)
{
    if (completion.effectiveFinish() != Finish::Refused)
        return {};
    return Failure{FailureKind::Refused,
                   QCoreApplication::translate("AnswerTask", "The model declined to answer."),
                   QString::fromUtf8(completion.refusal)};
}

} // namespace

AnswerTask::AnswerTask(Engine &engine, const RunRequest &run, const Cell &cell,
                       RunListener &listener, QObject *parent)
    : QObject(parent), m_engine(engine), m_parts(engine.parts()), m_run(run), m_cell(cell),
      m_listener(listener)
{
    m_answer.runId = run.id;
    m_answer.variant = cell.variant;
    m_answer.row = cell.row;
    m_answer.sample = cell.sample;
    m_answer.target = run.variants.at(cell.variant).target;
    m_answer.cache = u"skipped: this version keeps no answers for reuse"_s;
    connect(&m_journaled, &QFutureWatcherBase::finished, this, &AnswerTask::send);
}

void AnswerTask::start()
{
    m_startedNs = m_parts.clock->monotonicNs();
    if (m_cancelled) {
        endWith({FailureKind::Cancelled, tr("Stopped before it was sent.")});
        return;
    }
    Result<CallPlan> plan = m_engine.plan(m_run, m_cell.variant);
    if (!plan) {
        endWith(plan.failure());
        return;
    }
    for (const QString &note : plan->notes)
        trace(TraceLine::Step::Send, u"note"_s, note);
    beginAttempt(*plan);
}

void AnswerTask::cancel()
{
    m_cancelled = true;
    if (m_attempt)
        m_attempt->cancel();
}

void AnswerTask::beginAttempt(const CallPlan &plan)
{
    m_plan = plan;
    m_record = {};
    m_record.id =
        m_parts.random->timeOrderedUuid(m_parts.clock->utcMs()).toString(QUuid::WithoutBraces);
    m_record.runId = m_run.id;
    m_record.variant = m_cell.variant;
    m_record.row = m_cell.row;
    m_record.sample = m_cell.sample;
    m_record.number = ++m_answer.attempts;
    m_record.startedMs = m_parts.clock->utcMs();
    m_record.model = plan.model;
    m_record.promptName = m_run.promptName;
    m_record.tag = m_run.tag;
    m_record.simulated = plan.provider.simulated;
    m_record.local = plan.provider.local;
    m_record.cache = m_answer.cache;
    m_record.usage = Usage{.input = plan.inputEstimate, .estimated = true};
    if (plan.price)
        m_record.priceRow = toJson(*plan.price);

    // On disk before the request leaves: whatever happens then, it is booked. A disk that is full
    // is told by the store and keeps nobody from an answer.
    m_answer.model = plan.model;
    m_journaled.setFuture(m_parts.store->attemptStarted(m_record, m_answer.target));
}

void AnswerTask::send()
{
    if (m_cancelled) {
        endUnsent();
        return;
    }
    trace(TraceLine::Step::Send, u"sent"_s);
    Attempt::Listener &listener = *this;
    m_attempt = std::make_unique<Attempt>(*m_plan, *m_parts.transport, *m_parts.clock, listener);
    connect(m_attempt.get(), &Attempt::ended, this, &AnswerTask::attemptEnded);
    m_attempt->start();
}

/// The journal knows the attempt already: it is closed there, with nothing, so that a crash that
/// comes later does not book it.
void AnswerTask::endUnsent()
{
    m_record.outcome = QString(failureKindName(FailureKind::Cancelled));
    m_record.usage = Usage();
    m_record.cost = costOf({}, {}, {});
    m_parts.store->attemptEnded(m_record);
    --m_answer.attempts;
    m_answer.model.reset();
    endWith({FailureKind::Cancelled, tr("Stopped before it was sent.")});
}

void AnswerTask::attemptConnected() { trace(TraceLine::Step::Connect, u"ok"_s); }

void AnswerTask::attemptFirstToken(qint64 ttftMs)
{
    if (!m_answer.ttftMs)
        m_answer.ttftMs = elapsedMs();
    Q_UNUSED(ttftMs)
    trace(TraceLine::Step::FirstToken, u"ok"_s);
}

void AnswerTask::attemptEvent(const ChatEvent &event)
{
    std::visit(EventRecorder{*m_parts.store, m_record.id}, event);
    if (const auto *warning = std::get_if<Warning>(&event))
        trace(TraceLine::Step::Decode, u"warning"_s, warning->message);
    m_listener.event(m_cell, event);
}

void AnswerTask::attemptEnded()
{
    const AttemptOutcome &outcome = m_attempt->outcome();
    std::optional<Failure> failure = outcome.failure;
    if (!failure)
        failure = refusalOf(outcome.completion);

    m_record = recordOf(outcome);
    m_record.outcome = failure ? QString(failureKindName(failure->kind)) : u"ok"_s;
    if (failure) {
        m_record.message = failure->message;
        m_record.detail = failure->detail;
    }
    trace(TraceLine::Step::Stream, m_record.outcome, m_record.message);
    trace(TraceLine::Step::Price, QString(costOriginName(m_record.cost.origin)));
    m_parts.store->attemptEnded(m_record);
    trace(TraceLine::Step::Ledger, u"booked"_s);
    log(m_record);
    m_listener.attemptEnded(m_cell, m_record);

    keepSegment(outcome);
    m_answer.usage = m_record.usage.value_or(Usage());
    m_answer.cost = m_record.cost;
    m_answer.finish = finishOf(outcome.completion, failure);
    m_answer.finishRaw = outcome.completion.finishRaw;
    m_answer.refusal = outcome.completion.refusal;
    m_answer.opaque = outcome.completion.opaque;
    m_answer.failure = failure;
    m_answer.state = stateOf(failure);
    end();
}

AttemptRecord AnswerTask::recordOf(const AttemptOutcome &outcome) const
{
    AttemptRecord record = m_record;
    record.status = outcome.status;
    record.connectMs = outcome.connectMs;
    record.ttftMs = outcome.ttftMs;
    record.totalMs = outcome.totalMs;
    record.requestId = outcome.requestId;
    record.finishRaw = outcome.completion.finishRaw;
    record.usage = billedUsage(outcome, m_plan->inputEstimate);
    record.usageRaw = outcome.completion.usageRaw;
    record.cost = costOf(*record.usage, m_plan->price, outcome.completion.reportedCost);
    return record;
}

void AnswerTask::keepSegment(const AttemptOutcome &outcome)
{
    m_answer.segments +=
        SegmentRecord{m_record.id, outcome.completion.text, outcome.completion.reasoning,
                      outcome.completion.toolCalls, outcome.firstByteUtcMs};
}

void AnswerTask::log(const AttemptRecord &record) const
{
    AttemptLogLine line;
    line.utcMs = m_parts.clock->utcMs();
    line.runId = record.runId;
    line.model = record.model.toString();
    line.outcome = record.outcome;
    line.status = record.status;
    line.ttftMs = record.ttftMs.value_or(-1);
    line.totalMs = record.totalMs;
    line.inputTokens = record.usage ? record.usage->input : 0;
    line.outputTokens = record.usage ? record.usage->output : 0;
    if (record.cost.origin != CostOrigin::Unknown)
        line.costUsd = record.cost.total.toUsd();
    if (record.outcome != "ok"_L1)
        line.next = u"give up"_s;
    m_parts.log->attempt(line);
}

void AnswerTask::endWith(const Failure &failure)
{
    trace(TraceLine::Step::Send, QString(failureKindName(failure.kind)), failure.message);
    m_answer.failure = failure;
    m_answer.state = stateOf(failure);
    m_answer.finish = finishOf({}, failure);
    m_answer.cost.origin = CostOrigin::Computed; // nothing was sent: nothing is certain
    end();
}

void AnswerTask::end()
{
    m_answer.totalMs = elapsedMs();
    // The owner deletes us when it hears of it: never from inside a call of ours.
    QMetaObject::invokeMethod(this, &AnswerTask::ended, Qt::QueuedConnection);
}

void AnswerTask::trace(TraceLine::Step step, const QString &outcome, const QString &why)
{
    m_listener.trace(m_cell, {elapsedMs(), step, outcome, why, m_answer.attempts});
}

qint64 AnswerTask::elapsedMs() const
{
    return (m_parts.clock->monotonicNs() - m_startedNs) / 1'000'000;
}

} // namespace Sidelong
