// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/providers/dialect.h"

namespace Sidelong {

/// OpenAI Chat Completions and the many servers that speak it, each with its Quirks.
/// https://platform.openai.com/docs/api-reference/chat
class OpenAiChatDialect final : public Dialect
{
public:
    Result<WireRequest> chatRequest(const Provider &provider, const ModelFacts &facts,
                                    const ChatRequest &request) const override;
    std::unique_ptr<StreamDecoder> streamDecoder(const Provider &provider) const override;
    void decodeReply(const Provider &provider, const QByteArray &body,
                     ChatEvents &out) const override;
    HttpRequest modelsRequest(const Provider &provider, const QString &cursor) const override;
    Result<ModelPage> decodeModels(const QByteArray &body) const override;
    Failure failure(const Provider &provider, int status, const HttpHeaders &headers,
                    const QByteArray &body) const override;
};

} // namespace Sidelong
