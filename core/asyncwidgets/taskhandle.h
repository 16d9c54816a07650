// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TaskHandle: looks at a started task from outside, cancels it, and waits for its end and its result.

#pragma once

#include <asyncwidgets/detail/endwait.h>
#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/taskstate.h>

#include <QtCore/QString>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace AsyncWidgets {

/// Refers to one task and shows where it stands. It owns nothing of the task: copying, keeping and dropping it changes
/// nothing, and it may outlive the task and its scope. Used on the task's thread.
///
/// \code
/// const TaskHandle<> saving = tasks.start(save(file));
/// co_await saving;
/// \endcode
///
/// co_await of a handle waits until the task has ended and its locals are gone. Any number of tasks may do so, before
/// the end and after it; they go on in the order in which they began to wait. What they get is the task's end:
/// - finished: its result, a copy for each (TaskHandle<T>);
/// - failed: its exception, rethrown in each. The scope then reports nothing;
/// - cancelled, by itself or with its scope or its thread: whoever waits is cancelled too, unless by asOptional().
///
/// Cancelling whoever waits does not touch the task. A handle can be combined like a wait, and keeps its name:
/// whenAny(saving, sleepFor(1s)). co_await throws WaitError for an empty handle, on another thread, for a task that
/// is a part of another, and where tasks would wait for one another, directly or through others.
template<>
class ASYNCWIDGETS_EXPORT TaskHandle<void>
{
public:
    TaskHandle() = default; ///< refers to no task: Ready, without a name
    /// \cond internal
    explicit TaskHandle(Detail::TaskRecord &record)
        : m_record(&record)
    {
    }
    /// \endcond

    [[nodiscard]] bool isValid() const { return bool(m_record); } ///< whether it refers to a task
    [[nodiscard]] TaskState state() const; ///< at this moment
    [[nodiscard]] bool isDone() const; ///< Finished, Cancelled or Failed
    [[nodiscard]] TaskKind kind() const; ///< how the task is written
    [[nodiscard]] QString name() const; ///< the name given at its start, or that of its function
    [[nodiscard]] QString reason() const; ///< why it was cancelled or failed, in words; empty otherwise
    [[nodiscard]] QString waitingFor() const; ///< what it waits for, in words; empty unless Waiting
    [[nodiscard]] QString fileName() const; ///< the source file of its last pause, as the compiler named it
    [[nodiscard]] int
    line() const; ///< the line of its last pause, from 1; before the first, that of its start
    [[nodiscard]] quint64 resumptions() const; ///< how often it has been resumed
    /// When its present state began, exact to a timer tick of some milliseconds. The beginning of Working is only noted
    /// while there is a TaskModel or a TaskTrace on its thread; otherwise a task that works gives the beginning of its
    /// last wait.
    [[nodiscard]] std::chrono::steady_clock::time_point since() const;

    /// Ends the task. If it is paused, it is unwound before this returns: its locals are destroyed, its connections
    /// gone. If its code runs at this moment, it ends at its next pause. To cancel a task that
    /// another one has started by co_await is to cancel that one. A branch drops out of its combination: whenAny() goes
    /// on with the others; whenAll() and withTimeout() end the task that awaits them.
    /// Does nothing for a task that has ended. Throws WaitError, and does nothing, on a thread other than the task's.
    void cancel() const;

    /// co_await this for a std::optional, which is empty if the task was cancelled.
    ASYNCWIDGETS_NODISCARD_WAIT Detail::EndWait<void, true> asOptional() const
    {
        return { m_record, nullptr };
    }

    bool operator==(const TaskHandle &) const = default; ///< whether both refer to the same task, or to none

    /// \cond internal
    [[nodiscard]] Detail::EndWait<void, false> endWait() const { return { m_record, nullptr }; }
    [[nodiscard]] Detail::TaskRecord *record() const { return m_record.get(); }

protected:
    Detail::TaskRecordRef m_record;
    /// \endcond
};

/// The handle of a task with a result, as TaskScope::start() gives it. Such handles keep the result; a plain one, to
/// which this converts, waits for the end only.
///
/// \code
/// const auto age = tasks.start(askAge(line)); // TaskHandle<int>
/// const int years = co_await age;
/// \endcode
template<typename T>
class TaskHandle : public TaskHandle<void>
{
public:
    TaskHandle() = default; ///< refers to no task
    /// \cond internal
    TaskHandle(const TaskHandle<void> &task, std::shared_ptr<const std::optional<T>> result)
        : TaskHandle<void>(task)
        , m_result(std::move(result))
    {
    }
    [[nodiscard]] Detail::EndWait<T, false> endWait() const { return { m_record, m_result }; }
    /// \endcond

    /// co_await this for a std::optional<T>, which is empty if the task was cancelled.
    ASYNCWIDGETS_NODISCARD_WAIT Detail::EndWait<T, true> asOptional() const { return { m_record, m_result }; }

private:
    std::shared_ptr<const std::optional<T>> m_result;
};

} // namespace AsyncWidgets
