// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/answer/answerview.h"

#include "ui/answer/answeraccessible.h"
#include "ui/common/fonts.h"
#include "ui/common/icons.h"

#include <QGuiApplication>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyleHints>
#include <QTimerEvent>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int answerPadding = 14;
constexpr int thoughtsGap = 12;
constexpr int thoughtsButtonHeight = 26;
// The button, 4 px above it, and under it the line beneath which the text scrolls.
constexpr int thoughtsRowHeight = 4 + thoughtsButtonHeight + 2;
constexpr int endButtonSize = 30;
constexpr int caretWidth = 7;
// Pixels from the end within which the user still is at the end.
constexpr int endSlack = 4;
// Blocks kept laid out around what is seen, so that scrolling back a line costs nothing.
constexpr qsizetype keptAround = 40;

} // namespace

AnswerView::AnswerView(QWidget *parent)
    : QAbstractScrollArea(parent), m_thoughtsButton(new QToolButton(this)),
      m_endButton(new QToolButton(this))
{
    installAnswerAccessibility();
    // One pixel around all, the scroll bar too, for the frame of the focus; see event().
    setFrameStyle(static_cast<int>(QFrame::Box) | static_cast<int>(QFrame::Plain));
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Always there: a bar that came with the text would narrow the lines that were read already.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setAccessibleName(tr("Answer"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    verticalScrollBar()->setFocusPolicy(Qt::NoFocus);

    m_thoughtsButton->setCheckable(true);
    m_thoughtsButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_thoughtsButton->setLayoutDirection(Qt::RightToLeft);
    m_thoughtsButton->setIcon(icon("chevron-right"_L1));
    m_thoughtsButton->setIconSize({12, 12});
    m_thoughtsButton->setFont(uiFont(TextSize::Secondary));
    m_thoughtsButton->hide();
    setReasoningTitle(tr("Thought"));
    connect(m_thoughtsButton, &QToolButton::toggled, this, &AnswerView::showReasoning);

    m_endButton->setIcon(icon("arrow-down"_L1, ColorRole::OnAccent));
    m_endButton->setObjectName(u"toEnd"_s);
    m_endButton->setToolTip(tr("Back to the end (End)"));
    m_endButton->setAccessibleName(tr("Back to the end of the answer"));
    m_endButton->hide();
    connect(m_endButton, &QToolButton::clicked, this, &AnswerView::scrollToEnd);
    setTextPixels(static_cast<int>(TextSize::Body));
}

AnswerView::~AnswerView() = default;

void AnswerView::clear()
{
    m_answer.clear();
    m_thoughts.clear();
    m_anchor = m_caret = 0;
    m_thoughtsButton->setChecked(false);
    m_thoughtsButton->hide();
    setViewportMargins(0, 0, 0, 0);
    setFollowing(true);
    layoutNow();
    viewport()->update();
}

void AnswerView::append(QByteArrayView utf8)
{
    if (utf8.isEmpty())
        return;
    m_dirtyFrom = qMin(m_dirtyFrom, qMax<qsizetype>(0, m_answer.blockCount() - 1));
    m_answer.append(utf8);
    requestLayout();
}

void AnswerView::appendReasoning(QByteArrayView utf8)
{
    if (utf8.isEmpty())
        return;
    m_thoughts.append(utf8);
    if (m_thoughtsButton->isHidden()) {
        m_thoughtsButton->show();
        setViewportMargins(0, thoughtsRowHeight - frameWidth(), 0, 0);
        placeButtons();
    }
    if (isReasoningOpen())
        m_dirtyFrom = 0;
    requestLayout();
}

void AnswerView::setLive(Live live)
{
    m_live = live == Live::Yes;
    m_caretShown = true;
    const int flash = QGuiApplication::styleHints()->cursorFlashTime();
    if (m_live && flash > 0)
        m_blink.start(flash / 2, this);
    else
        m_blink.stop();
    showEndButton();
    viewport()->update();
}

void AnswerView::setReasoningTitle(const QString &title)
{
    if (m_thoughtsButton->text() == title)
        return;
    m_thoughtsButton->setText(title);
    m_thoughtsButton->setAccessibleName(title);
    m_thoughtsButton->setToolTip(tr("Show or hide what the model thought"));
    placeButtons();
}

void AnswerView::setPlaceholder(const QString &text)
{
    if (m_placeholder == text)
        return;
    m_placeholder = text;
    setAccessibleDescription(text);
    if (m_answer.isEmpty())
        viewport()->update();
}

void AnswerView::setReasoningOpen(bool open) { m_thoughtsButton->setChecked(open); }

// Who opens the thoughts wants to read them from their start, whatever comes at the end.
void AnswerView::showReasoning(bool open)
{
    m_thoughtsButton->setIcon(icon(open ? "chevron-down"_L1 : "chevron-right"_L1));
    if (open && !m_thoughts.isEmpty()) {
        setFollowing(false);
        showStart();
    }
    layoutNow();
    const QScrollBar *bar = verticalScrollBar();
    if (isVisible() && bar->value() >= bar->maximum() - endSlack)
        setFollowing(true);
    viewport()->update();
}

bool AnswerView::isReasoningOpen() const { return m_thoughtsButton->isChecked(); }

void AnswerView::setTextPixels(int pixels)
{
    QFont body = uiFont();
    body.setPixelSize(pixels);
    m_answer.setFont(body);
    body.setPixelSize(qMax(9, pixels - 1));
    m_thoughts.setFont(body);
    relayout();
}

// ---- layout

void AnswerView::requestLayout()
{
    if (std::exchange(m_layoutWanted, true))
        return;
    QMetaObject::invokeMethod(
        this, [this] { layoutNow(); }, Qt::QueuedConnection);
}

int AnswerView::answerTop() const
{
    if (!isReasoningOpen() || m_thoughts.isEmpty())
        return answerPadding - 4;
    return answerPadding - 4 + static_cast<int>(m_thoughts.height()) + thoughtsGap;
}

qint64 AnswerView::contentHeight() const { return answerTop() + m_answer.height() + answerPadding; }

void AnswerView::layoutNow()
{
    m_layoutWanted = false;
    // Out of sight, nothing is laid out; showEvent() comes here again.
    if (!isVisible())
        return;
    layoutSeen();
    const qsizetype dirty = std::exchange(m_dirtyFrom, m_answer.blockCount());
    if (dirty >= m_answer.blockCount())
        return;
    const qint64 top = answerTop() + m_answer.heights().top(dirty) - verticalScrollBar()->value();
    if (top < viewport()->height())
        viewport()->update(0, static_cast<int>(qMax<qint64>(0, top)), viewport()->width(),
                           viewport()->height());
}

// Estimates become heights where they are seen; that moves the range, and with it what is seen.
// Settles in two or three rounds.
void AnswerView::layoutSeen()
{
    for (int round = 0; round < 8; ++round) {
        updateRange();
        const int shift = layoutFlow(m_answer, answerTop());
        const int above = isReasoningOpen() ? layoutFlow(m_thoughts, answerPadding - 4) : 0;
        if (shift == 0 && above == 0 && !m_heightsMoved)
            return;
        if (!m_following) {
            m_moving = true;
            updateRange();
            verticalScrollBar()->setValue(verticalScrollBar()->value() + shift + above);
            m_moving = false;
        }
    }
}

/// Lays out what is seen of \a flow. Returns by how much the part above the view's top grew.
int AnswerView::layoutFlow(TextFlow &flow, int top)
{
    m_heightsMoved = false;
    if (flow.blockCount() == 0)
        return 0;
    const qint64 from = verticalScrollBar()->value() - top;
    const qint64 to = from + viewport()->height();
    const qsizetype first = flow.heights().find(from);
    qsizetype last = first;
    int grewAbove = 0;
    qint64 y = flow.heights().top(first);
    for (; last < flow.blockCount() && y < to; ++last) {
        const int grew = flow.ensure(last);
        // The open block grows with every word: that is no reason to begin anew.
        if (grew != 0 && last + 1 < flow.blockCount())
            m_heightsMoved = true;
        // What is new is painted anew in any case, and what is above it moves by scrolling.
        if (grew != 0 && (&flow != &m_answer || last < m_dirtyFrom))
            viewport()->update();
        if (y < from && from > 0)
            grewAbove += grew;
        y += flow.heights().at(last);
    }
    flow.keepOnly(first - keptAround, last + keptAround);
    if (m_following)
        updateRange();
    return m_following ? 0 : grewAbove;
}

void AnswerView::updateRange()
{
    const int page = viewport()->height();
    const auto maximum = static_cast<int>(qMax<qint64>(0, contentHeight() - page));
    m_moving = true;
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setSingleStep(3 * Space::pane);
    verticalScrollBar()->setRange(0, maximum);
    verticalScrollBar()->setEnabled(maximum > 0);
    if (m_following)
        verticalScrollBar()->setValue(maximum);
    m_moving = false;
}

void AnswerView::relayout()
{
    const int width = viewport()->width() - 2 * answerPadding;
    const qsizetype held = m_following || m_answer.isEmpty()
        ? 0
        : m_answer.offsetAt({0, static_cast<qreal>(verticalScrollBar()->value() - answerTop())});
    m_answer.setWidth(width);
    m_thoughts.setWidth(width);
    m_dirtyFrom = 0;
    if (!isVisible())
        return;
    updateRange();
    if (!m_following && held > 0) {
        m_moving = true;
        verticalScrollBar()->setValue(answerTop()
                                      + static_cast<int>(m_answer.caretRect(held).top()));
        m_moving = false;
    }
    layoutNow();
    viewport()->update();
}

void AnswerView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    placeButtons();
    relayout();
}

void AnswerView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    relayout();
}

void AnswerView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

void AnswerView::placeButtons()
{
    m_thoughtsButton->adjustSize();
    m_thoughtsButton->setGeometry(answerPadding - 7, 4, m_thoughtsButton->sizeHint().width(),
                                  thoughtsButtonHeight);
    m_endButton->setGeometry(viewport()->geometry().center().x() - endButtonSize / 2,
                             viewport()->geometry().bottom() - endButtonSize - Space::pane,
                             endButtonSize, endButtonSize);
}

// ---- following

void AnswerView::scrollContentsBy(int dx, int dy)
{
    viewport()->scroll(dx, dy);
    if (m_moving)
        return;
    const QScrollBar *bar = verticalScrollBar();
    setFollowing(bar->value() >= bar->maximum() - endSlack);
    layoutNow();
}

void AnswerView::scrollToEnd()
{
    setFollowing(true);
    layoutNow();
    viewport()->update();
}

void AnswerView::showStart()
{
    m_following = false;
    m_moving = true;
    verticalScrollBar()->setValue(0);
    m_moving = false;
    requestLayout();
}

void AnswerView::setFollowing(bool following)
{
    if (m_following == following)
        return;
    m_following = following;
    showEndButton();
    Q_EMIT followingChanged(following);
}

// It covers words: of a text that stands still, every one is to be read.
void AnswerView::showEndButton()
{
    m_endButton->setVisible(m_live && !m_following);
    m_endButton->raise();
}

// ---- painting

// The frame of the focus stands around the viewport and does not scroll with the text; nor does the
// line under the title of the thoughts.
void AnswerView::paintFrame()
{
    const Palette &colors = Palette::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), colors.color(ColorRole::Surface));
    if (!m_thoughtsButton->isHidden())
        painter.fillRect(QRect(0, thoughtsRowHeight - 1, width(), 1),
                         colors.color(ColorRole::SoftLine));
    painter.setPen(colors.color(ColorRole::Accent));
    if (hasFocus())
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

QRectF AnswerView::liveCaret()
{
    QRectF caret = m_answer.caretRect(m_answer.text().size());
    caret.translate(answerPadding, answerTop() - verticalScrollBar()->value());
    caret.setWidth(caretWidth);
    return caret.adjusted(1, 1, 1, -1);
}

void AnswerView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_blink.timerId()) {
        m_caretShown = !m_caretShown;
        if (isVisible())
            viewport()->update(liveCaret().toAlignedRect());
    } else if (event->timerId() == m_dragScroll.timerId()) {
        dragOn();
    } else {
        QAbstractScrollArea::timerEvent(event);
    }
}

void AnswerView::paintEvent(QPaintEvent *event)
{
    if (m_layoutWanted)
        layoutNow();
    const Palette &colors = Palette::of(this);
    QPainter painter(viewport());
    const QRect dirty = event->rect();
    painter.fillRect(dirty, colors.color(ColorRole::Surface));
    painter.setClipRect(dirty);
    if (isReasoningOpen())
        paintFlow(&painter, m_thoughts, answerPadding - 4, dirty,
                  colors.color(ColorRole::MutedText), {});
    paintFlow(&painter, m_answer, answerTop(), dirty, colors.color(ColorRole::Text), selection());
    if (m_live && m_caretShown)
        painter.fillRect(liveCaret(), colors.color(ColorRole::Accent));
    if (!m_live && m_answer.isEmpty())
        paintPlaceholder(&painter);
}

void AnswerView::paintPlaceholder(QPainter *painter)
{
    painter->setFont(uiFont());
    painter->setPen(Palette::of(this).color(ColorRole::MutedText));
    const int top = answerTop() - verticalScrollBar()->value();
    painter->drawText(viewport()->rect().adjusted(answerPadding, top, -answerPadding, 0),
                      Qt::TextWordWrap, m_placeholder);
}

void AnswerView::paintFlow(QPainter *painter, TextFlow &flow, int top, const QRect &dirty,
                           const QColor &color, TextFlow::Range selected)
{
    if (flow.blockCount() == 0)
        return;
    const qint64 offset = verticalScrollBar()->value() - top;
    qsizetype block = flow.heights().find(dirty.top() + offset);
    qint64 y = flow.heights().top(block) - offset;
    const QColor selection = Palette::of(this).color(ColorRole::Selection);
    for (; block < flow.blockCount() && y <= dirty.bottom(); ++block) {
        flow.paint(painter, block, QPointF(answerPadding, static_cast<qreal>(y)), color, selected,
                   selection);
        y += flow.heights().at(block);
    }
}

} // namespace Sidelong
