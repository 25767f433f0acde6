// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/workbenchdocument.h"

#include <QPlainTextEdit>
#include <QTimer>
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
    void insertFromMimeData(const QMimeData *source) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int heightOf(int lines) const;

    int m_least = 2;
    int m_most = 12;
};

/// One turn of the prompt: who speaks, how many tokens that is about, and the text. Whatever costs
/// more in a longer text waits until the writer pauses.
class TurnEditor : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Fixed, Removable };

    TurnEditor(const PromptTurn &turn, Kind kind, QWidget *parent = nullptr);

    Role role() const { return m_turn.role; }
    PromptTurn turn() const;
    GrowingEdit *edit() const { return m_edit; }
    /// Ends the pause: emits settled() now where something was written.
    void settle();

Q_SIGNALS:
    /// With every key.
    void edited();
    /// After a pause, or by settle().
    void settled();
    void removeRequested();

private:
    QWidget *makeTitle();
    void fillEdit();
    void showTokens();

    PromptTurn m_turn; ///< As it came; the text is in the editor.
    QTimer m_pause;
    QLabel *m_tokens;
    GrowingEdit *m_edit;
};

/// "System", "User", "Assistant"
QString roleTitle(Role role);

} // namespace Sidelong
