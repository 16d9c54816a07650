// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Generator: a coroutine that pauses with co_yield and is sent a value each time it goes on.

#pragma once

#include <asyncwidgets/waiterror.h> // first: moc of Qt 6.4 cannot read <coroutine> before a header of Qt

#include <asyncwidgets/detail/frame.h>

#include <coroutine>
#include <exception>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {

/// The type of nextChange.
struct NextChange
{
};
/// In a Generator: `const int x = co_yield nextChange;` pauses until the next value is sent in.
inline constexpr NextChange nextChange;

/// The return type of a function that waits by co_yield and does not know for what: whoever drives it sends the
/// values in. yieldForChange() drives it with a signal.
///
/// \code
/// Generator<int> addTwo() { const int a = co_yield nextChange; const int b = co_yield nextChange; qInfo("%d", a + b); }
/// \endcode
///
/// The function first runs when it is advanced, on the thread that advances it. After a move, all functions but the
/// destructor throw WaitError.
template<typename Sent>
class [[nodiscard("A generator runs when yieldForChange() drives it.")]] Generator final
{
    static_assert(std::is_void_v<Sent> || std::is_object_v<Sent>, "A Generator is sent nothing or a value.");

public:
    /// \cond internal
    class promise_type;
    /// \endcond

    /// \a other can only be destroyed, or assigned to, afterwards.
    Generator(Generator &&other) noexcept
        : m_frame(std::exchange(other.m_frame, nullptr))
    {
    }
    Generator &operator=(Generator &&other) noexcept ///< the two are swapped
    {
        std::swap(m_frame, other.m_frame);
        return *this;
    }
    /// Destroys the function's locals, on any thread; not while the function runs. An exception that one of them throws
    /// is reported by qWarning().
    ~Generator()
    {
        if (!m_frame)
            return;
        if (m_frame.promise().isRunning) {
            qFatal(
                "AsyncWidgets: a Generator was destroyed by its own function, which could not go on; let it "
                "live until advance() has returned.");
        }
        bool isGone = false;
        m_frame.promise().isGone = &isGone;
        m_frame.destroy();
        if (isGone)
            return;
        // Where a destructor has thrown, the code has gone to its end instead of being destroyed.
        Detail::reportGenerator(pausedAt(), m_frame.promise().error);
        m_frame.destroy();
    }

    /// Runs to the next co_yield. \returns false if the function has ended instead; rethrows what it throws. Throws
    /// WaitError inside the function itself.
    [[nodiscard]] bool advance()
    {
        const std::coroutine_handle<promise_type> code = frame();
        if (code.promise().isRunning)
            throw WaitError(QStringLiteral("This Generator is running: its own function cannot advance it."));
        if (code.done())
            return false;
        code.promise().isRunning = true;
        code.resume();
        code.promise().isRunning = false;
        if (code.promise().error)
            std::rethrow_exception(std::exchange(code.promise().error, nullptr));
        return !code.done();
    }

    /// Gives the value that the present co_yield returns when the function is advanced. If there was no send() since that
    /// co_yield, the co_yield throws WaitError.
    template<typename Value>
    void send(Value &&value)
    {
        frame().promise().sent.emplace(std::forward<Value>(value));
    }

    /// Where the function is paused.
    [[nodiscard]] std::source_location pausedAt() const { return frame().promise().where; }

    /// Whether it has not been moved away.
    [[nodiscard]] bool isValid() const { return bool(m_frame); }

private:
    explicit Generator(std::coroutine_handle<promise_type> frame)
        : m_frame(frame)
    {
    }

    [[nodiscard]] std::coroutine_handle<promise_type> frame() const
    {
        if (!m_frame)
            throw WaitError(QStringLiteral("This Generator has been moved away: drive each generator once."));
        return m_frame;
    }

    std::coroutine_handle<promise_type> m_frame;
};

/// \cond internal
template<typename Sent>
class Generator<Sent>::promise_type final : public Detail::CheckedFrame
{
public:
    promise_type() = default;
    ~promise_type()
    {
        if (isGone)
            *isGone = true;
    }
    Q_DISABLE_COPY_MOVE(promise_type)

    Generator get_return_object(std::source_location function = std::source_location::current())
    {
        const auto frame = std::coroutine_handle<promise_type>::from_promise(*this);
        checkFrame(frame.address(), function);
        where = function;
        return Generator(frame);
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    void return_void() { }
    void unhandled_exception() noexcept { error = std::current_exception(); }

    struct YieldAwaiter
    {
        promise_type &promise;
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<>) const noexcept { }
        Sent await_resume() const
        {
            if constexpr (!std::is_void_v<Sent>) {
                if (!promise.sent)
                    throw WaitError(
                        QStringLiteral("The generator goes on without a value: send() it one first."));
                return *std::exchange(promise.sent, std::nullopt);
            }
        }
    };
    YieldAwaiter yield_value(NextChange, std::source_location location = std::source_location::current())
    {
        where = location;
        sent.reset();
        return { *this };
    }
    template<typename Awaited>
    std::suspend_never await_transform(Awaited &&)
    {
        static_assert(
            std::is_void_v<Awaited>, "A Generator waits with co_yield nextChange; co_await needs a Task.");
        return {};
    }

private:
    friend class Generator;
    struct Nothing
    {
    };
    std::exception_ptr error;
    std::optional<std::conditional_t<std::is_void_v<Sent>, Nothing, Sent>> sent;
    std::source_location where;
    bool *isGone = nullptr; // where to tell of its end
    bool isRunning = false;
};
/// \endcond

} // namespace AsyncWidgets
