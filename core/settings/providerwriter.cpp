// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/providerwriter.h"

#include "core/base/json.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr qsizetype indentStep = 2;

QByteArray indented(Json::Value value, int depth)
{
    if (value.size() == 0)
        return value.raw().toByteArray();
    QByteArray out(1, value.isObject() ? '{' : '[');
    for (const Json::Value child : value) {
        if (out.size() > 1)
            out += ',';
        out += '\n' + QByteArray((depth + 1) * indentStep, ' ');
        if (value.isObject())
            out += Json::quoted(child.key()) + ": ";
        out += indented(child, depth + 1);
    }
    return out + '\n' + QByteArray(depth * indentStep, ' ') + (value.isObject() ? '}' : ']');
}

/// A group of optional numbers, written only where one of them is set.
struct NumberField
{
    const char *name;
    std::optional<qint64> value;
};

void writeNumbers(Json::Writer &json, QByteArrayView group,
                  std::initializer_list<NumberField> fields)
{
    const auto isSet = [](const NumberField &field) { return field.value.has_value(); };
    if (std::none_of(fields.begin(), fields.end(), isSet))
        return;
    json.key(group).beginObject();
    for (const NumberField &field : fields) {
        if (field.value)
            json.member(field.name, *field.value);
    }
    json.endObject();
}

std::optional<qint64> numberOf(const std::optional<milliseconds> &time)
{
    return time ? std::optional<qint64>(time->count()) : std::nullopt;
}

void writeTextIfSet(Json::Writer &json, QByteArrayView name, const QString &text)
{
    if (!text.isEmpty())
        json.member(name, text);
}

QByteArray providerJson(const ProviderSettings &settings, const QString &folder)
{
    Json::Writer json;
    json.beginObject();
    writeTextIfSet(json, "preset", settings.preset);
    writeTextIfSet(json, "dialect", settings.dialect);
    writeTextIfSet(json, "base_url", settings.baseUrl);
    if (settings.key) {
        const bool isKeychain = settings.key->source == KeySetting::Source::Keychain;
        json.key("key").beginObject();
        json.member(isKeychain ? "keychain" : "env", settings.key->name).endObject();
    }
    if (!settings.headers.isEmpty()) {
        json.key("headers").beginObject();
        for (auto it = settings.headers.begin(); it != settings.headers.end(); ++it)
            json.member(it.key().toUtf8(), it.value());
        json.endObject();
    }
    const LimitSettings &limits = settings.limits;
    writeNumbers(json, "limits",
                 {{"requests_per_minute", limits.requestsPerMinute},
                  {"tokens_per_minute", limits.tokensPerMinute},
                  {"concurrent", limits.concurrent}});
    const RetrySettings &retry = settings.retry;
    writeNumbers(json, "retry",
                 {{"attempts", retry.attempts},
                  {"first_delay_ms", numberOf(retry.firstDelay)},
                  {"max_delay_ms", numberOf(retry.maxDelay)},
                  {"repairs", retry.repairs}});
    const TimeoutSettings &timeouts = settings.timeouts;
    writeNumbers(json, "timeouts_ms",
                 {{"connect", numberOf(timeouts.connect)},
                  {"first_token", numberOf(timeouts.firstToken)},
                  {"idle", numberOf(timeouts.idle)},
                  {"total", numberOf(timeouts.total)}});
    writeTextIfSet(json, "proxy", settings.proxy);
    const QString inside = folder + u'/';
    writeTextIfSet(json, "ca_file",
                   settings.caFile.startsWith(inside) ? settings.caFile.sliced(inside.size())
                                                      : settings.caFile);
    writeTextIfSet(json, "organization", settings.organization);
    return json.endObject().bytes();
}

qsizetype endOf(Json::Value value) { return value.offset() + value.raw().size(); }

/// Puts a member behind the last one of \a object.
QByteArray withMember(const QByteArray &text, Json::Value object, const QByteArray &member,
                      int depth)
{
    const QByteArray newLine = '\n' + QByteArray(depth * indentStep, ' ');
    if (object.size() == 0) {
        const QByteArray content = '{' + newLine + member + newLine.chopped(indentStep) + '}';
        return QByteArray(text).replace(object.offset(), object.raw().size(), content);
    }
    qsizetype last = 0;
    for (const Json::Value value : object)
        last = endOf(value);
    return QByteArray(text).insert(last, ',' + newLine + member);
}

QByteArray withoutMember(const QByteArray &text, Json::Value object, QByteArrayView name)
{
    qsizetype from = object.offset() + 1;
    bool isFirst = true;
    for (const Json::Value value : object) {
        qsizetype to = endOf(value);
        if (value.key() == name) {
            // The first takes the comma behind it along, the others the one before.
            if (isFirst && object.size() > 1)
                to = text.indexOf(',', to) + 1;
            return QByteArray(text).remove(from, to - from);
        }
        from = to;
        isFirst = false;
    }
    return text;
}

} // namespace

QByteArray withProvider(const QByteArray &json, const QString &name,
                        const std::optional<ProviderSettings> &settings, const QString &folder)
{
    const bool hasMark = json.startsWith("\xEF\xBB\xBF");
    QByteArray text = hasMark ? json.sliced(3) : json;
    if (text.trimmed().isEmpty())
        text = "{}\n";
    Json::Document document;
    document.parse(text);
    const QByteArray key = name.toUtf8();
    const Json::Value providers = document.root()["providers"];
    if (!settings)
        return withoutMember(text, providers, key);

    Json::Document entry;
    entry.parse(providerJson(*settings, folder));
    const QByteArray member = Json::quoted(key) + ": " + indented(entry.root(), 2);
    if (!providers.exists())
        return withMember(text, document.root(), "\"providers\": {\n    " + member + "\n  }", 1);
    const Json::Value old = providers[key];
    if (!old.exists())
        return withMember(text, providers, member, 2);
    return QByteArray(text).replace(old.offset(), old.raw().size(), indented(entry.root(), 2));
}

} // namespace Sidelong
