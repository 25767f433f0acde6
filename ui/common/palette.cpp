// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/palette.h"

#include <QGuiApplication>
#include <QPalette>
#include <QWidget>

#include <cmath>

namespace Sidelong {

namespace {

// In the order of ColorRole.
constexpr Palette lightPalette = {
    Scheme::Light,
    {0xfff5f4f1, 0xffffffff, 0xffeae8e2, 0xffddd9d1, 0xffebe8e1, 0xff22211e, 0xff68645b, 0xff2457a6,
     0xffffffff, 0xffdfe8f6, 0xff29734a, 0xff9a5700, 0xffb3261e, 0xfff4f2ee},
    {0xff0072b2, 0xffd55e00, 0xff009e73, 0xffcc79a7, 0xff56b4e9, 0xffe69f00, 0xff6a5acd,
     0xff6c685f},
};

constexpr Palette darkPalette = {
    Scheme::Dark,
    {0xff1c1c1e, 0xff252528, 0xff161618, 0xff3a3a3e, 0xff303034, 0xffecebe7, 0xffa4a098, 0xff86aef5,
     0xff10213d, 0xff2c3a55, 0xff72c693, 0xffe3ab62, 0xfff28b82, 0xff2d2d31},
    {0xff56b4e9, 0xfff0905a, 0xff3cc9a0, 0xffe0a3c5, 0xff86c8f0, 0xfff0c05a, 0xffa79bf0,
     0xffa4a098},
};

Scheme schemeOf(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? Scheme::Dark : Scheme::Light;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

} // namespace

QColor Palette::color(ColorRole role) const
{
    return QColor::fromRgb(roles.at(static_cast<std::size_t>(role)));
}

QColor Palette::series(int index) const
{
    return QColor::fromRgb(seriesColors.at(static_cast<std::size_t>(qAbs(index) % seriesCount)));
}

QColor Palette::tint(ColorRole role, ColorRole ground, double amount) const
{
    const QColor over = color(role);
    const QColor under = color(ground);
    const auto mix = [amount](int a, int b) { return qRound(a * amount + b * (1 - amount)); };
    return QColor(mix(over.red(), under.red()), mix(over.green(), under.green()),
                  mix(over.blue(), under.blue()));
}

const Palette &Palette::of(Scheme scheme)
{
    return scheme == Scheme::Dark ? darkPalette : lightPalette;
}

const Palette &Palette::of(const QWidget *widget) { return of(schemeOf(widget->palette())); }

const Palette &Palette::current() { return of(schemeOf(QGuiApplication::palette())); }

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (qMax(first, second) + 0.05) / (qMin(first, second) + 0.05);
}

} // namespace Sidelong
