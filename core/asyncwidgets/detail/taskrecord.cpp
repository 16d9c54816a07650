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
    m_isRoot = false;
    m_otherEnd = &parent.chain();
    m_awaitedBy = &parent;
    m_otherEnd->m_otherEnd = this;
    ThreadContext &context = ThreadContext::current();
    m_since = context.clock.now();
    context.runner->setNext(this);
}

void TaskRecord::showBelow(TaskRecord &parent)
{
    m_isRoot = false;
    m_otherEnd = &parent.chain(); // to cancel it is to cancel the task that waits for it
    m_awaitedBy = &parent;
    setState(TaskState::Working);
}

void TaskRecord::endShown(TaskState state, const QString &reason)
{
    if (!reason.isEmpty())
        extras().reason = reason;
    setState(state);
    leaveChain();
}

void TaskRecord::leaveChain()
{
    m_isRoot = true;
    m_otherEnd = this;
    m_awaitedBy = nullptr;
}

void TaskRecord::becomeRoot(TaskOwner &owner, TaskRecord *awaitedBy)
{
    m_owner = &owner;
    m_awaitedBy = awaitedBy;
    m_since = ThreadContext::current().clock.now();
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
    if (!isRoot()) {
        m_otherEnd->m_otherEnd = m_awaitedBy;
        ThreadContext::current().runner->setNext(m_awaitedBy);
        leaveChain();
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
        const TaskRecordRef chain(&task->chain());
        TaskRecord::enter(*chain);
        do {
            m_next = nullptr;
            task->go(m_context);
            task = m_next;
        } while (task);
        if (TaskRecord *outermost = TaskRecord::leave(*chain))
            task = outermost->unwind();
        else if (chain->isDone() && chain->m_hasFrame)
            task = chain->ended();
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

void TaskRecord::enter(TaskRecord &chain)
{
    for (TaskRecord *root = &chain; root; root = root->parentChain())
        ++root->m_activity;
}

TaskRecord *TaskRecord::leave(TaskRecord &chain)
{
    TaskRecord *outermost = nullptr;
    for (TaskRecord *root = &chain; root; root = root->parentChain()) {
        if (--root->m_activity == 0 && root->m_cancelRequested && !root->isDone())
            outermost = root;
    }
    return outermost;
}

TaskRecord *TaskRecord::cancel(const QString &reason)
{
    TaskRecord &root = chain();
    if (root.isDone())
        return nullptr;
    if (!root.m_cancelRequested)
        root.extras().reason = reason;
    return root.endChain();
}

TaskRecord *TaskRecord::cancel(CommonReason reason)
{
    TaskRecord &root = chain();
    if (root.isDone())
        return nullptr;
    if (!root.m_cancelRequested)
        root.m_commonReason = reason;
    return root.endChain();
}

TaskRecord *TaskRecord::endChain()
{
    m_cancelRequested = true;
    // One that was asked before may have paused by now, below a task that is unwound in its stead.
    return m_activity == 0 ? unwind() : nullptr;
}

TaskRecord *TaskRecord::unwind()
{
    const TaskRecordRef self(this);
    TaskOwner *owner = std::exchange(m_owner, nullptr);
    owner->forgetTask(*this);
    ThreadContext &context = ThreadContext::current();
    const bool wasUnwinding = std::exchange(context.isUnwinding, true);
    enter(*this); // a destructor that cancels, or destroys the owner, finds the task busy
    // From the leaf to the root, one after the other: locals die in the reverse order of their birth, and the stack
    // does not grow with the length of the chain.
    for (TaskRecord *task = m_otherEnd; task;) {
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
            task->leaveChain();
        task = outer;
    }
    m_otherEnd = this;
    context.isUnwinding = wasUnwinding;
    TaskRecord *outermost = leave(*this);
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

void Wait::refuseToBegin()
{
    throw WaitError(u"This wait has been awaited before, or moved away: make a new one for each co_await."_s);
}

void Wait::finish()
{
    TaskRecord::resume(m_listener->waitIsOver(*this));
}

void Wait::giveUp(const QString &reason)
{
    TaskRecord::resume(m_listener->waitIsHopeless(*this, reason));
}

} // namespace AsyncWidgets::Detail
