// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/message.h"

#include <QStringList>

#include <optional>

namespace Sidelong {

/// What the user set; a field without a value is not sent.
struct Parameters
{
    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<qint64> maxTokens; ///< Always sent in the end: see Engine.
    std::optional<qint64> seed;
    QStringList stop;
    QString effort; ///< Reasoning effort in the provider's words; empty = its default.

    friend bool operator==(const Parameters &, const Parameters &) = default;
};

/// \a overrides laid over \a base.
Parameters merged(Parameters base, const Parameters &overrides);

/// JSON object of what is set ({"temperature":0,"max_tokens":800,…}), and back.
QByteArray parametersToJson(const Parameters &parameters);
Result<Parameters> parametersFromJson(const QByteArray &json);

struct Tool
{
    QString name;
    QString description;
    QByteArray schema; ///< JSON Schema of the arguments, byte for byte.

    friend bool operator==(const Tool &, const Tool &) = default;
};

/// JSON array of objects with name, description and schema, the schema byte for byte.
QByteArray toolsToJson(const QList<Tool> &tools);

/// One call of a model, before any provider's dialect.
struct ChatRequest
{
    QString model;
    QList<Message> messages;
    Parameters parameters;
    QList<Tool> tools;
    bool stream = true;

    friend bool operator==(const ChatRequest &, const ChatRequest &) = default;
};

} // namespace Sidelong
