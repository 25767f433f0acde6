// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/provider.h"

namespace Sidelong {

/// One sentence for people: what happened at \a provider and what to do next. \a status 0 = none.
QString failureSentence(FailureKind kind, const Provider &provider, int status);

} // namespace Sidelong
