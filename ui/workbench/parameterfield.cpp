// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/parameterfield.h"

#include "ui/common/format.h"

#include <QCoreApplication>

#include <limits>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

struct ParameterWords
{
    Q_DECLARE_TR_FUNCTIONS(ParameterField)
};

Failure wrong(const QString &sentence) { return Failure{FailureKind::InvalidRequest, sentence}; }

Result<std::optional<double>> number(const QString &text, double max, const QString &sentence)
{
    if (text.isEmpty())
        return std::optional<double>();
    bool ok = false;
    const double value = QString(text).replace(u',', u'.').toDouble(&ok);
    if (!ok || !(value >= 0) || value > max)
        return wrong(sentence);
    return std::optional(value);
}

Result<std::optional<qint64>> whole(QString text, qint64 min, const QString &sentence)
{
    text.remove(u',').remove(u' ');
    if (text.isEmpty())
        return std::optional<qint64>();
    bool ok = false;
    const qint64 value = text.toLongLong(&ok);
    if (!ok || value < min)
        return wrong(sentence);
    return std::optional(value);
}

/// "\n" in a field of one line is a line end.
QString unescaped(QString text)
{
    return text.replace(u"\\n"_s, u"\n"_s).replace(u"\\t"_s, u"\t"_s);
}

QString escaped(QString text) { return text.replace(u'\n', u"\\n"_s).replace(u'\t', u"\\t"_s); }

template <typename T>
Result<void> take(const Result<T> &read, T &to)
{
    if (!read)
        return read.failure();
    to = *read;
    return {};
}

} // namespace

QString fieldTitle(ParameterField field)
{
    switch (field) {
    case ParameterField::Temperature: return ParameterWords::tr("Temperature");
    case ParameterField::MaxTokens: return ParameterWords::tr("Max tokens");
    case ParameterField::TopP: return ParameterWords::tr("Top-p");
    case ParameterField::Seed: return ParameterWords::tr("Seed");
    case ParameterField::Stop: return ParameterWords::tr("Stop at");
    case ParameterField::Effort: return ParameterWords::tr("Effort");
    }
    return {};
}

QString fieldHint(ParameterField field)
{
    switch (field) {
    case ParameterField::Temperature: return ParameterWords::tr("0 to 2. Empty: the model's own.");
    case ParameterField::MaxTokens:
        return ParameterWords::tr("At least 1. Empty: 4,096, or 32,000 on models that reason.");
    case ParameterField::TopP: return ParameterWords::tr("0 to 1. Empty: the model's own.");
    case ParameterField::Seed: return ParameterWords::tr("A whole number. Empty: none is sent.");
    case ParameterField::Stop:
        return ParameterWords::tr(
            "Texts that end the answer, with | between them; \\n is a line end.");
    case ParameterField::Effort:
        return ParameterWords::tr(
            "How hard a reasoning model thinks, in its provider's word: low, medium, high.");
    }
    return {};
}

bool isSet(ParameterField field, const Parameters &parameters)
{
    return !fieldText(field, parameters).isEmpty();
}

QString fieldChip(ParameterField field, const Parameters &parameters)
{
    switch (field) {
    case ParameterField::Temperature:
        return parameters.temperature
            ? ParameterWords::tr("temperature %1").arg(*parameters.temperature)
            : ParameterWords::tr("temperature: default");
    case ParameterField::MaxTokens:
        return parameters.maxTokens
            ? ParameterWords::tr("max %1 tokens").arg(formatTokens(*parameters.maxTokens))
            : ParameterWords::tr("max tokens: automatic");
    case ParameterField::TopP:
        return ParameterWords::tr("top-p %1").arg(fieldText(field, parameters));
    case ParameterField::Seed:
        return ParameterWords::tr("seed %1").arg(fieldText(field, parameters));
    case ParameterField::Stop:
        return ParameterWords::tr("stop at %1").arg(fieldText(field, parameters));
    case ParameterField::Effort: return ParameterWords::tr("effort %1").arg(parameters.effort);
    }
    return {};
}

QString fieldText(ParameterField field, const Parameters &parameters)
{
    const auto number = [](const auto &value) {
        return value ? QString::number(*value) : QString();
    };
    switch (field) {
    case ParameterField::Temperature: return number(parameters.temperature);
    case ParameterField::MaxTokens: return number(parameters.maxTokens);
    case ParameterField::TopP: return number(parameters.topP);
    case ParameterField::Seed: return number(parameters.seed);
    case ParameterField::Stop: return escaped(parameters.stop.join(u'|'));
    case ParameterField::Effort: return parameters.effort;
    }
    return {};
}

Result<void> setFieldText(ParameterField field, const QString &text, Parameters &parameters)
{
    const QString trimmed = text.trimmed();
    switch (field) {
    case ParameterField::Temperature:
        return take(
            number(trimmed, 2, ParameterWords::tr("The temperature is a number from 0 to 2.")),
            parameters.temperature);
    case ParameterField::MaxTokens:
        return take(whole(trimmed, 1, ParameterWords::tr("Max tokens is a whole number from 1.")),
                    parameters.maxTokens);
    case ParameterField::TopP:
        return take(number(trimmed, 1, ParameterWords::tr("Top-p is a number from 0 to 1.")),
                    parameters.topP);
    case ParameterField::Seed:
        return take(whole(trimmed, std::numeric_limits<qint64>::min(),
                          ParameterWords::tr("The seed is a whole number.")),
                    parameters.seed);
    case ParameterField::Stop: // blanks may be meant: not trimmed
        parameters.stop = unescaped(text).split(u'|', Qt::SkipEmptyParts);
        return {};
    case ParameterField::Effort: parameters.effort = trimmed; return {};
    }
    return {};
}

} // namespace Sidelong
