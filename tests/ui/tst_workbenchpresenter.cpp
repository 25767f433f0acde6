// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/workbenchpresenter.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Sidelong;

/// An engine that only writes down what it was asked.
struct RecordedEngine
{
    QList<RunRequest> started;
    QList<std::pair<QString, int>> cancelled; ///< Run and variant.

    WorkbenchPresenter::Engine door()
    {
        return {[this](const RunRequest &request) {
                    started.append(request);
                    return u"run-%1"_s.arg(started.size());
                },
                [this](const QString &run, const Cell &cell) {
                    cancelled.append({run, cell.variant});
                }};
    }
};

class TestWorkbenchPresenter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void runsEveryColumnOnce();
    void refusesAnEmptyPrompt();
    void refusesWithoutColumns();
    void aColumnWithItsOwnPromptMustAskToo();
    void routesUpdatesToTheirColumn();
    void runNeverErases();
    void stopsOneOrAll();
    void aRemovedColumnIsStopped();
    void retrySendsTheSameAgain();
    void continueSendsTheAnswerBack();
    void raiseLimitDoublesIt_data();
    void raiseLimitDoublesIt();
    void theFirstRealModelReplacesTheSimulated();
    void opensAStoredRun();
    void lateNewsOfAReplacedDocumentFindNobody();

private:
    int columnId(int index) const { return m_presenter->document().columns.at(index).id; }
    void end(const QString &run, int variant, const QByteArray &text, Finish finish = Finish::Stop);

    std::unique_ptr<RecordedEngine> m_engine;
    std::unique_ptr<WorkbenchPresenter> m_presenter;
};

void TestWorkbenchPresenter::init()
{
    m_engine = std::make_unique<RecordedEngine>();
    m_presenter = std::make_unique<WorkbenchPresenter>(m_engine->door());
    WorkbenchDocument document;
    document.turns = {{Role::System, {}}, {Role::User, u"Why?"_s}};
    document.addColumn(u"simulator/a"_s);
    document.addColumn(u"simulator/b"_s);
    m_presenter->setDocument(document);
}

void TestWorkbenchPresenter::cleanup()
{
    m_presenter.reset();
    m_engine.reset();
}

void TestWorkbenchPresenter::end(const QString &run, int variant, const QByteArray &text,
                                 Finish finish)
{
    AnswerUpdate update;
    update.runId = run;
    update.cell.variant = variant;
    update.phase = AnswerPhase::Done;
    AnswerRecord answer;
    answer.runId = run;
    answer.variant = variant;
    answer.finish = finish;
    SegmentRecord segment;
    segment.text = text;
    answer.segments.append(segment);
    update.ended = answer;
    m_presenter->take({update});
}

void TestWorkbenchPresenter::runsEveryColumnOnce()
{
    QSignalSpy began(m_presenter.get(), &WorkbenchPresenter::runBegan);
    QVERIFY(m_presenter->run());
    QCOMPARE(m_engine->started.size(), 1);
    QCOMPARE(m_engine->started.first().variants.size(), 2);
    QCOMPARE(began.size(), 2);
    QCOMPARE(began.at(1).at(0).toInt(), columnId(1));
    QVERIFY(m_presenter->isLive());
    end(u"run-1"_s, 0, "x");
    QVERIFY(m_presenter->isLive());
    end(u"run-1"_s, 1, "y");
    QVERIFY(!m_presenter->isLive());
}

void TestWorkbenchPresenter::refusesAnEmptyPrompt()
{
    m_presenter->setTurns({{Role::System, u"Be brief."_s}, {Role::User, u"  "_s}});
    QSignalSpy refused(m_presenter.get(), &WorkbenchPresenter::refused);
    QVERIFY(!m_presenter->run());
    QVERIFY(!m_presenter->run(columnId(0)));
    QCOMPARE(refused.size(), 2);
    QVERIFY(refused.first().first().toString().contains(u"prompt is empty"_s));
    QVERIFY(m_engine->started.isEmpty());
}

void TestWorkbenchPresenter::refusesWithoutColumns()
{
    m_presenter->removeColumn(columnId(0));
    m_presenter->removeColumn(columnId(0));
    QSignalSpy refused(m_presenter.get(), &WorkbenchPresenter::refused);
    QVERIFY(!m_presenter->run());
    QCOMPARE(refused.size(), 1);
    QVERIFY(m_engine->started.isEmpty());
}

void TestWorkbenchPresenter::aColumnWithItsOwnPromptMustAskToo()
{
    m_presenter->setVariant(columnId(1), {}, QList<PromptTurn>{{Role::User, {}}});
    QSignalSpy refused(m_presenter.get(), &WorkbenchPresenter::refused);
    QVERIFY(!m_presenter->run());
    QVERIFY(refused.first().first().toString().contains(u"simulator/b"_s));
}

void TestWorkbenchPresenter::routesUpdatesToTheirColumn()
{
    m_presenter->run();
    QSignalSpy updated(m_presenter.get(), &WorkbenchPresenter::updated);
    AnswerUpdate update;
    update.runId = u"run-1"_s;
    update.cell.variant = 1;
    update.text = "hello";
    AnswerUpdate foreign = update;
    foreign.runId = u"another"_s;
    m_presenter->take({foreign, update});
    QCOMPARE(updated.size(), 1);
    QCOMPARE(updated.first().at(0).toInt(), columnId(1));
    QCOMPARE(updated.first().at(1).value<AnswerUpdate>().text, "hello");
}

void TestWorkbenchPresenter::runNeverErases()
{
    m_presenter->run();
    end(u"run-1"_s, 0, "first");
    end(u"run-1"_s, 1, "first");
    m_presenter->run();
    QVERIFY(m_engine->cancelled.isEmpty());
    QCOMPARE(m_presenter->find(columnId(0), u"run-1"_s)->ended->text(), "first");
    QVERIFY(m_presenter->find(columnId(0), u"run-2"_s)->isLive());
}

void TestWorkbenchPresenter::stopsOneOrAll()
{
    m_presenter->run();
    m_presenter->stop(columnId(1));
    QCOMPARE(m_engine->cancelled, (QList<std::pair<QString, int>>{{u"run-1"_s, 1}}));
    QVERIFY(m_presenter->isLive(columnId(1))); // until the engine says so
    end(u"run-1"_s, 1, "part", Finish::Cancelled);
    m_presenter->stop();
    QCOMPARE(m_engine->cancelled.size(), 2);
    QCOMPARE(m_engine->cancelled.last(), std::pair(u"run-1"_s, 0));
}

void TestWorkbenchPresenter::aRemovedColumnIsStopped()
{
    m_presenter->run();
    m_presenter->removeColumn(columnId(0));
    QCOMPARE(m_engine->cancelled, (QList<std::pair<QString, int>>{{u"run-1"_s, 0}}));
    end(u"run-1"_s, 0, "late");
    end(u"run-1"_s, 1, "fine");
    QVERIFY(!m_presenter->isLive());
    QCOMPARE(m_presenter->find(columnId(0), u"run-1"_s)->ended->text(), "fine");
}

void TestWorkbenchPresenter::retrySendsTheSameAgain()
{
    m_presenter->run();
    end(u"run-1"_s, 1, {}, Finish::Error);
    m_presenter->setTurns({{Role::User, u"Something else"_s}});
    m_presenter->retry(columnId(1), u"run-1"_s);
    QCOMPARE(m_engine->started.size(), 2);
    QCOMPARE(m_engine->started.last().content, m_engine->started.first().content);
    QCOMPARE(m_engine->started.last().variants,
             QList<Variant>{m_engine->started.first().variants.at(1)});
    end(u"run-2"_s, 0, "now");
    QCOMPARE(m_presenter->find(columnId(1), u"run-2"_s)->ended->text(), "now");
}

void TestWorkbenchPresenter::continueSendsTheAnswerBack()
{
    m_presenter->run();
    m_presenter->continueAnswer(columnId(0), u"run-1"_s);
    QCOMPARE(m_engine->started.size(), 1); // it is still being answered
    end(u"run-1"_s, 0, "Because of", Finish::Length);
    m_presenter->continueAnswer(columnId(0), u"run-1"_s);
    QCOMPARE(m_engine->started.size(), 2);
    const QList<Message> sent = m_engine->started.last().variants.first().content->messages;
    QCOMPARE(sent.size(), 3);
    QCOMPARE(sent.at(1), Message::ofText(Role::Assistant, "Because of"));
    QCOMPARE(sent.at(2).role, Role::User);
    QVERIFY(!sent.at(2).text().isEmpty());
}

void TestWorkbenchPresenter::raiseLimitDoublesIt_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qint64>("raised");
    QTest::newRow("one that was set") << qint64(100) << qint64(200);
    QTest::newRow("the default") << qint64(0) << qint64(8192);
}

void TestWorkbenchPresenter::raiseLimitDoublesIt()
{
    QFETCH(qint64, limit);
    if (limit > 0) {
        Parameters parameters;
        parameters.maxTokens = limit;
        m_presenter->setParameters(parameters);
    }
    m_presenter->run();
    end(u"run-1"_s, 0, "cut", Finish::Length);
    m_presenter->raiseLimit(columnId(0), u"run-1"_s);
    QTEST(*m_engine->started.last().variants.first().overrides.maxTokens, "raised");
    QTEST(*m_presenter->document().columns.first().overrides.maxTokens, "raised");
}

void TestWorkbenchPresenter::theFirstRealModelReplacesTheSimulated()
{
    m_presenter->run();
    m_presenter->replaceColumns(
        [](const WorkbenchColumn &column) { return column.target.startsWith(u"simulator/"_s); },
        u"openai/gpt"_s);
    QCOMPARE(m_engine->cancelled.size(), 2);
    QCOMPARE(m_presenter->document().columns.size(), 1);
    QCOMPARE(m_presenter->document().columns.first().target, u"openai/gpt"_s);
    QVERIFY(!m_presenter->isLive());
}

void TestWorkbenchPresenter::opensAStoredRun()
{
    StoredRun run;
    run.run.prompt = messagesToJson({Message::ofText(Role::User, "Old question")});
    run.variants = {{0, u"openai/gpt"_s, {}, "{}"}, {1, u"openai/other"_s, {}, "{}"}};
    AnswerRecord answer;
    answer.runId = u"old"_s;
    answer.variant = 1;
    run.answers = {answer};
    QSignalSpy opened(m_presenter.get(), &WorkbenchPresenter::recordOpened);
    m_presenter->open(run);
    QCOMPARE(m_presenter->document().turns.last().text, u"Old question"_s);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.first().at(0).toInt(), columnId(1));
    QVERIFY(!m_presenter->isLive());
    m_presenter->retry(columnId(1), u"old"_s);
    QCOMPARE(m_engine->started.last().variants.first().target, u"openai/other"_s);
}

void TestWorkbenchPresenter::lateNewsOfAReplacedDocumentFindNobody()
{
    m_presenter->run();
    const int before = columnId(0);
    m_presenter->setDocument(m_presenter->document());
    QCOMPARE(m_engine->cancelled.size(), 2);
    QVERIFY(columnId(0) != before);
    QSignalSpy updated(m_presenter.get(), &WorkbenchPresenter::updated);
    end(u"run-1"_s, 0, "late");
    QVERIFY(updated.isEmpty());
}

QTEST_GUILESS_MAIN(TestWorkbenchPresenter)
#include "tst_workbenchpresenter.moc"
