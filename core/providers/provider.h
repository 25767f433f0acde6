// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/httprequest.h"
#include "core/settings/configuration.h"

#include <QMap>
#include <QString>
#include <QUrl>

namespace Sidelong {

enum class Protocol { OpenAiChat, OpenAiResponses, Anthropic, Gemini };

QLatin1StringView protocolName(Protocol protocol); ///< "openai-chat", …
std::optional<Protocol> protocolFromName(QStringView name);

/// What a server that speaks a known protocol takes differently: data, not a class.
struct Quirks
{
    /// "max_tokens" or "max_completion_tokens".
    QString maxTokensField = QStringLiteral("max_tokens");
    bool streamUsage = true; ///< Takes stream_options.include_usage.
    bool reasoningOutsideOutput = false; ///< xAI: reasoning_tokens are not in completion_tokens.
    QString systemRole = QStringLiteral("system");
    QString seedField = QStringLiteral("seed"); ///< Empty: takes none.
    /// The field of an assistant turn that carries its reasoning back ("reasoning_content" at
    /// DeepSeek, which wants it in tool loops); empty = it is not sent.
    QString reasoningField;
    bool sendsAuthorization = true; ///< Key as "Authorization: Bearer"; else see keyHeader.
    /// "x-api-key", "api-key"; empty = Authorization (Anthropic: x-api-key); "authorization" =
    /// as a Bearer token in any protocol.
    QString keyHeader;

    friend bool operator==(const Quirks &, const Quirks &) = default;
};

/// One endpoint that serves models, as data: a preset of resources/providers.json, an entry of
/// the configuration, or one laid over the other.
struct Provider
{
    QString name; ///< As the configuration calls it; the first part of a ModelRef.
    QString title; ///< For people: "OpenAI".
    QString preset; ///< Empty for an entry of the user's own.
    QString catalogue; ///< Whose prices and windows hold: "openai", … ; empty = unknown.
    Protocol protocol = Protocol::OpenAiChat;
    QUrl baseUrl;
    std::optional<KeySetting> key; ///< None: the server takes no key.
    QString environmentKey; ///< The preset's variable, the second source of its key.
    HttpHeaders headers; ///< Sent with every request.
    QString organization;
    QString proxy;
    QString caFile;
    Timeouts timeouts;
    bool firstTokenSet = false; ///< The user set the first-token timeout: no longer ours to raise.
    Quirks quirks;
    bool local = false; ///< On this machine and free of charge.
    bool simulated = false; ///< Never counts as spending.

    friend bool operator==(const Provider &, const Provider &) = default;
};

} // namespace Sidelong
