// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/taskscope.h>

#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace Detail {

void ScopeData::adopt(TaskRecord &task, const QString &name, std::source_location where)
{
    requireThisThread();
    ThreadContext &context = ThreadContext::current();
    task.setName(name);
    task.setWhere(where);
    if (!m_context) {
        m_place = context.scopes.insert(context.scopes.end(), this);
        m_context = &context;
    }
    task.retain(); // until it has ended
    retain(); // likewise
    task.setOwner(*this, nullptr);
    m_tasks.append(task);
    ++m_count;
}

void ScopeData::requireThisThread() const
{
    if (m_context && m_context != &ThreadContext::current()) {
        throw WaitError(u"A TaskScope runs its tasks on one thread, and tasks of this one run on another: "
                        "start the task there, or use a scope of this thread."_s);
    }
}

void ScopeData::run(TaskRecord &task)
{
    if (m_isClosed)
        TaskRecord::resume(task.cancel(QCoreApplication::translate(
            "AsyncWidgets", "its scope was being destroyed when it was to start")));
    else if (m_context->isEnding)
        TaskRecord::resume(task.cancel(
            QCoreApplication::translate("AsyncWidgets", "its thread was ending when it was to start")));
    else
        TaskRecord::resume(&task);
}

void ScopeData::forgetTask(TaskRecord &task)
{
    for (Cursor *cursor = m_cursors; cursor; cursor = cursor->outer) {
        if (cursor->next == &task)
            cursor->next = TaskList::previous(task);
    }
    m_tasks.remove(task);
    if (--m_count == 0) {
        m_context->scopes.erase(m_place);
        m_context = nullptr;
    }
}

TaskRecord *ScopeData::taskEnded(TaskRecord &task)
{
    if (task.state() == TaskState::Failed)
        task.reportFailure();
    task.destroyFrame();
    return taskCancelled(task);
}

TaskRecord *ScopeData::taskCancelled(TaskRecord &task)
{
    task.release();
    if (m_count == 0)
        tellWaiters();
    release();
    return nullptr;
}

void ScopeData::tellWaiters()
{
    // Whoever goes on may start new tasks here, or end others that wait.
    while (m_count == 0 && !m_waiters.empty()) {
        JoinWaiter *waiter = m_waiters.front();
        m_waiters.erase(m_waiters.begin());
        waiter->scopeIsEmpty();
    }
}

void ScopeData::cancel(CommonReason reason)
{
    retain();
    // Only those that are there now: new ones come after the last. Running ones stay in the list until their next
    // pause, and a destructor may end others: then the cursor moves on.
    Cursor cursor { .next = m_tasks.last(), .outer = m_cursors };
    m_cursors = &cursor;
    while (TaskRecord *task = cursor.next) {
        cursor.next = TaskList::previous(*task);
        TaskRecord::resume(task->cancel(reason));
    }
    m_cursors = cursor.outer;
    release();
}

void ScopeData::close()
{
    m_isClosed = true;
    cancel(CommonReason::ScopeDestroyed);
}

void ScopeData::release()
{
    if (--m_references == 0)
        delete this;
}

JoinWait::~JoinWait()
{
    m_scope->removeWaiter(*this);
    m_scope->release();
}

bool JoinWait::start()
{
    if (m_scope->count() == 0)
        return false;
    m_scope->requireThisThread();
    for (const TaskRecord *task = &listener().waitingTask(); task; task = task->awaitedBy()) {
        if (task->owner() == m_scope)
            throw WaitError(u"A task cannot wait for the end of its own scope: it would wait for itself."_s);
    }
    m_scope->addWaiter(*this);
    return true;
}

bool JoinWait::cancel()
{
    m_scope->removeWaiter(*this);
    return true;
}

QString JoinWait::description() const
{
    return QCoreApplication::translate("AsyncWidgets", "%1 tasks of a scope").arg(m_scope->count());
}

} // namespace Detail

void TaskScope::cancel()
{
    m_data->cancel(Detail::CommonReason::CancelledWithScope);
}

TaskScope::~TaskScope()
{
    m_data->close();
    m_data->release();
}

TaskHandle TaskScope::start(
    std::unique_ptr<StateMachine> machine, const QString &name, std::source_location where)
{
    if (!machine)
        throw WaitError(u"There is no state machine to start: the pointer is null."_s);
    const Detail::TaskRecordRef record(new Detail::StateMachineRecord(std::move(machine)));
    try {
        m_data->adopt(*record, name, where);
    } catch (...) {
        record->destroyFrame();
        throw;
    }
    m_data->run(*record);
    return TaskHandle(*record);
}

} // namespace AsyncWidgets
