// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include "ui/common/systemscheme.h"

#include <QApplication>
#include <QFile>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>
#include <QToolTip>

#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

QPalette widgetPalette(const Palette &ours)
{
    const auto color = [&ours](ColorRole role) { return ours.color(role); };
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &value) {
        palette.setColor(role, value);
    };
    set(QPalette::Window, color(ColorRole::Window));
    set(QPalette::WindowText, color(ColorRole::Text));
    set(QPalette::Base, color(ColorRole::Surface));
    set(QPalette::AlternateBase, color(ColorRole::Window));
    set(QPalette::Text, color(ColorRole::Text));
    set(QPalette::Button, color(ColorRole::Surface));
    set(QPalette::ButtonText, color(ColorRole::Text));
    set(QPalette::BrightText, color(ColorRole::Error));
    set(QPalette::Highlight, color(ColorRole::Selection));
    set(QPalette::HighlightedText, color(ColorRole::Text));
    set(QPalette::Link, color(ColorRole::Accent));
    set(QPalette::LinkVisited, color(ColorRole::Accent));
    set(QPalette::ToolTipBase, color(ColorRole::Surface));
    set(QPalette::ToolTipText, color(ColorRole::Text));
    set(QPalette::PlaceholderText, color(ColorRole::MutedText));
    set(QPalette::Light, color(ColorRole::Surface));
    set(QPalette::Midlight, color(ColorRole::SoftLine));
    set(QPalette::Mid, color(ColorRole::Line));
    // Fusion frames check boxes with Dark, which nearly vanishes on a dark window.
    set(QPalette::Dark, color(ColorRole::MutedText));
    set(QPalette::Shadow, color(ColorRole::Line));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(ColorRole::MutedText));
    return palette;
}

// The sheet names colours by role, as @text; longer names first, so that @accent does not eat
// the beginning of another.
QString styleSheet(const Palette &palette)
{
    QFile file(u":/look/sidelong.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    using Named = std::pair<QLatin1StringView, QColor>;
    const QColor hover = palette.tint(ColorRole::Text, ColorRole::Surface, 0.06);
    const std::array named = {
        Named{"@softline"_L1, palette.color(ColorRole::SoftLine)},
        Named{"@selection"_L1, palette.color(ColorRole::Selection)},
        Named{"@onaccent"_L1, palette.color(ColorRole::OnAccent)},
        Named{"@accenthover"_L1, palette.tint(ColorRole::Accent, ColorRole::Text, 0.88)},
        Named{"@accent"_L1, palette.color(ColorRole::Accent)},
        Named{"@surface"_L1, palette.color(ColorRole::Surface)},
        Named{"@window"_L1, palette.color(ColorRole::Window)},
        Named{"@warning"_L1, palette.color(ColorRole::Warning)},
        Named{"@muted"_L1, palette.color(ColorRole::MutedText)},
        Named{"@handle"_L1, palette.tint(ColorRole::MutedText, ColorRole::Surface, 0.45)},
        Named{"@hover"_L1, hover},
        Named{"@error"_L1, palette.color(ColorRole::Error)},
        Named{"@rail"_L1, palette.color(ColorRole::Rail)},
        Named{"@line"_L1, palette.color(ColorRole::Line)},
        Named{"@text"_L1, palette.color(ColorRole::Text)},
        Named{"@good"_L1, palette.color(ColorRole::Good)},
    };
    sheet.replace("@scheme"_L1, palette.scheme == Scheme::Dark ? "dark"_L1 : "light"_L1);
    for (const auto &[name, color] : named)
        sheet.replace(name, color.name());
    return sheet;
}

} // namespace

Theme::Theme(QApplication *application, Mode mode)
    : QObject(application), m_application(application), m_system(new SystemScheme(this)),
      m_mode(mode)
{
    connect(m_system, &SystemScheme::changed, this, &Theme::follow);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setFont(uiFont());
    QToolTip::setFont(uiFont(TextSize::Secondary));
    m_scheme = mode == Mode::System ? m_system->scheme()
        : mode == Mode::Dark        ? Scheme::Dark
                                    : Scheme::Light;
    apply();
}

Theme::~Theme() = default;

void Theme::setMode(Mode mode)
{
    if (std::exchange(m_mode, mode) == mode)
        return;
    follow();
    Q_EMIT modeChanged(mode);
}

void Theme::follow()
{
    const Scheme wanted = m_mode == Mode::System ? m_system->scheme()
        : m_mode == Mode::Dark                   ? Scheme::Dark
                                                 : Scheme::Light;
    if (std::exchange(m_scheme, wanted) == wanted)
        return;
    apply();
    Q_EMIT schemeChanged(wanted);
}

void Theme::apply()
{
    const Palette &palette = Palette::of(m_scheme);
    const QPalette forWidgets = widgetPalette(palette);
    QApplication::setPalette(forWidgets);
    QToolTip::setPalette(forWidgets);
    m_application->setStyleSheet(styleSheet(palette));
}

void setLook(QWidget *widget, const char *property, const QString &value)
{
    if (widget->property(property).toString() == value)
        return;
    widget->setProperty(property, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace Sidelong
