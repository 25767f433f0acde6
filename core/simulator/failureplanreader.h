// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/simulator/failureplan.h"

#include <functional>

namespace Sidelong {

/// Reads a FailurePlan and stops at the first thing that is not right.
class FailurePlanReader
{
public:
    explicit FailurePlanReader(QString fileName) : m_fileName(std::move(fileName)) { }

    Result<FailurePlan> read(const QByteArray &json);

private:
    using Take = std::function<bool(const Json::Value &)>;
    struct Field
    {
        const char *name;
        Take take; ///< False where the value is not \c expected.
        QString expected;
    };
    using Fields = QList<Field>;

    void fail(qsizetype offset, const QString &field, const QString &expected);
    void readFields(const Json::Value &object, const QString &where, const Fields &fields);
    FailureRule readRule(const Json::Value &value, const QString &where);
    Fields selection(FailureRule &rule) const;
    Fields answers(FailureAction &action) const;
    Fields disturbances(FailureAction &action) const;

    QString m_fileName;
    Json::Document m_document;
    std::optional<Failure> m_failure;
};

} // namespace Sidelong
