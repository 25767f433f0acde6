// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/transport.h"
#include "core/providers/dialect.h"

#include <QFuture>
#include <QObject>

namespace Sidelong {

/// Asks a provider for its models, over all pages. This is also the test of a key and a URL: the
/// failure's sentence says in words what is wrong (wrong key, no such host, not an API: HTML …).
/// One thread; a lister that is destroyed aborts, and its futures end as cancelled failures.
class ModelLister : public QObject
{
    Q_OBJECT

public:
    explicit ModelLister(Transport &transport, QObject *parent = nullptr);
    ~ModelLister() override;

    QFuture<Result<QList<ListedModel>>> list(const Provider &provider, const Secret &key);

    /// For all pages together; 20 s unless set. Holds for the calls that follow.
    void setTimeout(std::chrono::milliseconds timeout) { m_timeout = timeout; }

private:
    class Task;
    Transport &m_transport;
    std::chrono::milliseconds m_timeout{20'000};
};

} // namespace Sidelong
