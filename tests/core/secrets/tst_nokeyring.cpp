// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
// KeychainSecretStore where no keyring answers. A process looks for its session bus once, so that
// these cases cannot stand beside those with a keyring.
#include "core/secrets/keychainsecretstore.h"

#include <QLocalServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class TestNoKeyring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void silenceEndsInTime();

private:
    QTemporaryDir m_folder;
    QLocalServer m_bus;
};

void TestNoKeyring::initTestCase()
{
    // Takes connections and never says a word.
    QVERIFY(m_bus.listen(m_folder.filePath(u"bus"_s)));
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + m_bus.fullServerName().toUtf8());
}

void TestNoKeyring::silenceEndsInTime()
{
    KeychainSecretStore store(u"sidelong-test"_s, std::chrono::milliseconds(300));
    QFuture<Result<std::optional<Secret>>> future = store.read(u"openai"_s);
    QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 15'000);
    QVERIFY(!future.result());
    QCOMPARE(future.result().failure().kind, FailureKind::Storage);
    QVERIFY(future.result().failure().message.contains(u"did not answer"_s));
}

QTEST_GUILESS_MAIN(TestNoKeyring)
#include "tst_nokeyring.moc"
