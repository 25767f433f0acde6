// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/provider.h"
#include "core/secrets/keychainsecretstore.h"
#include "core/secrets/keyfinder.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <memory>

namespace Sidelong {

/// Finds the keys of providers, all at once. One load at a time.
class KeyLoader : public QObject
{
    Q_OBJECT

public:
    using Keys = QHash<QString, Result<FoundKey>>; ///< By provider; those that take one.

    explicit KeyLoader(QObject *parent = nullptr);

    /// \a done is called from the event loop, also where nothing was to be found.
    void load(const QList<Provider> &providers, std::function<void(const Keys &)> done);
    SecretStore &store() { return m_store; }

private:
    void endIfComplete();

    KeychainSecretStore m_store;
    KeyFinder m_finder;
    Keys m_keys;
    qsizetype m_open = 0;
    std::function<void(const Keys &)> m_done;
};

} // namespace Sidelong
