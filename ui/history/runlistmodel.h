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
    enum Column { TimeColumn, StateColumn, TextColumn, TargetsColumn, CostColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(const QList<RunSummary> &runs);
    const QList<RunSummary> &runs() const { return m_runs; }
    const RunSummary &at(int row) const { return m_runs.at(row); }
    /// Nothing for a run that is not listed, and for no id.
    QModelIndex indexOf(const QString &runId) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<RunSummary> m_runs;
};

/// "✓ done", "✕ failed" …
QString runStateText(RunState state);

/// "gpt-a, gpt-b · openai; chain:cheap": names first, their provider once.
QString targetsText(const QStringList &targets);

} // namespace Sidelong
