// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a stream costs on its way from the socket to a coalesced delta, beside a bare
// QNetworkAccessManager that reads the same stream and throws it away. The server is a process of
// its own, so that its time is not counted. With a folder where npm has the package "openai" as
// the first argument, the official Node SDK reads the same stream too.

#include "core/engine/answerrelay.h"
#include "core/engine/attemptcost.h"
#include "core/net/qnamtransport.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <sys/resource.h>

using namespace Sidelong;
using namespace Qt::StringLiterals;

namespace {

constexpr int eventCount = 100'000;
constexpr int textBytes = eventCount * 5; ///< " word" each.

double cpuSeconds(int who)
{
    rusage usage{};
    getrusage(who, &usage);
    const auto seconds = [](const timeval &t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

QByteArray chunked(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

/// The whole reply: one event per chunk, or in chunks of 16 KB.
QByteArray replyBytes(bool eventPerChunk)
{
    const QByteArray event =
        "data: "
        "{\"id\":\"chatcmpl-C2P2\",\"object\":\"chat.completion.chunk\",\"created\":1754688929,"
        "\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" "
        "word\"},"
        "\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n";
    const QByteArray end =
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"
        "\n\ndata: [DONE]\n\n";
    QByteArray out = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: "
                     "chunked\r\n\r\n";
    if (eventPerChunk) {
        const QByteArray one = chunked(event);
        for (int i = 0; i < eventCount; ++i)
            out += one;
        out += chunked(end);
    } else {
        const QByteArray all = event.repeated(eventCount) + end;
        for (qsizetype at = 0; at < all.size(); at += 16384)
            out += chunked(all.mid(at, 16384));
    }
    return out + "0\r\n\r\n";
}

int serve()
{
    const QByteArray fine = replyBytes(true);
    const QByteArray coarse = replyBytes(false);
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [&, socket] {
            const QByteArray request = socket->readAll();
            if (request.startsWith("POST "))
                socket->write(request.startsWith("POST /fine") ? fine : coarse);
        });
    });
    std::printf("%d\n", server.serverPort());
    std::fflush(stdout);
    return QCoreApplication::exec();
}

struct Figures
{
    double cpu = 0;
    double wall = 0;
};

template <typename Work>
Figures measured(Work work)
{
    QElapsedTimer timer;
    const double before = cpuSeconds(RUSAGE_SELF);
    timer.start();
    work();
    return {cpuSeconds(RUSAGE_SELF) - before, static_cast<double>(timer.nsecsElapsed()) / 1e9};
}

Figures bare(const QUrl &url)
{
    return measured([&url] {
        QNetworkAccessManager manager;
        QNetworkRequest request(url);
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        request.setRawHeader("Accept-Encoding", "identity");
        QNetworkReply *reply = manager.post(request, QByteArray("{}"));
        QEventLoop loop;
        QObject::connect(reply, &QNetworkReply::readyRead, reply, [reply] { reply->readAll(); });
        QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        delete reply;
    });
}

Figures throughEngine(Engine &engine, const Clock &clock, Random &random, const QString &target)
{
    qsizetype bytes = 0;
    const Figures figures = measured([&] {
        RunRequest run;
        run.id = random.timeOrderedUuid(clock.utcMs()).toString(QUuid::WithoutBraces);
        run.content.messages = {Message::ofText(Role::User, "x")};
        run.variants = {Variant{target}};
        auto *relay = new AnswerRelay(run.id, clock, &engine);
        QEventLoop loop;
        QObject::connect(relay, &AnswerRelay::updated, &loop,
                         [&bytes](const QList<AnswerUpdate> &updates) {
                             for (const AnswerUpdate &update : updates)
                                 bytes += update.text.size();
                         });
        QObject::connect(relay, &AnswerRelay::runFinished, &loop, &QEventLoop::quit);
        engine.start(run, relay);
        loop.exec();
    });
    if (bytes != textBytes)
        std::printf("! %lld bytes of text came, not %d\n", static_cast<long long>(bytes),
                    textBytes);
    return figures;
}

Figures node(const QString &folder, const QUrl &url)
{
    const QString script = u"const OpenAI = require('openai').default;"
                           "const c = new OpenAI({apiKey:'x', baseURL:'%1', maxRetries:0});"
                           "(async () => { let n = 0;"
                           "const s = await c.chat.completions.create({model:'m', stream:true,"
                           "messages:[{role:'user',content:'x'}]});"
                           "for await (const e of s) n += e.choices[0].delta.content?.length ?? 0;"
                           "if (n !== %2) console.error('short', n); })();"_s.arg(url.toString())
                               .arg(textBytes);
    QElapsedTimer timer;
    const double before = cpuSeconds(RUSAGE_CHILDREN);
    timer.start();
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(u"node"_s, {u"-e"_s, script});
    process.waitForFinished(120'000);
    return {cpuSeconds(RUSAGE_CHILDREN) - before, static_cast<double>(timer.nsecsElapsed()) / 1e9};
}

template <typename Measure>
Figures best(Measure measure)
{
    Figures least = measure();
    for (int i = 0; i < 4; ++i) {
        const Figures next = measure();
        if (next.cpu < least.cpu)
            least = next;
    }
    return least;
}

void print(const char *what, const Figures &figures, double against)
{
    std::printf("%-46s %8.3f s %8.3f s %8.2f\n", what, figures.cpu, figures.wall,
                figures.cpu / against);
    std::fflush(stdout);
}

Provider providerAt(const QString &name, const QUrl &url)
{
    Provider provider;
    provider.name = name;
    provider.title = name;
    provider.baseUrl = url;
    return provider;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    if (app.arguments().value(1) == "--serve"_L1)
        return serve();

    QProcess server;
    server.start(app.applicationFilePath(), {u"--serve"_s});
    server.waitForReadyRead();
    const QString base = u"http://127.0.0.1:%1"_s.arg(server.readLine().trimmed().toInt());

    QTemporaryDir dir;
    SystemClock clock;
    SystemRandom random;
    QnamTransport transport;
    auto store = Store::open(dir.path(), estimateInterrupted);
    if (!store)
        qFatal("%s", qPrintable(store.failure().message));
    AttemptLog log(dir.path());
    Engine engine({&transport, store->get(), &clock, &random, &log});
    ProviderRegistry registry;
    registry.insert(providerAt(u"fine"_s, QUrl(base + u"/fine"_s)));
    registry.insert(providerAt(u"coarse"_s, QUrl(base + u"/coarse"_s)));
    engine.setProviders(registry);

    std::printf("100,000 events, best of 5             %28s %10s %8s\n", "CPU", "wall", "ratio");
    for (const bool isFine : {true, false}) {
        const QString kind = isFine ? u"fine"_s : u"coarse"_s;
        const QUrl url(base + u'/' + kind + u"/chat/completions"_s);
        const Figures least = best([&] { return bare(url); });
        std::printf("%s\n", isFine ? "one event a chunk" : "16 KB a chunk");
        print("  bare QNetworkAccessManager, thrown away", least, least.cpu);
        print("  socket to coalesced delta",
              best([&] { return throughEngine(engine, clock, random, kind + u"/m"_s); }),
              least.cpu);
        if (app.arguments().size() > 1)
            print("  official OpenAI Node SDK",
                  best([&] { return node(app.arguments().at(1), QUrl(base + u'/' + kind)); }),
                  least.cpu);
    }
    server.terminate();
    server.waitForFinished();
    return 0;
}
