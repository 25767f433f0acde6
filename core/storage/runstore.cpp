// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/runstore.h"

#include "core/storage/rowcodec.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int beginningSize = 200;
constexpr int trigramSize = 3; // The index knows no shorter piece.
constexpr QChar unitSeparator(0x1f);

QList<Message> messagesOf(const QByteArray &prompt)
{
    Result<QList<Message>> messages = messagesFromJson(prompt);
    return messages ? *messages : QList<Message>();
}

QString lastUserTurn(const QByteArray &prompt)
{
    QString text;
    for (const Message &message : messagesOf(prompt)) {
        if (message.role == Role::User)
            text = QString::fromUtf8(message.text());
    }
    qsizetype size = std::min<qsizetype>(text.size(), beginningSize);
    if (size < text.size() && text.at(size - 1).isHighSurrogate())
        --size;
    return text.left(size);
}

void addMessages(QByteArray &body, const QByteArray &prompt)
{
    for (const Message &message : messagesOf(prompt))
        body += message.text() + '\n';
}

/// What full-text search looks through: no images, no JSON.
QString searchBody(const RunRecord &run, const QList<VariantRecord> &variants,
                   const QList<AnswerRecord> &answers)
{
    QByteArray body;
    addMessages(body, run.prompt);
    for (const VariantRecord &variant : variants)
        addMessages(body, variant.prompt);
    for (const AnswerRecord &answer : answers) {
        body += answer.text() + '\n' + answer.refusal + '\n';
        for (const ToolCall &call : answer.toolCalls())
            body += call.arguments + '\n';
    }
    return QString::fromUtf8(body);
}

QString searchCondition(const QString &search, QVariantList &values)
{
    static const QRegularExpression blanks(u"\\s+"_s);
    QStringList phrases;
    QString condition;
    for (const QString &word : search.split(blanks, Qt::SkipEmptyParts)) {
        if (word.toUcs4().size() >= trigramSize) {
            phrases += u'"' + QString(word).replace(u'"', u"\"\""_s) + u'"';
            continue;
        }
        QString pattern = word;
        pattern.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
        condition += u" AND body LIKE ? ESCAPE '\\'"_s;
        values += QString(u'%' + pattern + u'%');
    }
    if (!phrases.isEmpty()) {
        condition += u" AND run_text MATCH ?"_s;
        values += phrases.join(u" AND ");
    }
    if (condition.isEmpty())
        return {};
    return u" WHERE number IN (SELECT rowid FROM run_text WHERE 1"_s + condition + u")"_s;
}

RunRecord runFromRow(const QSqlQuery &row)
{
    return {.id = row.value(u"id"_s).toString(),
            .startedMs = row.value(u"started_ms"_s).toLongLong(),
            .origin = row.value(u"origin"_s).toString(),
            .tag = row.value(u"tag"_s).toString(),
            .promptName = row.value(u"prompt_name"_s).toString(),
            .prompt = row.value(u"prompt"_s).toByteArray(),
            .tools = row.value(u"tools"_s).toByteArray(),
            .state = runStateFromName(row.value(u"state"_s).toString()).value_or(RunState::Failed)};
}

RunSummary summaryFromRow(const QSqlQuery &row)
{
    return {
        .id = row.value(0).toString(),
        .startedMs = row.value(1).toLongLong(),
        .state = runStateFromName(row.value(2).toString()).value_or(RunState::Failed),
        .targets = row.value(7).toString().split(unitSeparator, Qt::SkipEmptyParts),
        .text = row.value(3).toString(),
        .simulated = row.value(4).toBool(),
        .cost = {.total = {row.value(5).toLongLong()},
                 .origin =
                     costOriginFromName(row.value(6).toString()).value_or(CostOrigin::Unknown)}};
}

VariantRecord variantFromRow(const QSqlQuery &row)
{
    return {.index = row.value(0).toInt(),
            .target = row.value(1).toString(),
            .prompt = row.value(2).toByteArray(),
            .tools = row.value(3).toByteArray(),
            .parameters = row.value(4).toByteArray()};
}

SegmentRecord segmentFromRow(const QSqlQuery &row)
{
    return {.attemptId = row.value(0).toString(),
            .text = row.value(1).toByteArray(),
            .reasoning = row.value(2).toByteArray(),
            .toolCalls = toolCallsFromJson(row.value(3).toByteArray()),
            .arrivedMs = row.value(4).toLongLong(),
            .isVoid = row.value(5).toBool()};
}

std::optional<Failure> failureFromRow(const QSqlQuery &row)
{
    if (row.value(u"failure_kind"_s).isNull())
        return {};
    return Failure{.kind = failureKindFromName(row.value(u"failure_kind"_s).toString())
                               .value_or(FailureKind::Server),
                   .message = row.value(u"failure_message"_s).toString(),
                   .detail = row.value(u"failure_detail"_s).toString(),
                   .status = row.value(u"failure_status"_s).toInt()};
}

AnswerRecord answerFromRow(const QSqlQuery &row)
{
    AnswerRecord answer;
    answer.runId = row.value(u"run_id"_s).toString();
    answer.variant = row.value(u"variant"_s).toInt();
    answer.row = row.value(u"data_row"_s).toInt();
    answer.sample = row.value(u"sample"_s).toInt();
    answer.target = row.value(u"target"_s).toString();
    if (!row.value(u"model"_s).isNull())
        answer.model = {row.value(u"provider"_s).toString(), row.value(u"model"_s).toString()};
    answer.state = runStateFromName(row.value(u"state"_s).toString()).value_or(RunState::Failed);
    answer.finish = finishFromName(row.value(u"finish"_s).toString()).value_or(Finish::Error);
    answer.finishRaw = row.value(u"finish_raw"_s).toString();
    answer.refusal = row.value(u"refusal"_s).toByteArray();
    for (const Message &message : messagesOf(row.value(u"opaque"_s).toByteArray()))
        answer.opaque += message.parts;
    answer.usage = usageFromRow(row);
    answer.cost = costFromRow(row);
    answer.cache = row.value(u"cache"_s).toString();
    answer.ttftMs = numberOrNone(row.value(u"ttft_ms"_s));
    answer.totalMs = row.value(u"total_ms"_s).toLongLong();
    answer.attempts = row.value(u"attempts"_s).toInt();
    answer.failure = failureFromRow(row);
    return answer;
}

RowValues runColumns(const RunRecord &run)
{
    return {{"id"_L1, run.id},
            {"started_ms"_L1, run.startedMs},
            {"origin"_L1, run.origin},
            {"tag"_L1, run.tag},
            {"prompt_name"_L1, run.promptName},
            {"prompt"_L1, run.prompt},
            {"tools"_L1, run.tools},
            {"state"_L1, QString(runStateName(run.state))},
            {"beginning"_L1, lastUserTurn(run.prompt)}};
}

RowValues variantColumns(const QString &runId, const VariantRecord &variant)
{
    return {{"run_id"_L1, runId},          {"variant"_L1, variant.index},
            {"target"_L1, variant.target}, {"prompt"_L1, variant.prompt},
            {"tools"_L1, variant.tools},   {"parameters"_L1, variant.parameters}};
}

RowValues cellColumns(const AnswerRecord &answer)
{
    return {{"run_id"_L1, answer.runId},
            {"variant"_L1, answer.variant},
            {"data_row"_L1, answer.row},
            {"sample"_L1, answer.sample}};
}

RowValues answerColumns(const AnswerRecord &answer)
{
    const std::optional<ModelRef> &model = answer.model;
    const std::optional<Failure> &failure = answer.failure;
    const QByteArray opaque = answer.opaque.isEmpty()
        ? QByteArray("[]")
        : messagesToJson({Message{Role::Assistant, answer.opaque}});
    RowValues values = cellColumns(answer);
    values += RowValues{{"target"_L1, answer.target},
                        {"provider"_L1, model ? QVariant(model->provider) : QVariant()},
                        {"model"_L1, model ? QVariant(model->model) : QVariant()},
                        {"state"_L1, QString(runStateName(answer.state))},
                        {"finish"_L1, QString(finishName(answer.finish))},
                        {"finish_raw"_L1, answer.finishRaw},
                        {"refusal"_L1, answer.refusal},
                        {"opaque"_L1, opaque},
                        {"cache"_L1, answer.cache},
                        {"ttft_ms"_L1, orNull(answer.ttftMs)},
                        {"total_ms"_L1, answer.totalMs},
                        {"attempts"_L1, answer.attempts},
                        {"failure_kind"_L1,
                         failure ? QVariant(QString(failureKindName(failure->kind))) : QVariant()},
                        {"failure_message"_L1, failure ? QVariant(failure->message) : QVariant()},
                        {"failure_detail"_L1, failure ? QVariant(failure->detail) : QVariant()},
                        {"failure_status"_L1, failure ? QVariant(failure->status) : QVariant()}};
    values += usageColumns(answer.usage);
    values += costColumns(answer.cost);
    return values;
}

Failure notFound(const QString &sentence)
{
    return {.kind = FailureKind::NotFound, .message = sentence};
}

} // namespace

Result<bool> RunStore::add(const RunRecord &run, const QList<VariantRecord> &variants,
                           const QList<AnswerRecord> &answers) const
{
    const Result<qint64> simulated = m_connection.number(
        u"SELECT coalesce(min(simulated), 0) FROM ledger WHERE run_id = ?"_s, {run.id});
    if (!simulated)
        return simulated.failure();
    QList<Cost> costs;
    for (const AnswerRecord &answer : answers)
        costs += answer.cost;
    const Cost cost = totalOf(costs);
    RowValues values = runColumns(run);
    values += RowValues{{"simulated"_L1, *simulated != 0},
                        {"cost_total"_L1, cost.total.picos},
                        {"cost_origin"_L1, QString(costOriginName(cost.origin))}};
    Result<bool> added = m_connection.insert("run"_L1, values, OnConflict::KeepOld);
    if (!added || !*added)
        return added;

    for (const VariantRecord &variant : variants) {
        if (auto done = m_connection.insert("variant"_L1, variantColumns(run.id, variant)); !done)
            return done.failure();
    }
    for (const AnswerRecord &answer : answers) {
        if (auto done = addAnswer(answer); !done)
            return done.failure();
    }
    const Result<QSqlQuery> indexed = m_connection.exec(
        u"INSERT INTO run_text (rowid, body) SELECT number, ? FROM run WHERE id = ?"_s,
        {searchBody(run, variants, answers), run.id});
    if (!indexed)
        return indexed.failure();
    return true;
}

Result<void> RunStore::addAnswer(const AnswerRecord &answer) const
{
    if (auto done = m_connection.insert("answer"_L1, answerColumns(answer)); !done)
        return done.failure();
    int position = 0;
    for (const SegmentRecord &segment : answer.segments) {
        RowValues values = cellColumns(answer);
        values += RowValues{{"position"_L1, position++},
                            {"attempt_id"_L1, segment.attemptId},
                            {"text"_L1, segment.text},
                            {"reasoning"_L1, segment.reasoning},
                            {"tool_calls"_L1, toolCallsToJson(segment.toolCalls)},
                            {"arrived_ms"_L1, segment.arrivedMs},
                            {"is_void"_L1, segment.isVoid}};
        if (auto done = m_connection.insert("segment"_L1, values); !done)
            return done.failure();
    }
    return {};
}

Result<QList<RunSummary>> RunStore::list(const QString &search, int limit) const
{
    QVariantList values;
    const QString condition = searchCondition(search, values);
    values += limit > 0 ? limit : -1;
    return m_connection.rows(
        u"SELECT id, started_ms, state, beginning, simulated, cost_total, cost_origin,"
        " (SELECT group_concat(target, char(31)) FROM (SELECT target FROM variant"
        " WHERE run_id = run.id ORDER BY variant)) FROM run"_s
            + condition + u" ORDER BY started_ms DESC, number DESC LIMIT ?"_s,
        values, summaryFromRow);
}

Result<QString> RunStore::wholeId(const QString &beginning) const
{
    const QString id = beginning.trimmed().toLower();
    // '~' sorts behind all that an id is made of.
    const auto ids = m_connection.rows(
        u"SELECT id FROM run WHERE id >= ? AND id < ? ORDER BY id LIMIT 2"_s,
        {id, QString(id + u"~"_s)}, [](const QSqlQuery &row) { return row.value(0).toString(); });
    if (!ids)
        return ids.failure();
    if (id.isEmpty() || ids->isEmpty()) {
        return notFound(
            QCoreApplication::translate("Storage",
                                        "No run has an id that begins with “%1”. The list of runs "
                                        "shows them.")
                .arg(id));
    }
    if (ids->first() != id && ids->size() > 1) {
        return notFound(
            QCoreApplication::translate("Storage",
                                        "Several runs have an id that begins with “%1”. Write more "
                                        "of it.")
                .arg(id));
    }
    return ids->first();
}

Result<StoredRun> RunStore::find(const QString &id) const
{
    const Result<QString> runId = wholeId(id);
    if (!runId)
        return runId.failure();
    const auto runs = m_connection.rows(u"SELECT * FROM run WHERE id = ?"_s, {*runId}, runFromRow);
    if (!runs)
        return runs.failure();
    if (runs->isEmpty())
        return notFound(QCoreApplication::translate("Storage", "This run was just deleted."));
    const auto variants = m_connection.rows(
        u"SELECT variant, target, prompt, tools, parameters FROM variant WHERE run_id = ?"
        " ORDER BY variant"_s,
        {*runId}, variantFromRow);
    if (!variants)
        return variants.failure();
    const Result<QList<AnswerRecord>> answers = answersOf(*runId);
    if (!answers)
        return answers.failure();
    return StoredRun{.run = runs->first(), .variants = *variants, .answers = *answers};
}

Result<QList<AnswerRecord>> RunStore::answersOf(const QString &runId) const
{
    Result<QList<AnswerRecord>> answers = m_connection.rows(
        u"SELECT * FROM answer WHERE run_id = ? ORDER BY variant, data_row, sample"_s, {runId},
        answerFromRow);
    if (!answers)
        return answers;
    for (AnswerRecord &answer : *answers) {
        const Result<QList<SegmentRecord>> segments = segmentsOf(answer);
        if (!segments)
            return segments.failure();
        answer.segments = *segments;
    }
    return answers;
}

Result<QList<SegmentRecord>> RunStore::segmentsOf(const AnswerRecord &answer) const
{
    return m_connection.rows(
        u"SELECT attempt_id, text, reasoning, tool_calls, arrived_ms, is_void FROM segment"
        " WHERE run_id = ? AND variant = ? AND data_row = ? AND sample = ? ORDER BY position"_s,
        {answer.runId, answer.variant, answer.row, answer.sample}, segmentFromRow);
}

} // namespace Sidelong
