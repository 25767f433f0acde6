// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace Sidelong {

/// The only source of time, handed in wherever time matters, so that a test takes none.
/// Implementations are safe to call from any thread.
class Clock
{
public:
    Clock() = default;
    virtual ~Clock() = default;
    Q_DISABLE_COPY_MOVE(Clock)

    /// Milliseconds since 1970 UTC. May jump, forwards and backwards.
    virtual qint64 utcMs() const = 0;
    /// Nanoseconds from an arbitrary start; never goes back.
    virtual qint64 monotonicNs() const = 0;

    qint64 monotonicMs() const { return monotonicNs() / 1'000'000; }
};

class SystemClock final : public Clock
{
public:
    qint64 utcMs() const override;
    qint64 monotonicNs() const override;
};

} // namespace Sidelong
