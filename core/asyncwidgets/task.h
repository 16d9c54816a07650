// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Task<T>: a coroutine that can wait without blocking its thread.

#pragma once

#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/waiterror.h>

#include <coroutine>
#include <exception>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {

template<typename T = void>
class Task;

namespace Detail {

/// What a task or a function in the background may give.
template<typename T>
concept TaskResult = std::is_void_v<T>
    || (std::is_object_v<T> && std::move_constructible<T> && alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);

template<typename T>
inline constexpr bool isTask = false;
template<typename T>
inline constexpr bool isTask<Task<T>> = true;

/// Pauses a task until \a wait is over.
template<typename WaitType>
class WaitAwaiter final
{
public:
    WaitAwaiter(WaitType &wait, TaskRecord &task)
        : m_wait(wait)
    {
        m_wait.setListener(task);
    }
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> paused)
    {
        TaskRecord &task = CoroutineRecord::ofFrame(paused.address());
        if (task.isCancelRequested())
            return true; // this is the pause at which the task is unwound
        if (!m_wait.WaitType::start()) // nothing is awaited as its base class
            return false;
        task.pause(m_wait);
        return true;
    }
    decltype(auto) await_resume() { return m_wait.await_resume(); }

private:
    WaitType &m_wait;
};

/// Lets one task await another.
template<typename T>
class TaskWait final : public Wait
{
public:
    TaskWait(Task<T> child, TaskRecord &parent)
        : m_child(std::move(child))
        , m_parent(parent)
    {
        setListener(parent);
    }
    bool start() override
    {
        m_child.record().startBelow(m_parent);
        return true;
    }
    bool cancel() override
    {
        return true;
    } // never a branch of a combinator, which runs tasks as chains of their own
    QString description() const override { return m_child.record().name(); }
    TaskRecord *awaitedTask() const override { return &m_child.record(); }
    void visitTasks(const std::function<void(TaskRecord &)> &visit) const override
    {
        visit(m_child.record());
    }
    T await_resume() { return m_child.takeResult(); }

private:
    Task<T> m_child;
    TaskRecord &m_parent;
};

/// A child task and the awaiter of its end.
template<typename T>
class TaskAwaiter final
{
public:
    TaskAwaiter(Task<T> child, TaskRecord &parent)
        : m_wait(std::move(child), parent)
        , m_awaiter(m_wait, parent)
    {
    }
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> paused) { return m_awaiter.await_suspend(paused); }
    T await_resume() { return m_wait.await_resume(); }

private:
    TaskWait<T> m_wait;
    WaitAwaiter<TaskWait<T>> m_awaiter;
};

/// What all promises have in common: the frame with its record, and what may be awaited.
class PromiseBase
{
public:
    static void *operator new(std::size_t size) { return CoroutineRecord::allocateFrame(size); }
    static void operator delete(void *frame) { CoroutineRecord::frameIsGone(frame); }

    std::suspend_always initial_suspend() const noexcept { return {}; }

    struct FinalAwaiter
    {
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> ended) const noexcept
        {
            CoroutineRecord::ofFrame(ended.address()).reachedEnd();
        }
        void await_resume() const noexcept { }
    };
    FinalAwaiter final_suspend() const noexcept { return {}; }

protected:
    template<typename Awaited>
    static decltype(auto) awaitIn(CoroutineRecord &record, Awaited &&awaited, std::source_location where)
    {
        using Type = std::remove_cvref_t<Awaited>;
        static_assert(isTask<Type> || IsWait<Type>,
            "A Task can co_await another Task or a wait of Async Widgets, such as waitFor(sender, "
            "&Sender::signal); "
            "this expression is neither.");
        if constexpr (isTask<Type>) {
            static_assert(!std::is_lvalue_reference_v<Awaited>,
                "A Task is awaited once: write co_await std::move(task), or await the call that returns it.");
            record.setWhere(where);
            return TaskAwaiter(std::move(awaited), record);
        } else if constexpr (IsWait<Type>) {
            if constexpr (requires { awaited.pausedAt(); })
                record.setWhere(awaited.pausedAt());
            else
                record.setWhere(where);
            return WaitAwaiter<Type>(
                awaited, record); // the wait lives in the frame until the co_await is over
        } else {
            return std::suspend_never(); // after the static_assert above, to end the list of errors here
        }
    }
};

template<typename T>
class Promise final : public PromiseBase
{
public:
    Task<T> get_return_object() { return Task<T>(record()); }

    template<typename Awaited>
    decltype(auto) await_transform(
        Awaited &&awaited, std::source_location where = std::source_location::current())
    {
        return awaitIn(record(), std::forward<Awaited>(awaited), where);
    }

    template<typename Value = T>
        requires std::convertible_to<Value, T>
    void return_value(Value &&value)
    {
        m_value.emplace(std::forward<Value>(value));
    }
    void unhandled_exception() noexcept { record().fail(std::current_exception()); }
    T takeResult()
    {
        record().rethrowError();
        return std::move(*m_value);
    }

private:
    CoroutineRecord &record()
    {
        return CoroutineRecord::ofFrame(std::coroutine_handle<Promise>::from_promise(*this).address());
    }

    std::optional<T> m_value;
};

template<>
class Promise<void> final : public PromiseBase
{
public:
    inline Task<void> get_return_object();

    template<typename Awaited>
    decltype(auto) await_transform(
        Awaited &&awaited, std::source_location where = std::source_location::current())
    {
        return awaitIn(record(), std::forward<Awaited>(awaited), where);
    }

    void return_void() { }
    void unhandled_exception() noexcept { record().fail(std::current_exception()); }
    void takeResult() { record().rethrowError(); }

private:
    CoroutineRecord &record()
    {
        return CoroutineRecord::ofFrame(std::coroutine_handle<Promise>::from_promise(*this).address());
    }
};

} // namespace Detail

/// A piece of work that can pause: the return type of a coroutine which waits with co_await.
///
/// Calling such a function creates the task and runs none of it. It runs when it is given an owner, and there are two:
/// a TaskScope, by start(), or another task, by co_await, which gives its result of type T or rethrows its exception.
/// From then on it runs on that thread, inside whatever resumes it, until its next pause. A task that nobody wants is
/// destroyed with this object; its locals with it.
///
/// The parameters of the function are kept by the coroutine; what a lambda captures is not (TaskScope::start() of the
/// lambda itself keeps it). Out of memory is std::bad_alloc at the call.
template<typename T>
class [[nodiscard("A task runs when it is started in a TaskScope or awaited with co_await.")]] Task
{
    static_assert(Detail::TaskResult<T>,
        "The result of a Task is void or a movable value that needs no extended alignment.");

public:
    // After that mistake the promise is one that compiles, to end the list of errors there.
    using promise_type = Detail::Promise<std::conditional_t<Detail::TaskResult<T>, T, void>>;

    Task(Task &&other) noexcept
        : m_record(std::exchange(other.m_record, nullptr))
    {
    }
    Task &operator=(Task &&other) noexcept
    {
        std::swap(m_record, other.m_record);
        return *this;
    }
    ~Task()
    {
        if (m_record) {
            m_record->destroyFrame();
            m_record->release();
        }
    }

    /// \internal False after a move.
    [[nodiscard]] bool isValid() const { return m_record != nullptr; }
    /// \internal For the owners of tasks. Throws WaitError after a move.
    [[nodiscard]] Detail::CoroutineRecord &record() const
    {
        if (!m_record)
            throw WaitError(QStringLiteral("This Task has been moved away: start or await each task once."));
        return *m_record;
    }
    /// \internal Hands the task over to an owner that destroys its frame.
    [[nodiscard]] Detail::TaskRecordRef detach()
    {
        Detail::TaskRecordRef record(m_record);
        std::exchange(m_record, nullptr)->release();
        return record;
    }
    /// \internal The result of a task that has ended; rethrows its exception.
    T takeResult()
    {
        return std::coroutine_handle<promise_type>::from_address(m_record + 1).promise().takeResult();
    }

private:
    friend promise_type;
    explicit Task(Detail::CoroutineRecord &record)
        : m_record(&record)
    {
        m_record->retain();
    }

    Detail::CoroutineRecord *m_record;
};

inline Task<void> Detail::Promise<void>::get_return_object()
{
    return Task<void>(record());
}

} // namespace AsyncWidgets
