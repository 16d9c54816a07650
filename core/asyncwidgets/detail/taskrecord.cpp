// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/taskrecord.h>

#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QtDebug>

#include <atomic>
#include <new>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

namespace {

constinit std::atomic<qint64> frameCount = 0;

QString inWords(CommonReason reason)
{
    switch (reason) {
    case CommonReason::CancelledWithScope:
        return QCoreApplication::translate("AsyncWidgets", "cancelled with its scope");
    case CommonReason::ScopeDestroyed:
        return QCoreApplication::translate("AsyncWidgets", "its scope was destroyed");
    case CommonReason::ThreadEnded:
        return QCoreApplication::translate("AsyncWidgets", "the thread of the task has ended");
    case CommonReason::None:
        break;
    }
    return {};
}

} // namespace

QString describeException(const std::exception_ptr &error)
{
    try {
        std::rethrow_exception(error);
    } catch (const std::exception &exception) {
        return QString::fromUtf8(exception.what());
    } catch (...) {
        return QCoreApplication::translate("AsyncWidgets", "an exception that is no std::exception");
    }
}

TaskRecord::~TaskRecord() = default;

TaskRecord::Extras &TaskRecord::extras()
{
    if (!m_extras)
        m_extras = std::make_unique<Extras>();
    return *m_extras;
}

QString TaskRecord::name() const
{
    if (m_extras && !m_extras->name.isEmpty())
        return m_extras->name;
    return nameOfFunction(m_where);
}

QString TaskRecord::nameOfFunction(std::source_location where)
{
    // Without a name of its own the task goes by its function: the last word before the parameters.
    QString function = QString::fromUtf8(where.function_name());
    function.remove(u"(anonymous namespace)::"_s); // as clang writes it; no parameters
    const QString head = function.left(function.indexOf(u'('));
    const qsizetype start = std::max(head.lastIndexOf(u' '), head.lastIndexOf(u':')) + 1;
    return head.mid(start).isEmpty() ? u"task"_s : head.mid(start);
}

void TaskRecord::setName(const QString &name)
{
    if (!name.isEmpty())
        extras().name = name;
}

QString TaskRecord::reason() const
{
    if (m_state != TaskState::Cancelled && m_state != TaskState::Failed)
        return {};
    if (m_commonReason != CommonReason::None)
        return inWords(m_commonReason);
    return m_extras ? m_extras->reason : QString();
}

void TaskRecord::takeReason(const TaskRecord &other)
{
    m_commonReason = other.m_commonReason;
    if (m_commonReason == CommonReason::None)
        extras().reason = other.m_extras->reason;
}

QString TaskRecord::waitingFor() const
{
    return m_state == TaskState::Waiting && m_wait ? m_wait->description() : QString();
}

void TaskRecord::visitAwaited(const std::function<void(TaskRecord &)> &visit) const
{
    if (m_wait)
        m_wait->visitTasks(visit);
}

void TaskRecord::setState(TaskState state)
{
    ThreadContext &context = ThreadContext::current();
    m_state = state;
    if (context.observers.empty() && !context.clock.looksNextTime()) [[likely]]
        m_since = context.clock.now();
    else
        lookAndShow(context);
}

Q_NEVER_INLINE void TaskRecord::lookAndShow(ThreadContext &context)
{
    context.clock.lookNextTime();
    m_since = context.clock.now();
    context.notify(*this);
}

void TaskRecord::startBelow(TaskRecord &parent)
{
    m_isAwaited = true;
    m_awaitedBy = &parent;
    ThreadContext &context = ThreadContext::current();
    m_since = context.clock.now();
    context.runner->setNext(this);
}

void TaskRecord::showBelow(TaskRecord &parent)
{
    m_isAwaited = true;
    m_awaitedBy = &parent;
    setState(TaskState::Working);
}

void TaskRecord::endShown(TaskState state, const QString &reason)
{
    if (!reason.isEmpty())
        extras().reason = reason;
    setState(state);
    leaveParent();
}

void TaskRecord::leaveParent()
{
    m_isAwaited = false;
    m_awaitedBy = nullptr;
}

void TaskRecord::setOwner(TaskOwner &owner, TaskRecord *awaitedBy)
{
    m_owner = &owner;
    m_awaitedBy = awaitedBy;
    m_since = ThreadContext::current().clock.now();
}

TaskRecord &TaskRecord::root() const
{
    const TaskRecord *task = this;
    while (task->m_isAwaited)
        task = task->m_awaitedBy;
    return const_cast<TaskRecord &>(*task);
}

void TaskRecord::pause(Wait &wait)
{
    m_wait = &wait;
    setState(TaskState::Waiting);
}

void TaskRecord::fail(const std::exception_ptr &error)
{
    m_commonReason = CommonReason::None; // it may have been asked to end before
    extras().reason = describeException(error);
    extras().error = error;
    setState(TaskState::Failed);
}

void TaskRecord::rethrowError()
{
    if (m_extras && m_extras->error)
        std::rethrow_exception(std::exchange(m_extras->error, nullptr));
}

void TaskRecord::reportFailure() const
{
    qWarning().noquote().nospace() << "Task \"" << name() << "\" failed: " << reason();
}

void TaskRecord::reachedEnd()
{
    m_wait = nullptr;
    if (m_state != TaskState::Failed)
        setState(TaskState::Finished);
    if (m_isAwaited) {
        ThreadContext::current().runner->setNext(m_awaitedBy);
        leaveParent();
    }
}

void TaskRecord::resume(TaskRecord *task)
{
    if (task)
        Runner(ThreadContext::current()).run(task);
}

void Runner::run(TaskRecord *task)
{
    while (task) {
        TaskHold hold(*task);
        for (;;) {
            m_next = nullptr;
            task->go(m_context);
            if (!m_next)
                break;
            task = m_next;
            hold.m_task = TaskRecordRef(task);
        }
        if (TaskRecord *outermost = hold.release())
            task = outermost->unwind();
        else if (task->isDone() && task->m_owner)
            task = task->ended();
        else
            task = nullptr;
    }
}

void TaskRecord::go(ThreadContext &context)
{
    m_wait = nullptr;
    if (m_state == TaskState::Waiting)
        ++m_resumptions;
    m_state = TaskState::Working;
    if (!context.observers.empty()) [[unlikely]]
        lookAndShow(context);
    RunningTask running { this, context.running, ASYNCWIDGETS_FRAME };
    context.running = &running;
    proceed();
    context.running = running.outer; // this object may be gone
}

TaskHold::TaskHold(TaskRecord &task)
    : m_context(ThreadContext::current())
    , m_outer(m_context.hold)
    , m_task(&task)
{
    m_context.hold = this;
}

TaskHold::~TaskHold()
{
    if (!m_isReleased)
        m_context.hold = m_outer;
}

TaskRecord *TaskHold::release()
{
    m_isReleased = true;
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

bool TaskRecord::isHeld() const
{
    for (const TaskHold *hold = ThreadContext::current().hold; hold; hold = hold->m_outer) {
        for (const TaskRecord *task = hold->m_task.get(); task; task = task->m_awaitedBy) {
            if (task == this)
                return true;
        }
    }
    return false;
}

bool TaskRecord::isCancelRequested() const
{
    return ThreadContext::current().cancelRequests != 0 && root().m_cancelRequested;
}

TaskRecord *TaskRecord::cancel(const QString &reason)
{
    TaskRecord &root = this->root();
    if (root.isDone())
        return nullptr;
    if (!root.m_cancelRequested)
        root.extras().reason = reason;
    return root.endNowOrLater();
}

TaskRecord *TaskRecord::cancel(CommonReason reason)
{
    TaskRecord &root = this->root();
    if (root.isDone())
        return nullptr;
    if (!root.m_cancelRequested)
        root.m_commonReason = reason;
    return root.endNowOrLater();
}

TaskRecord *TaskRecord::endNowOrLater()
{
    if (!m_cancelRequested) {
        m_cancelRequested = true;
        ++ThreadContext::current().cancelRequests;
    }
    // One that was asked before may have paused by now, below a task that is unwound in its stead.
    return isHeld() ? nullptr : unwind();
}

void TaskRecord::forgetCancelRequest()
{
    if (m_cancelRequested) {
        m_cancelRequested = false;
        --ThreadContext::current().cancelRequests;
    }
}

TaskRecord *TaskRecord::unwind()
{
    TaskOwner *owner = std::exchange(m_owner, nullptr);
    owner->forgetTask(*this);
    ThreadContext &context = ThreadContext::current();
    const bool wasUnwinding = std::exchange(context.isUnwinding, true);
    TaskHold hold(*this); // a destructor that cancels, or destroys the owner, finds the task held
    TaskRecord *innermost = this;
    while (TaskRecord *awaited = innermost->m_wait ? innermost->m_wait->awaitedTask() : nullptr)
        innermost = awaited;
    // From there outwards, one after the other: locals die in the reverse order of their birth, and the stack does not
    // grow with the number of tasks.
    for (TaskRecord *task = innermost; task;) {
        const TaskRecordRef current(task);
        TaskRecord *outer = task == this ? nullptr : task->m_awaitedBy;
        if (task != this)
            task->takeReason(*this);
        task->m_wait = nullptr;
        task->setState(TaskState::Cancelled);
        RunningTask running { task, context.running, ASYNCWIDGETS_FRAME }; // its destructors
        context.running = &running;
        task->destroyFrame();
        context.running = running.outer;
        if (task != this)
            task->leaveParent();
        task = outer;
    }
    context.isUnwinding = wasUnwinding;
    forgetCancelRequest();
    TaskRecord *outermost = hold.release();
    m_awaitedBy = nullptr;
    if (outermost)
        return outermost->unwind(); // the owner is a combinator inside, and goes with it
    return owner->taskCancelled(*this);
}

TaskRecord *TaskRecord::ended()
{
    const TaskRecordRef self(this);
    TaskOwner *owner = std::exchange(m_owner, nullptr);
    m_awaitedBy = nullptr;
    forgetCancelRequest();
    owner->forgetTask(*this);
    return owner->taskEnded(*this);
}

void TaskList::append(TaskRecord &task)
{
    task.m_previous = m_last;
    task.m_next = nullptr;
    (m_last ? m_last->m_next : m_first) = &task;
    m_last = &task;
}

void TaskList::remove(TaskRecord &task)
{
    (task.m_previous ? task.m_previous->m_next : m_first) = task.m_next;
    (task.m_next ? task.m_next->m_previous : m_last) = task.m_previous;
    task.m_previous = nullptr;
    task.m_next = nullptr;
}

void *CoroutineRecord::allocateFrame(std::size_t size)
{
    void *block = ::operator new(sizeof(CoroutineRecord) + size);
    frameCount.fetch_add(1, std::memory_order_relaxed);
    return new (block) CoroutineRecord + 1;
}

Q_NEVER_INLINE void CoroutineRecord::free()
{
    this->~CoroutineRecord();
    ::operator delete(this);
}

void CoroutineRecord::frameIsGone(void *frame)
{
    frameCount.fetch_sub(1, std::memory_order_relaxed);
    ofFrame(frame).release();
}

qint64 CoroutineRecord::liveFrames()
{
    return frameCount.load(std::memory_order_relaxed);
}

void Wait::visitTasks(const std::function<void(TaskRecord &)> &) const { }

void Wait::refuseToStart()
{
    throw WaitError(u"This wait has been awaited before, or moved away: make a new one for each co_await."_s);
}

void Wait::complete()
{
    TaskRecord::resume(m_listener->waitCompleted(*this));
}

void Wait::completeCancelled(const QString &reason)
{
    TaskRecord::resume(m_listener->waitCancelled(*this, reason));
}

} // namespace AsyncWidgets::Detail
