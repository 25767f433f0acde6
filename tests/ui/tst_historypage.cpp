// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/historypage.h"

#include "tests/ui/servicesrig.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/theme.h"
#include "ui/workbench/columnstate.h"

#include <QApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

constexpr qint64 then = 1'795'000'000'000;

/// The page over a store; "run-000" is the oldest run.
class PageRig
{
public:
    explicit PageRig(int runs = 0)
    {
        for (int i = 0; i < runs; ++i)
            add(i);
        page = std::make_unique<HistoryPage>(&rig.store());
        page->resize(760, 400);
    }

    static QString id(int number) { return u"run-%1"_s.arg(number, 3, 10, QChar(u'0')); }
    void add(int number)
    {
        addRun(rig.store(), id(number), then + number * 1000LL,
               "Question " + QByteArray::number(number));
    }
    void open() const
    {
        page->show();
        page->activateWindow();
        if (!QTest::qWaitForWindowActive(page.get()))
            qFatal("the window did not become active, so nothing can have the focus");
    }

    QTableView *table() const { return page->findChild<QTableView *>(); }
    QLineEdit *search() const { return page->findChild<QLineEdit *>(); }
    const RunListModel *model() const { return qobject_cast<RunListModel *>(table()->model()); }
    int rows() const { return model()->rowCount(); }
    QString idAt(int row) const
    {
        return row < 0 || row >= rows() ? QString() : model()->at(row).id;
    }
    QString selected() const { return idAt(table()->currentIndex().row()); }
    QString topmost() const { return idAt(table()->rowAt(0)); }
    bool says(const QString &text) const
    {
        for (const QLabel *label : page->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    }

    ServicesRig rig;
    std::unique_ptr<HistoryPage> page;
};

} // namespace

class TestHistoryPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyHistorySaysWhatWillBeThere();
    void listsTheNewestFirst();
    void searches();
    void returnReopens();
    void aRunThatIsGoneIsSaid();
    void newRunsLeaveSelectionAndScrollAlone();
    void atTheTopTheNewestIsSeen();
    void olderRunsComeWithScrolling();
    void thePageMayGoWhileItAsks();
    void targets_data();
    void targets();
    void columnsFit_data();
    void columnsFit();
    void tagsInAPromptAreText();
    void statesLookAsInColumns_data();
    void statesLookAsInColumns();
    void whatIsSimulatedHasAMutedCost();
};

void TestHistoryPage::anEmptyHistorySaysWhatWillBeThere()
{
    PageRig rig;
    rig.open();
    QTRY_VERIFY(rig.says(u"Every run will be listed here"_s));
    for (const QLabel *label : rig.page->findChildren<QLabel *>()) {
        if (label->isVisible() && label->wordWrap())
            QVERIFY(label->height() >= label->heightForWidth(label->width()));
    }
    QSignalSpy wanted(rig.page.get(), &HistoryPage::workbenchRequested);
    for (QPushButton *button : rig.page->findChildren<QPushButton *>()) {
        if (button->isVisible())
            button->click();
    }
    QCOMPARE(wanted.size(), 1);
}

void TestHistoryPage::listsTheNewestFirst()
{
    PageRig rig(3);
    rig.open();
    QTRY_COMPARE(rig.rows(), 3);
    QCOMPARE(rig.selected(), PageRig::id(2));
    QVERIFY(rig.says(u"3 runs"_s));
    const auto *hint = rig.page->findChild<ElidedLabel *>();
    QVERIFY(hint->isVisible());
    QCOMPARE(hint->text(), u"Return or double-click opens a run"_s);
    QVERIFY(!hint->isElided());
    QCOMPARE(rig.model()->index(0, RunListModel::TextColumn).data().toString(), u"Question 2"_s);
    QCOMPARE(rig.table()->rowHeight(0), 28);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(rig.search()));
}

void TestHistoryPage::searches()
{
    PageRig rig(5);
    addRun(rig.rig.store(), u"whale"_s, then, "Do whales sleep?");
    rig.open();
    QTRY_COMPARE(rig.rows(), 6);
    QTest::keyClicks(rig.search(), u"whales"_s);
    QTRY_COMPARE(rig.rows(), 1);
    QCOMPARE(rig.selected(), u"whale"_s);
    QVERIFY(rig.says(u"1 run"_s));
    rig.search()->setText(u"nothing of the kind"_s);
    QTRY_VERIFY(rig.says(u"No run has these words"_s));
    QVERIFY(!rig.table()->isVisible());
    for (QPushButton *button : rig.page->findChildren<QPushButton *>()) {
        if (button->isVisible())
            button->click();
    }
    QTRY_COMPARE(rig.rows(), 6);
    QVERIFY(rig.table()->isVisible());
}

void TestHistoryPage::returnReopens()
{
    PageRig rig(3);
    rig.open();
    QTRY_COMPARE(rig.rows(), 3);
    QSignalSpy opened(rig.page.get(), &HistoryPage::openRequested);
    QTest::keyClick(rig.search(), Qt::Key_Return);
    QVERIFY(opened.wait());
    QCOMPARE(opened.last().first().value<StoredRun>().run.id, PageRig::id(2));
    QTest::keyClick(rig.search(), Qt::Key_Down);
    QTest::keyClick(rig.table(), Qt::Key_Down);
    QTest::keyClick(rig.table(), Qt::Key_Return);
    QVERIFY(opened.wait());
    QCOMPARE(opened.last().first().value<StoredRun>().run.id, PageRig::id(1));
    QVERIFY(opened.last().first().value<StoredRun>().run.prompt.contains("Question 1"));
}

void TestHistoryPage::aRunThatIsGoneIsSaid()
{
    PageRig rig;
    QSignalSpy opened(rig.page.get(), &HistoryPage::openRequested);
    rig.open();
    QTest::keyClick(rig.search(), Qt::Key_Return); // nothing is listed: nothing happens
    QTRY_VERIFY(rig.says(u"Every run"_s));
    QVERIFY(opened.isEmpty());
}

void TestHistoryPage::newRunsLeaveSelectionAndScrollAlone()
{
    PageRig rig(60);
    rig.open();
    QTRY_COMPARE(rig.rows(), 60);
    rig.table()->verticalScrollBar()->setValue(20 * 28 + 10);
    rig.table()->selectRow(25);
    const QString selected = rig.selected();
    const QString topmost = rig.topmost();
    QCOMPARE(selected, PageRig::id(34));
    QCOMPARE(topmost, PageRig::id(39));
    rig.add(60);
    rig.add(61);
    rig.page->refresh();
    QTRY_COMPARE(rig.rows(), 62);
    QCOMPARE(rig.selected(), selected);
    QCOMPARE(rig.topmost(), topmost);
    // Coming back to the page asks again; nothing is new.
    QSignalSpy reset(rig.model(), &QAbstractItemModel::modelReset);
    rig.page->hide();
    rig.add(62);
    rig.open();
    QTRY_COMPARE(rig.rows(), 63);
    QCOMPARE(rig.selected(), selected);
    QCOMPARE(rig.topmost(), topmost);
    QCOMPARE(reset.size(), 1);
}

void TestHistoryPage::atTheTopTheNewestIsSeen()
{
    PageRig rig(60);
    rig.open();
    QTRY_COMPARE(rig.rows(), 60);
    rig.add(60);
    rig.page->refresh();
    QTRY_COMPARE(rig.rows(), 61);
    QCOMPARE(rig.topmost(), PageRig::id(60));
    QCOMPARE(rig.selected(), PageRig::id(59));
}

void TestHistoryPage::olderRunsComeWithScrolling()
{
    PageRig rig(50);
    rig.page->setPageSize(20);
    rig.open();
    QTRY_COMPARE(rig.rows(), 20);
    QVERIFY(rig.says(u"the newest 20 runs"_s));
    QScrollBar *bar = rig.table()->verticalScrollBar();
    bar->setValue(bar->maximum());
    const QString topmost = rig.topmost();
    QTRY_COMPARE(rig.rows(), 40);
    QCOMPARE(rig.topmost(), topmost);
    QVERIFY(rig.says(u"the newest 40 runs"_s));
    bar->setValue(bar->maximum());
    QTRY_COMPARE(rig.rows(), 50);
    QVERIFY(rig.says(u"50 runs"_s));
    QVERIFY(!rig.says(u"newest"_s));
}

void TestHistoryPage::thePageMayGoWhileItAsks()
{
    PageRig rig(1);
    rig.page->refresh();
    rig.page.reset();
    rig.rig.store().flush().waitForFinished();
    QCoreApplication::processEvents();
}

void TestHistoryPage::targets_data()
{
    QTest::addColumn<QStringList>("targets");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << QStringList() << QString();
    QTest::newRow("one") << QStringList{u"openai/a"_s} << u"a · openai"_s;
    QTest::newRow("of one provider")
        << QStringList{u"openai/a"_s, u"openai/b"_s} << u"a, b · openai"_s;
    QTest::newRow("of several") << QStringList{u"openai/a"_s, u"lab/b"_s, u"lab/c/d"_s}
                                << u"a · openai; b, c/d · lab"_s;
    QTest::newRow("with a chain between")
        << QStringList{u"openai/a"_s, u"chain:cheap"_s, u"openai/b"_s}
        << u"a · openai; chain:cheap; b · openai"_s;
    QTest::newRow("no target at all") << QStringList{u"odd"_s} << u"odd"_s;
}

void TestHistoryPage::targets()
{
    QFETCH(QStringList, targets);
    QTEST(targetsText(targets), "text");
}

void TestHistoryPage::columnsFit_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {688, 1200, 1850})
        QTest::addRow("%d px", width) << width;
}

void TestHistoryPage::columnsFit()
{
    QFETCH(int, width);
    PageRig rig(2);
    rig.page->resize(width, 400);
    rig.open();
    QTRY_COMPARE(rig.rows(), 2);
    const QHeaderView *header = rig.table()->horizontalHeader();
    QCOMPARE(header->length(), rig.table()->viewport()->width());
    const QFontMetrics metrics(rig.table()->font());
    for (const int column : {RunListModel::TimeColumn, RunListModel::StateColumn}) {
        const QString text = rig.model()->index(0, column).data().toString();
        QVERIFY(header->sectionSize(column) >= metrics.horizontalAdvance(text) + 16);
    }
    QVERIFY(header->sectionSize(RunListModel::TextColumn)
            > header->sectionSize(RunListModel::TargetsColumn));
    QVERIFY(header->sectionSize(RunListModel::TargetsColumn) > 100);
}

void TestHistoryPage::tagsInAPromptAreText()
{
    PageRig rig;
    addRun(rig.rig.store(), u"tags"_s, then, "<img src=\"file:///x.png\"> & <b>bold</b>");
    rig.open();
    QTRY_COMPARE(rig.rows(), 1);
    const QString tip =
        rig.model()->index(0, RunListModel::TextColumn).data(Qt::ToolTipRole).toString();
    QVERIFY(!tip.contains(u"<img"_s));
    QVERIFY(tip.contains(u"&lt;b&gt;bold"_s));
}

void TestHistoryPage::statesLookAsInColumns_data()
{
    QTest::addColumn<RunState>("state");
    QTest::newRow("done") << RunState::Done;
    QTest::newRow("failed") << RunState::Failed;
    QTest::newRow("stopped") << RunState::Cancelled;
    QTest::newRow("interrupted") << RunState::Interrupted;
    QTest::newRow("running") << RunState::Running;
}

void TestHistoryPage::statesLookAsInColumns()
{
    QFETCH(RunState, state);
    AnswerRecord answer;
    answer.state = state;
    ColumnState column;
    column.show(answer);
    RunSummary run;
    run.state = state;
    RunListModel model;
    model.setRuns({run});
    const QModelIndex cell = model.index(0, RunListModel::StateColumn);
    QCOMPARE(cell.data().toString().first(1), column.sign());
    QCOMPARE(cell.data(Qt::ForegroundRole).value<QColor>(),
             Palette::current().color(column.role()));
}

void TestHistoryPage::whatIsSimulatedHasAMutedCost()
{
    RunSummary paid;
    paid.cost.origin = CostOrigin::Computed;
    paid.cost.total.picos = 1'820'000'000;
    RunSummary simulated = paid;
    simulated.simulated = true;
    RunListModel model;
    model.setRuns({paid, simulated});
    const QModelIndex first = model.index(0, RunListModel::CostColumn);
    const QModelIndex second = model.index(1, RunListModel::CostColumn);
    QCOMPARE(second.data().toString(), first.data().toString());
    QVERIFY(!first.data(Qt::ForegroundRole).isValid());
    QCOMPARE(second.data(Qt::ForegroundRole).value<QColor>(),
             Palette::current().color(ColorRole::MutedText));
    QVERIFY(second.data(Qt::ToolTipRole).toString().contains(u"simulated"_s));
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const Theme theme(&application, Theme::Mode::Light);
    TestHistoryPage test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_historypage.moc"
