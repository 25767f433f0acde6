// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "core/base/json.h"
#include "core/cost/costcalculator.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

namespace {

struct PriceText
{
    Q_DECLARE_TR_FUNCTIONS(Cli)
};

Result<Usage> usageOf(const QByteArray &json)
{
    Json::Document document;
    if (!document.parse(json) || !document.root().isObject())
        return usageFailure(PriceText::tr("--usage takes a JSON object such as "
                                          "{\"input\":1000,\"output\":200}."));
    Usage usage;
    const std::pair<QByteArrayView, qint64 *> fields[] = {
        {"input", &usage.input},
        {"cached_read", &usage.cachedRead},
        {"cache_write", &usage.cacheWrite},
        {"cache_write_long", &usage.cacheWriteLong},
        {"output", &usage.output},
        {"reasoning", &usage.reasoning}};
    for (const Json::Value member : document.root()) {
        if (member.key() == "estimated")
            continue;
        const auto field =
            std::ranges::find(fields, member.key(), [](const auto &f) { return f.first; });
        const std::optional<qint64> count = member.toInt();
        if (field == std::end(fields))
            return usageFailure(PriceText::tr("--usage has no field “%1”; it takes input, "
                                              "cached_read, cache_write, cache_write_long, output "
                                              "and reasoning.")
                                    .arg(QString::fromUtf8(member.key())));
        if (!count || *count < 0)
            return usageFailure(PriceText::tr("--usage: “%1” must be a whole number, 0 or more.")
                                    .arg(QString::fromUtf8(member.key())));
        *field->second = *count;
    }
    return usage;
}

Table costTable(const std::optional<Cost> &cost)
{
    QByteArray parts = "null";
    QString shown;
    std::optional<Money> total;
    if (cost) {
        total = cost->total;
        Json::Writer writer;
        writer.beginObject();
        const std::pair<QByteArrayView, Money> named[] = {
            {"input", cost->input},
            {"cached_read", cost->cachedRead},
            {"cache_write", cost->cacheWrite},
            {"cache_write_long", cost->cacheWriteLong},
            {"output", cost->output}};
        for (const auto &[name, money] : named) {
            writer.member(name, money.toUsd());
            shown += QString::fromUtf8(name) + u' ' + money.toUsd() + u"  "_s;
        }
        writer.endObject();
        parts = writer.bytes();
    }
    return {{u"usd"_s, u"parts"_s},
            {{Field::ofMoney(total), Field::ofJson(parts, shown.trimmed())}}};
}

int printPrice(const Setup &setup, Console &console, const ModelRef &model, const Usage &usage,
               qint64 atMs, Format format)
{
    const Provider *provider = setup.providers.find(model.provider);
    const QString catalogue = provider ? provider->catalogue : QString();
    const std::optional<Price> price = setup.prices.price(model, catalogue, atMs);
    if (!price) {
        console.say(PriceText::tr("The price of %1 is unknown.").arg(model.toString()));
        console.print(costTable({}).printObject(format));
        return Fine;
    }
    const Result<Cost> cost = calculateCost(usage, *price);
    if (!cost) {
        console.say(cost.failure());
        return WrongUsage;
    }
    const bool isKnown = cost->origin != CostOrigin::Unknown;
    console.print(costTable(isKnown ? std::optional(*cost) : std::nullopt).printObject(format));
    return Fine;
}

Table priceTable(const PriceCatalog &prices)
{
    Table table;
    table.columns = {u"provider"_s,    u"model"_s,          u"input"_s,
                     u"cached_read"_s, u"cache_write"_s,    u"cache_write_long"_s,
                     u"output"_s,      u"context_window"_s, u"max_output"_s,
                     u"reasoning"_s,   u"ends_on"_s};
    const auto rate = [](const std::optional<Rate> &value) {
        const QString text = value ? value->toDecimal() : QString();
        return Field::ofJson(value ? Json::quoted(text.toUtf8()) : QByteArray("null"), text);
    };
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const CatalogModel &model : prices.models()) {
        const std::optional<Price> price =
            prices.price({model.catalogue, model.id}, model.catalogue, now);
        const Rates rates = price ? price->rates : Rates();
        const Field ends = model.endsOn.isEmpty() ? Field::ofJson("null", {}) : Field(model.endsOn);
        table.rows += {model.catalogue,
                       model.id,
                       rate(rates.input),
                       rate(rates.cachedRead),
                       rate(rates.cacheWrite),
                       rate(rates.cacheWriteLong),
                       rate(rates.output),
                       model.contextWindow,
                       model.maxOutput,
                       model.reasoning,
                       ends};
    }
    return table;
}

} // namespace

MadeCommand makePrice(const Setup &setup, const QStringList &words, Console &console)
{
    QCommandLineParser parser;
    for (const char *name : {"provider", "model", "usage", "at"})
        parser.addOption({QString::fromLatin1(name), {}, u"value"_s});
    addFormatOption(parser);
    if (Result<void> parsed = parseWords(parser, words); !parsed)
        return parsed.failure();
    const Result<Format> format = formatOf(parser);
    if (!format)
        return format.failure();
    const ModelRef model{parser.value(u"provider"_s), parser.value(u"model"_s)};
    if (!model.isValid() || !parser.isSet(u"usage"_s) || !parser.positionalArguments().isEmpty())
        return usageFailure(PriceText::tr(
            "price takes --provider NAME --model ID --usage '{\"input\":1000,\"output\":200}'."));
    const Result<Usage> usage = usageOf(parser.value(u"usage"_s).toUtf8());
    if (!usage)
        return usage.failure();
    QDateTime at = QDateTime::currentDateTimeUtc();
    if (parser.isSet(u"at"_s))
        at = QDateTime::fromString(parser.value(u"at"_s), Qt::ISODateWithMs);
    if (!at.isValid())
        return usageFailure(PriceText::tr("--at takes a moment such as 2026-12-01T00:00:00Z."));
    return std::unique_ptr<Command>(std::make_unique<ImmediateCommand>(
        [setup, &console, model, usage = *usage, atMs = at.toMSecsSinceEpoch(), format = *format] {
            return printPrice(setup, console, model, usage, atMs, format);
        }));
}

MadeCommand makePrices(const Setup &setup, const QStringList &words, Console &console)
{
    QCommandLineParser parser;
    addFormatOption(parser);
    if (Result<void> parsed = parseWords(parser, words); !parsed)
        return parsed.failure();
    const Result<Format> format = formatOf(parser);
    if (!format)
        return format.failure();
    if (parser.positionalArguments() != QStringList{u"show"_s})
        return usageFailure(PriceText::tr("prices takes “show”."));
    return std::unique_ptr<Command>(
        std::make_unique<ImmediateCommand>([setup, &console, format = *format] {
            console.say(PriceText::tr("Prices in US dollars per million tokens, state of %1.")
                            .arg(setup.prices.date()));
            console.print(priceTable(setup.prices).print(format));
            return Fine;
        }));
}

} // namespace Sidelong::Cli
