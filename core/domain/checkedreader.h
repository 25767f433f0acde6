// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <initializer_list>
#include <optional>
#include <utility>

namespace Sidelong {

/// Reads JSON that people write. Whatever is wrong becomes one sentence with the file, the line,
/// the field's path and what would be right; the first fault wins. A question about a missing
/// value has no answer and is no fault; a wrong value has no answer either and is one.
///
/// Sentences never repeat a text that stands in the file unless it is a name of ours gone wrong:
/// a key or a prompt may be in the wrong place. Not thread-safe; values live as long as this.
class CheckedReader
{
    Q_DECLARE_TR_FUNCTIONS(CheckedReader)
    Q_DISABLE_COPY_MOVE(CheckedReader)

public:
    /// \a fileName is what sentences call the text; without one they begin with the line.
    explicit CheckedReader(QString fileName = {}) : m_fileName(std::move(fileName)) { }

    /// False where the text is no JSON, no UTF-8 (a leading BOM is allowed) or has an object
    /// with two members of one name.
    bool parse(const QByteArray &text);
    Json::Value root() const { return m_document.root(); }

    bool isGood() const { return !m_failure; }
    /// A configuration failure; only where isGood() is false.
    const Failure &failure() const { return *m_failure; }
    /// Records that \a value is wrong: \a problem says what would be right.
    void fail(Json::Value value, const QString &problem);

    using Fields = std::initializer_list<QLatin1StringView>;
    /// Whether  value is an object with all of  required and nothing but these and  optional.
    bool isObject(Json::Value value, Fields required, Fields optional = {});
    /// Whether \a value is an object, its members named by the user.
    bool isMap(Json::Value value);
    bool isList(Json::Value value);
    std::optional<bool> boolean(Json::Value value);
    std::optional<qint64> integer(Json::Value value, qint64 min, qint64 max);
    std::optional<double> number(Json::Value value, double min, double max);
    std::optional<QString> text(Json::Value value);
    /// A text that is not empty.
    std::optional<QString> name(Json::Value value);
    QStringList texts(Json::Value value);

    template <typename T>
    using Choices = std::initializer_list<std::pair<QLatin1StringView, T>>;

    template <typename T>
    std::optional<T> choice(Json::Value value, Choices<T> choices)
    {
        const std::optional<QString> word = text(value);
        if (!word)
            return {};
        QStringList names;
        for (const auto &[name, result] : choices) {
            if (*word == name)
                return result;
            names.append(name);
        }
        failChoice(value, *word, names);
        return {};
    }

    /// "providers.work.retry.attempts"
    QString pathOf(Json::Value value) const;

private:
    void failText(int line, int column, const QString &problem);
    void failChoice(Json::Value value, const QString &word, const QStringList &choices);
    void failField(Json::Value member, const QStringList &known);
    void failType(Json::Value value, const QString &wanted);
    static QString described(Json::Value value);
    bool hasDuplicate(Json::Value value);

    QString m_fileName;
    Json::Document m_document;
    std::optional<Failure> m_failure;
};

/// The entry of \a known that \a word was probably meant to be; empty where none is near.
QString nearestName(const QString &word, const QStringList &known);

} // namespace Sidelong
