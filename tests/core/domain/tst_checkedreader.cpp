// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/checkedreader.h"

#include <QTest>

using namespace Sidelong;
using namespace Qt::StringLiterals;

class TestCheckedReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhichFileAndLine()
    {
        CheckedReader reader(u"notes.json"_s);
        QVERIFY(reader.parse("{\n \"a\": {\"b c\": [0, {\"d\": \"x\"}]}}"));
        QVERIFY(!reader.integer(reader.root()["a"]["b c"].at(1)["d"], 0, 9));
        QCOMPARE(
            reader.failure().message,
            u"notes.json, line 2: a[\"b c\"][1].d: must be a whole number from 0 to 9, not a text."_s);
    }

    void keepsTheFirstFault()
    {
        CheckedReader reader;
        QVERIFY(reader.parse("[1,\n2]"));
        reader.fail(reader.root().at(1), u"first"_s);
        reader.fail(reader.root().at(0), u"second"_s);
        QCOMPARE(reader.failure().message, u"line 2: [1]: first"_s);
    }

    void aByteOrderMarkIsNoFault()
    {
        CheckedReader reader;
        QVERIFY(reader.parse("\xEF\xBB\xBF{\"a\":1}"));
        QCOMPARE(reader.integer(reader.root()["a"], 0, 9), 1);
    }

    void aMissingValueIsNoFault()
    {
        CheckedReader reader;
        QVERIFY(reader.parse("{}"));
        QVERIFY(!reader.integer(reader.root()["a"], 0, 9));
        QVERIFY(!reader.boolean(reader.root()["a"]));
        QVERIFY(!reader.text(reader.root()["a"]));
        QVERIFY(!reader.isList(reader.root()["a"]));
        QVERIFY(reader.isGood());
    }

    void findsNamesThatStandTwice()
    {
        CheckedReader reader;
        QVERIFY(!reader.parse("{\"a\": [{\"x\": 1,\n\"y\": 2,\n\"\\u0078\": 3}]}"));
        QCOMPARE(reader.failure().message,
                 u"line 3: a[0].x: this name stands twice (first on line 1); keep one of them."_s);
    }

    void guessesWhatWasMeant_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("meant");
        QTest::newRow("a letter missing") << u"atempts"_s << u"attempts"_s;
        QTest::newRow("a plural") << u"proxys"_s << u"proxy"_s;
        QTest::newRow("another case") << u"Proxy"_s << u"proxy"_s;
        QTest::newRow("two letters off in a long word")
            << u"first_dealy_ms"_s << u"first_delay_ms"_s;
        QTest::newRow("its beginning") << u"first"_s << u"first_delay_ms"_s;
        QTest::newRow("nothing alike") << u"colour"_s << QString();
        QTest::newRow("nothing") << QString() << QString();
    }
    void guessesWhatWasMeant()
    {
        QFETCH(QString, word);
        QFETCH(QString, meant);
        QCOMPARE(nearestName(word, {u"attempts"_s, u"first_delay_ms"_s, u"proxy"_s}), meant);
    }
};

QTEST_GUILESS_MAIN(TestCheckedReader)
#include "tst_checkedreader.moc"
