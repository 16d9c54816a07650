// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What the library keeps for each thread on which tasks run.

#pragma once

#include <asyncwidgets/detail/linkedlist.h>
#include <asyncwidgets/detail/timerqueue.h>
#include <asyncwidgets/global.h>

#include <QtCore/QHash>
#include <QtCore/QObject>

#include <chrono>
#include <vector>

namespace AsyncWidgets::Detail {

class Runner;
class ScopeData;
class SharedConnection;
class TaskHold;
class TaskRecord;
class ThreadContext;
class TraceLog;
struct Emission;
struct RunningTask;

/// Is told of every step of every task on one thread. It must not start, resume or cancel tasks, nor throw: a step is
/// not to fail because somebody looks.
class TaskObserver
{
public:
    virtual void taskChanged(TaskRecord &task) = 0;

protected:
    ~TaskObserver() = default;
};

/// A sender and the method index of one of its signals.
struct SignalKey
{
    const QObject *sender = nullptr;
    int signalIndex = -1;
    bool operator==(const SignalKey &) const = default;
};
inline size_t qHash(const SignalKey &key, size_t seed = 0) noexcept
{
    return ::qHash(reinterpret_cast<quintptr>(key.sender)
            ^ (static_cast<quintptr>(key.signalIndex) << (8 * sizeof(quintptr) - 16)),
        seed);
}

/// The context of this thread, if there is one. Not exported, so that no public header may reach it: only for the
/// library's own source files.
extern constinit thread_local ThreadContext *currentContext;

/// Receives signals and timers for the tasks of one thread. Made when the library is first used there, destroyed with the
/// thread (for the main thread: with the application object).
class ASYNCWIDGETS_EXPORT ThreadContext final : public QObject
{
public:
    // Only for the library's own source files, like the variable.
    [[nodiscard]] static ThreadContext &current() { return currentContext ? *currentContext : create(); }
    [[nodiscard]] static ThreadContext *existing() ///< nullptr where the library was never used
    {
        return currentContext;
    }
    /// The same as current(), for something that needs the event loop. Throws WaitError on a thread that has none. On
    /// one whose loop does not run yet the tasks go on once it does, and end with the thread if it never does.
    static ThreadContext &withEventLoop();
    ~ThreadContext() override;

    quint16 number = 0; // of no other thread that has a context now; never 0 once it is made
    const Qt::HANDLE threadHandle; // as a debugger knows it
    Runner *runner = nullptr; // the innermost
    Emission *emission = nullptr; // the innermost that is being served
    SharedConnection *lastConnection = nullptr; // most waits wait for the same signal again
    QHash<SignalKey, SharedConnection *> connections; // of each key the newest, which knows the older ones
    // Of those that somebody has left in this run; they are closed after it if nobody waits for them then.
    SharedConnection *firstLeft = nullptr;
    RunningTask *running = nullptr; // the innermost
    TaskHold *hold = nullptr; // the innermost
    int cancelRequests = 0; // how many tasks are to be unwound once they are not held any more
    bool isUnwinding = false;
    bool isEnding = false; // with its thread: no task starts any more
    TimerQueue timers { *this };
    std::vector<TaskObserver *> observers;
    TraceLog *trace = nullptr; // while there is a TaskTrace
    LinkedList<ScopeData> scopes; // that have tasks
    LinkedList<TaskRecord> tasksWithoutScope; // awaited directly, as a branch, or shown below another
    void notify(TaskRecord &task) const
    {
        for (TaskObserver *observer : observers)
            observer->taskChanged(task);
    }
    /// Whether tasks are being resumed. When the outermost call that does so ends, it calls closeLeft().
    [[nodiscard]] bool isBusy() const { return runner != nullptr; }
    void closeLeft();
    /// The time for the state of a task, exact to a timer tick.
    [[nodiscard]] static std::chrono::steady_clock::time_point now();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    ThreadContext();
    static ThreadContext &create();
    void requireEventLoop();
    friend class Runner;
    friend LinkedList<ThreadContext>;
    friend struct MemoryLayout;

    bool m_hasEventLoop = false;
    ThreadContext *m_previous = nullptr; // in the list of all threads
    ThreadContext *m_next = nullptr;
};

} // namespace AsyncWidgets::Detail
