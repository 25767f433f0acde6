// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/popup.h"
#include "ui/session.h"
#include "ui/workbench/modellist.h"

class QLabel;
class QLineEdit;
class QListView;

namespace Sidelong {

/// A searchable list of models. Letters search, Up and Down move, Return takes; what is typed as
/// "provider/model" can be taken though no list knows it.
class ModelPicker : public Popup
{
    Q_OBJECT

public:
    ModelPicker(const QList<ModelChoice> &choices, const QStringList &providers, QWidget *parent);

Q_SIGNALS:
    void chosen(const QString &target);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void search(const QString &text);
    void take(const QModelIndex &index);

    ModelList m_list;
    QLineEdit *m_edit;
    QListView *m_view;
    QLabel *m_empty;
};

} // namespace Sidelong
