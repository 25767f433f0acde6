// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/bytes.h"
#include "core/base/json.h"
#include "core/simulator/simulatedtext.h"

#include <algorithm>
#include <optional>

namespace Sidelong {

namespace {

/// Writes a value that fits a schema. A schema may refer to itself and ask for more than anybody
/// wants, so depth, values and bytes are bounded; beyond that the value need not fit.
class SchemaSample
{
public:
    SchemaSample(const Json::Value &root, QByteArray topic, SimulatedChance &chance)
        : m_root(root), m_topic(std::move(topic)), m_chance(chance)
    {
    }

    void write(Json::Value schema, const QByteArray &name, int depth)
    {
        ++m_values;
        schema = resolved(schema);
        if (isSpent() || depth > 3 * deepest) {
            m_out.null();
        } else if (schema["const"].exists()) {
            m_out.raw(schema["const"].raw());
        } else if (schema["enum"].size() > 0) {
            const Json::Value values = schema["enum"];
            m_out.raw(values.at(m_chance.below(static_cast<int>(values.size()))).raw());
        } else if (schema["anyOf"].size() > 0) {
            write(schema["anyOf"].at(depth > deepest ? schema["anyOf"].size() - 1 : 0), name,
                  depth + 1);
        } else {
            writeTyped(schema, name, depth);
        }
    }

    const QByteArray &bytes() const { return m_out.bytes(); }

private:
    static constexpr int deepest = 8;
    static constexpr int mostValues = 2000;
    static constexpr qsizetype mostBytes = 256_KiB;
    static constexpr qint64 largestNumber = 1'000'000'000'000'000;

    bool isSpent() const { return m_values > mostValues || m_out.bytes().size() > mostBytes; }

    Json::Value resolved(Json::Value schema) const
    {
        for (int hops = 0; hops < 8 && schema["$ref"].isString(); ++hops) {
            Json::Value target = m_root;
            for (const QByteArray &step : schema["$ref"].string().split('/').mid(1))
                target = target[step];
            schema = target;
        }
        return schema;
    }

    void writeTyped(const Json::Value &schema, const QByteArray &name, int depth)
    {
        const Json::Value type = schema["type"].isArray() ? schema["type"].at(0) : schema["type"];
        const QByteArrayView kind = type.stringView();
        if (kind == "object" || schema["properties"].isObject())
            writeObject(schema, depth);
        else if (kind == "array")
            writeArray(schema, name, depth);
        else if (kind == "integer" || kind == "number")
            writeNumber(schema);
        else if (kind == "boolean")
            m_out.value(m_chance.below(2) == 0);
        else if (kind == "null")
            m_out.null();
        else
            writeString(schema, name);
    }

    void writeObject(const Json::Value &schema, int depth)
    {
        m_out.beginObject();
        for (const Json::Value property : schema["properties"]) {
            if (depth > deepest || isSpent())
                break;
            m_out.key(property.key());
            write(property, property.key().toByteArray(), depth + 1);
        }
        m_out.endObject();
    }

    void writeArray(const Json::Value &schema, const QByteArray &name, int depth)
    {
        const qint64 least = schema["minItems"].toInt().value_or(2);
        const qint64 most = schema["maxItems"].toInt().value_or(qMax<qint64>(least, 3));
        const qint64 count =
            depth > deepest ? 0 : std::clamp<qint64>(least, 0, std::clamp<qint64>(most, 0, 20));
        m_out.beginArray();
        for (qint64 i = 0; i < count && !isSpent(); ++i)
            write(schema["items"], name, depth + 1);
        m_out.endArray();
    }

    void writeNumber(const Json::Value &schema)
    {
        const auto bound = [&schema](const char *name) {
            std::optional<qint64> number = schema[name].toInt();
            if (number)
                number = std::clamp(*number, -largestNumber, largestNumber);
            return number;
        };
        const std::optional<qint64> upper = bound("maximum");
        const qint64 least = bound("minimum").value_or(
            bound("exclusiveMinimum").value_or(qMin<qint64>(upper.value_or(1), 1) - 1) + 1);
        const qint64 most = upper.value_or(least + 40);
        const qint64 span = std::clamp<qint64>(most - least + 1, 1, 1000);
        m_out.value(least + m_chance.below(static_cast<int>(span)));
    }

    void writeString(const Json::Value &schema, const QByteArray &name)
    {
        const QByteArrayView format = schema["format"].stringView();
        QByteArray text = name.isEmpty() ? m_topic : m_topic + ' ' + name;
        if (format == "date")
            text = "2026-11-23";
        else if (format == "date-time")
            text = "2026-11-23T09:30:00Z";
        else if (format == "email")
            text = "ada@example.com";
        else if (format == "uri")
            text = "https://example.com/";
        // A property's name may hold characters of several bytes, and bounds count characters.
        QString bounded = QString::fromUtf8(text);
        if (const std::optional<qint64> most = schema["maxLength"].toInt())
            bounded.truncate(qMax<qint64>(*most, 0));
        const qint64 least = schema["minLength"].toInt().value_or(0);
        m_out.value(bounded.leftJustified(qBound<qint64>(0, least, mostBytes), u'.'));
    }

    Json::Value m_root;
    QByteArray m_topic;
    SimulatedChance &m_chance;
    Json::Writer m_out;
    int m_values = 0;
};

QByteArray freeJson(const QByteArray &prompt, SimulatedChance &chance)
{
    const QByteArray topic = simulatedTopic(prompt);
    Json::Writer out;
    out.beginObject().member("topic", topic);
    out.member("summary", simulatedText("in one sentence: " + topic, chance, 1));
    out.key("points").beginArray();
    for (const char *point : {"start small", "measure first", "keep a way back"})
        out.value(QByteArray(point));
    out.endArray();
    out.member("confidence", 60 + chance.below(40)).endObject();
    return out.bytes();
}

} // namespace

QByteArray simulatedJson(const QByteArray &prompt, const QByteArray &schema,
                         SimulatedChance &chance)
{
    Json::Document document;
    if (schema.isEmpty() || !document.parse(schema) || !document.root().isObject())
        return freeJson(prompt, chance);
    SchemaSample sample(document.root(), simulatedTopic(prompt), chance);
    sample.write(document.root(), {}, 0);
    return sample.bytes();
}

} // namespace Sidelong
