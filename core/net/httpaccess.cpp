// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpaccess.h"

#include <QCryptographicHash>

namespace Sidelong {

namespace {

bool isLoopbackHost(const QByteArray &host)
{
    const qsizetype bracket = host.indexOf(']');
    const qsizetype colon = host.indexOf(':', qMax<qsizetype>(bracket, 0));
    const QByteArray name = (colon < 0 ? host : host.left(colon)).toLower();
    if (colon >= 0) {
        bool isPort = false;
        host.mid(colon + 1).toUShort(&isPort);
        if (!isPort)
            return false;
    }
    return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

QByteArray presentedToken(const HttpHeaders &headers)
{
    const QByteArray authorization = headers.value("Authorization");
    if (authorization.left(7).compare("Bearer ", Qt::CaseInsensitive) == 0)
        return authorization.mid(7).trimmed();
    return headers.value("x-api-key");
}

} // namespace

bool equalInConstantTime(const QByteArray &a, const QByteArray &b)
{
    const QByteArray left = QCryptographicHash::hash(a, QCryptographicHash::Sha256);
    const QByteArray right = QCryptographicHash::hash(b, QCryptographicHash::Sha256);
    uchar difference = 0;
    for (qsizetype i = 0; i < left.size(); ++i)
        difference |= static_cast<uchar>(left[i] ^ right[i]);
    return difference == 0;
}

std::optional<HttpRejection> checkHttpAccess(const HttpServerOptions &options,
                                             HttpServerRequest &request)
{
    const QByteArray host = request.headers.value("Host");
    if (options.hosts == HttpServerOptions::Hosts::LoopbackOnly && !host.isNull()
        && !isLoopbackHost(host))
        return HttpRejection{403, "The Host field does not name this machine."};

    const QByteArray origin = request.headers.value("Origin");
    const QByteArray site = request.headers.value("Sec-Fetch-Site");
    const bool isFromPage = !origin.isNull() || (!site.isNull() && site != "none");
    if (isFromPage && !options.origins.contains(origin))
        return HttpRejection{403, "Web pages of this origin may not call this server."};

    if (options.tokens.isEmpty() || options.openPaths.contains(request.path))
        return {};
    const QByteArray presented = presentedToken(request.headers);
    const HttpToken *found = nullptr;
    for (const HttpToken &token : options.tokens) { // all of them: the time tells nothing
        if (equalInConstantTime(token.secret.reveal(), presented))
            found = &token;
    }
    if (!found || presented.isEmpty())
        return HttpRejection{401, "The bearer token is missing or wrong."};
    request.tokenName = found->name;
    return {};
}

} // namespace Sidelong
