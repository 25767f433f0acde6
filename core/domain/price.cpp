// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/price.h"

#include "core/base/json.h"

#include <QDateTime>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

void writeRates(Json::Writer &json, const Rates &rates)
{
    const auto write = [&json](QByteArrayView name, const std::optional<Rate> &rate) {
        if (rate)
            json.member(name, rate->toDecimal());
    };
    write("input", rates.input);
    write("cached_read", rates.cachedRead);
    write("cache_write", rates.cacheWrite);
    write("cache_write_long", rates.cacheWriteLong);
    write("output", rates.output);
}

QString startText(qint64 utcMs)
{
    const QDateTime start = QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC);
    return start.time().msecsSinceStartOfDay() == 0 ? start.date().toString(Qt::ISODate)
                                                    : start.toString(Qt::ISODateWithMs);
}

} // namespace

QByteArray toJson(const Price &price)
{
    Json::Writer json;
    json.beginObject();
    if (price.fromUtcMs != 0)
        json.member("from", startText(price.fromUtcMs));
    writeRates(json, price.rates);
    if (!price.tiers.isEmpty()) {
        json.key("tiers").beginArray();
        for (const PriceTier &tier : price.tiers) {
            json.beginObject().member("above_input_tokens", tier.aboveInputTokens);
            writeRates(json, tier.rates);
            json.endObject();
        }
        json.endArray();
    }
    return json.endObject().bytes();
}

} // namespace Sidelong
