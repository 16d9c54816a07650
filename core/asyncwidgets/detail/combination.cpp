// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/combination.h>

#include <QtCore/QCoreApplication>

namespace AsyncWidgets::Detail {

bool Combination::begin()
{
    if (m_begun != 0)
        refuseToBegin();
    m_isBeginning = true;
    for (std::size_t index = 0; index < branchCount() && m_outcome == Outcome::Open; ++index) {
        Wait &wait = branch(index);
        wait.setListener(*this);
        m_begun |= quint64(1) << index;
        if (!wait.begin())
            decide(index, true, {});
    }
    m_isBeginning = false;
    if (m_outcome == Outcome::Open)
        return true;
    stopOthers(); // the task runs, so that nothing of it is unwound here
    if (m_ended != m_begun)
        return true;
    if (m_outcome == Outcome::Over)
        return false;
    TaskRecord::resume(listener().waitIsHopeless(*this, m_reason));
    return true;
}

bool Combination::stop()
{
    m_isStopping = true;
    stopOthers();
    return m_ended == m_begun;
}

void Combination::end()
{
    if (m_ended != m_begun)
        stop();
}

void Combination::visitTasks(const std::function<void(TaskRecord &)> &visit) const
{
    for (std::size_t index = 0; index < branchCount(); ++index) {
        if (m_begun & (quint64(1) << index))
            branch(index).visitTasks(visit);
    }
}

TaskRecord *Combination::waitIsOver(Wait &wait)
{
    return branchHasEnded(indexOf(wait), true, {});
}

TaskRecord *Combination::waitIsHopeless(Wait &wait, const QString &reason)
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

void Combination::decide(std::size_t index, bool isOver, const QString &reason)
{
    m_ended |= quint64(1) << index;
    if (m_outcome != Outcome::Open || m_isStopping)
        return;
    if (!isOver)
        m_reason = reason;
    m_outcome = isOver ? branchIsOver(index) : branchIsHopeless(index);
}

TaskRecord *Combination::branchHasEnded(std::size_t index, bool isOver, const QString &reason)
{
    decide(index, isOver, reason);
    if (m_isBeginning || (m_outcome == Outcome::Open && !m_isStopping))
        return nullptr;
    // Unwinding a loser runs destructors, which may cancel the task that waits here: that is held until this is done.
    TaskHold hold(waitingTask());
    stopOthers();
    if (TaskRecord *outermost = hold.release())
        return outermost->unwind(); // and this object with it
    return report();
}

void Combination::stopOthers()
{
    for (std::size_t index = 0; index < branchCount(); ++index) {
        const quint64 bit = quint64(1) << index;
        if ((m_begun & bit) && !(m_ended & bit) && branch(index).stop())
            m_ended |= bit;
    }
}

TaskRecord *Combination::report()
{
    if (m_ended != m_begun)
        return nullptr; // a loser still runs
    if (m_isStopping || m_outcome == Outcome::Hopeless)
        return listener().waitIsHopeless(*this, m_reason);
    return listener().waitIsOver(*this);
}

bool TaskBranch::begin()
{
    m_isStarted = true;
    record().setOwner(*this, &listener().waitingTask());
    m_isQuiet = true;
    TaskRecord::resume(&record());
    m_isQuiet = false;
    if (record().state() == TaskState::Cancelled) {
        TaskRecord::resume(listener().waitIsHopeless(*this, record().reason()));
        return true;
    }
    return !m_hasEnded;
}

bool TaskBranch::stop()
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
        stop();
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
    return m_isQuiet ? nullptr : listener().waitIsOver(*this);
}

TaskRecord *TaskBranch::taskCancelled(TaskRecord &task)
{
    m_hasEnded = true;
    return m_isQuiet ? nullptr : listener().waitIsHopeless(*this, task.reason());
}

} // namespace AsyncWidgets::Detail
