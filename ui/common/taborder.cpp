// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/taborder.h"

#include <QWidget>

namespace Sidelong {

namespace {

void collectTabStops(QWidget *part, QList<QWidget *> &stops)
{
    QWidget *widget = part;
    do {
        if ((widget->focusPolicy() & Qt::TabFocus)
            && (widget == part || part->isAncestorOf(widget)))
            stops.append(widget);
        widget = widget->nextInFocusChain();
    } while (widget && widget != part);
}

} // namespace

void setTabOrderOf(const QList<QWidget *> &parts)
{
    QList<QWidget *> stops;
    for (QWidget *part : parts)
        collectTabStops(part, stops);
    for (qsizetype i = 1; i < stops.size(); ++i)
        QWidget::setTabOrder(stops.at(i - 1), stops.at(i));
}

} // namespace Sidelong
