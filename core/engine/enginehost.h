// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/cost/pricecatalog.h"
#include "core/engine/run.h"
#include "core/providers/dialect.h"
#include "core/providers/providerregistry.h"
#include "core/storage/store.h"
#include "core/telemetry/attemptlog.h"

#include <QFuture>
#include <QObject>
#include <QThread>

namespace Sidelong {

class EngineRoom;

/// The window's side of the engine: owns the engine thread and everything that lives there, takes
/// calls on the GUI thread and answers with values, coalesced to one update per answer and frame.
/// No call blocks.
class EngineHost : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        Store *store = nullptr;
        AttemptLog *log = nullptr;
        Clock *clock = nullptr;
        Random *random = nullptr;
    };

    explicit EngineHost(const Parts &parts, QObject *parent = nullptr);
    /// Cancels what runs, records it and ends the thread; within a second.
    ~EngineHost() override;

    void setProviders(const ProviderRegistry &providers);
    void setPrices(const PriceCatalog &prices);
    /// The provider's key, or why there is none.
    void setKey(const QString &provider, const Result<Secret> &key);

    /// Begins a run and returns its id.
    QString start(RunRequest request);
    void cancel(const QString &runId);
    void cancel(const QString &runId, const Cell &cell);
    void cancelAll();
    int liveCount() const { return m_liveCount; }

    /// The models a provider lists now, over all pages; also the test of its key and URL. The
    /// failure's sentence says what is wrong in words.
    QFuture<Result<QList<ListedModel>>> listModels(const Provider &provider, const Secret &key);

Q_SIGNALS:
    void updated(const QList<Sidelong::AnswerUpdate> &updates);
    void runFinished(const QString &runId, Sidelong::RunState state);
    void liveCountChanged(int count);

private:
    QThread m_thread;
    EngineRoom *m_room = nullptr; ///< Lives on m_thread and is deleted there, at its end.
    Parts m_parts;
    int m_liveCount = 0;
};

} // namespace Sidelong
