// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/runlistmodel.h"

#include "ui/common/format.h"
#include "ui/common/palette.h"

#include <QDateTime>
#include <QLocale>
#include <QTextDocument>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

ColorRole stateRole(RunState state)
{
    switch (state) {
    case RunState::Done: return ColorRole::Good;
    case RunState::Failed: return ColorRole::Error;
    case RunState::Running: return ColorRole::Accent;
    case RunState::Cancelled: return ColorRole::MutedText;
    case RunState::Interrupted: break;
    }
    return ColorRole::Warning;
}

QString cellText(const RunSummary &run, int column)
{
    switch (column) {
    case RunListModel::TimeColumn:
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(run.startedMs),
                                  u"dd MMM yyyy  HH:mm:ss"_s);
    case RunListModel::StateColumn: return runStateText(run.state);
    case RunListModel::TargetsColumn: return targetsText(run.targets);
    case RunListModel::CostColumn: return formatCost(run.cost);
    case RunListModel::TextColumn: return run.text.simplified();
    default: return {};
    }
}

QString toolTip(const RunSummary &run, int column)
{
    switch (column) {
    case RunListModel::TextColumn: return Qt::convertFromPlainText(run.text); // it may hold tags
    case RunListModel::TargetsColumn: return run.targets.join(u'\n');
    case RunListModel::CostColumn:
        return run.simulated ? RunListModel::tr("%1, simulated: never paid and not counted")
                                   .arg(cellText(run, column))
                             : cellText(run, column);
    default: return cellText(run, column);
    }
}

QVariant cellColor(const RunSummary &run, int column)
{
    const Palette &palette = Palette::current();
    if (column == RunListModel::StateColumn)
        return palette.color(stateRole(run.state));
    const bool isMuted =
        column == RunListModel::TimeColumn || (column == RunListModel::CostColumn && run.simulated);
    return isMuted ? QVariant(palette.color(ColorRole::MutedText)) : QVariant();
}

} // namespace

QString runStateText(RunState state)
{
    switch (state) {
    case RunState::Done: return RunListModel::tr("✓ done");
    case RunState::Failed: return RunListModel::tr("✕ failed");
    case RunState::Cancelled: return RunListModel::tr("■ stopped");
    case RunState::Interrupted: return RunListModel::tr("⚠ interrupted");
    case RunState::Running: return RunListModel::tr("● running");
    }
    return {};
}

QString targetsText(const QStringList &targets)
{
    struct Group
    {
        QString provider;
        QStringList models;
    };
    QList<Group> groups;
    for (const QString &target : targets) {
        const std::optional<ModelRef> model =
            target.startsWith("chain:"_L1) ? std::nullopt : ModelRef::fromString(target);
        const QString provider = model ? model->provider : QString();
        if (groups.isEmpty() || groups.last().provider != provider)
            groups.append({provider, {}});
        groups.last().models.append(model ? model->model : target);
    }
    QStringList words;
    for (const Group &group : std::as_const(groups)) {
        const QString names = group.models.join(u", "_s);
        words.append(group.provider.isEmpty() ? names : names + u" · "_s + group.provider);
    }
    return words.join(u"; "_s);
}

QModelIndex RunListModel::indexOf(const QString &runId) const
{
    const auto found = std::find_if(m_runs.cbegin(), m_runs.cend(),
                                    [&](const RunSummary &run) { return run.id == runId; });
    return found == m_runs.cend() ? QModelIndex()
                                  : index(static_cast<int>(found - m_runs.cbegin()), 0);
}

void RunListModel::setRuns(const QList<RunSummary> &runs)
{
    beginResetModel();
    m_runs = runs;
    endResetModel();
}

int RunListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const RunSummary &run = m_runs.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return cellText(run, column);
    case Qt::ToolTipRole: return toolTip(run, column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (column == CostColumn ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ForegroundRole: return cellColor(run, column);
    default: return {};
    }
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (section == CostColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn: return tr("Started");
    case StateColumn: return tr("State");
    case TargetsColumn: return tr("Models");
    case CostColumn: return tr("Cost");
    case TextColumn: return tr("Prompt");
    default: return {};
    }
}

} // namespace Sidelong
