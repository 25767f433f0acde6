// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/memorysecretstore.h"

namespace Sidelong {

QFuture<Result<std::optional<Secret>>> MemorySecretStore::read(const QString &entry)
{
    const auto found = m_secrets.constFind(entry);
    std::optional<Secret> secret;
    if (found != m_secrets.cend())
        secret = *found;
    return QtFuture::makeReadyFuture(Result<std::optional<Secret>>(std::move(secret)));
}

QFuture<Result<void>> MemorySecretStore::write(const QString &entry, const Secret &secret)
{
    m_secrets.insert(entry, secret);
    return QtFuture::makeReadyFuture(Result<void>());
}

QFuture<Result<void>> MemorySecretStore::remove(const QString &entry)
{
    m_secrets.remove(entry);
    return QtFuture::makeReadyFuture(Result<void>());
}

} // namespace Sidelong
