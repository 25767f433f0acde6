// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/infobar.h"

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int wideEnough = 640;
constexpr int mostDetailsHeight = 160;
/// A provider may send a whole web page in place of an error.
constexpr int mostDetailsLength = 20'000;
constexpr int mostTextLength = 2'000;

QString shortened(const QString &text, int length)
{
    return text.size() <= length ? text : text.left(length) + u" …"_s;
}

ColorRole roleOf(InfoBar::Weight weight)
{
    switch (weight) {
    case InfoBar::Weight::Notice: return ColorRole::Accent;
    case InfoBar::Weight::Warning: return ColorRole::Warning;
    case InfoBar::Weight::Error: return ColorRole::Error;
    }
    return ColorRole::Accent;
}

QLabel *wrappingLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setFont(uiFont(TextSize::Secondary));
    // A URL or a key in a provider's words has no place to break, and must not widen the column.
    label->setMinimumWidth(40);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    label->setSizePolicy(policy);
    return label;
}

/// As high as its text, up to a bound; then it scrolls.
class DetailsField final : public QPlainTextEdit
{
public:
    explicit DetailsField(QWidget *parent) : QPlainTextEdit(parent)
    {
        setReadOnly(true);
        setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        setTabChangesFocus(true);
        setFont(fixedFont(TextSize::Secondary));
        setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        setMinimumWidth(40);
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(this, &QPlainTextEdit::textChanged, this, &DetailsField::fit);
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QPlainTextEdit::resizeEvent(event);
        fit();
    }

private:
    void fit()
    {
        // The layout of a plain text counts in lines.
        const double text = document()->size().height() * QFontMetricsF(font()).lineSpacing()
            + 2 * document()->documentMargin();
        const QMargins frame = contentsMargins();
        setFixedHeight(std::min(qCeil(text) + frame.top() + frame.bottom(), mostDetailsHeight));
    }
};

} // namespace

InfoBar::InfoBar(Weight weight, QWidget *parent)
    : QWidget(parent), m_weight(weight), m_text(wrappingLabel(this)),
      m_details(new DetailsField(this)), m_detailsButton(new QPushButton(tr("Details"), this)),
      m_line(new QBoxLayout(QBoxLayout::TopToBottom)), m_actions(new QHBoxLayout),
      m_close(new QToolButton(this))
{
    m_details->setAccessibleName(tr("Details"));
    m_details->hide();
    m_detailsButton->setCheckable(true);
    m_detailsButton->hide();
    setLook(m_detailsButton, "kind", u"flat"_s);
    connect(m_detailsButton, &QPushButton::toggled, m_details, &QWidget::setVisible);
    m_close->setIcon(icon("close"_L1));
    m_close->setIconSize({12, 12});
    m_close->setAccessibleName(tr("Close this notice"));
    m_close->setToolTip(tr("Close this notice"));
    m_close->hide();
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });

    m_actions->setSpacing(Space::control);
    m_actions->addWidget(m_detailsButton);
    m_actions->addStretch();
    auto *words = new QVBoxLayout;
    words->setSpacing(6);
    m_line->setSpacing(6);
    m_line->addWidget(m_text);
    m_line->addLayout(m_actions);
    words->addLayout(m_line);
    words->addWidget(m_details);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Space::pane, Space::control, Space::control, Space::control);
    layout->setSpacing(Space::control);
    layout->addLayout(words, 1);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void InfoBar::setWeight(Weight weight)
{
    m_weight = weight;
    update();
}

void InfoBar::setText(const QString &sentence)
{
    m_text->setText(shortened(sentence, mostTextLength));
    setAccessibleName(m_text->text());
}

QString InfoBar::text() const { return m_text->text(); }

void InfoBar::setDetails(const QString &details)
{
    m_details->setPlainText(shortened(details, mostDetailsLength));
    m_detailsButton->setVisible(!details.isEmpty());
    m_detailsButton->setChecked(false);
}

QPushButton *InfoBar::addAction(const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setFont(uiFont(TextSize::Secondary));
    button->setAccessibleName(text);
    m_actions->insertWidget(m_actions->count() - 2, button);
    return button;
}

void InfoBar::setClosable() { m_close->show(); }

void InfoBar::resizeEvent(QResizeEvent *)
{
    const bool isWide = width() >= wideEnough;
    m_line->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_line->setStretch(0, isWide ? 1 : 0); // upright, it would ask for more height than it needs
}

void InfoBar::paintEvent(QPaintEvent *)
{
    const Palette &colors = Palette::of(this);
    const ColorRole role = roleOf(m_weight);
    QPainter painter(this);
    painter.fillRect(rect(), colors.tint(role, ColorRole::Surface, 0.09));
    painter.fillRect(QRect(0, 0, 3, height()), colors.color(role));
}

} // namespace Sidelong
