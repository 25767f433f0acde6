// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/keyprefix.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class TestKeyPrefix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhoseKeyItIs_data();
    void knowsWhoseKeyItIs();
    void takesOffWhatCameAlong_data();
    void takesOffWhatCameAlong();
    void saysWhatCannotBeAKey_data();
    void saysWhatCannotBeAKey();
};

void TestKeyPrefix::knowsWhoseKeyItIs_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("preset");
    QTest::newRow("Anthropic") << u"sk-ant-api03-abc"_s << u"anthropic"_s;
    QTest::newRow("OpenRouter") << u"sk-or-v1-abc"_s << u"openrouter"_s;
    QTest::newRow("OpenAI project") << u"sk-proj-abc"_s << u"openai"_s;
    QTest::newRow("OpenAI service account") << u"sk-svcacct-abc"_s << u"openai"_s;
    QTest::newRow("Groq") << u"gsk_abc"_s << u"groq"_s;
    QTest::newRow("xAI") << u"xai-abc"_s << u"xai"_s;
    QTest::newRow("a plain sk- is anybody's") << u"sk-abcdef"_s << QString();
    QTest::newRow("the prefix in the middle says nothing") << u"x-sk-ant-abc"_s << QString();
    QTest::newRow("other case is another key") << u"SK-ANT-abc"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestKeyPrefix::knowsWhoseKeyItIs()
{
    QFETCH(QString, key);
    QTEST(presetOfKey(key), "preset");
}

void TestKeyPrefix::takesOffWhatCameAlong_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QString>("key");
    QTest::newRow("a bare key") << u"sk-abc"_s << u"sk-abc"_s;
    QTest::newRow("blanks and a line end") << u"  sk-abc\r\n"_s << u"sk-abc"_s;
    QTest::newRow("a line of a shell") << u"export OPENAI_API_KEY=\"sk-abc\""_s << u"sk-abc"_s;
    QTest::newRow("a line of an env file") << u"XAI_API_KEY='xai-abc'"_s << u"xai-abc"_s;
    QTest::newRow("a header") << u"Authorization: Bearer sk-abc"_s << u"sk-abc"_s;
    QTest::newRow("a key with an equals sign inside") << u"sk-ab=c"_s << u"sk-ab=c"_s;
    QTest::newRow("one quote alone") << u"\""_s << u"\""_s;
    QTest::newRow("nothing") << QString() << QString();
}

void TestKeyPrefix::takesOffWhatCameAlong()
{
    QFETCH(QString, pasted);
    QTEST(cleanKey(pasted), "key");
}

void TestKeyPrefix::saysWhatCannotBeAKey_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<bool>("isFine");
    QTest::newRow("a key") << u"sk-abc_D.1~+/="_s << true;
    QTest::newRow("nothing") << QString() << true;
    QTest::newRow("a blank inside") << u"sk abc"_s << false;
    QTest::newRow("a line end, which would be a header") << u"sk-a\nX: y"_s << false;
    QTest::newRow("what a hidden key looks like") << u"••••••••"_s << false;
}

void TestKeyPrefix::saysWhatCannotBeAKey()
{
    QFETCH(QString, key);
    QTEST(keyTrouble(key).isEmpty(), "isFine");
}

QTEST_GUILESS_MAIN(TestKeyPrefix)
#include "tst_keyprefix.moc"
