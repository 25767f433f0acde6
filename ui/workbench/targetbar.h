// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerregistry.h"
#include "ui/workbench/workbenchdocument.h"

#include <QWidget>

class QHBoxLayout;

namespace Sidelong {

class Chip;
class FlowLayout;

/// One chip per column in its colour, and the way to add another.
class TargetBar : public QWidget
{
    Q_OBJECT

public:
    explicit TargetBar(QWidget *parent = nullptr);

    /// \a providers: their names for people.
    void showDocument(const WorkbenchDocument &document, const ProviderRegistry &providers);
    /// At the right end of the bar.
    void addControl(QWidget *widget);
    /// Where a popup of this column, or the picker, belongs.
    QWidget *chip(int columnId) const;
    QWidget *addChip() const;
    /// For the Tab key, in this order.
    QList<QWidget *> tabParts() const { return QList<QWidget *>{m_chips} + m_controls; }

Q_SIGNALS:
    void addRequested();
    void removeRequested(int columnId);
    void editRequested(int columnId);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void addColumn(const WorkbenchColumn &column, const QString &name);
    void addAdd(bool hasRoom);
    bool isNarrow() const;
    int rowsOfChips(int widest, int room) const;
    void fitChips();

    QWidget *m_chips;
    FlowLayout *m_flow;
    QHBoxLayout *m_layout;
    QList<std::pair<int, Chip *>> m_columns;
    QList<QWidget *> m_controls;
    Chip *m_add = nullptr;
};

} // namespace Sidelong
