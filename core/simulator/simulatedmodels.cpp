// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/simulatedmodels.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

Price madeUpPrice(QStringView input, QStringView cached, QStringView write, QStringView output)
{
    Price price;
    price.rates.input = Rate::fromDecimal(input);
    price.rates.cachedRead = Rate::fromDecimal(cached);
    price.rates.cacheWrite = Rate::fromDecimal(write);
    price.rates.output = Rate::fromDecimal(output);
    return price;
}

} // namespace

const QList<SimulatedModel> &simulatedModels()
{
    using std::chrono::milliseconds;
    static const QList<SimulatedModel> models = {
        {u"sim-swift"_s, u"Swift (simulated)"_s, 128'000, 32'000, false,
         madeUpPrice(u"0.40", u"0.04", u"0.50", u"1.60"), 300, milliseconds(80), 0},
        {u"sim-steady"_s, u"Steady (simulated)"_s, 200'000, 64'000, false,
         madeUpPrice(u"3.00", u"0.30", u"3.75", u"15.00"), 90, milliseconds(350), 0},
        {u"sim-thinker"_s, u"Thinker (simulated)"_s, 400'000, 128'000, true,
         madeUpPrice(u"5.00", u"0.50", u"6.25", u"25.00"), 60, milliseconds(250), 90},
    };
    return models;
}

const SimulatedModel *findSimulatedModel(const QString &id)
{
    const QList<SimulatedModel> &models = simulatedModels();
    const auto found = std::find_if(models.begin(), models.end(),
                                    [&](const SimulatedModel &model) { return model.id == id; });
    return found == models.end() ? nullptr : &*found;
}

} // namespace Sidelong
