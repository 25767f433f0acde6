// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"

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
    /// Whether the member \a error says that something went wrong: servers write "error":null,
    /// "" and {} where nothing did.
    static bool isIn(Json::Value error);
};

} // namespace Sidelong
