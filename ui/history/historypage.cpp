// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/historypage.h"

#include "ui/common/emptystate.h"
#include "ui/common/hairline.h"
#include "ui/common/infobar.h"
#include "ui/common/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int historyLimit = 1000;
constexpr int typingDelayMs = 150;

} // namespace

HistoryPage::HistoryPage(Store *store, QWidget *parent) : QWidget(parent), m_store(store)
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
    m_stack->addWidget(m_table);
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
    connect(&m_typing, &QTimer::timeout, this, &HistoryPage::refresh);
}

QWidget *HistoryPage::makeHead()
{
    auto *head = new QWidget(this);
    head->setFixedHeight(52);
    auto *title = new QLabel(tr("History"), head);
    setLook(title, "tone", u"title"_s);
    m_count = new QLabel(head);
    setLook(m_count, "tone", u"muted"_s);
    m_search = new QLineEdit(head);
    m_search->setPlaceholderText(tr("Search prompts and answers"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(320);
    m_search->installEventFilter(this);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(Space::page, 0, Space::page, 0);
    layout->setSpacing(Space::control);
    layout->addWidget(title);
    layout->addWidget(m_count);
    layout->addStretch();
    layout->addWidget(m_search);
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, &HistoryPage::openShown);
    return head;
}

void HistoryPage::makeTable()
{
    m_table = new QTableView(this);
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
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    m_table->setColumnWidth(RunListModel::TimeColumn, 170);
    m_table->setColumnWidth(RunListModel::StateColumn, 110);
    m_table->setColumnWidth(RunListModel::TargetsColumn, 300);
    m_table->setColumnWidth(RunListModel::CostColumn, 110);
    m_table->installEventFilter(this);
    connect(m_table, &QTableView::doubleClicked, this, &HistoryPage::open);
}

void HistoryPage::refresh()
{
    const int asked = ++m_asked;
    m_store->history(m_search->text().trimmed(), historyLimit)
        .then(this, [this, asked](const Result<QList<RunSummary>> &runs) {
            if (asked == m_asked)
                take(runs);
        });
}

void HistoryPage::take(const Result<QList<RunSummary>> &runs)
{
    m_error->setVisible(!runs);
    if (!runs) {
        m_error->setText(runs.failure().message);
        return;
    }
    m_model.setRuns(*runs);
    const bool searching = !m_search->text().trimmed().isEmpty();
    if (runs->isEmpty())
        m_stack->setCurrentWidget(searching ? m_nothingFound : m_empty);
    else
        m_stack->setCurrentWidget(m_table);
    m_count->setText(runs->isEmpty()         ? QString()
                         : runs->size() == 1 ? tr("1 run")
                                             : tr("%1 runs").arg(runs->size()));
    if (!runs->isEmpty())
        m_table->selectRow(0);
}

void HistoryPage::open(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    m_store->run(m_model.at(index.row()).id).then(this, [this](const Result<StoredRun> &run) {
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
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (watched == m_table && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
        openShown();
        return true;
    }
    if (watched == m_search && key == Qt::Key_Down) {
        m_table->setFocus(Qt::TabFocusReason);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Sidelong
