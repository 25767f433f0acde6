// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/chatevent.h"

namespace Sidelong {

/// What one attempt answered, put together from its events.
struct Completion
{
    QByteArray text; ///< UTF-8
    QByteArray reasoning;
    QByteArray refusal;
    QList<ToolCall> toolCalls;
    QList<ContentPart> opaque;
    std::optional<Finish> finish; ///< As the provider said; see effectiveFinish().
    QString finishRaw;
    std::optional<Usage> usage;
    QByteArray usageRaw;
    std::optional<Money> reportedCost;
    QString model;
    QString providerId;
    bool ended = false; ///< The protocol's own end was seen.
    std::optional<Failure> failure;
    QStringList warnings;

    /// Takes one event in. Constant cost per event.
    void add(const ChatEvent &event);

    /// Refusal text is a refusal, whatever reason was given, and a stop at a call of a tool is a
    /// call: at the token limit the call may be cut, so that stays what it is.
    Finish effectiveFinish() const;
    bool isEmpty() const { return text.isEmpty() && refusal.isEmpty() && toolCalls.isEmpty(); }
};

} // namespace Sidelong
