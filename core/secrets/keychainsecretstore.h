// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secretstore.h"

#include <QObject>

#include <chrono>

namespace Sidelong {

/// The desktop's keyring, by QtKeychain. QtKeychain answers through GLib: the thread that makes
/// this object must have Qt's GLib event dispatcher (the main thread has it, unless QT_NO_GLIB is
/// set) and run its event loop. A locked keyring reads as one without the entry.
///
/// Futures that are open when the store is destroyed end as cancelled failures.
class KeychainSecretStore final : public QObject, public SecretStore
{
    Q_OBJECT

public:
    explicit KeychainSecretStore(const QString &service = QStringLiteral("sidelong"),
                                 std::chrono::milliseconds timeout = std::chrono::seconds(10),
                                 QObject *parent = nullptr);

    QFuture<Result<std::optional<Secret>>> read(const QString &entry) override;
    QFuture<Result<void>> write(const QString &entry, const Secret &secret) override;
    QFuture<Result<void>> remove(const QString &entry) override;

private:
    QString m_service;
    std::chrono::milliseconds m_timeout;
};

} // namespace Sidelong
