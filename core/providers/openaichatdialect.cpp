// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/openaichatdialect.h"

#include "core/providers/modelpage.h"
#include "core/providers/openaichatstream.h"
#include "core/providers/providerfailure.h"
#include "core/providers/wirewriting.h"

using namespace Qt::StringLiterals;

namespace Sidelong {

std::unique_ptr<StreamDecoder> OpenAiChatDialect::streamDecoder(const Provider &provider) const
{
    return std::make_unique<OpenAiChatStream>(provider);
}

void OpenAiChatDialect::decodeReply(const Provider &provider, const QByteArray &body,
                                    ChatEvents &out) const
{
    OpenAiChatStream(provider).takeReply(body, out);
}

/// OpenAI's list is one page; servers that page follow its other lists.
HttpRequest OpenAiChatDialect::modelsRequest(const Provider &provider, const QString &cursor) const
{
    const QUrl url = endpointUrl(provider.baseUrl, {}, u"/models");
    HttpRequest request = wireRequest(provider, withQueryItem(url, u"after"_s, cursor), false);
    request.method = "GET";
    if (!provider.organization.isEmpty())
        request.headers.append("OpenAI-Organization", provider.organization.toUtf8());
    return request;
}

Result<ModelPage> OpenAiChatDialect::decodeModels(const QByteArray &body) const
{
    return readModelPage(body);
}

Failure OpenAiChatDialect::failure(const Provider &provider, int status, const HttpHeaders &headers,
                                   const QByteArray &body) const
{
    return httpFailure(provider, status, headers, body);
}

} // namespace Sidelong
