// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/json.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_Json : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void members_keepOrderAndDuplicates();
    void numbers_keepTheirDigits_data();
    void numbers_keepTheirDigits();
    void strings_data();
    void strings();
    void brokenText_saysWhere_data();
    void brokenText_saysWhere();
    void depth_isBounded();
    void raw_isByteForByte();
    void offsets_giveLines();
    void missing_answersNothing();
    void parseBorrowed_readsTheCallersBytes();
    void again_forgetsWhatWasBefore();
    void moved_staysReadable();
    void writer_writesInOrder();
    void writer_numbers();
    void quoted_escapes();
};

void tst_Json::members_keepOrderAndDuplicates()
{
    Json::Document document;
    QVERIFY(document.parse(QByteArray(R"({"z":1,"a":2,"m":{},"a":3})")));
    QByteArrayList keys;
    for (const Json::Value member : document.root())
        keys.append(member.key().toByteArray());
    QCOMPARE(keys, QByteArrayList({"z", "a", "m", "a"}));
    QCOMPARE(document.root().size(), 4);
    QCOMPARE(document.root()["a"].toInt(), 3);
}

void tst_Json::numbers_keepTheirDigits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("whole"); // -7: none
    QTest::newRow("zero") << QByteArray("0") << 0LL;
    QTest::newRow("trailing zeros") << QByteArray("2.500") << -7LL;
    QTest::newRow("exponent that is whole") << QByteArray("1e3") << 1000LL;
    QTest::newRow("point that is whole") << QByteArray("12.0") << 12LL;
    QTest::newRow("largest") << QByteArray("9223372036854775807") << 9223372036854775807LL;
    QTest::newRow("too large") << QByteArray("9223372036854775808") << -7LL;
    QTest::newRow("many digits") << QByteArray("0.1234567890123456789012345") << -7LL;
    QTest::newRow("negative") << QByteArray("-12") << -12LL;
}

void tst_Json::numbers_keepTheirDigits()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, whole);
    Json::Document document;
    QVERIFY(document.parse(QByteArray("[" + text + "]")));
    const Json::Value value = document.root().at(0);
    QCOMPARE(value.numberText(), text);
    QCOMPARE(value.raw(), text);
    QCOMPARE(value.toInt().value_or(-7), whole);
}

void tst_Json::strings_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &json, const QByteArray &text) {
        QTest::newRow(name) << json << text;
    };
    const QByteArray replacement = "\xef\xbf\xbd";
    row("empty", R"("")", "");
    row("plain", R"("abc")", "abc");
    row("of sixteen bytes", R"("0123456789abcdef")", "0123456789abcdef");
    row("of a hundred", "\"" + QByteArray(100, 'y') + "\"", QByteArray(100, 'y'));
    row("escapes", R"("\"\\\/\b\f\n\r\t\u00e9")", "\"\\/\b\f\n\r\t\xc3\xa9");
    row("escapes between runs", R"("0123456789abcdefgh\n0123456789abcdefgh\"x")",
        "0123456789abcdefgh\n0123456789abcdefgh\"x");
    row("surrogate pair", R"("\ud83d\ude0a!")", "\xf0\x9f\x98\x8a!");
    row("lone high surrogate", R"("a\ud83db")", "a" + replacement + "b");
    row("two high surrogates", R"("\ud83d\ud83d\ude0a")", replacement + "\xf0\x9f\x98\x8a");
    row("high surrogate at the end", R"("a\uD83D")", "a" + replacement);
    row("lone low surrogate", R"("a\ude0ab")", "a" + replacement + "b");
    row("an escaped backslash before u", R"("\\ud83d\ud83d")", "\\ud83d" + replacement);
    row("escaped NUL", R"("a\u0000b")", QByteArray("a\0b", 3));
    row("broken UTF-8",
        "\"a\xff"
        "b\"",
        "a" + replacement + "b");
}

void tst_Json::strings()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, text);
    // At every alignment: the parser looks at sixteen bytes at once.
    for (int blanks = 0; blanks < 17; ++blanks) {
        const QByteArray padded = QByteArray(blanks, ' ') + "{\"k\":" + json + ",\"l\":1}";
        Json::Document document;
        QVERIFY2(document.parse(padded), qPrintable(document.error().message));
        QCOMPARE(document.root()["k"].string(), text);
        QCOMPARE(document.root()["k"].raw(), json);
        QCOMPARE(document.root()["l"].toInt(), 1);
    }
}

void tst_Json::brokenText_saysWhere_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    const auto row = [](const char *name, const QByteArray &text, int line, int column) {
        QTest::newRow(name) << text << line << column;
    };
    row("nothing", "", 1, 1);
    row("blanks", " \n ", 2, 2);
    row("two values", "{} {}", 1, 4);
    row("unclosed", "[1,2", 1, 5);
    row("wrong word", "{\n\"a\":tru}", 2, 8);
    row("NUL inside", QByteArray("[1]\0", 4), 1, 4);
    row("NUL in a string", QByteArray("[\"a\0\"]", 6), 1, 4);
    row("control character in a string", "[\"a\nb\"]", 1, 4);
    row("wrong escape", R"(["a\x"])", 1, 4);
    row("cut in an escape", R"(["a\u12)", 1, 4);
    row("cut after a backslash", R"(["a\)", 1, 4);
    row("cut after a surrogate", R"(["\ud83d)", 1, 9);
    row("trailing comma", "[1,]", 1, 4);
    row("leading zero", "[01]", 1, 3);
    row("a number beyond every double", "[1,1e400]", 1, 4);
}

void tst_Json::brokenText_saysWhere()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(int, column);
    Json::Document document;
    QVERIFY(!document.parse(text));
    QVERIFY(!document.root().exists());
    QVERIFY(!document.error().message.isEmpty());
    QCOMPARE(document.error().line, line);
    QCOMPARE(document.error().column, column);
}

void tst_Json::depth_isBounded()
{
    Json::Document document;
    const auto nested = [](int depth) -> QByteArray {
        return QByteArray(depth, '[') + QByteArray(depth, ']');
    };
    QVERIFY(document.parse(nested(Json::Document::maxDepth)));
    QVERIFY(!document.parse(nested(Json::Document::maxDepth + 1)));
    QCOMPARE(document.error().message, u"nested too deep"_s);
    QVERIFY(!document.parse(QByteArray(5'000'000, '[')));
}

void tst_Json::raw_isByteForByte()
{
    const QByteArray text = R"( {"a": [1, 2.50 ,"\u00e9\"x"], "b" : {"c":null} , "t":true})";
    Json::Document document;
    QVERIFY(document.parse(text));
    QCOMPARE(document.root().raw(), text.trimmed());
    QCOMPARE(document.root()["a"].raw(), R"([1, 2.50 ,"\u00e9\"x"])");
    QCOMPARE(document.root()["a"].at(2).raw(), R"("\u00e9\"x")");
    QCOMPARE(document.root()["b"].raw(), R"({"c":null})");
    QCOMPARE(document.root()["b"]["c"].raw(), "null");
    QCOMPARE(document.root()["t"].raw(), "true");
}

void tst_Json::offsets_giveLines()
{
    Json::Document document;
    QVERIFY(document.parse(QByteArray("{\n \"a\": 1,\n \"b\": {\n \"c\": \"x\" } }")));
    QCOMPARE(document.lineAt(document.root()["a"].offset()), 2);
    QCOMPARE(document.lineAt(document.root()["b"]["c"].offset()), 4);
    QCOMPARE(document.lineAt(-5), 1);
    QCOMPARE(document.lineAt(1'000'000), 4);
}

void tst_Json::missing_answersNothing()
{
    Json::Document document;
    QVERIFY(document.parse(QByteArray(R"({"a":{"b":"x"},"n":5})")));
    const Json::Value missing = document.root()["x"]["y"].at(3)["z"];
    QVERIFY(!missing.exists() && !missing.isNull());
    QCOMPARE(missing.string(), QByteArray());
    QCOMPARE(missing.raw(), QByteArrayView());
    QVERIFY(!missing.toInt() && !missing.toDouble() && !missing.toBool());
    QVERIFY(missing.begin() == missing.end());
    QVERIFY(!document.root()["n"]["b"].exists());
    QCOMPARE(document.root()["n"].string(), QByteArray());
    QVERIFY(!document.root()["a"].at(0).exists());
}

void tst_Json::parseBorrowed_readsTheCallersBytes()
{
    const QByteArray around = R"(data: {"a":"b\n"}!)";
    Json::Document document;
    QVERIFY(document.parseBorrowed(QByteArrayView(around).sliced(6, 11)));
    QCOMPARE(document.root()["a"].string(), "b\n");
    QCOMPARE(document.root().raw().data(), around.constData() + 6);
}

void tst_Json::again_forgetsWhatWasBefore()
{
    Json::Document document;
    QVERIFY(document.parse(QByteArray(R"({"long":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})")));
    QVERIFY(document.parse(QByteArray("[7]")));
    QCOMPARE(document.root().at(0).toInt(), 7);
    QVERIFY(!document.parse(QByteArray("[7")));
    QVERIFY(document.parse(QByteArray("8")));
    QCOMPARE(document.root().toInt(), 8);
    QCOMPARE(document.error().message, QString());
}

void tst_Json::moved_staysReadable()
{
    Json::Document document;
    QVERIFY(document.parse(QByteArray(R"(["a",{"k":"v"}])")));
    const Json::Document other = std::move(document);
    QCOMPARE(other.root().at(1)["k"].string(), "v");
    QCOMPARE(other.root().at(1).raw(), R"({"k":"v"})");
}

void tst_Json::writer_writesInOrder()
{
    Json::Writer json;
    json.beginObject().member("z", 1).member("a", u"x\"y"_s).key("list").beginArray();
    json.value(true).null().raw("{\"r\": 1}").beginObject().endObject().endArray();
    json.member("after", false).endObject();
    QCOMPARE(json.bytes(), R"({"z":1,"a":"x\"y","list":[true,null,{"r": 1},{}],"after":false})");
}

void tst_Json::writer_numbers()
{
    Json::Writer json;
    json.beginArray().value(0.1).value(1.0).value(qint64(-9223372036854775807 - 1));
    json.value(std::numeric_limits<double>::infinity()).endArray();
    QCOMPARE(json.bytes(), "[0.1,1,-9223372036854775808,null]");
}

void tst_Json::quoted_escapes()
{
    QCOMPARE(Json::quoted("a\"\\\n\r\t\x01\x1f\xc3\xa9"),
             "\"a\\\"\\\\\\n\\r\\t\\u0001\\u001f\xc3\xa9\"");
}

QTEST_GUILESS_MAIN(tst_Json)
#include "tst_json.moc"
