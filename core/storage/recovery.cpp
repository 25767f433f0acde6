// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/recovery.h"

#include "core/storage/journal.h"
#include "core/storage/ledgerstore.h"
#include "core/storage/migrations.h"
#include "core/storage/rowcodec.h"
#include "core/storage/runstore.h"

#include <tuple>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// Books \a attempt; where that was done before the crash, it becomes what was booked.
Result<void> bookRecovered(const LedgerStore &ledger, const RecoveredRun &run,
                           AttemptRecord &attempt, const AttemptEstimator &estimate)
{
    Result<std::optional<AttemptRecord>> booked = ledger.find(attempt.id);
    if (!booked)
        return booked.failure();
    if (*booked) {
        attempt = **booked;
        return {};
    }
    if (attempt.outcome == "interrupted"_L1)
        estimate(attempt, run.billed.value(attempt.id));
    if (auto done = ledger.add(attempt); !done)
        return done.failure();
    return {};
}

void addUp(AnswerRecord &answer, const QList<AttemptRecord> &attempts)
{
    QList<Usage> usages;
    QList<Cost> costs;
    for (const AttemptRecord &attempt : attempts) {
        if (std::tie(attempt.variant, attempt.row, attempt.sample)
            != std::tie(answer.variant, answer.row, answer.sample)) {
            continue;
        }
        usages += attempt.usage.value_or(Usage());
        costs += attempt.cost;
    }
    answer.usage = totalOf(usages);
    answer.cost = totalOf(costs);
}

Result<void> fold(const Connection &connection, RecoveredJournal &journal,
                  const AttemptEstimator &estimate)
{
    Transaction transaction(connection);
    if (auto done = transaction.begin(); !done)
        return done;
    if (auto done = checkSchema(connection); !done)
        return done;
    const LedgerStore ledger(connection);
    for (RecoveredRun &run : journal.runs) {
        for (AttemptRecord &attempt : run.attempts) {
            if (auto done = bookRecovered(ledger, run, attempt, estimate); !done)
                return done;
        }
        for (AnswerRecord &answer : run.answers)
            addUp(answer, run.attempts);
        const Result<bool> added = RunStore(connection).add(run.run, run.variants, run.answers);
        if (!added)
            return added.failure();
    }
    return transaction.commit();
}

} // namespace

Result<void> foldJournals(const Connection &connection, const QString &directory,
                          const AttemptEstimator &estimate)
{
    QList<RecoveredJournal> journals = recoverJournals(directory);
    for (RecoveredJournal &journal : journals) {
        if (auto done = fold(connection, journal, estimate); !done)
            return done;
        removeJournal(journal);
    }
    return {};
}

} // namespace Sidelong
