// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/providers/apierror.h"
#include "core/providers/dialect.h"

namespace Sidelong {

/// The kind by \a status (0: by the body's own), which codes of the body only make more precise;
/// by the codes alone where neither is known.
FailureKind failureKind(int status, const ApiError &error);

/// A reply that is no 200, the same for every protocol.
Failure httpFailure(const Provider &provider, int status, const HttpHeaders &headers,
                    const QByteArray &body);
/// An error inside a stream with status 200. After tokens came the stream is a cut one, whatever
/// the provider says of it, but for a refusal: its words are in the detail.
Failure streamFailure(const Provider &provider, const ApiError &error, bool afterTokens);
Failure cutFailure(const Provider &provider);
/// A body with a status of success that is not what the protocol says.
Failure badReply(const Provider &provider, int status, const QByteArray &body);

/// retry-after-ms, else retry-after in seconds or as a date (measured from the Date header).
std::optional<std::chrono::milliseconds> retryAfter(const HttpHeaders &headers);

} // namespace Sidelong
