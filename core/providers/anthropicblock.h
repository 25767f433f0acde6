// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"
#include "core/domain/chatevent.h"

namespace Sidelong {

/// A content block that is put together from its start and its deltas: whatever its type is, it
/// can be given back whole in the next turn.
class AnthropicBlock
{
public:
    AnthropicBlock() = default;
    explicit AnthropicBlock(Json::Value start);

    const QByteArray &type() const { return m_type; }
    bool keepsDeltas() const { return m_type != "text" && m_type != "tool_use"; }
    void take(Json::Value delta);
    QByteArray json() const;

    /// Where a tool_use stands among the calls of the answer.
    int callIndex = 0;
    bool hasArguments = false;
    QByteArray initialInput; ///< A tool_use that came whole.

private:
    struct Field
    {
        QByteArray name;
        QByteArray content;
        bool isText = false; ///< Unescaped and joined; all else is JSON, and replaced.
    };
    Field &field(QByteArrayView name);

    QByteArray m_type;
    std::vector<Field> m_fields;
};

} // namespace Sidelong
