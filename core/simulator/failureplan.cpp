// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/failureplan.h"

#include "core/simulator/failureplanreader.h"

namespace Sidelong {

Result<FailurePlan> FailurePlan::fromJson(const QByteArray &json, const QString &fileName)
{
    return FailurePlanReader(fileName).read(json);
}

FailurePlanState::FailurePlanState(FailurePlan plan)
    : m_plan(std::move(plan)), m_counts(m_plan.rules.size())
{
}

FailureAction FailurePlanState::next(const QByteArray &model, const QByteArray &path, qint64 nowMs)
{
    const FailureAction *chosen = nullptr;
    for (qsizetype i = 0; i < m_counts.size(); ++i) {
        const FailureRule &rule = m_plan.rules[i];
        Count &count = m_counts[i];
        if ((!rule.model.isEmpty() && rule.model != model)
            || (!rule.path.isEmpty() && rule.path != path))
            continue;
        ++count.seen; // also where an earlier rule acts: "nth" means requests, not leftovers
        const bool isTurn = rule.nth > 0
            ? count.seen == rule.nth
            : count.seen >= rule.from && (count.seen - rule.from) % rule.every == 0;
        const bool isSpent = rule.times > 0 && count.acted >= rule.times;
        const bool isOver = rule.window.count() > 0 && count.acted > 0
            && nowMs - count.firstActionMs >= rule.window.count();
        if (chosen || !isTurn || isSpent || isOver)
            continue;
        if (count.acted++ == 0)
            count.firstActionMs = nowMs;
        chosen = &rule.action;
    }
    return chosen ? *chosen : FailureAction();
}

} // namespace Sidelong
