// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/tokenestimate.h"

#include <QTest>

using namespace Sidelong;
using namespace Qt::StringLiterals;

class TestTokenEstimate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fourBytesAreAToken_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<qint64>("tokens");
        QTest::newRow("nothing") << qint64(0) << qint64(0);
        QTest::newRow("one byte is a token") << qint64(1) << qint64(1);
        QTest::newRow("four bytes are one") << qint64(4) << qint64(1);
        QTest::newRow("five are two") << qint64(5) << qint64(2);
    }
    void fourBytesAreAToken()
    {
        QFETCH(qint64, bytes);
        QFETCH(qint64, tokens);
        QCOMPARE(estimateTokens(bytes), tokens);
    }

    void messagesCostAFewMore()
    {
        QCOMPARE(estimateTokens(QList<Message>()), 0);
        QCOMPARE(estimateTokens(QList{Message::ofText(Role::System, "12345678"),
                                      Message::ofText(Role::User, "ä")}),
                 4 + 2 + 4 + 1);
    }

    void anImageDoesNotCountItsBytes()
    {
        const ContentPart image{.kind = ContentPart::Kind::Image,
                                .text = QByteArray(1'000'000, 'x'),
                                .mediaType = u"image/png"_s};
        QCOMPARE(estimateTokens(QList<Message>{{Role::User, {image}}}), 1604);
    }

    void callsOfToolsCount()
    {
        const ContentPart call{.kind = ContentPart::Kind::ToolCall,
                               .toolCall = {u"id"_s, u"name"_s, "{\"a\":1}!"}};
        QCOMPARE(estimateTokens(QList<Message>{{Role::Assistant, {call}}}), 4 + 3);
    }

    void toolsCountWithTheirSchemas()
    {
        QCOMPARE(estimateTokens(QList<Tool>()), 0);
        const Tool tool{u"name"_s, u"does"_s, QByteArray(400, ' ')};
        QCOMPARE(estimateTokens(QList<Tool>{tool, tool}), 2 * (4 + 102));
    }
};

QTEST_GUILESS_MAIN(TestTokenEstimate)
#include "tst_tokenestimate.moc"
