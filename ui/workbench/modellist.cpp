// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/modellist.h"

#include <algorithm>

namespace Sidelong {

namespace {

/// What can be used now stands first: with a key, then simulated, then what needs a key.
int readiness(const ModelChoice &choice)
{
    if (choice.simulated)
        return 1;
    return choice.hasKey ? 0 : 2;
}

} // namespace

ModelList::ModelList(const QList<ModelChoice> &choices, const QStringList &providers,
                     QObject *parent)
    : QAbstractListModel(parent), m_all(choices), m_providers(providers)
{
    std::stable_sort(m_all.begin(), m_all.end(), [](const ModelChoice &a, const ModelChoice &b) {
        return readiness(a) < readiness(b);
    });
    m_found = m_all;
}

void ModelList::search(const QString &text)
{
    beginResetModel();
    m_found.clear();
    const QStringList words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    for (const ModelChoice &choice : std::as_const(m_all)) {
        const QString target = choice.model.toString();
        if (std::all_of(words.cbegin(), words.cend(), [&](const QString &word) {
                return target.contains(word, Qt::CaseInsensitive)
                    || choice.title.contains(word, Qt::CaseInsensitive);
            }))
            m_found.append(choice);
    }
    const std::optional<ModelRef> typed = ModelRef::fromString(text.trimmed());
    const bool isListed = std::any_of(m_all.cbegin(), m_all.cend(), [&](const ModelChoice &choice) {
        return typed && choice.model == *typed;
    });
    if (typed && !isListed && m_providers.contains(typed->provider))
        m_found.append({*typed, typed->provider, tr("as typed"), false, true});
    endResetModel();
}

int ModelList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_found.size());
}

QVariant ModelList::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_found.size())
        return {};
    const ModelChoice &choice = m_found.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return choice.model.model;
    case TargetRole: return choice.model.toString();
    case NoteRole: {
        QStringList parts = {choice.title};
        if (choice.simulated)
            parts.append(tr("simulated"));
        if (!choice.hasKey)
            parts.append(tr("no key"));
        if (!choice.note.isEmpty())
            parts.append(choice.note);
        return parts.join(QStringLiteral(" · "));
    }
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: return choice.model.toString();
    default: return {};
    }
}

} // namespace Sidelong
