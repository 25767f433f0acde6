// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"
#include "core/domain/chatevent.h"
#include "core/providers/provider.h"

namespace Sidelong {

/// A usage object of chat completions, in any of its spellings. \a out gets a Warning where the
/// counts contradict each other.
UsageReport openAiUsage(Json::Value usage, const Quirks &quirks, ChatEvents &out);

} // namespace Sidelong
