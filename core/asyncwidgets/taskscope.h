// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TaskScope: the owner of running tasks.

#pragma once

#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/statemachine.h>
#include <asyncwidgets/task.h>
#include <asyncwidgets/taskhandle.h>

#include <QtCore/QString>

#include <concepts>
#include <list>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

namespace AsyncWidgets {

namespace Detail {

class ThreadContext;

/// What a scope and its tasks share; outlives the scope while a task of it is still on the stack.
class ASYNCWIDGETS_EXPORT ScopeData final : public TaskOwner
{
public:
    void adopt(
        TaskRecord &task, const QString &name, std::source_location where); ///< all of starting that can fail
    void run(TaskRecord &task); ///< an adopted task, until its first pause
    void cancel(CommonReason reason);
    void close(); ///< cancels, and refuses everything from then on
    void requireThisThread() const; ///< throws WaitError if its tasks run on another
    [[nodiscard]] const TaskList &tasks() const { return m_tasks; }
    [[nodiscard]] int count() const { return m_count; }

    void forgetTask(TaskRecord &task) override;
    [[nodiscard]] TaskRecord *taskEnded(TaskRecord &task) override;
    [[nodiscard]] TaskRecord *taskCancelled(TaskRecord &task) override;

    void retain() { ++m_references; }
    void release();

    class JoinWaiter
    {
    public:
        virtual void scopeIsEmpty() = 0;

    protected:
        ~JoinWaiter() = default;
    };
    void addWaiter(JoinWaiter &waiter) { m_waiters.push_back(&waiter); }
    void removeWaiter(JoinWaiter &waiter) { std::erase(m_waiters, &waiter); }

private:
    struct Cursor ///< of a call of cancel(), on its stack
    {
        TaskRecord *next; // to be asked to end; moves on if it ends before
        Cursor *outer;
    };

    void tellWaiters();

    TaskList m_tasks;
    Cursor *m_cursors = nullptr; // the innermost
    int m_references = 1;
    int m_count = 0;
    bool m_isClosed = false;
    ThreadContext *m_context = nullptr; // while it has tasks
    std::list<ScopeData *>::iterator m_place; // in the context's list
    std::vector<JoinWaiter *> m_waiters;
};

/// Waits until a scope has no task any more.
class ASYNCWIDGETS_EXPORT JoinWait final : public Wait, private ScopeData::JoinWaiter
{
public:
    explicit JoinWait(ScopeData &scope)
        : m_scope(&scope)
    {
        m_scope->retain();
    }
    JoinWait(JoinWait &&other) noexcept
        : Wait(std::move(other))
        , m_scope(other.m_scope)
    {
        m_scope->retain();
    }
    ~JoinWait() override;

    bool start() override;
    bool cancel() override;
    QString description() const override;
    void await_resume() const { }

private:
    void scopeIsEmpty() override { complete(); }

    ScopeData *m_scope;
};

template<typename Function>
concept TaskFunction = std::invocable<Function &> && isTask<std::invoke_result_t<Function &>>;

} // namespace Detail

/// Owns the tasks that serve one object: make it a member of that object, and they end with it.
///
/// A scope belongs to the thread on which it starts its tasks. All functions are safe inside a task that the scope
/// owns, even its destruction: what is running at that moment ends at its next pause.
class ASYNCWIDGETS_EXPORT TaskScope final
{
public:
    TaskScope()
        : m_data(new Detail::ScopeData) // released by the destructor
    {
    }
    /// Cancels all tasks, the last started first.
    ~TaskScope();
    TaskScope(const TaskScope &) = delete;
    TaskScope &operator=(const TaskScope &) = delete;

    /// Starts \a task: it runs inside this call until its first pause. Its result is dropped; to use a result, await
    /// the task in another. An exception that it lets out ends it as Failed and is reported by qWarning().
    /// \a name is what the table and messages call it; the function's name if empty.
    /// Throws WaitError if tasks of this scope run on another thread.
    template<typename T>
    TaskHandle start(
        Task<T> task, const QString &name = {}, std::source_location where = std::source_location::current())
    {
        m_data->adopt(task.record(), name, where);
        const Detail::TaskRecordRef record = task.detach();
        m_data->run(*record);
        return TaskHandle(*record);
    }

    /// Calls \a function, which returns a Task, and starts that. The function object lives as long as the task:
    /// a lambda may capture what it needs.
    template<Detail::TaskFunction Function>
    TaskHandle start(Function function, const QString &name = {},
        std::source_location where = std::source_location::current())
    {
        const auto kept = std::make_shared<Function>(std::move(function));
        auto task = (*kept)();
        task.record().keepAlive(kept);
        return start(std::move(task), name, where);
    }

    /// Starts an explicit state machine, which belongs to the scope from then on and is destroyed when it has ended.
    TaskHandle start(std::unique_ptr<StateMachine> machine, const QString &name = {},
        std::source_location where = std::source_location::current());

    /// Cancels all tasks of the scope, the last started first. New ones may be started afterwards.
    void cancel();

    [[nodiscard]] int count() const { return m_data->count(); } ///< how many tasks have not ended
    [[nodiscard]] bool isEmpty() const { return count() == 0; }

    /// co_await this to wait until no task of the scope is left, however each ended. Throws WaitError in a task of
    /// the scope itself, which would wait for its own end, and on another thread than that of its tasks.
    [[nodiscard]] Detail::JoinWait join() const { return Detail::JoinWait(*m_data); }

private:
    Detail::ScopeData *m_data;
};

} // namespace AsyncWidgets
