// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/columnsview.h"

#include "ui/answer/answerview.h"
#include "ui/common/emptystate.h"
#include "ui/common/fonts.h"
#include "ui/workbench/answercolumn.h"
#include "ui/workbench/answertablemodel.h"

#include <QAction>
#include <QActionGroup>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Sidelong {

ColumnsView::ColumnsView(QWidget *parent)
    : QWidget(parent), m_pages(new QStackedWidget(this)), m_scroll(new QScrollArea(this)),
      m_content(new QWidget), m_table(new QTableView(this)), m_model(new AnswerTableModel(this))
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
    connect(m_scroll->horizontalScrollBar(), &QScrollBar::sliderReleased, this, &ColumnsView::snap);
    makeTable();

    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_scroll);
    m_pages->addWidget(m_table);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    makeActions();
    arrange();
}

ColumnsView::~ColumnsView() = default;

void ColumnsView::makeTable()
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Answers"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Space::row);
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    const int widths[] = {200, 180, 92, 84, 76, 76, 124};
    for (int column = 0; column < AnswerTableModel::FirstLine; ++column)
        m_table->setColumnWidth(column, widths[column]);
    connect(m_table, &QTableView::activated, this,
            [this](const QModelIndex &index) { maximise(index.row()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &now) {
                if (now.isValid() && now.row() != m_focused) {
                    m_focused = now.row();
                    Q_EMIT focusedColumnChanged(m_focused);
                }
            });
}

void ColumnsView::makeActions()
{
    const auto make = [this](const QString &text, const QKeySequence &key) {
        auto *action = new QAction(text, this);
        action->setShortcut(key);
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
    m_maximiseAction = make(tr("&Maximise column"), QKeySequence(u"Ctrl+M"_s));
    m_maximiseAction->setCheckable(true);
    connect(m_maximiseAction, &QAction::triggered, this,
            [this] { maximise(m_large < 0 ? m_focused : -1); });
    m_olderAction = make(tr("&Older run"), QKeySequence(u"Alt+Left"_s));
    m_newerAction = make(tr("&Newer run"), QKeySequence(u"Alt+Right"_s));
    connect(m_olderAction, &QAction::triggered, this, [this] {
        if (AnswerColumn *shown = column(m_focused))
            shown->stepRun(-1);
    });
    connect(m_newerAction, &QAction::triggered, this, [this] {
        if (AnswerColumn *shown = column(m_focused))
            shown->stepRun(1);
    });
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
    connect(added, &AnswerColumn::activated, this, [this, added] {
        const int index = indexOf(added);
        // A click on a card of the strip makes it the large one.
        if (index == m_focused)
            return;
        m_focused = index;
        if (m_arrangement == Arrangement::Focus)
            arrange();
        Q_EMIT focusedColumnChanged(index);
    });
    connect(added, &AnswerColumn::maximiseRequested, this,
            [this, added] { maximise(m_large < 0 ? indexOf(added) : -1); });
    connect(added, &AnswerColumn::stateChanged, this, [this, added] {
        if (m_pages->currentWidget() == m_table)
            updateRow(indexOf(added));
    });
    added->show();
    connect(added, &AnswerColumn::titleChanged, this, &ColumnsView::updateChipRows);
    updateChipRows();
    arrange();
    return added;
}

void ColumnsView::removeColumn(int index)
{
    if (!column(index))
        return;
    AnswerColumn *removed = m_columns.takeAt(index);
    removed->hide();
    removed->deleteLater();
    if (m_large == index)
        m_large = -1;
    else if (m_large > index)
        --m_large;
    if (m_focused > index || m_focused >= columnCount())
        m_focused = qMax(0, m_focused - 1);
    updateChipRows();
    arrange();
}

void ColumnsView::setArrangement(Arrangement arrangement)
{
    const bool changed = std::exchange(m_arrangement, arrangement) != arrangement;
    m_large = -1;
    arrange();
    if (changed)
        Q_EMIT arrangementChanged(arrangement);
}

void ColumnsView::focusColumn(int index)
{
    if (!column(index))
        return;
    const bool changed = std::exchange(m_focused, index) != index;
    if (m_large >= 0)
        m_large = index;
    if (m_pages->currentWidget() == m_table) {
        m_table->selectRow(index);
    } else {
        arrange();
        m_scroll->ensureWidgetVisible(m_columns.at(index), 0, 0);
        m_columns.at(index)->view()->setFocus(Qt::ShortcutFocusReason);
    }
    if (changed)
        Q_EMIT focusedColumnChanged(index);
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
    const bool asTable = m_arrangement == Arrangement::Table && m_large < 0;
    if (m_columns.isEmpty()) {
        m_pages->setCurrentWidget(m_empty);
        return;
    }
    if (asTable) {
        fillTable();
        m_pages->setCurrentWidget(m_table);
        return;
    }
    m_pages->setCurrentWidget(m_scroll);
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
    m_scroll->horizontalScrollBar()->setSingleStep(m_plan.places.first().width());
}

void ColumnsView::updateActions()
{
    m_arrangementActions.at(static_cast<int>(m_arrangement))->setChecked(true);
    for (int i = 0; i < maximumColumns; ++i)
        m_focusActions.at(i)->setEnabled(i < columnCount());
    m_maximiseAction->setEnabled(columnCount() > 0);
    m_maximiseAction->setChecked(m_large >= 0);
    m_olderAction->setEnabled(columnCount() > 0);
    m_newerAction->setEnabled(columnCount() > 0);
}

void ColumnsView::updateChipRows()
{
    bool any = false;
    for (const AnswerColumn *each : std::as_const(m_columns))
        any = any || each->title().simulated || !each->title().differences.isEmpty();
    for (AnswerColumn *each : std::as_const(m_columns))
        each->setChipRowShown(any);
}

void ColumnsView::fillTable()
{
    QList<AnswerTableModel::Row> rows;
    for (const AnswerColumn *each : std::as_const(m_columns))
        rows.append({each->title(), each->state(), each->firstLine()});
    m_model->setRows(rows);
    const QSignalBlocker blocker(m_table->selectionModel());
    m_table->selectRow(m_focused);
}

void ColumnsView::updateRow(int index)
{
    if (const AnswerColumn *each = column(index))
        m_model->setRow(index, {each->title(), each->state(), each->firstLine()});
}

void ColumnsView::snap()
{
    QScrollBar *bar = m_scroll->horizontalScrollBar();
    bar->setValue(snappedPosition(m_plan, bar->value(), bar->maximum()));
}

void ColumnsView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace Sidelong
