// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"
#include "core/providers/dialect.h"

namespace Sidelong {

/// What an error body says, whichever of the known shapes it has: {"error":{…}}, {"error":"…"},
/// {"object":"error",…}, {"detail":[…]}.
struct ApiError
{
    bool found = false;
    QString message;
    QByteArray type;
    QByteArray code;
    int status = 0; ///< A status that the body itself names; 0 = none.
    bool moderated = false; ///< OpenRouter: refused before it reached a model.

    static ApiError read(Json::Value root);
};

/// The kind by the body's codes, else by \a status (0: by the body's own status alone).
FailureKind failureKind(int status, const ApiError &error);

/// A reply that is no 200, the same for every protocol.
Failure httpFailure(const Provider &provider, int status, const HttpHeaders &headers,
                    const QByteArray &body);
/// An error inside a stream with status 200. After tokens came, an error that might pass makes
/// the stream a cut one.
Failure streamFailure(const Provider &provider, const ApiError &error, bool afterTokens);
Failure cutFailure(const Provider &provider);
/// A body with status 200 that is not what the protocol says.
Failure badReply(const Provider &provider, const QByteArray &body);

/// retry-after-ms, else retry-after in seconds or as a date (measured from the Date header).
std::optional<std::chrono::milliseconds> retryAfter(const HttpHeaders &headers);

} // namespace Sidelong
