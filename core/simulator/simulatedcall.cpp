// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/simulatedcall.h"

#include <utility>

namespace Sidelong {

namespace {

SimulatedError badField(const QByteArray &message, const QByteArray &param)
{
    return {.status = 400, .message = message, .code = "invalid_value", .param = param};
}

/// The text of a message's content: a string, or parts of which only text counts.
QByteArray contentText(const Json::Value &content)
{
    if (content.isString())
        return content.string();
    QByteArray text;
    for (const Json::Value part : content)
        text += part["text"].string();
    return text;
}

bool asksForTheRest(const QByteArray &text)
{
    const QByteArray lower = text.trimmed().toLower();
    return lower.startsWith("go on") || lower.startsWith("continue");
}

void addMessages(const Json::Value &messages, SimulatedCall &call)
{
    struct
    {
        QByteArray prompt;
        QByteArray conversation;
        QByteArray answer;
    } before;
    for (const Json::Value message : messages) {
        const QByteArray text = contentText(message["content"]);
        const QByteArrayView role = message["role"].stringView();
        call.begun.clear();
        if (role == "assistant")
            before = {call.prompt, call.conversation, text};
        if (role == "user" && !before.answer.isEmpty() && asksForTheRest(text)) {
            call.inputTokens += (text.size() + 3) / 4 + 4;
            call.prompt = before.prompt;
            call.conversation = before.conversation;
            call.begun = std::exchange(before.answer, {});
            continue;
        }
        if (role == "user")
            call.prompt = text;
        else if (role == "system" || role == "developer")
            call.wantsJson = call.wantsJson || text.contains("JSON");
        call.conversation += role.toByteArray() + '\n' + text + '\n';
        call.inputTokens += (text.size() + 3) / 4 + 4;
    }
}

void addStops(const Json::Value &stop, SimulatedCall &call)
{
    if (stop.isString())
        call.stop.append(stop.string());
    for (const Json::Value entry : stop)
        call.stop.append(entry.string());
    call.stop.removeAll(QByteArray());
}

void readOpenAiOptions(const Json::Value &root, SimulatedCall &call)
{
    call.maxTokens = root["max_completion_tokens"].toInt();
    if (!call.maxTokens)
        call.maxTokens = root["max_tokens"].toInt();
    call.includeUsage = root["stream_options"]["include_usage"].toBool().value_or(false);
    addStops(root["stop"], call);
    const Json::Value format = root["response_format"];
    if (format["type"].stringView() == "json_object")
        call.wantsJson = true;
    if (format["type"].stringView() == "json_schema")
        call.schema = format["json_schema"]["schema"].raw().toByteArray();

    const Json::Value choice = root["tool_choice"];
    const QByteArray wanted = choice["function"]["name"].string();
    for (const Json::Value tool : root["tools"]) {
        const Json::Value function = tool["function"];
        const bool isForced =
            function["name"].string() == wanted || choice.stringView() == "required";
        if (isForced && call.toolName.isEmpty()) {
            call.toolName = function["name"].string();
            call.toolSchema = function["parameters"].raw().toByteArray();
        }
    }
}

void readAnthropicOptions(const Json::Value &root, SimulatedCall &call)
{
    call.maxTokens = root["max_tokens"].toInt();
    addStops(root["stop_sequences"], call);
    const QByteArray system = contentText(root["system"]);
    if (!system.isEmpty()) {
        call.wantsJson = call.wantsJson || system.contains("JSON");
        call.conversation += system;
        call.inputTokens += (system.size() + 3) / 4 + 4;
    }
    const Json::Value format = root["output_config"]["format"];
    if (format["type"].stringView() == "json_schema")
        call.schema = format["schema"].raw().toByteArray();

    const Json::Value choice = root["tool_choice"];
    for (const Json::Value tool : root["tools"]) {
        const bool isForced = choice["type"].stringView() == "any"
            || (choice["type"].stringView() == "tool"
                && choice["name"].string() == tool["name"].string());
        if (isForced && call.toolName.isEmpty()) {
            call.toolName = tool["name"].string();
            call.toolSchema = tool["input_schema"].raw().toByteArray();
        }
    }
}

std::optional<SimulatedError> checkAnthropic(const Json::Value &root,
                                             const HttpServerRequest &request)
{
    const QByteArray version = request.headers.value("anthropic-version");
    if (version.isEmpty())
        return SimulatedError{.message = "anthropic-version: header is required"};
    if (!root["max_tokens"].exists())
        return SimulatedError{.message = "max_tokens: Field required"};
    if (version < "2026-10-21")
        return {};
    for (const char *field : {"temperature", "top_p", "top_k"}) {
        if (root[field].exists())
            return SimulatedError{.message =
                                      QByteArray(field) + ": Extra inputs are not permitted"};
    }
    return {};
}

std::optional<SimulatedError> checkCommon(const Json::Value &root, const SimulatedCall &call)
{
    if (call.model.isEmpty())
        return SimulatedError{.message = "you must provide a model parameter"};
    if (root["messages"].size() == 0)
        return badField("messages: at least one message is required", "messages");
    if (call.maxTokens && *call.maxTokens < 1)
        return badField("max_tokens: must be at least 1", "max_tokens");
    return {};
}

} // namespace

SimulatedCallRead readSimulatedCall(SimulatedProtocol protocol, const HttpServerRequest &request)
{
    SimulatedCallRead read;
    read.call.protocol = protocol;
    Json::Document document;
    if (!document.parse(request.body) || !document.root().isObject()) {
        read.error = SimulatedError{.message = "We could not parse the JSON body of your request."};
        return read;
    }
    const Json::Value root = document.root();
    read.call.model = root["model"].string();
    read.call.stream = root["stream"].toBool().value_or(false);
    addMessages(root["messages"], read.call);
    if (protocol == SimulatedProtocol::Anthropic) {
        readAnthropicOptions(root, read.call);
        read.error = checkAnthropic(root, request);
    } else {
        readOpenAiOptions(root, read.call);
        if (root["stream_options"].isObject() && !read.call.stream)
            read.error = badField("'stream_options' is only allowed when 'stream' is enabled.",
                                  "stream_options");
    }
    if (!read.error)
        read.error = checkCommon(root, read.call);
    return read;
}

} // namespace Sidelong
