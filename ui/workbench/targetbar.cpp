// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/targetbar.h"

#include "core/domain/modelref.h"
#include "ui/common/chip.h"
#include "ui/common/flowlayout.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// From this width on the controls stand beside the chips.
constexpr int besideFrom = 560;

} // namespace

TargetBar::TargetBar(QWidget *parent)
    : QWidget(parent), m_chips(new QWidget(this)), m_flow(new FlowLayout(m_chips)),
      m_layout(new QHBoxLayout(this))
{
    setLook(this, "ground", u"window"_s);
    setAttribute(Qt::WA_StyledBackground);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    m_chips->setSizePolicy(policy);
    setMinimumHeight(44);
    m_layout->setContentsMargins(Space::pane, Space::control, Space::pane, Space::control);
    m_layout->setSpacing(Space::pane);
    m_layout->addWidget(m_chips, 1, Qt::AlignVCenter);
}

void TargetBar::addControl(QWidget *widget)
{
    m_layout->addWidget(widget, 0, Qt::AlignVCenter | Qt::AlignLeft);
    m_controls.append(widget);
}

// In a narrow window the controls stand under the chips, which need the room.
void TargetBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool narrow = width() < besideFrom;
    m_layout->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_layout->setSpacing(narrow ? Space::control : Space::pane);
}

void TargetBar::showDocument(const WorkbenchDocument &document)
{
    while (QLayoutItem *item = m_flow->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the one that was clicked
        const std::unique_ptr<QLayoutItem> taken(item);
    }
    m_columns.clear();
    m_add = nullptr;
    for (const WorkbenchColumn &column : document.columns) {
        const std::optional<ModelRef> model = ModelRef::fromString(column.target);
        auto *chip = new Chip(model ? model->model : column.target, Chip::Kind::Removable, m_chips);
        const int id = column.id;
        chip->setSeries(column.series);
        chip->setClickable();
        chip->setToolTip(tr("%1: click to change temperature, limits or prompt of this column (F2)")
                             .arg(column.target));
        chip->setAccessibleName(tr("Column %1").arg(column.target));
        connect(chip, &Chip::clicked, this, [this, id] { Q_EMIT editRequested(id); });
        connect(chip, &Chip::removeRequested, this, [this, id] { Q_EMIT removeRequested(id); });
        m_flow->addWidget(chip);
        chip->show();
        m_columns.append({id, chip});
    }
    if (document.columns.size() < WorkbenchDocument::maxColumns) {
        m_add = new Chip(tr("+ Add model"), Chip::Kind::Plain, m_chips);
        m_add->setShape(Chip::Shape::Card);
        m_add->setClickable();
        m_add->setAccessibleName(tr("Add model"));
        m_add->setToolTip(tr("Add a column (Ctrl+T)"));
        connect(m_add, &Chip::clicked, this, &TargetBar::addRequested);
        m_flow->addWidget(m_add);
        m_add->show();
    }
}

QWidget *TargetBar::chip(int columnId) const
{
    for (const auto &[id, chip] : m_columns) {
        if (id == columnId)
            return chip;
    }
    return m_chips;
}

QWidget *TargetBar::addChip() const { return m_add ? static_cast<QWidget *>(m_add) : m_chips; }

} // namespace Sidelong
