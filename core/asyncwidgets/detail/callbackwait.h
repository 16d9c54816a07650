// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait for a call from anywhere, and what it shares with whoever makes that call.

#pragma once

#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/detail/wakeup.h>
#include <asyncwidgets/global.h>

#include <QtCore/QObject>
#include <QtCore/QString>

#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace AsyncWidgets::Detail {

class CallbackWaitBase;

/// One question and at most one answer. Shared by the wait, on the task's thread, and all copies of its Resume, on any.
class ASYNCWIDGETS_EXPORT CallbackState
{
public:
    CallbackState() = default;
    virtual ~CallbackState();
    Q_DISABLE_COPY_MOVE(CallbackState)

    /// The answer is an exception. \returns false if it comes too late.
    bool fail(const std::exception_ptr &error);
    /// Nobody can answer any more.
    void drop() noexcept;
    /// From now on no answer counts. \returns whether there was none yet.
    bool close();
    void rethrowError() const;
    [[nodiscard]] const std::exception_ptr &error() const { return m_error; } ///< once it is answered

protected:
    /// Takes an answer by calling \a keep, unless it comes too late, and lets the task go on: at once on its own
    /// thread, in its event loop from another.
    template<typename Keep>
    bool answer(Keep &&keep)
    {
        std::unique_lock lock(m_mutex);
        if (m_phase != Phase::Open)
            return false;
        std::forward<Keep>(keep)(); // may throw: then it is as if nobody had called
        m_phase = Phase::Answered;
        tell(std::move(lock));
        return true;
    }

private:
    friend class CallbackWaitBase;
    enum class Phase { Open, Answered, Dropped, Closed };

    void tell(std::unique_lock<std::mutex> lock) noexcept;

    std::mutex m_mutex; // guards the two below; the answer is written once, before the phase
    Phase m_phase = Phase::Open;
    WakeUp *m_wakeUp = nullptr; // of the wait, while it waits
    std::exception_ptr m_error;
};

template<typename T>
class CallbackStateOf final : public CallbackState
{
public:
    using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

    bool succeed(Value &&value)
    {
        return answer([&] { m_value.emplace(std::move(value)); });
    }
    Value take() { return *std::move(m_value); }

private:
    std::optional<Value> m_value;
};

/// Belongs to all copies of one Resume: when it dies, nobody can answer any more.
template<typename T>
class CallbackAnswerer final
{
public:
    explicit CallbackAnswerer(std::shared_ptr<CallbackStateOf<T>> state)
        : m_state(std::move(state))
    {
    }
    ~CallbackAnswerer() { m_state->drop(); }
    Q_DISABLE_COPY_MOVE(CallbackAnswerer)

    [[nodiscard]] CallbackStateOf<T> &state() const { return *m_state; }

private:
    std::shared_ptr<CallbackStateOf<T>> m_state;
};

class ASYNCWIDGETS_EXPORT CallbackWaitBase : public Wait
{
public:
    ~CallbackWaitBase() override;
    bool start() override;
    bool cancel() override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] std::exception_ptr failure() const override;

protected:
    CallbackWaitBase() = default;
    CallbackWaitBase(CallbackWaitBase &&other) noexcept
        : m_hasMovedAway(std::exchange(other.m_hasMovedAway, true))
    {
    }

    virtual std::shared_ptr<CallbackState> makeState() = 0;
    /// Runs the code of the user, which may answer at once. \returns what to call when the wait is cancelled.
    virtual std::function<void()> ask() = 0;
    /// From now on no answer counts. Also for the destructor of the derived class.
    void leave();

private:
    void isTold();

    std::shared_ptr<CallbackState> m_state; // once it has begun
    std::unique_ptr<WakeUp> m_wakeUp; // while it waits
    std::function<void()> m_onCancel;
    bool m_hasMovedAway = false;
};

} // namespace AsyncWidgets::Detail
