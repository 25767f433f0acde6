// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/anthropicblock.h"

#include <algorithm>

namespace Sidelong {

AnthropicBlock::AnthropicBlock(Json::Value start) : m_type(start["type"].string())
{
    if (m_type == "tool_use" && start["input"].size() > 0)
        initialInput = start["input"].raw().toByteArray();
    if (!keepsDeltas())
        return;
    for (const Json::Value member : start) {
        const bool isText = member.isString();
        m_fields.push_back({member.key().toByteArray(),
                            isText ? member.string() : member.raw().toByteArray(), isText});
    }
}

AnthropicBlock::Field &AnthropicBlock::field(QByteArrayView name)
{
    const auto found = std::ranges::find(m_fields, name, &Field::name);
    if (found != m_fields.end())
        return *found;
    m_fields.push_back({name.toByteArray(), {}, true});
    return m_fields.back();
}

void AnthropicBlock::take(Json::Value delta)
{
    for (const Json::Value member : delta) {
        if (member.key() == "type" || member.isNull())
            continue;
        // The pieces of an input are JSON when joined, and replace the empty one of the start.
        const bool isInput = member.key() == "partial_json";
        Field &target = field(isInput ? QByteArrayView("input") : member.key());
        if (!member.isString()) {
            target.content = member.raw().toByteArray();
            target.isText = false;
        } else if (isInput) {
            if (!hasArguments && !member.stringView().isEmpty()) {
                hasArguments = true;
                target.content.clear();
                target.isText = false;
            }
            target.content += member.string();
        } else {
            if (!target.isText)
                target.content.clear();
            target.isText = true;
            target.content += member.string();
        }
    }
}

QByteArray AnthropicBlock::json() const
{
    Json::Writer json;
    json.beginObject();
    for (const Field &field : m_fields) {
        json.key(field.name);
        Json::Document document;
        if (field.isText || !document.parse(field.content))
            json.value(field.content);
        else
            json.raw(field.content);
    }
    json.endObject();
    return json.bytes();
}

} // namespace Sidelong
