// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace Sidelong {

/// What an empty pane says: what will be there, and the first step.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(QLatin1StringView iconName, const QString &sentence, QWidget *parent = nullptr);

    /// A button under the sentence.
    QPushButton *addStep(const QString &text);

private:
    QVBoxLayout *m_layout;
};

} // namespace Sidelong
