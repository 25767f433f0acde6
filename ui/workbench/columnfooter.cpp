// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/columnfooter.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/workbench/columnactions.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int arrowWidth = 28;

} // namespace

ColumnFooter::ColumnFooter(QWidget *parent) : QWidget(parent)
{
    setLook(this, "ground", u"surface"_s);
    setAttribute(Qt::WA_StyledBackground);
    // Nothing moves because a second run came, and with it the arrows.
    setFixedHeight(Space::touch + 2 * Space::chip);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Space::control, Space::chip, Space::control, Space::chip);
    layout->setSpacing(Space::chip);
    m_stop = makeButton(ColumnActions::name(ColumnAct::Stop),
                        tr("Stop this answer; what came is kept (Ctrl+.)"), layout);
    m_rerun = makeButton(ColumnActions::name(ColumnAct::Rerun), {}, layout);
    m_copy = makeButton(ColumnActions::name(ColumnAct::Copy),
                        tr("Copy the whole answer (Ctrl+Shift+C)"), layout);
    layout->addStretch();
    m_older = makeArrow("chevron-left"_L1, tr("Older run (Alt+Left)"), -1);
    m_newer = makeArrow("chevron-right"_L1, tr("Newer run (Alt+Right)"), 1);
    m_position = new QLabel(this);
    m_position->setFont(uiFont(TextSize::Secondary));
    setLook(m_position, "tone", u"muted"_s);
    layout->addWidget(m_older);
    layout->addWidget(m_position);
    layout->addWidget(m_newer);

    connect(m_stop, &QPushButton::clicked, this, [this] { Q_EMIT asked(ColumnAct::Stop); });
    connect(m_copy, &QPushButton::clicked, this, [this] { Q_EMIT asked(ColumnAct::Copy); });
    connect(m_rerun, &QPushButton::clicked, this, [this] {
        if (!m_sinceStop.isValid() || m_sinceStop.hasExpired(swapGuardMs))
            Q_EMIT asked(ColumnAct::Rerun);
    });
    m_state.run = 0; // anything but what is shown now
    setState(State());
}

QPushButton *ColumnFooter::makeButton(const QString &text, const QString &toolTip,
                                      QHBoxLayout *layout)
{
    auto *button = new QPushButton(text, this);
    setLook(button, "kind", u"flat"_s);
    button->setFont(uiFont(TextSize::Secondary));
    button->setToolTip(toolTip);
    button->setAccessibleName(text);
    layout->addWidget(button);
    return button;
}

QToolButton *ColumnFooter::makeArrow(QLatin1StringView iconName, const QString &what, int by)
{
    auto *button = new QToolButton(this);
    button->setIcon(icon(iconName));
    button->setIconSize({14, 14});
    button->setFixedSize(arrowWidth, Space::touch);
    button->setToolTip(what);
    button->setAccessibleName(what);
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, this, [this, by] { Q_EMIT stepped(by); });
    return button;
}

void ColumnFooter::setState(const State &state)
{
    if (m_state == state)
        return;
    if (m_state.live && !state.live)
        m_sinceStop.start();
    m_state = state;
    m_stop->setVisible(state.live);
    m_rerun->setVisible(!state.live);
    const bool first = state.runCount == 0;
    m_rerun->setText(ColumnActions::name(ColumnAct::Rerun, !first));
    m_rerun->setAccessibleName(m_rerun->text());
    m_rerun->setToolTip(first ? tr("Run this column alone (Ctrl+Shift+Return)")
                              : tr("Run this column again; earlier answers are kept "
                                   "(Ctrl+Shift+Return)"));
    m_copy->setEnabled(state.hasText);
    const bool several = state.runCount > 1;
    m_older->setVisible(several);
    m_newer->setVisible(several);
    m_position->setVisible(several);
    m_older->setEnabled(state.run > 0);
    m_newer->setEnabled(state.run + 1 < state.runCount);
    m_position->setText(tr("%1 of %2").arg(state.run + 1).arg(state.runCount));
}

} // namespace Sidelong
