// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/whenfinished.h"

#include <QPromise>
#include <QTest>

#include <memory>
#include <optional>

using namespace Sidelong;

class TestWhenFinished : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tellsFromTheEventLoop_data();
    void tellsFromTheEventLoop();
    void aContextThatIsGoneIsNotTold();
    void aContextThatGoesWhileItIsToldIsFine();
    void aDroppedPromiseIsNotTold();

private:
    void settle() const { QCoreApplication::processEvents(); }

    std::unique_ptr<QPromise<int>> m_promise;
    std::unique_ptr<QObject> m_context;
    std::optional<int> m_told;
};

void TestWhenFinished::init()
{
    m_promise = std::make_unique<QPromise<int>>();
    m_promise->start();
    m_context = std::make_unique<QObject>();
    m_told.reset();
}

void TestWhenFinished::tellsFromTheEventLoop_data()
{
    QTest::addColumn<bool>("isFinishedBefore");
    QTest::newRow("a future that ends later") << false;
    QTest::newRow("one that has ended") << true;
}

void TestWhenFinished::tellsFromTheEventLoop()
{
    QFETCH(bool, isFinishedBefore);
    const auto finish = [this] {
        m_promise->addResult(7);
        m_promise->finish();
    };
    if (isFinishedBefore)
        finish();
    whenFinished(m_promise->future(), m_context.get(), [this](int result) { m_told = result; });
    if (!isFinishedBefore)
        finish();
    QVERIFY(!m_told);
    QTRY_COMPARE(m_told, std::optional(7));
    QTRY_VERIFY(m_context->children().isEmpty());
}

void TestWhenFinished::aContextThatIsGoneIsNotTold()
{
    whenFinished(m_promise->future(), m_context.get(), [this](int result) { m_told = result; });
    m_context.reset();
    m_promise->addResult(7);
    m_promise->finish();
    settle();
    QVERIFY(!m_told);
}

void TestWhenFinished::aContextThatGoesWhileItIsToldIsFine()
{
    whenFinished(m_promise->future(), m_context.get(), [this](int result) {
        m_told = result;
        m_context.reset();
    });
    m_promise->addResult(7);
    m_promise->finish();
    QTRY_COMPARE(m_told, std::optional(7));
}

void TestWhenFinished::aDroppedPromiseIsNotTold()
{
    whenFinished(m_promise->future(), m_context.get(), [this](int result) { m_told = result; });
    m_promise.reset();
    settle();
    QVERIFY(!m_told);
    QTRY_VERIFY(m_context->children().isEmpty());
}

QTEST_GUILESS_MAIN(TestWhenFinished)
#include "tst_whenfinished.moc"
