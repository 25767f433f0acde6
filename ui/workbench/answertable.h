// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/answertablemodel.h"

#include <QWidget>

class QAction;
class QPushButton;
class QTableView;

namespace Sidelong {

class ElidedLabel;

/// The answers as rows, and under them what the chosen one says went wrong and what can be done
/// about it.
class AnswerTable : public QWidget
{
    Q_OBJECT

public:
    explicit AnswerTable(QWidget *parent = nullptr);

    /// A button under the table, there while \a action is enabled.
    void addButton(QAction *action);

    void setRows(const QList<AnswerTableModel::Row> &rows);
    void setRow(int index, const AnswerTableModel::Row &row);
    /// Does not emit rowChosen().
    void choose(int row);

Q_SIGNALS:
    void rowChosen(int row);
    /// By Return or a double click: it is wanted large.
    void rowOpened(int row);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeTable();
    void fitColumns();
    void showChosen();

    AnswerTableModel m_model;
    QTableView *m_table;
    QWidget *m_bar;
    ElidedLabel *m_sentence;
    bool m_choosing = false; ///< By us, not by the user.
};

} // namespace Sidelong
