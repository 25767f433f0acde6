// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/chatrequest.h"

namespace Sidelong {

/// Tokens of a text of \a bytes UTF-8 bytes, roughly: four bytes each, rounded up.
constexpr qint64 estimateTokens(qint64 bytes) { return (bytes + 3) / 4; }

/// The same for a conversation, with four tokens around each message.
qint64 estimateTokens(const QList<Message> &messages);
/// The same for the tools that go along, which are input like any text.
qint64 estimateTokens(const QList<Tool> &tools);

} // namespace Sidelong
