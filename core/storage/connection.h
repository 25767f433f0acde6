// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <memory>
#include <type_traits>
#include <utility>

namespace Sidelong {

/// A value for each column that a row sets. A null text is written as the empty one; SQL's NULL
/// is an invalid QVariant.
using RowValues = QList<std::pair<QLatin1StringView, QVariant>>;

/// What becomes of a row whose key is there already.
enum class OnConflict { Fail, KeepOld };

/// An open SQLite connection. Qt SQL ties a connection to the thread that opened it, so this is
/// made, used and destroyed in one thread; a second thread opens its own.
class Connection
{
public:
    enum class Mode { ReadWrite, ReadOnly };

    /// Opens \a path, a file that a read-only connection does not make. Waits up to 10 s for
    /// another process's lock. Makes no change to the file.
    static Result<std::unique_ptr<Connection>> open(const QString &path, Mode mode);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// Write-ahead log: readers and the writer do not wait for each other. Changes the file.
    Result<void> useWriteAheadLog() const;

    /// Prepares \a sql, binds \a values by position and runs it.
    Result<QSqlQuery> exec(const QString &sql, const QVariantList &values = {}) const;
    /// Runs \a sql and gives each of its rows as \a read(const QSqlQuery &) makes of it. A read
    /// that fails half way is a failure, not the end of the rows.
    template <typename Read>
    auto rows(const QString &sql, const QVariantList &values, Read read) const
        -> Result<QList<std::invoke_result_t<Read, const QSqlQuery &>>>
    {
        Result<QSqlQuery> query = exec(sql, values);
        if (!query)
            return query.failure();
        QList<std::invoke_result_t<Read, const QSqlQuery &>> rows;
        while (query->next())
            rows.append(read(*query));
        if (auto fine = checkRead(*query); !fine)
            return fine.failure();
        return rows;
    }
    /// The first column of the first row as a number; 0 where there is none.
    Result<qint64> number(const QString &sql, const QVariantList &values = {}) const;
    /// True where a row was added.
    Result<bool> insert(QLatin1StringView table, const RowValues &values,
                        OnConflict onConflict = OnConflict::Fail) const;

    Result<int> userVersion() const;
    const QString &path() const { return m_path; }

private:
    Connection(QString name, QString path) : m_name(std::move(name)), m_path(std::move(path)) { }
    Result<void> checkRead(const QSqlQuery &query) const;

    QString m_name;
    QString m_path;
};

/// BEGIN IMMEDIATE … COMMIT; what was not committed is rolled back.
class Transaction
{
public:
    explicit Transaction(const Connection &connection) : m_connection(connection) { }
    ~Transaction();
    Q_DISABLE_COPY_MOVE(Transaction)

    Result<void> begin();
    Result<void> commit();

private:
    const Connection &m_connection;
    bool m_isOpen = false;
};

} // namespace Sidelong
