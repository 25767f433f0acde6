// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/system/clirig.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpSocket>

#include <csignal>

using namespace Sidelong;
using namespace Qt::StringLiterals;

namespace {

QByteArray delta(const QByteArray &text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":" + Json::quoted(text)
        + "},\"finish_reason\":null}]}\n\n";
}

const QByteArray streamEnd =
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,"
    "\"total_tokens\":15}}\n\ndata: [DONE]\n\n";

/// A server that streams these texts and ends well.
ScriptedServer::Script streaming(const QList<QByteArray> &texts)
{
    return [texts](QTcpSocket &socket, const QByteArray &) {
        QByteArray stream;
        for (const QByteArray &text : texts)
            stream += delta(text);
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk(stream + streamEnd)
                     + "0\r\n\r\n");
    };
}

/// A server that streams a beginning and then says nothing more.
ScriptedServer::Script stalling(const QByteArray &text)
{
    return [text](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::streamHead() + ScriptedServer::chunk(delta(text)));
    };
}

} // namespace

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
    void wrongUsage_printsNothing_data();
    void wrongUsage_printsNothing();
    void run_noKey();
    void run_wrongKey_isNeverShown();
    void run_severalTargets();
    void run_notes_areSaidOnce();
    void run_refusal_keepsItsWords();
    void run_interrupted_keepsWhatCame();
    void run_killed_isRecoveredOnce();
    void config_typo_namesItsLine_data();
    void config_typo_namesItsLine();
    void dataDir_isAFile();
    void dataDir_newerDatabase_isLeftAlone();
    void price_isExact();
    void usage_addsUp();
    void history_findsAndShows();
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

void tst_Cli::wrongUsage_printsNothing_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    const QStringList target = {u"--target"_s, u"p/m"_s};
    QTest::newRow("no command") << QStringList() << QByteArray("no command");
    QTest::newRow("unknown command") << QStringList{u"fly"_s} << QByteArray("fly");
    QTest::newRow("no target") << QStringList{u"run"_s, u"Hi"_s} << QByteArray("--target");
    QTest::newRow("target without a slash")
        << QStringList{u"run"_s, u"Hi"_s, u"--target"_s, u"gpt"_s} << QByteArray("PROVIDER/MODEL");
    QTest::newRow("unknown provider")
        << QStringList{u"run"_s, u"Hi"_s, u"--target"_s, u"nobody/x"_s} << QByteArray("nobody");
    QTest::newRow("empty prompt") << QStringList{u"run"_s, u"  "_s} + target << QByteArray("empty");
    QTest::newRow("no prompt") << QStringList{u"run"_s} + target << QByteArray("empty");
    QTest::newRow("two prompts") << QStringList{u"run"_s, u"a"_s, u"b"_s} + target
                                 << QByteArray("more than one prompt");
    QTest::newRow("unset variable")
        << QStringList{u"run"_s, u"{{name}}"_s} + target << QByteArray("{{name}}");
    QTest::newRow("temperature") << QStringList{u"run"_s, u"a"_s, u"--temperature"_s, u"hot"_s}
            + target << QByteArray("--temperature");
    QTest::newRow("samples beyond 32 bits")
        << QStringList{u"run"_s, u"a"_s, u"--samples"_s, u"4294967297"_s} + target
        << QByteArray("--samples");
    QTest::newRow("empty stop") << QStringList{u"run"_s, u"a"_s, u"--stop"_s, QString()} + target
                                << QByteArray("--stop");
    QTest::newRow("a prompt that its variable empties")
        << QStringList{u"run"_s, u"{{x}}"_s, u"--var"_s, u"x= "_s} + target << QByteArray("empty");
    QTest::newRow("messages that say nothing")
        << QStringList{u"run"_s, u"--messages"_s, u"EMPTY"_s} + target << QByteArray("empty");
    QTest::newRow("messages that are no JSON")
        << QStringList{u"run"_s, u"--messages"_s, u"BROKEN"_s} + target
        << QByteArray("broken.json: line 2");
    QTest::newRow("two tags") << QStringList{u"run"_s, u"a"_s,     u"--tag"_s,
                                             u"one"_s, u"--tag"_s, u"two"_s}
            + target << QByteArray("--tag");
    QTest::newRow("a search of one run")
        << QStringList{u"history"_s, u"show"_s, u"x"_s, u"--search"_s, u"y"_s}
        << QByteArray("--search");
    QTest::newRow("a limit of one run")
        << QStringList{u"history"_s, u"show"_s, u"x"_s, u"--limit"_s, u"1"_s}
        << QByteArray("--limit");
    QTest::newRow("a key for who takes none")
        << QStringList{u"key"_s, u"set"_s, u"p"_s} << QByteArray("without a key");
    QTest::newRow("a moment that is none")
        << QStringList{u"price"_s,   u"--provider"_s, u"p"_s,    u"--model"_s,   u"m"_s,
                       u"--usage"_s, u"{}"_s,         u"--at"_s, u"2026-13-01"_s}
        << QByteArray("--at");
    QTest::newRow("usage with a typo")
        << QStringList{u"price"_s,   u"--provider"_s,    u"p"_s, u"--model"_s, u"m"_s,
                       u"--usage"_s, u"{\"inputt\":1}"_s}
        << QByteArray("did you mean");
    QTest::newRow("the simulator beside --config")
        << QStringList{u"models"_s, u"simulator"_s} << QByteArray("simulator");
    QTest::newRow("unknown option")
        << QStringList{u"run"_s, u"a"_s, u"--shiny"_s} + target << QByteArray("shiny");
    QTest::newRow("missing file") << QStringList{u"run"_s, u"--prompt-file"_s, u"/no/such"_s}
            + target << QByteArray("/no/such");
    QTest::newRow("format") << QStringList{u"usage"_s, u"--format"_s, u"xml"_s}
                            << QByteArray("--format");
    QTest::newRow("day") << QStringList{u"usage"_s, u"--since"_s, u"yesterday"_s}
                         << QByteArray("--since");
    QTest::newRow("history of nothing")
        << QStringList{u"history"_s, u"show"_s, u"nope"_s} << QByteArray("nope");
    QTest::newRow("price that does not add up") << QStringList{u"price"_s,
                                                               u"--provider"_s,
                                                               u"openai"_s,
                                                               u"--model"_s,
                                                               u"gpt-6-luna"_s,
                                                               u"--usage"_s,
                                                               u"{\"input\":1,\"cached_read\":2}"_s}
                                                << QByteArray("cached");
    QTest::newRow("key in an argument")
        << QStringList{u"key"_s, u"set"_s, u"p"_s, u"sk-x"_s} << QByteArray("standard input");
}

void tst_Cli::wrongUsage_printsNothing()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    CliRig rig;
    rig.configure(QUrl(u"http://127.0.0.1:9"_s));
    rig.write(u"empty.json"_s, "[{\"role\":\"user\",\"content\":\"\"}]");
    rig.write(u"broken.json"_s, "[\n");
    arguments.replaceInStrings(u"EMPTY"_s, rig.path(u"empty.json"_s));
    arguments.replaceInStrings(u"BROKEN"_s, rig.path(u"broken.json"_s));
    const CliResult result = rig.run(arguments);
    QCOMPARE(result.code, 2);
    QCOMPARE(result.out, "");
    QVERIFY2(result.err.contains(says), result.err.constData());
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

void tst_Cli::config_typo_namesItsLine_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("in a name") << QByteArray("\"presett\": \"openai\"")
                               << QByteArray("providers.p.presett: unknown field; did you mean "
                                             "“preset”?");
    QTest::newRow("in a preset") << QByteArray("\"preset\": \"opnai\"")
                                 << QByteArray("providers.p.preset: “opnai” is no preset; did you "
                                               "mean “openai”?");
}

void tst_Cli::config_typo_namesItsLine()
{
    QFETCH(QByteArray, member);
    QFETCH(QByteArray, says);
    CliRig rig;
    rig.write(u"config.json"_s, "{\n  \"providers\": {\n    \"p\": { " + member + " }\n  }\n}");
    const CliResult result = rig.run({u"providers"_s});
    QCOMPARE(result.code, 2);
    QCOMPARE(result.out, "");
    QVERIFY2(result.err.contains(QByteArray("config.json, line 3: " + says)),
             result.err.constData());
}

void tst_Cli::dataDir_isAFile()
{
    CliRig rig;
    rig.configure(QUrl(u"http://127.0.0.1:9"_s));
    rig.write(u"data"_s, "in the way");
    const CliResult result = rig.run({u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s});
    QCOMPARE(result.code, 2);
    QCOMPARE(result.out, "");
    QVERIFY2(result.err.contains(rig.dataDir().toUtf8()), result.err.constData());
}

void tst_Cli::dataDir_newerDatabase_isLeftAlone()
{
    CliRig rig;
    rig.configure(QUrl(u"http://127.0.0.1:9"_s));
    QCOMPARE(rig.run({u"history"_s}).code, 0);
    const QString file = rig.dataDir() + u"/sidelong.db"_s;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"newer"_s);
        database.setDatabaseName(file);
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(u"PRAGMA user_version = 9999"_s));
        QVERIFY(QSqlQuery(database).exec(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
        database.close();
    }
    QSqlDatabase::removeDatabase(u"newer"_s);
    const auto hash = [&file] {
        QFile bytes(file);
        if (!bytes.open(QIODevice::ReadOnly))
            return QByteArray();
        return QCryptographicHash::hash(bytes.readAll(), QCryptographicHash::Sha256);
    };
    const QByteArray before = hash();
    const CliResult result = rig.run({u"history"_s});
    QCOMPARE(result.code, 2);
    QVERIFY2(result.err.contains("newer"), result.err.constData());
    QCOMPARE(hash(), before);
}

void tst_Cli::price_isExact()
{
    CliRig rig;
    rig.write(u"config.json"_s,
              "{\"prices\":{\"old/gpt-4-turbo\":{\"input\":\"10.00\",\"output\":\"30.00\"}},"
              "\"providers\":{\"old\":{\"dialect\":\"openai-chat\",\"base_url\":"
              "\"http://127.0.0.1:9\"}}}");
    const CliResult result =
        rig.run({u"price"_s, u"--provider"_s, u"old"_s, u"--model"_s, u"gpt-4-turbo"_s,
                 u"--usage"_s, u"{\"input\":1234,\"output\":567}"_s, u"--format"_s, u"json"_s});
    QCOMPARE(result.code, 0);
    QCOMPARE(result.out,
             "{\"usd\":\"0.02935\",\"parts\":{\"input\":\"0.01234\",\"cached_read\":\"0\","
             "\"cache_write\":\"0\",\"cache_write_long\":\"0\",\"output\":\"0.01701\"}}\n");
}

void tst_Cli::usage_addsUp()
{
    ScriptedServer server(streaming({"Hello"}));
    CliRig rig;
    rig.write(u"config.json"_s,
              "{\"prices\":{\"p/m\":{\"input\":\"3.00\",\"output\":\"15.00\"}},\"providers\":"
              "{\"p\":{\"dialect\":\"openai-chat\",\"base_url\":\""
                  + server.url(u"/v1"_s).toEncoded() + "\"}}}");
    for (const QString &tag : {u"one"_s, u"one"_s, u"two"_s})
        QCOMPARE(rig.run({u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s, u"--tag"_s, tag}).code, 0);
    const CliResult result =
        rig.run({u"usage"_s, u"--group-by"_s, u"tag"_s, u"--format"_s, u"json"_s});
    QCOMPARE(result.out,
             "[{\"group\":\"one\",\"calls\":2,\"input\":20,\"output\":10,\"usd\":\"0.00021\","
             "\"saved_usd\":\"0\",\"unknown_calls\":0},{\"group\":\"two\",\"calls\":1,"
             "\"input\":10,\"output\":5,\"usd\":\"0.000105\",\"saved_usd\":\"0\","
             "\"unknown_calls\":0}]\n");
}

void tst_Cli::history_findsAndShows()
{
    ScriptedServer server(streaming({"The needle is here"}));
    CliRig rig;
    rig.configure(server.url(u"/v1"_s));
    QCOMPARE(rig.run({u"run"_s, u"Where?"_s, u"--target"_s, u"p/m"_s}).code, 0);
    QCOMPARE(rig.run({u"run"_s, u"Other"_s, u"--target"_s, u"p/m"_s}).code, 0);
    const auto list = rig.run({u"history"_s, u"--format"_s, u"json"_s}).lines();
    QCOMPARE(list[0].root().size(), 2);
    QCOMPARE(list[0].root().at(0)["text"].stringView(), "Other"); // newest first
    const auto found =
        rig.run({u"history"_s, u"--search"_s, u"Where"_s, u"--format"_s, u"json"_s}).lines();
    QCOMPARE(found[0].root().size(), 1);
    const Json::Value run = found[0].root().at(0);
    QCOMPARE(run["targets"].raw(), "[\"p/m\"]");
    const auto shown =
        rig.run({u"history"_s, u"show"_s, run["id"].toString(), u"--format"_s, u"json"_s}).lines();
    QCOMPARE(shown[0].root()["prompt"].raw(), "[{\"role\":\"user\",\"content\":\"Where?\"}]");
    QCOMPARE(shown[0].root()["answers"].at(0)["text"].stringView(), "The needle is here");
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
