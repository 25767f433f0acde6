// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/columnact.h"

#include <QElapsedTimer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace Sidelong {

/// The buttons under an answer: Stop or Re-run, Copy, and the way through the column's runs.
class ColumnFooter : public QWidget
{
    Q_OBJECT

public:
    /// Re-run does not hear a click that soon after it took the place of Stop: it was meant for
    /// Stop, and an answer costs money.
    static constexpr int swapGuardMs = 400;

    explicit ColumnFooter(QWidget *parent = nullptr);

    struct State
    {
        bool live = false; ///< An answer streams, shown or not.
        bool hasText = false;
        int run = -1; ///< The one that is shown.
        int runCount = 0;

        friend bool operator==(const State &, const State &) = default;
    };
    void setState(const State &state);

Q_SIGNALS:
    void asked(Sidelong::ColumnAct act);
    void stepped(int by);

private:
    QPushButton *makeButton(const QString &text, const QString &toolTip, QHBoxLayout *layout);
    QToolButton *makeArrow(QLatin1StringView iconName, const QString &what, int by);

    State m_state;
    QElapsedTimer m_sinceStop;
    QPushButton *m_stop;
    QPushButton *m_rerun;
    QPushButton *m_copy;
    QToolButton *m_older;
    QToolButton *m_newer;
    QLabel *m_position;
};

} // namespace Sidelong
