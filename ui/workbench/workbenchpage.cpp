// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/workbenchpage.h"

#include "ui/common/hairline.h"
#include "ui/common/infobar.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/workbench/answercolumn.h"
#include "ui/workbench/golivebar.h"
#include "ui/workbench/modelpicker.h"
#include "ui/workbench/promptpane.h"
#include "ui/workbench/targetbar.h"
#include "ui/workbench/variantpopup.h"

#include <QAction>
#include <QLineEdit>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

WorkbenchPage::WorkbenchPage(Session *session, const WorkbenchDocument &document, QWidget *parent)
    : QWidget(parent), m_session(session),
      m_presenter({[host = session->services().engine](const RunRequest &request) {
                       return host->start(request);
                   },
                   [host = session->services().engine](const QString &runId, const Cell &cell) {
                       host->cancel(runId, cell);
                   }}),
      m_splitter(new QSplitter(Qt::Horizontal, this)), m_prompt(new PromptPane(m_splitter))
{
    m_splitter->addWidget(m_prompt);
    m_splitter->addWidget(makeRight());
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({432, 936});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    connect(m_splitter, &QSplitter::splitterMoved, this, &WorkbenchPage::layoutChanged);
    connectPresenter();
    connectPrompt();
    m_presenter.setDocument(document);
}

WorkbenchDocument WorkbenchPage::firstDocument(const Session &session)
{
    WorkbenchDocument document;
    document.turns = {{Role::System, {}},
                      {Role::User, tr("Explain in three short paragraphs why the sky is blue.")}};
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
    m_trouble = new InfoBar(InfoBar::Weight::Warning, right);
    m_trouble->setClosable();
    m_trouble->hide();
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
    layout->addWidget(m_trouble);
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
    connect(&m_presenter, &WorkbenchPresenter::runBegan, this, [this](int id, const QString &run) {
        m_prompt->showError({});
        if (AnswerColumn *column = m_byId.value(id))
            column->beginRun(run);
    });
    connect(&m_presenter, &WorkbenchPresenter::updated, this,
            [this](int id, const AnswerUpdate &update) {
                if (AnswerColumn *column = m_byId.value(id))
                    column->apply(update);
            });
    connect(&m_presenter, &WorkbenchPresenter::recordOpened, this,
            [this](int id, const AnswerRecord &answer) {
                if (AnswerColumn *column = m_byId.value(id))
                    column->addRecord(answer);
            });
    connect(&m_presenter, &WorkbenchPresenter::refused, m_prompt, &PromptPane::showError);
    connect(&m_presenter, &WorkbenchPresenter::liveChanged, m_prompt,
            [this] { m_prompt->setLive(m_presenter.isLive()); });
    connect(m_session, &Session::providersChanged, this, &WorkbenchPage::showTitles);
}

void WorkbenchPage::connectPrompt()
{
    connect(m_prompt, &PromptPane::titleEdited, &m_presenter, &WorkbenchPresenter::setTitle);
    connect(m_prompt, &PromptPane::turnsEdited, &m_presenter, &WorkbenchPresenter::setTurns);
    connect(m_prompt, &PromptPane::parametersEdited, &m_presenter,
            &WorkbenchPresenter::setParameters);
    connect(m_prompt, &PromptPane::runRequested, &m_presenter, [this] { m_presenter.run(); });
    connect(m_prompt, &PromptPane::stopRequested, &m_presenter, [this] { m_presenter.stop(); });
}

void WorkbenchPage::addColumn(const WorkbenchColumn &of)
{
    AnswerColumn *column = m_columns->addColumn({});
    if (!column)
        return;
    const int id = of.id;
    m_byId.insert(id, column);
    connect(column, &AnswerColumn::stopRequested, &m_presenter,
            [this, id] { m_presenter.stop(id); });
    connect(column, &AnswerColumn::rerunRequested, &m_presenter,
            [this, id] { m_presenter.run(id); });
    connect(column, &AnswerColumn::retryRequested, &m_presenter,
            [this, id, column] { m_presenter.retry(id, column->shownRunId()); });
    connect(column, &AnswerColumn::continueRequested, &m_presenter,
            [this, id, column] { m_presenter.continueAnswer(id, column->shownRunId()); });
    connect(column, &AnswerColumn::raiseLimitRequested, &m_presenter,
            [this, id, column] { m_presenter.raiseLimit(id, column->shownRunId()); });
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
    m_targets->showDocument(document);
    m_prompt->setColumnCount(static_cast<int>(document.columns.size()));
    m_goLive->setVisible(isAllSimulated());
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

bool WorkbenchPage::isAllSimulated() const
{
    const QList<WorkbenchColumn> &columns = m_presenter.document().columns;
    return !columns.isEmpty()
        && std::all_of(columns.cbegin(), columns.cend(), [this](const WorkbenchColumn &column) {
               return m_session->isSimulated(column.target);
           });
}

void WorkbenchPage::editVariant(int id)
{
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

void WorkbenchPage::removeFocusedColumn()
{
    const AnswerColumn *focused = m_columns->column(m_columns->focusedColumn());
    for (auto it = m_byId.cbegin(); it != m_byId.cend(); ++it) {
        if (it.value() == focused) {
            m_presenter.removeColumn(it.key());
            return;
        }
    }
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
    Q_EMIT layoutChanged();
}

QByteArray WorkbenchPage::splitterState() const { return m_splitter->saveState(); }

void WorkbenchPage::restoreSplitter(const QByteArray &state)
{
    m_splitter->restoreState(state);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
}

void WorkbenchPage::say(const QString &sentence)
{
    m_trouble->setText(sentence);
    m_trouble->show();
}

} // namespace Sidelong
