// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace Sidelong {

/// A pasted key without what came along with it: blanks, line ends, quotes, "Bearer ", "NAME=".
QString cleanKey(const QString &pasted);

/// Why \a key cannot be one, as a sentence; empty where nothing speaks against it.
QString keyTrouble(QStringView key);

/// The preset whose keys begin like \a key. Empty where its beginning says nothing ("sk-" alone is
/// used by many): the user has to be asked.
QString presetOfKey(QStringView key);

} // namespace Sidelong
