// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/anthropicdialect.h"
#include "core/providers/anthropicmodel.h"
#include "core/providers/wirewriting.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// The API refuses texts of blanks alone; where there is nothing else, it shall say so itself.
void dropBlanks(QList<ContentPart> &parts)
{
    const auto isBlank = [](const ContentPart &part) {
        const bool isText =
            part.kind == ContentPart::Kind::Text || part.kind == ContentPart::Kind::Refusal;
        return isText && part.text.trimmed().isEmpty();
    };
    if (!std::ranges::all_of(parts, isBlank))
        parts.removeIf(isBlank);
}

/// Writes one request; a class because every step needs the same four things.
class AnthropicRequest
{
public:
    AnthropicRequest(const Provider &provider, const ModelFacts &facts, const ChatRequest &request)
        : m_provider(provider), m_facts(facts), m_request(request),
          m_model(AnthropicModel::of(provider.catalogue, request.model))
    {
    }

    WireRequest write();

private:
    using Kind = ContentPart::Kind;

    void writeSystem();
    void writeMessages();
    void writeTurn(const QList<Message> &messages);
    void writeBlock(const ContentPart &part);
    void writeToolUse(const ToolCall &call);
    void writeSampling();
    void writeEffort();
    void writeStop();
    void writeTools();
    void drop(QStringView parameter) { m_notes.append(droppedNote(parameter, m_request.model)); }

    const Provider &m_provider;
    const ModelFacts &m_facts;
    const ChatRequest &m_request;
    AnthropicModel m_model;
    bool m_sampled = false; ///< A sampling field was written: the classic version it is.
    Json::Writer m_json;
    QStringList m_notes;
};

WireRequest AnthropicRequest::write()
{
    // The field is mandatory here.
    qint64 maxTokens = m_facts.reasoning ? 32'000 : 4'096;
    if (m_facts.maxOutput)
        maxTokens = std::min(maxTokens, *m_facts.maxOutput);
    m_json.beginObject().member("model", m_request.model);
    m_json.member("max_tokens", m_request.parameters.maxTokens.value_or(maxTokens));
    writeSystem();
    writeMessages();
    writeSampling();
    writeEffort();
    writeStop();
    writeTools();
    if (m_request.parameters.seed)
        drop(u"seed");
    if (m_request.stream)
        m_json.member("stream", true);
    m_json.endObject();

    WireRequest wire;
    wire.http = wireRequest(m_provider, endpointUrl(m_provider.baseUrl, u"/v1", u"/messages"),
                            m_request.stream);
    if (m_provider.headers.value("anthropic-version").isNull())
        wire.http.headers.append("anthropic-version",
                                 m_sampled ? anthropicClassicVersion : anthropicVersion);
    wire.http.body = m_json.bytes();
    wire.notes = m_notes;
    return wire;
}

void AnthropicRequest::writeSystem()
{
    QByteArrayList texts;
    for (const Message &message : m_request.messages) {
        const QByteArray text = textOf(message, Kind::Text);
        if (message.role == Role::System && !text.trimmed().isEmpty())
            texts.append(text);
    }
    if (!texts.isEmpty())
        m_json.member("system", texts.join("\n\n"));
}

void AnthropicRequest::writeMessages()
{
    m_json.key("messages").beginArray();
    QList<Message> turn;
    for (const Message &message : m_request.messages) {
        if (message.role == Role::System)
            continue;
        // Neighbours of one side are one turn; results of tools are the user's.
        const bool isAnswer = message.role == Role::Assistant;
        if (!turn.isEmpty() && isAnswer != (turn.constFirst().role == Role::Assistant)) {
            writeTurn(turn);
            turn.clear();
        }
        turn.append(message);
    }
    writeTurn(turn);
    m_json.endArray();
}

void AnthropicRequest::writeTurn(const QList<Message> &messages)
{
    QList<ContentPart> parts;
    for (const Message &message : messages)
        parts.append(message.parts);
    // Empty text blocks are refused, and reasoning goes back in its signed block alone.
    parts.removeIf([](const ContentPart &part) {
        const bool isText = part.kind == Kind::Text || part.kind == Kind::Refusal;
        const bool isForeign =
            part.kind == Kind::Opaque && part.payloadProtocol != protocolName(Protocol::Anthropic);
        return part.kind == Kind::Reasoning || isForeign || (isText && part.text.isEmpty());
    });
    if (parts.isEmpty())
        return;
    dropBlanks(parts);
    std::stable_partition(parts.begin(), parts.end(),
                          [](const ContentPart &part) { return part.kind == Kind::ToolResult; });
    const bool isAnswer = messages.constFirst().role == Role::Assistant;
    m_json.beginObject().member("role", isAnswer ? "assistant"_L1 : "user"_L1).key("content");
    if (parts.size() == 1 && parts.constFirst().kind == Kind::Text) {
        m_json.value(validUtf8(parts.constFirst().text)).endObject();
        return;
    }
    m_json.beginArray();
    for (const ContentPart &part : std::as_const(parts))
        writeBlock(part);
    m_json.endArray().endObject();
}

void AnthropicRequest::writeBlock(const ContentPart &part)
{
    switch (part.kind) {
    case Kind::Opaque: m_json.raw(part.payload); return;
    case Kind::ToolCall: writeToolUse(part.toolCall); return;
    case Kind::ToolResult:
        m_json.beginObject().member("type", "tool_result"_L1);
        m_json.member("tool_use_id", part.toolCall.id);
        m_json.member("content", validUtf8(part.text)).endObject();
        return;
    case Kind::Image:
        m_json.beginObject().member("type", "image"_L1).key("source").beginObject();
        m_json.member("type", "base64"_L1).member("media_type", mediaTypeOf(part));
        m_json.member("data", part.text.toBase64()).endObject().endObject();
        return;
    default:
        m_json.beginObject().member("type", "text"_L1);
        m_json.member("text", validUtf8(part.text)).endObject();
    }
}

void AnthropicRequest::writeToolUse(const ToolCall &call)
{
    m_json.beginObject().member("type", "tool_use"_L1).member("id", call.id);
    m_json.member("name", call.name).key("input");
    Json::Document input;
    if (input.parse(call.arguments) && input.root().isObject())
        m_json.raw(call.arguments);
    else if (call.arguments.trimmed().isEmpty())
        m_json.beginObject().endObject();
    else // the API takes objects only; what the model wrote is not lost on it
        m_json.beginObject().member("arguments", validUtf8(call.arguments)).endObject();
    m_json.endObject();
}

void AnthropicRequest::writeSampling()
{
    const std::optional<double> temperature = m_request.parameters.temperature;
    std::optional<double> topP = m_request.parameters.topP;
    if (!m_model.takesSampling) {
        if (temperature)
            drop(u"temperature");
        if (topP)
            drop(u"top_p");
        return;
    }
    if (temperature && topP && !m_model.takesBothSamplings) {
        m_notes.append(QCoreApplication::translate(
                           "Anthropic", "top_p was not sent: %1 takes it or the temperature.")
                           .arg(m_request.model));
        topP.reset();
    }
    if (temperature)
        m_json.member("temperature", *temperature);
    if (topP)
        m_json.member("top_p", *topP);
    m_sampled = temperature || topP;
}

void AnthropicRequest::writeEffort()
{
    const QString &effort = m_request.parameters.effort;
    const bool isTaken = !effort.isEmpty() && m_model.takesEffort;
    if (isTaken)
        m_json.key("output_config").beginObject().member("effort", effort).endObject();
    else if (!effort.isEmpty())
        drop(u"effort");
    // Where a model thinks anyway, or is asked to, its thoughts are empty unless asked for. With
    // a sampling field thinking must stay off.
    if (m_model.thinksAlways || (isTaken && m_model.thinksAdaptively && !m_sampled)) {
        m_json.key("thinking").beginObject().member("type", "adaptive"_L1);
        m_json.member("display", "summarized"_L1).endObject();
    }
}

void AnthropicRequest::writeStop()
{
    QStringList stop = m_request.parameters.stop;
    const qsizetype asked = stop.size();
    stop.removeIf([](const QString &sequence) { return sequence.trimmed().isEmpty(); });
    if (stop.size() < asked)
        m_notes.append(QCoreApplication::translate(
            "Anthropic", "A stop sequence of blanks alone was not sent: Anthropic refuses it."));
    if (stop.isEmpty())
        return;
    m_json.key("stop_sequences").beginArray();
    for (const QString &sequence : std::as_const(stop))
        m_json.value(sequence);
    m_json.endArray();
}

void AnthropicRequest::writeTools()
{
    if (m_request.tools.isEmpty())
        return;
    m_json.key("tools").beginArray();
    for (const Tool &tool : m_request.tools) {
        m_json.beginObject().member("name", tool.name);
        if (!tool.description.isEmpty())
            m_json.member("description", tool.description);
        m_json.key("input_schema").raw(schemaOf(tool)).endObject();
    }
    m_json.endArray();
}

} // namespace

Result<WireRequest> AnthropicDialect::chatRequest(const Provider &provider, const ModelFacts &facts,
                                                  const ChatRequest &request) const
{
    if (const Result<void> sound = checkRequest(request); !sound)
        return sound.failure();
    return AnthropicRequest(provider, facts, request).write();
}

} // namespace Sidelong
