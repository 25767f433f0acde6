// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/connection.h"
#include "core/storage/records.h"

namespace Sidelong {

// Values of records as columns, where several tables have the same ones.

RowValues usageColumns(const Usage &usage);
RowValues costColumns(const Cost &cost);
Usage usageFromRow(const QSqlQuery &row);
Cost costFromRow(const QSqlQuery &row);

/// SQL's NULL where there is no number.
QVariant orNull(const std::optional<qint64> &number);
std::optional<qint64> numberOrNone(const QVariant &value);

QByteArray toolCallsToJson(const QList<ToolCall> &calls);
QList<ToolCall> toolCallsFromJson(const QByteArray &json);

/// What several costs come to. One unknown makes the whole unknown, because a part must not be
/// shown as all; otherwise the least certain origin.
Cost totalOf(const QList<Cost> &costs);
Usage totalOf(const QList<Usage> &usages);

} // namespace Sidelong
