// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/domain/modelref.h"
#include "core/domain/price.h"
#include "core/settings/configuration.h"

#include <QHash>
#include <QString>

namespace Sidelong {

/// One model as the catalogue knows it.
struct CatalogModel
{
    QString catalogue; ///< "openai", "anthropic", …
    QString id;
    QString title;
    QStringList aliases;
    QStringList inputModalities;
    std::optional<qint64> contextWindow;
    std::optional<qint64> maxOutput;
    bool reasoning = false;
    QString endsOn; ///< "2026-12-11"; empty = not announced.
    QList<Price> prices; ///< Ascending by fromUtcMs.

    friend bool operator==(const CatalogModel &, const CatalogModel &) = default;
};

/// The bundled list (resources/prices.json) with the user's overrides over it. Ids match exactly
/// or by a listed alias, never by likeness: an unknown model has no price. A value, cheap to copy.
class PriceCatalog
{
public:
    PriceCatalog() = default;

    /// Reads the format of resources/prices.json.
    static Result<PriceCatalog> fromJson(const QByteArray &json, const QString &fileName);
    /// The list that is built in. Parsed at the first call; thread-safe.
    static const PriceCatalog &bundled();

    /// Adds a model, or replaces the one of that catalogue and id.
    void add(const CatalogModel &model);
    void setOverrides(QMap<QString, Price> overrides) { m_overrides = std::move(overrides); }

    /// \a catalogue is Provider::catalogue, \a id the model's; null where unknown.
    const CatalogModel *find(const QString &catalogue, const QString &id) const;
    /// The price in force at \a utcMs: overrides["NAME/MODEL"], else the catalogue's.
    std::optional<Price> price(const ModelRef &model, const QString &catalogue, qint64 utcMs) const;
    QList<CatalogModel> models() const { return m_models; }
    QString date() const { return m_date; } ///< "2026-11-23", the state of the list.

private:
    QList<CatalogModel> m_models;
    QHash<QString, qsizetype> m_index; ///< "catalogue/id" and "catalogue/alias"
    QMap<QString, Price> m_overrides;
    QString m_date;
};

} // namespace Sidelong
