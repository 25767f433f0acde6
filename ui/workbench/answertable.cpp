// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/answertable.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/hairline.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QStyledItemDelegate>
#include <QTableView>

#include <array>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// Without the first line, which takes the rest, but never less than leastFirstLine.
constexpr std::array answerTableWidths = {172, 154, 82, 66, 66, 66, 96};
constexpr int leastFirstLine = 140;
constexpr int mostModel = 260;
constexpr int cellSide = 10; // as the style sheet's header has it
constexpr int cellGap = 6;
constexpr int dotSize = 8;

/// Names with their dot, and after them, muted, what is different about the column. Colours stay
/// in a row that is chosen.
class AnswerRowDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        QStyleOptionViewItem ground(option);
        initStyleOption(&ground, index);
        ground.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter,
                                            option.widget);
        painter->save();
        const QRect room = option.rect.adjusted(cellSide, 0, -cellSide, 0);
        if (index.column() == AnswerTableModel::Name)
            paintName(painter, room, index, Palette::of(option.widget));
        else
            paintText(painter, room, index, Palette::of(option.widget));
        painter->restore();
    }

private:
    static void paintText(QPainter *painter, const QRect &room, const QModelIndex &index,
                          const Palette &colors)
    {
        const auto font = index.data(Qt::FontRole).value<QFont>();
        const QVariant color = index.data(Qt::ForegroundRole);
        painter->setFont(font);
        painter->setPen(color.isValid() ? color.value<QColor>() : colors.color(ColorRole::Text));
        painter->drawText(
            room, static_cast<int>(index.data(Qt::TextAlignmentRole).value<Qt::Alignment>()),
            QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    }

    static void paintName(QPainter *painter, QRect room, const QModelIndex &index,
                          const Palette &colors)
    {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colors.series(index.data(AnswerTableModel::SeriesRole).toInt()));
        painter->drawEllipse(
            QRect(room.left(), room.center().y() - dotSize / 2 + 1, dotSize, dotSize));
        room.setLeft(room.left() + dotSize + cellGap);
        const QFont bold = uiFont(TextSize::Secondary, QFont::DemiBold);
        const QString name =
            QFontMetrics(bold).elidedText(index.data().toString(), Qt::ElideMiddle, room.width());
        painter->setFont(bold);
        painter->setPen(colors.color(ColorRole::Text));
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, name);
        room.setLeft(room.left() + QFontMetrics(bold).horizontalAdvance(name) + cellGap);
        // Three letters tell nobody anything.
        if (room.width() < 24)
            return;
        const QFont small = uiFont(TextSize::Small);
        painter->setFont(small);
        painter->setPen(colors.color(ColorRole::MutedText));
        painter->drawText(
            room, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(small).elidedText(index.data(AnswerTableModel::AsideRole).toString(),
                                           Qt::ElideRight, room.width()));
    }
};

} // namespace

AnswerTable::AnswerTable(QWidget *parent)
    : QWidget(parent), m_table(new QTableView(this)), m_bar(new QWidget(this)),
      m_sentence(new ElidedLabel({}, m_bar))
{
    makeTable();
    setLook(m_bar, "ground", u"surface"_s);
    m_sentence->setFont(uiFont(TextSize::Secondary));
    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(Space::control, Space::chip, Space::pane, Space::chip);
    bar->setSpacing(Space::chip);
    bar->addStretch();
    bar->addWidget(m_sentence, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_table, 1);
    layout->addWidget(new HairLine(Qt::Horizontal, ColorRole::SoftLine, this));
    layout->addWidget(m_bar);
}

void AnswerTable::makeTable()
{
    m_table->setModel(&m_model);
    m_table->setAccessibleName(tr("Answers"));
    m_table->setItemDelegate(new AnswerRowDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Space::row);
    m_table->horizontalHeader()->setHighlightSections(false);
    for (std::size_t column = 0; column < answerTableWidths.size(); ++column)
        m_table->setColumnWidth(static_cast<int>(column), answerTableWidths.at(column));
    m_table->viewport()->installEventFilter(this);
    setFocusProxy(m_table);
    connect(m_table, &QTableView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT rowOpened(index.row()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &now) {
                showChosen();
                if (now.isValid() && !m_choosing)
                    Q_EMIT rowChosen(now.row());
            });
}

void AnswerTable::addButton(QAction *action)
{
    auto *button = new QPushButton(m_bar);
    setLook(button, "kind", u"flat"_s);
    button->setFont(uiFont(TextSize::Secondary));
    const QString name = action->iconText();
    button->setText(name);
    button->setAccessibleName(name);
    button->setToolTip(
        u"%1 (%2)"_s.arg(name, action->shortcut().toString(QKeySequence::NativeText)));
    const auto follow = [button, action] { button->setVisible(action->isEnabled()); };
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    auto *layout = qobject_cast<QHBoxLayout *>(m_bar->layout());
    layout->insertWidget(layout->count() - 2, button);
}

void AnswerTable::setRows(const QList<AnswerTableModel::Row> &rows)
{
    m_choosing = true;
    m_model.setRows(rows);
    m_choosing = false;
}

void AnswerTable::setRow(int index, const AnswerTableModel::Row &row)
{
    m_model.setRow(index, row);
    if (index == m_table->currentIndex().row())
        showChosen();
}

void AnswerTable::choose(int row)
{
    m_choosing = true;
    m_table->selectRow(row);
    m_choosing = false;
    showChosen();
}

void AnswerTable::showChosen()
{
    const QModelIndex line = m_table->currentIndex().siblingAtColumn(AnswerTableModel::FirstLine);
    m_sentence->setText(line.data(AnswerTableModel::NoticeRole).toString());
}

// What is left over, the first line and the model share.
void AnswerTable::fitColumns()
{
    const int least =
        std::accumulate(answerTableWidths.cbegin(), answerTableWidths.cend(), leastFirstLine);
    const int over = qMax(0, m_table->viewport()->width() - least);
    const int forModel = qMin(over / 3, mostModel - answerTableWidths.front());
    m_table->setColumnWidth(AnswerTableModel::Name, answerTableWidths.front() + forModel);
    m_table->setColumnWidth(AnswerTableModel::FirstLine, leastFirstLine + over - forModel);
}

bool AnswerTable::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    return QWidget::eventFilter(watched, event);
}

} // namespace Sidelong
