// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/simulatedwire.h"

namespace Sidelong {

namespace {

QByteArray namedEvent(const char *name, const QByteArray &data)
{
    return QByteArray("event: ") + name + "\ndata: " + data + "\n\n";
}

QByteArray blockDelta(qsizetype block, const char *type, const char *field, const QByteArray &text)
{
    return namedEvent("content_block_delta",
                      "{\"type\":\"content_block_delta\",\"index\":" + QByteArray::number(block)
                          + ",\"delta\":{\"type\":\"" + type + "\",\"" + field
                          + "\":" + Json::quoted(text) + "}}");
}

QByteArray blockStart(qsizetype block, const QByteArray &content)
{
    return namedEvent("content_block_start",
                      "{\"type\":\"content_block_start\",\"index\":" + QByteArray::number(block)
                          + ",\"content_block\":" + content + '}');
}

} // namespace

SimulatedWire::SimulatedWire(SimulatedCall call, SimulatedAnswer answer, qint64 createdUtcS)
    : m_call(std::move(call)), m_answer(std::move(answer)), m_created(createdUtcS)
{
    if (m_call.protocol == SimulatedProtocol::Anthropic)
        planAnthropic();
    else
        planOpenAi();
}

void SimulatedWire::addSteps(Kind kind, qsizetype count)
{
    for (qsizetype i = 0; i < count; ++i)
        m_steps.append({kind, i, ++m_tokens});
}

void SimulatedWire::planOpenAi()
{
    m_steps.append({Kind::Start, 0, 0});
    addSteps(Kind::Thinking, m_answer.reasoning.size());
    addSteps(Kind::Text, m_answer.text.size());
    if (!m_call.toolName.isEmpty())
        m_steps.append({Kind::ToolStart, 0, m_tokens});
    addSteps(Kind::ToolArguments, m_answer.toolArguments.size());
    m_steps.append({Kind::Finish, 0, m_tokens});
    if (m_call.includeUsage)
        m_steps.append({Kind::Usage, 0, m_tokens});
    m_steps.append({Kind::End, 0, m_tokens});
}

void SimulatedWire::planAnthropic()
{
    qsizetype block = 0;
    m_steps.append({Kind::Start, 0, 0});
    m_steps.append({Kind::Ping, 0, 0});
    if (!m_answer.reasoning.isEmpty()) {
        m_steps.append({Kind::ThinkingStart, block, 0});
        addSteps(Kind::Thinking, m_answer.reasoning.size());
        m_steps.append({Kind::Signature, block, m_tokens});
        m_steps.append({Kind::BlockStop, block++, m_tokens});
    }
    const bool isTool = !m_call.toolName.isEmpty();
    m_steps.append({isTool ? Kind::ToolStart : Kind::TextStart, block, m_tokens});
    addSteps(Kind::Text, m_answer.text.size());
    addSteps(Kind::ToolArguments, m_answer.toolArguments.size());
    m_steps.append({Kind::BlockStop, block, m_tokens});
    m_steps.append({Kind::Finish, 0, m_tokens});
    m_steps.append({Kind::End, 0, m_tokens});
}

QByteArray SimulatedWire::id(const char *prefix) const
{
    return prefix + QByteArray::number(m_answer.id, 16).rightJustified(16, '0');
}

QByteArray SimulatedWire::finishReason() const
{
    const bool isAnthropic = m_call.protocol == SimulatedProtocol::Anthropic;
    switch (m_answer.end) {
    case SimulatedAnswer::End::Stop: return isAnthropic ? "end_turn" : "stop";
    case SimulatedAnswer::End::StopSequence: return isAnthropic ? "stop_sequence" : "stop";
    case SimulatedAnswer::End::Length: return isAnthropic ? "max_tokens" : "length";
    case SimulatedAnswer::End::ToolCall: return isAnthropic ? "tool_use" : "tool_calls";
    }
    return {};
}

QByteArray SimulatedWire::stopSequence() const
{
    return m_answer.end == SimulatedAnswer::End::StopSequence ? Json::quoted(m_answer.stopSequence)
                                                              : QByteArray("null");
}

QByteArray SimulatedWire::openAiUsage() const
{
    const qint64 output = m_answer.outputTokens();
    Json::Writer out;
    out.beginObject().member("prompt_tokens", m_call.inputTokens);
    out.member("completion_tokens", output).member("total_tokens", m_call.inputTokens + output);
    out.key("prompt_tokens_details").beginObject().member("cached_tokens", 0).endObject();
    out.key("completion_tokens_details").beginObject();
    out.member("reasoning_tokens", static_cast<qint64>(m_answer.reasoning.size()));
    out.endObject().endObject();
    return out.bytes();
}

QByteArray SimulatedWire::anthropicUsage(qint64 output) const
{
    Json::Writer out;
    out.beginObject().member("input_tokens", m_call.inputTokens);
    out.member("cache_creation_input_tokens", 0).member("cache_read_input_tokens", 0);
    out.member("output_tokens", output);
    if (!m_answer.reasoning.isEmpty() && output > 1) {
        out.key("output_tokens_details").beginObject();
        out.member("thinking_tokens", static_cast<qint64>(m_answer.reasoning.size())).endObject();
    }
    out.endObject();
    return out.bytes();
}

QByteArray SimulatedWire::event(qsizetype index) const
{
    const Step &step = m_steps[index];
    return m_call.protocol == SimulatedProtocol::Anthropic ? anthropicEvent(step)
                                                           : openAiEvent(step);
}

QByteArray SimulatedWire::openAiChunk(const QByteArray &delta, const QByteArray &finish) const
{
    return "data: {\"id\":\"" + id("chatcmpl-sim") + "\",\"object\":\"chat.completion.chunk\","
        + "\"created\":" + QByteArray::number(m_created) + ",\"model\":"
        + Json::quoted(m_call.model) + ",\"choices\":[{\"index\":0,\"delta\":" + delta
        + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]"
        + (m_call.includeUsage ? ",\"usage\":null" : "") + "}\n\n";
}

QByteArray SimulatedWire::openAiEvent(const Step &step) const
{
    switch (step.kind) {
    case Kind::Start: return openAiChunk("{\"role\":\"assistant\",\"content\":\"\"}");
    case Kind::Thinking:
        return openAiChunk("{\"reasoning_content\":" + Json::quoted(m_answer.reasoning[step.index])
                           + '}');
    case Kind::Text:
        return openAiChunk("{\"content\":" + Json::quoted(m_answer.text[step.index]) + '}');
    case Kind::ToolStart:
        return openAiChunk("{\"tool_calls\":[{\"index\":0,\"id\":\"" + id("call_")
                           + "\",\"type\":\"function\",\"function\":{\"name\":"
                           + Json::quoted(m_call.toolName) + ",\"arguments\":\"\"}}]}");
    case Kind::ToolArguments:
        return openAiChunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
                           + Json::quoted(m_answer.toolArguments[step.index]) + "}}]}");
    case Kind::Finish: return openAiChunk("{}", '"' + finishReason() + '"');
    case Kind::Usage:
        return "data: {\"id\":\"" + id("chatcmpl-sim")
            + "\",\"object\":\"chat.completion.chunk\",\"created\":" + QByteArray::number(m_created)
            + ",\"model\":" + Json::quoted(m_call.model)
            + ",\"choices\":[],\"usage\":" + openAiUsage() + "}\n\n";
    case Kind::End: return "data: [DONE]\n\n";
    default: return {};
    }
}

QByteArray SimulatedWire::anthropicEvent(const Step &step) const
{
    const qsizetype textBlock = m_answer.reasoning.isEmpty() ? 0 : 1;
    switch (step.kind) {
    case Kind::Start:
        return namedEvent("message_start",
                          "{\"type\":\"message_start\",\"message\":{\"id\":\"" + id("msg_sim")
                              + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                              + Json::quoted(m_call.model)
                              + ",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                              + "\"usage\":" + anthropicUsage(1) + "}}");
    case Kind::Ping: return simulatedPing(SimulatedProtocol::Anthropic);
    case Kind::ThinkingStart:
        return blockStart(step.index, R"({"type":"thinking","thinking":"","signature":""})");
    case Kind::Thinking:
        return blockDelta(0, "thinking_delta", "thinking", m_answer.reasoning[step.index]);
    case Kind::Signature: return blockDelta(step.index, "signature_delta", "signature", id("sig"));
    case Kind::TextStart: return blockStart(step.index, R"({"type":"text","text":""})");
    case Kind::Text: return blockDelta(textBlock, "text_delta", "text", m_answer.text[step.index]);
    case Kind::ToolStart:
        return blockStart(step.index,
                          R"({"type":"tool_use","id":")" + id("toolu_") + R"(","name":)"
                              + Json::quoted(m_call.toolName) + R"(,"input":{}})");
    case Kind::ToolArguments:
        return blockDelta(textBlock, "input_json_delta", "partial_json",
                          m_answer.toolArguments[step.index]);
    case Kind::BlockStop:
        return namedEvent(
            "content_block_stop",
            "{\"type\":\"content_block_stop\",\"index\":" + QByteArray::number(step.index) + '}');
    case Kind::Finish:
        return namedEvent("message_delta",
                          "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
                              + finishReason() + "\",\"stop_sequence\":" + stopSequence()
                              + "},\"usage\":" + anthropicUsage(m_answer.outputTokens()) + '}');
    case Kind::End: return namedEvent("message_stop", "{\"type\":\"message_stop\"}");
    case Kind::Usage: return {};
    }
    return {};
}

QByteArray SimulatedWire::body() const
{
    return m_call.protocol == SimulatedProtocol::Anthropic ? anthropicBody() : openAiBody();
}

QByteArray SimulatedWire::openAiBody() const
{
    Json::Writer out;
    out.beginObject()
        .member("id", id("chatcmpl-sim"))
        .member("object", QByteArray("chat.completion"));
    out.member("created", m_created).member("model", m_call.model);
    out.key("choices").beginArray().beginObject().member("index", 0);
    out.key("message").beginObject().member("role", QByteArray("assistant"));
    if (m_call.toolName.isEmpty()) {
        out.member("content", m_answer.text.join());
    } else {
        out.key("content").null().key("tool_calls").beginArray().beginObject();
        out.member("id", id("call_")).member("type", QByteArray("function"));
        out.key("function").beginObject().member("name", m_call.toolName);
        out.member("arguments", m_answer.toolArguments.join()).endObject().endObject().endArray();
    }
    if (!m_answer.reasoning.isEmpty())
        out.member("reasoning_content", m_answer.reasoning.join());
    out.key("refusal").null().endObject().key("logprobs").null();
    out.member("finish_reason", finishReason()).endObject().endArray();
    out.key("usage").raw(openAiUsage()).endObject();
    return out.bytes();
}

QByteArray SimulatedWire::anthropicBody() const
{
    Json::Writer out;
    out.beginObject().member("id", id("msg_sim")).member("type", QByteArray("message"));
    out.member("role", QByteArray("assistant")).member("model", m_call.model);
    out.key("content").beginArray();
    if (!m_answer.reasoning.isEmpty()) {
        out.beginObject().member("type", QByteArray("thinking"));
        out.member("thinking", m_answer.reasoning.join()).member("signature", id("sig"));
        out.endObject();
    }
    if (m_call.toolName.isEmpty()) {
        out.beginObject().member("type", QByteArray("text"));
        out.member("text", m_answer.text.join()).endObject();
    } else {
        // Cut by max_tokens the arguments are no JSON; the real API then sends what it has parsed.
        const QByteArray input = m_answer.toolArguments.join();
        Json::Document check;
        out.beginObject().member("type", QByteArray("tool_use")).member("id", id("toolu_"));
        out.member("name", m_call.toolName);
        out.key("input").raw(check.parse(input) ? input : QByteArray("{}")).endObject();
    }
    out.endArray().member("stop_reason", finishReason());
    out.key("stop_sequence").raw(stopSequence());
    out.key("usage").raw(anthropicUsage(m_answer.outputTokens())).endObject();
    return out.bytes();
}

} // namespace Sidelong
