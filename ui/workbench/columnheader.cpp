// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/columnheader.h"

#include "ui/common/fonts.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int headerHeight = 61;
constexpr int headerSide = 14;
constexpr int stripeHeight = 3;
constexpr int lineOneTop = 12;
constexpr int lineTwoTop = 34;
constexpr int headerLineHeight = 20;

} // namespace

ColumnHeader::ColumnHeader(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(headerHeight);
    setFont(uiFont());
}

void ColumnHeader::setTitle(const ColumnTitle &title)
{
    m_title = title;
    setAccessibleName(summary());
    update();
}

void ColumnHeader::setState(const ColumnState &state)
{
    if (m_state == state)
        return;
    const bool phaseChanged = m_state.phase() != state.phase();
    m_state = state;
    // A screen reader hears of a new state, not of every figure.
    if (phaseChanged)
        setAccessibleName(summary());
    update();
}

void ColumnHeader::setCompact(bool compact)
{
    m_compact = compact;
    update();
}

void ColumnHeader::setMarked(bool marked)
{
    if (std::exchange(m_marked, marked) != marked)
        update();
}

QString ColumnHeader::summary() const
{
    QStringList parts{m_title.name, source()};
    parts += m_title.differences;
    parts.append(m_state.word());
    for (const Figure &figure : figures())
        parts << QString(figure.label + u' ' + figure.value).trimmed();
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

QSize ColumnHeader::sizeHint() const { return {320, headerHeight}; }

QList<ColumnHeader::Figure> ColumnHeader::figures() const
{
    QList<Figure> all;
    if (const QString first = m_state.firstToken(); !first.isEmpty())
        all.append({tr("first"), first});
    if (!m_state.tokens().isEmpty())
        all.append(
            {QString(m_state.inputTokens() + u" \u2192"_s).trimmed(), m_state.outputTokens()});
    if (const QString cost = m_state.cost(); !cost.isEmpty())
        all.append({{}, cost, m_state.isPriceUnknown() ? ColorRole::Warning : ColorRole::Text});
    if (const QString total = m_state.total(); !total.isEmpty())
        all.append({{}, total, ColorRole::MutedText, QFont::Normal});
    return all;
}

void ColumnHeader::paintEvent(QPaintEvent *)
{
    const Palette &colors = Palette::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), colors.color(ColorRole::Window));
    painter.fillRect(QRect(0, 0, width(), stripeHeight), colors.series(m_title.series));
    paintFirstLine(&painter);
    paintFigures(&painter);
}

/// Who answers. That no provider does is what there is to know of a simulated answer.
QString ColumnHeader::source() const
{
    return m_title.simulated ? tr("simulated") : m_title.provider;
}

/// What stands muted beside the name.
QString ColumnHeader::aside() const
{
    if (!m_compact || m_title.differences.isEmpty())
        return source();
    QStringList parts = m_title.differences;
    if (m_title.simulated)
        parts.prepend(source());
    return parts.join(u" · "_s);
}

void ColumnHeader::paintFirstLine(QPainter *painter)
{
    const Palette &colors = Palette::of(this);
    const QFont secondary = uiFont(TextSize::Secondary);
    const QFont bold = uiFont(TextSize::Body, QFont::DemiBold);
    const QString word = m_compact ? m_state.shortWord() : m_state.word();
    const QString state = QString(m_state.sign() + u' ' + word).trimmed();
    const int stateWidth = QFontMetrics(secondary).horizontalAdvance(state);
    const int right = width() - headerSide;
    QRect line(headerSide, lineOneTop, right - headerSide, headerLineHeight);

    painter->setFont(secondary);
    painter->setPen(colors.color(m_state.role()));
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, state);

    line.setRight(right - stateWidth - Space::pane);
    painter->setFont(bold);
    painter->setPen(colors.color(ColorRole::Text));
    const QFontMetrics boldMetrics(bold);
    const QString name = boldMetrics.elidedText(m_title.name, Qt::ElideMiddle, line.width());
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, name);
    if (m_marked)
        painter->fillRect(QRect(line.left(), line.bottom(), boldMetrics.horizontalAdvance(name), 2),
                          colors.color(ColorRole::Accent));

    line.setLeft(line.left() + boldMetrics.horizontalAdvance(name) + Space::control);
    // Three letters of a provider tell nobody anything.
    if (line.width() < 40)
        return;
    painter->setFont(secondary);
    painter->setPen(colors.color(ColorRole::MutedText));
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(secondary).elidedText(aside(), Qt::ElideRight, line.width()));
}

// Figures are never cut: where the line is too short they move together and then get smaller.
void ColumnHeader::paintFigures(QPainter *painter)
{
    const QList<Figure> all = figures();
    const int room = width() - 2 * headerSide;
    const auto draw = [&](int pixels, int gap, QPainter *to) {
        int x = headerSide;
        for (const Figure &figure : all) {
            for (const auto &[text, weight, role] :
                 {std::tuple(figure.label, QFont::Normal, ColorRole::MutedText),
                  std::tuple(figure.value, figure.weight, figure.role)}) {
                if (text.isEmpty())
                    continue;
                QFont font = uiFont(TextSize::Secondary, weight);
                font.setPixelSize(pixels);
                const int advance = QFontMetrics(font).horizontalAdvance(text);
                if (to) {
                    to->setFont(font);
                    to->setPen(Palette::of(this).color(role));
                    to->drawText(QRect(x, lineTwoTop, advance + 1, headerLineHeight),
                                 Qt::AlignLeft | Qt::AlignVCenter, text);
                }
                x += advance + Space::chip;
            }
            x += gap - Space::chip;
        }
        return x - headerSide - gap;
    };
    for (const auto &[pixels, gap] :
         {std::pair(12, 14), std::pair(12, 8), std::pair(11, 8), std::pair(10, 6)}) {
        if (draw(pixels, gap, nullptr) <= room || pixels == 10) {
            draw(pixels, gap, painter);
            return;
        }
    }
}

void ColumnHeader::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT clicked();
}

void ColumnHeader::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT doubleClicked();
}

bool ColumnHeader::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), summary(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace Sidelong
