// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/palette.h"

#include <QObject>

class QDBusVariant;

namespace Sidelong {

/// Whether the desktop is light or dark. Qt 6.4 does not say (QStyleHints::colorScheme is 6.5),
/// so the settings portal is asked: org.freedesktop.appearance color-scheme, where 1 prefers dark
/// (https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html).
/// Without a portal the palette that the platform came with decides. Never blocks.
class SystemScheme : public QObject
{
    Q_OBJECT

public:
    explicit SystemScheme(QObject *parent = nullptr);

    Scheme scheme() const { return m_scheme; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void ask();
    void take(const QVariant &value);

    Scheme m_scheme;
};

} // namespace Sidelong
