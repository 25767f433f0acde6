// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/common/keyloader.h"
#include "app/common/simulatedprovider.h"
#include "core/base/json.h"
#include "core/base/whenfinished.h"
#include "core/net/qnamtransport.h"
#include "core/providers/modellister.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

namespace {

struct ProviderText
{
    Q_DECLARE_TR_FUNCTIONS(Cli)
};

Result<Provider> providerNamed(const Setup &setup, const QString &name)
{
    if (const Provider *provider = setup.providers.find(name))
        return *provider;
    if (name == simulatorName && setup.hasSimulator())
        return simulatorProvider({});
    return usageFailure(
        ProviderText::tr("There is no provider named “%1”. “sidelong-cli providers” "
                         "lists those that are set up.")
            .arg(name));
}

QString keyPlace(const Result<FoundKey> &key)
{
    if (!key)
        return ProviderText::tr("none found");
    switch (key->origin) {
    case FoundKey::Origin::Keychain: return ProviderText::tr("system keychain");
    case FoundKey::Origin::Environment: return ProviderText::tr("environment: %1").arg(key->name);
    case FoundKey::Origin::ThisRun: return ProviderText::tr("this run");
    }
    return {};
}

/// Lists who is set up, and where each key is.
class ProvidersCommand final : public Command
{
public:
    ProvidersCommand(const Setup &setup, Format format, Console &console)
        : m_setup(setup), m_format(format), m_console(console)
    {
        if (m_setup.hasSimulator())
            m_setup.providers.insert(simulatorProvider({}));
    }

    void start() override
    {
        m_loader.load(m_setup.providers.providers(), [this](const KeyLoader::Keys &keys) {
            Table table;
            table.columns = {u"name"_s, u"title"_s, u"dialect"_s, u"base_url"_s, u"key"_s};
            for (const Provider &provider : m_setup.providers.providers()) {
                const auto key = keys.constFind(provider.name);
                table.rows +=
                    {provider.name, provider.title, QString(protocolName(provider.protocol)),
                     baseUrlField(provider),
                     key == keys.constEnd() ? ProviderText::tr("not needed") : keyPlace(*key)};
            }
            m_console.print(table.print(m_format));
            Q_EMIT done(Fine);
        });
    }

private:
    Setup m_setup;
    Format m_format;
    Console &m_console;
    KeyLoader m_loader;
};

/// Asks one provider for its models.
class ListingCommand : public Command
{
public:
    ListingCommand(const Setup &setup, const Provider &provider, Format format, Console &console)
        : m_setup(setup), m_provider(provider), m_format(format), m_console(console),
          m_lister(m_transport)
    {
    }

    void start() override
    {
        if (m_provider.simulated) {
            Result<std::unique_ptr<SimulatorHost>> simulator = startSimulator(m_setup);
            if (!simulator) {
                show(simulator.failure());
                return;
            }
            m_simulator = *std::move(simulator);
            m_provider = *m_setup.providers.find(simulatorName);
        }
        m_loader.load({m_provider}, [this](const KeyLoader::Keys &keys) {
            const auto key = keys.constFind(m_provider.name);
            if (key != keys.constEnd() && !*key) {
                show(key->failure());
                return;
            }
            const Secret secret = key == keys.constEnd() ? Secret() : (*key)->secret;
            whenFinished(m_lister.list(m_provider, secret), this,
                         [this](const Result<QList<ListedModel>> &models) { show(models); });
        });
    }

protected:
    virtual void show(const Result<QList<ListedModel>> &models) = 0;

    Setup m_setup;
    Provider m_provider;
    Format m_format;
    Console &m_console;

private:
    std::unique_ptr<SimulatorHost> m_simulator;
    KeyLoader m_loader;
    QnamTransport m_transport;
    ModelLister m_lister;
};

class TestCommand final : public ListingCommand
{
public:
    using ListingCommand::ListingCommand;

protected:
    void show(const Result<QList<ListedModel>> &models) override
    {
        const QString message = models
            ? ProviderText::tr("%1 works: %n model(s).", nullptr, static_cast<int>(models->size()))
                  .arg(m_provider.title)
            : models.failure().message;
        const std::optional<qint64> count =
            models ? std::optional<qint64>(models->size()) : std::nullopt;
        Table table;
        table.columns = {u"name"_s, u"ok"_s, u"message"_s, u"models"_s};
        table.rows = {{m_provider.name, static_cast<bool>(models), message, count}};
        m_console.print(table.printObject(m_format));
        Q_EMIT done(models ? Fine : TargetFailed);
    }
};

class ModelsCommand final : public ListingCommand
{
public:
    using ListingCommand::ListingCommand;

protected:
    void show(const Result<QList<ListedModel>> &models) override
    {
        if (!models) {
            m_console.say(models.failure());
            Q_EMIT done(TargetFailed);
            return;
        }
        Table table;
        table.columns = {u"id"_s, u"context_window"_s, u"max_output"_s, u"price"_s, u"reasoning"_s};
        for (const ListedModel &model : *models)
            table.rows += row(model);
        m_console.print(table.print(m_format));
        Q_EMIT done(Fine);
    }

private:
    QList<Field> row(const ListedModel &model) const
    {
        const CatalogModel *known = m_setup.prices.find(m_provider.catalogue, model.id);
        const std::optional<Price> price = m_setup.prices.price(
            {m_provider.name, model.id}, m_provider.catalogue, QDateTime::currentMSecsSinceEpoch());
        QString shown;
        if (price && price->rates.input && price->rates.output)
            shown =
                u"%1 / %2"_s.arg(price->rates.input->toDecimal(), price->rates.output->toDecimal());
        const auto window = model.contextWindow ? model.contextWindow
            : known                             ? known->contextWindow
                                                : std::nullopt;
        const auto most = model.maxOutput ? model.maxOutput
            : known                       ? known->maxOutput
                                          : std::nullopt;
        return {model.id, window, most, Field::ofJson(price ? toJson(*price) : "null", shown),
                known && known->reasoning};
    }
};

/// Takes the key from standard input into the keychain, or out of it.
class KeyCommand final : public Command
{
public:
    KeyCommand(QString entry, Secret secret, Console &console)
        : m_entry(std::move(entry)), m_secret(std::move(secret)), m_console(console)
    {
    }

    void start() override
    {
        const bool isSet = !m_secret.isEmpty();
        auto change =
            isSet ? m_loader.store().write(m_entry, m_secret) : m_loader.store().remove(m_entry);
        whenFinished(change, this, [this, isSet](const Result<void> &result) {
            if (!result)
                m_console.say(result.failure());
            else
                m_console.say(isSet ? ProviderText::tr("The key is in the system keychain.")
                                    : ProviderText::tr("The key is out of the system keychain."));
            Q_EMIT done(result ? Fine : TargetFailed);
        });
    }

private:
    QString m_entry;
    Secret m_secret;
    Console &m_console;
    KeyLoader m_loader;
};

Result<Format> parseList(QCommandLineParser &parser, const QStringList &words)
{
    addFormatOption(parser);
    if (Result<void> parsed = parseWords(parser, words); !parsed)
        return parsed.failure();
    return formatOf(parser);
}

} // namespace

Field baseUrlField(const Provider &provider)
{
    if (provider.simulated)
        return Field::ofJson("null", ProviderText::tr("(built in)"));
    return provider.baseUrl.toString();
}

MadeCommand makeProviders(const Setup &setup, const QStringList &words, Console &console)
{
    QCommandLineParser parser;
    const Result<Format> format = parseList(parser, words);
    if (!format)
        return format.failure();
    const QStringList positional = parser.positionalArguments();
    if (positional.isEmpty())
        return std::unique_ptr<Command>(
            std::make_unique<ProvidersCommand>(setup, *format, console));
    if (positional.size() != 2 || positional.first() != "test"_L1)
        return usageFailure(ProviderText::tr("providers takes nothing, or “test NAME”."));
    const Result<Provider> provider = providerNamed(setup, positional.at(1));
    if (!provider)
        return provider.failure();
    return std::unique_ptr<Command>(
        std::make_unique<TestCommand>(setup, *provider, *format, console));
}

MadeCommand makeModels(const Setup &setup, const QStringList &words, Console &console)
{
    QCommandLineParser parser;
    const Result<Format> format = parseList(parser, words);
    if (!format)
        return format.failure();
    if (parser.positionalArguments().size() != 1)
        return usageFailure(ProviderText::tr("models takes the name of one provider."));
    const Result<Provider> provider = providerNamed(setup, parser.positionalArguments().first());
    if (!provider)
        return provider.failure();
    return std::unique_ptr<Command>(
        std::make_unique<ModelsCommand>(setup, *provider, *format, console));
}

MadeCommand makeKey(const Setup &setup, const QStringList &words, Console &console)
{
    const QString usage = ProviderText::tr(
        "key takes “set PROVIDER” with the key on standard input, or “delete PROVIDER”. A key is "
        "never an argument, because other programs can read those.");
    if (words.size() != 3 || (words.at(1) != "set"_L1 && words.at(1) != "delete"_L1))
        return usageFailure(usage);
    const Result<Provider> provider = providerNamed(setup, words.at(2));
    if (!provider)
        return provider.failure();
    if (!provider->key)
        return usageFailure(ProviderText::tr("%1 is set up without a key: none is sent to it. Say "
                                             "under “key” in its entry where one is found.")
                                .arg(provider->name));
    const bool isKept = provider->key->source == KeySetting::Source::Keychain;
    if (!isKept)
        return usageFailure(
            ProviderText::tr("The key of %1 is not kept in the system keychain: the "
                             "configuration says so.")
                .arg(provider->name));
    Secret secret;
    if (words.at(1) == "set"_L1) {
        secret = Secret(readStandardInput().trimmed());
        const QByteArray &bytes = secret.reveal();
        const bool isKey = !bytes.isEmpty() && bytes.size() <= 4096
            && std::ranges::all_of(bytes, [](char c) { return c > 32 && c < 127; });
        if (!isKey)
            return usageFailure(ProviderText::tr("Standard input holds no key: one word of "
                                                 "printable characters is expected."));
    }
    return std::unique_ptr<Command>(
        std::make_unique<KeyCommand>(provider->key->name, secret, console));
}

} // namespace Sidelong::Cli
