// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <optional>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

class SvgIconEngine : public QIconEngine
{
public:
    SvgIconEngine(QString name, std::optional<ColorRole> role)
        : m_name(std::move(name)), m_role(role)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal scale = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, drawn(rect.size() * scale, mode, state));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return drawn(size, mode, state);
    }

    QIconEngine *clone() const override { return new SvgIconEngine(*this); }
    bool isNull() override { return !QFile::exists(path()); }
    QString iconName() override { return m_name; }

private:
    QString path() const { return ":/look/icons/"_L1 + m_name + ".svg"_L1; }

    QColor color(QIcon::Mode mode, QIcon::State state) const
    {
        const Palette &palette = Palette::current();
        if (mode == QIcon::Disabled)
            return palette.tint(ColorRole::MutedText, ColorRole::Window, 0.5);
        if (m_role)
            return palette.color(*m_role);
        const bool strong = mode == QIcon::Active || mode == QIcon::Selected || state == QIcon::On;
        return palette.color(strong ? ColorRole::Text : ColorRole::MutedText);
    }

    QPixmap drawn(const QSize &size, QIcon::Mode mode, QIcon::State state) const
    {
        const QString name = color(mode, state).name();
        const QString key =
            u"sidelong-%1-%2-%3x%4"_s.arg(m_name, name).arg(size.width()).arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QFile file(path());
        if (file.open(QIODevice::ReadOnly)) {
            QSvgRenderer svg(file.readAll().replace("currentColor", name.toLatin1()));
            QPainter painter(&pixmap);
            svg.render(&painter);
        }
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QString m_name;
    std::optional<ColorRole> m_role;
};

} // namespace

QIcon icon(QLatin1StringView name) { return QIcon(new SvgIconEngine(name, std::nullopt)); }

QIcon icon(QLatin1StringView name, ColorRole role) { return QIcon(new SvgIconEngine(name, role)); }

} // namespace Sidelong
