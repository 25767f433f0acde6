// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/common/setup.h"
#include "core/engine/engine.h"
#include "core/net/qnamtransport.h"
#include "core/secrets/keyfinder.h"

namespace Sidelong {

/// The engine and everything it is handed, on one thread: what the console runs calls with.
class CallParts
{
public:
    /// Opens the store; fails with a sentence where that cannot be.
    static Result<std::unique_ptr<CallParts>> open(const Setup &setup);

    Store &store() { return *m_store; }
    Engine &engine() { return *m_engine; }
    Random &random() { return m_random; }
    Clock &clock() { return m_clock; }

private:
    CallParts(const Setup &setup, std::unique_ptr<Store> store);

    SystemClock m_clock;
    SystemRandom m_random;
    std::unique_ptr<Store> m_store;
    AttemptLog m_log;
    QnamTransport m_transport;
    std::unique_ptr<Engine> m_engine;
};

} // namespace Sidelong
