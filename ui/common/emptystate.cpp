// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/emptystate.h"

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

// A label keeps the pixels it was given; this one asks its icon again, in the colours of the day.
class IconView : public QWidget
{
public:
    IconView(const QIcon &icon, QWidget *parent) : QWidget(parent), m_icon(icon)
    {
        setFixedSize(40, 40);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        m_icon.paint(&painter, rect());
    }

private:
    QIcon m_icon;
};

} // namespace

EmptyState::EmptyState(QLatin1StringView iconName, const QString &sentence, QWidget *parent)
    : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    auto *words = new QLabel(sentence, this);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    words->setMaximumWidth(400);
    words->setMinimumWidth(200);
    setLook(words, "tone", u"muted"_s);
    setAccessibleName(sentence);

    m_layout->setContentsMargins(Space::page, Space::page, Space::page, Space::page);
    m_layout->setSpacing(Space::pane);
    m_layout->addStretch(2);
    m_layout->addWidget(new IconView(icon(iconName), this), 0, Qt::AlignHCenter);
    // Not by alignment: a wrapped text would be given the height of another width.
    auto *line = new QHBoxLayout;
    line->addStretch(1);
    line->addWidget(words, 100);
    line->addStretch(1);
    m_layout->addLayout(line);
    m_layout->addStretch(3);
}

QPushButton *EmptyState::addStep(const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setAccessibleName(text);
    m_layout->insertWidget(m_layout->count() - 1, button, 0, Qt::AlignHCenter);
    return button;
}

} // namespace Sidelong
