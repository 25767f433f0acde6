// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/turneditor.h"

#include "core/cost/tokenestimate.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QTextBlock>
#include <QTextDocument>
#include <QToolButton>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int pauseMs = 250;

/// What a message has beside its text, in words.
QStringList besidesText(const QList<ContentPart> &parts)
{
    QStringList names;
    for (const ContentPart &part : parts) {
        QString name;
        switch (part.kind) {
        case ContentPart::Kind::Text: break;
        case ContentPart::Kind::Image: name = TurnEditor::tr("image"); break;
        case ContentPart::Kind::Reasoning: name = TurnEditor::tr("reasoning"); break;
        case ContentPart::Kind::Refusal: name = TurnEditor::tr("refusal"); break;
        case ContentPart::Kind::ToolCall: name = TurnEditor::tr("tool call"); break;
        case ContentPart::Kind::ToolResult: name = TurnEditor::tr("tool result"); break;
        case ContentPart::Kind::Opaque: name = TurnEditor::tr("the provider's own data"); break;
        }
        if (!name.isEmpty() && !names.contains(name))
            names.append(name);
    }
    return names;
}

QString resultsOf(const QList<ContentPart> &parts)
{
    QStringList results;
    for (const ContentPart &part : parts) {
        if (part.kind == ContentPart::Kind::ToolResult)
            results.append(QString::fromUtf8(part.text));
    }
    return results.join(u'\n');
}

} // namespace

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

// Qt 6.4 dereferences nothing where the clipboard holds nothing, as it does when its owner is gone.
void GrowingEdit::insertFromMimeData(const QMimeData *source)
{
    if (source && source->hasText())
        QPlainTextEdit::insertFromMimeData(source);
}

void GrowingEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        updateGeometry();
}

TurnEditor::TurnEditor(const PromptTurn &turn, Kind kind, QWidget *parent)
    : QWidget(parent), m_turn(turn), m_tokens(new QLabel(this)), m_edit(new GrowingEdit(this))
{
    setLook(m_tokens, "tone", u"caption"_s);
    auto *head = new QHBoxLayout;
    head->setSpacing(Space::chip);
    head->addWidget(makeTitle());
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
    fillEdit();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Space::chip);
    layout->addLayout(head);
    layout->addWidget(m_edit);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        showTokens();
        Q_EMIT settled();
    });
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        m_pause.start();
        Q_EMIT edited();
    });
    showTokens();
}

QWidget *TurnEditor::makeTitle()
{
    const QString also = besidesText(m_turn.parts).join(u", "_s);
    auto *title = new QLabel(also.isEmpty() ? roleTitle(m_turn.role)
                                            : tr("%1 · with %2").arg(roleTitle(m_turn.role), also),
                             this);
    setLook(title, "tone", u"caption"_s);
    title->setBuddy(m_edit);
    return title;
}

void TurnEditor::fillEdit()
{
    m_edit->setAccessibleName(tr("%1 turn").arg(roleTitle(m_turn.role)));
    m_edit->setPlainText(m_turn.text);
    switch (m_turn.role) {
    case Role::System:
        m_edit->setLines(2, 8);
        m_edit->setPlaceholderText(tr("How the model should behave (may stay empty)"));
        break;
    case Role::User:
        m_edit->setLines(6, 24);
        m_edit->setPlaceholderText(tr("What to ask"));
        break;
    case Role::Assistant:
        m_edit->setLines(3, 24);
        m_edit->setPlaceholderText(tr("What the model answered"));
        break;
    case Role::Tool: // answers a call by its id: there is nothing to write
        m_edit->setLines(2, 8);
        m_edit->setPlainText(resultsOf(m_turn.parts));
        m_edit->setReadOnly(true);
        break;
    }
}

PromptTurn TurnEditor::turn() const
{
    PromptTurn turn = m_turn;
    if (turn.role != Role::Tool)
        turn.text = m_edit->toPlainText();
    return turn;
}

void TurnEditor::settle()
{
    if (!m_pause.isActive())
        return;
    m_pause.stop();
    showTokens();
    Q_EMIT settled();
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
