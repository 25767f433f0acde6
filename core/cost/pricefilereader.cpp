// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/pricefilereader.h"

#include "core/domain/pricereader.h"

#include <QDate>

#include <limits>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

struct PriceFileTexts
{
    Q_DECLARE_TR_FUNCTIONS(PriceFile)
};

QString readDay(CheckedReader &reader, Json::Value value)
{
    QString day = reader.text(value).value_or(QString());
    if (value.exists() && !QDate::fromString(day, Qt::ISODate).isValid())
        reader.fail(value, PriceFileTexts::tr("must be a date such as \"2026-11-23\"."));
    return day;
}

QList<Price> readPrices(CheckedReader &reader, Json::Value list)
{
    QList<Price> prices;
    if (!reader.isList(list))
        return prices;
    for (const Json::Value value : list) {
        const Price price = readPrice(reader, value, PriceForm::Dated);
        if (!prices.isEmpty() && price.fromUtcMs <= prices.last().fromUtcMs)
            reader.fail(value,
                        PriceFileTexts::tr("must hold from a later day than the price before."));
        prices.append(price);
    }
    return prices;
}

CatalogModel readModel(CheckedReader &reader, Json::Value value)
{
    CatalogModel model;
    if (!reader.isObject(value, {"provider"_L1, "id"_L1, "prices"_L1},
                         {"title"_L1, "aliases"_L1, "input_modalities"_L1, "context_window"_L1,
                          "max_output"_L1, "reasoning"_L1, "ends_on"_L1}))
        return model;
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    model.catalogue = reader.name(value["provider"]).value_or(QString());
    model.id = reader.name(value["id"]).value_or(QString());
    model.title = reader.name(value["title"]).value_or(model.id);
    model.aliases = reader.texts(value["aliases"]);
    model.inputModalities = reader.texts(value["input_modalities"]);
    model.contextWindow = reader.integer(value["context_window"], 1, most);
    model.maxOutput = reader.integer(value["max_output"], 1, most);
    model.reasoning = reader.boolean(value["reasoning"]).value_or(false);
    model.endsOn = readDay(reader, value["ends_on"]);
    model.prices = readPrices(reader, value["prices"]);
    return model;
}

} // namespace

Result<PriceFile> readPriceFile(const QByteArray &json, const QString &fileName)
{
    CheckedReader reader(fileName);
    PriceFile file;
    if (reader.parse(json)
        && reader.isObject(reader.root(), {"state"_L1, "models"_L1}, {"note"_L1, "sources"_L1})) {
        file.date = readDay(reader, reader.root()["state"]);
        if (reader.isList(reader.root()["models"])) {
            for (const Json::Value value : reader.root()["models"])
                file.models.append(readModel(reader, value));
        }
    }
    if (!reader.isGood())
        return reader.failure();
    return file;
}

} // namespace Sidelong
