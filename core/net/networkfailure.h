// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/failure.h"

#include <QNetworkReply>

namespace Sidelong {

/// What a network error means, as a sentence with what to do next. \a host is named in it; the
/// path and query are not.
Failure networkFailure(QNetworkReply::NetworkError error, const QString &host,
                       const QStringList &certificateErrors);

/// A timeout that names itself. \a kind is one of the four.
Failure timeoutFailure(FailureKind kind, const QString &host, std::chrono::milliseconds limit);

} // namespace Sidelong
