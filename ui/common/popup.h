// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace Sidelong {

/// A small surface that floats over the window until the user clicks elsewhere or presses Esc,
/// then deletes itself. Stays on the screen.
class Popup : public QFrame
{
    Q_OBJECT

public:
    explicit Popup(QWidget *parent);

    /// Under \a anchor, or over it where there is no room.
    void showBelow(const QWidget *anchor);

Q_SIGNALS:
    /// By a click elsewhere, not by Esc; the widgets are still there.
    void dismissed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace Sidelong
