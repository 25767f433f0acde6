// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/anthropicstream.h"

#include "core/providers/providerfailure.h"

#include <QCoreApplication>

#include <algorithm>

namespace Sidelong {

namespace {

OpaquePart opaqueBlock(QByteArray json)
{
    return {{.kind = ContentPart::Kind::Opaque,
             .payload = std::move(json),
             .payloadProtocol = protocolName(Protocol::Anthropic)}};
}

} // namespace

AnthropicStream::AnthropicStream(const Provider &provider) : m_provider(provider) { }

void AnthropicStream::decode(const SseEvent &event, ChatEvents &out)
{
    if (m_over)
        return;
    if (!m_document.parseBorrowed(validText(event.data, m_repaired))
        || !m_document.root().isObject()) {
        takeUnreadable(event, out);
        return;
    }
    const Json::Value root = m_document.root();
    const QByteArrayView type = root["type"].stringView();
    takeEvent(type.isEmpty() ? event.type : type, root, out);
}

void AnthropicStream::takeEvent(QByteArrayView type, Json::Value root, ChatEvents &out)
{
    if (type == "content_block_delta") {
        takeBlockDelta(root["index"].toInt().value_or(0), root["delta"], out);
    } else if (type == "content_block_start") {
        takeBlockStart(root["index"].toInt().value_or(0), root["content_block"], out);
    } else if (type == "content_block_stop") {
        takeBlockStop(root["index"].toInt().value_or(0), out);
    } else if (type == "message_start") {
        takeStart(root["message"], out);
    } else if (type == "message_delta") {
        takeMessageDelta(root, out);
    } else if (type == "message_stop") {
        while (!m_blocks.empty())
            takeBlockStop(m_blocks.begin()->first, out);
        estimate(out);
        end(out);
    } else if (type == "error" || ApiError::isIn(root["error"])) {
        takeError(root.raw().toByteArray(), root, out);
    } else if (type != "ping") {
        takeUnknown(type, out);
    }
}

void AnthropicStream::takeUnreadable(const SseEvent &event, ChatEvents &out)
{
    if (event.type == "error") {
        takeError(event.data.toByteArray(), {}, out);
        return;
    }
    if (m_unread.isEmpty())
        m_unread = event.data.first(std::min<qsizetype>(event.data.size(), 2000)).toByteArray();
    m_warnings.add(
        QCoreApplication::translate(
            "Anthropic", "An event of the stream could not be read (%1) and was left out.")
            .arg(m_document.error().message),
        out);
}

void AnthropicStream::takeStart(Json::Value message, ChatEvents &out)
{
    m_isUnderstood = m_isUnderstood || message.isObject();
    takeInfo(message, out);
    m_usage.takeStart(message["usage"]);
    // Told at once: a stream that is cut, cancelled or times out has its input from here.
    estimate(out);
    for (const Json::Value block : message["content"])
        takeWholeBlock(block, out);
}

void AnthropicStream::takeInfo(Json::Value message, ChatEvents &out)
{
    AnswerInfo info{message["model"].toString(), message["id"].toString()};
    if (!info.model.isEmpty() || !info.id.isEmpty())
        out.push_back(std::move(info));
}

void AnthropicStream::takeBlockStart(qint64 index, Json::Value start, ChatEvents &out)
{
    constexpr size_t mostOpen = 10'000;
    if (m_blocks.size() >= mostOpen)
        return;
    takeBlockStop(index, out);
    m_isUnderstood = m_isUnderstood || start.isObject();
    AnthropicBlock block(start);
    if (block.type() == "text") {
        addText(start["text"], out);
    } else if (block.type() == "thinking") {
        addReasoning(start["thinking"], out);
    } else if (block.type() == "tool_use") {
        block.callIndex = m_calls++;
        out.push_back(
            ToolCallDelta{block.callIndex, start["id"].toString(), start["name"].toString(), {}});
    }
    m_blocks.emplace(index, std::move(block));
}

void AnthropicStream::takeBlockDelta(qint64 index, Json::Value delta, ChatEvents &out)
{
    const QByteArrayView type = delta["type"].stringView();
    const auto found = m_blocks.find(index);
    AnthropicBlock *block = found == m_blocks.end() ? nullptr : &found->second;
    if (block && block->keepsDeltas())
        block->take(delta);
    if (type == "text_delta") {
        if (!block || block->type() == "text")
            addText(delta["text"], out);
    } else if (type == "thinking_delta") {
        addReasoning(delta["thinking"], out);
    } else if (type == "input_json_delta") {
        takeInput(block, delta["partial_json"], out);
    } else if (!block || !block->keepsDeltas()) {
        takeUnknown(type, out);
    }
}

void AnthropicStream::takeInput(AnthropicBlock *block, Json::Value piece, ChatEvents &out)
{
    if (!block || block->type() == "text") {
        takeUnknown("input_json_delta", out);
        return;
    }
    if (block->type() != "tool_use" || piece.stringView().isEmpty())
        return;
    block->hasArguments = true;
    m_bytes += piece.stringView().size();
    out.push_back(ToolCallDelta{block->callIndex, {}, {}, piece.string()});
}

void AnthropicStream::takeBlockStop(qint64 index, ChatEvents &out)
{
    const auto found = m_blocks.find(index);
    if (found == m_blocks.end())
        return;
    const AnthropicBlock &block = found->second;
    if (block.keepsDeltas()) {
        out.push_back(opaqueBlock(block.json()));
    } else if (block.type() == "tool_use" && !block.hasArguments) {
        const QByteArray input = block.initialInput.isEmpty() ? "{}" : block.initialInput;
        out.push_back(ToolCallDelta{block.callIndex, {}, {}, input});
    }
    m_blocks.erase(found);
}

void AnthropicStream::takeMessageDelta(Json::Value root, ChatEvents &out)
{
    takeStop(root["delta"], out);
    // Counts that leave the output out do not end the estimate of it.
    if (!m_usage.takeDelta(root["usage"]))
        return;
    m_hasFinalUsage = true;
    out.push_back(m_usage.report(m_warnings, out));
}

void AnthropicStream::takeStop(Json::Value holder, ChatEvents &out)
{
    const Json::Value reason = holder["stop_reason"];
    if (!reason.isString())
        return;
    const Json::Value explanation = holder["stop_details"]["explanation"];
    if (!explanation.stringView().isEmpty())
        out.push_back(RefusalDelta{explanation.string()});
    out.push_back(Stopped{finishOf(reason.stringView()), reason.toString()});
}

void AnthropicStream::takeWholeBlock(Json::Value block, ChatEvents &out)
{
    const QByteArrayView type = block["type"].stringView();
    if (type == "text") {
        addText(block["text"], out);
        if (block["citations"].size() > 0)
            takeUnknown("citations", out);
    } else if (type == "tool_use") {
        out.push_back(ToolCallDelta{m_calls++, block["id"].toString(), block["name"].toString(),
                                    block["input"].raw().toByteArray()});
    } else if (block.isObject()) {
        if (type == "thinking")
            addReasoning(block["thinking"], out);
        out.push_back(opaqueBlock(block.raw().toByteArray()));
    }
}

void AnthropicStream::takeError(const QByteArray &raw, Json::Value root, ChatEvents &out)
{
    ApiError error = ApiError::read(root);
    if (!error.found)
        error = {.found = true, .message = QString::fromUtf8(raw)};
    m_over = true;
    estimate(out);
    out.push_back(StreamFailed{streamFailure(m_provider, error, m_bytes > 0 || m_calls > 0)});
}

void AnthropicStream::takeUnknown(QByteArrayView what, ChatEvents &out)
{
    if (!m_warnings.isNews(what))
        return;
    m_warnings.add(
        QCoreApplication::translate(
            "Anthropic", "The stream holds \"%1\", which is not understood and was left out.")
            .arg(QString::fromUtf8(what)),
        out);
}

void AnthropicStream::addText(Json::Value text, ChatEvents &out)
{
    const qsizetype size = text.stringView().size();
    m_bytes += size;
    m_isUnderstood = m_isUnderstood || text.isString();
    if (size > 0)
        out.push_back(TextDelta{text.string()});
}

void AnthropicStream::addReasoning(Json::Value text, ChatEvents &out)
{
    const qsizetype size = text.stringView().size();
    m_bytes += size;
    m_isUnderstood = m_isUnderstood || text.isString();
    if (size > 0)
        out.push_back(ReasoningDelta{text.string()});
}

/// message_start tells the input, but not yet the output.
void AnthropicStream::estimate(ChatEvents &out)
{
    if (m_hasFinalUsage || m_usage.isEmpty())
        return;
    UsageReport report = m_usage.report(m_warnings, out);
    constexpr qint64 bytesPerToken = 4;
    report.usage.output = std::max(report.usage.output, m_bytes / bytesPerToken);
    report.usage.estimated = true;
    out.push_back(std::move(report));
}

void AnthropicStream::end(ChatEvents &out)
{
    m_over = true;
    if (m_isUnderstood)
        out.push_back(StreamEnd{});
    else
        out.push_back(StreamFailed{badReply(m_provider, 200, m_unread)});
}

void AnthropicStream::finish(ChatEvents &out)
{
    if (m_over)
        return;
    m_over = true;
    estimate(out);
    out.push_back(StreamFailed{cutFailure(m_provider)});
}

void AnthropicStream::abandon(ChatEvents &out)
{
    if (m_over)
        return;
    m_over = true;
    estimate(out);
}

void AnthropicStream::takeReply(const QByteArray &body, ChatEvents &out)
{
    m_unread = body;
    const QByteArray trimmed = body.trimmed();
    const bool isJson = m_document.parseBorrowed(validText(trimmed, m_repaired));
    const Json::Value root = m_document.root();
    if (isJson && ApiError::read(root).found) {
        takeError(body, root, out);
        return;
    }
    if (isJson && root["content"].isArray()) {
        m_isUnderstood = true;
        takeInfo(root, out);
        for (const Json::Value block : root["content"])
            takeWholeBlock(block, out);
        takeStop(root, out);
        m_usage.takeStart(root["usage"]);
        if (!m_usage.isEmpty())
            out.push_back(m_usage.report(m_warnings, out));
    }
    end(out);
}

} // namespace Sidelong
