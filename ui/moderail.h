// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QToolButton;
class QVBoxLayout;

namespace Sidelong {

/// The slim column on the left with the program's pages. Each button is a checkable action.
class ModeRail : public QWidget
{
    Q_OBJECT

public:
    explicit ModeRail(QWidget *parent = nullptr);

    void addPage(QAction *action);
    /// At the foot.
    QToolButton *addFootButton(QAction *action);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *makeButton(QAction *action);

    QVBoxLayout *m_pages;
    QVBoxLayout *m_foot;
};

} // namespace Sidelong
