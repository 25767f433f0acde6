// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/ledgerstore.h"
#include "core/storage/migrations.h"
#include "core/storage/rowcodec.h"
#include "tests/core/storage/samplerecords.h"

#include <QDateTime>
#include <QTemporaryDir>
#include <QTest>

#include <limits>
#include <memory>

using namespace Qt::StringLiterals;
using namespace Sidelong;

using Group = UsageQuery::Group;

class tst_LedgerStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_connection.reset(); }
    void add_everyColumn_comesBack();
    void add_unknownFigures_stayUnknown();
    void add_twice_countsOnce();
    void rows_cannotBeChanged_data();
    void rows_cannotBeChanged();
    void usage_byDay_followsTheLocalDay();
    void usage_byMonth_followsTheLocalMonth();
    void usage_groups_data();
    void usage_groups();
    void usage_range_beginsInclusiveEndsExclusive();
    void usage_simulated_onlyWhenAsked();
    void usage_unknownPrice_isApart();
    void usage_hit_isNoCall();
    void usage_neverSent_isNoCall();
    void usage_beyondTheRange_fails();
    void spent_leavesOutSimulatedAndUnknown();
    void totalOf_isAsCertainAsItsLeast_data();
    void totalOf_isAsCertainAsItsLeast();

private:
    LedgerStore ledger() const { return LedgerStore(*m_connection); }
    AttemptRecord attempt();
    void add(const AttemptRecord &attempt) { QVERIFY(ledger().add(attempt)); }
    static qint64 utc(const QString &iso)
    {
        return QDateTime::fromString(iso, Qt::ISODate).toMSecsSinceEpoch();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Connection> m_connection;
    int m_next = 0;
};

void tst_LedgerStore::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    auto opened = openDatabase(m_dir->filePath(u"sidelong.db"_s));
    QVERIFY(opened);
    m_connection = *std::move(opened);
}

AttemptRecord tst_LedgerStore::attempt()
{
    AttemptRecord attempt = Sample::attempt(QString::number(++m_next), u"r"_s);
    attempt.usage = Usage{.input = 10, .output = 2};
    attempt.cost = {.output = {5}, .total = {5}, .origin = CostOrigin::Computed};
    attempt.saved = {};
    return attempt;
}

void tst_LedgerStore::add_everyColumn_comesBack()
{
    const AttemptRecord attempt = Sample::attempt(u"a"_s, u"r"_s);
    QVERIFY(*ledger().add(attempt));
    const auto found = ledger().find(u"a"_s);
    QVERIFY(found && *found);
    QVERIFY(**found == attempt);
    QCOMPARE((**found).usageRaw, attempt.usageRaw);
    QVERIFY(!*ledger().find(u"b"_s));
    QCOMPARE(ledger().ofRun(u"r"_s)->size(), 1);
}

void tst_LedgerStore::add_unknownFigures_stayUnknown()
{
    AttemptRecord attempt;
    attempt.id = u"a"_s;
    QVERIFY(*ledger().add(attempt));
    QVERIFY(**ledger().find(u"a"_s) == attempt);
}

void tst_LedgerStore::add_twice_countsOnce()
{
    const AttemptRecord attempt = Sample::attempt(u"a"_s, u"r"_s);
    QCOMPARE(*ledger().add(attempt), true);
    QCOMPARE(*ledger().add(attempt), false);
    QCOMPARE(ledger().usage({}).operator*().value(0).calls, 1);
}

void tst_LedgerStore::rows_cannotBeChanged_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("updated") << u"UPDATE ledger SET cost_total = 0"_s;
    QTest::newRow("deleted") << u"DELETE FROM ledger"_s;
}

void tst_LedgerStore::rows_cannotBeChanged()
{
    QFETCH(QString, sql);
    add(attempt());
    QVERIFY(!m_connection->exec(sql));
    QCOMPARE(ledger().ofRun(u"r"_s)->size(), 1);
}

void tst_LedgerStore::usage_byDay_followsTheLocalDay()
{
    // Berlin's clocks went forward on 29 March 2026 at 01:00 UTC and back on 25 October.
    for (const QString &iso :
         {u"2026-03-28T22:59:59Z"_s, u"2026-03-28T23:00:00Z"_s, u"2026-03-29T21:59:59Z"_s,
          u"2026-03-29T22:00:00Z"_s, u"2026-10-24T22:00:00Z"_s, u"2026-10-25T22:59:59Z"_s,
          u"2026-10-25T23:00:00Z"_s}) {
        AttemptRecord record = attempt();
        record.startedMs = utc(iso);
        add(record);
    }
    const auto rows = ledger().usage({});
    QVERIFY(rows);
    QStringList days;
    for (const UsageRow &row : *rows)
        days += u"%1:%2"_s.arg(row.group).arg(row.calls);
    QCOMPARE(days,
             (QStringList{u"2026-03-28:1"_s, u"2026-03-29:2"_s, u"2026-03-30:1"_s,
                          u"2026-10-25:2"_s, u"2026-10-26:1"_s}));
}

void tst_LedgerStore::usage_byMonth_followsTheLocalMonth()
{
    for (const QString &iso : {u"2026-03-31T21:59:00Z"_s, u"2026-03-31T22:00:00Z"_s}) {
        AttemptRecord record = attempt();
        record.startedMs = utc(iso);
        add(record);
    }
    const auto rows = ledger().usage({.group = Group::Month});
    QVERIFY(rows);
    QCOMPARE(rows->size(), 2);
    QCOMPARE(rows->at(0).group, u"2026-03"_s);
    QCOMPARE(rows->at(1).group, u"2026-04"_s);
}

void tst_LedgerStore::usage_groups_data()
{
    QTest::addColumn<int>("group");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("by provider") << int(Group::Provider) << QStringList{u"b=7"_s, u"a=6"_s};
    QTest::newRow("by model") << int(Group::Model)
                              << QStringList{u"b/n=7"_s, u"a/n=5"_s, u"a/m=1"_s};
    QTest::newRow("by prompt") << int(Group::Prompt) << QStringList{u"=7"_s, u"p=6"_s};
    QTest::newRow("by tag") << int(Group::Tag) << QStringList{u"t=12"_s, u"=1"_s};
}

void tst_LedgerStore::usage_groups()
{
    QFETCH(int, group);
    QFETCH(QStringList, expected);
    const auto book = [this](const QString &provider, const QString &model, const QString &prompt,
                             const QString &tag, qint64 picos) {
        AttemptRecord record = attempt();
        record.model = {provider, model};
        record.promptName = prompt;
        record.tag = tag;
        record.cost = {.total = {picos}, .origin = CostOrigin::Reported};
        add(record);
    };
    book(u"a"_s, u"m"_s, u"p"_s, {}, 1);
    book(u"a"_s, u"n"_s, u"p"_s, u"t"_s, 5);
    book(u"b"_s, u"n"_s, {}, u"t"_s, 7);
    const auto rows = ledger().usage({.group = static_cast<Group>(group)});
    QVERIFY(rows);
    QStringList actual;
    for (const UsageRow &row : *rows)
        actual += u"%1=%2"_s.arg(row.group).arg(row.cost.picos);
    QCOMPARE(actual, expected);
}

void tst_LedgerStore::usage_range_beginsInclusiveEndsExclusive()
{
    for (const qint64 at : {999, 1000, 1999, 2000}) {
        AttemptRecord record = attempt();
        record.startedMs = at;
        add(record);
    }
    const auto rows = ledger().usage({.sinceMs = 1000, .untilMs = 2000, .group = Group::Tag});
    QVERIFY(rows);
    QCOMPARE(rows->value(0).calls, 2);
    QCOMPARE(rows->value(0).input, 20);
    QCOMPARE(rows->value(0).output, 4);
    QCOMPARE(*ledger().spent(1000, 2000), Money{10});
}

void tst_LedgerStore::usage_simulated_onlyWhenAsked()
{
    AttemptRecord record = attempt();
    record.simulated = true;
    add(record);
    QVERIFY(ledger().usage({})->isEmpty());
    QCOMPARE(ledger().usage({.simulated = true})->value(0).calls, 1);
}

void tst_LedgerStore::usage_unknownPrice_isApart()
{
    add(attempt());
    AttemptRecord record = attempt();
    record.cost = {.total = {1000}, .origin = CostOrigin::Unknown};
    add(record);
    const UsageRow row = ledger().usage({}).operator*().value(0);
    QCOMPARE(row.calls, 2);
    QCOMPARE(row.unknownCalls, 1);
    QCOMPARE(row.cost, Money{5});
}

void tst_LedgerStore::usage_hit_isNoCall()
{
    AttemptRecord record = attempt();
    record.cache = u"hit"_s;
    record.cost = {.origin = CostOrigin::Computed};
    record.saved = {77};
    add(record);
    const UsageRow row = ledger().usage({}).operator*().value(0);
    QCOMPARE(row.calls, 0);
    QCOMPARE(row.input, 0);
    QCOMPARE(row.saved, Money{77});
    QCOMPARE(row.unknownCalls, 0);
}

void tst_LedgerStore::usage_neverSent_isNoCall()
{
    AttemptRecord record = attempt();
    record.outcome = u"no_key"_s;
    record.usage = {};
    record.cost = {};
    add(record);
    const UsageRow row = ledger().usage({}).operator*().value(0);
    QCOMPARE(row.calls, 0);
    QCOMPARE(row.unknownCalls, 0);
}

void tst_LedgerStore::usage_beyondTheRange_fails()
{
    for (int day = 0; day < 2; ++day) {
        AttemptRecord record = attempt();
        record.cost = {.total = {std::numeric_limits<qint64>::max()},
                       .origin = CostOrigin::Computed};
        record.startedMs += day * qint64(3'600'000);
        add(record);
    }
    QVERIFY(!ledger().usage({}));
    QVERIFY(!ledger().usage({.group = Group::Model}));
    const auto spent = ledger().spent(0, std::numeric_limits<qint64>::max());
    QVERIFY(!spent);
    QCOMPARE(spent.failure().kind, FailureKind::Storage);
}

void tst_LedgerStore::spent_leavesOutSimulatedAndUnknown()
{
    QCOMPARE(*ledger().spent(0, 9'000'000'000'000), Money{0});
    add(attempt());
    AttemptRecord simulated = attempt();
    simulated.simulated = true;
    add(simulated);
    AttemptRecord unknown = attempt();
    unknown.cost.origin = CostOrigin::Unknown;
    add(unknown);
    QCOMPARE(*ledger().spent(0, 9'000'000'000'000), Money{5});
}

void tst_LedgerStore::totalOf_isAsCertainAsItsLeast_data()
{
    const auto cost = [](qint64 picos, CostOrigin origin) {
        return Cost{.output = {picos}, .total = {picos}, .origin = origin};
    };
    QTest::addColumn<QList<Cost>>("costs");
    QTest::addColumn<qint64>("total");
    QTest::addColumn<CostOrigin>("origin");
    QTest::newRow("nothing costs nothing") << QList<Cost>() << qint64(0) << CostOrigin::Computed;
    QTest::newRow("reported and computed")
        << QList{cost(1, CostOrigin::Reported), cost(2, CostOrigin::Computed)} << qint64(3)
        << CostOrigin::Computed;
    QTest::newRow("computed and estimated")
        << QList{cost(1, CostOrigin::Estimated), cost(2, CostOrigin::Computed)} << qint64(3)
        << CostOrigin::Estimated;
    QTest::newRow("one is unknown")
        << QList{cost(1, CostOrigin::Reported), cost(0, CostOrigin::Unknown)} << qint64(0)
        << CostOrigin::Unknown;
    const qint64 most = std::numeric_limits<qint64>::max();
    QTest::newRow("too much") << QList{cost(most, CostOrigin::Reported),
                                       cost(1, CostOrigin::Reported)}
                              << qint64(0) << CostOrigin::Unknown;
}

void tst_LedgerStore::totalOf_isAsCertainAsItsLeast()
{
    QFETCH(QList<Cost>, costs);
    const Cost total = totalOf(costs);
    QTEST(total.total.picos, "total");
    QTEST(total.origin, "origin");
}

int main(int argc, char **argv)
{
    // Before anything asks for the local time: days have to follow the zone, and its changes.
    qputenv("TZ", "Europe/Berlin");
    QCoreApplication app(argc, argv);
    tst_LedgerStore test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_ledgerstore.moc"
