// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/anthropicmodel.h"

#include <QRegularExpression>

#include <optional>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int version(int major, int minor) { return major * 100 + minor; }

/// 406 for claude-opus-4-6, 400 for claude-sonnet-4-20250514, 305 for claude-3-5-haiku-…, also
/// behind a prefix ("anthropic/claude-…"); nothing for names that are no Claude's.
std::optional<int> versionOf(const QString &model)
{
    static const QRegularExpression number(
        u"claude-(?:[a-z]+-)*(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)"_s);
    const QRegularExpressionMatch match = number.match(model);
    if (!match.hasMatch())
        return {};
    return version(match.captured(1).toInt(), match.captured(2).toInt());
}

} // namespace

/// After the catalogue of @ai-sdk/anthropic 4.0.105. A name that the vendor serves and that is not
/// known is taken for newer than these: the newer ones refuse what the older ones took.
AnthropicModel AnthropicModel::of(const QString &catalogue, const QString &model)
{
    const std::optional<int> known = versionOf(model);
    if (!known && catalogue != "anthropic"_L1)
        return {};
    const int age = known.value_or(version(99, 0));
    AnthropicModel facts;
    facts.takesSampling = age <= version(4, 6);
    facts.takesBothSamplings = age <= version(4, 0);
    facts.takesEffort = age >= version(4, 6) || (age == version(4, 5) && model.contains("opus"_L1));
    facts.thinksAdaptively = age >= version(4, 6);
    const bool isFable = model.contains("fable"_L1) || model.contains("mythos"_L1);
    const bool isHaiku = model.contains("haiku"_L1);
    facts.thinksAlways = isFable || (age >= version(5, 5) && !isHaiku);
    return facts;
}

} // namespace Sidelong
