// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/providers/anthropicmodel.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int version(int major, int minor) { return major * 100 + minor; }

/// 406 for claude-opus-4-6, 400 for claude-sonnet-4-20250514, 305 for claude-3-5-haiku-…
int versionOf(const QString &model)
{
    static const QRegularExpression number(u"-(\\d{1,2})(?:[-.](\\d{1,2}))?(?:-|$)"_s);
    const QRegularExpressionMatch match = number.match(model);
    return match.hasMatch() ? version(match.captured(1).toInt(), match.captured(2).toInt()) : 9999;
}

} // namespace

/// After the catalogue of @ai-sdk/anthropic 4.0.105. A name that is not known is taken for newer
/// than these: the newer ones refuse what the older ones took.
AnthropicModel AnthropicModel::of(const QString &catalogue, const QString &model)
{
    if (catalogue != "anthropic"_L1)
        return {};
    const int age = versionOf(model);
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
