// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/toolcallfragments.h"

namespace Sidelong {

void ToolCallFragments::take(Json::Value fragment, ChatEvents &out)
{
    take(fragment["index"].toInt(), fragment, out);
}

void ToolCallFragments::takeWhole(qint64 position, Json::Value call, ChatEvents &out)
{
    take(position, call, out);
}

void ToolCallFragments::take(std::optional<qint64> wireIndex, Json::Value fragment, ChatEvents &out)
{
    if (!fragment.isObject())
        return;
    // "custom" is a call whose input is free text.
    const Json::Value custom = fragment["custom"];
    const Json::Value function = custom.isObject() ? custom : fragment["function"];
    const QByteArray id = fragment["id"].string();
    append(callOf(wireIndex, id, function["name"].string()), id, function, out);
}

void ToolCallFragments::takeFunctionCall(Json::Value call, ChatEvents &out)
{
    if (call.isObject())
        append(callOf(0, {}, {}), {}, call, out);
}

bool ToolCallFragments::beginsAnother(const Call &call, bool hasIndex, const QByteArray &id,
                                      const QByteArray &name)
{
    if (!id.isEmpty() && !call.id.isEmpty() && id != call.id)
        return true;
    if (name.isEmpty() || call.name.isEmpty())
        return false;
    // Only the first fragment has a name. A server that repeats it tells its calls apart by index.
    return !hasIndex || (name != call.name && (id.isEmpty() || call.id.isEmpty()));
}

size_t ToolCallFragments::callOf(std::optional<qint64> wireIndex, const QByteArray &id,
                                 const QByteArray &name)
{
    for (size_t i = m_calls.size(); i-- > 0;) {
        Call &call = m_calls[i];
        if (wireIndex && call.wireIndex != *wireIndex)
            continue;
        if (beginsAnother(call, wireIndex.has_value(), id, name)) {
            if (!wireIndex && name.isEmpty())
                continue;
            break;
        }
        if (call.id.isEmpty())
            call.id = id;
        if (call.name.isEmpty())
            call.name = name;
        return i;
    }
    const auto index = wireIndex.value_or(static_cast<qint64>(m_calls.size()));
    m_calls.push_back({index, id, name});
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
