// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/openaichatstream.h"

#include "core/providers/openaiusage.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

bool hasText(Json::Value value) { return value.isString() && !value.stringView().isEmpty(); }

OpaquePart opaqueOf(QByteArrayView name, QByteArrayView raw)
{
    Json::Writer json;
    json.beginObject().key(name).raw(raw).endObject();
    return {{.kind = ContentPart::Kind::Opaque,
             .payload = json.bytes(),
             .payloadProtocol = protocolName(Protocol::OpenAiChat)}};
}

/// Members of a delta that carry nothing of the answer.
bool isIdle(QByteArrayView name)
{
    return name == "role" || name == "channel" || name == "token_ids";
}

} // namespace

OpenAiChatStream::OpenAiChatStream(const Provider &provider) : m_provider(provider) { }

OpenAiChatStream::Chunk OpenAiChatStream::chunkOf(Json::Value root)
{
    Chunk chunk;
    for (const Json::Value member : root) {
        const QByteArrayView key = member.key();
        if (key == "choices")
            chunk.choices = member;
        else if (key == "usage")
            chunk.usage = member;
        else if (key == "id")
            chunk.id = member;
        else if (key == "model")
            chunk.model = member;
        else if (key == "error")
            chunk.error = member;
        else if (key == "x_groq")
            chunk.groq = member;
    }
    return chunk;
}

void OpenAiChatStream::decode(const SseEvent &event, ChatEvents &out)
{
    if (m_over)
        return;
    if (event.data.size() < 16 && event.data.trimmed() == "[DONE]") {
        end(out);
        return;
    }
    if (!m_document.parseBorrowed(validText(event.data, m_repaired))
        || !m_document.root().isObject()) {
        takeUnreadable(event, out);
        return;
    }
    const Json::Value root = m_document.root();
    const Chunk chunk = chunkOf(root);
    takeChunk(chunk, out);
    const bool isErrorEvent = event.type == "error";
    const bool hasError =
        ApiError::isIn(chunk.error) || (!chunk.choices.exists() && ApiError::read(root).found);
    if (hasError || isErrorEvent)
        takeError(root, isErrorEvent || !chunk.choices.exists() || m_hasUsage, out);
}

void OpenAiChatStream::takeUnreadable(const SseEvent &event, ChatEvents &out)
{
    if (event.type == "error") {
        const ApiError error{.found = true, .message = QString::fromUtf8(event.data)};
        m_over = true;
        flush(out);
        out.push_back(StreamFailed{streamFailure(m_provider, error, m_hasTokens)});
        return;
    }
    if (m_unread.isEmpty())
        m_unread = event.data.first(std::min<qsizetype>(event.data.size(), 2000)).toByteArray();
    m_warnings.add(
        QCoreApplication::translate(
            "OpenAiChat", "An event of the stream could not be read (%1) and was left out.")
            .arg(m_document.error().message),
        out);
}

void OpenAiChatStream::takeChunk(const Chunk &chunk, ChatEvents &out)
{
    if (!m_hasId || !m_hasModel)
        takeInfo(chunk, out);
    for (const Json::Value choice : chunk.choices)
        takeChoice(choice, out);
    if (chunk.usage.isObject() || chunk.groq.exists())
        takeUsage(chunk, out);
}

void OpenAiChatStream::takeInfo(const Chunk &chunk, ChatEvents &out)
{
    AnswerInfo info;
    if (!m_hasModel)
        info.model = chunk.model.toString();
    if (!m_hasId)
        info.id = chunk.id.toString();
    m_hasModel = m_hasModel || !info.model.isEmpty();
    m_hasId = m_hasId || !info.id.isEmpty();
    if (!info.model.isEmpty() || !info.id.isEmpty())
        out.push_back(std::move(info));
}

void OpenAiChatStream::takeChoice(Json::Value choice, ChatEvents &out)
{
    if (choice["index"].toInt().value_or(0) != 0) {
        if (m_warnings.isNews("index"))
            m_warnings.add(
                QCoreApplication::translate(
                    "OpenAiChat", "The provider sent more than one answer; the first is shown."),
                out);
        return;
    }
    m_isUnderstood = m_isUnderstood || choice.isObject();
    Json::Value delta;
    Json::Value reason;
    for (const Json::Value member : choice) {
        const QByteArrayView key = member.key();
        if (key == "delta" || (key == "message" && !delta.isObject()))
            delta = member;
        else if (key == "finish_reason")
            reason = member;
        else if (key == "text")
            takeContent(member, out);
        else if (key == "usage" && !m_hasUsage)
            takeUsage({.usage = member}, out);
    }
    takeDelta(delta, out);
    if (hasText(reason))
        takeFinishReason(reason, out);
}

void OpenAiChatStream::takeDelta(Json::Value delta, ChatEvents &out)
{
    Json::Value reasoningContent;
    Json::Value reasoning;
    Json::Value details;
    for (const Json::Value member : delta) {
        const QByteArrayView key = member.key();
        if (member.isNull() || isIdle(key))
            continue;
        if (key == "content")
            takeContent(member, out);
        else if (key == "reasoning_content")
            reasoningContent = member;
        else if (key == "reasoning")
            reasoning = member;
        else if (key == "reasoning_details")
            details = member;
        else if (key == "refusal") {
            if (hasText(member)) {
                m_hasTokens = true;
                out.push_back(RefusalDelta{member.string()});
            }
        } else if (key == "tool_calls") {
            takeCalls(member, delta.key() == "message", out);
        } else if (key == "function_call") {
            m_hasTokens = true;
            m_calls.takeFunctionCall(member, out);
        } else {
            takeUnknown(member, out);
        }
    }
    if (reasoning.exists() || reasoningContent.exists() || details.exists())
        takeReasoning(hasText(reasoningContent) ? reasoningContent : reasoning, details, out);
}

void OpenAiChatStream::takeCalls(Json::Value calls, bool areWhole, ChatEvents &out)
{
    m_hasTokens = m_hasTokens || calls.size() > 0;
    qint64 position = 0;
    for (const Json::Value call : calls) {
        if (areWhole)
            m_calls.takeWhole(position++, call, out);
        else
            m_calls.take(call, out);
    }
}

void OpenAiChatStream::takeUnknown(Json::Value member, ChatEvents &out)
{
    if (member.isArray() || member.isObject()) {
        if (member.size() > 0)
            out.push_back(opaqueOf(member.key(), member.raw()));
        return;
    }
    if (!m_warnings.isNews(member.key()))
        return;
    m_warnings.add(
        QCoreApplication::translate(
            "OpenAiChat", "The answer has a field \"%1\" that is not understood and was left out.")
            .arg(QString::fromUtf8(member.key())),
        out);
}

void OpenAiChatStream::takeContent(Json::Value content, ChatEvents &out)
{
    if (content.isString()) {
        if (content.stringView().isEmpty())
            return;
        m_hasTokens = true;
        out.push_back(TextDelta{content.string()});
        return;
    }
    for (const Json::Value part : content)
        takePart(part, out);
}

/// A part of a content list, as Mistral sends it: {"type":"text","text"} or
/// {"type":"thinking","thinking":[parts]}.
void OpenAiChatStream::takePart(Json::Value part, ChatEvents &out)
{
    const QByteArrayView type = part["type"].stringView();
    if (type == "text" || part.isString()) {
        takeContent(part.isString() ? part : part["text"], out);
    } else if (type == "thinking") {
        const Json::Value thinking = part["thinking"];
        QByteArray text = thinking.string();
        for (const Json::Value piece : thinking)
            text += piece["text"].string();
        m_hasTokens = m_hasTokens || !text.isEmpty();
        if (!text.isEmpty())
            out.push_back(ReasoningDelta{std::move(text)});
    } else if (part.isObject()) {
        out.push_back(opaqueOf("content", QByteArray("[" + part.raw().toByteArray() + "]")));
    }
}

/// Never two of the spellings: they say the same.
void OpenAiChatStream::takeReasoning(Json::Value text, Json::Value details, ChatEvents &out)
{
    QByteArray reasoning = text.string();
    if (details.size() > 0) {
        m_details.take(details);
        if (reasoning.isEmpty())
            reasoning = ReasoningDetails::text(details);
    }
    if (reasoning.isEmpty())
        return;
    m_hasTokens = true;
    out.push_back(ReasoningDelta{std::move(reasoning)});
}

void OpenAiChatStream::takeUsage(const Chunk &chunk, ChatEvents &out)
{
    std::optional<UsageReport> report =
        openAiUsage(chunk.usage, m_provider.quirks, m_warnings, out);
    if (!report && !m_hasUsage)
        report = openAiUsage(chunk.groq["usage"], m_provider.quirks, m_warnings, out);
    if (!report)
        return;
    m_hasUsage = true;
    out.push_back(*std::move(report));
}

void OpenAiChatStream::takeError(Json::Value root, bool isLast, ChatEvents &out)
{
    ApiError error = ApiError::read(root);
    if (!error.found)
        error = {.found = true, .message = QString::fromUtf8(root.raw())};
    const Failure failure = streamFailure(m_provider, error, m_hasTokens);
    if (!isLast) {
        m_heldFailure = failure;
        return;
    }
    flush(out);
    out.push_back(StreamFailed{failure});
    m_over = true;
}

void OpenAiChatStream::takeFinishReason(Json::Value reason, ChatEvents &out)
{
    if (reason.stringView() == m_finishReason)
        return;
    m_finishReason = reason.string();
    out.push_back(Stopped{finishOf(m_finishReason), QString::fromUtf8(m_finishReason)});
}

void OpenAiChatStream::flush(ChatEvents &out)
{
    if (m_details.isEmpty())
        return;
    out.push_back(OpaquePart{{.kind = ContentPart::Kind::Opaque,
                              .payload = m_details.json(),
                              .payloadProtocol = protocolName(Protocol::OpenAiChat)}});
    m_details = {};
}

void OpenAiChatStream::end(ChatEvents &out)
{
    m_over = true;
    flush(out);
    if (m_heldFailure) {
        out.push_back(StreamFailed{*m_heldFailure});
    } else if (finishOf(m_finishReason) == Finish::Error) {
        // Said without a word of what went wrong.
        const ApiError error{.found = true, .message = u"finish_reason: error"_s};
        out.push_back(StreamFailed{streamFailure(m_provider, error, m_hasTokens)});
    } else if (!m_isUnderstood) {
        out.push_back(StreamFailed{badReply(m_provider, 200, m_unread)});
    } else {
        out.push_back(StreamEnd{});
    }
}

void OpenAiChatStream::finish(ChatEvents &out)
{
    if (m_over)
        return;
    if (m_heldFailure) {
        end(out);
        return;
    }
    m_over = true;
    flush(out);
    out.push_back(StreamFailed{cutFailure(m_provider)});
}

void OpenAiChatStream::abandon(ChatEvents &out)
{
    if (m_over)
        return;
    m_over = true;
    flush(out);
    if (m_heldFailure)
        out.push_back(StreamFailed{*m_heldFailure});
}

void OpenAiChatStream::takeReply(const QByteArray &body, ChatEvents &out)
{
    m_unread = body;
    // DeepSeek sends empty lines while it thinks.
    const QByteArray trimmed = body.trimmed();
    const bool isJson = m_document.parseBorrowed(validText(trimmed, m_repaired));
    const Json::Value root = m_document.root();
    if (isJson && root.isObject()) {
        takeChunk(chunkOf(root), out);
        if (ApiError::read(root).found) {
            takeError(root, true, out);
            return;
        }
    }
    end(out);
}

} // namespace Sidelong
