// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/table.h"

#include "core/base/json.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

std::optional<Format> formatFromName(const QString &name)
{
    if (name == "table"_L1)
        return Format::Table;
    if (name == "csv"_L1)
        return Format::Csv;
    if (name == "json"_L1)
        return Format::Json;
    return {};
}

Field::Field(const QString &value) : text(value), json(Json::quoted(value.toUtf8())) { }

Field::Field(qint64 value)
    : text(QString::number(value)), json(QByteArray::number(value)), isNumber(true)
{
}

Field::Field(bool value) : text(value ? u"yes"_s : u"no"_s), json(value ? "true" : "false") { }

Field::Field(const std::optional<qint64> &value)
    : text(value ? QString::number(*value) : QString()),
      json(value ? QByteArray::number(*value) : "null"), isNumber(true)
{
}

Field Field::ofJson(const QByteArray &json, const QString &shown)
{
    Field field;
    field.json = json;
    field.text = shown;
    return field;
}

Field Field::ofMoney(const std::optional<Money> &value)
{
    Field field;
    field.text = value ? value->toUsd() : QString();
    field.json = value ? Json::quoted(value->toUsd().toUtf8()) : QByteArray("null");
    field.isNumber = true;
    return field;
}

namespace {

QString csvField(const QString &text)
{
    const bool needsQuotes = std::ranges::any_of(
        text, [](QChar c) { return c == u'"' || c == u',' || c == u'\n' || c == u'\r'; });
    if (!needsQuotes)
        return text;
    QString escaped = text;
    return u'"' + escaped.replace(u'"', u"\"\""_s) + u'"';
}

QString oneLine(const QString &text)
{
    // Neither line ends nor what a terminal would take for a command.
    QString line = text;
    for (QChar &c : line) {
        if (c.category() == QChar::Other_Control)
            c = u' ';
    }
    return line;
}

void writeObject(Json::Writer &writer, const QStringList &columns, const QList<Field> &row)
{
    writer.beginObject();
    for (qsizetype i = 0; i < columns.size(); ++i)
        writer.key(columns.at(i).toUtf8()).raw(row.at(i).json);
    writer.endObject();
}

QString csvLine(const QStringList &fields)
{
    QStringList quoted;
    for (const QString &field : fields)
        quoted += csvField(field);
    return quoted.join(u',') + u"\r\n"_s;
}

QString aligned(const QList<Field> &row, const QList<qsizetype> &widths)
{
    QString line;
    for (qsizetype i = 0; i < row.size(); ++i) {
        const QString text = oneLine(row.at(i).text);
        line += row.at(i).isNumber ? text.rightJustified(widths.at(i))
                                   : text.leftJustified(widths.at(i));
        line += u"  "_s;
    }
    while (line.endsWith(u' '))
        line.chop(1);
    return line + u'\n';
}

} // namespace

QByteArray Table::print(Format format) const
{
    if (format == Format::Json) {
        Json::Writer writer;
        writer.beginArray();
        for (const QList<Field> &row : rows)
            writeObject(writer, columns, row);
        writer.endArray();
        return writer.bytes() + '\n';
    }
    if (format == Format::Csv) {
        QString out = csvLine(columns);
        for (const QList<Field> &row : rows) {
            QStringList fields;
            for (const Field &field : row)
                fields += field.text;
            out += csvLine(fields);
        }
        return out.toUtf8();
    }
    QList<qsizetype> widths;
    QList<Field> head;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        qsizetype width = columns.at(i).size();
        for (const QList<Field> &row : rows)
            width = std::max(width, oneLine(row.at(i).text).size());
        widths += width;
        Field field(columns.at(i));
        field.isNumber = !rows.isEmpty() && rows.first().at(i).isNumber;
        head += field;
    }
    QString out = aligned(head, widths);
    for (const QList<Field> &row : rows)
        out += aligned(row, widths);
    return out.toUtf8();
}

QByteArray Table::printObject(Format format) const
{
    const QList<Field> &row = rows.first();
    if (format == Format::Json) {
        Json::Writer writer;
        writeObject(writer, columns, row);
        return writer.bytes() + '\n';
    }
    if (format == Format::Csv)
        return print(format);
    qsizetype width = 0;
    for (const QString &column : columns)
        width = std::max(width, column.size());
    QString out;
    for (qsizetype i = 0; i < columns.size(); ++i)
        out += columns.at(i).leftJustified(width) + u"  "_s + oneLine(row.at(i).text) + u'\n';
    return out.toUtf8();
}

} // namespace Sidelong::Cli
