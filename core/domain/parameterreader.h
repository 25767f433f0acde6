// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/chatrequest.h"
#include "core/domain/checkedreader.h"

namespace Sidelong {

/// Parameters as parametersToJson() writes them, out of a larger text. Temperature 0 … 2, top_p
/// 0 … 1, max_tokens from 1. What is wrong is recorded in \a reader.
Parameters readParameters(CheckedReader &reader, Json::Value value);

} // namespace Sidelong
