// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/palette.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_Palette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrast_ofKnownPairs();
    void contrast_isEnough_data();
    void contrast_isEnough();
    void series_areEightDifferent();
    void icons_ofTheSheetAreInThePalette_data();
    void icons_ofTheSheetAreInThePalette();
};

void tst_Palette::contrast_ofKnownPairs()
{
    QCOMPARE(qRound(contrast(Qt::black, Qt::white)), 21);
    QCOMPARE(qRound(contrast(Qt::white, Qt::white)), 1);
    QVERIFY(qAbs(contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
}

void tst_Palette::contrast_isEnough_data()
{
    QTest::addColumn<ColorRole>("ink");
    QTest::addColumn<ColorRole>("ground");
    QTest::addColumn<double>("least");

    for (const auto &[name, ground] :
         {std::pair("window", ColorRole::Window), std::pair("surface", ColorRole::Surface),
          std::pair("rail", ColorRole::Rail)}) {
        QTest::addRow("text on %s", name) << ColorRole::Text << ground << 7.0;
        QTest::addRow("muted text on %s", name) << ColorRole::MutedText << ground << 4.5;
        QTest::addRow("accent on %s", name) << ColorRole::Accent << ground << 4.5;
        QTest::addRow("good on %s", name) << ColorRole::Good << ground << 4.5;
        QTest::addRow("warning on %s", name) << ColorRole::Warning << ground << 4.5;
        QTest::addRow("error on %s", name) << ColorRole::Error << ground << 4.5;
    }
    QTest::newRow("text on a selection") << ColorRole::Text << ColorRole::Selection << 7.0;
    QTest::newRow("text on code") << ColorRole::Text << ColorRole::CodeBackground << 7.0;
    QTest::newRow("text on the accent") << ColorRole::OnAccent << ColorRole::Accent << 4.5;
}

void tst_Palette::contrast_isEnough()
{
    QFETCH(ColorRole, ink);
    QFETCH(ColorRole, ground);
    QFETCH(double, least);
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        const Palette &palette = Palette::of(scheme);
        const double found = contrast(palette.color(ink), palette.color(ground));
        QVERIFY2(found >= least, qPrintable(QString::number(found)));
    }
}

void tst_Palette::series_areEightDifferent()
{
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        QList<QRgb> seen;
        for (int i = 0; i < seriesCount; ++i) {
            QVERIFY(!seen.contains(Palette::of(scheme).series(i).rgb()));
            seen.append(Palette::of(scheme).series(i).rgb());
        }
        QCOMPARE(Palette::of(scheme).series(seriesCount), Palette::of(scheme).series(0));
    }
}

void tst_Palette::icons_ofTheSheetAreInThePalette_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<Scheme>("scheme");
    QTest::addColumn<ColorRole>("role");
    QTest::newRow("arrow, light") << u"arrow-light"_s << Scheme::Light << ColorRole::MutedText;
    QTest::newRow("arrow, dark") << u"arrow-dark"_s << Scheme::Dark << ColorRole::MutedText;
    QTest::newRow("tick, light") << u"tick-light"_s << Scheme::Light << ColorRole::OnAccent;
    QTest::newRow("tick, dark") << u"tick-dark"_s << Scheme::Dark << ColorRole::OnAccent;
}

// A style sheet cannot colour an icon, so that these have their colours in themselves.
void tst_Palette::icons_ofTheSheetAreInThePalette()
{
    QFETCH(QString, name);
    QFETCH(Scheme, scheme);
    QFETCH(ColorRole, role);
    QFile file(u":/look/icons/%1.svg"_s.arg(name));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString color = Palette::of(scheme).color(role).name();
    QVERIFY(file.readAll().contains(QString(u"stroke=\""_s + color + u'"').toLatin1()));
}

QTEST_GUILESS_MAIN(tst_Palette)
#include "tst_palette.moc"
