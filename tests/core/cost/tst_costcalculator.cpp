// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/costcalculator.h"
#include "core/domain/pricereader.h"

#include <QFile>
#include <QTest>

#include <limits>

using namespace Sidelong;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Usage)
Q_DECLARE_METATYPE(Price)
Q_DECLARE_METATYPE(Cost)

namespace {

constexpr qint64 most = std::numeric_limits<qint64>::max();

Money usd(Json::Value value) { return Money::fromUsd(value.toString()).value_or(Money{-1}); }

Usage usageOf(Json::Value value)
{
    return {.input = value["input"].toInt().value_or(-1),
            .cachedRead = value["cached_read"].toInt().value_or(-1),
            .cacheWrite = value["cache_write"].toInt().value_or(-1),
            .cacheWriteLong = value["cache_write_long"].toInt().value_or(-1),
            .output = value["output"].toInt().value_or(-1)};
}

Cost costOf(Json::Value parts, Money total)
{
    return {usd(parts["input"]),       usd(parts["cached_read"]),
            usd(parts["cache_write"]), usd(parts["cache_write_long"]),
            usd(parts["output"]),      total,
            CostOrigin::Computed};
}

Price simplePrice() { return {.rates = {.input = Rate{3, 0}, .output = Rate{15, 0}}}; }

} // namespace

class TestCostCalculator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void costsWhatFractionsSay_data();
    void costsWhatFractionsSay();
    void refusesWhatDoesNotAddUp_data();
    void refusesWhatDoesNotAddUp();
    void saysWhenTheCostDoesNotFit_data();
    void saysWhenTheCostDoesNotFit();
    void anEstimatedUsageIsAnEstimatedCost();
    void aMissingPriceIsUnknownAndNotFree_data();
    void aMissingPriceIsUnknownAndNotFree();
    void reasoningCostsNothingOfItsOwn();
};

void TestCostCalculator::costsWhatFractionsSay_data()
{
    QTest::addColumn<Price>("price");
    QTest::addColumn<Usage>("usage");
    QTest::addColumn<Cost>("cost");
    QFile file(qEnvironmentVariable("SIDELONG_TEST_DATA") + u"/cost-cases.json"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    CheckedReader reader;
    QVERIFY(reader.parse(file.readAll()));
    QVERIFY(reader.root().size() >= 100);
    for (const Json::Value entry : reader.root()) {
        QTest::newRow(entry["name"].string().constData())
            << readPrice(reader, entry["price"], PriceForm::Undated) << usageOf(entry["usage"])
            << costOf(entry["parts"], usd(entry["usd"]));
    }
    QVERIFY(reader.isGood());
}

void TestCostCalculator::costsWhatFractionsSay()
{
    QFETCH(Price, price);
    QFETCH(Usage, usage);
    QFETCH(Cost, cost);
    const Result<Cost> result = calculateCost(usage, price);
    QVERIFY2(result, result ? "" : qPrintable(result.failure().message));
    QCOMPARE(result->input.toUsd(), cost.input.toUsd());
    QCOMPARE(result->cachedRead.toUsd(), cost.cachedRead.toUsd());
    QCOMPARE(result->cacheWrite.toUsd(), cost.cacheWrite.toUsd());
    QCOMPARE(result->cacheWriteLong.toUsd(), cost.cacheWriteLong.toUsd());
    QCOMPARE(result->output.toUsd(), cost.output.toUsd());
    QCOMPARE(result->total.toUsd(), cost.total.toUsd());
    QVERIFY(*result == cost);
}

void TestCostCalculator::refusesWhatDoesNotAddUp_data()
{
    QTest::addColumn<Usage>("usage");
    QTest::addColumn<QString>("words");
    QTest::newRow("more cached than there was")
        << Usage{.input = 9, .cachedRead = 10} << u"cached_read 10"_s;
    QTest::newRow("more written than there was")
        << Usage{.input = 9, .cacheWrite = 10} << u"cache_write 10"_s;
    QTest::newRow("both together")
        << Usage{.input = 9, .cachedRead = 5, .cacheWrite = 5} << u"input 9"_s;
    QTest::newRow("both together beyond 64 bits")
        << Usage{.input = 9, .cachedRead = most, .cacheWrite = most} << u"input 9"_s;
    QTest::newRow("long above written")
        << Usage{.input = 9, .cacheWrite = 2, .cacheWriteLong = 3} << u"cache_write_long 3"_s;
    QTest::newRow("below zero") << Usage{.input = -1} << u"below zero"_s;
    QTest::newRow("output below zero") << Usage{.output = -1} << u"below zero"_s;
}

void TestCostCalculator::refusesWhatDoesNotAddUp()
{
    QFETCH(Usage, usage);
    QFETCH(QString, words);
    const Result<Cost> result = calculateCost(usage, simplePrice());
    QVERIFY(!result);
    QVERIFY2(result.failure().message.contains(words), qPrintable(result.failure().message));
}

void TestCostCalculator::saysWhenTheCostDoesNotFit_data()
{
    QTest::addColumn<Usage>("usage");
    QTest::newRow("one part alone") << Usage{.input = most};
    QTest::newRow("the sum of the parts")
        << Usage{.input = 2'000'000'000'000, .output = 300'000'000'000};
}

void TestCostCalculator::saysWhenTheCostDoesNotFit()
{
    QFETCH(Usage, usage);
    const Result<Cost> result = calculateCost(usage, simplePrice());
    QVERIFY(!result);
    QVERIFY(result.failure().message.contains(u"9.2 million"));
}

void TestCostCalculator::anEstimatedUsageIsAnEstimatedCost()
{
    const Result<Cost> cost = calculateCost({.input = 1, .estimated = true}, simplePrice());
    QVERIFY(cost);
    QVERIFY(cost->origin == CostOrigin::Estimated);
    QCOMPARE(cost->total, Money{3'000'000});
}

void TestCostCalculator::aMissingPriceIsUnknownAndNotFree_data()
{
    QTest::addColumn<Price>("price");
    QTest::addColumn<Usage>("usage");
    QTest::newRow("no price for output")
        << Price{.rates = {.input = Rate{1, 0}}} << Usage{.input = 5, .output = 5};
    QTest::newRow("no price for input")
        << Price{.rates = {.output = Rate{1, 0}}} << Usage{.input = 5, .output = 5};
    QTest::newRow("no price at all") << Price() << Usage{.input = 1};
}

void TestCostCalculator::aMissingPriceIsUnknownAndNotFree()
{
    QFETCH(Price, price);
    QFETCH(Usage, usage);
    const Result<Cost> cost = calculateCost(usage, price);
    QVERIFY(cost);
    QVERIFY(*cost == Cost());
    QVERIFY(cost->origin == CostOrigin::Unknown);
}

void TestCostCalculator::reasoningCostsNothingOfItsOwn()
{
    const Result<Cost> without = calculateCost({.input = 5, .output = 9}, simplePrice());
    const Result<Cost> with =
        calculateCost({.input = 5, .output = 9, .reasoning = 8}, simplePrice());
    QVERIFY(without && with);
    QVERIFY(*without == *with);
}

QTEST_GUILESS_MAIN(TestCostCalculator)
#include "tst_costcalculator.moc"
