// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"
#include "core/domain/chatevent.h"

#include <map>

namespace Sidelong {

/// OpenRouter's reasoning_details, which a tool loop must send back as they came: fragments with
/// one index and type are joined again, in the order in which each began.
class ReasoningDetails
{
public:
    void take(Json::Value list);
    bool isEmpty() const { return m_entries.empty(); }
    /// Text of \a list, for servers that give it nowhere else.
    static QByteArray text(Json::Value list);
    /// {"reasoning_details":[…]}
    QByteArray json() const;

private:
    struct Field
    {
        QByteArray name;
        QByteArray text;
        bool isText = false; ///< Text is unescaped and joined; all else is JSON, and replaced.
    };
    struct Entry
    {
        QByteArray identity;
        std::vector<Field> fields;
    };

    static void merge(Entry &entry, Json::Value member);

    std::vector<Entry> m_entries;
    std::map<QByteArray, size_t> m_places;
};

} // namespace Sidelong
