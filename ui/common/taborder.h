// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace Sidelong {

/// Tab goes through \a parts of a window one after the other, and within each as before. For what
/// is made anew now and then: Qt puts every new widget at the end of its window.
void setTabOrderOf(const QList<QWidget *> &parts);

} // namespace Sidelong
