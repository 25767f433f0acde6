// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/hairline.h"

#include <QPainter>

namespace Sidelong {

HairLine::HairLine(Qt::Orientation orientation, ColorRole role, QWidget *parent)
    : QWidget(parent), m_role(role)
{
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void HairLine::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Palette::of(this).color(m_role));
}

} // namespace Sidelong
