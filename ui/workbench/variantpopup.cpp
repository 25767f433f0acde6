// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/variantpopup.h"

#include "ui/common/theme.h"
#include "ui/workbench/turneditor.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace Sidelong {

VariantPopup::VariantPopup(const WorkbenchDocument &document, int columnId, QWidget *parent)
    : Popup(parent), m_document(document), m_error(new QLabel(this))
{
    if (const WorkbenchColumn *column = document.column(columnId))
        m_column = *column;
    setAccessibleName(tr("What is different in %1").arg(m_column.target));
    auto *title = new QLabel(m_column.target, this);
    title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    title->setTextFormat(Qt::PlainText);
    auto *hint = new QLabel(tr("Empty fields take the prompt's settings."), this);
    setLook(hint, "tone", u"caption"_s);
    setLook(m_error, "tone", u"error"_s);
    m_error->setWordWrap(true);
    m_error->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::paneWide, Space::pane, Space::paneWide, Space::paneWide);
    layout->setSpacing(Space::control);
    layout->addWidget(title);
    layout->addWidget(hint);
    addFields(layout);
    layout->addWidget(m_error);
    addPrompt(layout);
    setFixedWidth(380);
}

void VariantPopup::addFields(QVBoxLayout *layout)
{
    auto *grid = new QGridLayout;
    grid->setSpacing(Space::control);
    grid->setColumnStretch(1, 1);
    layout->addLayout(grid);
    int row = 0;
    for (const ParameterField field : parameterFields) {
        auto *label = new QLabel(fieldTitle(field), this);
        auto *edit = new QLineEdit(fieldText(field, m_column.overrides), this);
        const QString inherited = fieldText(field, m_document.parameters);
        edit->setPlaceholderText(inherited.isEmpty() ? tr("default") : inherited);
        edit->setToolTip(fieldHint(field));
        edit->setAccessibleName(fieldTitle(field));
        label->setBuddy(edit);
        grid->addWidget(label, row, 0);
        grid->addWidget(edit, row++, 1);
        if (row == 1)
            setFocusProxy(edit);
        connect(edit, &QLineEdit::textEdited, this, [this, field](const QString &text) {
            const Result<void> set = setFieldText(field, text, m_column.overrides);
            m_error->setText(set ? QString() : set.failure().message);
            m_error->setVisible(!set);
            if (set)
                tell();
        });
        connect(edit, &QLineEdit::returnPressed, this, &QWidget::close);
    }
}

void VariantPopup::addPrompt(QVBoxLayout *layout)
{
    m_own = new QCheckBox(tr("A &prompt of its own"), this);
    m_own->setChecked(m_column.turns.has_value());
    m_prompt = new QWidget(this);
    m_prompt->setVisible(m_own->isChecked());
    auto *turns = new QVBoxLayout(m_prompt);
    turns->setContentsMargins(0, 0, 0, 0);
    turns->setSpacing(Space::control);
    for (const PromptTurn &turn : m_document.turnsOf(m_column)) {
        auto *editor = new TurnEditor(turn, TurnEditor::Kind::Fixed, m_prompt);
        editor->edit()->setLines(turn.role == Role::System ? 2 : 4, 8);
        turns->addWidget(editor);
        m_turns.append(editor);
        connect(editor, &TurnEditor::settled, this, &VariantPopup::tell);
    }
    layout->addWidget(m_own);
    layout->addWidget(m_prompt);
    connect(m_own, &QCheckBox::toggled, this, [this](bool on) {
        m_prompt->setVisible(on);
        adjustSize();
        tell();
    });
}

void VariantPopup::hideEvent(QHideEvent *event)
{
    // What was written last is meant too.
    for (TurnEditor *editor : std::as_const(m_turns))
        editor->settle();
    Popup::hideEvent(event);
}

void VariantPopup::tell()
{
    m_column.turns.reset();
    if (m_own->isChecked()) {
        m_column.turns.emplace();
        for (const TurnEditor *editor : std::as_const(m_turns))
            m_column.turns->append(editor->turn());
    }
    Q_EMIT edited(m_column.overrides, m_column.turns);
}

} // namespace Sidelong
