// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/attemptcost.h"
#include "core/secrets/memorysecretstore.h"
#include "core/simulator/simulatedmodels.h"
#include "core/simulator/simulatorhost.h"
#include "ui/answer/answerview.h"
#include "ui/common/infobar.h"
#include "ui/common/theme.h"
#include "ui/mainwindow.h"
#include "ui/spendingline.h"
#include "ui/workbench/answercolumn.h"
#include "ui/workbench/promptpane.h"
#include "ui/workbench/turneditor.h"
#include "ui/workbench/workbenchpage.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

/// The window over a real engine, a real store and the simulator, all in this process.
class WindowRig
{
public:
    explicit WindowRig(const QString &dataDir, double speed)
        : m_simulator({.speedFactor = speed}), m_theme(qApp, Theme::Mode::Light)
    {
        const Result<quint16> port = m_simulator.listen();
        auto opened = Store::open(dataDir, estimateInterrupted);
        if (!port || !opened)
            qFatal("the simulator or the store could not be opened");
        m_store = std::move(*opened);
        m_log = std::make_unique<AttemptLog>(dataDir);
        m_engine = std::make_unique<EngineHost>(
            EngineHost::Parts{m_store.get(), m_log.get(), &m_clock, &m_random});
        Services services;
        services.engine = m_engine.get();
        services.store = m_store.get();
        services.secrets = &m_secrets;
        services.clock = &m_clock;
        services.theme = &m_theme;
        services.dataDir = dataDir;
        services.configFile = dataDir + u"/config.json"_s;
        Provider provider;
        provider.name = u"simulator"_s;
        provider.title = u"Simulator"_s;
        provider.catalogue = u"simulator"_s;
        provider.baseUrl = m_simulator.url();
        provider.simulated = true;
        services.providers.insert(provider);
        for (const SimulatedModel &model : simulatedModels()) {
            CatalogModel entry;
            entry.catalogue = u"simulator"_s;
            entry.id = model.id;
            entry.title = model.title;
            entry.prices = {model.price};
            services.prices.add(entry);
        }
        window = std::make_unique<MainWindow>(services, MainWindow::readMemory(dataDir));
        window->show();
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window.get()))
            qFatal("the window did not become active, so no shortcut would work");
    }

    ~WindowRig()
    {
        window.reset();
        m_engine.reset();
    }

    Store &store() { return *m_store; }
    WorkbenchPage *page() { return window->workbench(); }
    AnswerColumn *column(int index) { return page()->columns()->column(index); }
    TurnEditor *userTurn() { return page()->promptPane()->findChildren<TurnEditor *>().last(); }
    void ask(const QString &question)
    {
        userTurn()->edit()->selectAll();
        QTest::keyClicks(userTurn()->edit(), question);
    }

private:
    SystemClock m_clock;
    SystemRandom m_random;
    MemorySecretStore m_secrets;
    SimulatorHost m_simulator;
    Theme m_theme;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AttemptLog> m_log;
    std::unique_ptr<EngineHost> m_engine;

public:
    std::unique_ptr<MainWindow> window;
};

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsThreeColumnsAndStopsOne();
    void anEmptyPromptIsSaidInPlace();
    void escapeClosesWhatIsOpenFirst();
    void thePromptComesBack();
    void closingWhileAnswersStreamAsksOnce();
};

void TestMainWindow::runsThreeColumnsAndStopsOne()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 2);
    QCOMPARE(rig.page()->columns()->columnCount(), 3);
    rig.ask(u"Why is the sea salty?"_s);
    QTest::keyClick(rig.userTurn()->edit(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(rig.page()->presenter().isLive());

    QTRY_VERIFY(!rig.column(1)->view()->text().isEmpty());
    Q_EMIT rig.column(1)->stopRequested();
    QTRY_VERIFY_WITH_TIMEOUT(!rig.page()->presenter().isLive(), 60'000);

    QCOMPARE(rig.column(0)->state().phase(), ColumnState::Phase::Done);
    QCOMPARE(rig.column(1)->state().phase(), ColumnState::Phase::Cancelled);
    QCOMPARE(rig.column(2)->state().phase(), ColumnState::Phase::Done);

    QTRY_VERIFY([&] {
        auto again = rig.store().history({}, 10);
        again.waitForFinished();
        const auto runs = again.result();
        return runs && runs->size() == 1 && runs->first().state != RunState::Running;
    }());
    auto list = rig.store().history({}, 10);
    list.waitForFinished();
    auto stored = rig.store().run(list.result()->first().id);
    stored.waitForFinished();
    QVERIFY(stored.result());
    const StoredRun run = *stored.result();
    QCOMPARE(run.answers.size(), 3);
    for (const AnswerRecord &answer : run.answers) {
        QCOMPARE(QString::fromUtf8(answer.text()), rig.column(answer.variant)->view()->text());
        QCOMPARE(answer.finish == Finish::Cancelled, answer.variant == 1);
    }
    QVERIFY(run.run.prompt.contains("Why is the sea salty?"));
    QTRY_VERIFY(rig.window->spendingLine()->text().contains(u"today $0"_s));
}

void TestMainWindow::anEmptyPromptIsSaidInPlace()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 4);
    rig.userTurn()->edit()->clear();
    QTest::keyClick(rig.userTurn()->edit(), Qt::Key_Return, Qt::ControlModifier);
    auto *bar = rig.page()->promptPane()->findChild<InfoBar *>();
    QVERIFY(bar->isVisible());
    QVERIFY(bar->text().contains(u"empty"_s));
    QVERIFY(!rig.page()->presenter().isLive());
    rig.ask(u"x"_s);
    QVERIFY(!bar->isVisible());
}

void TestMainWindow::escapeClosesWhatIsOpenFirst()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 1);
    rig.page()->presenter().run();
    rig.page()->columns()->maximise(0);
    QTest::keyClick(rig.window.get(), Qt::Key_Escape);
    QCOMPARE(rig.page()->columns()->maximised(), -1);
    QVERIFY(rig.page()->presenter().isLive());
    QTest::keyClick(rig.window.get(), Qt::Key_Escape);
    QTRY_VERIFY(!rig.page()->presenter().isLive());
}

void TestMainWindow::thePromptComesBack()
{
    QTemporaryDir dir;
    {
        WindowRig rig(dir.path(), 4);
        rig.ask(u"Do whales sleep?"_s);
        rig.page()->presenter().removeColumn(rig.page()->presenter().document().columns.first().id);
        rig.page()->columns()->setArrangement(Arrangement::Grid);
        rig.page()->setPromptFolded(true);
    }
    WindowRig rig(dir.path(), 4);
    QCOMPARE(rig.page()->presenter().document().turns.last().text, u"Do whales sleep?"_s);
    QCOMPARE(rig.page()->columns()->columnCount(), 2);
    QCOMPARE(rig.page()->columns()->arrangement(), Arrangement::Grid);
    QVERIFY(rig.page()->isPromptFolded());
}

void TestMainWindow::closingWhileAnswersStreamAsksOnce()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 1);
    rig.page()->presenter().run();
    QTRY_VERIFY(!rig.column(0)->view()->text().isEmpty());
    rig.window->close();
    QVERIFY(rig.window->isVisible());
    rig.window->close();
    const auto boxes = rig.window->findChildren<QMessageBox *>();
    QCOMPARE(boxes.size(), 1);
    boxes.first()->defaultButton()->click();
    QTRY_VERIFY(!rig.window->isVisible());
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TestMainWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_mainwindow.moc"
