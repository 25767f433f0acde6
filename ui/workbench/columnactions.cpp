// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/columnactions.h"

#include "ui/workbench/answercolumn.h"
#include "ui/workbench/columnsview.h"

#include <QAction>

#include <array>

using namespace Qt::StringLiterals;

namespace Sidelong {

ColumnActions::ColumnActions(ColumnsView *view) : QObject(view), m_view(view)
{
    struct Entry
    {
        QString text;
        QKeySequence key;
    };
    // In the order of ColumnAct.
    const std::array entries = {
        Entry{tr("&Stop this answer"), QKeySequence(u"Ctrl+."_s)},
        Entry{tr("Run &again"), Qt::CTRL | Qt::SHIFT | Qt::Key_Return},
        Entry{tr("Cop&y the answer"), QKeySequence(u"Ctrl+Shift+C"_s)},
        Entry{tr("Re&try"), QKeySequence(u"Ctrl+R"_s)},
        Entry{tr("&Continue"), QKeySequence(u"Ctrl+G"_s)},
        Entry{tr("Raise the &limit"), QKeySequence(u"Ctrl+Shift+L"_s)},
        Entry{tr("C&hange …"), Qt::Key_F2},
        Entry{tr("&Remove column"), QKeySequence(u"Ctrl+W"_s)},
    };
    for (std::size_t i = 0; i < entries.size(); ++i) {
        QAction *action = add(entries.at(i).text, entries.at(i).key);
        connect(action, &QAction::triggered, this, [this, act = static_cast<ColumnAct>(i)] {
            if (AnswerColumn *focused = column())
                focused->perform(act);
        });
        m_actions.append(action);
    }
    m_maximise = add(tr("&Maximise"), QKeySequence(u"Ctrl+M"_s));
    m_maximise->setCheckable(true);
    connect(m_maximise, &QAction::triggered, m_view,
            [this] { m_view->maximise(m_view->maximised() < 0 ? m_view->focusedColumn() : -1); });
    const auto step = [this](int by) {
        return [this, by] {
            if (AnswerColumn *focused = column())
                focused->stepRun(by);
        };
    };
    m_older = add(tr("&Older run"), QKeySequence(u"Alt+Left"_s));
    m_newer = add(tr("&Newer run"), QKeySequence(u"Alt+Right"_s));
    connect(m_older, &QAction::triggered, this, step(-1));
    connect(m_newer, &QAction::triggered, this, step(1));
    update();
}

QAction *ColumnActions::add(const QString &text, const QKeySequence &key)
{
    auto *action = new QAction(text, this);
    action->setShortcut(key);
    // A key that is held down must not buy one answer after the other.
    action->setAutoRepeat(false);
    m_view->addAction(action);
    return action;
}

AnswerColumn *ColumnActions::column() const { return m_view->column(m_view->focusedColumn()); }

QList<QAction *> ColumnActions::all() const
{
    using Act = ColumnAct;
    return {action(Act::Stop),
            action(Act::Rerun),
            action(Act::Retry),
            action(Act::Continue),
            action(Act::RaiseLimit),
            action(Act::Copy),
            m_older,
            m_newer,
            m_maximise,
            action(Act::Edit),
            action(Act::Remove)};
}

void ColumnActions::update()
{
    const AnswerColumn *focused = column();
    for (int i = 0; i < m_actions.size(); ++i)
        m_actions.at(i)->setEnabled(focused && focused->offers(static_cast<ColumnAct>(i)));
    m_maximise->setEnabled(focused);
    m_maximise->setChecked(m_view->maximised() >= 0);
    m_older->setEnabled(focused && focused->shownRun() > 0);
    m_newer->setEnabled(focused && focused->shownRun() + 1 < focused->runCount());
}

} // namespace Sidelong
