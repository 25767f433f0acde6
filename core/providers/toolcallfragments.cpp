// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/toolcallfragments.h"

namespace Sidelong {

void ToolCallFragments::take(Json::Value fragment, ChatEvents &out)
{
    if (!fragment.isObject())
        return;
    const QByteArray id = fragment["id"].string();
    const size_t call = callOf(fragment["index"].toInt(), id);
    // "custom" is a call whose input is free text.
    const Json::Value custom = fragment["custom"];
    append(call, id, custom.isObject() ? custom : fragment["function"], out);
}

void ToolCallFragments::takeFunctionCall(Json::Value call, ChatEvents &out)
{
    if (call.isObject())
        append(callOf(0, {}), {}, call, out);
}

size_t ToolCallFragments::callOf(std::optional<qint64> wireIndex, QByteArrayView id)
{
    for (size_t i = m_calls.size(); i-- > 0;) {
        Call &call = m_calls[i];
        if (wireIndex && call.wireIndex != *wireIndex)
            continue;
        if (!id.isEmpty() && !call.id.isEmpty() && id != call.id) {
            if (!wireIndex)
                continue;
            break;
        }
        if (call.id.isEmpty())
            call.id = id.toByteArray();
        return i;
    }
    const auto index = wireIndex.value_or(static_cast<qint64>(m_calls.size()));
    m_calls.push_back({index, id.toByteArray()});
    return m_calls.size() - 1;
}

void ToolCallFragments::append(size_t call, const QByteArray &id, Json::Value function,
                               ChatEvents &out)
{
    Json::Value arguments = function["arguments"];
    if (!arguments.exists())
        arguments = function["input"];
    QByteArray text;
    if (arguments.isString())
        text = arguments.string();
    else if (arguments.isObject() || arguments.isArray())
        text = arguments.raw().toByteArray();
    out.push_back(ToolCallDelta{static_cast<int>(call), QString::fromUtf8(id),
                                function["name"].toString(), std::move(text)});
}

} // namespace Sidelong
