// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/money.h"
#include "core/storage/records.h"

#include <QString>

namespace Sidelong {

// Figures as people read them. The same in every locale, as prices are in dollars and the console
// and the exports print them so.

/// Two decimals from a dollar up ("$1,204.50"), two significant digits below, and below a cent
/// never fewer than five decimals ("$0.84", "$0.012", "$0.00182", "$0.0000042").
QString formatMoney(Money money);
/// "price unknown" where it is, "≈ $0.0012" where it is estimated.
QString formatCost(const Cost &cost);
/// "1,204"
QString formatTokens(qint64 tokens);
/// "0.84 s", "3.1 s", "41 s", "2 min 5 s", "1 h 2 min"
QString formatDuration(qint64 ms);
/// A time to first token: hundredths up to ten seconds ("1.21 s").
QString formatLatency(qint64 ms);
/// "84 tok/s", "8.4 tok/s"
QString formatRate(double tokensPerSecond);

} // namespace Sidelong
