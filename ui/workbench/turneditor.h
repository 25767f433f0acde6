// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/workbenchdocument.h"

#include <QPlainTextEdit>
#include <QWidget>

class QLabel;
class QToolButton;

namespace Sidelong {

/// A plain-text editor that is as high as its text, within bounds.
class GrowingEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit GrowingEdit(QWidget *parent = nullptr);

    void setLines(int least, int most);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    int heightOf(int lines) const;

    int m_least = 2;
    int m_most = 12;
};

/// One turn of the prompt: who speaks, how many tokens that is about, and the text.
class TurnEditor : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Fixed, Removable };

    TurnEditor(const PromptTurn &turn, Kind kind, QWidget *parent = nullptr);

    PromptTurn turn() const;
    void setText(const QString &text);
    GrowingEdit *edit() const { return m_edit; }

Q_SIGNALS:
    void edited();
    void removeRequested();

private:
    void showTokens();

    Role m_role;
    QLabel *m_tokens;
    GrowingEdit *m_edit;
};

/// "System", "User", "Assistant"
QString roleTitle(Role role);

} // namespace Sidelong
