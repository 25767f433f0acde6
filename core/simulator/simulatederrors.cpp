// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/simulatedwire.h"

namespace Sidelong {

namespace {

QByteArray anthropicErrorType(int status)
{
    switch (status) {
    case 400: return "invalid_request_error";
    case 401: return "authentication_error";
    case 402: return "billing_error";
    case 403: return "permission_error";
    case 404: return "not_found_error";
    case 413: return "request_too_large";
    case 429: return "rate_limit_error";
    case 504: return "timeout_error";
    case 529: return "overloaded_error";
    default: return status < 500 ? "invalid_request_error" : "api_error";
    }
}

QByteArray openAiErrorType(int status)
{
    if (status == 429)
        return "requests";
    return status < 500 ? "invalid_request_error" : "server_error";
}

QByteArray openAiErrorCode(int status)
{
    switch (status) {
    case 401: return "invalid_api_key";
    case 429: return "rate_limit_exceeded";
    default: return {};
    }
}

void orNull(Json::Writer &out, QByteArrayView name, const QByteArray &text)
{
    if (text.isEmpty())
        out.key(name).null();
    else
        out.member(name, text);
}

void addOpenAiModel(Json::Writer &out, const QByteArray &id)
{
    out.beginObject().member("id", id).member("object", QByteArray("model"));
    out.member("created", 1'790'000'000).member("owned_by", QByteArray("simulator")).endObject();
}

void addAnthropicModel(Json::Writer &out, const QByteArray &id, const SimulatedModel &model)
{
    out.beginObject().member("type", QByteArray("model")).member("id", id);
    out.member("display_name", model.title);
    out.member("created_at", QByteArray("2026-09-21T00:00:00Z"));
    out.member("lifecycle", QByteArray("active"));
    out.member("max_input_tokens", model.contextWindow).member("max_tokens", model.maxOutput);
    out.key("capabilities").null().endObject();
}

} // namespace

QByteArray simulatedErrorBody(SimulatedProtocol protocol, const SimulatedError &error)
{
    Json::Writer out;
    if (protocol == SimulatedProtocol::Anthropic) {
        out.beginObject().member("type", QByteArray("error")).key("error").beginObject();
        out.member("type", error.type.isEmpty() ? anthropicErrorType(error.status) : error.type);
        out.member("message", error.message).endObject();
        out.member("request_id", QByteArray("req_simulated")).endObject();
        return out.bytes();
    }
    out.beginObject().key("error").beginObject().member("message", error.message);
    out.member("type", error.type.isEmpty() ? openAiErrorType(error.status) : error.type);
    orNull(out, "param", error.param);
    orNull(out, "code", error.code.isEmpty() ? openAiErrorCode(error.status) : error.code);
    out.endObject().endObject();
    return out.bytes();
}

QByteArray simulatedErrorEvent(SimulatedProtocol protocol, const SimulatedError &error)
{
    const QByteArray name = protocol == SimulatedProtocol::Anthropic ? "event: error\n" : "";
    return name + "data: " + simulatedErrorBody(protocol, error) + "\n\n";
}

QByteArray simulatedPing(SimulatedProtocol protocol)
{
    return protocol == SimulatedProtocol::Anthropic
        ? QByteArray("event: ping\ndata: {\"type\": \"ping\"}\n\n")
        : QByteArray(": keep-alive\n\n");
}

QByteArray simulatedModelList(SimulatedProtocol protocol, const QList<QByteArray> &more)
{
    const bool isAnthropic = protocol == SimulatedProtocol::Anthropic;
    const QList<SimulatedModel> &models = simulatedModels();
    Json::Writer out;
    out.beginObject();
    if (!isAnthropic)
        out.member("object", QByteArray("list"));
    out.key("data").beginArray();
    for (const SimulatedModel &model : models) {
        if (isAnthropic)
            addAnthropicModel(out, model.id.toUtf8(), model);
        else
            addOpenAiModel(out, model.id.toUtf8());
    }
    for (const QByteArray &id : more) {
        if (isAnthropic)
            addAnthropicModel(out, id, models.first());
        else
            addOpenAiModel(out, id);
    }
    out.endArray();
    if (isAnthropic) {
        out.member("has_more", false).member("first_id", models.first().id);
        out.member("last_id", more.isEmpty() ? models.last().id.toUtf8() : more.last());
    }
    out.endObject();
    return out.bytes();
}

} // namespace Sidelong
