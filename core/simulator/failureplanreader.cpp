// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/failureplanreader.h"

#include "core/simulator/simulatedmodels.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

struct PlanText
{
    Q_DECLARE_TR_FUNCTIONS(FailurePlan)
};

auto intoCount(qint64 &target, qint64 least)
{
    return [&target, least](const Json::Value &value) {
        const std::optional<qint64> number = value.toInt();
        if (!number || *number < least)
            return false;
        target = *number;
        return true;
    };
}

auto intoTime(std::chrono::milliseconds &target)
{
    return [&target](const Json::Value &value) {
        const std::optional<qint64> number = value.toInt();
        if (!number || *number < 0 || *number > 86'400'000)
            return false;
        target = std::chrono::milliseconds(*number);
        return true;
    };
}

auto intoText(QByteArray &target)
{
    return [&target](const Json::Value &value) {
        target = value.string();
        return !target.isEmpty();
    };
}

auto intoFlag(bool &target)
{
    return [&target](const Json::Value &value) {
        target = value.toBool().value_or(false);
        return value.isBool();
    };
}

bool takeHeaders(const Json::Value &value, HttpHeaders &headers)
{
    for (const Json::Value header : value) {
        const QByteArray text = header.string();
        if (!header.isString() || text.contains('\r') || text.contains('\n'))
            return false;
        headers.append(header.key().toByteArray(), text);
    }
    return value.isObject();
}

bool takeStall(const Json::Value &value, FailureAction &action)
{
    if (value.stringView() == "headers")
        action.stall = FailureAction::Stall::Headers;
    else if (value.stringView() == "first_token")
        action.stall = FailureAction::Stall::FirstToken;
    else if (value.size() == 1 && intoCount(action.stallAfter, 0)(value["after_events"]))
        action.stall = FailureAction::Stall::AfterEvents;
    return action.stall != FailureAction::Stall::None;
}

bool takeCut(const Json::Value &value, FailureAction &action)
{
    const Json::Value by = value["by"];
    if (by.exists() && by.stringView() != "close" && by.stringView() != "reset")
        return false;
    action.cutBy =
        by.stringView() == "reset" ? FailureAction::CutBy::Reset : FailureAction::CutBy::Close;
    if (value["before_headers"].toBool().value_or(false))
        action.cut = FailureAction::Cut::BeforeHeaders;
    else if (intoCount(action.cutAfter, 0)(value["after_bytes"]))
        action.cut = FailureAction::Cut::AfterBytes;
    else if (intoCount(action.cutAfter, 0)(value["after_events"]))
        action.cut = FailureAction::Cut::AfterEvents;
    return action.cut != FailureAction::Cut::None && value.size() == (by.exists() ? 2 : 1);
}

bool takeKeys(const Json::Value &value, QList<QByteArray> &keys)
{
    for (const Json::Value key : value) {
        keys.append(key.string());
        if (keys.last().isEmpty())
            return false;
    }
    return value.isArray() && !keys.isEmpty();
}

bool takeModels(const Json::Value &value, QMap<QByteArray, QString> &models)
{
    for (const Json::Value model : value) {
        if (!findSimulatedModel(model.toString()))
            return false;
        models.insert(model.key().toByteArray(), model.toString());
    }
    return value.isObject();
}

} // namespace

void FailurePlanReader::fail(qsizetype offset, const QString &field, const QString &expected)
{
    if (m_failure)
        return;
    m_failure = Failure{
        .kind = FailureKind::Configuration,
        .message = PlanText::tr("%1, line %2: “%3” is not right; expected is %4.")
                       .arg(m_fileName)
                       .arg(m_document.lineAt(offset))
                       .arg(field, expected),
    };
}

void FailurePlanReader::readFields(const Json::Value &object, const QString &where,
                                   const Fields &fields)
{
    QStringList names;
    for (const Field &field : fields)
        names.append(QString::fromLatin1(field.name));
    if (!object.isObject())
        return fail(object.offset(), where.isEmpty() ? PlanText::tr("the file") : where,
                    PlanText::tr("an object with the fields %1").arg(names.join(u", "_s)));
    for (const Json::Value member : object) {
        const QString name = QString::fromUtf8(member.key());
        const QString path = where.isEmpty() ? name : QString(where + u'.' + name);
        const qsizetype at = names.indexOf(name);
        if (at < 0)
            fail(member.offset(), path, PlanText::tr("one of %1").arg(names.join(u", "_s)));
        else if (!fields[at].take(member))
            fail(member.offset(), path, fields[at].expected);
    }
}

FailurePlanReader::Fields FailurePlanReader::selection(FailureRule &rule) const
{
    const QString count = PlanText::tr("a whole number, 1 or more");
    const QString text = PlanText::tr("a text that is not empty");
    return {
        {"model", intoText(rule.model), text},
        {"path", intoText(rule.path), PlanText::tr("a path such as /v1/messages")},
        {"nth", intoCount(rule.nth, 1), count},
        {"from", intoCount(rule.from, 1), count},
        {"every", intoCount(rule.every, 1), count},
        {"times", intoCount(rule.times, 1), count},
        {"for_ms", intoTime(rule.window), PlanText::tr("milliseconds from 0 to 86400000")},
    };
}

FailurePlanReader::Fields FailurePlanReader::answers(FailureAction &action) const
{
    const QString yes = PlanText::tr("true or false");
    const QString text = PlanText::tr("a text that is not empty");
    const auto takeStatus = [&action](const Json::Value &value) {
        const qint64 status = value.toInt().value_or(0);
        action.status = static_cast<int>(status);
        return status >= 200 && status <= 599;
    };
    const auto takeBody = [&action](const Json::Value &value) {
        action.body = value.isString() ? value.string() : value.raw().toByteArray();
        return true;
    };
    const auto takeHeaderList = [&action](const Json::Value &value) {
        return takeHeaders(value, action.headers);
    };
    return {
        {"status", takeStatus, PlanText::tr("an HTTP status from 200 to 599")},
        {"body", takeBody, {}},
        {"headers", takeHeaderList, PlanText::tr("an object of names and one-line texts")},
        {"redirect", intoText(action.redirect), PlanText::tr("the address to go to")},
        {"html", intoFlag(action.html), yes},
        {"garbage", intoFlag(action.garbage), yes},
        {"content_type", intoText(action.contentType), text},
    };
}

FailurePlanReader::Fields FailurePlanReader::disturbances(FailureAction &action) const
{
    const QString time = PlanText::tr("milliseconds from 0 to 86400000");
    const QString event = PlanText::tr("the number of an event, 1 or more");
    const auto takeFirst = [&action](const Json::Value &value) {
        return intoTime(action.firstToken.emplace())(value);
    };
    return {
        {"delay_ms", intoTime(action.delay), time},
        {"first_token_ms", takeFirst, time},
        {"comments_ms", intoTime(action.comments), time},
        {"stall", [&action](const Json::Value &value) { return takeStall(value, action); },
         PlanText::tr("\"headers\", \"first_token\" or {\"after_events\": N}")},
        {"cut", [&action](const Json::Value &value) { return takeCut(value, action); },
         PlanText::tr("an object with one of after_bytes, after_events or before_headers, and "
                      "perhaps by: close or reset")},
        {"malformed_event", intoCount(action.malformedEvent, 1), event},
        {"error_event", intoCount(action.errorEvent, 1), event},
    };
}

FailureRule FailurePlanReader::readRule(const Json::Value &value, const QString &where)
{
    FailureRule rule;
    readFields(value, where, selection(rule) + answers(rule.action) + disturbances(rule.action));
    if (value["nth"].exists() && (value["from"].exists() || value["every"].exists()))
        fail(value["nth"].offset(), where + u".nth",
             PlanText::tr("either nth, or from and every, not both"));
    return rule;
}

Result<FailurePlan> FailurePlanReader::read(const QByteArray &json)
{
    if (!m_document.parse(json)) {
        return Failure{.kind = FailureKind::Configuration,
                       .message = PlanText::tr("%1, line %2: this is not JSON (%3).")
                                      .arg(m_fileName)
                                      .arg(m_document.error().line)
                                      .arg(m_document.error().message)};
    }
    FailurePlan plan;
    const auto takeRules = [&](const Json::Value &value) {
        for (const Json::Value rule : value)
            plan.rules.append(
                readRule(rule, u"rules[%1]"_s.arg(static_cast<qint64>(plan.rules.size()))));
        return value.isArray();
    };
    readFields(m_document.root(), {},
               {{"keys", [&](const Json::Value &value) { return takeKeys(value, plan.keys); },
                 PlanText::tr("a list of keys, at least one, none empty")},
                {"models", [&](const Json::Value &value) { return takeModels(value, plan.models); },
                 PlanText::tr("an object of names, each with sim-swift, sim-steady or "
                              "sim-thinker")},
                {"rules", takeRules, PlanText::tr("a list of rules")}});
    if (m_failure)
        return *m_failure;
    return plan;
}

} // namespace Sidelong
