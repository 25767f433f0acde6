// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/providers/provider.h"

#include <QList>

namespace Sidelong {

/// Which providers exist: the presets of resources/providers.json with the configuration laid
/// over them. A value.
///
/// A key that no one configured goes to its preset's own host alone: an entry that has a base URL
/// of its own and no key sends none.
class ProviderRegistry
{
public:
    ProviderRegistry() = default;

    /// Fails with a configuration failure where an entry names an unknown preset or dialect.
    static Result<ProviderRegistry> build(const Configuration &configuration);

    /// Nothing where no such provider is configured (presets named bare are).
    const Provider *find(const QString &name) const;
    /// In the order of their names.
    QList<Provider> providers() const { return m_providers; }
    /// The presets, for a Settings page: their names are "openai", …
    static QList<Provider> presets();
    /// Adds or replaces (the simulator in the window).
    void insert(const Provider &provider);

private:
    QList<Provider> m_providers;
    QList<Provider> m_bare; ///< Presets that are there when named, but not listed.
};

} // namespace Sidelong
