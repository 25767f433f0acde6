// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/net/httprequest.h"

#include <QMap>

#include <chrono>
#include <optional>

namespace Sidelong {

/// What goes wrong with one request. Numbers of events count from 1 and mean streams only.
struct FailureAction
{
    enum class Stall { None, Headers, FirstToken, AfterEvents };
    enum class Cut { None, BeforeHeaders, AfterBytes, AfterEvents };
    enum class CutBy { Close, Reset };

    std::optional<int> status;
    HttpHeaders headers;
    std::optional<QByteArray> body;
    std::chrono::milliseconds delay{0}; ///< Before the headers.
    std::optional<std::chrono::milliseconds> firstToken;
    Stall stall = Stall::None;
    qint64 stallAfter = 0;
    Cut cut = Cut::None;
    qint64 cutAfter = 0;
    CutBy cutBy = CutBy::Close;
    qint64 malformedEvent = 0; ///< 0 = none
    qint64 errorEvent = 0; ///< 0 = none
    QByteArray redirect;
    bool html = false;
    bool garbage = false;
    QByteArray contentType;
    std::chrono::milliseconds comments{0}; ///< 0 = none

    friend bool operator==(const FailureAction &, const FailureAction &) = default;
};

struct FailureRule
{
    QByteArray model; ///< Empty = any.
    QByteArray path; ///< Empty = any.
    qint64 nth = 0; ///< 0 = not asked
    qint64 from = 1;
    qint64 every = 1;
    qint64 times = 0; ///< 0 = no bound
    std::chrono::milliseconds window{0}; ///< 0 = no bound
    FailureAction action;

    friend bool operator==(const FailureRule &, const FailureRule &) = default;
};

/// What the simulator does wrong, and to whom. A JSON file:
/// \code
/// {
///   "keys": ["sk-right"],              // any other key is answered 401; without it all pass
///   "models": {"gpt-4.1": "sim-swift"},// further names, played by a simulated model
///   "rules": [                         // of the rules that match a request, the first acts
///     {
///       // Which requests. nth, from and every count those that model and path select, from 1.
///       "model": "sim-swift", "path": "/v1/chat/completions",
///       "nth": 2,                      // the second only; or:
///       "from": 3, "every": 2,         // the third, fifth, seventh …
///       "times": 5,                    // acts five times at most
///       "for_ms": 10000,               // and for ten seconds from its first action on
///
///       // What happens. All may be combined where that makes sense.
///       "status": 429,                 // with an error body in the protocol's shape, or
///       "body": {"any": "JSON"},       // this (a string is sent as its text)
///       "headers": {"retry-after": "2"},
///       "delay_ms": 500,               // before the headers
///       "first_token_ms": 3000,        // instead of the model's own
///       "stall": "headers",            // never answers; "first_token"; {"after_events": 3}
///       "cut": {"after_bytes": 100, "by": "reset"},  // of the body; or "after_events": 3, or
///                                      // "before_headers": true; by "close" (FIN) or "reset"
///       "malformed_event": 4,          // in place of the fourth event: JSON that breaks off
///       "error_event": 4,              // in its place: the protocol's error, then the end
///       "redirect": "http://127.0.0.1:1/", // status 307 unless given
///       "html": true,                  // a page instead of JSON
///       "content_type": "text/plain",  // instead of the right one
///       "comments_ms": 200,            // signs of life so often: comments or ping events
///       "garbage": true                // bytes that are not HTTP, then closed
///     }
///   ]
/// }
/// \endcode
/// (The comments stand for this page only.) A rule without an action lets the request pass.
struct FailurePlan
{
    QList<QByteArray> keys;
    QMap<QByteArray, QString> models;
    QList<FailureRule> rules;

    friend bool operator==(const FailurePlan &, const FailurePlan &) = default;

    /// A configuration failure names \a fileName, line, field and what would be right.
    static Result<FailurePlan> fromJson(const QByteArray &json, const QString &fileName);
};

/// A plan at work: counts what each rule saw.
class FailurePlanState
{
public:
    explicit FailurePlanState(FailurePlan plan);

    const FailurePlan &plan() const { return m_plan; }
    /// Counts the request and says what is to happen to it. \a nowMs is monotonic.
    FailureAction next(const QByteArray &model, const QByteArray &path, qint64 nowMs);

private:
    struct Count
    {
        qint64 seen = 0;
        qint64 acted = 0;
        qint64 firstActionMs = 0;
    };

    FailurePlan m_plan;
    QList<Count> m_counts;
};

} // namespace Sidelong
