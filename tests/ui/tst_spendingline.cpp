// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spendingline.h"

#include "tests/ui/servicesrig.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

void book(ServicesRig &rig, const QString &id, CostOrigin origin, qint64 picos, bool simulated)
{
    AttemptRecord attempt;
    attempt.id = id;
    attempt.runId = u"run"_s;
    attempt.startedMs = rig.clock.utcMs();
    attempt.model = {simulated ? u"simulator"_s : u"openai"_s, u"gpt-x"_s};
    attempt.simulated = simulated;
    attempt.outcome = u"ok"_s;
    attempt.cache = u"miss"_s;
    attempt.cost.total.picos = picos;
    attempt.cost.origin = origin;
    rig.store().attemptEnded(attempt);
    rig.store().flush().waitForFinished();
}

} // namespace

class TestSpendingLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatWasSpent();
    void anUnknownPriceIsNotNothing();
    void saysWhereKeysAre();
    void fitsTheNarrowestWindow();
    void mayGoWhileItAsks();
};

void TestSpendingLine::saysWhatWasSpent()
{
    ServicesRig rig;
    book(rig, u"a"_s, CostOrigin::Computed, 1'250'000'000'000, false);
    book(rig, u"b"_s, CostOrigin::Computed, 250'000'000'000, true);
    Services services = rig.services();
    Provider simulator;
    simulator.name = u"simulator"_s;
    simulator.simulated = true;
    services.providers.insert(simulator);
    Session session(services);
    SpendingLine line(&session);
    QTRY_VERIFY2(line.text().contains(u"today $1.25"_s), qPrintable(line.text()));
    QTRY_VERIFY(line.text().contains(u"simulated $0.25"_s));
    QVERIFY(!line.text().contains(u"without a price"_s));
    line.setLive(1);
    QVERIFY(line.text().contains(u"1 stream live"_s));
    line.setLive(1'200);
    QVERIFY(line.text().contains(u"1,200 streams live"_s));
}

void TestSpendingLine::anUnknownPriceIsNotNothing()
{
    ServicesRig rig;
    book(rig, u"a"_s, CostOrigin::Unknown, 0, false);
    book(rig, u"b"_s, CostOrigin::Unknown, 0, false);
    Session session(rig.services());
    SpendingLine line(&session);
    QTRY_VERIFY2(line.text().contains(u"today $0.00 + 2 without a price"_s),
                 qPrintable(line.text()));
}

void TestSpendingLine::saysWhereKeysAre()
{
    ServicesRig rig;
    Session session(rig.services());
    SpendingLine line(&session);
    QTRY_COMPARE(session.key(u"openai"_s).source, KeyState::Source::None);
    QVERIFY(line.text().contains(u"keys in the system keychain"_s));
    rig.secrets.trouble = Failure{.kind = FailureKind::Storage, .message = u"No keyring."_s};
    session.setKey(u"openai"_s, Secret("x"));
    QTRY_VERIFY(line.text().contains(u"kept for this run only"_s));
}

void TestSpendingLine::fitsTheNarrowestWindow()
{
    ServicesRig rig;
    rig.secrets.trouble = Failure{.kind = FailureKind::Storage, .message = u"No keyring."_s};
    for (int i = 0; i < 12; ++i)
        book(rig, QString::number(i), CostOrigin::Unknown, 0, false);
    book(rig, u"much"_s, CostOrigin::Computed, 1'234'560'000'000'000, false);
    Session session(rig.services());
    SpendingLine line(&session);
    line.setLive(8);
    QTRY_VERIFY2(line.text().contains(u"this run only"_s) && line.text().contains(u"+ 12"_s),
                 qPrintable(line.text()));
    QVERIFY2(line.minimumSizeHint().width() <= 760,
             qPrintable(QString::number(line.minimumSizeHint().width())));
}

void TestSpendingLine::mayGoWhileItAsks()
{
    ServicesRig rig;
    Session session(rig.services());
    auto line = std::make_unique<SpendingLine>(&session);
    line->refresh();
    line.reset();
    rig.store().flush().waitForFinished();
    QCoreApplication::processEvents();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const Theme theme(&application, Theme::Mode::Light);
    TestSpendingLine test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_spendingline.moc"
