// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/ledgerstore.h"
#include "core/storage/migrations.h"
#include "core/storage/runstore.h"
#include "tests/core/storage/samplerecords.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_RunStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_connection.reset(); }
    void add_everyField_comesBack();
    void add_twice_keepsTheFirst();
    void list_newestFirst();
    void list_summary_saysWhatItWas();
    void list_search_data();
    void list_search();
    void list_longTurn_isCutBetweenCharacters();
    void find_byABeginning();
    void delete_takesAllButTheLedger();

private:
    RunStore store() const { return RunStore(*m_connection); }
    int count(const QString &table) const;

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Connection> m_connection;
};

void tst_RunStore::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    auto opened = openDatabase(m_dir->filePath(u"sidelong.db"_s));
    QVERIFY(opened);
    m_connection = *std::move(opened);
}

int tst_RunStore::count(const QString &table) const
{
    auto row = m_connection->exec(u"SELECT count(*) FROM "_s + table);
    return row && row->next() ? row->value(0).toInt() : -1;
}

void tst_RunStore::add_everyField_comesBack()
{
    const RunRecord run = Sample::run(u"r1"_s);
    AnswerRecord plain;
    plain.runId = run.id;
    const QList<AnswerRecord> answers = {plain,
                                         Sample::answer(run.id, QByteArray("nul \0 inside", 12))};
    const auto added = store().add(run, Sample::variants(), answers);
    QVERIFY2(added, qPrintable(added ? QString() : added.failure().detail));
    QVERIFY(*added);
    const auto found = store().find(u"r1"_s);
    QVERIFY(found);
    QVERIFY(found->run == run);
    QVERIFY(found->variants == Sample::variants());
    QCOMPARE(found->answers.size(), 2);
    QVERIFY(found->answers[0] == answers[0]);
    QVERIFY(found->answers[1] == answers[1]);
}

void tst_RunStore::add_twice_keepsTheFirst()
{
    QVERIFY(*store().add(Sample::run(u"r1"_s), Sample::variants(), {}));
    RunRecord again = Sample::run(u"r1"_s);
    again.state = RunState::Interrupted;
    const auto added = store().add(again, Sample::variants(), {Sample::answer(u"r1"_s, "x")});
    QVERIFY(added);
    QVERIFY(!*added);
    QCOMPARE(store().find(u"r1"_s)->run.state, RunState::Done);
}

void tst_RunStore::list_newestFirst()
{
    for (const auto &[id, at] : {std::pair{u"b"_s, 20}, {u"c"_s, 30}, {u"a"_s, 10}}) {
        RunRecord run = Sample::run(id);
        run.startedMs = at;
        QVERIFY(store().add(run, {}, {}));
    }
    const auto ids = [this](int limit) {
        QString joined;
        const auto runs = store().list({}, limit);
        for (const RunSummary &run : *runs)
            joined += run.id;
        return joined;
    };
    QCOMPARE(ids(0), u"cba"_s);
    QCOMPARE(ids(2), u"cb"_s);
}

void tst_RunStore::list_summary_saysWhatItWas()
{
    AttemptRecord attempt = Sample::attempt(u"a"_s, u"r1"_s);
    attempt.simulated = true;
    QVERIFY(LedgerStore(*m_connection).add(attempt));
    QVERIFY(
        store().add(Sample::run(u"r1"_s), Sample::variants(), {Sample::answer(u"r1"_s, "text")}));
    const auto runs = store().list({}, 0);
    QVERIFY(runs);
    const RunSummary expected{.id = u"r1"_s,
                              .startedMs = 1'795'000'000'000,
                              .state = RunState::Done,
                              .targets = {u"openai/gpt-x"_s, u"lab/one/two"_s},
                              .text = u"Who was Ada Lovelace?"_s,
                              .simulated = true,
                              .cost = {.total = {7}, .origin = CostOrigin::Estimated}};
    QVERIFY(runs->value(0) == expected);
}

void tst_RunStore::list_search_data()
{
    QTest::addColumn<QString>("search");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("a word of the prompt") << u"Lovelace"_s << true;
    QTest::newRow("in another case") << u"lOVELACE"_s << true;
    QTest::newRow("a part of a word") << u"ovela"_s << true;
    QTest::newRow("a word of the answer") << u"mathematician"_s << true;
    QTest::newRow("a word of the system turn") << u"brief"_s << true;
    QTest::newRow("a variant's own prompt") << u"Another question"_s << true;
    QTest::newRow("words of both, in any order") << u"mathematician ada"_s << true;
    QTest::newRow("umlauts") << u"GRÜSSE"_s << false;
    QTest::newRow("umlauts in another case") << u"Grüße"_s << true;
    QTest::newRow("no blanks between the words") << u"数学家"_s << true;
    QTest::newRow("two characters") << u"数学"_s << true;
    QTest::newRow("two letters that are there") << u"Ad"_s << true;
    QTest::newRow("two letters that are not") << u"zq"_s << false;
    QTest::newRow("one is missing") << u"mathematician Babbage"_s << false;
    QTest::newRow("a quote") << u"\"Enchantress\""_s << true;
    QTest::newRow("what looks like an operator") << u"zebra OR mathematician"_s << false;
    QTest::newRow("a per cent sign that is there") << u"5%"_s << true;
    QTest::newRow("a wildcard is a character") << u"A%"_s << false;
    QTest::newRow("void text is not found") << u"thrown"_s << false;
    QTest::newRow("keys of JSON are not found") << u"content"_s << false;
    QTest::newRow("blanks alone find all") << u"  "_s << true;
}

void tst_RunStore::list_search()
{
    QFETCH(QString, search);
    QFETCH(bool, isFound);
    QVERIFY(store().add(Sample::run(u"r1"_s), Sample::variants(),
                        {Sample::answer(u"r1"_s,
                                        "A mathematician, the \"Enchantress\". "
                                        "\xe6\x95\xb0\xe5\xad\xa6\xe5\xae\xb6 "
                                        "gr\xc3\xbc\xc3\x9f"
                                        "e 5%")}));
    const auto runs = store().list(search, 0);
    QVERIFY2(runs, qPrintable(runs ? QString() : runs.failure().detail));
    QCOMPARE(runs->size(), isFound ? 1 : 0);
}

void tst_RunStore::list_longTurn_isCutBetweenCharacters()
{
    const QString turn = u"x"_s.repeated(199) + u"😀"_s.repeated(10);
    QVERIFY(store().add(Sample::run(u"r1"_s, turn.toUtf8()), {}, {}));
    QCOMPARE(store().list({}, 0)->value(0).text, u"x"_s.repeated(199));
}

void tst_RunStore::find_byABeginning()
{
    QVERIFY(store().add(Sample::run(u"0190-aa"_s), {}, {}));
    QVERIFY(store().add(Sample::run(u"0190-aab"_s), {}, {}));
    QVERIFY(store().add(Sample::run(u"0191-c"_s), {}, {}));

    QCOMPARE(store().find(u"0191"_s)->run.id, u"0191-c"_s);
    QCOMPARE(store().find(u"0191-C "_s)->run.id, u"0191-c"_s);
    // Whole ids win over longer ones that begin with them.
    QCOMPARE(store().find(u"0190-aa"_s)->run.id, u"0190-aa"_s);
    for (const QString &id : {u"0190"_s, u"0192"_s, u""_s, u"%"_s}) {
        const auto found = store().find(id);
        QVERIFY(!found);
        QCOMPARE(found.failure().kind, FailureKind::NotFound);
        QVERIFY(!found.failure().message.isEmpty());
    }
    QVERIFY(store().find(u"0190"_s).failure().message != store().find(u"0192"_s).failure().message);
}

void tst_RunStore::delete_takesAllButTheLedger()
{
    QVERIFY(LedgerStore(*m_connection).add(Sample::attempt(u"a"_s, u"r1"_s)));
    QVERIFY(
        store().add(Sample::run(u"r1"_s), Sample::variants(), {Sample::answer(u"r1"_s, "text")}));
    QCOMPARE(count(u"segment"_s), 2);
    QVERIFY(m_connection->exec(u"DELETE FROM run WHERE id = ?"_s, {u"r1"_s}));
    for (const QString &table :
         {u"run"_s, u"variant"_s, u"answer"_s, u"segment"_s, u"attempt"_s, u"run_text"_s}) {
        QCOMPARE(count(table), 0);
    }
    QCOMPARE(count(u"ledger"_s), 1);
}

QTEST_GUILESS_MAIN(tst_RunStore)
#include "tst_runstore.moc"
