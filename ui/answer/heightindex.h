// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <vector>

namespace Sidelong {

/// The heights of a growing column of blocks, in pixels: sums and look-ups by position in
/// logarithmic time, so that a block of a long answer may change its height for next to nothing.
/// A Fenwick tree (https://doi.org/10.1002/spe.4380240306).
class HeightIndex
{
public:
    void clear();
    void append(int height);
    void set(qsizetype index, int height);
    int at(qsizetype index) const { return m_heights[static_cast<std::size_t>(index)]; }
    qsizetype count() const { return static_cast<qsizetype>(m_heights.size()); }

    qint64 total() const { return top(count()); }
    /// The sum of all before \a index.
    qint64 top(qsizetype index) const;
    /// The block at \a y; the first or last one for a position outside. -1 where there is none.
    qsizetype find(qint64 y) const;

private:
    std::vector<int> m_heights;
    std::vector<qint64> m_tree; ///< 1-based.
};

} // namespace Sidelong
