// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/workbenchdocument.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace Sidelong {

class InfoBar;
class ParameterRow;
class TurnEditor;

/// The left side of the Workbench: the prompt, its parameters and Run.
class PromptPane : public QWidget
{
    Q_OBJECT

public:
    static constexpr int minimumPaneWidth = 240;

    explicit PromptPane(QWidget *parent = nullptr);

    void showDocument(const WorkbenchDocument &document);
    void setColumnCount(int count);
    /// While answers stream, Stop stands beside Run.
    void setLive(bool live);
    /// A sentence over the Run button; empty takes it away.
    void showError(const QString &sentence);
    /// Puts the caret where one asks.
    void focusPrompt();
    /// Tells what was written and not told yet; the writer's pauses are waited for otherwise.
    void settle();
    /// For the Tab key, in this order.
    QList<QWidget *> tabParts() const;

Q_SIGNALS:
    void titleEdited(const QString &title);
    void turnsEdited(const QList<Sidelong::PromptTurn> &turns);
    void parametersEdited(const Sidelong::Parameters &parameters);
    void runRequested();
    void stopRequested();

private:
    QWidget *makeHead();
    QWidget *makeFoot();
    void showTurns(const QList<PromptTurn> &turns);
    TurnEditor *appendTurn(const PromptTurn &turn);
    void removeTurn(TurnEditor *editor);
    QList<PromptTurn> turns() const;
    void addTurn(Role role);

    QLineEdit *m_title = nullptr;
    QWidget *m_turnList = nullptr;
    QVBoxLayout *m_turnLayout = nullptr;
    QPushButton *m_more = nullptr;
    QList<TurnEditor *> m_turns;
    InfoBar *m_error = nullptr;
    QPushButton *m_run = nullptr;
    QPushButton *m_stop = nullptr;
    QLabel *m_hint = nullptr;
    ParameterRow *m_parameters = nullptr;
};

} // namespace Sidelong
