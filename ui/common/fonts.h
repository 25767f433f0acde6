// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace Sidelong {

/// Heights in pixels of the 1× screen; Qt scales them with the screen.
enum class TextSize { Small = 11, Secondary = 12, Body = 13, Title = 15, Figure = 24 };

/// The system's UI face. Titles and figures are semibold.
QFont uiFont(TextSize size = TextSize::Body, QFont::Weight weight = QFont::Normal);
/// The system's fixed face, one step smaller than the text it stands in.
QFont fixedFont(TextSize beside = TextSize::Body);

/// Distances on the grid of 4 px.
namespace Space {
inline constexpr int chip = 4;
inline constexpr int control = 8;
inline constexpr int pane = 12;
inline constexpr int paneWide = 16;
inline constexpr int page = 24;
inline constexpr int radius = 6;
inline constexpr int cardRadius = 8;
inline constexpr int row = 28;
inline constexpr int touch = 24;
} // namespace Space

} // namespace Sidelong
