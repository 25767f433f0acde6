// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/prompttemplate.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

const QRegularExpression &variablePattern()
{
    static const QRegularExpression pattern(u"\\{\\{\\s*([\\p{L}\\p{M}\\p{N}_.-]+)\\s*\\}\\}"_s,
                                            QRegularExpression::UseUnicodePropertiesOption);
    return pattern;
}

} // namespace

QStringList variablesIn(const QString &text)
{
    QStringList names;
    for (const QRegularExpressionMatch &match : variablePattern().globalMatch(text)) {
        if (!names.contains(match.captured(1)))
            names += match.captured(1);
    }
    return names;
}

Result<QString> filled(const QString &text, const QMap<QString, QString> &values)
{
    QString out;
    qsizetype copied = 0;
    for (const QRegularExpressionMatch &match : variablePattern().globalMatch(text)) {
        const auto value = values.constFind(match.captured(1));
        if (value == values.constEnd())
            return Failure{
                FailureKind::Configuration,
                QCoreApplication::translate("PromptTemplate", "The variable {{%1}} has no value.")
                    .arg(match.captured(1))};
        out += QStringView(text).mid(copied, match.capturedStart() - copied);
        out += *value;
        copied = match.capturedEnd();
    }
    out += QStringView(text).mid(copied);
    return out;
}

Result<QList<Message>> filled(const QList<Message> &messages, const QMap<QString, QString> &values)
{
    QList<Message> out = messages;
    for (Message &message : out) {
        for (ContentPart &part : message.parts) {
            if (part.kind != ContentPart::Kind::Text)
                continue;
            Result<QString> text = filled(QString::fromUtf8(part.text), values);
            if (!text)
                return text.failure();
            part.text = text->toUtf8();
        }
    }
    return out;
}

} // namespace Sidelong
