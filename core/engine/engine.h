// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/engine/callplan.h"
#include "core/net/transport.h"
#include "core/storage/store.h"
#include "core/telemetry/attemptlog.h"

#include <QObject>

#include <memory>
#include <vector>

namespace Sidelong {

/// Hears of one run, on the engine's thread, in the order things happened. Uncoalesced: one call
/// per event of a stream. finished() comes once and last.
class RunListener
{
public:
    RunListener() = default;
    virtual ~RunListener() = default;
    Q_DISABLE_COPY_MOVE(RunListener)

    virtual void trace(const Cell &, const TraceLine &) { }
    virtual void event(const Cell &, const ChatEvent &) { }
    /// What came of this answer so far is void; attempt \a number begins anew.
    virtual void restarted(const Cell &, int /*number*/) { }
    virtual void attemptEnded(const Cell &, const AttemptRecord &) { }
    virtual void answerEnded(const AnswerRecord &) { }
    virtual void finished(const QString & /*runId*/, RunState) { }
};

class AnswerTask;

/// The one entrance: everything that calls a model goes through here. Lives on the engine thread;
/// everything it is handed must outlive it.
class Engine : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        Transport *transport = nullptr;
        Store *store = nullptr;
        Clock *clock = nullptr;
        Random *random = nullptr;
        AttemptLog *log = nullptr;
    };

    explicit Engine(const Parts &parts, QObject *parent = nullptr);
    ~Engine() override;

    /// Taken for calls from now on; running ones keep what they began with.
    void setProviders(const ProviderRegistry &providers) { m_providers = providers; }
    void setPrices(const PriceCatalog &prices) { m_prices = prices; }
    /// The key of a provider, read once by who may ask the keychain, or why there is none.
    void setKey(const QString &provider, const Result<Secret> &key);

    const Parts &parts() const { return m_parts; }
    /// What a cell of \a run would send now, and to whom; pure.
    Result<CallPlan> plan(const RunRequest &run, int variant) const;

    /// Begins a run and returns at once; \a listener must live until finished().
    void start(const RunRequest &request, RunListener *listener);
    void cancel(const QString &runId);
    void cancel(const QString &runId, const Cell &cell);
    void cancelAll();

    /// Answers that are being worked on or wait for their turn.
    int liveCount() const;
    /// A run is there until it is in the store, a little longer than its answers live.
    bool hasRuns() const { return !m_runs.empty(); }

Q_SIGNALS:
    void liveCountChanged(int count);
    void becameIdle();

private:
    struct LiveRun;
    LiveRun *find(const QString &runId) const;
    void pump(LiveRun &run);
    AnswerTask &begin(LiveRun &run, const Cell &cell);
    void answerEnded(LiveRun &run, AnswerTask &task);
    void endRun(LiveRun &run);
    void tellLiveCount();

    Parts m_parts;
    ProviderRegistry m_providers;
    PriceCatalog m_prices;
    KeyRing m_keys;
    std::vector<std::unique_ptr<LiveRun>> m_runs;
    int m_toldLiveCount = 0;
};

} // namespace Sidelong
