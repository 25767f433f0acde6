// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QRect>
#include <QSize>

namespace Sidelong {

enum class Arrangement { Columns, Grid, Focus, Table };

/// Where each column goes.
struct ColumnPlan
{
    QList<QRect> places; ///< One for each column; an empty one is not shown.
    QSize content; ///< At least the view's size; wider where it scrolls.
};

/// \a large is the maximised column, or -1; \a focused is the large one of Focus. No column is
/// narrower than 320 px, whatever the view's width.
ColumnPlan planColumns(Arrangement arrangement, int count, int focused, int large, QSize view);

/// The scroll position nearest to \a x at which a column begins, or the end.
int snappedPosition(const ColumnPlan &plan, int x, int maximum);

} // namespace Sidelong
