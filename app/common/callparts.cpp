// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/callparts.h"

#include "core/engine/attemptcost.h"

namespace Sidelong {

Result<std::unique_ptr<CallParts>> CallParts::open(const Setup &setup)
{
    Result<std::unique_ptr<Store>> store = Store::open(setup.dataDir, estimateInterrupted);
    if (!store)
        return store.failure();
    return std::unique_ptr<CallParts>(new CallParts(setup, *std::move(store)));
}

CallParts::CallParts(const Setup &setup, std::unique_ptr<Store> store)
    : m_store(std::move(store)), m_log(setup.dataDir),
      m_engine(std::make_unique<Engine>(
          Engine::Parts{&m_transport, m_store.get(), &m_clock, &m_random, &m_log}))
{
    m_engine->setProviders(setup.providers);
    m_engine->setPrices(setup.prices);
}

} // namespace Sidelong
