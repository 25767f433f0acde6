// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/segmentedcontrol.h"

#include "ui/common/fonts.h"
#include "ui/common/palette.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

namespace Sidelong {

namespace {

class Segment : public QAbstractButton
{
public:
    Segment(const QString &text, QWidget *parent) : QAbstractButton(parent)
    {
        setText(text);
        setAccessibleName(text);
        setCheckable(true);
        setFont(uiFont(TextSize::Secondary));
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setAttribute(Qt::WA_Hover);
    }

    QSize sizeHint() const override { return {fontMetrics().horizontalAdvance(text()) + 22, 26}; }

protected:
    // The frame around all segments is the control's own; a segment paints within it.
    void paintEvent(QPaintEvent *) override
    {
        const Palette &colors = Palette::of(this);
        QPainter painter(this);
        painter.setPen(
            colors.color(isChecked() || underMouse() ? ColorRole::Text : ColorRole::MutedText));
        painter.drawText(rect(), Qt::AlignCenter, text());
        if (!hasFocus())
            return;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colors.color(ColorRole::Accent), 1.5));
        painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 4, 4);
    }
};

} // namespace

SegmentedControl::SegmentedControl(QWidget *parent)
    : QWidget(parent), m_group(new QButtonGroup(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(1);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idClicked, this, [this](int id) {
        update();
        Q_EMIT chosen(id);
    });
}

void SegmentedControl::addSegment(const QString &text, const QString &toolTip)
{
    auto *segment = new Segment(text, this);
    const int id = static_cast<int>(m_group->buttons().size());
    segment->setToolTip(toolTip);
    segment->setChecked(id == 0);
    segment->setFocusPolicy(id == 0 ? Qt::StrongFocus : Qt::ClickFocus);
    segment->installEventFilter(this);
    m_group->addButton(segment, id);
    layout()->addWidget(segment);
}

int SegmentedControl::current() const { return m_group->checkedId(); }

void SegmentedControl::setCurrent(int index)
{
    QAbstractButton *segment = m_group->button(index);
    if (!segment)
        return;
    segment->setChecked(true);
    const auto buttons = m_group->buttons();
    for (QAbstractButton *button : buttons)
        button->setFocusPolicy(button == segment ? Qt::StrongFocus : Qt::ClickFocus);
    update();
}

bool SegmentedControl::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const int step = key == Qt::Key_Right ? 1 : key == Qt::Key_Left ? -1 : 0;
    QAbstractButton *next = m_group->button(current() + step);
    if (step == 0 || !next)
        return QWidget::eventFilter(watched, event);
    next->setFocus(Qt::TabFocusReason);
    setCurrent(current() + step);
    Q_EMIT chosen(current());
    return true;
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    const Palette &colors = Palette::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath frame;
    frame.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Space::radius,
                         Space::radius);
    painter.fillPath(frame, colors.color(ColorRole::Surface));
    painter.setClipPath(frame);
    if (const QAbstractButton *checked = m_group->checkedButton())
        painter.fillRect(checked->geometry().adjusted(-1, -1, 1, 1),
                         colors.color(ColorRole::Selection));
    painter.setPen(colors.color(ColorRole::Line));
    const auto buttons = m_group->buttons();
    for (qsizetype i = 1; i < buttons.size(); ++i)
        painter.drawLine(buttons.at(i)->x() - 1, 0, buttons.at(i)->x() - 1, height());
    painter.setClipping(false);
    painter.drawPath(frame);
}

} // namespace Sidelong
