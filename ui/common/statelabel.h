// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/palette.h"

#include <QWidget>

namespace Sidelong {

/// A sign and a word in the colour of the state ("✓ done 3.1 s"). The sign is drawn in a box of
/// fixed width, so that the word stands still when the sign changes.
class StateLabel : public QWidget
{
    Q_OBJECT

public:
    explicit StateLabel(QWidget *parent = nullptr);

    void setState(const QString &sign, const QString &text, ColorRole role);
    QString text() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_sign;
    QString m_text;
    ColorRole m_role = ColorRole::MutedText;
};

} // namespace Sidelong
