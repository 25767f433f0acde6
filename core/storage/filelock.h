// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>

#include <memory>

namespace Sidelong {

enum class LockOutcome { Locked, TakenByOther, Gone };

/// Takes an exclusive flock on the open \a file without waiting: it belongs to the open file and
/// is free the moment the process is gone. Gone: what the path names now is not this file.
LockOutcome lockFile(const QFile &file);

} // namespace Sidelong
