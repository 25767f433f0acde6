// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/columnstate.h"

#include <QWidget>

namespace Sidelong {

/// A column's stripe and its two lines, which keep their place whatever comes: names are cut,
/// figures never are. Painted, because eight of them change ten times a second. The name of the
/// column that keys act on is underlined.
class ColumnHeader : public QWidget
{
    Q_OBJECT

public:
    explicit ColumnHeader(QWidget *parent = nullptr);

    void setTitle(const ColumnTitle &title);
    void setState(const ColumnState &state);
    /// On a card, which has no chips, what is different stands in place of the provider.
    void setCompact(bool compact);
    void setMarked(bool marked);
    bool isMarked() const { return m_marked; }
    /// All that the header says, as one sentence.
    QString summary() const;

    QSize sizeHint() const override;

Q_SIGNALS:
    void doubleClicked();
    void clicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Figure
    {
        QString label;
        QString value;
        ColorRole role = ColorRole::Text;
        QFont::Weight weight = QFont::DemiBold;
    };
    QList<Figure> figures() const;
    QString source() const;
    QString aside() const;
    void paintFirstLine(QPainter *painter);
    void paintFigures(QPainter *painter);

    ColumnTitle m_title;
    ColumnState m_state;
    bool m_compact = false;
    bool m_marked = false;
};

} // namespace Sidelong
