// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/columnplan.h"

namespace Sidelong {

namespace {

constexpr int leastWidth = 320;
constexpr int leastGridHeight = 260;
constexpr int cardWidth = 320;
constexpr int cardHeight = 62;
constexpr int cardGap = 8;

ColumnPlan planSideBySide(int count, QSize view)
{
    ColumnPlan plan;
    const int width = qMax(leastWidth, view.width() / count);
    for (int i = 0; i < count; ++i) {
        // The last one takes what the division left over.
        const bool fits = width * count <= view.width();
        const int right = fits && i + 1 == count ? view.width() : (i + 1) * width;
        plan.places.append(QRect(i * width, 0, right - i * width, view.height()));
    }
    plan.content = {qMax(view.width(), count * width), view.height()};
    return plan;
}

ColumnPlan planGrid(int count, QSize view)
{
    ColumnPlan plan;
    int across = 1;
    while (across * across < count)
        ++across;
    across = qBound(1, qMin(across, view.width() / leastWidth), count);
    const int rows = (count + across - 1) / across;
    const int height = qMax(leastGridHeight, view.height() / rows);
    const int width = qMax(leastWidth, view.width() / across);
    for (int i = 0; i < count; ++i) {
        // A last row that is not full shares the width among those that are there.
        const int row = i / across;
        const int inRow = qMin(across, count - row * across);
        const int each = qMax(width, view.width() / inRow);
        plan.places.append(QRect(i % across * each, row * height, each, height));
    }
    plan.content = {qMax(view.width(), across * width), qMax(view.height(), rows * height)};
    return plan;
}

ColumnPlan planFocus(int count, int focused, QSize view)
{
    if (count == 1)
        return planSideBySide(1, view);
    ColumnPlan plan;
    const int width = qMax(leastWidth, view.width() - cardWidth - 2 * cardGap);
    int y = cardGap;
    for (int i = 0; i < count; ++i) {
        if (i == focused) {
            plan.places.append(QRect(0, 0, width, 0));
            continue;
        }
        plan.places.append(QRect(width + cardGap, y, cardWidth, cardHeight));
        y += cardHeight + cardGap;
    }
    const int height = qMax(view.height(), y);
    plan.places[focused].setHeight(view.height());
    plan.content = {qMax(view.width(), width + cardWidth + 2 * cardGap), height};
    return plan;
}

} // namespace

ColumnPlan planColumns(Arrangement arrangement, int count, int focused, int large, QSize view)
{
    if (count == 0)
        return {{}, view};
    if (large >= 0) {
        ColumnPlan plan;
        plan.places.resize(count);
        plan.places[large] = QRect(QPoint(0, 0), view.expandedTo({leastWidth, 0}));
        plan.content = plan.places.at(large).size();
        return plan;
    }
    switch (arrangement) {
    case Arrangement::Grid: return planGrid(count, view);
    case Arrangement::Focus: return planFocus(count, qBound(0, focused, count - 1), view);
    case Arrangement::Columns:
    case Arrangement::Table: break;
    }
    return planSideBySide(count, view);
}

int snappedPosition(const ColumnPlan &plan, int x, int maximum)
{
    int nearest = maximum;
    for (const QRect &place : plan.places) {
        if (qAbs(place.left() - x) < qAbs(nearest - x))
            nearest = qMin(place.left(), maximum);
    }
    return nearest;
}

} // namespace Sidelong
