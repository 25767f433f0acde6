// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/openaifamily.h"

#include <array>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

using enum OpenAiFamily::Sampling;

struct FamilyRow
{
    QLatin1StringView prefix;
    OpenAiFamily family;
};

constexpr OpenAiFamily classicFamily{Yes, false, true, false, false};
constexpr OpenAiFamily fixedFamily{No, true, false, false, true};
constexpr OpenAiFamily switchedFamily{WithoutReasoning, true, false, false, true};
constexpr OpenAiFamily splitFamily{WithoutReasoning, true, false, true, true};

// The first prefix that fits. Source: @ai-sdk/openai 4.0.118, its catalogue of models.
constexpr std::array familyRows = {
    FamilyRow{"gpt-4"_L1, classicFamily},     FamilyRow{"gpt-3.5"_L1, classicFamily},
    FamilyRow{"chatgpt-"_L1, classicFamily},  FamilyRow{"gpt-5.6"_L1, splitFamily},
    FamilyRow{"gpt-5."_L1, switchedFamily},   FamilyRow{"gpt-5"_L1, fixedFamily},
    FamilyRow{"gpt-6-astra"_L1, fixedFamily}, FamilyRow{"gpt-6.1-sol"_L1, fixedFamily},
    FamilyRow{"gpt-6"_L1, switchedFamily},    FamilyRow{"o1"_L1, fixedFamily},
    FamilyRow{"o3"_L1, fixedFamily},          FamilyRow{"o4"_L1, fixedFamily},
};

} // namespace

OpenAiFamily OpenAiFamily::of(const QString &catalogue, const QString &model, bool reasoning)
{
    if (catalogue != "openai"_L1)
        return {};
    if (model.endsWith("-chat-latest"_L1))
        return classicFamily;
    if (model.contains("-search-preview"_L1))
        return {No, false, true, false, false};
    for (const FamilyRow &row : familyRows) {
        if (model.startsWith(row.prefix))
            return row.family;
    }
    return reasoning ? switchedFamily : OpenAiFamily{};
}

} // namespace Sidelong
