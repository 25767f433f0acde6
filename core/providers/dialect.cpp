// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/dialect.h"

#include "core/providers/anthropicdialect.h"
#include "core/providers/openaichatdialect.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr std::array protocolNames = {
    std::pair{Protocol::OpenAiChat, "openai-chat"_L1},
    std::pair{Protocol::OpenAiResponses, "openai-responses"_L1},
    std::pair{Protocol::Anthropic, "anthropic"_L1},
    std::pair{Protocol::Gemini, "gemini"_L1},
};

} // namespace

QLatin1StringView protocolName(Protocol protocol)
{
    const auto found =
        std::ranges::find(protocolNames, protocol, [](const auto &pair) { return pair.first; });
    return found->second;
}

std::optional<Protocol> protocolFromName(QStringView name)
{
    for (const auto &[protocol, text] : protocolNames) {
        if (name == text)
            return protocol;
    }
    return {};
}

const Dialect &Dialect::of(Protocol protocol)
{
    static const OpenAiChatDialect openAiChat;
    static const AnthropicDialect anthropic;
    Q_ASSERT(isSpoken(protocol));
    if (protocol == Protocol::Anthropic)
        return anthropic;
    return openAiChat;
}

bool Dialect::isSpoken(Protocol protocol)
{
    return protocol == Protocol::OpenAiChat || protocol == Protocol::Anthropic;
}

} // namespace Sidelong
