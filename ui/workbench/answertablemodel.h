// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/columnstate.h"

#include <QAbstractTableModel>

namespace Sidelong {

/// The columns as rows: one answer each. Display text is for eyes; SortRole carries the raw
/// number.
class AnswerTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Name,
        State,
        FirstToken,
        Total,
        Input,
        Output,
        CostColumn,
        FirstLine,
        ColumnCount
    };
    enum Role {
        SortRole = Qt::UserRole,
        SeriesRole, ///< The column's colour.
        AsideRole, ///< Whose the model is and what is different about the column, in a few words.
        NoticeRole, ///< What went wrong, or empty.
    };

    struct Row
    {
        ColumnTitle title;
        ColumnState state;
        QString firstLine;

        friend bool operator==(const Row &, const Row &) = default;
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(const QList<Row> &rows);
    void setRow(int index, const Row &row);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const Row &row, int column) const;
    QVariant toolTip(const Row &row, int column) const;
    static QVariant color(const Row &row, int column);

    QList<Row> m_rows;
};

} // namespace Sidelong
