// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The whole window: the time from the start of the process to its first painted frame, what it
// holds in memory when idle, and how it bears eight columns that stream 200 tokens a second each.
// The first two are read from the real program; the last runs here, in a process of its own, over
// the real engine, store and simulator.

#include "core/engine/attemptcost.h"
#include "core/secrets/memorysecretstore.h"
#include "core/simulator/simulatedmodels.h"
#include "core/simulator/simulatorhost.h"
#include "ui/common/theme.h"
#include "ui/mainwindow.h"
#include "ui/workbench/workbenchpage.h"

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <utility>

using namespace Sidelong;
using namespace Qt::StringLiterals;

namespace {

constexpr int starts = 10;
constexpr int idleMs = 2000;
constexpr int answerTokens = 10'000;
constexpr int tokensPerSecond = 200;

/// In MiB; 0 where the process is gone. \a field is one of proc(5)'s, such as VmRSS.
double memoryOf(qint64 process, QByteArrayView field)
{
    QFile status(u"/proc/%1/status"_s.arg(process));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(field))
            return line.simplified().split(' ').value(1).toDouble() / 1024;
    }
    return 0;
}

double percentile(const QList<double> &values, double part)
{
    if (values.isEmpty())
        return 0;
    QList<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    return sorted.at(static_cast<qsizetype>(static_cast<double>(values.size() - 1) * part));
}

/// Starts the program on \a dataDir and adds what was measured of it.
void startOnce(const QString &dataDir, QList<double> &paints, QList<double> &memories)
{
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_LOGGING_RULES"_s, u"sidelong.ui.debug=true"_s);
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    QByteArray said;
    QElapsedTimer clock;
    clock.start();
    program.start(QStringLiteral(SIDELONG_WINDOW), {u"--data-dir"_s, dataDir});
    while (!said.contains("first frame") && program.waitForReadyRead(20'000))
        said += program.readAll();
    if (!said.contains("first frame")) {
        std::printf("! the window painted nothing: %s\n", said.constData());
        program.kill();
        program.waitForFinished();
        return;
    }
    paints += static_cast<double>(clock.nsecsElapsed()) / 1e6;
    program.waitForFinished(idleMs); // it does not finish: this is how long it is left alone
    memories += memoryOf(program.processId(), "VmRSS");
    program.terminate();
    program.waitForFinished();
}

void startAndRest()
{
    const QTemporaryDir dir;
    QList<double> paints;
    QList<double> memories;
    for (int i = 0; i <= starts; ++i) {
        startOnce(dir.path(), paints, memories);
        if (i == 0) // the disk was cold, the database was made
            std::printf("process start to first frame, the very first   %8.1f ms\n",
                        paints.value(0));
    }
    paints.removeFirst();
    std::printf("process start to first frame, median of %d      %8.1f ms (longest %.1f)\n", starts,
                percentile(paints, 0.5), percentile(paints, 1));
    std::printf("resident when idle, median                     %8.1f MiB\n",
                percentile(memories, 0.5));
    std::fflush(stdout);
}

double cpuMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// What this thread does between two waits of its event loop, in milliseconds of its own CPU time:
/// what other programs take from it on a busy machine does not count.
class Stretches : public QObject
{
public:
    Stretches()
    {
        connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this,
                [this] {
                    const double now = cpuMs();
                    m_times += now - std::exchange(m_before, now);
                });
    }
    void clear() { m_times.clear(); }
    const QList<double> &times() const { return m_times; }

private:
    double m_before = cpuMs();
    QList<double> m_times;
};

Services servicesOver(const QUrl &simulator)
{
    Services services;
    Provider provider;
    provider.name = u"simulator"_s;
    provider.title = u"Simulator"_s;
    provider.catalogue = u"simulator"_s;
    provider.baseUrl = simulator;
    provider.simulated = true;
    services.providers.insert(provider);
    return services;
}

WorkbenchDocument eightColumns()
{
    WorkbenchDocument document;
    document.turns = {{Role::System, {}}, {Role::User, u"Tell me all about the sea."_s}};
    document.parameters.maxTokens = answerTokens;
    for (int i = 0; i < WorkbenchDocument::maxColumns; ++i)
        document.addColumn(u"simulator/sim-swift"_s);
    return document;
}

int streamEight(QApplication &app)
{
    const QTemporaryDir dir;
    const SimulatedModel *swift = findSimulatedModel(u"sim-swift"_s);
    SimulatorHost simulator({.speedFactor = double(tokensPerSecond) / swift->tokensPerSecond,
                             .answerTokens = answerTokens});
    auto store = Store::open(dir.path(), estimateInterrupted);
    if (!simulator.listen() || !store)
        return 1;
    Theme theme(&app, Theme::Mode::Light);
    SystemClock clock;
    SystemRandom random;
    MemorySecretStore secrets;
    AttemptLog log(dir.path());
    EngineHost engine({store->get(), &log, &clock, &random});
    Services services = servicesOver(simulator.url());
    services.engine = &engine;
    services.store = store->get();
    services.secrets = &secrets;
    services.clock = &clock;
    services.theme = &theme;
    services.dataDir = dir.path();
    services.configFile = dir.filePath(u"config.json"_s);
    MainWindow window(services, {{}, eightColumns().toJson()});
    window.resize(1920, 1080);
    window.show();

    Stretches stretches;
    QEventLoop loop;
    QObject::connect(&engine, &EngineHost::runFinished, &loop, &QEventLoop::quit);
    QTimer::singleShot(200, &window, [&] { window.workbench()->presenter().run(); });
    QTimer::singleShot(1000, &window, [&] { stretches.clear(); }); // the first layout
    loop.exec();
    std::printf("8 columns, 200 tokens/s each: stretches of the GUI thread\n"
                "  p50 %.2f  p99 %.2f  longest %.2f ms, of %lld\n",
                percentile(stretches.times(), 0.5), percentile(stretches.times(), 0.99),
                percentile(stretches.times(), 1), static_cast<long long>(stretches.times().size()));
    std::printf("resident with eight answers of 10,000 tokens   %8.1f MiB\n",
                memoryOf(QCoreApplication::applicationPid(), "VmRSS"));
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 1 && qstrcmp(argv[1], "--eight") == 0) {
        QApplication app(argc, argv);
        return streamEight(app);
    }
    QCoreApplication app(argc, argv);
    startAndRest();
    QProcess eight;
    eight.setProcessChannelMode(QProcess::ForwardedChannels);
    eight.start(QCoreApplication::applicationFilePath(), {u"--eight"_s});
    eight.waitForFinished(300'000);
    return eight.exitCode();
}
