// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/keyprefix.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Sidelong {

QString cleanKey(const QString &pasted)
{
    QString key = pasted.trimmed();
    static const QRegularExpression around(
        uR"(^(?:(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*=|(?:Authorization:\s*)?Bearer\s+))"_s,
        QRegularExpression::CaseInsensitiveOption);
    key.remove(around);
    while (key.size() > 1 && (key.startsWith(u'"') || key.startsWith(u'\''))
           && key.endsWith(key.front()))
        key = key.mid(1, key.size() - 2).trimmed();
    return key;
}

QString keyTrouble(QStringView key)
{
    const bool isPlain =
        std::all_of(key.cbegin(), key.cend(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
    return isPlain ? QString()
                   : QCoreApplication::translate("Key",
                                                 "This is no key: it holds blanks or characters "
                                                 "that no key has. Copy it again.");
}

QString presetOfKey(QStringView key)
{
    struct Prefix
    {
        QLatin1StringView text;
        QLatin1StringView preset;
    };
    static constexpr std::array<Prefix, 6> prefixes = {{
        {"sk-ant-"_L1, "anthropic"_L1},
        {"sk-or-"_L1, "openrouter"_L1},
        {"sk-proj-"_L1, "openai"_L1},
        {"sk-svcacct-"_L1, "openai"_L1},
        {"gsk_"_L1, "groq"_L1},
        {"xai-"_L1, "xai"_L1},
    }};
    for (const Prefix &prefix : prefixes) {
        if (key.startsWith(prefix.text))
            return prefix.preset;
    }
    return {};
}

} // namespace Sidelong
