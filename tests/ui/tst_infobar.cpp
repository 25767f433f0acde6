// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/infobar.h"

#include "ui/common/theme.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class TestInfoBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void detailsAreShownOnDemand();
    void longDetailsScroll_data();
    void longDetailsScroll();
    void aLongSentenceIsCut();
    void closes();
};

void TestInfoBar::detailsAreShownOnDemand()
{
    InfoBar bar(InfoBar::Weight::Error);
    bar.setText(u"It failed."_s);
    auto *button = bar.findChild<QPushButton *>();
    auto *details = bar.findChild<QPlainTextEdit *>();
    QVERIFY(button->isHidden());
    bar.setDetails(u"status 500"_s);
    QVERIFY(!button->isHidden());
    QVERIFY(details->isHidden());
    button->click();
    QVERIFY(!details->isHidden());
    QCOMPARE(details->toPlainText(), u"status 500"_s);
    QVERIFY(details->isReadOnly());
    bar.setDetails({});
    QVERIFY(button->isHidden());
    QVERIFY(details->isHidden());
}

void TestInfoBar::longDetailsScroll_data()
{
    QTest::addColumn<QString>("details");
    QTest::addColumn<bool>("isShort");
    QTest::newRow("one line") << u"no such model"_s << true;
    QTest::newRow("many lines") << u"line\n"_s.repeated(500) << false;
    QTest::newRow("a page without a line end") << u"<b>word</b> "_s.repeated(10'000) << false;
    QTest::newRow("a word without an end") << QString(1'000'000, u'x') << false;
}

void TestInfoBar::longDetailsScroll()
{
    QFETCH(QString, details);
    QFETCH(bool, isShort);
    QWidget window;
    auto *layout = new QVBoxLayout(&window);
    auto *bar = new InfoBar(InfoBar::Weight::Error, &window);
    layout->addWidget(bar);
    layout->addStretch();
    window.resize(400, 600);
    window.show();
    bar->setText(u"It failed."_s);
    bar->setDetails(details);
    bar->findChild<QPushButton *>()->click();
    auto *field = bar->findChild<QPlainTextEdit *>();
    QTRY_VERIFY(field->isVisible() && field->height() > 20);
    QVERIFY(field->height() <= (isShort ? 40 : 160));
    QVERIFY(field->toPlainText().size() <= 20'010);
    QTRY_VERIFY(bar->height() <= 240);
    QCOMPARE(window.width(), 400);
}

void TestInfoBar::aLongSentenceIsCut()
{
    InfoBar bar;
    bar.setText(QString(1'000'000, u'x'));
    QVERIFY(bar.text().size() < 3'000);
    QVERIFY(bar.text().endsWith(u'…'));
    QCOMPARE(bar.accessibleName(), bar.text());
}

void TestInfoBar::closes()
{
    InfoBar bar;
    bar.setClosable();
    bar.show();
    QSignalSpy closed(&bar, &InfoBar::closed);
    bar.findChild<QToolButton *>()->click();
    QCOMPARE(closed.size(), 1);
    QVERIFY(bar.isHidden());
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const Theme theme(&application, Theme::Mode::Light);
    TestInfoBar test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_infobar.moc"
