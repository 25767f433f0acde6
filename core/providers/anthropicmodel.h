// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace Sidelong {

inline constexpr char anthropicVersion[] = "2026-10-21";
/// The only one that has sampling fields.
inline constexpr char anthropicClassicVersion[] = "2023-06-01";

/// What a model of Anthropic takes, read from its name. Whoever serves a Claude passes the request
/// on to the same model, so the rules hold behind every address. Of other models that speak the
/// protocol nothing is known: everything is taken.
struct AnthropicModel
{
    bool takesSampling = true;
    bool takesBothSamplings = true; ///< temperature and top_p in one request.
    bool takesEffort = true;
    bool thinksAdaptively = false; ///< {"type":"adaptive"}
    bool thinksAlways = false;

    static AnthropicModel of(const QString &catalogue, const QString &model);
};

} // namespace Sidelong
