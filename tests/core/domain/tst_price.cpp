// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/price.h"

#include <QTest>

using namespace Sidelong;

class TestPrice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWrittenInTheNotationOfTheFile()
    {
        Price price;
        price.rates.input = Rate{300, 2};
        price.rates.cachedRead = Rate{75, 2};
        price.rates.cacheWrite = Rate{375, 2};
        price.rates.cacheWriteLong = Rate{6, 0};
        price.rates.output = Rate{12, 0};
        price.tiers = {{200'000, {.input = Rate{6, 0}, .output = Rate{185, 1}}}};
        QCOMPARE(toJson(price),
                 R"({"input":"3.00","cached_read":"0.75","cache_write":"3.75",)"
                 R"("cache_write_long":"6","output":"12",)"
                 R"("tiers":[{"above_input_tokens":200000,"input":"6","output":"18.5"}]})");
    }

    void namesItsFirstDay()
    {
        Price price;
        price.fromUtcMs = 1'796'083'200'000;
        price.rates.output = Rate{0, 0};
        QCOMPARE(toJson(price), R"({"from":"2026-12-01","output":"0"})");
        price.fromUtcMs += 1;
        QCOMPARE(toJson(price), R"({"from":"2026-12-01T00:00:00.001Z","output":"0"})");
    }

    void sayNothingWhereNothingIsKnown() { QCOMPARE(toJson(Price()), "{}"); }
};

QTEST_GUILESS_MAIN(TestPrice)
#include "tst_price.moc"
