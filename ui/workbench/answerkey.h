// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/run.h"

namespace Sidelong {

/// What tells one answer of a column from its others: a run of several samples gave several.
struct AnswerKey
{
    QString runId;
    int row = 0;
    int sample = 0;

    friend bool operator==(const AnswerKey &, const AnswerKey &) = default;

    static AnswerKey of(const AnswerUpdate &update)
    {
        return {update.runId, update.cell.row, update.cell.sample};
    }
    static AnswerKey of(const AnswerRecord &answer)
    {
        return {answer.runId, answer.row, answer.sample};
    }
};

} // namespace Sidelong
