// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/configuration.h"

#include <QTest>

using namespace Sidelong;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString dataFile(const QString &name)
{
    return qEnvironmentVariable("SIDELONG_TEST_DATA") + u"/configuration/"_s + name;
}

} // namespace

class TestConfiguration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsItsProviders();
    void readsItsChains();
    void readsAllElse();
    void hasDocumentedDefaults();
    void aPartOfRetryKeepsTheOtherDefaults();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void aPresetIsOneThatThereIs_data();
    void aPresetIsOneThatThereIs();
    void neverRepeatsASecret_data();
    void neverRepeatsASecret();
};

void TestConfiguration::readsItsProviders()
{
    const Result<Configuration> read = Configuration::load(dataFile(u"example.json"_s), true);
    QVERIFY2(read, read ? "" : qPrintable(read.failure().message));
    QCOMPARE(read->providers.keys(), QStringList({u"local"_s, u"openai"_s, u"work"_s}));
    const KeySetting keychain{KeySetting::Source::Keychain, u"openai"_s};
    const ProviderSettings openai{.name = u"openai"_s, .preset = u"openai"_s, .key = keychain};
    QVERIFY(read->providers[u"openai"_s] == openai);
    const ProviderSettings local{.name = u"local"_s, .preset = u"ollama"_s};
    QVERIFY(read->providers[u"local"_s] == local);
    const ProviderSettings work{
        .name = u"work"_s,
        .dialect = u"anthropic"_s,
        .baseUrl = u"http://127.0.0.1:9000"_s,
        .key = KeySetting{KeySetting::Source::Environment, u"WORK_KEY"_s},
        .headers = {{u"X-Team"_s, u"lab"_s}},
        .limits = {.requestsPerMinute = 60, .tokensPerMinute = 100'000, .concurrent = 4},
        .retry = {.attempts = 2},
        .timeouts = {.total = 120s},
        .proxy = u"http://127.0.0.1:3128"_s,
        .caFile = dataFile(u"lab.pem"_s),
        .organization = u"org-1"_s};
    QVERIFY(read->providers[u"work"_s] == work);
}

void TestConfiguration::readsItsChains()
{
    const Result<Configuration> read = Configuration::load(dataFile(u"example.json"_s), true);
    QVERIFY(read);
    QCOMPARE(read->chains.size(), 2);
    const ChainSettings simple{
        .name = u"simple"_s,
        .targets = {{.target = u"work/claude-opus-5-5"_s}, {.target = u"openai/gpt-6.1-sol"_s}}};
    QVERIFY(read->chains[u"simple"_s] == simple);
    const ChainSettings careful{
        .name = u"careful"_s,
        .targets = {{.target = u"work/claude-opus-5-5"_s, .timeouts = {.firstToken = 10s}},
                    {.target = u"openai/gpt-6.1-sol"_s, .parameters = {.maxTokens = 800}}},
        .onRefusal = true,
        .afterFirstToken = ChainSettings::AfterFirstToken::Continue};
    QVERIFY(read->chains[u"careful"_s] == careful);
}

void TestConfiguration::readsAllElse()
{
    const Result<Configuration> read = Configuration::load(dataFile(u"example.json"_s), true);
    QVERIFY(read);
    QVERIFY(read->retry == (RetrySettings{4, 1000ms, 20000ms, 1}));
    QVERIFY(read->timeouts == (TimeoutSettings{5s, 20s, 25s, 500s}));
    QCOMPARE(read->breaker.failures, 6);
    QVERIFY(read->breaker.window == 61s && read->breaker.coolDown == 31s);
    QCOMPARE(read->cache.policy, u"always"_s);
    QCOMPARE(read->cache.ttlSeconds, 7200);
    QCOMPARE(read->cache.memoryEntries, 10);
    QCOMPARE(read->cache.sqliteMb, 64);
    QCOMPARE(read->cache.redisUrl, u"redis://127.0.0.1:6379/0"_s);
    QCOMPARE(read->cache.redisPrefix, u"s:"_s);
    QCOMPARE(read->budgets.size(), 1);
    const BudgetSettings budget{.name = u"week"_s,
                                .period = BudgetSettings::Period::Week,
                                .limit = Money{25'000'000'000'000},
                                .hard = true,
                                .alertAt = {0.5, 0.8, 1.0},
                                .match = {{u"provider"_s, u"openai"_s}},
                                .webhook = u"http://127.0.0.1:9999/alert"_s};
    QVERIFY(read->budgets.first() == budget);
    QCOMPARE(read->callCap, Money{500'000'000'000});
    QCOMPARE(read->runCap, Money{5'000'000'000'000});
    QCOMPARE(read->prices.keys(), QStringList{u"openai/my-finetune"_s});
    const Price price{
        .rates = {Rate{300, 2}, Rate{75, 2}, Rate{375, 2}, Rate{600, 2}, Rate{1200, 2}},
        .tiers = {{200'000, {.input = Rate{600, 2}, .output = Rate{1800, 2}}}}};
    QVERIFY(read->prices.first() == price);
    QCOMPARE(read->metrics.statsd, u"127.0.0.1:8125"_s);
    QCOMPARE(read->metrics.flavour, u"dogstatsd"_s);
    QCOMPARE(read->metrics.prefix, u"x."_s);
    QCOMPARE(read->gateway.port, 8791);
    const KeySetting token{KeySetting::Source::Keychain, u"gateway"_s};
    QVERIFY(read->gateway.tokens == (QMap<QString, KeySetting>{{u"me"_s, token}}));
    QVERIFY(read->discover && read->isExplicit);
}

void TestConfiguration::hasDocumentedDefaults()
{
    const Result<Configuration> read = Configuration::parse("{}", u"c.json"_s);
    QVERIFY(read);
    QVERIFY(read->retry == (RetrySettings{3, 2000ms, 30000ms, 2}));
    QVERIFY(read->timeouts == TimeoutSettings());
    QCOMPARE(read->breaker.failures, 5);
    QCOMPARE(read->cache.policy, u"auto"_s);
    QCOMPARE(read->cache.ttlSeconds, 3600);
    QCOMPARE(read->gateway.port, 8790);
    QVERIFY(read->discover && !read->isExplicit);
    QVERIFY(!read->callCap && !read->runCap);
}

void TestConfiguration::aPartOfRetryKeepsTheOtherDefaults()
{
    const auto read = Configuration::parse(R"({"retry":{"attempts":1}})", u"c.json"_s);
    QVERIFY(read);
    QVERIFY(read->retry == (RetrySettings{1, 2000ms, 30000ms, 2}));
}

void TestConfiguration::namesWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QByteArray &json, const char *words) {
        QTest::newRow(name) << json << QString::fromUtf8(words);
    };
    // A provider called p, whole but for what is put in.
    const auto inProvider = [&](const char *name, const QByteArray &member, const char *words) {
        row(name, "{\"providers\":{\"p\":{\"preset\":\"openai\",\n" + member + "}}}", words);
    };
    row("an empty file", "", "c.json, line 1: there is nothing here");
    row("blanks alone", " \n", "there is nothing here");
    row("no object", "[1]", "c.json, line 1: must be an object in braces, not a list.");
    row("a syntax error", "{\n  \"retry\": {},\n}", "c.json, line 3, column 1: this is not JSON:");
    row("text behind the end", "{} x", "line 1, column 4: this is not JSON");
    row("no UTF-8", "{\n\"\xE4\":1}", "c.json, line 2: this is not UTF-8 text");
    row("UTF-16", "\xFF\xFE{", "this is not UTF-8 text");
    row("a misspelt field", "{\n\"provider\": {}}",
        "c.json, line 2: provider: unknown field; did you mean “providers”?");
    row("an unknown field", "{\"colour\":1}",
        "colour: unknown field; known here are providers, chains");
    row("a name twice", "{\"retry\":{\"attempts\":1,\n\"attempts\":2}}",
        "c.json, line 2: retry.attempts: this name stands twice (first on line 1); keep one of "
        "them.");
    row("a provider twice", "{\"providers\":{\"a\":{},\n\"a\":{}}}",
        "line 2: providers.a: this name");
    row("null", "{\"retry\":null}", "retry: must be an object in braces, not null.");
    row("a provider without an address", "{\"providers\":{\"p\":{}}}",
        "providers.p: needs “preset”, or both “dialect” and “base_url”.");
    row("a dialect without an address", "{\"providers\":{\"p\":{\"dialect\":\"gemini\"}}}",
        "providers.p: needs “preset”");
    row("a provider with a slash", "{\"providers\":{\"a/b\":{\"preset\":\"openai\"}}}",
        "providers[\"a/b\"]: a provider's name must not");
    row("a provider that looks like a chain",
        "{\"providers\":{\"chain:a\":{\"preset\":\"openai\"}}}", "a provider's name must not");
    inProvider("a misspelt field of a provider", "\"base_ulr\":\"http://h\"",
               "line 2: providers.p.base_ulr: unknown field; did you mean “base_url”?");
    inProvider("an unknown dialect", "\"dialect\":\"openai\"",
               "“openai” is unknown; did you mean “openai-chat”? It must be one of openai-chat, "
               "openai-responses, anthropic, gemini.");
    inProvider("a misspelt dialect", "\"dialect\":\"anthropics\"",
               "“anthropics” is unknown; did you mean “anthropic”?");
    inProvider(
        "an address without a scheme", "\"base_url\":\"api.example.com/v1\"",
        "line 2: providers.p.base_url: must be an address that begins with http://, https://");
    inProvider("an address of another scheme", "\"base_url\":\"ftp://h\"", "begins with http://");
    inProvider("an address with a query", "\"base_url\":\"http://h/?a=b\"",
               "must end with its path");
    inProvider("a preset of a wrong type", "\"preset2\":7", "did you mean “preset”?");
    inProvider("a key as text", "\"key\":\"k\"",
               "providers.p.key: must be {\"keychain\": NAME} or {\"env\": NAME}");
    inProvider("a key without a place", "\"key\":{}", "must be {\"keychain\": NAME} or");
    inProvider("a key in two places", "\"key\":{\"env\":\"A\",\"keychain\":\"b\"}",
               "must be {\"keychain\"");
    inProvider("a misspelt place", "\"key\":{\"keychian\":\"b\"}", "did you mean “keychain”?");
    inProvider("a variable that is none", "\"key\":{\"env\":\"A B\"}",
               "key.env: must be the name of an environment variable");
    inProvider("an empty keychain entry", "\"key\":{\"keychain\":\"\"}",
               "key.keychain: must not be empty.");
    inProvider("a header that is no text", "\"headers\":{\"A\":1}", "headers.A: must be a text");
    inProvider("a header's bad name", "\"headers\":{\"A:\":\"x\"}", "is no name of a header");
    inProvider("a header of two lines", "\"headers\":{\"A\":\"x\\r\\nB: y\"}",
               "a text of one line");
    inProvider("a key as header", "\"headers\":{\"Authorization\":\"x\"}", "a key never stands in");
    inProvider("no request a minute", "\"limits\":{\"requests_per_minute\":0}",
               "limits.requests_per_minute: must be a whole number, 1 or more, not 0.");
    inProvider("half a call at once", "\"limits\":{\"concurrent\":0.5}",
               "limits.concurrent: must be a whole number from 1 to 1000, not 0.5.");
    inProvider("too many attempts", "\"retry\":{\"attempts\":11}",
               "providers.p.retry.attempts: must be a whole number from 1 to 10, not 11.");
    inProvider("a time as text", "\"timeouts_ms\":{\"total\":\"1s\"}",
               "timeouts_ms.total: must be a whole number from 1 to 86400000, not a text.");
    inProvider("a time of a wrong name", "\"timeouts_ms\":{\"first_tokens\":1}",
               "did you mean “first_token”?");
    inProvider("a proxy that is none", "\"proxy\":\"127.0.0.1:3128\"",
               "providers.p.proxy: must be an address");
    inProvider("an empty file name", "\"ca_file\":\"\"", "ca_file: must not be empty.");
    row("an empty chain", "{\"chains\":{\"c\":[]}}",
        "chains.c: a chain needs at least one target.");
    row("a chain as text", "{\"chains\":{\"c\":\"a/b\"}}",
        "chains.c: must be a list of targets or");
    row("a target without a model", "{\"chains\":{\"c\":[\"a/b\",\"openai\"]}}",
        "chains.c[1]: must be \"provider/model\".");
    row("a chain in a chain", "{\"chains\":{\"c\":[\"chain:d/e\"]}}",
        "a chain cannot hold a chain");
    row("a target of a wrong type", "{\"chains\":{\"c\":[7]}}",
        "chains.c[0]: must be an object in braces");
    row("a target without a target", "{\"chains\":{\"c\":[{\"parameters\":{}}]}}",
        "“target” is missing here.");
    row("a misspelt parameter",
        "{\"chains\":{\"c\":[{\"target\":\"a/b\",\"parameters\":{\"max_token\":1}}]}}",
        "chains.c[0].parameters.max_token: unknown field; did you mean “max_tokens”?");
    row("an unknown way on",
        "{\"chains\":{\"c\":{\"targets\":[\"a/b\"],\"after_first_token\":\"resume\"}}}",
        "after_first_token: must be one of restart, continue, stop.");
    row("a chain without targets", "{\"chains\":{\"c\":{}}}", "“targets” is missing here.");
    row("a yes as text", "{\"chains\":{\"c\":{\"targets\":[\"a/b\"],\"on_refusal\":\"yes\"}}}",
        "on_refusal: must be true or false, not a text.");
    row("delays upside down", "{\"retry\":{\"first_delay_ms\":2,\"max_delay_ms\":1}}",
        "retry.first_delay_ms: must not be greater than max_delay_ms.");
    row("too many repairs", "{\"retry\":{\"repairs\":6}}", "from 0 to 5, not 6.");
    row("a time before it began", "{\"timeouts_ms\":{\"idle\":-1}}", "timeouts_ms.idle: must be");
    row("a breaker of nothing", "{\"breaker\":{\"failures\":0}}", "breaker.failures: must be");
    row("an unknown policy", "{\"cache\":{\"policy\":\"allways\"}}", "did you mean “always”?");
    row("Redis without an address", "{\"cache\":{\"redis\":{}}}",
        "cache.redis: “url” is missing here.");
    row("Redis over HTTP", "{\"cache\":{\"redis\":{\"url\":\"http://h\"}}}",
        "begins with redis://, rediss://");
    row("a budget without a sum", "{\"budgets\":[{\"name\":\"a\"}]}",
        "budgets[0]: “usd” is missing here.");
    row("a sum as a number", "{\"budgets\":[{\"name\":\"a\",\"usd\":25.0}]}",
        "budgets[0].usd: must be US dollars as a decimal in quotation marks, such as \"25.00\".");
    row("a sum below nothing", "{\"caps\":{\"run_usd\":\"-1\"}}",
        "caps.run_usd: must be US dollars");
    row("two budgets of one name",
        "{\"budgets\":[{\"name\":\"a\",\"usd\":\"1\"},{\"name\":\"a\",\"usd\":\"2\"}]}",
        "budgets[1].name: another budget has this name already.");
    row("an unknown period", "{\"budgets\":[{\"name\":\"a\",\"usd\":\"1\",\"period\":\"year\"}]}",
        "must be one of day, week, month.");
    row("a match of a wrong name",
        "{\"budgets\":[{\"name\":\"a\",\"usd\":\"1\",\"match\":{\"models\":\"x\"}}]}",
        "did you mean “model”?");
    row("an alert as text", "{\"budgets\":[{\"name\":\"a\",\"usd\":\"1\",\"alert_at\":[\"0.5\"]}]}",
        "budgets[0].alert_at[0]: must be a number from 0 to 10, not a text.");
    row("a price without a provider", "{\"prices\":{\"gpt\":{\"input\":\"1\"}}}",
        "prices.gpt: the name of a price must be \"provider/model\".");
    row("a price as a number", "{\"prices\":{\"a/b\":{\"input\":3.0}}}",
        "prices[\"a/b\"].input: must be US dollars per million tokens as a decimal");
    row("a price below nothing", "{\"prices\":{\"a/b\":{\"input\":\"-3\"}}}",
        "must be US dollars per million");
    row("a price of nothing", "{\"prices\":{\"a/b\":{}}}",
        "a price needs “input”, “output” or both.");
    row("a dated price", "{\"prices\":{\"a/b\":{\"from\":\"2026-01-01\",\"input\":\"3\"}}}",
        "prices[\"a/b\"].from: unknown field");
    row("a tier without a mark",
        "{\"prices\":{\"a/b\":{\"input\":\"1\",\"tiers\":[{\"input\":\"2\"}]}}}",
        "tiers[0]: “above_input_tokens” is missing here.");
    row("tiers upside down",
        "{\"prices\":{\"a/b\":{\"input\":\"1\",\"tiers\":[{\"above_input_tokens\":9},"
        "{\"above_input_tokens\":9}]}}}",
        "tiers[1].above_input_tokens: must be greater than that of the tier before.");
    row("statistics without a port", "{\"metrics\":{\"statsd\":\"127.0.0.1\"}}",
        "metrics.statsd: must be host:port");
    row("statistics beyond all ports", "{\"metrics\":{\"statsd\":\"h:65536\"}}",
        "must be host:port");
    row("an unknown flavour", "{\"metrics\":{\"flavour\":\"vanilla\"}}",
        "must be one of plain, dogstatsd.");
    row("a port beyond all ports", "{\"gateway\":{\"port\":65536}}",
        "gateway.port: must be a whole number from 0 to 65535, not 65536.");
    row("a token as text", "{\"gateway\":{\"tokens\":{\"me\":\"t\"}}}",
        "gateway.tokens.me: must be {\"keychain\"");
    row("discover as a number", "{\"discover\":1}", "discover: must be true or false, not 1.");
}

void TestConfiguration::namesWhatIsWrong()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, words);
    const Result<Configuration> result = Configuration::parse(json, u"c.json"_s);
    QVERIFY(!result);
    QCOMPARE(result.failure().kind, FailureKind::Configuration);
    const QString message = result.failure().message;
    QVERIFY2(message.startsWith(u"c.json, line "_s), qPrintable(message));
    QVERIFY2(message.contains(words), qPrintable(message));
}

void TestConfiguration::aPresetIsOneThatThereIs_data()
{
    QTest::addColumn<QByteArray>("preset");
    QTest::addColumn<QString>("words"); ///< Of the error; empty: there is none.
    QTest::newRow("known") << QByteArray("ollama") << QString();
    QTest::newRow("a typo") << QByteArray("opnai")
                            << u"c.json, line 2: providers.p.preset: “opnai” is no preset; did you "
                               "mean “openai”?"_s;
    QTest::newRow("nothing like it, perhaps a key in the wrong place")
        << QByteArray("canary-123456789")
        << u"c.json, line 2: providers.p.preset: must be the name of a preset: openai, ollama."_s;
}

void TestConfiguration::aPresetIsOneThatThereIs()
{
    QFETCH(QByteArray, preset);
    QFETCH(QString, words);
    const QByteArray json = "{\"providers\":{\n\"p\":{\"preset\":\"" + preset + "\"}}}";
    const Result<Configuration> result =
        Configuration::parse(json, u"c.json"_s, {u"openai"_s, u"ollama"_s});
    QCOMPARE(static_cast<bool>(result), words.isEmpty());
    if (!result)
        QVERIFY2(result.failure().message.startsWith(words), qPrintable(result.failure().message));
    QVERIFY(Configuration::parse(json, u"c.json"_s)); // whoever does not know them does not judge
}

void TestConfiguration::neverRepeatsASecret_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::newRow("as key") << QByteArray(R"("key":"canary")");
    QTest::newRow("as variable") << QByteArray(R"("key":{"env":"canary-1"})");
    QTest::newRow("in a header") << QByteArray(R"("headers":{"x-api-key":"canary"})");
    QTest::newRow("in the address") << QByteArray(R"("base_url":"http://me:canary@h")");
    QTest::newRow("in the query") << QByteArray(R"("base_url":"http://h/?key=canary")");
    QTest::newRow("in the proxy") << QByteArray(R"("proxy":"http://me:canary@h:1")");
    QTest::newRow("as a number's place") << QByteArray(R"("limits":{"concurrent":"canary"})");
}

void TestConfiguration::neverRepeatsASecret()
{
    QFETCH(QByteArray, member);
    const Result<Configuration> result = Configuration::parse(
        "{\"providers\":{\"p\":{\"preset\":\"openai\"," + member + "}}}", u"c.json"_s);
    QVERIFY(!result);
    QVERIFY2(!result.failure().message.contains(u"canary"), qPrintable(result.failure().message));
}

QTEST_GUILESS_MAIN(TestConfiguration)
#include "tst_configuration.moc"
