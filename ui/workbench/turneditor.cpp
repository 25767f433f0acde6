// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/turneditor.h"

#include "core/cost/tokenestimate.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QTextBlock>
#include <QTextDocument>
#include <QToolButton>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Sidelong {

GrowingEdit::GrowingEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(this, &QPlainTextEdit::textChanged, this, &QWidget::updateGeometry);
}

void GrowingEdit::setLines(int least, int most)
{
    m_least = least;
    m_most = most;
    updateGeometry();
}

int GrowingEdit::heightOf(int lines) const
{
    // The style sheet's border and padding are inside the widget, outside the viewport.
    const int around = 2 * 4 + 2 + static_cast<int>(std::ceil(2 * document()->documentMargin()));
    return lines * fontMetrics().lineSpacing() + around;
}

QSize GrowingEdit::sizeHint() const
{
    int lines = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && lines < m_most;
         block = block.next())
        lines += std::max(1, block.layout()->lineCount());
    return {240, heightOf(std::clamp(lines, m_least, m_most))};
}

QSize GrowingEdit::minimumSizeHint() const { return {120, heightOf(m_least)}; }

void GrowingEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        updateGeometry();
}

TurnEditor::TurnEditor(const PromptTurn &turn, Kind kind, QWidget *parent)
    : QWidget(parent), m_role(turn.role), m_tokens(new QLabel(this)), m_edit(new GrowingEdit(this))
{
    auto *title = new QLabel(roleTitle(turn.role), this);
    setLook(title, "tone", u"caption"_s);
    setLook(m_tokens, "tone", u"caption"_s);
    title->setBuddy(m_edit);
    auto *head = new QHBoxLayout;
    head->setSpacing(Space::chip);
    head->addWidget(title);
    head->addStretch();
    head->addWidget(m_tokens);
    if (kind == Kind::Removable) {
        auto *remove = new QToolButton(this);
        remove->setIcon(icon("close"_L1));
        remove->setIconSize({10, 10});
        remove->setToolTip(tr("Remove this turn"));
        remove->setAccessibleName(remove->toolTip());
        head->addWidget(remove);
        connect(remove, &QToolButton::clicked, this, &TurnEditor::removeRequested);
    }
    m_edit->setAccessibleName(tr("%1 turn").arg(roleTitle(turn.role)));
    m_edit->setPlainText(turn.text);
    if (turn.role == Role::System) {
        m_edit->setLines(2, 8);
        m_edit->setPlaceholderText(tr("How the model should behave (may stay empty)"));
    } else {
        m_edit->setLines(turn.role == Role::User ? 6 : 3, 24);
        m_edit->setPlaceholderText(turn.role == Role::User ? tr("What to ask")
                                                           : tr("What the model answered"));
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Space::chip);
    layout->addLayout(head);
    layout->addWidget(m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        showTokens();
        Q_EMIT edited();
    });
    showTokens();
}

PromptTurn TurnEditor::turn() const { return {m_role, m_edit->toPlainText()}; }

void TurnEditor::setText(const QString &text)
{
    if (m_edit->toPlainText() != text)
        m_edit->setPlainText(text);
}

void TurnEditor::showTokens()
{
    const qint64 tokens = estimateTokens(m_edit->toPlainText().toUtf8().size());
    m_tokens->setText(tokens == 0 ? QString() : tr("≈ %1 tokens").arg(formatTokens(tokens)));
}

QString roleTitle(Role role)
{
    switch (role) {
    case Role::System: return TurnEditor::tr("System");
    case Role::User: return TurnEditor::tr("User");
    case Role::Assistant: return TurnEditor::tr("Assistant");
    case Role::Tool: return TurnEditor::tr("Tool");
    }
    return {};
}

} // namespace Sidelong
