// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/simulatedprovider.h"

namespace Sidelong {

Result<std::unique_ptr<SimulatorHost>> startSimulator(Setup &setup)
{
    auto host = std::make_unique<SimulatorHost>(Simulator::Options());
    if (const Result<quint16> port = host->listen(); !port)
        return port.failure();
    setup.providers.insert(simulatorProvider(host->url()));
    return host;
}

} // namespace Sidelong
