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
    QStringList presets;
    for (const Provider &preset : ProviderRegistry::presets())
        presets += preset.name;
    Result<Configuration> configuration =
        Configuration::load(setup.configFile, isExplicit, presets);
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

bool Setup::hasSimulator() const
{
    const Provider *named = providers.find(simulatorName);
    return named ? named->simulated : !configuration.isExplicit;
}

Provider simulatorProvider(const QUrl &url)
{
    Provider provider;
    provider.name = simulatorName;
    provider.title = QCoreApplication::translate("Setup", "Simulator");
    provider.catalogue = simulatorName;
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
        entry.catalogue = simulatorName;
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
