// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/connectionthreads.h"
#include "core/storage/migrations.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <memory>
#include <sys/stat.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_Migrations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void open_newFile_hasTheNewestVersion();
    void open_twice_changesNothing();
    void open_older_isBackedUpAndBrought();
    void open_olderAgain_replacesTheBackup();
    void open_filesAreForTheOwnerAlone();
    void open_fromManyThreadsAtOnce_works();
    void open_refused_leavesTheFile_data();
    void open_refused_leavesTheFile();
    void open_whereADirectoryIs_fails();
    void step_thatFails_leavesTheVersionBefore();
    void checkSchema_overtaken_fails();
    void transaction_withoutCommit_isRolledBack();
    void insert_keepOld_saysWhetherItAdded();
    void rows_failureHalfWay_isTold();
    void threads_failedOpen_isTriedAgain();

private:
    QString path() const { return m_dir->filePath(u"sidelong.db"_s); }
    QByteArray bytes() const;
    void make(const QStringList &statements) const;

    std::unique_ptr<QTemporaryDir> m_dir;
};

void tst_Migrations::init()
{
    QTest::failOnWarning(QRegularExpression(u"^QSql|^Qt"_s));
    m_dir = std::make_unique<QTemporaryDir>();
}

QByteArray tst_Migrations::bytes() const
{
    QFile file(path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_Migrations::make(const QStringList &statements) const
{
    auto connection = Connection::open(path(), Connection::Mode::ReadWrite);
    QVERIFY(connection);
    for (const QString &sql : statements)
        QVERIFY2((*connection)->exec(sql), qPrintable(sql));
}

void tst_Migrations::open_newFile_hasTheNewestVersion()
{
    auto connection = openDatabase(path());
    QVERIFY2(connection, qPrintable(connection ? QString() : connection.failure().detail));
    QCOMPARE(*(*connection)->userVersion(), int(schemaSteps().size()));
    auto mode = (*connection)->exec(u"PRAGMA journal_mode"_s);
    QVERIFY(mode && mode->next());
    QCOMPARE(mode->value(0).toString(), u"wal"_s);
    auto keys = (*connection)->exec(u"PRAGMA foreign_keys"_s);
    QVERIFY(keys && keys->next());
    QCOMPARE(keys->value(0).toInt(), 1);
}

void tst_Migrations::open_twice_changesNothing()
{
    QVERIFY(openDatabase(path()));
    const QByteArray before = bytes();
    QVERIFY(openDatabase(path()));
    QCOMPARE(bytes(), before);
    QVERIFY(!QFile::exists(backupPath(path(), 1)));
}

void tst_Migrations::open_older_isBackedUpAndBrought()
{
    const SchemaSteps first = {{u"CREATE TABLE a (x INTEGER) STRICT"_s}};
    const SchemaSteps both = {first.first(), {u"ALTER TABLE a ADD COLUMN y INTEGER"_s}};
    {
        auto connection = openDatabase(path(), first);
        QVERIFY(connection);
        QVERIFY((*connection)->exec(u"INSERT INTO a VALUES (7)"_s));
    }
    auto connection = openDatabase(path(), both);
    QVERIFY(connection);
    QCOMPARE(*(*connection)->userVersion(), 2);
    QVERIFY((*connection)->exec(u"SELECT x, y FROM a"_s));

    auto backup = Connection::open(backupPath(path(), 2), Connection::Mode::ReadOnly);
    QVERIFY(backup);
    QCOMPARE(*(*backup)->userVersion(), 1);
    auto row = (*backup)->exec(u"SELECT x FROM a"_s);
    QVERIFY(row && row->next());
    QCOMPARE(row->value(0).toInt(), 7);
}

void tst_Migrations::open_olderAgain_replacesTheBackup()
{
    const SchemaSteps first = {{u"CREATE TABLE a (x INTEGER) STRICT"_s}};
    const SchemaSteps both = {first.first(), {u"ALTER TABLE a ADD COLUMN y INTEGER"_s}};
    for (const int x : {1, 2}) {
        {
            auto connection = openDatabase(path(), first);
            QVERIFY(connection);
            QVERIFY((*connection)->exec(u"INSERT INTO a VALUES (?)"_s, {x}));
        }
        QVERIFY(openDatabase(path(), both));
        auto backup = Connection::open(backupPath(path(), 2), Connection::Mode::ReadOnly);
        QVERIFY(backup);
        QCOMPARE(*(*backup)->number(u"SELECT x FROM a"_s), x);
        QVERIFY(QFile::remove(path())); // as after an older program was put back
    }
    QCOMPARE(QDir(m_dir->path()).entryList({u"*-before-*"_s}, QDir::Files).size(), 1);
}

void tst_Migrations::open_filesAreForTheOwnerAlone()
{
    const mode_t umaskBefore = ::umask(0);
    const SchemaSteps first = {{u"CREATE TABLE a (x INTEGER) STRICT"_s}};
    const SchemaSteps both = {first.first(), {u"ALTER TABLE a ADD COLUMN y INTEGER"_s}};
    QVERIFY(openDatabase(path(), first));
    auto connection = openDatabase(path(), both);
    ::umask(umaskBefore);
    QVERIFY(connection);
    QVERIFY((*connection)->exec(u"INSERT INTO a VALUES (1, 2)"_s));
    const QStringList names = QDir(m_dir->path()).entryList(QDir::Files, QDir::Name);
    QCOMPARE(names,
             (QStringList{u"sidelong-before-v2.db"_s, u"sidelong.db"_s, u"sidelong.db-shm"_s,
                          u"sidelong.db-wal"_s}));
    for (const QString &name : names) {
        struct stat status = {};
        QCOMPARE(::stat(qPrintable(m_dir->filePath(name)), &status), 0);
        QVERIFY2((status.st_mode & 0777) == 0600, qPrintable(name));
    }
}

void tst_Migrations::open_fromManyThreadsAtOnce_works()
{
    std::atomic<int> good = 0;
    std::vector<std::unique_ptr<QThread>> threads;
    threads.reserve(6);
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back(QThread::create([this, &good] {
            if (openDatabase(path()))
                ++good;
        }));
    }
    for (const auto &thread : threads)
        thread->start();
    for (const auto &thread : threads)
        thread->wait();
    QCOMPARE(good.load(), 6);
}

void tst_Migrations::open_refused_leavesTheFile_data()
{
    QTest::addColumn<QStringList>("statements");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("word");

    QTest::newRow("from a newer version")
        << QStringList{u"CREATE TABLE run (id INTEGER)"_s, u"PRAGMA user_version = 99"_s,
                       u"PRAGMA application_id = %1"_s.arg(0x53444c47)}
        << QByteArray() << u"newer"_s;
    QTest::newRow("of another program")
        << QStringList{u"CREATE TABLE run (id INTEGER)"_s, u"PRAGMA user_version = 1"_s}
        << QByteArray() << u"another program"_s;
    QTest::newRow("no database") << QStringList() << QByteArray("not a database ").repeated(400)
                                 << u"damaged"_s;
}

void tst_Migrations::open_refused_leavesTheFile()
{
    QFETCH(QStringList, statements);
    QFETCH(QByteArray, content);
    QFETCH(QString, word);
    if (content.isEmpty()) {
        make(statements);
    } else {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    const QByteArray before = bytes();
    QVERIFY(!before.isEmpty());

    auto connection = openDatabase(path());
    QVERIFY(!connection);
    QCOMPARE(connection.failure().kind, FailureKind::Storage);
    QVERIFY2(connection.failure().message.contains(word), qPrintable(connection.failure().message));
    QVERIFY(connection.failure().message.contains(u"sidelong.db"_s));
    QCOMPARE(bytes(), before);
}

void tst_Migrations::open_whereADirectoryIs_fails()
{
    QVERIFY(QDir(m_dir->path()).mkdir(u"sidelong.db"_s));
    const auto connection = openDatabase(path());
    QVERIFY(!connection);
    QCOMPARE(connection.failure().kind, FailureKind::Storage);
}

void tst_Migrations::step_thatFails_leavesTheVersionBefore()
{
    const SchemaSteps first = {{u"CREATE TABLE a (x INTEGER)"_s}};
    QVERIFY(openDatabase(path(), first));
    QVERIFY(!openDatabase(path(), {first.first(), {u"CREATE TABLE b (x)"_s, u"nonsense"_s}}));
    auto connection = openDatabase(path(), first);
    QVERIFY(connection);
    QVERIFY(!(*connection)->exec(u"SELECT * FROM b"_s));
}

void tst_Migrations::checkSchema_overtaken_fails()
{
    auto connection = openDatabase(path());
    QVERIFY(connection);
    QVERIFY(checkSchema(**connection));
    make({u"PRAGMA user_version = 99"_s});
    const Result<void> checked = checkSchema(**connection);
    QVERIFY(!checked);
    QVERIFY(checked.failure().message.contains(u"newer"_s));
}

void tst_Migrations::transaction_withoutCommit_isRolledBack()
{
    make({u"CREATE TABLE a (x INTEGER)"_s});
    auto connection = Connection::open(path(), Connection::Mode::ReadWrite);
    QVERIFY(connection);
    {
        Transaction transaction(**connection);
        QVERIFY(transaction.begin());
        QVERIFY((*connection)->exec(u"INSERT INTO a VALUES (1)"_s));
    }
    auto row = (*connection)->exec(u"SELECT count(*) FROM a"_s);
    QVERIFY(row && row->next());
    QCOMPARE(row->value(0).toInt(), 0);
}

void tst_Migrations::insert_keepOld_saysWhetherItAdded()
{
    make({u"CREATE TABLE a (x INTEGER PRIMARY KEY, y TEXT NOT NULL) STRICT"_s});
    auto connection = Connection::open(path(), Connection::Mode::ReadWrite);
    QVERIFY(connection);
    const RowValues row = {{"x"_L1, 1}, {"y"_L1, QString()}};
    QCOMPARE(*(*connection)->insert("a"_L1, row, OnConflict::KeepOld), true);
    QCOMPARE(*(*connection)->insert("a"_L1, row, OnConflict::KeepOld), false);
    QVERIFY(!(*connection)->insert("a"_L1, row));
}

void tst_Migrations::rows_failureHalfWay_isTold()
{
    make({u"CREATE TABLE a (x INTEGER)"_s,
          u"INSERT INTO a VALUES (-1), (-2), (-9223372036854775808), (-3)"_s});
    auto connection = Connection::open(path(), Connection::Mode::ReadWrite);
    QVERIFY(connection);
    const auto first = [](const QSqlQuery &row) { return row.value(0).toLongLong(); };
    const auto good = (*connection)->rows(u"SELECT abs(x) FROM a WHERE x > -9"_s, {}, first);
    QVERIFY(good);
    QCOMPARE(*good, (QList<qint64>{1, 2, 3}));
    // What has no absolute value stands for a page that cannot be read.
    const auto bad = (*connection)->rows(u"SELECT abs(x) FROM a"_s, {}, first);
    QVERIFY(!bad);
    QCOMPARE(bad.failure().kind, FailureKind::Storage);
}

void tst_Migrations::threads_failedOpen_isTriedAgain()
{
    int tries = 0;
    ConnectionThreads threads(
        u"test"_s, 1, [this, &tries]() -> Result<std::unique_ptr<Connection>> {
            if (++tries == 1)
                return Failure{.kind = FailureKind::Storage, .message = u"not yet"_s};
            return Connection::open(path(), Connection::Mode::ReadWrite);
        });
    const auto one = [&threads] {
        return threads.run([](const Connection &c) { return c.number(u"SELECT 1"_s); }).result();
    };
    QCOMPARE(one().failure().message, u"not yet"_s);
    QCOMPARE(*one(), 1);
    QCOMPARE(*one(), 1);
    QCOMPARE(tries, 2);
}

QTEST_GUILESS_MAIN(tst_Migrations)
#include "tst_migrations.moc"
