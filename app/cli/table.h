// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/money.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace Sidelong::Cli {

enum class Format { Table, Csv, Json };
std::optional<Format> formatFromName(const QString &name);

/// One value in its three forms.
struct Field
{
    QString text; ///< For people and CSV.
    QByteArray json;
    bool isNumber = false; ///< Aligned to the right.

    Field(const QString &value);
    Field(qint64 value);
    Field(bool value);
    Field(const std::optional<qint64> &value); ///< Nothing is null.
    /// JSON as it is, with \a shown for people.
    static Field ofJson(const QByteArray &json, const QString &shown);
    /// An exact decimal as a JSON string; nothing is null.
    static Field ofMoney(const std::optional<Money> &value);

private:
    Field() = default;
};

/// Rows of fields that print as an aligned table, CSV (RFC 4180) or JSON.
struct Table
{
    QStringList columns;
    QList<QList<Field>> rows;

    QByteArray print(Format format) const; ///< JSON: an array of objects.
    /// The one row as name and value below each other; JSON: one object.
    QByteArray printObject(Format format) const;
};

} // namespace Sidelong::Cli
