// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace Sidelong {

/// Tokens that are billed, as contract.md counts them for every provider: \c input is all input;
/// \c cachedRead and \c cacheWrite are parts of it, \c cacheWriteLong is a part of \c cacheWrite;
/// \c reasoning is a part of \c output.
struct Usage
{
    qint64 input = 0;
    qint64 cachedRead = 0;
    qint64 cacheWrite = 0;
    qint64 cacheWriteLong = 0;
    qint64 output = 0;
    qint64 reasoning = 0;
    bool estimated = false; ///< Ours, because the provider sent none.

    friend bool operator==(const Usage &, const Usage &) = default;
};

} // namespace Sidelong
