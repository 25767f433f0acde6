// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/configuration.h"

namespace Sidelong {

/// \a json with the entry of provider \a name set to \a settings, or without it where that is
/// nothing; every other byte stays. \a json must be a valid configuration or empty. Paths under
/// \a folder are written relative to it.
QByteArray withProvider(const QByteArray &json, const QString &name,
                        const std::optional<ProviderSettings> &settings, const QString &folder);

} // namespace Sidelong
