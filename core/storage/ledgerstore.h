// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/connection.h"
#include "core/storage/store.h"

namespace Sidelong {

/// What was sent and what it cost, a row an attempt, append only. Lives in the thread of its
/// connection; transactions are the caller's.
class LedgerStore
{
public:
    explicit LedgerStore(const Connection &connection) : m_connection(connection) { }

    /// Books \a attempt unless it is booked already. False where it was.
    Result<bool> add(const AttemptRecord &attempt) const;
    /// As it was booked; nothing for an unknown one.
    Result<std::optional<AttemptRecord>> find(const QString &attemptId) const;
    /// Attempts of a run, in the order they were booked.
    Result<QList<AttemptRecord>> ofRun(const QString &runId) const;

    /// A call is a request that was sent: a reused answer is none (its saving counts), and neither
    /// is what ended before sending (no key, open breaker, budget). Days and months in order,
    /// other groups by cost, the dearest first.
    Result<QList<UsageRow>> usage(const UsageQuery &query) const;
    Result<Money> spent(qint64 sinceMs, qint64 untilMs) const;

private:
    const Connection &m_connection;
};

} // namespace Sidelong
