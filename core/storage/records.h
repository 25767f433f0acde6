// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/failure.h"
#include "core/domain/chatevent.h"
#include "core/domain/modelref.h"
#include "core/domain/money.h"
#include "core/domain/usage.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Sidelong {

/// Where a cost comes from.
enum class CostOrigin { Reported, Computed, Estimated, Unknown };
QLatin1StringView costOriginName(CostOrigin origin);
std::optional<CostOrigin> costOriginFromName(QStringView name);

/// A cost by kind of token. The parts sum to total; where the provider reported the total alone,
/// the parts are zero.
struct Cost
{
    Money input; ///< Neither cached nor written.
    Money cachedRead;
    Money cacheWrite; ///< Without the long part.
    Money cacheWriteLong;
    Money output;
    Money total;
    CostOrigin origin =
        CostOrigin::Unknown; ///< Unknown: total means nothing and is never shown as $0.

    friend bool operator==(const Cost &, const Cost &) = default;
};

enum class RunState { Done, Failed, Cancelled, Interrupted, Running };
QLatin1StringView runStateName(RunState state);
std::optional<RunState> runStateFromName(QStringView name);

/// One press of Run: a snapshot of what was asked, saved or not.
struct RunRecord
{
    QString id; ///< Time-ordered UUID without braces.
    qint64 startedMs = 0;
    QString origin; ///< "window", "console".
    QString tag; ///< Empty = none.
    QString promptName; ///< Empty = unsaved.
    QByteArray prompt; ///< Messages as sent to the first variant, as messagesToJson().
    QByteArray tools = {}; ///< As sent to the first variant, a JSON text; empty = none.
    RunState state = RunState::Running;

    friend bool operator==(const RunRecord &, const RunRecord &) = default;
};

/// A column of a run: what was sent where.
struct VariantRecord
{
    int index = 0;
    QString target; ///< As the user wrote it.
    QByteArray prompt; ///< Messages, only where they differ from the run's; else empty.
    QByteArray tools = {}; ///< Only where they differ from the run's ("[]" = none); else empty.
    QByteArray parameters; ///< As parametersToJson(), merged.

    friend bool operator==(const VariantRecord &, const VariantRecord &) = default;
};

/// One request that reached (or tried to reach) a provider: the ledger's row.
struct AttemptRecord
{
    QString id; ///< UUID, unique in the ledger: what keeps an attempt from being counted twice.
    QString runId;
    int variant = 0;
    int row = 0;
    int sample = 0;
    int number = 1; ///< From 1, over all targets of the answer.
    qint64 startedMs = 0;
    ModelRef model;
    QString promptName;
    QString promptVersion;
    QString tag;
    bool simulated = false;
    bool local = false;
    QString outcome; ///< "ok" or the name of a FailureKind; "interrupted" after a crash.
    QString message; ///< The failure's sentence.
    QString detail; ///< The provider's words.
    int status = 0;
    qint64 waitMs = 0; ///< Waited before it was sent (limiter, backoff).
    std::optional<qint64> connectMs;
    std::optional<qint64> ttftMs; ///< Time to first token, from sending.
    qint64 totalMs = 0;
    std::optional<Usage> usage;
    QByteArray usageRaw;
    Cost cost;
    QByteArray priceRow; ///< The price used, as JSON; empty = none known.
    QString cache; ///< "hit", "stored", "miss", "skipped: WHY"
    Money saved; ///< What a hit would have cost.
    QString requestId; ///< The provider's, from its headers.
    QString finishRaw;

    friend bool operator==(const AttemptRecord &, const AttemptRecord &) = default;
};

/// A stretch of an answer that came from one attempt.
struct SegmentRecord
{
    QString attemptId;
    QByteArray text;
    QByteArray reasoning;
    QList<ToolCall> toolCalls;
    qint64 arrivedMs = 0; ///< When its first byte came, UTC.
    bool isVoid = false; ///< Superseded by a restart.

    friend bool operator==(const SegmentRecord &, const SegmentRecord &) = default;
};

/// The answer of one cell (variant × row × sample).
struct AnswerRecord
{
    QString runId;
    int variant = 0;
    int row = 0;
    int sample = 0;
    QString target;
    std::optional<ModelRef> model; ///< Who answered.
    RunState state = RunState::Done;
    Finish finish = Finish::Stop;
    QString finishRaw;
    QList<SegmentRecord> segments;
    QByteArray refusal;
    QList<ContentPart> opaque;
    Usage usage;
    Cost cost; ///< Of all attempts.
    QString cache;
    std::optional<qint64> ttftMs;
    qint64 totalMs = 0;
    int attempts = 0;
    std::optional<Failure> failure;

    /// The text of the segments that stand.
    QByteArray text() const;
    QByteArray reasoning() const;
    QList<ToolCall> toolCalls() const;

    friend bool operator==(const AnswerRecord &, const AnswerRecord &) = default;
};

/// A run as History lists it.
struct RunSummary
{
    QString id;
    qint64 startedMs = 0;
    RunState state = RunState::Done;
    QStringList targets;
    QString text; ///< The beginning of the last user turn.
    bool simulated = false;
    Cost cost;

    friend bool operator==(const RunSummary &, const RunSummary &) = default;
};

/// A run, whole.
struct StoredRun
{
    RunRecord run;
    QList<VariantRecord> variants;
    QList<AnswerRecord> answers;
};

/// What `usage` prints: sums of a group of ledger rows.
struct UsageRow
{
    QString group;
    qint64 calls = 0;
    qint64 input = 0;
    qint64 output = 0;
    Money cost;
    Money saved;
    qint64 unknownCalls = 0; ///< Calls without a known price; not in cost.

    friend bool operator==(const UsageRow &, const UsageRow &) = default;
};

} // namespace Sidelong

Q_DECLARE_METATYPE(Sidelong::AnswerRecord)
