// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/tokenestimate.h"

namespace Sidelong {

namespace {

constexpr qint64 tokensAroundMessage = 4;
/// Vendors scale an image down to some 1,600 tokens at most, however many bytes it has.
constexpr qint64 tokensOfImage = 1600;

} // namespace

qint64 estimateTokens(const QList<Message> &messages)
{
    qint64 tokens = 0;
    for (const Message &message : messages) {
        qint64 bytes = 0;
        for (const ContentPart &part : message.parts) {
            if (part.kind == ContentPart::Kind::Image)
                tokens += tokensOfImage;
            else
                bytes += part.text.size() + part.payload.size() + part.toolCall.name.size()
                    + part.toolCall.arguments.size();
        }
        tokens += tokensAroundMessage + estimateTokens(bytes);
    }
    return tokens;
}

qint64 estimateTokens(const QList<Tool> &tools)
{
    qint64 tokens = 0;
    for (const Tool &tool : tools) {
        const qint64 bytes =
            tool.name.toUtf8().size() + tool.description.toUtf8().size() + tool.schema.size();
        tokens += tokensAroundMessage + estimateTokens(bytes);
    }
    return tokens;
}

} // namespace Sidelong
