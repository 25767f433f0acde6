// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/attemptcost.h"
#include "core/simulator/simulatorhost.h"
#include "ui/session.h"

#include <QFile>
#include <QPromise>
#include <QTemporaryDir>

namespace Sidelong {

/// A keychain that answers when it is told to, or not at all well.
class TestSecretStore final : public SecretStore
{
public:
    QMap<QString, Secret> secrets;
    std::optional<Failure> trouble; ///< What it answers instead.
    bool isLate = false; ///< Answers wait for answerAll(), and say what was true when asked.

    QFuture<Result<std::optional<Secret>>> read(const QString &entry) override
    {
        std::optional<Secret> found;
        if (secrets.contains(entry))
            found = secrets.value(entry);
        return reply(trouble ? Result<std::optional<Secret>>(*trouble) : found);
    }
    QFuture<Result<void>> write(const QString &entry, const Secret &secret) override
    {
        if (!trouble)
            secrets.insert(entry, secret);
        return reply(trouble ? Result<void>(*trouble) : Result<void>());
    }
    QFuture<Result<void>> remove(const QString &entry) override
    {
        if (!trouble)
            secrets.remove(entry);
        return reply(trouble ? Result<void>(*trouble) : Result<void>());
    }

    qsizetype openCount() const { return m_open.size(); }
    void answerAll()
    {
        const QList<std::function<void()>> open = std::exchange(m_open, {});
        for (const std::function<void()> &answer : open)
            answer();
    }

private:
    template <typename T>
    QFuture<T> reply(T result)
    {
        auto promise = std::make_shared<QPromise<T>>();
        promise->start();
        QFuture<T> future = promise->future();
        const std::function<void()> answer = [promise, result = std::move(result)] {
            promise->addResult(result);
            promise->finish();
        };
        if (isLate)
            m_open.append(answer);
        else
            answer();
        return future;
    }

    QList<std::function<void()>> m_open;
};

/// What app/ hands to the window, over a folder of its own: a real engine, a real store, and the
/// simulator as the server of whatever provider a test sends there.
class ServicesRig
{
public:
    /// \a keys are those that the server takes; none: it takes any.
    explicit ServicesRig(const QList<QByteArray> &keys = {}) : m_simulator(options(keys))
    {
        auto opened = Store::open(m_dir.path(), estimateInterrupted);
        if (!m_simulator.listen() || !opened)
            qFatal("the simulator or the store could not be opened");
        m_store = std::move(*opened);
        m_log = std::make_unique<AttemptLog>(m_dir.path());
        m_engine = std::make_unique<EngineHost>(
            EngineHost::Parts{m_store.get(), m_log.get(), &clock, &m_random});
    }

    /// Of the server, with the version in its path.
    QString url() const { return m_simulator.url().toString() + QStringLiteral("/v1"); }
    QString configFile() const { return m_dir.filePath(QStringLiteral("config.json")); }
    QByteArray configuration() const
    {
        QFile file(configFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// %1 stands for the server's address.
    void configure(const QString &json)
    {
        QFile file(configFile());
        const QByteArray bytes = QString(json).replace(QStringLiteral("%1"), url()).toUtf8();
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("the configuration could not be written");
    }
    Store &store() { return *m_store; }

    Services services(bool isExplicit = false)
    {
        Result<Configuration> configuration = Configuration::load(configFile(), isExplicit);
        if (!configuration)
            qFatal("%s", qPrintable(configuration.failure().message));
        Result<ProviderRegistry> registry = ProviderRegistry::build(*configuration);
        if (!registry)
            qFatal("%s", qPrintable(registry.failure().message));
        Services services;
        services.engine = m_engine.get();
        services.store = m_store.get();
        services.secrets = &secrets;
        services.clock = &clock;
        services.configuration = *configuration;
        services.providers = *registry;
        services.dataDir = m_dir.path();
        services.configFile = configFile();
        return services;
    }

    TestSecretStore secrets;
    SystemClock clock;

private:
    static Simulator::Options options(const QList<QByteArray> &keys)
    {
        Simulator::Options options;
        options.speedFactor = 0;
        options.plan.keys = keys;
        return options;
    }

    QTemporaryDir m_dir;
    SystemRandom m_random;
    SimulatorHost m_simulator;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AttemptLog> m_log;
    std::unique_ptr<EngineHost> m_engine;
};

/// A run as the engine leaves it, in the store when this returns.
inline void addRun(Store &store, const QString &id, qint64 startedMs, const QByteArray &question,
                   const QStringList &targets = {QStringLiteral("openai/gpt-x")})
{
    RunRecord run;
    run.id = id;
    run.startedMs = startedMs;
    run.origin = QStringLiteral("window");
    run.prompt = messagesToJson({Message::ofText(Role::User, question)});
    run.state = RunState::Done;
    QList<VariantRecord> variants;
    for (const QString &target : targets) {
        VariantRecord variant;
        variant.index = static_cast<int>(variants.size());
        variant.target = target;
        variant.parameters = "{}";
        variants.append(variant);
    }
    store.runStarted(run, variants);
    store.runEnded(run, variants, {}).waitForFinished();
}

} // namespace Sidelong
