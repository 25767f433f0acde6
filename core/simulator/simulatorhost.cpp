// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulator/simulatorhost.h"

using namespace Qt::StringLiterals;

namespace Sidelong {

SimulatorHost::SimulatorHost(Simulator::Options options, QObject *parent)
    : QObject(parent), m_simulator(new Simulator(std::move(options), m_clock))
{
    m_thread.setObjectName(u"simulator"_s);
    m_simulator->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_simulator, &QObject::deleteLater);
    m_thread.start();
}

SimulatorHost::~SimulatorHost()
{
    m_thread.quit();
    m_thread.wait();
}

Result<quint16> SimulatorHost::listen(quint16 port)
{
    std::optional<Result<quint16>> result;
    QMetaObject::invokeMethod(
        m_simulator,
        [&] {
            result = m_simulator->listen(port);
            m_url = m_simulator->url();
        },
        Qt::BlockingQueuedConnection);
    return *result;
}

void SimulatorHost::setPlan(const FailurePlan &plan)
{
    QMetaObject::invokeMethod(
        m_simulator, [simulator = m_simulator, plan] { simulator->setPlan(plan); },
        Qt::QueuedConnection);
}

} // namespace Sidelong
