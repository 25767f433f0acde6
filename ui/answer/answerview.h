// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/answer/textflow.h"
#include "ui/common/palette.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>

class QToolButton;

namespace Sidelong {

/// One answer as it streams: plain text, and above it, folded, what the model thought. Cheap to
/// append to whatever its length: text is only kept until the next turn of the event loop, and
/// only what is seen is laid out. Follows the end while the user is at the end; scrolling up stops
/// that, End (or, while the answer streams, the button at the bottom) starts it again. Text can be
/// selected and copied at any time; the selection is kept in offsets of the source.
class AnswerView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    enum class Live { Yes, No };

    explicit AnswerView(QWidget *parent = nullptr);
    ~AnswerView() override;

    void clear();
    /// UTF-8, which may be cut anywhere.
    void append(QByteArrayView utf8);
    void appendReasoning(QByteArrayView utf8);
    /// Whether the caret stands at the end.
    void setLive(Live live);
    /// The title of the thoughts: "Thought for 41 s".
    void setReasoningTitle(const QString &title);
    /// What stands, muted, where no text is and none is to come.
    void setPlaceholder(const QString &text);
    void setReasoningOpen(bool open);
    bool isReasoningOpen() const;

    const QString &text() const { return m_answer.text(); }
    const QString &reasoning() const { return m_thoughts.text(); }
    bool isFollowing() const { return m_following; }
    void scrollToEnd();
    /// Shows the beginning and does not follow; for an answer that is whole.
    void showStart();

    bool hasSelection() const { return !selection().isEmpty(); }
    QString selectedText() const;
    /// Of the answer, in UTF-16 offsets.
    TextFlow::Range selection() const;
    void select(TextFlow::Range range);
    void selectAll();
    void copy() const;

    /// Pixels of the body text; look.md's is 13.
    void setTextPixels(int pixels);

    // For the accessible text interface.
    qsizetype caret() const { return m_caret; }
    qsizetype offsetAt(QPoint viewportPoint);
    QRect characterRect(qsizetype offset);
    /// Lays out what is waiting now instead of in the next turn of the event loop.
    void layoutNow();

Q_SIGNALS:
    void followingChanged(bool following);

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    enum class Grain { Character, Word, Line };

    void requestLayout();
    void layoutSeen();
    int layoutFlow(TextFlow &flow, int top);
    void relayout();
    int answerTop() const;
    qint64 contentHeight() const;
    void updateRange();
    void setFollowing(bool following);
    void showEndButton();
    void showReasoning(bool open);
    void paintFrame();
    void placeButtons();
    void dragOn();
    QRectF liveCaret();
    void paintPlaceholder(QPainter *painter);
    void extendTo(qsizetype offset);
    bool moveByKey(QKeyEvent *event);
    bool scrollByKey(QKeyEvent *event);
    void showOffset(qsizetype offset);
    void paintFlow(QPainter *painter, TextFlow &flow, int top, const QRect &dirty,
                   const QColor &color, TextFlow::Range selected);

    TextFlow m_thoughts;
    TextFlow m_answer;
    QToolButton *m_thoughtsButton;
    QToolButton *m_endButton;
    QString m_placeholder;
    QBasicTimer m_blink;
    QBasicTimer m_dragScroll;
    qsizetype m_anchor = 0;
    qsizetype m_caret = 0;
    TextFlow::Range m_grainStart;
    Grain m_grain = Grain::Character;
    QPoint m_dragPoint;
    qint64 m_lastDoubleClickMs = 0;
    bool m_following = true;
    bool m_live = false;
    bool m_caretShown = true;
    bool m_layoutWanted = false;
    bool m_heightsMoved = false;
    qsizetype m_dirtyFrom = 0; ///< The first block that must be painted anew.
    bool m_moving = false; ///< Scrolled by us, not by the user.
};

} // namespace Sidelong
