// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/answercolumn.h"

#include "ui/answer/answerview.h"
#include "ui/common/chipstrip.h"
#include "ui/common/hairline.h"
#include "ui/common/infobar.h"
#include "ui/common/taborder.h"
#include "ui/common/theme.h"
#include "ui/workbench/columnactions.h"
#include "ui/workbench/columnfooter.h"
#include "ui/workbench/columnheader.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int tickMs = 100;
constexpr qsizetype firstLineLength = 200;
constexpr int columnSide = 14;
constexpr int leastViewHeight = 24;

} // namespace

/// What came of one run, kept for the time when it is not shown.
struct AnswerColumn::Run
{
    AnswerKey key;
    QByteArray before; ///< Not of this run: what its answer goes on from.
    ColumnState state;
    QByteArray text;
    QByteArray reasoning;
    QElapsedTimer sinceUpdate;
    qint64 elapsedMs = 0;

    bool hasOwnText() const { return text.size() > before.size(); }
};

AnswerColumn::AnswerColumn(QWidget *parent)
    : QWidget(parent), m_header(new ColumnHeader(this)), m_chipRow(new QWidget(this)),
      m_chips(new ChipStrip(m_chipRow)), m_view(new AnswerView(this)),
      m_notice(new InfoBar(InfoBar::Weight::Error, this)),
      m_footerLine(new HairLine(Qt::Horizontal, ColorRole::SoftLine, this)),
      m_footer(new ColumnFooter(this))
{
    setLook(m_chipRow, "ground", u"window"_s);
    auto *chips = new QHBoxLayout(m_chipRow);
    chips->setContentsMargins(columnSide, 0, columnSide, Space::control);
    chips->addWidget(m_chips);
    m_chipRow->setFixedHeight(m_chips->sizeHint().height() + Space::control);
    m_chipRow->hide();
    m_view->setMinimumHeight(leastViewHeight); // in a low cell the notice is what must be read
    makeNotice();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 1, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_chipRow);
    layout->addWidget(new HairLine(Qt::Horizontal, ColorRole::SoftLine, this));
    layout->addWidget(m_view, 1);
    layout->addWidget(m_notice);
    layout->addWidget(m_footerLine);
    layout->addWidget(m_footer);
    setTabOrderOf({m_view, m_notice, m_footer});

    m_ticker.setInterval(tickMs);
    connect(&m_ticker, &QTimer::timeout, this, &AnswerColumn::tick);
    connect(m_header, &ColumnHeader::clicked, this, &AnswerColumn::activated);
    connect(m_header, &ColumnHeader::doubleClicked, this, &AnswerColumn::maximiseRequested);
    connect(m_footer, &ColumnFooter::asked, this, &AnswerColumn::perform);
    connect(m_footer, &ColumnFooter::stepped, this, &AnswerColumn::stepRun);
    showState();
}

AnswerColumn::~AnswerColumn() = default;

void AnswerColumn::makeNotice()
{
    m_notice->hide();
    const auto add = [this](ColumnAct act, const QString &toolTip) {
        QPushButton *button = m_notice->addAction(ColumnActions::name(act));
        button->setToolTip(toolTip);
        connect(button, &QPushButton::clicked, this, [this, act] { perform(act); });
        return button;
    };
    m_retry = add(ColumnAct::Retry, tr("Send the same once more (Ctrl+R)"));
    m_continue = add(ColumnAct::Continue, tr("Ask the model to go on where it was cut (Ctrl+G)"));
    m_raise = add(ColumnAct::RaiseLimit, tr("Run again with twice the tokens (Ctrl+Shift+L)"));
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
    m_chips->setTexts(m_title.differences);
    m_chipRow->setVisible(!m_compact && (m_chipRowShown || !m_title.differences.isEmpty()));
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
    m_footerLine->setVisible(!compact);
    m_footer->setVisible(!compact);
    m_header->setCompact(compact);
    layout()->setContentsMargins(compact ? 1 : 0, 0, 1, 0);
    showChips();
    showState();
}

void AnswerColumn::setMarked(bool marked) { m_header->setMarked(marked); }

// ---- runs

AnswerColumn::Run *AnswerColumn::find(const AnswerKey &key)
{
    for (const auto &run : m_runs) {
        if (run->key == key)
            return run.get();
    }
    return nullptr;
}

AnswerColumn::Run *AnswerColumn::shown() const
{
    return m_shown < 0 ? nullptr : m_runs[static_cast<std::size_t>(m_shown)].get();
}

int AnswerColumn::runCount() const { return static_cast<int>(m_runs.size()); }

AnswerKey AnswerColumn::shownKey() const { return shown() ? shown()->key : AnswerKey(); }

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

AnswerColumn::Run *AnswerColumn::begin(const AnswerKey &key, const QByteArray &before)
{
    auto run = std::make_unique<Run>();
    run->key = key;
    run->before = run->text = before;
    run->state.begin();
    run->sinceUpdate.start();
    m_runs.push_back(std::move(run));
    m_ticker.start();
    showRun(runCount() - 1);
    return m_runs.back().get();
}

void AnswerColumn::beginRun(const QString &runId, const QByteArray &before)
{
    begin({.runId = runId}, before);
}

void AnswerColumn::apply(const AnswerUpdate &update)
{
    Run *run = find(AnswerKey::of(update));
    if (!run)
        run = begin(AnswerKey::of(update), {});
    const bool isShown = run == shown();
    if (update.restarted) {
        run->text = run->before;
        run->reasoning.clear();
        if (isShown) {
            m_view->clear();
            m_view->append(run->text);
        }
    }
    const ColumnState::Phase before = run->state.phase();
    const bool hadText = !run->text.isEmpty();
    run->state.apply(update);
    run->elapsedMs = update.elapsedMs;
    run->sinceUpdate.restart();
    // A refusal's words are the answer, as far as there is one.
    const QByteArray text = update.text + update.refusal;
    run->text += text;
    run->reasoning += update.reasoning;
    if (isShown) {
        m_view->appendReasoning(update.reasoning);
        m_view->append(text);
    }
    // The figures follow with the next tick: people cannot read sixty of them a second.
    if (before != run->state.phase() || update.ended || hadText == run->text.isEmpty())
        showState();
}

void AnswerColumn::addRecord(const AnswerRecord &record, const QByteArray &before)
{
    auto run = std::make_unique<Run>();
    run->key = AnswerKey::of(record);
    run->before = before;
    run->state.show(record);
    run->text = before + record.text() + record.refusal;
    run->reasoning = record.reasoning();
    m_runs.push_back(std::move(run));
    showRun(runCount() - 1);
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

// ---- what is shown and what is asked

bool AnswerColumn::offers(ColumnAct act) const
{
    const Run *run = shown();
    const ColumnState::Phase phase = state().phase();
    const bool cut = phase == ColumnState::Phase::Cut;
    switch (act) {
    case ColumnAct::Stop: return isLive();
    case ColumnAct::Rerun: return !isLive();
    case ColumnAct::Copy: return run && !run->text.isEmpty();
    case ColumnAct::Retry: return run && !cut && !state().notice().isEmpty();
    // Without a text there is nothing to go on from: the model has thought up to the limit.
    case ColumnAct::Continue: return cut && run->hasOwnText();
    case ColumnAct::RaiseLimit: return cut && (!m_raisable || m_raisable(run->key));
    case ColumnAct::Edit:
    case ColumnAct::Remove: return true;
    }
    return false;
}

void AnswerColumn::perform(ColumnAct act)
{
    if (!offers(act))
        return;
    if (act == ColumnAct::Copy)
        QGuiApplication::clipboard()->setText(m_view->text());
    else
        Q_EMIT asked(act);
}

void AnswerColumn::showState()
{
    const ColumnState &now = state();
    m_header->setState(now);
    m_view->setLive(now.isLive() ? AnswerView::Live::Yes : AnswerView::Live::No);
    m_view->setReasoningTitle(now.reasoningTitle());
    m_view->setPlaceholder(placeholder());
    showNotice();
    m_footer->setState({isLive(), offers(ColumnAct::Copy), m_shown, runCount()});
    if (!isLive())
        m_ticker.stop();
    Q_EMIT stateChanged();
}

void AnswerColumn::showNotice()
{
    const QString sentence = m_compact ? QString() : state().notice();
    if (!sentence.isEmpty()) {
        m_notice->setWeight(state().phase() == ColumnState::Phase::Failed
                                ? InfoBar::Weight::Error
                                : InfoBar::Weight::Warning);
        m_notice->setText(sentence);
        m_notice->setDetails(state().noticeDetails());
        m_retry->setVisible(offers(ColumnAct::Retry));
        m_continue->setVisible(offers(ColumnAct::Continue));
        m_raise->setVisible(offers(ColumnAct::RaiseLimit));
    }
    m_notice->setVisible(!sentence.isEmpty());
}

/// What stands where no text is.
QString AnswerColumn::placeholder() const
{
    switch (state().phase()) {
    case ColumnState::Phase::Idle:
        return tr("The answer will stream in here. Ctrl+Return runs the prompt.");
    case ColumnState::Phase::Cancelled: return tr("Stopped before any text came.");
    case ColumnState::Phase::Done: return tr("This answer has no text.");
    case ColumnState::Phase::Cut: return tr("No text came before the limit.");
    default: return {};
    }
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
