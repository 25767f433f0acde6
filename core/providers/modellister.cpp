// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/modellister.h"

#include "core/base/bytes.h"
#include "core/net/networkfailure.h"

#include <QCoreApplication>
#include <QPromise>
#include <QTimer>

#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

struct ListerText
{
    Q_DECLARE_TR_FUNCTIONS(ModelLister)
};

/// Far above the longest list known (OpenRouter: under 2 MB, one page).
constexpr qsizetype maxPageBytes = 16_MiB;
constexpr int maxPages = 100;

bool isWebPage(const HttpHeaders &headers)
{
    return headers.value("Content-Type").toLower().startsWith("text/html");
}

} // namespace

class ModelLister::Task final : public QObject, private ExchangeListener
{
public:
    Task(ModelLister &lister, const Provider &provider, const Secret &key)
        : QObject(&lister), m_transport(lister.m_transport),
          m_dialect(Dialect::of(provider.protocol)), m_provider(provider), m_key(key),
          m_limit(lister.m_timeout)
    {
        m_promise.start();
        m_timer.setSingleShot(true);
        m_timer.callOnTimeout(
            this, [this] { end(timeoutFailure(FailureKind::TimeoutTotal, host(), m_limit)); });
        m_timer.start(m_limit);
        sendPage({});
    }
    ~Task() override
    {
        m_exchange.reset();
        answer(Failure{.kind = FailureKind::Cancelled,
                       .message = ListerText::tr("Asking for the models was cancelled.")});
    }
    Q_DISABLE_COPY_MOVE(Task)

    QFuture<Result<QList<ListedModel>>> future() { return m_promise.future(); }

private:
    QString host() const { return m_provider.baseUrl.host(); }

    void sendPage(const QString &cursor)
    {
        m_status = 0;
        m_body.clear();
        m_cursor = cursor;
        ++m_pages;
        HttpRequest request = m_dialect.modelsRequest(m_provider, cursor);
        request.secret = m_key;
        Timeouts timeouts = m_provider.timeouts;
        timeouts.total = m_limit;
        m_exchange = m_transport.send(request, timeouts, this);
    }

    void connected() override { }
    void headersReceived(int status, const HttpHeaders &headers) override
    {
        m_status = status;
        m_headers = headers;
    }
    void bytesReceived(const QByteArray &bytes) override
    {
        if (m_body.size() + bytes.size() > maxPageBytes)
            end(badReply(ListerText::tr("%1 sent more than a list of models can be. Check the "
                                        "base URL.")));
        else
            m_body += bytes;
    }
    void failed(const Failure &failure) override { end(failure); }
    void finished() override
    {
        if (m_isAnswered)
            return;
        if (m_status != 200)
            return end(statusFailure());
        if (isWebPage(m_headers))
            return end(badReply(ListerText::tr("%1 answered with a web page, not with a list of "
                                               "models. Check the base URL.")));
        Result<ModelPage> page = m_dialect.decodeModels(m_body);
        if (!page)
            return end(page.failure());
        m_models += page->models;
        if (page->nextCursor.isEmpty())
            return end(std::exchange(m_models, {}));
        if (page->nextCursor == m_cursor || m_pages >= maxPages)
            return end(badReply(ListerText::tr("The list of models of %1 does not end.")));
        // An exchange must not be destroyed from inside its own call.
        QMetaObject::invokeMethod(
            this,
            [this, cursor = page->nextCursor] {
                if (!m_isAnswered)
                    sendPage(cursor);
            },
            Qt::QueuedConnection);
    }

    Failure badReply(const QString &sentence) const
    {
        return {.kind = FailureKind::BadReply, .message = sentence.arg(host()), .status = m_status};
    }
    Failure statusFailure() const
    {
        Failure failure = m_dialect.failure(m_provider, m_status, m_headers, m_body);
        if (m_status == 404)
            failure.message = ListerText::tr("%1 has no list of models at this address (status "
                                             "404). Check the path of the base URL.")
                                  .arg(host());
        return failure;
    }

    void end(Result<QList<ListedModel>> result)
    {
        m_timer.stop();
        answer(std::move(result));
        deleteLater();
    }
    void answer(Result<QList<ListedModel>> result)
    {
        if (std::exchange(m_isAnswered, true))
            return;
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

    Transport &m_transport;
    const Dialect &m_dialect;
    const Provider m_provider;
    const Secret m_key;
    const std::chrono::milliseconds m_limit;
    QTimer m_timer;
    QPromise<Result<QList<ListedModel>>> m_promise;
    bool m_isAnswered = false;
    std::unique_ptr<Exchange> m_exchange;
    QString m_cursor;
    int m_pages = 0;
    int m_status = 0;
    HttpHeaders m_headers;
    QByteArray m_body;
    QList<ListedModel> m_models;
};

ModelLister::ModelLister(Transport &transport, QObject *parent)
    : QObject(parent), m_transport(transport)
{
}

ModelLister::~ModelLister() = default;

QFuture<Result<QList<ListedModel>>> ModelLister::list(const Provider &provider, const Secret &key)
{
    if (!Dialect::isSpoken(provider.protocol)) {
        const QString message = ListerText::tr("Provider “%1” speaks “%2”, which this version "
                                               "does not speak yet.")
                                    .arg(provider.name, protocolName(provider.protocol));
        return QtFuture::makeReadyFuture(Result<QList<ListedModel>>(
            Failure{.kind = FailureKind::Configuration, .message = message}));
    }
    auto *task = new Task(*this, provider, key);
    return task->future();
}

} // namespace Sidelong
