// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/records.h"

#include <QAbstractTableModel>

namespace Sidelong {

/// The runs of History, newest first.
class RunListModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeColumn, StateColumn, TargetsColumn, CostColumn, TextColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(const QList<RunSummary> &runs);
    const RunSummary &at(int row) const { return m_runs.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<RunSummary> m_runs;
};

/// "✓ done", "✕ failed" …
QString runStateText(RunState state);

} // namespace Sidelong
