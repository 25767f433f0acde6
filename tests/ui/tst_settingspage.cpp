// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingspage.h"

#include "tests/ui/servicesrig.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/settings/providercard.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

const QByteArray rightKey = "sk-right";
const Failure noKeyring{.kind = FailureKind::Storage, .message = u"No usable keyring."_s};

/// An entry of the user's own at %1, with what else it says.
QString workEntry(const QString &more = u"\"key\":{\"keychain\":\"work\"}"_s)
{
    return u"{\"providers\":{\"work\":{\"dialect\":\"openai-chat\",\"base_url\":\"%1\","_s + more
        + u"}}}"_s;
}

/// The page over a server that takes one key.
class PageRig
{
public:
    explicit PageRig(const QString &configuration = workEntry(), const QByteArray &key = {})
        : rig({rightKey})
    {
        rig.configure(configuration);
        if (!key.isEmpty())
            rig.secrets.secrets.insert(u"work"_s, Secret(key));
    }

    void open()
    {
        Services services = rig.services();
        services.theme = &theme;
        session = std::make_unique<Session>(services);
        page = std::make_unique<SettingsPage>(session.get());
        page->resize(760, 420);
        page->show();
        page->activateWindow();
        if (!QTest::qWaitForWindowActive(page.get()))
            qFatal("the window did not become active, so nothing can have the focus");
        if (!QTest::qWaitFor(
                [this] { return session->key(u"work"_s).source != KeyState::Source::Reading; }))
            qFatal("the key was not read");
    }

    ProviderCard *card(const QString &name) const
    {
        for (ProviderCard *each : page->cards()) {
            if (each->providerName() == name)
                return each;
        }
        return nullptr;
    }
    ProviderCard *add(const QString &title) const
    {
        button(page.get(), u"&Add provider…"_s)->click();
        const auto actions = page->findChild<QMenu *>()->actions();
        for (QAction *action : actions) {
            if (action->text() == title)
                action->trigger();
        }
        page->findChild<QMenu *>()->close();
        return page->cards().last();
    }

    static QPushButton *button(const QWidget *in, const QString &text)
    {
        for (QPushButton *each : in->findChildren<QPushButton *>()) {
            if (each->text() == text)
                return each;
        }
        qFatal("no button %s", qPrintable(text));
        return nullptr;
    }
    static QLineEdit *field(const QWidget *in, const QString &name)
    {
        for (QLineEdit *each : in->findChildren<QLineEdit *>()) {
            if (each->accessibleName().startsWith(name))
                return each;
        }
        qFatal("no field %s", qPrintable(name));
        return nullptr;
    }
    /// All that a card says, a sentence a line.
    static QString said(const QWidget *card)
    {
        QStringList lines;
        for (const QLabel *label : card->findChildren<QLabel *>()) {
            if (!label->isHidden())
                lines.append(label->text());
        }
        return lines.join(u'\n');
    }

    ServicesRig rig;
    Theme theme{qApp, Theme::Mode::Light};
    std::unique_ptr<Session> session;
    std::unique_ptr<SettingsPage> page;
};

} // namespace

class TestSettingsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void testSaysInWords_data();
    void testSaysInWords();
    void testingWithoutAKeySaysSo();
    void theButtonSaysWhatItDoes();
    void pathsAreTextToSelect();
    void whatIsWrittenIsChecked_data();
    void whatIsWrittenIsChecked();
    void aKeyIsKept();
    void aKeyReplacesTheEnvironmentVariable();
    void withoutAKeyringThePageSaysSo();
    void aKeyThatCannotBeRemovedIsSaid();
    void removingAProvider();
    void removingWhatWasNeverSaved();
    void anEntryIsRenamed();
    void aNewCardIsSeenAndHasTheFocus();
    void tabGoesThroughTheCards();
    void appearanceFollowsTheMenu();
};

void TestSettingsPage::testSaysInWords_data()
{
    QTest::addColumn<QString>("url"); ///< Empty: the server's.
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("wrong key") << QString() << QByteArray("sk-wrong") << u"refused the key"_s;
    QTest::newRow("nobody is there")
        << u"http://127.0.0.1:1/v1"_s << rightKey << u"refused the connection"_s;
    QTest::newRow("no network") << u"http://no-such-host.invalid/v1"_s << rightKey
                                << u"Check the base URL and your network."_s;
    QTest::newRow("wrong URL") << u"%1/elsewhere"_s << rightKey << u"path of the base URL"_s;
    QTest::newRow("works") << QString() << rightKey << u"Works: 3 models."_s;
}

void TestSettingsPage::testSaysInWords()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, key);
    QFETCH(QString, sentence);
    PageRig rig(workEntry(), key);
    rig.open();
    ProviderCard *card = rig.card(u"work"_s);
    if (!url.isEmpty())
        PageRig::field(card, u"Base URL"_s)->setText(url.replace(u"%1"_s, rig.rig.url()));
    PageRig::button(card, u"Test"_s)->click();
    QTRY_VERIFY2(PageRig::said(card).contains(sentence), qPrintable(PageRig::said(card)));
    QVERIFY(PageRig::button(card, u"Test"_s)->isEnabled());
    const bool works = sentence.startsWith(u"Works"_s);
    QCOMPARE(rig.session->models(u"work"_s).size(), works ? 3 : 0);
}

void TestSettingsPage::testingWithoutAKeySaysSo()
{
    PageRig rig;
    rig.open();
    ProviderCard *card = rig.card(u"work"_s);
    PageRig::button(card, u"Test"_s)->click();
    QTRY_VERIFY(PageRig::said(card).contains(u"There is no key to test with"_s));
    QVERIFY(PageRig::said(rig.card(u"openai"_s)).contains(u"OPENAI_API_KEY is not set either"_s));
}

void TestSettingsPage::theButtonSaysWhatItDoes()
{
    PageRig rig(workEntry(), rightKey);
    rig.open();
    QVERIFY(PageRig::button(rig.card(u"work"_s), u"Test"_s)->isEnabled());
    ProviderCard *card = rig.card(u"openai"_s);
    QTRY_VERIFY(!PageRig::button(card, u"Test"_s)->isEnabled());
    PageRig::field(card, u"API key"_s)->setText(u"sk-x"_s);
    QVERIFY(PageRig::button(card, u"Save and test"_s)->isEnabled());
    PageRig::field(card, u"API key"_s)->clear();
    QVERIFY(!PageRig::button(card, u"Test"_s)->isEnabled());
}

void TestSettingsPage::pathsAreTextToSelect()
{
    PageRig rig;
    rig.open();
    QLabel *path = nullptr;
    for (QLabel *label : rig.page->findChildren<QLabel *>()) {
        if (label->accessibleName() == u"Configuration file"_s)
            path = label;
    }
    QVERIFY(path);
    QCOMPARE(path->text(), rig.rig.configFile());
    path->setFocus();
    QTest::keyClick(path, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(path->selectedText(), rig.rig.configFile());
}

void TestSettingsPage::whatIsWrittenIsChecked_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("sentence");
    const QString url = u"http://127.0.0.1:9/v1"_s;
    QTest::newRow("no name") << QString() << url << QString() << u"without blanks and slashes"_s;
    QTest::newRow("a slash") << u"a/b"_s << url << QString() << u"without blanks and slashes"_s;
    QTest::newRow("a name that is taken") << u"work"_s << url << QString() << u"already"_s;
    QTest::newRow("a preset's name") << u"groq"_s << url << QString() << u"already"_s;
    QTest::newRow("no address") << u"mine"_s << QString() << QString() << u"The base URL"_s;
    QTest::newRow("no address at all") << u"mine"_s << u"hello"_s << QString() << u"The base URL"_s;
    QTest::newRow("another protocol")
        << u"mine"_s << u"ftp://host/v1"_s << QString() << u"The base URL"_s;
    QTest::newRow("a key with blanks") << u"mine"_s << url << u"sk one"_s << u"This is no key"_s;
}

void TestSettingsPage::whatIsWrittenIsChecked()
{
    QFETCH(QString, name);
    QFETCH(QString, url);
    QFETCH(QString, key);
    QFETCH(QString, sentence);
    PageRig rig;
    rig.open();
    const QByteArray before = rig.rig.configuration();
    ProviderCard *card = rig.add(u"OpenAI-&compatible server"_s);
    PageRig::field(card, u"Name"_s)->setText(name);
    PageRig::field(card, u"Base URL"_s)->setText(url);
    PageRig::field(card, u"API key"_s)->setText(key);
    const QString text = key.isEmpty() ? u"Test"_s : u"Save and test"_s;
    PageRig::button(card, text)->click();
    QVERIFY2(PageRig::said(card).contains(sentence), qPrintable(PageRig::said(card)));
    QVERIFY(PageRig::button(card, text)->isEnabled());
    QCOMPARE(rig.rig.configuration(), before);
}

void TestSettingsPage::aKeyIsKept()
{
    PageRig rig;
    rig.open();
    ProviderCard *card = rig.card(u"work"_s);
    QLineEdit *key = PageRig::field(card, u"API key"_s);
    QTest::keyClicks(key, QString::fromUtf8(rightKey));
    QTest::keyClick(key, Qt::Key_Return);
    QTRY_VERIFY(PageRig::said(card).contains(u"Works: 3 models."_s));
    QVERIFY(PageRig::said(card).contains(u"kept in the system keychain"_s));
    QVERIFY(key->text().isEmpty());
    QVERIFY(!PageRig::button(card, u"Remove key"_s)->isHidden());
    QCOMPARE(rig.rig.secrets.secrets.value(u"work"_s), Secret(rightKey));
    QVERIFY(!rig.rig.configuration().contains(rightKey));
    PageRig::button(card, u"Remove key"_s)->click();
    QTRY_VERIFY(PageRig::said(card).contains(u"No key yet."_s));
    QVERIFY(rig.rig.secrets.secrets.isEmpty());
}

void TestSettingsPage::aKeyReplacesTheEnvironmentVariable()
{
    PageRig rig(workEntry(u"\"key\":{\"env\":\"NOT_SET_ANYWHERE\"}"_s));
    rig.open();
    ProviderCard *card = rig.card(u"work"_s);
    PageRig::field(card, u"API key"_s)->setText(QString::fromUtf8(rightKey));
    PageRig::button(card, u"Save and test"_s)->click();
    QTRY_VERIFY(PageRig::said(card).contains(u"Works: 3 models."_s));
    const Session again(rig.rig.services());
    QTRY_COMPARE(again.key(u"work"_s).source, KeyState::Source::Keychain);
    QCOMPARE(again.key(u"work"_s).secret, Secret(rightKey));
}

void TestSettingsPage::withoutAKeyringThePageSaysSo()
{
    PageRig rig;
    rig.rig.secrets.trouble = noKeyring;
    rig.open();
    ProviderCard *card = rig.card(u"work"_s);
    // It is said once, not on every card.
    QTRY_COMPARE(PageRig::said(rig.page.get()).count(u"keychain cannot be used"_s), 1);
    QVERIFY(PageRig::said(rig.page.get()).contains(u"this run only. No usable keyring."_s));
    QVERIFY(!PageRig::said(card).contains(u"keychain"_s));
    PageRig::field(card, u"API key"_s)->setText(QString::fromUtf8(rightKey));
    PageRig::button(card, u"Save and test"_s)->click();
    QTRY_VERIFY(PageRig::said(card).contains(u"Works: 3 models."_s));
    QVERIFY(PageRig::said(card).contains(u"kept for this run only."_s));
    PageRig::button(card, u"Remove key"_s)->click();
    QTRY_VERIFY(PageRig::said(card).contains(u"No key yet."_s));
    QVERIFY(!PageRig::said(card).contains(u"still"_s));
}

void TestSettingsPage::aKeyThatCannotBeRemovedIsSaid()
{
    PageRig rig(workEntry(), rightKey);
    rig.open();
    rig.rig.secrets.trouble = noKeyring;
    ProviderCard *card = rig.card(u"work"_s);
    PageRig::button(card, u"Remove key"_s)->click();
    QTRY_VERIFY(PageRig::said(card).contains(u"still in the system keychain. No usable"_s));
    PageRig::button(card, u"Remove"_s)->click();
    QTRY_VERIFY(PageRig::said(card).contains(u"work is not removed. No usable keyring."_s));
    QVERIFY(PageRig::said(card).contains(u"kept in the system keychain"_s));
}

void TestSettingsPage::removingAProvider()
{
    PageRig rig(workEntry(), rightKey);
    rig.open();
    QCOMPARE(rig.page->cards().size(), 3);
    PageRig::button(rig.card(u"work"_s), u"Remove"_s)->click();
    QTRY_COMPARE(rig.page->cards().size(), 2);
    QVERIFY(rig.rig.secrets.secrets.isEmpty());
    QVERIFY(!rig.rig.configuration().contains("work"));
    QVERIFY(!rig.session->providers().find(u"work"_s));
    QVERIFY(rig.session->providers().find(u"anthropic"_s));
}

void TestSettingsPage::removingWhatWasNeverSaved()
{
    PageRig rig;
    rig.open();
    for (const QString &title : {u"Groq"_s, u"OpenAI-&compatible server"_s}) {
        ProviderCard *card = rig.add(title);
        QCOMPARE(rig.page->cards().size(), 4);
        PageRig::button(card, u"Remove"_s)->click();
        QTRY_COMPARE(rig.page->cards().size(), 3);
    }
}

void TestSettingsPage::anEntryIsRenamed()
{
    PageRig rig(workEntry(), rightKey);
    rig.open();
    ProviderCard *card = rig.card(u"work"_s);
    PageRig::field(card, u"Name"_s)->setText(u"lab"_s);
    PageRig::button(card, u"Test"_s)->click();
    QTRY_VERIFY2(PageRig::said(card).contains(u"Works: 3 models."_s),
                 qPrintable(PageRig::said(card)));
    QCOMPARE(card->providerName(), u"lab"_s);
    QVERIFY(rig.session->providers().find(u"lab"_s));
    QVERIFY(!rig.session->providers().find(u"work"_s));
    QCOMPARE(rig.page->cards().size(), 3);
    QCOMPARE(rig.session->key(u"lab"_s).secret, Secret(rightKey));
}

void TestSettingsPage::aNewCardIsSeenAndHasTheFocus()
{
    PageRig rig;
    rig.open();
    rig.add(u"Groq"_s);
    ProviderCard *card = rig.add(u"OpenAI-&compatible server"_s);
    QTRY_COMPARE(rig.page->focusWidget(), static_cast<QWidget *>(PageRig::field(card, u"Name"_s)));
    const QWidget *view = rig.page->findChild<QScrollArea *>()->viewport();
    const QRect place(card->mapTo(rig.page.get(), QPoint()) - view->mapTo(rig.page.get(), QPoint()),
                      card->size());
    QVERIFY2(card->height() > 150, qPrintable(QString::number(card->height())));
    QVERIFY(view->rect().contains(place));
}

void TestSettingsPage::tabGoesThroughTheCards()
{
    PageRig rig(workEntry(), rightKey);
    rig.open();
    ProviderCard *last = rig.add(u"OpenAI-&compatible server"_s);
    QTRY_VERIFY(last->isVisible());
    ProviderCard *work = rig.card(u"work"_s);
    PageRig::field(work, u"Name"_s)->setFocus();
    const QList<QWidget *> expected = {PageRig::field(work, u"Base URL"_s),
                                       PageRig::field(work, u"API key"_s),
                                       PageRig::button(work, u"Test"_s),
                                       PageRig::button(work, u"Remove key"_s),
                                       PageRig::button(work, u"Remove"_s),
                                       PageRig::field(last, u"Name"_s),
                                       PageRig::field(last, u"Base URL"_s),
                                       PageRig::field(last, u"API key"_s),
                                       PageRig::button(last, u"Test"_s),
                                       PageRig::button(last, u"Remove"_s),
                                       PageRig::button(rig.page.get(), u"&Add provider…"_s)};
    for (const QWidget *next : expected) {
        QTest::keyClick(rig.page->focusWidget(), Qt::Key_Tab);
        QCOMPARE(rig.page->focusWidget()->accessibleName(), next->accessibleName());
        QCOMPARE(static_cast<const QWidget *>(rig.page->focusWidget()), next);
    }
}

void TestSettingsPage::appearanceFollowsTheMenu()
{
    PageRig rig;
    rig.open();
    auto *control = rig.page->findChild<SegmentedControl *>();
    QCOMPARE(control->current(), static_cast<int>(Theme::Mode::Light));
    for (const Theme::Mode mode : {Theme::Mode::System, Theme::Mode::Light, Theme::Mode::Dark}) {
        rig.theme.setMode(mode); // as the menu does; where there is no desktop, system is light
        QCOMPARE(control->current(), static_cast<int>(mode));
    }
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TestSettingsPage test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_settingspage.moc"
