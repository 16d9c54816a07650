// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What the library keeps for each thread on which tasks run.

#pragma once

#include <asyncwidgets/detail/timerqueue.h>
#include <asyncwidgets/global.h>

#ifdef _MSC_VER
#include <intrin.h>
#endif

#include <QtCore/QHash>
#include <QtCore/QObject>

#include <chrono>
#include <list>
#include <utility>
#include <vector>

namespace AsyncWidgets::Detail {

class SignalHub;
class TaskHold;
class TaskRecord;
class ScopeData;
class TraceLog;

/// Is told of every step of every task on one thread. It must not start, resume or cancel tasks.
class TaskObserver
{
public:
    virtual void taskChanged(TaskRecord &task) = 0;

protected:
    ~TaskObserver() = default;
};

class ThreadContext;

/// The address of the calling function's stack frame.
#ifdef _MSC_VER
#define ASYNCWIDGETS_FRAME reinterpret_cast<quintptr>(_AddressOfReturnAddress())
#else
#define ASYNCWIDGETS_FRAME reinterpret_cast<quintptr>(__builtin_frame_address(0))
#endif

/// A task whose code runs, on the stack: with it, others can see who does.
struct RunningTask
{
    const TaskRecord *task;
    RunningTask *outer;
    quintptr frame; // of the function that runs it
};

/// One level of running tasks on the stack. While there is one its thread is busy: unused connections stay open until
/// the outermost has ended.
class Runner final
{
public:
    explicit Runner(ThreadContext &context);
    ~Runner();
    Q_DISABLE_COPY_MOVE(Runner)

    /// Runs \a task, and whatever is to go on after it, until all have paused or ended. Nothing happens for nullptr.
    void run(TaskRecord *task);
    void setNext(TaskRecord *task) { m_next = task; } ///< goes on when the present one has paused or ended

    // For the TraceLog: what resumes the next task, and its arguments as text.
    void setCarrier(const SignalHub *hub, quint32 values)
    {
        m_carrier = hub;
        m_carriedValues = values;
    }
    [[nodiscard]] const SignalHub *takeCarrier() { return std::exchange(m_carrier, nullptr); }
    [[nodiscard]] quint32 carriedValues() const { return m_carriedValues; }

private:
    ThreadContext &m_context;
    Runner *const m_outer;
    TaskRecord *m_next = nullptr;
    const SignalHub *m_carrier = nullptr;
    quint32 m_carriedValues = 0;
};

/// Tells when the state of a task begins, at next to no price: it looks at the clock once in a turn of the event loop
/// and every 16th time within one, so that it is late by no more than 16 quick steps take. (Each time while somebody
/// observes the tasks, and when a task is the first to wait for a signal.)
class StepClock
{
public:
    [[nodiscard]] std::chrono::steady_clock::time_point now()
    {
        if (m_unlooked == 0)
            look();
        --m_unlooked;
        return m_now;
    }
    void lookNextTime() { m_unlooked = 0; }
    [[nodiscard]] bool looksNextTime() const { return m_unlooked == 0; }

private:
    void look();

    int m_unlooked = 0; // how many times more the clock is not looked at
    std::chrono::steady_clock::time_point m_now;
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
    return ::qHash(
        reinterpret_cast<quintptr>(key.sender) ^ (static_cast<quintptr>(key.signalIndex) << 48), seed);
}

/// The context of this thread, if there is one. Not exported: only for the library's own source files.
extern constinit thread_local ThreadContext *currentContext;

/// Receives signals and timers for the tasks of one thread. Made when the first task starts there, destroyed with the
/// thread (for the main thread: with the application object).
class ASYNCWIDGETS_EXPORT ThreadContext final : public QObject
{
public:
    [[nodiscard]] static ThreadContext &current() { return currentContext ? *currentContext : create(); }
    [[nodiscard]] static ThreadContext *existing() ///< nullptr where no task was ever started
    {
        return currentContext;
    }
    /// The same as current(), for something that needs the event loop. Throws WaitError on a thread that has none. On
    /// one whose loop does not run yet the tasks go on once it does, and end with the thread if it never does.
    static ThreadContext &withEventLoop()
    {
        ThreadContext &context = current();
        if (!context.m_hasEventLoop)
            context.requireEventLoop();
        return context;
    }
    ~ThreadContext() override;

    Runner *runner = nullptr; // the innermost
    RunningTask *running = nullptr; // the innermost
    TaskHold *hold = nullptr; // the innermost
    int cancelRequests = 0; // how many tasks are to be unwound once they are not held any more
    SignalHub *lastHub = nullptr; // the one that was used last: most waits wait for the same signal again
    // Of one key the newest counts; the senders of older ones are gone.
    QMultiHash<SignalKey, SignalHub *> hubs;
    // That nobody waits for any more, kept until the thread is no longer busy.
    std::vector<SignalHub *> idleHubs;
    bool isUnwinding = false;
    bool isEnding = false; // with its thread: no task starts any more
    TimerQueue timers { *this };
    StepClock clock;
    std::vector<TaskObserver *> observers;
    TraceLog *trace = nullptr; // while there is a TaskTrace
    std::list<ScopeData *> scopes; // that have tasks
    void notify(TaskRecord &task) const
    {
        for (TaskObserver *observer : observers)
            observer->taskChanged(task);
    }
    /// Whether tasks are being resumed. When the outermost call that does so ends, it calls closeIdleHubs().
    [[nodiscard]] bool isBusy() const { return runner != nullptr; }
    void closeIdleHubs();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    ThreadContext() = default;
    static ThreadContext &create();
    void requireEventLoop();
    bool m_hasEventLoop = false;
};

inline Runner::Runner(ThreadContext &context)
    : m_context(context)
    , m_outer(context.runner)
{
    context.runner = this;
}

inline Runner::~Runner()
{
    m_context.runner = m_outer;
    if (!m_outer && !m_context.idleHubs.empty())
        m_context.closeIdleHubs();
}

} // namespace AsyncWidgets::Detail
