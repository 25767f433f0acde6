// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/records.h"

namespace Sidelong {

// The inside of a journal's records. Private to the journal and its reader.

enum class JournalKind : char {
    Run = 'R',
    Attempt = 'A',
    Text = 't',
    Reasoning = 'r',
    Refusal = 'f',
    ToolCall = 'c',
    AttemptEnd = 'E',
    RunStored = 'S',
};

/// What a journal begins with; the digit is the version of its records.
inline constexpr QByteArrayView journalMagic = "SLJRNL1\n";
/// Length and checksum, both 32 bits, little endian, in front of each record.
inline constexpr qsizetype journalFrameSize = 8;

/// CRC-32, the one of zlib and PNG.
quint32 journalChecksum(QByteArrayView bytes);

struct JournalRun
{
    RunRecord run;
    QList<VariantRecord> variants;
};

struct JournalAttempt
{
    AttemptRecord attempt;
    QString target;
};

struct JournalText
{
    QString attemptId;
    QByteArray text;
};

struct JournalToolCall
{
    QString attemptId;
    ToolCallDelta fragment;
};

QByteArray pack(const JournalRun &run);
QByteArray pack(const JournalAttempt &attempt);
QByteArray pack(const JournalText &text);
QByteArray pack(const JournalToolCall &call);

// False where the bytes are no such record.
bool unpack(const QByteArray &bytes, JournalRun &run);
bool unpack(const QByteArray &bytes, JournalAttempt &attempt);
bool unpack(const QByteArray &bytes, JournalText &text);
bool unpack(const QByteArray &bytes, JournalToolCall &call);

} // namespace Sidelong
