// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/apierror.h"

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

QString scalarText(Json::Value value)
{
    if (value.isString())
        return value.toString();
    return value.exists() && !value.isNull() ? QString::fromUtf8(value.raw()) : QString();
}

/// A status that the body names: as a number of its own, or as the code, which some servers
/// write as a string.
int statusOf(Json::Value holder)
{
    const Json::Value code = holder["code"];
    const QByteArrayView text = code.stringView();
    const qint64 coded = text.size() == 3 ? text.toByteArray().toInt() : code.toInt().value_or(0);
    const qint64 status = holder["status_code"].toInt().value_or(coded);
    return status >= 300 && status < 600 ? static_cast<int>(status) : 0;
}

} // namespace

bool ApiError::isIn(Json::Value error)
{
    return error.isString() ? !error.stringView().isEmpty() : error.isObject() && error.size() > 0;
}

ApiError ApiError::read(Json::Value root)
{
    ApiError error;
    const Json::Value body = root["error"];
    const Json::Value detail = root["detail"];
    error.found = isIn(body) || root["object"].stringView() == "error" || isIn(detail)
        || (detail.isArray() && detail.size() > 0);
    if (!error.found)
        return error;
    const Json::Value holder = body.isObject() && body.size() > 0 ? body : root;
    error.message = scalarText(isIn(body) && body.isString() ? body : holder["message"]);
    if (error.message.isEmpty())
        error.message = scalarText(holder["detail"]);
    error.type = holder["type"].string();
    error.code = holder["code"].string();
    if (const Json::Value finer = holder["details"]["error_code"]; finer.isString())
        error.code = finer.string();
    error.status = statusOf(holder);
    const Json::Value metadata = holder["metadata"];
    error.moderated = metadata["reasons"].isArray() || metadata["flagged_input"].isString();
    if (const Json::Value said = metadata["raw"]; !said.stringView().isEmpty())
        error.message += u": "_s + said.toString();
    return error;
}

} // namespace Sidelong
