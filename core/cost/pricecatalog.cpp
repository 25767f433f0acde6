// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/pricecatalog.h"

#include "core/base/log.h"
#include "core/cost/pricefilereader.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

Result<PriceCatalog> PriceCatalog::fromJson(const QByteArray &json, const QString &fileName)
{
    Result<PriceFile> file = readPriceFile(json, fileName);
    if (!file)
        return file.failure();
    PriceCatalog catalog;
    catalog.m_date = file->date;
    catalog.m_models = std::move(file->models);
    for (qsizetype i = 0; i < catalog.m_models.size(); ++i) {
        const CatalogModel &model = catalog.m_models.at(i);
        for (const QString &id : QStringList(model.id) + model.aliases) {
            const QString name = model.catalogue + u'/' + id;
            if (catalog.m_index.contains(name))
                return Failure{
                    FailureKind::Configuration,
                    QCoreApplication::translate("PriceFile",
                                                "%1: the model %2 stands twice, by its id or as an "
                                                "alias; keep one of them.")
                        .arg(fileName, name)};
            catalog.m_index.insert(name, i);
        }
    }
    return catalog;
}

const PriceCatalog &PriceCatalog::bundled()
{
    static const PriceCatalog catalog = [] {
        const QString name = u":/sidelong/prices.json"_s;
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly)) {
            qCCritical(logEngine, "The built-in price list is missing from this build.");
            return PriceCatalog();
        }
        Result<PriceCatalog> read = fromJson(file.readAll(), name);
        if (!read) {
            qCCritical(logEngine, "%s", qUtf8Printable(read.failure().message));
            return PriceCatalog();
        }
        return *std::move(read);
    }();
    return catalog;
}

void PriceCatalog::add(const CatalogModel &model)
{
    const QString key = model.catalogue + u'/' + model.id;
    if (const auto known = m_index.constFind(key); known != m_index.constEnd()) {
        m_models[*known] = model;
        return;
    }
    m_index.insert(key, m_models.size());
    m_models += model;
}

const CatalogModel *PriceCatalog::find(const QString &catalogue, const QString &id) const
{
    const auto found = m_index.find(catalogue + u'/' + id);
    return found == m_index.end() ? nullptr : &m_models.at(*found);
}

std::optional<Price> PriceCatalog::price(const ModelRef &model, const QString &catalogue,
                                         qint64 utcMs) const
{
    const auto own = m_overrides.find(model.toString());
    if (own != m_overrides.end())
        return *own;
    const CatalogModel *known = find(catalogue, model.model);
    if (!known)
        return {};
    const auto inForce = std::find_if(known->prices.rbegin(), known->prices.rend(),
                                      [utcMs](const Price &p) { return p.fromUtcMs <= utcMs; });
    return inForce == known->prices.rend() ? std::nullopt : std::optional(*inForce);
}

} // namespace Sidelong
