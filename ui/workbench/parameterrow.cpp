// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/parameterrow.h"

#include "ui/common/chip.h"
#include "ui/common/flowlayout.h"
#include "ui/common/popup.h"
#include "ui/common/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

bool isAlwaysThere(ParameterField field)
{
    return field == ParameterField::Temperature || field == ParameterField::MaxTokens;
}

} // namespace

ParameterRow::ParameterRow(QWidget *parent) : QWidget(parent), m_flow(new FlowLayout(this))
{
    m_flow->setSpacing(6);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    build();
}

void ParameterRow::setParameters(const Parameters &parameters)
{
    m_parameters = parameters;
    build();
}

void ParameterRow::build()
{
    while (QLayoutItem *item = m_flow->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the one that was clicked
        delete item;
    }
    bool anyMore = false;
    for (const ParameterField field : parameterFields) {
        const bool always = isAlwaysThere(field);
        if (!always && !isSet(field, m_parameters)) {
            anyMore = true;
            continue;
        }
        auto *chip = new Chip(fieldChip(field, m_parameters),
                              always ? Chip::Kind::Plain : Chip::Kind::Removable, this);
        chip->setShape(Chip::Shape::Pill);
        chip->setClickable();
        chip->setAccessibleName(chip->text());
        chip->setToolTip(fieldHint(field));
        connect(chip, &Chip::clicked, this, [this, field, chip] { edit(field, chip); });
        connect(chip, &Chip::removeRequested, this, [this, field] {
            Parameters parameters = m_parameters;
            if (setFieldText(field, {}, parameters))
                take(parameters);
        });
        m_flow->addWidget(chip);
        chip->show();
    }
    if (anyMore) {
        auto *more = new Chip(tr("+ parameter"), Chip::Kind::Plain, this);
        more->setClickable();
        more->setAccessibleName(tr("Add a parameter"));
        connect(more, &Chip::clicked, this, [this, more] { offerMore(more); });
        m_flow->addWidget(more);
        more->show();
    }
    updateGeometry();
}

void ParameterRow::take(const Parameters &parameters)
{
    if (parameters == m_parameters)
        return;
    setParameters(parameters);
    Q_EMIT edited(m_parameters);
}

void ParameterRow::offerMore(QWidget *below)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const ParameterField field : parameterFields) {
        if (isAlwaysThere(field) || isSet(field, m_parameters))
            continue;
        menu->addAction(fieldTitle(field), this, [this, field, below] { edit(field, below); });
    }
    menu->popup(below->mapToGlobal(QPoint(0, below->height() + Space::chip)));
}

void ParameterRow::edit(ParameterField field, QWidget *below)
{
    auto *popup = new Popup(this);
    auto *title = new QLabel(fieldTitle(field), popup);
    title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    auto *edit = new QLineEdit(fieldText(field, m_parameters), popup);
    edit->setAccessibleName(fieldTitle(field));
    edit->setAccessibleDescription(fieldHint(field));
    auto *hint = new QLabel(fieldHint(field), popup);
    hint->setWordWrap(true);
    setLook(hint, "tone", u"caption"_s);
    auto *layout = new QVBoxLayout(popup);
    layout->setContentsMargins(Space::pane, Space::pane, Space::pane, Space::pane);
    layout->setSpacing(6);
    layout->addWidget(title);
    layout->addWidget(edit);
    layout->addWidget(hint);
    popup->setFixedWidth(260);
    const auto apply = [this, field, edit, hint] {
        Parameters parameters = m_parameters;
        const Result<void> set = setFieldText(field, edit->text(), parameters);
        if (!set) {
            hint->setText(set.failure().message);
            setLook(hint, "tone", u"error"_s);
            return false;
        }
        take(parameters);
        return true;
    };
    connect(edit, &QLineEdit::returnPressed, popup, [popup, apply] {
        if (apply())
            popup->close();
    });
    // Clicking elsewhere keeps what was written, where it can be read; Esc does not.
    connect(popup, &Popup::dismissed, this, apply);
    popup->showBelow(below);
    edit->setFocus(Qt::PopupFocusReason);
    edit->selectAll();
}

} // namespace Sidelong
