// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session.h"
#include "ui/statefile.h"

#include <QWidget>

#include <functional>

class QAction;
class QActionGroup;
class QMenu;
class QStackedWidget;

namespace Sidelong {

class HistoryPage;
class ModeRail;
class SettingsPage;
class SpendingLine;
class WorkbenchPage;

/// The window. Remembers its geometry, the prompt and the columns in files under the data folder.
class MainWindow : public QWidget
{
    Q_OBJECT

public:
    enum Page { Workbench, History, Settings };

    /// What was kept of the last time; read before the window is made.
    struct Memory
    {
        QByteArray window;
        QByteArray document;
    };
    static Memory readMemory(const QString &dataDir);

    MainWindow(const Services &services, const Memory &memory, QWidget *parent = nullptr);
    ~MainWindow() override;

    void showPage(Page page);
    WorkbenchPage *workbench() const { return m_workbench; }
    SpendingLine *spendingLine() const { return m_spending; }
    Session *session() { return &m_session; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void moveEvent(QMoveEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makePages(const QByteArray &document);
    void makePageActions();
    void makeRunActions();
    void makeColumnActions();
    void makeThemeActions();
    QAction *add(const QString &text, const QKeySequence &key, const std::function<void()> &act);
    QMenu *addMenu(QMenu *menu, const QString &title, const QList<QAction *> &actions);
    QMenu *makeMenu();
    void showMenu();
    void remember();
    void restore(const QByteArray &json);
    void openRun(const StoredRun &run);
    void askBeforeOpening(const StoredRun &run);
    void about();
    void askBeforeClosing();
    void closeWhenQuiet();
    void finishClosing();

    enum class Closing { No, Asking, Stopping, Now };

    Session m_session;
    StateFile m_windowFile;
    StateFile m_documentFile;
    Closing m_closing = Closing::No;
    bool m_restored = false;
    bool m_painted = false;
    ModeRail *m_rail;
    QStackedWidget *m_pages;
    SpendingLine *m_spending;
    WorkbenchPage *m_workbench = nullptr;
    HistoryPage *m_history = nullptr;
    SettingsPage *m_settings = nullptr;
    QMenu *m_menu = nullptr;
    QWidget *m_menuButton = nullptr;
    QActionGroup *m_pageGroup = nullptr;
    QActionGroup *m_themeGroup = nullptr;
    QActionGroup *m_onWorkbench = nullptr; ///< What acts on what is seen there alone.
    QList<QAction *> m_pageActions;
    QList<QAction *> m_promptActions;
    QList<QAction *> m_columnActions;
    QAction *m_fold = nullptr;
    QAction *m_addModel = nullptr;
    QAction *m_about = nullptr;
    QAction *m_quit = nullptr;
};

} // namespace Sidelong
