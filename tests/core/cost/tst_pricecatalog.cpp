// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/costcalculator.h"
#include "core/cost/pricecatalog.h"

#include <QDateTime>
#include <QTest>

using namespace Sidelong;
using namespace Qt::StringLiterals;

namespace {

qint64 utcMs(const QString &moment)
{
    return QDateTime::fromString(moment, Qt::ISODateWithMs).toMSecsSinceEpoch();
}

QString inputPrice(const QString &catalogue, const QString &model, const QString &moment)
{
    const std::optional<Price> price =
        PriceCatalog::bundled().price({catalogue, model}, catalogue, utcMs(moment));
    return price && price->rates.input ? price->rates.input->toDecimal() : QString();
}

} // namespace

class TestPriceCatalog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBuiltInListIsThere();
    void theBuiltInListIsWholeAndSensible();
    void knowsModels_data();
    void knowsModels();
    void neverPricesByLikeness_data();
    void neverPricesByLikeness();
    void pricesChangeOnTheirDay_data();
    void pricesChangeOnTheirDay();
    void overridesComeFirst();
    void theArticlesPricesWorkAsOverrides_data();
    void theArticlesPricesWorkAsOverrides();
    void readsAliases();
    void aPriceMayBeginLater();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
};

void TestPriceCatalog::theBuiltInListIsThere()
{
    const PriceCatalog &catalog = PriceCatalog::bundled();
    QCOMPARE(catalog.models().size(), 133);
    QCOMPARE(catalog.date(), u"2026-11-23"_s);
    QVERIFY(catalog.find(u"deepseek"_s, u"deepseek-v4-flash"_s));
    QCOMPARE(catalog.find(u"deepseek"_s, u"deepseek-v4-flash"_s)->id, u"deepseek-flash"_s);
}

void TestPriceCatalog::theBuiltInListIsWholeAndSensible()
{
    for (const CatalogModel &model : PriceCatalog::bundled().models()) {
        const QByteArray bytes = QString(model.catalogue + u'/' + model.id).toUtf8();
        const char *name = bytes.constData();
        QVERIFY2(!model.title.isEmpty() && !model.inputModalities.isEmpty(), name);
        QVERIFY2(model.contextWindow && model.maxOutput, name);
        QVERIFY2(!model.prices.isEmpty() && model.prices.first().fromUtcMs == 0, name);
        for (const Price &price : model.prices) {
            QVERIFY2(price.rates.input && price.rates.output, name);
            const Result<Cost> cost = calculateCost({.input = 1'000'000,
                                                     .cachedRead = 200'000,
                                                     .cacheWrite = 200'000,
                                                     .cacheWriteLong = 100'000,
                                                     .output = 100'000},
                                                    price);
            QVERIFY2(cost && cost->origin == CostOrigin::Computed, name);
            // A cached token is never dearer than a plain one, a kept one never cheaper.
            QVERIFY2(cost->cachedRead.picos * 3 <= cost->input.picos, name);
            QVERIFY2(cost->cacheWriteLong >= cost->cacheWrite, name);
        }
    }
}

void TestPriceCatalog::knowsModels_data()
{
    QTest::addColumn<QString>("catalogue");
    QTest::addColumn<QString>("id");
    QTest::addColumn<qint64>("window");
    QTest::addColumn<qint64>("output");
    QTest::addColumn<bool>("reasoning");
    QTest::addColumn<QString>("endsOn");
    QTest::addColumn<QByteArray>("price");
    QTest::newRow("a tiered one")
        << u"openai"_s << u"gpt-6.1-terra"_s << qint64(1'050'000) << qint64(128'000) << true
        << QString()
        << QByteArray(
               R"({"input":"1","cached_read":"0.05","cache_write":"1.25",)"
               R"("cache_write_long":"2.5","output":"5","tiers":[{"above_input_tokens":272000,)"
               R"("input":"2","cached_read":"0.1","cache_write":"2.5","output":"7.5"}]})");
    QTest::newRow("one that is about to end")
        << u"openai"_s << u"gpt-4o-mini"_s << qint64(128'000) << qint64(16'384) << false
        << u"2027-01-14"_s
        << QByteArray(R"({"input":"0.15","cached_read":"0.075","output":"0.6"})");
    QTest::newRow("one without a price for cached tokens")
        << u"groq"_s << u"qwen/qwen3.8-27b"_s << qint64(131'072) << qint64(16'384) << true
        << QString() << QByteArray(R"({"input":"0.8","output":"4"})");
    QTest::newRow("the vendor's limits, not the list's")
        << u"google"_s << u"gemini-4-argon"_s << qint64(1'048'576) << qint64(65'536) << true
        << QString() << QByteArray(R"({"input":"2","cached_read":"0.1","output":"10"})");
    QTest::newRow("peak prices where the hour matters")
        << u"deepseek"_s << u"deepseek-v4-pro"_s << qint64(1'000'000) << qint64(384'000) << true
        << QString() << QByteArray(R"({"input":"1.32","cached_read":"0.044","output":"3.96"})");
    QTest::newRow("a family's newest has its own price")
        << u"anthropic"_s << u"claude-sonnet-5-5"_s << qint64(1'000'000) << qint64(128'000) << true
        << QString()
        << QByteArray(R"({"input":"2","cached_read":"0.1","cache_write":"2.5",)"
                      R"("cache_write_long":"4","output":"10"})");
}

void TestPriceCatalog::knowsModels()
{
    QFETCH(QString, catalogue);
    QFETCH(QString, id);
    QFETCH(qint64, window);
    QFETCH(qint64, output);
    QFETCH(bool, reasoning);
    QFETCH(QString, endsOn);
    QFETCH(QByteArray, price);
    const CatalogModel *model = PriceCatalog::bundled().find(catalogue, id);
    QVERIFY(model);
    QCOMPARE(model->contextWindow, window);
    QCOMPARE(model->maxOutput, output);
    QCOMPARE(model->reasoning, reasoning);
    QCOMPARE(model->endsOn, endsOn);
    QCOMPARE(toJson(model->prices.first()), price);
}

void TestPriceCatalog::neverPricesByLikeness_data()
{
    QTest::addColumn<QString>("catalogue");
    QTest::addColumn<QString>("id");
    QTest::newRow("a longer id") << u"openai"_s << u"gpt-4.1-2099"_s;
    QTest::newRow("a shorter id") << u"openai"_s << u"gpt-4."_s;
    QTest::newRow("another case") << u"openai"_s << u"GPT-4.1"_s;
    QTest::newRow("a blank behind") << u"openai"_s << u"gpt-4.1 "_s;
    QTest::newRow("another vendor's") << u"anthropic"_s << u"gpt-4.1"_s;
    QTest::newRow("no vendor") << QString() << u"gpt-4.1"_s;
    QTest::newRow("the vendor in the id") << QString() << u"openai/gpt-4.1"_s;
    QTest::newRow("a title") << u"openai"_s << u"GPT-4.1 mini"_s;
    QTest::newRow("nothing") << u"openai"_s << QString();
}

void TestPriceCatalog::neverPricesByLikeness()
{
    QFETCH(QString, catalogue);
    QFETCH(QString, id);
    QVERIFY(PriceCatalog::bundled().find(u"openai"_s, u"gpt-4.1"_s));
    QVERIFY(!PriceCatalog::bundled().find(catalogue, id));
    QVERIFY(!PriceCatalog::bundled().price({u"openai"_s, id}, catalogue, 0));
}

void TestPriceCatalog::pricesChangeOnTheirDay_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("moment");
    QTest::addColumn<QString>("input");
    QTest::newRow("long before") << u"gemini-4-argon"_s << u"2020-01-01T00:00:00Z"_s << u"2"_s;
    QTest::newRow("the last moment")
        << u"gemini-4-argon"_s << u"2026-11-30T23:59:59.999Z"_s << u"2"_s;
    QTest::newRow("the first moment")
        << u"gemini-4-argon"_s << u"2026-12-01T00:00:00.000Z"_s << u"4"_s;
    QTest::newRow("by UTC, not by the local day")
        << u"gemini-4-argon"_s << u"2026-12-01T00:30:00.000+01:00"_s << u"2"_s;
    QTest::newRow("its sister") << u"gemini-4-carbon"_s << u"2026-12-01T00:00:00Z"_s << u"4"_s;
    QTest::newRow("the old year") << u"gemini-3.8-flash"_s << u"2026-12-31T23:59:59Z"_s
                                  << u"0.75"_s;
    QTest::newRow("the new year") << u"gemini-3.6-flash"_s << u"2027-01-01T00:00:00Z"_s << u"1.5"_s;
}

void TestPriceCatalog::pricesChangeOnTheirDay()
{
    QFETCH(QString, model);
    QFETCH(QString, moment);
    QFETCH(QString, input);
    QCOMPARE(inputPrice(u"google"_s, model, moment), input);
}

void TestPriceCatalog::overridesComeFirst()
{
    PriceCatalog catalog = PriceCatalog::bundled();
    const Price own{.rates = {.input = Rate{7, 0}}};
    catalog.setOverrides({{u"work/gpt-4.1"_s, own}, {u"work/a/b"_s, own}});
    QCOMPARE(catalog.price({u"work"_s, u"gpt-4.1"_s}, u"openai"_s, 0), own);
    QCOMPARE(catalog.price({u"work"_s, u"a/b"_s}, QString(), 0), own);
    QCOMPARE(catalog.price({u"openai"_s, u"gpt-4.1"_s}, u"openai"_s, 0)->rates.input, (Rate{2, 0}));
    QVERIFY(!catalog.price({u"work"_s, u"a"_s}, QString(), 0));
    QVERIFY(PriceCatalog::bundled().price({u"work"_s, u"gpt-4.1"_s}, u"openai"_s, 0) != own);
}

void TestPriceCatalog::theArticlesPricesWorkAsOverrides_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("usd");
    QTest::newRow("gpt-4-turbo") << u"gpt-4-turbo"_s << u"0.025"_s;
    QTest::newRow("gpt-3.5-turbo") << u"gpt-3.5-turbo"_s << u"0.00125"_s;
    QTest::newRow("claude-3-sonnet") << u"claude-3-sonnet"_s << u"0.0105"_s;
}

void TestPriceCatalog::theArticlesPricesWorkAsOverrides()
{
    QFETCH(QString, model);
    QFETCH(QString, usd);
    const Result<Configuration> configuration = Configuration::parse(
        R"({"prices":{"x/gpt-4-turbo":{"input":"10.00","output":"30.00"},
                      "x/gpt-3.5-turbo":{"input":"0.50","output":"1.50"},
                      "x/claude-3-sonnet":{"input":"3.00","output":"15.00"}}})",
        u"c.json"_s);
    QVERIFY(configuration);
    PriceCatalog catalog;
    catalog.setOverrides(configuration->prices);
    const std::optional<Price> price = catalog.price({u"x"_s, model}, QString(), 0);
    QVERIFY(price);
    const Result<Cost> cost = calculateCost({.input = 1000, .output = 500}, *price);
    QVERIFY(cost);
    QCOMPARE(cost->total.toUsd(), usd);
}

void TestPriceCatalog::readsAliases()
{
    const auto catalog = PriceCatalog::fromJson(
        R"({"state":"2026-01-02","models":[{"provider":"v","id":"m","aliases":["m-1","m-2"],
            "prices":[{"input":"1"}]}]})",
        u"p.json"_s);
    QVERIFY2(catalog, catalog ? "" : qPrintable(catalog.failure().message));
    for (const QString &id : {u"m"_s, u"m-1"_s, u"m-2"_s})
        QVERIFY(catalog->find(u"v"_s, id) && catalog->find(u"v"_s, id)->id == u"m"_s);
    QVERIFY(!catalog->find(u"v"_s, u"m-3"_s));
    QCOMPARE(catalog->find(u"v"_s, u"m"_s)->title, u"m"_s);
}

void TestPriceCatalog::aPriceMayBeginLater()
{
    const auto catalog = PriceCatalog::fromJson(
        R"({"state":"2026-01-02","models":[{"provider":"v","id":"m",
            "prices":[{"from":"2026-02-01","input":"1"},
                      {"from":"2026-03-01T12:00:00+02:00","input":"2"}]}]})",
        u"p.json"_s);
    QVERIFY(catalog);
    const auto at = [&](const QString &moment) {
        return catalog->price({u"v"_s, u"m"_s}, u"v"_s, utcMs(moment));
    };
    QVERIFY(!at(u"2026-01-31T23:59:59Z"_s));
    QCOMPARE(at(u"2026-03-01T09:59:59Z"_s)->rates.input, (Rate{1, 0}));
    QCOMPARE(at(u"2026-03-01T10:00:00Z"_s)->rates.input, (Rate{2, 0}));
}

void TestPriceCatalog::namesWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QByteArray &json, const char *words) {
        QTest::newRow(name) << json << QString::fromUtf8(words);
    };
    const auto inModel = [&](const char *name, const QByteArray &members, const char *words) {
        row(name,
            "{\"state\":\"2026-01-02\",\"models\":[\n{\"provider\":\"v\",\"id\":\"m\"," + members
                + "}]}",
            words);
    };
    row("nothing", "", "p.json, line 1: there is nothing here");
    row("a list", "[]", "must be an object");
    row("no models", R"({"state":"2026-01-02"})", "“models” is missing here.");
    row("a state that is no day", R"({"state":"yesterday","models":[]})", "state: must be a date");
    inModel("no prices", "\"title\":\"M\"", "line 2: models[0]: “prices” is missing here.");
    inModel("a misspelt field", "\"alias\":[],\"prices\":[]", "did you mean “aliases”?");
    inModel("a price that is a number", "\"prices\":[{\"input\":1}]",
            "models[0].prices[0].input: must be US");
    inModel("an impossible day", "\"prices\":[{\"from\":\"2026-02-30\",\"input\":\"1\"}]",
            "prices[0].from: must be a date");
    inModel("a moment without a zone",
            "\"prices\":[{\"from\":\"2026-02-01T00:00:00\",\"input\":\"1\"}]",
            "prices[0].from: must be a date");
    inModel("prices out of order",
            "\"prices\":[{\"from\":\"2026-02-02\",\"input\":\"1\"},{\"from\":\"2026-02-01\","
            "\"input\":\"1\"}]",
            "prices[1]: must hold from a later day");
    inModel("an empty window", "\"context_window\":0,\"prices\":[]",
            "context_window: must be a whole number");
    inModel("an alias that is the id", "\"aliases\":[\"m\"],\"prices\":[]", "v/m stands twice");
}

void TestPriceCatalog::namesWhatIsWrong()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, words);
    const Result<PriceCatalog> result = PriceCatalog::fromJson(json, u"p.json"_s);
    QVERIFY(!result);
    QVERIFY2(result.failure().message.startsWith(u"p.json"_s),
             qPrintable(result.failure().message));
    QVERIFY2(result.failure().message.contains(words), qPrintable(result.failure().message));
}

QTEST_GUILESS_MAIN(TestPriceCatalog)
#include "tst_pricecatalog.moc"
