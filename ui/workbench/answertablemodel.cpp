// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/answertablemodel.h"

#include <QPainter>
#include <QPixmap>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

QPixmap seriesDot(const QColor &color)
{
    constexpr int size = 10;
    constexpr int scale = 2;
    QPixmap pixmap(size * scale, size * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(1, 1, 8, 8));
    return pixmap;
}

bool isFigure(int column)
{
    return column >= AnswerTableModel::FirstToken && column <= AnswerTableModel::CostColumn;
}

QVariant sortValue(const AnswerTableModel::Row &row, int column, const QString &text)
{
    switch (column) {
    case AnswerTableModel::FirstToken: return row.state.ttftMs().value_or(-1);
    case AnswerTableModel::Total: return row.state.elapsedMs();
    case AnswerTableModel::Input: return row.state.inputCount();
    case AnswerTableModel::Output: return row.state.outputCount();
    case AnswerTableModel::CostColumn:
        return row.state.costValue() ? row.state.costValue()->total.picos : qint64(-1);
    default: return text;
    }
}

} // namespace

void AnswerTableModel::setRows(const QList<Row> &rows)
{
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

void AnswerTableModel::setRow(int index, const Row &row)
{
    if (index < 0 || index >= m_rows.size() || m_rows.at(index) == row)
        return;
    m_rows[index] = row;
    Q_EMIT dataChanged(this->index(index, 0), this->index(index, ColumnCount - 1));
}

int AnswerTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int AnswerTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AnswerTableModel::text(const Row &row, int column) const
{
    const QString none = u"\u2013"_s;
    const auto orNone = [&none](const QString &text) { return text.isEmpty() ? none : text; };
    switch (column) {
    case Name: return row.title.name;
    case State: return QString(row.state.sign() + u' ' + row.state.word()).trimmed();
    case FirstToken: return orNone(row.state.firstToken());
    case Total: return orNone(row.state.total());
    case Input: return row.state.tokens().isEmpty() ? none : row.state.inputTokens();
    case Output: return row.state.tokens().isEmpty() ? none : row.state.outputTokens();
    case CostColumn: return orNone(row.state.cost());
    case FirstLine: return row.firstLine;
    default: return {};
    }
}

QVariant AnswerTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(row, column);
    case Qt::ToolTipRole: return column == FirstLine ? row.state.notice() : row.title.provider;
    case SortRole: return sortValue(row, column, text(row, column));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (isFigure(column) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::DecorationRole:
        return column == Name ? QVariant(seriesDot(Palette::current().series(row.title.series)))
                              : QVariant();
    case Qt::ForegroundRole:
        if (column == State)
            return Palette::current().color(row.state.role());
        if (column == CostColumn && row.state.isPriceUnknown())
            return Palette::current().color(ColorRole::Warning);
        return {};
    default: return {};
    }
}

QVariant AnswerTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (isFigure(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Model");
    case State: return tr("State");
    case FirstToken: return tr("First token");
    case Total: return tr("Total");
    case Input: return tr("Input");
    case Output: return tr("Output");
    case CostColumn: return tr("Cost");
    case FirstLine: return tr("First line");
    default: return {};
    }
}

} // namespace Sidelong
