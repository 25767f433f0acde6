// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/columnsview.h"

#include "ui/answer/answerview.h"
#include "ui/common/emptystate.h"
#include "ui/common/fonts.h"
#include "ui/workbench/answercolumn.h"
#include "ui/workbench/answertable.h"
#include "ui/workbench/columnactions.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// A wheel or a pad that rests this long has come to its end.
constexpr int snapAfterMs = 150;

} // namespace

ColumnsView::ColumnsView(QWidget *parent)
    : QWidget(parent), m_pages(new QStackedWidget(this)), m_scroll(new QScrollArea(this)),
      m_content(new QWidget), m_table(new AnswerTable(this)), m_actions(new ColumnActions(this))
{
    auto *empty = new EmptyState(
        "workbench"_L1,
        tr("The answers stand here side by side, one column for each model that you ask."), this);
    connect(empty->addStep(tr("Add a model")), &QPushButton::clicked, this,
            &ColumnsView::addColumnRequested);
    m_empty = empty;
    m_scroll->setWidget(m_content);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_snap.setSingleShot(true);
    m_snap.setInterval(snapAfterMs);
    const QScrollBar *bar = m_scroll->horizontalScrollBar();
    connect(bar, &QScrollBar::valueChanged, &m_snap, qOverload<>(&QTimer::start));
    connect(bar, &QScrollBar::sliderReleased, &m_snap, qOverload<>(&QTimer::start));
    connect(&m_snap, &QTimer::timeout, this, &ColumnsView::snap);
    connect(qApp, &QApplication::focusChanged, this,
            [this](QWidget *, QWidget *now) { focusMoved(now); });

    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_scroll);
    m_pages->addWidget(m_table);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    makeActions();
    makeTable();
    arrange();
}

ColumnsView::~ColumnsView()
{
    // The columns go after us, and the focus with them.
    disconnect(qApp, nullptr, this, nullptr);
}

void ColumnsView::makeTable()
{
    for (const ColumnAct act : {ColumnAct::Retry, ColumnAct::Continue, ColumnAct::RaiseLimit,
                                ColumnAct::Stop, ColumnAct::Rerun, ColumnAct::Copy})
        m_table->addButton(m_actions->action(act));
    connect(m_table, &AnswerTable::rowOpened, this, &ColumnsView::maximise);
    connect(m_table, &AnswerTable::rowChosen, this, &ColumnsView::setFocused);
}

void ColumnsView::makeActions()
{
    const auto make = [this](const QString &text, const QKeySequence &key) {
        auto *action = new QAction(text, this);
        action->setShortcut(key);
        action->setAutoRepeat(false);
        addAction(action);
        return action;
    };
    auto *group = new QActionGroup(this);
    const QStringList names{tr("&Columns"), tr("&Grid"), tr("&Focus"), tr("&Table")};
    for (int i = 0; i < names.size(); ++i) {
        QAction *action = make(names.at(i), QKeySequence(Qt::Key_F5 + i));
        action->setCheckable(true);
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, i] { setArrangement(static_cast<Arrangement>(i)); });
        m_arrangementActions.append(action);
    }
    for (int i = 0; i < maximumColumns; ++i) {
        QAction *action =
            make(tr("Column &%1").arg(i + 1),
                 QKeySequence(QKeyCombination(Qt::AltModifier, Qt::Key(Qt::Key_1 + i))));
        connect(action, &QAction::triggered, this, [this, i] { focusColumn(i); });
        m_focusActions.append(action);
    }
}

int ColumnsView::indexOf(const AnswerColumn *column) const
{
    for (int i = 0; i < columnCount(); ++i) {
        if (m_columns.at(i) == column)
            return i;
    }
    return -1;
}

AnswerColumn *ColumnsView::addColumn(const ColumnTitle &title)
{
    if (columnCount() >= maximumColumns)
        return nullptr;
    auto *added = new AnswerColumn(m_content);
    m_columns.append(added);
    added->setTitle(title);
    watch(added);
    added->show();
    updateChipRows();
    arrange();
    return added;
}

void ColumnsView::watch(AnswerColumn *column)
{
    connect(column, &AnswerColumn::activated, this, [this, column] {
        setFocused(indexOf(column));
        column->view()->setFocus(Qt::MouseFocusReason);
    });
    connect(column, &AnswerColumn::maximiseRequested, this,
            [this, column] { maximise(m_large < 0 ? indexOf(column) : -1); });
    connect(column, &AnswerColumn::stateChanged, this, [this, column] {
        const int index = indexOf(column);
        if (index == m_focused)
            m_actions->update();
        if (m_pages->currentWidget() == m_table)
            updateRow(index);
    });
    connect(column, &AnswerColumn::titleChanged, this, &ColumnsView::updateChipRows);
}

void ColumnsView::removeColumn(int index)
{
    if (!column(index))
        return;
    AnswerColumn *removed = m_columns.takeAt(index);
    const bool hadFocus = removed->isAncestorOf(QApplication::focusWidget());
    const int focused = m_focused;
    m_arranging = true; // where Qt puts the focus meanwhile is no choice of the user's
    removed->hide();
    m_arranging = false;
    removed->deleteLater();
    if (m_large == index)
        m_large = -1;
    else if (m_large > index)
        --m_large;
    m_focused = focused > index || focused >= columnCount() ? qMax(0, focused - 1) : focused;
    updateChipRows();
    arrange();
    if (hadFocus && columnCount() > 0)
        m_columns.at(m_focused)->view()->setFocus(Qt::OtherFocusReason);
}

void ColumnsView::setArrangement(Arrangement arrangement)
{
    const bool changed = std::exchange(m_arrangement, arrangement) != arrangement;
    m_large = -1;
    arrange();
    if (changed)
        Q_EMIT arrangementChanged(arrangement);
}

// The column in which the keyboard is, is the one that keys act on.
void ColumnsView::focusMoved(const QWidget *now)
{
    for (int i = 0; now && !m_arranging && i < columnCount(); ++i) {
        if (!m_columns.at(i)->isAncestorOf(now))
            continue;
        setFocused(i);
        // What a click is about must not move away from under the pointer.
        if (QGuiApplication::mouseButtons() == Qt::NoButton)
            reveal(i);
        return;
    }
}

void ColumnsView::setFocused(int index)
{
    if (index < 0 || std::exchange(m_focused, index) == index)
        return;
    if (m_large >= 0)
        m_large = index;
    // A card of the strip becomes the large one.
    if (m_arrangement == Arrangement::Focus || m_large >= 0)
        arrange();
    updateActions();
    Q_EMIT focusedColumnChanged(index);
}

void ColumnsView::focusColumn(int index)
{
    if (!column(index))
        return;
    setFocused(index);
    if (m_pages->currentWidget() == m_table) {
        m_table->choose(index);
        m_table->setFocus(Qt::ShortcutFocusReason);
    } else {
        reveal(index);
        m_columns.at(index)->view()->setFocus(Qt::ShortcutFocusReason);
    }
}

/// Scrolls to the beginning of a column that is not seen whole.
void ColumnsView::reveal(int index)
{
    if (index >= m_plan.places.size())
        return;
    const QRect place = m_plan.places.at(index);
    QScrollBar *across = m_scroll->horizontalScrollBar();
    QScrollBar *down = m_scroll->verticalScrollBar();
    if (place.left() < across->value() || place.right() >= across->value() + across->pageStep())
        across->setValue(place.left());
    if (place.top() < down->value() || place.bottom() >= down->value() + down->pageStep())
        down->setValue(place.top());
}

void ColumnsView::maximise(int index)
{
    m_large = column(index) ? index : -1;
    if (m_large >= 0)
        m_focused = m_large;
    arrange();
    if (m_large >= 0)
        m_columns.at(m_large)->view()->setFocus(Qt::OtherFocusReason);
}

bool ColumnsView::closeWhatIsOpen()
{
    if (m_large < 0)
        return false;
    maximise(-1);
    return true;
}

void ColumnsView::arrange()
{
    updateActions();
    if (m_columns.isEmpty()) {
        m_pages->setCurrentWidget(m_empty);
        return;
    }
    const QWidget *focus = QApplication::focusWidget();
    const bool focusInside = focus && isAncestorOf(focus);
    m_arranging = true;
    if (m_arrangement == Arrangement::Table && m_large < 0) {
        fillTable();
        m_pages->setCurrentWidget(m_table);
    } else {
        m_pages->setCurrentWidget(m_scroll);
        place();
    }
    m_arranging = false;
    if (!focusInside || QApplication::focusWidget() == focus)
        return;
    // What had the focus is not seen any more.
    if (m_pages->currentWidget() == m_table)
        m_table->setFocus(Qt::OtherFocusReason);
    else
        m_columns.at(m_focused)->view()->setFocus(Qt::OtherFocusReason);
}

void ColumnsView::place()
{
    QSize room = size();
    m_plan = planColumns(m_arrangement, columnCount(), m_focused, m_large, room);
    // Each bar takes room from the other direction.
    const int bar = m_scroll->horizontalScrollBar()->sizeHint().height();
    const bool wide = m_plan.content.width() > room.width();
    const bool tall = m_plan.content.height() > room.height();
    if (wide || tall) {
        room -= QSize(tall ? bar : 0, wide ? bar : 0);
        m_plan = planColumns(m_arrangement, columnCount(), m_focused, m_large, room);
    }
    m_content->resize(m_plan.content);
    for (int i = 0; i < columnCount(); ++i) {
        AnswerColumn *placed = m_columns.at(i);
        placed->setCompact(m_arrangement == Arrangement::Focus && m_large < 0 && i != m_focused);
        placed->setVisible(!m_plan.places.at(i).isEmpty());
        placed->setGeometry(m_plan.places.at(i));
    }
    // A notch of the wheel is three steps.
    m_scroll->horizontalScrollBar()->setSingleStep(m_plan.places.first().width() / 3);
}

void ColumnsView::updateActions()
{
    m_arrangementActions.at(static_cast<int>(m_arrangement))->setChecked(true);
    for (int i = 0; i < maximumColumns; ++i)
        m_focusActions.at(i)->setEnabled(i < columnCount());
    m_actions->update();
    for (int i = 0; i < columnCount(); ++i)
        m_columns.at(i)->setMarked(i == m_focused && columnCount() > 1);
}

void ColumnsView::updateChipRows()
{
    bool any = false;
    for (const AnswerColumn *each : std::as_const(m_columns))
        any = any || !each->title().differences.isEmpty();
    for (AnswerColumn *each : std::as_const(m_columns))
        each->setChipRowShown(any);
}

void ColumnsView::fillTable()
{
    QList<AnswerTableModel::Row> rows;
    for (const AnswerColumn *each : std::as_const(m_columns))
        rows.append({each->title(), each->state(), each->firstLine()});
    m_table->setRows(rows);
    m_table->choose(m_focused);
}

void ColumnsView::updateRow(int index)
{
    if (const AnswerColumn *each = column(index))
        m_table->setRow(index, {each->title(), each->state(), each->firstLine()});
}

void ColumnsView::snap()
{
    QScrollBar *bar = m_scroll->horizontalScrollBar();
    if (m_arrangement != Arrangement::Columns || bar->isSliderDown())
        return;
    bar->setValue(snappedPosition(m_plan, bar->value(), bar->maximum()));
}

void ColumnsView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace Sidelong
