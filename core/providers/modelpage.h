// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/providers/dialect.h"

namespace Sidelong {

/// A list of models in any of the spellings of OpenAI, Anthropic and the compatible servers: the
/// fields they add do not contradict each other.
Result<ModelPage> readModelPage(const QByteArray &body);

} // namespace Sidelong
