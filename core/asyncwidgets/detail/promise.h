// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What the compiler asks of a coroutine that returns a Task. Included by task.h, at its end.

#pragma once

#include <asyncwidgets/detail/endwait.h>
#include <asyncwidgets/detail/frame.h>
#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/task.h>

#include <concepts>
#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace AsyncWidgets::Detail {

/// Pauses a task until a wait is over.
template<typename WaitType>
class WaitAwaiter final
{
public:
    explicit WaitAwaiter(WaitType &wait)
        : m_wait(&wait)
    {
    }
    /// A task that is unwound while it is paused leaves the wait, which may outlive it.
    ~WaitAwaiter()
    {
        if (m_wait && m_wait->hasListener()) {
            static_cast<void>(m_wait->cancel()); // nothing inside runs while its task is unwound
            m_wait->removeListener();
        }
    }
    Q_DISABLE_COPY_MOVE(WaitAwaiter)

    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> paused)
    {
        TaskRecord &task = CoroutineRecord::ofFrame(paused.address());
        WaitType *wait = std::exchange(m_wait, nullptr); // is another's, if it refuses to start
        if (task.isCancelRequested())
            return true; // this is the pause at which the task is unwound
        const bool isPending = Wait::start(*wait, task);
        m_wait = wait;
        if (isPending)
            task.pause(*wait);
        return isPending;
    }
    decltype(auto) await_resume() { return std::exchange(m_wait, nullptr)->await_resume(); }

private:
    WaitType *m_wait; // while it is to be left
};

/// Lets one task await another.
template<typename T>
class TaskWait final : public Wait
{
public:
    explicit TaskWait(Task<T> child)
        : m_child(std::move(child))
    {
        m_child.record().setHandedOver();
    }
    bool start() override
    {
        m_child.record().startBelow(listener().waitingTask());
        return true;
    }
    bool cancel() override { return true; } // TaskRecord::unwind() has destroyed the child's code before
    TaskRecord *awaitedTask() const override { return &m_child.record(); }
    QString description() const override { return m_child.record().name(); }
    void visitTasks(const std::function<void(TaskRecord &)> &visit) const override
    {
        visit(m_child.record());
    }
    T await_resume()
    {
        removeListener(); // the child has gone on with the parent itself
        return m_child.takeResult();
    }

private:
    Task<T> m_child;
};

/// A wait, and the awaiter of that.
template<typename WaitType>
class OwnedWaitAwaiter final
{
public:
    template<typename... Arguments>
    explicit OwnedWaitAwaiter(Arguments &&...arguments)
        : m_wait(std::forward<Arguments>(arguments)...)
        , m_awaiter(m_wait)
    {
    }
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> paused) { return m_awaiter.await_suspend(paused); }
    decltype(auto) await_resume() { return m_awaiter.await_resume(); }

private:
    WaitType m_wait;
    WaitAwaiter<WaitType> m_awaiter;
};

/// What all promises have in common: the frame with its record, and what may be awaited.
class PromiseBase
{
public:
    static void *operator new(std::size_t size) { return CoroutineRecord::allocateFrame(size); }
    static void operator delete(void *frame) { CoroutineRecord::frameIsGone(frame); }

    std::suspend_always initial_suspend() const noexcept { return {}; }

protected:
    struct FinalAwaiter
    {
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> ended) const noexcept
        {
            CoroutineRecord::ofFrame(ended.address()).reachedEnd();
        }
        void await_resume() const noexcept { }
    };

    template<typename Awaited>
    static decltype(auto) awaitIn(CoroutineRecord &record, Awaited &&awaited, std::source_location where)
    {
        using Type = std::remove_cvref_t<Awaited>;
        static_assert(isTask<Type> || IsWait<Type> || isTaskHandle<Type>,
            "A Task can co_await another Task or a wait of Async Widgets, such as waitFor(sender, "
            "&Sender::signal); this expression is neither.");
        if constexpr (isTask<Type>) {
            static_assert(!std::is_lvalue_reference_v<Awaited>,
                "A Task is awaited once: write co_await std::move(task), or await the call that returns it.");
            record.setWhere(where);
            return OwnedWaitAwaiter<decltype(TaskWait(std::forward<Awaited>(awaited)))>(
                std::forward<Awaited>(awaited));
        } else if constexpr (IsWait<Type>) {
            if constexpr (requires { awaited.pausedAt(); })
                record.setWhere(awaited.pausedAt());
            else
                record.setWhere(where);
            if constexpr (std::is_lvalue_reference_v<Awaited> && requires { awaited.setVariable(); })
                awaited.setVariable();
            return WaitAwaiter<Type>(awaited);
        } else if constexpr (isTaskHandle<Type>) {
            record.setWhere(where);
            return OwnedWaitAwaiter<decltype(awaited.endWait())>(awaited.endWait());
        } else {
            return std::suspend_never(); // after the static_assert above, to end the list of errors here
        }
    }
};

template<typename T>
class Promise final : public PromiseBase
{
public:
    Task<T> get_return_object(std::source_location function = std::source_location::current())
    {
        return Task<T>(CoroutineRecord::ofNewFrame(frame().address(), function));
    }
    FinalAwaiter final_suspend() noexcept
    {
        if (!m_value)
            record().failWithoutResult();
        return {};
    }

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
        if (const auto shared = m_shared.lock())
            shared->emplace(std::move(*m_value));
    }
    template<typename Value>
        requires(!std::convertible_to<Value, T>)
    void return_value(Value &&)
    {
        static_assert(std::convertible_to<Value, T>,
            "What co_return gives cannot be converted to the result of this Task: a Task<T> returns a T.");
    }
    void unhandled_exception() noexcept { record().fail(std::current_exception()); }
    T takeResult()
    {
        record().rethrowError();
        return std::move(*m_value);
    }
    /// Where the result goes, for those who have a handle; it goes nowhere once there is none.
    std::shared_ptr<std::optional<T>> shareResult()
    {
        const auto result = std::make_shared<std::optional<T>>();
        m_shared = result;
        return result;
    }

private:
    std::coroutine_handle<Promise> frame() { return std::coroutine_handle<Promise>::from_promise(*this); }
    CoroutineRecord &record() { return CoroutineRecord::ofFrame(frame().address()); }

    std::optional<T> m_value;
    std::weak_ptr<std::optional<T>> m_shared;
};

template<>
class Promise<void> final : public PromiseBase
{
public:
    Task<void> get_return_object(std::source_location function = std::source_location::current())
    {
        return Task<void>(CoroutineRecord::ofNewFrame(frame().address(), function));
    }
    FinalAwaiter final_suspend() const noexcept { return {}; }

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
    std::coroutine_handle<Promise> frame() { return std::coroutine_handle<Promise>::from_promise(*this); }
    CoroutineRecord &record() { return CoroutineRecord::ofFrame(frame().address()); }
};

} // namespace AsyncWidgets::Detail
