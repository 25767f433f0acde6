// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "core/base/json.h"
#include "core/cost/costcalculator.h"
#include "core/domain/checkedreader.h"

#include <QDateTime>
#include <QSet>

#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

namespace {

struct PriceText
{
    Q_DECLARE_TR_FUNCTIONS(Cli)
};

Result<Usage> usageOf(const QByteArray &json)
{
    CheckedReader reader(u"--usage"_s);
    Usage usage;
    const bool isUsage = reader.parse(json)
        && reader.isObject(reader.root(), {},
                           {"input"_L1, "cached_read"_L1, "cache_write"_L1, "cache_write_long"_L1,
                            "output"_L1, "reasoning"_L1, "estimated"_L1});
    const auto count = [&reader](QByteArrayView name) {
        return reader.integer(reader.root()[name], 0, std::numeric_limits<qint64>::max())
            .value_or(0);
    };
    if (isUsage) {
        usage = {.input = count("input"),
                 .cachedRead = count("cached_read"),
                 .cacheWrite = count("cache_write"),
                 .cacheWriteLong = count("cache_write_long"),
                 .output = count("output"),
                 .reasoning = count("reasoning")};
        reader.boolean(reader.root()["estimated"]);
    }
    if (reader.isGood() && !reader.root().isObject())
        reader.fail(reader.root(), PriceText::tr("must be an object in braces."));
    if (!reader.isGood())
        return reader.failure();
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

/// Whose prices hold for a provider; none for one that is not set up.
QString catalogueOf(const Setup &setup, const QString &provider)
{
    if (const Provider *known = setup.providers.find(provider))
        return known->catalogue;
    return provider == simulatorName && setup.hasSimulator() ? provider : QString();
}

int printPrice(const Setup &setup, Console &console, const ModelRef &model, const Usage &usage,
               qint64 atMs, Format format)
{
    const std::optional<Price> price =
        setup.prices.price(model, catalogueOf(setup, model.provider), atMs);
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

constexpr std::array rateNames = {"input", "cached_read", "cache_write", "cache_write_long",
                                  "output"};

std::array<std::optional<Rate>, 5> inOrder(const Rates &rates)
{
    return {rates.input, rates.cachedRead, rates.cacheWrite, rates.cacheWriteLong, rates.output};
}

Field rateField(const std::optional<Rate> &rate)
{
    const QString text = rate ? rate->toDecimal() : QString();
    return Field::ofJson(rate ? Json::quoted(text.toUtf8()) : QByteArray("null"), text);
}

Field tiersField(const QList<PriceTier> &tiers)
{
    Json::Writer json;
    QStringList shown;
    json.beginArray();
    for (const PriceTier &tier : tiers) {
        json.beginObject().member("above_input_tokens", tier.aboveInputTokens);
        QString line = PriceText::tr("above %1:").arg(tier.aboveInputTokens);
        const auto rates = inOrder(tier.rates);
        for (size_t i = 0; i < rates.size(); ++i) {
            if (!rates.at(i))
                continue;
            json.member(rateNames.at(i), rates.at(i)->toDecimal());
            line += u' ' + QString::fromLatin1(rateNames.at(i)) + u' ' + rates.at(i)->toDecimal();
        }
        json.endObject();
        shown += line;
    }
    json.endArray();
    return Field::ofJson(json.bytes(), shown.join(u"; "_s));
}

/// A row of `prices show`; \a known is nothing for a model that the catalogue does not have.
QList<Field> priceRow(const Setup &setup, const ModelRef &model, const CatalogModel *known)
{
    const QString catalogue = known ? known->catalogue : QString();
    const Price price =
        setup.prices.price(model, catalogue, QDateTime::currentMSecsSinceEpoch()).value_or(Price());
    QList<Field> row = {model.provider, model.model};
    for (const std::optional<Rate> &rate : inOrder(price.rates))
        row += rateField(rate);
    const bool endsSomeDay = known && !known->endsOn.isEmpty();
    row += {tiersField(price.tiers), known ? known->contextWindow : std::nullopt,
            known ? known->maxOutput : std::nullopt, known && known->reasoning,
            endsSomeDay ? Field(known->endsOn) : Field::ofJson("null", {})};
    return row;
}

/// The catalogue, as the configuration's prices change it, and those that it does not have.
Table priceTable(const Setup &setup)
{
    Table table;
    table.columns = {u"provider"_s, u"model"_s};
    for (const char *name : rateNames)
        table.columns += QString::fromLatin1(name);
    table.columns +=
        {u"tiers"_s, u"context_window"_s, u"max_output"_s, u"reasoning"_s, u"ends_on"_s};
    QSet<QString> shown;
    for (const CatalogModel &model : setup.prices.models()) {
        if (model.catalogue == simulatorName && !setup.hasSimulator())
            continue;
        const ModelRef name{model.catalogue, model.id};
        table.rows += priceRow(setup, name, &model);
        shown += name.toString();
    }
    const QMap<QString, Price> &own = setup.configuration.prices;
    for (auto price = own.begin(); price != own.end(); ++price) {
        const std::optional<ModelRef> name = ModelRef::fromString(price.key());
        if (name && !shown.contains(price.key()))
            table.rows += priceRow(
                setup, *name, setup.prices.find(catalogueOf(setup, name->provider), name->model));
    }
    return table;
}

/// A moment. Prices begin on days in UTC, so that is what a date alone means here.
QDateTime momentOf(const QString &text)
{
    QDateTime moment = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (moment.timeSpec() == Qt::LocalTime)
        moment.setTimeSpec(Qt::UTC);
    return moment;
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
        at = momentOf(parser.value(u"at"_s));
    if (!at.isValid())
        return usageFailure(
            PriceText::tr("--at takes a day in UTC such as 2026-12-01, or a moment such as "
                          "2026-12-01T08:00:00+01:00, not “%1”.")
                .arg(parser.value(u"at"_s)));
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
            console.print(priceTable(setup).print(format));
            return Fine;
        }));
}

} // namespace Sidelong::Cli
