// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/palette.h"

#include <QWidget>

class QBoxLayout;
class QHBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace Sidelong {

/// A sentence with what to do next, in the place where something happened: a thin bar with a
/// stripe in the colour of its weight. Wraps; has no fixed height. The actions stand
/// beside the sentence where there is room and below it where not.
class InfoBar : public QWidget
{
    Q_OBJECT

public:
    enum class Weight { Notice, Warning, Error };

    explicit InfoBar(Weight weight = Weight::Notice, QWidget *parent = nullptr);

    void setWeight(Weight weight);
    void setText(const QString &sentence);
    QString text() const;
    /// Words that are shown on demand, under a "Details" button, in a field that scrolls where they
    /// are many; none hides the button.
    void setDetails(const QString &details);
    QPushButton *addAction(const QString &text);
    /// An × at the end, which emits closed() and hides the bar.
    void setClosable();

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    Weight m_weight;
    QLabel *m_text;
    QPlainTextEdit *m_details;
    QPushButton *m_detailsButton;
    QBoxLayout *m_line;
    QHBoxLayout *m_actions;
    QToolButton *m_close;
};

} // namespace Sidelong
