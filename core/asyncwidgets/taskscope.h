// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TaskScope: the owner of running tasks.

#pragma once

#include <asyncwidgets/detail/joinwait.h>
#include <asyncwidgets/statemachine.h>
#include <asyncwidgets/task.h>
#include <asyncwidgets/taskhandle.h>

#include <QtCore/QString>

#include <concepts>
#include <functional>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {

namespace Detail {

class ScopeData;

template<typename Function>
concept TaskFunction = std::invocable<Function &> && isTask<std::invoke_result_t<Function &>>;

/// What start() takes, by value.
template<typename T>
concept Startable = isTask<T> || TaskFunction<std::remove_cvref_t<T>>
    || std::convertible_to<T, std::unique_ptr<StateMachine>>;

/// What start() gives for a Task, or for a function that returns one.
template<typename T>
struct HandleOfTask;
template<typename T>
struct HandleOfTask<Task<T>>
{
    using Type = TaskHandle<T>;
};
template<typename Function>
using HandleOfFunction = typename HandleOfTask<std::invoke_result_t<Function &>>::Type;

template<typename Other>
consteval void checkStartable();

} // namespace Detail

/// Owns the tasks that serve one object: make it a member of that object, and they end with it.
///
/// \code
/// TaskScope m_tasks; // the last member, so that it is the first to go
/// connect(button, &QPushButton::clicked, this, [this] { m_tasks.start(greet()); });
/// \endcode
///
/// A scope belongs to the thread on which it starts its tasks, as long as it has any. All functions are safe inside a
/// task that the scope owns, even its destruction: what is running at that moment ends at its next pause.
class ASYNCWIDGETS_EXPORT TaskScope final
{
public:
    TaskScope(); ///< belongs to no thread before it starts a task
    /// Cancels all tasks, the last started first. On a thread other than that of its tasks this is a mistake:
    /// qWarning() says so, and their own thread cancels them in the next turn of its event loop.
    ~TaskScope();
    TaskScope(const TaskScope &) = delete;
    TaskScope &operator=(const TaskScope &) = delete;

    /// Starts \a task: it runs inside this call until its first pause. The scope owns it; the handle that is returned
    /// shows where it stands, and co_await of that gives its result. An uncaught exception makes it Failed:
    /// see onFailure(). \a name is what the table and messages call it; the function's name if empty.
    /// Throws WaitError if tasks of this scope run on another thread; then the task has not been taken.
    /// While the scope is being destroyed nothing is started: the handle is Cancelled at once. So whoever restarts tasks
    /// that have ended must not do so then: a task of another scope that tries again at once would try for ever.
    template<typename T>
    TaskHandle<T> start(Task<T> &&task, const QString &name = {},
        std::source_location where = std::source_location::current())
    {
        if constexpr (std::is_void_v<T>) {
            adopt(task.record(), name, where);
            return run(task.detach());
        } else {
            auto result = task.shareResult();
            adopt(task.record(), name, where); // the last that can fail
            return TaskHandle<T>(run(task.detach()), std::move(result));
        }
    }

    /// Calls \a function, which returns a Task, and starts that. The function object lives as long as the task:
    /// a lambda may capture what it needs.
    template<Detail::TaskFunction Function>
    Detail::HandleOfFunction<Function> start(Function function, const QString &name = {},
        std::source_location where = std::source_location::current())
    {
        Detail::Closure closure = Detail::makeClosure(function);
        auto task = (*static_cast<Function *>(closure.get()))();
        task.record().keepAlive(std::move(closure));
        return start(std::move(task), name, where);
    }

    /// Starts an explicit state machine, which belongs to the scope from then on and is destroyed when it has ended.
    TaskHandle<> start(std::unique_ptr<StateMachine> machine, const QString &name = {},
        std::source_location where = std::source_location::current());

    /// Cancels all tasks of the scope, the last started first. New ones may be started afterwards.
    /// Throws WaitError, and does nothing, on a thread other than that of its tasks.
    void cancel();

    /// Calls \a function for each task of the scope that fails while nobody awaits it, after its locals are gone;
    /// without such a function that is reported by qWarning(), and so is an exception that \a function lets out. It may
    /// do anything, so that "the first failure cancels the others" is
    /// \code
    /// tasks.onFailure([&](const TaskHandle<> &) { tasks.cancel(); });
    /// \endcode
    /// It lives as long as the scope, and is called on the thread of the tasks.
    void onFailure(std::function<void(const TaskHandle<> &task)> function);

    [[nodiscard]] int count() const; ///< how many tasks have not ended; those being unwound count
    [[nodiscard]] bool isEmpty() const { return count() == 0; } ///< whether all have ended

    /// co_await this to wait until no task of the scope is left, however each ended, and all their locals are gone.
    /// Throws WaitError in a task of the scope itself, which would wait for its own end, and on a thread other than
    /// that of its tasks.
    ASYNCWIDGETS_NODISCARD_WAIT Detail::JoinWait join() const { return Detail::JoinWait(*m_data); }

    /// \cond internal
    // What cannot be started, for a sentence of the compiler.
    template<typename Other>
        requires(!Detail::Startable<Other>)
    TaskHandle<> start(Other &&, const QString & = {}, std::source_location = {})
    {
        Detail::checkStartable<Other>();
        return {};
    }
    /// \endcond

private:
    void adopt(Detail::TaskRecord &task, const QString &name, std::source_location where);
    TaskHandle<> run(const Detail::TaskRecordRef &task);

    Detail::ScopeData *m_data; // frees itself
};

template<typename Other>
consteval void Detail::checkStartable()
{
    using Type = std::remove_cvref_t<Other>;
    if constexpr (isTask<Type>) {
        static_assert(!isTask<Type>,
            "A Task is started once: write start(std::move(task)), or start the call that returns it.");
    } else if constexpr (IsWait<Type>) {
        static_assert(!IsWait<Type>, "start() takes a task, and this is a wait: co_await it in a task.");
    } else if constexpr (std::is_member_function_pointer_v<Type>) {
        static_assert(!std::is_member_function_pointer_v<Type>,
            "start() cannot call a member function without its object: write start(object.function()).");
    } else {
        static_assert(Startable<Other>,
            "start() takes a Task, a function that returns one and is called without arguments, or a "
            "std::unique_ptr "
            "of a StateMachine.");
    }
}

} // namespace AsyncWidgets
