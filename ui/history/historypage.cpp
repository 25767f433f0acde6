// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/historypage.h"

#include "core/base/whenfinished.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/format.h"
#include "ui/common/hairline.h"
#include "ui/common/infobar.h"
#include "ui/common/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int pageSize = 1000;
constexpr int typingDelayMs = 150;
constexpr int historyHeadHeight = 44; ///< As on the Workbench, and so the title's left edge.
constexpr int historyLeft = 19;
constexpr int headerPadding = 10; ///< Of the style sheet: a header's text stands under the title.
constexpr int cellPadding = 24; ///< Both sides.
/// Of what the columns of fixed width leave, the models take this share and the prompt the rest.
constexpr double modelsShare = 0.4;

} // namespace

HistoryPage::HistoryPage(Store *store, QWidget *parent)
    : QWidget(parent), m_store(store), m_pageSize(pageSize), m_limit(pageSize)
{
    m_error = new InfoBar(InfoBar::Weight::Error, this);
    m_error->setClosable();
    m_error->hide();
    makeTable();
    m_empty = new EmptyState("history"_L1,
                             tr("Every run will be listed here, with its prompt, its answers and "
                                "what it cost. Run a prompt to begin."),
                             this);
    connect(m_empty->addStep(tr("Go to the Workbench")), &QPushButton::clicked, this,
            &HistoryPage::workbenchRequested);
    m_nothingFound =
        new EmptyState("search"_L1, tr("No run has these words in its prompt or answers."), this);
    connect(m_nothingFound->addStep(tr("Show all runs")), &QPushButton::clicked, this,
            [this] { m_search->clear(); });
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_tableGround);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_nothingFound);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(new HairLine(Qt::Horizontal, ColorRole::Line, this));
    layout->addWidget(m_error);
    layout->addWidget(m_stack, 1);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingDelayMs);
    connect(&m_typing, &QTimer::timeout, this, &HistoryPage::search);
    setTabOrder(m_search, m_table);
}

QWidget *HistoryPage::makeHead()
{
    auto *head = new QWidget(this);
    head->setFixedHeight(historyHeadHeight);
    auto *title = new QLabel(tr("History"), head);
    setLook(title, "tone", u"title"_s);
    m_count = new QLabel(head);
    setLook(m_count, "tone", u"muted"_s);
    m_hint = new ElidedLabel(tr("Return or double-click opens a run"), head);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->hide();
    m_search = new QLineEdit(head);
    m_search->setPlaceholderText(tr("Search prompts and answers"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(320);
    m_search->installEventFilter(this);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(historyLeft, 0, Space::page, 0);
    layout->setSpacing(Space::control);
    layout->addWidget(title);
    layout->addWidget(m_count);
    layout->addSpacing(Space::control);
    layout->addWidget(m_hint);
    layout->addStretch();
    layout->addWidget(m_search);
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, &HistoryPage::openShown);
    return head;
}

void HistoryPage::makeTable()
{
    m_tableGround = new QWidget(this);
    setLook(m_tableGround, "ground", u"surface"_s);
    m_table = new QTableView(m_tableGround);
    auto *layout = new QHBoxLayout(m_tableGround);
    layout->setContentsMargins(historyLeft - headerPadding, 0, Space::page - headerPadding, 0);
    layout->addWidget(m_table);
    m_table->setModel(&m_model);
    m_table->setAccessibleName(tr("Runs"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Space::row);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(RunListModel::TextColumn, QHeaderView::Stretch);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    connect(m_table, &QTableView::doubleClicked, this, &HistoryPage::open);
    const QScrollBar *bar = m_table->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) {
        if (value == bar->maximum())
            loadMore();
    });
}

void HistoryPage::fitColumns()
{
    const QFontMetrics metrics(m_table->font());
    const auto width = [&metrics](const QString &widest) {
        return metrics.horizontalAdvance(widest) + cellPadding;
    };
    const int time = width(u"00 MMM 0000  00:00:00"_s);
    const int state = width(runStateText(RunState::Interrupted));
    const int cost = std::max(width(formatCost({})), width(u"\u2248 $0.00000"_s));
    const int rest = m_table->viewport()->width() - time - state - cost;
    m_table->setColumnWidth(RunListModel::TimeColumn, time);
    m_table->setColumnWidth(RunListModel::StateColumn, state);
    m_table->setColumnWidth(RunListModel::CostColumn, cost);
    m_table->setColumnWidth(RunListModel::TargetsColumn,
                            std::max(0, static_cast<int>(rest * modelsShare)));
}

void HistoryPage::setPageSize(int runs)
{
    m_pageSize = runs;
    m_limit = runs;
}

void HistoryPage::search()
{
    m_limit = m_pageSize;
    refresh();
}

void HistoryPage::loadMore()
{
    if (!m_hasMore)
        return;
    m_hasMore = false; // until the answer says so again
    m_limit += m_pageSize;
    refresh();
}

void HistoryPage::refresh()
{
    const int asked = ++m_asked;
    const QString words = m_search->text().trimmed();
    whenFinished(m_store->history(words, m_limit), this,
                 [this, asked, words, limit = m_limit](const Result<QList<RunSummary>> &runs) {
                     if (asked != m_asked)
                         return;
                     take(runs, limit);
                     m_searched = words;
                 });
}

void HistoryPage::take(const Result<QList<RunSummary>> &runs, int limit)
{
    m_error->setVisible(!runs);
    if (!runs) {
        m_error->setText(runs.failure().message);
        return;
    }
    m_hasMore = runs->size() >= limit;
    if (*runs != m_model.runs())
        list(*runs);
    const bool searching = !m_search->text().trimmed().isEmpty();
    if (runs->isEmpty())
        m_stack->setCurrentWidget(searching ? m_nothingFound : m_empty);
    else
        m_stack->setCurrentWidget(m_tableGround);
    showCount(limit);
}

void HistoryPage::list(const QList<RunSummary> &runs)
{
    QScrollBar *bar = m_table->verticalScrollBar();
    const auto idAt = [this](int row) {
        return row >= 0 && row < m_model.rowCount() ? m_model.at(row).id : QString();
    };
    const QString selected = idAt(m_table->currentIndex().row());
    const bool isNewSearch = m_searched != m_search->text().trimmed();
    // At the top one waits for the newest; elsewhere one reads.
    const int topRow = bar->value() > 0 && !isNewSearch ? m_table->rowAt(0) : -1;
    const QString topmost = idAt(topRow);
    const int topY = topRow < 0 ? 0 : m_table->rowViewportPosition(topRow);
    m_model.setRuns(runs);
    m_table->doItemsLayout(); // or the scroll bar has no range yet
    const QModelIndex again = m_model.indexOf(selected);
    if (!runs.isEmpty())
        m_table->selectRow(again.isValid() ? again.row() : 0);
    const QModelIndex top = m_model.indexOf(topmost);
    if (top.isValid())
        bar->setValue(bar->value() + m_table->rowViewportPosition(top.row()) - topY);
    else if (!isNewSearch)
        bar->setValue(0);
}

void HistoryPage::showCount(int limit)
{
    const qsizetype count = m_model.runs().size();
    m_hint->setVisible(count > 0);
    if (count == 0)
        m_count->clear();
    else if (count == 1)
        m_count->setText(tr("1 run"));
    else if (count < limit)
        m_count->setText(tr("%1 runs").arg(formatTokens(count)));
    else
        m_count->setText(tr("the newest %1 runs").arg(formatTokens(count)));
}

void HistoryPage::open(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    whenFinished(m_store->run(m_model.at(index.row()).id), this,
                 [this](const Result<StoredRun> &run) {
                     m_error->setVisible(!run);
                     if (run)
                         Q_EMIT openRequested(*run);
                     else
                         m_error->setText(run.failure().message);
                 });
}

void HistoryPage::openShown() { open(m_table->currentIndex()); }

void HistoryPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
    m_search->setFocus(Qt::OtherFocusReason);
}

bool HistoryPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (watched == m_table && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
        openShown();
        return true;
    }
    if (watched == m_search && key == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        return true;
    }
    if (watched == m_search && key == Qt::Key_Down) {
        m_table->setFocus(Qt::TabFocusReason);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Sidelong
