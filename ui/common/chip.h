// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace Sidelong {

/// A small pill: an optional dot in a series' colour, a text, and where it can be taken away an ×.
/// A chip with an × or with clickable set is reached by Tab; Delete takes it away, Space and
/// Return click it.
class Chip : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Plain, Removable };

    explicit Chip(const QString &text, Kind kind = Kind::Plain, QWidget *parent = nullptr);

    QString text() const { return m_text; }
    void setText(const QString &text);
    /// The dot; -1 = none.
    void setSeries(int series);
    /// Makes the text itself a button.
    void setClickable();
    /// Over this width the text is cut.
    void setMaximumTextWidth(int width);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void clicked();
    void removeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    int textLeft() const;

    QString m_text;
    QToolButton *m_remove = nullptr;
    int m_series = -1;
    int m_maximumTextWidth = 260;
    bool m_clickable = false;
};

} // namespace Sidelong
