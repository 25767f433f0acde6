// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/records.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr std::array originNames = {
    std::pair{CostOrigin::Reported, "reported"_L1},
    std::pair{CostOrigin::Computed, "computed"_L1},
    std::pair{CostOrigin::Estimated, "estimated"_L1},
    std::pair{CostOrigin::Unknown, "unknown"_L1},
};

constexpr std::array stateNames = {
    std::pair{RunState::Done, "done"_L1},
    std::pair{RunState::Failed, "failed"_L1},
    std::pair{RunState::Cancelled, "cancelled"_L1},
    std::pair{RunState::Interrupted, "interrupted"_L1},
    std::pair{RunState::Running, "running"_L1},
};

template <typename Table, typename Value>
QLatin1StringView nameIn(const Table &table, Value value)
{
    const auto found =
        std::ranges::find(table, value, [](const auto &entry) { return entry.first; });
    return found->second;
}

template <typename Table>
auto valueIn(const Table &table, QStringView name)
    -> std::optional<typename Table::value_type::first_type>
{
    for (const auto &[value, text] : table) {
        if (name == text)
            return value;
    }
    return {};
}

} // namespace

QLatin1StringView costOriginName(CostOrigin origin) { return nameIn(originNames, origin); }

std::optional<CostOrigin> costOriginFromName(QStringView name)
{
    return valueIn(originNames, name);
}

QLatin1StringView runStateName(RunState state) { return nameIn(stateNames, state); }

std::optional<RunState> runStateFromName(QStringView name) { return valueIn(stateNames, name); }

QByteArray AnswerRecord::text() const
{
    QByteArray joined;
    for (const SegmentRecord &segment : segments) {
        if (!segment.isVoid)
            joined += segment.text;
    }
    return joined;
}

QByteArray AnswerRecord::reasoning() const
{
    QByteArray joined;
    for (const SegmentRecord &segment : segments) {
        if (!segment.isVoid)
            joined += segment.reasoning;
    }
    return joined;
}

QList<ToolCall> AnswerRecord::toolCalls() const
{
    QList<ToolCall> calls;
    for (const SegmentRecord &segment : segments) {
        if (!segment.isVoid)
            calls += segment.toolCalls;
    }
    return calls;
}

} // namespace Sidelong
