// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secretstore.h"
#include "core/settings/configuration.h"

#include <QMap>
#include <QProcessEnvironment>

namespace Sidelong {

struct FoundKey
{
    enum class Origin { ThisRun, Keychain, Environment };

    Secret secret;
    Origin origin = Origin::Keychain;
    QString name; ///< Of the entry or the variable.
};

/// Finds a provider's key: what is held for this run, then the configured source, then, where a
/// keychain entry yields nothing, the preset's environment variable. One thread, the store's.
class KeyFinder
{
public:
    /// \a store must outlive the finder and its open futures.
    KeyFinder(SecretStore &store, const QProcessEnvironment &environment);

    /// no_key where nothing is found: the sentence says where was looked and how to set it; its
    /// detail is why the keychain could not be read, where that was so. Cancelled like the store's
    /// own futures. \a fallbackVariable may be empty; \a title is the provider's in sentences.
    QFuture<Result<FoundKey>> find(const QString &provider, const KeySetting &setting,
                                   const QString &fallbackVariable,
                                   const QString &title = {}) const;

    /// Keeps a key until the program ends, where no keyring takes it.
    void holdForThisRun(const QString &provider, const Secret &secret);
    void forget(const QString &provider);

private:
    SecretStore &m_store;
    QProcessEnvironment m_environment;
    QMap<QString, Secret> m_held;
};

} // namespace Sidelong
