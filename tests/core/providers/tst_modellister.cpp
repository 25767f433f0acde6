// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/bytes.h"
#include "core/providers/modellister.h"
#include "tests/support/faketransport.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

Provider providerOf(Protocol protocol)
{
    Provider provider;
    provider.name = u"work"_s;
    provider.protocol = protocol;
    provider.baseUrl = QUrl(u"https://api.example.org"_s);
    return provider;
}

const QByteArray firstPage =
    R"({"data":[{"type":"model","id":"m-1","display_name":"One"}],"has_more":true,"last_id":"m-1"})";
const QByteArray lastPage =
    R"({"data":[{"type":"model","id":"m-2","display_name":"Two"}],"has_more":false,"last_id":"m-2"})";

} // namespace

class TestModelLister : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsOnePage();
    void listsAllPages();
    void listsAllPagesOfCompatibleServers();
    void cutInPieces();
    void pagesThatRepeatEnd();
    void failures_data();
    void failures();
    void endlessBodyIsRefused();
    void silenceEndsInTime();
    void destroyingCancels();
    void unspokenDialect();

private:
    Result<QList<ListedModel>> list(const Provider &provider)
    {
        ModelLister lister(m_transport);
        const QFuture<Result<QList<ListedModel>>> future = lister.list(provider, Secret("sk-1"));
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }))
            return Failure{.message = u"The future did not end."_s};
        return future.result();
    }

    FakeTransport m_transport;
};

void TestModelLister::listsOnePage()
{
    const qsizetype before = m_transport.requestCount();
    m_transport.script(ScriptedReply::whole(R"({"data":[{"id":"gpt-a"},{"id":"gpt-b"}]})"));
    const Result<QList<ListedModel>> models = list(providerOf(Protocol::OpenAiChat));
    QVERIFY(models);
    QCOMPARE(models->size(), 2);
    QCOMPARE(models->at(1).id, u"gpt-b"_s);
    QCOMPARE(m_transport.requestCount(), before + 1);
    const HttpRequest &request = m_transport.request(before);
    QCOMPARE(request.method, "GET");
    QCOMPARE(request.secret.reveal(), "sk-1");
    QVERIFY(!request.url.toString().contains(u"sk-1"_s));
}

void TestModelLister::listsAllPages()
{
    const qsizetype before = m_transport.requestCount();
    m_transport.script(ScriptedReply::whole(firstPage));
    m_transport.script(ScriptedReply::whole(lastPage));
    const Result<QList<ListedModel>> models = list(providerOf(Protocol::Anthropic));
    QVERIFY(models);
    QCOMPARE(models->size(), 2);
    QCOMPARE(models->at(0).id, u"m-1"_s);
    QCOMPARE(models->at(1).title, u"Two"_s);
    QCOMPARE(m_transport.requestCount(), before + 2);
    QVERIFY(m_transport.request(before + 1).url.query().contains(u"m-1"_s));
}

void TestModelLister::listsAllPagesOfCompatibleServers()
{
    const qsizetype before = m_transport.requestCount();
    m_transport.script(ScriptedReply::whole(R"({"data":[{"id":"m-1"}],"has_more":true})"));
    m_transport.script(ScriptedReply::whole(lastPage));
    const Result<QList<ListedModel>> models = list(providerOf(Protocol::OpenAiChat));
    QVERIFY(models);
    QCOMPARE(models->size(), 2);
    QCOMPARE(m_transport.request(before + 1).url.query(), u"after=m-1"_s);
}

void TestModelLister::cutInPieces()
{
    ScriptedReply reply = ScriptedReply::stream(R"({"data":[{"id":"gpt-a"}]})", 3);
    m_transport.script(reply);
    const Result<QList<ListedModel>> models = list(providerOf(Protocol::OpenAiChat));
    QVERIFY(models);
    QCOMPARE(models->size(), 1);
}

void TestModelLister::pagesThatRepeatEnd()
{
    const qsizetype before = m_transport.requestCount();
    for (int i = 0; i < 3; ++i)
        m_transport.script(ScriptedReply::whole(firstPage));
    const Result<QList<ListedModel>> models = list(providerOf(Protocol::Anthropic));
    QVERIFY(!models);
    QCOMPARE(models.failure().kind, FailureKind::BadReply);
    QCOMPARE(m_transport.requestCount(), before + 2);
    m_transport.clearScript();
}

void TestModelLister::failures_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<QString>("word");

    const QByteArray json = "application/json";
    QTest::newRow("a wrong key") << 401 << json
                                 << QByteArray(R"({"error":{"message":"Incorrect API key"}})")
                                 << FailureKind::Auth << u"key"_s;
    QTest::newRow("a wrong path") << 404 << json << QByteArray(R"({"error":{"message":"no"}})")
                                  << FailureKind::NotFound << u"base URL"_s;
    QTest::newRow("a web page") << 200 << QByteArray("text/html; charset=utf-8")
                                << QByteArray("<html></html>") << FailureKind::BadReply
                                << u"web page"_s;
    QTest::newRow("no JSON") << 200 << json << QByteArray("hello") << FailureKind::BadReply
                             << QString();
    QTest::newRow("a redirect") << 302 << json << QByteArray() << FailureKind::BadReply
                                << QString();
}

void TestModelLister::failures()
{
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(QString, word);
    m_transport.script(ScriptedReply::whole(body, status, type));
    const Result<QList<ListedModel>> models = list(providerOf(Protocol::OpenAiChat));
    QVERIFY(!models);
    QTEST(models.failure().kind, "kind");
    QVERIFY(!models.failure().message.isEmpty());
    QVERIFY2(models.failure().message.contains(word), qPrintable(models.failure().message));
}

void TestModelLister::endlessBodyIsRefused()
{
    ScriptedReply reply;
    reply.pieces.fill(QByteArray(1_MiB, ' '), 20);
    m_transport.script(reply.leftOpen());
    const Result<QList<ListedModel>> models = list(providerOf(Protocol::OpenAiChat));
    QVERIFY(!models);
    QCOMPARE(models.failure().kind, FailureKind::BadReply);
}

void TestModelLister::silenceEndsInTime()
{
    m_transport.script(ScriptedReply::silence());
    ModelLister lister(m_transport);
    lister.setTimeout(std::chrono::milliseconds(20));
    const int before = m_transport.abortedCount();
    const QFuture<Result<QList<ListedModel>>> future =
        lister.list(providerOf(Protocol::OpenAiChat), {});
    QTRY_VERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(future.result().failure().kind, FailureKind::TimeoutTotal);
    QTRY_COMPARE(m_transport.abortedCount(), before + 1);
}

void TestModelLister::destroyingCancels()
{
    m_transport.script(ScriptedReply::silence());
    const int before = m_transport.abortedCount();
    QFuture<Result<QList<ListedModel>>> future;
    {
        ModelLister lister(m_transport);
        future = lister.list(providerOf(Protocol::OpenAiChat), {});
        QVERIFY(!future.isFinished());
    }
    QVERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(future.result().failure().kind, FailureKind::Cancelled);
    QCOMPARE(m_transport.abortedCount(), before + 1);
}

void TestModelLister::unspokenDialect()
{
    const qsizetype before = m_transport.requestCount();
    const Result<QList<ListedModel>> models = list(providerOf(Protocol::Gemini));
    QVERIFY(!models);
    QVERIFY(models.failure().message.contains(u"gemini"_s));
    QCOMPARE(m_transport.requestCount(), before);
}

QTEST_GUILESS_MAIN(TestModelLister)
#include "tst_modellister.moc"
