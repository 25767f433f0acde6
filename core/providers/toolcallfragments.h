// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"
#include "core/domain/chatevent.h"

namespace Sidelong {

/// The calls of one streamed answer. Servers that speak chat completions number and name their
/// fragments differently: index missing or from 1, id and name in the first fragment or empty in
/// the later ones, a second call under the index of the first, no ids or one for all.
class ToolCallFragments
{
public:
    void take(Json::Value fragment, ChatEvents &out);
    /// A call that came whole, at \a position in the list of a message.
    void takeWhole(qint64 position, Json::Value call, ChatEvents &out);
    /// The call of the API's first years: one, without id and index.
    void takeFunctionCall(Json::Value call, ChatEvents &out);

private:
    struct Call
    {
        qint64 wireIndex = 0;
        QByteArray id;
        QByteArray name;
    };

    void take(std::optional<qint64> wireIndex, Json::Value fragment, ChatEvents &out);
    size_t callOf(std::optional<qint64> wireIndex, const QByteArray &id, const QByteArray &name);
    static bool beginsAnother(const Call &call, bool hasIndex, const QByteArray &id,
                              const QByteArray &name);
    static void append(size_t call, const QByteArray &id, Json::Value function, ChatEvents &out);

    std::vector<Call> m_calls;
};

} // namespace Sidelong
