// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/price.h"

#include <QList>
#include <QString>

#include <chrono>

namespace Sidelong {

/// A model that the simulator plays. Speed and price are made up.
struct SimulatedModel
{
    QString id;
    QString title;
    qint64 contextWindow = 0; ///< Tokens.
    qint64 maxOutput = 0; ///< Tokens.
    bool reasoning = false;
    Price price;
    double tokensPerSecond = 100;
    std::chrono::milliseconds firstToken{100};
    int reasoningTokens = 0; ///< Thought before the answer, at the same speed.

    friend bool operator==(const SimulatedModel &, const SimulatedModel &) = default;
};

const QList<SimulatedModel> &simulatedModels();
/// Null where there is no such model.
const SimulatedModel *findSimulatedModel(const QString &id);

} // namespace Sidelong
