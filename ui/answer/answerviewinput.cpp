// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse and the keyboard of AnswerView.
#include "ui/answer/answerview.h"

#include "ui/common/fonts.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QStyleHints>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int answerMargin = 14;
constexpr int dragScrollMs = 30;

} // namespace

TextFlow::Range AnswerView::selection() const
{
    return {qMin(m_anchor, m_caret), qMax(m_anchor, m_caret)};
}

QString AnswerView::selectedText() const
{
    const TextFlow::Range range = selection();
    return m_answer.text().mid(range.from, range.to - range.from);
}

void AnswerView::select(TextFlow::Range range)
{
    const qsizetype size = m_answer.text().size();
    m_anchor = qBound<qsizetype>(0, range.from, size);
    m_caret = qBound<qsizetype>(0, range.to, size);
    viewport()->update();
}

void AnswerView::selectAll() { select({0, m_answer.text().size()}); }

void AnswerView::copy() const
{
    if (hasSelection())
        QApplication::clipboard()->setText(selectedText());
}

qsizetype AnswerView::offsetAt(QPoint viewportPoint)
{
    if (m_answer.isEmpty())
        return 0;
    const QPoint inFlow =
        viewportPoint + QPoint(-answerMargin, verticalScrollBar()->value() - answerTop());
    if (inFlow.y() < 0)
        return 0;
    if (inFlow.y() >= m_answer.height())
        return m_answer.text().size();
    return m_answer.offsetAt(inFlow);
}

QRect AnswerView::characterRect(qsizetype offset)
{
    QRectF here = m_answer.caretRect(offset);
    const QRectF next = m_answer.caretRect(m_answer.nextCharacter(offset, 1));
    if (next.top() == here.top())
        here.setRight(qMax(here.right(), next.left()));
    return here.translated(answerMargin, answerTop() - verticalScrollBar()->value())
        .toAlignedRect();
}

// ---- mouse

void AnswerView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint point = event->position().toPoint();
    const qint64 sinceDouble = static_cast<qint64>(event->timestamp()) - m_lastDoubleClickMs;
    const bool triple = m_lastDoubleClickMs > 0
        && sinceDouble < QGuiApplication::styleHints()->mouseDoubleClickInterval();
    const qsizetype offset = offsetAt(point);
    if (triple) {
        m_grain = Grain::Line;
        m_grainStart = m_answer.lineAt(offset);
        select(m_grainStart);
    } else if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        select({m_anchor, offset});
    } else {
        m_grain = Grain::Character;
        m_grainStart = {offset, offset};
        select(m_grainStart);
    }
}

void AnswerView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_lastDoubleClickMs = static_cast<qint64>(event->timestamp());
    m_grain = Grain::Word;
    m_grainStart = m_answer.wordAt(offsetAt(event->position().toPoint()));
    select(m_grainStart);
}

void AnswerView::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton))
        return;
    m_dragPoint = event->position().toPoint();
    extendTo(offsetAt(m_dragPoint));
    if (viewport()->rect().contains(m_dragPoint))
        m_dragScroll.stop();
    else if (!m_dragScroll.isActive())
        m_dragScroll.start(dragScrollMs, this);
}

void AnswerView::mouseReleaseEvent(QMouseEvent *)
{
    m_dragScroll.stop();
    if (hasSelection() && QApplication::clipboard()->supportsSelection())
        QApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
}

void AnswerView::dragOn()
{
    const int over =
        m_dragPoint.y() < 0 ? m_dragPoint.y() : qMax(0, m_dragPoint.y() - viewport()->height());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + over);
    extendTo(offsetAt(m_dragPoint));
}

void AnswerView::extendTo(qsizetype offset)
{
    TextFlow::Range grain{offset, offset};
    if (m_grain == Grain::Word)
        grain = m_answer.wordAt(offset);
    else if (m_grain == Grain::Line)
        grain = m_answer.lineAt(offset);
    if (offset < m_grainStart.from)
        select({m_grainStart.to, grain.from});
    else
        select({m_grainStart.from, qMax(grain.to, m_grainStart.to)});
}

void AnswerView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copyAction = menu->addAction(tr("&Copy"), this, &AnswerView::copy);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setEnabled(hasSelection());
    QAction *allAction = menu->addAction(tr("Select &all"), this, &AnswerView::selectAll);
    allAction->setShortcut(QKeySequence::SelectAll);
    allAction->setEnabled(!m_answer.isEmpty());
    menu->popup(event->globalPos());
}

// ---- keyboard

bool AnswerView::event(QEvent *event)
{
    // Otherwise a menu entry of the window would take Ctrl+C and Ctrl+A away.
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::SelectAll)
            || (key->matches(QKeySequence::Copy) && hasSelection())) {
            key->accept();
            return true;
        }
    }
    if (event->type() == QEvent::Paint) {
        paintFrame();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

void AnswerView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if (!moveByKey(event) && !scrollByKey(event))
        event->ignore();
}

bool AnswerView::moveByKey(QKeyEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ShiftModifier) || m_answer.isEmpty())
        return false;
    const bool byWord = event->modifiers().testFlag(Qt::ControlModifier);
    const QRectF here = m_answer.caretRect(m_caret);
    const auto vertical = [&](qreal dy) { return m_answer.offsetAt({here.x(), here.y() + dy}); };
    const auto horizontal = [&](int direction) {
        return byWord ? m_answer.nextWord(m_caret, direction)
                      : m_answer.nextCharacter(m_caret, direction);
    };
    const TextFlow::Range line = m_answer.lineAt(m_caret);
    const qreal page = viewport()->height() - here.height();
    qsizetype to = m_caret;
    switch (event->key()) {
    case Qt::Key_Left: to = horizontal(-1); break;
    case Qt::Key_Right: to = horizontal(1); break;
    case Qt::Key_Up: to = here.y() < 1 ? 0 : vertical(-here.height() / 2); break;
    case Qt::Key_Down: to = vertical(here.height() * 1.5 + 2); break;
    case Qt::Key_PageUp: to = here.y() < page ? 0 : vertical(-page); break;
    case Qt::Key_PageDown: to = vertical(page); break;
    case Qt::Key_Home: to = byWord ? 0 : line.from; break;
    case Qt::Key_End: to = byWord ? m_answer.text().size() : line.to; break;
    default: return false;
    }
    select({m_anchor, to});
    showOffset(to);
    return true;
}

void AnswerView::showOffset(qsizetype offset)
{
    const QRect rect = characterRect(offset);
    QScrollBar *bar = verticalScrollBar();
    if (rect.top() < 0)
        bar->setValue(bar->value() + rect.top() - Space::control);
    else if (rect.bottom() > viewport()->height())
        bar->setValue(bar->value() + rect.bottom() - viewport()->height() + Space::control);
}

bool AnswerView::scrollByKey(QKeyEvent *event)
{
    if (event->modifiers() & ~(Qt::KeypadModifier | Qt::ControlModifier))
        return false;
    QScrollBar *bar = verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_Up: bar->triggerAction(QAbstractSlider::SliderSingleStepSub); return true;
    case Qt::Key_Down: bar->triggerAction(QAbstractSlider::SliderSingleStepAdd); return true;
    case Qt::Key_PageUp: bar->triggerAction(QAbstractSlider::SliderPageStepSub); return true;
    case Qt::Key_PageDown: bar->triggerAction(QAbstractSlider::SliderPageStepAdd); return true;
    case Qt::Key_Home: bar->setValue(0); return true;
    case Qt::Key_End: scrollToEnd(); return true;
    default: return false;
    }
}

void AnswerView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    update();
}

void AnswerView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    update();
}

} // namespace Sidelong
