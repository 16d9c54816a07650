// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/runner.h>

#include <asyncwidgets/detail/scopedata.h>

#include <new>

namespace AsyncWidgets::Detail {

TaskHold::TaskHold(TaskRecord &task)
    : TaskHold(task, ThreadContext::current())
{
}

inline TaskHold::TaskHold(TaskRecord &task, ThreadContext &context)
    : m_context(context)
    , m_outer(m_context.hold)
    , m_task(&task)
{
    m_context.hold = this;
}

TaskHold::~TaskHold()
{
    if (!m_hasEnded)
        m_context.hold = m_outer;
}

TaskRecord *TaskHold::end()
{
    m_hasEnded = true;
    m_context.hold = m_outer;
    if (m_context.cancelRequests == 0) [[likely]]
        return nullptr;
    TaskRecord *outermost = nullptr;
    for (TaskRecord *task = m_task.get(); task; task = task->m_awaitedBy) {
        if (task->m_cancelRequested && !task->isDone() && !task->isHeld())
            outermost = task;
    }
    return outermost;
}

inline void Runner::step(TaskRecord &task)
{
    task.m_wait = nullptr;
    if (task.m_state == TaskState::Waiting)
        ++task.m_resumptions;
    if (m_context.observers.empty()) [[likely]]
        task.m_state = TaskState::Working; // at the price of no look at the clock
    else
        task.setState(TaskState::Working);
    RunningTask running { &task, m_context.running, ASYNCWIDGETS_FRAME };
    m_context.running = &running;
    task.runCode();
    m_context.running = running.outer;
}

inline void Runner::runChain(TaskRecord *task)
{
    TaskRecordRef failed;
    while (task) {
        if (task->m_cancelRequested) [[unlikely]] { // its wait was cancelled
            task = task->unwind();
            continue;
        }
        TaskHold hold(*task, m_context);
        // Its exception is destroyed, which may run any code: not before the next task is held.
        if (failed) [[unlikely]]
            failed = TaskRecordRef();
        for (;;) {
            m_next = nullptr;
            step(*task);
            if (!m_next)
                break;
            task = m_next;
            hold.m_task = TaskRecordRef(task);
        }
        if (TaskRecord *outermost = hold.end())
            task = outermost->unwind();
        else if (!task->isDone() || !task->m_owner) // it has paused, or others have ended it
            task = nullptr;
        else {
            if (task->state() == TaskState::Failed)
                failed = TaskRecordRef(task);
            task = task->ended();
        }
    }
}

bool Runner::tellLater(ScopeData &scope, TaskRecord &task) noexcept
{
    if (!m_isRunning)
        return false;
    try {
        m_rests.push_front({ .scope = &scope, .task = TaskRecordRef(&task) });
    } catch (const std::bad_alloc &) {
        return false;
    }
    scope.retain();
    return true;
}

Q_NEVER_INLINE void Runner::tellTheRest()
{
    while (!m_rests.empty()) {
        const Rest rest = std::move(m_rests.front());
        m_rests.pop_front();
        TaskRecord *next = rest.scope->tellEnd(*rest.task);
        rest.scope->release();
        runChain(next);
    }
}

void Runner::run(TaskRecord *task)
{
    m_isRunning = true;
    runChain(task);
    if (!m_rests.empty()) [[unlikely]]
        tellTheRest();
    m_isRunning = false;
}

} // namespace AsyncWidgets::Detail
