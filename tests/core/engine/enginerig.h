// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/attemptcost.h"
#include "core/engine/engine.h"
#include "core/net/qnamtransport.h"
#include "tests/support/scriptedserver.h"

#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

namespace Sidelong {

/// Hears a run and keeps all of it.
struct HeardRun final : RunListener
{
    void trace(const Cell &, const TraceLine &line) override { traces += line; }
    void event(const Cell &cell, const ChatEvent &event) override
    {
        events.emplace_back(cell, event);
        if (const auto *text = std::get_if<TextDelta>(&event))
            texts[cell] += text->text;
    }
    void attemptEnded(const Cell &, const AttemptRecord &attempt) override { attempts += attempt; }
    void answerEnded(const AnswerRecord &answer) override { answers += answer; }
    void finished(const QString &, RunState s) override { state = s; }

    QList<TraceLine> traces;
    std::vector<std::pair<Cell, ChatEvent>> events;
    std::map<Cell, QByteArray> texts;
    QList<AttemptRecord> attempts;
    QList<AnswerRecord> answers;
    std::optional<RunState> state;
};

/// An engine over real sockets and a real store, with one provider "test" at a scripted server.
struct EngineRig
{
    explicit EngineRig(ScriptedServer::Script script) : server(std::move(script))
    {
        auto opened = Store::open(dir.filePath(QStringLiteral("data")), estimateInterrupted);
        if (!opened)
            qFatal("%s", qPrintable(opened.failure().message));
        store = std::move(*opened);
        log = std::make_unique<AttemptLog>(dir.path());
        engine = std::make_unique<Engine>(
            Engine::Parts{&transport, store.get(), &clock, &random, log.get()});
        provider.name = QStringLiteral("test");
        provider.title = QStringLiteral("Test");
        provider.baseUrl = server.url(QStringLiteral("/v1"));
        useProvider();
    }

    void useProvider()
    {
        ProviderRegistry registry;
        registry.insert(provider);
        engine->setProviders(registry);
    }

    RunRequest request(const QStringList &targets = {QStringLiteral("test/model-a")})
    {
        RunRequest run;
        run.id = random.timeOrderedUuid(clock.utcMs()).toString(QUuid::WithoutBraces);
        run.origin = QStringLiteral("test");
        run.content.messages = {Message::ofText(Role::User, "Say hello to the canary.")};
        for (const QString &target : targets)
            run.variants += Variant{target};
        return run;
    }

    /// The chat stream of one answer.
    static QByteArray events(const QList<QByteArray> &texts, const QByteArray &finish = "stop",
                             const QByteArray &usage = "{\"prompt_tokens\":10,"
                                                       "\"completion_tokens\":5,"
                                                       "\"total_tokens\":15}")
    {
        QByteArray out;
        for (const QByteArray &text : texts)
            out += "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
                + "\"},\"finish_reason\":null}]}\n\n";
        if (!finish.isEmpty())
            out += "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + finish
                + "\"}]}\n\n";
        if (!usage.isEmpty())
            out += "data: {\"choices\":[],\"usage\":" + usage + "}\n\n";
        return out + "data: [DONE]\n\n";
    }

    static void answer(QTcpSocket &socket, const QByteArray &stream)
    {
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk(stream) + "0\r\n\r\n");
    }

    QTemporaryDir dir;
    SystemClock clock;
    SystemRandom random;
    ScriptedServer server;
    QnamTransport transport;
    std::unique_ptr<Store> store;
    std::unique_ptr<AttemptLog> log;
    std::unique_ptr<Engine> engine;
    Provider provider;
};

} // namespace Sidelong
