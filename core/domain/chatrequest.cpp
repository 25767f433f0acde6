// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/chatrequest.h"

#include "core/domain/parameterreader.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace Sidelong {

Parameters merged(Parameters base, const Parameters &overrides)
{
    const auto lay = [](auto &under, const auto &over) {
        if (over)
            under = over;
    };
    lay(base.temperature, overrides.temperature);
    lay(base.topP, overrides.topP);
    lay(base.maxTokens, overrides.maxTokens);
    lay(base.seed, overrides.seed);
    if (!overrides.stop.isEmpty())
        base.stop = overrides.stop;
    if (!overrides.effort.isEmpty())
        base.effort = overrides.effort;
    return base;
}

QByteArray parametersToJson(const Parameters &parameters)
{
    Json::Writer json;
    const auto write = [&json](QByteArrayView name, const auto &value) {
        if (value)
            json.member(name, *value);
    };
    json.beginObject();
    write("temperature", parameters.temperature);
    write("top_p", parameters.topP);
    write("max_tokens", parameters.maxTokens);
    write("seed", parameters.seed);
    if (!parameters.stop.isEmpty()) {
        json.key("stop").beginArray();
        for (const QString &stop : parameters.stop)
            json.value(stop);
        json.endArray();
    }
    if (!parameters.effort.isEmpty())
        json.member("effort", parameters.effort);
    return json.endObject().bytes();
}

QByteArray toolsToJson(const QList<Tool> &tools)
{
    Json::Writer json;
    json.beginArray();
    for (const Tool &tool : tools) {
        json.beginObject().member("name", tool.name).member("description", tool.description);
        json.key("schema").raw(tool.schema.isEmpty() ? "{}" : tool.schema).endObject();
    }
    return json.endArray().bytes();
}

Result<Parameters> parametersFromJson(const QByteArray &json)
{
    CheckedReader reader;
    Parameters parameters;
    if (reader.parse(json))
        parameters = readParameters(reader, reader.root());
    if (!reader.isGood())
        return reader.failure();
    return parameters;
}

Parameters readParameters(CheckedReader &reader, Json::Value value)
{
    Parameters parameters;
    if (!reader.isObject(
            value, {},
            {"temperature"_L1, "top_p"_L1, "max_tokens"_L1, "seed"_L1, "stop"_L1, "effort"_L1}))
        return parameters;
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    parameters.temperature = reader.number(value["temperature"], 0, 2);
    parameters.topP = reader.number(value["top_p"], 0, 1);
    parameters.maxTokens = reader.integer(value["max_tokens"], 1, most);
    parameters.seed = reader.integer(value["seed"], std::numeric_limits<qint64>::min(), most);
    parameters.stop = reader.texts(value["stop"]);
    parameters.effort = reader.name(value["effort"]).value_or(QString());
    return parameters;
}

} // namespace Sidelong
