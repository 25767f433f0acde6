// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/pricecatalog.h"
#include "core/providers/providerregistry.h"
#include "core/settings/configuration.h"

namespace Sidelong {

/// Where things are, and what the configuration says: what both programs begin with.
struct Setup
{
    QString dataDir; ///< Database, journals, log.
    QString configFile;
    Configuration configuration;
    ProviderRegistry providers;
    PriceCatalog prices;

    /// Reads the configuration; empty arguments are the defaults (XDG folders, a configuration
    /// that need not exist). Fails with a configuration failure.
    static Result<Setup> load(const QString &dataDir, const QString &configFile);

    /// Whether the built-in simulator may be named as a provider: unless --config says which
    /// providers exist, or the user has one of that name.
    bool hasSimulator() const;
};

/// What the built-in simulator is called as a provider.
inline constexpr QLatin1StringView simulatorName("simulator");

/// The simulator that listens on \a url, as a provider named "simulator", and its models with
/// their made-up prices.
Provider simulatorProvider(const QUrl &url);
void addSimulatorModels(PriceCatalog &prices);

} // namespace Sidelong
