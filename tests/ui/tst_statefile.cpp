// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/statefile.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

constexpr qsizetype manyBytes = 1'000'000;

} // namespace

class TestStateFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheNewest();
    void asksOnceForManyChanges();
    void writesWhatIsLeftWhenItGoes();
    void saysWhatCouldNotBeWritten();
    void mayGoWhileItWrites();

private:
    QTemporaryDir m_dir;
};

void TestStateFile::writesTheNewest()
{
    const QString path = m_dir.filePath(u"newest.json"_s);
    StateFile file(path);
    file.write("old");
    file.write("new");
    QTRY_COMPARE(StateFile::read(path), "new");
}

void TestStateFile::asksOnceForManyChanges()
{
    const QString path = m_dir.filePath(u"later.json"_s);
    StateFile file(path);
    int asked = 0;
    for (int i = 0; i < 100; ++i) {
        file.writeLater([&asked] {
            ++asked;
            return QByteArray("text");
        });
    }
    QCOMPARE(asked, 0);
    QTRY_COMPARE(StateFile::read(path), "text");
    QCOMPARE(asked, 1);
}

void TestStateFile::writesWhatIsLeftWhenItGoes()
{
    const QString path = m_dir.filePath(u"left.json"_s);
    {
        StateFile file(path);
        file.writeLater([] { return QByteArray("left"); });
    }
    QCOMPARE(StateFile::read(path), "left");
}

void TestStateFile::saysWhatCouldNotBeWritten()
{
    StateFile file(m_dir.filePath(u"no/such/folder.json"_s));
    QSignalSpy failed(&file, &StateFile::failed);
    file.write("x");
    QVERIFY(failed.wait());
    QVERIFY(failed.first().first().toString().contains(u"folder.json"_s));
}

void TestStateFile::mayGoWhileItWrites()
{
    const QString path = m_dir.filePath(u"going.json"_s);
    auto file = std::make_unique<StateFile>(path);
    bool asked = false;
    file->writeLater([&asked] {
        asked = true;
        return QByteArray(manyBytes, 'x');
    });
    QTRY_VERIFY(asked);
    file.reset();
    QCOMPARE(StateFile::read(path).size(), manyBytes);
}

QTEST_GUILESS_MAIN(TestStateFile)
#include "tst_statefile.moc"
