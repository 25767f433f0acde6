// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/targetbar.h"

#include "core/domain/modelref.h"
#include "ui/common/chip.h"
#include "ui/common/flowlayout.h"
#include "ui/common/theme.h"

#include <QGraphicsOpacityEffect>
#include <QHBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// From this width on the controls stand beside the chips.
constexpr int besideFrom = 560;
constexpr int mostRowsOfChips = 2;
constexpr int widestChip = 320;
constexpr int leastChip = 90;

/// The model; with its provider where the name alone would not tell whose it is.
QStringList chipNames(const WorkbenchDocument &document, const ProviderRegistry &providers)
{
    QStringList names;
    QStringList owners;
    for (const WorkbenchColumn &column : document.columns) {
        const std::optional<ModelRef> model = ModelRef::fromString(column.target);
        const Provider *provider = model ? providers.find(model->provider) : nullptr;
        names.append(model ? model->model : column.target);
        owners.append(provider ? provider->title : model ? model->provider : QString());
    }
    QStringList shown;
    for (qsizetype i = 0; i < names.size(); ++i) {
        const bool isUnclear = names.at(i).contains(u'/') || names.count(names.at(i)) > 1;
        shown.append(isUnclear && !owners.at(i).isEmpty() ? names.at(i) + u" · "_s + owners.at(i)
                                                          : names.at(i));
    }
    return shown;
}

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
    const bool narrow = isNarrow();
    m_layout->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_layout->setSpacing(narrow ? Space::control : Space::pane);
    fitChips();
}

void TargetBar::showDocument(const WorkbenchDocument &document, const ProviderRegistry &providers)
{
    while (QLayoutItem *item = m_flow->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the one that was clicked
        const std::unique_ptr<QLayoutItem> taken(item);
    }
    m_columns.clear();
    const QStringList names = chipNames(document, providers);
    for (qsizetype i = 0; i < names.size(); ++i)
        addColumn(document.columns.at(i), names.at(i));
    addAdd(document.columns.size() < WorkbenchDocument::maxColumns);
    fitChips();
}

void TargetBar::addColumn(const WorkbenchColumn &column, const QString &name)
{
    auto *chip = new Chip(name, Chip::Kind::Removable, m_chips);
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

void TargetBar::addAdd(bool hasRoom)
{
    m_add = new Chip(tr("+ Add model"), Chip::Kind::Plain, m_chips);
    m_add->setShape(Chip::Shape::Card);
    m_add->setAccessibleName(tr("Add model"));
    if (hasRoom) {
        m_add->setClickable();
        m_add->setToolTip(tr("Add a column (Ctrl+T)"));
    } else {
        m_add->setEnabled(false);
        m_add->setToolTip(tr("There is room for %1 columns").arg(WorkbenchDocument::maxColumns));
        auto *faint = new QGraphicsOpacityEffect(m_add);
        faint->setOpacity(0.5);
        m_add->setGraphicsEffect(faint);
    }
    connect(m_add, &Chip::clicked, this, &TargetBar::addRequested);
    m_flow->addWidget(m_add);
    m_add->show();
}

bool TargetBar::isNarrow() const { return width() < besideFrom; }

int TargetBar::rowsOfChips(int widest, int room) const
{
    int rows = 1;
    int x = 0;
    for (int i = 0; i < m_flow->count(); ++i) {
        const QWidget *chip = m_flow->itemAt(i)->widget();
        const int wide =
            chip == m_add ? chip->sizeHint().width() : qMin(chip->sizeHint().width(), widest);
        if (x > 0 && x + wide > room) {
            ++rows;
            x = 0;
        }
        x += wide + m_flow->spacing();
    }
    return rows;
}

// Names are cut rather than that the columns lose their height to a third row of names.
void TargetBar::fitChips()
{
    const QMargins margins = m_layout->contentsMargins();
    int room = width() - margins.left() - margins.right();
    for (const QWidget *control : std::as_const(m_controls))
        room -= isNarrow() ? 0 : control->sizeHint().width() + Space::pane;
    int widest = widestChip;
    while (widest > leastChip && rowsOfChips(widest, room) > mostRowsOfChips)
        widest -= Space::chip;
    for (const auto &[id, chip] : std::as_const(m_columns))
        chip->setMaximumWidth(qMax(widest, leastChip));
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
