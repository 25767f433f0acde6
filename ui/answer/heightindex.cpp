// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/answer/heightindex.h"

namespace Sidelong {

void HeightIndex::clear()
{
    m_heights.clear();
    m_tree.clear();
}

void HeightIndex::append(int height)
{
    m_heights.push_back(height);
    if (m_tree.empty())
        m_tree.push_back(0);
    const std::size_t node = m_heights.size();
    qint64 sum = height;
    const std::size_t lowest = node - (node & (~node + 1));
    for (std::size_t child = node - 1; child > lowest; child -= child & (~child + 1))
        sum += m_tree[child];
    m_tree.push_back(sum);
}

void HeightIndex::set(qsizetype index, int height)
{
    const auto at = static_cast<std::size_t>(index);
    const int delta = height - m_heights[at];
    if (delta == 0)
        return;
    m_heights[at] = height;
    for (std::size_t node = at + 1; node < m_tree.size(); node += node & (~node + 1))
        m_tree[node] += delta;
}

qint64 HeightIndex::top(qsizetype index) const
{
    qint64 sum = 0;
    for (auto node = static_cast<std::size_t>(index); node > 0; node -= node & (~node + 1))
        sum += m_tree[node];
    return sum;
}

qsizetype HeightIndex::find(qint64 y) const
{
    if (m_heights.empty())
        return -1;
    std::size_t step = 1;
    while (step * 2 < m_tree.size())
        step *= 2;
    std::size_t node = 0;
    for (; step > 0; step /= 2) {
        if (node + step < m_tree.size() && m_tree[node + step] <= y) {
            node += step;
            y -= m_tree[node];
        }
    }
    return static_cast<qsizetype>(qMin(node, m_heights.size() - 1));
}

} // namespace Sidelong
