// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/json.h"
#include "core/providers/dialect.h"

namespace Sidelong {

// What the requests of several dialects have in common.

/// The failures that need no server to be found: an empty prompt, a tool whose schema is no JSON
/// object.
Result<void> checkRequest(const ChatRequest &request);

/// \a version ("/v1", may be empty) and \a path behind the base URL, without doubling the version
/// and without the path of a call that the user pasted along.
QUrl endpointUrl(const QUrl &base, QStringView version, QStringView path);

/// \a url with \a value as one more item of its query, where there is a value.
QUrl withQueryItem(QUrl url, const QString &name, const QString &value);

/// URL, the provider's headers over ours, and where its key goes; the key itself joins later.
HttpRequest wireRequest(const Provider &provider, const QUrl &url, bool streamed);

/// \a text as valid UTF-8, as JSON must be.
QByteArray validUtf8(const QByteArray &text);

bool hasKind(const Message &message, ContentPart::Kind kind);
/// The parts' text of one kind joined.
QByteArray textOf(const Message &message, ContentPart::Kind kind);
/// "data:image/png;base64,…"
QByteArray dataUrl(const ContentPart &image);
QByteArray mediaTypeOf(const ContentPart &image);
/// The schema as it is, or that of no arguments.
QByteArray schemaOf(const Tool &tool);

/// A note that \a parameter was left out because \a model does not take it.
QString droppedNote(QStringView parameter, const QString &model);

} // namespace Sidelong
