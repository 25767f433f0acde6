// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QFuture>
#include <QString>

#include <optional>

namespace Sidelong {

/// Where keys are kept, one entry per provider. "No entry" is an empty optional, not a failure;
/// a failure (storage) says that no usable keyring is there. Each future ends within 10 seconds,
/// also where the keyring hangs. Called from the thread that made the object.
class SecretStore
{
public:
    SecretStore() = default;
    virtual ~SecretStore() = default;
    Q_DISABLE_COPY_MOVE(SecretStore)

    virtual QFuture<Result<std::optional<Secret>>> read(const QString &entry) = 0;
    virtual QFuture<Result<void>> write(const QString &entry, const Secret &secret) = 0;
    virtual QFuture<Result<void>> remove(const QString &entry) = 0;
};

} // namespace Sidelong
