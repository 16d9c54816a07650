// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Channel<T>: hands values from task to task, and between threads, and makes a sender that is too fast wait.

#pragma once

#include <asyncwidgets/detail/callable.h>
#include <asyncwidgets/detail/channelwait.h>
#include <asyncwidgets/task.h>

#include <concepts>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {

/// A queue of at most \c capacity values between those who send and those who receive, any number of each, on any thread.
///
/// \code
/// Channel<QImage> images(4);
/// co_await images.send(image); // waits while there are four
/// const std::optional<QImage> next = co_await images.receive(); // waits while there is none
/// \endcode
///
/// Each value is received once, in the order of sending; those who wait are served in the order in which they began.
/// A task that had to wait goes on in its own event loop. A wait that is cancelled has sent nothing and taken
/// nothing, even as a branch that had completed already. A branch of whenAll() that has completed holds its value, or the
/// room for it, until all branches have, but does not take it before: a second branch that receives from the same channel
/// needs another value, and waits for ever if none comes.
///
/// All functions may be called on any thread. The channel itself outlives the calls; the waits may outlive the
/// channel, which closes when it is destroyed. Values are moved with a lock held: a T whose move constructor uses the
/// channel deadlocks.
///
/// Where memory runs out, the call that needs it throws std::bad_alloc and has changed nothing. The destructor, close() and
/// being told that a wait is over need none.
template<typename T>
    requires std::move_constructible<T>
class Channel final
{
public:
    /// Throws WaitError for a \a capacity less than 1.
    explicit Channel(qsizetype capacity)
        : m_values(std::make_shared<Detail::ChannelValues<T>>(capacity))
    {
    }
    ~Channel() { m_values->close(); }
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;

    /// co_await this until \a value is in the channel. \returns false if it is not, because the channel has been closed.
    /// With g++ 11 and 12, an aggregate that owns something, and can be copied, must have a name: it cannot be written
    /// inside the co_await expression.
    ASYNCWIDGETS_NODISCARD_WAIT Detail::SendWait<T> send(const T &value)
        requires std::copy_constructible<T>
    {
        return Detail::SendWait<T>(m_values, value);
    }
    /// The same, without a copy.
    ASYNCWIDGETS_NODISCARD_WAIT Detail::SendWait<T> send(T &&value)
    {
        static_assert(!Detail::compilerDestroysTwice || !std::is_aggregate_v<T>
                || std::is_trivially_destructible_v<T> || !std::copy_constructible<T>,
            "g++ 11 and 12 destroy twice what the members of an aggregate own that is written in braces "
            "inside a "
            "co_await expression: give it a name in a line before, and pass the name, without std::move().");
        return Detail::SendWait<T>(m_values, std::move(value));
    }
    /// co_await this for the oldest value. \returns nothing when the channel is closed and empty.
    ASYNCWIDGETS_NODISCARD_WAIT Detail::ReceiveWait<T> receive() { return Detail::ReceiveWait<T>(m_values); }

    /// Sends without waiting. \returns false, and leaves \a value as it is, if there is no room or the channel is closed.
    template<typename Value>
        requires std::constructible_from<T, Value>
    bool trySend(Value &&value)
    {
        return m_values->trySend(std::forward<Value>(value));
    }
    /// Receives without waiting. \returns nothing if there is no value for this caller.
    [[nodiscard]] std::optional<T> tryReceive() { return m_values->tryReceive(); }

    /// Nothing can be sent any more; those who wait with send() go on. What is in the channel can still be received.
    void close() { m_values->close(); }
    [[nodiscard]] bool isClosed() const { return m_values->isClosed(); } ///< by close()
    [[nodiscard]] qsizetype count() const
    {
        return m_values->count();
    } ///< how many values are in the channel now

private:
    const std::shared_ptr<Detail::ChannelValues<T>> m_values;
};

} // namespace AsyncWidgets
