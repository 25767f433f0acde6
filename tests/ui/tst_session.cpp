// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/servicesrig.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

const Failure noKeyring{.kind = FailureKind::Storage, .message = u"No usable keyring."_s};
const Secret pasted("sk-pasted");

ProviderSettings groq()
{
    ProviderSettings settings;
    settings.name = u"groq"_s;
    settings.preset = u"groq"_s;
    settings.key = KeySetting{KeySetting::Source::Keychain, u"groq"_s};
    return settings;
}

template <typename T>
T waitFor(const QFuture<T> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }) || future.resultCount() == 0)
        return Failure{.message = u"The future did not end."_s};
    return future.result();
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLateReadDoesNotUndoAPastedKey();
    void aLateReadAfterSavingDoesNotEither();
    void aLateWriteDoesNotUndoARemoval();
    void withoutAKeyringTheKeyIsForThisRun();
    void aKeyringThatComesLaterIsNoTroubleAnyMore();
    void savingOneProviderLeavesTheOthers();
    void removingWithoutAFileIsFine();
    void anExplicitFileStaysTheOnlyOne();
    void changesOfOneMomentAreAllKept();
    void removingAKey_data();
    void removingAKey();
    void removingAProviderRemovesItsKey();
    void aKeyThatAnotherHasStays();
    void aProviderWhoseKeyStaysStaysToo();
    void theSessionMayGoFirst();
};

void TestSession::aLateReadDoesNotUndoAPastedKey()
{
    ServicesRig rig;
    rig.secrets.isLate = true;
    Session session(rig.services());
    QCOMPARE(session.key(u"openai"_s).source, KeyState::Source::Reading);
    session.setKey(u"openai"_s, pasted);
    rig.secrets.answerAll(); // the reads of the start first: they found nothing
    QTRY_COMPARE(session.key(u"openai"_s).source, KeyState::Source::Keychain);
    QTRY_COMPARE(session.key(u"anthropic"_s).source, KeyState::Source::None);
    QCOMPARE(session.key(u"openai"_s).secret, pasted);
}

void TestSession::aLateReadAfterSavingDoesNotEither()
{
    ServicesRig rig;
    Session session(rig.services());
    QTRY_COMPARE(session.key(u"groq"_s).source, KeyState::Source::None);
    rig.secrets.isLate = true;
    QVERIFY(waitFor(session.saveProvider(groq())));
    session.setKey(u"groq"_s, pasted);
    QCOMPARE(rig.secrets.openCount(), 2); // the read that saving began, and the write
    rig.secrets.answerAll();
    QTRY_COMPARE(session.key(u"groq"_s).source, KeyState::Source::Keychain);
    QCOMPARE(session.key(u"groq"_s).secret, pasted);
}

void TestSession::aLateWriteDoesNotUndoARemoval()
{
    ServicesRig rig;
    Session session(rig.services());
    QTRY_COMPARE(session.key(u"openai"_s).source, KeyState::Source::None);
    rig.secrets.isLate = true;
    session.setKey(u"openai"_s, pasted);
    const auto removed = session.removeKey(u"openai"_s);
    rig.secrets.answerAll();
    QVERIFY(waitFor(removed));
    rig.secrets.answerAll(); // what it asks after the removal
    QTRY_COMPARE(session.key(u"openai"_s).source, KeyState::Source::None);
    QVERIFY(session.key(u"openai"_s).secret.isEmpty());
}

void TestSession::withoutAKeyringTheKeyIsForThisRun()
{
    ServicesRig rig;
    rig.secrets.trouble = noKeyring;
    Session session(rig.services());
    QTRY_COMPARE(session.keyringTrouble(), noKeyring.message);
    session.setKey(u"openai"_s, pasted);
    QCOMPARE(session.key(u"openai"_s).source, KeyState::Source::ThisRun);
    QTRY_COMPARE(session.key(u"openai"_s).trouble, noKeyring.message);
    QCOMPARE(session.key(u"openai"_s).secret, pasted);
    // A key that was never kept can be removed where nothing keeps keys.
    QVERIFY(waitFor(session.removeKey(u"openai"_s)));
    QTRY_COMPARE(session.key(u"openai"_s).source, KeyState::Source::None);
}

void TestSession::aKeyringThatComesLaterIsNoTroubleAnyMore()
{
    ServicesRig rig;
    rig.secrets.trouble = noKeyring;
    Session session(rig.services());
    QTRY_VERIFY(!session.keyringTrouble().isEmpty());
    rig.secrets.trouble.reset();
    session.setKey(u"openai"_s, pasted);
    QTRY_COMPARE(session.key(u"openai"_s).source, KeyState::Source::Keychain);
    QVERIFY(session.keyringTrouble().isEmpty());
}

void TestSession::savingOneProviderLeavesTheOthers()
{
    ServicesRig rig;
    Session session(rig.services());
    const qsizetype before = session.providers().providers().size();
    QSignalSpy changed(&session, &Session::providersChanged);
    QVERIFY(waitFor(session.saveProvider(groq())));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(session.providers().providers().size(), before);
    QVERIFY(!session.services().configuration.isExplicit);
    QVERIFY(rig.configuration().contains("\"groq\""));
    QVERIFY(waitFor(session.removeProvider(u"groq"_s)));
    QCOMPARE(session.providers().providers().size(), before);
    QVERIFY(!rig.configuration().contains("\"groq\""));
}

void TestSession::removingWithoutAFileIsFine()
{
    ServicesRig rig;
    Session session(rig.services());
    const Result<void> removed = waitFor(session.removeProvider(u"groq"_s));
    QVERIFY2(removed, removed ? "" : qPrintable(removed.failure().message));
    QVERIFY(!QFile::exists(rig.configFile()));
    QVERIFY(session.providers().find(u"openai"_s));
}

void TestSession::anExplicitFileStaysTheOnlyOne()
{
    ServicesRig rig;
    rig.configure(
        u"{\"providers\":{\"work\":{\"dialect\":\"openai-chat\",\"base_url\":\"%1\"}}}"_s);
    rig.secrets.secrets.insert(u"openai"_s, pasted);
    Session session(rig.services(true));
    // One that is only named ("openai/…") has its key too.
    QTRY_COMPARE(session.key(u"openai"_s).source, KeyState::Source::Keychain);
    QVERIFY(waitFor(session.saveProvider(groq())));
    QCOMPARE(session.providers().providers().size(), 2);
    QVERIFY(session.services().configuration.isExplicit);
}

void TestSession::changesOfOneMomentAreAllKept()
{
    ServicesRig rig;
    Session session(rig.services());
    QList<QFuture<Result<void>>> saved;
    const QStringList names{u"a"_s, u"b"_s, u"c"_s, u"d"_s};
    for (const QString &name : names) {
        ProviderSettings settings = groq();
        settings.name = name;
        saved.append(session.saveProvider(settings));
    }
    for (const QFuture<Result<void>> &each : saved)
        QVERIFY(waitFor(each));
    for (const QString &name : names)
        QVERIFY(session.services().configuration.providers.contains(name));
}

void TestSession::removingAKey_data()
{
    QTest::addColumn<bool>("keyringFails");
    QTest::newRow("the keychain lets go") << false;
    QTest::newRow("it does not: the key is still there, and so is its use") << true;
}

void TestSession::removingAKey()
{
    QFETCH(bool, keyringFails);
    ServicesRig rig;
    rig.secrets.secrets.insert(u"openai"_s, pasted);
    Session session(rig.services());
    QTRY_COMPARE(session.key(u"openai"_s).source, KeyState::Source::Keychain);
    if (keyringFails)
        rig.secrets.trouble = noKeyring;
    rig.secrets.isLate = true;
    const auto future = session.removeKey(u"openai"_s);
    rig.secrets.trouble.reset();
    rig.secrets.answerAll();
    const Result<void> removed = waitFor(future);
    QCOMPARE(static_cast<bool>(removed), !keyringFails);
    rig.secrets.answerAll();
    QTRY_COMPARE(session.key(u"openai"_s).source,
                 keyringFails ? KeyState::Source::Keychain : KeyState::Source::None);
}

void TestSession::removingAProviderRemovesItsKey()
{
    ServicesRig rig;
    Session session(rig.services());
    QVERIFY(waitFor(session.saveProvider(groq())));
    session.setKey(u"groq"_s, pasted);
    QTRY_COMPARE(session.key(u"groq"_s).source, KeyState::Source::Keychain);
    QVERIFY(waitFor(session.removeProvider(u"groq"_s)));
    QVERIFY(!rig.secrets.secrets.contains(u"groq"_s));
    QTRY_COMPARE(session.key(u"groq"_s).source, KeyState::Source::None);
}

void TestSession::aKeyThatAnotherHasStays()
{
    ServicesRig rig;
    rig.secrets.secrets.insert(u"groq"_s, pasted);
    Session session(rig.services());
    ProviderSettings second = groq();
    second.name = u"second"_s;
    QVERIFY(waitFor(session.saveProvider(second)));
    QVERIFY(waitFor(session.removeProvider(u"second"_s)));
    QCOMPARE(rig.secrets.secrets.value(u"groq"_s), pasted);
    QCOMPARE(session.key(u"groq"_s).secret, pasted);
}

void TestSession::aProviderWhoseKeyStaysStaysToo()
{
    ServicesRig rig;
    rig.secrets.secrets.insert(u"groq"_s, pasted);
    Session session(rig.services());
    QVERIFY(waitFor(session.saveProvider(groq())));
    QTRY_COMPARE(session.key(u"groq"_s).source, KeyState::Source::Keychain);
    rig.secrets.trouble = noKeyring;
    const Result<void> removed = waitFor(session.removeProvider(u"groq"_s));
    QVERIFY(!removed);
    QCOMPARE(removed.failure().message, noKeyring.message);
    QVERIFY(rig.configuration().contains("\"groq\""));
}

void TestSession::theSessionMayGoFirst()
{
    ServicesRig rig;
    rig.secrets.isLate = true;
    QFuture<Result<void>> removed;
    QFuture<Result<void>> saved;
    QFuture<Result<QList<ListedModel>>> listed;
    {
        Session session(rig.services());
        session.setKey(u"openai"_s, pasted);
        removed = session.removeKey(u"anthropic"_s);
        saved = session.saveProvider(groq());
        Provider provider = *session.providers().find(u"ollama"_s);
        provider.baseUrl = QUrl(rig.url());
        listed = session.test(provider, {});
    }
    rig.secrets.answerAll();
    QTRY_VERIFY(listed.isFinished());
    QVERIFY(removed.isFinished());
    QVERIFY(saved.isFinished());
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
