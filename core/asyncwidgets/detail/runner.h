// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What stands on the stack while tasks run: who runs them, what holds them, and which is running.

#pragma once

#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/global.h>

#ifdef _MSC_VER
#include <intrin.h>
#endif

#include <forward_list>
#include <utility>

namespace AsyncWidgets::Detail {

/// The address of the calling function's stack frame.
#ifdef _MSC_VER
#define ASYNCWIDGETS_FRAME reinterpret_cast<quintptr>(_AddressOfReturnAddress())
#else
#define ASYNCWIDGETS_FRAME reinterpret_cast<quintptr>(__builtin_frame_address(0))
#endif

/// A task whose code runs, on the stack: with it, others can see who does.
struct RunningTask
{
    TaskRecord *task;
    RunningTask *outer;
    quintptr frame; // of the function that runs it
};

/// One level of running tasks on the stack. While there is one its thread is busy: unused connections stay open until
/// the outermost has ended, so that a task that waits again loses nothing. So whatever may let tasks go on makes one
/// before it tells anybody.
class Runner final
{
public:
    explicit Runner(ThreadContext &context);
    ~Runner();
    Q_DISABLE_COPY_MOVE(Runner)

    /// Runs \a task, and whatever is to go on after it, until all have paused or ended. Nothing happens for nullptr.
    void run(TaskRecord *task);
    /// \a task goes on when the present one has paused or ended: where one awaits the other directly.
    void setNext(TaskRecord *task) { m_next = task; }
    /// When all that goes on now has paused or ended, \a scope tells the next who wait for the end of \a task. Of several
    /// such calls the last is served first, so that all go on in the order in which nested Runners would run them.
    /// Returns false outside of run(), and where there is no memory for it.
    [[nodiscard]] bool tellLater(ScopeData &scope, TaskRecord &task) noexcept;

    // For the TraceLog: what resumes the next task, and its arguments as text.
    void setCause(const SharedConnection *connection, quint32 values)
    {
        m_cause = connection;
        m_carriedValues = values;
    }
    [[nodiscard]] const SharedConnection *takeCause() { return std::exchange(m_cause, nullptr); }
    [[nodiscard]] quint32 carriedValues() const { return m_carriedValues; }

private:
    void step(TaskRecord &task); ///< runs it until its next pause or its end
    void runChain(TaskRecord *task);
    void tellTheRest();

    struct Rest // of those who are to be told of an end
    {
        ScopeData *scope;
        TaskRecordRef task;
    };

    ThreadContext &m_context;
    Runner *const m_outer;
    const bool m_wasUnwinding; // the tasks that go on here are others
    bool m_isRunning = false;
    TaskRecord *m_next = nullptr;
    std::forward_list<Rest> m_rests; // the latest first
    const SharedConnection *m_cause = nullptr;
    quint32 m_carriedValues = 0;
};

/// While it lives, the task and all that wait for it, directly or as a branch, are not unwound: its code runs, or code
/// of the library that still needs it. What is cancelled meanwhile is unwound after the last hold.
class ASYNCWIDGETS_EXPORT TaskHold final
{
public:
    explicit TaskHold(TaskRecord &task);
    ~TaskHold();
    Q_DISABLE_COPY_MOVE(TaskHold)

    /// Ends the hold; the record stays referred to as long as this object lives. Returns the outermost of those that are
    /// to be unwound now, for unwind(), or nullptr. (The destructor alone unwinds nothing.)
    [[nodiscard]] TaskRecord *end();

private:
    friend class Runner;
    friend class TaskRecord;

    TaskHold(TaskRecord &task, ThreadContext &context);

    ThreadContext &m_context;
    TaskHold *const m_outer;
    TaskRecordRef m_task;
    bool m_hasEnded = false;
};

inline Runner::Runner(ThreadContext &context)
    : m_context(context)
    , m_outer(context.runner)
    , m_wasUnwinding(std::exchange(context.isUnwinding, false))
{
    context.runner = this;
}

inline Runner::~Runner()
{
    m_context.runner = m_outer;
    m_context.isUnwinding = m_wasUnwinding;
    if (!m_outer && m_context.firstLeft)
        m_context.closeLeft();
}

} // namespace AsyncWidgets::Detail
