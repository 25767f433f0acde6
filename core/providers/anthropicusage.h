// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"
#include "core/domain/chatevent.h"

namespace Sidelong {

/// The usage of one answer, which comes in pieces: message_start has the input, each
/// message_delta replaces what it names and leaves the rest.
class AnthropicUsage
{
public:
    void take(Json::Value usage);
    bool isEmpty() const { return m_raw.isEmpty(); }
    /// What is billed: iterations that compact the context are on top of the counts, which leave
    /// them out.
    UsageReport report(ChatEvents &out) const;

private:
    struct Counts
    {
        qint64 uncached = 0;
        qint64 cachedRead = 0;
        qint64 cacheWrite = 0;
        qint64 cacheWriteLong = 0;
        qint64 output = 0;
        qint64 reasoning = 0;

        void take(Json::Value usage);
        void addTo(Usage &usage) const;
    };

    Counts m_counts;
    std::vector<Counts> m_compactions;
    QByteArray m_raw;
};

} // namespace Sidelong
