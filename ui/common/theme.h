// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/fonts.h"
#include "ui/common/palette.h"

#include <QObject>

class QApplication;

namespace Sidelong {

class SystemScheme;

/// Dresses the application: Fusion, our palette, our fonts and the one style sheet. Make it before
/// the first widget; it may be changed at any time. What it dresses differently by a property:
/// QPushButton "kind" = primary | flat | link, QLabel "tone" = muted | good | warning | error |
/// title | caption, any QWidget "ground" = window | surface | rail (see styled()).
class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Mode { System, Light, Dark };

    explicit Theme(QApplication *application, Mode mode = Mode::System);
    ~Theme() override;

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    Scheme scheme() const { return m_scheme; }

Q_SIGNALS:
    void schemeChanged(Sidelong::Scheme scheme);
    /// Also where the scheme stays as it is: "as the system" and "light" may be the same.
    void modeChanged(Sidelong::Theme::Mode mode);

private:
    void follow();
    void apply();

    QApplication *m_application;
    SystemScheme *m_system;
    Mode m_mode;
    Scheme m_scheme = Scheme::Light;
};

/// Sets one of the properties above and has the style look at \a widget again.
void setLook(QWidget *widget, const char *property, const QString &value);

} // namespace Sidelong
