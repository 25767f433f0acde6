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

struct DocumentWords
{
    Q_DECLARE_TR_FUNCTIONS(WorkbenchDocument)
};

bool isTextPart(const ContentPart &part) { return part.kind == ContentPart::Kind::Text; }

bool saysNothing(const PromptTurn &turn)
{
    return turn.text.trimmed().isEmpty()
        && std::all_of(turn.parts.cbegin(), turn.parts.cend(), isTextPart);
}

void writeTurns(Json::Writer &out, const QList<PromptTurn> &turns)
{
    out.key("turns").beginArray();
    for (const PromptTurn &turn : turns) {
        out.beginObject().member("role", roleName(turn.role)).member("text", turn.text);
        if (!turn.parts.isEmpty())
            out.key("message").raw(messagesToJson({messageOf(turn)}));
        out.endObject();
    }
    out.endArray();
}

std::optional<Role> readRole(QByteArrayView name)
{
    for (const Role role : {Role::System, Role::User, Role::Assistant, Role::Tool}) {
        if (QByteArrayView(roleName(role)) == name)
            return role;
    }
    return std::nullopt;
}

std::optional<QList<PromptTurn>> readTurns(Json::Value list)
{
    if (!list.isArray())
        return std::nullopt;
    QList<PromptTurn> turns;
    for (const Json::Value entry : list) {
        const std::optional<Role> role = readRole(entry["role"].stringView());
        if (!role)
            return std::nullopt;
        PromptTurn turn{*role, QString::fromUtf8(entry["text"].string())};
        if (entry["message"].exists()) {
            const auto messages = messagesFromJson(entry["message"].raw().toByteArray());
            if (!messages || messages->size() != 1)
                return std::nullopt;
            turn.parts = messages->first().parts;
        }
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

/// What toolsToJson() wrote.
QList<Tool> readTools(const QByteArray &json)
{
    QList<Tool> tools;
    Json::Document parsed;
    if (json.isEmpty() || !parsed.parse(json))
        return tools;
    for (const Json::Value entry : parsed.root())
        tools.append({entry["name"].toString(), entry["description"].toString(),
                      entry["schema"].raw().toByteArray()});
    return tools;
}

/// What all have alike. An override can set and not unset: what only some have, none has here.
Parameters shared(const QList<Parameters> &all)
{
    if (all.isEmpty())
        return {};
    Parameters common = all.first();
    for (const Parameters &each : all) {
        if (each.temperature != common.temperature)
            common.temperature.reset();
        if (each.topP != common.topP)
            common.topP.reset();
        if (each.maxTokens != common.maxTokens)
            common.maxTokens.reset();
        if (each.seed != common.seed)
            common.seed.reset();
        if (each.stop != common.stop)
            common.stop.clear();
        if (each.effort != common.effort)
            common.effort.clear();
    }
    return common;
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

Message messageOf(const PromptTurn &turn)
{
    if (turn.parts.isEmpty())
        return Message::ofText(turn.role, turn.text.toUtf8());
    Message message{turn.role, turn.parts};
    const QByteArray text = turn.text.toUtf8();
    if (message.text() == text)
        return message;
    const auto first = std::find_if(message.parts.cbegin(), message.parts.cend(), isTextPart);
    const qsizetype at = first - message.parts.cbegin();
    message.parts.removeIf(isTextPart);
    if (!text.isEmpty())
        message.parts.insert(std::min(at, message.parts.size()), ContentPart::ofText(text));
    return message;
}

PromptTurn turnOf(const Message &message)
{
    const QByteArray text = message.text();
    PromptTurn turn{message.role, QString::fromUtf8(text)};
    if (message.parts != QList<ContentPart>{ContentPart::ofText(text)})
        turn.parts = message.parts;
    return turn;
}

PromptContent WorkbenchDocument::content(const QList<PromptTurn> &turns)
{
    PromptContent content;
    for (const PromptTurn &turn : turns) {
        if (!saysNothing(turn))
            content.messages.append(messageOf(turn));
    }
    return content;
}

QList<PromptTurn> WorkbenchDocument::turnsOf(const QList<Message> &messages)
{
    QList<PromptTurn> turns;
    if (messages.isEmpty() || messages.first().role != Role::System)
        turns.append({Role::System, {}});
    for (const Message &message : messages)
        turns.append(turnOf(message));
    return turns;
}

bool WorkbenchDocument::hasQuestion(const QList<PromptTurn> &turns)
{
    return std::any_of(turns.cbegin(), turns.cend(), [](const PromptTurn &turn) {
        return turn.role == Role::User && !saysNothing(turn);
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
        chips.append(DocumentWords::tr("own prompt"));
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
    QList<Parameters> sent;
    for (const VariantRecord &variant : run.variants) {
        WorkbenchColumn *column = document.column(document.addColumn(variant.target));
        if (!column)
            break;
        const Result<Parameters> parameters = parametersFromJson(variant.parameters);
        sent.append(parameters ? *parameters : Parameters());
        if (variant.prompt.isEmpty())
            continue;
        if (const auto messages = messagesFromJson(variant.prompt))
            column->turns = turnsOf(*messages);
    }
    document.parameters = shared(sent);
    for (qsizetype i = 0; i < sent.size(); ++i)
        document.columns[i].overrides = apart(sent.at(i), document.parameters);
    return document;
}

RunRequest askedOf(const StoredRun &run, const VariantRecord &variant)
{
    RunRequest asked;
    asked.origin = u"window"_s;
    asked.promptName = run.run.promptName;
    asked.tag = run.run.tag;
    asked.concurrency = 1;
    const auto messages =
        messagesFromJson(variant.prompt.isEmpty() ? run.run.prompt : variant.prompt);
    if (messages)
        asked.content.messages = *messages;
    asked.content.tools = readTools(variant.tools.isEmpty() ? run.run.tools : variant.tools);
    if (const Result<Parameters> sent = parametersFromJson(variant.parameters))
        asked.parameters = *sent;
    asked.variants = {Variant{variant.target, {}, {}}};
    return asked;
}

QStringList describe(const Parameters &parameters)
{
    QStringList chips;
    if (parameters.temperature)
        chips.append(DocumentWords::tr("temperature %1").arg(*parameters.temperature));
    if (parameters.maxTokens)
        chips.append(DocumentWords::tr("max %1 tokens").arg(formatTokens(*parameters.maxTokens)));
    if (parameters.topP)
        chips.append(DocumentWords::tr("top-p %1").arg(*parameters.topP));
    if (parameters.seed)
        chips.append(DocumentWords::tr("seed %1").arg(*parameters.seed));
    if (!parameters.stop.isEmpty())
        chips.append(DocumentWords::tr("stop %1").arg(parameters.stop.join(u", "_s)));
    if (!parameters.effort.isEmpty())
        chips.append(DocumentWords::tr("effort %1").arg(parameters.effort));
    return chips;
}

} // namespace Sidelong
