// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// runInBackground(): computes on another thread while the task waits.

#pragma once

#include <asyncwidgets/detail/backgroundjob.h>
#include <asyncwidgets/detail/callable.h>
#include <asyncwidgets/progresschannel.h>
#include <asyncwidgets/task.h>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {

/// Where a function runs in the background.
enum class BackgroundThread : quint8 {
    Shared, ///< on one of the library's threads, in turn
    Own, ///< at once, on a thread that is made for it: for one that blocks, or waits for others
};

/// co_await runInBackground([](BackgroundContext &context) { ... }) calls \a function on another thread, and goes on, on
/// the task's thread, with what it returned or threw.
///
/// There are as many threads for this as the processor has, or as setBackgroundThreadLimit() says; the functions get
/// them in the order in which they were started. While a function waits for another one that it has
/// started, it does not count towards the limit. With BackgroundThread::Own as the first argument a function gets a thread of its own at
/// once; use that for one that blocks, so that it does not hold up the others. If no thread can be created, and there
/// is no shared one that could take the function later, the task gets a std::system_error.
///
/// \a onProgress is called on the task's thread with what the function reports by BackgroundContext::setProgress(), at
/// most once per frame and with the last value in any case, but not once the task is cancelled, which it may do
/// itself. An exception that it throws ends the wait: the function is asked to stop, and the task gets the exception.
///
/// A task that is cancelled does not wait for the function. If that has not begun, it never does, and what it has
/// captured is destroyed at once. Otherwise it is asked to stop; when it returns, its result and its captures are
/// destroyed on its thread. The application object's destructor and the program's exit wait for that, so look at
/// BackgroundContext::isStopRequested(). The function must not refer to what the task owns. Throws WaitError, in the
/// task, on a thread without an event loop.
///
/// A function object that has a name is copied, or moved if it has no copy. With g++ 11 and 12, one that owns something
/// must have a name: it cannot be written inside the co_await expression.
template<typename Function, typename OnProgress = std::nullptr_t>
ASYNCWIDGETS_NODISCARD_WAIT auto runInBackground(
    BackgroundThread thread, Function &&function, OnProgress &&onProgress = nullptr);
/// The same on one of the shared threads.
template<typename Function, typename OnProgress = std::nullptr_t>
    requires(!std::same_as<std::remove_cvref_t<Function>, BackgroundThread>)
ASYNCWIDGETS_NODISCARD_WAIT auto runInBackground(Function &&function, OnProgress &&onProgress = nullptr);

/// How many functions run on the shared threads at the same time. As many as the processor has threads, unless set.
/// May be called on any thread.
[[nodiscard]] ASYNCWIDGETS_EXPORT int backgroundThreadLimit();
/// Lowering the limit stops no function that runs already; a limit below 1 is refused with a warning. May be called on any thread.
ASYNCWIDGETS_EXPORT void setBackgroundThreadLimit(int limit);

/// What a function in the background may ask and tell. Used on its thread, during the call only.
class ASYNCWIDGETS_EXPORT BackgroundContext final
{
public:
    /// Tells how far the work is, from 0 to 1. Costs one store; call it as often as you like. What is not a number
    /// is refused, with a warning the first time.
    void setProgress(double progress) noexcept { m_progress.report(progress); }

    /// Whether nobody waits for the result any more. Check it often; once it is true, return anything.
    [[nodiscard]] bool isStopRequested() const noexcept
    {
        return m_isStopRequested.load(std::memory_order_relaxed);
    }

private:
    friend class Detail::BackgroundJob;
    BackgroundContext(ProgressChannel &progress, const std::atomic<bool> &isStopRequested)
        : m_progress(progress)
        , m_isStopRequested(isStopRequested)
    {
    }
    ProgressChannel &m_progress;
    const std::atomic<bool> &m_isStopRequested;
};

// What only the compiler needs.

template<typename Function, typename OnProgress>
auto runInBackground(BackgroundThread thread, Function &&function, OnProgress &&onProgress)
{
    static_assert(std::invocable<Function &, BackgroundContext &>,
        "The function must be callable with a BackgroundContext &: runInBackground([](BackgroundContext "
        "&context) { ... }).");
    if constexpr (std::invocable<Function &, BackgroundContext &>) {
        using Result = std::invoke_result_t<Function &, BackgroundContext &>;
        static_assert(TaskResult<Result>,
            "The function must return nothing or a movable value that needs no extended alignment.");
        if constexpr (TaskResult<Result>)
            return Detail::BackgroundWait<std::decay_t<Function>, Result>(
                Detail::keepCallable(std::forward<Function>(function)), thread,
                Detail::keepCallable(std::forward<OnProgress>(onProgress)));
    }
}

template<typename Function, typename OnProgress>
    requires(!std::same_as<std::remove_cvref_t<Function>, BackgroundThread>)
auto runInBackground(Function &&function, OnProgress &&onProgress)
{
    return runInBackground(
        BackgroundThread::Shared, std::forward<Function>(function), std::forward<OnProgress>(onProgress));
}

} // namespace AsyncWidgets
