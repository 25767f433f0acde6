// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include <chrono>

namespace Sidelong {

namespace {

template <typename Unit, typename Source>
qint64 since()
{
    return std::chrono::duration_cast<Unit>(Source::now().time_since_epoch()).count();
}

} // namespace

qint64 SystemClock::utcMs() const
{
    return since<std::chrono::milliseconds, std::chrono::system_clock>();
}

qint64 SystemClock::monotonicNs() const
{
    return since<std::chrono::nanoseconds, std::chrono::steady_clock>();
}

} // namespace Sidelong
