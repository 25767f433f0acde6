// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chip.h"

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/palette.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int chipSide = 8;
constexpr int chipDot = 8;
constexpr int chipButton = Space::touch;
constexpr int chipHeight = 20;
constexpr int cardHeightOfChip = 26;
constexpr int longestText = 260;
constexpr int leastText = 60;

} // namespace

Chip::Chip(const QString &text, Kind kind, QWidget *parent) : QWidget(parent), m_text(text)
{
    setShape(kind == Kind::Removable ? Shape::Card : Shape::Pill);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
    if (kind == Kind::Plain)
        return;
    setFocusPolicy(Qt::StrongFocus);
    m_remove = new QToolButton(this);
    // As dark as text: strokes thinner than a pixel are seen at half their colour.
    m_remove->setIcon(icon("close"_L1, ColorRole::Text));
    m_remove->setIconSize({12, 12});
    m_remove->setObjectName(u"chipRemove"_s);
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

void Chip::setShape(Shape shape)
{
    m_shape = shape;
    setFont(uiFont(shape == Shape::Card ? TextSize::Secondary : TextSize::Small));
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
    setAttribute(Qt::WA_Hover);
    updateGeometry();
}

bool Chip::isElided() const { return fontMetrics().horizontalAdvance(m_text) > textRoom().width(); }

int Chip::textLeft() const { return chipSide + (m_series >= 0 ? chipDot + 6 : 0); }

QRect Chip::textRoom() const
{
    const int right = m_remove ? chipButton + 1 : chipSide;
    return rect().adjusted(textLeft(), 0, -right, 0);
}

QSize Chip::sizeHint() const
{
    const int text = qMin(fontMetrics().horizontalAdvance(m_text) + 1, longestText);
    const int height = m_shape == Shape::Card ? cardHeightOfChip
        : m_clickable || m_remove             ? Space::touch
                                              : chipHeight;
    return {textLeft() + text + (m_remove ? chipButton + 1 : chipSide), height};
}

QSize Chip::minimumSizeHint() const
{
    const QSize full = sizeHint();
    const int around =
        full.width() - qMin(fontMetrics().horizontalAdvance(m_text) + 1, longestText);
    return {qMin(full.width(), around + leastText), full.height()};
}

void Chip::resizeEvent(QResizeEvent *)
{
    if (m_remove)
        m_remove->setGeometry(width() - chipButton, (height() - chipButton) / 2, chipButton,
                              chipButton);
}

bool Chip::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(),
                           isElided() ? m_text : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

void Chip::paintEvent(QPaintEvent *)
{
    const Palette &colors = Palette::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
        QPen(colors.color(hasFocus() ? ColorRole::Accent : ColorRole::Line), hasFocus() ? 1.5 : 1));
    painter.setBrush(m_clickable && underMouse()
                         ? colors.tint(ColorRole::Text, ColorRole::Surface, 0.06)
                         : colors.color(ColorRole::Surface));
    const qreal radius = m_shape == Shape::Card ? Space::radius : height() / 2.0;
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), radius, radius);
    if (m_series >= 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.series(m_series));
        painter.drawEllipse(QRectF(chipSide, (height() - chipDot) / 2.0, chipDot, chipDot));
    }
    painter.setPen(colors.color(m_remove ? ColorRole::Text : ColorRole::MutedText));
    // Models differ in the middle and at the end, sentences begin with what they are about.
    const Qt::TextElideMode mode = m_series >= 0 ? Qt::ElideMiddle : Qt::ElideRight;
    const QRect room = textRoom();
    painter.drawText(room, Qt::AlignLeading | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_text, mode, room.width()));
}

void Chip::mousePressEvent(QMouseEvent *event) { event->setAccepted(m_clickable); }

void Chip::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_clickable && event->button() == Qt::LeftButton
        && rect().contains(event->position().toPoint()))
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
