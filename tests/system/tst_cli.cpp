// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/system/clirig.h"

#include <QDirIterator>

#include <csignal>

using namespace Sidelong;
using namespace Qt::StringLiterals;

class tst_Cli : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void run_text_endsWithOneNewline_data();
    void run_text_endsWithOneNewline();
    void run_jsonl_hasEveryField();
    void run_jsonl_failureIsAResultToo();
    void run_promptSources_data();
    void run_promptSources();
    void run_variables_areFilledIn();
    void run_noKey();
    void run_wrongKey_isNeverShown();
    void run_severalTargets();
    void run_notes_areSaidOnce();
    void run_refusal_keepsItsWords();
    void run_interrupted_keepsWhatCame();
    void run_killed_isRecoveredOnce();
    void simulate_servesAndAnswers();
    void doctor_isOneObject();
    void files_holdNoKeyAndLogsNoPrompt();
};

void tst_Cli::run_text_endsWithOneNewline_data()
{
    QTest::addColumn<QList<QByteArray>>("texts");
    QTest::addColumn<QByteArray>("printed");
    QTest::newRow("plain") << QList<QByteArray>{"Hel", "lo"} << QByteArray("Hello\n");
    QTest::newRow("its own newline") << QList<QByteArray>{"Hello", "\n"} << QByteArray("Hello\n");
    QTest::newRow("many newlines")
        << QList<QByteArray>{"a\n\n", "b\n", "\n"} << QByteArray("a\n\nb\n");
    QTest::newRow("umlauts") << QList<QByteArray>{"gr\xc3\xbc\xc3\x9f"}
                             << QByteArray("gr\xc3\xbc\xc3\x9f\n");
}

void tst_Cli::run_text_endsWithOneNewline()
{
    QFETCH(QList<QByteArray>, texts);
    QFETCH(QByteArray, printed);
    ScriptedServer server(streaming(texts));
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    const CliResult result = rig.run({u"run"_s, u"Say hello"_s, u"--target"_s, u"p/m"_s});
    QCOMPARE(result.err, "");
    QCOMPARE(result.out, printed);
    QCOMPARE(result.code, 0);
}

void tst_Cli::run_jsonl_hasEveryField()
{
    ScriptedServer server(streaming({"Hel", "lo"}));
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    const CliResult result =
        rig.run({u"run"_s, u"Hi"_s, u"--target"_s, u"p/some/model"_s, u"--jsonl"_s});
    QCOMPARE(result.code, 0);
    const auto lines = result.lines();
    QCOMPARE(lines.size(), size_t(4));
    QCOMPARE(lines[0].root().raw(),
             "{\"type\":\"delta\",\"target\":\"p/some/model\",\"row\":0,\"sample\":0,"
             "\"text\":\"Hel\"}");
    const Json::Value attempt = lines[2].root();
    QCOMPARE(attempt["type"].stringView(), "attempt");
    QCOMPARE(attempt["n"].toInt(), std::optional<qint64>(1));
    QCOMPARE(attempt["outcome"].stringView(), "ok");
    QCOMPARE(attempt["status"].toInt(), std::optional<qint64>(200));
    QCOMPARE(attempt["model"].stringView(), "p/some/model");
    for (const QByteArray name :
         {"target", "row", "sample", "wait_ms", "ttft_ms", "total_ms", "message"})
        QVERIFY2(attempt[name].exists(), name.constData());
    const Json::Value answer = lines[3].root();
    for (const QByteArray name :
         {"type",  "run_id",    "target",     "model",    "row",        "sample", "text",
          "json",  "reasoning", "tool_calls", "finish",   "finish_raw", "usage",  "cost",
          "cache", "checks",    "ttft_ms",    "total_ms", "attempts",   "error"})
        QVERIFY2(answer[name].exists(), name.constData());
    QCOMPARE(answer["text"].stringView(), "Hello");
    QCOMPARE(answer["model"].stringView(), "p/some/model");
    QCOMPARE(answer["finish"].stringView(), "stop");
    QCOMPARE(answer["usage"].raw(),
             "{\"input\":10,\"cached_read\":0,\"cache_write\":0,\"cache_write_long\":0,"
             "\"output\":5,\"reasoning\":0,\"estimated\":false}");
    QCOMPARE(answer["cost"].raw(), "{\"usd\":null,\"origin\":\"unknown\"}");
    QCOMPARE(answer["tool_calls"].raw(), "[]");
    QVERIFY(answer["error"].isNull());
    QCOMPARE(answer["attempts"].toInt(), std::optional<qint64>(1));
}

void tst_Cli::run_jsonl_failureIsAResultToo()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::reply("{\"error\":{\"message\":\"no\",\"code\":"
                                           "\"model_not_found\"}}",
                                           "application/json", "404 Not Found"));
    });
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    const CliResult result = rig.run({u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s, u"--jsonl"_s});
    QCOMPARE(result.code, 1);
    const auto lines = result.lines();
    QCOMPARE(lines.size(), size_t(2));
    QCOMPARE(lines[0].root()["outcome"].stringView(), "not_found");
    const Json::Value answer = lines[1].root();
    QCOMPARE(answer["error"]["kind"].stringView(), "not_found");
    QVERIFY(!answer["error"]["message"].stringView().isEmpty());
    QVERIFY(answer["model"].isNull());
    QCOMPARE(answer["finish"].stringView(), "error");
    QVERIFY(!result.err.isEmpty());
}

void tst_Cli::run_promptSources_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("messages");
    const QByteArray user = "[{\"role\":\"user\",\"content\":\"From the file\"}]";
    QTest::newRow("a file") << QStringList{u"--prompt-file"_s, u"FILE"_s} << QByteArray() << user;
    QTest::newRow("a file with a byte order mark")
        << QStringList{u"--prompt-file"_s, u"MARKED"_s} << QByteArray() << user;
    QTest::newRow("standard input") << QStringList{u"-"_s} << QByteArray("From the file") << user;
    QTest::newRow("with a system turn")
        << QStringList{u"Hi"_s, u"--system"_s, u"Be kind"_s} << QByteArray()
        << QByteArray("[{\"role\":\"system\",\"content\":\"Be kind\"},"
                      "{\"role\":\"user\",\"content\":\"Hi\"}]");
    QTest::newRow("messages")
        << QStringList{u"--messages"_s, u"MESSAGES"_s} << QByteArray()
        << QByteArray("[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\","
                      "\"content\":\"b\"},{\"role\":\"user\",\"content\":\"c\"}]");
}

void tst_Cli::run_promptSources()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, messages);
    ScriptedServer server(streaming({"x"}));
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    rig.write(u"prompt.txt"_s, "From the file");
    rig.write(u"marked.txt"_s,
              "\xEF\xBB\xBF"
              "From the file");
    arguments.replaceInStrings(u"MARKED"_s, rig.path(u"marked.txt"_s));
    rig.write(u"messages.json"_s,
              "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},"
              "{\"role\":\"user\",\"content\":\"c\"}]");
    arguments.replaceInStrings(u"FILE"_s, rig.path(u"prompt.txt"_s));
    arguments.replaceInStrings(u"MESSAGES"_s, rig.path(u"messages.json"_s));
    const CliResult result =
        rig.run(QStringList{u"run"_s, u"--target"_s, u"p/m"_s} + arguments, input);
    QCOMPARE(result.code, 0);
    const QByteArray wire = server.requests().constFirst();
    Json::Document body;
    QVERIFY(body.parse(wire.mid(wire.indexOf("\r\n\r\n") + 4)));
    QCOMPARE(body.root()["messages"].raw(), messages);
    QCOMPARE(body.root()["max_tokens"].toInt(), std::optional<qint64>(4096));
}

void tst_Cli::run_variables_areFilledIn()
{
    ScriptedServer server(streaming({"x"}));
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    const CliResult result =
        rig.run({u"run"_s, u"In {{ language }}: {{x}}"_s, u"--target"_s, u"p/m"_s, u"--var"_s,
                 u"language=German"_s, u"--var"_s, u"x=a={{language}}"_s});
    QCOMPARE(result.code, 0);
    QVERIFY(server.requests().constFirst().contains("In German: a={{language}}"));
}

void tst_Cli::run_noKey()
{
    ScriptedServer server(streaming({"x"}));
    CliRig rig;
    rig.configure(server.url(u"/v1"_s), ",\"key\":{\"env\":\"NO_SUCH_KEY\"}");
    const CliResult result = rig.run({u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s, u"--jsonl"_s});
    QCOMPARE(result.code, 1);
    const auto lines = result.lines();
    QCOMPARE(lines.size(), size_t(1));
    QCOMPARE(lines[0].root()["error"]["kind"].stringView(), "no_key");
    QCOMPARE(lines[0].root()["attempts"].toInt(), std::optional<qint64>(0));
    QVERIFY(result.err.contains("NO_SUCH_KEY"));
    QCOMPARE(server.connections(), 0);
}

void tst_Cli::run_wrongKey_isNeverShown()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &request) {
        QVERIFY(request.contains("Authorization: Bearer sk-canary-key\r\n"));
        socket.write(ScriptedServer::reply("{\"error\":{\"message\":\"Incorrect API key "
                                           "sk-canary-key\",\"code\":\"invalid_api_key\"}}",
                                           "application/json", "401 Unauthorized"));
    });
    CliRig rig;
    rig.configure(server.url(u"/v1"_s), ",\"key\":{\"env\":\"P_KEY\"}");
    rig.setEnvironment(u"P_KEY"_s, u"sk-canary-key"_s);
    for (const QStringList &arguments :
         {QStringList{u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s, u"--jsonl"_s},
          QStringList{u"providers"_s, u"test"_s, u"p"_s}, QStringList{u"doctor"_s}}) {
        const CliResult result = rig.run(arguments);
        QVERIFY(!result.out.contains("sk-canary-key"));
        QVERIFY(!result.err.contains("sk-canary-key"));
    }
    const CliResult test = rig.run({u"providers"_s, u"test"_s, u"p"_s});
    QCOMPARE(test.code, 1);
    QDirIterator files(rig.dataDir(), QDir::Files, QDirIterator::Subdirectories);
    QVERIFY(files.hasNext());
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("sk-canary-key"), qPrintable(file.fileName()));
    }
}

void tst_Cli::run_severalTargets()
{
    int count = 0;
    ScriptedServer server([&count](QTcpSocket &socket, const QByteArray &request) {
        if (++count == 2)
            socket.write(ScriptedServer::reply("{}", "application/json", "500 Oh"));
        else
            streaming({"fine"})(socket, request);
    });
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    const CliResult result = rig.run({u"run"_s, u"Hi"_s, u"--target"_s, u"p/a"_s, u"--target"_s,
                                      u"p/b"_s, u"--concurrency"_s, u"1"_s, u"--jsonl"_s});
    QCOMPARE(result.code, 1); // one failed
    int results = 0;
    for (const auto &line : result.lines())
        results += line.root()["type"].stringView() == "result" ? 1 : 0;
    QCOMPARE(results, 2);
}

void tst_Cli::run_notes_areSaidOnce()
{
    CliRig rig; // without --config, so that the simulator's models are known
    const CliResult result =
        rig.run({u"run"_s, u"Hi"_s, u"--target"_s, u"simulator/sim-swift"_s, u"--max-tokens"_s,
                 u"99999999"_s, u"--samples"_s, u"2"_s, u"--jsonl"_s});
    QCOMPARE(result.code, 0);
    QVERIFY2(result.err.contains("simulator/sim-swift: max_tokens was lowered"),
             result.err.constData());
    QCOMPARE(result.err.count('\n'), 1);
}

void tst_Cli::run_refusal_keepsItsWords()
{
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::streamHead()
                     + ScriptedServer::chunk("data: {\"choices\":[{\"index\":0,\"delta\":"
                                             "{\"refusal\":\"I cannot.\"}}]}\n\n"
                                             + streamEnd)
                     + "0\r\n\r\n");
    });
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    const QStringList run{u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s};
    QCOMPARE(rig.run(run).out, "I cannot.\n");
    const CliResult result = rig.run(run + QStringList{u"--jsonl"_s});
    QCOMPARE(result.code, 1);
    const auto lines = result.lines();
    const Json::Value answer = lines.back().root();
    QCOMPARE(answer["finish"].stringView(), "refused");
    QCOMPARE(answer["refusal"].stringView(), "I cannot.");
    const auto shown =
        rig.run({u"history"_s, u"show"_s, answer["run_id"].toString(), u"--format"_s, u"json"_s})
            .lines();
    QCOMPARE(shown[0].root()["answers"].at(0)["refusal"].stringView(), "I cannot.");
}

void tst_Cli::run_interrupted_keepsWhatCame()
{
    ScriptedServer server(stalling("So far"));
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    const auto process = rig.start({u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s, u"--jsonl"_s});
    QByteArray out;
    QTRY_VERIFY_WITH_TIMEOUT((out += process->readAllStandardOutput()).contains("So far"), 20'000);
    ::kill(static_cast<pid_t>(process->processId()), SIGTERM);
    CliResult result = CliRig::ended(*process);
    result.out = out + result.out;
    QCOMPARE(result.code, 130);
    const auto lines = result.lines();
    const Json::Value answer = lines.back().root();
    QCOMPARE(answer["finish"].stringView(), "cancelled");
    QCOMPARE(answer["text"].stringView(), "So far");
    QCOMPARE(answer["usage"]["estimated"].toBool(), std::optional(true));

    const auto history = rig.run({u"history"_s, u"--format"_s, u"json"_s}).lines();
    QCOMPARE(history[0].root().at(0)["state"].stringView(), "cancelled");
}

void tst_Cli::run_killed_isRecoveredOnce()
{
    ScriptedServer server(stalling("Everything that came"));
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    const auto process = rig.start({u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s});
    QTRY_VERIFY_WITH_TIMEOUT(process->bytesAvailable() > 0, 20'000);
    // What is printed is on disk within 50 ms: wait for the disk, not for the clock.
    QTRY_VERIFY_WITH_TIMEOUT(
        [&rig] {
            QDirIterator files(rig.dataDir(), {u"*.journal"_s}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (file.open(QIODevice::ReadOnly) && file.readAll().contains("Everything"))
                    return true;
            }
            return false;
        }(),
        5000);
    process->kill();
    process->waitForFinished();

    for (int i = 0; i < 2; ++i) { // the second look finds it folded already
        const auto history = rig.run({u"history"_s, u"--format"_s, u"json"_s}).lines();
        QCOMPARE(history[0].root().size(), 1);
        const Json::Value run = history[0].root().at(0);
        QCOMPARE(run["state"].stringView(), "interrupted");
        const auto shown =
            rig.run({u"history"_s, u"show"_s, run["id"].toString(), u"--format"_s, u"json"_s})
                .lines();
        const Json::Value answer = shown[0].root()["answers"].at(0);
        QCOMPARE(answer["text"].stringView(), "Everything that came");
        const auto usage = rig.run({u"usage"_s, u"--format"_s, u"json"_s}).lines();
        QCOMPARE(usage[0].root().at(0)["calls"].toInt(), std::optional<qint64>(1));
        QVERIFY(usage[0].root().at(0)["output"].toInt().value_or(0) > 0);
    }
}

void tst_Cli::simulate_servesAndAnswers()
{
    CliRig rig;
    const auto simulator = rig.start({u"simulate"_s, u"--port"_s, u"0"_s});
    QTRY_VERIFY_WITH_TIMEOUT(simulator->canReadLine(), 20'000);
    Json::Document ready;
    QVERIFY(ready.parse(simulator->readLine().trimmed()));
    QVERIFY(ready.root()["protocols"].isArray());
    const QByteArray url = ready.root()["url"].string();
    rig.write(u"config.json"_s,
              "{\"providers\":{\"chat\":{\"dialect\":\"openai-chat\",\"base_url\":\"" + url
                  + "/v1\"},\"claude\":{\"dialect\":\"anthropic\",\"base_url\":\"" + url + "\"}}}");
    const CliResult result =
        rig.run({u"run"_s, u"Why is the sky blue?"_s, u"--target"_s, u"chat/sim-swift"_s,
                 u"--target"_s, u"claude/sim-swift"_s, u"--max-tokens"_s, u"40"_s, u"--jsonl"_s});
    QCOMPARE(result.code, 0);
    int results = 0;
    for (const auto &line : result.lines()) {
        if (line.root()["type"].stringView() != "result")
            continue;
        ++results;
        QVERIFY(line.root()["usage"]["output"].toInt().value_or(0) > 0);
        QVERIFY(!line.root()["text"].stringView().isEmpty());
    }
    QCOMPARE(results, 2);
    ::kill(static_cast<pid_t>(simulator->processId()), SIGTERM);
    QCOMPARE(CliRig::ended(*simulator).code, 130);
}

void tst_Cli::doctor_isOneObject()
{
    CliRig rig;
    rig.configure(QUrl(u"http://127.0.0.1:9"_s));
    const CliResult result = rig.run({u"doctor"_s, u"--format"_s, u"json"_s});
    const auto lines = result.lines();
    QCOMPARE(lines.size(), size_t(1));
    QVERIFY(lines[0].root().isObject());
    QVERIFY(result.out.contains(rig.dataDir().toUtf8()));
}

void tst_Cli::files_holdNoKeyAndLogsNoPrompt()
{
    ScriptedServer server(streaming({"answer-canary"}));
    CliRig rig;
    rig.configure(server.url(u"/v1"_s), ",\"key\":{\"env\":\"P_KEY\"}");
    rig.setEnvironment(u"P_KEY"_s, u"key-canary"_s);
    QCOMPARE(rig.run({u"run"_s, u"prompt-canary {{v}}"_s, u"--var"_s, u"v=value-canary"_s,
                      u"--target"_s, u"p/m"_s})
                 .code,
             0);
    int logs = 0;
    QDirIterator files(rig.dataDir(), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(!bytes.contains("key-canary"), qPrintable(file.fileName()));
        if (file.fileName().endsWith(u".log"_s)) {
            ++logs;
            QVERIFY2(!bytes.contains("canary"), bytes.constData());
            QVERIFY(bytes.contains("p/m"));
        }
    }
    QCOMPARE(logs, 1);
}

QTEST_GUILESS_MAIN(tst_Cli)
#include "tst_cli.moc"
