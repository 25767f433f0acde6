// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/popup.h"

#include "ui/common/fonts.h"
#include "ui/common/palette.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScreen>

#include <algorithm>

namespace Sidelong {

Popup::Popup(QWidget *parent) : QFrame(parent, Qt::Popup) { setAttribute(Qt::WA_DeleteOnClose); }

void Popup::showBelow(const QWidget *anchor)
{
    adjustSize();
    QPoint at = anchor->mapToGlobal(QPoint(0, anchor->height() + Space::chip));
    if (const QScreen *screen = anchor->screen()) {
        const QRect room = screen->availableGeometry();
        if (at.y() + height() > room.bottom())
            at.setY(
                std::max(room.top(), anchor->mapToGlobal(QPoint()).y() - height() - Space::chip));
        at.setX(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - width())));
    }
    move(at);
    show();
}

void Popup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

void Popup::mousePressEvent(QMouseEvent *event)
{
    if (!rect().contains(event->position().toPoint()))
        Q_EMIT dismissed();
    QFrame::mousePressEvent(event); // QWidget closes popups that were clicked outside
}

void Popup::paintEvent(QPaintEvent *)
{
    const Palette &palette = Palette::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), palette.color(ColorRole::Surface));
    painter.setPen(palette.color(ColorRole::Line));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace Sidelong
