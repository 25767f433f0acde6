// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/connection.h"

#include <QFuture>
#include <QPromise>
#include <QThread>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

namespace Sidelong {

/// Threads that each own a connection and take work from one queue, in order. One thread whose
/// connection writes is the storage thread; two that only read are the pool for questions. What
/// is queued when this is destroyed is still done.
class ConnectionThreads
{
public:
    using Opener = std::function<Result<std::unique_ptr<Connection>>()>;

    /// \a open is called in each thread before its first work, and again before the next while it
    /// fails.
    ConnectionThreads(const QString &name, int count, Opener open);
    ~ConnectionThreads();
    Q_DISABLE_COPY_MOVE(ConnectionThreads)

    /// Runs \a work(const Connection &), which returns a Result, over there. Answers with the
    /// failure where the connection could not be opened. Work whose future was cancelled before
    /// its turn is left out.
    template <typename Work>
    auto run(Work work) -> QFuture<std::invoke_result_t<Work, const Connection &>>
    {
        using Answer = std::invoke_result_t<Work, const Connection &>;
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        post([promise, work = std::move(work)](const Opened &connection) {
            if (!promise->isCanceled())
                promise->addResult(connection ? work(**connection) : Answer(connection.failure()));
            promise->finish();
        });
        return promise->future();
    }

private:
    using Opened = Result<std::unique_ptr<Connection>>;
    using Task = std::function<void(const Opened &)>;

    void post(Task task);
    void loop();

    Opener m_open;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_tasks;
    bool m_isEnding = false;
    std::vector<std::unique_ptr<QThread>> m_threads;
};

} // namespace Sidelong
