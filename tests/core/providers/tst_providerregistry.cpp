// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/dialect.h"
#include "core/providers/providerregistry.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;
using namespace std::chrono_literals;

namespace {

Configuration configured(const ProviderSettings &settings, bool isExplicit = true)
{
    Configuration configuration;
    configuration.isExplicit = isExplicit;
    configuration.providers.insert(settings.name, settings);
    return configuration;
}

ProviderSettings entry(const QString &name, const QString &preset, const QString &dialect = {},
                       const QString &baseUrl = {})
{
    ProviderSettings settings;
    settings.name = name;
    settings.preset = preset;
    settings.dialect = dialect;
    settings.baseUrl = baseUrl;
    return settings;
}

Provider built(const ProviderSettings &settings)
{
    const Result<ProviderRegistry> registry = ProviderRegistry::build(configured(settings));
    const Provider *provider = registry ? registry->find(settings.name) : nullptr;
    return provider ? *provider : Provider{};
}

QStringList namesOf(const QList<Provider> &providers)
{
    QStringList names;
    for (const Provider &provider : providers)
        names.append(provider.name);
    return names;
}

const KeySetting ownEntry{KeySetting::Source::Keychain, u"own"_s};

} // namespace

class TestProviderRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void presetsAreWhole();
    void presets_data();
    void presets();
    void googleIsKnownButNotSpoken();
    void allPresetsExistWithoutConfig();
    void onlyNamedOnesAreListedWithConfig();
    void barePresetLooksForItsKey();
    void keyStaysWithItsHost_data();
    void keyStaysWithItsHost();
    void entryOverridesItsPreset();
    void catalogue_data();
    void catalogue();
    void anotherDialectDropsTheQuirks();
    void firstToken_data();
    void firstToken();
    void timeoutsAreLaid();
    void freeOnThisMachineAlone();
    void refuses_data();
    void refuses();
    void unspokenDialectIsNoFault();
    void plainHttpWarns();
    void insertReplaces();
};

void TestProviderRegistry::presetsAreWhole()
{
    const QList<Provider> presets = ProviderRegistry::presets();
    QCOMPARE(presets.size(), 13);
    for (const Provider &preset : presets) {
        QVERIFY2(!preset.title.isEmpty() && preset.baseUrl.isValid() && !preset.baseUrl.isEmpty(),
                 qPrintable(preset.name));
        QCOMPARE(preset.key.has_value(), !preset.local);
        QCOMPARE(preset.environmentKey.isEmpty(), preset.local);
        QCOMPARE(preset.preset, preset.name);
        QCOMPARE(preset.baseUrl.scheme(), preset.local ? u"http"_s : u"https"_s);
    }
}

void TestProviderRegistry::presets_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("baseUrl");
    QTest::addColumn<QString>("maxTokensField");
    QTest::addColumn<QString>("seedField");
    QTest::addColumn<bool>("reasoningOutside");
    const auto row = [](const char *name, const QString &url, const QString &tokens,
                        const QString &seed = u"seed"_s, bool outside = false) {
        QTest::newRow(name) << QString::fromLatin1(name) << url << tokens << seed << outside;
    };
    row("openai", u"https://api.openai.com/v1"_s, u"max_completion_tokens"_s);
    row("anthropic", u"https://api.anthropic.com"_s, u"max_tokens"_s);
    row("mistral", u"https://api.mistral.ai/v1"_s, u"max_tokens"_s, u"random_seed"_s);
    row("xai", u"https://api.x.ai/v1"_s, u"max_completion_tokens"_s, u"seed"_s, true);
    row("ollama", u"http://localhost:11434/v1"_s, u"max_tokens"_s);
}

void TestProviderRegistry::presets()
{
    QFETCH(QString, name);
    const Provider provider = built(entry(name, name));
    QTEST(provider.baseUrl.toString(), "baseUrl");
    QTEST(provider.quirks.maxTokensField, "maxTokensField");
    QTEST(provider.quirks.seedField, "seedField");
    QTEST(provider.quirks.reasoningOutsideOutput, "reasoningOutside");
    QCOMPARE(provider.protocol,
             name == u"anthropic"_s ? Protocol::Anthropic : Protocol::OpenAiChat);
}

void TestProviderRegistry::googleIsKnownButNotSpoken()
{
    const Result<ProviderRegistry> registry = ProviderRegistry::build({});
    const Provider *google = registry ? registry->find(u"google"_s) : nullptr;
    QVERIFY(google != nullptr);
    QCOMPARE(google->catalogue, u"google"_s);
    QCOMPARE(google->protocol, Protocol::Gemini);
    QCOMPARE(google->environmentKey, u"GEMINI_API_KEY"_s);
    QVERIFY(!Dialect::isSpoken(google->protocol));
}

void TestProviderRegistry::allPresetsExistWithoutConfig()
{
    const ProviderSettings work = entry(u"work"_s, {}, u"anthropic"_s, u"http://127.0.0.1:9"_s);
    const Result<ProviderRegistry> registry = ProviderRegistry::build(configured(work, false));
    QVERIFY(registry);
    QStringList expected = namesOf(ProviderRegistry::presets());
    expected.append(u"work"_s);
    expected.sort();
    QCOMPARE(namesOf(registry->providers()), expected);
}

void TestProviderRegistry::onlyNamedOnesAreListedWithConfig()
{
    const ProviderSettings work = entry(u"work"_s, {}, u"anthropic"_s, u"http://127.0.0.1:9"_s);
    const Result<ProviderRegistry> registry = ProviderRegistry::build(configured(work));
    QVERIFY(registry);
    QCOMPARE(namesOf(registry->providers()), QStringList{u"work"_s});
    QVERIFY(registry->find(u"openai"_s) != nullptr);
    QVERIFY(registry->find(u"nobody"_s) == nullptr);
}

void TestProviderRegistry::barePresetLooksForItsKey()
{
    const Result<ProviderRegistry> registry = ProviderRegistry::build({});
    QVERIFY(registry);
    const Provider *openai = registry->find(u"openai"_s);
    QVERIFY(openai != nullptr && openai->key);
    QCOMPARE(*openai->key, (KeySetting{KeySetting::Source::Keychain, u"openai"_s}));
    QCOMPARE(openai->environmentKey, u"OPENAI_API_KEY"_s);
    QVERIFY(!registry->find(u"ollama"_s)->key);
}

void TestProviderRegistry::keyStaysWithItsHost_data()
{
    QTest::addColumn<QString>("preset");
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<QString>("baseUrl");
    QTest::addColumn<bool>("isConfigured");
    QTest::addColumn<QString>("expected"); // Keychain entry; empty = no key is sent.

    QTest::newRow("the preset's own host")
        << u"openai"_s << QString() << QString() << false << u"work"_s;
    QTest::newRow("another path of that host")
        << u"openai"_s << QString() << u"https://api.openai.com/v2"_s << false << u"work"_s;
    QTest::newRow("another host gets none")
        << u"openai"_s << QString() << u"https://example.org/v1"_s << false << QString();
    QTest::newRow("another host gets what was configured for it")
        << u"openai"_s << QString() << u"https://example.org/v1"_s << true << u"own"_s;
    QTest::newRow("an entry without preset and key sends none")
        << QString() << u"anthropic"_s << u"https://api.anthropic.com"_s << false << QString();
    QTest::newRow("an entry without preset and with a key")
        << QString() << u"anthropic"_s << u"https://example.org"_s << true << u"own"_s;
}

void TestProviderRegistry::keyStaysWithItsHost()
{
    QFETCH(QString, preset);
    QFETCH(QString, dialect);
    QFETCH(QString, baseUrl);
    QFETCH(bool, isConfigured);
    ProviderSettings settings = entry(u"work"_s, preset, dialect, baseUrl);
    if (isConfigured)
        settings.key = ownEntry;
    const Provider provider = built(settings);
    QCOMPARE(provider.name, u"work"_s);
    QTEST(provider.key ? provider.key->name : QString(), "expected");
}

void TestProviderRegistry::entryOverridesItsPreset()
{
    ProviderSettings settings = entry(u"work"_s, u"openai"_s, {}, u"https://example.org/v1"_s);
    settings.key = ownEntry;
    settings.headers = {{u"X-Team"_s, u"lab"_s}};
    settings.organization = u"org-1"_s;
    settings.proxy = u"http://127.0.0.1:3128"_s;
    settings.caFile = u"/etc/lab.pem"_s;
    const Provider provider = built(settings);
    QCOMPARE(provider.preset, u"openai"_s);
    QCOMPARE(provider.baseUrl, QUrl(u"https://example.org/v1"_s));
    QCOMPARE(provider.environmentKey, u"OPENAI_API_KEY"_s);
    QCOMPARE(provider.headers.value("x-team"), "lab");
    QCOMPARE(provider.organization, settings.organization);
    QCOMPARE(provider.proxy, settings.proxy);
    QCOMPARE(provider.caFile, settings.caFile);
    QCOMPARE(provider.quirks.maxTokensField, u"max_completion_tokens"_s);
}

void TestProviderRegistry::catalogue_data()
{
    QTest::addColumn<QString>("preset");
    QTest::addColumn<QString>("baseUrl");
    QTest::addColumn<QString>("expected");
    QTest::newRow("the preset's, wherever it is served")
        << u"openai"_s << u"https://example.org/v1"_s << u"openai"_s;
    QTest::newRow("the vendor's whose host it is")
        << QString() << u"https://api.deepseek.com/v1"_s << u"deepseek"_s;
    QTest::newRow("the vendor's in another dialect")
        << QString() << u"https://generativelanguage.googleapis.com/v1beta/openai"_s << u"google"_s;
    QTest::newRow("unknown for all other hosts")
        << QString() << u"https://example.org/v1"_s << QString();
    QTest::newRow("unknown for a host that only ends like a vendor's")
        << QString() << u"https://evil-api.deepseek.com"_s << QString();
    QTest::newRow("unknown for this machine")
        << QString() << u"http://localhost:11434/v1"_s << QString();
}

void TestProviderRegistry::catalogue()
{
    QFETCH(QString, preset);
    QFETCH(QString, baseUrl);
    const Provider provider =
        built(entry(u"work"_s, preset, preset.isEmpty() ? u"openai-chat"_s : QString(), baseUrl));
    QCOMPARE(provider.name, u"work"_s);
    QTEST(provider.catalogue, "expected");
}

void TestProviderRegistry::anotherDialectDropsTheQuirks()
{
    const Provider provider = built(
        entry(u"work"_s, u"deepseek"_s, u"anthropic"_s, u"https://api.deepseek.com/anthropic"_s));
    QCOMPARE(provider.protocol, Protocol::Anthropic);
    QCOMPARE(provider.quirks, Quirks{});
    QVERIFY(provider.key);
}

void TestProviderRegistry::firstToken_data()
{
    QTest::addColumn<QString>("preset");
    QTest::addColumn<int>("setForAll"); // ms; 0 = not set.
    QTest::addColumn<int>("setForEntry");
    QTest::addColumn<int>("expected");
    QTest::newRow("the default") << u"openai"_s << 0 << 0 << 30'000;
    QTest::newRow("local servers load their model") << u"ollama"_s << 0 << 0 << 300'000;
    QTest::newRow("set for all") << u"ollama"_s << 4'000 << 0 << 4'000;
    QTest::newRow("set for the entry") << u"ollama"_s << 4'000 << 7'000 << 7'000;
}

void TestProviderRegistry::firstToken()
{
    QFETCH(QString, preset);
    QFETCH(int, setForAll);
    QFETCH(int, setForEntry);
    ProviderSettings settings = entry(u"work"_s, preset);
    if (setForEntry > 0)
        settings.timeouts.firstToken = milliseconds(setForEntry);
    Configuration configuration = configured(settings);
    if (setForAll > 0)
        configuration.timeouts.firstToken = milliseconds(setForAll);
    const Result<ProviderRegistry> registry = ProviderRegistry::build(configuration);
    QVERIFY(registry);
    const Provider *provider = registry->find(u"work"_s);
    QVERIFY(provider != nullptr);
    QTEST(static_cast<int>(provider->timeouts.firstToken.count()), "expected");
    QCOMPARE(provider->firstTokenSet, setForAll > 0 || setForEntry > 0);
}

void TestProviderRegistry::timeoutsAreLaid()
{
    ProviderSettings settings = entry(u"work"_s, u"openai"_s);
    settings.timeouts.total = 120s;
    Configuration configuration = configured(settings);
    configuration.timeouts.total = 60s;
    configuration.timeouts.connect = 3s;
    const Result<ProviderRegistry> registry = ProviderRegistry::build(configuration);
    QVERIFY(registry);
    QCOMPARE(registry->find(u"work"_s)->timeouts,
             (Timeouts{.connect = 3s, .firstToken = 30s, .idle = 30s, .total = 120s}));
    // A bare preset has those of all.
    QCOMPARE(registry->find(u"openai"_s)->timeouts.total, milliseconds(60s));
}

void TestProviderRegistry::freeOnThisMachineAlone()
{
    QVERIFY(built(entry(u"a"_s, u"ollama"_s)).local);
    QVERIFY(built(entry(u"a"_s, u"ollama"_s, {}, u"http://127.0.0.1:9/v1"_s)).local);
    QVERIFY(built(entry(u"a"_s, u"ollama"_s, {}, u"http://[::1]:9/v1"_s)).local);
    QVERIFY(!built(entry(u"a"_s, u"ollama"_s, {}, u"https://ollama.com/v1"_s)).local);
    QVERIFY(!built(entry(u"a"_s, {}, u"openai-chat"_s, u"http://127.0.0.1:9/v1"_s)).local);
}

void TestProviderRegistry::refuses_data()
{
    QTest::addColumn<QString>("preset");
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<QString>("baseUrl");
    QTest::addColumn<QString>("word");
    QTest::newRow("an unknown preset")
        << u"opnai"_s << QString() << QString() << u"no preset “opnai”"_s;
    QTest::newRow("an unknown dialect")
        << QString() << u"soap"_s << u"https://a.org"_s << u"no dialect “soap”"_s;
    QTest::newRow("nothing to go by") << QString() << QString() << QString() << u"it needs"_s;
    QTest::newRow("no dialect") << QString() << QString() << u"https://a.org"_s << u"it needs"_s;
    QTest::newRow("no base URL") << QString() << u"anthropic"_s << QString() << u"it needs"_s;
    const auto badUrl = [](const char *name, const QString &url) {
        QTest::newRow(name) << u"openai"_s << QString() << url << u"base URL must be"_s;
    };
    badUrl("a URL of files", u"file:///etc/passwd"_s);
    badUrl("a URL without a host", u"https:///v1"_s);
    badUrl("no URL", u"api.openai.com/v1"_s);
    badUrl("a URL with blanks", u"https://a b.org"_s);
    badUrl("a URL with a password", u"https://me:secret@a.org/v1"_s);
}

void TestProviderRegistry::refuses()
{
    QFETCH(QString, preset);
    QFETCH(QString, dialect);
    QFETCH(QString, baseUrl);
    QFETCH(QString, word);
    const Result<ProviderRegistry> registry =
        ProviderRegistry::build(configured(entry(u"work"_s, preset, dialect, baseUrl)));
    QVERIFY(!registry);
    QCOMPARE(registry.failure().kind, FailureKind::Configuration);
    const QString message = registry.failure().message;
    QVERIFY2(message.contains(word) && message.contains(u"“work”"_s), qPrintable(message));
    QVERIFY(!message.contains(u"secret"_s));
}

void TestProviderRegistry::unspokenDialectIsNoFault()
{
    const Provider provider = built(entry(u"work"_s, {}, u"gemini"_s, u"https://a.org"_s));
    QCOMPARE(provider.protocol, Protocol::Gemini);
}

void TestProviderRegistry::plainHttpWarns()
{
    ProviderSettings settings = entry(u"work"_s, {}, u"openai-chat"_s, u"http://192.0.2.1/v1"_s);
    settings.key = ownEntry;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"work.*unencrypted"_s));
    QCOMPARE(built(settings).name, u"work"_s);

    QTest::failOnWarning(QRegularExpression(u".*"_s));
    settings.baseUrl = u"http://127.0.0.1:9/v1"_s;
    QCOMPARE(built(settings).name, u"work"_s);
}

void TestProviderRegistry::insertReplaces()
{
    ProviderRegistry registry;
    Provider provider;
    for (const QString &name : {u"b"_s, u"a"_s, u"c"_s}) {
        provider.name = name;
        registry.insert(provider);
    }
    provider.name = u"b"_s;
    provider.title = u"new"_s;
    registry.insert(provider);
    QCOMPARE(namesOf(registry.providers()), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(registry.find(u"b"_s)->title, u"new"_s);
}

QTEST_GUILESS_MAIN(TestProviderRegistry)
#include "tst_providerregistry.moc"
