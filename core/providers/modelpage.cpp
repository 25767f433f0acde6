// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/modelpage.h"

#include "core/base/json.h"

#include <QCoreApplication>

namespace Sidelong {

namespace {

std::optional<qint64> firstCount(std::initializer_list<Json::Value> spellings)
{
    for (const Json::Value value : spellings) {
        if (const std::optional<qint64> count = value.toInt(); count && *count > 0)
            return count;
    }
    return {};
}

QString firstText(std::initializer_list<Json::Value> spellings)
{
    for (const Json::Value value : spellings) {
        if (!value.stringView().isEmpty())
            return value.toString();
    }
    return {};
}

ListedModel modelOf(Json::Value entry)
{
    ListedModel model;
    model.id = firstText({entry["id"], entry["name"], entry["model"]});
    model.title = firstText({entry["display_name"], entry["name"]});
    if (model.title == model.id)
        model.title.clear();
    const Json::Value top = entry["top_provider"];
    model.contextWindow = firstCount({entry["context_length"], entry["context_window"],
                                      entry["max_context_length"], entry["max_model_len"],
                                      entry["max_input_tokens"], entry["meta"]["n_ctx_train"]});
    // Anthropic's max_tokens, OpenRouter's top_provider, Groq's max_completion_tokens.
    model.maxOutput = firstCount(
        {top["max_completion_tokens"], entry["max_completion_tokens"], entry["max_tokens"]});
    model.endsOn = firstText({entry["shutdown_date"], entry["retires_at"], entry["expiration_date"],
                              entry["deprecation"]})
                       .left(10);
    return model;
}

} // namespace

Result<ModelPage> readModelPage(const QByteArray &body)
{
    Json::Document document;
    document.parse(body.trimmed());
    const Json::Value root = document.root();
    Json::Value list = root;
    if (root.isObject())
        list = root["data"].isArray() ? root["data"] : root["models"];
    if (!list.isArray()) {
        return Failure{FailureKind::BadReply,
                       QCoreApplication::translate(
                           "ModelPage",
                           "The server answered with something that is no list of models. Check "
                           "that the base URL is that of the API."),
                       QString::fromUtf8(body.left(2000)), 200};
    }
    ModelPage page;
    for (const Json::Value entry : list) {
        ListedModel model = modelOf(entry);
        if (!model.id.isEmpty())
            page.models.append(std::move(model));
    }
    if (!root["has_more"].toBool().value_or(false))
        return page;
    page.nextCursor = root["last_id"].toString();
    if (page.nextCursor.isEmpty() && !page.models.isEmpty())
        page.nextCursor = page.models.constLast().id;
    return page;
}

} // namespace Sidelong
