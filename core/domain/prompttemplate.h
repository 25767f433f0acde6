// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/domain/message.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace Sidelong {

/// The names of the {{variables}} of a text, each once, in order of appearance. A name is letters
/// with their marks, digits, '_', '-' and '.', with blanks around it allowed; anything else in
/// braces is text.
QStringList variablesIn(const QString &text);

/// \a text with its variables filled in. Values are put in as they are and not looked at again.
/// An unset variable is a failure that names it.
Result<QString> filled(const QString &text, const QMap<QString, QString> &values);

/// The same for the text parts of a conversation.
Result<QList<Message>> filled(const QList<Message> &messages, const QMap<QString, QString> &values);

} // namespace Sidelong
