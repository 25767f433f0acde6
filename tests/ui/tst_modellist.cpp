// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/modellist.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_ModelList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatCanBeUsedNow_standsFirst();
    void search_findsEveryWord_data();
    void search_findsEveryWord();
};

namespace {

QStringList targetsOf(const ModelList &list)
{
    QStringList targets;
    for (int row = 0; row < list.rowCount(); ++row)
        targets.append(list.data(list.index(row), ModelList::TargetRole).toString());
    return targets;
}

/// In the order of their providers.
QList<ModelChoice> someChoices()
{
    return {{{u"anthropic"_s, u"claude"_s}, u"Anthropic"_s, {}, false, false},
            {{u"openai"_s, u"gpt"_s}, u"OpenAI"_s, {}, false, true},
            {{u"openai"_s, u"gpt-small"_s}, u"OpenAI"_s, {}, false, true},
            {{u"simulator"_s, u"sim"_s}, u"Simulator"_s, {}, true, true}};
}

} // namespace

void tst_ModelList::whatCanBeUsedNow_standsFirst()
{
    const ModelList list(someChoices(), {});
    QCOMPARE(targetsOf(list),
             (QStringList{u"openai/gpt"_s, u"openai/gpt-small"_s, u"simulator/sim"_s,
                          u"anthropic/claude"_s}));
}

void tst_ModelList::search_findsEveryWord_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("a part") << u"small"_s << QStringList{u"openai/gpt-small"_s};
    QTest::newRow("two words") << u"GPT openai"_s
                               << QStringList{u"openai/gpt"_s, u"openai/gpt-small"_s};
    QTest::newRow("the provider's title") << u"anthr"_s << QStringList{u"anthropic/claude"_s};
    QTest::newRow("typed by hand") << u"openai/new"_s << QStringList{u"openai/new"_s};
    QTest::newRow("of nobody") << u"nobody/new"_s << QStringList();
}

void tst_ModelList::search_findsEveryWord()
{
    QFETCH(QString, text);
    QFETCH(QStringList, found);
    ModelList list(someChoices(), {u"openai"_s});
    list.search(text);
    QCOMPARE(targetsOf(list), found);
}

QTEST_GUILESS_MAIN(tst_ModelList)
#include "tst_modellist.moc"
