// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/statelabel.h"

#include "ui/common/fonts.h"

#include <QPainter>

namespace Sidelong {

namespace {

constexpr int signWidth = 16;

} // namespace

StateLabel::StateLabel(QWidget *parent) : QWidget(parent)
{
    setFont(uiFont(TextSize::Secondary));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateLabel::setState(const QString &sign, const QString &text, ColorRole role)
{
    if (m_sign == sign && m_text == text && m_role == role)
        return;
    m_sign = sign;
    m_text = text;
    m_role = role;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize StateLabel::sizeHint() const
{
    return {signWidth + fontMetrics().horizontalAdvance(m_text) + 1, fontMetrics().height()};
}

void StateLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(Palette::of(this).color(m_role));
    painter.drawText(QRect(0, 0, signWidth - 2, height()), Qt::AlignCenter, m_sign);
    painter.drawText(rect().adjusted(signWidth, 0, 0, 0), Qt::AlignLeading | Qt::AlignVCenter,
                     m_text);
}

} // namespace Sidelong
