// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/providers/anthropicblock.h"
#include "core/providers/anthropicusage.h"
#include "core/providers/dialect.h"
#include "core/providers/wirereading.h"

#include <map>

namespace Sidelong {

/// Reads the events of a streamed message, and whole messages.
class AnthropicStream final : public StreamDecoder
{
public:
    explicit AnthropicStream(const Provider &provider);

    void decode(const SseEvent &event, ChatEvents &out) override;
    void finish(ChatEvents &out) override;
    void abandon(ChatEvents &out) override;

    /// The body of a reply that was not streamed.
    void takeReply(const QByteArray &body, ChatEvents &out);

private:
    void takeEvent(QByteArrayView type, Json::Value root, ChatEvents &out);
    void takeUnreadable(const SseEvent &event, ChatEvents &out);
    void takeStart(Json::Value message, ChatEvents &out);
    void takeInfo(Json::Value message, ChatEvents &out);
    void takeBlockStart(qint64 index, Json::Value block, ChatEvents &out);
    void takeBlockDelta(qint64 index, Json::Value delta, ChatEvents &out);
    void takeInput(AnthropicBlock *block, Json::Value piece, ChatEvents &out);
    void takeBlockStop(qint64 index, ChatEvents &out);
    void takeMessageDelta(Json::Value root, ChatEvents &out);
    void takeStop(Json::Value holder, ChatEvents &out);
    void takeWholeBlock(Json::Value block, ChatEvents &out);
    void takeError(const QByteArray &raw, Json::Value root, ChatEvents &out);
    void takeUnknown(QByteArrayView what, ChatEvents &out);
    void addText(Json::Value text, ChatEvents &out);
    void addReasoning(Json::Value text, ChatEvents &out);
    void estimate(ChatEvents &out);
    void end(ChatEvents &out);

    Provider m_provider;
    Json::Document m_document;
    std::map<qint64, AnthropicBlock> m_blocks; ///< Those that are open.
    AnthropicUsage m_usage;
    WarningBudget m_warnings;
    QByteArray m_repaired; ///< The event that is decoded, where it was no UTF-8.
    QByteArray m_unread; ///< A sample of what could not be read, for the failure.
    qint64 m_bytes = 0; ///< Of output that came, for an estimate where the stream breaks.
    int m_calls = 0;
    bool m_hasFinalUsage = false;
    bool m_isUnderstood = false; ///< A message or a block began: this is an answer.
    bool m_over = false;
};

} // namespace Sidelong
