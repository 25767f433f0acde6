// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/answer/heightindex.h"

#include <QColor>
#include <QFont>
#include <QPointF>
#include <QString>
#include <QStringDecoder>
#include <QTextLayout>

#include <map>
#include <memory>
#include <vector>

class QPainter;

namespace Sidelong {

/// A growing plain text, cut into blocks (a line each; a line over maxBlock is split, for display
/// only) that are laid out when they are asked for. Heights of the others are estimated. Offsets
/// are UTF-16 units of the source. The cost of append() depends on what is appended alone.
class TextFlow
{
public:
    static constexpr int maxBlock = 4096;

    struct Range
    {
        qsizetype from = 0;
        qsizetype to = 0;
        bool isEmpty() const { return from >= to; }
    };

    TextFlow();

    void setFont(const QFont &font);
    /// Drops every layout and estimates anew: O(blocks), a millisecond for 1 MB.
    void setWidth(int width);

    void clear();
    /// \a utf8 may be cut anywhere, also within a character.
    void append(QByteArrayView utf8);
    void append(QStringView text);

    const QString &text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }
    qsizetype blockCount() const { return static_cast<qsizetype>(m_starts.size()); }
    qsizetype blockStart(qsizetype block) const;
    /// Without its line break.
    qsizetype blockLength(qsizetype block) const;
    qsizetype blockOf(qsizetype offset) const;

    const HeightIndex &heights() const { return m_heights; }
    qint64 height() const { return m_heights.total(); }
    /// Lays the block out where it is not; returns by how much its height changed.
    int ensure(qsizetype block);
    /// Forgets the layouts of blocks outside [first, last].
    void keepOnly(qsizetype first, qsizetype last);
    qsizetype layoutCount() const { return static_cast<qsizetype>(m_layouts.size()); }

    /// Paints one block with its top left at \a at.
    void paint(QPainter *painter, qsizetype block, QPointF at, const QColor &color, Range selected,
               const QColor &selection);
    /// The offset nearest to a point, from the top left of the flow.
    qsizetype offsetAt(QPointF point);
    /// Where the caret stands before \a offset, from the top left of the flow.
    QRectF caretRect(qsizetype offset);

    /// The word around \a offset, and the source line around it with its line break.
    Range wordAt(qsizetype offset) const;
    Range lineAt(qsizetype offset) const;
    /// One character (as people count them) or one word on.
    qsizetype nextCharacter(qsizetype offset, int direction) const;
    qsizetype nextWord(qsizetype offset, int direction) const;

private:
    void startBlock(qsizetype at);
    void splitLongBlock();
    int estimate(qsizetype block) const;
    QTextLayout &layout(qsizetype block);
    std::unique_ptr<QTextLayout> makeLayout(qsizetype block) const;

    QString m_text;
    QStringDecoder m_decoder;
    std::vector<qsizetype> m_starts;
    HeightIndex m_heights;
    std::map<qsizetype, std::unique_ptr<QTextLayout>> m_layouts;
    QFont m_font;
    int m_width = 320;
    int m_lineHeight = 21;
    double m_charsPerLine = 40;
};

} // namespace Sidelong
