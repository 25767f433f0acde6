// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include "core/engine/answertask.h"

#include <QFutureWatcher>

#include <algorithm>
#include <deque>

namespace Sidelong {

/// A run that is not in SQLite yet.
struct Engine::LiveRun
{
    RunRequest request;
    RunListener *listener = nullptr;
    RunRecord record;
    QList<VariantRecord> variants;
    std::deque<Cell> waiting;
    std::vector<std::unique_ptr<AnswerTask>> tasks; ///< Those that run.
    QList<AnswerRecord> answers;
};

namespace {

QList<VariantRecord> variantRecords(const RunRequest &request)
{
    QList<VariantRecord> records;
    for (qsizetype i = 0; i < request.variants.size(); ++i) {
        const Variant &variant = request.variants.at(i);
        VariantRecord record;
        record.index = static_cast<int>(i);
        record.target = variant.target;
        if (variant.content && *variant.content != request.content)
            record.prompt = messagesToJson(variant.content->messages);
        if (variant.content && variant.content->tools != request.content.tools)
            record.tools = toolsToJson(variant.content->tools);
        record.parameters = parametersToJson(merged(request.parameters, variant.overrides));
        records += record;
    }
    return records;
}

std::deque<Cell> cellsOf(const RunRequest &request)
{
    std::deque<Cell> cells;
    for (int sample = 0; sample < request.samples; ++sample) {
        for (int variant = 0; variant < request.variants.size(); ++variant)
            cells.push_back({variant, 0, sample});
    }
    return cells;
}

/// A run is as good as the worst of its answers.
RunState stateOfRun(const QList<AnswerRecord> &answers)
{
    const auto has = [&answers](RunState state) {
        return std::ranges::any_of(answers, [state](const auto &a) { return a.state == state; });
    };
    if (has(RunState::Cancelled))
        return RunState::Cancelled;
    return has(RunState::Failed) ? RunState::Failed : RunState::Done;
}

} // namespace

Engine::Engine(const Parts &parts, QObject *parent) : QObject(parent), m_parts(parts) { }

Engine::~Engine() = default;

void Engine::setKey(const QString &provider, const Result<Secret> &key)
{
    m_keys.insert(provider, key);
}

Result<CallPlan> Engine::plan(const RunRequest &run, int variant) const
{
    return planCall(m_providers, m_prices, m_keys, run, variant, m_parts.clock->utcMs());
}

void Engine::start(const RunRequest &request, RunListener *listener)
{
    auto run = std::make_unique<LiveRun>();
    run->request = request;
    run->listener = listener;
    run->record.id = request.id;
    run->record.startedMs = m_parts.clock->utcMs();
    run->record.origin = request.origin;
    run->record.tag = request.tag;
    run->record.promptName = request.promptName;
    run->record.prompt = messagesToJson(request.content.messages);
    if (!request.content.tools.isEmpty())
        run->record.tools = toolsToJson(request.content.tools);
    run->variants = variantRecords(request);
    run->waiting = cellsOf(request);
    m_parts.store->runStarted(run->record, run->variants);

    LiveRun &live = *run;
    m_runs.push_back(std::move(run));
    // From the loop, so that no listener is called from inside this call.
    QMetaObject::invokeMethod(
        this,
        [this, id = live.request.id] {
            if (LiveRun *found = find(id))
                pump(*found);
        },
        Qt::QueuedConnection);
    tellLiveCount();
}

Engine::LiveRun *Engine::find(const QString &runId) const
{
    const auto found = std::ranges::find_if(
        m_runs, [&runId](const auto &run) { return run->request.id == runId; });
    return found == m_runs.end() ? nullptr : found->get();
}

void Engine::pump(LiveRun &run)
{
    const auto bound = static_cast<size_t>(std::max(1, run.request.concurrency));
    while (!run.waiting.empty() && run.tasks.size() < bound)
        begin(run, run.waiting.front()).start();
    if (run.waiting.empty() && run.tasks.empty())
        endRun(run);
}

AnswerTask &Engine::begin(LiveRun &run, const Cell &cell)
{
    auto task = std::make_unique<AnswerTask>(*this, run.request, cell, *run.listener);
    connect(task.get(), &AnswerTask::ended, this,
            [this, &run, raw = task.get()] { answerEnded(run, *raw); });
    std::erase(run.waiting, cell);
    run.tasks.push_back(std::move(task));
    return *run.tasks.back();
}

void Engine::answerEnded(LiveRun &run, AnswerTask &task)
{
    run.answers += task.answer();
    run.listener->answerEnded(task.answer());
    const auto found =
        std::ranges::find_if(run.tasks, [&task](const auto &t) { return t.get() == &task; });
    found->release()->deleteLater();
    run.tasks.erase(found);
    tellLiveCount();
    pump(run);
}

void Engine::endRun(LiveRun &run)
{
    run.record.state = stateOfRun(run.answers);
    std::ranges::sort(run.answers, {},
                      [](const AnswerRecord &a) { return std::tuple(a.row, a.sample, a.variant); });
    auto *watcher = new QFutureWatcher<Result<void>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, &run] {
        watcher->deleteLater();
        RunListener *listener = run.listener;
        const QString id = run.request.id;
        const RunState state = run.record.state;
        std::erase_if(m_runs, [&run](const auto &r) { return r.get() == &run; });
        listener->finished(id, state);
        if (m_runs.empty())
            Q_EMIT becameIdle();
    });
    watcher->setFuture(m_parts.store->runEnded(run.record, run.variants, run.answers));
}

void Engine::cancel(const QString &runId)
{
    LiveRun *run = find(runId);
    if (!run)
        return;
    // From a copy: a listener may cancel again when it hears of an answer's end.
    QList<Cell> cells(run->waiting.begin(), run->waiting.end());
    for (const auto &task : run->tasks)
        cells.prepend(task->cell());
    for (const Cell &cell : std::as_const(cells))
        cancel(runId, cell);
}

void Engine::cancel(const QString &runId, const Cell &cell)
{
    LiveRun *run = find(runId);
    if (!run)
        return;
    const auto found =
        std::ranges::find_if(run->tasks, [&cell](const auto &t) { return t->cell() == cell; });
    if (found != run->tasks.end()) {
        (*found)->cancel();
        return;
    }
    // One that waits becomes a task too: each cell ends with a record of its own.
    if (std::ranges::find(run->waiting, cell) != run->waiting.end()) {
        AnswerTask &task = begin(*run, cell);
        task.cancel();
        task.start();
    }
}

void Engine::cancelAll()
{
    for (const auto &run : m_runs)
        cancel(run->request.id);
}

int Engine::liveCount() const
{
    size_t count = 0;
    for (const auto &run : m_runs)
        count += run->tasks.size() + run->waiting.size();
    return static_cast<int>(count);
}

void Engine::tellLiveCount()
{
    if (const int count = liveCount(); count != m_toldLiveCount) {
        m_toldLiveCount = count;
        Q_EMIT liveCountChanged(count);
    }
}

} // namespace Sidelong
