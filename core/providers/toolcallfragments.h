// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"
#include "core/domain/chatevent.h"

namespace Sidelong {

/// The calls of one streamed answer. Servers that speak chat completions number and name their
/// fragments differently: index missing or from 1, id and name in the first fragment or empty in
/// the later ones, a second call under the index of the first.
class ToolCallFragments
{
public:
    void take(Json::Value fragment, ChatEvents &out);
    /// The call of the API's first years: one, without id and index.
    void takeFunctionCall(Json::Value call, ChatEvents &out);

private:
    struct Call
    {
        qint64 wireIndex = 0;
        QByteArray id;
    };

    size_t callOf(std::optional<qint64> wireIndex, QByteArrayView id);
    static void append(size_t call, const QByteArray &id, Json::Value function, ChatEvents &out);

    std::vector<Call> m_calls;
};

} // namespace Sidelong
