// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/workbenchpresenter.h"

#include "core/engine/callplan.h"

#include <algorithm>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

QString goOn()
{
    return WorkbenchPresenter::tr("Go on exactly where you stopped, without repeating anything.");
}

/// The answers that a run went on from, as continueAnswer() sent them.
QByteArray continuedText(const RunRequest &asked)
{
    QList<Message> messages = asked.content.messages;
    const Message request = Message::ofText(Role::User, goOn().toUtf8());
    QByteArray text;
    while (messages.size() >= 2 && messages.last() == request
           && messages.at(messages.size() - 2).role == Role::Assistant) {
        messages.removeLast();
        text.prepend(messages.takeLast().text());
    }
    return text;
}

/// The run of \a runs that \a update is news of, and its column.
std::pair<int, ColumnRun *> liveRunOf(QHash<int, QList<ColumnRun>> &runs,
                                      const AnswerUpdate &update)
{
    const AnswerKey key = AnswerKey::of(update);
    for (auto it = runs.begin(); it != runs.end(); ++it) {
        for (ColumnRun &run : *it) {
            if (run.key == key && run.variant == update.cell.variant && run.isLive())
                return {it.key(), &run};
        }
    }
    return {0, nullptr};
}

RunRequest only(const RunRequest &request, qsizetype variant)
{
    RunRequest one = request;
    one.variants = {request.variants.at(variant)};
    if (std::optional<PromptContent> &own = one.variants.first().content)
        one.content = *std::exchange(own, {});
    one.concurrency = 1;
    return one;
}

} // namespace

WorkbenchPresenter::WorkbenchPresenter(Engine engine, const Clock &clock, QObject *parent)
    : QObject(parent), m_engine(std::move(engine)), m_clock(clock)
{
}

void WorkbenchPresenter::setDocument(const WorkbenchDocument &document)
{
    stop();
    const int nextId = m_document.nextId;
    m_document = document;
    m_runs.clear();
    m_startedMs.clear();
    // Ids are never used again, so that late news of a column that is gone find nobody.
    for (WorkbenchColumn &column : m_document.columns)
        column.id += nextId;
    m_document.nextId += nextId;
    countLive();
    Q_EMIT promptReplaced();
    Q_EMIT columnsChanged();
    Q_EMIT documentChanged();
}

int WorkbenchPresenter::open(const StoredRun &run)
{
    // Looking through History, one run after the other, must not put away what was at work.
    const bool untouched = m_replaced && m_document == m_opened;
    Replaced replaced = untouched ? *std::exchange(m_replaced, {}) : Replaced{m_document, m_runs};
    setDocument(WorkbenchDocument::ofRun(run));
    m_replaced = std::move(replaced);
    m_opened = m_document;
    for (qsizetype i = 0; i < m_document.columns.size(); ++i) {
        const VariantRecord &variant = run.variants.at(i);
        const RunRequest asked = askedOf(run, variant);
        QList<ColumnRun> runs;
        for (const AnswerRecord &answer : run.answers) {
            if (answer.variant == variant.index)
                runs.append({AnswerKey::of(answer), 0, asked, continuedText(asked), answer});
        }
        showRuns(m_document.columns.at(i).id, runs);
    }
    return static_cast<int>(run.variants.size() - m_document.columns.size());
}

void WorkbenchPresenter::bringBack()
{
    if (!m_replaced)
        return;
    const Replaced back = *std::exchange(m_replaced, {});
    const int shift = m_document.nextId; // see setDocument()
    setDocument(back.document);
    for (auto it = back.runs.cbegin(); it != back.runs.cend(); ++it)
        showRuns(it.key() + shift, *it);
}

void WorkbenchPresenter::showRuns(int id, const QList<ColumnRun> &runs)
{
    for (const ColumnRun &run : runs) {
        if (run.isLive())
            continue;
        m_runs[id].append(run);
        Q_EMIT recordOpened(id, *run.ended, run.before);
    }
}

void WorkbenchPresenter::setTitle(const QString &title)
{
    if (m_document.title == title)
        return;
    m_document.title = title;
    Q_EMIT documentChanged();
}

void WorkbenchPresenter::setTurns(const QList<PromptTurn> &turns)
{
    if (m_document.turns == turns)
        return;
    m_document.turns = turns;
    Q_EMIT documentChanged();
}

void WorkbenchPresenter::setParameters(const Parameters &parameters)
{
    if (m_document.parameters == parameters)
        return;
    m_document.parameters = parameters;
    Q_EMIT documentChanged();
}

int WorkbenchPresenter::addColumn(const QString &target)
{
    if (!hasRoom())
        return 0;
    const int id = m_document.addColumn(target);
    Q_EMIT columnsChanged();
    Q_EMIT documentChanged();
    return id;
}

bool WorkbenchPresenter::hasRoom()
{
    if (m_document.columns.size() < WorkbenchDocument::maxColumns)
        return true;
    Q_EMIT refused(tr("There is room for %1 columns. Remove one to add another.")
                       .arg(WorkbenchDocument::maxColumns));
    return false;
}

void WorkbenchPresenter::removeColumn(int id)
{
    stop(id);
    m_document.removeColumn(id);
    m_runs.remove(id);
    countLive();
    Q_EMIT columnsChanged();
    Q_EMIT documentChanged();
}

void WorkbenchPresenter::setVariant(int id, const Parameters &overrides,
                                    const std::optional<QList<PromptTurn>> &turns)
{
    WorkbenchColumn *column = m_document.column(id);
    if (!column || (column->overrides == overrides && column->turns == turns))
        return;
    column->overrides = overrides;
    column->turns = turns;
    Q_EMIT documentChanged();
}

void WorkbenchPresenter::replaceColumns(
    const std::function<bool(const WorkbenchColumn &)> &replaces, const QString &target)
{
    QList<int> gone;
    for (const WorkbenchColumn &column : std::as_const(m_document.columns)) {
        if (replaces(column))
            gone.append(column.id);
    }
    for (const int id : std::as_const(gone)) {
        stop(id);
        m_document.removeColumn(id);
        m_runs.remove(id);
    }
    countLive();
    addColumn(target);
}

bool WorkbenchPresenter::mayAsk(const WorkbenchColumn &column)
{
    if (WorkbenchDocument::hasQuestion(m_document.turnsOf(column)))
        return true;
    Q_EMIT refused(
        column.turns
            ? tr("The prompt of the column %1 is empty. Write what to ask.").arg(column.target)
            : tr("The prompt is empty. Write under “User” what to ask."));
    return false;
}

bool WorkbenchPresenter::run()
{
    if (m_document.columns.isEmpty()) {
        Q_EMIT refused(tr("There is no model to ask. Add one with “Add model”."));
        return false;
    }
    QList<int> ids;
    for (const WorkbenchColumn &column : std::as_const(m_document.columns)) {
        if (!mayAsk(column))
            return false;
        ids.append(column.id);
    }
    if (isTooSoon(ids))
        return false;
    stop(); // what a column still answers would go on unseen, and be paid for
    start(m_document.request(ids), ids);
    return true;
}

bool WorkbenchPresenter::run(int id)
{
    const WorkbenchColumn *column = std::as_const(m_document).column(id);
    if (!column || !mayAsk(*column) || isTooSoon({id}))
        return false;
    startOne(id, m_document.request({id}));
    return true;
}

void WorkbenchPresenter::stop()
{
    for (auto it = m_runs.cbegin(); it != m_runs.cend(); ++it)
        stop(it.key());
}

void WorkbenchPresenter::stop(int id)
{
    const QList<ColumnRun> runs = m_runs.value(id);
    for (const ColumnRun &run : runs) {
        if (run.isLive())
            m_engine.cancel(run.key.runId, {run.variant, run.key.row, run.key.sample});
    }
}

void WorkbenchPresenter::retry(int id, const AnswerKey &key)
{
    const ColumnRun *run = find(id, key);
    if (run && !isTooSoon({id}))
        startOne(id, RunRequest(run->asked), QByteArray(run->before));
}

void WorkbenchPresenter::continueAnswer(int id, const AnswerKey &key)
{
    const ColumnRun *run = find(id, key);
    const QByteArray text = run && run->ended ? run->ended->text() : QByteArray();
    if (text.isEmpty() || isTooSoon({id}))
        return;
    RunRequest request = run->asked;
    request.content.messages.append(Message::ofText(Role::Assistant, text));
    request.content.messages.append(Message::ofText(Role::User, goOn().toUtf8()));
    startOne(id, request, run->before + text);
}

void WorkbenchPresenter::raiseLimit(int id, const AnswerKey &key)
{
    const ColumnRun *run = find(id, key);
    WorkbenchColumn *column = m_document.column(id);
    if (!run || !column || !mayRaiseLimit(id, key) || isTooSoon({id}))
        return;
    RunRequest request = run->asked;
    const QByteArray before = run->before;
    const qint64 limit = raisedLimit(*run);
    request.variants.first().overrides.maxTokens = limit;
    column->overrides.maxTokens = limit;
    Q_EMIT documentChanged();
    startOne(id, request, before);
}

bool WorkbenchPresenter::mayRaiseLimit(int id, const AnswerKey &key) const
{
    const ColumnRun *run = find(id, key);
    // A full context window is no limit of ours.
    return run && !run->isLive() && run->ended->finishRaw != "model_context_window_exceeded"_L1
        && raisedLimit(*run) > sentLimit(*run);
}

/// What the answer was cut at, whoever had set that.
qint64 WorkbenchPresenter::sentLimit(const ColumnRun &run) const
{
    const Variant &variant = run.asked.variants.constFirst();
    const ModelFacts facts = m_engine.facts ? m_engine.facts(variant.target) : ModelFacts();
    const qint64 usual = facts.reasoning ? defaultReasoningMaxTokens : defaultMaxTokens;
    const qint64 sent =
        merged(run.asked.parameters, variant.overrides)
            .maxTokens.value_or(std::max(usual, run.ended ? run.ended->usage.output : 0));
    return facts.maxOutput ? std::min(sent, *facts.maxOutput) : sent;
}

/// Twice that, as far as the model goes.
qint64 WorkbenchPresenter::raisedLimit(const ColumnRun &run) const
{
    const qint64 was = sentLimit(run);
    const qint64 twice = was > std::numeric_limits<qint64>::max() / 2 ? was : was * 2;
    const QString &target = run.asked.variants.constFirst().target;
    const ModelFacts facts = m_engine.facts ? m_engine.facts(target) : ModelFacts();
    return facts.maxOutput ? std::min(twice, *facts.maxOutput) : twice;
}

bool WorkbenchPresenter::isLive(int id) const
{
    const QList<ColumnRun> runs = m_runs.value(id);
    return std::any_of(runs.cbegin(), runs.cend(),
                       [](const ColumnRun &run) { return run.isLive(); });
}

const ColumnRun *WorkbenchPresenter::find(int id, const AnswerKey &key) const
{
    const auto runs = m_runs.constFind(id);
    if (runs == m_runs.cend())
        return nullptr;
    const auto run = std::find_if(runs->cbegin(), runs->cend(),
                                  [&](const ColumnRun &candidate) { return candidate.key == key; });
    return run == runs->cend() ? nullptr : &*run;
}

void WorkbenchPresenter::take(const QList<AnswerUpdate> &updates)
{
    for (const AnswerUpdate &update : updates) {
        if (const auto [id, run] = liveRunOf(m_runs, update); run) {
            run->ended = update.ended;
            Q_EMIT updated(id, update);
        } else if (m_replaced) {
            // Nobody sees it now, but it may be brought back.
            if (ColumnRun *kept = liveRunOf(m_replaced->runs, update).second)
                kept->ended = update.ended;
        }
    }
    countLive();
}

bool WorkbenchPresenter::isTooSoon(const QList<int> &columns) const
{
    const qint64 since = m_clock.monotonicMs() - twiceWithinMs;
    return std::any_of(columns.cbegin(), columns.cend(), [&](int id) {
        const auto started = m_startedMs.constFind(id);
        return started != m_startedMs.cend() && *started > since;
    });
}

void WorkbenchPresenter::start(const RunRequest &request, const QList<int> &columns,
                               const QByteArray &before)
{
    const QString runId = m_engine.start(request);
    for (int variant = 0; variant < columns.size(); ++variant) {
        const int id = columns.at(variant);
        m_runs[id].append({{.runId = runId}, variant, only(request, variant), before, {}});
        m_startedMs.insert(id, m_clock.monotonicMs());
        Q_EMIT runBegan(id, runId, before);
    }
    countLive();
}

void WorkbenchPresenter::startOne(int id, const RunRequest &request, const QByteArray &before)
{
    stop(id);
    start(request, {id}, before);
}

void WorkbenchPresenter::countLive()
{
    int live = 0;
    for (const QList<ColumnRun> &runs : std::as_const(m_runs))
        live += static_cast<int>(std::count_if(runs.cbegin(), runs.cend(),
                                               [](const ColumnRun &run) { return run.isLive(); }));
    if (live == m_live)
        return;
    m_live = live;
    Q_EMIT liveChanged();
}

} // namespace Sidelong
