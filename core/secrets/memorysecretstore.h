// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secretstore.h"

#include <QMap>

namespace Sidelong {

/// Keeps keys for as long as it lives, and nowhere else.
class MemorySecretStore final : public SecretStore
{
public:
    QFuture<Result<std::optional<Secret>>> read(const QString &entry) override;
    QFuture<Result<void>> write(const QString &entry, const Secret &secret) override;
    QFuture<Result<void>> remove(const QString &entry) override;

private:
    QMap<QString, Secret> m_secrets;
};

} // namespace Sidelong
