// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/domain/price.h"
#include "core/domain/usage.h"
#include "core/storage/records.h"

namespace Sidelong {

/// What \a usage costs at \a price: each kind times its rate, in exact integers, rounded half to
/// even once per part. The whole request is priced by its tier. Origin is computed (estimated
/// where the usage is); unknown where the list lacks input or output and such tokens were used.
/// Fails where the counts do not add up (cached above input, …) or the cost does not fit.
Result<Cost> calculateCost(const Usage &usage, const Price &price);

} // namespace Sidelong
