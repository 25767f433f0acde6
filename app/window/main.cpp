// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/setup.h"
#include "core/engine/attemptcost.h"
#include "core/net/descriptorlimit.h"
#include "core/secrets/keychainsecretstore.h"
#include "core/simulator/simulatorhost.h"
#include "ui/common/theme.h"
#include "ui/mainwindow.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QMessageBox>

#include <cstdio>

using namespace Sidelong;
using namespace Qt::StringLiterals;

namespace {

struct WindowText
{
    Q_DECLARE_TR_FUNCTIONS(Window)
};

/// A sentence that keeps the window from opening, where its user sees it.
int refuse(const Failure &failure)
{
    std::fprintf(stderr, "sidelong: %s\n", qPrintable(failure.message));
    QMessageBox::critical(nullptr, u"Sidelong"_s, failure.message);
    return 2;
}

} // namespace

int main(int argc, char *argv[])
{
    raiseDescriptorLimit();
    QApplication app(argc, argv);
    app.setApplicationName(u"sidelong"_s);
    app.setApplicationDisplayName(u"Sidelong"_s);
    app.setApplicationVersion(QStringLiteral(SIDELONG_VERSION));
    app.setDesktopFileName(u"sidelong"_s);

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption(
        {u"data-dir"_s, WindowText::tr("Where runs and settings are kept."), u"DIR"_s});
    parser.addOption({u"config"_s, WindowText::tr("The configuration file."), u"FILE"_s});
    parser.process(app);

    Theme theme(&app);
    Result<Setup> setup = Setup::load(parser.value(u"data-dir"_s), parser.value(u"config"_s));
    if (!setup)
        return refuse(setup.failure());
    Result<std::unique_ptr<Store>> store = Store::open(setup->dataDir, estimateInterrupted);
    if (!store)
        return refuse(store.failure());

    SystemClock clock;
    SystemRandom random;
    AttemptLog log(setup->dataDir);
    KeychainSecretStore secrets;
    SimulatorHost simulator{Simulator::Options()};
    if (const Result<quint16> port = simulator.listen())
        setup->providers.insert(simulatorProvider(simulator.url()));
    EngineHost engine({store->get(), &log, &clock, &random});

    Services services;
    services.engine = &engine;
    services.store = store->get();
    services.secrets = &secrets;
    services.clock = &clock;
    services.theme = &theme;
    services.configuration = setup->configuration;
    services.providers = setup->providers;
    services.prices = setup->prices;
    services.configFile = setup->configFile;
    services.dataDir = setup->dataDir;
    MainWindow window(services, MainWindow::readMemory(setup->dataDir));
    window.show();
    return app.exec();
}
