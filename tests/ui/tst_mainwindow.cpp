// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/attemptcost.h"
#include "core/secrets/memorysecretstore.h"
#include "core/simulator/simulatedmodels.h"
#include "core/simulator/simulatorhost.h"
#include "tests/support/manualclock.h"
#include "ui/answer/answerview.h"
#include "ui/common/chip.h"
#include "ui/common/infobar.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/history/historypage.h"
#include "ui/mainwindow.h"
#include "ui/moderail.h"
#include "ui/spendingline.h"
#include "ui/workbench/answercolumn.h"
#include "ui/workbench/columnactions.h"
#include "ui/workbench/promptpane.h"
#include "ui/workbench/turneditor.h"
#include "ui/workbench/workbenchpage.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSet>
#include <QSplitter>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>

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
        services.clock = &windowClock;
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
    Theme &theme() { return m_theme; }
    void failWith(const QByteArray &plan)
    {
        const Result<FailurePlan> read = FailurePlan::fromJson(plan, u"plan"_s);
        if (!read)
            qFatal("%s", qPrintable(read.failure().message));
        m_simulator.setPlan(*read);
    }
    QPushButton *button(int column, const QString &name)
    {
        const auto buttons = this->column(column)->findChildren<QPushButton *>();
        for (QPushButton *each : buttons) {
            if (each->accessibleName() == name && each->isVisible())
                return each;
        }
        return nullptr;
    }
    QString onClipboard(int column)
    {
        this->column(column)->perform(ColumnAct::Copy);
        return QApplication::clipboard()->text();
    }
    StoredRun lastRun()
    {
        auto list = m_store->history({}, 10);
        list.waitForFinished();
        auto stored = m_store->run(list.result()->first().id);
        stored.waitForFinished();
        return *stored.result();
    }
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
    ManualClock windowClock; ///< What is a double click is told by it.
    std::unique_ptr<MainWindow> window;
};

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsThreeColumnsAndStopsOne();
    void aSecondRunAtOnceIsNotSent();
    void failedAnswersAreTriedAgain();
    void cutAnswersGoOn();
    void anEmptyPromptIsSaidInPlace();
    void refusalsAreSeenWhileThePromptIsFolded();
    void keysActOnWhatIsSeen();
    void openingARunKeepsTheWork();
    void openingARunAsksWhileAnswersStream();
    void everyControlIsReachedByTab();
    void menusHaveNoMnemonicTwice();
    void railToolTipsKeepTheirKeys();
    void theFirstStartFitsItsColumns_data();
    void theFirstStartFitsItsColumns();
    void addingATurnKeepsTheUndoHistory();
    void theWayBackToTheEndIsSeen();
    void thePromptFitsANarrowPane();
    void placeholdersAreReadable_data();
    void placeholdersAreReadable();
    void stopAllIsGreyWhileNothingStreams();
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
    QTest::mouseClick(rig.button(1, u"Stop"_s), Qt::LeftButton);
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

void TestMainWindow::aSecondRunAtOnceIsNotSent()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 4);
    auto *run = rig.page()->promptPane()->findChild<QPushButton *>(u"run"_s);
    QTest::mouseDClick(run, Qt::LeftButton);
    QTest::mouseClick(run, Qt::LeftButton);
    QTest::keyClick(rig.window.get(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!rig.page()->presenter().isLive(), 60'000);
    QCOMPARE(rig.column(0)->runCount(), 1);
}

void TestMainWindow::failedAnswersAreTriedAgain()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 8);
    rig.failWith(R"({"rules":[{"model":"sim-swift","times":1,"status":400}]})");
    rig.page()->run();
    QTRY_COMPARE(rig.column(0)->state().phase(), ColumnState::Phase::Failed);
    QVERIFY(!rig.column(0)->state().notice().isEmpty());
    QVERIFY(!rig.button(0, u"Continue"_s));
    rig.windowClock.advanceMs(1'000);
    QTest::mouseClick(rig.button(0, u"Retry"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(rig.column(0)->state().phase(), ColumnState::Phase::Done, 30'000);
    QCOMPARE(rig.column(0)->runCount(), 2);
    QVERIFY(!rig.button(0, u"Retry"_s));
}

void TestMainWindow::cutAnswersGoOn()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 8);
    Parameters parameters;
    parameters.maxTokens = 20;
    rig.page()->presenter().setParameters(parameters);
    rig.page()->run();
    QTRY_VERIFY_WITH_TIMEOUT(!rig.page()->presenter().isLive(), 30'000);
    QCOMPARE(rig.column(0)->state().phase(), ColumnState::Phase::Cut);
    const QString half = rig.onClipboard(0);
    QVERIFY(!half.isEmpty());

    rig.windowClock.advanceMs(1'000);
    QTest::mouseClick(rig.button(0, u"Continue"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!rig.page()->presenter().isLive(), 30'000);
    const QString whole = rig.onClipboard(0);
    QVERIFY(whole.startsWith(half));
    QVERIFY(whole.size() > half.size());
    QTRY_VERIFY(rig.lastRun().run.prompt.contains("Go on exactly where you stopped"));

    rig.windowClock.advanceMs(1'000);
    QTest::mouseClick(rig.button(0, u"Raise limit"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!rig.page()->presenter().isLive(), 30'000);
    QCOMPARE(rig.column(0)->runCount(), 3);
    QVERIFY(rig.lastRun().variants.first().parameters.contains("40"));
    QCOMPARE(rig.page()->presenter().document().columns.first().overrides.maxTokens, 40);
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

void TestMainWindow::refusalsAreSeenWhileThePromptIsFolded()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 4);
    rig.userTurn()->edit()->clear();
    rig.page()->setPromptFolded(true);
    QTest::keyClick(rig.window.get(), Qt::Key_Return, Qt::ControlModifier);
    const auto bars = rig.page()->findChildren<InfoBar *>();
    const auto seen = std::find_if(bars.cbegin(), bars.cend(), [](const InfoBar *bar) {
        return bar->isVisible() && bar->text().contains(u"empty"_s);
    });
    QVERIFY(seen != bars.cend());
    rig.page()->setPromptFolded(false); // now it stands where it belongs
    QVERIFY(!(*seen)->isVisible());
    QVERIFY(rig.page()->promptPane()->findChild<InfoBar *>()->isVisible());
}

void TestMainWindow::keysActOnWhatIsSeen()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 1);
    rig.page()->run();
    for (const MainWindow::Page page : {MainWindow::History, MainWindow::Settings}) {
        rig.window->showPage(page);
        QTest::keyClick(rig.window.get(), Qt::Key_Escape);
        QTest::keyClick(rig.window.get(), Qt::Key_W, Qt::ControlModifier);
        QTest::keyClick(rig.window.get(), Qt::Key_B, Qt::ControlModifier);
        QTest::keyClick(rig.window.get(), Qt::Key_F8);
    }
    rig.window->showPage(MainWindow::Workbench);
    QCOMPARE(rig.page()->columns()->columnCount(), 3);
    QCOMPARE(rig.page()->columns()->arrangement(), Arrangement::Columns);
    QVERIFY(!rig.page()->isPromptFolded());
    QVERIFY(rig.page()->presenter().isLive());
    QTest::keyClick(rig.window.get(), Qt::Key_B, Qt::ControlModifier);
    QVERIFY(rig.page()->isPromptFolded());
    rig.page()->columns()->focusColumn(1);
    QTest::keyClick(rig.window.get(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(rig.page()->columns()->columnCount(), 2);
    QCOMPARE(rig.column(1)->title().name, u"sim-thinker"_s);
    QTest::keyClick(rig.window.get(), Qt::Key_Escape);
    QTRY_VERIFY(!rig.page()->presenter().isLive());
}

void TestMainWindow::openingARunKeepsTheWork()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 8);
    rig.ask(u"First?"_s);
    rig.page()->run();
    QTRY_VERIFY_WITH_TIMEOUT(!rig.page()->presenter().isLive(), 30'000);
    QTRY_COMPARE(rig.lastRun().run.state, RunState::Done);
    const QString answer = rig.column(0)->view()->text();
    rig.ask(u"Second?"_s);
    rig.page()->open(rig.lastRun());
    QCOMPARE(rig.page()->presenter().document().turns.last().text, u"First?"_s);
    QCOMPARE(rig.column(0)->view()->text(), answer);

    const auto buttons = rig.page()->findChildren<QPushButton *>();
    const auto back = std::find_if(buttons.cbegin(), buttons.cend(), [](const QPushButton *each) {
        return each->accessibleName() == u"Bring back"_s && each->isVisible();
    });
    QVERIFY(back != buttons.cend());
    QTest::mouseClick(*back, Qt::LeftButton);
    QCOMPARE(rig.page()->presenter().document().turns.last().text, u"Second?"_s);
    QCOMPARE(rig.column(0)->view()->text(), answer);
    QVERIFY(!(*back)->isVisible());
}

void TestMainWindow::openingARunAsksWhileAnswersStream()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 8);
    rig.page()->run();
    QTRY_VERIFY_WITH_TIMEOUT(!rig.page()->presenter().isLive(), 30'000);
    QTRY_COMPARE(rig.lastRun().run.state, RunState::Done);
    rig.windowClock.advanceMs(1'000);
    rig.page()->run();
    const WorkbenchDocument before = rig.page()->presenter().document();
    rig.window->showPage(MainWindow::History);
    auto *history = rig.window->findChild<HistoryPage *>();
    for (const bool open : {false, true}) {
        Q_EMIT history->openRequested(StoredRun{.run = {.promptName = u"Old"_s}});
        auto *box = rig.window->findChild<QMessageBox *>();
        QVERIFY(box);
        QVERIFY(rig.page()->presenter().isLive());
        const auto buttons = box->buttons();
        for (QAbstractButton *button : buttons) {
            if ((box->buttonRole(button) == QMessageBox::AcceptRole) == open)
                button->click();
        }
        QTRY_VERIFY(!rig.window->findChild<QMessageBox *>());
        QCOMPARE(rig.page()->presenter().document() == before, !open);
    }
    QTRY_VERIFY(!rig.page()->presenter().isLive());
}

void TestMainWindow::everyControlIsReachedByTab()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 8);
    Parameters parameters;
    parameters.maxTokens = 20;
    rig.page()->presenter().setParameters(parameters);
    rig.page()->run();
    QTRY_VERIFY_WITH_TIMEOUT(!rig.page()->presenter().isLive(), 30'000);
    const QStringList expected{u"User turn"_s,
                               u"Add a turn"_s,
                               u"Run 3 models"_s,
                               u"temperature: default"_s,
                               u"Add a parameter"_s,
                               u"Column simulator/sim-swift"_s,
                               u"Add model"_s,
                               u"Columns"_s,
                               u"API key"_s,
                               u"Answer of sim-swift"_s,
                               u"Answer of sim-steady"_s,
                               u"Name of the prompt"_s};
    QSet<const QWidget *> reached;
    QStringList way;
    while (!reached.contains(QApplication::focusWidget())) {
        const QWidget *now = QApplication::focusWidget();
        reached.insert(now);
        way.append(now->accessibleName());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    // As the eye goes: the prompt, Run, the parameters, the models, the columns from the left.
    QStringList order;
    for (const QString &name : std::as_const(way)) {
        if (expected.contains(name))
            order.append(name);
    }
    const qsizetype begin = order.indexOf(expected.first());
    QCOMPARE(order.mid(begin) + order.first(begin), expected);
    const auto buttons = rig.window->findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        // The arrow keys choose among segments, and Delete takes a chip away.
        const bool otherKeys = button->objectName() == u"chipRemove"_s
            || qobject_cast<SegmentedControl *>(button->parentWidget());
        if (button->isVisible() && button->isEnabled() && !otherKeys
            && !button->inherits("QTableCornerButton"))
            QVERIFY2(reached.contains(button), qPrintable(button->accessibleName()));
    }
    const auto chips = rig.window->findChildren<Chip *>();
    for (const Chip *chip : chips)
        QVERIFY(chip->focusPolicy() == Qt::NoFocus || !chip->isVisible() || reached.contains(chip));
}

void TestMainWindow::menusHaveNoMnemonicTwice()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 4);
    const auto menus = rig.window->findChildren<QMenu *>();
    QVERIFY(menus.size() > 4);
    for (const QMenu *menu : menus) {
        QStringList seen;
        const auto actions = menu->actions();
        for (const QAction *action : actions) {
            if (action->isSeparator())
                continue;
            const qsizetype at = action->text().indexOf(u'&');
            QVERIFY2(at >= 0, qPrintable(action->text()));
            const QString letter = action->text().mid(at + 1, 1).toLower();
            QVERIFY2(!seen.contains(letter), qPrintable(menu->title() + action->text()));
            seen.append(letter);
        }
    }
}

void TestMainWindow::railToolTipsKeepTheirKeys()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 4);
    rig.window->showPage(MainWindow::History);
    rig.window->showPage(MainWindow::Workbench);
    const auto buttons = rig.window->findChild<ModeRail *>()->findChildren<QToolButton *>();
    QCOMPARE(buttons.size(), 4);
    for (const QToolButton *button : buttons)
        QVERIFY2(button->toolTip().endsWith(u')'), qPrintable(button->toolTip()));
}

void TestMainWindow::theFirstStartFitsItsColumns_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("columns"); // their width
    QTest::newRow("small") << 1280 << 960;
    QTest::newRow("as wide as we ask for") << 1440 << 960;
    QTest::newRow("large") << 1920 << 1415;
}

void TestMainWindow::theFirstStartFitsItsColumns()
{
    QFETCH(int, width);
    QFETCH(int, columns);
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 4);
    rig.window->resize(width, 800);
    QTRY_COMPARE(rig.page()->columns()->width(), columns);
}

void TestMainWindow::addingATurnKeepsTheUndoHistory()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 4);
    TurnEditor *user = rig.userTurn();
    rig.ask(u"Why?"_s);
    const auto buttons = rig.page()->promptPane()->findChildren<QPushButton *>();
    const auto more = std::find_if(buttons.cbegin(), buttons.cend(), [](const QPushButton *each) {
        return each->accessibleName() == u"Add a turn"_s;
    });
    (*more)->menu()->actions().first()->trigger();
    QCOMPARE(rig.page()->presenter().document().turns.size(), 3);
    QCOMPARE(rig.page()->presenter().document().turns.at(1).text, u"Why?"_s);
    QVERIFY(rig.userTurn()->edit()->hasFocus());
    QVERIFY(user->isVisible());
    QVERIFY(user->edit()->document()->isUndoAvailable());
}

void TestMainWindow::theWayBackToTheEndIsSeen()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 8);
    rig.column(0)->beginRun(u"1"_s);
    AnswerUpdate update;
    update.runId = u"1"_s;
    update.phase = AnswerPhase::Streaming;
    update.text = QByteArray("line\n").repeated(200);
    rig.column(0)->apply(update);
    rig.column(0)->view()->layoutNow();
    auto *toEnd = rig.column(0)->findChild<QToolButton *>(u"toEnd"_s);
    QVERIFY(!toEnd->isVisible());
    rig.page()->columns()->focusColumn(0);
    QTest::keyClick(rig.column(0)->view(), Qt::Key_PageUp);
    QVERIFY(toEnd->isVisible());
    const QImage seen = toEnd->grab().toImage();
    QCOMPARE(seen.pixelColor(5, toEnd->height() / 2),
             Palette::of(Scheme::Light).color(ColorRole::Accent));
    QTest::mouseClick(toEnd, Qt::LeftButton);
    QVERIFY(!toEnd->isVisible());
}

void TestMainWindow::thePromptFitsANarrowPane()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 1);
    rig.window->resize(1280, 800);
    PromptPane *pane = rig.page()->promptPane();
    QTRY_VERIFY(pane->width() < 260);
    rig.page()->run(); // Stop all stands beside Run
    QVERIFY(rig.page()->presenter().isLive());
    QTest::qWait(0);
    for (const QWidget *part : pane->findChildren<QPushButton *>()) {
        if (!part->isVisible())
            continue;
        QVERIFY(part->width() >= part->sizeHint().width());
        QVERIFY(pane->rect().contains(QRect(part->mapTo(pane, QPoint()), part->size())));
    }
}

void TestMainWindow::placeholdersAreReadable_data()
{
    QTest::addColumn<Theme::Mode>("mode");
    QTest::newRow("light") << Theme::Mode::Light;
    QTest::newRow("dark") << Theme::Mode::Dark;
}

// Qt makes them half transparent where the style sheet has a colour for the text.
void TestMainWindow::placeholdersAreReadable()
{
    QFETCH(Theme::Mode, mode);
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 4);
    rig.theme().setMode(mode);
    const Palette &colors = Palette::of(rig.theme().scheme());
    const auto edits = rig.page()->findChildren<QWidget *>();
    int found = 0;
    for (const QWidget *edit : edits) {
        if (!edit->inherits("QLineEdit") && !edit->inherits("QPlainTextEdit"))
            continue;
        ++found;
        const QColor ink = edit->palette().color(QPalette::PlaceholderText);
        QCOMPARE(ink.alpha(), 255);
        QVERIFY(contrast(ink, colors.color(ColorRole::Window)) >= 4.5);
        QCOMPARE(edit->palette().color(QPalette::Text), colors.color(ColorRole::Text));
    }
    QVERIFY(found >= 3);
    QPushButton flat;
    flat.setEnabled(false);
    setLook(&flat, "kind", u"flat"_s);
    QVERIFY(contrast(flat.palette().color(QPalette::ButtonText), colors.color(ColorRole::Surface))
            >= 4.5);
}

void TestMainWindow::stopAllIsGreyWhileNothingStreams()
{
    QTemporaryDir dir;
    WindowRig rig(dir.path(), 1);
    QAction *stop = nullptr;
    const auto actions = rig.window->findChildren<QAction *>();
    for (QAction *action : actions) {
        if (action->iconText().startsWith("Stop all"_L1))
            stop = action;
    }
    QVERIFY(stop);
    QVERIFY(!stop->isEnabled());
    rig.page()->run();
    QVERIFY(stop->isEnabled());
    stop->trigger();
    QTRY_VERIFY(!stop->isEnabled());
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
