// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/migrations.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>
#include <QUuid>

#include <filesystem>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

// "SDLG": tells our file from any other SQLite database.
constexpr int applicationId = 0x53444c47;
constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

Failure newerFailure(const QString &path)
{
    return {.kind = FailureKind::Storage,
            .message = QCoreApplication::translate(
                           "Storage",
                           "The database “%1” was written by a newer Sidelong. Update "
                           "this one, or choose another data directory.")
                           .arg(QDir::toNativeSeparators(path))};
}

/// Reads alone, so that a file that is refused stays as it is.
Result<void> inspect(const QString &path, int newest)
{
    if (!QFileInfo::exists(path))
        return {};
    auto connection = Connection::open(path, Connection::Mode::ReadOnly);
    if (!connection)
        return connection.failure();
    const Result<qint64> objects = (*connection)->number(u"SELECT count(*) FROM sqlite_schema"_s);
    if (!objects)
        return objects.failure();
    const Result<int> version = (*connection)->userVersion();
    if (!version)
        return version.failure();
    const Result<qint64> application = (*connection)->number(u"PRAGMA application_id"_s);
    if (!application)
        return application.failure();
    if (*objects > 0 && *application != applicationId) {
        return Failure{
            .kind = FailureKind::Storage,
            .message = QCoreApplication::translate("Storage",
                                                   "“%1” is the database of another program. Move "
                                                   "it away, or choose another data directory.")
                           .arg(QDir::toNativeSeparators(path))};
    }
    if (*version > newest)
        return newerFailure(path);
    return {};
}

/// Made by SQLite, a file and what belongs to it would be as open as the umask says.
void makePrivate(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly))
        file.setPermissions(ownerOnly); // it was there, or SQLite says why it cannot be
}

Result<int> versionOf(const QString &path)
{
    const auto connection = Connection::open(path, Connection::Mode::ReadOnly);
    return connection ? (*connection)->userVersion() : connection.failure();
}

Result<void> backUp(const Connection &connection, int version)
{
    const QString target = backupPath(connection.path(), version);
    // Under a name of its own first: two programs may be here at once, or one may be killed.
    const QString part = target + u"."_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto cleanUp = qScopeGuard([&part] { QFile::remove(part); });
    makePrivate(part);
    if (auto done = connection.exec(u"VACUUM INTO ?"_s, {part}); !done)
        return done.failure();
    const Result<int> copied = versionOf(part);
    if (!copied)
        return copied.failure();
    // Another program was faster: what it brought up to date is no backup, and its own one is.
    if (*copied >= version)
        return {};
    // Over one that is there: that is from another, older upgrade. QFile would not replace it.
    std::error_code error;
    std::filesystem::rename(part.toStdString(), target.toStdString(), error);
    if (!error)
        return {};
    return Failure{
        .kind = FailureKind::Storage,
        .message = QCoreApplication::translate("Storage",
                                               "The backup “%1” cannot be written, so the database "
                                               "was not changed. Make room there.")
                       .arg(QDir::toNativeSeparators(target))};
}

Result<void> applyNextStep(const Connection &connection, const SchemaSteps &steps)
{
    Transaction transaction(connection);
    if (auto done = transaction.begin(); !done)
        return done;
    // Another program may have been faster between the look and the lock.
    const Result<int> version = connection.userVersion();
    if (!version)
        return version.failure();
    if (*version > steps.size())
        return newerFailure(connection.path());
    if (*version == steps.size())
        return {};
    QStringList statements = steps.at(*version);
    statements << u"PRAGMA user_version = %1"_s.arg(*version + 1)
               << u"PRAGMA application_id = %1"_s.arg(applicationId);
    for (const QString &sql : std::as_const(statements)) {
        if (auto done = connection.exec(sql); !done)
            return done.failure();
    }
    return transaction.commit();
}

Result<void> migrate(const Connection &connection, const SchemaSteps &steps)
{
    Result<int> version = connection.userVersion();
    if (!version)
        return version.failure();
    if (*version > 0 && *version < steps.size()) {
        if (auto done = backUp(connection, *version + 1); !done)
            return done;
    }
    while (*version < steps.size()) {
        if (auto done = applyNextStep(connection, steps); !done)
            return done;
        version = connection.userVersion();
        if (!version)
            return version.failure();
    }
    return *version > steps.size() ? Result<void>(newerFailure(connection.path())) : Result<void>();
}

} // namespace

Result<std::unique_ptr<Connection>> openDatabase(const QString &path, const SchemaSteps &steps)
{
    if (auto fine = inspect(path, static_cast<int>(steps.size())); !fine)
        return fine.failure();
    makePrivate(path);
    auto connection = Connection::open(path, Connection::Mode::ReadWrite);
    if (!connection)
        return connection;
    if (auto done = (*connection)->useWriteAheadLog(); !done)
        return done.failure();
    if (auto done = migrate(**connection, steps); !done)
        return done.failure();
    return connection;
}

Result<void> checkSchema(const Connection &connection)
{
    const Result<int> version = connection.userVersion();
    if (!version)
        return version.failure();
    if (*version != schemaSteps().size())
        return newerFailure(connection.path());
    return {};
}

QString backupPath(const QString &databasePath, int version)
{
    const QFileInfo file(databasePath);
    return file.dir().filePath(file.completeBaseName() + u"-before-v%1.db"_s.arg(version));
}

} // namespace Sidelong
