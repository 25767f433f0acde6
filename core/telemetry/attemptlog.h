// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

namespace Sidelong {

/// The rotating log, one line per attempt. What it is handed holds no prompt, answer, variable,
/// URL query or provider's words by its very type: figures and names.
struct AttemptLogLine
{
    qint64 utcMs = 0;
    QString runId;
    QString model; ///< "provider/model"
    QString outcome; ///< "ok" or a failure kind
    int status = 0;
    qint64 ttftMs = -1;
    qint64 totalMs = 0;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    QString costUsd; ///< Empty = unknown.
    QString next; ///< After a failure: what comes now, "retry in 2.1 s", "give up".
};

/// Writes DIRECTORY/sidelong.log on a thread of its own, rotated at a size bound (5 MB, 5 files),
/// readable by its owner alone: which model was called when is nobody else's business. A log that
/// cannot be written is noted once on standard error and never fails a call. Thread-safe.
class AttemptLog
{
public:
    explicit AttemptLog(const QString &directory);
    ~AttemptLog();
    Q_DISABLE_COPY_MOVE(AttemptLog)

    /// Information, or a warning ('openai/gpt-… failed: rate limited; next: …') for failures.
    void attempt(const AttemptLogLine &line);
    /// Blocks until everything is written; for the end of the program and for tests.
    void flush();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Sidelong
