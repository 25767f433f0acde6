// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/keyfinder.h"
#include "core/secrets/memorysecretstore.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

/// A machine without a keyring.
class NoKeyring final : public SecretStore
{
public:
    QFuture<Result<std::optional<Secret>>> read(const QString &) override
    {
        return QtFuture::makeReadyFuture(Result<std::optional<Secret>>(noKeyring));
    }
    QFuture<Result<void>> write(const QString &, const Secret &) override
    {
        return QtFuture::makeReadyFuture(Result<void>(noKeyring));
    }
    QFuture<Result<void>> remove(const QString &) override
    {
        return QtFuture::makeReadyFuture(Result<void>(noKeyring));
    }

    const Failure noKeyring{.kind = FailureKind::Storage, .message = u"No keyring."_s};
};

using Source = KeySetting::Source;
using Origin = FoundKey::Origin;

} // namespace

Q_DECLARE_METATYPE(Sidelong::FoundKey::Origin)

class TestKeyFinder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void saysWhereItLooked_data();
    void saysWhereItLooked();
    void keyringThatFailsIsNamed();
    void environmentHelpsWithoutKeyring();
    void refusesBrokenKeys_data();
    void refusesBrokenKeys();
    void heldKeyComesFirst();
};

void TestKeyFinder::finds_data()
{
    QTest::addColumn<bool>("isKeychain");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("fallback");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<Origin>("origin");
    QTest::addColumn<QString>("place");

    QTest::newRow("keychain entry that is there")
        << true << u"work"_s << u"VENDOR_KEY"_s << QByteArray("kept") << Origin::Keychain
        << u"work"_s;
    QTest::newRow("keychain entry that is not there falls to the variable")
        << true << u"other"_s << u"VENDOR_KEY"_s << QByteArray("exported") << Origin::Environment
        << u"VENDOR_KEY"_s;
    QTest::newRow("empty keychain entry falls to the variable")
        << true << u"blank"_s << u"VENDOR_KEY"_s << QByteArray("exported") << Origin::Environment
        << u"VENDOR_KEY"_s;
    QTest::newRow("variable alone") << false << u"OWN_KEY"_s << u"VENDOR_KEY"_s << QByteArray("own")
                                    << Origin::Environment << u"OWN_KEY"_s;
}

void TestKeyFinder::finds()
{
    QFETCH(bool, isKeychain);
    QFETCH(QString, name);
    QFETCH(QString, fallback);
    MemorySecretStore store;
    (void)store.write(u"work"_s, Secret("kept"));
    (void)store.write(u"blank"_s, Secret(" \n"));
    QProcessEnvironment environment;
    environment.insert(u"VENDOR_KEY"_s, u"exported"_s);
    environment.insert(u"OWN_KEY"_s, u"own\n"_s);
    const KeyFinder finder(store, environment);

    const KeySetting setting{isKeychain ? Source::Keychain : Source::Environment, name};
    const Result<FoundKey> found = finder.find(u"work"_s, setting, fallback).result();
    QVERIFY(found);
    QTEST(found->secret.reveal(), "expected");
    QTEST(found->origin, "origin");
    QTEST(found->name, "place");
}

void TestKeyFinder::saysWhereItLooked_data()
{
    QTest::addColumn<bool>("isKeychain");
    QTest::addColumn<QString>("fallback");
    QTest::addColumn<QStringList>("expected");

    QTest::newRow("keychain and variable")
        << true << u"VENDOR_KEY"_s
        << QStringList{u"No key for Work: the system keychain"_s, u"place"_s,
                       u"Paste one in Settings, or set VENDOR_KEY."_s};
    QTest::newRow("keychain alone")
        << true << QString() << QStringList{u"place"_s, u"Paste one in Settings."_s};
    QTest::newRow("variable alone")
        << false << u"VENDOR_KEY"_s << QStringList{u"Paste one in Settings, or set place."_s};
}

void TestKeyFinder::saysWhereItLooked()
{
    QFETCH(bool, isKeychain);
    QFETCH(QString, fallback);
    QFETCH(QStringList, expected);
    MemorySecretStore store;
    const KeyFinder finder(store, {});

    const KeySetting setting{isKeychain ? Source::Keychain : Source::Environment, u"place"_s};
    const Result<FoundKey> found = finder.find(u"work"_s, setting, fallback, u"Work"_s).result();
    QVERIFY(!found);
    QCOMPARE(found.failure().kind, FailureKind::NoKey);
    for (const QString &word : std::as_const(expected))
        QVERIFY2(found.failure().message.contains(word), qPrintable(found.failure().message));
    const bool isVariableAsked = isKeychain && !fallback.isEmpty();
    QCOMPARE(found.failure().message.contains(u"VENDOR_KEY"_s), isVariableAsked);
    QVERIFY(!found.failure().message.contains(u"sidelong-cli"_s)); // the window says it too
}

void TestKeyFinder::keyringThatFailsIsNamed()
{
    NoKeyring store;
    const KeyFinder finder(store, {});
    const Result<FoundKey> found =
        finder.find(u"work"_s, {Source::Keychain, u"work"_s}, u"VENDOR_KEY"_s).result();
    QVERIFY(!found);
    QCOMPARE(found.failure().kind, FailureKind::NoKey);
    QCOMPARE(found.failure().message,
             u"No key for work: the system keychain could not be read, and the environment "
             "variable VENDOR_KEY is not set. Paste one in Settings, or set VENDOR_KEY."_s);
    QCOMPARE(found.failure().detail, store.noKeyring.message);
}

void TestKeyFinder::environmentHelpsWithoutKeyring()
{
    NoKeyring store;
    QProcessEnvironment environment;
    environment.insert(u"VENDOR_KEY"_s, u"exported"_s);
    const KeyFinder finder(store, environment);
    const Result<FoundKey> found =
        finder.find(u"work"_s, {Source::Keychain, u"work"_s}, u"VENDOR_KEY"_s).result();
    QVERIFY(found);
    QCOMPARE(found->secret.reveal(), "exported");
}

void TestKeyFinder::refusesBrokenKeys_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("a line break inside") << QByteArray("sk-a\r\nX-Evil: 1");
    QTest::newRow("a blank inside") << QByteArray("sk a");
    QTest::newRow("letters that are not ASCII") << QByteArray("sk-\xc3\xa4");
}

void TestKeyFinder::refusesBrokenKeys()
{
    QFETCH(QByteArray, key);
    MemorySecretStore store;
    (void)store.write(u"work"_s, Secret(key));
    const KeyFinder finder(store, {});
    const Result<FoundKey> found =
        finder.find(u"work"_s, {Source::Keychain, u"work"_s}, {}).result();
    QVERIFY(!found);
    QCOMPARE(found.failure().kind, FailureKind::NoKey);
    QVERIFY(!found.failure().message.contains(u"sk"_s));
}

void TestKeyFinder::heldKeyComesFirst()
{
    NoKeyring store;
    KeyFinder finder(store, {});
    const KeySetting setting{Source::Keychain, u"work"_s};
    finder.holdForThisRun(u"work"_s, Secret("held"));
    const Result<FoundKey> found = finder.find(u"work"_s, setting, {}).result();
    QVERIFY(found);
    QCOMPARE(found->secret.reveal(), "held");
    QVERIFY(found->origin == Origin::ThisRun);

    finder.forget(u"work"_s);
    QVERIFY(!finder.find(u"work"_s, setting, {}).result());
}

QTEST_GUILESS_MAIN(TestKeyFinder)
#include "tst_keyfinder.moc"
