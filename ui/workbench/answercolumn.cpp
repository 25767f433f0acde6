// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/answercolumn.h"

#include "ui/answer/answerview.h"
#include "ui/common/chip.h"
#include "ui/common/hairline.h"
#include "ui/common/icons.h"
#include "ui/common/infobar.h"
#include "ui/common/theme.h"
#include "ui/workbench/columnheader.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int tickMs = 100;
constexpr qsizetype firstLineLength = 200;

} // namespace

/// What came of one run, kept for the time when it is not shown.
struct AnswerColumn::Run
{
    QString id;
    ColumnState state;
    QByteArray text;
    QByteArray reasoning;
    QElapsedTimer sinceUpdate;
    qint64 elapsedMs = 0;
};

AnswerColumn::AnswerColumn(QWidget *parent)
    : QWidget(parent), m_header(new ColumnHeader(this)), m_chipRow(new QWidget(this)),
      m_view(new AnswerView(this)), m_notice(new InfoBar(InfoBar::Weight::Error, this)),
      m_footer(new QWidget(this))
{
    setLook(m_chipRow, "ground", u"window"_s);
    setLook(m_footer, "ground", u"surface"_s);
    auto *chips = new QHBoxLayout(m_chipRow);
    chips->setContentsMargins(14, 0, 14, Space::control);
    chips->setSpacing(Space::chip);
    m_chipRow->setFixedHeight(20 + Space::control);
    m_chipRow->hide();
    makeNotice();
    makeFooter();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 1, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_chipRow);
    layout->addWidget(new HairLine(Qt::Horizontal, ColorRole::SoftLine, this));
    layout->addWidget(m_view, 1);
    layout->addWidget(m_notice);
    layout->addWidget(m_footer);

    m_ticker.setInterval(tickMs);
    connect(&m_ticker, &QTimer::timeout, this, &AnswerColumn::tick);
    connect(m_header, &ColumnHeader::clicked, this, &AnswerColumn::activated);
    connect(m_header, &ColumnHeader::doubleClicked, this, &AnswerColumn::maximiseRequested);
    m_view->installEventFilter(this);
    showState();
}

AnswerColumn::~AnswerColumn() = default;

void AnswerColumn::makeNotice()
{
    m_notice->hide();
    m_retry = m_notice->addAction(tr("Retry"));
    m_continue = m_notice->addAction(tr("Continue"));
    m_raise = m_notice->addAction(tr("Raise limit"));
    m_continue->setToolTip(tr("Ask the model to go on where it was cut"));
    m_raise->setToolTip(tr("Run again with twice the tokens"));
    connect(m_retry, &QPushButton::clicked, this, &AnswerColumn::retryRequested);
    connect(m_continue, &QPushButton::clicked, this, &AnswerColumn::continueRequested);
    connect(m_raise, &QPushButton::clicked, this, &AnswerColumn::raiseLimitRequested);
}

void AnswerColumn::makeFooter()
{
    auto *layout = new QHBoxLayout(m_footer);
    layout->setContentsMargins(Space::control, Space::chip, Space::control, Space::chip);
    layout->setSpacing(Space::chip);
    const auto flat = [this, layout](const QString &text, const QString &toolTip) {
        auto *button = new QPushButton(text, m_footer);
        setLook(button, "kind", u"flat"_s);
        button->setFont(uiFont(TextSize::Secondary));
        button->setToolTip(toolTip);
        button->setAccessibleName(text);
        layout->addWidget(button);
        return button;
    };
    m_stop = flat(tr("Stop"), tr("Stop this answer; what came is kept"));
    m_rerun = flat(tr("Re-run"), tr("Run this column again; earlier answers are kept"));
    m_copy = flat(tr("Copy"), tr("Copy the whole answer"));
    connect(m_stop, &QPushButton::clicked, this, &AnswerColumn::stopRequested);
    connect(m_rerun, &QPushButton::clicked, this, &AnswerColumn::rerunRequested);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_view->text()); });
    layout->addStretch();

    const auto arrow = [this](QLatin1StringView name, const QString &what, int by) {
        auto *button = new QToolButton(m_footer);
        button->setIcon(icon(name));
        button->setIconSize({14, 14});
        button->setToolTip(what);
        button->setAccessibleName(what);
        connect(button, &QToolButton::clicked, this, [this, by] { stepRun(by); });
        return button;
    };
    m_older = arrow("chevron-left"_L1, tr("Older run (Alt+Left)"), -1);
    m_newer = arrow("chevron-right"_L1, tr("Newer run (Alt+Right)"), 1);
    m_position = new QLabel(m_footer);
    m_position->setFont(uiFont(TextSize::Secondary));
    setLook(m_position, "tone", u"muted"_s);
    layout->addWidget(m_older);
    layout->addWidget(m_position);
    layout->addWidget(m_newer);
}

void AnswerColumn::setTitle(const ColumnTitle &title)
{
    m_title = title;
    m_header->setTitle(title);
    m_view->setAccessibleName(tr("Answer of %1").arg(title.name));
    setAccessibleName(title.name);
    showChips();
    Q_EMIT titleChanged();
    Q_EMIT stateChanged();
}

void AnswerColumn::showChips()
{
    auto *layout = qobject_cast<QHBoxLayout *>(m_chipRow->layout());
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        std::unique_ptr<QLayoutItem> taken(item);
    }
    QStringList texts = m_title.differences;
    if (m_title.simulated)
        texts.prepend(tr("simulated"));
    for (const QString &text : std::as_const(texts)) {
        auto *chip = new Chip(text, Chip::Kind::Plain, m_chipRow);
        chip->setMaximumTextWidth(140);
        layout->addWidget(chip);
    }
    layout->addStretch();
    m_chipRow->setVisible(!m_compact && (m_chipRowShown || !texts.isEmpty()));
}

void AnswerColumn::setChipRowShown(bool shown)
{
    if (std::exchange(m_chipRowShown, shown) != shown)
        showChips();
}

void AnswerColumn::setCompact(bool compact)
{
    if (std::exchange(m_compact, compact) == compact)
        return;
    m_view->setVisible(!compact);
    m_footer->setVisible(!compact);
    layout()->setContentsMargins(compact ? 1 : 0, 0, 1, 0);
    showChips();
    showState();
}

// ---- runs

AnswerColumn::Run *AnswerColumn::find(const QString &runId)
{
    for (const auto &run : m_runs) {
        if (run->id == runId)
            return run.get();
    }
    return nullptr;
}

AnswerColumn::Run *AnswerColumn::shown() const
{
    return m_shown < 0 ? nullptr : m_runs[static_cast<std::size_t>(m_shown)].get();
}

int AnswerColumn::runCount() const { return static_cast<int>(m_runs.size()); }

QString AnswerColumn::shownRunId() const { return shown() ? shown()->id : QString(); }

const ColumnState &AnswerColumn::state() const
{
    static const ColumnState idle;
    return shown() ? shown()->state : idle;
}

bool AnswerColumn::isLive() const { return !m_runs.empty() && m_runs.back()->state.isLive(); }

QString AnswerColumn::firstLine() const
{
    const QString start = m_view->text().left(firstLineLength).trimmed();
    return start.section(u'\n', 0, 0);
}

void AnswerColumn::beginRun(const QString &runId)
{
    auto run = std::make_unique<Run>();
    run->id = runId;
    run->state.begin();
    run->sinceUpdate.start();
    m_runs.push_back(std::move(run));
    m_ticker.start();
    showRun(runCount() - 1);
}

void AnswerColumn::apply(const AnswerUpdate &update)
{
    Run *run = find(update.runId);
    if (!run) {
        beginRun(update.runId);
        run = m_runs.back().get();
    }
    const bool isShown = run == shown();
    if (update.restarted) {
        run->text.clear();
        run->reasoning.clear();
        if (isShown)
            m_view->clear();
    }
    const ColumnState::Phase before = run->state.phase();
    run->state.apply(update);
    run->elapsedMs = update.elapsedMs;
    run->sinceUpdate.restart();
    // A refusal's words are the answer, as far as there is one.
    const QByteArray text = update.text + update.refusal;
    run->text += text;
    run->reasoning += update.reasoning;
    if (!isShown)
        return;
    m_view->appendReasoning(update.reasoning);
    m_view->append(text);
    // The figures follow with the next tick: people cannot read sixty of them a second.
    if (before != run->state.phase() || update.ended)
        showState();
}

void AnswerColumn::addRecord(const AnswerRecord &record)
{
    auto run = std::make_unique<Run>();
    run->id = record.runId;
    run->state.show(record);
    run->text = record.text() + record.refusal;
    run->reasoning = record.reasoning();
    m_runs.push_back(std::move(run));
    showRun(runCount() - 1);
}

void AnswerColumn::clearRuns()
{
    m_runs.clear();
    showRun(-1);
}

void AnswerColumn::stepRun(int by)
{
    const int to = m_shown + by;
    if (to >= 0 && to < runCount())
        showRun(to);
}

void AnswerColumn::showRun(int index)
{
    m_shown = index;
    m_view->clear();
    if (const Run *run = shown()) {
        m_view->appendReasoning(run->reasoning);
        m_view->append(run->text);
        // A finished answer is read from its beginning.
        if (!run->state.isLive())
            m_view->showStart();
    }
    showState();
    Q_EMIT shownRunChanged();
}

void AnswerColumn::showState()
{
    const ColumnState &now = state();
    m_header->setState(now);
    m_view->setLive(now.isLive() ? AnswerView::Live::Yes : AnswerView::Live::No);
    m_view->setReasoningTitle(now.reasoningTitle());

    const QString sentence = now.notice();
    if (!sentence.isEmpty() && !m_compact) {
        const bool cut = now.phase() == ColumnState::Phase::Cut;
        m_notice->setWeight(now.phase() == ColumnState::Phase::Failed ? InfoBar::Weight::Error
                                                                      : InfoBar::Weight::Warning);
        m_notice->setText(sentence);
        m_notice->setDetails(now.noticeDetails());
        m_retry->setVisible(!cut);
        m_continue->setVisible(cut);
        m_raise->setVisible(cut);
    }
    m_notice->setVisible(!sentence.isEmpty() && !m_compact);

    m_stop->setVisible(now.isLive());
    m_rerun->setVisible(!now.isLive());
    m_rerun->setEnabled(m_shown >= 0);
    m_copy->setEnabled(m_shown >= 0);
    const bool several = runCount() > 1;
    m_older->setVisible(several);
    m_newer->setVisible(several);
    m_position->setVisible(several);
    m_older->setEnabled(m_shown > 0);
    m_newer->setEnabled(m_shown + 1 < runCount());
    m_position->setText(tr("%1 of %2").arg(m_shown + 1).arg(runCount()));
    if (!isLive())
        m_ticker.stop();
    Q_EMIT stateChanged();
}

// A wait is seen to go on although nothing comes.
void AnswerColumn::tick()
{
    Run *run = shown();
    if (!run || !run->state.isLive())
        return;
    run->state.tick(run->elapsedMs + run->sinceUpdate.elapsed());
    m_header->setState(run->state);
    Q_EMIT stateChanged();
}

bool AnswerColumn::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn)
        Q_EMIT activated();
    return QWidget::eventFilter(watched, event);
}

void AnswerColumn::paintEvent(QPaintEvent *)
{
    const Palette &colors = Palette::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), colors.color(ColorRole::Surface));
    painter.fillRect(QRect(width() - 1, 0, 1, height()), colors.color(ColorRole::Line));
    if (m_compact)
        painter.fillRect(QRect(0, 0, 1, height()), colors.color(ColorRole::Line));
}

} // namespace Sidelong
