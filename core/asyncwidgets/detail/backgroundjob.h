// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// A function that runs in the background, and the wait for its result.

#pragma once

#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/detail/wakeup.h>

#include <atomic>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace AsyncWidgets {

class BackgroundContext;
class ProgressChannel;
enum class BackgroundThread : quint8;

namespace Detail {

/// What the thread of the task and the working thread share. The task's thread drops it when it waits no longer, the
/// working one when the function has returned; whoever is the last destroys it.
class ASYNCWIDGETS_EXPORT BackgroundJob
{
public:
    BackgroundJob();
    virtual ~BackgroundJob();
    Q_DISABLE_COPY_MOVE(BackgroundJob)

    /// Whom to wake when the function begins, if it did not at once, and when it has returned; before it is started.
    void setWakeUp(WakeUp &wakeUp) { m_wakeUp = &wakeUp; }
    [[nodiscard]] bool hasReturned() const { return m_hasReturned.load(std::memory_order_acquire); }

    [[nodiscard]] ProgressChannel &progress() const { return *m_progress; } ///< for the task's thread
    /// Asks the function to stop, and wakes nobody from now on.
    void abandon();
    [[nodiscard]] bool isAbandoned() const { return m_isStopRequested.load(std::memory_order_relaxed); }

    void work(); ///< calls the function, on the working thread, and destroys it
    virtual void dropFunction() = 0; ///< destroys it instead of that, with what it has captured

protected:
    virtual void run(BackgroundContext &context) = 0; ///< calls the function, keeps what it returns or throws

private:
    friend class BackgroundThreads;
    using Queue = std::list<std::shared_ptr<BackgroundJob>>;

    void wake();

    std::atomic<bool> m_isStopRequested = false;
    // Stopped before the last one leaves the job, so that it may be destroyed on either thread.
    std::unique_ptr<ProgressChannel> m_progress;
    std::mutex m_mutex;
    WakeUp *m_wakeUp = nullptr; // guarded by the mutex
    std::atomic<bool> m_hasReturned = false;
    // Of BackgroundThreads, guarded by its mutex:
    std::optional<Queue::iterator> m_place; // while it is in the queue
    bool m_beginsLater = false; // than in start()
    quint64 m_starterRun = 0; // if a shared thread has started it: which of the functions that it ran
    Qt::HANDLE m_taskThread = nullptr;
};

template<typename Function, typename Result>
class TypedBackgroundJob final : public BackgroundJob
{
public:
    explicit TypedBackgroundJob(Function function)
        : m_function(std::in_place, std::move(function))
    {
    }

    void dropFunction() override { m_function.reset(); }
    [[nodiscard]] const std::exception_ptr &error() const { return m_error; }
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
                std::invoke(*m_function, context);
            else
                m_result.emplace(std::invoke(*m_function, context));
        } catch (...) {
            m_error = std::current_exception();
        }
    }

private:
    std::optional<Function> m_function;
    std::optional<std::conditional_t<std::is_void_v<Result>, std::monostate, Result>> m_result;
    std::exception_ptr m_error;
};

/// Waits for a job: on the task's thread, in the frame of the task.
class ASYNCWIDGETS_EXPORT BackgroundWaitBase : public Wait
{
public:
    ~BackgroundWaitBase() override;
    bool start() override;
    bool cancel() override;
    [[nodiscard]] QString description() const override;
    void visitTasks(const std::function<void(TaskRecord &)> &visit) const override;

protected:
    BackgroundWaitBase(
        std::shared_ptr<BackgroundJob> job, BackgroundThread thread, std::function<void(double)> onProgress);
    BackgroundWaitBase(BackgroundWaitBase &&other) noexcept;
    [[nodiscard]] BackgroundJob &job() const { return *m_job; }

    std::exception_ptr m_error; // of onProgress

private:
    [[nodiscard]] bool isProgressWanted() const;
    void connectProgress();
    void woken();
    void jobBegins();
    void jobIsDone();
    bool leaveJob(); ///< it wakes nobody from now on; true if it had not begun, and never will
    void progressHasFailed(const std::exception_ptr &error);
    void end(TaskState state, const QString &reason); ///< waits no longer

    std::shared_ptr<BackgroundJob> m_job; // nullptr after a move
    BackgroundThread m_thread;
    std::function<void(double)> m_onProgress;
    std::unique_ptr<WakeUp> m_wakeUp; // while it waits
    TaskRecordRef m_record; // shows the job as a task below the one that waits, once this has begun
};

template<typename Function, typename Result>
class BackgroundWait final : public BackgroundWaitBase
{
public:
    BackgroundWait(Function function, BackgroundThread thread, std::function<void(double)> onProgress)
        : BackgroundWaitBase(std::make_shared<Job>(std::move(function)), thread, std::move(onProgress))
    {
    }
    BackgroundWait(BackgroundWait &&) noexcept = default;

    [[nodiscard]] std::exception_ptr failure() const override
    {
        return m_error ? m_error : typedJob().error();
    }
    Result await_resume()
    {
        if (m_error)
            std::rethrow_exception(m_error);
        return typedJob().takeResult();
    }

private:
    using Job = TypedBackgroundJob<Function, Result>;
    [[nodiscard]] Job &typedJob() const { return static_cast<Job &>(job()); }
};

} // namespace Detail
} // namespace AsyncWidgets
