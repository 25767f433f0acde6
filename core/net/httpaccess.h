// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httpmessage.h"

#include <optional>

namespace Sidelong {

/// Host, web origin and token, in that order; nothing where the request may pass, whose tokenName
/// is then set.
std::optional<HttpRejection> checkHttpAccess(const HttpServerOptions &options,
                                             HttpServerRequest &request);

/// The same time for any two texts, however much of them agrees and whatever their sizes.
bool equalInConstantTime(const QByteArray &a, const QByteArray &b);

} // namespace Sidelong
