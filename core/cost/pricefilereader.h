// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/pricecatalog.h"
#include "core/domain/checkedreader.h"

namespace Sidelong {

/// What a file in the format of resources/prices.json says.
struct PriceFile
{
    QString date;
    QList<CatalogModel> models;
};

/// Fails with a sentence that names file, line and field.
Result<PriceFile> readPriceFile(const QByteArray &json, const QString &fileName);

} // namespace Sidelong
