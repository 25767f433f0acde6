// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"
#include "core/domain/chatevent.h"
#include "core/providers/wirereading.h"

namespace Sidelong {

/// The usage of one answer, which comes in pieces: message_start has the input, each
/// message_delta replaces what it names and leaves the rest.
class AnthropicUsage
{
public:
    /// The usage of message_start or of a whole message. What holds no known count is ignored.
    void takeStart(Json::Value usage);
    /// The usage of a message_delta; false where it does not say the output.
    bool takeDelta(Json::Value usage);
    bool isEmpty() const { return m_start.isEmpty() && m_delta.isEmpty(); }
    /// What is billed: iterations that compact the context are on top of the counts, which leave
    /// them out. The raw usage is the provider's object as it came, or, where the stream told two
    /// that differ, {"message_start":…,"message_delta":…} with both (of several deltas the last,
    /// which holds the others).
    UsageReport report(WarningBudget &warnings, ChatEvents &out) const;

private:
    struct Counts
    {
        qint64 uncached = 0;
        qint64 cachedRead = 0;
        qint64 cacheWrite = 0;
        qint64 cacheWriteLong = 0;
        qint64 output = 0;
        qint64 reasoning = 0;

        bool take(Json::Value usage);
        void addTo(Usage &usage) const;
    };

    bool take(Json::Value usage);
    QByteArray raw() const;

    Counts m_counts;
    std::vector<Counts> m_compactions;
    QByteArray m_start;
    QByteArray m_delta;
};

} // namespace Sidelong
