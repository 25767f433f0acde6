// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/callplan.h"

#include "core/cost/tokenestimate.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

struct PlanText
{
    Q_DECLARE_TR_FUNCTIONS(CallPlan)
};

ModelFacts factsOf(const PriceCatalog &prices, const Provider &provider, const QString &model)
{
    const CatalogModel *known = prices.find(provider.catalogue, model);
    if (!known)
        return {};
    return {known->contextWindow, known->maxOutput, known->reasoning};
}

qint64 maxTokensFor(const Parameters &parameters, const ModelFacts &facts, QStringList &notes)
{
    const qint64 wanted = parameters.maxTokens.value_or(facts.reasoning ? defaultReasoningMaxTokens
                                                                        : defaultMaxTokens);
    if (!facts.maxOutput || wanted <= *facts.maxOutput)
        return wanted;
    if (parameters.maxTokens)
        notes += PlanText::tr("max_tokens was lowered from %1 to %2, the most this model writes.")
                     .arg(wanted)
                     .arg(*facts.maxOutput);
    return *facts.maxOutput;
}

Result<Secret> keyOf(const Provider &provider, const KeyRing &keys)
{
    if (!provider.key)
        return Secret();
    const auto found = keys.constFind(provider.name);
    if (found == keys.constEnd())
        return Failure{FailureKind::NoKey,
                       PlanText::tr("There is no key for %1. Add one in Settings, or run "
                                    "“sidelong-cli key set %2”.")
                           .arg(provider.title, provider.name)};
    return *found;
}

} // namespace

Result<CallPlan> planCall(const ProviderRegistry &providers, const PriceCatalog &prices,
                          const KeyRing &keys, const RunRequest &run, int variant, qint64 nowUtcMs)
{
    const Variant &column = run.variants.at(variant);
    const std::optional<ModelRef> model = ModelRef::fromString(column.target);
    if (!model)
        return Failure{FailureKind::NotFound,
                       PlanText::tr("“%1” is no target. Write PROVIDER/MODEL, for example "
                                    "openai/gpt-6-luna.")
                           .arg(column.target)};
    const Provider *provider = providers.find(model->provider);
    if (!provider)
        return Failure{FailureKind::NotFound,
                       PlanText::tr("There is no provider named “%1”. “sidelong-cli providers” "
                                    "lists those that are set up.")
                           .arg(model->provider)};
    if (!Dialect::isSpoken(provider->protocol))
        return Failure{FailureKind::InvalidRequest,
                       PlanText::tr("%1 speaks %2, which this version does not speak yet.")
                           .arg(provider->title, QString(protocolName(provider->protocol)))};
    const Result<Secret> key = keyOf(*provider, keys);
    if (!key)
        return key.failure();

    CallPlan plan;
    plan.model = *model;
    plan.provider = *provider;
    plan.facts = factsOf(prices, *provider, model->model);
    const PromptContent &content = column.content ? *column.content : run.content;
    plan.request = {model->model, content.messages, merged(run.parameters, column.overrides),
                    content.tools, run.stream};
    plan.request.parameters.maxTokens =
        maxTokensFor(plan.request.parameters, plan.facts, plan.notes);
    plan.timeouts = provider->timeouts;
    if (plan.facts.reasoning && !provider->firstTokenSet)
        plan.timeouts.firstToken = std::max(plan.timeouts.firstToken, reasoningFirstToken);

    Result<WireRequest> wire =
        Dialect::of(provider->protocol).chatRequest(*provider, plan.facts, plan.request);
    if (!wire)
        return wire.failure();
    plan.wire = *std::move(wire);
    plan.wire.http.secret = *key;
    plan.wire.http.proxy = provider->proxy;
    plan.wire.http.caFile = provider->caFile;
    plan.notes += plan.wire.notes;
    plan.price = prices.price(*model, provider->catalogue, nowUtcMs);
    plan.inputEstimate = estimateTokens(content.messages) + estimateTokens(content.tools);
    return plan;
}

} // namespace Sidelong
