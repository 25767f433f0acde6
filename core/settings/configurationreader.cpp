// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/configurationreader.h"

#include "core/domain/modelref.h"
#include "core/domain/pricereader.h"

#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int secondsADay = 86'400;

template <typename T, typename U>
void setIfGiven(T &to, const std::optional<U> &given)
{
    if (given)
        to = T(*given);
}

} // namespace

Result<Configuration> ConfigurationReader::read(const QByteArray &json)
{
    Configuration to;
    const auto isConfiguration = [this] {
        return m_reader.isObject(m_reader.root(), {},
                                 {"providers"_L1, "chains"_L1, "retry"_L1, "timeouts_ms"_L1,
                                  "breaker"_L1, "cache"_L1, "budgets"_L1, "caps"_L1, "prices"_L1,
                                  "metrics"_L1, "gateway"_L1, "discover"_L1});
    };
    if (!m_reader.parse(json) || !isConfiguration())
        return m_reader.failure();

    const Json::Value root = m_reader.root();
    if (m_reader.isMap(root["providers"])) {
        for (const Json::Value value : root["providers"])
            to.providers.insert(QString::fromUtf8(value.key()), provider(value));
    }
    if (m_reader.isMap(root["chains"])) {
        for (const Json::Value value : root["chains"])
            to.chains.insert(QString::fromUtf8(value.key()), chain(value));
    }
    const RetrySettings given = retry(root["retry"]);
    setIfGiven(to.retry.attempts, given.attempts);
    setIfGiven(to.retry.firstDelay, given.firstDelay);
    setIfGiven(to.retry.maxDelay, given.maxDelay);
    setIfGiven(to.retry.repairs, given.repairs);
    to.timeouts = timeouts(root["timeouts_ms"]);
    breaker(root["breaker"], to);
    cache(root["cache"], to);
    budgets(root["budgets"], to);
    caps(root["caps"], to);
    prices(root["prices"], to);
    metrics(root["metrics"], to);
    gateway(root["gateway"], to);
    m_saysDiscover = root["discover"].exists();
    setIfGiven(to.discover, m_reader.boolean(root["discover"]));
    if (!m_reader.isGood())
        return m_reader.failure();
    return to;
}

RetrySettings ConfigurationReader::retry(Json::Value value)
{
    RetrySettings settings;
    if (!m_reader.isObject(value, {},
                           {"attempts"_L1, "first_delay_ms"_L1, "max_delay_ms"_L1, "repairs"_L1}))
        return settings;
    settings.attempts = count(value["attempts"], 1, 10);
    settings.firstDelay = duration(value["first_delay_ms"], 0);
    settings.maxDelay = duration(value["max_delay_ms"], 0);
    settings.repairs = count(value["repairs"], 0, 5);
    if (settings.firstDelay && settings.maxDelay && *settings.firstDelay > *settings.maxDelay)
        m_reader.fail(value["first_delay_ms"], tr("must not be greater than max_delay_ms."));
    return settings;
}

TimeoutSettings ConfigurationReader::timeouts(Json::Value value)
{
    if (!m_reader.isObject(value, {}, {"connect"_L1, "first_token"_L1, "idle"_L1, "total"_L1}))
        return {};
    return {.connect = duration(value["connect"], 1),
            .firstToken = duration(value["first_token"], 1),
            .idle = duration(value["idle"], 1),
            .total = duration(value["total"], 1)};
}

void ConfigurationReader::breaker(Json::Value value, Configuration &to)
{
    if (!m_reader.isObject(value, {}, {"failures"_L1, "window_s"_L1, "cool_down_s"_L1}))
        return;
    setIfGiven(to.breaker.failures, count(value["failures"], 1, 1000));
    setIfGiven(to.breaker.window, count(value["window_s"], 1, secondsADay));
    setIfGiven(to.breaker.coolDown, count(value["cool_down_s"], 1, secondsADay));
}

void ConfigurationReader::cache(Json::Value value, Configuration &to)
{
    if (!m_reader.isObject(
            value, {}, {"policy"_L1, "ttl_s"_L1, "memory_entries"_L1, "sqlite_mb"_L1, "redis"_L1}))
        return;
    setIfGiven(to.cache.policy,
               m_reader.choice<QString>(
                   value["policy"],
                   {{"auto"_L1, u"auto"_s}, {"always"_L1, u"always"_s}, {"never"_L1, u"never"_s}}));
    setIfGiven(to.cache.ttlSeconds, count(value["ttl_s"], 1, 3650 * secondsADay));
    setIfGiven(to.cache.memoryEntries, count(value["memory_entries"], 0, 1'000'000));
    setIfGiven(to.cache.sqliteMb, count(value["sqlite_mb"], 0, 1'048'576));
    const Json::Value redis = value["redis"];
    if (m_reader.isObject(redis, {"url"_L1}, {"prefix"_L1})) {
        to.cache.redisUrl = url(redis["url"], {u"redis"_s, u"rediss"_s}, UserInfo::Allowed);
        setIfGiven(to.cache.redisPrefix, m_reader.text(redis["prefix"]));
    }
}

void ConfigurationReader::budgets(Json::Value list, Configuration &to)
{
    if (!m_reader.isList(list))
        return;
    for (const Json::Value value : list) {
        const BudgetSettings entry = budget(value);
        for (const BudgetSettings &other : std::as_const(to.budgets)) {
            if (other.name == entry.name)
                m_reader.fail(value["name"], tr("another budget has this name already."));
        }
        to.budgets.append(entry);
    }
}

BudgetSettings ConfigurationReader::budget(Json::Value value)
{
    using Period = BudgetSettings::Period;
    BudgetSettings settings;
    if (!m_reader.isObject(value, {"name"_L1, "usd"_L1},
                           {"period"_L1, "hard"_L1, "alert_at"_L1, "match"_L1, "webhook"_L1}))
        return settings;
    settings.name = m_reader.name(value["name"]).value_or(QString());
    settings.limit = dollars(value["usd"]).value_or(Money());
    setIfGiven(
        settings.period,
        m_reader.choice<Period>(
            value["period"],
            {{"day"_L1, Period::Day}, {"week"_L1, Period::Week}, {"month"_L1, Period::Month}}));
    setIfGiven(settings.hard, m_reader.boolean(value["hard"]));
    if (m_reader.isList(value["alert_at"])) {
        for (const Json::Value share : value["alert_at"])
            settings.alertAt.append(m_reader.number(share, 0, 10).value_or(0));
    }
    const Json::Value match = value["match"];
    if (m_reader.isObject(match, {}, {"provider"_L1, "model"_L1, "tag"_L1})) {
        for (const Json::Value entry : match)
            settings.match.insert(QString::fromUtf8(entry.key()),
                                  m_reader.name(entry).value_or(QString()));
    }
    settings.webhook = url(value["webhook"], {u"http"_s, u"https"_s}, UserInfo::Refused);
    return settings;
}

void ConfigurationReader::caps(Json::Value value, Configuration &to)
{
    if (!m_reader.isObject(value, {}, {"call_usd"_L1, "run_usd"_L1}))
        return;
    to.callCap = dollars(value["call_usd"]);
    to.runCap = dollars(value["run_usd"]);
}

void ConfigurationReader::prices(Json::Value value, Configuration &to)
{
    if (!m_reader.isMap(value))
        return;
    for (const Json::Value entry : value) {
        const QString name = QString::fromUtf8(entry.key());
        if (!ModelRef::fromString(name))
            m_reader.fail(entry, tr("the name of a price must be \"provider/model\"."));
        to.prices.insert(name, readPrice(m_reader, entry, PriceForm::Undated));
    }
}

void ConfigurationReader::metrics(Json::Value value, Configuration &to)
{
    if (!m_reader.isObject(value, {}, {"statsd"_L1, "flavour"_L1, "prefix"_L1}))
        return;
    static const QRegularExpression hostAndPort(
        u"^([^\\s:/]+|\\[[0-9A-Fa-f:.]+\\]):([0-9]{1,5})$"_s);
    const Json::Value statsd = value["statsd"];
    if (const std::optional<QString> text = m_reader.text(statsd)) {
        const QRegularExpressionMatch match = hostAndPort.match(*text);
        const int port = match.captured(2).toInt();
        if (port < 1 || port > 65535)
            m_reader.fail(statsd, tr("must be host:port, such as \"127.0.0.1:8125\"."));
        to.metrics.statsd = *text;
    }
    setIfGiven(to.metrics.flavour,
               m_reader.choice<QString>(
                   value["flavour"], {{"plain"_L1, u"plain"_s}, {"dogstatsd"_L1, u"dogstatsd"_s}}));
    setIfGiven(to.metrics.prefix, m_reader.text(value["prefix"]));
}

void ConfigurationReader::gateway(Json::Value value, Configuration &to)
{
    if (!m_reader.isObject(value, {}, {"port"_L1, "tokens"_L1}))
        return;
    setIfGiven(to.gateway.port, count(value["port"], 0, 65535));
    if (!m_reader.isMap(value["tokens"]))
        return;
    for (const Json::Value token : value["tokens"])
        to.gateway.tokens.insert(QString::fromUtf8(token.key()), key(token).value_or(KeySetting()));
}

std::optional<milliseconds> ConfigurationReader::duration(Json::Value value, qint64 min)
{
    const std::optional<qint64> ms = m_reader.integer(value, min, qint64(secondsADay) * 1000);
    return ms ? std::optional(milliseconds(*ms)) : std::nullopt;
}

std::optional<int> ConfigurationReader::count(Json::Value value, int min, int max)
{
    const std::optional<qint64> number = m_reader.integer(value, min, max);
    return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

std::optional<Money> ConfigurationReader::dollars(Json::Value value)
{
    if (!value.exists())
        return {};
    const std::optional<Money> money =
        value.isString() ? Money::fromUsd(value.toString()) : std::nullopt;
    if (money && money->picos >= 0)
        return money;
    m_reader.fail(value,
                  tr("must be US dollars as a decimal in quotation marks, such as \"25.00\"."));
    return {};
}

QString ConfigurationReader::url(Json::Value value, const QStringList &schemes, UserInfo userInfo)
{
    const std::optional<QString> text = m_reader.name(value);
    if (!text)
        return {};
    const QUrl address(*text, QUrl::StrictMode);
    if (!address.isValid() || !schemes.contains(address.scheme()) || address.host().isEmpty())
        m_reader.fail(value,
                      tr("must be an address that begins with %1 and names a host.")
                          .arg(schemes.join("://, "_L1) + "://"_L1));
    else if (userInfo == UserInfo::Refused && !address.userInfo().isEmpty())
        m_reader.fail(value,
                      tr("must hold no name and no password; secrets never stand in this file."));
    return *text;
}

} // namespace Sidelong
