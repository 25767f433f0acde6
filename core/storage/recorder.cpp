// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/recorder.h"

#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

// Half of the promised 50 ms, which leaves the other half to a busy machine.
constexpr std::chrono::milliseconds gatherFor(25);

} // namespace

Recorder::Recorder(std::unique_ptr<Journal> journal, std::function<void(const Failure &)> trouble)
    : m_journal(std::move(journal)), m_trouble(std::move(trouble)),
      m_thread(QThread::create([this] { loop(); }))
{
    m_thread->setObjectName(u"journal"_s);
    m_thread->start();
}

Recorder::~Recorder()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isEnding = true;
    }
    m_wake.notify_one();
    m_thread->wait();
    if (m_liveRuns.isEmpty())
        m_journal->remove();
}

void Recorder::gathered(Urgency urgency)
{
    const bool mustWake = !m_hasBatch || (urgency == Urgency::Now && !m_isUrgent);
    m_hasBatch = true;
    m_isUrgent = m_isUrgent || urgency == Urgency::Now;
    if (mustWake)
        m_wake.notify_one();
}

void Recorder::runStarted(const RunRecord &run, const QList<VariantRecord> &variants)
{
    const std::scoped_lock lock(m_mutex);
    m_batch.runs.emplaceBack(run, variants);
    m_liveRuns.insert(run.id);
    gathered(Urgency::Now);
}

QFuture<Result<void>> Recorder::attemptStarted(const AttemptRecord &attempt, const QString &target)
{
    const std::scoped_lock lock(m_mutex);
    m_batch.attempts.emplaceBack(attempt, target);
    return whenWritten();
}

void Recorder::textArrived(const QString &attemptId, const QByteArray &utf8)
{
    const std::scoped_lock lock(m_mutex);
    m_batch.arrived[attemptId].text += utf8;
    gathered(Urgency::Gather);
}

void Recorder::reasoningArrived(const QString &attemptId, const QByteArray &utf8)
{
    const std::scoped_lock lock(m_mutex);
    m_batch.arrived[attemptId].reasoning += utf8;
    gathered(Urgency::Gather);
}

void Recorder::refusalArrived(const QString &attemptId, const QByteArray &utf8)
{
    const std::scoped_lock lock(m_mutex);
    m_batch.arrived[attemptId].refusal += utf8;
    gathered(Urgency::Gather);
}

void Recorder::toolCallArrived(const QString &attemptId, const ToolCallDelta &fragment)
{
    const std::scoped_lock lock(m_mutex);
    m_batch.arrived[attemptId].toolCalls += fragment;
    gathered(Urgency::Gather);
}

void Recorder::attemptEnded(const AttemptRecord &attempt)
{
    const std::scoped_lock lock(m_mutex);
    m_batch.ended += attempt;
    gathered(Urgency::Now);
}

void Recorder::runStored(const QString &runId)
{
    const std::scoped_lock lock(m_mutex);
    m_batch.stored += runId;
    m_liveRuns.remove(runId);
    gathered(Urgency::Now);
}

QFuture<Result<void>> Recorder::flush()
{
    const std::scoped_lock lock(m_mutex);
    return whenWritten();
}

QFuture<Result<void>> Recorder::whenWritten()
{
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    m_batch.waiting += promise;
    gathered(Urgency::Now);
    return promise->future();
}

void Recorder::loop()
{
    std::unique_lock lock(m_mutex);
    while (!m_isEnding || m_hasBatch) {
        m_wake.wait(lock, [this] { return m_hasBatch || m_isEnding; });
        m_wake.wait_for(lock, gatherFor, [this] { return m_isUrgent || m_isEnding; });
        if (!m_hasBatch)
            continue;
        const Batch batch = std::exchange(m_batch, {});
        const bool nothingIsLive = m_liveRuns.isEmpty();
        m_hasBatch = false;
        m_isUrgent = false;
        lock.unlock();

        const Result<void> done = nothingIsLive ? m_journal->clear() : write(batch);
        if (!done)
            m_trouble(done.failure());

        for (const auto &promise : batch.waiting) {
            promise->addResult(done);
            promise->finish();
        }
        lock.lock();
    }
}

Result<void> Recorder::write(const Batch &batch)
{
    for (const auto &[run, variants] : batch.runs)
        m_journal->addRun(run, variants);
    for (const auto &[attempt, target] : batch.attempts)
        m_journal->addAttempt(attempt, target);
    for (auto it = batch.arrived.cbegin(); it != batch.arrived.cend(); ++it) {
        if (!it->text.isEmpty())
            m_journal->addText(it.key(), it->text);
        if (!it->reasoning.isEmpty())
            m_journal->addReasoning(it.key(), it->reasoning);
        if (!it->refusal.isEmpty())
            m_journal->addRefusal(it.key(), it->refusal);
        for (const ToolCallDelta &fragment : it->toolCalls)
            m_journal->addToolCall(it.key(), fragment);
    }
    for (const AttemptRecord &attempt : batch.ended)
        m_journal->addAttemptEnd(attempt);
    for (const QString &runId : batch.stored)
        m_journal->addRunStored(runId);
    return m_journal->write();
}

} // namespace Sidelong
