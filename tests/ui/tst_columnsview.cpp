// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/answer/answerview.h"
#include "ui/common/chip.h"
#include "ui/common/chipstrip.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/workbench/answercolumn.h"
#include "ui/workbench/answertablemodel.h"
#include "ui/workbench/columnactions.h"
#include "ui/workbench/columnfooter.h"
#include "ui/workbench/columnheader.h"
#include "ui/workbench/columnsview.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
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
    void scrolling_endsAtAColumn();
    void focus_isWhereTheKeyboardIs();
    void runs_areKeptAndStepped();
    void samples_areKeptApart();
    void stop_isThereWhileAnOlderRunIsShown();
    void rerun_doesNotHearAClickMeantForStop();
    void copy_needsAText();
    void continued_showsTheWholeAnswer();
    void notice_offersWhatFits_data();
    void notice_offersWhatFits();
    void footer_keepsItsHeight();
    void acts_haveOneNameEverywhere();
    void simulated_isSaidOnce();
    void empty_saysWhatWillBeThere();
    void chips_thatDoNotFitAreCounted();
    void chips_thatAreClicked_areHighEnough();
    void card_saysWhatIsDifferent();
    void actions_areAboutTheFocusedColumn();
    void table_showsEachAnswer();
    void table_showsSomeOfTheFirstLine();
    void table_offersWhatFits();
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

AnswerRecord failedRecord(const QString &run, const QString &sentence)
{
    AnswerRecord record = endedRecord(run, {}, Finish::Error);
    record.state = RunState::Failed;
    record.failure = Failure{FailureKind::Server, sentence};
    return record;
}

/// Shown and with the keyboard.
void showActive(QWidget *window)
{
    window->show();
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window));
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

void tst_ColumnsView::scrolling_endsAtAColumn()
{
    ColumnsView view;
    view.resize(1000, 600);
    for (int i = 0; i < 8; ++i)
        view.addColumn({.name = QString::number(i), .series = i});
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QScrollBar *bar = view.findChild<QScrollArea *>()->horizontalScrollBar();
    bar->setValue(500);
    QTRY_COMPARE(bar->value(), 640);
    view.focusColumn(0);
    QCOMPARE(bar->value(), 0);
    view.focusColumn(1); // is seen whole already
    QCOMPARE(bar->value(), 0);
    view.focusColumn(4);
    QCOMPARE(bar->value(), 4 * 320);
}

void tst_ColumnsView::focus_isWhereTheKeyboardIs()
{
    ColumnsView view;
    view.resize(1000, 600);
    for (int i = 0; i < 3; ++i)
        view.addColumn({.name = QString::number(i), .series = i});
    showActive(&view);
    buttonNamed(view.column(2), u"Run"_s)->setFocus(Qt::TabFocusReason);
    QCOMPARE(view.focusedColumn(), 2);
    // What was seen with the focus is not seen in another arrangement.
    view.focusColumn(1);
    view.setArrangement(Arrangement::Table);
    QVERIFY(view.findChild<QTableView *>()->hasFocus());
    view.setArrangement(Arrangement::Focus);
    QVERIFY(view.column(1)->view()->hasFocus());
    view.focusColumn(0);
    QCOMPARE(view.focusedColumn(), 0);
    QVERIFY(view.column(0)->view()->hasFocus());
    view.removeColumn(0);
    QCOMPARE(view.focusedColumn(), 0);
    QVERIFY(view.column(0)->view()->hasFocus());
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
    QCOMPARE(column.shownKey().runId, u"old"_s);
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

void tst_ColumnsView::samples_areKeptApart()
{
    AnswerColumn column;
    AnswerRecord second = endedRecord(u"1"_s, "another", Finish::Stop);
    second.sample = 1;
    column.addRecord(endedRecord(u"1"_s, "one", Finish::Stop));
    column.addRecord(second);
    QCOMPARE(column.runCount(), 2);
    QCOMPARE(column.shownKey(), (AnswerKey{u"1"_s, 0, 1}));
    column.stepRun(-1);
    QCOMPARE(column.shownKey(), (AnswerKey{u"1"_s, 0, 0}));
    QCOMPARE(column.view()->text(), u"one"_s);
}

void tst_ColumnsView::stop_isThereWhileAnOlderRunIsShown()
{
    AnswerColumn column;
    column.resize(400, 500);
    column.show();
    column.addRecord(endedRecord(u"old"_s, "old answer", Finish::Stop));
    column.beginRun(u"new"_s);
    column.stepRun(-1);
    QSignalSpy asked(&column, &AnswerColumn::asked);
    QVERIFY(!buttonNamed(&column, u"Re-run"_s)->isVisible());
    buttonNamed(&column, u"Stop"_s)->click();
    QCOMPARE(asked.first().first().value<ColumnAct>(), ColumnAct::Stop);
}

void tst_ColumnsView::rerun_doesNotHearAClickMeantForStop()
{
    ColumnFooter footer;
    QSignalSpy asked(&footer, &ColumnFooter::asked);
    footer.setState({.live = true, .run = 0, .runCount = 1});
    footer.setState({.live = false, .run = 0, .runCount = 1});
    QPushButton *rerun = buttonNamed(&footer, u"Re-run"_s);
    rerun->click();
    QCOMPARE(asked.size(), 0);
    QTRY_VERIFY((rerun->click(), !asked.isEmpty()));
}

void tst_ColumnsView::copy_needsAText()
{
    AnswerColumn column;
    QPushButton *copy = buttonNamed(&column, u"Copy answer"_s);
    QVERIFY(!copy->isEnabled());
    column.beginRun(u"1"_s);
    QGuiApplication::clipboard()->setText(u"mine"_s);
    column.perform(ColumnAct::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"mine"_s);
    QVERIFY(!copy->isEnabled());
    column.apply(textUpdate(u"1"_s, "answer"));
    QVERIFY(copy->isEnabled());
    copy->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"answer"_s);
}

void tst_ColumnsView::continued_showsTheWholeAnswer()
{
    AnswerColumn column;
    column.beginRun(u"1"_s, "half ");
    column.apply(textUpdate(u"1"_s, "a"));
    AnswerUpdate again = textUpdate(u"1"_s, "whole");
    again.restarted = true; // what came is void, what it goes on from is not
    column.apply(again);
    QCOMPARE(column.view()->text(), u"half whole"_s);
    column.perform(ColumnAct::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"half whole"_s);
    column.addRecord(endedRecord(u"2"_s, "more", Finish::Stop), "half ");
    QCOMPARE(column.view()->text(), u"half more"_s);
}

void tst_ColumnsView::notice_offersWhatFits_data()
{
    QTest::addColumn<AnswerRecord>("record");
    QTest::addColumn<bool>("raisable");
    QTest::addColumn<QStringList>("buttons");
    QTest::newRow("cut") << endedRecord(u"1"_s, "half", Finish::Length) << true
                         << QStringList{u"Continue"_s, u"Raise limit"_s};
    QTest::newRow("cut before a text came")
        << endedRecord(u"1"_s, {}, Finish::Length) << true << QStringList{u"Raise limit"_s};
    QTest::newRow("cut at the model's end")
        << endedRecord(u"1"_s, "half", Finish::Length) << false << QStringList{u"Continue"_s};
    QTest::newRow("failed") << failedRecord(u"1"_s, u"Down."_s) << true << QStringList{u"Retry"_s};
    QTest::newRow("whole") << endedRecord(u"1"_s, "all", Finish::Stop) << true << QStringList();
}

void tst_ColumnsView::notice_offersWhatFits()
{
    QFETCH(AnswerRecord, record);
    QFETCH(bool, raisable);
    QFETCH(QStringList, buttons);
    AnswerColumn column;
    column.resize(400, 500);
    column.setRaisable([raisable](const AnswerKey &) { return raisable; });
    column.show();
    column.addRecord(record);
    QSignalSpy asked(&column, &AnswerColumn::asked);
    for (const QString &name : {u"Retry"_s, u"Continue"_s, u"Raise limit"_s}) {
        QPushButton *button = buttonNamed(&column, name);
        QCOMPARE(button->isVisible(), buttons.contains(name));
        button->click();
    }
    QCOMPARE(asked.size(), buttons.size());
}

void tst_ColumnsView::footer_keepsItsHeight()
{
    ColumnFooter footer;
    footer.setState({.live = false, .run = 0, .runCount = 1});
    footer.show();
    const int before = footer.height();
    footer.setState({.live = false, .run = 1, .runCount = 2});
    QCOMPARE(footer.height(), before);
    QCOMPARE(footer.maximumHeight(), before);
}

void tst_ColumnsView::acts_haveOneNameEverywhere()
{
    ColumnsView view;
    AnswerColumn *column = view.addColumn({.name = u"a"_s});
    const QAction *run = view.actions()->action(ColumnAct::Rerun);
    QCOMPARE(run->iconText(), u"Run"_s);
    QVERIFY(buttonNamed(column, u"Run"_s));
    column->addRecord(endedRecord(u"1"_s, "half", Finish::Length));
    QCOMPARE(run->iconText(), u"Re-run"_s);
    for (const ColumnAct act : {ColumnAct::Stop, ColumnAct::Rerun, ColumnAct::Copy,
                                ColumnAct::Retry, ColumnAct::Continue, ColumnAct::RaiseLimit}) {
        const QString name = view.actions()->action(act)->iconText();
        QVERIFY2(buttonNamed(column, name), qPrintable(name));
    }
}

void tst_ColumnsView::simulated_isSaidOnce()
{
    ColumnsView view;
    view.resize(1000, 600);
    const ColumnTitle title{.name = u"a"_s, .provider = u"Simulator"_s, .simulated = true};
    AnswerColumn *column = view.addColumn(title);
    AnswerColumn *other = view.addColumn(title);
    view.show();
    const auto *header = column->findChild<ColumnHeader *>();
    QCOMPARE(header->summary().count(u"simulat"_s, Qt::CaseInsensitive), 1);
    const auto *strip = column->findChild<ChipStrip *>();
    QVERIFY(!strip->isVisible());
    ColumnTitle different = title;
    different.differences = QStringList{u"seed 7"_s};
    other->setTitle(different); // both have the row then, so that answers begin at one height
    QCOMPARE(column->view()->y(), other->view()->y());
    QVERIFY(strip->isVisible());
}

void tst_ColumnsView::empty_saysWhatWillBeThere()
{
    AnswerColumn column;
    QVERIFY(column.view()->accessibleDescription().contains(u"Ctrl+Return"_s));
    AnswerRecord stopped = endedRecord(u"1"_s, {}, Finish::Cancelled);
    stopped.state = RunState::Cancelled;
    column.addRecord(stopped);
    QVERIFY(column.view()->accessibleDescription().contains(u"Stopped"_s));
}

void tst_ColumnsView::chips_thatDoNotFitAreCounted()
{
    ChipStrip strip;
    strip.resize(292, 20);
    strip.show();
    strip.setTexts({u"simulated"_s, u"temperature 0.9"_s, u"max 12,000 tokens"_s,
                    u"stop at a long text that is here"_s});
    QVERIFY(!strip.leftOut().isEmpty());
    QVERIFY(!strip.leftOut().contains(u"simulated"_s));
    const auto chips = strip.findChildren<Chip *>();
    QStringList seen;
    for (const Chip *chip : chips) {
        if (!chip->isVisible())
            continue;
        QVERIFY(strip.rect().contains(chip->geometry()));
        QVERIFY(!chip->isElided());
        seen.append(chip->text());
    }
    QVERIFY(seen.contains(u"+%1"_s.arg(strip.leftOut().size())));
    strip.resize(1000, 20);
    QVERIFY(strip.leftOut().isEmpty());
}

void tst_ColumnsView::chips_thatAreClicked_areHighEnough()
{
    Chip pill(u"temperature 0.9"_s);
    pill.setClickable();
    QVERIFY(pill.sizeHint().height() >= 24);
    Chip removable(u"a"_s, Chip::Kind::Removable);
    removable.resize(removable.sizeHint());
    removable.show();
    QVERIFY(removable.findChild<QToolButton *>()->width() >= 24);
    QVERIFY(removable.findChild<QToolButton *>()->height() >= 24);
    Chip add(u"+"_s);
    add.setShape(Chip::Shape::Card);
    QCOMPARE(add.sizeHint().height(), removable.height());
}

void tst_ColumnsView::card_saysWhatIsDifferent()
{
    ColumnsView view;
    view.resize(1000, 600);
    view.addColumn({.name = u"a"_s});
    AnswerColumn *card = view.addColumn({.name = u"b"_s, .differences = {u"temperature 0.9"_s}});
    view.setArrangement(Arrangement::Focus);
    view.show();
    QVERIFY(!card->view()->isVisible());
    auto *header = card->findChild<ColumnHeader *>();
    QVERIFY(header->summary().contains(u"temperature 0.9"_s));
    // Clicking the card makes it the large one.
    QTest::mouseClick(header, Qt::LeftButton);
    QCOMPARE(view.focusedColumn(), 1);
    QVERIFY(card->view()->isVisible());
}

void tst_ColumnsView::actions_areAboutTheFocusedColumn()
{
    ColumnsView view;
    AnswerColumn *first = view.addColumn({.name = u"a"_s});
    AnswerColumn *second = view.addColumn({.name = u"b"_s});
    const ColumnActions *actions = view.actions();
    QSignalSpy asked(second, &AnswerColumn::asked);
    second->addRecord(failedRecord(u"1"_s, u"Down."_s));
    QVERIFY(!actions->action(ColumnAct::Retry)->isEnabled());
    QVERIFY(first->findChild<ColumnHeader *>()->isMarked());
    view.focusColumn(1);
    QVERIFY(!first->findChild<ColumnHeader *>()->isMarked());
    QVERIFY(second->findChild<ColumnHeader *>()->isMarked());
    for (const ColumnAct act :
         {ColumnAct::Retry, ColumnAct::Rerun, ColumnAct::Edit, ColumnAct::Remove}) {
        QVERIFY(actions->action(act)->isEnabled());
        actions->action(act)->trigger();
        QCOMPARE(asked.takeFirst().first().value<ColumnAct>(), act);
    }
    QVERIFY(!actions->action(ColumnAct::Stop)->isEnabled());
    second->beginRun(u"2"_s);
    QVERIFY(actions->action(ColumnAct::Stop)->isEnabled());
    QVERIFY(!actions->action(ColumnAct::Rerun)->isEnabled());
    QVERIFY(actions->olderRun()->isEnabled());
    const auto all = actions->all();
    for (const QAction *action : all) {
        QVERIFY(!action->autoRepeat()); // a key that is held down buys nothing
        QVERIFY(!action->shortcut().isEmpty());
    }
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

void tst_ColumnsView::table_showsSomeOfTheFirstLine()
{
    ColumnsView view;
    view.resize(908, 600); // beside a prompt of 300 in a window of 1,280
    view.addColumn({.name = u"a"_s});
    view.setArrangement(Arrangement::Table);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const auto *table = view.findChild<QTableView *>();
    const int left = table->columnViewportPosition(AnswerTableModel::FirstLine);
    QVERIFY2(left + 140 <= table->viewport()->width(), qPrintable(QString::number(left)));
    QVERIFY(!table->horizontalScrollBar()->isVisible());
}

void tst_ColumnsView::table_offersWhatFits()
{
    ColumnsView view;
    view.resize(908, 600);
    view.addColumn({.name = u"a"_s});
    AnswerColumn *second =
        view.addColumn({.name = u"b"_s, .differences = {u"seed 7"_s}, .simulated = true});
    view.setArrangement(Arrangement::Table);
    view.show();
    second->addRecord(failedRecord(u"1"_s, u"The server is down. Try again."_s));
    auto *table = view.findChild<QTableView *>();
    const QModelIndex line = table->model()->index(1, AnswerTableModel::FirstLine);
    QCOMPARE(line.data().toString(), u"The server is down. Try again."_s);
    QCOMPARE(table->model()->index(1, 0).data(AnswerTableModel::AsideRole).toString(),
             u"simulated · seed 7"_s);

    auto *bar = table->parentWidget();
    QVERIFY(!buttonNamed(bar, u"Retry"_s)->isVisible());
    table->selectRow(1);
    QCOMPARE(view.focusedColumn(), 1);
    QSignalSpy asked(second, &AnswerColumn::asked);
    QVERIFY(buttonNamed(bar, u"Retry"_s)->isVisible());
    buttonNamed(bar, u"Retry"_s)->click();
    QCOMPARE(asked.first().first().value<ColumnAct>(), ColumnAct::Retry);
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
