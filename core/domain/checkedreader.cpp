// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/checkedreader.h"

#include <QUtf8StringView>

#include <algorithm>
#include <limits>
#include <numeric>
#include <string_view>
#include <vector>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

QString pathSegment(QByteArrayView key)
{
    const bool plain = std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '_' || c == '-';
    });
    const QString name = QString::fromUtf8(key);
    return plain && !name.isEmpty() ? QString(u'.' + name) : QString("[\""_L1 + name + "\"]"_L1);
}

qsizetype editDistance(QStringView a, QStringView b)
{
    std::vector<qsizetype> row(static_cast<size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i + 1);
        for (size_t j = 0; j + 1 < row.size(); ++j) {
            const qsizetype replaced = diagonal + (a[i] == b[static_cast<qsizetype>(j)] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

QString nearestName(const QString &word, const QStringList &known)
{
    QString nearest;
    qsizetype best = std::max<qsizetype>(1, word.size() / 3) + 1;
    for (const QString &name : known) {
        const bool isCutShort = word.size() >= 3 && name.startsWith(word, Qt::CaseInsensitive);
        const qsizetype distance = isCutShort ? 1 : editDistance(word.toLower(), name.toLower());
        if (distance < best) {
            best = distance;
            nearest = name;
        }
    }
    return nearest;
}

bool CheckedReader::parse(const QByteArray &text)
{
    m_failure.reset();
    const QByteArray body = text.startsWith("\xEF\xBB\xBF") ? text.sliced(3) : text;
    if (!QUtf8StringView(body.data(), body.size()).isValidUtf8()) {
        const QList<QByteArray> lines = body.split('\n');
        const auto bad = std::ranges::find_if_not(lines, [](const QByteArray &line) {
            return QUtf8StringView(line.data(), line.size()).isValidUtf8();
        });
        failText(static_cast<int>(bad - lines.begin()) + 1, 0,
                 tr("this is not UTF-8 text; save it as UTF-8."));
        return false;
    }
    if (body.trimmed().isEmpty()) {
        failText(1, 0, tr("there is nothing here; a JSON value is needed, such as {}."));
        return false;
    }
    if (!m_document.parse(body)) {
        const Json::Error &error = m_document.error();
        failText(error.line, error.column, tr("this is not JSON: %1").arg(error.message));
        return false;
    }
    return !hasDuplicate(m_document.root());
}

bool CheckedReader::hasDuplicate(Json::Value value)
{
    if (value.isObject() && value.size() > 1) {
        std::vector<Json::Value> members(value.begin(), value.end());
        std::ranges::stable_sort(members, {}, [](Json::Value v) {
            return std::string_view(v.key().data(), static_cast<size_t>(v.key().size()));
        });
        const auto twin = std::ranges::adjacent_find(
            members, [](Json::Value a, Json::Value b) { return a.key() == b.key(); });
        if (twin != members.end()) {
            fail(*(twin + 1),
                 tr("this name stands twice (first on line %1); keep one of them.")
                     .arg(m_document.lineAt(twin->offset())));
            return true;
        }
    }
    return (value.isObject() || value.isArray())
        && std::any_of(value.begin(), value.end(),
                       [this](Json::Value v) { return hasDuplicate(v); });
}

void CheckedReader::failText(int line, int column, const QString &problem)
{
    const QString where =
        column > 0 ? tr("line %1, column %2").arg(line).arg(column) : tr("line %1").arg(line);
    const QString place = m_fileName.isEmpty() ? where : QString(m_fileName + ", "_L1 + where);
    m_failure = Failure{FailureKind::Configuration, place + ": "_L1 + problem};
}

void CheckedReader::fail(Json::Value value, const QString &problem)
{
    if (m_failure)
        return;
    const QString path = pathOf(value);
    const int line = m_document.lineAt(value.offset());
    failText(line, 0, path.isEmpty() ? problem : QString(path + ": "_L1 + problem));
}

QString CheckedReader::pathOf(Json::Value value) const
{
    QString path;
    Json::Value around = m_document.root();
    while (around.exists() && around.offset() != value.offset() && around.size() > 0) {
        // The last child that begins no later than the value is the value or holds it.
        Json::Value next;
        int index = -1;
        for (const Json::Value child : around) {
            if (child.offset() > value.offset())
                break;
            next = child;
            ++index;
        }
        path += around.isArray() ? u"[%1]"_s.arg(index) : pathSegment(next.key());
        around = next;
    }
    return path.startsWith(u'.') ? path.sliced(1) : path;
}

QString CheckedReader::described(Json::Value value)
{
    switch (value.type()) {
    case Json::Type::Missing: return tr("nothing");
    case Json::Type::Null: return u"null"_s;
    case Json::Type::Bool:
    case Json::Type::Number:
        return QString::fromUtf8(value.raw().first(std::min<qsizetype>(value.raw().size(), 40)));
    case Json::Type::String: return tr("a text");
    case Json::Type::Array: return tr("a list");
    case Json::Type::Object: return tr("an object");
    }
    return {};
}

void CheckedReader::failType(Json::Value value, const QString &wanted)
{
    fail(value, tr("must be %1, not %2.").arg(wanted, described(value)));
}

void CheckedReader::failChoice(Json::Value value, const QString &word, const QStringList &choices)
{
    const QString nearest = nearestName(word, choices);
    const QString wanted = tr("must be one of %1.").arg(choices.join(", "_L1));
    if (nearest.isEmpty())
        fail(value, wanted);
    else
        fail(value, tr("“%1” is unknown; did you mean “%2”? It %3").arg(word, nearest, wanted));
}

void CheckedReader::failField(Json::Value member, const QStringList &known)
{
    const QString nearest = nearestName(QString::fromUtf8(member.key()), known);
    fail(member,
         nearest.isEmpty() ? tr("unknown field; known here are %1.").arg(known.join(", "_L1))
                           : tr("unknown field; did you mean “%1”?").arg(nearest));
}

bool CheckedReader::isObject(Json::Value value, Fields required, Fields optional)
{
    if (!isMap(value))
        return false;
    const auto isKnown = [&](QByteArrayView key) {
        const QLatin1StringView name(key.data(), key.size());
        return std::ranges::find(required, name) != required.end()
            || std::ranges::find(optional, name) != optional.end();
    };
    for (const Json::Value member : value) {
        if (!isKnown(member.key())) {
            failField(member,
                      QStringList(required.begin(), required.end())
                          + QStringList(optional.begin(), optional.end()));
            return false;
        }
    }
    for (const QLatin1StringView field : required) {
        if (!value[QByteArrayView(field.data(), field.size())].exists()) {
            fail(value, tr("“%1” is missing here.").arg(field));
            return false;
        }
    }
    return true;
}

bool CheckedReader::isMap(Json::Value value)
{
    if (value.exists() && !value.isObject())
        failType(value, tr("an object in braces"));
    return value.isObject();
}

bool CheckedReader::isList(Json::Value value)
{
    if (value.exists() && !value.isArray())
        failType(value, tr("a list in brackets"));
    return value.isArray();
}

std::optional<bool> CheckedReader::boolean(Json::Value value)
{
    if (value.exists() && !value.isBool())
        failType(value, tr("true or false"));
    return value.toBool();
}

std::optional<qint64> CheckedReader::integer(Json::Value value, qint64 min, qint64 max)
{
    const std::optional<qint64> number = value.toInt();
    if (number && *number >= min && *number <= max)
        return number;
    if (value.exists()) {
        failType(value,
                 max == std::numeric_limits<qint64>::max()
                     ? tr("a whole number, %1 or more").arg(min)
                     : tr("a whole number from %1 to %2").arg(min).arg(max));
    }
    return {};
}

std::optional<double> CheckedReader::number(Json::Value value, double min, double max)
{
    const std::optional<double> number = value.toDouble();
    if (number && *number >= min && *number <= max)
        return number;
    if (value.exists())
        failType(value, tr("a number from %1 to %2").arg(min).arg(max));
    return {};
}

std::optional<QString> CheckedReader::text(Json::Value value)
{
    if (value.isString())
        return value.toString();
    if (value.exists())
        failType(value, tr("a text in quotation marks"));
    return {};
}

std::optional<QString> CheckedReader::name(Json::Value value)
{
    std::optional<QString> word = text(value);
    if (word && word->trimmed().isEmpty()) {
        fail(value, tr("must not be empty."));
        return {};
    }
    return word;
}

QStringList CheckedReader::texts(Json::Value value)
{
    QStringList result;
    if (isList(value)) {
        for (const Json::Value element : value)
            result.append(text(element).value_or(QString()));
    }
    return result;
}

} // namespace Sidelong
