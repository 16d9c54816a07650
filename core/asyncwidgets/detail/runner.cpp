// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/runner.h>

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

void Runner::run(TaskRecord *task)
{
    TaskRecordRef failed;
    while (task) {
        if (task->m_cancelRequested) [[unlikely]] { // its wait was cancelled
            task = task->unwind();
            continue;
        }
        TaskHold hold(*task, m_context);
        if (failed)
            [[unlikely]] // its exception is destroyed, which may run any code: not before the next is held
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

} // namespace AsyncWidgets::Detail
