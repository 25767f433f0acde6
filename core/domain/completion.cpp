// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/completion.h"

#include <QCoreApplication>

namespace Sidelong {

namespace {

/// One overload per event, so that a new kind of event does not compile until it is placed here.
struct CompletionAdder
{
    Completion &to;

    void operator()(const TextDelta &event) const { to.text += event.text; }
    void operator()(const ReasoningDelta &event) const { to.reasoning += event.text; }
    void operator()(const RefusalDelta &event) const { to.refusal += event.text; }
    void operator()(const OpaquePart &event) const { to.opaque.append(event.part); }
    void operator()(const StreamEnd &) const { to.ended = true; }
    void operator()(const StreamFailed &event) const { to.failure = event.failure; }
    void operator()(const Warning &event) const { to.warnings.append(event.message); }

    void operator()(const ToolCallDelta &event) const
    {
        qsizetype index = event.index;
        if (index < 0 || index > to.toolCalls.size()) {
            to.warnings.append(QCoreApplication::translate(
                "Completion", "A fragment of a tool call has an index out of order."));
            index = to.toolCalls.size();
        }
        if (index == to.toolCalls.size())
            to.toolCalls.emplaceBack();
        ToolCall &call = to.toolCalls[index];
        if (!event.id.isEmpty())
            call.id = event.id;
        if (!event.name.isEmpty())
            call.name = event.name;
        call.arguments += event.arguments;
    }

    void operator()(const UsageReport &event) const
    {
        to.usage = event.usage;
        to.usageRaw = event.raw;
        if (event.cost)
            to.reportedCost = event.cost;
    }

    void operator()(const AnswerInfo &event) const
    {
        if (!event.model.isEmpty())
            to.model = event.model;
        if (!event.id.isEmpty())
            to.providerId = event.id;
    }

    void operator()(const Stopped &event) const
    {
        to.finish = event.finish;
        to.finishRaw = event.raw;
    }
};

} // namespace

void Completion::add(const ChatEvent &event) { std::visit(CompletionAdder{*this}, event); }

Finish Completion::effectiveFinish() const
{
    if (failure && failure->kind == FailureKind::Cancelled)
        return Finish::Cancelled;
    if (failure && failure->kind != FailureKind::Refused)
        return Finish::Error;
    if (failure || !refusal.isEmpty() || finish == Finish::Refused)
        return Finish::Refused;
    // With a forced choice of a tool some say "stop".
    const Finish said = finish.value_or(Finish::Stop);
    return said == Finish::Stop && !toolCalls.isEmpty() ? Finish::ToolCalls : said;
}

} // namespace Sidelong
