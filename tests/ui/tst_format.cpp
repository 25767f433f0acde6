// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/format.h"

#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_Format : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void money_data();
    void money();
    void cost();
    void duration_data();
    void duration();
    void latencyRateAndTokens();
};

void tst_Format::money_data()
{
    QTest::addColumn<qint64>("picos");
    QTest::addColumn<QString>("expected");

    QTest::newRow("nothing") << qint64(0) << u"$0.00"_s;
    QTest::newRow("one picodollar") << qint64(1) << u"$0.000000000001"_s;
    QTest::newRow("a few millionths") << qint64(4'240'000) << u"$0.0000042"_s;
    QTest::newRow("tenths of a cent") << qint64(1'820'000'000) << u"$0.00182"_s;
    QTest::newRow("less than that") << qint64(310'000'000) << u"$0.00031"_s;
    QTest::newRow("cents") << qint64(12'340'000'000) << u"$0.012"_s;
    QTest::newRow("rounds up to a cent") << qint64(9'999'999'999) << u"$0.010"_s;
    QTest::newRow("most of a dollar") << qint64(844'000'000'000) << u"$0.84"_s;
    QTest::newRow("rounds up to a dollar") << qint64(999'999'999'999) << u"$1.00"_s;
    QTest::newRow("dollars") << qint64(12'400'000'000'000) << u"$12.40"_s;
    QTest::newRow("thousands") << qint64(1'204'500'000'000'000) << u"$1,204.50"_s;
    QTest::newRow("negative") << qint64(-410'000'000'000) << u"\u2212$0.41"_s;
    QTest::newRow("the least there is")
        << std::numeric_limits<qint64>::min() << u"\u2212$9,223,372.04"_s;
}

void tst_Format::money()
{
    QFETCH(qint64, picos);
    QFETCH(QString, expected);
    QCOMPARE(formatMoney({picos}), expected);
}

void tst_Format::cost()
{
    Cost cost;
    QCOMPARE(formatCost(cost), u"price unknown"_s);
    cost.total = {1'820'000'000};
    cost.origin = CostOrigin::Computed;
    QCOMPARE(formatCost(cost), u"$0.00182"_s);
    cost.origin = CostOrigin::Estimated;
    QCOMPARE(formatCost(cost), u"\u2248 $0.00182"_s);
}

void tst_Format::duration_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("expected");

    QTest::newRow("nothing") << qint64(0) << u"0.00 s"_s;
    QTest::newRow("under a second") << qint64(840) << u"0.84 s"_s;
    QTest::newRow("rounds up to a second") << qint64(996) << u"1.0 s"_s;
    QTest::newRow("seconds") << qint64(3'120) << u"3.1 s"_s;
    QTest::newRow("rounds up to ten") << qint64(9'960) << u"10 s"_s;
    QTest::newRow("tens of seconds") << qint64(41'200) << u"41 s"_s;
    QTest::newRow("rounds up to a minute") << qint64(59'700) << u"1 min 0 s"_s;
    QTest::newRow("minutes") << qint64(125'000) << u"2 min 5 s"_s;
    QTest::newRow("hours") << qint64(3'720'000) << u"1 h 2 min"_s;
}

void tst_Format::duration()
{
    QFETCH(qint64, ms);
    QFETCH(QString, expected);
    QCOMPARE(formatDuration(ms), expected);
}

void tst_Format::latencyRateAndTokens()
{
    QCOMPARE(formatLatency(1'210), u"1.21 s"_s);
    QCOMPARE(formatLatency(41'000), u"41 s"_s);
    QCOMPARE(formatRate(84.2), u"84 tok/s"_s);
    QCOMPARE(formatRate(8.43), u"8.4 tok/s"_s);
    QCOMPARE(formatTokens(1'204'870), u"1,204,870"_s);
}

QTEST_GUILESS_MAIN(tst_Format)
#include "tst_format.moc"
