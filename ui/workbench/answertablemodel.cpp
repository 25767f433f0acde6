// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/answertablemodel.h"

#include "ui/common/fonts.h"

#include <QFont>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// The same name may be had of several providers. That of what is simulated says nothing more.
QString aside(const ColumnTitle &title)
{
    QStringList parts = title.differences;
    parts.prepend(title.simulated ? AnswerTableModel::tr("simulated") : title.provider);
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

/// Where nothing came, the reason is what there is to read.
bool showsNotice(const AnswerTableModel::Row &row)
{
    const ColumnState::Phase phase = row.state.phase();
    return !row.state.notice().isEmpty()
        && (row.firstLine.isEmpty() || phase == ColumnState::Phase::Failed
            || phase == ColumnState::Phase::Refused);
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
    case Input: return orNone(row.state.inputTokens());
    case Output:
        if (row.state.tokens().isEmpty())
            return orNone({});
        return row.state.areTokensEstimated() ? QString(u"\u2248 "_s + row.state.outputTokens())
                                              : row.state.outputTokens();
    case CostColumn: return orNone(row.state.cost());
    case FirstLine: return showsNotice(row) ? row.state.notice() : row.firstLine;
    default: return {};
    }
}

QVariant AnswerTableModel::toolTip(const Row &row, int column) const
{
    if (column == FirstLine)
        return showsNotice(row) ? row.state.notice() : row.firstLine;
    const QStringList parts{row.title.name, aside(row.title)};
    return column == Name ? parts.join(u" · "_s) : text(row, column);
}

QVariant AnswerTableModel::color(const Row &row, int column)
{
    const Palette &palette = Palette::current();
    if (column == State || (column == FirstLine && showsNotice(row)))
        return palette.color(row.state.role());
    if (column == CostColumn && row.state.isPriceUnknown())
        return palette.color(ColorRole::Warning);
    return {};
}

QVariant AnswerTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(row, column);
    case Qt::ToolTipRole: return toolTip(row, column);
    case Qt::FontRole: return uiFont(TextSize::Secondary);
    case SeriesRole: return row.title.series;
    case AsideRole: return aside(row.title);
    case NoticeRole: return row.state.notice();
    case SortRole: return sortValue(row, column, text(row, column));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (isFigure(column) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ForegroundRole: return color(row, column);
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
