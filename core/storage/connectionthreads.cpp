// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/connectionthreads.h"

namespace Sidelong {

ConnectionThreads::ConnectionThreads(const QString &name, int count, Opener open)
    : m_open(std::move(open))
{
    for (int i = 0; i < count; ++i) {
        m_threads.emplace_back(QThread::create([this] { loop(); }));
        m_threads.back()->setObjectName(name);
        m_threads.back()->start();
    }
}

ConnectionThreads::~ConnectionThreads()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isEnding = true;
    }
    m_wake.notify_all();
    for (const auto &thread : m_threads)
        thread->wait();
}

void ConnectionThreads::post(Task task)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void ConnectionThreads::loop()
{
    std::optional<Opened> connection;
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_isEnding || !m_tasks.empty(); });
        if (m_tasks.empty())
            return;
        const Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        if (!connection || !*connection)
            connection = m_open(); // what kept it from opening may be gone
        task(*connection);
        lock.lock();
    }
}

} // namespace Sidelong
