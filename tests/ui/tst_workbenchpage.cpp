// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/workbenchpage.h"

#include "tests/ui/servicesrig.h"
#include "ui/common/theme.h"
#include "ui/workbench/golivebar.h"

#include <QApplication>
#include <QLabel>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

/// Two servers of the user's own: one whose key is kept, and one whose key is nowhere.
const QString twoServers =
    u"{\"providers\":{"
    "\"kept\":{\"dialect\":\"openai-chat\",\"base_url\":\"%1\",\"key\":{\"keychain\":\"kept\"}},"
    "\"bare\":{\"dialect\":\"openai-chat\",\"base_url\":\"%1\",\"key\":{\"keychain\":\"bare\"}}"
    "}}"_s;

} // namespace

class TestWorkbenchPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKeyCanBePastedWhereItIsMissing_data();
    void aKeyCanBePastedWhereItIsMissing();
};

void TestWorkbenchPage::aKeyCanBePastedWhereItIsMissing_data()
{
    QTest::addColumn<QStringList>("targets");
    QTest::addColumn<QString>("missing"); ///< Whose key the bar asks for.
    QTest::addColumn<bool>("isShown");
    QTest::newRow("simulated") << QStringList{u"simulator/a"_s} << QString() << true;
    QTest::newRow("no column") << QStringList() << QString() << false;
    QTest::newRow("a key is there") << QStringList{u"kept/a"_s} << QString() << false;
    QTest::newRow("a key is there, beside a simulated one")
        << QStringList{u"simulator/a"_s, u"kept/a"_s} << QString() << false;
    QTest::newRow("a key is missing") << QStringList{u"bare/a"_s} << u"bare"_s << true;
    QTest::newRow("a key is missing beside others")
        << QStringList{u"simulator/a"_s, u"kept/a"_s, u"bare/a"_s} << u"bare"_s << true;
    QTest::newRow("nobody knows the provider") << QStringList{u"none/a"_s} << QString() << false;
}

void TestWorkbenchPage::aKeyCanBePastedWhereItIsMissing()
{
    QFETCH(QStringList, targets);
    QFETCH(QString, missing);
    QFETCH(bool, isShown);
    ServicesRig rig;
    rig.configure(twoServers);
    rig.secrets.secrets.insert(u"kept"_s, Secret("k"));
    Services services = rig.services();
    Provider simulator;
    simulator.name = u"simulator"_s;
    simulator.simulated = true;
    services.providers.insert(simulator);
    Session session(services);
    WorkbenchDocument document;
    for (const QString &target : std::as_const(targets))
        document.addColumn(target);
    const WorkbenchPage page(&session, document);
    const auto *bar = page.findChild<GoLiveBar *>();
    QTRY_COMPARE(session.key(u"bare"_s).source, KeyState::Source::None);
    QTRY_COMPARE(session.key(u"kept"_s).source, KeyState::Source::Keychain);
    QCOMPARE(!bar->isHidden(), isShown);
    const QString text = bar->findChild<QLabel *>()->text();
    QCOMPARE(text.contains(u"No key for "_s + missing + u'.'), !missing.isEmpty());
    // Once it is there, the column needs the bar no more.
    if (!missing.isEmpty()) {
        session.setKey(missing, Secret("k"));
        QVERIFY(bar->isHidden());
    }
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const Theme theme(&application, Theme::Mode::Light);
    TestWorkbenchPage test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_workbenchpage.moc"
