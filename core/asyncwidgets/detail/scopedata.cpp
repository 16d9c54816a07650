// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/scopedata.h>

#include <asyncwidgets/detail/endwait.h>
#include <asyncwidgets/detail/runner.h>
#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QtDebug>

#include <memory>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

void ScopeData::adopt(TaskRecord &task, const QString &name, std::source_location where)
{
    requireThisThread("start the task");
    ThreadContext &context = ThreadContext::current();
    task.setName(name);
    task.setWhere(where);
    if (m_count == 0) {
        context.scopes.append(*this);
        setContext(&context);
        retain();
    }
    ++m_count;
    task.retain(); // until it has ended
    task.setOwner(*this, nullptr);
    task.setInScope(true);
    m_tasks.append(task);
}

void ScopeData::setContext(ThreadContext *context)
{
    const QMutexLocker lock(&m_mutex);
    m_context.store(context, std::memory_order_relaxed);
}

void ScopeData::requireThisThread(const char *action) const
{
    const ThreadContext *context = m_context.load(std::memory_order_relaxed);
    if (context && context != ThreadContext::existing()) {
        throw WaitError(u"A TaskScope runs its tasks on one thread, and tasks of this one run on another: "
                        "%1 there, or use a scope of this thread."_s.arg(QString::fromLatin1(action)));
    }
}

void ScopeData::run(TaskRecord &task)
{
    const ThreadContext &context = ThreadContext::current();
    if (m_isClosed)
        task.cancel(reasonInWords(
            QT_TRANSLATE_NOOP("AsyncWidgets", "its scope was being destroyed when it was to start")));
    else if (context.isEnding)
        task.cancel(
            reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "its thread was ending when it was to start")));
    else
        return TaskRecord::resume(&task);
    // Whoever starts again what has ended would never pause: if it is to end as well, it does so at its next co_await.
    for (TaskRecord *running = context.running ? context.running->task : nullptr; running;
        running = running->awaitedBy()) {
        if (context.isEnding && !running->awaitedBy())
            return running->cancel(CommonReason::ThreadEnded);
        if (running->owner() == this)
            return running->cancel(CommonReason::ScopeDestroyed);
    }
}

void ScopeData::forgetTask(TaskRecord &task)
{
    for (Cursor *cursor = m_cursors; cursor; cursor = cursor->outer) {
        if (cursor->next == &task)
            cursor->next = TaskList::previous(task);
    }
    m_tasks.remove(task);
}

TaskRecord *ScopeData::taskEnded(TaskRecord &task)
{
    task.destroyCode();
    return taskIsGone(task);
}

TaskRecord *ScopeData::taskCancelled(TaskRecord &task)
{
    return taskIsGone(task);
}

// Its last destructor has returned, which may have started tasks here.
TaskRecord *ScopeData::taskIsGone(TaskRecord &task)
{
    task.release(); // the caller has another reference
    task.setInScope(false);
    const bool isLast = --m_count == 0;
    if (isLast) {
        ThreadContext::current().scopes.remove(*this);
        setContext(nullptr);
    } else if (task.state() != TaskState::Failed && !task.hasWaiters()) [[likely]] {
        return nullptr;
    } else {
        retain();
    }
    if (task.state() == TaskState::Failed && !task.hasWaiters())
        tellFailure(task);
    TaskRecord *next = tellEnd(task);
    release();
    return next;
}

// Whoever goes on may start new tasks here, end others that wait, or destroy the scope. So they are told one after the
// other. Each is left to the Runner, and the others until it has run, so that the stack does not grow where each waits
// for the one before, or for its scope.
TaskRecord *ScopeData::tellEnd(TaskRecord &task)
{
    const auto isAwaited
        = [this, &task] { return task.hasWaiters() || (m_count == 0 && !m_waiters.empty()); };
    while (isAwaited()) {
        TaskRecord *next
            = task.hasWaiters() ? task.waiters().front()->taskHasEnded() : m_waiters.front()->scopeIsEmpty();
        if (!next)
            continue;
        Runner *runner = ThreadContext::current().runner;
        if (!isAwaited() || (runner && runner->tellLater(*this, task)))
            return next;
        TaskRecord::resume(next);
    }
    return nullptr;
}

void ScopeData::tellFailure(TaskRecord &task)
{
    if (!onFailure || m_isClosed)
        return task.reportFailure();
    try {
        const auto function = onFailure; // it may set another
        function(task);
    } catch (...) {
        task.reportFailure();
        try {
            qWarning().noquote() << "The function of TaskScope::onFailure() has thrown:"
                                 << describeException(std::current_exception());
        } catch (const std::bad_alloc &) {
            return; // there is no memory to tell it
        }
    }
}

void ScopeData::visitWaiting(const std::function<void(const TaskRecord &)> &visit) const
{
    for (const JoinWait *wait : m_waiters)
        visit(wait->waiting());
}

void ScopeData::addWaiter(JoinWait &wait)
{
    wait.m_place = m_waiters.insert(m_waiters.end(), &wait);
}

void ScopeData::removeWaiter(JoinWait &wait)
{
    m_waiters.erase(wait.m_place);
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
        task->cancel(reason);
    }
    m_cursors = cursor.outer;
    release();
}

void ScopeData::close()
{
    retain(); // the other thread may have done it before the event that says so has been posted
    if (!closeElsewhere())
        closeHere();
    else
        qWarning("AsyncWidgets: a TaskScope was destroyed on another thread than that of its tasks. They go "
                 "on until "
                 "that thread's event loop ends them, and must not use what is destroyed here: destroy the "
                 "scope there, "
                 "or cancel it there before.");
    release();
}

void ScopeData::closeHere()
{
    m_isClosed = true;
    cancel(CommonReason::ScopeDestroyed);
    onFailure = nullptr; // what it has captured may do anything, and must not when the last task has ended
    release();
}

bool ScopeData::closeElsewhere()
{
    struct Close
    {
        void operator()(ScopeData *scope) const { scope->closeHere(); }
    };
    const QMutexLocker lock(&m_mutex);
    ThreadContext *context = m_context.load(std::memory_order_relaxed);
    if (!context || context == ThreadContext::existing())
        return false;
    // If that thread ends before it comes to it, its tasks end with it, and what is left is closed with the event.
    QMetaObject::invokeMethod(
        context, [scope = std::unique_ptr<ScopeData, Close>(this)]() mutable { scope.reset(); },
        Qt::QueuedConnection);
    return true;
}

void ScopeData::release()
{
    if (m_references.fetch_sub(1, std::memory_order_acq_rel) == 1)
        delete this;
}

} // namespace AsyncWidgets::Detail
