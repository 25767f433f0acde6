// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/common/keyloader.h"
#include "core/base/json.h"
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
            m_lister.list(provider, key == keys.constEnd() ? Secret() : (*key)->secret)
                .then(this, [this, name = provider.name](const Result<QList<ListedModel>> &models) {
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
        Json::Writer json;
        QStringList shown;
        json.beginArray();
        for (const Provider &provider : m_setup.providers.providers()) {
            const Finding &finding = m_findings[provider.name];
            json.beginObject()
                .member("name", provider.name)
                .member("base_url", provider.baseUrl.toString())
                .member("key", finding.key)
                .key("reachable");
            finding.reachable ? json.value(*finding.reachable) : json.null();
            json.member("message", finding.message).endObject();
            shown += u"%1 (%2)"_s.arg(provider.name,
                                      finding.message.isEmpty() ? finding.key : finding.message);
        }
        json.endArray();
        Table table;
        table.columns = {u"version"_s,  u"config_file"_s, u"config_exists"_s, u"data_dir"_s,
                         u"writable"_s, u"storage"_s,     u"prices"_s,        u"providers"_s};
        table.rows = {{QStringLiteral(SIDELONG_VERSION), m_setup.configFile,
                       QFileInfo::exists(m_setup.configFile), m_setup.dataDir, m_isWritable,
                       m_storeMessage, m_setup.prices.date(),
                       Field::ofJson(json.bytes(), shown.join(u"; "_s))}};
        m_console.print(table.printObject(m_format));
        Q_EMIT done(m_isWritable ? Fine : TargetFailed);
    }

    Setup m_setup;
    Format m_format;
    Console &m_console;
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
