// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/manualclock.h"
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
    ModelFacts facts;

    WorkbenchPresenter::Engine door()
    {
        return {[this](const RunRequest &request) {
                    started.append(request);
                    return u"run-%1"_s.arg(started.size());
                },
                [this](const QString &run, const Cell &cell) {
                    cancelled.append({run, cell.variant});
                },
                [this](const QString &) { return facts; }};
    }
};

class TestWorkbenchPresenter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void runsEveryColumnOnce();
    void runsNoColumnTwiceAtOnce();
    void refusesAnEmptyPrompt();
    void refusesWithoutColumns();
    void aColumnWithItsOwnPromptMustAskToo();
    void routesUpdatesToTheirColumn();
    void runNeverErases();
    void stopsOneOrAll();
    void aRemovedColumnIsStopped();
    void retrySendsTheSameAgain();
    void continueSendsTheAnswerBack();
    void continueGoesOnFromTheWholeText();
    void continueNeedsAText();
    void raiseLimitDoublesIt_data();
    void raiseLimitDoublesIt();
    void theFirstRealModelReplacesTheSimulated();
    void opensAStoredRun();
    void anOpenedRunIsSentAsItWas();
    void samplesAreAnswersOfTheirOwn();
    void whatOpeningReplacedComesBack();
    void lookingThroughHistoryKeepsTheWork();
    void lateNewsOfAReplacedDocumentFindNobody();

private:
    int columnId(int index) const { return m_presenter->document().columns.at(index).id; }
    void endAtOnce(const QString &run, int variant, const QByteArray &text, Finish finish);
    void end(const QString &run, int variant, const QByteArray &text, Finish finish = Finish::Stop)
    {
        endAtOnce(run, variant, text, finish);
        m_clock.advanceMs(1'000);
    }

    ManualClock m_clock;
    std::unique_ptr<RecordedEngine> m_engine;
    std::unique_ptr<WorkbenchPresenter> m_presenter;
};

void TestWorkbenchPresenter::init()
{
    m_engine = std::make_unique<RecordedEngine>();
    m_presenter = std::make_unique<WorkbenchPresenter>(m_engine->door(), m_clock);
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

void TestWorkbenchPresenter::endAtOnce(const QString &run, int variant, const QByteArray &text,
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

void TestWorkbenchPresenter::runsNoColumnTwiceAtOnce()
{
    QVERIFY(m_presenter->run());
    QVERIFY(!m_presenter->run()); // the second click of a double click
    QVERIFY(!m_presenter->run(columnId(1)));
    QVERIFY(m_engine->cancelled.isEmpty());
    m_clock.advanceMs(WorkbenchPresenter::twiceWithinMs - 1);
    QVERIFY(!m_presenter->run(columnId(1)));
    m_clock.advanceMs(1);
    QVERIFY(m_presenter->run(columnId(1)));
    QVERIFY(!m_presenter->run());
    QCOMPARE(m_engine->started.size(), 2);

    end(u"run-2"_s, 0, "cut", Finish::Length);
    m_presenter->raiseLimit(columnId(1), {u"run-2"_s});
    const Parameters once = m_presenter->document().columns.at(1).overrides;
    endAtOnce(u"run-3"_s, 0, "cut", Finish::Length);
    m_presenter->raiseLimit(columnId(1), {u"run-3"_s});
    m_presenter->continueAnswer(columnId(1), {u"run-3"_s});
    m_presenter->retry(columnId(1), {u"run-3"_s});
    QCOMPARE(m_engine->started.size(), 3);
    QCOMPARE(m_presenter->document().columns.at(1).overrides, once);
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
    QCOMPARE(m_presenter->find(columnId(0), {u"run-1"_s})->ended->text(), "first");
    QVERIFY(m_presenter->find(columnId(0), {u"run-2"_s})->isLive());
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
    QCOMPARE(m_presenter->find(columnId(0), {u"run-1"_s})->ended->text(), "fine");
}

void TestWorkbenchPresenter::retrySendsTheSameAgain()
{
    m_presenter->run();
    end(u"run-1"_s, 1, {}, Finish::Error);
    m_presenter->setTurns({{Role::User, u"Something else"_s}});
    m_presenter->retry(columnId(1), {u"run-1"_s});
    QCOMPARE(m_engine->started.size(), 2);
    QCOMPARE(m_engine->started.last().content, m_engine->started.first().content);
    QCOMPARE(m_engine->started.last().variants,
             QList<Variant>{m_engine->started.first().variants.at(1)});
    end(u"run-2"_s, 0, "now");
    QCOMPARE(m_presenter->find(columnId(1), {u"run-2"_s})->ended->text(), "now");
}

void TestWorkbenchPresenter::continueSendsTheAnswerBack()
{
    m_presenter->run();
    m_presenter->continueAnswer(columnId(0), {u"run-1"_s});
    QCOMPARE(m_engine->started.size(), 1); // it is still being answered
    end(u"run-1"_s, 0, "Because of", Finish::Length);
    m_presenter->continueAnswer(columnId(0), {u"run-1"_s});
    QCOMPARE(m_engine->started.size(), 2);
    const QList<Message> sent = m_engine->started.last().content.messages;
    QCOMPARE(sent.size(), 3);
    QCOMPARE(sent.at(1), Message::ofText(Role::Assistant, "Because of"));
    QCOMPARE(sent.at(2).role, Role::User);
    QVERIFY(!sent.at(2).text().isEmpty());
}

void TestWorkbenchPresenter::continueGoesOnFromTheWholeText()
{
    QSignalSpy began(m_presenter.get(), &WorkbenchPresenter::runBegan);
    m_presenter->run();
    end(u"run-1"_s, 0, "Because ", Finish::Length);
    m_presenter->continueAnswer(columnId(0), {u"run-1"_s});
    QCOMPARE(began.last().at(2).toByteArray(), "Because ");
    end(u"run-2"_s, 0, "the light ", Finish::Length);
    m_presenter->continueAnswer(columnId(0), {u"run-2"_s});
    QCOMPARE(began.last().at(2).toByteArray(), "Because the light ");
    const QList<Message> sent = m_engine->started.last().content.messages;
    QCOMPARE(sent.size(), 5);
    QCOMPARE(sent.at(3), Message::ofText(Role::Assistant, "the light "));

    // So does the same run out of History.
    StoredRun run;
    run.run.prompt = messagesToJson(sent);
    run.variants = {VariantRecord{.index = 0, .target = u"a/b"_s, .parameters = "{}"}};
    run.answers = {AnswerRecord{.runId = u"old"_s}};
    QSignalSpy opened(m_presenter.get(), &WorkbenchPresenter::recordOpened);
    m_presenter->open(run);
    QCOMPARE(opened.first().at(2).toByteArray(), "Because the light ");
}

void TestWorkbenchPresenter::continueNeedsAText()
{
    m_presenter->run();
    end(u"run-1"_s, 0, {}, Finish::Length);
    m_presenter->continueAnswer(columnId(0), {u"run-1"_s});
    QCOMPARE(m_engine->started.size(), 1);
}

void TestWorkbenchPresenter::raiseLimitDoublesIt_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qint64>("mostOfModel");
    QTest::addColumn<bool>("reasoning");
    QTest::addColumn<qint64>("raised"); // 0 = it cannot be
    QTest::newRow("one that was set") << qint64(100) << qint64(0) << false << qint64(200);
    QTest::newRow("the default") << qint64(0) << qint64(0) << false << qint64(8192);
    QTest::newRow("of a model that reasons") << qint64(0) << qint64(0) << true << qint64(64'000);
    QTest::newRow("as far as the model goes") << qint64(100) << qint64(150) << false << qint64(150);
    QTest::newRow("at the model's end") << qint64(150) << qint64(150) << false << qint64(0);
    QTest::newRow("lowered to the model's end") << qint64(400) << qint64(150) << false << qint64(0);
}

void TestWorkbenchPresenter::raiseLimitDoublesIt()
{
    QFETCH(qint64, limit);
    QFETCH(qint64, mostOfModel);
    QFETCH(bool, reasoning);
    QFETCH(qint64, raised);
    m_engine->facts.reasoning = reasoning;
    if (mostOfModel > 0)
        m_engine->facts.maxOutput = mostOfModel;
    Parameters parameters;
    if (limit > 0)
        parameters.maxTokens = limit;
    m_presenter->setParameters(parameters);
    m_presenter->run();
    QVERIFY(!m_presenter->mayRaiseLimit(columnId(0), {u"run-1"_s})); // it is still answered
    end(u"run-1"_s, 0, "cut", Finish::Length);
    QCOMPARE(m_presenter->mayRaiseLimit(columnId(0), {u"run-1"_s}), raised > 0);
    m_presenter->raiseLimit(columnId(0), {u"run-1"_s});
    QCOMPARE(m_engine->started.size(), raised > 0 ? 2 : 1);
    if (raised == 0)
        return;
    QCOMPARE(m_engine->started.last().variants.first().overrides.maxTokens, raised);
    QCOMPARE(m_presenter->document().columns.first().overrides.maxTokens, raised);
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
    run.variants = {VariantRecord{.index = 0, .target = u"openai/gpt"_s, .parameters = "{}"},
                    VariantRecord{.index = 1, .target = u"openai/other"_s, .parameters = "{}"}};
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
    m_presenter->retry(columnId(1), {u"old"_s});
    QCOMPARE(m_engine->started.last().variants.first().target, u"openai/other"_s);
}

void TestWorkbenchPresenter::anOpenedRunIsSentAsItWas()
{
    const Message image{Role::User,
                        {ContentPart{.kind = ContentPart::Kind::Image,
                                     .text = "\x89PNG",
                                     .mediaType = u"image/png"_s},
                         ContentPart::ofText("What is it?")}};
    StoredRun run;
    run.run.prompt = messagesToJson({image});
    run.variants = {
        VariantRecord{.index = 0, .target = u"a/b"_s, .parameters = R"({"temperature":1})"},
        VariantRecord{.index = 1, .target = u"a/c"_s, .parameters = "{}"}};
    run.answers = {AnswerRecord{.runId = u"old"_s, .variant = 1}};
    QCOMPARE(m_presenter->open(run), 0);
    m_presenter->retry(columnId(1), {u"old"_s});
    const RunRequest sent = m_engine->started.last();
    QCOMPARE(sent.content.messages, QList<Message>{image});
    QVERIFY(!merged(sent.parameters, sent.variants.first().overrides).temperature);

    for (int i = 2; i < 11; ++i)
        run.variants.append(VariantRecord{.index = i, .target = u"a/d"_s, .parameters = "{}"});
    QCOMPARE(m_presenter->open(run), 3);
}

void TestWorkbenchPresenter::samplesAreAnswersOfTheirOwn()
{
    StoredRun run;
    run.run.prompt = messagesToJson({Message::ofText(Role::User, "Why?")});
    run.variants = {VariantRecord{.index = 0, .target = u"a/b"_s, .parameters = "{}"}};
    for (int sample = 0; sample < 3; ++sample) {
        AnswerRecord answer{.runId = u"old"_s, .sample = sample};
        answer.segments.append(SegmentRecord{.text = QByteArray::number(sample)});
        run.answers.append(answer);
    }
    m_presenter->open(run);
    QCOMPARE(m_presenter->find(columnId(0), {u"old"_s, 0, 2})->ended->text(), "2");
    QVERIFY(!m_presenter->find(columnId(0), {u"old"_s, 0, 3}));
    m_presenter->continueAnswer(columnId(0), {u"old"_s, 0, 1});
    QCOMPARE(m_engine->started.last().content.messages.at(1).text(), "1");
}

void TestWorkbenchPresenter::whatOpeningReplacedComesBack()
{
    m_presenter->run();
    end(u"run-1"_s, 0, "first");
    m_presenter->setTitle(u"Mine"_s);
    StoredRun run;
    run.run.prompt = messagesToJson({Message::ofText(Role::User, "Old")});
    QVERIFY(!m_presenter->canBringBack());
    m_presenter->open(run);
    QVERIFY(m_presenter->canBringBack());
    end(u"run-1"_s, 1, "what came", Finish::Cancelled); // of a column that is gone

    QSignalSpy opened(m_presenter.get(), &WorkbenchPresenter::recordOpened);
    m_presenter->bringBack();
    QVERIFY(!m_presenter->canBringBack());
    QCOMPARE(m_presenter->document().title, u"Mine"_s);
    QCOMPARE(m_presenter->document().columns.size(), 2);
    QCOMPARE(opened.size(), 2);
    QCOMPARE(m_presenter->find(columnId(0), {u"run-1"_s})->ended->text(), "first");
    QCOMPARE(m_presenter->find(columnId(1), {u"run-1"_s})->ended->text(), "what came");
}

void TestWorkbenchPresenter::lookingThroughHistoryKeepsTheWork()
{
    m_presenter->setTitle(u"Mine"_s);
    StoredRun run;
    run.run.promptName = u"Old"_s;
    m_presenter->open(run);
    run.run.promptName = u"Older"_s;
    m_presenter->open(run);
    m_presenter->bringBack();
    QCOMPARE(m_presenter->document().title, u"Mine"_s);

    m_presenter->open(run);
    m_presenter->setTitle(u"Changed"_s); // that is work too
    m_presenter->open(run);
    m_presenter->bringBack();
    QCOMPARE(m_presenter->document().title, u"Changed"_s);
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
