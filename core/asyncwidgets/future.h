// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// waitFor(future) and toFuture(): to and from the QFuture of code that does not use tasks.

#pragma once

#include <asyncwidgets/detail/futurewait.h>
#include <asyncwidgets/taskscope.h>

#include <QtCore/QFuture>

#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {

/// co_await waitFor(QtConcurrent::run(work)) gives the future's result, or throws its exception, on the task's thread;
/// nothing is blocked. A future that was cancelled, or has ended without a result, cancels the task, with that as
/// TaskHandle::reason().
///
/// When the wait is cancelled, or ends without having been awaited, a future that was moved in is cancelled too:
/// nobody else waits for it. One that was copied goes on for those who share it. Of several results the first is
/// given. Throws WaitError, in the task, on a thread without an event loop.
///
/// \code
/// const QImage image = co_await waitFor(QtConcurrent::run(render, scene));
/// \endcode
template<typename T>
ASYNCWIDGETS_NODISCARD_WAIT Detail::FutureWait<T> waitFor(QFuture<T> &&future)
{
    return Detail::FutureWait<T>(std::move(future), true);
}
/// The same for a future that others share: it is never cancelled from here.
template<typename T>
ASYNCWIDGETS_NODISCARD_WAIT Detail::FutureWait<T> waitFor(const QFuture<T> &future)
{
    return Detail::FutureWait<T>(future, false);
}
/// The same for a future that others share: it is never cancelled from here.
template<typename T>
ASYNCWIDGETS_NODISCARD_WAIT Detail::FutureWait<T> waitFor(QFuture<T> &future)
{
    return Detail::FutureWait<T>(future, false);
}

/// Starts \a task in \a scope, which owns it as by TaskScope::start(), and returns a future of its result or its
/// exception, for code that does not know tasks. If the task is cancelled, so is the future; if the future is
/// cancelled, so is the task, later, from its event loop.
///
/// \code
/// QFuture<QString> name = toFuture(m_tasks, askName(line));
/// name.then(this, [](const QString &text) { ... });
/// \endcode
template<typename T>
[[nodiscard("Without its future a task is started by TaskScope::start().")]] QFuture<T> toFuture(
    TaskScope &scope, Task<T> task, const QString &name = {},
    std::source_location where = std::source_location::current())
{
    QPromise<T> promise;
    promise.start();
    QFuture<T> future = promise.future();
    LocalObject<QFutureWatcher<T>> watcher;
    QFutureWatcher<T> &cancelled = *watcher;
    cancelled.setFuture(future);
    // First, since nothing may fail once the task runs. Queued, since the watcher goes with the task.
    const auto running = std::make_shared<TaskHandle<>>();
    QObject::connect(
        &cancelled, &QFutureWatcherBase::canceled, &cancelled, [running] { running->cancel(); },
        Qt::QueuedConnection);
    *running
        = scope.start(Detail::fulfil(std::move(promise), std::move(task), std::move(watcher)), name, where);
    return future;
}

} // namespace AsyncWidgets
