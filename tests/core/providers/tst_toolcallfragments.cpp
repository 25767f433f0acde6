// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/domain/completion.h"
#include "core/providers/dialect.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

/// "id name arguments" of each call in \a completion.
QByteArrayList callsOf(const Completion &completion)
{
    QByteArrayList calls;
    for (const ToolCall &call : completion.toolCalls)
        calls.append(
            QByteArray(call.id.toUtf8() + ' ' + call.name.toUtf8() + ' ' + call.arguments));
    return calls;
}

Completion folded(const ChatEvents &events)
{
    Completion completion;
    for (const ChatEvent &event : events)
        completion.add(event);
    return completion;
}

} // namespace

class tst_ToolCallFragments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inAStream_data();
    void inAStream();
    void inAWholeMessage_data();
    void inAWholeMessage();
};

void tst_ToolCallFragments::inAStream_data()
{
    QTest::addColumn<QByteArrayList>("fragments");
    QTest::addColumn<QByteArrayList>("expected"); // id name arguments
    const auto row = [](const char *name, const QByteArrayList &fragments,
                        const QByteArrayList &expected) {
        QTest::newRow(name) << fragments << expected;
    };
    row("in fragments",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":""}})",
         R"({"index":0,"function":{"arguments":"{\"x\""}})",
         R"({"index":0,"function":{"arguments":":1}"}})"},
        {R"(a f {"x":1})"});
    row("index from one", {R"({"index":1,"id":"a","function":{"name":"f","arguments":"{}"}})"},
        {"a f {}"});
    row("no index at all",
        {R"({"id":"a","function":{"name":"f","arguments":"{"}})",
         R"({"function":{"arguments":"}"}})",
         R"({"id":"b","function":{"name":"g","arguments":"[]"}})"},
        {"a f {}", "b g []"});
    row("a second call reuses the index",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":"1"}})",
         R"({"index":0,"id":"b","function":{"name":"g","arguments":"2"}})",
         R"({"index":0,"function":{"arguments":"3"}})"},
        {"a f 1", "b g 23"});
    row("empty names and null arguments overwrite nothing",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":null}})",
         R"({"index":0,"id":"","function":{"name":"","arguments":"{}"}})"},
        {"a f {}"});
    row("the id is repeated",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":"1"}})",
         R"({"index":0,"id":"a","function":{"name":"f","arguments":"2"}})"},
        {"a f 12"});
    row("arguments as an object",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":{"x": 1.0}}})"},
        {R"(a f {"x": 1.0})"});
    row("interleaved",
        {R"({"index":0,"id":"a","function":{"name":"f","arguments":"1"}})",
         R"({"index":1,"id":"b","function":{"name":"g","arguments":"2"}})",
         R"({"index":0,"function":{"arguments":"3"}})"},
        {"a f 13", "b g 2"});
    row("neither index nor ids",
        {R"({"function":{"name":"f","arguments":"{\"x\""}})",
         R"({"function":{"name":"","arguments":":1}"}})",
         R"({"id":"","function":{"name":"f","arguments":"{}"}})"},
        {R"( f {"x":1})", " f {}"});
    row("one id for all, no index",
        {R"({"id":"call","function":{"name":"f","arguments":"1"}})",
         R"({"id":"call","function":{"name":"g","arguments":"2"}})"},
        {"call f 1", "call g 2"});
    row("ids without index, interleaved",
        {R"({"id":"a","function":{"name":"f","arguments":"1"}})",
         R"({"id":"b","function":{"name":"g","arguments":"2"}})",
         R"({"id":"a","function":{"arguments":"3"}})"},
        {"a f 13", "b g 2"});
    row("index 0 for all, no ids",
        {R"({"index":0,"function":{"name":"f","arguments":"1"}})",
         R"({"index":0,"function":{"name":"g","arguments":"2"}})"},
        {" f 1", " g 2"});
    row("the name is repeated under its index",
        {R"({"index":0,"function":{"name":"f","arguments":"1"}})",
         R"({"index":0,"function":{"name":"f","arguments":"2"}})"},
        {" f 12"});
}

void tst_ToolCallFragments::inAStream()
{
    QFETCH(QByteArrayList, fragments);
    const auto decoder = Dialect::of(Protocol::OpenAiChat).streamDecoder({.name = u"local"_s});
    ChatEvents out;
    for (const QByteArray &fragment : fragments) {
        const QByteArray data =
            R"({"choices":[{"index":0,"delta":{"tool_calls":[)" + fragment + "]}}]}";
        decoder->decode({{}, data}, out);
    }
    decoder->decode({{}, R"({"choices":[{"delta":{},"finish_reason":"stop"}]})"}, out);
    decoder->decode({{}, "[DONE]"}, out);
    const Completion got = folded(out);
    QTEST(callsOf(got), "expected");
    QCOMPARE(got.effectiveFinish(), Finish::ToolCalls);
    QCOMPARE(got.warnings, QStringList());
}

void tst_ToolCallFragments::inAWholeMessage_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArrayList>("expected");
    const QByteArray f = R"({"id":"","function":{"name":"f","arguments":"1"}})";
    QTest::newRow("no ids, one name twice")
        << QByteArray(R"("tool_calls":[)" + f + ',' + f + ']') << QByteArrayList{" f 1", " f 1"};
    QTest::newRow("one index for all")
        << QByteArray(R"("tool_calls":[{"index":0,"id":"a","function":{"name":"f"}},)"
                      R"({"index":0,"id":"a","function":{"name":"f"}}])")
        << QByteArrayList{"a f ", "a f "};
    QTest::newRow("the old call") << QByteArray(R"("function_call":{"name":"f","arguments":"1"})")
                                  << QByteArrayList{" f 1"};
}

void tst_ToolCallFragments::inAWholeMessage()
{
    QFETCH(QByteArray, members);
    ChatEvents out;
    Dialect::of(Protocol::OpenAiChat)
        .decodeReply({.name = u"local"_s}, R"({"choices":[{"message":{)" + members + "}}]}", out);
    QTEST(callsOf(folded(out)), "expected");
}

QTEST_GUILESS_MAIN(tst_ToolCallFragments)
#include "tst_toolcallfragments.moc"
