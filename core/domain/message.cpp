// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/message.h"

#include "core/domain/checkedreader.h"

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

using PartKind = ContentPart::Kind;

QLatin1StringView partKindName(PartKind kind)
{
    switch (kind) {
    case PartKind::Text: return "text"_L1;
    case PartKind::Reasoning: return "reasoning"_L1;
    case PartKind::Refusal: return "refusal"_L1;
    case PartKind::Image: return "image"_L1;
    case PartKind::ToolCall: return "tool_call"_L1;
    case PartKind::ToolResult: return "tool_result"_L1;
    case PartKind::Opaque: return "opaque"_L1;
    }
    return "opaque"_L1;
}

bool isPlainText(const ContentPart &part) { return part == ContentPart::ofText(part.text); }

void writeToolCall(Json::Writer &json, const ToolCall &call)
{
    // The arguments are a text, not JSON within JSON: a model may have written them wrong.
    json.member("id", call.id).member("name", call.name).member("arguments", call.arguments);
}

void writePart(Json::Writer &json, const ContentPart &part)
{
    json.beginObject().member("type", partKindName(part.kind));
    switch (part.kind) {
    case PartKind::Image:
        json.member("media_type", part.mediaType).member("data", part.text.toBase64());
        break;
    case PartKind::ToolCall: writeToolCall(json, part.toolCall); break;
    case PartKind::ToolResult:
        json.member("id", part.toolCall.id);
        if (!part.toolCall.name.isEmpty())
            json.member("name", part.toolCall.name);
        json.member("text", part.text);
        break;
    case PartKind::Opaque: break;
    default: json.member("text", part.text);
    }
    // As a text too, so that it comes back byte for byte, blanks and all.
    if (!part.payload.isEmpty() || part.kind == PartKind::Opaque)
        json.member("protocol", part.payloadProtocol).member("payload", part.payload);
    json.endObject();
}

class MessageReader
{
    Q_DECLARE_TR_FUNCTIONS(Messages)
    Q_DISABLE_COPY_MOVE(MessageReader)

public:
    MessageReader() = default;

    Result<QList<Message>> read(const QByteArray &text)
    {
        QList<Message> messages;
        if (m_reader.parse(text) && m_reader.isList(m_reader.root())) {
            for (const Json::Value value : m_reader.root())
                messages.append(message(value));
        }
        if (!m_reader.isGood())
            return m_reader.failure();
        return messages;
    }

private:
    Message message(Json::Value value)
    {
        Message message;
        if (!m_reader.isObject(value, {"role"_L1, "content"_L1}))
            return message;
        message.role = m_reader
                           .choice<Role>(value["role"],
                                         {{"system"_L1, Role::System},
                                          {"user"_L1, Role::User},
                                          {"assistant"_L1, Role::Assistant},
                                          {"tool"_L1, Role::Tool}})
                           .value_or(Role::User);
        const Json::Value content = value["content"];
        if (content.isString()) {
            message.parts.append(ContentPart::ofText(content.string()));
        } else if (content.isArray()) {
            for (const Json::Value entry : content)
                message.parts.append(part(entry));
        } else {
            m_reader.fail(content, tr("must be a text or a list of parts."));
        }
        return message;
    }

    ContentPart part(Json::Value value)
    {
        if (!m_reader.isMap(value))
            return {};
        const auto kind = m_reader.choice<PartKind>(value["type"],
                                                    {{"text"_L1, PartKind::Text},
                                                     {"reasoning"_L1, PartKind::Reasoning},
                                                     {"refusal"_L1, PartKind::Refusal},
                                                     {"image"_L1, PartKind::Image},
                                                     {"tool_call"_L1, PartKind::ToolCall},
                                                     {"tool_result"_L1, PartKind::ToolResult},
                                                     {"opaque"_L1, PartKind::Opaque}});
        ContentPart part;
        if (m_reader.isGood() && !kind)
            m_reader.fail(value, tr("“type” is missing here."));
        if (!kind || !isPart(value, *kind))
            return part;
        part.kind = *kind;
        part.text = *kind == PartKind::Image ? base64(value["data"]) : bytes(value["text"]);
        part.mediaType = m_reader.name(value["media_type"]).value_or(QString());
        part.toolCall = {m_reader.text(value["id"]).value_or(QString()),
                         m_reader.text(value["name"]).value_or(QString()),
                         bytes(value["arguments"])};
        part.payload = bytes(value["payload"]);
        part.payloadProtocol = m_reader.text(value["protocol"]).value_or(QString());
        return part;
    }

    bool isPart(Json::Value value, PartKind kind)
    {
        constexpr auto type = "type"_L1, text = "text"_L1, id = "id"_L1, name = "name"_L1,
                       protocol = "protocol"_L1, payload = "payload"_L1;
        switch (kind) {
        case PartKind::Image:
            return m_reader.isObject(value, {type, "media_type"_L1, "data"_L1},
                                     {protocol, payload});
        case PartKind::ToolCall:
            return m_reader.isObject(value, {type, id, name, "arguments"_L1}, {protocol, payload});
        case PartKind::ToolResult:
            return m_reader.isObject(value, {type, id, text}, {name, protocol, payload});
        case PartKind::Opaque: return m_reader.isObject(value, {type, protocol, payload});
        default: return m_reader.isObject(value, {type, text}, {protocol, payload});
        }
    }

    QByteArray bytes(Json::Value value)
    {
        return m_reader.text(value) ? value.string() : QByteArray();
    }

    QByteArray base64(Json::Value value)
    {
        const auto decoded = QByteArray::fromBase64Encoding(
            bytes(value), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
        if (decoded)
            return *decoded;
        m_reader.fail(value, tr("must be the image's bytes in base64."));
        return {};
    }

    CheckedReader m_reader;
};

} // namespace

QByteArray Message::text() const
{
    QByteArray joined;
    for (const ContentPart &part : parts) {
        if (part.kind == PartKind::Text)
            joined += part.text;
    }
    return joined;
}

QLatin1StringView roleName(Role role)
{
    switch (role) {
    case Role::System: return "system"_L1;
    case Role::User: return "user"_L1;
    case Role::Assistant: return "assistant"_L1;
    case Role::Tool: return "tool"_L1;
    }
    return "user"_L1;
}

QByteArray messagesToJson(const QList<Message> &messages)
{
    Json::Writer json;
    json.beginArray();
    for (const Message &message : messages) {
        json.beginObject().member("role", roleName(message.role)).key("content");
        if (message.parts.size() == 1 && isPlainText(message.parts.first())) {
            json.value(message.parts.first().text);
        } else {
            json.beginArray();
            for (const ContentPart &part : message.parts)
                writePart(json, part);
            json.endArray();
        }
        json.endObject();
    }
    return json.endArray().bytes();
}

Result<QList<Message>> messagesFromJson(const QByteArray &json)
{
    return MessageReader().read(json);
}

} // namespace Sidelong
