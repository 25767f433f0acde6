// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/parameterfield.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class TestParameterField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatIsWritten_data();
    void readsWhatIsWritten();
    void refusesWithASentence_data();
    void refusesWithASentence();
    void anEmptyTextUnsets();
};

void TestParameterField::readsWhatIsWritten_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("back");
    QTest::addColumn<QString>("chip");
    const auto row = [](const char *name, ParameterField field, const QString &text,
                        const QString &back, const QString &chip) {
        QTest::newRow(name) << static_cast<int>(field) << text << back << chip;
    };
    row("temperature zero", ParameterField::Temperature, u"0"_s, u"0"_s, u"temperature 0"_s);
    row("decimal comma", ParameterField::Temperature, u" 0,7 "_s, u"0.7"_s, u"temperature 0.7"_s);
    row("thousands separators", ParameterField::MaxTokens, u"32,000"_s, u"32000"_s,
        u"max 32,000 tokens"_s);
    row("top-p", ParameterField::TopP, u"0.95"_s, u"0.95"_s, u"top-p 0.95"_s);
    row("negative seed", ParameterField::Seed, u"-7"_s, u"-7"_s, u"seed -7"_s);
    row("stops with a line end", ParameterField::Stop, u"END|\\n\\n"_s, u"END|\\n\\n"_s,
        u"stop at END|\\n\\n"_s);
    row("effort", ParameterField::Effort, u"high"_s, u"high"_s, u"effort high"_s);
}

void TestParameterField::readsWhatIsWritten()
{
    QFETCH(int, field);
    QFETCH(QString, text);
    Parameters parameters;
    QVERIFY(setFieldText(static_cast<ParameterField>(field), text, parameters));
    QTEST(fieldText(static_cast<ParameterField>(field), parameters), "back");
    QTEST(fieldChip(static_cast<ParameterField>(field), parameters), "chip");
    QVERIFY(isSet(static_cast<ParameterField>(field), parameters));
}

void TestParameterField::refusesWithASentence_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("text");
    QTest::newRow("a word") << static_cast<int>(ParameterField::Temperature) << u"hot"_s;
    QTest::newRow("too hot") << static_cast<int>(ParameterField::Temperature) << u"2.1"_s;
    QTest::newRow("negative") << static_cast<int>(ParameterField::Temperature) << u"-0.1"_s;
    QTest::newRow("not a number") << static_cast<int>(ParameterField::TopP) << u"nan"_s;
    QTest::newRow("top-p over 1") << static_cast<int>(ParameterField::TopP) << u"1.5"_s;
    QTest::newRow("no tokens") << static_cast<int>(ParameterField::MaxTokens) << u"0"_s;
    QTest::newRow("half a token") << static_cast<int>(ParameterField::MaxTokens) << u"1.5"_s;
    QTest::newRow("too many digits")
        << static_cast<int>(ParameterField::Seed) << u"99999999999999999999"_s;
}

void TestParameterField::refusesWithASentence()
{
    QFETCH(int, field);
    QFETCH(QString, text);
    Parameters parameters;
    parameters.temperature = 1;
    const Parameters before = parameters;
    const Result<void> set = setFieldText(static_cast<ParameterField>(field), text, parameters);
    QVERIFY(!set);
    QVERIFY(set.failure().message.endsWith(u'.'));
    QCOMPARE(parameters, before);
}

void TestParameterField::anEmptyTextUnsets()
{
    for (const ParameterField field : parameterFields) {
        Parameters parameters{0.5, 0.5, 10, 1, {u"x"_s}, u"low"_s};
        QVERIFY(isSet(field, parameters));
        QVERIFY(setFieldText(field, {}, parameters));
        QVERIFY(!isSet(field, parameters));
    }
}

QTEST_GUILESS_MAIN(TestParameterField)
#include "tst_parameterfield.moc"
