// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/workbenchdocument.h"

#include <QWidget>

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
    explicit PromptPane(QWidget *parent = nullptr);

    void showDocument(const WorkbenchDocument &document);
    void setColumnCount(int count);
    /// While answers stream, Stop stands beside Run.
    void setLive(bool live);
    /// A sentence over the Run button; empty takes it away.
    void showError(const QString &sentence);
    /// Puts the caret where one asks.
    void focusPrompt();

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
    QList<PromptTurn> turns() const;
    void addTurn(Role role);

    QLineEdit *m_title = nullptr;
    QWidget *m_turnList = nullptr;
    QVBoxLayout *m_turnLayout = nullptr;
    QList<TurnEditor *> m_turns;
    InfoBar *m_error = nullptr;
    QPushButton *m_run = nullptr;
    QPushButton *m_stop = nullptr;
    ParameterRow *m_parameters = nullptr;
};

} // namespace Sidelong
