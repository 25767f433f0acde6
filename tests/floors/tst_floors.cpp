// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The floors of docs/architecture.md, held by reading what includes what.
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QMap>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

/// A floor uses the floors below it. What nothing in core may use stands highest.
const QMap<QString, int> floorLevels{
    {u"base"_s, 0},      {u"domain"_s, 1}, {u"settings"_s, 2},  {u"secrets"_s, 2},
    {u"telemetry"_s, 2}, {u"net"_s, 3},    {u"storage"_s, 3},   {u"providers"_s, 4},
    {u"cost"_s, 5},      {u"engine"_s, 7}, {u"simulator"_s, 4},
};

struct Include
{
    QString target;
    bool isQuoted = false;
};

QList<Include> includesOf(const QString &text)
{
    static const QRegularExpression line(uR"(^[ \t]*#[ \t]*include[ \t]*([<"])([^">]+)[">])"_s,
                                         QRegularExpression::MultilineOption);
    QList<Include> includes;
    for (QRegularExpressionMatchIterator it = line.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        includes.append({match.captured(2), match.captured(1) == u"\""});
    }
    return includes;
}

bool isScreenHeader(const QString &name)
{
    if (name.startsWith(u"QtGui"_s) || name.startsWith(u"QtWidgets"_s)
        || name.startsWith(u"QtSvg"_s))
        return true;
    const QString headers = QLibraryInfo::path(QLibraryInfo::HeadersPath);
    for (const QString &module : {u"QtGui"_s, u"QtWidgets"_s, u"QtSvg"_s}) {
        if (QFileInfo::exists(headers + u'/' + module + u'/' + name))
            return true;
    }
    return false;
}

QString coreFault(const QString &floor, const Include &include)
{
    if (!include.isQuoted)
        return isScreenHeader(include.target) ? u"core knows no screen"_s : QString();
    const QStringList parts = include.target.split(u'/');
    if (parts.first() != u"core"_s)
        return u"core uses core alone"_s;
    const QString target = parts.value(1);
    if (!floorLevels.contains(floor) || !floorLevels.contains(target))
        return u"a floor that is not in the table"_s;
    // Where to find a key is a setting.
    const bool isKeySetting = floor == u"secrets"_s && target == u"settings"_s;
    // Net and below: the simulator stores nothing, and no floor but app's knows it.
    const bool isSimulator =
        target == u"simulator"_s || (floor == u"simulator"_s && target == u"storage"_s);
    const bool isBelow = floorLevels[target] < floorLevels[floor] && !isSimulator;
    return target == floor || isBelow || isKeySetting ? QString() : u"reaches up or across"_s;
}

/// Why \a include must not stand in the file at \a path; empty = it may.
QString faultOf(const QString &path, const Include &include)
{
    const QStringList parts = path.split(u'/');
    if (include.isQuoted && include.target.endsWith(u".moc"_s))
        return {};
    if (parts.first() == u"core"_s)
        return coreFault(parts.value(1), include);
    const QString target = include.target.section(u'/', 0, 0);
    if (include.isQuoted && !QStringList{u"core"_s, u"ui"_s, u"app"_s, u"tests"_s}.contains(target))
        return u"not from the repository's root"_s;
    if (include.isQuoted && target == u"tests"_s && parts.first() != u"tests"_s)
        return u"the product uses no test"_s;
    if (include.isQuoted && target == u"app"_s && parts.first() == u"ui"_s)
        return u"ui does not know app"_s;
    return {};
}

QString readText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class TestFloors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void rule_data();
    void rule();
    void includesKeepTheFloors();
    void filesSayWhoseTheyAre();

private:
    QStringList sources(const QStringList &patterns) const;

    QString m_root;
};

void TestFloors::initTestCase()
{
    m_root = qEnvironmentVariable("SIDELONG_SOURCE");
    QVERIFY2(QFileInfo::exists(m_root + u"/core"_s), "SIDELONG_SOURCE names no source tree");
    QVERIFY2(isScreenHeader(u"QWidget"_s) && isScreenHeader(u"QColor"_s),
             "Qt's headers are not where they are looked for");
}

void TestFloors::rule_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("isAllowed");

    const auto row = [](const char *name, const QString &path, const QString &line, bool allowed) {
        QTest::newRow(name) << path << line << allowed;
    };
    row("a floor below", u"core/engine/a.h"_s, u"#include \"core/net/b.h\""_s, true);
    row("the same floor", u"core/net/a.h"_s, u"#include \"core/net/b.h\""_s, true);
    row("a floor above", u"core/net/a.h"_s, u"#include \"core/providers/b.h\""_s, false);
    row("a floor beside", u"core/net/a.h"_s, u"#include \"core/storage/b.h\""_s, false);
    row("secrets read settings", u"core/secrets/a.h"_s, u"#include \"core/settings/b.h\""_s, true);
    row("settings read no secrets", u"core/settings/a.h"_s, u"#include \"core/secrets/b.h\""_s,
        false);
    row("the engine knows no simulator", u"core/engine/a.h"_s, u"#include \"core/simulator/b.h\""_s,
        false);
    row("the simulator serves by net", u"core/simulator/a.h"_s, u"#include \"core/net/b.h\""_s,
        true);
    row("the simulator stores nothing", u"core/simulator/a.h"_s, u"#include \"core/storage/b.h\""_s,
        false);
    row("an unknown floor", u"core/net/a.h"_s, u"#include \"core/attic/b.h\""_s, false);
    row("core and ui", u"core/engine/a.h"_s, u"#include \"ui/common/b.h\""_s, false);
    row("core and Widgets", u"core/engine/a.h"_s, u"#include <QWidget>"_s, false);
    row("core and Gui", u"core/engine/a.h"_s, u"  #  include <QtGui/QColor>"_s, false);
    row("core and Core", u"core/engine/a.h"_s, u"#include <QString>"_s, true);
    row("core without the root", u"core/net/a.h"_s, u"#include \"b.h\""_s, false);
    row("ui and core", u"ui/common/a.h"_s, u"#include \"core/engine/b.h\""_s, true);
    row("ui and app", u"ui/common/a.h"_s, u"#include \"app/common/b.h\""_s, false);
    row("app and all", u"app/cli/a.h"_s, u"#include \"ui/common/b.h\""_s, true);
    row("app and tests", u"app/cli/a.h"_s, u"#include \"tests/support/b.h\""_s, false);
}

void TestFloors::rule()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    const QList<Include> includes = includesOf(u"// first\n"_s + line + u"\nint x;\n"_s);
    QCOMPARE(includes.size(), 1);
    QTEST(faultOf(path, includes.first()).isEmpty(), "isAllowed");
}

QStringList TestFloors::sources(const QStringList &patterns) const
{
    QStringList paths;
    for (const QString &folder : {u"core"_s, u"ui"_s, u"app"_s, u"tests"_s}) {
        QDirIterator files(m_root + u'/' + folder, patterns, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext())
            paths.append(files.next().mid(m_root.size() + 1));
    }
    paths.removeIf([](const QString &path) { return path.startsWith(u"tests/data/"_s); });
    return paths;
}

void TestFloors::includesKeepTheFloors()
{
    const QStringList paths = sources({u"*.h"_s, u"*.cpp"_s});
    QVERIFY(paths.size() > 50);
    QStringList faults;
    for (const QString &path : paths) {
        for (const Include &include : includesOf(readText(m_root + u'/' + path))) {
            const QString fault = faultOf(path, include);
            if (!fault.isEmpty())
                faults.append(path + u" includes "_s + include.target + u": "_s + fault);
        }
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

void TestFloors::filesSayWhoseTheyAre()
{
    QStringList faults;
    for (const QString &path : sources({u"*.h"_s, u"*.cpp"_s, u"*.sh"_s, u"CMakeLists.txt"_s})) {
        // A script's first line names its interpreter.
        const QStringList lines = readText(m_root + u'/' + path).split(u'\n');
        const qsizetype first = lines.first().startsWith(u"#!"_s) ? 1 : 0;
        const bool isMarked =
            lines.value(first).contains(u"SPDX-FileCopyrightText: 2026 The Sidelong authors"_s)
            && lines.value(first + 1).contains(u"SPDX-License-Identifier: GPL-3.0-or-later"_s);
        if (!isMarked)
            faults.append(path);
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestFloors)
#include "tst_floors.moc"
