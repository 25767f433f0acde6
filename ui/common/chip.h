// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace Sidelong {

/// A small pill: an optional dot in a series' colour, a text, and where it can be taken away an ×.
/// A chip with an × or with clickable set is reached by Tab and as high as a finger needs it;
/// Delete takes it away, Space and Return click it. What is cut of the text stands in its tool tip.
class Chip : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Plain, Removable };
    enum class Shape { Pill, Card };

    explicit Chip(const QString &text, Kind kind = Kind::Plain, QWidget *parent = nullptr);

    QString text() const { return m_text; }
    void setText(const QString &text);
    /// A card stands beside buttons and is as high. Removable chips are cards unless told.
    void setShape(Shape shape);
    /// The dot; -1 = none.
    void setSeries(int series);
    /// Makes the text itself a button.
    void setClickable();
    bool isElided() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void clicked();
    void removeRequested();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    int textLeft() const;
    QRect textRoom() const;

    QString m_text;
    QToolButton *m_remove = nullptr;
    int m_series = -1;
    Shape m_shape = Shape::Pill;
    bool m_clickable = false;
};

} // namespace Sidelong
