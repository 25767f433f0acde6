// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/connection.h"

#include <QStringList>

namespace Sidelong {

/// Step n leads from version n to n + 1. Append only: a released step is never edited.
using SchemaSteps = QList<QStringList>;
const SchemaSteps &schemaSteps();

/// Opens the database at \a path for writing, made or brought to the newest version where it is
/// older; an existing one is backed up beside it first, over a backup from before the same step.
/// All of them are for the user's eyes alone. A file that is from a newer Sidelong, of
/// another program or damaged is refused with a sentence and left as it is.
Result<std::unique_ptr<Connection>> openDatabase(const QString &path,
                                                 const SchemaSteps &steps = schemaSteps());

/// Inside a transaction: fails where another, newer program has changed the database meanwhile.
Result<void> checkSchema(const Connection &connection);

/// "database-before-vN.db" beside the database: what it was before step N.
QString backupPath(const QString &databasePath, int version);

} // namespace Sidelong
