// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/networkfailure.h"

#include <QCoreApplication>

namespace Sidelong {

namespace {

struct NetworkText
{
    Q_DECLARE_TR_FUNCTIONS(Network)
};

QString connectionSentence(QNetworkReply::NetworkError error, const QString &host)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return NetworkText::tr(
                   "%1 refused the connection. Is the server running, and is the port right?")
            .arg(host);
    case QNetworkReply::HostNotFoundError:
        return NetworkText::tr("The host %1 was not found. Check the base URL and your network.")
            .arg(host);
    case QNetworkReply::RemoteHostClosedError:
        return NetworkText::tr("%1 closed the connection before the answer was complete.")
            .arg(host);
    case QNetworkReply::ContentReSendError:
        return NetworkText::tr(
                   "%1 closed the connection before it answered. The request was not sent a "
                   "second time, because it may have been billed.")
            .arg(host);
    case QNetworkReply::SslHandshakeFailedError:
        return NetworkText::tr("No secure connection to %1: the TLS handshake failed.").arg(host);
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return NetworkText::tr(
                   "The proxy on the way to %1 did not pass the connection on. Check the proxy "
                   "setting.")
            .arg(host);
    case QNetworkReply::ProtocolUnknownError:
        return NetworkText::tr("The base URL must begin with http:// or https://.");
    case QNetworkReply::ProtocolFailure:
        return NetworkText::tr("%1 did not answer in HTTP. Check the base URL and its port.")
            .arg(host);
    default: return NetworkText::tr("The connection to %1 failed. Check your network.").arg(host);
    }
}

} // namespace

Failure networkFailure(QNetworkReply::NetworkError error, const QString &host,
                       const QStringList &certificateErrors)
{
    if (!certificateErrors.isEmpty())
        return {FailureKind::Certificate,
                NetworkText::tr(
                    "The certificate of %1 is not trusted: %2. If this server is yours, name "
                    "its authority with \"ca_file\".")
                    .arg(host, certificateErrors.first())};
    return {FailureKind::Connection, connectionSentence(error, host)};
}

Failure timeoutFailure(FailureKind kind, const QString &host, std::chrono::milliseconds limit)
{
    const QString seconds = QString::number(static_cast<double>(limit.count()) / 1000);
    switch (kind) {
    case FailureKind::TimeoutConnect:
        return {kind, NetworkText::tr("No connection to %1 within %2 s.").arg(host, seconds)};
    case FailureKind::TimeoutFirstToken:
        return {
            kind,
            NetworkText::tr("%1 took the request but sent no token within %2 s. It may have been "
                            "billed.")
                .arg(host, seconds)};
    case FailureKind::TimeoutIdle:
        return {kind,
                NetworkText::tr("%1 fell silent for %2 s in the middle of the answer. What came is "
                                "kept.")
                    .arg(host, seconds)};
    default:
        return {FailureKind::TimeoutTotal,
                NetworkText::tr(
                    "The call to %1 took longer than %2 s and was ended. What came is kept.")
                    .arg(host, seconds)};
    }
}

} // namespace Sidelong
