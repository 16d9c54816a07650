// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/combination.h>

#include <asyncwidgets/detail/combinationlist.h>
#include <asyncwidgets/detail/runner.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

void requireBranches(std::size_t count)
{
    if (count == 0) {
        throw WaitError(
            u"whenAny: the list is empty, and nothing could ever be first; give it one wait or more."_s);
    }
}

bool Combination::start()
{
    if (std::exchange(m_isStarted, true))
        refuseToStart();
    m_isStarting = true;
    try {
        while (m_started < branchCount() && m_outcome == Outcome::Pending
            && !waitingTask().isCancelRequested()) {
            const std::size_t index = m_started++;
            ++m_pending;
            if (!Wait::start(branch(index), *this)) {
                --m_pending;
                decide(index, true, {});
            }
        }
    } catch (...) {
        --m_started;
        --m_pending;
        m_isStarting = false;
        static_cast<void>(Combination::cancel());
        throw;
    }
    m_isStarting = false;
    if (branchCount() == 0)
        return false; // all of nothing
    if (m_outcome == Outcome::Pending)
        return true; // also where a branch has ended the task, which does so at this pause
    cancelUntaken(); // the task runs, so that nothing of it is unwound here
    if (m_pending > 0)
        return true;
    if (m_outcome == Outcome::Completed && !m_isCancelling)
        return false;
    cancelAndResume(m_reason);
    return true;
}

bool Combination::cancel()
{
    m_isCancelling = true;
    cancelUntaken();
    return m_pending == 0;
}

void Combination::end()
{
    if (m_pending > 0)
        static_cast<void>(Combination::cancel());
}

bool Combination::dependsOnTasks() const
{
    for (std::size_t index = 0; index < m_started; ++index) {
        if (branch(index).dependsOnTasks())
            return true;
    }
    return false;
}

void Combination::visitTasks(const std::function<void(TaskRecord &)> &visit) const
{
    for (std::size_t index = 0; index < m_started; ++index)
        branch(index).visitTasks(visit);
}

TaskRecord *Combination::waitCompleted(Wait &wait)
{
    return branchHasEnded(wait, true, {});
}

TaskRecord *Combination::waitCancelled(Wait &wait, const QString &reason)
{
    return branchHasEnded(wait, false, reason);
}

void Combination::decide(std::size_t index, bool isCompleted, const QString &reason)
{
    if (m_outcome != Outcome::Pending || m_isCancelling)
        return;
    if (!isCompleted)
        m_reason = reason;
    m_outcome = isCompleted ? branchCompleted(index) : branchCancelled(index);
}

TaskRecord *Combination::branchHasEnded(Wait &wait, bool isCompleted, const QString &reason)
{
    --m_pending;
    decide(indexOf(wait), isCompleted, reason);
    if (m_isStarting || m_isCancellingUntaken || (m_outcome == Outcome::Pending && !m_isCancelling))
        return nullptr;
    // Unwinding a loser runs destructors, which may cancel the task that waits here: that is held until this is done.
    TaskHold hold(waitingTask());
    cancelUntaken();
    if (TaskRecord *outermost = hold.end())
        return outermost->unwind(); // and this object with it
    return tellResult();
}

void Combination::cancelUntaken()
{
    // A destructor of a loser may end others, and this combination too, which leads here again: that only counts, and
    // what is left is cancelled by the call up the stack. So each is cancelled once, and the stack does not grow.
    if (m_isCancellingUntaken)
        return;
    m_isCancellingUntaken = true;
    bool wasCancelling = false;
    do {
        wasCancelling = m_isCancelling;
        for (std::size_t index = 0; index < branchCount(); ++index) {
            if (m_outcome == Outcome::Completed && !m_isCancelling && takes(index))
                continue;
            Wait &wait = branch(index);
            if (wait.cancel() && wait.hasListener()) {
                wait.removeListener();
                --m_pending;
            }
        }
    } while (wasCancelling != m_isCancelling);
    m_isCancellingUntaken = false;
}

TaskRecord *Combination::tellResult()
{
    if (m_pending > 0)
        return nullptr; // a loser still runs
    if (m_isCancelling || m_outcome == Outcome::Cancelled)
        return tellCancelled(m_reason);
    return tellCompleted();
}

bool TaskBranch::start()
{
    m_isStarted = true;
    record().setOwner(*this, &listener().waitingTask());
    ThreadContext::current().tasksWithoutScope.append(record());
    m_isQuiet = true;
    TaskRecord::resume(&record());
    m_isQuiet = false;
    if (m_wasCancelled) {
        cancelAndResume(record().reason());
        return true;
    }
    return !m_hasEnded;
}

bool TaskBranch::cancel()
{
    if (!m_isStarted)
        return true;
    // A destructor of the task, further up the stack, may have completed another branch, which leads here again.
    const bool wasQuiet = std::exchange(m_isQuiet, true);
    const TaskRecord *waiting = record().awaitedBy();
    record().cancel(waiting && waiting->isDone()
            ? waiting->reason()
            : reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "another branch finished first")));
    m_isQuiet = wasQuiet;
    // One that has ended and takes the waiting task down with it is not told any more.
    return m_hasEnded || (record().isDone() && !record().isHeld());
}

void TaskBranch::end(bool isTaken)
{
    if (m_isStarted && !TaskBranch::cancel()) {
        qFatal("AsyncWidgets: a combination was destroyed by one of its own branches, which cannot go on "
               "without it; "
               "let it live until the co_await is over.");
    }
    // It may have ended and take the waiting task down with it: then nobody was told of its end.
    if (record().owner() == this) {
        forgetTask(record());
        record().forgetCancelRequest();
    }
    if (record().state() == TaskState::Failed && !isTaken)
        record().reportFailure();
}

std::exception_ptr TaskBranch::failure() const
{
    return record().state() == TaskState::Failed ? record().error() : nullptr;
}

QString TaskBranch::description() const
{
    return record().name();
}

void TaskBranch::visitTasks(const std::function<void(TaskRecord &)> &visit) const
{
    visit(record());
}

void TaskBranch::forgetTask(TaskRecord &task)
{
    ThreadContext::current().tasksWithoutScope.remove(task);
}

TaskRecord *TaskBranch::taskEnded(TaskRecord &)
{
    m_hasEnded = true;
    return m_isQuiet ? nullptr : tellCompleted();
}

TaskRecord *TaskBranch::taskCancelled(TaskRecord &task)
{
    m_wasCancelled = true;
    m_hasEnded = true;
    return m_isQuiet ? nullptr : tellCancelled(task.reason());
}

} // namespace AsyncWidgets::Detail
