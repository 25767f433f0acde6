// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/domain/chatevent.h"
#include "core/domain/chatrequest.h"
#include "core/net/sseparser.h"
#include "core/providers/provider.h"

#include <memory>

namespace Sidelong {

/// What the catalogue knows of a model that changes how it is spoken to.
struct ModelFacts
{
    std::optional<qint64> contextWindow;
    std::optional<qint64> maxOutput;
    bool reasoning = false;
};

/// A request in a provider's own form, without its key, and what was changed on the way.
struct WireRequest
{
    HttpRequest http;
    QStringList notes; ///< Parameters that were dropped or renamed: sentences for the trace.
};

/// One model as a provider lists it.
struct ListedModel
{
    QString id;
    QString title;
    std::optional<qint64> contextWindow;
    std::optional<qint64> maxOutput;
    QString endsOn; ///< An announced end, "2026-12-11"; empty = none.

    friend bool operator==(const ListedModel &, const ListedModel &) = default;
};

struct ModelPage
{
    QList<ListedModel> models;
    QString nextCursor; ///< Empty on the last page.
};

/// Reads one stream. Fed whole events; pure, one answer each.
class StreamDecoder
{
public:
    StreamDecoder() = default;
    virtual ~StreamDecoder() = default;
    Q_DISABLE_COPY_MOVE(StreamDecoder)

    /// Appends what \a event says to \a out. Never fails: what is not understood is a Warning or
    /// nothing, and what came before stays.
    virtual void decode(const SseEvent &event, ChatEvents &out) = 0;
    /// The stream ended: StreamFailed(stream_cut) where its terminator had not come.
    virtual void finish(ChatEvents &out) = 0;
    /// We give the stream up (cancelled, timed out, reset): what is known and was not said yet, a
    /// failure of the provider's and the usage so far, but no end.
    virtual void abandon(ChatEvents &out) = 0;
};

/// One wire protocol: values in, bytes out, and back. Pure: no I/O, no clock, no event loop.
class Dialect
{
public:
    Dialect() = default;
    virtual ~Dialect() = default;
    Q_DISABLE_COPY_MOVE(Dialect)

    static const Dialect &of(Protocol protocol); ///< Lives as long as the program.
    /// False for the protocols that are known by name but not spoken yet.
    static bool isSpoken(Protocol protocol);

    virtual Result<WireRequest> chatRequest(const Provider &provider, const ModelFacts &facts,
                                            const ChatRequest &request) const = 0;
    virtual std::unique_ptr<StreamDecoder> streamDecoder(const Provider &provider) const = 0;
    /// A whole reply (status 200) that was not streamed.
    virtual void decodeReply(const Provider &provider, const QByteArray &body,
                             ChatEvents &out) const = 0;

    virtual HttpRequest modelsRequest(const Provider &provider, const QString &cursor) const = 0;
    virtual Result<ModelPage> decodeModels(const QByteArray &body) const = 0;

    /// A reply that is no 200: kind from status, headers and the body's own codes (never from
    /// its prose, but where a protocol has nothing else). 3xx is bad_reply.
    virtual Failure failure(const Provider &provider, int status, const HttpHeaders &headers,
                            const QByteArray &body) const = 0;
};

} // namespace Sidelong
