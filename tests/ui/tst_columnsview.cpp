// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/answer/answerview.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/workbench/answercolumn.h"
#include "ui/workbench/answertablemodel.h"
#include "ui/workbench/columnsview.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_ColumnsView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plan_neverUnder320_data();
    void plan_neverUnder320();
    void plan_snapsToColumns();
    void columns_upToEight();
    void maximise_isClosedOnce();
    void runs_areKeptAndStepped();
    void notice_offersWhatFits();
    void table_showsEachAnswer();
    void controls_haveNames();
};

namespace {

AnswerUpdate textUpdate(const QString &run, const QByteArray &text)
{
    AnswerUpdate update;
    update.runId = run;
    update.phase = AnswerPhase::Streaming;
    update.text = text;
    return update;
}

AnswerRecord endedRecord(const QString &run, const QByteArray &text, Finish finish)
{
    AnswerRecord record;
    record.runId = run;
    record.finish = finish;
    record.segments = {SegmentRecord{.attemptId = {}, .text = text}};
    return record;
}

QPushButton *buttonNamed(QWidget *in, const QString &name)
{
    const auto buttons = in->findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->accessibleName() == name)
            return button;
    }
    return nullptr;
}

} // namespace

void tst_ColumnsView::plan_neverUnder320_data()
{
    QTest::addColumn<Arrangement>("arrangement");
    QTest::addColumn<int>("count");
    for (int count = 1; count <= 8; ++count) {
        QTest::addRow("%d columns", count) << Arrangement::Columns << count;
        QTest::addRow("grid of %d", count) << Arrangement::Grid << count;
    }
}

void tst_ColumnsView::plan_neverUnder320()
{
    QFETCH(Arrangement, arrangement);
    QFETCH(int, count);
    for (const QSize view : {QSize(300, 500), QSize(790, 700), QSize(1500, 1000)}) {
        const ColumnPlan plan = planColumns(arrangement, count, 0, -1, view);
        QCOMPARE(plan.places.size(), count);
        for (int i = 0; i < count; ++i) {
            QVERIFY(plan.places.at(i).width() >= 320);
            QVERIFY(QRect(QPoint(0, 0), plan.content).contains(plan.places.at(i)));
            for (int other = 0; other < i; ++other)
                QVERIFY(!plan.places.at(i).intersects(plan.places.at(other)));
        }
    }
}

void tst_ColumnsView::plan_snapsToColumns()
{
    const ColumnPlan plan = planColumns(Arrangement::Columns, 8, 0, -1, {1000, 600});
    QCOMPARE(plan.content.width(), 2560);
    QCOMPARE(snappedPosition(plan, 100, 1560), 0);
    QCOMPARE(snappedPosition(plan, 200, 1560), 320);
    QCOMPARE(snappedPosition(plan, 1550, 1560), 1560);
}

void tst_ColumnsView::columns_upToEight()
{
    ColumnsView view;
    QSignalSpy wanted(&view, &ColumnsView::addColumnRequested);
    buttonNamed(&view, u"Add a model"_s)->click();
    QCOMPARE(wanted.count(), 1);
    for (int i = 0; i < 8; ++i)
        QVERIFY(view.addColumn({.name = QString::number(i), .series = i}));
    QVERIFY(!view.addColumn({}));
    view.focusActions().at(7)->trigger();
    QCOMPARE(view.focusedColumn(), 7);
    view.removeColumn(0);
    QCOMPARE(view.columnCount(), 7);
    QCOMPARE(view.focusedColumn(), 6);
    QVERIFY(!view.focusActions().at(7)->isEnabled());
}

void tst_ColumnsView::maximise_isClosedOnce()
{
    ColumnsView view;
    view.resize(1000, 600);
    view.addColumn({.name = u"a"_s});
    AnswerColumn *second = view.addColumn({.name = u"b"_s});
    view.show();
    QVERIFY(!view.closeWhatIsOpen());
    view.maximise(1);
    QCOMPARE(second->width(), 1000);
    QVERIFY(!view.column(0)->isVisible());
    QVERIFY(view.closeWhatIsOpen());
    QVERIFY(!view.closeWhatIsOpen());
    QVERIFY(view.column(0)->isVisible());
    QCOMPARE(second->width(), 500);
}

void tst_ColumnsView::runs_areKeptAndStepped()
{
    AnswerColumn column;
    column.addRecord(endedRecord(u"old"_s, "old answer", Finish::Stop));
    column.beginRun(u"new"_s);
    column.apply(textUpdate(u"new"_s, "new "));
    QCOMPARE(column.view()->text(), u"new "_s);
    QVERIFY(column.isLive());

    column.stepRun(-1);
    QCOMPARE(column.shownRunId(), u"old"_s);
    QCOMPARE(column.view()->text(), u"old answer"_s);
    column.apply(textUpdate(u"new"_s, "answer"));
    QCOMPARE(column.view()->text(), u"old answer"_s);
    column.stepRun(1);
    QCOMPARE(column.view()->text(), u"new answer"_s);
    column.stepRun(1);
    QCOMPARE(column.shownRun(), 1);

    AnswerUpdate again = textUpdate(u"new"_s, "better");
    again.restarted = true;
    column.apply(again);
    QCOMPARE(column.view()->text(), u"better"_s);
}

void tst_ColumnsView::notice_offersWhatFits()
{
    AnswerColumn column;
    column.resize(400, 500);
    column.show();
    QSignalSpy raised(&column, &AnswerColumn::raiseLimitRequested);
    QSignalSpy retried(&column, &AnswerColumn::retryRequested);
    column.addRecord(endedRecord(u"1"_s, "half", Finish::Length));
    QVERIFY(!buttonNamed(&column, u"Retry"_s)->isVisible());
    buttonNamed(&column, u"Raise limit"_s)->click();
    QCOMPARE(raised.count(), 1);

    AnswerRecord failed = endedRecord(u"2"_s, {}, Finish::Error);
    failed.state = RunState::Failed;
    column.addRecord(failed);
    QVERIFY(!buttonNamed(&column, u"Raise limit"_s)->isVisible());
    buttonNamed(&column, u"Retry"_s)->click();
    QCOMPARE(retried.count(), 1);
}

void tst_ColumnsView::table_showsEachAnswer()
{
    ColumnsView view;
    auto *table = view.findChild<QTableView *>();
    const QAbstractItemModelTester tester(table->model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    AnswerColumn *column = view.addColumn({.name = u"a"_s});
    view.addColumn({.name = u"b"_s});
    view.setArrangement(Arrangement::Table);
    QCOMPARE(table->model()->rowCount(), 2);
    column->addRecord(endedRecord(u"1"_s, "first\nsecond", Finish::Stop));
    const QModelIndex first = table->model()->index(0, AnswerTableModel::FirstLine);
    QCOMPARE(first.data().toString(), u"first"_s);
    const QModelIndex cost = table->model()->index(0, AnswerTableModel::CostColumn);
    QCOMPARE(cost.data().toString(), u"\u2013"_s);
}

void tst_ColumnsView::controls_haveNames()
{
    ColumnsView view;
    view.addColumn({.name = u"a"_s, .differences = {u"temperature 0.9"_s}});
    const auto buttons = view.findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        if (button->objectName().startsWith("qt_"_L1) || button->inherits("QTableCornerButton"))
            continue;
        QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                 button->metaObject()->className());
    }
    const auto views = view.findChildren<AnswerView *>();
    for (const AnswerView *each : views)
        QVERIFY(!each->accessibleName().isEmpty());

    SegmentedControl control;
    control.addSegment(u"One"_s);
    control.addSegment(u"Two"_s);
    QSignalSpy chosen(&control, &SegmentedControl::chosen);
    QTest::keyClick(control.findChildren<QAbstractButton *>().first(), Qt::Key_Right);
    QCOMPARE(control.current(), 1);
    QCOMPARE(chosen.count(), 1);
}

QTEST_MAIN(tst_ColumnsView)
#include "tst_columnsview.moc"
