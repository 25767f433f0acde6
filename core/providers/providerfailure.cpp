// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/providerfailure.h"

#include "core/providers/failuresentence.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

struct CodeKind
{
    QByteArrayView code;
    FailureKind kind;
};

constexpr std::array codeKinds = {
    CodeKind{"insufficient_quota", FailureKind::Quota},
    CodeKind{"billing_error", FailureKind::Quota},
    CodeKind{"billing_not_active", FailureKind::Quota},
    CodeKind{"billing_hard_limit_reached", FailureKind::Quota},
    CodeKind{"enforced_spend_limit_reached", FailureKind::Quota},
    CodeKind{"contract_spend_limit_reached", FailureKind::Quota},
    CodeKind{"context_length_exceeded", FailureKind::ContextLength},
    CodeKind{"exceed_context_size_error", FailureKind::ContextLength},
    CodeKind{"request_too_large", FailureKind::ContextLength},
    CodeKind{"content_filter", FailureKind::Refused},
    CodeKind{"content_policy_violation", FailureKind::Refused},
    CodeKind{"model_not_found", FailureKind::NotFound},
    CodeKind{"invalid_model", FailureKind::NotFound}, // Mistral, with status 400
    CodeKind{"not_found_error", FailureKind::NotFound},
    CodeKind{"deploymentnotfound", FailureKind::NotFound},
    CodeKind{"invalid_api_key", FailureKind::Auth},
    CodeKind{"authentication_error", FailureKind::Auth},
    CodeKind{"permission_error", FailureKind::Auth},
    CodeKind{"rate_limit_exceeded", FailureKind::RateLimited},
    CodeKind{"rate_limit_error", FailureKind::RateLimited},
    CodeKind{"overloaded_error", FailureKind::Overloaded},
    CodeKind{"unavailable_error", FailureKind::Overloaded},
    CodeKind{"server_error", FailureKind::Server},
    CodeKind{"api_error", FailureKind::Server},
    CodeKind{"timeout_error", FailureKind::Server},
};

std::optional<FailureKind> kindOfCode(const QByteArray &code)
{
    const QByteArray lower = code.toLower();
    const auto found = std::ranges::find(codeKinds, QByteArrayView(lower), &CodeKind::code);
    return found == codeKinds.end() ? std::nullopt : std::optional(found->kind);
}

std::optional<FailureKind> kindOfCodes(const ApiError &error)
{
    const std::optional<FailureKind> kind = kindOfCode(error.code);
    return kind ? kind : kindOfCode(error.type);
}

/// The codes that say what no status says. The others name a class of failures, which the status
/// knows better: an "api_error" is a bad request where the status is 400.
bool isMorePrecise(FailureKind kind)
{
    return kind == FailureKind::Quota || kind == FailureKind::ContextLength
        || kind == FailureKind::Refused || kind == FailureKind::NotFound
        || kind == FailureKind::Auth;
}

bool saysAny(const QString &message, std::span<const QLatin1StringView> phrases)
{
    return std::ranges::any_of(phrases, [&](QLatin1StringView phrase) {
        return message.contains(phrase, Qt::CaseInsensitive);
    });
}

// The one place that reads prose: most servers have no codes for these. The phrases are those of
// the vendors' own messages.

bool saysTooLong(const QString &message)
{
    static constexpr std::array phrases = {
        "prompt is too long"_L1,
        "exceeds the context window"_L1,
        "maximum context length"_L1,
        "exceeds the maximum number of tokens"_L1,
        "maximum prompt length is"_L1,
        "reduce the length of the messages"_L1,
        "exceeds the available context size"_L1,
        "greater than the context length"_L1,
        "prompt too long"_L1,
        "input token count"_L1,
    };
    return saysAny(message, phrases);
}

bool saysUnknownModel(const QString &message)
{
    static constexpr std::array phrases = {
        "is not a valid model ID"_L1, // OpenRouter
        "Model Not Exist"_L1, // DeepSeek
    };
    return saysAny(message, phrases);
}

/// Of a 413: the prompt, not an upload that some proxy bounds.
bool saysTooLarge(const ApiError &error)
{
    // Groq says so with the code of a rate limit; waiting would not make it fit.
    static constexpr std::array<QByteArrayView, 3> codes = {
        "context_length_exceeded", "request_too_large", "rate_limit_exceeded"};
    return std::ranges::find(codes, QByteArrayView(error.code)) != codes.end()
        || std::ranges::find(codes, QByteArrayView(error.type)) != codes.end()
        || saysTooLong(error.message);
}

FailureKind kindOfStatus(int status)
{
    switch (status) {
    case 401:
    case 403: return FailureKind::Auth;
    case 402: return FailureKind::Quota;
    case 404: return FailureKind::NotFound;
    case 408:
    case 409:
    case 425: return FailureKind::Server;
    case 429: return FailureKind::RateLimited;
    case 498: // Groq: no capacity in the flex tier
    case 503:
    case 529: return FailureKind::Overloaded;
    default: break;
    }
    if (status >= 500)
        return FailureKind::Server;
    return status >= 400 ? FailureKind::InvalidRequest : FailureKind::BadReply;
}

FailureKind kindWithoutStatus(const ApiError &error)
{
    if (saysTooLong(error.message))
        return FailureKind::ContextLength;
    return error.type == "invalid_request_error" ? FailureKind::InvalidRequest
                                                 : FailureKind::Server;
}

QString sampleOf(const QByteArray &body) { return QString::fromUtf8(body.left(2000)); }

bool looksLikeHtml(const QByteArray &body)
{
    QByteArray start = body.left(512).trimmed().toLower();
    if (start.startsWith("\xef\xbb\xbf"))
        start = start.mid(3).trimmed();
    return start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<head")
        || start.startsWith("<?xml") || start.startsWith("<!--");
}

QString nameOf(const Provider &provider)
{
    return provider.title.isEmpty() ? provider.name : provider.title;
}

QString sentenceForPage(const Provider &provider)
{
    return QCoreApplication::translate(
               "ProviderFailure",
               "%1 answered with a web page instead of an API reply. Check that the base URL is "
               "that of the API and that no proxy stands between.")
        .arg(nameOf(provider));
}

QString sentenceForNothing(const Provider &provider)
{
    return QCoreApplication::translate("ProviderFailure",
                                       "%1 answered with nothing. Try again; if it stays so, check "
                                       "the base URL.")
        .arg(nameOf(provider));
}

QString sentenceForRedirect(const Provider &provider, int status)
{
    return QCoreApplication::translate(
               "ProviderFailure",
               "%1 redirected the request to another address (status %2). The redirect was not "
               "followed and the key was not sent along: enter the right base URL in Settings.")
        .arg(nameOf(provider))
        .arg(status);
}

std::optional<QDateTime> httpDate(const QByteArray &value)
{
    // RFC 9110, section 5.6.7: senders must use this form alone.
    const QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(value.trimmed()),
                                                   u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    if (!date.isValid())
        return {};
    return QDateTime(date.date(), date.time(), Qt::UTC);
}

std::optional<std::chrono::milliseconds> wait(double milliseconds)
{
    constexpr double longest = 366.0 * 24 * 3600 * 1000;
    if (!std::isfinite(milliseconds) || milliseconds < 0)
        return {};
    return std::chrono::milliseconds(std::llround(std::min(milliseconds, longest)));
}

} // namespace

FailureKind failureKind(int status, const ApiError &error)
{
    const int known = status >= 300 ? status : error.status;
    if (error.moderated)
        return FailureKind::Refused;
    if (known == 413 && saysTooLarge(error))
        return FailureKind::ContextLength;
    const std::optional<FailureKind> coded = kindOfCodes(error);
    if (coded && (known == 0 || isMorePrecise(*coded)))
        return *coded;
    if (known == 0)
        return kindWithoutStatus(error);
    const FailureKind kind = kindOfStatus(known);
    if (kind == FailureKind::InvalidRequest && saysTooLong(error.message))
        return FailureKind::ContextLength;
    return known == 400 && saysUnknownModel(error.message) ? FailureKind::NotFound : kind;
}

Failure httpFailure(const Provider &provider, int status, const HttpHeaders &headers,
                    const QByteArray &body)
{
    Failure failure;
    failure.status = status;
    failure.retryAfter = retryAfter(headers);
    if (status >= 300 && status < 400) {
        failure.kind = FailureKind::BadReply;
        failure.message = sentenceForRedirect(provider, status);
        return failure;
    }
    Json::Document document;
    document.parse(body.trimmed());
    ApiError error = ApiError::read(document.root());
    if (status < 300 && !error.found)
        return badReply(provider, status, body);
    if (!error.found)
        error.message = sampleOf(body);
    failure.kind = failureKind(status, error);
    failure.detail = error.message;
    const bool page = looksLikeHtml(body);
    if (page && failure.kind == FailureKind::InvalidRequest)
        failure.kind = FailureKind::BadReply;
    failure.message = page && failure.kind == FailureKind::BadReply
        ? sentenceForPage(provider)
        : failureSentence(failure.kind, provider, status);
    return failure;
}

Failure streamFailure(const Provider &provider, const ApiError &error, bool afterTokens)
{
    FailureKind kind = failureKind(0, error);
    if (afterTokens && kind != FailureKind::Refused)
        kind = FailureKind::StreamCut;
    return {kind, failureSentence(kind, provider, error.status), error.message, error.status};
}

Failure cutFailure(const Provider &provider)
{
    return {FailureKind::StreamCut, failureSentence(FailureKind::StreamCut, provider, 200)};
}

Failure badReply(const Provider &provider, int status, const QByteArray &body)
{
    Failure failure{FailureKind::BadReply, {}, sampleOf(body), status};
    if (looksLikeHtml(body))
        failure.message = sentenceForPage(provider);
    else if (body.trimmed().isEmpty())
        failure.message = sentenceForNothing(provider);
    else
        failure.message = failureSentence(FailureKind::BadReply, provider, status);
    return failure;
}

std::optional<std::chrono::milliseconds> retryAfter(const HttpHeaders &headers)
{
    bool isNumber = false;
    const double exact = headers.value("retry-after-ms").trimmed().toDouble(&isNumber);
    if (isNumber) {
        if (const auto asked = wait(exact))
            return asked;
    }
    const QByteArray value = headers.value("retry-after").trimmed();
    const double seconds = value.toDouble(&isNumber);
    if (isNumber)
        return wait(seconds * 1000);
    const std::optional<QDateTime> until = httpDate(value);
    const std::optional<QDateTime> now = httpDate(headers.value("date"));
    if (!until || !now)
        return {};
    return wait(static_cast<double>(std::max<qint64>(0, now->msecsTo(*until))));
}

} // namespace Sidelong
