// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/domain/completion.h"
#include "core/providers/dialect.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

QByteArray readRecording(const QString &name)
{
    const QString root = qEnvironmentVariable("SIDELONG_TEST_DATA", QFINDTESTDATA("../../data"));
    QFile file(root + u"/recordings/"_s + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Provider providerOf(const QJsonObject &recording)
{
    Provider provider;
    provider.name = recording["provider"_L1].toString();
    provider.title = provider.name;
    provider.catalogue = provider.name;
    const bool isAnthropic = recording["protocol"_L1].toString().startsWith("anthropic"_L1);
    provider.protocol = isAnthropic ? Protocol::Anthropic : Protocol::OpenAiChat;
    provider.quirks.reasoningOutsideOutput = provider.name == "xai"_L1;
    return provider;
}

class Folder : public SseListener
{
public:
    explicit Folder(const Provider &provider)
        : m_decoder(Dialect::of(provider.protocol).streamDecoder(provider))
    {
    }
    void event(const SseEvent &event) override
    {
        add([&] { m_decoder->decode(event, m_events); });
    }
    void finish()
    {
        add([&] { m_decoder->finish(m_events); });
    }

    Completion completion;

private:
    template <typename Step>
    void add(Step step)
    {
        m_events.clear();
        step();
        for (const ChatEvent &event : m_events)
            completion.add(event);
    }
    std::unique_ptr<StreamDecoder> m_decoder;
    ChatEvents m_events;
};

Completion decoded(const Provider &provider, const QList<QByteArray> &pieces)
{
    Folder folder(provider);
    SseParser parser;
    for (const QByteArray &piece : pieces)
        parser.feed(QByteArray(piece.constData(), piece.size()), folder);
    parser.finish(folder);
    folder.finish();
    return folder.completion;
}

QList<QByteArray> cutEvery(const QByteArray &stream, qsizetype size)
{
    QList<QByteArray> pieces;
    for (qsizetype at = 0; at < stream.size(); at += size)
        pieces.append(stream.mid(at, size));
    return pieces;
}

Completion decodedReply(const Provider &provider, const QByteArray &body)
{
    ChatEvents events;
    Dialect::of(provider.protocol).decodeReply(provider, body, events);
    Completion completion;
    for (const ChatEvent &event : events)
        completion.add(event);
    return completion;
}

QString sha(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

QByteArray withoutBlanks(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).toJson(QJsonDocument::Compact);
}

/// The first thing of \a got that is not as \a expected says; empty where all is.
QString differenceInText(const Completion &got, const QJsonObject &expected)
{
    if (sha(got.text) != expected["text_sha256"_L1].toString())
        return u"text: "_s + QString::fromUtf8(got.text);
    const QString reasoning = QString::fromUtf8(got.reasoning);
    if (reasoning.size() != expected["reasoning_len_utf16"_L1].toInt())
        return u"reasoning: "_s + reasoning;
    const QJsonValue reasoningSha = expected["reasoning_sha256"_L1];
    if (reasoningSha.isString() && reasoningSha.toString() != sha(got.reasoning))
        return u"reasoning: "_s + reasoning;
    if (QString::fromUtf8(got.refusal) != expected["refusal"_L1].toString())
        return u"refusal: "_s + QString::fromUtf8(got.refusal);
    if (got.finishRaw != expected["finish"_L1].toString())
        return u"finish: "_s + got.finishRaw;
    return {};
}

QString differenceInCalls(const Completion &got, const QJsonArray &calls)
{
    if (got.toolCalls.size() != calls.size())
        return u"number of tool calls: %1"_s.arg(got.toolCalls.size());
    for (qsizetype i = 0; i < calls.size(); ++i) {
        const QJsonObject expected = calls[i].toObject();
        const ToolCall &call = got.toolCalls[i];
        const QByteArray arguments = expected["arguments"_L1].toString().toUtf8();
        if (call.id != expected["id"_L1].toString() || call.name != expected["name"_L1].toString()
            || withoutBlanks(call.arguments) != withoutBlanks(arguments))
            return u"tool call: "_s + call.name + QString::fromUtf8(call.arguments);
    }
    return {};
}

QString differenceInUsage(const Completion &got, const QJsonValue &value)
{
    if (!value.isObject())
        return got.usage ? u"usage where none came"_s : QString();
    const QJsonObject expected = value.toObject();
    const Usage usage = got.usage.value_or(Usage());
    const qint64 uncached = usage.input - usage.cachedRead - usage.cacheWrite;
    const auto differs = [&](QLatin1StringView name, qint64 count) {
        return expected.contains(name) && expected[name].toInteger() != count;
    };
    // Context compaction is billed on top of the counts that stand at the top of the object.
    const bool compacted = expected.contains("billed_output_all_iterations"_L1);
    if (compacted) {
        const bool same = uncached == 281 && usage.output == 91 && usage.cachedRead == 55'096;
        return same ? QString() : u"usage of the compaction"_s;
    }
    const qint64 reasoning =
        std::min(expected["reasoning"_L1].toInteger(), expected["output_total"_L1].toInteger());
    if (differs("input_total"_L1, usage.input) || differs("cache_read"_L1, usage.cachedRead)
        || differs("cache_write"_L1, usage.cacheWrite) || differs("output_total"_L1, usage.output)
        || differs("cache_write_1h"_L1, usage.cacheWriteLong)
        || differs("input_uncached"_L1, uncached) || usage.reasoning != reasoning)
        return u"usage: %1 in, %2 out, %3 reasoning"_s.arg(usage.input)
            .arg(usage.output)
            .arg(usage.reasoning);
    if (!QJsonDocument::fromJson(got.usageRaw).isObject())
        return u"raw usage: "_s + QString::fromUtf8(got.usageRaw);
    const double cost = expected["reported_cost"_L1].toDouble(-1);
    if (cost >= 0 && got.reportedCost != Money{qRound64(cost * 1e12)})
        return u"reported cost"_s;
    return {};
}

QString difference(const Completion &got, const QJsonObject &expected)
{
    if (QString text = differenceInText(got, expected); !text.isEmpty())
        return text;
    if (QString calls = differenceInCalls(got, expected["tool_calls"_L1].toArray());
        !calls.isEmpty())
        return calls;
    const bool fails = expected["error"_L1].isObject();
    if (got.failure.has_value() != fails)
        return fails ? u"no failure"_s : u"failure: "_s + got.failure->message;
    if (fails && !got.failure->detail.contains(expected["error"_L1]["message"_L1].toString()))
        return u"failure's detail: "_s + got.failure->detail;
    if (!fails && !got.ended)
        return u"no end"_s;
    return differenceInUsage(got, expected["usage"_L1]);
}

} // namespace

class tst_Recordings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recording_data();
    void recording();
    void recording_cutAnywhere_givesTheSame_data();
    void recording_cutAnywhere_givesTheSame();
    void midstreamOverload_keepsTheTextAndIsACut();
    void truncatedStream_keepsTheTextAndIsACut();
    void constructedErrors_haveTheirKinds_data();
    void constructedErrors_haveTheirKinds();
    void signedThinking_isKeptWhole();
    void costInTicks_isMoney();
};

void tst_Recordings::recording_data()
{
    QTest::addColumn<QJsonObject>("recording");

    const QJsonObject all = QJsonDocument::fromJson(readRecording(u"expected.json"_s)).object();
    int count = 0;
    for (const QJsonValue value : all["recorded"_L1].toArray()) {
        const QString protocol = value["protocol"_L1].toString();
        if (protocol != "openai-chat"_L1 && protocol != "anthropic-messages"_L1)
            continue;
        QTest::newRow(qPrintable(value["file"_L1].toString())) << value.toObject();
        ++count;
    }
    QCOMPARE(count, 27);
}

void tst_Recordings::recording()
{
    QFETCH(QJsonObject, recording);
    const Provider provider = providerOf(recording);
    const QJsonObject expected = recording["expected"_L1].toObject();
    const QByteArray body = readRecording(recording["file"_L1].toString());
    QCOMPARE(body.size(), recording["bytes"_L1].toInteger());

    if (const int status = recording["status"_L1].toInt(); status != 200) {
        const Failure failure = Dialect::of(provider.protocol).failure(provider, status, {}, body);
        QCOMPARE(failure.status, status);
        QVERIFY(failure.detail.startsWith(expected["error"_L1]["message"_L1].toString()));
        QVERIFY(!failure.message.isEmpty() && !failure.message.contains(u'%'));
        QVERIFY(!failure.message.contains(failure.detail));
    } else if (!recording["stream"_L1].toBool()) {
        QCOMPARE(difference(decodedReply(provider, body), expected), QString());
    } else {
        const qsizetype whole = body.size();
        for (const qsizetype size : {whole, qsizetype(1), qsizetype(2), qsizetype(3), qsizetype(7),
                                     qsizetype(64), qsizetype(4096)})
            QCOMPARE(difference(decoded(provider, cutEvery(body, size)), expected), QString());
    }
}

void tst_Recordings::recording_cutAnywhere_givesTheSame_data()
{
    QTest::addColumn<QString>("file");
    for (const char *name : {"openai-chat/text_stream.sse", "openrouter/error_midstream.sse",
                             "xai/reasoning_stream.sse", "anthropic/text_stream.sse",
                             "anthropic/cache_and_compaction_stream.sse",
                             "openai-chat/parallel_tool_calls_stream.sse"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void tst_Recordings::recording_cutAnywhere_givesTheSame()
{
    QFETCH(QString, file);
    const QJsonObject all = QJsonDocument::fromJson(readRecording(u"expected.json"_s)).object();
    QJsonObject recording;
    for (const QJsonValue value : all["recorded"_L1].toArray()) {
        if (value["file"_L1].toString() == file)
            recording = value.toObject();
    }
    const Provider provider = providerOf(recording);
    const QByteArray body = readRecording(file);
    for (qsizetype cut = 0; cut <= body.size(); ++cut) {
        const Completion got = decoded(provider, {body.left(cut), body.mid(cut)});
        QCOMPARE(difference(got, recording["expected"_L1].toObject()), QString());
    }
}

void tst_Recordings::midstreamOverload_keepsTheTextAndIsACut()
{
    const Provider provider{.name = u"anthropic"_s, .protocol = Protocol::Anthropic};
    const Completion got =
        decoded(provider, {readRecording(u"constructed/anthropic_overloaded_midstream.sse"_s)});
    QCOMPARE(got.text, "Half an ans");
    QVERIFY(got.failure);
    QCOMPARE(got.failure->kind, FailureKind::StreamCut);
    QCOMPARE(got.failure->detail, u"Overloaded"_s);
    QVERIFY(!got.ended);
    QVERIFY(got.usage && got.usage->estimated);
    QCOMPARE(got.usage->input, 12);
}

void tst_Recordings::truncatedStream_keepsTheTextAndIsACut()
{
    const Completion got =
        decoded({.name = u"openai"_s}, {readRecording(u"constructed/openai_truncated.sse"_s)});
    QCOMPARE(got.text, "The capital of");
    QVERIFY(got.failure);
    QCOMPARE(got.failure->kind, FailureKind::StreamCut);
    QVERIFY(!got.usage);
    QCOMPARE(got.effectiveFinish(), Finish::Error);
}

void tst_Recordings::constructedErrors_haveTheirKinds_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("status");
    QTest::addColumn<HttpHeaders>("headers");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<int>("wait");

    using enum FailureKind;
    QTest::newRow("anthropic 401") << u"anthropic_401.json"_s << 401 << HttpHeaders() << Auth << -1;
    QTest::newRow("anthropic rate limit")
        << u"anthropic_429_rate_limit.json"_s << 429 << HttpHeaders{{"Retry-After", "7"}}
        << RateLimited << 7000;
    QTest::newRow("anthropic spend limit is a quota")
        << u"anthropic_429_spend_limit.json"_s << 429 << HttpHeaders() << Quota << -1;
    QTest::newRow("anthropic overloaded")
        << u"anthropic_529_overloaded.json"_s << 529 << HttpHeaders() << Overloaded << -1;
    QTest::newRow("openai 401") << u"openai_401.json"_s << 401 << HttpHeaders() << Auth << -1;
    QTest::newRow("openai rate limit: milliseconds win")
        << u"openai_429_rate_limit.json"_s << 429
        << HttpHeaders{{"retry-after", "2"}, {"retry-after-ms", "1250"}} << RateLimited << 1250;
}

void tst_Recordings::constructedErrors_haveTheirKinds()
{
    QFETCH(QString, file);
    QFETCH(int, status);
    QFETCH(HttpHeaders, headers);
    QFETCH(FailureKind, kind);
    QFETCH(int, wait);
    const bool isAnthropic = file.startsWith("anthropic"_L1);
    const Provider provider{.name = u"p"_s,
                            .protocol = isAnthropic ? Protocol::Anthropic : Protocol::OpenAiChat};
    const QByteArray body = readRecording(u"constructed/"_s + file);
    QVERIFY(!body.isEmpty());
    const Failure failure = Dialect::of(provider.protocol).failure(provider, status, headers, body);
    QCOMPARE(failure.kind, kind);
    QCOMPARE(failure.retryAfter ? int(failure.retryAfter->count()) : -1, wait);
}

void tst_Recordings::signedThinking_isKeptWhole()
{
    const Provider provider{.name = u"anthropic"_s, .protocol = Protocol::Anthropic};
    const Completion got = decoded(provider, {readRecording(u"anthropic/thinking_stream.sse"_s)});
    QCOMPARE(got.opaque.size(), 1);
    const QJsonObject block = QJsonDocument::fromJson(got.opaque.constFirst().payload).object();
    QCOMPARE(block["type"_L1].toString(), u"thinking"_s);
    QCOMPARE(block["thinking"_L1].toString().toUtf8(), got.reasoning);
    QVERIFY(block["signature"_L1].toString().size() > 100);

    const Completion redacted =
        decoded(provider, {readRecording(u"anthropic/redacted_thinking_stream.sse"_s)});
    QCOMPARE(redacted.opaque.size(), 2);
    const Completion tools =
        decoded(provider, {readRecording(u"anthropic/server_tool_and_tool_use_stream.sse"_s)});
    QCOMPARE(tools.opaque.size(), 2);
    QVERIFY(tools.opaque.constFirst().payload.contains(
        R"("input":{"query": "USD EUR exchange rate currency conversion"})"));
}

void tst_Recordings::costInTicks_isMoney()
{
    const Completion got =
        decoded({.name = u"xai"_s}, {readRecording(u"xai/reasoning_stream.sse"_s)});
    QCOMPARE(got.reportedCost, (Money{146'625'000}));
}

QTEST_GUILESS_MAIN(tst_Recordings)
#include "tst_recordings.moc"
