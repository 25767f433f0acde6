// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session.h"

#include "core/base/whenfinished.h"

#include <QPromise>
#include <QtConcurrentRun>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// Empty where the key comes from elsewhere.
QString keychainEntry(const Provider &provider)
{
    return provider.key && provider.key->source == KeySetting::Source::Keychain ? provider.key->name
                                                                                : QString();
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

QStringList presetNames()
{
    QStringList names;
    for (const Provider &preset : ProviderRegistry::presets())
        names.append(preset.name);
    return names;
}

/// A future that is answered by the function, which may be called once.
std::pair<QFuture<Result<void>>, std::function<void(const Result<void> &)>> promised()
{
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    QFuture<Result<void>> future = promise->future();
    return {future, [promise](const Result<void> &result) {
                promise->addResult(result);
                promise->finish();
            }};
}

} // namespace

Session::Session(const Services &services, QObject *parent)
    : QObject(parent), m_services(services),
      m_finder(*services.secrets, QProcessEnvironment::systemEnvironment()),
      m_modelCache(services.dataDir + u"/models"_s)
{
    m_files.setMaxThreadCount(1);
    m_services.engine->setProviders(m_services.providers);
    m_services.engine->setPrices(m_services.prices);
    readKeys();
    readModels();
}

void Session::readModels()
{
    QStringList names;
    for (const Provider &provider : m_services.providers.providers())
        names.append(provider.name);
    const auto read = [cache = m_modelCache, names] {
        QHash<QString, QList<ListedModel>> found;
        for (const QString &name : names) {
            if (const std::optional<CachedModels> kept = cache.read(name))
                found.insert(name, kept->models);
        }
        return found;
    };
    const auto take = [this](const QHash<QString, QList<ListedModel>> &found) {
        for (auto it = found.cbegin(); it != found.cend(); ++it) {
            if (m_models.contains(it.key()))
                continue; // fetched while the files were read
            m_models.insert(it.key(), it.value());
            Q_EMIT modelsChanged(it.key());
        }
    };
    whenFinished(QtConcurrent::run(&m_files, read), this, take);
}

bool Session::isSimulated(const QString &target) const
{
    const std::optional<ModelRef> model = ModelRef::fromString(target);
    const Provider *provider = model ? m_services.providers.find(model->provider) : nullptr;
    return provider && provider->simulated;
}

QString Session::providerWithoutKey(const QStringList &targets) const
{
    for (const QString &target : targets) {
        const std::optional<ModelRef> model = ModelRef::fromString(target);
        if (model && m_services.providers.find(model->provider)
            && m_keys.value(model->provider).source == KeyState::Source::None)
            return model->provider;
    }
    return {};
}

void Session::readKeys()
{
    for (const Provider &provider : m_services.providers.providers())
        readKey(provider);
    // Those that no list has can be named all the same ("openai/…"), and have cards in Settings.
    const QStringList names = presetNames();
    for (const QString &name : names) {
        const Provider *bare = m_services.providers.find(name);
        if (bare && !m_keyTurns.contains(name))
            readKey(*bare);
    }
}

void Session::readKey(const Provider &provider)
{
    const QString name = provider.name;
    const int turn = ++m_keyTurns[name];
    if (!provider.key) {
        m_keys.insert(name, {KeyState::Source::NotNeeded, {}, {}});
        Q_EMIT keyChanged(name);
        return;
    }
    whenFinished(m_finder.find(name, *provider.key, provider.environmentKey, provider.title), this,
                 [this, name, turn](const Result<FoundKey> &found) {
                     if (turn != m_keyTurns.value(name))
                         return;
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
    if (state.source == KeyState::Source::Keychain)
        m_keyringTrouble.clear();
    m_keys.insert(provider, state);
    m_services.engine->setKey(provider, state.secret);
    Q_EMIT keyChanged(provider);
}

void Session::setKey(const QString &provider, const Secret &key)
{
    const int turn = ++m_keyTurns[provider];
    m_finder.holdForThisRun(provider, key);
    takeKey(provider, {KeyState::Source::ThisRun, {}, key});
    const Provider *known = m_services.providers.find(provider);
    const QString entry = known ? keychainEntry(*known) : QString();
    whenFinished(m_services.secrets->write(entry.isEmpty() ? provider : entry, key), this,
                 [this, provider, key, turn](const Result<void> &written) {
                     if (turn == m_keyTurns.value(provider))
                         keyWritten(provider, key, written);
                 });
}

void Session::keyWritten(const QString &provider, const Secret &key, const Result<void> &written)
{
    if (written) {
        m_finder.forget(provider);
        takeKey(provider, {KeyState::Source::Keychain, {}, key});
        return;
    }
    m_keyringTrouble = written.failure().message;
    takeKey(provider, {KeyState::Source::ThisRun, {}, key, m_keyringTrouble});
}

QFuture<Result<void>> Session::removeKey(const QString &provider)
{
    auto [future, answer] = promised();
    dropKey(provider, answer);
    return future;
}

void Session::dropKey(const QString &provider, const Done &done)
{
    const Provider *known = m_services.providers.find(provider);
    const QString entry = known ? keychainEntry(*known) : QString();
    if (entry.isEmpty()) {
        keyDropped(provider);
        done({});
        return;
    }
    const KeyState before = m_keys.value(provider);
    // Where the keychain never had it, a keychain that is not there is no trouble.
    const bool isKept = before.source == KeyState::Source::Keychain
        || (before.source == KeyState::Source::ThisRun && before.trouble.isEmpty());
    const int turn = ++m_keyTurns[provider];
    whenFinished(m_services.secrets->remove(entry), this,
                 [this, provider, turn, isKept, done](const Result<void> &removed) {
                     const bool isGone = removed || !isKept;
                     if (isGone && turn == m_keyTurns.value(provider))
                         keyDropped(provider);
                     done(isGone ? Result<void>() : removed);
                 });
}

void Session::keyDropped(const QString &provider)
{
    m_finder.forget(provider);
    if (const Provider *left = m_services.providers.find(provider))
        readKey(*left);
}

bool Session::isKeyShared(const Provider &provider) const
{
    const QString entry = keychainEntry(provider);
    const QList<Provider> all = m_services.providers.providers();
    return std::any_of(all.cbegin(), all.cend(), [&](const Provider &other) {
        return other.name != provider.name && keychainEntry(other) == entry;
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
    const auto write = [cache = m_modelCache, provider,
                        list = CachedModels{models, m_services.clock->utcMs()}] {
        return cache.write(provider, list);
    };
    whenFinished(QtConcurrent::run(&m_files, write), this, [this](const Result<void> &written) {
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
    auto [future, answer] = promised();
    change(settings.name, settings, answer);
    return future;
}

QFuture<Result<void>> Session::removeProvider(const QString &name)
{
    auto [future, answer] = promised();
    const Provider *known = m_services.providers.find(name);
    if (!known || isKeyShared(*known)) {
        change(name, std::nullopt, answer);
        return future;
    }
    dropKey(name, [this, name, done = answer](const Result<void> &removed) {
        if (removed)
            change(name, std::nullopt, done);
        else
            done(removed);
    });
    return future;
}

void Session::change(const QString &name, const std::optional<ProviderSettings> &settings,
                     const Done &done)
{
    const auto write = [file = m_services.configFile, name, settings,
                        isExplicit =
                            m_services.configuration.isExplicit]() -> Result<Configuration> {
        const Result<void> saved = Configuration::saveProvider(file, name, settings);
        if (!saved)
            return saved.failure();
        return Configuration::load(file, isExplicit, presetNames());
    };
    const auto take = [this, name, done](const Result<Configuration> &configuration) {
        if (!configuration)
            return done(configuration.failure());
        const Result<void> built = rebuild(*configuration);
        if (!built)
            return done(built);
        const Provider *provider = m_services.providers.find(name);
        if (provider) {
            readKey(*provider);
        } else {
            ++m_keyTurns[name];
            m_keys.remove(name);
            m_finder.forget(name);
        }
        done({});
    };
    whenFinished(QtConcurrent::run(&m_files, write), this, take);
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
