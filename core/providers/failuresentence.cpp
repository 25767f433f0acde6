// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/failuresentence.h"

#include <QCoreApplication>

namespace Sidelong {

namespace {

/// Whole sentences with %1 for the provider and %2 for the status.
const char *sentenceOf(FailureKind kind)
{
    switch (kind) {
    case FailureKind::RateLimited:
        return QT_TRANSLATE_NOOP(
            "ProviderFailure",
            "%1 takes no more requests for the moment: its rate limit is reached. Wait a "
            "little, or send fewer at once.");
    case FailureKind::Quota:
        return QT_TRANSLATE_NOOP(
            "ProviderFailure",
            "The account at %1 has no credit left or has reached its spending limit. Add "
            "credit or raise the limit there.");
    case FailureKind::Overloaded:
        return QT_TRANSLATE_NOOP(
            "ProviderFailure",
            "%1 is overloaded (status %2). Try again in a moment or use another model.");
    case FailureKind::StreamCut:
        return QT_TRANSLATE_NOOP(
            "ProviderFailure",
            "%1 broke off before the answer was complete. What came is kept; run again for "
            "the whole answer.");
    case FailureKind::BadReply:
        return QT_TRANSLATE_NOOP(
            "ProviderFailure",
            "%1 answered with something that is no API reply (status %2). Check the base "
            "URL in Settings.");
    case FailureKind::Auth:
        return QT_TRANSLATE_NOOP(
            "ProviderFailure",
            "%1 refused the key (status %2). Check in Settings that it is right and may "
            "use this model.");
    case FailureKind::NotFound:
        return QT_TRANSLATE_NOOP(
            "ProviderFailure",
            "%1 does not know this model or address (status %2). Check the model's name and "
            "the base URL.");
    case FailureKind::InvalidRequest:
        return QT_TRANSLATE_NOOP(
            "ProviderFailure",
            "%1 did not accept the request (status %2). The details say which part; change "
            "it and run again.");
    case FailureKind::ContextLength:
        return QT_TRANSLATE_NOOP(
            "ProviderFailure",
            "The prompt is too long for this model at %1. Shorten it or use a model with a "
            "larger context window.");
    case FailureKind::Refused:
        return QT_TRANSLATE_NOOP(
            "ProviderFailure",
            "%1 refused the prompt by its content filter. Change the prompt or use another "
            "model.");
    default:
        return QT_TRANSLATE_NOOP("ProviderFailure",
                                 "%1 failed on its own side (status %2). Try again in a moment.");
    }
}

} // namespace

QString failureSentence(FailureKind kind, const Provider &provider, int status)
{
    const QString name = provider.title.isEmpty() ? provider.name : provider.title;
    QString sentence = QCoreApplication::translate("ProviderFailure", sentenceOf(kind));
    sentence.replace(QStringLiteral("%1"), name);
    if (status == 0)
        return sentence.replace(QStringLiteral(" (status %2)"), QString());
    return sentence.replace(QStringLiteral("%2"), QString::number(status));
}

} // namespace Sidelong
