// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/moderail.h"

#include "ui/common/theme.h"

#include <QAction>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int railWidth = 72;
constexpr int buttonHeight = 58;

/// The page that is shown is lit and has a stripe in the accent at its left edge.
class RailButton final : public QToolButton
{
public:
    using QToolButton::QToolButton;

    QSize sizeHint() const override { return {railWidth - 1, buttonHeight}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        // The style sheet makes a tool button's own ground transparent.
        const Palette &palette = Palette::of(parentWidget());
        QPainter painter(this);
        const bool lit = isChecked() || isDown();
        if (lit || underMouse())
            painter.fillRect(rect(),
                             lit ? palette.color(ColorRole::Window)
                                 : palette.tint(ColorRole::Text, ColorRole::Rail, 0.06));
        if (isChecked())
            painter.fillRect(QRect(0, 0, 3, height()), palette.color(ColorRole::Accent));
        const QRect picture((width() - 20) / 2, 10, 20, 20);
        icon().paint(&painter, picture, Qt::AlignCenter, QIcon::Normal,
                     lit ? QIcon::On : QIcon::Off);
        painter.setFont(uiFont(TextSize::Small));
        painter.setPen(palette.color(lit ? ColorRole::Text : ColorRole::MutedText));
        painter.drawText(QRect(0, 34, width(), 16), Qt::AlignCenter, text().remove(u'&'));
        if (hasFocus()) {
            painter.setPen(palette.color(ColorRole::Accent));
            painter.drawRect(rect().adjusted(4, 2, -3, -3));
        }
    }
};

} // namespace

ModeRail::ModeRail(QWidget *parent)
    : QWidget(parent), m_pages(new QVBoxLayout), m_foot(new QVBoxLayout)
{
    setFixedWidth(railWidth);
    setAccessibleName(tr("Pages"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, Space::control, 1, Space::control);
    layout->setSpacing(0);
    m_pages->setSpacing(0);
    m_foot->setSpacing(0);
    layout->addLayout(m_pages);
    layout->addStretch();
    layout->addLayout(m_foot);
}

QToolButton *ModeRail::makeButton(QAction *action)
{
    const QString name = action->text().remove(u'&');
    const QString key = action->shortcut().toString(QKeySequence::NativeText);
    // A button takes everything from its action again whenever that changes, such as when its page
    // is shown: what the button says must be said by the action.
    action->setToolTip(key.isEmpty() ? name : QString(name + u" ("_s + key + u')'));
    auto *button = new RailButton(this);
    button->setDefaultAction(action);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(name);
    return button;
}

void ModeRail::addPage(QAction *action) { m_pages->addWidget(makeButton(action)); }

QToolButton *ModeRail::addFootButton(QAction *action)
{
    QToolButton *button = makeButton(action);
    m_foot->addWidget(button);
    return button;
}

void ModeRail::paintEvent(QPaintEvent *)
{
    const Palette &palette = Palette::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), palette.color(ColorRole::Rail));
    painter.fillRect(QRect(width() - 1, 0, 1, height()), palette.color(ColorRole::Line));
}

} // namespace Sidelong
