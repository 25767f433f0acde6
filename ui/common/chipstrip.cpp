// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chipstrip.h"

#include "ui/common/chip.h"
#include "ui/common/fonts.h"

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// A chip that is wider may be cut, though not below this.
constexpr int wholeChip = 140;

} // namespace

ChipStrip::ChipStrip(QWidget *parent)
    : QWidget(parent), m_more(new Chip({}, Chip::Kind::Plain, this))
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_more->hide();
}

void ChipStrip::setTexts(const QStringList &texts)
{
    if (m_texts == texts)
        return;
    m_texts = texts;
    qDeleteAll(m_chips);
    m_chips.clear();
    for (const QString &text : texts)
        m_chips.append(new Chip(text, Chip::Kind::Plain, this));
    place();
}

QStringList ChipStrip::leftOut() const { return m_texts.mid(m_shown); }

QSize ChipStrip::sizeHint() const { return {wholeChip, m_more->sizeHint().height()}; }

QSize ChipStrip::minimumSizeHint() const { return {0, sizeHint().height()}; }

void ChipStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void ChipStrip::place()
{
    m_more->setText(u"+%1"_s.arg(m_chips.size()));
    const int moreWidth = m_more->sizeHint().width() + Space::chip;
    int x = 0;
    m_shown = 0;
    for (qsizetype i = 0; i < m_chips.size(); ++i) {
        const int wanted = m_chips.at(i)->sizeHint().width();
        const int room = width() - x - (i + 1 < m_chips.size() ? moreWidth : 0);
        if (i > 0 && room < qMin(wanted, wholeChip))
            break;
        m_chips.at(i)->setGeometry(x, 0, qMin(wanted, room), height());
        x = m_chips.at(i)->geometry().right() + 1 + Space::chip;
        ++m_shown;
    }
    for (qsizetype i = 0; i < m_chips.size(); ++i)
        m_chips.at(i)->setVisible(i < m_shown);
    m_more->setVisible(m_shown < m_chips.size());
    m_more->setText(u"+%1"_s.arg(m_chips.size() - m_shown));
    m_more->setToolTip(leftOut().join(u'\n'));
    m_more->setAccessibleName(leftOut().join(u", "_s));
    m_more->setGeometry(x, 0, m_more->sizeHint().width(), height());
}

} // namespace Sidelong
