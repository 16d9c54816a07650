// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait for a QFuture, and the task that fulfils one.

#pragma once

#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/localobject.h>
#include <asyncwidgets/task.h>

#include <QtCore/QFuture>
#include <QtCore/QFutureWatcher>
#include <QtCore/QPromise>

#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace AsyncWidgets::Detail {

/// What does not depend on the type of the result.
class ASYNCWIDGETS_EXPORT FutureWaitBase : public Wait
{
public:
    bool start() override;
    bool cancel() override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] std::exception_ptr failure() const override { return m_error; }

protected:
    FutureWaitBase() = default;
    FutureWaitBase(FutureWaitBase &&) = default;
    ~FutureWaitBase() override;

    [[nodiscard]] virtual bool isFinished() const = 0;
    [[nodiscard]] virtual bool hasResult() const = 0; ///< of a finished one; throws its exception
    [[nodiscard]] virtual std::unique_ptr<QFutureWatcherBase> watch() = 0;
    virtual void cancelFuture() = 0; ///< one that is its own, unless it has finished
    void rethrow();

private:
    enum class End { Result, Cancelled };
    End look(); ///< at a finished one
    void finished();
    static QString reason();

    bool m_isStarted = false;
    std::unique_ptr<QFutureWatcherBase> m_watcher; // while it waits
    std::exception_ptr m_error;
};

template<typename T>
class FutureWait final : public FutureWaitBase
{
public:
    FutureWait(QFuture<T> future, bool isOwned)
        : m_future(std::move(future))
        , m_isOwned(isOwned)
    {
    }
    FutureWait(FutureWait &&other) noexcept
        : FutureWaitBase(std::move(other))
        , m_future(other.m_future) // one that is moved away cannot even be asked
        , m_isOwned(std::exchange(other.m_isOwned, false))
    {
    }
    ~FutureWait() override { static_cast<void>(FutureWait::cancel()); } // it need not have been awaited

    T await_resume()
    {
        m_isOwned = false; // there is nothing to cancel any more
        rethrow();
        if constexpr (std::is_copy_constructible_v<T>)
            return m_future.result();
        else if constexpr (!std::is_void_v<T>)
            return m_future.takeResult();
    }

protected:
    bool isFinished() const override { return m_future.isFinished(); }
    bool hasResult() const override
    {
        QFuture<T>(m_future).waitForFinished(); // throws its exception
        if constexpr (std::is_void_v<T>)
            return !m_future.isCanceled();
        else
            return !m_future.isCanceled() && m_future.resultCount() > 0;
    }
    std::unique_ptr<QFutureWatcherBase> watch() override
    {
        auto watcher = std::make_unique<QFutureWatcher<T>>();
        watcher->setFuture(m_future);
        return watcher;
    }
    void cancelFuture() override
    {
        if (m_isOwned && !m_future.isFinished())
            m_future.cancel();
    }

private:
    QFuture<T> m_future;
    bool m_isOwned;
};

/// Runs \a task. \a watcher lives as long.
template<typename T>
Task<> fulfil(QPromise<T> promise, Task<T> task, [[maybe_unused]] LocalObject<QFutureWatcher<T>> watcher)
{
    try {
        if constexpr (std::is_void_v<T>)
            co_await std::move(task);
        else
            promise.addResult(co_await std::move(task));
    } catch (...) {
        promise.setException(std::current_exception());
    }
    promise.finish();
}

} // namespace AsyncWidgets::Detail
