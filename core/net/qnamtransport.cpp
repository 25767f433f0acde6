// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/qnamtransport.h"

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/net/networkfailure.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
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

Result<QSslConfiguration> trustIn(const QString &caFile)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (tls.addCaCertificates(caFile))
        return tls;
    QFile file(caFile);
    const QString name = QDir::toNativeSeparators(caFile);
    if (!file.open(QIODevice::ReadOnly))
        return Failure{FailureKind::Certificate,
                       QnamTransport::tr("“%1”, named by \"ca_file\", cannot be read: %2. Nothing "
                                         "was sent.")
                           .arg(name, file.errorString())};
    return Failure{FailureKind::Certificate,
                   QnamTransport::tr("“%1”, named by \"ca_file\", holds no certificate in PEM "
                                     "form. Nothing was sent.")
                       .arg(name)};
}

/// As the system says where \a setting is empty.
Result<QNetworkProxy> proxyOf(const QString &setting)
{
    if (setting.isEmpty())
        return QNetworkProxy(QNetworkProxy::DefaultProxy);
    const QUrl url(setting);
    const auto proxy = [&url](QNetworkProxy::ProxyType type, int port) {
        return QNetworkProxy(type, url.host(), static_cast<quint16>(url.port(port)), url.userName(),
                             url.password());
    };
    if (url.scheme() == "http"_L1)
        return proxy(QNetworkProxy::HttpProxy, 3128);
    // The name is looked up over there in either case.
    if (url.scheme() == "socks5"_L1 || url.scheme() == "socks5h"_L1)
        return proxy(QNetworkProxy::Socks5Proxy, 1080);
    return Failure{FailureKind::Connection,
                   QnamTransport::tr("A proxy must begin with http:// or socks5://; others, and "
                                     "those that are reached over TLS, cannot be used. Nothing was "
                                     "sent.")};
}

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
    Result<void> begin(const HttpRequest &request);
    void observe();
    void onConnected();
    void onMetaData();
    void deliver();
    void onFinished();
    bool endsByClosing(QNetworkReply::NetworkError error) const;
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
    : m_transport(&transport), m_listener(listener), m_host(request.url.host())
{
    if (request.url.port() > 0)
        m_host += u':' + QString::number(request.url.port());
    if (const Result<void> begun = begin(request); !begun) {
        // Not from inside send(): the caller does not have its exchange yet.
        QMetaObject::invokeMethod(
            this, [this, failure = begun.failure()] { end(failure); }, Qt::QueuedConnection);
        return;
    }
    const auto arm = [this](QTimer &timer, FailureKind kind, std::chrono::milliseconds limit) {
        timer.setSingleShot(true);
        connect(&timer, &QTimer::timeout, this, [this, kind, limit] { timeOut(kind, limit); });
        if (limit.count() > 0)
            timer.start(limit);
    };
    arm(m_connectTimer, FailureKind::TimeoutConnect, timeouts.connect);
    arm(m_totalTimer, FailureKind::TimeoutTotal, timeouts.total);
}

Result<void> QnamExchange::begin(const HttpRequest &request)
{
    const Result<QNetworkProxy> proxy = proxyOf(request.proxy);
    if (!proxy)
        return proxy.failure();
    QNetworkRequest network = networkRequest(request);
    if (!request.caFile.isEmpty()) {
        const Result<QSslConfiguration> tls = trustIn(request.caFile);
        if (!tls)
            return tls.failure();
        network.setSslConfiguration(*tls);
    }
    m_lease = m_transport->lease(request, *proxy);
    if (request.method == "GET") {
        m_reply = m_lease.manager->get(network);
    } else {
        auto *body = new OneWayBody(request.body);
        m_reply = m_lease.manager->sendCustomRequest(network, request.method, body);
        body->setParent(m_reply);
    }
    // Queued behind the start of the operation, which makes the thread that reads: set earlier it
    // would not get there, set later what came before would widen the bound for good.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_reply)
                m_reply->setReadBufferSize(readBufferSize);
        },
        Qt::QueuedConnection);
    observe();
    return {};
}

QnamExchange::~QnamExchange()
{
    m_listener = nullptr;
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater(); // or with its manager, where no loop runs any more
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
    if (m_ended || m_paused || !m_reply)
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
    const bool isAnswer = m_headersSeen
        && (error == QNetworkReply::NoError || m_status >= 300 || endsByClosing(error));
    if (isAnswer)
        end({});
    else
        end(networkFailure(error, m_host, m_certificateErrors));
}

/// Without a length or chunks the end of the connection is that of the body (RFC 9112, 6.3), which
/// Qt calls an error now and then, or takes for a reason to send again what cannot be sent again.
/// Whether the answer was whole is for the dialect to say.
bool QnamExchange::endsByClosing(QNetworkReply::NetworkError error) const
{
    const bool isClosing =
        error == QNetworkReply::RemoteHostClosedError || error == QNetworkReply::ContentReSendError;
    return isClosing && !m_reply->hasRawHeader("Content-Length")
        && !m_reply->hasRawHeader("Transfer-Encoding");
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

QnamTransport::Lease QnamTransport::lease(const HttpRequest &request, const QNetworkProxy &proxy)
{
    const QString origin = request.url.scheme() + u"://"_s + request.url.authority() + u' '
        + request.proxy + u' ' + request.caFile;
    const qint64 rested = steadyMs() - m_restTime.count();
    // The last one given back has the warmest connection.
    for (auto it = m_idle.rbegin(); it != m_idle.rend(); ++it) {
        if (it->origin == origin && it->idleSinceMs <= rested) {
            Lease found = std::move(*it);
            m_idle.erase(std::next(it).base());
            return found;
        }
    }
    auto manager = std::make_unique<QNetworkAccessManager>();
    manager->setAutoDeleteReplies(false);
    if (proxy.type() != QNetworkProxy::DefaultProxy)
        manager->setProxy(proxy);
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
