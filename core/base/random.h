// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUuid>

namespace Sidelong {

/// The only source of chance, handed in, so that a test can repeat itself.
/// Implementations are safe to call from any thread.
class Random
{
public:
    Random() = default;
    virtual ~Random() = default;
    Q_DISABLE_COPY_MOVE(Random)

    virtual quint64 bits() = 0;
    /// Uniform in [0, 1).
    double unit() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
    /// A version 7 UUID (RFC 9562): sorts by the time it was made.
    QUuid timeOrderedUuid(qint64 utcMs);
};

class SystemRandom final : public Random
{
public:
    quint64 bits() override;
};

} // namespace Sidelong
