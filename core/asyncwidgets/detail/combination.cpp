// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/combination.h>

#include <QtCore/QCoreApplication>

namespace AsyncWidgets::Detail {

bool Combination::start()
{
    if (m_started != 0)
        refuseToStart();
    m_isStarting = true;
    for (std::size_t index = 0; index < branchCount() && m_outcome == Outcome::Pending; ++index) {
        Wait &wait = branch(index);
        wait.setListener(*this);
        m_started |= quint64(1) << index;
        if (!wait.start())
            decide(index, true, {});
    }
    m_isStarting = false;
    if (m_outcome == Outcome::Pending)
        return true;
    cancelOthers(); // the task runs, so that nothing of it is unwound here
    if (m_ended != m_started)
        return true;
    if (m_outcome == Outcome::Completed)
        return false;
    TaskRecord::resume(listener().waitCancelled(*this, m_reason));
    return true;
}

bool Combination::cancel()
{
    m_isCancelling = true;
    cancelOthers();
    return m_ended == m_started;
}

void Combination::end()
{
    if (m_ended != m_started)
        cancel();
}

void Combination::visitTasks(const std::function<void(TaskRecord &)> &visit) const
{
    for (std::size_t index = 0; index < branchCount(); ++index) {
        if (m_started & (quint64(1) << index))
            branch(index).visitTasks(visit);
    }
}

TaskRecord *Combination::waitCompleted(Wait &wait)
{
    return branchHasEnded(indexOf(wait), true, {});
}

TaskRecord *Combination::waitCancelled(Wait &wait, const QString &reason)
{
    return branchHasEnded(indexOf(wait), false, reason);
}

std::size_t Combination::indexOf(const Wait &wait) const
{
    std::size_t index = 0;
    while (&branch(index) != &wait)
        ++index;
    return index;
}

void Combination::decide(std::size_t index, bool isCompleted, const QString &reason)
{
    m_ended |= quint64(1) << index;
    if (m_outcome != Outcome::Pending || m_isCancelling)
        return;
    if (!isCompleted)
        m_reason = reason;
    m_outcome = isCompleted ? branchCompleted(index) : branchCancelled(index);
}

TaskRecord *Combination::branchHasEnded(std::size_t index, bool isCompleted, const QString &reason)
{
    decide(index, isCompleted, reason);
    if (m_isStarting || (m_outcome == Outcome::Pending && !m_isCancelling))
        return nullptr;
    // Unwinding a loser runs destructors, which may cancel the task that waits here: that is held until this is done.
    TaskHold hold(waitingTask());
    cancelOthers();
    if (TaskRecord *outermost = hold.release())
        return outermost->unwind(); // and this object with it
    return report();
}

void Combination::cancelOthers()
{
    for (std::size_t index = 0; index < branchCount(); ++index) {
        const quint64 bit = quint64(1) << index;
        if ((m_started & bit) && !(m_ended & bit) && branch(index).cancel())
            m_ended |= bit;
    }
}

TaskRecord *Combination::report()
{
    if (m_ended != m_started)
        return nullptr; // a loser still runs
    if (m_isCancelling || m_outcome == Outcome::Cancelled)
        return listener().waitCancelled(*this, m_reason);
    return listener().waitCompleted(*this);
}

bool TaskBranch::start()
{
    m_isStarted = true;
    record().setOwner(*this, &listener().waitingTask());
    m_isQuiet = true;
    TaskRecord::resume(&record());
    m_isQuiet = false;
    if (record().state() == TaskState::Cancelled) {
        TaskRecord::resume(listener().waitCancelled(*this, record().reason()));
        return true;
    }
    return !m_hasEnded;
}

bool TaskBranch::cancel()
{
    // A destructor of the task, further up the stack, may have completed another branch, which leads here again.
    const bool wasQuiet = std::exchange(m_isQuiet, true);
    TaskRecord::resume(
        record().cancel(QCoreApplication::translate("AsyncWidgets", "another branch was first")));
    m_isQuiet = wasQuiet;
    return m_hasEnded;
}

void TaskBranch::end(bool isTaken)
{
    if (m_isStarted)
        cancel();
    if (hasFailed() && !isTaken)
        record().reportFailure();
}

bool TaskBranch::hasFailed() const
{
    return record().state() == TaskState::Failed;
}

QString TaskBranch::description() const
{
    return record().name();
}

void TaskBranch::visitTasks(const std::function<void(TaskRecord &)> &visit) const
{
    visit(record());
}

TaskRecord *TaskBranch::taskEnded(TaskRecord &)
{
    m_hasEnded = true;
    return m_isQuiet ? nullptr : listener().waitCompleted(*this);
}

TaskRecord *TaskBranch::taskCancelled(TaskRecord &task)
{
    m_hasEnded = true;
    return m_isQuiet ? nullptr : listener().waitCancelled(*this, task.reason());
}

} // namespace AsyncWidgets::Detail
