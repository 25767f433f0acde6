// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <atomic>

namespace Sidelong {

/// A clock that stands still until it is told.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(qint64 utcMs = 1'795'000'000'000) : m_utcMs(utcMs) { }

    qint64 utcMs() const override { return m_utcMs; }
    qint64 monotonicNs() const override { return m_monotonicNs; }

    void advanceMs(qint64 ms)
    {
        m_utcMs += ms;
        m_monotonicNs += ms * 1'000'000;
    }

private:
    std::atomic<qint64> m_utcMs;
    std::atomic<qint64> m_monotonicNs = 0;
};

} // namespace Sidelong
