// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/bytes.h"
#include "core/net/sseparser.h"

#include <QTest>

using namespace Sidelong;

namespace {

struct HeardEvent
{
    QByteArray type;
    QByteArray data;
    friend bool operator==(const HeardEvent &, const HeardEvent &) = default;
};

class Recorder : public SseListener
{
public:
    void event(const SseEvent &event) override
    {
        events.append({event.type.toByteArray(), event.data.toByteArray()});
    }
    void comment() override { ++comments; }

    QList<HeardEvent> events;
    int comments = 0;
};

/// All of \a stream in pieces of \a size bytes.
Recorder *fed(Recorder *recorder, const QByteArray &stream, qsizetype size)
{
    SseParser parser;
    for (qsizetype at = 0; at < stream.size(); at += size) {
        // A copy of its own, so that a view kept too long is a fault a sanitizer sees.
        const QByteArray piece(stream.constData() + at, std::min(size, stream.size() - at));
        parser.feed(piece, *recorder);
    }
    parser.finish(*recorder);
    return recorder;
}

} // namespace

class tst_SseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void feed_data();
    void feed();
    void feed_anyTwoCuts_giveTheSameEvents();
    void feed_lineOfSixteenMebibytes_isWhole();
    void feed_endlessLine_isRefusedAtTheBound();
    void feed_endlessEventOfManyLines_isRefusedAtTheBound();
    void feed_eventsOfTheBound_areRefusedAlikeHoweverCut();
    void feed_manyCarriageReturns_takesLinearTime();
    void comments_areHeard();
};

void tst_SseParser::feed_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QList<HeardEvent>>("expected");

    const auto row = [](const char *name, const QByteArray &stream,
                        const QList<HeardEvent> &expected) {
        QTest::newRow(name) << stream << expected;
    };
    row("one event", "data: hi\n\n", {{"", "hi"}});
    row("CRLF", "data: hi\r\n\r\ndata: x\r\n\r\n", {{"", "hi"}, {"", "x"}});
    row("CR alone", "data: hi\r\rdata: x\r\r", {{"", "hi"}, {"", "x"}});
    row("all line ends mixed", "data: a\rdata: b\ndata: c\r\n\ndata: d\n\r",
        {{"", "a\nb\nc"}, {"", "d"}});
    row("byte order mark is dropped",
        "\xef\xbb\xbf"
        "data: hi\n\n",
        {{"", "hi"}});
    row("a second byte order mark is text",
        "\xef\xbb\xbf\xef\xbb\xbf"
        "data: hi\n\ndata: x\n\n",
        {{"", "x"}});
    row("half a byte order mark is text",
        "\xef\xbb"
        "data: hi\n\ndata: x\n\n",
        {{"", "x"}});
    row("comments are no events", ": keep-alive\n\n:\n\n", {});
    row("a comment inside an event", "data: a\n: ping\ndata: b\n\n", {{"", "a\nb"}});
    row("event type", "event: error\ndata: x\n\ndata: y\n\n", {{"error", "x"}, {"", "y"}});
    row("the last type holds, after the data too", "event: a\ndata: x\nevent: b\n\n", {{"b", "x"}});
    row("a type without data is no event and is forgotten", "event: a\n\ndata: x\n\n", {{"", "x"}});
    row("one space is dropped, not two", "data:  x\n\ndata:y\n\n", {{"", " x"}, {"", "y"}});
    row("a colon in the value stays", "data: a: b\n\n", {{"", "a: b"}});
    row("'data: ' inside text stays", "data: say data: x\n\n", {{"", "say data: x"}});
    row("field without a colon", "data\n\ndata\ndata\n\n", {{"", ""}, {"", "\n"}});
    row("empty data is an event", "data:\n\n", {{"", ""}});
    row("unknown fields are ignored", "id: 1\nretry: 5\nfoo\ndatas: n\nDATA: n\ndata: x\n\n",
        {{"", "x"}});
    row("a space before the name makes another name", " data: x\n\ndata: y\n\n", {{"", "y"}});
    row("no blank line at the end", "data: a\n\ndata: b\n", {{"", "a"}, {"", "b"}});
    row("no line end at the end", "data: a\n\ndata: b", {{"", "a"}, {"", "b"}});
    row("nothing", "", {});
    row("blank lines only", "\n\r\n\r\r\n", {});
    row("NUL bytes are bytes", QByteArray("data: a\0b\n\n", 11), {{"", QByteArray("a\0b", 3)}});
    row("broken UTF-8 goes through", "data: \xff\xc3\n\n", {{"", "\xff\xc3"}});
}

void tst_SseParser::feed()
{
    QFETCH(QByteArray, stream);
    QFETCH(QList<HeardEvent>, expected);

    for (const qsizetype size : {qsizetype(1), qsizetype(2), qsizetype(3), qsizetype(1000)}) {
        Recorder recorder;
        QVERIFY2(fed(&recorder, stream, size)->events == expected,
                 qPrintable(QString::number(size)));
    }
}

void tst_SseParser::feed_anyTwoCuts_giveTheSameEvents()
{
    const QByteArray stream = "\xef\xbb\xbf"
                              ": hi\r\ndata: gr\xc3\xbc\xc3\x9f\r\n\r\nevent: end\rdata: x\n"
                              "data: y\r\n\r\n:\n\nevent: t\ndata\n\n";
    Recorder whole;
    fed(&whole, stream, stream.size());
    QCOMPARE(whole.events.size(), 3);
    QCOMPARE(whole.comments, 2);

    for (qsizetype first = 0; first <= stream.size(); ++first) {
        for (qsizetype second = first; second <= stream.size(); ++second) {
            SseParser parser;
            Recorder recorder;
            parser.feed(stream.left(first), recorder);
            parser.feed(stream.mid(first, second - first), recorder);
            parser.feed(stream.mid(second), recorder);
            parser.finish(recorder);
            QVERIFY2(recorder.events == whole.events && recorder.comments == whole.comments,
                     qPrintable(QStringLiteral("%1, %2").arg(first).arg(second)));
        }
    }
}

void tst_SseParser::feed_lineOfSixteenMebibytes_isWhole()
{
    const QByteArray text(16_MiB, 'x');
    Recorder recorder;
    fed(&recorder, "data: " + text + "\n\n", 16_KiB);

    QCOMPARE(recorder.events.size(), 1);
    QVERIFY(recorder.events.constFirst().data == text);
}

void tst_SseParser::feed_endlessLine_isRefusedAtTheBound()
{
    SseParser parser(1000);
    Recorder recorder;
    const QByteArray piece(100, 'x');
    QVERIFY(parser.feed("data: ", recorder));
    for (int i = 0; i < 9; ++i)
        QVERIFY(parser.feed(piece, recorder));
    QVERIFY(!parser.feed(piece, recorder));
    QVERIFY(!parser.feed("\n\ndata: y\n\n", recorder));
    QVERIFY(!parser.finish(recorder));
    QVERIFY(recorder.events.isEmpty());
}

void tst_SseParser::feed_endlessEventOfManyLines_isRefusedAtTheBound()
{
    SseParser parser(1000);
    Recorder recorder;
    int taken = 0;
    while (taken < 10'000 && parser.feed("data: x\n", recorder))
        ++taken;
    QVERIFY(taken > 400 && taken < 501);
}

void tst_SseParser::feed_eventsOfTheBound_areRefusedAlikeHoweverCut()
{
    for (int size = 0; size < 40; ++size) {
        const QByteArray stream = "data: ab\ndata: " + QByteArray(size, 'x') + "\n\n";
        Recorder heard;
        SseParser whole(30);
        const bool isTaken = whole.feed(stream, heard);
        QCOMPARE(isTaken, size <= 22);
        SseParser cut(30);
        bool isTakenCut = true;
        for (const char byte : stream)
            isTakenCut = cut.feed(QByteArrayView(&byte, 1), heard) && isTakenCut;
        QCOMPARE(isTakenCut, isTaken);
    }
}

void tst_SseParser::feed_manyCarriageReturns_takesLinearTime()
{
    // Quadratic code would look at 10^12 bytes here and end in the test's time limit.
    Recorder recorder;
    SseParser parser;
    QVERIFY(parser.feed(QByteArray(QByteArray(2'000'000, '\r') + "data: x\n\n"), recorder));
    QCOMPARE(recorder.events.size(), 1);
}

void tst_SseParser::comments_areHeard()
{
    Recorder recorder;
    fed(&recorder, ": OPENROUTER PROCESSING\n\n:\n: a\ndata: x\n\n", 4);
    QCOMPARE(recorder.comments, 3);
    QCOMPARE(recorder.events.size(), 1);
}

QTEST_GUILESS_MAIN(tst_SseParser)
#include "tst_sseparser.moc"
