// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session.h"
#include "ui/workbench/columnsview.h"
#include "ui/workbench/workbenchpresenter.h"

#include <QHash>
#include <QWidget>

class QSplitter;

namespace Sidelong {

class AnswerColumn;
class GoLiveBar;
class InfoBar;
class PromptPane;
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
    QByteArray splitterState() const;
    void restoreSplitter(const QByteArray &state);

    /// What Esc does: closes what is open, else stops what streams.
    void escape();
    void pickModel();
    void removeFocusedColumn();
    void say(const QString &sentence);

Q_SIGNALS:
    void documentChanged();
    void layoutChanged();

private:
    QWidget *makeRight();
    void connectPresenter();
    void connectPrompt();
    void addColumn(const WorkbenchColumn &column);
    void syncColumns();
    void showTitles();
    void editVariant(int id);
    void goLive(const QString &provider, const QList<ListedModel> &models);
    void offer(const QList<ModelChoice> &choices, QWidget *anchor,
               const std::function<void(const QString &)> &take);
    bool isAllSimulated() const;

    Session *m_session;
    WorkbenchPresenter m_presenter;
    QHash<int, AnswerColumn *> m_byId;
    QSplitter *m_splitter;
    PromptPane *m_prompt;
    TargetBar *m_targets = nullptr;
    GoLiveBar *m_goLive = nullptr;
    InfoBar *m_trouble = nullptr;
    SegmentedControl *m_arrangements = nullptr;
    ColumnsView *m_columns = nullptr;
};

} // namespace Sidelong
