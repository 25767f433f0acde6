// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chip.h"

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/palette.h"

#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int chipSide = 8;
constexpr int chipDot = 8;
constexpr int chipButton = 18;

} // namespace

Chip::Chip(const QString &text, Kind kind, QWidget *parent) : QWidget(parent), m_text(text)
{
    setFont(uiFont(kind == Kind::Removable ? TextSize::Secondary : TextSize::Small));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
    if (kind == Kind::Plain)
        return;
    setFocusPolicy(Qt::StrongFocus);
    m_remove = new QToolButton(this);
    m_remove->setIcon(icon("close"_L1));
    m_remove->setIconSize({10, 10});
    m_remove->setStyleSheet(u"padding: 0; min-height: 0; border: none;"_s);
    m_remove->setFocusPolicy(Qt::NoFocus);
    m_remove->setToolTip(tr("Remove %1 (Delete)").arg(text));
    m_remove->setAccessibleName(tr("Remove %1").arg(text));
    connect(m_remove, &QToolButton::clicked, this, &Chip::removeRequested);
}

void Chip::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    if (m_remove) {
        m_remove->setToolTip(tr("Remove %1 (Delete)").arg(text));
        m_remove->setAccessibleName(tr("Remove %1").arg(text));
    }
    updateGeometry();
    update();
}

void Chip::setSeries(int series)
{
    m_series = series;
    updateGeometry();
    update();
}

void Chip::setClickable()
{
    m_clickable = true;
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
}

void Chip::setMaximumTextWidth(int width)
{
    m_maximumTextWidth = width;
    updateGeometry();
}

int Chip::textLeft() const { return chipSide + (m_series >= 0 ? chipDot + 6 : 0); }

QSize Chip::sizeHint() const
{
    const int text = qMin(fontMetrics().horizontalAdvance(m_text) + 1, m_maximumTextWidth);
    return {textLeft() + text + (m_remove ? 4 + chipButton + 3 : chipSide), m_remove ? 26 : 20};
}

QSize Chip::minimumSizeHint() const { return sizeHint(); }

void Chip::resizeEvent(QResizeEvent *)
{
    if (m_remove)
        m_remove->setGeometry(width() - chipButton - 3, (height() - chipButton) / 2, chipButton,
                              chipButton);
}

void Chip::paintEvent(QPaintEvent *)
{
    const Palette &colors = Palette::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.color(hasFocus() ? ColorRole::Accent : ColorRole::Line));
    painter.setBrush(colors.color(ColorRole::Surface));
    const qreal radius = m_remove ? Space::radius : height() / 2.0;
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (m_series >= 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.series(m_series));
        painter.drawEllipse(QRectF(chipSide, (height() - chipDot) / 2.0, chipDot, chipDot));
    }
    painter.setPen(colors.color(m_remove ? ColorRole::Text : ColorRole::MutedText));
    const int right = m_remove ? chipButton + 5 : chipSide;
    const QRect room = rect().adjusted(textLeft(), 0, -right, 0);
    painter.drawText(room, Qt::AlignLeading | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_text, Qt::ElideMiddle, room.width()));
}

void Chip::mousePressEvent(QMouseEvent *event) { event->setAccepted(m_clickable); }

void Chip::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_clickable && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
}

void Chip::keyPressEvent(QKeyEvent *event)
{
    const int key = event->key();
    if (m_remove && (key == Qt::Key_Delete || key == Qt::Key_Backspace))
        Q_EMIT removeRequested();
    else if (m_clickable && (key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter))
        Q_EMIT clicked();
    else
        QWidget::keyPressEvent(event);
}

} // namespace Sidelong
