// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Runs inside tests/support/with-keyring.sh: against a real GNOME Keyring.
#include "core/secrets/keychainsecretstore.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class TestKeychainSecretStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatIsWritten();
    void missingEntryIsNothing();
    void replaces();
    void removes();
    void entriesAreApart();
    void otherToolsCanReadIt();
    void answersWhenDestroyed();

private:
    Result<std::optional<Secret>> read(const QString &entry)
    {
        QFuture<Result<std::optional<Secret>>> future = m_store.read(entry);
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 15'000))
            return Failure{.message = u"The future did not end."_s};
        return future.result();
    }
    static bool isDone(QFuture<Result<void>> future)
    {
        return QTest::qWaitFor([&future] { return future.isFinished(); }, 15'000)
            && static_cast<bool>(future.result());
    }

    KeychainSecretStore m_store{u"sidelong-test"_s};
};

void TestKeychainSecretStore::keepsWhatIsWritten()
{
    QVERIFY(isDone(m_store.write(u"openai"_s, Secret("sk-one"))));
    const Result<std::optional<Secret>> found = read(u"openai"_s);
    QVERIFY(found && *found);
    QCOMPARE((*found)->reveal(), "sk-one");
}

void TestKeychainSecretStore::missingEntryIsNothing()
{
    const Result<std::optional<Secret>> found = read(u"nowhere"_s);
    QVERIFY(found);
    QVERIFY(!*found);
    QVERIFY(isDone(m_store.remove(u"nowhere"_s)));
}

void TestKeychainSecretStore::replaces()
{
    QVERIFY(isDone(m_store.write(u"groq"_s, Secret("old"))));
    QVERIFY(isDone(m_store.write(u"groq"_s, Secret("new"))));
    const Result<std::optional<Secret>> found = read(u"groq"_s);
    QVERIFY(found && *found);
    QCOMPARE((*found)->reveal(), "new");
}

void TestKeychainSecretStore::removes()
{
    QVERIFY(isDone(m_store.write(u"xai"_s, Secret("key"))));
    QVERIFY(isDone(m_store.remove(u"xai"_s)));
    const Result<std::optional<Secret>> found = read(u"xai"_s);
    QVERIFY(found);
    QVERIFY(!*found);
}

void TestKeychainSecretStore::entriesAreApart()
{
    QVERIFY(isDone(m_store.write(u"a"_s, Secret("first"))));
    QVERIFY(isDone(m_store.write(u"b"_s, Secret("second"))));
    const Result<std::optional<Secret>> first = read(u"a"_s);
    QVERIFY(first && *first);
    QCOMPARE((*first)->reveal(), "first");
}

void TestKeychainSecretStore::otherToolsCanReadIt()
{
    QVERIFY(isDone(m_store.write(u"mistral"_s, Secret("sk-seen"))));
    QProcess tool;
    tool.start(u"secret-tool"_s,
               {u"lookup"_s, u"server"_s, u"sidelong-test"_s, u"user"_s, u"mistral"_s});
    QVERIFY(tool.waitForFinished());
    QCOMPARE(tool.readAllStandardOutput().trimmed(), "sk-seen");
}

void TestKeychainSecretStore::answersWhenDestroyed()
{
    QFuture<Result<std::optional<Secret>>> future;
    {
        KeychainSecretStore shortLived(u"sidelong-test"_s);
        future = shortLived.read(u"openai"_s);
    }
    QVERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(future.result().failure().kind, FailureKind::Cancelled);
    // The job that was left behind comes to its end without anyone to tell.
    QVERIFY(isDone(m_store.write(u"after"_s, Secret("key"))));
}

QTEST_GUILESS_MAIN(TestKeychainSecretStore)
#include "tst_keychainsecretstore.moc"
