// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <QRandomGenerator>

#include <array>

namespace Sidelong {

QUuid Random::timeOrderedUuid(qint64 utcMs)
{
    const quint64 low = bits();
    const quint64 high = bits();
    const auto time = static_cast<quint64>(utcMs) & 0xffff'ffff'ffffULL;
    std::array<uchar, 8> tail{};
    for (size_t i = 0; i < tail.size(); ++i)
        tail[i] = static_cast<uchar>(low >> (8 * i));
    tail[0] = static_cast<uchar>((tail[0] & 0x3f) | 0x80);
    return QUuid(static_cast<uint>(time >> 16), static_cast<ushort>(time & 0xffff),
                 static_cast<ushort>((high & 0x0fff) | 0x7000), tail[0], tail[1], tail[2], tail[3],
                 tail[4], tail[5], tail[6], tail[7]);
}

quint64 SystemRandom::bits() { return QRandomGenerator::system()->generate64(); }

} // namespace Sidelong
