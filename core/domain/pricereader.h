// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/checkedreader.h"
#include "core/domain/price.h"

namespace Sidelong {

/// Whether a price may say from when it holds ("from": a date, or a moment with its zone).
enum class PriceForm { Undated, Dated };

/// A price in the notation of contract.md. What is wrong is recorded in \a reader.
Price readPrice(CheckedReader &reader, Json::Value value, PriceForm form);

} // namespace Sidelong
