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
    if (!m_document.parseBorrowed(event.data) || !m_document.root().isObject()) {
        if (event.type == "error") {
            takeError(event.data.toByteArray(), {}, out);
            return;
        }
        m_warnings.add(
            QCoreApplication::translate(
                "Anthropic", "An event of the stream could not be read (%1) and was left out.")
                .arg(m_document.error().message),
            out);
        return;
    }
    const Json::Value root = m_document.root();
    QByteArrayView type = root["type"].stringView();
    if (type.isEmpty())
        type = event.type;
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
        m_over = true;
        while (!m_blocks.empty())
            takeBlockStop(m_blocks.begin()->first, out);
        out.push_back(StreamEnd{});
    } else if (type == "error" || root["error"].exists()) {
        takeError(root.raw().toByteArray(), root, out);
    } else if (type != "ping") {
        takeUnknown(type, out);
    }
}

void AnthropicStream::takeStart(Json::Value message, ChatEvents &out)
{
    takeInfo(message, out);
    m_usage.take(message["usage"]);
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
        const Json::Value piece = delta["partial_json"];
        if (!block || block->type() != "tool_use" || piece.stringView().isEmpty())
            return;
        block->hasArguments = true;
        m_bytes += piece.stringView().size();
        out.push_back(ToolCallDelta{block->callIndex, {}, {}, piece.string()});
    } else if (!block || !block->keepsDeltas()) {
        takeUnknown(type, out);
    }
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
    const Json::Value usage = root["usage"];
    if (!usage.isObject())
        return;
    m_usage.take(usage);
    m_hasFinalUsage = true;
    out.push_back(m_usage.report(out));
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
    out.push_back(StreamFailed{streamFailure(m_provider, error, m_bytes > 0)});
}

void AnthropicStream::takeUnknown(QByteArrayView what, ChatEvents &out)
{
    const QByteArray name = what.toByteArray();
    if (m_unknown.size() > 100 || m_unknown.contains(name))
        return;
    m_unknown.insert(name);
    m_warnings.add(
        QCoreApplication::translate(
            "Anthropic", "The stream holds \"%1\", which is not understood and was left out.")
            .arg(QString::fromUtf8(name)),
        out);
}

void AnthropicStream::addText(Json::Value text, ChatEvents &out)
{
    const qsizetype size = text.stringView().size();
    m_bytes += size;
    if (size > 0)
        out.push_back(TextDelta{text.string()});
}

void AnthropicStream::addReasoning(Json::Value text, ChatEvents &out)
{
    const qsizetype size = text.stringView().size();
    m_bytes += size;
    if (size > 0)
        out.push_back(ReasoningDelta{text.string()});
}

/// A broken stream told its input in message_start, but not its output.
void AnthropicStream::estimate(ChatEvents &out)
{
    if (m_hasFinalUsage || m_usage.isEmpty())
        return;
    UsageReport report = m_usage.report(out);
    constexpr qint64 bytesPerToken = 4;
    report.usage.output = std::max(report.usage.output, m_bytes / bytesPerToken);
    report.usage.estimated = true;
    out.push_back(std::move(report));
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
    const bool isJson = m_document.parse(body.trimmed());
    const Json::Value root = m_document.root();
    m_over = true;
    if (isJson && ApiError::read(root).found) {
        takeError(body, root, out);
        return;
    }
    if (!isJson || !root["content"].isArray()) {
        out.push_back(StreamFailed{badReply(m_provider, body)});
        return;
    }
    takeInfo(root, out);
    for (const Json::Value block : root["content"])
        takeWholeBlock(block, out);
    takeStop(root, out);
    m_usage.take(root["usage"]);
    if (!m_usage.isEmpty())
        out.push_back(m_usage.report(out));
    out.push_back(StreamEnd{});
}

} // namespace Sidelong
