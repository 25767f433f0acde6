// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>

namespace Sidelong {

/// What a column can be asked for, by its buttons, by the menu and by keys. What is about an answer
/// is about the one that is shown; Stop is about the one that streams.
enum class ColumnAct { Stop, Rerun, Copy, Retry, Continue, RaiseLimit, Edit, Remove };

} // namespace Sidelong

Q_DECLARE_METATYPE(Sidelong::ColumnAct)
