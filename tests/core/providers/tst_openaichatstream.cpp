// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/domain/completion.h"
#include "core/providers/dialect.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

Provider local()
{
    Provider provider;
    provider.name = u"local"_s;
    provider.baseUrl = QUrl(u"http://localhost:11434/v1/"_s);
    return provider;
}

const Dialect &chat() { return Dialect::of(Protocol::OpenAiChat); }

Completion streamed(const QByteArrayList &events, const Provider &provider = local())
{
    const std::unique_ptr<StreamDecoder> decoder = chat().streamDecoder(provider);
    ChatEvents out;
    for (const QByteArray &data : events)
        decoder->decode({{}, data}, out);
    decoder->finish(out);
    Completion completion;
    for (const ChatEvent &event : out)
        completion.add(event);
    return completion;
}

QByteArray delta(const QByteArray &members)
{
    return QByteArray(R"({"id":"a","model":"m","choices":[{"index":0,"delta":{)" + members
                      + "}}]}");
}

const QByteArray stopChunk = R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})";

} // namespace

class tst_OpenAiChatStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reasoning_data();
    void reasoning();
    void finishes_data();
    void finishes();
    void ends_data();
    void ends();
    void abandoned_saysWhatIsKnown();
    void nothingUnderstood_isNoAnswer_data();
    void nothingUnderstood_isNoAnswer();
    void brokenUtf8_isRepaired();
    void oneMalformedEvent_isAWarning();
    void hostileEvents_doNoHarm();
    void errors_data();
    void errors();
    void emptyErrors_areNone();
    void tooLong_isToldBeforeTokens();
    void reply_data();
    void reply();
};

void tst_OpenAiChatStream::reasoning_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("reasoning");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &members, const QByteArray &reasoning,
                        const QByteArray &text) {
        QTest::newRow(name) << members << reasoning << text;
    };
    row("reasoning_content", R"("reasoning_content":"r","content":null)", "r", "");
    row("reasoning", R"("reasoning":"r","content":"t")", "r", "t");
    row("never both", R"("reasoning":"r","reasoning_content":"r")", "r", "");
    row("details only", R"("reasoning_details":[{"type":"reasoning.text","text":"r"}])", "r", "");
    row("details and text",
        R"("reasoning":"r","reasoning_details":[{"type":"reasoning.text","text":"r"}])", "r", "");
    row("a list of content",
        R"("content":[{"type":"thinking","thinking":[{"type":"text","text":"r"}]},)"
        R"({"type":"text","text":"t"},"u"])",
        "r", "tu");
}

void tst_OpenAiChatStream::reasoning()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, reasoning);
    QFETCH(QByteArray, text);
    const Completion got = streamed({delta(members), stopChunk, "[DONE]"});
    QCOMPARE(got.reasoning, reasoning);
    QCOMPARE(got.text, text);
    QVERIFY(got.ended);
}

void tst_OpenAiChatStream::finishes_data()
{
    QTest::addColumn<QString>("raw");
    QTest::addColumn<Finish>("finish");
    QTest::newRow("stop") << u"stop"_s << Finish::Stop;
    QTest::newRow("length") << u"length"_s << Finish::Length;
    QTest::newRow("mistral's length") << u"model_length"_s << Finish::Length;
    QTest::newRow("gemini's length") << u"MAX_TOKENS"_s << Finish::Length;
    QTest::newRow("gemini's filter") << u"SAFETY"_s << Finish::Refused;
    QTest::newRow("tool_calls") << u"tool_calls"_s << Finish::ToolCalls;
    QTest::newRow("function_call") << u"function_call"_s << Finish::ToolCalls;
    QTest::newRow("content_filter") << u"content_filter"_s << Finish::Refused;
    QTest::newRow("error") << u"error"_s << Finish::Error;
    QTest::newRow("unknown is a stop") << u"so_it_goes"_s << Finish::Stop;
}

void tst_OpenAiChatStream::finishes()
{
    QFETCH(QString, raw);
    QFETCH(Finish, finish);
    const QByteArray last =
        R"({"choices":[{"delta":{},"finish_reason":")" + raw.toUtf8() + R"("}]})";
    const Completion got = streamed({delta(R"("content":"t")"), last, "[DONE]"});
    QCOMPARE(got.finishRaw, raw);
    QCOMPARE(got.finish, finish);
    QCOMPARE(got.text, "t");
    QCOMPARE(got.ended, finish != Finish::Error);
    if (finish == Finish::Error)
        QCOMPARE(got.failure->kind, FailureKind::StreamCut);
}

void tst_OpenAiChatStream::ends_data()
{
    QTest::addColumn<QByteArrayList>("events");
    QTest::addColumn<bool>("ended");
    QTest::addColumn<int>("warnings");
    const QByteArray text = delta(R"("content":"t")");
    QTest::newRow("with [DONE]") << QByteArrayList{text, stopChunk, "[DONE]"} << true << 0;
    QTest::newRow("with blanks around it") << QByteArrayList{text, " [DONE] "} << true << 0;
    QTest::newRow("cut behind the reason") << QByteArrayList{text, stopChunk} << false << 0;
    QTest::newRow("cut") << QByteArrayList{text} << false << 0;
    QTest::newRow("empty") << QByteArrayList{} << false << 0;
    QTest::newRow("what follows the end is ignored")
        << QByteArrayList{text, "[DONE]", text, "[DONE]"} << true << 0;
}

void tst_OpenAiChatStream::ends()
{
    QFETCH(QByteArrayList, events);
    QFETCH(bool, ended);
    QFETCH(int, warnings);
    const Completion got = streamed(events);
    QCOMPARE(got.ended, ended);
    QCOMPARE(got.failure.has_value(), !ended);
    QCOMPARE(got.warnings.size(), warnings);
    QCOMPARE(got.text, events.isEmpty() ? QByteArray() : QByteArray("t"));
    if (!ended)
        QCOMPARE(got.failure->kind, FailureKind::StreamCut);
}

void tst_OpenAiChatStream::abandoned_saysWhatIsKnown()
{
    const std::unique_ptr<StreamDecoder> decoder = chat().streamDecoder(local());
    ChatEvents out;
    decoder->decode({{}, delta(R"("reasoning_details":[{"type":"reasoning.text","text":"r"}])")},
                    out);
    decoder->decode(
        {{}, R"({"error":{"code":502,"message":"said"},"choices":[{"delta":{"content":"t"}}]})"},
        out);
    decoder->abandon(out);
    decoder->finish(out);
    Completion got;
    for (const ChatEvent &event : out)
        got.add(event);
    QVERIFY(got.failure);
    QCOMPARE(got.failure->detail, u"said"_s);
    QCOMPARE(got.opaque.size(), 1);
    QVERIFY(!got.ended);
}

void tst_OpenAiChatStream::nothingUnderstood_isNoAnswer_data()
{
    QTest::addColumn<QByteArrayList>("events");
    QTest::addColumn<bool>("ended");
    QTest::addColumn<QString>("detail");
    const QString none;
    QTest::newRow("the end alone") << QByteArrayList{} << false << none;
    QTest::newRow("malformed events alone") << QByteArrayList{"[{", "x"} << false << u"[{"_s;
    QTest::newRow("no choices") << QByteArrayList{R"({"id":"a","choices":[]})"} << false << none;
    QTest::newRow("choices that are none") << QByteArrayList{R"({"choices":[7]})"} << false << none;
    QTest::newRow("an empty answer") << QByteArrayList{stopChunk} << true << none;
}

void tst_OpenAiChatStream::nothingUnderstood_isNoAnswer()
{
    QFETCH(QByteArrayList, events);
    QFETCH(bool, ended);
    const Completion got = streamed(events + QByteArrayList{"[DONE]"});
    QCOMPARE(got.ended, ended);
    QCOMPARE(got.failure.has_value(), !ended);
    if (ended)
        return;
    QCOMPARE(got.failure->kind, FailureKind::BadReply);
    QTEST(got.failure->detail, "detail");
}

void tst_OpenAiChatStream::brokenUtf8_isRepaired()
{
    const Completion got = streamed(
        {delta("\"content\":\"a\xff\",\"audio\":{\"x\":\"\xc3\"}"),
         "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"x\":\"\xff\"}}", stopChunk, "[DONE]"});
    QVERIFY(got.ended);
    QCOMPARE(got.text, "a\xef\xbf\xbd");
    QCOMPARE(got.opaque.constFirst().payload, "{\"audio\":{\"x\":\"\xef\xbf\xbd\"}}");
    QCOMPARE(got.usageRaw, "{\"prompt_tokens\":1,\"x\":\"\xef\xbf\xbd\"}");
}

void tst_OpenAiChatStream::oneMalformedEvent_isAWarning()
{
    const Completion got =
        streamed({delta(R"("content":"a")"), R"({"choices":[{"delta":{"content":"lost)",
                  delta(R"("content":"b")"), stopChunk, "[DONE]"});
    QCOMPARE(got.text, "ab");
    QCOMPARE(got.warnings.size(), 1);
    QVERIFY(got.ended && !got.failure);
}

void tst_OpenAiChatStream::hostileEvents_doNoHarm()
{
    QByteArrayList events;
    events << ""
           << "null"
           << "[]"
           << "7"
           << "{}"
           << R"({"choices":7})"
           << R"({"choices":[7]})"
           << R"({"choices":[{"delta":7}]})"
           << R"({"choices":[{"delta":{"content":{"a":1}}}]})"
           << R"({"choices":[{"delta":{"tool_calls":[7,null,{}]}}]})"
           << R"({"choices":[{"delta":{"tool_calls":[{"index":-9223372036854775808}]}}]})"
           << R"({"choices":[{"index":5,"delta":{"content":"other"}}]})"
           << R"({"usage":7,"x_groq":8,"id":9,"model":{}})" << QByteArray(300, '[') << "\xff\xfe"
           << R"({"choices":[{"delta":{"content":"\ud83d!"}}]})";
    for (int i = 0; i < 1000; ++i)
        events << "broken" << delta(R"("f)" + QByteArray::number(i) + R"(":1)");
    events << stopChunk << "[DONE]";
    const Completion got = streamed(events);
    QCOMPARE(got.text, "\xef\xbf\xbd!");
    QVERIFY(got.ended);
    QVERIFY(got.warnings.size() <= 20 + 2);
    QVERIFY(got.toolCalls.size() <= 3);
}

void tst_OpenAiChatStream::errors_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<FailureKind>("first"); // before any token
    QTest::addColumn<FailureKind>("later");
    using enum FailureKind;
    const auto row = [](const char *name, const QByteArray &error, FailureKind first,
                        FailureKind later) { QTest::newRow(name) << error << first << later; };
    row("server error", R"({"error":{"message":"said","type":"server_error","code":null}})", Server,
        StreamCut);
    row("quota", R"({"error":{"message":"said","code":"insufficient_quota"}})", Quota, StreamCut);
    row("a refusal stays one", R"({"error":{"message":"said","code":"content_filter"}})", Refused,
        Refused);
    row("status as the code", R"({"error":{"code":429,"message":"said"}})", RateLimited, StreamCut);
    row("groq", R"({"error":{"message":"said","type":"invalid_request_error","status_code":400}})",
        InvalidRequest, StreamCut);
    row("a string", R"({"error":"said"})", Server, StreamCut);
    row("vllm of old", R"({"object":"error","message":"said","code":400})", InvalidRequest,
        StreamCut);
    row("a status as text", R"({"error":{"code":"429","message":"said"}})", RateLimited, StreamCut);
    row("beside choices",
        R"({"error":{"code":502,"message":"said"},"choices":[{"delta":{"content":""}}]})", Server,
        StreamCut);
}

void tst_OpenAiChatStream::errors()
{
    QFETCH(QByteArray, error);
    QFETCH(FailureKind, first);
    QFETCH(FailureKind, later);
    const Completion early = streamed({error});
    QVERIFY(early.failure);
    QCOMPARE(early.failure->kind, first);
    QCOMPARE(early.failure->detail, u"said"_s);
    const Completion late =
        streamed({delta(R"("content":"t")"), error,
                  R"({"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}})", "[DONE]"});
    QVERIFY(late.failure);
    QCOMPARE(late.failure->kind, later);
    QCOMPARE(late.text, "t");
    QVERIFY(!late.ended);
    QCOMPARE(late.usage.has_value(), error.contains("choices"));
}

void tst_OpenAiChatStream::emptyErrors_areNone()
{
    const Completion got = streamed({R"({"error":null,"choices":[{"delta":{"content":"t"}}]})",
                                     R"({"error":{},"detail":null,"choices":[]})",
                                     R"({"error":"","detail":""})", stopChunk, "[DONE]"});
    QCOMPARE(got.text, "t");
    QVERIFY(got.ended && !got.failure);
}

void tst_OpenAiChatStream::tooLong_isToldBeforeTokens()
{
    const Completion got = streamed({R"({"error":{"message":"prompt is too long"}})"});
    QCOMPARE(got.failure->kind, FailureKind::ContextLength);
    const Completion late = streamed({delta(R"("function_call":{"name":"f","arguments":""})"),
                                      R"({"error":{"message":"prompt is too long"}})"});
    QCOMPARE(late.failure->kind, FailureKind::StreamCut);
}

void tst_OpenAiChatStream::reply_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("good");
    QTest::addColumn<FailureKind>("kind");
    using enum FailureKind;
    QTest::newRow("good after empty lines")
        << QByteArray("\n\n"
                      R"({"choices":[{"message":{"content":"t"},"finish_reason":"stop"}]})")
        << true << Server;
    QTest::newRow("nothing") << QByteArray() << false << BadReply;
    QTest::newRow("a web page") << QByteArray("<!DOCTYPE html><p>x") << false << BadReply;
    QTest::newRow("truncated") << QByteArray(R"({"choices":[{"mess)") << false << BadReply;
    QTest::newRow("a list") << QByteArray("[]") << false << BadReply;
    QTest::newRow("no answer in it") << QByteArray(R"({"choices":[]})") << false << BadReply;
    QTest::newRow("an error") << QByteArray(R"({"error":{"code":"insufficient_quota"}})") << false
                              << Quota;
}

void tst_OpenAiChatStream::reply()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, good);
    QFETCH(FailureKind, kind);
    ChatEvents events;
    chat().decodeReply(local(), body, events);
    Completion got;
    for (const ChatEvent &event : events)
        got.add(event);
    QCOMPARE(got.ended, good);
    QCOMPARE(got.text, good ? QByteArray("t") : QByteArray());
    if (good)
        return;
    QCOMPARE(got.failure->kind, kind);
    QCOMPARE(got.failure->message.contains("web page"_L1), body.startsWith("<"));
}

QTEST_GUILESS_MAIN(tst_OpenAiChatStream)
#include "tst_openaichatstream.moc"
