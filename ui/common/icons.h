// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/palette.h"

#include <QIcon>
#include <QLatin1StringView>

namespace Sidelong {

/// One of our own icons, by its file name in resources/icons without ".svg" ("workbench", "stop").
/// Drawn in the colours of the moment, so that a change of the theme needs no new icon, and from
/// its outlines, so that it is sharp at every scale. Disabled and off: muted; hovered or on: text.
QIcon icon(QLatin1StringView name);
/// The same in one colour whatever its state.
QIcon icon(QLatin1StringView name, ColorRole role);

} // namespace Sidelong
