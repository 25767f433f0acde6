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
    // In the order of ColumnAct.
    const std::array keys = {
        QKeySequence(u"Ctrl+."_s),       QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return),
        QKeySequence(u"Ctrl+Shift+C"_s), QKeySequence(u"Ctrl+R"_s),
        QKeySequence(u"Ctrl+G"_s),       QKeySequence(u"Ctrl+Shift+L"_s),
        QKeySequence(Qt::Key_F2),        QKeySequence(u"Ctrl+W"_s),
    };
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto act = static_cast<ColumnAct>(i);
        QAction *action = add(titleOf(act, true), keys.at(i));
        connect(action, &QAction::triggered, this, [this, act] {
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

/// With its mnemonic.
QString ColumnActions::titleOf(ColumnAct act, bool ran)
{
    switch (act) {
    case ColumnAct::Stop: return tr("&Stop");
    case ColumnAct::Rerun: return ran ? tr("Re-r&un") : tr("R&un");
    case ColumnAct::Copy: return tr("Cop&y answer");
    case ColumnAct::Retry: return tr("Re&try");
    case ColumnAct::Continue: return tr("&Continue");
    case ColumnAct::RaiseLimit: return tr("Raise &limit");
    case ColumnAct::Edit: return tr("Column s&ettings…");
    case ColumnAct::Remove: return tr("&Remove column");
    }
    return {};
}

QString ColumnActions::name(ColumnAct act, bool ran) { return titleOf(act, ran).remove(u'&'); }

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
    if (focused)
        action(ColumnAct::Rerun)->setText(titleOf(ColumnAct::Rerun, focused->runCount() > 0));
    m_maximise->setEnabled(focused);
    m_maximise->setChecked(m_view->maximised() >= 0);
    m_older->setEnabled(focused && focused->shownRun() > 0);
    m_newer->setEnabled(focused && focused->shownRun() + 1 < focused->runCount());
}

} // namespace Sidelong
