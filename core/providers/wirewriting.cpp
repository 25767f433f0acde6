// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/wirewriting.h"

#include <QCoreApplication>
#include <QUrlQuery>
#include <QUtf8StringView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

bool saysSomething(const Message &message)
{
    return std::ranges::any_of(message.parts, [](const ContentPart &part) {
        const bool isText = part.kind == ContentPart::Kind::Text;
        return !isText || !part.text.trimmed().isEmpty();
    });
}

} // namespace

Result<void> checkRequest(const ChatRequest &request)
{
    const bool isAsked = std::ranges::any_of(request.messages, [](const Message &message) {
        return message.role != Role::System && saysSomething(message);
    });
    if (!isAsked) {
        return Failure{FailureKind::InvalidRequest,
                       QCoreApplication::translate(
                           "WireWriting",
                           "The prompt is empty. Write something in the user turn and run again.")};
    }
    for (const Tool &tool : request.tools) {
        Json::Document schema;
        if (tool.schema.isEmpty() || (schema.parse(tool.schema) && schema.root().isObject()))
            continue;
        return Failure{FailureKind::InvalidRequest,
                       QCoreApplication::translate(
                           "WireWriting",
                           "The schema of the tool \"%1\" is not a JSON object (line %2). Correct "
                           "it and run again.")
                           .arg(tool.name)
                           .arg(schema.error().line)};
    }
    return {};
}

QUrl endpointUrl(const QUrl &base, QStringView version, QStringView path)
{
    QUrl url = base;
    QString start = base.path(QUrl::FullyEncoded);
    while (start.endsWith(u'/'))
        start.chop(1);
    // The address of one call, pasted whole from a vendor's page.
    for (const QLatin1StringView call : {"/chat/completions"_L1, "/v1/messages"_L1}) {
        if (start.endsWith(call))
            start.chop(call.size());
    }
    if (!version.isEmpty() && !start.endsWith(version))
        start += version;
    url.setPath(start + path, QUrl::TolerantMode);
    return url;
}

QUrl withQueryItem(QUrl url, const QString &name, const QString &value)
{
    if (value.isEmpty())
        return url;
    QUrlQuery query(url);
    query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    url.setQuery(query);
    return url;
}

HttpRequest wireRequest(const Provider &provider, const QUrl &url, bool streamed)
{
    HttpRequest request;
    request.url = url;
    request.proxy = provider.proxy;
    request.caFile = provider.caFile;
    const auto add = [&](const QByteArray &name, const QByteArray &value) {
        if (provider.headers.value(name).isNull())
            request.headers.append(name, value);
    };
    add("Content-Type", "application/json");
    add("Accept", streamed ? "text/event-stream" : "application/json");
    // A compressed stream would arrive in the compressor's portions, not the model's.
    if (streamed)
        add("Accept-Encoding", "identity");
    for (const auto &[name, value] : provider.headers.list())
        request.headers.append(name, value);

    const QString &keyHeader = provider.quirks.keyHeader;
    const bool isBearer = keyHeader.isEmpty()
        ? provider.protocol != Protocol::Anthropic
        : keyHeader.compare("authorization"_L1, Qt::CaseInsensitive) == 0;
    if (isBearer) {
        request.secretHeader = "Authorization";
        request.secretPrefix = "Bearer ";
    } else {
        request.secretHeader = keyHeader.isEmpty() ? QByteArray("x-api-key") : keyHeader.toUtf8();
    }
    return request;
}

QByteArray validUtf8(const QByteArray &text)
{
    if (QUtf8StringView(text.constData(), text.size()).isValidUtf8())
        return text;
    return QString::fromUtf8(text).toUtf8();
}

bool hasKind(const Message &message, ContentPart::Kind kind)
{
    return std::ranges::find(message.parts, kind, &ContentPart::kind) != message.parts.end();
}

QByteArray textOf(const Message &message, ContentPart::Kind kind)
{
    QByteArray text;
    for (const ContentPart &part : message.parts) {
        if (part.kind == kind)
            text += part.text;
    }
    return validUtf8(text);
}

QByteArray mediaTypeOf(const ContentPart &image)
{
    return image.mediaType.isEmpty() ? QByteArray("image/png") : image.mediaType.toUtf8();
}

QByteArray dataUrl(const ContentPart &image)
{
    return QByteArray("data:" + mediaTypeOf(image) + ";base64," + image.text.toBase64());
}

QByteArray schemaOf(const Tool &tool)
{
    return tool.schema.isEmpty() ? QByteArray(R"({"type":"object","properties":{}})") : tool.schema;
}

QString droppedNote(QStringView parameter, const QString &model)
{
    return QCoreApplication::translate("WireWriting", "%1 was not sent: %2 does not take it.")
        .arg(parameter, model);
}

} // namespace Sidelong
