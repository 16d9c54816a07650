// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// StateMachine: the base of tasks that are written as explicit states and transitions, without a coroutine.

#pragma once

#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/detail/wait.h>

#include <QtCore/QMetaEnum>
#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <functional>
#include <memory>
#include <source_location>
#include <tuple>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {

namespace Detail {
class StateMachineRecord;

template<typename T>
inline constexpr bool isTuple = false;
template<typename... T>
inline constexpr bool isTuple<std::tuple<T...>> = true;
} // namespace Detail

/// A task whose states are an enum and whose transitions are a function. Derive from it, add the enum (with Q_ENUM),
/// and start it with TaskScope::start(); it obeys the same rules as a coroutine.
///
/// start() runs first. A function that has called pauseFor() returns, and the machine goes on later in the handler
/// that was named; a function that has not called it ends the machine. An exception ends it as Failed. If anything
/// but its scope destroys it (itself, in a handler, say), the task is cancelled.
class ASYNCWIDGETS_EXPORT StateMachine : public QObject
{
    Q_OBJECT

public:
    StateMachine();
    ~StateMachine() override;

    [[nodiscard]] virtual QMetaEnum states() const = 0; ///< the enum of its states
    [[nodiscard]] virtual int currentState() const = 0; ///< one of the values of states()

Q_SIGNALS:
    void stateChanged(); ///< currentState() has changed; on the machine's thread
    /// transitionTo() has gone from one state to another, both values of states(). Comes before stateChanged().
    void transitioned(int from, int to);

protected:
    /// Makes the transition to \a next and tells whoever watches. \a state is the member that currentState() returns.
    /// A slot may end the machine. Inside start() and the handlers it then lives on until they return, unless the slot
    /// itself deletes it.
    template<typename State>
        requires std::is_enum_v<State>
    void transitionTo(State &state, State next)
    {
        const State from = std::exchange(state, next);
        const QPointer<StateMachine> alive(this);
        Q_EMIT transitioned(static_cast<int>(from), static_cast<int>(next));
        if (alive)
            Q_EMIT stateChanged();
    }

    /// Does the first work, up to the first pause.
    virtual void start() = 0;

    /// Pauses: when \a wait is over, \a handler is called with its result (nothing, a value, or a tuple's values). It
    /// is any of the waits that a coroutine could co_await, and \a handler a function or a member of this class.
    template<Detail::IsWait WaitType, typename Handler>
    void pauseFor(
        WaitType wait, Handler handler, std::source_location where = std::source_location::current())
    {
        // It starts when the handler has returned.
        auto pending = std::make_unique<WaitType>(std::move(wait));
        WaitType &started = *pending;
        pause(std::move(pending), where, [&started, function = toFunction(std::move(handler))]() mutable {
            passResult(started, function);
        });
    }

private:
    friend class Detail::StateMachineRecord;

    template<typename Function>
    Function toFunction(Function function)
    {
        return function;
    }
    template<typename Member, typename Class>
    auto toFunction(Member Class::*member)
    {
        return [this, member](auto &&...results) {
            std::invoke(member, static_cast<Class *>(this), std::forward<decltype(results)>(results)...);
        };
    }

    template<typename WaitType, typename Function>
    static void passResult(WaitType &wait, Function &&function)
    {
        using Result = decltype(wait.await_resume());
        if constexpr (std::is_void_v<Result>) {
            wait.await_resume();
            function();
        } else if constexpr (Detail::isTuple<Result>) {
            std::apply(function, wait.await_resume());
        } else {
            function(wait.await_resume());
        }
    }

    void pause(std::unique_ptr<Detail::Wait> wait, std::source_location where, std::function<void()> goOn);

    Detail::StateMachineRecord *m_record = nullptr;
};

namespace Detail {

/// Runs a state machine as a task.
class ASYNCWIDGETS_EXPORT StateMachineRecord final : public TaskRecord
{
public:
    explicit StateMachineRecord(std::unique_ptr<StateMachine> machine);

    void pauseMachine(std::unique_ptr<Wait> wait, std::source_location where, std::function<void()> goOn);
    void machineIsGone(); ///< told by the machine's destructor

protected:
    void runCode() override;
    void freeCode() override;
    void free() override;

private:
    ~StateMachineRecord() override = default;

    std::unique_ptr<StateMachine> m_machine;
    std::unique_ptr<Wait> m_pending;
    std::function<void()> m_goOn; // empty before the start and after the end
};

} // namespace Detail
} // namespace AsyncWidgets
