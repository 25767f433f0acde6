// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/qnamtransport.h"

#include "core/base/bytes.h"
#include "core/net/networkfailure.h"

#include <QDeadlineTimer>
#include <QIODevice>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslError>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr std::chrono::milliseconds idleLifetime{60'000};
/// Enough for the fastest stream, little enough that a paused one holds no memory.
constexpr qint64 readBufferSize = 256_KiB;

qint64 steadyMs() { return QDeadlineTimer::current().deadline(); }

/// A request body that can be read once: what keeps QNetworkAccessManager from sending a request
/// again behind our back.
class OneWayBody final : public QIODevice
{
public:
    explicit OneWayBody(QByteArray bytes) : m_bytes(std::move(bytes)) { open(ReadOnly); }

    bool isSequential() const override { return true; }
    bool seek(qint64) override { return false; } // asked for when it would be sent again
    qint64 bytesAvailable() const override
    {
        return m_bytes.size() - m_position + QIODevice::bytesAvailable();
    }
    bool atEnd() const override { return m_position >= m_bytes.size(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        if (m_position >= m_bytes.size())
            return -1;
        const qint64 count = std::min(maxSize, static_cast<qint64>(m_bytes.size()) - m_position);
        std::copy_n(m_bytes.constData() + m_position, count, data);
        m_position += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_position = 0;
};

QNetworkRequest networkRequest(const HttpRequest &request)
{
    QNetworkRequest out(request.url);
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                     QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    out.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setRawHeader("User-Agent", "Sidelong/" SIDELONG_VERSION);
    out.setRawHeader("Accept-Language", "*");
    // A compressor between us and the model may hold tokens back.
    out.setRawHeader("Accept-Encoding", "identity");
    for (const auto &[name, value] : request.headers.list())
        out.setRawHeader(name, value);
    if (!request.secret.isEmpty() && !request.secretHeader.isEmpty())
        out.setRawHeader(request.secretHeader, request.secretPrefix + request.secret.reveal());
    if (request.method == "POST")
        out.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
    if (!request.caFile.isEmpty()) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.addCaCertificates(request.caFile);
        out.setSslConfiguration(tls);
    }
    return out;
}

} // namespace

/// One request on the wire. Deletes nothing of the transport's; gives its manager back.
class QnamExchange final : public QObject, public Exchange
{
public:
    QnamExchange(QnamTransport &transport, const HttpRequest &request, const Timeouts &timeouts,
                 ExchangeListener *listener);
    ~QnamExchange() override;

    void setPaused(bool paused) override;

private:
    void observe();
    void onConnected();
    void onMetaData();
    void deliver();
    void onFinished();
    void timeOut(FailureKind kind, std::chrono::milliseconds limit);
    void end(const std::optional<Failure> &failure);

    QPointer<QnamTransport> m_transport;
    QnamTransport::Lease m_lease;
    QNetworkReply *m_reply = nullptr; ///< Deleted with deleteLater() or in the destructor.
    ExchangeListener *m_listener;
    QString m_host;
    QTimer m_connectTimer;
    QTimer m_totalTimer;
    QStringList m_certificateErrors;
    int m_status = 0;
    bool m_connected = false;
    bool m_headersSeen = false;
    bool m_paused = false;
    bool m_replyFinished = false;
    bool m_ended = false;
};

QnamExchange::QnamExchange(QnamTransport &transport, const HttpRequest &request,
                           const Timeouts &timeouts, ExchangeListener *listener)
    : m_transport(&transport), m_lease(transport.lease(request)), m_listener(listener),
      m_host(request.url.host())
{
    if (request.url.port() > 0)
        m_host += u':' + QString::number(request.url.port());
    const QNetworkRequest network = networkRequest(request);
    if (request.method == "GET") {
        m_reply = m_lease.manager->get(network);
    } else {
        auto *body = new OneWayBody(request.body);
        m_reply = m_lease.manager->sendCustomRequest(network, request.method, body);
        body->setParent(m_reply);
    }
    m_reply->setReadBufferSize(readBufferSize);
    observe();

    const auto arm = [this](QTimer &timer, FailureKind kind, std::chrono::milliseconds limit) {
        timer.setSingleShot(true);
        connect(&timer, &QTimer::timeout, this, [this, kind, limit] { timeOut(kind, limit); });
        if (limit.count() > 0)
            timer.start(limit);
    };
    arm(m_connectTimer, FailureKind::TimeoutConnect, timeouts.connect);
    arm(m_totalTimer, FailureKind::TimeoutTotal, timeouts.total);
}

QnamExchange::~QnamExchange()
{
    m_listener = nullptr;
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->setParent(nullptr);
        m_reply->deleteLater();
    }
    // An aborted manager has closed its connection; the next exchange makes a new one.
    if (m_transport && m_lease.manager)
        m_transport->giveBack(std::move(m_lease));
}

void QnamExchange::observe()
{
    connect(m_reply, &QNetworkReply::requestSent, this, &QnamExchange::onConnected);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &QnamExchange::onMetaData);
    connect(m_reply, &QNetworkReply::readyRead, this, &QnamExchange::deliver);
    connect(m_reply, &QNetworkReply::finished, this, &QnamExchange::onFinished);
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            m_certificateErrors += error.errorString();
    });
}

void QnamExchange::setPaused(bool paused)
{
    if (m_paused == paused)
        return;
    m_paused = paused;
    if (!paused)
        QMetaObject::invokeMethod(this, &QnamExchange::deliver, Qt::QueuedConnection);
}

void QnamExchange::onConnected()
{
    if (m_connected || m_ended)
        return;
    m_connected = true;
    m_connectTimer.stop();
    m_listener->connected();
}

void QnamExchange::onMetaData()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_headersSeen || m_ended || status < 200)
        return;
    onConnected();
    if (m_ended)
        return;
    m_headersSeen = true;
    m_status = status;
    HttpHeaders headers;
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        headers.append(name, value);
    m_listener->headersReceived(status, headers);
}

void QnamExchange::deliver()
{
    if (m_ended || m_paused)
        return;
    onMetaData();
    if (!m_ended && m_headersSeen && m_reply->isOpen() && m_reply->bytesAvailable() > 0)
        m_listener->bytesReceived(m_reply->readAll());
    if (m_replyFinished && !m_ended && !m_paused)
        onFinished();
}

void QnamExchange::onFinished()
{
    if (!m_replyFinished) {
        m_replyFinished = true;
        deliver();
        return;
    }
    if (m_ended || m_paused)
        return;
    const QNetworkReply::NetworkError error = m_reply->error();
    // A status other than success says more than Qt's code for it, and its body was read.
    const bool isAnswer = m_headersSeen && (error == QNetworkReply::NoError || m_status >= 300);
    if (isAnswer)
        end({});
    else
        end(networkFailure(error, m_host, m_certificateErrors));
}

void QnamExchange::timeOut(FailureKind kind, std::chrono::milliseconds limit)
{
    if (!m_ended)
        end(timeoutFailure(kind, m_host, limit));
}

void QnamExchange::end(const std::optional<Failure> &failure)
{
    m_ended = true;
    m_connectTimer.stop();
    m_totalTimer.stop();
    if (failure)
        m_listener->failed(*failure); // may delete this
    else
        m_listener->finished();
}

QnamTransport::QnamTransport(QObject *parent) : QObject(parent)
{
    m_dropTimer.setInterval(idleLifetime / 4);
    connect(&m_dropTimer, &QTimer::timeout, this, &QnamTransport::dropIdle);
}

QnamTransport::~QnamTransport() = default;

std::unique_ptr<Exchange> QnamTransport::send(const HttpRequest &request, const Timeouts &timeouts,
                                              ExchangeListener *listener)
{
    return std::make_unique<QnamExchange>(*this, request, timeouts, listener);
}

QnamTransport::Lease QnamTransport::lease(const HttpRequest &request)
{
    const QString origin = request.url.scheme() + u"://"_s + request.url.authority() + u' '
        + request.proxy + u' ' + request.caFile;
    // The last one given back has the warmest connection.
    for (auto it = m_idle.rbegin(); it != m_idle.rend(); ++it) {
        if (it->origin == origin) {
            Lease found = std::move(*it);
            m_idle.erase(std::next(it).base());
            return found;
        }
    }
    auto manager = std::make_unique<QNetworkAccessManager>();
    manager->setAutoDeleteReplies(false);
    if (const QUrl proxy(request.proxy); !request.proxy.isEmpty())
        manager->setProxy(QNetworkProxy(QNetworkProxy::HttpProxy, proxy.host(),
                                        static_cast<quint16>(proxy.port(3128)), proxy.userName(),
                                        proxy.password()));
    return {origin, std::move(manager), 0};
}

void QnamTransport::giveBack(Lease lease)
{
    lease.idleSinceMs = steadyMs();
    m_idle.push_back(std::move(lease));
    if (!m_dropTimer.isActive())
        m_dropTimer.start();
}

void QnamTransport::dropIdle()
{
    const qint64 oldest = steadyMs() - idleLifetime.count();
    std::erase_if(m_idle, [oldest](const Lease &lease) { return lease.idleSinceMs < oldest; });
    if (m_idle.empty())
        m_dropTimer.stop();
}

} // namespace Sidelong
