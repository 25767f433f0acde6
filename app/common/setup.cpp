// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/setup.h"

#include "core/simulator/simulatedmodels.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Sidelong {

Result<Setup> Setup::load(const QString &dataDir, const QString &configFile)
{
    Setup setup;
    setup.dataDir = dataDir.isEmpty()
        ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/sidelong"_s
        : QDir(dataDir).absolutePath();
    setup.configFile = configFile.isEmpty()
        ? QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
            + u"/sidelong/config.json"_s
        : QDir::current().absoluteFilePath(configFile);

    const bool isExplicit = !configFile.isEmpty();
    Result<Configuration> configuration = Configuration::load(setup.configFile, isExplicit);
    if (!configuration)
        return configuration.failure();
    setup.configuration = *std::move(configuration);
    setup.configuration.isExplicit = isExplicit;
    Result<ProviderRegistry> providers = ProviderRegistry::build(setup.configuration);
    if (!providers)
        return providers.failure();
    setup.providers = *std::move(providers);
    setup.prices = PriceCatalog::bundled();
    setup.prices.setOverrides(setup.configuration.prices);
    addSimulatorModels(setup.prices);
    return setup;
}

Provider simulatorProvider(const QUrl &url)
{
    Provider provider;
    provider.name = u"simulator"_s;
    provider.title = QCoreApplication::translate("Setup", "Simulator");
    provider.catalogue = u"simulator"_s;
    provider.protocol = Protocol::OpenAiChat;
    provider.baseUrl = url;
    provider.local = false;
    provider.simulated = true;
    return provider;
}

void addSimulatorModels(PriceCatalog &prices)
{
    for (const SimulatedModel &model : simulatedModels()) {
        CatalogModel entry;
        entry.catalogue = u"simulator"_s;
        entry.id = model.id;
        entry.title = model.title;
        entry.contextWindow = model.contextWindow;
        entry.maxOutput = model.maxOutput;
        entry.reasoning = model.reasoning;
        entry.prices = {model.price};
        prices.add(entry);
    }
}

} // namespace Sidelong
