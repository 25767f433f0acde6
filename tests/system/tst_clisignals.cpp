// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/system/clirig.h"

#include <QLocalServer>
#include <QPointer>
#include <QTcpSocket>

#include <csignal>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

using namespace Sidelong;
using namespace Qt::StringLiterals;

namespace {

const QByteArray wholeReply =
    "{\"choices\":[{\"message\":{\"content\":\"Whole\"},\"finish_reason\":\"stop\"}],"
    "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";

/// A server that never answers.
ScriptedServer::Script silent()
{
    return [](QTcpSocket &, const QByteArray &) {};
}

/// The standard output of a program, with an end that the test reads or leaves.
class OutputPipe
{
public:
    explicit OutputPipe(QProcess &process)
    {
        if (::pipe2(m_ends, O_CLOEXEC) != 0)
            qFatal("no pipe");
        process.setChildProcessModifier([this] { ::dup2(m_ends[1], STDOUT_FILENO); });
        process.start();
        ::close(m_ends[1]);
    }
    ~OutputPipe() { leave(); }
    Q_DISABLE_COPY_MOVE(OutputPipe)

    int waitingBytes() const
    {
        int count = 0;
        return ::ioctl(m_ends[0], FIONREAD, &count) == 0 ? count : -1;
    }
    void leave()
    {
        if (m_ends[0] >= 0)
            ::close(std::exchange(m_ends[0], -1));
    }

private:
    int m_ends[2] = {-1, -1};
};

void send(const QProcess &process, int signal)
{
    ::kill(static_cast<pid_t>(process.processId()), signal);
}

} // namespace

/// How the console program ends when it is told to, or when nobody reads any more.
class tst_CliSignals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void interrupted_whileAServerIsSilent_data();
    void interrupted_whileAServerIsSilent();
    void interrupted_whileStandardInputIsRead_data();
    void interrupted_whileStandardInputIsRead();
    void interrupted_whileAKeyringIsSilent_data();
    void interrupted_whileAKeyringIsSilent();
    void interrupted_whileTheReaderStandsStill();
    void readerThatLeft_stopsTheRun_data();
    void readerThatLeft_stopsTheRun();
    void closedOutput_isNoFile();
    void fullOutput_isAFailure_data();
    void fullOutput_isAFailure();
};

void tst_CliSignals::interrupted_whileAServerIsSilent_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("signal");
    QTest::newRow("models") << QStringList{u"models"_s, u"p"_s} << SIGINT;
    QTest::newRow("providers test") << QStringList{u"providers"_s, u"test"_s, u"p"_s} << SIGTERM;
    QTest::newRow("doctor") << QStringList{u"doctor"_s} << SIGINT;
    QTest::newRow("run") << QStringList{u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s} << SIGTERM;
}

void tst_CliSignals::interrupted_whileAServerIsSilent()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, signal);
    ScriptedServer server(silent());
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    const auto process = rig.start(arguments);
    QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 1, 20'000);
    send(*process, signal);
    const CliResult result = CliRig::ended(*process);
    QVERIFY2(result.code == 130, result.err.constData());
    QCOMPARE(result.out, "");
}

void tst_CliSignals::interrupted_whileStandardInputIsRead_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("signal");
    const QStringList run{u"run"_s, u"--target"_s, u"simulator/sim-swift"_s};
    QTest::newRow("run -") << run + QStringList{u"-"_s} << SIGINT;
    QTest::newRow("--prompt-file -") << run + QStringList{u"--prompt-file"_s, u"-"_s} << SIGTERM;
    QTest::newRow("key set") << QStringList{u"key"_s, u"set"_s, u"openai"_s} << SIGINT;
}

void tst_CliSignals::interrupted_whileStandardInputIsRead()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, signal);
    CliRig rig;
    const auto process = rig.start(arguments);
    QVERIFY(process->waitForStarted());
    // It sleeps in read(2) on its standard input once it has taken what was written.
    process->write("begun");
    const QString pipe = u"/proc/%1/syscall"_s.arg(process->processId());
    QTRY_VERIFY_WITH_TIMEOUT(
        [&pipe] {
            QFile file(pipe);
            return file.open(QIODevice::ReadOnly) && file.readAll().startsWith("0 0x0 ");
        }(),
        20'000);
    send(*process, signal);
    const CliResult result = CliRig::ended(*process);
    QCOMPARE(result.code, 130);
    QCOMPARE(result.out, "");
}

void tst_CliSignals::interrupted_whileAKeyringIsSilent_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("lines"); ///< Of standard output: a result for each answer asked for.
    QTest::newRow("run") << QStringList{u"run"_s,      u"Hi"_s,  u"--target"_s, u"p/a"_s,
                                        u"--target"_s, u"p/b"_s, u"--jsonl"_s}
                         << 2;
    QTest::newRow("models") << QStringList{u"models"_s, u"p"_s} << 0;
    QTest::newRow("providers") << QStringList{u"providers"_s} << 0;
    QTest::newRow("doctor") << QStringList{u"doctor"_s} << 0;
    QTest::newRow("key delete") << QStringList{u"key"_s, u"delete"_s, u"p"_s} << 0;
}

void tst_CliSignals::interrupted_whileAKeyringIsSilent()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, lines);
    ScriptedServer server(silent());
    CliRig rig;
    rig.configure(server.url(u"/v1"_s), ",\"key\":{\"keychain\":\"p\"}");
    QLocalServer bus; // takes calls and never says anything
    QVERIFY(bus.listen(rig.path(u"bus"_s)));
    rig.setEnvironment(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path="_s + bus.fullServerName());
    const auto process = rig.start(arguments);
    QTRY_VERIFY_WITH_TIMEOUT(bus.hasPendingConnections(), 20'000);
    send(*process, SIGINT);
    const CliResult result = CliRig::ended(*process);
    QVERIFY2(result.code == 130, result.err.constData());
    QCOMPARE(result.out.count('\n'), lines);
    for (const auto &line : result.lines())
        QCOMPARE(line.root()["finish"].stringView(), "cancelled");
    QCOMPARE(server.connections(), 0);
}

void tst_CliSignals::interrupted_whileTheReaderStandsStill()
{
    // More than a pipe holds, and a reader that takes none of it.
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        const QByteArray delta = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
            + QByteArray(1'000'000, 'x') + "\"}}]}\n\n";
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk(delta));
    });
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    QProcess process;
    rig.prepare(process, {u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s});
    const OutputPipe output(process);
    QTRY_VERIFY_WITH_TIMEOUT(output.waitingBytes() >= 32'768, 20'000);
    send(process, SIGTERM);
    QCOMPARE(CliRig::ended(process).code, 130);
    const auto history = rig.run({u"history"_s, u"--format"_s, u"json"_s}).lines();
    QCOMPARE(history[0].root().at(0)["state"].stringView(), "cancelled");
}

void tst_CliSignals::readerThatLeft_stopsTheRun_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("wire");
    const QByteArray stream = ScriptedServer::streamHead()
        + ScriptedServer::chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                                "\"So far\"}}]}\n\n");
    const QByteArray whole = ScriptedServer::reply(wholeReply, "application/json");
    QTest::newRow("streamed") << QStringList() << stream;
    QTest::newRow("streamed, as lines") << QStringList{u"--jsonl"_s} << stream;
    QTest::newRow("whole") << QStringList{u"--no-stream"_s} << whole;
    QTest::newRow("whole, as lines") << QStringList{u"--no-stream"_s, u"--jsonl"_s} << whole;
}

void tst_CliSignals::readerThatLeft_stopsTheRun()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, wire);
    QPointer<QTcpSocket> asked;
    ScriptedServer server([&asked](QTcpSocket &socket, const QByteArray &) { asked = &socket; });
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    QProcess process;
    rig.prepare(process, QStringList{u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s} + options);
    OutputPipe output(process);
    QTRY_VERIFY_WITH_TIMEOUT(asked, 20'000);
    output.leave();
    asked->write(wire);
    const CliResult result = CliRig::ended(process);
    QVERIFY2(result.code == 130, result.err.constData());
    const auto history = rig.run({u"history"_s, u"--format"_s, u"json"_s}).lines();
    QCOMPARE(history[0].root().at(0)["state"].stringView(), "cancelled");
}

void tst_CliSignals::closedOutput_isNoFile()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::reply(wholeReply, "application/json"));
    });
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    QProcess process;
    rig.prepare(process, {u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s, u"--no-stream"_s});
    process.setChildProcessModifier([] { ::close(STDOUT_FILENO); });
    process.start();
    QCOMPARE(CliRig::ended(process).code, 0);
    // Had the database or the journal become file 1, the answer would stand in it.
    const auto shown = rig.run({u"history"_s, u"--format"_s, u"json"_s}).lines();
    QCOMPARE(shown[0].root().at(0)["state"].stringView(), "done");
}

void tst_CliSignals::fullOutput_isAFailure_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("a list") << QStringList{u"usage"_s};
    QTest::newRow("an answer") << QStringList{u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s};
}

void tst_CliSignals::fullOutput_isAFailure()
{
    QFETCH(QStringList, arguments);
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::reply(wholeReply, "application/json"));
    });
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    QProcess process;
    rig.prepare(process, arguments);
    process.setStandardOutputFile(u"/dev/full"_s);
    process.start();
    const CliResult result = CliRig::ended(process);
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("cannot be written"), result.err.constData());
}

QTEST_GUILESS_MAIN(tst_CliSignals)
#include "tst_clisignals.moc"
