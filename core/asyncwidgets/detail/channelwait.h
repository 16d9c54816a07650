// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The waits for a value in a channel and for room in it, and what they share with the channel.

#pragma once

#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/detail/wakeup.h>
#include <asyncwidgets/global.h>

#include <QtCore/QObject>
#include <QtCore/QString>

#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace AsyncWidgets::Detail {

class ChannelWait;

/// Who waits at a channel, on whatever thread, and who has been promised something. A promise is kept until the task
/// goes on and takes what it was promised, or is cancelled; then it passes to the next.
class ASYNCWIDGETS_EXPORT ChannelState
{
public:
    enum Side { Receiving, Sending };

    explicit ChannelState(qsizetype capacity); ///< throws WaitError for less than 1
    virtual ~ChannelState();
    Q_DISABLE_COPY_MOVE(ChannelState)

    void close() noexcept;
    [[nodiscard]] bool isClosed() const;
    [[nodiscard]] qsizetype count() const;

protected:
    friend class ChannelWait;

    // With the lock:
    [[nodiscard]] bool hasFree(Side side) const; ///< a value, or room, that nobody has been promised
    /// Whether nobody can be promised anything any more. What is left in a closed channel can be received, and be
    /// promised anew if who was promised it gives it back.
    [[nodiscard]] bool isOver(Side side) const { return m_isClosed && (side == Sending || m_count == 0); }
    void changeCount(qsizetype by) noexcept; ///< and tells those who can go on
    void promiseWhatIsFree() noexcept;

    mutable std::mutex m_mutex; // guards all
    bool m_isClosed = false;

private:
    const qsizetype m_capacity;
    qsizetype m_count = 0;
    struct
    {
        std::list<ChannelWait *> waiting; // in the order in which they began
        qsizetype promised = 0;
    } m_sides[2];
};

class ASYNCWIDGETS_EXPORT ChannelWait : public Wait
{
public:
    ~ChannelWait() override;
    bool start() override;
    bool cancel() override;
    [[nodiscard]] QString description() const override;

protected:
    ChannelWait(std::shared_ptr<ChannelState> state, ChannelState::Side side);
    ChannelWait(ChannelWait &&other) noexcept; ///< which has not begun

    [[nodiscard]] bool isPromised() const { return m_phase == Phase::Promised; } ///< with the lock
    void takePromise(); ///< likewise: it has got what it was promised, or gives it up

private:
    friend class ChannelState;
    friend struct MemoryLayout;
    enum class Phase { None, Waiting, Promised, Closed };

    void tell(Phase phase) noexcept; ///< with the lock, on any thread
    void goOn(); ///< on its thread: the wait is over
    void leave();

    const std::shared_ptr<ChannelState> m_state;
    const ChannelState::Side m_side;
    Phase m_phase = Phase::None; // guarded by the lock
    std::list<ChannelWait *>::iterator m_place; // while it waits
    std::unique_ptr<WakeUp> m_wakeUp; // until its thread has been told that the wait is over
};

template<typename T>
class ChannelValues final : public ChannelState
{
public:
    using ChannelState::ChannelState;

    template<typename Value>
    bool trySend(Value &&value)
    {
        const std::scoped_lock lock(m_mutex);
        if (!hasFree(Sending))
            return false;
        push(std::forward<Value>(value));
        return true;
    }
    std::optional<T> tryReceive()
    {
        const std::scoped_lock lock(m_mutex);
        return hasFree(Receiving) ? pop() : std::nullopt;
    }
    [[nodiscard]] std::unique_lock<std::mutex> lock() { return std::unique_lock(m_mutex); }
    [[nodiscard]] bool isOpen() const { return !m_isClosed; } ///< with the lock, as the next two
    template<typename Value>
    void push(Value &&value)
    {
        m_values.emplace_back(std::forward<Value>(value));
        changeCount(1);
    }
    std::optional<T> pop()
    {
        std::optional<T> value(std::move(m_values.front()));
        m_values.pop_front();
        changeCount(-1);
        return value;
    }

private:
    std::deque<T> m_values;
};

template<typename T>
class ReceiveWait final : public ChannelWait
{
public:
    explicit ReceiveWait(const std::shared_ptr<ChannelValues<T>> &values)
        : ChannelWait(values, ChannelState::Receiving)
        , m_values(*values)
    {
    }
    ReceiveWait(ReceiveWait &&) noexcept = default;

    std::optional<T> await_resume()
    {
        const auto lock = m_values.lock();
        if (!isPromised())
            return std::nullopt;
        auto value = m_values.pop();
        takePromise(); // not before: if the value cannot be moved, it is for the next
        return value;
    }

private:
    ChannelValues<T> &m_values;
};

template<typename T>
class SendWait final : public ChannelWait
{
public:
    SendWait(const std::shared_ptr<ChannelValues<T>> &values, T value)
        : ChannelWait(values, ChannelState::Sending)
        , m_values(*values)
        , m_value(std::move(value))
    {
    }
    SendWait(SendWait &&other) noexcept(std::is_nothrow_move_constructible_v<T>)
        : ChannelWait(std::move(other))
        , m_values(other.m_values)
        , m_value(std::move(other.m_value))
        , m_hasBegun(std::exchange(other.m_hasBegun, true))
    {
    }

    bool start() override
    {
        if (std::exchange(m_hasBegun, true))
            refuseToStart();
        return ChannelWait::start();
    }
    bool await_resume()
    {
        const auto lock = m_values.lock();
        if (!isPromised() || !m_values.isOpen())
            return false;
        m_values.push(std::move(m_value));
        takePromise();
        return true;
    }

private:
    ChannelValues<T> &m_values;
    T m_value;
    bool m_hasBegun = false; // or has moved away
};

} // namespace AsyncWidgets::Detail
