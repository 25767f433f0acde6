// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/columnstate.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace Sidelong {

class AnswerView;
class Chip;
class ColumnHeader;
class InfoBar;

/// One column: a variant and the answers it gave, run after run. Shows what it is told and says
/// what was clicked; knows no engine and no store. Updates of a run that is not shown are kept and
/// are there when the user steps to it.
class AnswerColumn : public QWidget
{
    Q_OBJECT

public:
    static constexpr int minimumColumnWidth = 320;

    explicit AnswerColumn(QWidget *parent = nullptr);
    ~AnswerColumn() override;

    const ColumnTitle &title() const { return m_title; }
    void setTitle(const ColumnTitle &title);
    /// Keeps the place of the chips although this column has none, so that headers line up.
    void setChipRowShown(bool shown);
    /// A card: the header alone.
    void setCompact(bool compact);

    /// A new run begins; it is the last one and the one that is shown.
    void beginRun(const QString &runId);
    /// An update of any of its runs; of an unknown run, begins it.
    void apply(const AnswerUpdate &update);
    /// A stored answer becomes the last run and the one that is shown.
    void addRecord(const AnswerRecord &record);
    void clearRuns();

    int runCount() const;
    int shownRun() const { return m_shown; } ///< -1 = none.
    QString shownRunId() const;
    /// Shows an older (-1) or newer (1) run.
    void stepRun(int by);
    /// Of the shown run; idle where there is none.
    const ColumnState &state() const;
    /// The last run is being answered.
    bool isLive() const;
    AnswerView *view() const { return m_view; }
    QString firstLine() const;

Q_SIGNALS:
    // What is asked for is about the shown run; see shownRunId().
    void stopRequested();
    void rerunRequested();
    void retryRequested();
    void continueRequested();
    void raiseLimitRequested();
    void maximiseRequested();
    /// The header was clicked, or the focus came into the column.
    void activated();
    /// At most ten times a second.
    void stateChanged();
    void shownRunChanged();
    void titleChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Run;

    void makeNotice();
    void makeFooter();
    Run *find(const QString &runId);
    Run *shown() const;
    void showRun(int index);
    void showState();
    void showChips();
    void tick();

    ColumnTitle m_title;
    std::vector<std::unique_ptr<Run>> m_runs;
    int m_shown = -1;
    bool m_compact = false;
    bool m_chipRowShown = false;
    ColumnHeader *m_header;
    QWidget *m_chipRow;
    AnswerView *m_view;
    InfoBar *m_notice;
    QPushButton *m_retry = nullptr;
    QPushButton *m_continue = nullptr;
    QPushButton *m_raise = nullptr;
    QWidget *m_footer;
    QPushButton *m_stop = nullptr;
    QPushButton *m_rerun = nullptr;
    QPushButton *m_copy = nullptr;
    QToolButton *m_older = nullptr;
    QToolButton *m_newer = nullptr;
    QLabel *m_position = nullptr;
    QTimer m_ticker;
};

} // namespace Sidelong
