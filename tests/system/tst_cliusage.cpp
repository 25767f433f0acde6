// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/system/clirig.h"

#include <QCryptographicHash>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace Sidelong;
using namespace Qt::StringLiterals;

/// What the console program refuses before it does anything: words, configuration, data directory.
class tst_CliUsage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongUsage_printsNothing_data();
    void wrongUsage_printsNothing();
    void config_typo_namesItsLine_data();
    void config_typo_namesItsLine();
    void dataDir_isAFile();
    void dataDir_newerDatabase_isLeftAlone();
};

void tst_CliUsage::wrongUsage_printsNothing_data()
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

void tst_CliUsage::wrongUsage_printsNothing()
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

void tst_CliUsage::config_typo_namesItsLine_data()
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

void tst_CliUsage::config_typo_namesItsLine()
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

void tst_CliUsage::dataDir_isAFile()
{
    CliRig rig;
    rig.configure(QUrl(u"http://127.0.0.1:9"_s));
    rig.write(u"data"_s, "in the way");
    const CliResult result = rig.run({u"run"_s, u"Hi"_s, u"--target"_s, u"p/m"_s});
    QCOMPARE(result.code, 2);
    QCOMPARE(result.out, "");
    QVERIFY2(result.err.contains(rig.dataDir().toUtf8()), result.err.constData());
}

void tst_CliUsage::dataDir_newerDatabase_isLeftAlone()
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

QTEST_GUILESS_MAIN(tst_CliUsage)
#include "tst_cliusage.moc"
