// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/providers/dialect.h"
#include "ui/workbench/answerkey.h"
#include "ui/workbench/workbenchdocument.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace Sidelong {

/// One run of a column.
struct ColumnRun
{
    AnswerKey key;
    int variant = 0;
    RunRequest asked; ///< This column alone, as it was sent.
    QByteArray before; ///< The text that its answer goes on from.
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
        /// What the catalogue knows of a target.
        std::function<ModelFacts(const QString &target)> facts;
    };
    /// A second run of a column that soon after the first is a double click or a key held down,
    /// and is not sent: it would be paid for.
    static constexpr int twiceWithinMs = 400;

    /// \a clock must outlive it.
    WorkbenchPresenter(Engine engine, const Clock &clock, QObject *parent = nullptr);

    const WorkbenchDocument &document() const { return m_document; }
    /// Replaces everything; live answers of columns that go are stopped.
    void setDocument(const WorkbenchDocument &document);
    /// The same from a run of the store, with its answers. What it replaces is kept, unless that
    /// is an opened run too and was not touched. Returns how many variants found no column.
    int open(const StoredRun &run);
    bool canBringBack() const { return m_replaced.has_value(); }
    /// Undoes open().
    void bringBack();
    void forgetReplaced() { m_replaced.reset(); }

    void setTitle(const QString &title);
    void setTurns(const QList<PromptTurn> &turns);
    void setParameters(const Parameters &parameters);
    /// 0 where there is no place left.
    int addColumn(const QString &target);
    /// Whether one more has a place; refused() says it where not.
    bool hasRoom();
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
    void retry(int id, const AnswerKey &key);
    /// Sends its answer back with the request to go on.
    void continueAnswer(int id, const AnswerKey &key);
    /// Sends the same with twice the limit of tokens, which the column keeps.
    void raiseLimit(int id, const AnswerKey &key);
    /// False where the model writes no more than it was allowed to.
    bool mayRaiseLimit(int id, const AnswerKey &key) const;

    bool isLive() const { return m_live > 0; }
    bool isLive(int id) const;
    const ColumnRun *find(int id, const AnswerKey &key) const;

    void take(const QList<AnswerUpdate> &updates);

Q_SIGNALS:
    /// The prompt, the parameters or the columns; to be saved.
    void documentChanged();
    /// Columns came or went, or all is new.
    void columnsChanged();
    /// What is shown in the prompt pane was replaced from outside it.
    void promptReplaced();
    /// \a before: the text that its answer goes on from.
    void runBegan(int id, const QString &runId, const QByteArray &before);
    void updated(int id, const Sidelong::AnswerUpdate &update);
    /// An answer of the store is the column's latest.
    void recordOpened(int id, const Sidelong::AnswerRecord &answer, const QByteArray &before);
    /// Nothing was sent; \a sentence says why.
    void refused(const QString &sentence);
    void liveChanged();

private:
    using Runs = QHash<int, QList<ColumnRun>>; ///< By column.
    /// What open() replaced.
    struct Replaced
    {
        WorkbenchDocument document;
        Runs runs;
    };

    bool mayAsk(const WorkbenchColumn &column);
    bool isTooSoon(const QList<int> &columns) const;
    void start(const RunRequest &request, const QList<int> &columns, const QByteArray &before = {});
    void startOne(int id, const RunRequest &request, const QByteArray &before = {});
    qint64 sentLimit(const ColumnRun &run) const;
    qint64 raisedLimit(const ColumnRun &run) const;
    void showRuns(int id, const QList<ColumnRun> &runs);
    void countLive();

    Engine m_engine;
    const Clock &m_clock;
    WorkbenchDocument m_document;
    Runs m_runs;
    QHash<int, qint64> m_startedMs; ///< When a column ran last, on the monotonic clock.
    std::optional<Replaced> m_replaced;
    WorkbenchDocument m_opened; ///< As open() made it.
    int m_live = 0;
};

} // namespace Sidelong
