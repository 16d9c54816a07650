// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// waitForCallback(): pauses a task until something calls back, for everything that is not a signal.

#pragma once

#include <asyncwidgets/detail/callable.h>
#include <asyncwidgets/detail/callbackwait.h>
#include <asyncwidgets/task.h>

#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {

/// Lets the task that waits in waitForCallback<T>() go on: call it once, with the value, from any thread.
///
/// Copies refer to the same wait. On the task's thread the task goes on inside the call; from another thread, in the
/// task's event loop. The first answer counts. Each call returns whether it was that one: false after another answer,
/// and when the task has been cancelled or is gone. When the last copy dies without an answer, the task is cancelled.
/// A value that nobody takes any more is destroyed with the last copy, on that thread.
template<typename T = void>
class Resume final
{
public:
    /// \cond internal
    explicit Resume(std::shared_ptr<Detail::CallbackAnswerer<T>> answerer)
        : m_answerer(std::move(answerer))
    {
    }
    /// \endcond

    /// Lets the task go on with \a value. Returns whether this was the first answer. On any thread.
    template<typename Value>
        requires std::constructible_from<T, Value>
    bool operator()(Value &&value) const
    {
        return keptAlive()->state().succeed(T(std::forward<Value>(value)));
    }
    /// The same for a wait without a value.
    bool operator()() const
        requires std::is_void_v<T>
    {
        return keptAlive()->state().succeed({});
    }
    /// Throws \a error in the task, out of its co_await; a WaitError if that is null. Returns whether this was the first
    /// answer. On any thread.
    bool withException(const std::exception_ptr &error) const { return keptAlive()->state().fail(error); }

private:
    // The task may destroy the last Resume, this one, while it goes on inside the call.
    [[nodiscard]] std::shared_ptr<Detail::CallbackAnswerer<T>> keptAlive() const { return m_answerer; }

    std::shared_ptr<Detail::CallbackAnswerer<T>> m_answerer;
};

namespace Detail {

template<typename T, typename Start>
class CallbackWait final : public CallbackWaitBase
{
public:
    explicit CallbackWait(Start function)
        : m_start(std::move(function))
    {
    }
    CallbackWait(CallbackWait &&) noexcept(std::is_nothrow_move_constructible_v<Start>) = default;
    ~CallbackWait() override { this->leave(); } // first: what the function owns may answer in its destructor

    T await_resume()
    {
        m_answer->rethrowError();
        if constexpr (!std::is_void_v<T>)
            return m_answer->take();
    }

private:
    std::shared_ptr<CallbackState> makeState() override
    {
        return m_answer = std::make_shared<CallbackStateOf<T>>();
    }
    std::function<void()> ask() override
    {
        Resume<T> resume(std::make_shared<CallbackAnswerer<T>>(m_answer));
        if constexpr (std::is_void_v<std::invoke_result_t<Start &, Resume<T>>>) {
            std::invoke(m_start, std::move(resume));
            return {};
        } else {
            return std::function<void()>(std::invoke(m_start, std::move(resume)));
        }
    }

    Start m_start;
    std::shared_ptr<CallbackStateOf<T>> m_answer;
};

/// What waitForCallback() may be given: it takes a Resume<T>, and returns nothing or what to call on cancellation.
template<typename Start, typename T>
concept CallbackStart = std::invocable<Start &, Resume<T>>
    && (std::is_void_v<std::invoke_result_t<Start &, Resume<T>>>
        || std::constructible_from<std::function<void()>, std::invoke_result_t<Start &, Resume<T>>>);

} // namespace Detail

/// co_await waitForCallback<T>(start) calls \a start with a Resume<T> and pauses the task until that is called.
///
/// \code
/// const auto ask = [&](Resume<QString> resume) { service.ask(question, [resume](QString answer) { resume(answer); }); };
/// const QString answer = co_await waitForCallback<QString>(ask);
/// \endcode
///
/// \a start runs on the task's thread, inside the co_await, and may call back before it returns. It may return a
/// function: that is called, on the task's thread, when the wait is cancelled while an answer can still come, so that
/// the operation can be stopped; an exception that it throws is reported by qWarning(). An exception of \a start is
/// thrown in the task. T is void or a movable type.
/// Throws WaitError, in the task, on a thread without an event loop.
///
/// A function object that has a name is copied, or moved if it has no copy. With g++ 11 and 12, one that owns something
/// must have a name: it cannot be written inside the co_await expression.
template<typename T = void, typename Start>
ASYNCWIDGETS_NODISCARD_WAIT auto waitForCallback(Start &&start)
{
    using Kept = std::decay_t<Start>;
    static_assert(TaskResult<T>,
        "What waitForCallback() waits for is void or a movable value that needs no extended alignment.");
    static_assert(Detail::CallbackStart<Kept, T>,
        "waitForCallback<T>() takes a function that is called with a Resume<T>, and that returns nothing or "
        "a function "
        "to call when the wait is cancelled.");
    if constexpr (TaskResult<T> && Detail::CallbackStart<Kept, T>)
        return Detail::CallbackWait<T, Kept>(Detail::keepCallable(std::forward<Start>(start)));
}

} // namespace AsyncWidgets
