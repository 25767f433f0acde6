// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/answer/textflow.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>

namespace Sidelong {

namespace {

constexpr int leading = 3;
// A split looks for a gap between words in this much of the block's end.
constexpr int splitSearch = 256;
// Enough context to find a boundary, whatever the length of the text.
constexpr qsizetype boundaryWindow = 512;

QTextOption flowOption()
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LayoutDirectionAuto);
    option.setTabStopDistance(28);
    return option;
}

qsizetype stepBoundary(QTextBoundaryFinder::BoundaryType type, const QString &text,
                       qsizetype offset, int direction)
{
    const qsizetype from = qMax<qsizetype>(0, offset - boundaryWindow);
    const QString window = text.mid(from, 2 * boundaryWindow);
    QTextBoundaryFinder finder(type, window);
    finder.setPosition(offset - from);
    const qsizetype next = direction > 0 ? finder.toNextBoundary() : finder.toPreviousBoundary();
    if (next < 0)
        return direction > 0 ? text.size() : 0;
    return from + next;
}

} // namespace

TextFlow::TextFlow() : m_decoder(QStringDecoder::Utf8) { }

void TextFlow::setFont(const QFont &font)
{
    m_font = font;
    m_lineHeight = static_cast<int>(std::ceil(QFontMetricsF(font).height())) + leading;
    setWidth(m_width);
}

void TextFlow::setWidth(int width)
{
    m_width = qMax(width, 40);
    m_charsPerLine = qMax(1.0, m_width / QFontMetricsF(m_font).averageCharWidth());
    m_layouts.clear();
    m_heights.clear();
    for (qsizetype block = 0; block < blockCount(); ++block)
        m_heights.append(estimate(block));
}

void TextFlow::clear()
{
    m_text.clear();
    m_decoder = QStringDecoder(QStringDecoder::Utf8);
    m_starts.clear();
    m_heights.clear();
    m_layouts.clear();
}

void TextFlow::append(QByteArrayView utf8) { append(QString(m_decoder(utf8))); }

void TextFlow::append(QStringView text)
{
    if (text.isEmpty())
        return;
    if (m_starts.empty())
        startBlock(0);
    while (!text.isEmpty()) {
        const qsizetype lineBreak = text.indexOf(u'\n');
        m_text.append(lineBreak < 0 ? text : text.first(lineBreak + 1));
        splitLongBlock();
        const qsizetype last = blockCount() - 1;
        m_layouts.erase(last);
        m_heights.set(last, estimate(last));
        if (lineBreak < 0)
            return;
        startBlock(m_text.size());
        text = text.sliced(lineBreak + 1);
    }
}

void TextFlow::startBlock(qsizetype at)
{
    m_starts.push_back(at);
    m_heights.append(m_lineHeight);
}

// Where it splits depends on the block's first maxBlock units alone, not on how they came.
void TextFlow::splitLongBlock()
{
    while (blockLength(blockCount() - 1) > maxBlock) {
        const qsizetype start = m_starts.back();
        const QStringView head = QStringView(m_text).sliced(start, maxBlock);
        qsizetype cut = maxBlock;
        while (cut > maxBlock - splitSearch && !head.at(cut - 1).isSpace())
            --cut;
        if (cut == maxBlock - splitSearch) {
            const QString end = head.last(splitSearch).toString();
            QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, end);
            finder.toEnd();
            cut = maxBlock - splitSearch + qMax<qsizetype>(finder.toPreviousBoundary(), 2);
        }
        const qsizetype block = blockCount() - 1;
        startBlock(start + cut);
        m_layouts.erase(block);
        m_heights.set(block, estimate(block));
    }
}

qsizetype TextFlow::blockStart(qsizetype block) const
{
    return m_starts[static_cast<std::size_t>(block)];
}

qsizetype TextFlow::blockLength(qsizetype block) const
{
    const qsizetype start = blockStart(block);
    qsizetype end = block + 1 < blockCount() ? blockStart(block + 1) : m_text.size();
    if (end > start && m_text.at(end - 1) == u'\n')
        --end;
    if (end > start && m_text.at(end - 1) == u'\r')
        --end;
    return end - start;
}

qsizetype TextFlow::blockOf(qsizetype offset) const
{
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), offset);
    return qMax<qsizetype>(0, after - m_starts.begin() - 1);
}

int TextFlow::estimate(qsizetype block) const
{
    const auto lines = std::ceil(static_cast<double>(blockLength(block)) / m_charsPerLine);
    return qMax(1, static_cast<int>(lines)) * m_lineHeight;
}

std::unique_ptr<QTextLayout> TextFlow::makeLayout(qsizetype block) const
{
    auto made =
        std::make_unique<QTextLayout>(m_text.mid(blockStart(block), blockLength(block)), m_font);
    QTextOption option = flowOption();
    if (made->text().isRightToLeft())
        option.setAlignment(Qt::AlignRight);
    made->setTextOption(option);
    made->setCacheEnabled(true);
    made->beginLayout();
    qreal y = 0;
    for (QTextLine line = made->createLine(); line.isValid(); line = made->createLine()) {
        line.setLineWidth(m_width);
        line.setPosition({0, y});
        y += std::ceil(line.height()) + leading;
    }
    made->endLayout();
    return made;
}

QTextLayout &TextFlow::layout(qsizetype block)
{
    ensure(block);
    return *m_layouts.at(block);
}

int TextFlow::ensure(qsizetype block)
{
    std::unique_ptr<QTextLayout> &slot = m_layouts[block];
    if (slot)
        return 0;
    slot = makeLayout(block);
    const QTextLine last = slot->lineAt(slot->lineCount() - 1);
    const int height = last.isValid()
        ? static_cast<int>(last.y() + std::ceil(last.height())) + leading
        : m_lineHeight;
    const int before = m_heights.at(block);
    m_heights.set(block, height);
    return height - before;
}

void TextFlow::keepOnly(qsizetype first, qsizetype last)
{
    m_layouts.erase(m_layouts.begin(), m_layouts.lower_bound(first));
    m_layouts.erase(m_layouts.upper_bound(last), m_layouts.end());
}

void TextFlow::paint(QPainter *painter, qsizetype block, QPointF at, const QColor &color,
                     Range selected, const QColor &selection)
{
    QTextLayout &shown = layout(block);
    const qsizetype start = blockStart(block);
    const qsizetype length = blockLength(block);
    const qsizetype from = qMax<qsizetype>(selected.from - start, 0);
    const qsizetype to = qMin(selected.to - start, length);
    QList<QTextLayout::FormatRange> formats;
    if (from < to) {
        QTextLayout::FormatRange range;
        range.start = static_cast<int>(from);
        range.length = static_cast<int>(to - from);
        range.format.setBackground(selection);
        formats.append(range);
    }
    // A selected line break is seen as a small block, or empty lines would look left out.
    if (selected.from <= start + length && selected.to > start + length) {
        const QTextLine last = shown.lineAt(shown.lineCount() - 1);
        const qreal x = last.isValid() ? last.cursorToX(static_cast<int>(length)) : 0;
        const qreal y = last.isValid() ? last.y() : 0;
        painter->fillRect(QRectF(at.x() + x, at.y() + y, 5, m_lineHeight - leading), selection);
    }
    painter->setPen(color);
    shown.draw(painter, at, formats);
}

qsizetype TextFlow::offsetAt(QPointF point)
{
    const qsizetype block = m_heights.find(static_cast<qint64>(point.y()));
    if (block < 0)
        return 0;
    const QTextLayout &shown = layout(block);
    const qreal y = point.y() - static_cast<qreal>(m_heights.top(block));
    for (int i = shown.lineCount() - 1; i >= 0; --i) {
        const QTextLine line = shown.lineAt(i);
        if (line.y() <= y || i == 0)
            return blockStart(block) + line.xToCursor(point.x());
    }
    return blockStart(block);
}

QRectF TextFlow::caretRect(qsizetype offset)
{
    if (m_starts.empty())
        return {0, 0, 1, static_cast<qreal>(m_lineHeight - leading)};
    const qsizetype block = blockOf(offset);
    const QTextLayout &shown = layout(block);
    const int inBlock = static_cast<int>(qMin(offset - blockStart(block), blockLength(block)));
    const QTextLine line = shown.lineForTextPosition(inBlock);
    const auto top = static_cast<qreal>(m_heights.top(block));
    if (!line.isValid())
        return {0, top, 1, static_cast<qreal>(m_lineHeight - leading)};
    return {line.cursorToX(inBlock), top + line.y(), 1, line.height()};
}

TextFlow::Range TextFlow::wordAt(qsizetype offset) const
{
    const qsizetype from = qMax<qsizetype>(0, offset - boundaryWindow);
    const QString window = m_text.mid(from, 2 * boundaryWindow);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, window);
    finder.setPosition(offset - from);
    const qsizetype begin = finder.isAtBoundary() ? offset - from : finder.toPreviousBoundary();
    finder.setPosition(offset - from);
    const qsizetype end = finder.toNextBoundary();
    return {from + qMax<qsizetype>(begin, 0), end < 0 ? m_text.size() : from + end};
}

TextFlow::Range TextFlow::lineAt(qsizetype offset) const
{
    const qsizetype before = offset > 0 ? m_text.lastIndexOf(u'\n', offset - 1) : -1;
    const qsizetype after = m_text.indexOf(u'\n', offset);
    return {before + 1, after < 0 ? m_text.size() : after + 1};
}

qsizetype TextFlow::nextCharacter(qsizetype offset, int direction) const
{
    return stepBoundary(QTextBoundaryFinder::Grapheme, m_text, offset, direction);
}

qsizetype TextFlow::nextWord(qsizetype offset, int direction) const
{
    qsizetype at = stepBoundary(QTextBoundaryFinder::Word, m_text, offset, direction);
    // A gap belongs to the word before it.
    while (at > 0 && at < m_text.size() && m_text.at(at).isSpace())
        at = stepBoundary(QTextBoundaryFinder::Word, m_text, at, direction);
    return at;
}

} // namespace Sidelong
