// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"
#include "core/domain/chatevent.h"
#include "core/providers/provider.h"
#include "core/providers/wirereading.h"

namespace Sidelong {

/// A usage object of chat completions, in any of its spellings; nothing where \a usage holds no
/// count that is known. \a out gets a Warning where the counts contradict each other.
std::optional<UsageReport> openAiUsage(Json::Value usage, const Quirks &quirks,
                                       WarningBudget &warnings, ChatEvents &out);

} // namespace Sidelong
