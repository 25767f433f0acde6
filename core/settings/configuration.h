// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/domain/chatrequest.h"
#include "core/domain/money.h"
#include "core/domain/price.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace Sidelong {

using std::chrono::milliseconds;

/// Where a key is found, as the file says it: {"keychain": NAME} or {"env": NAME}.
struct KeySetting
{
    enum class Source { Keychain, Environment };
    Source source = Source::Keychain;
    QString name;
    friend bool operator==(const KeySetting &, const KeySetting &) = default;
};

struct TimeoutSettings
{
    std::optional<milliseconds> connect;
    std::optional<milliseconds> firstToken;
    std::optional<milliseconds> idle;
    std::optional<milliseconds> total;
    friend bool operator==(const TimeoutSettings &, const TimeoutSettings &) = default;
};

struct RetrySettings
{
    std::optional<int> attempts; ///< 1 … 10
    std::optional<milliseconds> firstDelay;
    std::optional<milliseconds> maxDelay;
    std::optional<int> repairs; ///< 0 … 5
    friend bool operator==(const RetrySettings &, const RetrySettings &) = default;
};

struct LimitSettings
{
    std::optional<qint64> requestsPerMinute;
    std::optional<qint64> tokensPerMinute;
    std::optional<int> concurrent;
    friend bool operator==(const LimitSettings &, const LimitSettings &) = default;
};

struct ProviderSettings
{
    QString name;
    QString preset; ///< Empty: dialect and baseUrl are given.
    QString dialect; ///< "openai-chat" …; empty = the preset's.
    QString baseUrl;
    std::optional<KeySetting> key;
    QMap<QString, QString> headers;
    LimitSettings limits;
    RetrySettings retry;
    TimeoutSettings timeouts;
    QString proxy;
    QString caFile; ///< Absolute; relative ones are taken from the file's folder.
    QString organization;
    friend bool operator==(const ProviderSettings &, const ProviderSettings &) = default;
};

struct ChainTarget
{
    QString target;
    TimeoutSettings timeouts;
    Parameters parameters;
    friend bool operator==(const ChainTarget &, const ChainTarget &) = default;
};

struct ChainSettings
{
    enum class AfterFirstToken { Restart, Continue, Stop };
    QString name;
    QList<ChainTarget> targets;
    bool onRefusal = false;
    AfterFirstToken afterFirstToken = AfterFirstToken::Restart;
    friend bool operator==(const ChainSettings &, const ChainSettings &) = default;
};

struct BudgetSettings
{
    enum class Period { Day, Week, Month };
    QString name;
    Period period = Period::Month;
    Money limit;
    bool hard = false;
    QList<double> alertAt;
    QMap<QString, QString> match; ///< provider, model, tag
    QString webhook;
    friend bool operator==(const BudgetSettings &, const BudgetSettings &) = default;
};

/// The whole configuration of contract.md, typed; a default-constructed one holds every
/// documented default. A value: read once, checked once, handed on.
struct Configuration
{
    QMap<QString, ProviderSettings> providers;
    QMap<QString, ChainSettings> chains;
    RetrySettings retry{3, milliseconds(2000), milliseconds(30000), 2};
    TimeoutSettings timeouts; ///< Unset = the defaults of Timeouts, raised for reasoning models.
    struct
    {
        int failures = 5;
        std::chrono::seconds window{60};
        std::chrono::seconds coolDown{30};
    } breaker;
    struct
    {
        QString policy = QStringLiteral("auto");
        qint64 ttlSeconds = 3600;
        int memoryEntries = 1000;
        int sqliteMb = 512;
        QString redisUrl;
        QString redisPrefix = QStringLiteral("sidelong:");
    } cache;
    QList<BudgetSettings> budgets;
    std::optional<Money> callCap;
    std::optional<Money> runCap;
    QMap<QString, Price> prices; ///< By "PROVIDER/MODEL".
    struct
    {
        QString statsd; ///< "host:port"; empty = off.
        QString flavour = QStringLiteral("plain");
        QString prefix = QStringLiteral("llm.");
    } metrics;
    struct
    {
        int port = 8790;
        QMap<QString, KeySetting> tokens;
    } gateway;
    bool discover = true;
    bool isExplicit = false; ///< From --config: only its providers exist, and bare presets.

    /// Reads \a path. A missing file is the defaults unless \a mustExist. Errors are
    /// configuration failures whose sentence names file, line, field and what would be right.
    /// \a presets are the names that "preset" may have; without them any may stand there.
    static Result<Configuration> load(const QString &path, bool mustExist,
                                      const QStringList &presets = {});
    /// The same from memory; \a fileName is what errors call it.
    static Result<Configuration> parse(const QByteArray &json, const QString &fileName,
                                       const QStringList &presets = {});
    /// Replaces or adds the entry of one provider (removes it where \a settings is nothing) in the
    /// file at \a path, leaving every other byte of meaning as it was; whole or not at all.
    static Result<void> saveProvider(const QString &path, const QString &name,
                                     const std::optional<ProviderSettings> &settings);
};

} // namespace Sidelong
