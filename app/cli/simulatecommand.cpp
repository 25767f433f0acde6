// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/simulator/simulator.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

namespace {

struct SimulateText
{
    Q_DECLARE_TR_FUNCTIONS(Cli)
};

class SimulateCommand final : public Command
{
public:
    SimulateCommand(const FailurePlan &plan, quint16 port, Console &console)
        : m_port(port), m_console(console), m_simulator({.plan = plan}, m_clock)
    {
    }

    void start() override
    {
        if (const Result<quint16> port = m_simulator.listen(m_port); !port) {
            m_console.say(port.failure());
            Q_EMIT done(TargetFailed);
            return;
        }
        Json::Writer line;
        line.beginObject()
            .member("url", m_simulator.url().toString())
            .key("protocols")
            .beginArray();
        line.value("openai-chat"_L1).value("anthropic"_L1).endArray().endObject();
        m_console.printLine(line.bytes());
    }

private:
    quint16 m_port;
    Console &m_console;
    SystemClock m_clock;
    Simulator m_simulator;
};

} // namespace

MadeCommand makeSimulate(const Setup &, const QStringList &words, Console &console)
{
    QCommandLineParser parser;
    parser.addOption({u"port"_s, {}, u"N"_s, u"0"_s});
    parser.addOption({u"plan"_s, {}, u"FILE"_s});
    if (Result<void> parsed = parseWords(parser, words); !parsed)
        return parsed.failure();
    bool isNumber = false;
    const quint16 port = parser.value(u"port"_s).toUShort(&isNumber);
    if (!isNumber || !parser.positionalArguments().isEmpty())
        return usageFailure(SimulateText::tr("simulate takes --port N (0 to 65535; 0 takes a free "
                                             "one) and --plan FILE."));
    FailurePlan plan;
    if (parser.isSet(u"plan"_s)) {
        const QString path = parser.value(u"plan"_s);
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return usageFailure(
                SimulateText::tr("%1 cannot be read: %2.").arg(path, file.errorString()));
        Result<FailurePlan> read = FailurePlan::fromJson(file.readAll(), path);
        if (!read)
            return read.failure();
        plan = *std::move(read);
    }
    return std::unique_ptr<Command>(std::make_unique<SimulateCommand>(plan, port, console));
}

} // namespace Sidelong::Cli
