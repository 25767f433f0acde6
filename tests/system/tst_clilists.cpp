// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/system/clirig.h"

#include <QDateTime>
#include <QTimeZone>

using namespace Sidelong;
using namespace Qt::StringLiterals;

namespace {

std::optional<Json::Value> rowNamed(Json::Value list, QByteArrayView field, QByteArrayView name)
{
    for (const Json::Value row : list) {
        if (row[field].stringView() == name)
            return row;
    }
    return {};
}

} // namespace

/// The console program's lists: prices, providers, models, and their forms.
class tst_CliLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void price_isExact();
    void usage_addsUp();
    void history_findsAndShows();
    void prices_show_hasTheConfigurationsOwn();
    void prices_showAndPrice_agreeOnTheSimulator_data();
    void prices_showAndPrice_agreeOnTheSimulator();
    void price_ofALocalServer_isUnknownUnlessSet_data();
    void price_ofALocalServer_isUnknownUnlessSet();
    void price_at_isInUtc_data();
    void price_at_isInUtc();
    void simulator_isAProviderEverywhere();
    void csv_isQuoted();
    void usage_untilIsInclusive();
    void help_isThereForEachCommand();
};

void tst_CliLists::price_isExact()
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

void tst_CliLists::usage_addsUp()
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

void tst_CliLists::history_findsAndShows()
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

void tst_CliLists::prices_show_hasTheConfigurationsOwn()
{
    CliRig rig;
    rig.write(u"config.json"_s,
              "{\"prices\":{\"openai/my-finetune\":{\"input\":\"3.00\",\"output\":\"12.00\","
              "\"tiers\":[{\"above_input_tokens\":200000,\"input\":\"6.00\"}]},"
              "\"openai/gpt-6-luna\":{\"input\":\"7.00\",\"output\":\"8.00\"}}}");
    const auto lines = rig.run({u"prices"_s, u"show"_s, u"--format"_s, u"json"_s}).lines();
    const Json::Value list = lines[0].root();
    const auto own = rowNamed(list, "model", "my-finetune");
    QVERIFY(own);
    QCOMPARE((*own)["provider"].stringView(), "openai");
    QCOMPARE((*own)["input"].stringView(), "3.00");
    QVERIFY((*own)["cached_read"].isNull());
    QCOMPARE((*own)["tiers"].raw(), "[{\"above_input_tokens\":200000,\"input\":\"6.00\"}]");
    const auto changed = rowNamed(list, "model", "gpt-6-luna");
    QVERIFY(changed);
    QCOMPARE((*changed)["input"].stringView(), "7.00");
    QVERIFY((*changed)["context_window"].toInt().value_or(0) > 0);
    const auto usual = rowNamed(list, "model", "gpt-6-sol");
    QVERIFY(usual);
    QVERIFY((*usual)["tiers"].size() > 0);
}

void tst_CliLists::prices_showAndPrice_agreeOnTheSimulator_data()
{
    QTest::addColumn<bool>("hasConfig");
    QTest::newRow("the first start") << false;
    QTest::newRow("--config without it") << true;
}

void tst_CliLists::prices_showAndPrice_agreeOnTheSimulator()
{
    QFETCH(bool, hasConfig);
    CliRig rig;
    if (hasConfig)
        rig.write(u"config.json"_s, "{}");
    const auto lines = rig.run({u"prices"_s, u"show"_s, u"--format"_s, u"json"_s}).lines();
    QCOMPARE(rowNamed(lines[0].root(), "provider", "simulator").has_value(), !hasConfig);
    const auto price =
        rig.run({u"price"_s, u"--provider"_s, u"simulator"_s, u"--model"_s, u"sim-swift"_s,
                 u"--usage"_s, u"{\"input\":1000}"_s, u"--format"_s, u"json"_s})
            .lines();
    QCOMPARE(price[0].root()["usd"].isString(), !hasConfig);
}

void tst_CliLists::price_ofALocalServer_isUnknownUnlessSet_data()
{
    QTest::addColumn<QByteArray>("prices");
    QTest::addColumn<QByteArray>("usd");
    QTest::addColumn<QByteArray>("origin");
    QTest::newRow("none") << QByteArray() << QByteArray("null") << QByteArray("unknown");
    QTest::newRow("nothing") << QByteArray("\"local/m\":{\"input\":\"0\",\"output\":\"0\"}")
                             << QByteArray("\"0\"") << QByteArray("computed");
    QTest::newRow("the electricity")
        << QByteArray("\"local/m\":{\"input\":\"0.10\",\"output\":\"0.20\"}")
        << QByteArray("\"0.000002\"") << QByteArray("computed");
}

void tst_CliLists::price_ofALocalServer_isUnknownUnlessSet()
{
    QFETCH(QByteArray, prices);
    QFETCH(QByteArray, usd);
    QFETCH(QByteArray, origin);
    ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
        socket.write(ScriptedServer::reply(
            "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],"
            "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}",
            "application/json"));
    });
    CliRig rig;
    rig.write(u"config.json"_s,
              "{\"providers\":{\"local\":{\"preset\":\"ollama\",\"base_url\":\""
                  + server.url(u"/v1"_s).toEncoded() + "\"}},\"prices\":{" + prices + "}}");
    const CliResult run =
        rig.run({u"run"_s, u"Hi"_s, u"--target"_s, u"local/m"_s, u"--no-stream"_s, u"--jsonl"_s});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.lines().back().root()["cost"].raw(),
             QByteArray("{\"usd\":" + usd + ",\"origin\":\"" + origin + "\"}"));
    const auto price =
        rig.run({u"price"_s, u"--provider"_s, u"local"_s, u"--model"_s, u"m"_s, u"--usage"_s,
                 u"{\"input\":10,\"output\":5}"_s, u"--format"_s, u"json"_s})
            .lines();
    QCOMPARE(price[0].root()["usd"].raw(), usd);
}

void tst_CliLists::price_at_isInUtc_data()
{
    QTest::addColumn<QString>("zone");
    QTest::newRow("Tokyo") << u"Asia/Tokyo"_s;
    QTest::newRow("Los Angeles") << u"America/Los_Angeles"_s;
}

void tst_CliLists::price_at_isInUtc()
{
    QFETCH(QString, zone);
    CliRig rig;
    rig.setEnvironment(u"TZ"_s, zone);
    const auto usdAt = [&rig](const QString &at) {
        return rig
            .run({u"price"_s, u"--provider"_s, u"google"_s, u"--model"_s, u"gemini-4-argon"_s,
                  u"--usage"_s, u"{\"input\":1000000}"_s, u"--at"_s, at, u"--format"_s, u"json"_s})
            .lines()[0]
            .root()["usd"]
            .toString();
    };
    // The list says: "from": "2026-12-01".
    QCOMPARE(usdAt(u"2026-11-30"_s), u"2"_s);
    QCOMPARE(usdAt(u"2026-12-01"_s), u"4"_s);
    QCOMPARE(usdAt(u"2026-11-30T23:59:59"_s), u"2"_s);
    QCOMPARE(usdAt(u"2026-12-01T01:00:00+02:00"_s), u"2"_s);
    QCOMPARE(usdAt(u"2026-12-01T02:00:00+02:00"_s), u"4"_s);
}

void tst_CliLists::simulator_isAProviderEverywhere()
{
    CliRig rig;
    const auto models = rig.run({u"models"_s, u"simulator"_s, u"--format"_s, u"json"_s}).lines();
    const auto swift = rowNamed(models[0].root(), "id", "sim-swift");
    QVERIFY(swift);
    QVERIFY((*swift)["price"].isObject());
    QVERIFY((*swift)["context_window"].toInt().value_or(0) > 0);
    QCOMPARE(rig.run({u"providers"_s, u"test"_s, u"simulator"_s}).code, 0);
    const auto providers = rig.run({u"providers"_s, u"--format"_s, u"json"_s}).lines();
    QVERIFY(rowNamed(providers[0].root(), "name", "simulator"));
    const auto doctor = rig.run({u"doctor"_s, u"--format"_s, u"json"_s}).lines();
    const auto found = rowNamed(doctor[0].root()["providers"], "name", "simulator");
    QVERIFY(found);
    QCOMPARE((*found)["reachable"].toBool(), std::optional(true));
}

void tst_CliLists::csv_isQuoted()
{
    CliRig rig;
    QCOMPARE(rig.run({u"run"_s, u"a, \"b\"\nc"_s, u"--target"_s, u"simulator/sim-swift"_s,
                      u"--max-tokens"_s, u"5"_s})
                 .code,
             0);
    const CliResult result = rig.run({u"history"_s, u"--format"_s, u"csv"_s});
    QVERIFY2(result.out.startsWith("id,started,state,targets,text\r\n"), result.out.constData());
    QVERIFY2(result.out.endsWith(",done,simulator/sim-swift,\"a, \"\"b\"\"\nc\"\r\n"),
             result.out.constData());
}

void tst_CliLists::usage_untilIsInclusive()
{
    CliRig rig;
    rig.setEnvironment(u"TZ"_s, u"Asia/Kathmandu"_s); // +05:45
    const QTimeZone zone("Asia/Kathmandu");
    QCOMPARE(rig.run({u"run"_s, u"Hi"_s, u"--target"_s, u"simulator/sim-swift"_s, u"--max-tokens"_s,
                      u"5"_s})
                 .code,
             0);
    const auto history = rig.run({u"history"_s, u"--format"_s, u"json"_s}).lines();
    const QDateTime started =
        QDateTime::fromString(history[0].root().at(0)["started"].toString(), Qt::ISODateWithMs);
    const QDate day = started.toTimeZone(zone).date();
    const auto callsUntil = [&rig](const QString &since, const QString &until) {
        const auto rows = rig.run({u"usage"_s, u"--simulated"_s, u"--since"_s, since, u"--until"_s,
                                   until, u"--format"_s, u"json"_s})
                              .lines();
        return rows[0].root().size();
    };
    QCOMPARE(callsUntil(day.toString(Qt::ISODate), day.toString(Qt::ISODate)), 1);
    QCOMPARE(
        callsUntil(day.addDays(-2).toString(Qt::ISODate), day.addDays(-1).toString(Qt::ISODate)),
        0);
    QCOMPARE(callsUntil(day.toString(Qt::ISODate),
                        started.addSecs(3600).toUTC().toString(Qt::ISODateWithMs)),
             1);
}

void tst_CliLists::help_isThereForEachCommand()
{
    CliRig rig;
    for (const QStringList &words :
         {QStringList{u"help"_s}, QStringList{u"--help"_s}, QStringList{u"run"_s, u"--help"_s}}) {
        const CliResult result = rig.run(words);
        QCOMPARE(result.code, 0);
        QVERIFY(result.out.contains("--max-tokens"));
    }
}

QTEST_GUILESS_MAIN(tst_CliLists)
#include "tst_clilists.moc"
