// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/common/setup.h"
#include "core/simulator/simulatorhost.h"

#include <memory>

namespace Sidelong {

/// Starts the built-in simulator and puts it among the providers of \a setup. The provider is gone
/// with the host.
Result<std::unique_ptr<SimulatorHost>> startSimulator(Setup &setup);

} // namespace Sidelong
