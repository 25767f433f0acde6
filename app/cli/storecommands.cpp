// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/runprinter.h"

#include "core/base/json.h"
#include "core/engine/attemptcost.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

namespace {

struct StoreText
{
    Q_DECLARE_TR_FUNCTIONS(Cli)
};

enum class DayEdge { Begin, End };

/// A local day or an ISO 8601 moment. The end of a day is the beginning of the next.
Result<std::optional<qint64>> momentOf(const QCommandLineParser &parser, const QString &option,
                                       DayEdge edge)
{
    if (!parser.isSet(option))
        return std::optional<qint64>();
    const QString text = parser.value(option);
    const QDate day = text.size() == 10 ? QDate::fromString(text, Qt::ISODate) : QDate();
    QDateTime moment = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (day.isValid())
        moment = (edge == DayEdge::Begin ? day : day.addDays(1)).startOfDay();
    else if (edge == DayEdge::End)
        moment = moment.addMSecs(1); // the store counts up to a moment, without it
    if (!moment.isValid())
        return usageFailure(
            StoreText::tr("--%1 takes a day such as 2026-11-24, or a moment such as "
                          "2026-11-24T08:00:00Z, not “%2”.")
                .arg(option, text));
    return std::optional(moment.toMSecsSinceEpoch());
}

Result<UsageQuery::Group> groupOf(const QString &name)
{
    const std::pair<QLatin1StringView, UsageQuery::Group> groups[] = {
        {"day"_L1, UsageQuery::Group::Day},           {"month"_L1, UsageQuery::Group::Month},
        {"provider"_L1, UsageQuery::Group::Provider}, {"model"_L1, UsageQuery::Group::Model},
        {"prompt"_L1, UsageQuery::Group::Prompt},     {"tag"_L1, UsageQuery::Group::Tag}};
    for (const auto &[known, group] : groups) {
        if (name == known)
            return group;
    }
    return usageFailure(
        StoreText::tr("--group-by takes day, month, provider, model, prompt or tag, "
                      "not “%1”.")
            .arg(name));
}

Table usageTable(const QList<UsageRow> &rows)
{
    Table table;
    table.columns = {u"group"_s, u"calls"_s,     u"input"_s,        u"output"_s,
                     u"usd"_s,   u"saved_usd"_s, u"unknown_calls"_s};
    for (const UsageRow &row : rows)
        table.rows += {row.group,
                       row.calls,
                       row.input,
                       row.output,
                       Field::ofMoney(row.cost),
                       Field::ofMoney(row.saved),
                       row.unknownCalls};
    return table;
}

QString isoTime(qint64 utcMs)
{
    return QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC).toString(Qt::ISODateWithMs);
}

Field targetsField(const QStringList &targets)
{
    Json::Writer writer;
    writer.beginArray();
    for (const QString &target : targets)
        writer.value(target);
    writer.endArray();
    return Field::ofJson(writer.bytes(), targets.join(u", "_s));
}

Table historyTable(const QList<RunSummary> &runs)
{
    Table table;
    table.columns = {u"id"_s, u"started"_s, u"state"_s, u"targets"_s, u"text"_s};
    for (const RunSummary &run : runs)
        table.rows += {run.id, isoTime(run.startedMs), QString(runStateName(run.state)),
                       targetsField(run.targets), run.text};
    return table;
}

Table runTable(const StoredRun &stored)
{
    QStringList targets;
    for (const VariantRecord &variant : stored.variants)
        targets += variant.target;
    Json::Writer answers;
    QString shown;
    answers.beginArray();
    for (const AnswerRecord &answer : stored.answers) {
        answers.raw(resultJson(answer));
        const QByteArray words = answer.text().isEmpty() ? answer.refusal : answer.text();
        shown += answer.target + u": "_s + QString::fromUtf8(words) + u"  "_s;
    }
    answers.endArray();
    Table table;
    table.columns = {u"id"_s, u"started"_s, u"state"_s, u"targets"_s, u"prompt"_s, u"answers"_s};
    const QByteArray prompt = stored.run.prompt.isEmpty() ? QByteArray("[]") : stored.run.prompt;
    table.rows += {stored.run.id,
                   isoTime(stored.run.startedMs),
                   QString(runStateName(stored.run.state)),
                   targetsField(targets),
                   Field::ofJson(prompt, QString::fromUtf8(prompt)),
                   Field::ofJson(answers.bytes(), shown.trimmed())};
    return table;
}

} // namespace

Result<std::unique_ptr<Store>> openStore(const QString &dataDir)
{
    return Store::open(dataDir, estimateInterrupted);
}

MadeCommand makeUsage(const Setup &setup, const QStringList &words, Console &console)
{
    QCommandLineParser parser;
    for (const char *name : {"since", "until", "group-by"})
        parser.addOption({QString::fromLatin1(name), {}, u"value"_s});
    parser.addOption({u"simulated"_s, {}});
    addFormatOption(parser);
    if (Result<void> parsed = parseWords(parser, words); !parsed)
        return parsed.failure();
    if (!parser.positionalArguments().isEmpty())
        return usageFailure(StoreText::tr("usage takes options only, not “%1”.")
                                .arg(parser.positionalArguments().first()));
    const Result<Format> format = formatOf(parser);
    const auto since = momentOf(parser, u"since"_s, DayEdge::Begin);
    const auto until = momentOf(parser, u"until"_s, DayEdge::End);
    const auto group =
        groupOf(parser.isSet(u"group-by"_s) ? parser.value(u"group-by"_s) : u"day"_s);
    if (!format)
        return format.failure();
    if (!since)
        return since.failure();
    if (!until)
        return until.failure();
    if (!group)
        return group.failure();
    const UsageQuery query{*since, *until, *group, parser.isSet(u"simulated"_s)};
    return std::unique_ptr<Command>(std::make_unique<StoreCommand<QList<UsageRow>>>(
        setup, console, [query](Store &store) { return store.usage(query); },
        [&console, format = *format](const QList<UsageRow> &rows) {
            console.print(usageTable(rows).print(format));
        }));
}

MadeCommand makeHistory(const Setup &setup, const QStringList &words, Console &console)
{
    QCommandLineParser parser;
    parser.addOption({u"search"_s, {}, u"text"_s});
    parser.addOption({u"limit"_s, {}, u"N"_s, u"50"_s});
    addFormatOption(parser);
    if (Result<void> parsed = parseWords(parser, words); !parsed)
        return parsed.failure();
    const Result<Format> format = formatOf(parser);
    if (!format)
        return format.failure();
    const QStringList positional = parser.positionalArguments();
    const bool isShow = positional.size() == 2 && positional.first() == "show"_L1;
    if (isShow && (parser.isSet(u"search"_s) || parser.isSet(u"limit"_s)))
        return usageFailure(
            StoreText::tr("history show prints one run; --search and --limit are for the list."));
    if (isShow)
        return std::unique_ptr<Command>(std::make_unique<StoreCommand<StoredRun>>(
            setup, console, [id = positional.at(1)](Store &store) { return store.run(id); },
            [&console, format = *format](const StoredRun &run) {
                console.print(runTable(run).printObject(format));
            }));
    if (!positional.isEmpty())
        return usageFailure(
            StoreText::tr("history takes options, or “show ID” with an id that history lists."));
    bool isNumber = false;
    const int limit = parser.value(u"limit"_s).toInt(&isNumber);
    if (!isNumber || limit < 1)
        return usageFailure(StoreText::tr("--limit takes a number from 1 on, not “%1”.")
                                .arg(parser.value(u"limit"_s)));
    return std::unique_ptr<Command>(std::make_unique<StoreCommand<QList<RunSummary>>>(
        setup, console,
        [search = parser.value(u"search"_s), limit](Store &store) {
            return store.history(search, limit);
        },
        [&console, format = *format](const QList<RunSummary> &runs) {
            console.print(historyTable(runs).print(format));
        }));
}

} // namespace Sidelong::Cli
