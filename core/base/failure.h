// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

namespace Sidelong {

/// What went wrong, as the decision table (retry, fall back, breaker) reads it.
enum class FailureKind {
    RateLimited,
    Quota,
    Overloaded,
    Server,
    Connection,
    Certificate,
    TimeoutConnect,
    TimeoutFirstToken,
    TimeoutIdle,
    TimeoutTotal,
    StreamCut,
    BadReply,
    Auth,
    NoKey,
    NotFound,
    InvalidRequest,
    ContextLength,
    Refused,
    Schema,
    BreakerOpen,
    Cancelled,
    Budget,
    Storage,
    Configuration, ///< Wrong usage or configuration; never the outcome of an attempt.
};

/// Why something failed, made where the fault is seen and carried unchanged to the view.
struct Failure
{
    FailureKind kind = FailureKind::Server;
    QString message; ///< One sentence for the user: what happened and what to do next.
    QString detail; ///< The provider's own words. Shown on demand and stored; never logged,
                    ///< because it may echo the prompt.
    int status = 0; ///< The HTTP status, 0 where there was none.
    std::optional<std::chrono::milliseconds> retryAfter = {}; ///< As the server asked.

    friend bool operator==(const Failure &, const Failure &) = default;
};

/// The name in contract.md: "rate_limited", "timeout_first_token", …
QLatin1StringView failureKindName(FailureKind kind);
std::optional<FailureKind> failureKindFromName(QStringView name);

} // namespace Sidelong

Q_DECLARE_METATYPE(Sidelong::Failure)
