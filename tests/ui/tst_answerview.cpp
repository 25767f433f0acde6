// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/answer/answerview.h"
#include "ui/answer/heightindex.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_AnswerView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void heightIndex_findsWhatSumsSay();
    void append_cutAnywhere_givesTheSame();
    void append_longLine_isSplitForDisplayOnly();
    void follow_stopsAndReturns();
    void selection_survivesAppends();
    void mouse_selectsWordsAndLines();
    void keys_extendTheSelection();
    void append_ofAMegabyte_laysOutWhatIsSeen();
    void resize_keepsWhatIsRead();
    void reasoning_isFolded();
    void reasoning_isReadFromItsStart();
    void reasoning_standsOverALine();
    void focus_isAroundTheScrollBarToo();
    void accessibility_readsTheText();
};

namespace {

QByteArray numberedLines(int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += "line " + QByteArray::number(i) + " of an answer that is long enough to wrap\n";
    return text;
}

void showView(AnswerView *view)
{
    view->resize(320, 300);
    view->show();
    QVERIFY(QTest::qWaitForWindowExposed(view));
}

} // namespace

void tst_AnswerView::heightIndex_findsWhatSumsSay()
{
    HeightIndex index;
    QCOMPARE(index.find(0), -1);
    for (int i = 0; i < 100; ++i)
        index.append(i % 7 + 1);
    index.set(50, 90);
    qint64 y = 0;
    for (qsizetype i = 0; i < index.count(); ++i) {
        QCOMPARE(index.top(i), y);
        QCOMPARE(index.find(y), i);
        QCOMPARE(index.find(y + index.at(i) - 1), i);
        y += index.at(i);
    }
    QCOMPARE(index.total(), y);
    QCOMPARE(index.find(y + 1000), index.count() - 1);
    QCOMPARE(index.find(-5), 0);
}

void tst_AnswerView::append_cutAnywhere_givesTheSame()
{
    const QByteArray text = "gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80\r\n\xe6\x97\xa5\xe6\x9c\xac\n"
        + QByteArray(5000, 'x') + "\n\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb";
    TextFlow whole;
    whole.append(QByteArrayView(text));
    QCOMPARE(whole.text(), QString::fromUtf8(text));
    for (qsizetype cut = 0; cut <= text.size(); cut += cut < 40 || cut > 4900 ? 1 : 97) {
        TextFlow flow;
        flow.append(QByteArrayView(text).first(cut));
        flow.append(QByteArrayView(text).sliced(cut));
        QCOMPARE(flow.text(), whole.text());
        QCOMPARE(flow.blockCount(), whole.blockCount());
        for (qsizetype block = 0; block < flow.blockCount(); ++block)
            QCOMPARE(flow.blockStart(block), whole.blockStart(block));
    }
}

void tst_AnswerView::append_longLine_isSplitForDisplayOnly()
{
    TextFlow flow;
    QString emoji;
    while (emoji.size() < 10'001)
        emoji += u"a\U0001F600"_s;
    flow.append(QStringView(emoji));
    QVERIFY(flow.blockCount() >= 3);
    QCOMPARE(flow.text(), emoji);
    for (qsizetype block = 0; block < flow.blockCount(); ++block) {
        QVERIFY(flow.blockLength(block) <= TextFlow::maxBlock);
        QVERIFY(!emoji.at(flow.blockStart(block)).isLowSurrogate());
    }
}

void tst_AnswerView::follow_stopsAndReturns()
{
    AnswerView view;
    showView(&view);
    view.setLive(AnswerView::Live::Yes);
    view.append(numberedLines(200));
    view.layoutNow();
    QScrollBar *bar = view.verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    QCOMPARE(bar->value(), bar->maximum());

    bar->triggerAction(QAbstractSlider::SliderPageStepSub);
    QVERIFY(!view.isFollowing());
    auto *toEnd = view.findChild<QToolButton *>(u"toEnd"_s);
    QVERIFY(toEnd->isVisible());
    const QString seen = view.text().mid(view.offsetAt({20, 40}), 20);
    view.append(numberedLines(50));
    view.layoutNow();
    QCOMPARE(view.text().mid(view.offsetAt({20, 40}), 20), seen);
    QVERIFY(bar->value() < bar->maximum());

    toEnd->click();
    QVERIFY(view.isFollowing());
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(!toEnd->isVisible());
    QTest::keyClick(&view, Qt::Key_Home);
    QVERIFY(!view.isFollowing());
    // Of a text that stands still the button would only cover words.
    view.setLive(AnswerView::Live::No);
    QVERIFY(!toEnd->isVisible());
    QTest::keyClick(&view, Qt::Key_End);
    QVERIFY(view.isFollowing());
}

void tst_AnswerView::selection_survivesAppends()
{
    AnswerView view;
    showView(&view);
    view.append("first line\nsecond line\n");
    view.select({6, 17});
    QCOMPARE(view.selectedText(), u"line\nsecond"_s);
    view.append(numberedLines(100));
    view.layoutNow();
    QCOMPARE(view.selectedText(), u"line\nsecond"_s);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"line\nsecond"_s);
    view.clear();
    QVERIFY(!view.hasSelection());
}

void tst_AnswerView::mouse_selectsWordsAndLines()
{
    AnswerView view;
    showView(&view);
    view.append("alpha beta gamma\nnext\n");
    view.layoutNow();
    const QPoint onBeta = view.characterRect(8).center();
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, onBeta);
    QCOMPARE(view.selectedText(), u"beta"_s);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, onBeta);
    QCOMPARE(view.selectedText(), u"alpha beta gamma\n"_s);
}

void tst_AnswerView::keys_extendTheSelection()
{
    AnswerView view;
    showView(&view);
    view.append("ab\xf0\x9f\x98\x80 word two\nnext");
    view.layoutNow();
    view.select({2, 2});
    QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(view.selectedText(), u"\U0001F600"_s);
    QTest::keyClick(&view, Qt::Key_End, Qt::ShiftModifier | Qt::ControlModifier);
    QCOMPARE(view.selectedText(), u"\U0001F600 word two\nnext"_s);
    QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(view.selectedText(), view.text());
}

void tst_AnswerView::append_ofAMegabyte_laysOutWhatIsSeen()
{
    TextFlow flow;
    const QByteArray text = numberedLines(20'000);
    QVERIFY(text.size() > 1'000'000);
    flow.append(QByteArrayView(text));
    QCOMPARE(flow.blockCount(), 20'001);
    QCOMPARE(flow.layoutCount(), 0);
    for (qsizetype block = 100; block < 200; ++block)
        flow.ensure(block);
    flow.keepOnly(150, 160);
    QCOMPARE(flow.layoutCount(), 11);

    AnswerView view;
    showView(&view);
    view.append(text);
    view.layoutNow();
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    QVERIFY(view.characterRect(view.text().size() - 5).top() < view.viewport()->height());
}

void tst_AnswerView::resize_keepsWhatIsRead()
{
    AnswerView view;
    showView(&view);
    view.append(numberedLines(2000));
    view.layoutNow();
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
    const qsizetype before = view.offsetAt({14, 0});
    view.resize(520, 300);
    QTRY_VERIFY(view.viewport()->width() > 400);
    QVERIFY(qAbs(view.offsetAt({14, 0}) - before) < 120);
}

void tst_AnswerView::reasoning_isFolded()
{
    AnswerView view;
    showView(&view);
    view.appendReasoning("I think.");
    view.append("So it is.");
    view.layoutNow();
    QVERIFY(!view.isReasoningOpen());
    const int folded = view.characterRect(0).top();
    view.setReasoningOpen(true);
    QVERIFY(view.characterRect(0).top() > folded);
    QCOMPARE(view.text(), u"So it is."_s);
    QCOMPARE(view.reasoning(), u"I think."_s);
}

void tst_AnswerView::reasoning_isReadFromItsStart()
{
    AnswerView view;
    showView(&view);
    view.setLive(AnswerView::Live::Yes);
    view.appendReasoning(numberedLines(50));
    view.append(numberedLines(50));
    view.layoutNow();
    QScrollBar *bar = view.verticalScrollBar();
    QCOMPARE(bar->value(), bar->maximum());
    view.setReasoningOpen(true);
    QCOMPARE(bar->value(), 0);
    view.append(numberedLines(5));
    view.layoutNow();
    QCOMPARE(bar->value(), 0);
}

void tst_AnswerView::reasoning_standsOverALine()
{
    AnswerView view;
    showView(&view);
    view.append(numberedLines(50));
    view.appendReasoning("hm");
    view.layoutNow();
    const int line = view.viewport()->y() - 1;
    const QImage seen = view.grab().toImage();
    for (const int x : {1, view.width() / 2, view.viewport()->geometry().right()})
        QCOMPARE(seen.pixelColor(x, line), Palette::of(&view).color(ColorRole::SoftLine));
    view.clear();
    QVERIFY(view.grab().toImage().pixelColor(1, line)
            != Palette::of(&view).color(ColorRole::SoftLine));
}

void tst_AnswerView::focus_isAroundTheScrollBarToo()
{
    AnswerView view;
    showView(&view);
    view.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    view.setFocus(Qt::TabFocusReason);
    const QImage seen = view.grab().toImage();
    for (const QPoint at : {QPoint(0, 150), QPoint(view.width() - 1, 150), QPoint(160, 0)})
        QCOMPARE(seen.pixelColor(at), Palette::of(&view).color(ColorRole::Accent));
}

void tst_AnswerView::accessibility_readsTheText()
{
    AnswerView view;
    view.append("read me");
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(&view);
    QVERIFY(interface);
    QVERIFY(interface->textInterface());
    QCOMPARE(interface->textInterface()->text(0, 4), u"read"_s);
    QCOMPARE(interface->textInterface()->characterCount(), 7);
    QVERIFY(interface->state().readOnly);
    const auto buttons = view.findChildren<QToolButton *>();
    for (const QToolButton *button : buttons)
        QVERIFY(!button->accessibleName().isEmpty());
}

QTEST_MAIN(tst_AnswerView)
#include "tst_answerview.moc"
