// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/reasoningdetails.h"

#include <algorithm>

namespace Sidelong {

namespace {

bool isFragment(QByteArrayView name)
{
    return name == "text" || name == "summary" || name == "data";
}

} // namespace

void ReasoningDetails::take(Json::Value list)
{
    for (const Json::Value detail : list) {
        if (!detail.isObject())
            continue;
        const QByteArray identity =
            detail["index"].raw().toByteArray() + '/' + detail["type"].string();
        const auto [place, isNew] = m_places.try_emplace(identity, m_entries.size());
        if (isNew)
            m_entries.push_back({identity, {}});
        for (const Json::Value member : detail)
            merge(m_entries[place->second], member);
    }
}

void ReasoningDetails::merge(Entry &entry, Json::Value member)
{
    const QByteArrayView name = member.key();
    const bool isText = member.isString() && isFragment(name);
    auto field = std::ranges::find(entry.fields, name, &Field::name);
    if (field == entry.fields.end()) {
        entry.fields.push_back({name.toByteArray(), {}, isText});
        field = entry.fields.end() - 1;
    } else if (member.isNull()) {
        return;
    }
    if (isText && field->isText) {
        field->text += member.string();
    } else {
        field->isText = isText;
        field->text = isText ? member.string() : member.raw().toByteArray();
    }
}

QByteArray ReasoningDetails::text(Json::Value list)
{
    QByteArray all;
    for (const Json::Value detail : list) {
        const Json::Value text = detail["text"];
        all += text.isString() ? text.string() : detail["summary"].string();
    }
    return all;
}

QByteArray ReasoningDetails::json() const
{
    Json::Writer json;
    json.beginObject().key("reasoning_details").beginArray();
    for (const Entry &entry : m_entries) {
        json.beginObject();
        for (const Field &field : entry.fields) {
            json.key(field.name);
            if (field.isText)
                json.value(field.text);
            else
                json.raw(field.text);
        }
        json.endObject();
    }
    json.endArray().endObject();
    return json.bytes();
}

} // namespace Sidelong
