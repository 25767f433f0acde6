// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/mainwindow.h"
#include "ui/moderail.h"
#include "ui/workbench/columnactions.h"
#include "ui/workbench/workbenchpage.h"

#include <QActionGroup>
#include <QMenu>
#include <QMessageBox>
#include <QToolButton>

#include <array>

// The actions of the window: each has a shortcut or a place in the menu, most have both.

using namespace Qt::StringLiterals;

namespace Sidelong {

QAction *MainWindow::add(const QString &text, const QKeySequence &key,
                         const std::function<void()> &act)
{
    auto *action = new QAction(text, this);
    action->setShortcut(key);
    // A key that is held down must not buy one run after the other.
    action->setAutoRepeat(false);
    addAction(action);
    connect(action, &QAction::triggered, this, act);
    return action;
}

void MainWindow::makePageActions()
{
    struct Entry
    {
        Page page;
        QString text;
        QKeySequence key;
        QLatin1StringView iconName;
    };
    const std::array entries = {
        Entry{Workbench, tr("&Workbench"), Qt::CTRL | Qt::Key_1, "workbench"_L1},
        Entry{History, tr("&History"), Qt::CTRL | Qt::Key_3, "history"_L1},
        Entry{Settings, tr("&Settings"), Qt::CTRL | Qt::Key_Comma, "settings"_L1},
    };
    m_pageGroup = new QActionGroup(this);
    for (const Entry &entry : entries) {
        QAction *action = add(entry.text, entry.key, [this, page = entry.page] { showPage(page); });
        action->setIcon(icon(entry.iconName));
        action->setCheckable(true);
        m_pageGroup->addAction(action);
        m_pageActions.append(action);
    }
    m_rail->addPage(m_pageActions.at(Workbench));
    m_rail->addPage(m_pageActions.at(History));
    auto *menu = add(tr("&Menu"), Qt::Key_F10, [this] { showMenu(); });
    menu->setIcon(icon("more"_L1));
    m_menuButton = m_rail->addFootButton(menu);
    m_rail->addFootButton(m_pageActions.at(Settings));
    m_pageActions.at(Workbench)->setChecked(true);
}

void MainWindow::makeRunActions()
{
    m_onWorkbench = new QActionGroup(this);
    m_onWorkbench->setExclusionPolicy(QActionGroup::ExclusionPolicy::None);
    const auto onWorkbench = [this](const std::function<void()> &act) {
        return [this, act] {
            showPage(Workbench);
            act();
        };
    };
    // Esc also closes what is open: it works while there is nothing to stop.
    m_onWorkbench->addAction(
        add(tr("Close or stop"), Qt::Key_Escape, [this] { m_workbench->escape(); }));
    auto *stop = new QAction(tr("S&top all") + u"\tEsc"_s, this);
    WorkbenchPresenter *presenter = &m_workbench->presenter();
    connect(stop, &QAction::triggered, presenter, [presenter] { presenter->stop(); });
    const auto follow = [stop, presenter] { stop->setEnabled(presenter->isLive()); };
    connect(presenter, &WorkbenchPresenter::liveChanged, stop, follow);
    follow();
    m_promptActions = {
        add(tr("&Run"), Qt::CTRL | Qt::Key_Return, onWorkbench([this] { m_workbench->run(); })),
        stop,
        add(tr("Go to the &prompt"), Qt::CTRL | Qt::Key_L, onWorkbench([this] {
                m_fold->setChecked(false);
                m_workbench->promptPane()->focusPrompt();
            })),
    };
    // The number pad's key is another one to Qt.
    m_promptActions.first()->setShortcuts({Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter});
    m_fold = add(tr("&Fold the prompt"), Qt::CTRL | Qt::Key_B, [] {});
    m_fold->setCheckable(true);
    connect(m_fold, &QAction::toggled, m_workbench, &WorkbenchPage::setPromptFolded);
    m_promptActions.append(m_fold);
    m_onWorkbench->addAction(stop);
    m_onWorkbench->addAction(m_fold);
}

void MainWindow::makeColumnActions()
{
    m_columnActions = m_workbench->columns()->actions()->all();
    for (QAction *action : std::as_const(m_columnActions))
        m_onWorkbench->addAction(action);
    m_addModel = add(tr("&Add model…"), Qt::CTRL | Qt::Key_T, [this] {
        showPage(Workbench);
        m_workbench->pickModel();
    });
    m_quit = add(tr("&Quit"), Qt::CTRL | Qt::Key_Q, [this] { close(); });
    m_about = add(tr("A&bout Sidelong"), {}, [this] { about(); });
}

void MainWindow::makeThemeActions()
{
    Theme *theme = m_session.services().theme;
    m_themeGroup = new QActionGroup(this);
    const QStringList names = {tr("As the &system is"), tr("&Light"), tr("&Dark")};
    for (int mode = 0; mode < names.size(); ++mode) {
        QAction *action = m_themeGroup->addAction(names.at(mode));
        action->setCheckable(true);
        action->setChecked(mode == static_cast<int>(theme->mode()));
        connect(action, &QAction::triggered, this, [this, theme, mode] {
            theme->setMode(static_cast<Theme::Mode>(mode));
            remember();
        });
    }
}

QMenu *MainWindow::makeMenu()
{
    const ColumnsView *columns = m_workbench->columns();
    auto *menu = new QMenu(this);
    menu->addActions(m_promptActions);
    menu->addSeparator();
    menu->addAction(m_addModel);
    m_onWorkbench->addAction(addMenu(menu, tr("&Column"), m_columnActions)->menuAction());
    m_onWorkbench->addAction(
        addMenu(menu, tr("Go to co&lumn"), columns->focusActions())->menuAction());
    m_onWorkbench->addAction(
        addMenu(menu, tr("Arra&ngement"), columns->arrangementActions())->menuAction());
    menu->addSeparator();
    addMenu(menu, tr("&Go to"), m_pageActions);
    addMenu(menu, tr("Appearanc&e"), m_themeGroup->actions());
    menu->addSeparator();
    menu->addAction(m_about);
    menu->addAction(m_quit);
    return menu;
}

QMenu *MainWindow::addMenu(QMenu *menu, const QString &title, const QList<QAction *> &actions)
{
    QMenu *sub = menu->addMenu(title);
    sub->addActions(actions);
    return sub;
}

void MainWindow::showMenu()
{
    m_themeGroup->actions()
        .at(static_cast<int>(m_session.services().theme->mode()))
        ->setChecked(true);
    m_menu->popup(m_menuButton->mapToGlobal(QPoint(m_menuButton->width(), 0)));
}

void MainWindow::about()
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Sidelong"),
                                tr("Sidelong %1").arg(QLatin1StringView(SIDELONG_VERSION)),
                                QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("A workbench for prompts: one prompt, several models, side by "
                               "side.\n\nFree software under the GNU General Public License, "
                               "version 3 or later."));
    box->open();
}

} // namespace Sidelong
