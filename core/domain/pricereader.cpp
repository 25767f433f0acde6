// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/pricereader.h"

#include <QDateTime>
#include <QTimeZone>

#include <limits>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

std::optional<Rate> readRate(CheckedReader &reader, Json::Value value)
{
    if (!value.exists())
        return {};
    const std::optional<Rate> rate =
        value.isString() ? Rate::fromDecimal(value.toString()) : std::nullopt;
    if (!rate)
        reader.fail(value,
                    CheckedReader::tr("must be US dollars per million tokens as a decimal in "
                                      "quotation marks, such as \"3.00\"."));
    return rate;
}

Rates readRates(CheckedReader &reader, Json::Value value)
{
    return {.input = readRate(reader, value["input"]),
            .cachedRead = readRate(reader, value["cached_read"]),
            .cacheWrite = readRate(reader, value["cache_write"]),
            .cacheWriteLong = readRate(reader, value["cache_write_long"]),
            .output = readRate(reader, value["output"])};
}

void readTiers(CheckedReader &reader, Json::Value list, QList<PriceTier> &tiers)
{
    if (!reader.isList(list))
        return;
    for (const Json::Value value : list) {
        if (!reader.isObject(value, {"above_input_tokens"_L1},
                             {"input"_L1, "cached_read"_L1, "cache_write"_L1, "cache_write_long"_L1,
                              "output"_L1}))
            return;
        const Json::Value mark = value["above_input_tokens"];
        const qint64 above =
            reader.integer(mark, 1, std::numeric_limits<qint64>::max()).value_or(0);
        if (!tiers.isEmpty() && above <= tiers.last().aboveInputTokens)
            reader.fail(mark, CheckedReader::tr("must be greater than that of the tier before."));
        tiers.append({above, readRates(reader, value)});
    }
}

qint64 readStart(CheckedReader &reader, Json::Value value)
{
    const std::optional<QString> text = reader.text(value);
    if (!text)
        return 0;
    const QDate day = QDate::fromString(*text, Qt::ISODate);
    if (text->size() == 10 && day.isValid())
        return day.startOfDay(Qt::UTC).toMSecsSinceEpoch();
    const QDateTime moment = QDateTime::fromString(*text, Qt::ISODateWithMs);
    if (moment.isValid() && moment.timeSpec() != Qt::LocalTime)
        return moment.toMSecsSinceEpoch();
    reader.fail(value, CheckedReader::tr("must be a date in UTC such as \"2026-12-01\"."));
    return 0;
}

} // namespace

Price readPrice(CheckedReader &reader, Json::Value value, PriceForm form)
{
    Price price;
    constexpr auto input = "input"_L1, read = "cached_read"_L1, write = "cache_write"_L1,
                   writeLong = "cache_write_long"_L1, output = "output"_L1, tiers = "tiers"_L1;
    const bool isObject = form == PriceForm::Dated
        ? reader.isObject(value, {}, {"from"_L1, input, read, write, writeLong, output, tiers})
        : reader.isObject(value, {}, {input, read, write, writeLong, output, tiers});
    if (!isObject)
        return price;
    price.fromUtcMs = readStart(reader, value["from"]);
    price.rates = readRates(reader, value);
    readTiers(reader, value["tiers"], price.tiers);
    if (reader.isGood() && price.rates == Rates())
        reader.fail(value, CheckedReader::tr("a price needs “input”, “output” or both."));
    return price;
}

Result<Price> priceFromJson(const QByteArray &json)
{
    CheckedReader reader;
    if (!reader.parse(json))
        return reader.failure();
    const Price price = readPrice(reader, reader.root(), PriceForm::Dated);
    if (!reader.isGood())
        return reader.failure();
    return price;
}

} // namespace Sidelong
