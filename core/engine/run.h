// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/chatrequest.h"
#include "core/storage/records.h"

#include <QString>

#include <optional>

namespace Sidelong {

/// One place in a run's grid: variant (column) × row of the dataset × sample.
struct Cell
{
    int variant = 0;
    int row = 0;
    int sample = 0;

    // clang-tidy 14 takes the zero that the compiler compares with for a pointer.
    friend auto operator<=>(const Cell &, const Cell &) = default; // NOLINT(modernize-use-nullptr)
};

/// What the user writes: turns and tools. A snapshot; the variables are filled in already.
struct PromptContent
{
    QList<Message> messages;
    QList<Tool> tools;

    friend bool operator==(const PromptContent &, const PromptContent &) = default;
};

/// A column: content + target + parameter overrides.
struct Variant
{
    QString target; ///< "provider/model", as the user wrote it.
    Parameters overrides; ///< Over RunRequest::parameters.
    std::optional<PromptContent> content; ///< Where it differs from the run's.

    friend bool operator==(const Variant &, const Variant &) = default;
};

struct RunRequest
{
    QString id; ///< Made by the caller with Random::timeOrderedUuid().
    QString origin; ///< "window", "console"
    PromptContent content;
    Parameters parameters;
    QList<Variant> variants;
    int samples = 1;
    int concurrency = 4; ///< Answers at once; a window passes as many as it has columns.
    bool stream = true;
    QString tag;
    QString promptName;
};

/// One line of the trace: what a step of the pipeline did. The timeline, --jsonl and the log
/// print these.
struct TraceLine
{
    enum class Step {
        Chain,
        Reuse,
        Budget,
        Breaker,
        Limiter,
        Connect,
        Send,
        FirstToken,
        Stream,
        Decode,
        Price,
        Ledger
    };

    qint64 atMs = 0; ///< Since the answer began.
    Step step = Step::Send;
    QString outcome; ///< One word: "ok", "waiting", a FailureKind …
    QString why; ///< A sentence, or empty.
    int attempt = 0;
};

/// How an answer stands, for people.
enum class AnswerPhase { Waiting, Connecting, Thinking, Streaming, Done };

/// What changed in one answer since the last update. Values only: crosses threads.
struct AnswerUpdate
{
    QString runId;
    Cell cell;
    AnswerPhase phase = AnswerPhase::Waiting;
    bool restarted = false; ///< Drop what was shown, then add what follows.
    QByteArray text; ///< To append. Whole UTF-8 characters.
    QByteArray reasoning; ///< To append.
    QByteArray refusal; ///< To append.
    QList<ToolCall> toolCalls; ///< All so far, where they changed; else empty.
    std::optional<qint64> ttftMs;
    qint64 elapsedMs = 0;
    qint64 outputTokens = 0; ///< Estimated while it streams, as reported at the end.
    qint64 inputTokens = 0; ///< The same.
    double tokensPerSecond = 0; ///< Over the last two seconds; 0 = no figure.
    std::optional<AnswerRecord> ended; ///< Once, in the last update.
};

} // namespace Sidelong

Q_DECLARE_METATYPE(Sidelong::AnswerUpdate)
