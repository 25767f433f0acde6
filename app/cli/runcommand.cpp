// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runcommand.h"

#include "app/cli/commands.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

namespace {

bool usesProvider(const RunRequest &request, const QString &name)
{
    return std::ranges::any_of(request.variants, [&name](const Variant &variant) {
        return ModelRef::fromString(variant.target)->provider == name;
    });
}

std::unique_ptr<RunPrinter> printerFor(const RunArguments &arguments, Console &console)
{
    if (arguments.jsonLines) {
        QStringList targets;
        for (const Variant &variant : arguments.request.variants)
            targets += variant.target;
        return std::make_unique<JsonLinePrinter>(console, targets);
    }
    if (arguments.request.variants.size() * arguments.request.samples == 1)
        return std::make_unique<TextPrinter>(console);
    return std::make_unique<SectionPrinter>(console, arguments.request.samples);
}

} // namespace

/// Passes everything on to the printer, and ends the command with the run or with the reader.
class RunCommand::Ender final : public RunListener
{
public:
    explicit Ender(RunCommand &command) : m_command(command) { }

    void trace(const Cell &cell, const TraceLine &line) override
    {
        if (line.outcome == "note"_L1 || line.outcome == "warning"_L1)
            sayOnce(m_command.m_arguments.request.variants.at(cell.variant).target, line.why);
    }
    void event(const Cell &cell, const ChatEvent &event) override
    {
        m_command.m_printer->event(cell, event);
        stopWithoutReader();
    }
    void restarted(const Cell &cell, int number) override
    {
        m_command.m_printer->restarted(cell, number);
    }
    void attemptEnded(const Cell &cell, const AttemptRecord &attempt) override
    {
        m_command.m_printer->attemptEnded(cell, attempt);
    }
    void answerEnded(const AnswerRecord &answer) override
    {
        m_command.m_printer->answerEnded(answer);
        stopWithoutReader();
    }
    void finished(const QString &, RunState) override { m_command.finish(); }

private:
    /// Twenty samples of one target need not say twenty times that a parameter was dropped.
    void sayOnce(const QString &target, const QString &sentence)
    {
        const QString line = u"%1: %2"_s.arg(target, sentence);
        if (!m_said.contains(line))
            m_command.m_console.say(line);
        m_said.insert(line);
    }

    void stopWithoutReader()
    {
        if (m_command.m_printer->brokenPipe() && !m_command.m_interrupted)
            m_command.interrupt();
    }

    RunCommand &m_command;
    QSet<QString> m_said;
};

RunCommand::RunCommand(const Setup &setup, const RunArguments &arguments, Console &console)
    : m_setup(setup), m_arguments(arguments), m_console(console)
{
}

RunCommand::~RunCommand() = default;

void RunCommand::start()
{
    if (usesProvider(m_arguments.request, simulatorName) && m_setup.hasSimulator()) {
        Result<std::unique_ptr<SimulatorHost>> simulator = startSimulator(m_setup);
        if (!simulator) {
            m_console.say(simulator.failure());
            Q_EMIT done(TargetFailed);
            return;
        }
        m_simulator = *std::move(simulator);
    }
    Result<std::unique_ptr<CallParts>> parts = CallParts::open(m_setup);
    if (!parts) {
        m_console.say(parts.failure());
        Q_EMIT done(WrongUsage);
        return;
    }
    m_parts = *std::move(parts);
    if (m_interrupted) {
        begin({});
        return;
    }
    QList<Provider> used;
    for (const Provider &provider : m_setup.providers.providers()) {
        if (usesProvider(m_arguments.request, provider.name))
            used += provider;
    }
    m_keys.load(used, [this](const KeyLoader::Keys &keys) { begin(keys); });
}

void RunCommand::begin(const KeyLoader::Keys &keys)
{
    if (m_printer)
        return; // an interruption did not wait for the keys
    for (auto key = keys.begin(); key != keys.end(); ++key)
        m_parts->engine().setKey(
            key.key(), *key ? Result<Secret>((*key)->secret) : Result<Secret>(key->failure()));
    m_arguments.request.id =
        m_parts->random().timeOrderedUuid(m_parts->clock().utcMs()).toString(QUuid::WithoutBraces);
    m_printer = printerFor(m_arguments, m_console);
    m_ender = std::make_unique<Ender>(*this);
    connect(&m_parts->store(), &Store::trouble, this,
            [this](const Failure &failure) { m_console.say(failure); });
    m_parts->engine().start(m_arguments.request, m_ender.get());
    if (m_interrupted)
        m_parts->engine().cancelAll();
}

void RunCommand::interrupt()
{
    m_interrupted = true;
    if (!m_parts)
        return; // start() comes, and sees it
    begin({}); // each answer that was asked for is told of, also while a keyring is waited for
    m_parts->engine().cancelAll();
}

void RunCommand::finish()
{
    const int code = m_interrupted ? static_cast<int>(Interrupted) : m_printer->exitCode();
    Q_EMIT done(m_console.hasFailed() ? static_cast<int>(TargetFailed) : code);
}

MadeCommand makeRun(const Setup &setup, const QStringList &words, Console &console)
{
    const Result<RunArguments> arguments = parseRun(words);
    if (!arguments)
        return arguments.failure();
    for (const Variant &variant : arguments->request.variants) {
        const QString name = ModelRef::fromString(variant.target)->provider;
        const bool isSimulator = name == simulatorName && setup.hasSimulator();
        if (!isSimulator && !setup.providers.find(name))
            return usageFailure(
                QCoreApplication::translate("Cli",
                                            "There is no provider named “%1”. “sidelong-cli "
                                            "providers” lists those that are set up.")
                    .arg(name));
    }
    return std::unique_ptr<Command>(std::make_unique<RunCommand>(setup, *arguments, console));
}

} // namespace Sidelong::Cli
