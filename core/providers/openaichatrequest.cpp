// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/openaichatdialect.h"

#include "core/providers/openaifamily.h"
#include "core/providers/wirewriting.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

using PartKind = ContentPart::Kind;

/// Writes one request; a class because every step needs the same four things.
class OpenAiChatRequest
{
public:
    OpenAiChatRequest(const Provider &provider, const ModelFacts &facts, const ChatRequest &request)
        : m_provider(provider), m_request(request),
          m_family(OpenAiFamily::of(provider.catalogue, request.model, facts.reasoning))
    {
    }

    WireRequest write();

private:
    void writeMessages();
    void writeMessage(const Message &message);
    void writeToolResults(const Message &message);
    void writeUser(const Message &message);
    void writeAssistant(const Message &message);
    void writeOpaque(const ContentPart &part);
    void writeEffort();
    void writeSampling();
    void writeStop();
    void writeTools();
    void drop(QStringView parameter) { m_notes.append(droppedNote(parameter, m_request.model)); }

    const Provider &m_provider;
    const ChatRequest &m_request;
    OpenAiFamily m_family;
    QString m_effort;
    Json::Writer m_json;
    QStringList m_notes;
};

WireRequest OpenAiChatRequest::write()
{
    const Parameters &parameters = m_request.parameters;
    m_json.beginObject().member("model", m_request.model);
    writeMessages();
    if (parameters.maxTokens)
        m_json.member(m_provider.quirks.maxTokensField.toUtf8(), *parameters.maxTokens);
    writeEffort();
    writeSampling();
    writeStop();
    writeTools();
    if (m_request.stream) {
        m_json.member("stream", true);
        if (m_provider.quirks.streamUsage)
            m_json.key("stream_options").beginObject().member("include_usage", true).endObject();
    }
    m_json.endObject();

    WireRequest wire;
    wire.http = wireRequest(m_provider, endpointUrl(m_provider.baseUrl, {}, u"/chat/completions"),
                            m_request.stream);
    if (!m_provider.organization.isEmpty())
        wire.http.headers.append("OpenAI-Organization", m_provider.organization.toUtf8());
    wire.http.body = m_json.bytes();
    wire.notes = m_notes;
    return wire;
}

void OpenAiChatRequest::writeMessages()
{
    m_json.key("messages").beginArray();
    for (const Message &message : m_request.messages)
        writeMessage(message);
    m_json.endArray();
}

void OpenAiChatRequest::writeMessage(const Message &message)
{
    if (message.role == Role::Assistant) {
        writeAssistant(message);
        return;
    }
    if (message.role == Role::System) {
        const bool isDeveloper = m_provider.catalogue == "openai"_L1 && m_family.isReasoning;
        m_json.beginObject()
            .member("role", isDeveloper ? u"developer"_s : m_provider.quirks.systemRole)
            .member("content", textOf(message, PartKind::Text))
            .endObject();
        return;
    }
    writeToolResults(message);
    if (hasKind(message, PartKind::Text) || hasKind(message, PartKind::Image))
        writeUser(message);
}

void OpenAiChatRequest::writeToolResults(const Message &message)
{
    for (const ContentPart &part : message.parts) {
        if (part.kind != PartKind::ToolResult)
            continue;
        m_json.beginObject()
            .member("role", "tool"_L1)
            .member("tool_call_id", part.toolCall.id)
            .member("content", validUtf8(part.text))
            .endObject();
    }
}

void OpenAiChatRequest::writeUser(const Message &message)
{
    m_json.beginObject().member("role", "user"_L1).key("content");
    if (!hasKind(message, PartKind::Image)) {
        m_json.value(textOf(message, PartKind::Text)).endObject();
        return;
    }
    m_json.beginArray();
    for (const ContentPart &part : message.parts) {
        if (part.kind == PartKind::Text && !part.text.isEmpty()) {
            m_json.beginObject().member("type", "text"_L1);
            m_json.member("text", validUtf8(part.text)).endObject();
        } else if (part.kind == PartKind::Image) {
            m_json.beginObject().member("type", "image_url"_L1).key("image_url");
            m_json.beginObject().member("url", dataUrl(part)).endObject().endObject();
        }
    }
    m_json.endArray().endObject();
}

void OpenAiChatRequest::writeAssistant(const Message &message)
{
    const QByteArray text = textOf(message, PartKind::Text);
    const QByteArray refusal = textOf(message, PartKind::Refusal);
    const bool hasCalls = hasKind(message, PartKind::ToolCall);
    m_json.beginObject().member("role", "assistant"_L1).key("content");
    if (text.isEmpty() && (hasCalls || !refusal.isEmpty()))
        m_json.null();
    else
        m_json.value(text);
    if (!refusal.isEmpty())
        m_json.member("refusal", refusal);
    const QByteArray reasoning = textOf(message, PartKind::Reasoning);
    if (!m_provider.quirks.reasoningField.isEmpty() && !reasoning.isEmpty())
        m_json.member(m_provider.quirks.reasoningField.toUtf8(), reasoning);
    for (const ContentPart &part : message.parts)
        writeOpaque(part);
    if (hasCalls) {
        m_json.key("tool_calls").beginArray();
        for (const ContentPart &part : message.parts) {
            if (part.kind != PartKind::ToolCall)
                continue;
            m_json.beginObject().member("id", part.toolCall.id).member("type", "function"_L1);
            m_json.key("function").beginObject().member("name", part.toolCall.name);
            m_json.member("arguments", validUtf8(part.toolCall.arguments)).endObject().endObject();
        }
        m_json.endArray();
    }
    m_json.endObject();
}

/// Only what servers want back; other unknown members of an answer are no members of a request.
void OpenAiChatRequest::writeOpaque(const ContentPart &part)
{
    if (part.payload.isEmpty() || part.payloadProtocol != protocolName(Protocol::OpenAiChat))
        return;
    Json::Document payload;
    payload.parse(part.payload);
    if (const Json::Value details = payload.root()["reasoning_details"]; details.isArray())
        m_json.key("reasoning_details").raw(details.raw());
}

void OpenAiChatRequest::writeEffort()
{
    m_effort = m_request.parameters.effort;
    if (m_family.toolsNeedNoReasoning && !m_request.tools.isEmpty() && m_effort != "none"_L1) {
        m_effort = u"none"_s;
        m_notes.append(
            QCoreApplication::translate(
                "OpenAiChat", "Reasoning was switched off: %1 takes tools only without it here.")
                .arg(m_request.model));
    }
    if (m_effort.isEmpty())
        return;
    if (m_family.takesEffort)
        m_json.member("reasoning_effort", m_effort);
    else
        drop(u"reasoning_effort");
}

void OpenAiChatRequest::writeSampling()
{
    using enum OpenAiFamily::Sampling;
    const Parameters &parameters = m_request.parameters;
    const bool isTaken = m_family.sampling == Yes
        || (m_family.sampling == WithoutReasoning && m_effort == "none"_L1);
    const auto write = [&](const char *name, std::optional<double> value) {
        if (value && isTaken)
            m_json.member(name, *value);
        else if (value)
            drop(QString::fromLatin1(name));
    };
    write("temperature", parameters.temperature);
    write("top_p", parameters.topP);
    if (!parameters.seed)
        return;
    if (m_provider.quirks.seedField.isEmpty())
        drop(u"seed");
    else
        m_json.member(m_provider.quirks.seedField.toUtf8(), *parameters.seed);
}

void OpenAiChatRequest::writeStop()
{
    const QStringList &stop = m_request.parameters.stop;
    if (stop.isEmpty())
        return;
    if (!m_family.takesStop) {
        drop(u"stop");
        return;
    }
    m_json.key("stop").beginArray();
    for (const QString &sequence : stop)
        m_json.value(sequence);
    m_json.endArray();
}

void OpenAiChatRequest::writeTools()
{
    if (m_request.tools.isEmpty())
        return;
    m_json.key("tools").beginArray();
    for (const Tool &tool : m_request.tools) {
        m_json.beginObject().member("type", "function"_L1).key("function");
        m_json.beginObject().member("name", tool.name);
        if (!tool.description.isEmpty())
            m_json.member("description", tool.description);
        m_json.key("parameters").raw(schemaOf(tool)).endObject().endObject();
    }
    m_json.endArray();
}

} // namespace

Result<WireRequest> OpenAiChatDialect::chatRequest(const Provider &provider,
                                                   const ModelFacts &facts,
                                                   const ChatRequest &request) const
{
    if (const Result<void> sound = checkRequest(request); !sound)
        return sound.failure();
    return OpenAiChatRequest(provider, facts, request).write();
}

} // namespace Sidelong
