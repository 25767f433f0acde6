// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/domain/completion.h"
#include "core/providers/dialect.h"
#include "core/providers/openaiusage.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

QList<qint64> listOf(const Usage &usage)
{
    return {usage.input,          usage.cachedRead, usage.cacheWrite,
            usage.cacheWriteLong, usage.output,     usage.reasoning};
}

/// What a stream with \a members in its last chunks says.
Completion streamed(const QByteArrayList &members)
{
    const auto decoder = Dialect::of(Protocol::OpenAiChat).streamDecoder({.name = u"local"_s});
    ChatEvents out;
    decoder->decode({{}, R"({"choices":[{"delta":{"content":"t"},"finish_reason":"stop"}]})"}, out);
    for (const QByteArray &member : members)
        decoder->decode({{}, QByteArray(R"({"choices":[],)" + member + "}")}, out);
    decoder->decode({{}, "[DONE]"}, out);
    Completion completion;
    for (const ChatEvent &event : out)
        completion.add(event);
    return completion;
}

} // namespace

class tst_OpenAiUsage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isRead_data();
    void isRead();
    void reasoningOnTop_data();
    void reasoningOnTop();
    void withoutCounts_isNone_data();
    void withoutCounts_isNone();
    void groqsOwn_standsWhereNoOtherIs();
    void contradiction_isWarnedOfOnce();
};

void tst_OpenAiUsage::isRead_data()
{
    QTest::addColumn<QByteArray>("usage");
    QTest::addColumn<QList<qint64>>("counts"); // input, read, write, long, output, reasoning
    QTest::addColumn<qint64>("picos"); // -1: no cost
    const auto row = [](const char *name, const QByteArray &usage, const QList<qint64> &counts,
                        qint64 picos = -1) { QTest::newRow(name) << usage << counts << picos; };
    row("openai",
        R"({"prompt_tokens":20,"completion_tokens":9,"total_tokens":29,"prompt_tokens_details":)"
        R"({"cached_tokens":5,"cache_write_tokens":7,"cache_write_tokens_details":)"
        R"({"ttl_12h_tokens":3}},"completion_tokens_details":{"reasoning_tokens":4}})",
        {20, 5, 7, 3, 9, 4});
    row("mistral's first spelling",
        R"({"prompt_tokens":20,"completion_tokens":1,"num_cached_tokens":5})", {20, 5, 0, 0, 1, 0});
    row("mistral's third spelling",
        R"({"prompt_tokens":20,"completion_tokens":1,"prompt_token_details":{"cached_tokens":5}})",
        {20, 5, 0, 0, 1, 0});
    row("moonshot", R"({"prompt_tokens":20,"completion_tokens":1,"cached_tokens":5})",
        {20, 5, 0, 0, 1, 0});
    row("deepseek",
        R"({"completion_tokens":1,"prompt_cache_hit_tokens":5,"prompt_cache_miss_tokens":15})",
        {20, 5, 0, 0, 1, 0});
    row("the names of responses",
        R"({"input_tokens":20,"output_tokens":9,"input_tokens_details":{"cached_tokens":5},)"
        R"("output_tokens_details":{"reasoning_tokens":4}})",
        {20, 5, 0, 0, 9, 4});
    row("xai: reasoning on top",
        R"({"prompt_tokens":12,"completion_tokens":1,"total_tokens":303,)"
        R"("completion_tokens_details":{"reasoning_tokens":290},"cost_in_usd_ticks":1466250})",
        {12, 0, 0, 0, 291, 290}, 146'625'000);
    row("xai of old: cached apart",
        R"({"prompt_tokens":3,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":9}})",
        {12, 9, 0, 0, 1, 0});
    row("reasoning above output is bounded",
        R"({"prompt_tokens":1,"completion_tokens":10,"total_tokens":11,)"
        R"("completion_tokens_details":{"reasoning_tokens":11}})",
        {1, 0, 0, 0, 10, 10});
    row("openrouter's cost", R"({"prompt_tokens":1,"completion_tokens":1,"cost":0.000669})",
        {1, 0, 0, 0, 1, 0}, 669'000'000);
    row("a cost with exponent", R"({"prompt_tokens":1,"completion_tokens":1,"cost":1.29e-05})",
        {1, 0, 0, 0, 1, 0}, 12'900'000);
    row("own key: the fee and the price upstream",
        R"({"prompt_tokens":1,"completion_tokens":1,"cost":0.1,"is_byok":true,)"
        R"("cost_details":{"upstream_inference_cost":0.2}})",
        {1, 0, 0, 0, 1, 0}, 300'000'000'000);
    row("own key: the price upstream in two parts",
        R"({"prompt_tokens":1,"completion_tokens":1,"cost":0,"is_byok":true,)"
        R"("cost_details":{"upstream_inference_cost":null,)"
        R"("upstream_inference_prompt_cost":0.1,"upstream_inference_completions_cost":0.2}})",
        {1, 0, 0, 0, 1, 0}, 300'000'000'000);
    row("own key: the fee alone is not the cost",
        R"({"prompt_tokens":1,"completion_tokens":1,"cost":0.1,"is_byok":true})",
        {1, 0, 0, 0, 1, 0});
    row("a cost finer than a picodollar",
        R"({"prompt_tokens":1,"completion_tokens":1,"cost":0.0000000000025})", {1, 0, 0, 0, 1, 0},
        2);
    row("nonsense", R"({"prompt_tokens":-5,"completion_tokens":"x","cost":-1})",
        {0, 0, 0, 0, 0, 0});
    row("absurd", R"({"prompt_tokens":9223372036854775807,"completion_tokens":1})",
        {1'000'000'000'000'000, 0, 0, 0, 1, 0});
}

void tst_OpenAiUsage::isRead()
{
    QFETCH(QByteArray, usage);
    QFETCH(QList<qint64>, counts);
    QFETCH(qint64, picos);
    Json::Document document;
    QVERIFY(document.parse(usage));
    WarningBudget warnings;
    ChatEvents out;
    const std::optional<UsageReport> got = openAiUsage(document.root(), {}, warnings, out);
    QVERIFY(got);
    QCOMPARE(listOf(got->usage), counts);
    QCOMPARE(got->raw, usage);
    QCOMPARE(got->cost ? got->cost->picos : -1, picos);
    QCOMPARE(out.size(), usage.contains(":11}") ? 1 : 0);
}

void tst_OpenAiUsage::reasoningOnTop_data()
{
    QTest::addColumn<QByteArray>("total");
    QTest::addColumn<bool>("quirk");
    QTest::addColumn<qint64>("output");
    QTest::newRow("the total leaves it out") << QByteArray(R"("total_tokens":15,)") << true << 5LL;
    QTest::newRow("the total adds it") << QByteArray(R"("total_tokens":19,)") << false << 9LL;
    QTest::newRow("another total: as the server is known")
        << QByteArray(R"("total_tokens":7,)") << true << 9LL;
    QTest::newRow("another total, nothing known")
        << QByteArray(R"("total_tokens":7,)") << false << 5LL;
    QTest::newRow("no total: as the server is known") << QByteArray() << true << 9LL;
}

void tst_OpenAiUsage::reasoningOnTop()
{
    QFETCH(QByteArray, total);
    QFETCH(bool, quirk);
    Json::Document document;
    QVERIFY(document.parse(QByteArray(R"({"prompt_tokens":10,)" + total
                                      + R"("completion_tokens":5,"reasoning_tokens":4})")));
    WarningBudget warnings;
    ChatEvents out;
    const std::optional<UsageReport> got =
        openAiUsage(document.root(), {.reasoningOutsideOutput = quirk}, warnings, out);
    QVERIFY(got);
    QTEST(got->usage.output, "output");
}

void tst_OpenAiUsage::withoutCounts_isNone_data()
{
    QTest::addColumn<QByteArray>("usage");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("a number") << QByteArray("7");
    QTest::newRow("nulls alone") << QByteArray(R"({"prompt_tokens":null})");
    QTest::newRow("times alone") << QByteArray(R"({"queue_time":0.1})");
}

void tst_OpenAiUsage::withoutCounts_isNone()
{
    QFETCH(QByteArray, usage);
    QVERIFY(!streamed({R"("usage":)" + usage}).usage);
    const QByteArray good = R"({"prompt_tokens":1,"completion_tokens":2})";
    QCOMPARE(streamed({R"("usage":)" + good, R"("usage":)" + usage}).usageRaw, good);
}

void tst_OpenAiUsage::groqsOwn_standsWhereNoOtherIs()
{
    const QByteArray own = R"("x_groq":{"usage":{"prompt_tokens":1,"completion_tokens":2}})";
    const Usage expected{.input = 1, .output = 2};
    QCOMPARE(streamed({own}).usage, expected);
    QCOMPARE(streamed({R"("usage":{},)" + own}).usage, expected);
    QCOMPARE(streamed({R"("usage":{"prompt_tokens":5,"completion_tokens":6},)" + own}).usage,
             (Usage{.input = 5, .output = 6}));
}

void tst_OpenAiUsage::contradiction_isWarnedOfOnce()
{
    const QByteArray odd = R"("usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,)"
                           R"("reasoning_tokens":3})";
    const Completion got = streamed({odd, odd, odd});
    QCOMPARE(got.usage->reasoning, 2);
    QCOMPARE(got.warnings.size(), 1);
}

QTEST_GUILESS_MAIN(tst_OpenAiUsage)
#include "tst_openaiusage.moc"
