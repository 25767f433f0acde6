// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/connection.h"
#include "core/storage/store.h"

namespace Sidelong {

/// Puts what dead processes left in the journals of \a directory into the database, as
/// interrupted, each journal with its ledger rows in one transaction, and removes the journal
/// afterwards. Done twice (a crash in between), nothing is counted twice.
Result<void> foldJournals(const Connection &connection, const QString &directory,
                          const AttemptEstimator &estimate);

} // namespace Sidelong
