// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"
#include "core/domain/chatevent.h"

#include <QSet>

namespace Sidelong {

/// What several dialects read alike.

/// The reason in contract.md's words; unknown ones are a stop.
Finish finishOf(QByteArrayView raw);

/// A count of tokens; what is missing, negative or absurd is bounded to 0 … 10^15.
qint64 tokenCount(Json::Value value);

/// \a bytes where they are valid UTF-8; else \a repaired, which then holds them with U+FFFD for
/// what is not. All that is taken from an event, raw JSON too, is then text that can be written.
QByteArrayView validText(QByteArrayView bytes, QByteArray &repaired);

/// Collects warnings of one stream up to a bound, so that a hostile one does not fill the trace.
class WarningBudget
{
public:
    void add(const QString &message, ChatEvents &out);
    /// Whether this is the first time that \a topic is worth a warning.
    bool isNews(QByteArrayView topic);

private:
    int m_left = 20;
    QSet<QByteArray> m_topics;
};

/// Bounds parts to the whole they are part of; a reasoning count above output is worth a Warning,
/// once however often the usage is told.
void clampUsage(Usage &usage, WarningBudget &warnings, ChatEvents &out);

/// A number of dollars, in whatever notation, as money; nothing where it is none or negative.
std::optional<Money> moneyOf(Json::Value dollars);

} // namespace Sidelong
