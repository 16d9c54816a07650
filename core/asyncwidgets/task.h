// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Task<T>: a coroutine that can wait without blocking its thread.

#pragma once

#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/waiterror.h>

#include <concepts>
#include <coroutine>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {

template<typename T = void>
class Task;

/// What a task or a function in the background may give.
template<typename T>
concept TaskResult = std::is_void_v<T>
    || (std::is_object_v<T> && std::move_constructible<T> && alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);

namespace Detail {

template<typename T>
class Promise;

template<typename T>
inline constexpr bool isTask = false;
template<typename T>
inline constexpr bool isTask<Task<T>> = true;
} // namespace Detail

/// A piece of work that can pause: the return type of a coroutine which waits with co_await.
///
/// \code
/// Task<int> askAge(QSpinBox &box) { co_return co_await waitFor(box, &QSpinBox::valueChanged); }
/// Task<> greet(QSpinBox &box) { const int age = co_await askAge(box); qInfo("%d", age); }
/// \endcode
///
/// Calling such a function creates the task and runs none of it. It runs when it is given to one of three: a TaskScope,
/// by start(); another task, by co_await, which gives its result of type T or rethrows its exception; or a combination
/// (whenAny(), whenAll(), withTimeout()) of which it is a branch. From then on it runs on that thread, inside whatever
/// resumes it, until its next pause. A task that nobody has started is destroyed with this object, on any thread;
/// qWarning() says so, once, since it is nearly always a mistake.
///
/// The parameters of the function are kept by the coroutine; what a lambda captures is not (TaskScope::start() of the
/// lambda itself keeps it). A task that has a result and ends without co_return fails. Locals whose types need an
/// alignment of up to 64 bytes keep it. If there is no memory for the coroutine, calling the function throws
/// std::bad_alloc.
template<typename T>
class [[nodiscard("A task runs when it is started in a TaskScope or awaited with co_await.")]] Task
{
    static_assert(
        TaskResult<T>, "The result of a Task is void or a movable value that needs no extended alignment.");

public:
    /// \cond internal
    // Once that has been said, a promise that compiles spares the reader all further errors.
    using promise_type = Detail::Promise<std::conditional_t<TaskResult<T>, T, void>>;
    /// \endcond

    /// \a other can only be destroyed, or assigned to, afterwards.
    Task(Task &&other) noexcept
        : m_record(std::exchange(other.m_record, nullptr))
    {
    }
    Task &operator=(Task &&other) noexcept ///< the task that was here goes to \a other
    {
        std::swap(m_record, other.m_record);
        return *this;
    }
    /// Destroys a task that was not given an owner: its parameters, since it has no locals yet.
    ~Task()
    {
        if (!m_record)
            return;
        if (!m_record->isHandedOver())
            m_record->reportForgotten();
        m_record->destroyCode();
        m_record->release();
    }

    /// \cond internal
    /// False after a move.
    [[nodiscard]] bool isValid() const { return m_record != nullptr; }
    /// For the owners of tasks. Throws WaitError after a move.
    [[nodiscard]] Detail::CoroutineRecord &record() const
    {
        if (!m_record)
            throw WaitError(QStringLiteral("This Task has been moved away: start or await each task once."));
        return *m_record;
    }
    /// Hands the task over to an owner that destroys its frame.
    [[nodiscard]] Detail::TaskRecordRef detach() noexcept
    {
        Detail::TaskRecordRef record(m_record);
        std::exchange(m_record, nullptr)->release();
        return record;
    }
    /// The result of a task that has ended; rethrows its exception.
    T takeResult()
    {
        return std::coroutine_handle<promise_type>::from_address(m_record + 1).promise().takeResult();
    }

    /// Where a result goes for those who have a TaskHandle.
    auto shareResult() const
    {
        return std::coroutine_handle<promise_type>::from_address(&record() + 1).promise().shareResult();
    }
    /// \endcond

private:
    friend promise_type;
    explicit Task(Detail::CoroutineRecord &record)
        : m_record(&record)
    {
        m_record->retain();
    }

    Detail::CoroutineRecord *m_record;
};

} // namespace AsyncWidgets

#include <asyncwidgets/detail/promise.h> // IWYU pragma: export
