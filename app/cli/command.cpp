// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

Failure usageFailure(const QString &sentence) { return {FailureKind::Configuration, sentence}; }

Result<SplitArguments> splitArguments(const QStringList &arguments)
{
    SplitArguments split;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString &word = arguments.at(i);
        if (word == "--"_L1) {
            split.words += arguments.mid(i);
            break;
        }
        const qsizetype equals = word.indexOf(u'=');
        const QString name = word.left(equals);
        if (name != "--data-dir"_L1 && name != "--config"_L1) {
            split.words += word;
            continue;
        }
        if (equals < 0 && i + 1 >= arguments.size())
            return usageFailure(
                QCoreApplication::translate("Cli", "%1 needs a value behind it.").arg(name));
        const QString value = equals < 0 ? arguments.at(++i) : word.mid(equals + 1);
        if (value.isEmpty())
            return usageFailure(
                QCoreApplication::translate("Cli", "The value of %1 is empty.").arg(name));
        (name == "--data-dir"_L1 ? split.global.dataDir : split.global.configFile) = value;
    }
    return split;
}

Result<void> parseWords(QCommandLineParser &parser, const QStringList &words,
                        const QStringList &repeatable)
{
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    if (!parser.parse(words))
        return usageFailure(parser.errorText());
    for (const QString &name : parser.optionNames()) {
        if (parser.values(name).size() > 1 && !repeatable.contains(name))
            return usageFailure(
                QCoreApplication::translate("Cli", "--%1 stands there twice; give it once.")
                    .arg(name));
    }
    return {};
}

} // namespace Sidelong::Cli
