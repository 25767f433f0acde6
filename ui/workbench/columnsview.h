// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/columnplan.h"
#include "ui/workbench/columnstate.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QScrollArea;
class QStackedWidget;

namespace Sidelong {

class AnswerColumn;
class AnswerTable;
class ColumnActions;

/// The columns of the workbench, up to eight, in one of four arrangements. Owns its columns. One
/// of them is focused, which its header shows: keys act on it, and it follows the keyboard focus.
/// The actions carry the shortcuts and may be put into menus as they are.
class ColumnsView : public QWidget
{
    Q_OBJECT

public:
    static constexpr int maximumColumns = 8;

    explicit ColumnsView(QWidget *parent = nullptr);
    ~ColumnsView() override;

    /// Appends a column; nothing where there are eight already.
    AnswerColumn *addColumn(const ColumnTitle &title);
    void removeColumn(int index);
    int columnCount() const { return static_cast<int>(m_columns.size()); }
    AnswerColumn *column(int index) const { return m_columns.value(index); }
    int indexOf(const AnswerColumn *column) const;

    Arrangement arrangement() const { return m_arrangement; }
    void setArrangement(Arrangement arrangement);

    int focusedColumn() const { return m_focused; }
    void focusColumn(int index);
    /// Shows one column alone; -1 shows all again.
    void maximise(int index);
    int maximised() const { return m_large; }
    /// What Esc does first: brings back all columns. False where nothing was open.
    bool closeWhatIsOpen();

    /// Columns, Grid, Focus, Table: checkable, F5 … F8.
    QList<QAction *> arrangementActions() const { return m_arrangementActions; }
    /// Alt+1 … Alt+8.
    QList<QAction *> focusActions() const { return m_focusActions; }
    /// Of the focused column.
    ColumnActions *actions() const { return m_actions; }

Q_SIGNALS:
    void arrangementChanged(Sidelong::Arrangement arrangement);
    void focusedColumnChanged(int index);
    /// The first step of the empty pane.
    void addColumnRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeActions();
    void makeTable();
    void watch(AnswerColumn *column);
    void focusMoved(const QWidget *now);
    void setFocused(int index);
    void reveal(int index);
    void arrange();
    void place();
    void updateActions();
    void updateChipRows();
    void fillTable();
    void updateRow(int index);
    void snap();

    QList<AnswerColumn *> m_columns;
    Arrangement m_arrangement = Arrangement::Columns;
    ColumnPlan m_plan;
    int m_focused = 0;
    int m_large = -1;
    bool m_arranging = false;
    QStackedWidget *m_pages;
    QWidget *m_empty;
    QScrollArea *m_scroll;
    QWidget *m_content;
    AnswerTable *m_table;
    ColumnActions *m_actions;
    QTimer m_snap; ///< Runs while the columns are scrolled.
    QList<QAction *> m_arrangementActions;
    QList<QAction *> m_focusActions;
};

} // namespace Sidelong
