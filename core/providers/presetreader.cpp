// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/presetreader.h"

#include "core/base/json.h"

namespace Sidelong {

namespace {

QString textOr(Json::Value value, const QString &otherwise)
{
    return value.isString() ? value.toString() : otherwise;
}

Quirks readQuirks(Json::Value value)
{
    Quirks quirks;
    quirks.maxTokensField = textOr(value["max_tokens_field"], quirks.maxTokensField);
    quirks.streamUsage = value["stream_usage"].toBool().value_or(quirks.streamUsage);
    quirks.reasoningOutsideOutput =
        value["reasoning_outside_output"].toBool().value_or(quirks.reasoningOutsideOutput);
    quirks.systemRole = textOr(value["system_role"], quirks.systemRole);
    quirks.seedField = textOr(value["seed_field"], quirks.seedField);
    quirks.reasoningField = textOr(value["reasoning_field"], quirks.reasoningField);
    quirks.keyHeader = textOr(value["key_header"], quirks.keyHeader);
    return quirks;
}

} // namespace

QList<Provider> readPresets(const QByteArray &json)
{
    QList<Provider> presets;
    Json::Document document;
    document.parse(json);
    for (const Json::Value entry : document.root()) {
        Provider preset;
        preset.name = QString::fromUtf8(entry.key());
        preset.preset = preset.name;
        preset.title = entry["title"].toString();
        preset.protocol =
            protocolFromName(entry["dialect"].toString()).value_or(Protocol::OpenAiChat);
        preset.baseUrl = QUrl(entry["base_url"].toString());
        preset.environmentKey = entry["env"].toString();
        preset.catalogue = entry["catalogue"].toString();
        preset.local = entry["local"].toBool().value_or(false);
        preset.quirks = readQuirks(entry["quirks"]);
        if (!preset.environmentKey.isEmpty())
            preset.key = KeySetting{KeySetting::Source::Keychain, preset.name};
        presets.append(preset);
    }
    return presets;
}

} // namespace Sidelong
