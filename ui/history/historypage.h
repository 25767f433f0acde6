// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/store.h"
#include "ui/history/runlistmodel.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QStackedWidget;
class QTableView;

namespace Sidelong {

class ElidedLabel;
class EmptyState;
class InfoBar;

/// Every run ever made, the newest first, with a search over prompts and answers; Return or a
/// double click opens one in the Workbench. Older ones are asked for as the list is scrolled to its
/// end. The run that is selected, and what is in view, stay where they are while runs are added.
class HistoryPage : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryPage(Store *store, QWidget *parent = nullptr);

    /// How many runs are asked for at once; 1,000 unless set.
    void setPageSize(int runs);
    /// Asks the store again.
    void refresh();

Q_SIGNALS:
    void openRequested(const Sidelong::StoredRun &run);
    void workbenchRequested();

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeHead();
    void makeTable();
    void search();
    void take(const Result<QList<RunSummary>> &runs, int limit);
    void list(const QList<RunSummary> &runs);
    void showCount(int limit);
    void loadMore();
    void fitColumns();
    void open(const QModelIndex &index);
    void openShown();

    Store *m_store;
    RunListModel m_model;
    QLineEdit *m_search = nullptr;
    QLabel *m_count = nullptr;
    ElidedLabel *m_hint = nullptr; ///< How a listed run is opened.
    InfoBar *m_error = nullptr;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_tableGround =
        nullptr; ///< Goes to the edges, so that the table can keep to the grid.
    QTableView *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    EmptyState *m_nothingFound = nullptr;
    QTimer m_typing;
    int m_pageSize;
    int m_limit; ///< Grows by pages.
    bool m_hasMore = false;
    QString m_searched; ///< What the list shows the runs of.
    int m_asked = 0; ///< A newer question makes the answers of older ones void.
};

} // namespace Sidelong
