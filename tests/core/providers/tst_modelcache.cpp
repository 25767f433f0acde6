// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/modelcache.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class TestModelCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatWasKept_data();
    void givesBackWhatWasKept();
    void nothingBeforeTheFirst();
    void brokenFileIsNothing_data();
    void brokenFileIsNothing();
    void failsWhereNothingCanBeWritten();
    void namesStayInTheFolder();

private:
    const CachedModels m_list{
        .models = {{.id = u"a/b"_s, .title = u"„A“"_s, .contextWindow = 200'000, .maxOutput = 4096},
                   {.id = u"old"_s,
                    .title = {},
                    .contextWindow = {},
                    .maxOutput = {},
                    .endsOn = u"2026-12-11"_s}},
        .fetchedMs = 1'795'000'000'000};
};

void TestModelCache::givesBackWhatWasKept_data()
{
    QTest::addColumn<QString>("provider");
    QTest::newRow("a plain name") << u"openai"_s;
    QTest::newRow("a name like a path") << u"../../x"_s;
    QTest::newRow("a name of other letters") << u"büro"_s;
}

void TestModelCache::givesBackWhatWasKept()
{
    QFETCH(QString, provider);
    QTemporaryDir folder;
    const ModelCache cache(folder.filePath(u"models"_s));
    QVERIFY(cache.write(provider, {}));
    QVERIFY(cache.write(provider, m_list));
    QCOMPARE(cache.read(provider), std::optional(m_list));
}

void TestModelCache::nothingBeforeTheFirst()
{
    QTemporaryDir folder;
    QVERIFY(!ModelCache(folder.path()).read(u"openai"_s));
}

void TestModelCache::brokenFileIsNothing_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << QByteArray(R"({"fetched_ms":1,"models":[{"id":"a")");
    QTest::newRow("no time") << QByteArray(R"({"models":[{"id":"a"}]})");
    QTest::newRow("no list") << QByteArray(R"({"fetched_ms":1,"models":{}})");
    QTest::newRow("a model without a name") << QByteArray(R"({"fetched_ms":1,"models":[{}]})");
}

void TestModelCache::brokenFileIsNothing()
{
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    QFile file(folder.filePath(u"openai.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
    file.close();
    QVERIFY(!ModelCache(folder.path()).read(u"openai"_s));
}

void TestModelCache::failsWhereNothingCanBeWritten()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"models"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const Result<void> written = ModelCache(file.fileName()).write(u"openai"_s, m_list);
    QVERIFY(!written);
    QCOMPARE(written.failure().kind, FailureKind::Storage);
    QVERIFY(written.failure().message.contains(file.fileName()));
}

void TestModelCache::namesStayInTheFolder()
{
    QTemporaryDir folder;
    QVERIFY(ModelCache(folder.filePath(u"models"_s)).write(u"../x"_s, m_list));
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList{u"models"_s});
}

QTEST_GUILESS_MAIN(TestModelCache)
#include "tst_modelcache.moc"
