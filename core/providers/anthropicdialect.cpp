// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/anthropicdialect.h"

#include "core/providers/anthropicmodel.h"
#include "core/providers/anthropicstream.h"
#include "core/providers/modelpage.h"
#include "core/providers/providerfailure.h"
#include "core/providers/wirewriting.h"

using namespace Qt::StringLiterals;

namespace Sidelong {

std::unique_ptr<StreamDecoder> AnthropicDialect::streamDecoder(const Provider &provider) const
{
    return std::make_unique<AnthropicStream>(provider);
}

void AnthropicDialect::decodeReply(const Provider &provider, const QByteArray &body,
                                   ChatEvents &out) const
{
    AnthropicStream(provider).takeReply(body, out);
}

HttpRequest AnthropicDialect::modelsRequest(const Provider &provider, const QString &cursor) const
{
    QUrl url = endpointUrl(provider.baseUrl, u"/v1", u"/models");
    url = withQueryItem(url, u"limit"_s, u"1000"_s);
    HttpRequest request = wireRequest(provider, withQueryItem(url, u"after_id"_s, cursor), false);
    request.method = "GET";
    if (provider.headers.value("anthropic-version").isNull())
        request.headers.append("anthropic-version", anthropicVersion);
    return request;
}

Result<ModelPage> AnthropicDialect::decodeModels(const QByteArray &body) const
{
    return readModelPage(body);
}

Failure AnthropicDialect::failure(const Provider &provider, int status, const HttpHeaders &headers,
                                  const QByteArray &body) const
{
    return httpFailure(provider, status, headers, body);
}

} // namespace Sidelong
