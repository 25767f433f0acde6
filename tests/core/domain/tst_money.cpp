// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/money.h"

#include <QTest>

#include <limits>

using namespace Sidelong;

namespace {

constexpr qint64 most = std::numeric_limits<qint64>::max();
constexpr qint64 least = std::numeric_limits<qint64>::min();

} // namespace

class TestMoney : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAnExactDecimal_data()
    {
        QTest::addColumn<qint64>("picos");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing is 0") << qint64(0) << QStringLiteral("0");
        QTest::newRow("one picodollar") << qint64(1) << QStringLiteral("0.000000000001");
        QTest::newRow("trailing zeros are cut")
            << qint64(1'820'000'000) << QStringLiteral("0.00182");
        QTest::newRow("whole dollars have no point")
            << qint64(5'000'000'000'000) << QStringLiteral("5");
        QTest::newRow("tens keep their zeros")
            << qint64(100'000'000'000'000) << QStringLiteral("100");
        QTest::newRow("less than nothing") << qint64(-1'500'000'000'000) << QStringLiteral("-1.5");
        QTest::newRow("the most") << most << QStringLiteral("9223372.036854775807");
        QTest::newRow("the least") << least << QStringLiteral("-9223372.036854775808");
    }
    void writesAnExactDecimal()
    {
        QFETCH(qint64, picos);
        QFETCH(QString, text);
        QCOMPARE(Money{picos}.toUsd(), text);
        if (picos != least)
            QCOMPARE(Money::fromUsd(text), Money{picos});
    }

    void readsDollars_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isRead");
        QTest::addColumn<qint64>("picos");
        const auto row = [](const char *name, const char *text, std::optional<qint64> picos) {
            QTest::newRow(name) << QString::fromLatin1(text) << picos.has_value()
                                << picos.value_or(0);
        };
        row("two digits of cents", "25.00", 25'000'000'000'000);
        row("zeros beyond a picodollar", "0.5000000000000000", 500'000'000'000);
        row("the finest", "0.000000000001", 1);
        row("the most", "9223372.036854775807", most);
        row("finer than a picodollar", "0.0000000000001", {});
        row("beyond the range", "9223372.036854775808", {});
        row("far beyond the range", "99999999999999999999999", {});
        row("nothing", "", {});
        row("a sign alone", "-", {});
        row("no digit before the point", ".5", {});
        row("no digit behind the point", "5.", {});
        row("an exponent", "1e3", {});
        row("a plus", "+1", {});
        row("two points", "1.2.3", {});
        row("a comma", "1,5", {});
        row("a currency", "$1", {});
        row("a blank", " 1", {});
        row("two signs", "--1", {});
    }
    void readsDollars()
    {
        QFETCH(QString, text);
        QFETCH(bool, isRead);
        QFETCH(qint64, picos);
        const std::optional<Money> money = Money::fromUsd(text);
        QCOMPARE(money.has_value(), isRead);
        if (money)
            QCOMPARE(money->picos, picos);
    }

    void roundsAnyNumber_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<std::optional<Money>>("money");
        const auto row = [](const QByteArray &text, std::optional<qint64> picos) {
            QTest::newRow(text.left(40).constData())
                << text << (picos ? std::optional(Money{*picos}) : std::nullopt);
        };
        row("0.000669", 669'000'000);
        row("1.29e-05", 12'900'000);
        row("2E+1", 20'000'000'000'000);
        row("-0.5", -500'000'000'000);
        row("0.0000000000005", 0); // half to even
        row("0.0000000000015", 2);
        row("0.0000000000025", 2);
        row("0.00000000000250000000000000000000000001", 3);
        row("0.0000000000024999999999999999999999999", 2);
        row("25e-13", 2);
        row("1e-300", 0);
        row("0e999999999", 0);
        row("9223372.036854775807", most);
        row("9223372.0368547758075", {});
        row("9223372.036854775808", {});
        row("1e300", {});
        row("99999999999999999999999999", {});
        row("", {});
        row("-", {});
        row("e5", {});
        row("1e", {});
        row("1.2.3", {});
        row("0x10", {});
        row("nan", {});
    }
    void roundsAnyNumber()
    {
        QFETCH(QByteArray, text);
        QFETCH(std::optional<Money>, money);
        QCOMPARE(Money::rounded(text), money);
    }

    void sumsSayWhenTheyDoNotFit()
    {
        QCOMPARE(Money::sum(Money{2}, Money{-3}), Money{-1});
        QCOMPARE(Money::sum(Money{most}, Money{0}), Money{most});
        QVERIFY(!Money::sum(Money{most}, Money{1}));
        QVERIFY(!Money::sum(Money{least}, Money{-1}));
    }

    void ratesKeepTheirDigits_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isRead");
        const auto row = [](const char *text, bool isRead) {
            QTest::newRow(text) << QString::fromLatin1(text) << isRead;
        };
        row("3.00", true);
        row("0", true);
        row("0.0375", true);
        row("150", true);
        row("0.000000000001", true);
        row("-1", false);
        row("1e-3", false);
        row("free", false);
        row("0.0000000000001", false);
        row("9223372036854775808", false);
    }
    void ratesKeepTheirDigits()
    {
        QFETCH(QString, text);
        QFETCH(bool, isRead);
        const std::optional<Rate> rate = Rate::fromDecimal(text);
        QCOMPARE(rate.has_value(), isRead);
        if (rate)
            QCOMPARE(rate->toDecimal(), text);
    }

    void tokensAtARate_data()
    {
        QTest::addColumn<QString>("rate");
        QTest::addColumn<qint64>("tokens");
        QTest::addColumn<bool>("fits");
        QTest::addColumn<qint64>("picos");
        const auto row = [](const char *name, const char *rate, qint64 tokens,
                            std::optional<qint64> picos) {
            QTest::newRow(name) << QString::fromLatin1(rate) << tokens << picos.has_value()
                                << picos.value_or(0);
        };
        row("a dollar a million is a million picodollars a token", "1", 1, 1'000'000);
        row("three dollars for a million tokens", "3.00", 1'000'000, 3'000'000'000'000);
        row("exact below a cent", "0.0375", 7, 262'500);
        row("a picodollar a token", "0.000001", 5, 5);
        row("half a picodollar goes to the even 0", "0.0000005", 1, 0);
        row("one and a half go to the even 2", "0.0000005", 3, 2);
        row("two and a half go to the even 2", "0.0000005", 5, 2);
        row("less than half goes down", "0.00000049", 1, 0);
        row("more than half goes up", "0.00000051", 1, 1);
        row("no tokens", "150", 0, 0);
        row("a free model", "0", most, 0);
        row("beyond the range", "150", most, {});
        row("just within the range", "9.223372036854", 1'000'000'000'000,
            9'223'372'036'854'000'000);
        row("just beyond the range", "9.223373", 1'000'000'000'000, {});
        row("beyond 128 bits", "9223372036854775807", most, {});
        row("a fine rate times a great number", "9.223372036854", most, {});
        row("fewer tokens than none", "1", -1, {});
    }
    void tokensAtARate()
    {
        QFETCH(QString, rate);
        QFETCH(qint64, tokens);
        QFETCH(bool, fits);
        QFETCH(qint64, picos);
        const std::optional<Rate> parsed = Rate::fromDecimal(rate);
        QVERIFY(parsed);
        const std::optional<Money> money = parsed->times(tokens);
        QCOMPARE(money.has_value(), fits);
        if (money)
            QCOMPARE(money->picos, picos);
    }
};

QTEST_GUILESS_MAIN(TestMoney)
#include "tst_money.moc"
