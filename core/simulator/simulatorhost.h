// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulator/simulator.h"

#include <QThread>

namespace Sidelong {

/// A Simulator on a thread of its own, for the window. Destroying it ends the thread.
class SimulatorHost : public QObject
{
    Q_OBJECT

public:
    explicit SimulatorHost(Simulator::Options options, QObject *parent = nullptr);
    ~SimulatorHost() override;

    /// Once. Waits for the thread to listen, which takes well under a millisecond.
    Result<quint16> listen(quint16 port = 0);
    /// Valid after listen().
    QUrl url() const { return m_url; }
    void setPlan(const FailurePlan &plan);

private:
    SystemClock m_clock;
    QThread m_thread;
    Simulator *m_simulator; ///< Lives in m_thread and is destroyed at its end.
    QUrl m_url;
};

} // namespace Sidelong
