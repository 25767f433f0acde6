// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/common/keyloader.h"
#include "app/common/simulatedprovider.h"
#include "core/base/whenfinished.h"
#include "core/net/qnamtransport.h"
#include "core/providers/modellister.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Sidelong::Cli {

namespace {

struct DoctorText
{
    Q_DECLARE_TR_FUNCTIONS(Cli)
};

/// What is set up, reachable and writable; asks each provider that has what it needs.
class DoctorCommand final : public Command
{
public:
    DoctorCommand(const Setup &setup, Format format, Console &console)
        : m_setup(setup), m_format(format), m_console(console), m_lister(m_transport)
    {
    }

    void start() override
    {
        const Result<std::unique_ptr<Store>> store = openStore(m_setup.dataDir);
        m_isWritable = static_cast<bool>(store);
        m_storeMessage =
            store ? DoctorText::tr("writable, the database is in order") : store.failure().message;
        startSimulatorIfThere();
        m_loader.load(m_setup.providers.providers(),
                      [this](const KeyLoader::Keys &keys) { ask(keys); });
    }

private:
    struct Finding
    {
        QString key;
        std::optional<bool> reachable;
        QString message;
    };

    void startSimulatorIfThere()
    {
        if (!m_setup.hasSimulator())
            return;
        if (Result<std::unique_ptr<SimulatorHost>> simulator = startSimulator(m_setup))
            m_simulator = *std::move(simulator);
        else
            m_console.say(simulator.failure());
    }

    void ask(const KeyLoader::Keys &keys)
    {
        m_open = 1;
        for (const Provider &provider : m_setup.providers.providers()) {
            Finding &finding = m_findings[provider.name];
            const auto key = keys.constFind(provider.name);
            if (key != keys.constEnd() && !*key) {
                finding = {DoctorText::tr("none found"), {}, key->failure().message};
                continue;
            }
            finding.key =
                key == keys.constEnd() ? DoctorText::tr("not needed") : DoctorText::tr("found");
            if (!Dialect::isSpoken(provider.protocol))
                continue;
            ++m_open;
            whenFinished(
                m_lister.list(provider, key == keys.constEnd() ? Secret() : (*key)->secret), this,
                [this, name = provider.name](const Result<QList<ListedModel>> &models) {
                    Finding &asked = m_findings[name];
                    asked.reachable = static_cast<bool>(models);
                    asked.message = models ? DoctorText::tr("works: %n model(s)", nullptr,
                                                            static_cast<int>(models->size()))
                                           : models.failure().message;
                    printIfComplete();
                });
        }
        printIfComplete();
    }

    void printIfComplete()
    {
        if (--m_open > 0)
            return;
        const Table providers = providerTable();
        Table table;
        table.columns = {u"version"_s,  u"config_file"_s, u"config_exists"_s, u"data_dir"_s,
                         u"writable"_s, u"storage"_s,     u"prices"_s};
        table.rows = {{QStringLiteral(SIDELONG_VERSION), m_setup.configFile,
                       QFileInfo::exists(m_setup.configFile), m_setup.dataDir, m_isWritable,
                       m_storeMessage, m_setup.prices.date()}};
        if (m_format == Format::Table) { // for eyes: each provider on a line of its own
            m_console.print(table.printObject(m_format) + '\n' + providers.print(m_format));
        } else {
            table.columns += u"providers"_s;
            table.rows.first() +=
                Field::ofJson(providers.print(Format::Json).trimmed(), shownInOneLine());
            m_console.print(table.printObject(m_format));
        }
        Q_EMIT done(m_isWritable ? Fine : TargetFailed);
    }

    Table providerTable() const
    {
        Table table;
        table.columns = {u"name"_s, u"base_url"_s, u"key"_s, u"reachable"_s, u"message"_s};
        for (const Provider &provider : m_setup.providers.providers()) {
            const Finding finding = m_findings.value(provider.name);
            const Field reachable =
                finding.reachable ? Field(*finding.reachable) : Field::ofJson("null", {});
            table.rows +=
                {provider.name, baseUrlField(provider), finding.key, reachable, finding.message};
        }
        return table;
    }

    QString shownInOneLine() const
    {
        QStringList shown;
        for (const Provider &provider : m_setup.providers.providers()) {
            const Finding finding = m_findings.value(provider.name);
            shown += u"%1 (%2)"_s.arg(provider.name,
                                      finding.message.isEmpty() ? finding.key : finding.message);
        }
        return shown.join(u"; "_s);
    }

    Setup m_setup;
    Format m_format;
    Console &m_console;
    std::unique_ptr<SimulatorHost> m_simulator;
    KeyLoader m_loader;
    QnamTransport m_transport;
    ModelLister m_lister;
    QHash<QString, Finding> m_findings;
    qsizetype m_open = 0;
    bool m_isWritable = false;
    QString m_storeMessage;
};

} // namespace

MadeCommand makeDoctor(const Setup &setup, const QStringList &words, Console &console)
{
    QCommandLineParser parser;
    addFormatOption(parser);
    if (Result<void> parsed = parseWords(parser, words); !parsed)
        return parsed.failure();
    const Result<Format> format = formatOf(parser);
    if (!format)
        return format.failure();
    if (!parser.positionalArguments().isEmpty())
        return usageFailure(DoctorText::tr("doctor takes --format only."));
    return std::unique_ptr<Command>(std::make_unique<DoctorCommand>(setup, *format, console));
}

} // namespace Sidelong::Cli
