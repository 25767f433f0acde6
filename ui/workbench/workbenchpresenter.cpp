// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/workbenchpresenter.h"

#include "core/engine/callplan.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// Twice what the answer was cut at, whoever had set that.
qint64 raised(const ColumnRun &run)
{
    const Parameters sent = merged(run.asked.parameters, run.asked.variants.constFirst().overrides);
    const qint64 was = sent.maxTokens.value_or(
        std::max<qint64>(defaultMaxTokens, run.ended ? run.ended->usage.output : 0));
    return was > std::numeric_limits<qint64>::max() / 2 ? was : was * 2;
}

RunRequest only(const RunRequest &request, qsizetype variant)
{
    RunRequest one = request;
    one.variants = {request.variants.at(variant)};
    one.concurrency = 1;
    return one;
}

} // namespace

WorkbenchPresenter::WorkbenchPresenter(Engine engine, QObject *parent)
    : QObject(parent), m_engine(std::move(engine))
{
}

void WorkbenchPresenter::setDocument(const WorkbenchDocument &document)
{
    stop();
    const int nextId = m_document.nextId;
    m_document = document;
    m_runs.clear();
    // Ids are never used again, so that late news of a column that is gone find nobody.
    for (WorkbenchColumn &column : m_document.columns)
        column.id += nextId;
    m_document.nextId += nextId;
    countLive();
    Q_EMIT promptReplaced();
    Q_EMIT columnsChanged();
    Q_EMIT documentChanged();
}

void WorkbenchPresenter::open(const StoredRun &run)
{
    setDocument(WorkbenchDocument::ofRun(run));
    QList<int> ids;
    for (const WorkbenchColumn &column : m_document.columns)
        ids.append(column.id);
    const RunRequest asked = m_document.request(ids);
    for (const AnswerRecord &answer : run.answers) {
        if (answer.variant < 0 || answer.variant >= ids.size())
            continue;
        const int id = ids.at(answer.variant);
        m_runs[id].append({answer.runId, answer.variant, only(asked, answer.variant), answer});
        Q_EMIT recordOpened(id, answer);
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
    const int id = m_document.addColumn(target);
    if (id == 0) {
        Q_EMIT refused(tr("There is room for %1 columns. Remove one to add another.")
                           .arg(WorkbenchDocument::maxColumns));
        return 0;
    }
    Q_EMIT columnsChanged();
    Q_EMIT documentChanged();
    return id;
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
    stop(); // what a column still answers would go on unseen, and be paid for
    start(m_document.request(ids), ids);
    return true;
}

bool WorkbenchPresenter::run(int id)
{
    const WorkbenchColumn *column = std::as_const(m_document).column(id);
    if (!column || !mayAsk(*column))
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
            m_engine.cancel(run.runId, {run.variant, 0, 0});
    }
}

void WorkbenchPresenter::retry(int id, const QString &runId)
{
    if (const ColumnRun *run = find(id, runId))
        startOne(id, RunRequest(run->asked));
}

void WorkbenchPresenter::continueAnswer(int id, const QString &runId)
{
    const ColumnRun *run = find(id, runId);
    if (!run || run->isLive())
        return;
    RunRequest request = run->asked;
    Variant &variant = request.variants.first();
    PromptContent content = variant.content.value_or(request.content);
    const QByteArray text = run->ended->text();
    if (!text.isEmpty()) {
        content.messages.append(Message::ofText(Role::Assistant, text));
        content.messages.append(Message::ofText(
            Role::User,
            tr("Go on exactly where you stopped, without repeating anything.").toUtf8()));
    }
    variant.content = content;
    startOne(id, request);
}

void WorkbenchPresenter::raiseLimit(int id, const QString &runId)
{
    const ColumnRun *run = find(id, runId);
    WorkbenchColumn *column = m_document.column(id);
    if (!run || run->isLive() || !column)
        return;
    RunRequest request = run->asked;
    const qint64 limit = raised(*run);
    request.variants.first().overrides.maxTokens = limit;
    column->overrides.maxTokens = limit;
    Q_EMIT documentChanged();
    startOne(id, request);
}

bool WorkbenchPresenter::isLive(int id) const
{
    const QList<ColumnRun> runs = m_runs.value(id);
    return std::any_of(runs.cbegin(), runs.cend(),
                       [](const ColumnRun &run) { return run.isLive(); });
}

const ColumnRun *WorkbenchPresenter::find(int id, const QString &runId) const
{
    const auto runs = m_runs.constFind(id);
    if (runs == m_runs.cend())
        return nullptr;
    const auto run = std::find_if(runs->cbegin(), runs->cend(), [&](const ColumnRun &candidate) {
        return candidate.runId == runId;
    });
    return run == runs->cend() ? nullptr : &*run;
}

void WorkbenchPresenter::take(const QList<AnswerUpdate> &updates)
{
    for (const AnswerUpdate &update : updates) {
        for (auto it = m_runs.begin(); it != m_runs.end(); ++it) {
            const auto run = std::find_if(it->begin(), it->end(), [&](const ColumnRun &candidate) {
                return candidate.runId == update.runId && candidate.variant == update.cell.variant
                    && candidate.isLive();
            });
            if (run == it->end())
                continue;
            run->ended = update.ended;
            Q_EMIT updated(it.key(), update);
            break;
        }
    }
    countLive();
}

void WorkbenchPresenter::start(const RunRequest &request, const QList<int> &columns)
{
    const QString runId = m_engine.start(request);
    for (int variant = 0; variant < columns.size(); ++variant) {
        m_runs[columns.at(variant)].append({runId, variant, only(request, variant), {}});
        Q_EMIT runBegan(columns.at(variant), runId);
    }
    countLive();
}

void WorkbenchPresenter::startOne(int id, const RunRequest &request)
{
    stop(id);
    start(request, {id});
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
