// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/columnact.h"

#include <QKeySequence>
#include <QList>
#include <QObject>

class QAction;

namespace Sidelong {

class AnswerColumn;
class ColumnsView;

/// What can be done with the focused column, as actions: for the menu, for keys, and for the
/// buttons under the table. Enabled where they mean something.
class ColumnActions : public QObject
{
    Q_OBJECT

public:
    /// The actions' keys work while \a view is seen.
    explicit ColumnActions(ColumnsView *view);

    /// What \a act is called, on every button of it as in the menu. \a ran: has been asked before.
    static QString name(ColumnAct act, bool ran = true);

    QAction *action(ColumnAct act) const { return m_actions.at(static_cast<int>(act)); }
    QAction *maximise() const { return m_maximise; } ///< Ctrl+M
    QAction *olderRun() const { return m_older; } ///< Alt+Left
    QAction *newerRun() const { return m_newer; } ///< Alt+Right
    /// In the order of a menu.
    QList<QAction *> all() const;

    /// Looks at the focused column again.
    void update();

private:
    static QString titleOf(ColumnAct act, bool ran);
    QAction *add(const QString &text, const QKeySequence &key);
    AnswerColumn *column() const;

    ColumnsView *m_view;
    QList<QAction *> m_actions; ///< By ColumnAct.
    QAction *m_maximise;
    QAction *m_older;
    QAction *m_newer;
};

} // namespace Sidelong
