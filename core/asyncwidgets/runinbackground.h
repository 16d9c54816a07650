// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// runInBackground(): computes on another thread while the task waits.

#pragma once

#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/progresschannel.h>
#include <asyncwidgets/task.h>

#include <atomic>
#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <variant>

namespace AsyncWidgets {

namespace Detail {
class BackgroundWaitBase;
class BackgroundJob;
} // namespace Detail

/// What a function in the background may ask and tell. Used on its thread, during the call only.
class ASYNCWIDGETS_EXPORT BackgroundContext final
{
public:
    /// Tells how far the work is, from 0 to 1. Costs one store; call it as often as you like.
    void setProgress(double progress) noexcept { m_progress.report(progress); }

    /// Whether nobody waits for the result any more. Look at it often, and return anything then.
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

namespace Detail {

/// What the thread of the task and the working thread share.
class ASYNCWIDGETS_EXPORT BackgroundJob
{
public:
    BackgroundJob();
    virtual ~BackgroundJob();
    Q_DISABLE_COPY_MOVE(BackgroundJob)

    static void start(const std::shared_ptr<BackgroundJob> &job, QObject &receiver);
    void abandon(); ///< on the task's thread: the receiver is told nothing from now on

    [[nodiscard]] ProgressChannel &progress() const { return *m_progress; }

protected:
    virtual void run(BackgroundContext &context) = 0;

private:
    void runHere(); ///< on the working thread, and tells the receiver

    std::atomic<bool> m_isStopRequested = false;
    // Stopped before the last one leaves the job, so that it may be destroyed on either thread.
    const std::unique_ptr<ProgressChannel> m_progress = std::make_unique<ProgressChannel>();
    std::mutex m_mutex;
    QObject *m_receiver = nullptr; // guarded by the mutex
};

template<typename Function, typename Result>
class TypedBackgroundJob final : public BackgroundJob
{
public:
    explicit TypedBackgroundJob(Function function)
        : m_function(std::in_place, std::move(function))
    {
    }

    [[nodiscard]] bool hasFailed() const { return m_error != nullptr; }
    Result takeResult()
    {
        if (m_error)
            std::rethrow_exception(std::exchange(m_error, nullptr));
        if constexpr (!std::is_void_v<Result>)
            return std::move(*m_result);
    }

protected:
    void run(BackgroundContext &context) override
    {
        try {
            if constexpr (std::is_void_v<Result>)
                (*m_function)(context);
            else
                m_result.emplace((*m_function)(context));
        } catch (...) {
            m_error = std::current_exception();
        }
        m_function.reset(); // what it has captured dies here, on its thread
    }

private:
    std::optional<Function> m_function; // until it has run
    std::optional<std::conditional_t<std::is_void_v<Result>, std::monostate, Result>> m_result;
    std::exception_ptr m_error;
};

/// Shows the work in the background as a task of its own below the one that waits for it.
class ASYNCWIDGETS_EXPORT BackgroundRecord final : public TaskRecord
{
public:
    BackgroundRecord()
        : TaskRecord(TaskKind::Background)
    {
    }

protected:
    void proceed() override { }
    void destroyCode() override { release(); }
    void free() override { delete this; }
};

class ASYNCWIDGETS_EXPORT BackgroundWaitBase : public Wait
{
public:
    ~BackgroundWaitBase() override;
    bool start() override;
    bool cancel() override;
    [[nodiscard]] QString description() const override;
    void visitTasks(const std::function<void(TaskRecord &)> &visit) const override;

protected:
    explicit BackgroundWaitBase(std::function<void(double)> onProgress)
        : m_onProgress(std::move(onProgress))
    {
    }
    BackgroundWaitBase(BackgroundWaitBase &&other) noexcept
        : Wait(std::move(other))
        , m_onProgress(std::move(other.m_onProgress))
    {
    }
    [[nodiscard]] virtual std::shared_ptr<BackgroundJob> job() const = 0;

    std::exception_ptr m_error; // of onProgress

private:
    class Receiver;
    void jobIsDone();
    void progressHasFailed(const std::exception_ptr &error);
    void endWith(TaskState state, const QString &reason);

    std::function<void(double)> m_onProgress;
    std::shared_ptr<BackgroundJob> m_work; // once it has begun
    std::unique_ptr<QObject> m_receiver; // while the work goes on
    TaskRecordRef m_record;
};

template<typename Function, typename Result>
class BackgroundWait final : public BackgroundWaitBase
{
public:
    BackgroundWait(Function function, std::function<void(double)> onProgress)
        : BackgroundWaitBase(std::move(onProgress))
        , m_job(std::make_shared<TypedBackgroundJob<Function, Result>>(std::move(function)))
    {
    }
    BackgroundWait(BackgroundWait &&) noexcept = default;

    [[nodiscard]] bool hasFailed() const override { return m_error || m_job->hasFailed(); }
    Result await_resume()
    {
        if (m_error)
            std::rethrow_exception(m_error);
        return m_job->takeResult();
    }

protected:
    std::shared_ptr<BackgroundJob> job() const override { return m_job; }

private:
    std::shared_ptr<TypedBackgroundJob<Function, Result>> m_job;
};

} // namespace Detail

/// co_await runInBackground([](BackgroundContext &context) { ... }) calls \a function on a thread of its own, with no
/// queue before it, and goes on, on the task's thread, with what it returned or threw.
///
/// \a onProgress is called on the task's thread with what the function reports by BackgroundContext::setProgress(), at
/// most once per frame and with the last value in any case, but not once the task is cancelled, which it may do
/// itself. An exception that it throws ends the wait: the function is asked to stop, and the task gets the exception.
///
/// A task that is cancelled meanwhile does not wait for the function: the function is asked to stop, and whatever it
/// still does, its result and its captures are destroyed on its thread when it returns. The program's exit waits for
/// it, so look at BackgroundContext::isStopRequested(). The function must not refer to what the task owns.
/// Throws WaitError, in the task, on a thread without an event loop.
template<typename Function>
[[nodiscard]] auto runInBackground(Function function, std::function<void(double)> onProgress = {})
{
    static_assert(std::invocable<Function &, BackgroundContext &>,
        "The function must be callable with a BackgroundContext &: runInBackground([](BackgroundContext "
        "&context) { ... }).");
    if constexpr (std::invocable<Function &, BackgroundContext &>) {
        using Result = std::invoke_result_t<Function &, BackgroundContext &>;
        static_assert(Detail::TaskResult<Result>,
            "The function must return nothing or a movable value that needs no extended alignment.");
        if constexpr (Detail::TaskResult<Result>)
            return Detail::BackgroundWait<Function, Result>(std::move(function), std::move(onProgress));
    }
}

} // namespace AsyncWidgets
