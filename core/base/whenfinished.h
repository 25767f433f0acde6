// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>

namespace Sidelong {

/// Calls \a done with the future's result, from the event loop and only as long as \a context
/// lives. What QFuture::then() of Qt 6.4 lacks: it aborts where the context dies before the future
/// ends, and calls into an object that is half gone where the future is ended by its destructor.
/// A future that ends without a result (its promise was dropped) is not told.
template <typename T, typename Done>
void whenFinished(const QFuture<T> &future, QObject *context, Done done)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, done = std::move(done)] {
                         watcher->deleteLater();
                         const QFuture<T> ended = watcher->future();
                         if (ended.resultCount() > 0)
                             done(ended.result());
                     });
    watcher->setFuture(future);
}

} // namespace Sidelong
