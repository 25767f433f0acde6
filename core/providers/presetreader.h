// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/provider.h"

#include <QList>

namespace Sidelong {

/// The presets of \a json, in the form of resources/providers.json: one object a provider, by name.
QList<Provider> readPresets(const QByteArray &json);

} // namespace Sidelong
