// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/fonts.h"

#include <QFontDatabase>

namespace Sidelong {

QFont uiFont(TextSize size, QFont::Weight weight)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    font.setPixelSize(static_cast<int>(size));
    const bool heading = size == TextSize::Title || size == TextSize::Figure;
    font.setWeight(heading && weight == QFont::Normal ? QFont::DemiBold : weight);
    return font;
}

QFont fixedFont(TextSize beside)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(static_cast<int>(beside) - 1);
    font.setStyleHint(QFont::Monospace);
    return font;
}

} // namespace Sidelong
