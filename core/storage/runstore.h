// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/connection.h"
#include "core/storage/records.h"

namespace Sidelong {

/// Runs with what was asked and answered. Lives in the thread of its connection; transactions
/// are the caller's.
class RunStore
{
public:
    explicit RunStore(const Connection &connection) : m_connection(connection) { }

    /// Adds a run that ended, its attempts being booked already. False where it was there, which
    /// then stays as it is.
    Result<bool> add(const RunRecord &run, const QList<VariantRecord> &variants,
                     const QList<AnswerRecord> &answers) const;

    /// The newest first. Every word of \a search must stand in the prompt or the answers, as a
    /// part of a word too, in either case; an empty one finds all. \a limit <= 0 is none.
    Result<QList<RunSummary>> list(const QString &search, int limit) const;
    /// \a id may be a unique beginning of one.
    Result<StoredRun> find(const QString &id) const;

private:
    Result<QString> wholeId(const QString &beginning) const;
    Result<void> addAnswer(const AnswerRecord &answer) const;
    Result<QList<AnswerRecord>> answersOf(const QString &runId) const;
    Result<QList<SegmentRecord>> segmentsOf(const AnswerRecord &answer) const;

    const Connection &m_connection;
};

} // namespace Sidelong
