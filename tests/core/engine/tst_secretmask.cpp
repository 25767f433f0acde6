// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/secretmask.h"

#include <QTest>

using namespace Sidelong;
using namespace Qt::StringLiterals;

class tst_SecretMask : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void apply_data();
    void apply();
    void apply_toolCall();
};

void tst_SecretMask::apply_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("kept"); ///< Of an error.
    QTest::addColumn<QByteArray>("answer"); ///< Of the same words as an answer.
    QTest::newRow("no key") << QByteArray() << u"Wrong key."_s << u"Wrong key."_s
                            << QByteArray("Wrong key.");
    QTest::newRow("a key, twice") << QByteArray("sk-0123456789abcdef")
                                  << u"sk-0123456789abcdef, sk-0123456789abcdef!"_s
                                  << u"***, ***!"_s << QByteArray("***, ***!");
    QTest::newRow("a part of it is not it") << QByteArray("sk-0123456789abcdef") << u"sk-01234…"_s
                                            << u"sk-01234…"_s << QByteArray("sk-01234…");
    QTest::newRow("a word that local servers take for a key")
        << QByteArray("ollama") << u"ollama runs"_s << u"*** runs"_s << QByteArray("ollama runs");
    QTest::newRow("a letter") << QByteArray("x") << u"x marks"_s << u"x marks"_s
                              << QByteArray("x marks");
}

void tst_SecretMask::apply()
{
    QFETCH(QByteArray, secret);
    QFETCH(QString, said);
    QFETCH(QString, kept);
    QFETCH(QByteArray, answer);
    const SecretMask mask{Secret(secret)};
    Failure failure{FailureKind::Auth, said, said};
    mask.apply(failure);
    QCOMPARE(failure.message, kept);
    QCOMPARE(failure.detail, kept);
    ChatEvent event = TextDelta{said.toUtf8()};
    mask.apply(event);
    QCOMPARE(std::get<TextDelta>(event).text, answer);
}

void tst_SecretMask::apply_toolCall()
{
    const SecretMask mask{Secret("sk-0123456789abcdef")};
    ChatEvent event =
        ToolCallDelta{0, u"id-sk-0123456789abcdef"_s, u"f"_s, "{\"k\":\"sk-0123456789abcdef\"}"};
    mask.apply(event);
    QCOMPARE(event, ChatEvent(ToolCallDelta{0, u"id-***"_s, u"f"_s, "{\"k\":\"***\"}"}));
}

QTEST_GUILESS_MAIN(tst_SecretMask)
#include "tst_secretmask.moc"
