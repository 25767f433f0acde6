// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace Sidelong {

class Chip;

/// Chips in one line: as many as there is room for, then "+2" with the others in its tool tip. A
/// long one is cut before it is left out; the first is always there.
class ChipStrip : public QWidget
{
    Q_OBJECT

public:
    explicit ChipStrip(QWidget *parent = nullptr);

    QStringList texts() const { return m_texts; }
    void setTexts(const QStringList &texts);
    /// Those that are not seen.
    QStringList leftOut() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void place();

    QStringList m_texts;
    QList<Chip *> m_chips;
    Chip *m_more;
    qsizetype m_shown = 0;
};

} // namespace Sidelong
