// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/dialect.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

Provider openAi()
{
    Provider provider;
    provider.name = u"openai"_s;
    provider.title = u"OpenAI"_s;
    provider.catalogue = u"openai"_s;
    provider.baseUrl = QUrl(u"https://api.openai.com/v1"_s);
    provider.quirks.maxTokensField = u"max_completion_tokens"_s;
    return provider;
}

const Dialect &chat() { return Dialect::of(Protocol::OpenAiChat); }

} // namespace

class tst_ProviderFailure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds_data();
    void kinds();
    void plainText_mayTellTheReason();
    void successWithoutAnAnswer_keepsItsStatus();
    void retryAfter_data();
    void retryAfter();
};

void tst_ProviderFailure::kinds_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<FailureKind>("kind");
    using enum FailureKind;
    const auto row = [](const char *name, int status, const QByteArray &body, FailureKind kind) {
        QTest::newRow(name) << status << body << kind;
    };
    const auto code = [](const QByteArray &text) {
        return QByteArray(R"({"error":{"message":"m","code":")" + text + R"("}})");
    };
    const auto type = [](const QByteArray &text) {
        return QByteArray(R"({"error":{"message":"m","type":")" + text + R"("}})");
    };
    const auto says = [](const QByteArray &text) {
        return QByteArray(R"({"error":{"message":")" + text + R"("}})");
    };
    row("redirect", 302, "", BadReply);
    row("wrong key", 401, code("invalid_api_key"), Auth);
    row("forbidden, no body", 403, "", Auth);
    row("forbidden page", 403, "<html>", Auth);
    row("no credit", 402, "", Quota);
    row("quota as 429", 429, code("insufficient_quota"), Quota);
    row("rate limit", 429, code("rate_limit_exceeded"), RateLimited);
    row("unknown model", 404, code("model_not_found"), NotFound);
    row("unknown model as 400", 400, code("model_not_found"), NotFound);
    row("unknown model, mistral", 400,
        R"({"object":"error","message":"m","type":"invalid_model","code":"1500"})", NotFound);
    row("unknown model, openrouter", 400, says("x/y is not a valid model ID"), NotFound);
    row("unknown model, deepseek", 400, says("Model Not Exist"), NotFound);
    row("the same words with another status", 422, says("Model Not Exist"), InvalidRequest);
    row("unknown path page", 404, "<html>", NotFound);
    row("page for a bad request", 400, "<html>", BadReply);
    row("bad request", 400, code("unsupported_value"), InvalidRequest);
    row("content filter", 400, code("content_filter"), Refused);
    row("too long by code", 400, code("context_length_exceeded"), ContextLength);
    row("too long, openrouter", 400, says("maximum context length is 10 tokens"), ContextLength);
    row("too long, llama.cpp", 400, says("exceeds the available context size"), ContextLength);
    row("too long, ollama", 400, says("prompt too long; exceeded max context length"),
        ContextLength);
    row("413 that says so", 413, says("Please reduce the length of the messages"), ContextLength);
    row("413 that does not", 413, "", InvalidRequest);
    row("413 with a code of something else", 413, code("file_too_large"), InvalidRequest);
    row("413 by code", 413, code("context_length_exceeded"), ContextLength);
    row("413 by type", 413, type("request_too_large"), ContextLength);
    row("413 of groq", 413, code("rate_limit_exceeded"), ContextLength);
    row("413 in plain text", 413, "prompt is too long: 9 tokens", ContextLength);
    row("400 in plain text", 400, "prompt is too long: 9 tokens", ContextLength);
    row("time-out", 408, "", Server);
    row("conflict", 409, "", Server);
    row("server", 500, "<html>", Server);
    row("gateway", 502, "", Server);
    row("unavailable", 503, "", Overloaded);
    row("unavailable, said as a server error", 503, type("server_error"), Overloaded);
    row("unavailable, said as an api error", 503, type("api_error"), Overloaded);
    row("overloaded, said with 500", 500, type("overloaded_error"), Server);
    row("bad request, said as an api error", 400, type("api_error"), InvalidRequest);
    row("bad request, said as a server error", 422, code("server_error"), InvalidRequest);
    row("bad request, said as a timeout", 400, type("timeout_error"), InvalidRequest);
    row("bad request, said as a rate limit", 400, code("rate_limit_exceeded"), InvalidRequest);
    row("no credit, said with 403", 403, code("insufficient_quota"), Quota);
    row("openrouter's number", 429, R"({"error":{"code":429,"message":"x"}})", RateLimited);
    row("openrouter's moderation", 403, R"({"error":{"code":403,"metadata":{"reasons":["x"]}}})",
        Refused);
    row("mistral at the top", 422, R"({"detail":[{"msg":"x"}]})", InvalidRequest);
    row("xai's string", 400, R"({"code":"x","error":"maximum prompt length is 5"})", ContextLength);
}

void tst_ProviderFailure::kinds()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(FailureKind, kind);
    const Failure got = chat().failure(openAi(), status, {}, body);
    QCOMPARE(got.kind, kind);
    QCOMPARE(got.status, status);
    QVERIFY(got.message.contains("OpenAI"_L1) && got.message.endsWith(u'.'));
    QVERIFY(!got.message.contains(u'%'));
    if (status == 302)
        QVERIFY(got.message.contains("key was not sent"_L1));
}

void tst_ProviderFailure::plainText_mayTellTheReason()
{
    const Failure got = chat().failure(openAi(), 400, {}, "  prompt is too long\n");
    QCOMPARE(got.kind, FailureKind::ContextLength);
    QCOMPARE(got.detail.trimmed(), u"prompt is too long"_s);
}

void tst_ProviderFailure::successWithoutAnAnswer_keepsItsStatus()
{
    const Failure nothing = chat().failure(openAi(), 204, {}, {});
    QCOMPARE(nothing.kind, FailureKind::BadReply);
    QCOMPARE(nothing.status, 204);
    QVERIFY(nothing.message.contains("nothing"_L1));
    const Failure text = chat().failure(openAi(), 201, {}, "made");
    QCOMPARE(text.status, 201);
    QVERIFY(text.message.contains("201"_L1));
    const Failure page = chat().failure(openAi(), 200, {}, "\xef\xbb\xbf <!DOCTYPE html>");
    QVERIFY(page.message.contains("web page"_L1));
}

void tst_ProviderFailure::retryAfter_data()
{
    QTest::addColumn<HttpHeaders>("headers");
    QTest::addColumn<qint64>("wait"); // -1: none
    const QByteArray now = "Mon, 23 Nov 2026 12:00:00 GMT";
    const QByteArray then = "Mon, 23 Nov 2026 12:00:30 GMT";
    const auto row = [](const char *name, const HttpHeaders &headers, qint64 wait) {
        QTest::newRow(name) << headers << wait;
    };
    row("none", {}, -1);
    row("seconds", {{"Retry-After", "2.5"}}, 2500);
    row("milliseconds win", {{"retry-after", "9"}, {"retry-after-ms", "12.4"}}, 12);
    row("a date", {{"retry-after", then}, {"date", now}}, 30'000);
    row("a date that is past", {{"retry-after", now}, {"date", then}}, 0);
    row("a date without now", {{"retry-after", then}}, -1);
    row("nonsense", {{"retry-after", "soon"}, {"date", now}}, -1);
    row("negative", {{"retry-after", "-4"}}, -1);
    row("not a number", {{"retry-after", "nan"}}, -1);
    row("endless", {{"retry-after", "1e300"}}, 366LL * 24 * 3600 * 1000);
}

void tst_ProviderFailure::retryAfter()
{
    QFETCH(HttpHeaders, headers);
    QFETCH(qint64, wait);
    const Failure got = chat().failure(openAi(), 429, headers, {});
    QCOMPARE(got.retryAfter ? qint64(got.retryAfter->count()) : -1, wait);
}

QTEST_GUILESS_MAIN(tst_ProviderFailure)
#include "tst_providerfailure.moc"
