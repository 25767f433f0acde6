// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/promptpane.h"

#include "ui/common/hairline.h"
#include "ui/common/icons.h"
#include "ui/common/infobar.h"
#include "ui/common/theme.h"
#include "ui/workbench/parameterrow.h"
#include "ui/workbench/turneditor.h"

#include <QHBoxLayout>
#include <QKeySequence>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

// Between the edge of a control and its text, so that texts stand under one another: border,
// padding of the style sheet and, of a line edit, Qt's own margin.
constexpr int titleInset = 1 + 8 + 2;
constexpr int flatInset = 1 + 6;

} // namespace

PromptPane::PromptPane(QWidget *parent) : QWidget(parent)
{
    setLook(this, "ground", u"window"_s);
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(minimumPaneWidth);

    m_turnList = new QWidget(this);
    m_turnLayout = new QVBoxLayout(m_turnList);
    m_turnLayout->setContentsMargins(Space::paneWide, Space::pane, Space::paneWide, Space::pane);
    m_turnLayout->setSpacing(Space::pane);
    m_more = new QPushButton(tr("+ Turn"), m_turnList);
    setLook(m_more, "kind", u"flat"_s);
    m_more->setAccessibleName(tr("Add a turn"));
    auto *menu = new QMenu(m_more);
    menu->addAction(tr("&Assistant turn"), this, [this] { addTurn(Role::Assistant); });
    menu->addAction(tr("&User turn"), this, [this] { addTurn(Role::User); });
    m_more->setMenu(menu);
    auto *more = new QHBoxLayout;
    more->addSpacing(-flatInset);
    more->addWidget(m_more, 0, Qt::AlignLeft);
    m_turnLayout->addLayout(more);
    m_turnLayout->addStretch();

    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_turnList);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(new HairLine(Qt::Horizontal, ColorRole::Line, this));
    layout->addWidget(scroll, 1);
    layout->addWidget(new HairLine(Qt::Horizontal, ColorRole::Line, this));
    layout->addWidget(makeFoot());
}

QWidget *PromptPane::makeHead()
{
    auto *head = new QWidget(this);
    head->setFixedHeight(44);
    m_title = new QLineEdit(head);
    m_title->setFont(uiFont(TextSize::Title, QFont::DemiBold));
    setLook(m_title, "kind", u"title"_s);
    m_title->setObjectName(u"promptTitle"_s);
    m_title->setPlaceholderText(tr("Untitled prompt"));
    m_title->setAccessibleName(tr("Name of the prompt"));
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(Space::paneWide - titleInset, 0, Space::paneWide, 0);
    layout->addWidget(m_title);
    connect(m_title, &QLineEdit::textEdited, this, &PromptPane::titleEdited);
    return head;
}

QWidget *PromptPane::makeFoot()
{
    auto *foot = new QWidget(this);
    m_error = new InfoBar(InfoBar::Weight::Error, foot);
    m_error->setClosable();
    m_error->hide();

    m_run = new QPushButton(icon("run"_L1, ColorRole::OnAccent), {}, foot);
    m_run->setObjectName(u"run"_s);
    setLook(m_run, "kind", u"primary"_s);
    m_run->setToolTip(tr("Send the prompt to every column (Ctrl+Return)"));
    m_stop = new QPushButton(tr("Stop all"), foot);
    m_stop->setToolTip(tr("Stop every answer that streams (Esc)"));
    m_stop->hide();
    m_hint = new QLabel(tr("Ctrl ⏎"), foot);
    setLook(m_hint, "tone", u"caption"_s);
    m_parameters = new ParameterRow(foot);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Space::control);
    buttons->addWidget(m_run);
    buttons->addWidget(m_stop);
    buttons->addStretch();
    buttons->addWidget(m_hint);
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(Space::paneWide, Space::pane, Space::paneWide, Space::pane);
    layout->setSpacing(Space::pane);
    layout->addWidget(m_error);
    layout->addLayout(buttons);
    layout->addWidget(m_parameters);
    connect(m_run, &QPushButton::clicked, this, &PromptPane::runRequested);
    connect(m_stop, &QPushButton::clicked, this, &PromptPane::stopRequested);
    connect(m_parameters, &ParameterRow::edited, this, &PromptPane::parametersEdited);
    setColumnCount(0);
    return foot;
}

void PromptPane::showDocument(const WorkbenchDocument &document)
{
    m_title->setText(document.title);
    m_parameters->setParameters(document.parameters);
    showTurns(document.turns);
}

void PromptPane::showTurns(const QList<PromptTurn> &turns)
{
    for (TurnEditor *editor : std::as_const(m_turns)) {
        editor->hide();
        editor->deleteLater();
    }
    m_turns.clear();
    for (const PromptTurn &turn : turns)
        appendTurn(turn);
}

TurnEditor *PromptPane::appendTurn(const PromptTurn &turn)
{
    const bool fixed = turn.role == Role::System
        || (turn.role == Role::User
            && std::none_of(m_turns.cbegin(), m_turns.cend(),
                            [](const TurnEditor *other) { return other->role() == Role::User; }));
    auto *editor = new TurnEditor(
        turn, fixed ? TurnEditor::Kind::Fixed : TurnEditor::Kind::Removable, m_turnList);
    connect(editor, &TurnEditor::edited, this, [this] { showError({}); });
    connect(editor, &TurnEditor::settled, this, [this] { Q_EMIT turnsEdited(turns()); });
    connect(editor, &TurnEditor::removeRequested, this, [this, editor] { removeTurn(editor); });
    m_turnLayout->insertWidget(static_cast<int>(m_turns.size()), editor);
    m_turns.append(editor);
    editor->show();
    return editor;
}

void PromptPane::removeTurn(TurnEditor *editor)
{
    m_turns.removeOne(editor);
    editor->hide();
    editor->deleteLater();
    Q_EMIT turnsEdited(turns());
}

QList<PromptTurn> PromptPane::turns() const
{
    QList<PromptTurn> turns;
    for (const TurnEditor *editor : m_turns)
        turns.append(editor->turn());
    return turns;
}

void PromptPane::settle()
{
    for (TurnEditor *editor : std::as_const(m_turns))
        editor->settle();
}

void PromptPane::addTurn(Role role)
{
    TurnEditor *added = appendTurn({role, {}});
    Q_EMIT turnsEdited(turns());
    added->edit()->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> PromptPane::tabParts() const
{
    QList<QWidget *> parts{m_title};
    for (TurnEditor *editor : m_turns)
        parts.append(editor);
    return parts + QList<QWidget *>{m_more, m_error, m_run, m_stop, m_parameters};
}

void PromptPane::setColumnCount(int count)
{
    m_run->setText(count > 1 ? tr("&Run %1").arg(count) : tr("&Run"));
    m_run->setAccessibleName(count == 1 ? tr("Run one model") : tr("Run %1 models").arg(count));
}

// In a narrow pane there is no room for the key beside both buttons.
void PromptPane::setLive(bool live)
{
    m_hint->setVisible(!live);
    m_stop->setVisible(live);
}

void PromptPane::showError(const QString &sentence)
{
    m_error->setText(sentence);
    m_error->setVisible(!sentence.isEmpty());
}

void PromptPane::focusPrompt()
{
    for (const TurnEditor *editor : std::as_const(m_turns)) {
        if (editor->role() == Role::User) {
            editor->edit()->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

} // namespace Sidelong
