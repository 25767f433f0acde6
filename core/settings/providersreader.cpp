// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ConfigurationReader that reads providers and chains.
#include "core/domain/modelref.h"
#include "core/domain/parameterreader.h"
#include "core/settings/configurationreader.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Sidelong {

ProviderSettings ConfigurationReader::provider(Json::Value value)
{
    ProviderSettings settings;
    settings.name = QString::fromUtf8(value.key());
    const bool isBadName = settings.name.isEmpty() || settings.name.startsWith("chain:"_L1)
        || std::ranges::any_of(settings.name,
                               [](QChar c) { return c == u'/' || c.isSpace() || !c.isPrint(); });
    if (isBadName)
        m_reader.fail(value,
                      tr("a provider's name must not be empty, hold blanks or slashes, or "
                         "begin with “chain:”."));
    if (!m_reader.isObject(value, {},
                           {"preset"_L1, "dialect"_L1, "base_url"_L1, "key"_L1, "headers"_L1,
                            "limits"_L1, "retry"_L1, "timeouts_ms"_L1, "proxy"_L1, "ca_file"_L1,
                            "organization"_L1}))
        return settings;

    address(value, settings);
    settings.key = key(value["key"]);
    settings.headers = headers(value["headers"]);
    settings.limits = limits(value["limits"]);
    settings.retry = retry(value["retry"]);
    settings.timeouts = timeouts(value["timeouts_ms"]);
    settings.proxy = url(value["proxy"], {u"http"_s, u"https"_s, u"socks5"_s}, UserInfo::Refused);
    if (const std::optional<QString> file = m_reader.name(value["ca_file"]))
        settings.caFile =
            QDir::cleanPath(QFileInfo(m_fileName).absoluteDir().absoluteFilePath(*file));
    settings.organization = m_reader.name(value["organization"]).value_or(QString());
    return settings;
}

QString ConfigurationReader::preset(Json::Value value)
{
    QString name = m_reader.name(value).value_or(QString());
    if (name.isEmpty() || m_presets.isEmpty() || m_presets.contains(name))
        return name;
    const QString known = m_presets.join(", "_L1);
    const QString nearest = nearestName(name, m_presets);
    m_reader.fail(
        value,
        nearest.isEmpty()
            ? tr("must be the name of a preset: %1.").arg(known)
            : tr("“%1” is no preset; did you mean “%2”? There are %3.").arg(name, nearest, known));
    return name;
}

void ConfigurationReader::address(Json::Value value, ProviderSettings &settings)
{
    settings.preset = preset(value["preset"]);
    settings.dialect = m_reader
                           .choice<QString>(value["dialect"],
                                            {{"openai-chat"_L1, u"openai-chat"_s},
                                             {"openai-responses"_L1, u"openai-responses"_s},
                                             {"anthropic"_L1, u"anthropic"_s},
                                             {"gemini"_L1, u"gemini"_s}})
                           .value_or(QString());
    const Json::Value base = value["base_url"];
    settings.baseUrl = url(base, {u"http"_s, u"https"_s}, UserInfo::Refused);
    const QUrl parsed(settings.baseUrl);
    if (parsed.hasQuery() || parsed.hasFragment())
        m_reader.fail(base, tr("must end with its path: no question mark and no number sign."));
    const bool isWhole = value["dialect"].exists() && base.exists();
    if (!value["preset"].exists() && !isWhole)
        m_reader.fail(value, tr("needs “preset”, or both “dialect” and “base_url”."));
}

QMap<QString, QString> ConfigurationReader::headers(Json::Value value)
{
    QMap<QString, QString> headers;
    if (!m_reader.isMap(value))
        return headers;
    // RFC 9110 section 5.6.2: a field name is a token.
    static const QRegularExpression token(u"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"_s);
    static const QStringList keyHeaders{u"authorization"_s, u"x-api-key"_s, u"api-key"_s,
                                        u"x-goog-api-key"_s};
    for (const Json::Value header : value) {
        const QString name = QString::fromUtf8(header.key());
        const QString content = m_reader.text(header).value_or(QString());
        if (!token.match(name).hasMatch())
            m_reader.fail(header, tr("is no name of a header: letters, digits and hyphens are."));
        else if (keyHeaders.contains(name.toLower()))
            m_reader.fail(
                header, tr("a key never stands in this file; say under “key” where it is found."));
        else if (content.contains(u'\r') || content.contains(u'\n') || content.contains(QChar()))
            m_reader.fail(header, tr("must be a text of one line."));
        headers.insert(name, content);
    }
    return headers;
}

LimitSettings ConfigurationReader::limits(Json::Value value)
{
    if (!m_reader.isObject(value, {},
                           {"requests_per_minute"_L1, "tokens_per_minute"_L1, "concurrent"_L1}))
        return {};
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    return {.requestsPerMinute = m_reader.integer(value["requests_per_minute"], 1, most),
            .tokensPerMinute = m_reader.integer(value["tokens_per_minute"], 1, most),
            .concurrent = count(value["concurrent"], 1, 1000)};
}

std::optional<KeySetting> ConfigurationReader::key(Json::Value value)
{
    if (!value.exists())
        return {};
    const QString wanted = tr("must be {\"keychain\": NAME} or {\"env\": NAME}; the key itself "
                              "never stands in this file.");
    if (!value.isObject()) {
        m_reader.fail(value, wanted);
        return {};
    }
    if (!m_reader.isObject(value, {}, {"keychain"_L1, "env"_L1}))
        return {};
    if (value.size() != 1) {
        m_reader.fail(value, wanted);
        return {};
    }
    const Json::Value entry = *value.begin();
    const bool isVariable = value["env"].exists();
    const QString name = m_reader.name(entry).value_or(QString());
    static const QRegularExpression variable(u"^[A-Za-z_][A-Za-z0-9_]*$"_s);
    if (isVariable && !variable.match(name).hasMatch())
        m_reader.fail(entry,
                      tr("must be the name of an environment variable: letters, digits and "
                         "underscores."));
    return KeySetting{isVariable ? KeySetting::Source::Environment : KeySetting::Source::Keychain,
                      name};
}

ChainSettings ConfigurationReader::chain(Json::Value value)
{
    using After = ChainSettings::AfterFirstToken;
    ChainSettings settings;
    settings.name = QString::fromUtf8(value.key());
    if (settings.name.trimmed().isEmpty())
        m_reader.fail(value, tr("a chain needs a name."));
    if (value.isArray()) {
        settings.targets = chainTargets(value);
        return settings;
    }
    if (!value.isObject()) {
        m_reader.fail(value, tr("must be a list of targets or an object with “targets”."));
        return settings;
    }
    if (!m_reader.isObject(value, {"targets"_L1}, {"on_refusal"_L1, "after_first_token"_L1}))
        return settings;
    if (m_reader.isList(value["targets"]))
        settings.targets = chainTargets(value["targets"]);
    settings.onRefusal = m_reader.boolean(value["on_refusal"]).value_or(false);
    settings.afterFirstToken = m_reader
                                   .choice<After>(value["after_first_token"],
                                                  {{"restart"_L1, After::Restart},
                                                   {"continue"_L1, After::Continue},
                                                   {"stop"_L1, After::Stop}})
                                   .value_or(After::Restart);
    return settings;
}

QList<ChainTarget> ConfigurationReader::chainTargets(Json::Value list)
{
    QList<ChainTarget> targets;
    for (const Json::Value value : list) {
        if (value.isString()) {
            targets.append({.target = target(value)});
        } else if (m_reader.isObject(value, {"target"_L1}, {"timeouts_ms"_L1, "parameters"_L1})) {
            const Json::Value parameters = value["parameters"];
            targets.append({.target = target(value["target"]),
                            .timeouts = timeouts(value["timeouts_ms"]),
                            .parameters = parameters.exists() ? readParameters(m_reader, parameters)
                                                              : Parameters()});
        }
    }
    if (targets.isEmpty())
        m_reader.fail(list, tr("a chain needs at least one target."));
    return targets;
}

QString ConfigurationReader::target(Json::Value value)
{
    QString text = m_reader.name(value).value_or(QString());
    if (text.startsWith("chain:"_L1))
        m_reader.fail(value, tr("a chain cannot hold a chain; name a \"provider/model\"."));
    else if (!ModelRef::fromString(text))
        m_reader.fail(value, tr("must be \"provider/model\"."));
    return text;
}

} // namespace Sidelong
