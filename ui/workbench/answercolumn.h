// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workbench/answerkey.h"
#include "ui/workbench/columnact.h"
#include "ui/workbench/columnstate.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <functional>

class QPushButton;

namespace Sidelong {

class AnswerView;
class ChipStrip;
class ColumnFooter;
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
    /// Whether a higher limit of tokens could help an answer.
    using Raisable = std::function<bool(const AnswerKey &)>;

    explicit AnswerColumn(QWidget *parent = nullptr);
    ~AnswerColumn() override;

    const ColumnTitle &title() const { return m_title; }
    void setTitle(const ColumnTitle &title);
    /// Asked when an answer was cut at the limit; until it is set, a higher one always could.
    void setRaisable(const Raisable &raisable) { m_raisable = raisable; }
    /// Keeps the place of the chips although this column has none, so that headers line up.
    void setChipRowShown(bool shown);
    /// A card: the header alone.
    void setCompact(bool compact);
    /// The one that keys act on.
    void setMarked(bool marked);

    /// A new run begins; it is the last one and the one that is shown. \a before is the text that
    /// its answer goes on from.
    void beginRun(const QString &runId, const QByteArray &before = {});
    /// An update of any of its answers; of an unknown one, begins it.
    void apply(const AnswerUpdate &update);
    /// A stored answer becomes the last one and the one that is shown.
    void addRecord(const AnswerRecord &record, const QByteArray &before = {});

    int runCount() const;
    int shownRun() const { return m_shown; } ///< -1 = none.
    AnswerKey shownKey() const;
    /// Shows an older (-1) or newer (1) run.
    void stepRun(int by);
    /// Of the shown run; idle where there is none.
    const ColumnState &state() const;
    /// The last run is being answered.
    bool isLive() const;
    AnswerView *view() const { return m_view; }
    QString firstLine() const;

    /// Whether \a act means something now.
    bool offers(ColumnAct act) const;
    /// As a click on its button.
    void perform(ColumnAct act);

Q_SIGNALS:
    /// All but Copy, which is done here.
    void asked(Sidelong::ColumnAct act);
    void maximiseRequested();
    /// The header was clicked.
    void activated();
    /// At most ten times a second.
    void stateChanged();
    void shownRunChanged();
    void titleChanged();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Run;

    void makeNotice();
    Run *begin(const AnswerKey &key, const QByteArray &before);
    Run *find(const AnswerKey &key);
    Run *shown() const;
    void showRun(int index);
    void showState();
    void showNotice();
    void showChips();
    QString placeholder() const;
    void tick();

    ColumnTitle m_title;
    Raisable m_raisable;
    std::vector<std::unique_ptr<Run>> m_runs;
    int m_shown = -1;
    bool m_compact = false;
    bool m_chipRowShown = false;
    ColumnHeader *m_header;
    QWidget *m_chipRow;
    ChipStrip *m_chips;
    AnswerView *m_view;
    InfoBar *m_notice;
    QPushButton *m_retry = nullptr;
    QPushButton *m_continue = nullptr;
    QPushButton *m_raise = nullptr;
    QWidget *m_footerLine;
    ColumnFooter *m_footer;
    QTimer m_ticker;
};

} // namespace Sidelong
