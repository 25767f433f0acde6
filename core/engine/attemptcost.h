// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/attempt.h"
#include "core/storage/records.h"

namespace Sidelong {

/// What is billed for an attempt: as the provider reported, else estimated from what was sent and
/// what came; nothing where the request never reached a server or was refused.
Usage billedUsage(const AttemptOutcome &outcome, qint64 inputEstimate);

/// The cost of \a usage, and where it comes from. \a reported wins; no tokens cost nothing; no
/// price is unknown, on local servers too: that nobody asks for money is for the user to say, with
/// a price of 0.
Cost costOf(const Usage &usage, const std::optional<Price> &price,
            const std::optional<Money> &reported);

/// Completes the record of an attempt that a crash cut, from the text that was on disk.
void estimateInterrupted(AttemptRecord &attempt, QByteArrayView text);

} // namespace Sidelong
