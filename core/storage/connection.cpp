// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/connection.h"

#include "core/base/log.h"

#include <QCoreApplication>
#include <QDir>
#include <QSqlDatabase>
#include <QSqlError>
#include <QStringList>
#include <QThread>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int busyTimeoutMs = 10'000;

// https://www.sqlite.org/rescode.html: the primary code is the low byte.
QString databaseSentence(const QString &path, int code)
{
    const QString file = QDir::toNativeSeparators(path);
    switch (code & 0xff) {
    case 5:
    case 6:
        return QCoreApplication::translate(
                   "Storage",
                   "The database “%1” is held by another program. Close it and try "
                   "again.")
            .arg(file);
    case 8:
        return QCoreApplication::translate(
                   "Storage",
                   "The database “%1” cannot be written. Give yourself write access to "
                   "the file and its directory.")
            .arg(file);
    case 11:
    case 26:
        return QCoreApplication::translate(
                   "Storage",
                   "The database “%1” is damaged or no database. Move it away, or put "
                   "a backup in its place; a new one is made at the next start.")
            .arg(file);
    case 13:
        return QCoreApplication::translate("Storage",
                                           "The disk is full: “%1” cannot grow. Make room there.")
            .arg(file);
    case 14:
        return QCoreApplication::translate(
                   "Storage",
                   "The database “%1” cannot be opened. Choose a directory that you "
                   "may write to.")
            .arg(file);
    default:
        return QCoreApplication::translate(
                   "Storage", "The database “%1” reports error %2. Check the disk it is on.")
            .arg(file, QString::number(code));
    }
}

Failure databaseFailure(const QString &path, const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt();
    // The driver's text may quote a value; the code says enough for the log.
    qCWarning(logStorage, "SQLite error %d", code);
    return {.kind = FailureKind::Storage,
            .message = databaseSentence(path, code),
            .detail = error.driverText() + u": "_s + error.databaseText()};
}

QVariant withoutNullText(const QVariant &value)
{
    // The driver binds a null QString or QByteArray as NULL.
    if (value.typeId() == QMetaType::QString && value.toString().isNull())
        return u""_s;
    if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull())
        return QByteArray("");
    return value;
}

} // namespace

Result<std::unique_ptr<Connection>> Connection::open(const QString &path, Mode mode)
{
    const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::unique_ptr<Connection> connection(new Connection(name, path));
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        QString options = u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyTimeoutMs);
        if (mode == Mode::ReadOnly)
            options += u";QSQLITE_OPEN_READONLY"_s;
        database.setConnectOptions(options);
        database.setDatabaseName(path);
        if (!database.open())
            return databaseFailure(path, database.lastError());
    }
    for (const QString &pragma :
         {u"PRAGMA foreign_keys = ON"_s, u"PRAGMA synchronous = NORMAL"_s}) {
        if (auto done = connection->exec(pragma); !done)
            return done.failure();
    }
    return connection;
}

Connection::~Connection()
{
    QSqlDatabase::database(m_name, false).close();
    QSqlDatabase::removeDatabase(m_name);
}

Result<void> Connection::useWriteAheadLog() const
{
    // Two programs that make the same database at once: the switch does not wait for the other's
    // lock by itself.
    constexpr int tries = 100;
    for (int i = 1;; ++i) {
        Result<QSqlQuery> mode = exec(u"PRAGMA journal_mode = WAL"_s);
        if (mode)
            return {};
        if (i == tries || mode.failure().message != databaseSentence(m_path, 5))
            return mode.failure();
        QThread::msleep(20);
    }
}

Result<QSqlQuery> Connection::exec(const QString &sql, const QVariantList &values) const
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return databaseFailure(m_path, query.lastError());
    for (const QVariant &value : values)
        query.addBindValue(withoutNullText(value));
    if (!query.exec())
        return databaseFailure(m_path, query.lastError());
    return query;
}

Result<void> Connection::checkRead(const QSqlQuery &query) const
{
    if (query.lastError().isValid())
        return databaseFailure(m_path, query.lastError());
    return {};
}

Result<qint64> Connection::number(const QString &sql, const QVariantList &values) const
{
    const Result<QList<qint64>> numbers =
        rows(sql, values, [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
    if (!numbers)
        return numbers.failure();
    return numbers->value(0);
}

Result<bool> Connection::insert(QLatin1StringView table, const RowValues &values,
                                OnConflict onConflict) const
{
    QStringList names;
    QStringList marks;
    QVariantList bound;
    for (const auto &[name, value] : values) {
        names += name;
        marks += u"?"_s;
        bound += value;
    }
    QString sql = u"INSERT INTO "_s + table + u" ("_s + names.join(u", ") + u") VALUES ("_s
        + marks.join(u", ") + u")"_s;
    if (onConflict == OnConflict::KeepOld)
        sql += u" ON CONFLICT DO NOTHING"_s;
    Result<QSqlQuery> done = exec(sql, bound);
    if (!done)
        return done.failure();
    return done->numRowsAffected() > 0;
}

Result<int> Connection::userVersion() const
{
    const Result<qint64> version = number(u"PRAGMA user_version"_s);
    if (!version)
        return version.failure();
    return static_cast<int>(*version);
}

Transaction::~Transaction()
{
    if (m_isOpen)
        (void)m_connection.exec(u"ROLLBACK"_s);
}

Result<void> Transaction::begin()
{
    // Deferred, a transaction that read first and writes then fails whatever the timeout.
    if (auto done = m_connection.exec(u"BEGIN IMMEDIATE"_s); !done)
        return done.failure();
    m_isOpen = true;
    return {};
}

Result<void> Transaction::commit()
{
    if (auto done = m_connection.exec(u"COMMIT"_s); !done)
        return done.failure();
    m_isOpen = false;
    return {};
}

} // namespace Sidelong
