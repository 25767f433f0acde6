// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/journal.h"

#include "core/base/log.h"
#include "core/storage/filelock.h"
#include "core/storage/journalformat.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QHash>
#include <QSet>
#include <QtEndian>

#include <algorithm>
#include <map>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

struct LiveAttempt
{
    AttemptRecord record;
    QString target;
    bool hasEnded = false;
};

/// What came of one attempt. Gathered apart from the attempts, because the records of an attempt
/// and of its text need not stand in order.
struct ArrivedParts
{
    QByteArray text;
    QByteArray reasoning;
    QByteArray refusal;
    QList<ToolCall> toolCalls;

    QByteArray billed() const
    {
        QByteArray output = reasoning + text + refusal;
        for (const ToolCall &call : toolCalls)
            output += call.name.toUtf8() + call.arguments;
        return output;
    }
};

class JournalContent
{
public:
    /// Takes the records in up to the first that is torn or damaged.
    void read(const QByteArray &bytes)
    {
        qsizetype at = journalMagic.size();
        while (bytes.size() - at > journalFrameSize) {
            const auto length = qFromLittleEndian<quint32>(bytes.constData() + at);
            const auto checksum = qFromLittleEndian<quint32>(bytes.constData() + at + 4);
            at += journalFrameSize;
            if (length == 0 || length > bytes.size() - at)
                return;
            const QByteArrayView record = QByteArrayView(bytes).sliced(at, length);
            if (journalChecksum(record) != checksum)
                return;
            take(static_cast<JournalKind>(record.front()), record.sliced(1).toByteArray());
            at += length;
        }
    }

    QList<RecoveredRun> unfinishedRuns() const;

private:
    void take(JournalKind kind, const QByteArray &payload);
    void takeAttempt(JournalKind kind, const QByteArray &payload);
    void takeText(JournalKind kind, const QByteArray &payload);
    AnswerRecord answerOf(const QList<const LiveAttempt *> &attempts) const;

    QList<JournalRun> m_runs;
    QSet<QString> m_stored;
    QList<LiveAttempt> m_attempts;
    QHash<QString, qsizetype> m_attemptIndex;
    QHash<QString, ArrivedParts> m_arrived;
};

void JournalContent::take(JournalKind kind, const QByteArray &payload)
{
    switch (kind) {
    case JournalKind::Run: {
        JournalRun run;
        if (unpack(payload, run))
            m_runs.append(run);
        break;
    }
    case JournalKind::Attempt:
    case JournalKind::AttemptEnd: takeAttempt(kind, payload); break;
    case JournalKind::ToolCall: {
        JournalToolCall call;
        if (!unpack(payload, call) || call.fragment.index < 0)
            break;
        QList<ToolCall> &calls = m_arrived[call.attemptId].toolCalls;
        // Providers number their calls without gaps; a wild number must not cost memory.
        if (call.fragment.index >= calls.size())
            calls.emplaceBack();
        ToolCall &target = calls[std::min<qsizetype>(call.fragment.index, calls.size() - 1)];
        // Some servers repeat both with every fragment.
        if (!call.fragment.id.isEmpty())
            target.id = call.fragment.id;
        if (!call.fragment.name.isEmpty())
            target.name = call.fragment.name;
        target.arguments += call.fragment.arguments;
        break;
    }
    default: takeText(kind, payload);
    }
}

void JournalContent::takeAttempt(JournalKind kind, const QByteArray &payload)
{
    JournalAttempt attempt;
    if (!unpack(payload, attempt))
        return;
    const QString &id = attempt.attempt.id;
    if (!m_attemptIndex.contains(id)) {
        m_attemptIndex.insert(id, m_attempts.size());
        m_attempts.emplaceBack();
    }
    LiveAttempt &live = m_attempts[m_attemptIndex.value(id)];
    const bool isEnd = kind == JournalKind::AttemptEnd;
    if (isEnd || !live.hasEnded)
        live.record = attempt.attempt;
    if (!isEnd)
        live.target = attempt.target;
    live.hasEnded = live.hasEnded || isEnd;
}

void JournalContent::takeText(JournalKind kind, const QByteArray &payload)
{
    JournalText text;
    if (!unpack(payload, text))
        return;
    if (kind == JournalKind::Text)
        m_arrived[text.attemptId].text += text.text;
    else if (kind == JournalKind::Reasoning)
        m_arrived[text.attemptId].reasoning += text.text;
    else if (kind == JournalKind::Refusal)
        m_arrived[text.attemptId].refusal += text.text;
    else if (kind == JournalKind::RunStored)
        m_stored.insert(text.attemptId);
}

AttemptRecord asLeft(const LiveAttempt &attempt)
{
    AttemptRecord record = attempt.record;
    if (attempt.hasEnded)
        return record;
    record.outcome = u"interrupted"_s;
    record.message = QCoreApplication::translate(
        "Storage", "Sidelong was ended while this answer arrived. What had come is kept.");
    return record;
}

/// As contract.md maps the providers' words.
Finish finishOf(const AttemptRecord &attempt, const QList<ToolCall> &toolCalls)
{
    static const QSet<QString> lengths = {u"length"_s,
                                          u"max_tokens"_s,
                                          u"model_length"_s,
                                          u"MAX_TOKENS"_s,
                                          u"model_context_window_exceeded"_s,
                                          u"incomplete"_s};
    static const QSet<QString> calls = {u"tool_calls"_s, u"tool_use"_s, u"function_call"_s};
    if (lengths.contains(attempt.finishRaw))
        return Finish::Length;
    if (attempt.finishRaw == u"error")
        return Finish::Error;
    const bool hasCalls = !toolCalls.isEmpty() || calls.contains(attempt.finishRaw);
    return hasCalls ? Finish::ToolCalls : Finish::Stop;
}

Finish finishOf(FailureKind kind)
{
    if (kind == FailureKind::Cancelled)
        return Finish::Cancelled;
    return kind == FailureKind::Refused ? Finish::Refused : Finish::Error;
}

void setEnd(AnswerRecord &answer, const AttemptRecord &last)
{
    answer.finishRaw = last.finishRaw;
    if (last.outcome == "ok"_L1) {
        answer.state = RunState::Done;
        answer.finish = finishOf(last, answer.toolCalls());
        return;
    }
    const FailureKind kind = failureKindFromName(last.outcome).value_or(FailureKind::StreamCut);
    const bool wasCancelled = kind == FailureKind::Cancelled;
    answer.state = wasCancelled ? RunState::Cancelled : RunState::Failed;
    answer.finish = finishOf(kind);
    if (last.outcome == "interrupted"_L1)
        answer.state = RunState::Interrupted;
    if (!wasCancelled) {
        answer.failure = Failure{
            .kind = kind, .message = last.message, .detail = last.detail, .status = last.status};
    }
}

AnswerRecord JournalContent::answerOf(const QList<const LiveAttempt *> &attempts) const
{
    const LiveAttempt &last = *attempts.last();
    AnswerRecord answer;
    answer.runId = last.record.runId;
    answer.variant = last.record.variant;
    answer.row = last.record.row;
    answer.sample = last.record.sample;
    answer.target = last.target;
    answer.model = last.record.model;
    answer.cache = last.record.cache;
    answer.ttftMs = last.record.ttftMs;
    answer.attempts = static_cast<int>(attempts.size());
    for (const LiveAttempt *attempt : attempts) {
        answer.totalMs += attempt->record.waitMs + attempt->record.totalMs;
        const auto arrived = m_arrived.constFind(attempt->record.id);
        if (arrived == m_arrived.cend())
            continue;
        // When each piece came is not journaled; the attempt's beginning is the nearest.
        answer.segments.append({.attemptId = attempt->record.id,
                                .text = arrived->text,
                                .reasoning = arrived->reasoning,
                                .toolCalls = arrived->toolCalls,
                                .arrivedMs = attempt->record.startedMs,
                                .isVoid = attempt != &last});
        if (attempt == &last)
            answer.refusal = arrived->refusal;
    }
    setEnd(answer, asLeft(last));
    return answer;
}

QList<RecoveredRun> JournalContent::unfinishedRuns() const
{
    QList<RecoveredRun> recovered;
    for (const JournalRun &left : m_runs) {
        if (m_stored.contains(left.run.id))
            continue;
        RecoveredRun run{.run = left.run,
                         .variants = left.variants,
                         .answers = {},
                         .attempts = {},
                         .billed = {}};
        run.run.state = RunState::Interrupted;
        std::map<std::tuple<int, int, int>, QList<const LiveAttempt *>> cells;
        for (const LiveAttempt &attempt : m_attempts) {
            const AttemptRecord &record = attempt.record;
            if (record.runId != left.run.id)
                continue;
            run.attempts.append(asLeft(attempt));
            run.billed.insert(record.id, m_arrived.value(record.id).billed());
            cells[{record.variant, record.row, record.sample}].append(&attempt);
        }
        for (auto &[cell, attempts] : cells) {
            std::ranges::stable_sort(
                attempts, {}, [](const LiveAttempt *attempt) { return attempt->record.number; });
            run.answers.append(answerOf(attempts));
        }
        recovered.append(run);
    }
    return recovered;
}

} // namespace

QList<RecoveredJournal> recoverJournals(const QString &directory)
{
    QList<RecoveredJournal> journals;
    const QDir dir(directory);
    for (const QString &name : dir.entryList({u"*.journal"_s}, QDir::Files, QDir::Time)) {
        const auto file = std::make_shared<QFile>(dir.filePath(name));
        if (!file->open(QIODevice::ReadWrite | QIODevice::ExistingOnly)
            || lockFile(*file) != LockOutcome::Locked) {
            continue;
        }
        const QByteArray bytes = file->readAll();
        // Cut within its first bytes, it was killed before it held anything.
        if (!bytes.startsWith(journalMagic) && !journalMagic.toByteArray().startsWith(bytes)) {
            qCWarning(logStorage, "%s is no journal that can be read: left alone",
                      qPrintable(name));
            continue;
        }
        JournalContent content;
        content.read(bytes);
        journals.append(
            {.path = file->fileName(), .runs = content.unfinishedRuns(), .lockedFile = file});
    }
    return journals;
}

void removeJournal(const RecoveredJournal &journal) { QFile::remove(journal.path); }

} // namespace Sidelong
