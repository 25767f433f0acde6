// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/failure.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr std::array failureNames = {
    std::pair{FailureKind::RateLimited, "rate_limited"_L1},
    std::pair{FailureKind::Quota, "quota"_L1},
    std::pair{FailureKind::Overloaded, "overloaded"_L1},
    std::pair{FailureKind::Server, "server"_L1},
    std::pair{FailureKind::Connection, "connection"_L1},
    std::pair{FailureKind::Certificate, "certificate"_L1},
    std::pair{FailureKind::TimeoutConnect, "timeout_connect"_L1},
    std::pair{FailureKind::TimeoutFirstToken, "timeout_first_token"_L1},
    std::pair{FailureKind::TimeoutIdle, "timeout_idle"_L1},
    std::pair{FailureKind::TimeoutTotal, "timeout_total"_L1},
    std::pair{FailureKind::StreamCut, "stream_cut"_L1},
    std::pair{FailureKind::BadReply, "bad_reply"_L1},
    std::pair{FailureKind::Auth, "auth"_L1},
    std::pair{FailureKind::NoKey, "no_key"_L1},
    std::pair{FailureKind::NotFound, "not_found"_L1},
    std::pair{FailureKind::InvalidRequest, "invalid_request"_L1},
    std::pair{FailureKind::ContextLength, "context_length"_L1},
    std::pair{FailureKind::Refused, "refused"_L1},
    std::pair{FailureKind::Schema, "schema"_L1},
    std::pair{FailureKind::BreakerOpen, "breaker_open"_L1},
    std::pair{FailureKind::Cancelled, "cancelled"_L1},
    std::pair{FailureKind::Budget, "budget"_L1},
    std::pair{FailureKind::Storage, "storage"_L1},
    std::pair{FailureKind::Configuration, "configuration"_L1},
};

} // namespace

QLatin1StringView failureKindName(FailureKind kind)
{
    const auto found = std::ranges::find(failureNames, kind, [](const auto &p) { return p.first; });
    return found == failureNames.end() ? "server"_L1 : found->second;
}

std::optional<FailureKind> failureKindFromName(QStringView name)
{
    for (const auto &[kind, text] : failureNames) {
        if (name == text)
            return kind;
    }
    return {};
}

} // namespace Sidelong
