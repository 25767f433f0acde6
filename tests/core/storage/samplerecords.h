// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/message.h"
#include "core/storage/records.h"

namespace Sidelong::Sample {

inline RunRecord run(const QString &id, const QByteArray &userTurn = "Who was Ada Lovelace?")
{
    return {.id = id,
            .startedMs = 1'795'000'000'000,
            .origin = QStringLiteral("window"),
            .tag = QStringLiteral("history"),
            .promptName = QStringLiteral("people"),
            .prompt = messagesToJson({Message::ofText(Role::System, "Be brief."),
                                      Message::ofText(Role::User, userTurn)}),
            .tools = "[{\"name\":\"find\", \"strict\" : true}]",
            .state = RunState::Done};
}

inline QList<VariantRecord> variants()
{
    return {{.index = 0,
             .target = QStringLiteral("openai/gpt-x"),
             .prompt = {},
             .tools = {},
             .parameters = "{}"},
            {.index = 1,
             .target = QStringLiteral("lab/one/two"),
             .prompt = messagesToJson({Message::ofText(Role::User, "Another question")}),
             .tools = "[]",
             .parameters = "{\"temperature\":0}"}};
}

/// Every field has a value of its own.
inline AttemptRecord attempt(const QString &id, const QString &runId)
{
    AttemptRecord a;
    a.id = id;
    a.runId = runId;
    a.variant = 1;
    a.row = 2;
    a.sample = 3;
    a.number = 4;
    a.startedMs = 1'795'000'000'123;
    a.model = {QStringLiteral("openai"), QStringLiteral("gpt-x")};
    a.promptName = QStringLiteral("people");
    a.promptVersion = QStringLiteral("v4");
    a.tag = QStringLiteral("history");
    a.local = true;
    a.outcome = QStringLiteral("ok");
    a.message = QStringLiteral("A sentence.");
    a.detail = QStringLiteral("the provider's words");
    a.status = 200;
    a.waitMs = 5;
    a.connectMs = 6;
    a.ttftMs = 7;
    a.totalMs = 8;
    a.usage = Usage{.input = 100,
                    .cachedRead = 20,
                    .cacheWrite = 30,
                    .cacheWriteLong = 10,
                    .output = 40,
                    .reasoning = 15,
                    .estimated = false};
    a.usageRaw = "{ \"prompt_tokens\" : 100 }";
    a.cost = {.input = {1},
              .cachedRead = {2},
              .cacheWrite = {3},
              .cacheWriteLong = {4},
              .output = {5},
              .total = {15},
              .origin = CostOrigin::Computed};
    a.priceRow = "{\"input\":\"3.00\"}";
    a.cache = QStringLiteral("miss");
    a.saved = {9};
    a.requestId = QStringLiteral("req_1");
    a.finishRaw = QStringLiteral("stop");
    return a;
}

inline AnswerRecord answer(const QString &runId, const QByteArray &text)
{
    AnswerRecord a;
    a.runId = runId;
    a.variant = 1;
    a.row = 2;
    a.sample = 3;
    a.target = QStringLiteral("lab/one/two");
    a.model = ModelRef{QStringLiteral("lab"), QStringLiteral("one/two")};
    a.state = RunState::Failed;
    a.finish = Finish::Error;
    a.finishRaw = QStringLiteral("weird");
    a.segments = {{.attemptId = QStringLiteral("a-1"),
                   .text = "thrown away",
                   .reasoning = {},
                   .toolCalls = {},
                   .arrivedMs = 11,
                   .isVoid = true},
                  {.attemptId = QStringLiteral("a-2"),
                   .text = text,
                   .reasoning = "hm",
                   .toolCalls = {{QStringLiteral("c1"), QStringLiteral("find"), "{\"q\": broken"}},
                   .arrivedMs = 12,
                   .isVoid = false}};
    a.refusal = "no";
    ContentPart opaque;
    opaque.kind = ContentPart::Kind::Opaque;
    opaque.payload = "{ \"signature\" : \"x\" }";
    opaque.payloadProtocol = QStringLiteral("anthropic");
    a.opaque = {opaque};
    a.usage = {.input = 1, .output = 2, .estimated = true};
    a.cost = {.output = {7}, .total = {7}, .origin = CostOrigin::Estimated};
    a.cache = QStringLiteral("skipped: temperature");
    a.ttftMs = 70;
    a.totalMs = 80;
    a.attempts = 2;
    a.failure = Failure{.kind = FailureKind::StreamCut,
                        .message = QStringLiteral("It was cut."),
                        .detail = QStringLiteral("echo"),
                        .status = 200};
    return a;
}

} // namespace Sidelong::Sample
