// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/providers/dialect.h"

namespace Sidelong {

struct CachedModels
{
    QList<ListedModel> models;
    qint64 fetchedMs = 0; ///< UTC.

    friend bool operator==(const CachedModels &, const CachedModels &) = default;
};

/// The model lists that were fetched last: one JSON file a provider in one folder.
class ModelCache
{
public:
    explicit ModelCache(const QString &folder) : m_folder(folder) { }

    /// Nothing where none was kept, or where the file is not as write() left it.
    std::optional<CachedModels> read(const QString &provider) const;
    /// Makes the folder where needed. Whole or not at all; a storage failure names the file.
    Result<void> write(const QString &provider, const CachedModels &list) const;

private:
    QString fileName(const QString &provider) const;

    QString m_folder;
};

} // namespace Sidelong
