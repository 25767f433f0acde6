// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runprinter.h"

#include "core/base/json.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

namespace {

void textOrNull(Json::Writer &writer, QByteArrayView name, const QByteArray &text)
{
    writer.key(name);
    text.isEmpty() ? writer.null() : writer.value(text);
}

void numberOrNull(Json::Writer &writer, QByteArrayView name, std::optional<qint64> number)
{
    writer.key(name);
    number ? writer.value(*number) : writer.null();
}

void writeCell(Json::Writer &writer, const QString &target, const Cell &cell)
{
    writer.member("target", target).member("row", cell.row).member("sample", cell.sample);
}

void writeUsage(Json::Writer &writer, const Usage &usage)
{
    writer.key("usage").beginObject();
    writer.member("input", usage.input)
        .member("cached_read", usage.cachedRead)
        .member("cache_write", usage.cacheWrite)
        .member("cache_write_long", usage.cacheWriteLong)
        .member("output", usage.output)
        .member("reasoning", usage.reasoning)
        .member("estimated", usage.estimated);
    writer.endObject();
}

void writeToolCalls(Json::Writer &writer, const QList<ToolCall> &calls)
{
    writer.key("tool_calls").beginArray();
    for (const ToolCall &call : calls) {
        writer.beginObject();
        writer.member("id", call.id).member("name", call.name).member("arguments", call.arguments);
        writer.endObject();
    }
    writer.endArray();
}

void writeError(Json::Writer &writer, const std::optional<Failure> &failure)
{
    writer.key("error");
    if (!failure) {
        writer.null();
        return;
    }
    writer.beginObject()
        .member("kind", failureKindName(failure->kind))
        .member("message", failure->message)
        .endObject();
}

} // namespace

QByteArray resultJson(const AnswerRecord &answer)
{
    Json::Writer writer;
    writer.beginObject().member("type", "result"_L1).member("run_id", answer.runId);
    writer.member("target", answer.target).key("model");
    const bool hasAnswered = answer.state == RunState::Done || !answer.text().isEmpty()
        || !answer.refusal.isEmpty() || !answer.toolCalls().isEmpty();
    answer.model &&hasAnswered ? writer.value(answer.model->toString()) : writer.null();
    writer.member("row", answer.row).member("sample", answer.sample);
    writer.member("text", answer.text()).key("json").null();
    textOrNull(writer, "reasoning", answer.reasoning());
    textOrNull(writer, "refusal", answer.refusal);
    writeToolCalls(writer, answer.toolCalls());
    writer.member("finish", finishName(answer.finish));
    textOrNull(writer, "finish_raw", answer.finishRaw.toUtf8());
    writeUsage(writer, answer.usage);
    writer.key("cost").beginObject().key("usd");
    answer.cost.origin == CostOrigin::Unknown ? writer.null()
                                              : writer.value(answer.cost.total.toUsd());
    writer.member("origin", costOriginName(answer.cost.origin)).endObject();
    writer.member("cache", answer.cache);
    writer.key("checks").beginObject().member("passed", 0).member("failed", 0).endObject();
    numberOrNull(writer, "ttft_ms", answer.ttftMs);
    writer.member("total_ms", answer.totalMs).member("attempts", answer.attempts);
    writeError(writer, answer.failure);
    writer.endObject();
    return writer.bytes();
}

void RunPrinter::answerEnded(const AnswerRecord &answer)
{
    if (!answer.failure)
        return;
    m_exitCode = answer.failure->kind == FailureKind::Budget ? Stopped
        : m_exitCode == Stopped                              ? Stopped
                                                             : TargetFailed;
    m_console.say(u"%1: %2"_s.arg(answer.target, answer.failure->message));
    // The provider's own words may echo the prompt, and what is no terminal may be a log.
    const QString words = answer.failure->detail.simplified();
    if (m_console.saysToTerminal() && !words.isEmpty())
        m_console.say(
            QCoreApplication::translate("Cli", "%1: The details: %2")
                .arg(answer.target, words.size() > 500 ? words.left(500) + u" …"_s : words));
}

void RunPrinter::sayIfCut(const AnswerRecord &answer)
{
    if (answer.finish == Finish::Length)
        m_console.say(QCoreApplication::translate(
                          "Cli",
                          "%1: The answer was cut at the token limit; --max-tokens raises "
                          "it.")
                          .arg(answer.target));
}

void TextPrinter::event(const Cell &, const ChatEvent &event)
{
    QByteArray text;
    if (const auto *delta = std::get_if<TextDelta>(&event))
        text = m_heldBack + delta->text;
    else if (const auto *refusal = std::get_if<RefusalDelta>(&event))
        text = m_heldBack + refusal->text;
    else
        return;
    qsizetype end = text.size();
    while (end > 0 && (text.at(end - 1) == '\n' || text.at(end - 1) == '\r'))
        --end;
    m_heldBack = text.mid(end);
    m_hasPrinted = m_hasPrinted || !text.isEmpty();
    put(text.left(end));
}

void TextPrinter::answerEnded(const AnswerRecord &answer)
{
    if (m_hasPrinted || answer.state == RunState::Done)
        put("\n");
    for (const ToolCall &call : answer.toolCalls())
        put(call.name.toUtf8() + '(' + call.arguments + ")\n");
    RunPrinter::answerEnded(answer);
    sayIfCut(answer);
}

void SectionPrinter::answerEnded(const AnswerRecord &answer)
{
    QByteArray text = answer.text();
    if (text.isEmpty())
        text = answer.refusal;
    while (text.endsWith('\n') || text.endsWith('\r'))
        text.chop(1);
    QByteArray title = answer.target.toUtf8();
    if (m_samples > 1)
        title += " #" + QByteArray::number(answer.sample + 1);
    put("== " + title + " ==\n" + text + "\n\n");
    RunPrinter::answerEnded(answer);
    sayIfCut(answer);
}

void JsonLinePrinter::event(const Cell &cell, const ChatEvent &event)
{
    const auto *text = std::get_if<TextDelta>(&event);
    const auto *reasoning = std::get_if<ReasoningDelta>(&event);
    if (!text && !reasoning)
        return;
    Json::Writer writer;
    writer.beginObject().member("type", text ? "delta"_L1 : "reasoning"_L1);
    writeCell(writer, m_targets.at(cell.variant), cell);
    writer.member("text", text ? text->text : reasoning->text).endObject();
    put(writer.bytes() + '\n');
}

void JsonLinePrinter::restarted(const Cell &cell, int number)
{
    Json::Writer writer;
    writer.beginObject().member("type", "restart"_L1);
    writeCell(writer, m_targets.at(cell.variant), cell);
    writer.member("n", number).endObject();
    put(writer.bytes() + '\n');
}

void JsonLinePrinter::attemptEnded(const Cell &cell, const AttemptRecord &attempt)
{
    Json::Writer writer;
    writer.beginObject().member("type", "attempt"_L1);
    writeCell(writer, m_targets.at(cell.variant), cell);
    writer.member("n", attempt.number).member("model", attempt.model.toString());
    writer.member("outcome", attempt.outcome);
    numberOrNull(writer, "status",
                 attempt.status ? std::optional<qint64>(attempt.status) : std::nullopt);
    writer.member("wait_ms", attempt.waitMs);
    numberOrNull(writer, "ttft_ms", attempt.ttftMs);
    writer.member("total_ms", attempt.totalMs);
    textOrNull(writer, "message", attempt.message.toUtf8());
    writer.endObject();
    put(writer.bytes() + '\n');
}

void JsonLinePrinter::answerEnded(const AnswerRecord &answer)
{
    put(resultJson(answer) + '\n');
    RunPrinter::answerEnded(answer);
}

} // namespace Sidelong::Cli
