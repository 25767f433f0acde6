// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Sidelong {

enum class Role { System, User, Assistant, Tool };

/// A call of a tool. \c arguments is the provider's own text, byte for byte, valid JSON or not.
struct ToolCall
{
    QString id;
    QString name;
    QByteArray arguments;

    friend bool operator==(const ToolCall &, const ToolCall &) = default;
};

/// One piece of a message.
struct ContentPart
{
    enum class Kind { Text, Reasoning, Refusal, Image, ToolCall, ToolResult, Opaque };

    Kind kind = Kind::Text;
    QByteArray text; ///< Text, Reasoning, Refusal, ToolResult: UTF-8. Image: its bytes.
    QString mediaType; ///< Image: "image/png" …
    ToolCall toolCall; ///< ToolCall; ToolResult: id of the call that is answered.
    /// What the provider wants back unchanged in the next turn (signatures, encrypted reasoning,
    /// whole unknown blocks): JSON, byte for byte, with the protocol that it belongs to.
    QByteArray payload;
    QString payloadProtocol;

    friend bool operator==(const ContentPart &, const ContentPart &) = default;

    static ContentPart ofText(QByteArray utf8) { return {.text = std::move(utf8)}; }
};

struct Message
{
    Role role = Role::User;
    QList<ContentPart> parts;

    friend bool operator==(const Message &, const Message &) = default;

    static Message ofText(Role role, QByteArray utf8)
    {
        return {role, {ContentPart::ofText(std::move(utf8))}};
    }
    /// All text parts joined.
    QByteArray text() const;
};

QLatin1StringView roleName(Role role);

/// A list of messages as JSON, [{"role","content"}, …]: what the store keeps, what
/// `run --messages` reads and `history show` prints. Content that is text alone is a string,
/// otherwise a list of parts.
QByteArray messagesToJson(const QList<Message> &messages);
Result<QList<Message>> messagesFromJson(const QByteArray &json);

} // namespace Sidelong
