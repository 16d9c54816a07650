// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/endwait.h>

#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>

#include <exception>
#include <unordered_set>
#include <vector>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

bool isAwaitedByAny(
    TaskRecord &task, const std::function<bool(const TaskRecord &)> &isIt, const std::function<bool()> &canBe)
{
    bool isAsked = !canBe;
    std::unordered_set<const TaskRecord *> seen;
    std::vector<const TaskRecord *> left { &task };
    while (!left.empty()) {
        const TaskRecord *next = left.back();
        left.pop_back();
        if (!next || !seen.insert(next).second)
            continue;
        if (isIt(*next))
            return true;
        if (!isAsked && (seen.size() > 1 || next->hasWaiters())) {
            isAsked = true;
            if (!canBe())
                return false;
        }
        left.push_back(next->awaitedBy());
        if (next->hasWaiters()) {
            for (const EndWaitBase *wait : next->waiters())
                left.push_back(&wait->listener().waitingTask());
        }
        if (const TaskOwner *owner = next->owner())
            owner->visitWaiting([&left](const TaskRecord &waiting) { left.push_back(&waiting); });
    }
    return false;
}

EndWaitBase::EndWaitBase(const TaskRecordRef &task, bool takesCancelled)
    : m_takesCancelled(takesCancelled)
{
    if (!task)
        throw WaitError(u"There is no task to wait for: the TaskHandle is empty."_s);
    if (!task->isOfThisThread()) {
        throw WaitError(
            u"The task \"%1\" runs on another thread: co_await its TaskHandle there."_s.arg(task->name()));
    }
    m_task = task;
}

EndWaitBase::~EndWaitBase()
{
    leave();
}

bool EndWaitBase::start()
{
    if (m_task->isInScope()) {
        if (isAwaitedByAny(
                listener().waitingTask(), [this](const TaskRecord &task) { return &task == m_task.get(); },
                [this] { return m_task->dependsOnTasks(); })) {
            throw WaitError(
                u"A task cannot wait for the end of \"%1\", which waits for its own: neither would ever end."_s
                    .arg(m_task->name()));
        }
        m_place = m_task->addWaiter(*this);
        return m_isWaiting = true;
    }
    if (!m_task->isDone()) {
        throw WaitError(u"The task \"%1\" is a part of another: wait for that one."_s.arg(m_task->name()));
    }
    if (isHopeless()) {
        cancelAndResume(reason());
        return true;
    }
    return false;
}

bool EndWaitBase::cancel()
{
    leave();
    return true;
}

void EndWaitBase::leave()
{
    if (std::exchange(m_isWaiting, false))
        m_task->removeWaiter(m_place);
}

TaskRecord *EndWaitBase::taskHasEnded()
{
    leave();
    return isHopeless() ? tellCancelled(reason()) : tellCompleted();
}

bool EndWaitBase::isHopeless() const
{
    return m_task->state() == TaskState::Cancelled && !m_takesCancelled;
}

QString EndWaitBase::reason() const noexcept
{
    return reasonInWords(
        QT_TRANSLATE_NOOP("AsyncWidgets", "%1 was cancelled"), [this] { return m_task->name(); });
}

QString EndWaitBase::description() const
{
    return m_task->name();
}

std::exception_ptr EndWaitBase::failure() const
{
    return m_task->state() == TaskState::Failed ? m_task->error() : nullptr;
}

bool EndWaitBase::takeEnd() const
{
    if (m_task->state() == TaskState::Failed)
        std::rethrow_exception(m_task->error());
    return m_task->state() == TaskState::Finished;
}

} // namespace AsyncWidgets::Detail
