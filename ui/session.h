// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/enginehost.h"
#include "core/providers/modelcache.h"
#include "core/secrets/keyfinder.h"

#include <QHash>
#include <QObject>
#include <QThreadPool>

#include <functional>

namespace Sidelong {

class Theme;

/// What app/ hands to the window. Pointers outlive it.
struct Services
{
    EngineHost *engine = nullptr;
    Store *store = nullptr;
    SecretStore *secrets = nullptr;
    Clock *clock = nullptr;
    Theme *theme = nullptr;
    Configuration configuration;
    ProviderRegistry providers; ///< With the simulator, where one runs.
    PriceCatalog prices;
    QString configFile;
    QString dataDir;
};

/// Where a provider's key is.
struct KeyState
{
    enum class Source { Reading, None, NotNeeded, Keychain, Environment, ThisRun };
    Source source = Source::Reading;
    QString variable; ///< Environment: its name.
    Secret secret;
    QString trouble = {}; ///< ThisRun: why the keychain did not take it; empty while it is asked.
};

/// A model that can be chosen for a column.
struct ModelChoice
{
    ModelRef model;
    QString title; ///< Of the provider.
    QString note; ///< "ends 2026-12-11", a price; may be empty.
    bool simulated = false;
    bool hasKey = true;
};

/// The window's providers, keys and model lists, and the one place that changes them. GUI thread;
/// files are touched on the pool.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(const Services &services, QObject *parent = nullptr);

    const Services &services() const { return m_services; }
    const ProviderRegistry &providers() const { return m_services.providers; }
    bool isSimulated(const QString &target) const;
    /// The first of the providers of \a targets whose key is nowhere; empty where each has its own.
    QString providerWithoutKey(const QStringList &targets) const;

    KeyState key(const QString &provider) const { return m_keys.value(provider); }
    /// Why keys cannot be kept in the system keychain; empty while nothing speaks against it.
    QString keyringTrouble() const { return m_keyringTrouble; }
    /// Uses \a key from now on, and keeps it in the keychain where there is one.
    void setKey(const QString &provider, const Secret &key);
    /// Takes the key of \a provider out of the keychain and out of use. Fails where the keychain
    /// had it and does not let go of it.
    QFuture<Result<void>> removeKey(const QString &provider);

    /// Asks \a provider for its models with \a key: the test of both.
    QFuture<Result<QList<ListedModel>>> test(const Provider &provider, const Secret &key);
    void keepModels(const QString &provider, const QList<ListedModel> &models);
    QList<ListedModel> models(const QString &provider) const { return m_models.value(provider); }
    /// What the picker offers, providers with a key first.
    QList<ModelChoice> choices() const;

    /// Writes the entry into the configuration file and takes it into use. The future has an
    /// answer after that.
    QFuture<Result<void>> saveProvider(const ProviderSettings &settings);
    /// The key first, unless another provider has the same, then the entry.
    QFuture<Result<void>> removeProvider(const QString &name);

Q_SIGNALS:
    void providersChanged();
    void keyChanged(const QString &provider);
    void modelsChanged(const QString &provider);
    /// Something was not written that will be missed after a restart.
    void failed(const QString &sentence);

private:
    using Done = std::function<void(const Result<void> &)>;

    void readModels();
    void readKeys();
    void readKey(const Provider &provider);
    void takeKey(const QString &provider, const KeyState &state);
    void keyWritten(const QString &provider, const Secret &key, const Result<void> &written);
    void dropKey(const QString &provider, const Done &done);
    void keyDropped(const QString &provider);
    bool isKeyShared(const Provider &provider) const;
    void change(const QString &name, const std::optional<ProviderSettings> &settings,
                const Done &done);
    Result<void> rebuild(const Configuration &configuration);

    Services m_services;
    KeyFinder m_finder;
    ModelCache m_modelCache;
    QThreadPool m_files; ///< One thread: what is changed at once is written one after the other.
    QHash<QString, KeyState> m_keys;
    /// Counts what was done about a provider's key: what a keychain says of earlier is not heard.
    QHash<QString, int> m_keyTurns;
    QHash<QString, QList<ListedModel>> m_models;
    QString m_keyringTrouble;
};

} // namespace Sidelong
