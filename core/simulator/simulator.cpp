// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/simulator.h"

#include "core/base/bytes.h"
#include "core/net/httpaccess.h"

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

HttpServerOptions serverOptions()
{
    HttpServerOptions options;
    options.limits.body = 32_MiB; // images travel inside the request
    options.rejectionReply = [](const HttpRejection &rejection, const HttpServerRequest &request) {
        const auto protocol = request.path == "/v1/messages" ? SimulatedProtocol::Anthropic
                                                             : SimulatedProtocol::OpenAiChat;
        const SimulatedError error{.status = rejection.status, .message = rejection.message};
        return HttpReply{rejection.status,
                         {{"Content-Type", "application/json"}},
                         simulatedErrorBody(protocol, error)};
    };
    return options;
}

HttpReply jsonReply(int status, const QByteArray &body)
{
    return {status, {{"Content-Type", "application/json"}}, body};
}

HttpReply errorReply(SimulatedProtocol protocol, const SimulatedError &error)
{
    return jsonReply(error.status, simulatedErrorBody(protocol, error));
}

HttpReply methodReply(SimulatedProtocol protocol, const QByteArray &allowed)
{
    HttpReply reply =
        errorReply(protocol, {.status = 405, .message = "This path takes " + allowed + " only."});
    reply.headers.append("Allow", allowed);
    return reply;
}

QByteArray plannedMessage(int status)
{
    switch (status) {
    case 401: return "Incorrect API key provided.";
    case 404: return "The model does not exist.";
    case 429: return "Rate limit reached. Please try again later.";
    case 503:
    case 529: return "Overloaded";
    default: return "The failure plan answers " + QByteArray::number(status) + '.';
    }
}

/// What the plan says about status, headers and body, laid over the right answer.
void applyPlan(SimulatedScript &script)
{
    const FailureAction &action = script.action;
    HttpReply &whole = script.whole;
    QByteArray type = script.wire ? "text/event-stream" : "application/json";
    const int status = action.status.value_or(action.redirect.isEmpty() ? 200 : 307);
    if (status != 200 || action.body || action.html) {
        script.wire.reset();
        type = action.html ? "text/html" : "application/json";
        whole.status = status;
        if (action.body)
            whole.body = *action.body;
        else if (action.html)
            whole.body = "<!DOCTYPE html><html><head><title>Sign in</title></head>"
                         "<body><h1>Please sign in to this network</h1></body></html>";
        else if (status != 200)
            whole.body = simulatedErrorBody(script.protocol,
                                            {.status = status, .message = plannedMessage(status)});
    }
    whole.headers = {{"Content-Type", action.contentType.isEmpty() ? type : action.contentType}};
    if (!action.redirect.isEmpty())
        whole.headers.append("Location", action.redirect);
    for (const auto &[name, value] : action.headers.list())
        whole.headers.append(name, value);
}

} // namespace

Simulator::Simulator(Options options, const Clock &clock, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_clock(clock), m_plan(m_options.plan),
      m_server([this](const HttpServerRequest &request,
                      HttpResponse *response) { handle(request, response); },
               serverOptions(), this)
{
}

Result<quint16> Simulator::listen(quint16 port) { return m_server.listen(port); }

QUrl Simulator::url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.port())); }

void Simulator::count(const HttpServerRequest &request, const QByteArray &model)
{
    m_log.add(request, model);
    Q_EMIT requestSeen(request.method, request.path, model);
}

void Simulator::play(SimulatedScript script, HttpResponse *response)
{
    applyPlan(script);
    new SimulatedReply(std::move(script), m_clock, response);
}

bool Simulator::handleAdmin(const HttpServerRequest &request, HttpResponse *response)
{
    if (request.path == "/simulator/requests") {
        if (request.method == "GET")
            response->reply(jsonReply(200, m_log.toJson()));
        else
            response->reply(methodReply(SimulatedProtocol::OpenAiChat, "GET"));
        return true;
    }
    if (request.path != "/simulator/plan")
        return false;
    if (request.method == "POST")
        replacePlan(request, response);
    else
        response->reply(methodReply(SimulatedProtocol::OpenAiChat, "POST"));
    return true;
}

void Simulator::replacePlan(const HttpServerRequest &request, HttpResponse *response)
{
    const Result<FailurePlan> plan = FailurePlan::fromJson(request.body, u"plan"_s);
    if (!plan) {
        response->reply(errorReply(SimulatedProtocol::OpenAiChat,
                                   {.message = plan.failure().message.toUtf8()}));
        return;
    }
    setPlan(*plan);
    response->reply(jsonReply(200, "{\"ok\":true}"));
}

void Simulator::handle(const HttpServerRequest &request, HttpResponse *response)
{
    if (handleAdmin(request, response))
        return;
    if (request.path == "/v1/messages")
        return chat(SimulatedProtocol::Anthropic, request, response);
    if (request.path == "/v1/chat/completions" || request.path == "/chat/completions")
        return chat(SimulatedProtocol::OpenAiChat, request, response);

    count(request, {});
    const bool isAnthropic = !request.headers.value("anthropic-version").isNull();
    SimulatedScript script;
    script.protocol = isAnthropic ? SimulatedProtocol::Anthropic : SimulatedProtocol::OpenAiChat;
    script.action = m_plan.next({}, request.path, m_clock.monotonicMs());
    const bool isModels = request.path == "/v1/models" || request.path == "/models";
    if (const std::optional<SimulatedError> error = checkKey(request))
        script.whole = errorReply(script.protocol, *error);
    else if (isModels && request.method != "GET")
        script.whole = methodReply(script.protocol, "GET");
    else if (isModels)
        script.whole =
            jsonReply(200, simulatedModelList(script.protocol, m_plan.plan().models.keys()));
    else
        script.whole = errorReply(script.protocol,
                                  {.status = 404, .message = "There is nothing at this path."});
    if (script.whole.status != 200)
        return response->reply(script.whole);
    play(std::move(script), response);
}

std::optional<SimulatedError> Simulator::checkKey(const HttpServerRequest &request) const
{
    if (m_plan.plan().keys.isEmpty())
        return {};
    QByteArray key = request.headers.value("x-api-key");
    if (key.isNull())
        key = request.headers.value("Authorization").mid(7);
    for (const QByteArray &right : m_plan.plan().keys) {
        if (equalInConstantTime(right, key))
            return {};
    }
    return SimulatedError{.status = 401, .message = plannedMessage(401)};
}

const SimulatedModel *Simulator::modelNamed(const QByteArray &name) const
{
    const QString id = QString::fromUtf8(name);
    return findSimulatedModel(m_plan.plan().models.value(name, id));
}

void Simulator::chat(SimulatedProtocol protocol, const HttpServerRequest &request,
                     HttpResponse *response)
{
    SimulatedCallRead read = readSimulatedCall(protocol, request);
    const SimulatedCall &call = read.call;
    count(request, call.model);
    const FailureAction action = m_plan.next(call.model, request.path, m_clock.monotonicMs());
    const SimulatedModel *model = modelNamed(call.model);
    std::optional<SimulatedError> error = checkKey(request);
    if (!error && read.error)
        error = read.error;
    if (!error && !model)
        error = SimulatedError{.status = 404,
                               .message = "The model `" + call.model + "` does not exist.",
                               .code = "model_not_found"};
    if (request.method != "POST")
        return response->reply(methodReply(protocol, "POST"));
    if (error)
        return response->reply(errorReply(protocol, *error));
    play(answerScript(call, *model, action), response);
}

SimulatedScript Simulator::answerScript(const SimulatedCall &call, const SimulatedModel &model,
                                        const FailureAction &action) const
{
    using std::chrono::nanoseconds;
    SimulatedScript script;
    script.protocol = call.protocol;
    script.action = action;
    script.chunkBytes = m_options.chunkBytes;
    if (m_options.speedFactor > 0) {
        script.firstToken = nanoseconds(qRound64(
            static_cast<double>(nanoseconds(model.firstToken).count()) / m_options.speedFactor));
        script.perToken =
            nanoseconds(qRound64(1e9 / (model.tokensPerSecond * m_options.speedFactor)));
    }
    if (action.firstToken)
        script.firstToken = *action.firstToken;
    SimulatedWire wire(call, composeAnswer(call, model, m_options.seed, m_options.answerTokens),
                       m_clock.utcMs() / 1000);
    if (call.stream) {
        script.wire = std::move(wire);
    } else {
        script.whole.body = wire.body();
        // Nothing is seen of a whole reply before its last token is made.
        script.action.delay += std::chrono::duration_cast<std::chrono::milliseconds>(
            script.firstToken + wire.tokenCount() * script.perToken);
    }
    return script;
}

} // namespace Sidelong
