// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/golivebar.h"

#include "tests/ui/servicesrig.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

const QString rightKey = u"sk-proj-right"_s;
const QString openAiHere = u"{\"providers\":{\"openai\":{\"preset\":\"openai\",\"base_url\":\"%1\","
                           "\"key\":{\"keychain\":\"openai\"}}}}"_s;

/// The bar in a window of the width that it gets.
class BarRig
{
public:
    explicit BarRig(const QString &configuration = openAiHere) : rig({rightKey.toUtf8()})
    {
        rig.configure(configuration);
        session = std::make_unique<Session>(rig.services());
        bar = new GoLiveBar(session.get(), &window);
        auto *layout = new QVBoxLayout(&window);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(bar);
        layout->addStretch();
        window.resize(600, 300);
        window.show();
    }

    void paste(const QString &key)
    {
        bar->keyField()->clear();
        QTest::keyClicks(bar->keyField(), key);
    }
    void press() { QTest::keyClick(bar->keyField(), Qt::Key_Return); }
    QComboBox *provider() const { return bar->findChild<QComboBox *>(); }
    QPushButton *test() const { return bar->findChildren<QPushButton *>().at(0); }
    QPushButton *choose() const { return bar->findChildren<QPushButton *>().at(1); }
    QLabel *answer() const { return bar->findChildren<QLabel *>().last(); }

    ServicesRig rig;
    std::unique_ptr<Session> session;
    QWidget window;
    GoLiveBar *bar = nullptr;
};

} // namespace

class TestGoLiveBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKeyThatSaysWhoseItIsIsNotAskedAbout();
    void anyOtherIsAskedAbout();
    void aWrongKeyIsSaid();
    void whatIsNoKeyIsNotSent();
    void aRightKeyOffersTheModels();
    void theModelsCanBeOfferedAgain();
    void nothingOpensWhileTheBarIsHidden();
    void theKeyIsFoundAfterARestart_data();
    void theKeyIsFoundAfterARestart();
    void withoutAKeyringTheBarSaysSo();
    void aRemovedKeyOffersNothing();
    void theKeyThatIsMissingIsAskedFor();
    void typingMovesNothing_data();
    void typingMovesNothing();
    void nothingOverlaps_data();
    void nothingOverlaps();
};

void TestGoLiveBar::aKeyThatSaysWhoseItIsIsNotAskedAbout()
{
    BarRig rig;
    QVERIFY(!rig.test()->isEnabled());
    rig.paste(rightKey);
    QVERIFY(!rig.provider()->isVisible());
    QVERIFY(rig.test()->isEnabled());
    QVERIFY(rig.answer()->text().contains(u"OpenAI"_s));
    rig.paste(u"sk-ant-api03-x"_s);
    QVERIFY(rig.answer()->text().contains(u"Anthropic"_s));
    rig.paste({});
    QVERIFY(!rig.test()->isEnabled());
    QVERIFY(rig.answer()->text().contains(u"tested first"_s));
}

void TestGoLiveBar::anyOtherIsAskedAbout()
{
    BarRig rig;
    rig.paste(u"sk-anybody"_s);
    QVERIFY(rig.provider()->isVisible());
    QVERIFY(!rig.test()->isEnabled());
    QVERIFY(rig.answer()->text().contains(u"Choose whose"_s));
    const int deepSeek = rig.provider()->findData(u"deepseek"_s);
    rig.provider()->setCurrentIndex(deepSeek);
    Q_EMIT rig.provider()->activated(deepSeek);
    QCOMPARE(rig.provider()->currentIndex(), deepSeek);
    QVERIFY(rig.provider()->isVisible());
    QVERIFY(rig.test()->isEnabled());
    QVERIFY(rig.answer()->text().contains(u"tested first"_s));
    // A key that says whose it is does not care for the choice of an earlier one.
    rig.paste(rightKey);
    QVERIFY(!rig.provider()->isVisible());
    QVERIFY(rig.answer()->text().contains(u"OpenAI"_s));
}

void TestGoLiveBar::aWrongKeyIsSaid()
{
    BarRig rig;
    QSignalSpy live(rig.bar, &GoLiveBar::wentLive);
    rig.paste(u"sk-proj-wrong"_s);
    rig.press();
    QTRY_VERIFY(rig.answer()->text().contains(u"refused the key"_s));
    QCOMPARE(rig.bar->keyField()->text(), u"sk-proj-wrong"_s);
    QVERIFY(rig.test()->isEnabled());
    QVERIFY(!rig.choose()->isVisible());
    QVERIFY(live.isEmpty());
    QVERIFY(rig.rig.secrets.secrets.isEmpty());
}

void TestGoLiveBar::whatIsNoKeyIsNotSent()
{
    BarRig rig;
    rig.paste(u"sk-proj-two words"_s);
    rig.press();
    QVERIFY(rig.answer()->text().contains(u"no key"_s));
    QVERIFY(rig.test()->isEnabled());
}

void TestGoLiveBar::aRightKeyOffersTheModels()
{
    BarRig rig;
    QSignalSpy live(rig.bar, &GoLiveBar::wentLive);
    rig.paste(u"export OPENAI_API_KEY='"_s + rightKey + u'\'');
    rig.press();
    QVERIFY(live.wait());
    QCOMPARE(live.first().at(0).toString(), u"openai"_s);
    QCOMPARE(live.first().at(1).value<QList<ListedModel>>().size(), 3);
    QVERIFY(rig.bar->keyField()->text().isEmpty());
    QVERIFY(rig.answer()->text().contains(u"3 models"_s));
    QTRY_COMPARE(rig.session->key(u"openai"_s).source, KeyState::Source::Keychain);
    QCOMPARE(rig.rig.secrets.secrets.value(u"openai"_s), Secret(rightKey.toUtf8()));
    QCOMPARE(rig.session->models(u"openai"_s).size(), 3);
}

void TestGoLiveBar::theModelsCanBeOfferedAgain()
{
    BarRig rig;
    QSignalSpy live(rig.bar, &GoLiveBar::wentLive);
    rig.paste(rightKey);
    rig.press();
    QVERIFY(live.wait());
    QVERIFY(rig.choose()->isVisible());
    rig.choose()->click();
    QCOMPARE(live.size(), 2);
    QCOMPARE(live.at(1).at(0), live.at(0).at(0));
    QCOMPARE(live.at(1).at(1).value<QList<ListedModel>>().size(), 3);
}

void TestGoLiveBar::nothingOpensWhileTheBarIsHidden()
{
    BarRig rig;
    QSignalSpy live(rig.bar, &GoLiveBar::wentLive);
    rig.paste(rightKey);
    rig.press();
    rig.bar->hide();
    QTRY_COMPARE(rig.session->models(u"openai"_s).size(), 3);
    QVERIFY(live.isEmpty());
    rig.bar->show();
    rig.choose()->click();
    QCOMPARE(live.size(), 1);
}

void TestGoLiveBar::theKeyIsFoundAfterARestart_data()
{
    QTest::addColumn<QString>("configuration");
    QTest::newRow("the entry looked in the environment")
        << u"{\"providers\":{\"openai\":{\"preset\":\"openai\",\"base_url\":\"%1\","
           "\"key\":{\"env\":\"NOT_SET_ANYWHERE\"}}}}"_s;
    QTest::newRow("the entry sent no key")
        << u"{\"providers\":{\"openai\":{\"preset\":\"openai\",\"base_url\":\"%1\"}}}"_s;
    QTest::newRow("the entry has the keychain") << openAiHere;
}

void TestGoLiveBar::theKeyIsFoundAfterARestart()
{
    QFETCH(QString, configuration);
    BarRig rig(configuration);
    QSignalSpy live(rig.bar, &GoLiveBar::wentLive);
    rig.paste(rightKey);
    rig.press();
    QVERIFY(live.wait());
    QTRY_COMPARE(rig.session->key(u"openai"_s).source, KeyState::Source::Keychain);
    const Session again(rig.rig.services());
    QTRY_COMPARE(again.key(u"openai"_s).source, KeyState::Source::Keychain);
    QCOMPARE(again.key(u"openai"_s).secret, Secret(rightKey.toUtf8()));
}

void TestGoLiveBar::withoutAKeyringTheBarSaysSo()
{
    BarRig rig;
    rig.rig.secrets.trouble = Failure{.kind = FailureKind::Storage, .message = u"No keyring."_s};
    rig.session->setKey(u"groq"_s, Secret("x"));
    QTRY_VERIFY(!rig.session->keyringTrouble().isEmpty());
    QSignalSpy live(rig.bar, &GoLiveBar::wentLive);
    rig.paste(rightKey);
    rig.press();
    QVERIFY(live.wait());
    QVERIFY(rig.answer()->text().contains(u"for this run only"_s));
    QCOMPARE(rig.session->key(u"openai"_s).source, KeyState::Source::ThisRun);
}

void TestGoLiveBar::aRemovedKeyOffersNothing()
{
    BarRig rig;
    QSignalSpy live(rig.bar, &GoLiveBar::wentLive);
    rig.paste(rightKey);
    rig.press();
    QVERIFY(live.wait());
    QTRY_COMPARE(rig.session->key(u"openai"_s).source, KeyState::Source::Keychain);
    (void)rig.session->removeKey(u"openai"_s);
    QTRY_VERIFY(!rig.choose()->isVisible());
    QVERIFY(rig.answer()->text().contains(u"tested first"_s));
}

void TestGoLiveBar::theKeyThatIsMissingIsAskedFor()
{
    BarRig rig;
    const auto text = [&rig] { return rig.bar->findChild<QLabel *>()->text(); };
    QVERIFY(text().contains(u"Simulated answers"_s));
    rig.bar->setMissing(u"groq"_s);
    QVERIFY(text().contains(u"No key for Groq"_s));
    rig.paste(u"sk-anybody"_s);
    QCOMPARE(rig.provider()->currentData().toString(), u"groq"_s);
    QVERIFY(rig.test()->isEnabled());
    rig.bar->setMissing({});
    QVERIFY(text().contains(u"Simulated answers"_s));
}

void TestGoLiveBar::typingMovesNothing_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {408, 592, 1000})
        QTest::addRow("%d px", width) << width;
}

void TestGoLiveBar::typingMovesNothing()
{
    QFETCH(int, width);
    BarRig rig;
    rig.window.resize(width, 300);
    QTRY_COMPARE(rig.bar->width(), width);
    const int before = rig.bar->heightForWidth(width);
    for (const QString &key : {u"s"_s, u"sk-anybody"_s, rightKey, u"sk-ant-x"_s}) {
        rig.paste(key);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        QCOMPARE(rig.bar->heightForWidth(width), before);
    }
}

void TestGoLiveBar::nothingOverlaps_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {320, 408, 592, 700, 1000, 1500})
        QTest::addRow("%d px", width) << width;
}

void TestGoLiveBar::nothingOverlaps()
{
    QFETCH(int, width);
    BarRig rig;
    rig.rig.secrets.isLate = true;
    rig.window.resize(width, 300);
    rig.paste(u"sk-anybody"_s);
    rig.choose()->show();
    QTRY_VERIFY(rig.bar->width() == width && rig.answer()->height() > 0);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    QList<QWidget *> shown;
    const auto children = rig.bar->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
    for (QWidget *child : children) {
        if (child->isVisible())
            shown.append(child);
    }
    QCOMPARE(shown.size(), 6);
    for (const QWidget *child : shown) {
        QVERIFY2(rig.bar->rect().contains(child->geometry()), child->metaObject()->className());
        QVERIFY(child->height() >= child->minimumSizeHint().height());
        if (child != rig.answer())
            QVERIFY(child->width() >= child->minimumSizeHint().width());
        for (const QWidget *other : shown)
            QVERIFY(child == other || !child->geometry().intersects(other->geometry()));
    }
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const Theme theme(&application, Theme::Mode::Light);
    TestGoLiveBar test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_golivebar.moc"
