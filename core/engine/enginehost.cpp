// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/enginehost.h"

#include "core/base/whenfinished.h"
#include "core/engine/answerrelay.h"
#include "core/net/qnamtransport.h"
#include "core/providers/modellister.h"

#include <QDeadlineTimer>
#include <QSemaphore>

namespace Sidelong {

namespace {

/// How long the end of the program waits for cancelled calls to be recorded.
constexpr int shutdownMs = 800;

} // namespace

/// What lives on the engine thread, made and destroyed there.
class EngineRoom final : public QObject
{
    Q_OBJECT

public:
    explicit EngineRoom(const EngineHost::Parts &parts)
        : transport(this),
          engine({&transport, parts.store, parts.clock, parts.random, parts.log}, this),
          lister(transport, this)
    {
    }

    QnamTransport transport;
    Engine engine;
    ModelLister lister;
};

EngineHost::EngineHost(const Parts &parts, QObject *parent) : QObject(parent), m_parts(parts)
{
    qRegisterMetaType<QList<AnswerUpdate>>();
    qRegisterMetaType<RunState>();
    m_thread.setObjectName(QStringLiteral("engine"));
    m_room = new EngineRoom(parts);
    m_room->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_room, &QObject::deleteLater);
    connect(&m_room->engine, &Engine::liveCountChanged, this, [this](int count) {
        m_liveCount = count;
        Q_EMIT liveCountChanged(count);
    });
    m_thread.start();
}

EngineHost::~EngineHost()
{
    QSemaphore idle;
    QMetaObject::invokeMethod(m_room, [this, &idle] {
        m_room->engine.cancelAll();
        if (!m_room->engine.hasRuns()) {
            idle.release();
            return;
        }
        connect(&m_room->engine, &Engine::becameIdle, m_room, [&idle] { idle.release(); });
    });
    idle.tryAcquire(1, shutdownMs);
    m_thread.quit();
    m_thread.wait();
}

void EngineHost::setProviders(const ProviderRegistry &providers)
{
    QMetaObject::invokeMethod(m_room,
                              [room = m_room, providers] { room->engine.setProviders(providers); });
}

void EngineHost::setPrices(const PriceCatalog &prices)
{
    QMetaObject::invokeMethod(m_room, [room = m_room, prices] { room->engine.setPrices(prices); });
}

void EngineHost::setKey(const QString &provider, const Result<Secret> &key)
{
    QMetaObject::invokeMethod(
        m_room, [room = m_room, provider, key] { room->engine.setKey(provider, key); });
}

QString EngineHost::start(RunRequest request)
{
    request.id =
        m_parts.random->timeOrderedUuid(m_parts.clock->utcMs()).toString(QUuid::WithoutBraces);
    QString id = request.id;
    QMetaObject::invokeMethod(m_room, [this, room = m_room, request = std::move(request)] {
        auto *relay = new AnswerRelay(request.id, *m_parts.clock, room);
        relay->estimateInput(request);
        connect(relay, &AnswerRelay::updated, this, &EngineHost::updated);
        connect(relay, &AnswerRelay::runFinished, this, &EngineHost::runFinished);
        room->engine.start(request, relay);
    });
    return id;
}

void EngineHost::cancel(const QString &runId)
{
    QMetaObject::invokeMethod(m_room, [room = m_room, runId] { room->engine.cancel(runId); });
}

void EngineHost::cancel(const QString &runId, const Cell &cell)
{
    QMetaObject::invokeMethod(m_room,
                              [room = m_room, runId, cell] { room->engine.cancel(runId, cell); });
}

void EngineHost::cancelAll()
{
    QMetaObject::invokeMethod(m_room, [room = m_room] { room->engine.cancelAll(); });
}

QFuture<Result<QList<ListedModel>>> EngineHost::listModels(const Provider &provider,
                                                           const Secret &key)
{
    QPromise<Result<QList<ListedModel>>> promise;
    promise.start();
    QFuture<Result<QList<ListedModel>>> future = promise.future();
    QMetaObject::invokeMethod(m_room,
                              [room = m_room, provider, key,
                               promise = std::make_shared<decltype(promise)>(std::move(promise))] {
                                  whenFinished(room->lister.list(provider, key), room,
                                               [promise](const Result<QList<ListedModel>> &models) {
                                                   promise->addResult(models);
                                                   promise->finish();
                                               });
                              });
    return future;
}

} // namespace Sidelong

#include "enginehost.moc"
