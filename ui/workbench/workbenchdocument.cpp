// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/workbenchdocument.h"

#include "core/base/json.h"
#include "ui/common/format.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

QString words(const char *text) { return QCoreApplication::translate("WorkbenchDocument", text); }

void writeTurns(Json::Writer &out, const QList<PromptTurn> &turns)
{
    out.key("turns").beginArray();
    for (const PromptTurn &turn : turns)
        out.beginObject().member("role", roleName(turn.role)).member("text", turn.text).endObject();
    out.endArray();
}

std::optional<QList<PromptTurn>> readTurns(Json::Value list)
{
    if (!list.isArray())
        return std::nullopt;
    QList<PromptTurn> turns;
    for (const Json::Value entry : list) {
        const QByteArrayView role = entry["role"].stringView();
        PromptTurn turn{Role::User, QString::fromUtf8(entry["text"].string())};
        if (role == "system")
            turn.role = Role::System;
        else if (role == "assistant")
            turn.role = Role::Assistant;
        else if (role != "user")
            return std::nullopt;
        turns.append(turn);
    }
    return turns;
}

std::optional<Parameters> readParameters(Json::Value value)
{
    if (!value.exists())
        return Parameters();
    const Result<Parameters> parameters = parametersFromJson(value.raw().toByteArray());
    return parameters ? std::optional(*parameters) : std::nullopt;
}

std::optional<WorkbenchColumn> readColumn(Json::Value value)
{
    WorkbenchColumn column;
    column.series = static_cast<int>(value["series"].toInt().value_or(0));
    column.target = value["target"].toString();
    const std::optional<Parameters> overrides = readParameters(value["parameters"]);
    if (!overrides || column.target.isEmpty())
        return std::nullopt;
    column.overrides = *overrides;
    if (value["turns"].exists()) {
        column.turns = readTurns(value["turns"]);
        if (!column.turns)
            return std::nullopt;
    }
    return column;
}

/// What of \a own is set and not the same in \a common.
Parameters apart(Parameters own, const Parameters &common)
{
    if (own.temperature == common.temperature)
        own.temperature.reset();
    if (own.topP == common.topP)
        own.topP.reset();
    if (own.maxTokens == common.maxTokens)
        own.maxTokens.reset();
    if (own.seed == common.seed)
        own.seed.reset();
    if (own.stop == common.stop)
        own.stop.clear();
    if (own.effort == common.effort)
        own.effort.clear();
    return own;
}

} // namespace

int WorkbenchDocument::addColumn(const QString &target)
{
    if (columns.size() >= maxColumns)
        return 0;
    int series = 0;
    const auto taken = [&](const WorkbenchColumn &other) { return other.series == series; };
    while (std::any_of(columns.cbegin(), columns.cend(), taken))
        ++series;
    columns.append({nextId, series, target, {}, {}});
    return nextId++;
}

void WorkbenchDocument::removeColumn(int id)
{
    columns.removeIf([id](const WorkbenchColumn &column) { return column.id == id; });
}

WorkbenchColumn *WorkbenchDocument::column(int id)
{
    const auto it = std::find_if(columns.begin(), columns.end(),
                                 [id](const WorkbenchColumn &column) { return column.id == id; });
    return it == columns.end() ? nullptr : &*it;
}

const WorkbenchColumn *WorkbenchDocument::column(int id) const
{
    const auto it = std::find_if(columns.cbegin(), columns.cend(),
                                 [id](const WorkbenchColumn &column) { return column.id == id; });
    return it == columns.cend() ? nullptr : &*it;
}

PromptContent WorkbenchDocument::content(const QList<PromptTurn> &turns)
{
    PromptContent content;
    for (const PromptTurn &turn : turns) {
        if (!turn.text.trimmed().isEmpty())
            content.messages.append(Message::ofText(turn.role, turn.text.toUtf8()));
    }
    return content;
}

QList<PromptTurn> WorkbenchDocument::turnsOf(const QList<Message> &messages)
{
    QList<PromptTurn> turns;
    if (messages.isEmpty() || messages.first().role != Role::System)
        turns.append({Role::System, {}});
    for (const Message &message : messages)
        turns.append({message.role, QString::fromUtf8(message.text())});
    return turns;
}

bool WorkbenchDocument::hasQuestion(const QList<PromptTurn> &turns)
{
    return std::any_of(turns.cbegin(), turns.cend(), [](const PromptTurn &turn) {
        return turn.role == Role::User && !turn.text.trimmed().isEmpty();
    });
}

const QList<PromptTurn> &WorkbenchDocument::turnsOf(const WorkbenchColumn &column) const
{
    return column.turns ? *column.turns : turns;
}

RunRequest WorkbenchDocument::request(const QList<int> &columnIds) const
{
    RunRequest request;
    request.origin = u"window"_s;
    request.content = content(turns);
    request.parameters = parameters;
    request.promptName = title;
    for (const WorkbenchColumn &column : columns) {
        if (!columnIds.contains(column.id))
            continue;
        Variant variant{column.target, column.overrides, std::nullopt};
        if (column.turns && *column.turns != turns)
            variant.content = content(*column.turns);
        request.variants.append(variant);
    }
    request.concurrency = static_cast<int>(std::max<qsizetype>(1, request.variants.size()));
    return request;
}

QStringList WorkbenchDocument::differences(int id) const
{
    const WorkbenchColumn *of = column(id);
    if (!of)
        return {};
    QStringList chips = describe(apart(merged(parameters, of->overrides), parameters));
    if (of->turns && *of->turns != turns)
        chips.append(words("own prompt"));
    return chips;
}

QByteArray WorkbenchDocument::toJson() const
{
    Json::Writer out;
    out.beginObject().member("version", 1).member("title", title);
    writeTurns(out, turns);
    out.key("parameters").raw(parametersToJson(parameters));
    out.key("columns").beginArray();
    for (const WorkbenchColumn &column : columns) {
        out.beginObject().member("target", column.target).member("series", column.series);
        out.key("parameters").raw(parametersToJson(column.overrides));
        if (column.turns)
            writeTurns(out, *column.turns);
        out.endObject();
    }
    out.endArray().endObject();
    return out.bytes();
}

std::optional<WorkbenchDocument> WorkbenchDocument::fromJson(const QByteArray &json)
{
    Json::Document parsed;
    if (!parsed.parse(json) || parsed.root()["version"].toInt() != 1)
        return std::nullopt;
    const Json::Value root = parsed.root();
    WorkbenchDocument document;
    document.title = root["title"].toString();
    const auto turns = readTurns(root["turns"]);
    const auto parameters = readParameters(root["parameters"]);
    if (!turns || !parameters)
        return std::nullopt;
    document.turns = *turns;
    document.parameters = *parameters;
    for (const Json::Value entry : root["columns"]) {
        std::optional<WorkbenchColumn> column = readColumn(entry);
        if (!column || document.columns.size() == maxColumns)
            return std::nullopt;
        column->id = document.nextId++;
        document.columns.append(*column);
    }
    return document;
}

WorkbenchDocument WorkbenchDocument::ofRun(const StoredRun &run)
{
    WorkbenchDocument document;
    document.title = run.run.promptName;
    if (const auto messages = messagesFromJson(run.run.prompt))
        document.turns = turnsOf(*messages);
    bool first = true;
    for (const VariantRecord &variant : run.variants) {
        const Result<Parameters> sent = parametersFromJson(variant.parameters);
        if (first && sent)
            document.parameters = *sent;
        first = false;
        WorkbenchColumn *column = document.column(document.addColumn(variant.target));
        if (!column)
            break;
        if (sent)
            column->overrides = apart(*sent, document.parameters);
        if (variant.prompt.isEmpty())
            continue;
        if (const auto messages = messagesFromJson(variant.prompt))
            column->turns = turnsOf(*messages);
    }
    return document;
}

QStringList describe(const Parameters &parameters)
{
    QStringList chips;
    if (parameters.temperature)
        chips.append(words("temperature %1").arg(*parameters.temperature));
    if (parameters.maxTokens)
        chips.append(words("max %1 tokens").arg(formatTokens(*parameters.maxTokens)));
    if (parameters.topP)
        chips.append(words("top-p %1").arg(*parameters.topP));
    if (parameters.seed)
        chips.append(words("seed %1").arg(*parameters.seed));
    if (!parameters.stop.isEmpty())
        chips.append(words("stop %1").arg(parameters.stop.join(u", "_s)));
    if (!parameters.effort.isEmpty())
        chips.append(words("effort %1").arg(parameters.effort));
    return chips;
}

} // namespace Sidelong
