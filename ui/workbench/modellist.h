// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session.h"

#include <QAbstractListModel>

namespace Sidelong {

/// The models that match what was typed: every word somewhere in "provider/model" or the
/// provider's title. Those that can be used now stand first.
class ModelList : public QAbstractListModel
{
    Q_OBJECT

public:
    enum DataRole { TargetRole = Qt::UserRole, NoteRole };

    ModelList(const QList<ModelChoice> &choices, const QStringList &providers,
              QObject *parent = nullptr);

    void search(const QString &text);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<ModelChoice> m_all;
    QStringList m_providers; ///< Whose models may be typed by hand.
    QList<ModelChoice> m_found;
};

} // namespace Sidelong
