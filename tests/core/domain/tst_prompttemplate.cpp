// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/prompttemplate.h"

#include <QTest>

using namespace Sidelong;
using namespace Qt::StringLiterals;

class TestPromptTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsVariables_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("none") << u"a {b} {{}} {{ }}"_s << QStringList();
        QTest::newRow("each once, in order")
            << u"{{b}} {{ a.1 }} {{b}}"_s << QStringList{u"b"_s, u"a.1"_s};
        QTest::newRow("blanks inside are text") << u"{{a b}}"_s << QStringList();
        QTest::newRow("letters of any script")
            << u"{{größe}} {{名前}}"_s << QStringList{u"größe"_s, u"名前"_s};
        // A letter and its mark may be two characters, as file names of macOS have them.
        QTest::newRow("combining marks") << u"{{gro\u0308ße}} {{\u0939\u093f}}"_s
                                         << QStringList{u"gro\u0308ße"_s, u"\u0939\u093f"_s};
    }
    void findsVariables()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, names);
        QCOMPARE(variablesIn(text), names);
    }

    void fillsThemOnce()
    {
        const Result<QString> text =
            filled(u"{{a}}-{{ b }}-{{a}}"_s, {{u"a"_s, u"{{b}}"_s}, {u"b"_s, u"2"_s}});
        QVERIFY(text);
        QCOMPARE(*text, u"{{b}}-2-{{b}}"_s);
    }

    void namesWhatIsUnset()
    {
        const Result<QString> text = filled(u"{{a}}"_s, {});
        QVERIFY(!text);
        QVERIFY(text.failure().message.contains(u"{{a}}"_s));
    }
};

QTEST_GUILESS_MAIN(TestPromptTemplate)
#include "tst_prompttemplate.moc"
