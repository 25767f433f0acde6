// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/transport.h"

#include <QObject>
#include <QTimer>

#include <vector>

class QNetworkAccessManager;
class QNetworkProxy;

namespace Sidelong {

/// Transport over QNetworkAccessManager; the only file that knows it.
///
/// A manager opens at most six connections a host and repeats a POST when the peer closes before
/// it answered, so: managers are leased from a pool per origin, one exchange each, given back with
/// their connection and dropped after a minute; bodies are sequential devices, which cannot be
/// sent twice (that attempt ends as a connection failure); HTTP/1.1, because uploads stall on
/// HTTP/2; redirects are never followed, because the key would follow too.
class QnamTransport final : public QObject, public Transport
{
    Q_OBJECT

public:
    explicit QnamTransport(QObject *parent = nullptr);
    ~QnamTransport() override;

    std::unique_ptr<Exchange> send(const HttpRequest &request, const Timeouts &timeouts,
                                   ExchangeListener *listener) override;

    /// How long a connection rests before another request may go out on it. Some servers close
    /// one right behind their answer without having said so, and what is sent on it meanwhile
    /// fails though it may have been billed.
    void setRestTime(std::chrono::milliseconds time) { m_restTime = time; }

private:
    friend class QnamExchange;
    struct Lease
    {
        QString
            origin; ///< Scheme, host, port, proxy and authorities: what a connection depends on.
        std::unique_ptr<QNetworkAccessManager> manager;
        qint64 idleSinceMs = 0;
    };

    Lease lease(const HttpRequest &request, const QNetworkProxy &proxy);
    void giveBack(Lease lease);
    void dropIdle();

    std::vector<Lease> m_idle;
    std::chrono::milliseconds m_restTime{50};
    QTimer m_dropTimer{this}; ///< A child, so that it moves with us to another thread.
};

} // namespace Sidelong
