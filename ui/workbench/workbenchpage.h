// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session.h"
#include "ui/workbench/columnact.h"
#include "ui/workbench/columnsview.h"
#include "ui/workbench/promptpane.h"
#include "ui/workbench/workbenchpresenter.h"

#include <QHash>
#include <QWidget>

class QSplitter;

namespace Sidelong {

class AnswerColumn;
class GoLiveBar;
class InfoBar;
class TargetBar;
class SegmentedControl;

/// The Workbench: the prompt on the left, the columns on the right.
class WorkbenchPage : public QWidget
{
    Q_OBJECT

public:
    WorkbenchPage(Session *session, const WorkbenchDocument &document, QWidget *parent = nullptr);

    /// Three simulated models and a question to begin with.
    static WorkbenchDocument firstDocument(const Session &session);

    WorkbenchPresenter &presenter() { return m_presenter; }
    ColumnsView *columns() const { return m_columns; }
    AnswerColumn *column(int id) const { return m_byId.value(id); }
    PromptPane *promptPane() const { return m_prompt; }

    bool isPromptFolded() const;
    void setPromptFolded(bool folded);
    /// Empty where the user has left it to us.
    QByteArray splitterState() const;
    void restoreSplitter(const QByteArray &state);

    /// Runs every column, as the prompt is now.
    void run();
    /// Takes over what was written and waits for the writer's pause.
    void settle() { m_prompt->settle(); }
    /// Shows a run of the store; what was here can be brought back.
    void open(const StoredRun &run);
    /// What Esc does: closes what is open, else stops what streams.
    void escape();
    void pickModel();
    void say(const QString &sentence);

Q_SIGNALS:
    void documentChanged();
    void layoutChanged();

protected:
    bool focusNextPrevChild(bool next) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeRight();
    void makeBars(QWidget *right);
    void connectPresenter();
    void connectPrompt();
    void addColumn(const WorkbenchColumn &column);
    void act(int id, ColumnAct act);
    void syncColumns();
    void showTitles();
    void refuse(const QString &sentence);
    ModelFacts factsOf(const QString &target) const;
    void editVariant(int id);
    void goLive(const QString &provider, const QList<ListedModel> &models);
    void offer(const QList<ModelChoice> &choices, QWidget *anchor,
               const std::function<void(const QString &)> &take);
    void showGoLive();

    Session *m_session;
    WorkbenchPresenter m_presenter;
    QHash<int, AnswerColumn *> m_byId;
    QSplitter *m_splitter;
    PromptPane *m_prompt;
    TargetBar *m_targets = nullptr;
    GoLiveBar *m_goLive = nullptr;
    InfoBar *m_trouble = nullptr;
    InfoBar *m_refusal = nullptr; ///< While the prompt, where refusals belong, is folded.
    InfoBar *m_opened = nullptr; ///< There while what a run of History replaced can come back.
    SegmentedControl *m_arrangements = nullptr;
    ColumnsView *m_columns = nullptr;
    bool m_splitterMoved = false; ///< By the user, now or before a restart.
};

} // namespace Sidelong
