// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace Sidelong {
inline namespace Literals {

/// Sizes in bytes, as 64 bits from the first multiplication on.
constexpr qint64 operator""_KiB(unsigned long long count)
{
    return static_cast<qint64>(count) * 1024;
}
constexpr qint64 operator""_MiB(unsigned long long count)
{
    return static_cast<qint64>(count) * 1024 * 1024;
}

} // namespace Literals
} // namespace Sidelong
