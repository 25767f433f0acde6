// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace Sidelong {

/// What OpenAI's own models take on Chat Completions, by family. For other servers, whose models
/// may have the same names, nothing is known: everything is taken.
struct OpenAiFamily
{
    enum class Sampling { Yes, WithoutReasoning, No };

    Sampling sampling = Sampling::Yes;
    bool takesEffort = true;
    bool takesStop = true;
    bool toolsNeedNoReasoning = false; ///< Function tools only with the effort "none".
    bool isReasoning = false; ///< Wants "developer" in place of "system".

    /// \a reasoning: what the catalogue says of a model whose family is not known.
    static OpenAiFamily of(const QString &catalogue, const QString &model, bool reasoning);
};

} // namespace Sidelong
