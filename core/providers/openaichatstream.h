// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/providers/dialect.h"
#include "core/providers/providerfailure.h"
#include "core/providers/reasoningdetails.h"
#include "core/providers/toolcallfragments.h"
#include "core/providers/wirereading.h"

namespace Sidelong {

/// Reads chat completion chunks, and whole completions, which differ in little.
class OpenAiChatStream final : public StreamDecoder
{
public:
    explicit OpenAiChatStream(const Provider &provider);

    void decode(const SseEvent &event, ChatEvents &out) override;
    void finish(ChatEvents &out) override;
    void abandon(ChatEvents &out) override;

    /// The body of a reply that was not streamed.
    void takeReply(const QByteArray &body, ChatEvents &out);

private:
    struct Chunk
    {
        Json::Value id;
        Json::Value model;
        Json::Value choices;
        Json::Value usage;
        Json::Value error;
        Json::Value groq;
    };

    static Chunk chunkOf(Json::Value root);
    void takeChunk(const Chunk &chunk, ChatEvents &out);
    void takeInfo(const Chunk &chunk, ChatEvents &out);
    void takeChoice(Json::Value choice, ChatEvents &out);
    void takeDelta(Json::Value delta, ChatEvents &out);
    void takeCalls(Json::Value calls, bool areWhole, ChatEvents &out);
    void takeUnknown(Json::Value member, ChatEvents &out);
    void takeUnreadable(const SseEvent &event, ChatEvents &out);
    void takeContent(Json::Value content, ChatEvents &out);
    void takePart(Json::Value part, ChatEvents &out);
    void takeReasoning(Json::Value text, Json::Value details, ChatEvents &out);
    void takeUsage(const Chunk &chunk, ChatEvents &out);
    void takeError(Json::Value root, bool isLast, ChatEvents &out);
    void takeFinishReason(Json::Value reason, ChatEvents &out);
    void flush(ChatEvents &out);
    void end(ChatEvents &out);

    Provider m_provider;
    Json::Document m_document;
    ToolCallFragments m_calls;
    ReasoningDetails m_details;
    WarningBudget m_warnings;
    QByteArray m_repaired; ///< The event that is decoded, where it was no UTF-8.
    QByteArray m_unread; ///< A sample of what could not be read, for the failure.
    QByteArray m_finishReason;
    std::optional<Failure> m_heldFailure; ///< Said when the usage that follows it has come.
    bool m_hasId = false;
    bool m_hasModel = false;
    bool m_hasUsage = false;
    bool m_hasTokens = false;
    bool m_isUnderstood = false; ///< A choice came: this is an answer, be it an empty one.
    bool m_over = false;
};

} // namespace Sidelong
