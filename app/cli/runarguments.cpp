// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runcommand.h"

#include "core/base/bytes.h"
#include "core/domain/prompttemplate.h"

#include <QFile>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

namespace {

struct RunText
{
    Q_DECLARE_TR_FUNCTIONS(Cli)
};

constexpr qint64 maxPromptFile = 64_MiB;

void addOptions(QCommandLineParser &parser)
{
    const auto add = [&parser](const char *name, const char *value = "value") {
        parser.addOption({QString::fromLatin1(name), {}, QString::fromLatin1(value)});
    };
    for (const char *name :
         {"target", "prompt-file", "system", "messages", "var", "temperature", "top-p",
          "max-tokens", "seed", "stop", "effort", "cache", "samples", "concurrency", "tag"})
        add(name);
    parser.addOption({u"no-stream"_s, {}});
    parser.addOption({u"jsonl"_s, {}});
}

/// What is sent must be what stands there, and JSON can only carry UTF-8.
Result<QByteArray> utf8Of(const QByteArray &bytes, const QString &name)
{
    if (!QUtf8StringView(bytes.data(), bytes.size()).isValidUtf8())
        return usageFailure(RunText::tr("%1 is no UTF-8 text. Convert it, for example with "
                                        "“iconv -t UTF-8”.")
                                .arg(name));
    return bytes.startsWith("\xEF\xBB\xBF") ? bytes.sliced(3) : bytes;
}

Result<QByteArray> readFile(const QString &path)
{
    if (path == "-"_L1)
        return utf8Of(readStandardInput(), RunText::tr("Standard input"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return usageFailure(RunText::tr("%1 cannot be read: %2.").arg(path, file.errorString()));
    if (file.size() > maxPromptFile)
        return usageFailure(RunText::tr("%1 is larger than 64 MB.").arg(path));
    return utf8Of(file.readAll(), path);
}

/// A number in a range, or what would be right.
template <typename Number>
Result<std::optional<Number>> number(const QCommandLineParser &parser, const QString &option,
                                     Number least, Number most)
{
    if (!parser.isSet(option))
        return std::optional<Number>();
    bool isNumber = false;
    const QString text = parser.value(option);
    // Looked at before it is narrowed: 4294967297 must not become 1.
    std::conditional_t<std::is_floating_point_v<Number>, double, qint64> value{};
    if constexpr (std::is_floating_point_v<Number>)
        value = text.toDouble(&isNumber);
    else
        value = text.toLongLong(&isNumber);
    if (!isNumber || !(value >= least && value <= most))
        return usageFailure(RunText::tr("--%1 takes a number from %2 to %3, not “%4”.")
                                .arg(option)
                                .arg(least)
                                .arg(most)
                                .arg(text));
    return std::optional<Number>(static_cast<Number>(value));
}

Result<Parameters> parametersOf(const QCommandLineParser &parser)
{
    constexpr qint64 most = 2'000'000'000;
    const auto temperature = number<double>(parser, u"temperature"_s, 0, 2);
    const auto topP = number<double>(parser, u"top-p"_s, 0, 1);
    const auto maxTokens = number<qint64>(parser, u"max-tokens"_s, 1, most);
    const auto seed =
        number<qint64>(parser, u"seed"_s, -9'007'199'254'740'991, 9'007'199'254'740'991);
    if (!temperature)
        return temperature.failure();
    if (!topP)
        return topP.failure();
    if (!maxTokens)
        return maxTokens.failure();
    if (!seed)
        return seed.failure();
    Parameters parameters;
    parameters.temperature = *temperature;
    parameters.topP = *topP;
    parameters.maxTokens = *maxTokens;
    parameters.seed = *seed;
    parameters.stop = parser.values(u"stop"_s);
    if (parameters.stop.contains(QString()))
        return usageFailure(RunText::tr("--stop takes the text to stop at; this one is empty."));
    parameters.effort = parser.value(u"effort"_s);
    return parameters;
}

Result<QMap<QString, QString>> variablesOf(const QCommandLineParser &parser)
{
    QMap<QString, QString> variables;
    for (const QString &pair : parser.values(u"var"_s)) {
        const qsizetype equals = pair.indexOf(u'=');
        if (equals <= 0)
            return usageFailure(RunText::tr("--var takes NAME=VALUE, not “%1”.").arg(pair));
        variables.insert(pair.left(equals), pair.mid(equals + 1));
    }
    return variables;
}

/// The user turn: from the words, a file or standard input; of these at most one.
Result<QByteArray> promptOf(const QCommandLineParser &parser)
{
    const QStringList words = parser.positionalArguments();
    const bool hasFile = parser.isSet(u"prompt-file"_s);
    if (words.size() + (hasFile ? 1 : 0) > 1)
        return usageFailure(RunText::tr(
            "There is more than one prompt. Quote a prompt of several words, and give either the "
            "prompt or --prompt-file."));
    if (hasFile)
        return readFile(parser.value(u"prompt-file"_s));
    if (words.isEmpty())
        return QByteArray();
    if (words.first() == "-"_L1)
        return readFile(words.first());
    return words.first().toUtf8();
}

Result<QList<Message>> messagesOf(const QCommandLineParser &parser)
{
    QList<Message> messages;
    if (parser.isSet(u"system"_s))
        messages += Message::ofText(Role::System, parser.value(u"system"_s).toUtf8());
    if (parser.isSet(u"messages"_s)) {
        const QString path = parser.value(u"messages"_s);
        const Result<QByteArray> json = readFile(path);
        if (!json)
            return json.failure();
        const Result<QList<Message>> read = messagesFromJson(*json);
        if (!read)
            return usageFailure(u"%1: %2"_s.arg(path, read.failure().message));
        messages += *read;
    }
    const Result<QByteArray> prompt = promptOf(parser);
    if (!prompt)
        return prompt.failure();
    if (!prompt->trimmed().isEmpty())
        messages += Message::ofText(Role::User, *prompt);
    return messages;
}

bool saysSomething(const Message &message)
{
    return std::ranges::any_of(message.parts, [](const ContentPart &part) {
        return part.kind != ContentPart::Kind::Text || !part.text.trimmed().isEmpty();
    });
}

/// The conversation with its variables filled in: what a model would be asked, if anything.
Result<QList<Message>> conversationOf(const QCommandLineParser &parser)
{
    const Result<QMap<QString, QString>> variables = variablesOf(parser);
    if (!variables)
        return variables.failure();
    const Result<QList<Message>> messages = messagesOf(parser);
    if (!messages)
        return messages.failure();
    Result<QList<Message>> complete = filled(*messages, *variables);
    if (!complete)
        return complete.failure();
    const bool isAsked = std::ranges::any_of(*complete, [](const Message &message) {
        return message.role != Role::System && saysSomething(message);
    });
    if (!isAsked)
        return usageFailure(
            RunText::tr("The prompt is empty. Write it behind “run”, or name a file "
                        "with --prompt-file, or pipe it in with “-”."));
    return complete;
}

Result<QList<Variant>> variantsOf(const QCommandLineParser &parser)
{
    QList<Variant> variants;
    for (const QString &target : parser.values(u"target"_s)) {
        if (!ModelRef::fromString(target))
            return usageFailure(RunText::tr("--target takes PROVIDER/MODEL, for example "
                                            "openai/gpt-6-luna, not “%1”.")
                                    .arg(target));
        variants += Variant{target};
    }
    if (variants.isEmpty())
        return usageFailure(RunText::tr("No target: name one with --target PROVIDER/MODEL, for "
                                        "example simulator/sim-swift."));
    return variants;
}

} // namespace

Result<RunArguments> parseRun(const QStringList &words)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (Result<void> parsed = parseWords(parser, words, {u"target"_s, u"var"_s, u"stop"_s});
        !parsed)
        return parsed.failure();
    const QString cache = parser.value(u"cache"_s);
    if (!cache.isEmpty() && cache != "auto"_L1 && cache != "never"_L1)
        return usageFailure(RunText::tr("--cache takes auto or never in this version, which keeps "
                                        "no answers for reuse yet; not “%1”.")
                                .arg(cache));
    const auto samples = number<int>(parser, u"samples"_s, 1, 1000);
    const auto concurrency = number<int>(parser, u"concurrency"_s, 1, 1000);
    const Result<Parameters> parameters = parametersOf(parser);
    const Result<QList<Variant>> variants = variantsOf(parser);
    if (!samples)
        return samples.failure();
    if (!concurrency)
        return concurrency.failure();
    if (!parameters)
        return parameters.failure();
    if (!variants)
        return variants.failure();
    const Result<QList<Message>> messages = conversationOf(parser);
    if (!messages)
        return messages.failure();

    RunArguments arguments;
    arguments.jsonLines = parser.isSet(u"jsonl"_s);
    arguments.request.origin = u"console"_s;
    arguments.request.content.messages = *messages;
    arguments.request.parameters = *parameters;
    arguments.request.variants = *variants;
    arguments.request.samples = samples->value_or(1);
    arguments.request.concurrency = concurrency->value_or(4);
    arguments.request.stream = !parser.isSet(u"no-stream"_s);
    arguments.request.tag = parser.value(u"tag"_s);
    return arguments;
}

} // namespace Sidelong::Cli
