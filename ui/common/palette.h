// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include <array>

class QWidget;

namespace Sidelong {

enum class Scheme { Light, Dark };

/// What a colour is for. The values are in palette.cpp, and nowhere else.
enum class ColorRole {
    Window,
    Surface,
    Rail,
    Line,
    SoftLine,
    Text,
    MutedText,
    Accent,
    OnAccent,
    Selection,
    Good,
    Warning,
    Error,
    CodeBackground,
};
inline constexpr int colorRoleCount = 14;
inline constexpr int seriesCount = 8;

/// The colours of one scheme.
struct Palette
{
    Scheme scheme = Scheme::Light;
    std::array<QRgb, colorRoleCount> roles = {};
    std::array<QRgb, seriesCount> seriesColors = {};

    QColor color(ColorRole role) const;
    /// The colour of column \a index (from 0); the ninth is the first again.
    QColor series(int index) const;
    /// \a role laid thinly over \a ground: the background of notices and hover.
    QColor tint(ColorRole role, ColorRole ground, double amount) const;

    static const Palette &of(Scheme scheme);
    /// The one that \a widget is shown in. Painted widgets ask while they paint, so that a change
    /// of the theme needs no word to them.
    static const Palette &of(const QWidget *widget);
    /// The one that the application is shown in.
    static const Palette &current();
};

/// The contrast of two opaque colours, 1 … 21, after WCAG 2.1 (https://www.w3.org/TR/WCAG21/,
/// "contrast ratio").
double contrast(const QColor &a, const QColor &b);

} // namespace Sidelong
