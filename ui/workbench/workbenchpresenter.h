// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/workbenchdocument.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace Sidelong {

/// One run of a column.
struct ColumnRun
{
    QString runId;
    int variant = 0;
    RunRequest asked; ///< This column alone, as it was sent.
    std::optional<AnswerRecord> ended; ///< Nothing while it is being answered.

    bool isLive() const { return !ended.has_value(); }
};

/// The one glue between the engine and the Workbench's widgets: holds the document, makes runs of
/// it and knows which answer belongs where. Knows no widget. Every run stays with its column; what
/// of it is shown is the column's affair.
class WorkbenchPresenter : public QObject
{
    Q_OBJECT

public:
    /// What the presenter asks of the engine; see EngineHost.
    struct Engine
    {
        std::function<QString(const RunRequest &)> start;
        std::function<void(const QString &runId, const Cell &cell)> cancel;
    };

    explicit WorkbenchPresenter(Engine engine, QObject *parent = nullptr);

    const WorkbenchDocument &document() const { return m_document; }
    /// Replaces everything; live answers of columns that go are stopped.
    void setDocument(const WorkbenchDocument &document);
    /// The same from a run of the store, with its answers.
    void open(const StoredRun &run);

    void setTitle(const QString &title);
    void setTurns(const QList<PromptTurn> &turns);
    void setParameters(const Parameters &parameters);
    /// 0 where there is no place left.
    int addColumn(const QString &target);
    void removeColumn(int id);
    /// \a turns: a prompt of its own, or nothing.
    void setVariant(int id, const Parameters &overrides,
                    const std::optional<QList<PromptTurn>> &turns);
    /// Puts \a target in the place of the columns for which \a replaces says so.
    void replaceColumns(const std::function<bool(const WorkbenchColumn &)> &replaces,
                        const QString &target);

    /// Runs every column. False where the prompt or the columns do not allow it; refused() then
    /// says why.
    bool run();
    /// The same for one column, as the document is now.
    bool run(int id);
    void stop();
    void stop(int id);
    // Of a run that has ended.
    /// Sends again what it sent.
    void retry(int id, const QString &runId);
    /// Sends its answer back with the request to go on.
    void continueAnswer(int id, const QString &runId);
    /// Sends the same with twice the limit of tokens, which the column keeps.
    void raiseLimit(int id, const QString &runId);

    bool isLive() const { return m_live > 0; }
    bool isLive(int id) const;
    const ColumnRun *find(int id, const QString &runId) const;

    void take(const QList<AnswerUpdate> &updates);

Q_SIGNALS:
    /// The prompt, the parameters or the columns; to be saved.
    void documentChanged();
    /// Columns came or went, or all is new.
    void columnsChanged();
    /// What is shown in the prompt pane was replaced from outside it.
    void promptReplaced();
    void runBegan(int id, const QString &runId);
    void updated(int id, const Sidelong::AnswerUpdate &update);
    /// An answer of the store is the column's latest.
    void recordOpened(int id, const Sidelong::AnswerRecord &answer);
    /// Nothing was sent; \a sentence says why.
    void refused(const QString &sentence);
    void liveChanged();

private:
    bool mayAsk(const WorkbenchColumn &column);
    void start(const RunRequest &request, const QList<int> &columns);
    void startOne(int id, const RunRequest &request);
    void countLive();

    Engine m_engine;
    WorkbenchDocument m_document;
    QHash<int, QList<ColumnRun>> m_runs; ///< By column.
    int m_live = 0;
};

} // namespace Sidelong
