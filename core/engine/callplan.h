// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/pricecatalog.h"
#include "core/engine/run.h"
#include "core/providers/dialect.h"
#include "core/providers/providerregistry.h"

#include <QHash>

namespace Sidelong {

/// Keys by provider, or why there is none.
using KeyRing = QHash<QString, Result<Secret>>;

/// Everything that is settled before a request leaves: whom it goes to, in which bytes, how long
/// to wait and at which price.
struct CallPlan
{
    ModelRef model;
    Provider provider;
    ModelFacts facts;
    ChatRequest request;
    WireRequest wire;
    Timeouts timeouts;
    std::optional<Price> price;
    qint64 inputEstimate = 0; ///< Tokens.
    QStringList notes; ///< What was changed on the way, for the trace.
};

/// What the defaults of max tokens are: 4,096, or 32,000 on models that reason.
constexpr qint64 defaultMaxTokens = 4096;
constexpr qint64 defaultReasoningMaxTokens = 32000;
/// How long a model that reasons may be silent before its first token, unless the user set it.
constexpr std::chrono::milliseconds reasoningFirstToken{300'000};

/// Pure. Fails before anything is sent: no such provider, no key, empty prompt, a protocol that
/// is not spoken.
Result<CallPlan> planCall(const ProviderRegistry &providers, const PriceCatalog &prices,
                          const KeyRing &keys, const RunRequest &run, int variant, qint64 nowUtcMs);

} // namespace Sidelong
