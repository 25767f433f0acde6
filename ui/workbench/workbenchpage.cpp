// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/workbenchpage.h"

#include "ui/common/hairline.h"
#include "ui/common/infobar.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/taborder.h"
#include "ui/common/theme.h"
#include "ui/workbench/answercolumn.h"
#include "ui/workbench/golivebar.h"
#include "ui/workbench/modelpicker.h"
#include "ui/workbench/promptpane.h"
#include "ui/workbench/targetbar.h"
#include "ui/workbench/variantpopup.h"

#include <QAction>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// Between these the prompt's width is ours to choose.
constexpr int narrowPrompt = 240;
constexpr int widePrompt = 432;

} // namespace

WorkbenchPage::WorkbenchPage(Session *session, const WorkbenchDocument &document, QWidget *parent)
    : QWidget(parent), m_session(session),
      m_presenter({[host = session->services().engine](const RunRequest &request) {
                       return host->start(request);
                   },
                   [host = session->services().engine](const QString &runId, const Cell &cell) {
                       host->cancel(runId, cell);
                   },
                   [this](const QString &target) { return factsOf(target); }},
                  *session->services().clock),
      m_splitter(new QSplitter(Qt::Horizontal, this)), m_prompt(new PromptPane(m_splitter))
{
    m_splitter->addWidget(m_prompt);
    m_splitter->addWidget(makeRight());
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] {
        m_splitterMoved = true;
        Q_EMIT layoutChanged();
    });
    connectPresenter();
    connectPrompt();
    m_presenter.setDocument(document);
}

WorkbenchDocument WorkbenchPage::firstDocument(const Session &session)
{
    WorkbenchDocument document;
    document.turns = {{Role::System, {}},
                      {Role::User, tr("Explain photosynthesis in three short paragraphs.")}};
    for (const ModelChoice &choice : session.choices()) {
        if (choice.simulated && document.columns.size() < 3)
            document.addColumn(choice.model.toString());
    }
    return document;
}

QWidget *WorkbenchPage::makeRight()
{
    auto *right = new QWidget(m_splitter);
    m_targets = new TargetBar(right);
    m_goLive = new GoLiveBar(m_session, right);
    makeBars(right);
    m_columns = new ColumnsView(right);
    m_arrangements = new SegmentedControl(m_targets);
    for (const QAction *action : m_columns->arrangementActions()) {
        QString name = action->text();
        const QString key = action->shortcut().toString(QKeySequence::NativeText);
        m_arrangements->addSegment(name.remove(u'&'), key);
    }
    m_arrangements->setAccessibleName(tr("Arrangement of the columns"));
    m_arrangements->setCurrent(static_cast<int>(m_columns->arrangement()));
    m_targets->addControl(m_arrangements);

    auto *layout = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_targets);
    layout->addWidget(new HairLine(Qt::Horizontal, ColorRole::Line, right));
    layout->addWidget(m_goLive);
    layout->addWidget(m_opened);
    layout->addWidget(m_trouble);
    layout->addWidget(m_refusal);
    layout->addWidget(m_columns, 1);

    connect(m_targets, &TargetBar::addRequested, this, &WorkbenchPage::pickModel);
    connect(m_targets, &TargetBar::removeRequested, &m_presenter,
            &WorkbenchPresenter::removeColumn);
    connect(m_targets, &TargetBar::editRequested, this, &WorkbenchPage::editVariant);
    connect(m_columns, &ColumnsView::addColumnRequested, this, &WorkbenchPage::pickModel);
    connect(m_arrangements, &SegmentedControl::chosen, m_columns,
            [this](int index) { m_columns->setArrangement(static_cast<Arrangement>(index)); });
    connect(m_columns, &ColumnsView::arrangementChanged, this, [this](Arrangement arrangement) {
        m_arrangements->setCurrent(static_cast<int>(arrangement));
        Q_EMIT layoutChanged();
    });
    connect(m_goLive, &GoLiveBar::wentLive, this, &WorkbenchPage::goLive);
    return right;
}

void WorkbenchPage::makeBars(QWidget *right)
{
    m_trouble = new InfoBar(InfoBar::Weight::Warning, right);
    m_refusal = new InfoBar(InfoBar::Weight::Error, right);
    m_opened = new InfoBar(InfoBar::Weight::Notice, right);
    for (InfoBar *bar : {m_trouble, m_refusal, m_opened}) {
        bar->setClosable();
        bar->hide();
    }
    connect(m_opened->addAction(tr("Bring back")), &QPushButton::clicked, this, [this] {
        m_opened->hide();
        m_presenter.bringBack();
    });
    connect(m_opened, &InfoBar::closed, this, [this] { m_presenter.forgetReplaced(); });
}

void WorkbenchPage::connectPresenter()
{
    EngineHost *host = m_session->services().engine;
    connect(host, &EngineHost::updated, &m_presenter, &WorkbenchPresenter::take);
    connect(&m_presenter, &WorkbenchPresenter::columnsChanged, this, &WorkbenchPage::syncColumns);
    connect(&m_presenter, &WorkbenchPresenter::documentChanged, this, [this] {
        showTitles();
        Q_EMIT documentChanged();
    });
    connect(&m_presenter, &WorkbenchPresenter::promptReplaced, this,
            [this] { m_prompt->showDocument(m_presenter.document()); });
    connect(&m_presenter, &WorkbenchPresenter::runBegan, this,
            [this](int id, const QString &run, const QByteArray &before) {
                m_prompt->showError({});
                m_refusal->hide();
                if (AnswerColumn *column = m_byId.value(id))
                    column->beginRun(run, before);
            });
    connect(&m_presenter, &WorkbenchPresenter::updated, this,
            [this](int id, const AnswerUpdate &update) {
                if (AnswerColumn *column = m_byId.value(id))
                    column->apply(update);
            });
    connect(&m_presenter, &WorkbenchPresenter::recordOpened, this,
            [this](int id, const AnswerRecord &answer, const QByteArray &before) {
                if (AnswerColumn *column = m_byId.value(id))
                    column->addRecord(answer, before);
            });
    connect(&m_presenter, &WorkbenchPresenter::refused, this, &WorkbenchPage::refuse);
    connect(&m_presenter, &WorkbenchPresenter::liveChanged, m_prompt,
            [this] { m_prompt->setLive(m_presenter.isLive()); });
    connect(m_session, &Session::providersChanged, this, &WorkbenchPage::showTitles);
    connect(m_session, &Session::keyChanged, this, &WorkbenchPage::showGoLive);
}

void WorkbenchPage::connectPrompt()
{
    connect(m_prompt, &PromptPane::titleEdited, &m_presenter, &WorkbenchPresenter::setTitle);
    connect(m_prompt, &PromptPane::turnsEdited, &m_presenter, &WorkbenchPresenter::setTurns);
    connect(m_prompt, &PromptPane::parametersEdited, &m_presenter,
            &WorkbenchPresenter::setParameters);
    connect(m_prompt, &PromptPane::runRequested, this, &WorkbenchPage::run);
    connect(m_prompt, &PromptPane::stopRequested, &m_presenter, [this] { m_presenter.stop(); });
}

void WorkbenchPage::addColumn(const WorkbenchColumn &of)
{
    AnswerColumn *column = m_columns->addColumn({});
    if (!column)
        return;
    const int id = of.id;
    m_byId.insert(id, column);
    column->setRaisable(
        [this, id](const AnswerKey &key) { return m_presenter.mayRaiseLimit(id, key); });
    connect(column, &AnswerColumn::asked, this, [this, id](ColumnAct what) { act(id, what); });
}

void WorkbenchPage::act(int id, ColumnAct act)
{
    const AnswerKey shown = m_byId.value(id)->shownKey();
    switch (act) {
    case ColumnAct::Stop: m_presenter.stop(id); break;
    case ColumnAct::Rerun:
        settle();
        m_presenter.run(id);
        break;
    case ColumnAct::Retry: m_presenter.retry(id, shown); break;
    case ColumnAct::Continue: m_presenter.continueAnswer(id, shown); break;
    case ColumnAct::RaiseLimit: m_presenter.raiseLimit(id, shown); break;
    case ColumnAct::Edit: editVariant(id); break;
    case ColumnAct::Remove: m_presenter.removeColumn(id); break;
    case ColumnAct::Copy: break; // the column's own affair
    }
}

void WorkbenchPage::syncColumns()
{
    const WorkbenchDocument &document = m_presenter.document();
    const QList<int> shown = m_byId.keys();
    for (const int id : shown) {
        if (!document.column(id))
            m_columns->removeColumn(m_columns->indexOf(m_byId.take(id)));
    }
    for (const WorkbenchColumn &column : document.columns) {
        if (!m_byId.contains(column.id))
            addColumn(column);
    }
    m_refusal->hide();
    m_targets->showDocument(document, m_session->providers());
    m_prompt->setColumnCount(static_cast<int>(document.columns.size()));
    showGoLive();
    showTitles();
}

void WorkbenchPage::showTitles()
{
    const WorkbenchDocument &document = m_presenter.document();
    for (const WorkbenchColumn &of : document.columns) {
        AnswerColumn *column = m_byId.value(of.id);
        const std::optional<ModelRef> model = ModelRef::fromString(of.target);
        const Provider *provider = model ? m_session->providers().find(model->provider) : nullptr;
        const ColumnTitle title{model ? model->model : of.target,
                                provider ? provider->title : (model ? model->provider : QString()),
                                of.series, document.differences(of.id),
                                m_session->isSimulated(of.target)};
        if (column && column->title() != title)
            column->setTitle(title);
    }
}

ModelFacts WorkbenchPage::factsOf(const QString &target) const
{
    const std::optional<ModelRef> model = ModelRef::fromString(target);
    const Provider *provider = model ? m_session->providers().find(model->provider) : nullptr;
    const CatalogModel *known =
        provider ? m_session->services().prices.find(provider->catalogue, model->model) : nullptr;
    return known ? ModelFacts{known->contextWindow, known->maxOutput, known->reasoning}
                 : ModelFacts();
}

// A column without its key is no dead end: the key can be pasted right here.
void WorkbenchPage::showGoLive()
{
    QStringList targets;
    for (const WorkbenchColumn &column : m_presenter.document().columns)
        targets.append(column.target);
    const bool isAllSimulated = !targets.isEmpty()
        && std::all_of(targets.cbegin(), targets.cend(),
                       [this](const QString &target) { return m_session->isSimulated(target); });
    const QString missing = m_session->providerWithoutKey(targets);
    m_goLive->setMissing(missing);
    m_goLive->setVisible(isAllSimulated || !missing.isEmpty());
}

void WorkbenchPage::editVariant(int id)
{
    settle();
    auto *popup = new VariantPopup(m_presenter.document(), id, this);
    connect(popup, &VariantPopup::edited, &m_presenter,
            [this, id](const Parameters &overrides, const std::optional<QList<PromptTurn>> &turns) {
                m_presenter.setVariant(id, overrides, turns);
            });
    popup->showBelow(m_targets->chip(id));
    popup->setFocus(Qt::PopupFocusReason);
}

void WorkbenchPage::offer(const QList<ModelChoice> &choices, QWidget *anchor,
                          const std::function<void(const QString &)> &take)
{
    QStringList names;
    for (const Provider &provider : m_session->providers().providers())
        names.append(provider.name);
    auto *picker = new ModelPicker(choices, names, this);
    connect(picker, &ModelPicker::chosen, &m_presenter, take);
    picker->showBelow(anchor);
    picker->setFocus(Qt::PopupFocusReason);
}

void WorkbenchPage::pickModel()
{
    if (!m_presenter.hasRoom())
        return;
    offer(m_session->choices(), m_targets->addChip(),
          [this](const QString &target) { m_presenter.addColumn(target); });
}

void WorkbenchPage::goLive(const QString &provider, const QList<ListedModel> &models)
{
    QList<ModelChoice> choices;
    const Provider *known = m_session->providers().find(provider);
    for (const ListedModel &model : models)
        choices.append(
            {{provider, model.id}, known ? known->title : provider, model.title, false, true});
    offer(choices, m_goLive->keyField(), [this](const QString &target) {
        m_presenter.replaceColumns(
            [this](const WorkbenchColumn &column) { return m_session->isSimulated(column.target); },
            target);
    });
}

void WorkbenchPage::run()
{
    settle();
    m_presenter.run();
}

void WorkbenchPage::open(const StoredRun &run)
{
    settle();
    const int leftOut = m_presenter.open(run);
    QString sentence = tr("This run was opened from History. The prompt and the columns that were "
                          "here are kept until Sidelong is closed.");
    if (leftOut > 0)
        sentence +=
            u' ' + tr("%n of its variants found no place among the columns.", nullptr, leftOut);
    m_opened->setText(sentence);
    m_opened->show();
}

// Where a refusal belongs is beside Run; where that is folded away, over the columns.
void WorkbenchPage::refuse(const QString &sentence)
{
    m_prompt->showError(sentence);
    m_refusal->setText(sentence);
    m_refusal->setVisible(isPromptFolded());
}

void WorkbenchPage::escape()
{
    if (!m_columns->closeWhatIsOpen())
        m_presenter.stop();
}

bool WorkbenchPage::isPromptFolded() const { return m_prompt->isHidden(); }

void WorkbenchPage::setPromptFolded(bool folded)
{
    if (folded == isPromptFolded())
        return;
    m_prompt->setVisible(!folded);
    m_refusal->hide();
    Q_EMIT layoutChanged();
}

// Chips and columns come and go: the way through them is laid when it is walked.
bool WorkbenchPage::focusNextPrevChild(bool next)
{
    setTabOrderOf(m_prompt->tabParts() + m_targets->tabParts()
                  + QList<QWidget *>{m_goLive, m_opened, m_trouble, m_refusal, m_columns});
    return QWidget::focusNextPrevChild(next);
}

// Until the user moves it, the prompt leaves three columns the room that they need.
void WorkbenchPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_splitterMoved)
        return;
    const int left = width() - m_splitter->handleWidth() - 3 * AnswerColumn::minimumColumnWidth;
    const int prompt = qBound(narrowPrompt, left, widePrompt);
    m_splitter->setSizes({prompt, width() - m_splitter->handleWidth() - prompt});
}

QByteArray WorkbenchPage::splitterState() const
{
    return m_splitterMoved ? m_splitter->saveState() : QByteArray();
}

void WorkbenchPage::restoreSplitter(const QByteArray &state)
{
    m_splitterMoved = m_splitter->restoreState(state);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
}

void WorkbenchPage::say(const QString &sentence)
{
    m_trouble->setText(sentence);
    m_trouble->show();
}

} // namespace Sidelong
