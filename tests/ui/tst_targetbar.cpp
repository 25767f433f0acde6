// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/targetbar.h"

#include "ui/common/chip.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

WorkbenchDocument documentOf(const QStringList &targets)
{
    WorkbenchDocument document;
    for (const QString &target : targets)
        document.addColumn(target);
    return document;
}

ProviderRegistry twoProviders()
{
    ProviderRegistry providers;
    for (const auto &[name, title] :
         {std::pair(u"openai"_s, u"OpenAI"_s), std::pair(u"groq"_s, u"Groq"_s)}) {
        Provider provider;
        provider.name = name;
        provider.title = title;
        providers.insert(provider);
    }
    return providers;
}

QStringList namesIn(const TargetBar &bar)
{
    QStringList names;
    for (const Chip *chip : bar.findChildren<Chip *>()) {
        if (!chip->isHidden())
            names.append(chip->text());
    }
    return names;
}

} // namespace

class TestTargetBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTellWhoseTheyAre_data();
    void namesTellWhoseTheyAre();
    void eightModelsStayInTwoRows_data();
    void eightModelsStayInTwoRows();
    void aFullBarSaysSo();
};

void TestTargetBar::namesTellWhoseTheyAre_data()
{
    QTest::addColumn<QStringList>("targets");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("a plain name") << QStringList{u"openai/gpt"_s} << QStringList{u"gpt"_s};
    QTest::newRow("a slash in the name")
        << QStringList{u"groq/openai/gpt"_s} << QStringList{u"openai/gpt · Groq"_s};
    QTest::newRow("the same name twice")
        << QStringList{u"openai/gpt"_s, u"groq/gpt"_s, u"groq/other"_s}
        << QStringList{u"gpt · OpenAI"_s, u"gpt · Groq"_s, u"other"_s};
    QTest::newRow("nobody knows the provider")
        << QStringList{u"lab/a/b"_s} << QStringList{u"a/b · lab"_s};
}

void TestTargetBar::namesTellWhoseTheyAre()
{
    QFETCH(QStringList, targets);
    QFETCH(QStringList, names);
    TargetBar bar;
    bar.showDocument(documentOf(targets), twoProviders());
    QCOMPARE(namesIn(bar), names + QStringList{u"+ Add model"_s});
}

void TestTargetBar::eightModelsStayInTwoRows_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {560, 700, 950, 1400})
        QTest::addRow("%d px", width) << width;
}

void TestTargetBar::eightModelsStayInTwoRows()
{
    QFETCH(int, width);
    QStringList targets;
    for (int i = 0; i < WorkbenchDocument::maxColumns; ++i)
        targets.append(u"groq/meta-llama/llama-4-maverick-17b-128e-%1"_s.arg(i));
    TargetBar bar;
    bar.resize(width, 100);
    bar.show();
    bar.showDocument(documentOf(targets), twoProviders());
    QTRY_COMPARE(bar.width(), width);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    QSet<int> rows;
    for (const Chip *chip : bar.findChildren<Chip *>()) {
        if (chip->isHidden())
            continue;
        rows.insert(chip->y());
        QVERIFY(chip == bar.addChip() || chip->width() >= 90);
    }
    QVERIFY2(rows.size() <= 2, qPrintable(QString::number(rows.size())));
}

void TestTargetBar::aFullBarSaysSo()
{
    TargetBar bar;
    QStringList targets{7, u"openai/gpt"_s};
    bar.showDocument(documentOf(targets), twoProviders());
    QVERIFY(bar.addChip()->isEnabled());
    bar.showDocument(documentOf(targets + QStringList{u"groq/gpt"_s}), twoProviders());
    QVERIFY(!bar.addChip()->isHidden());
    QVERIFY(!bar.addChip()->isEnabled());
    QVERIFY(bar.addChip()->toolTip().startsWith(u"There is room for 8 columns"_s));
    QSignalSpy asked(&bar, &TargetBar::addRequested);
    QTest::mouseClick(bar.addChip(), Qt::LeftButton);
    QVERIFY(asked.isEmpty());
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const Theme theme(&application, Theme::Mode::Light);
    TestTargetBar test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_targetbar.moc"
