// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session.h"

#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

QString keychainEntry(const Provider &provider)
{
    return provider.key && provider.key->source == KeySetting::Source::Keychain ? provider.key->name
                                                                                : provider.name;
}

KeyState stateOf(const FoundKey &found)
{
    switch (found.origin) {
    case FoundKey::Origin::ThisRun: return {KeyState::Source::ThisRun, {}, found.secret};
    case FoundKey::Origin::Keychain: return {KeyState::Source::Keychain, {}, found.secret};
    case FoundKey::Origin::Environment:
        return {KeyState::Source::Environment, found.name, found.secret};
    }
    return {};
}

} // namespace

Session::Session(const Services &services, QObject *parent)
    : QObject(parent), m_services(services),
      m_finder(*services.secrets, QProcessEnvironment::systemEnvironment()),
      m_modelCache(services.dataDir + u"/models"_s)
{
    m_services.engine->setProviders(m_services.providers);
    m_services.engine->setPrices(m_services.prices);
    for (const Provider &provider : m_services.providers.providers())
        readKey(provider);
    readModels();
}

void Session::readModels()
{
    QStringList names;
    for (const Provider &provider : m_services.providers.providers())
        names.append(provider.name);
    QtConcurrent::run([cache = m_modelCache, names] {
        QHash<QString, QList<ListedModel>> found;
        for (const QString &name : names) {
            if (const std::optional<CachedModels> kept = cache.read(name))
                found.insert(name, kept->models);
        }
        return found;
    }).then(this, [this](const QHash<QString, QList<ListedModel>> &found) {
        for (auto it = found.cbegin(); it != found.cend(); ++it) {
            if (m_models.contains(it.key()))
                continue; // fetched while the files were read
            m_models.insert(it.key(), it.value());
            Q_EMIT modelsChanged(it.key());
        }
    });
}

bool Session::isSimulated(const QString &target) const
{
    const std::optional<ModelRef> model = ModelRef::fromString(target);
    const Provider *provider = model ? m_services.providers.find(model->provider) : nullptr;
    return provider && provider->simulated;
}

void Session::readKey(const Provider &provider)
{
    const QString name = provider.name;
    if (!provider.key) {
        m_keys.insert(name, {KeyState::Source::NotNeeded, {}, {}});
        return;
    }
    m_finder.find(name, *provider.key, provider.environmentKey)
        .then(this, [this, name](const Result<FoundKey> &found) {
            if (found) {
                takeKey(name, stateOf(*found));
                return;
            }
            if (!found.failure().detail.isEmpty())
                m_keyringTrouble = found.failure().detail;
            m_keys.insert(name, {KeyState::Source::None, {}, {}});
            m_services.engine->setKey(name, found.failure());
            Q_EMIT keyChanged(name);
        });
}

void Session::takeKey(const QString &provider, const KeyState &state)
{
    m_keys.insert(provider, state);
    m_services.engine->setKey(provider, state.secret);
    Q_EMIT keyChanged(provider);
}

void Session::setKey(const QString &provider, const Secret &key)
{
    m_finder.holdForThisRun(provider, key);
    takeKey(provider, {KeyState::Source::ThisRun, {}, key});
    const Provider *known = m_services.providers.find(provider);
    m_services.secrets->write(known ? keychainEntry(*known) : provider, key)
        .then(this, [this, provider, key](const Result<void> &written) {
            m_keyringTrouble = written ? QString() : written.failure().message;
            // Meanwhile another key may have been set, or this one removed.
            if (written && m_keys.value(provider).secret == key) {
                m_finder.forget(provider);
                m_keys.insert(provider, {KeyState::Source::Keychain, {}, key});
            }
            Q_EMIT keyChanged(provider);
        });
}

void Session::removeKey(const QString &provider)
{
    const Provider *known = m_services.providers.find(provider);
    if (!known)
        return;
    m_finder.forget(provider);
    m_services.secrets->remove(keychainEntry(*known))
        .then(this, [this, entry = *known](const Result<void> &removed) {
            if (!removed)
                m_keyringTrouble = removed.failure().message;
            readKey(entry);
        });
}

QFuture<Result<QList<ListedModel>>> Session::test(const Provider &provider, const Secret &key)
{
    return m_services.engine->listModels(provider, key);
}

void Session::keepModels(const QString &provider, const QList<ListedModel> &models)
{
    m_models.insert(provider, models);
    Q_EMIT modelsChanged(provider);
    QtConcurrent::run([cache = m_modelCache, provider,
                       list = CachedModels{models, m_services.clock->utcMs()}] {
        return cache.write(provider, list);
    }).then(this, [this](const Result<void> &written) {
        if (!written)
            Q_EMIT failed(written.failure().message);
    });
}

QList<ModelChoice> Session::choices() const
{
    QList<ModelChoice> choices;
    for (const Provider &provider : m_services.providers.providers()) {
        const bool hasKey = m_keys.value(provider.name).source != KeyState::Source::None;
        const auto add = [&](const QString &id, const QString &note) {
            choices.append({{provider.name, id}, provider.title, note, provider.simulated, hasKey});
        };
        const QList<ListedModel> listed = m_models.value(provider.name);
        for (const ListedModel &model : listed)
            add(model.id, model.endsOn.isEmpty() ? QString() : tr("ends %1").arg(model.endsOn));
        if (!listed.isEmpty())
            continue;
        for (const CatalogModel &model : m_services.prices.models()) {
            if (!provider.catalogue.isEmpty() && model.catalogue == provider.catalogue)
                add(model.id, model.endsOn.isEmpty() ? QString() : tr("ends %1").arg(model.endsOn));
        }
    }
    std::stable_sort(choices.begin(), choices.end(),
                     [](const ModelChoice &a, const ModelChoice &b) {
                         return (a.hasKey && !a.simulated) > (b.hasKey && !b.simulated);
                     });
    return choices;
}

QFuture<Result<void>> Session::saveProvider(const ProviderSettings &settings)
{
    return change(settings.name, settings);
}

QFuture<Result<void>> Session::removeProvider(const QString &name)
{
    return change(name, std::nullopt);
}

QFuture<Result<void>> Session::change(const QString &name,
                                      const std::optional<ProviderSettings> &settings)
{
    return QtConcurrent::run(
               [file = m_services.configFile, name, settings]() -> Result<Configuration> {
                   const Result<void> saved = Configuration::saveProvider(file, name, settings);
                   if (!saved)
                       return saved.failure();
                   return Configuration::load(file, true);
               })
        .then(this, [this, name](const Result<Configuration> &configuration) -> Result<void> {
            if (!configuration)
                return configuration.failure();
            const Result<void> built = rebuild(*configuration);
            const Provider *provider = m_services.providers.find(name);
            if (built && provider)
                readKey(*provider);
            return built;
        });
}

Result<void> Session::rebuild(const Configuration &configuration)
{
    Result<ProviderRegistry> built = ProviderRegistry::build(configuration);
    if (!built)
        return built.failure();
    for (const Provider &provider : m_services.providers.providers()) {
        if (provider.simulated)
            built->insert(provider);
    }
    m_services.configuration = configuration;
    m_services.providers = *std::move(built);
    m_services.engine->setProviders(m_services.providers);
    Q_EMIT providersChanged();
    return {};
}

} // namespace Sidelong
