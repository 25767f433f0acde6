// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "core/base/json.h"
#include "core/base/log.h"
#include "ui/common/theme.h"
#include "ui/history/historypage.h"
#include "ui/moderail.h"
#include "ui/settings/settingspage.h"
#include "ui/spendingline.h"
#include "ui/workbench/promptpane.h"
#include "ui/workbench/workbenchpage.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// How long answers may take to stop when the window closes.
constexpr int quietWithinMs = 600;

QString windowPath(const QString &dataDir) { return dataDir + u"/window.json"_s; }

QString documentPath(const QString &dataDir) { return dataDir + u"/workbench.json"_s; }

/// Of the first start, as far as the screen has it.
constexpr QSize firstSize(1440, 900);

} // namespace

MainWindow::Memory MainWindow::readMemory(const QString &dataDir)
{
    return {StateFile::read(windowPath(dataDir)), StateFile::read(documentPath(dataDir))};
}

MainWindow::MainWindow(const Services &services, const Memory &memory, QWidget *parent)
    : QWidget(parent), m_session(services), m_windowFile(windowPath(services.dataDir)),
      m_documentFile(documentPath(services.dataDir)), m_rail(new ModeRail(this)),
      m_pages(new QStackedWidget(this)), m_spending(new SpendingLine(&m_session, this))
{
    setWindowTitle(tr("Sidelong"));
    setLook(this, "ground", u"window"_s);
    setAttribute(Qt::WA_StyledBackground);
    setMinimumSize(760, 480);
    resize(firstSize.boundedTo(screen()->availableSize()));
    makePages(memory.document);
    makePageActions();
    makeRunActions();
    makeColumnActions();
    makeThemeActions();
    m_menu = makeMenu();

    auto *upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(m_rail);
    upper->addWidget(m_pages, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(upper, 1);
    layout->addWidget(m_spending);

    restore(memory.window);
    m_workbench->promptPane()->focusPrompt();
    m_restored = true;
    connect(services.theme, &Theme::modeChanged, this, &MainWindow::remember);
    const auto say = [this](const QString &sentence) { m_workbench->say(sentence); };
    connect(&m_windowFile, &StateFile::failed, this, say);
    connect(&m_documentFile, &StateFile::failed, this, say);
    connect(&m_session, &Session::failed, this, say);
    connect(services.store, &Store::trouble, this,
            [say](const Failure &failure) { say(failure.message); });
}

MainWindow::~MainWindow()
{
    m_workbench->settle(); // while the file can still be told
}

void MainWindow::makePages(const QByteArray &json)
{
    const std::optional<WorkbenchDocument> kept = WorkbenchDocument::fromJson(json);
    m_workbench = new WorkbenchPage(
        &m_session, kept ? *kept : WorkbenchPage::firstDocument(m_session), m_pages);
    m_pages->addWidget(m_workbench);
    connect(m_workbench, &WorkbenchPage::layoutChanged, this, &MainWindow::remember);
    connect(m_workbench, &WorkbenchPage::documentChanged, this, [this] {
        m_documentFile.writeLater(
            [page = m_workbench] { return page->presenter().document().toJson(); });
    });
}

void MainWindow::showPage(Page page)
{
    if (page == History && !m_history) {
        m_history = new HistoryPage(m_session.services().store, m_pages);
        m_pages->addWidget(m_history);
        connect(m_history, &HistoryPage::openRequested, this, &MainWindow::openRun);
        connect(m_history, &HistoryPage::workbenchRequested, this, [this] { showPage(Workbench); });
        connect(m_session.services().engine, &EngineHost::runFinished, m_history, [this] {
            if (m_history->isVisible())
                m_history->refresh();
        });
    }
    if (page == Settings && !m_settings) {
        m_settings = new SettingsPage(&m_session, m_pages);
        m_pages->addWidget(m_settings);
        connect(m_settings, &SettingsPage::appearanceChosen, this, &MainWindow::remember);
    }
    const std::array<QWidget *, 3> pages = {m_workbench, m_history, m_settings};
    m_pages->setCurrentWidget(pages[static_cast<std::size_t>(page)]);
    m_pageActions.at(page)->setChecked(true);
    m_onWorkbench->setEnabled(page == Workbench);
}

void MainWindow::openRun(const StoredRun &run)
{
    if (m_workbench->presenter().isLive()) {
        askBeforeOpening(run);
        return;
    }
    m_workbench->open(run);
    showPage(Workbench);
}

void MainWindow::askBeforeOpening(const StoredRun &run)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Open a run"),
                                tr("Answers are still streaming. Stop them and open this run?"),
                                QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("What has come so far is kept, and can be brought back."));
    QPushButton *stop = box->addButton(tr("&Stop and open"), QMessageBox::AcceptRole);
    QPushButton *keep = box->addButton(tr("&Keep streaming"), QMessageBox::RejectRole);
    box->setEscapeButton(keep);
    box->setDefaultButton(keep);
    connect(box, &QMessageBox::finished, this, [this, box, stop, run] {
        if (box->clickedButton() != stop)
            return;
        m_workbench->open(run);
        showPage(Workbench);
    });
    box->open();
}

void MainWindow::remember()
{
    if (!m_restored)
        return;
    Json::Writer out;
    out.beginObject()
        .member("version", 1)
        .member("geometry", saveGeometry().toBase64())
        .member("splitter", m_workbench->splitterState().toBase64())
        .member("folded", m_workbench->isPromptFolded())
        .member("arrangement", static_cast<int>(m_workbench->columns()->arrangement()))
        .member("theme", static_cast<int>(m_session.services().theme->mode()))
        .endObject();
    m_windowFile.write(out.bytes());
}

void MainWindow::restore(const QByteArray &json)
{
    Json::Document parsed;
    if (json.isEmpty() || !parsed.parse(json) || parsed.root()["version"].toInt() != 1)
        return;
    const Json::Value root = parsed.root();
    restoreGeometry(QByteArray::fromBase64(root["geometry"].string()));
    m_workbench->restoreSplitter(QByteArray::fromBase64(root["splitter"].string()));
    m_workbench->setPromptFolded(root["folded"].toBool().value_or(false));
    m_fold->setChecked(m_workbench->isPromptFolded());
    const qint64 arrangement = root["arrangement"].toInt().value_or(0);
    if (arrangement >= 0 && arrangement <= static_cast<int>(Arrangement::Table))
        m_workbench->columns()->setArrangement(static_cast<Arrangement>(arrangement));
    const qint64 theme = root["theme"].toInt().value_or(0);
    if (theme >= 0 && theme < m_themeGroup->actions().size())
        m_themeGroup->actions().at(theme)->trigger();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    remember();
}

void MainWindow::moveEvent(QMoveEvent *event)
{
    QWidget::moveEvent(event);
    remember();
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    // For the benchmark. Queued: the children are painted after us, and then all is shown.
    if (!std::exchange(m_painted, true))
        QMetaObject::invokeMethod(
            this, [] { qCDebug(logUi, "first frame"); }, Qt::QueuedConnection);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const bool quiet =
        m_session.services().engine->liveCount() == 0 && !m_workbench->presenter().isLive();
    if (m_closing == Closing::Now || (m_closing == Closing::No && quiet)) {
        event->accept();
        return;
    }
    event->ignore();
    if (m_closing == Closing::No)
        askBeforeClosing();
}

void MainWindow::askBeforeClosing()
{
    m_closing = Closing::Asking;
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Close Sidelong"),
                                tr("Answers are still streaming. Stop them and close?"),
                                QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("What has come so far is kept in History."));
    QPushButton *stop = box->addButton(tr("&Stop and close"), QMessageBox::AcceptRole);
    box->setEscapeButton(box->addButton(tr("&Keep open"), QMessageBox::RejectRole));
    box->setDefaultButton(stop);
    connect(box, &QMessageBox::finished, this, [this, box, stop] {
        if (box->clickedButton() == stop)
            closeWhenQuiet();
        else
            m_closing = Closing::No;
    });
    box->open();
}

void MainWindow::closeWhenQuiet()
{
    m_closing = Closing::Stopping;
    EngineHost *engine = m_session.services().engine;
    connect(engine, &EngineHost::liveCountChanged, this, [this](int live) {
        if (live == 0)
            finishClosing();
    });
    // A server that does not let go must not hold the window.
    QTimer::singleShot(quietWithinMs, this, &MainWindow::finishClosing);
    engine->cancelAll();
    if (engine->liveCount() == 0)
        finishClosing();
}

void MainWindow::finishClosing()
{
    if (m_closing != Closing::Stopping)
        return;
    m_closing = Closing::Now;
    close(); // the engine and the store, whose owner is app/, write what is left as they go
}

} // namespace Sidelong
