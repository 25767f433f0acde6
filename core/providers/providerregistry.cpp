// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerregistry.h"

#include "core/base/log.h"
#include "core/providers/presetreader.h"

#include <QCoreApplication>
#include <QFile>
#include <QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

static void initProviderResources()
{
    // In a static library nothing else refers to the resource, and the linker would drop it.
    Q_INIT_RESOURCE(sidelong_presets);
}

namespace Sidelong {

namespace {

struct RegistryText
{
    Q_DECLARE_TR_FUNCTIONS(ProviderRegistry)
};

/// A local server may load its model from disk before the first token.
constexpr milliseconds localFirstToken{300'000};

Failure entryFailure(const QString &provider, const QString &sentence)
{
    return {.kind = FailureKind::Configuration,
            .message = RegistryText::tr("Provider “%1”: %2").arg(provider, sentence)};
}

bool isLoopback(const QUrl &url)
{
    return url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
}

const Provider *findNamed(const QList<Provider> &list, const QString &name)
{
    const auto found = std::ranges::find(list, name, &Provider::name);
    return found == list.end() ? nullptr : &*found;
}

const Provider *vendorAt(const QList<Provider> &presets, const QUrl &url)
{
    const auto found = std::ranges::find_if(presets, [&url](const Provider &preset) {
        return !preset.local && preset.baseUrl.host() == url.host();
    });
    return found == presets.end() ? nullptr : &*found;
}

void layTimeouts(Provider &provider, const TimeoutSettings &settings)
{
    Timeouts &timeouts = provider.timeouts;
    timeouts.connect = settings.connect.value_or(timeouts.connect);
    timeouts.firstToken = settings.firstToken.value_or(timeouts.firstToken);
    timeouts.idle = settings.idle.value_or(timeouts.idle);
    timeouts.total = settings.total.value_or(timeouts.total);
    provider.firstTokenSet = provider.firstTokenSet || settings.firstToken.has_value();
}

Result<void> layAddress(Provider &provider, const ProviderSettings &settings,
                        const QList<Provider> &presets)
{
    if (!settings.dialect.isEmpty()) {
        const std::optional<Protocol> protocol = protocolFromName(settings.dialect);
        if (!protocol)
            return entryFailure(
                settings.name,
                RegistryText::tr("there is no dialect “%1”; there are %2.")
                    .arg(settings.dialect, u"openai-chat, openai-responses, anthropic, gemini"_s));
        // What a server takes differently belongs to the protocol it was said of.
        if (*protocol != provider.protocol)
            provider.quirks = {};
        provider.protocol = *protocol;
    }
    if (settings.baseUrl.isEmpty())
        return {};

    const QUrl url(settings.baseUrl, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !isHttp || url.host().isEmpty() || !url.userInfo().isEmpty())
        return entryFailure(settings.name,
                            RegistryText::tr("the base URL must be like https://host/v1, without "
                                             "a user name."));
    if (url.host() != provider.baseUrl.host())
        provider.key.reset();
    provider.baseUrl = url;
    provider.local = provider.local && isLoopback(url);
    const Provider *vendor = vendorAt(presets, url);
    if (settings.preset.isEmpty() && vendor != nullptr) {
        provider.catalogue = vendor->catalogue;
        if (vendor->protocol == provider.protocol)
            provider.quirks = vendor->quirks;
    }
    return {};
}

Result<Provider> layEntry(const ProviderSettings &settings, const Configuration &configuration,
                          const QList<Provider> &presets)
{
    Provider provider;
    if (!settings.preset.isEmpty()) {
        const Provider *preset = findNamed(presets, settings.preset);
        if (preset == nullptr) {
            QStringList names;
            for (const Provider &known : presets)
                names.append(known.name);
            return entryFailure(settings.name,
                                RegistryText::tr("there is no preset “%1”; there are %2.")
                                    .arg(settings.preset, names.join(", "_L1)));
        }
        provider = *preset;
        if (provider.key)
            provider.key->name = settings.name;
    } else if (settings.dialect.isEmpty() || settings.baseUrl.isEmpty()) {
        return entryFailure(
            settings.name,
            RegistryText::tr("it needs “preset”, or both “dialect” and “base_url”."));
    }
    provider.name = settings.name;
    if (settings.name != settings.preset)
        provider.title = settings.name;

    const bool isLocalServer = provider.local;
    if (const Result<void> laid = layAddress(provider, settings, presets); !laid)
        return laid.failure();
    if (settings.key)
        provider.key = settings.key;
    for (auto header = settings.headers.cbegin(); header != settings.headers.cend(); ++header)
        provider.headers.append(header.key().toUtf8(), header.value().toUtf8());
    provider.organization = settings.organization;
    provider.proxy = settings.proxy;
    provider.caFile = settings.caFile;
    if (isLocalServer)
        provider.timeouts.firstToken = localFirstToken;
    layTimeouts(provider, configuration.timeouts);
    layTimeouts(provider, settings.timeouts);
    if (provider.key && provider.baseUrl.scheme() == "http"_L1 && !isLoopback(provider.baseUrl))
        qCWarning(logNet).noquote() << "The key of" << provider.name
                                    << "will be sent unencrypted: its base URL is no https.";
    return provider;
}

} // namespace

QList<Provider> ProviderRegistry::presets()
{
    initProviderResources();
    QFile file(u":/sidelong/providers.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return readPresets(file.readAll());
}

Result<ProviderRegistry> ProviderRegistry::build(const Configuration &configuration)
{
    ProviderRegistry registry;
    const QList<Provider> known = presets();
    for (const ProviderSettings &settings : configuration.providers) {
        Result<Provider> provider = layEntry(settings, configuration, known);
        if (!provider)
            return provider.failure();
        registry.insert(*provider);
    }
    for (const Provider &preset : known) {
        if (findNamed(registry.m_providers, preset.name) != nullptr)
            continue;
        ProviderSettings bare;
        bare.name = preset.name;
        bare.preset = preset.name;
        Result<Provider> provider = layEntry(bare, configuration, known);
        if (!provider)
            return provider.failure();
        if (configuration.isExplicit)
            registry.m_bare.append(*std::move(provider));
        else
            registry.insert(*provider);
    }
    return registry;
}

const Provider *ProviderRegistry::find(const QString &name) const
{
    const Provider *provider = findNamed(m_providers, name);
    return provider != nullptr ? provider : findNamed(m_bare, name);
}

void ProviderRegistry::insert(const Provider &provider)
{
    const auto place = std::ranges::lower_bound(m_providers, provider.name, {}, &Provider::name);
    if (place != m_providers.end() && place->name == provider.name)
        *place = provider;
    else
        m_providers.insert(place, provider);
}

} // namespace Sidelong
