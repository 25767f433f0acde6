// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/configuration.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Sidelong;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

ProviderSettings someProvider()
{
    ProviderSettings settings;
    settings.name = u"new"_s;
    settings.dialect = u"openai-chat"_s;
    settings.baseUrl = u"http://127.0.0.1:1"_s;
    return settings;
}

} // namespace

class TestConfigurationFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMissingFileIsTheDefaults();
    void anExplicitFileDiscoversOnlyOnRequest();
    void whatCannotBeReadIsNamed();
    void savesProviders_data();
    void savesProviders();
    void savesEveryField();
    void refusesToSaveWhatItCouldNotRead();
    void keepsAFileThatCannotBeReplaced();
};

void TestConfigurationFile::aMissingFileIsTheDefaults()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"none.json"_s);
    const Result<Configuration> defaults = Configuration::load(path, false);
    QVERIFY(defaults && defaults->providers.isEmpty() && defaults->discover);
    const Result<Configuration> demanded = Configuration::load(path, true);
    QVERIFY(!demanded);
    QVERIFY(demanded.failure().message.contains(path));
}

void TestConfigurationFile::anExplicitFileDiscoversOnlyOnRequest()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"c.json"_s);
    QVERIFY(write(path, "\xEF\xBB\xBF{}"));
    const Result<Configuration> silent = Configuration::load(path, true);
    QVERIFY(silent && silent->isExplicit && !silent->discover);
    const Result<Configuration> usual = Configuration::load(path, false);
    QVERIFY(usual && !usual->isExplicit && usual->discover);
    QVERIFY(write(path, R"({"discover":true})"));
    const Result<Configuration> asked = Configuration::load(path, true);
    QVERIFY(asked && asked->discover);
}

void TestConfigurationFile::whatCannotBeReadIsNamed()
{
    const QTemporaryDir folder;
    const Result<Configuration> result = Configuration::load(folder.path(), false);
    QVERIFY(!result);
    QVERIFY(result.failure().message.contains(folder.path()));
}

void TestConfigurationFile::savesProviders_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isRemoval");
    QTest::addColumn<QByteArray>("after");
    const QByteArray entry = "\"new\": {\n      \"dialect\": \"openai-chat\",\n"
                             "      \"base_url\": \"http://127.0.0.1:1\"\n    }";
    const QByteArray fresh = "{\n  \"providers\": {\n    " + entry + "\n  }";
    const auto row = [](const char *title, const QByteArray &before, const QString &name,
                        bool isRemoval, const QByteArray &after) {
        QTest::newRow(title) << before << name << isRemoval << after;
    };
    row("into a file that is not there", {}, u"new"_s, false, fresh + "\n}\n");
    row("into an empty object", "{}", u"new"_s, false, fresh + "\n}");
    row("behind other fields", "{ \"discover\": false }\n", u"new"_s, false,
        "{ \"discover\": false," + fresh.sliced(1) + " }\n");
    row("among no providers", R"({"providers":{ },"retry":{"attempts":1.0}})", u"new"_s, false,
        "{\"providers\":{\n    " + entry + "\n  },\"retry\":{\"attempts\":1.0}}");
    row("behind other providers", R"({"providers":{"z":{"preset":"a"} }})", u"new"_s, false,
        "{\"providers\":{\"z\":{\"preset\":\"a\"},\n    " + entry + " }}");
    row("in place of an old one", R"({"providers":{"new":{"preset":"a"},"b":{"preset":"a"}}})",
        u"new"_s, false,
        "{\"providers\":{\"new\":" + entry.sliced(7) + ",\"b\":{\"preset\":\"a\"}}}");
    const QByteArray three =
        R"({"providers":{ "a":{"preset":"x"} , "b":{"preset":"x"} , "c":{"preset":"x"} }})";
    row("the first goes", three, u"a"_s, true,
        R"({"providers":{ "b":{"preset":"x"} , "c":{"preset":"x"} }})");
    row("the middle one goes", three, u"b"_s, true,
        R"({"providers":{ "a":{"preset":"x"} , "c":{"preset":"x"} }})");
    row("the last goes", three, u"c"_s, true,
        R"({"providers":{ "a":{"preset":"x"} , "b":{"preset":"x"} }})");
    row("the only one goes", R"({"providers":{"a":{"preset":"x"}}})", u"a"_s, true,
        R"({"providers":{}})");
    row("one that is not there", three, u"d"_s, true, three);
}

void TestConfigurationFile::savesProviders()
{
    QFETCH(QByteArray, before);
    QFETCH(QString, name);
    QFETCH(bool, isRemoval);
    QFETCH(QByteArray, after);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"sub/c.json"_s);
    if (!before.isEmpty())
        QVERIFY(QDir().mkpath(folder.filePath(u"sub"_s)) && write(path, before));
    const auto settings = isRemoval ? std::nullopt : std::optional(someProvider());
    const Result<void> saved = Configuration::saveProvider(path, name, settings);
    QVERIFY2(saved, saved ? "" : qPrintable(saved.failure().message));
    QCOMPARE(contents(path), after);
}

void TestConfigurationFile::savesEveryField()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"c.json"_s);
    ProviderSettings settings{.name = u"a \"b\""_s,
                              .preset = u"openai"_s,
                              .dialect = u"openai-responses"_s,
                              .baseUrl = u"https://h/v1"_s,
                              .key = KeySetting{KeySetting::Source::Environment, u"KEY"_s},
                              .headers = {{u"A"_s, u"ä\""_s}, {u"B"_s, {}}},
                              .limits = {1, 2, 3},
                              .retry = {4, 5ms, 6ms, 0},
                              .timeouts = {7ms, 8ms, 9ms, 10ms},
                              .proxy = u"socks5://h:1"_s,
                              .caFile = folder.filePath(u"certificates/lab.pem"_s),
                              .organization = u"o"_s};
    settings.name = u"a\"b"_s;
    QVERIFY(Configuration::saveProvider(path, settings.name, settings));
    QVERIFY(contents(path).contains("\"ca_file\": \"certificates/lab.pem\""));
    const Result<Configuration> back = Configuration::load(path, true);
    QVERIFY2(back, back ? "" : qPrintable(back.failure().message));
    QVERIFY(back->providers.value(settings.name) == settings);
}

void TestConfigurationFile::refusesToSaveWhatItCouldNotRead()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"c.json"_s);
    QVERIFY(write(path, "{\"x\":1}"));
    QVERIFY(!Configuration::saveProvider(path, u"new"_s, someProvider()));
    QCOMPARE(contents(path), "{\"x\":1}");

    QVERIFY(write(path, "{}"));
    ProviderSettings broken = someProvider();
    broken.baseUrl = u"nowhere"_s;
    const Result<void> saved = Configuration::saveProvider(path, u"new"_s, broken);
    QVERIFY(!saved);
    QVERIFY(saved.failure().message.contains(u"base_url"));
    QCOMPARE(contents(path), "{}");
}

void TestConfigurationFile::keepsAFileThatCannotBeReplaced()
{
    const QTemporaryDir folder;
    // A file where a folder must be: refused for root too, whom permissions do not stop.
    const QString file = folder.filePath(u"file"_s);
    QVERIFY(write(file, "x"));
    const QString path = file + u"/c.json"_s;
    const Result<void> saved = Configuration::saveProvider(path, u"new"_s, someProvider());
    QVERIFY(!saved);
    QVERIFY(saved.failure().message.contains(path));
    QCOMPARE(contents(file), "x");
}

QTEST_GUILESS_MAIN(TestConfigurationFile)
#include "tst_configurationfile.moc"
