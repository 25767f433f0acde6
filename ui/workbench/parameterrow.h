// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/parameterfield.h"

#include <QWidget>

namespace Sidelong {

class FlowLayout;

/// The parameters of the prompt as chips; a click on one opens a small field under it.
class ParameterRow : public QWidget
{
    Q_OBJECT

public:
    explicit ParameterRow(QWidget *parent = nullptr);

    const Parameters &parameters() const { return m_parameters; }
    void setParameters(const Parameters &parameters);

Q_SIGNALS:
    /// By the user.
    void edited(const Sidelong::Parameters &parameters);

private:
    void build();
    void edit(ParameterField field, QWidget *below);
    void offerMore(QWidget *below);
    void take(const Parameters &parameters);

    Parameters m_parameters;
    FlowLayout *m_flow;
};

} // namespace Sidelong
