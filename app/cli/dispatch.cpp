// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include <QCoreApplication>

#include <array>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

namespace {

struct DispatchText
{
    Q_DECLARE_TR_FUNCTIONS(Cli)
};

using Maker = MadeCommand (*)(const Setup &, const QStringList &, Console &);

constexpr std::array makers = {
    std::pair{"run"_L1, Maker(makeRun)},
    std::pair{"models"_L1, Maker(makeModels)},
    std::pair{"providers"_L1, Maker(makeProviders)},
    std::pair{"key"_L1, Maker(makeKey)},
    std::pair{"price"_L1, Maker(makePrice)},
    std::pair{"prices"_L1, Maker(makePrices)},
    std::pair{"usage"_L1, Maker(makeUsage)},
    std::pair{"history"_L1, Maker(makeHistory)},
    std::pair{"simulate"_L1, Maker(makeSimulate)},
    std::pair{"doctor"_L1, Maker(makeDoctor)},
};

} // namespace

void addFormatOption(QCommandLineParser &parser)
{
    parser.addOption({u"format"_s, {}, u"table|csv|json"_s, u"table"_s});
}

Result<Format> formatOf(const QCommandLineParser &parser)
{
    const QString name = parser.value(u"format"_s);
    if (const std::optional<Format> format = formatFromName(name))
        return *format;
    return usageFailure(DispatchText::tr("--format takes table, csv or json, not “%1”.").arg(name));
}

QString helpText()
{
    return DispatchText::tr(
        "sidelong-cli [--data-dir DIR] [--config FILE] COMMAND\n"
        "\n"
        "  run [PROMPT | --prompt-file F | -] --target PROVIDER/MODEL ...\n"
        "      --system S  --messages F  --var NAME=VALUE  --temperature N  --top-p N\n"
        "      --max-tokens N  --seed N  --stop S  --effort E  --no-stream  --samples N\n"
        "      --concurrency N  --cache auto|never  --tag T  --jsonl\n"
        "  models PROVIDER              the models it lists, with window and price\n"
        "  providers [test NAME]        who is set up; does it answer\n"
        "  key set|delete PROVIDER      from standard input into the system keychain\n"
        "  price --provider P --model M --usage JSON [--at MOMENT]\n"
        "  prices show                  with the configuration's own\n"
        "  usage [--since DAY] [--until DAY] [--group-by day|month|provider|model|prompt|tag]\n"
        "      [--simulated]\n"
        "  history [--search TEXT] [--limit N] | history show ID\n"
        "  simulate [--port N] [--plan FILE]\n"
        "  doctor                       what is set up, reachable, writable\n"
        "\n"
        "What prints data takes --format table|csv|json. Without keys try\n"
        "  sidelong-cli run \"Why is the sky blue?\" --target simulator/sim-swift\n");
}

Result<std::unique_ptr<Command>> makeCommand(const SplitArguments &arguments, Console &console)
{
    if (arguments.words.isEmpty())
        return usageFailure(DispatchText::tr("There is no command.\n\n") + helpText());
    const QString name = arguments.words.first();
    const QString next = arguments.words.value(1);
    const bool asksForHelp =
        name == "help"_L1 || std::ranges::any_of(QStringList{name, next}, [](const QString &word) {
            return word == "--help"_L1 || word == "-h"_L1;
        });
    if (asksForHelp)
        return std::unique_ptr<Command>(std::make_unique<ImmediateCommand>([&console] {
            console.print(helpText().toUtf8());
            return Fine;
        }));
    if (name == "--version"_L1)
        return std::unique_ptr<Command>(std::make_unique<ImmediateCommand>([&console] {
            console.printLine("sidelong-cli " SIDELONG_VERSION);
            return Fine;
        }));
    const auto found =
        std::ranges::find(makers, name, [](const auto &maker) { return maker.first; });
    if (found == makers.end())
        return usageFailure(
            DispatchText::tr("There is no command “%1”; “sidelong-cli help” lists them.")
                .arg(name));
    const Result<Setup> setup = Setup::load(arguments.global.dataDir, arguments.global.configFile);
    if (!setup)
        return setup.failure();
    // QCommandLineParser takes the first word for the program's name.
    return found->second(*setup, arguments.words, console);
}

} // namespace Sidelong::Cli
