// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/answertablemodel.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class TestAnswerTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theAsideTellsWhoseItIs_data();
    void theAsideTellsWhoseItIs();
};

void TestAnswerTableModel::theAsideTellsWhoseItIs_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QStringList>("differences");
    QTest::addColumn<bool>("isSimulated");
    QTest::addColumn<QString>("aside");
    QTest::newRow("provider") << u"Groq"_s << QStringList() << false << u"Groq"_s;
    QTest::newRow("provider and difference")
        << u"Groq"_s << QStringList{u"seed 7"_s} << false << u"Groq · seed 7"_s;
    QTest::newRow("simulated") << u"Simulator"_s << QStringList{u"seed 7"_s} << true
                               << u"simulated · seed 7"_s;
    QTest::newRow("a chain has no provider") << QString() << QStringList() << false << QString();
}

void TestAnswerTableModel::theAsideTellsWhoseItIs()
{
    QFETCH(QString, provider);
    QFETCH(QStringList, differences);
    QFETCH(bool, isSimulated);
    AnswerTableModel model;
    AnswerTableModel::Row row;
    row.title = {u"openai/gpt"_s, provider, 0, differences, isSimulated};
    model.setRows({row});
    const QModelIndex name = model.index(0, AnswerTableModel::Name);
    QTEST(name.data(AnswerTableModel::AsideRole).toString(), "aside");
    QVERIFY(name.data(Qt::ToolTipRole).toString().startsWith(u"openai/gpt"_s));
}

QTEST_MAIN(TestAnswerTableModel)
#include "tst_answertablemodel.moc"
