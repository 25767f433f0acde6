// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/httpserver.h"
#include "core/simulator/failureplan.h"
#include "core/simulator/simulatedanswer.h"
#include "core/simulator/simulatedreply.h"
#include "core/simulator/simulatorlog.h"

#include <QUrl>

namespace Sidelong {

/// A provider that is not there: an HTTP server on loopback that speaks OpenAI chat completions
/// (/v1/chat/completions, also without /v1) and Anthropic messages (/v1/messages), streamed and
/// not, with /v1/models in the shape of whoever asks (by the anthropic-version header). Answers
/// are the same for the same seed, model and conversation. Any key is right unless the plan names
/// keys. Lives on the thread it was made on.
///
/// For tests: GET /simulator/requests tells what was asked (see SimulatorLog) and
/// POST /simulator/plan replaces the failure plan. Neither counts as a request.
class Simulator : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        quint64 seed = 1;
        double speedFactor = 1; ///< 2 = twice as fast; 0 = as fast as the client reads.
        FailurePlan plan;
        qint64 answerTokens = 0; ///< Text answers of just so many tokens; 0 = as they come.
        qsizetype chunkBytes = 0; ///< Events per HTTP chunk: gathered to this size; 0 = one.
    };

    /// \a clock must outlive it.
    Simulator(Options options, const Clock &clock, QObject *parent = nullptr);

    /// \a port 0 takes a free one.
    Result<quint16> listen(quint16 port);
    QUrl url() const; ///< "http://127.0.0.1:PORT"; a base URL of both protocols.
    int requestCount() const { return m_log.total(); }
    void setPlan(const FailurePlan &plan) { m_plan = FailurePlanState(plan); }

Q_SIGNALS:
    /// \a model is empty where the request names none.
    void requestSeen(const QByteArray &method, const QByteArray &path, const QByteArray &model);

private:
    void handle(const HttpServerRequest &request, HttpResponse *response);
    bool handleAdmin(const HttpServerRequest &request, HttpResponse *response);
    void replacePlan(const HttpServerRequest &request, HttpResponse *response);
    void chat(SimulatedProtocol protocol, const HttpServerRequest &request, HttpResponse *response);
    SimulatedScript answerScript(const SimulatedCall &call, const SimulatedModel &model,
                                 const FailureAction &action) const;
    std::optional<SimulatedError> checkKey(const HttpServerRequest &request) const;
    const SimulatedModel *modelNamed(const QByteArray &name) const;
    void count(const HttpServerRequest &request, const QByteArray &model);
    void play(SimulatedScript script, HttpResponse *response);

    const Options m_options;
    const Clock &m_clock;
    FailurePlanState m_plan;
    SimulatorLog m_log;
    HttpServer m_server; ///< Last: its connections must go first.
};

} // namespace Sidelong
