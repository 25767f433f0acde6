// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/popup.h"
#include "ui/workbench/parameterfield.h"
#include "ui/workbench/workbenchdocument.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace Sidelong {

class TurnEditor;

/// What makes one column differ from the prompt beside it: parameters and a prompt of its own.
/// Takes effect as it is written.
class VariantPopup : public Popup
{
    Q_OBJECT

public:
    VariantPopup(const WorkbenchDocument &document, int columnId, QWidget *parent);

Q_SIGNALS:
    void edited(const Sidelong::Parameters &overrides,
                const std::optional<QList<Sidelong::PromptTurn>> &turns);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void addFields(QVBoxLayout *layout);
    void addPrompt(QVBoxLayout *layout);
    void tell();

    WorkbenchDocument m_document;
    WorkbenchColumn m_column;
    QLabel *m_error;
    QCheckBox *m_own = nullptr;
    QWidget *m_prompt = nullptr;
    QList<TurnEditor *> m_turns;
};

} // namespace Sidelong
