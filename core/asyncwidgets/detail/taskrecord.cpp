// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/taskrecord.h>

#include <asyncwidgets/detail/memorylayout.h>
#include <asyncwidgets/detail/runner.h>
#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/dumptasks.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QtDebug>

#include <algorithm>
#include <atomic>
#include <new>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

namespace {

#ifdef __GNUC__
// A debugger looks for both: they are in every program with tasks, also where the library is a static one.
[[gnu::used]] void (*const calledByDebuggers)() = asyncwidgets_dump_tasks;
[[gnu::used]] const void *const readByDebuggers = &asyncwidgets_layout;
#endif

constinit std::atomic<qint64> frameCount = 0;

QString inWords(CommonReason reason) noexcept
{
    switch (reason) {
    case CommonReason::CancelledWithScope:
        return reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "cancelled with its scope"));
    case CommonReason::ScopeDestroyed:
        return reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "its scope was destroyed"));
    case CommonReason::ThreadEnded:
        return reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "the thread of the task has ended"));
    case CommonReason::OutOfMemory:
        return u"std::bad_alloc"_s; // what() of it; needs no memory
    case CommonReason::None:
        break;
    }
    return {};
}

} // namespace

QString describeException(const std::exception_ptr &error) noexcept
try {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception &exception) {
        return QString::fromUtf8(exception.what());
    } catch (...) {
        return QCoreApplication::translate("AsyncWidgets", "an exception that is not a std::exception");
    }
} catch (const std::bad_alloc &) {
    return inWords(CommonReason::OutOfMemory);
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

QString TaskRecord::reason() const noexcept
{
    if (m_state != TaskState::Cancelled && m_state != TaskState::Failed)
        return {};
    if (m_commonReason != CommonReason::None)
        return inWords(m_commonReason);
    return m_extras ? m_extras->reason : QString();
}

void TaskRecord::setReason(const QString &reason) noexcept
{
    try {
        extras().reason = reason;
    } catch (const std::bad_alloc &) {
        // It ends all the same, without words.
    }
}

void TaskRecord::takeReason(const TaskRecord &other) noexcept
{
    m_commonReason = other.m_commonReason;
    if (m_commonReason == CommonReason::None && other.m_extras)
        setReason(other.m_extras->reason);
}

QString TaskRecord::waitingFor() const
{
    return m_state == TaskState::Waiting && m_wait ? m_wait->description() : QString();
}

bool TaskRecord::dependsOnTasks() const
{
    if (isHeld()) // a part of it runs or is unwound, and what that has been waiting for is not seen any more
        return true;
    const TaskRecord *innermost = this;
    while (const TaskRecord *awaited = innermost->m_wait ? innermost->m_wait->awaitedTask() : nullptr)
        innermost = awaited;
    if (!innermost->m_wait) // it may be about to begin
        return !innermost->isDone();
    return innermost->m_wait->dependsOnTasks();
}

void TaskRecord::visitAwaited(const std::function<void(TaskRecord &)> &visit) const
{
    if (m_wait)
        m_wait->visitTasks(visit);
}

void TaskRecord::setState(TaskState state)
{
    m_state = state;
    m_since = ThreadContext::now();
    ThreadContext::current().notify(*this);
}

void TaskRecord::startBelow(TaskRecord &parent)
{
    m_sharesFate = true;
    m_awaitedBy = &parent;
    m_threadNumber = parent.m_threadNumber;
    ThreadContext &context = ThreadContext::current();
    context.tasksWithoutScope.append(*this);
    m_since = ThreadContext::now();
    context.runner->setNext(this);
}

void TaskRecord::showBelow(TaskRecord &parent)
{
    m_sharesFate = true;
    m_awaitedBy = &parent;
    m_threadNumber = parent.m_threadNumber;
    ThreadContext::current().tasksWithoutScope.append(*this);
    setState(TaskState::Ready);
}

void TaskRecord::endShown(TaskState state, const QString &reason)
{
    if (!reason.isEmpty())
        setReason(reason);
    setState(state);
    leaveParent();
}

void TaskRecord::leaveParent()
{
    if (m_sharesFate)
        ThreadContext::current().tasksWithoutScope.remove(*this);
    m_sharesFate = false;
    m_awaitedBy = nullptr;
}

void TaskRecord::setOwner(TaskOwner &owner, TaskRecord *awaitedBy)
{
    m_owner = &owner;
    m_awaitedBy = awaitedBy;
    m_threadNumber = ThreadContext::current().number;
    m_since = ThreadContext::now();
}

TaskRecord &TaskRecord::root() const
{
    const TaskRecord *task = this;
    while (task->m_sharesFate)
        task = task->m_awaitedBy;
    return const_cast<TaskRecord &>(*task);
}

void TaskRecord::pause(Wait &wait)
{
    m_wait = &wait;
    setState(TaskState::Waiting);
}

void TaskRecord::fail(const std::exception_ptr &error) noexcept
{
    m_commonReason = CommonReason::None; // it may have been asked to end before
    try {
        extras().reason = describeException(error);
        extras().error = error;
    } catch (const std::bad_alloc &) {
        m_commonReason = CommonReason::OutOfMemory;
    }
    setState(TaskState::Failed);
}

void TaskRecord::failWithoutResult() noexcept
try {
    if (m_hasCode && m_state != TaskState::Failed) {
        fail(std::make_exception_ptr(
            WaitError(u"The task \"%1\" has reached its end without co_return, and so has no "
                      "result: return a value at the end of every path."_s.arg(name()))));
    }
} catch (const std::bad_alloc &) {
    fail(std::current_exception());
}

void TaskRecord::rethrowError()
{
    if (m_state == TaskState::Failed && m_commonReason == CommonReason::OutOfMemory)
        throw std::bad_alloc();
    if (m_extras && m_extras->error)
        std::rethrow_exception(std::exchange(m_extras->error, nullptr));
}

std::exception_ptr TaskRecord::error() const noexcept
try {
    if (m_commonReason == CommonReason::OutOfMemory)
        return std::make_exception_ptr(std::bad_alloc());
    // A part of another has given its exception to that one.
    return m_extras && m_extras->error ? m_extras->error : std::make_exception_ptr(WaitError(reason()));
} catch (const std::bad_alloc &) {
    return std::current_exception();
}

void TaskRecord::reportFailure() const noexcept
{
    try {
        qWarning().noquote().nospace() << "Task \"" << name() << "\" failed: " << reason();
    } catch (const std::bad_alloc &) {
        // There is no memory to tell it.
    }
}

void TaskRecord::reportForgotten() const
{
    const ThreadContext *context = ThreadContext::existing();
    if (std::uncaught_exceptions() > 0 || (context && context->isUnwinding))
        return; // it goes with what was to start it
    qWarning().noquote().nospace()
        << "Task \"" << name() << "\" of " << m_where.file_name() << ':' << m_where.line()
        << " was destroyed without ever having been started, and has done nothing: start "
           "it in a TaskScope, or co_await it.";
}

bool TaskRecord::isOfThisThread() const
{
    const ThreadContext *context = ThreadContext::existing();
    return m_threadNumber == 0 || (context && context->number == m_threadNumber);
}

void TaskRecord::requireThisThread(const char *action) const
{
    if (!isOfThisThread()) {
        throw WaitError(
            u"%1: the task \"%2\" runs on another thread, and what it owns must be destroyed there: call "
            "this on its thread, by QMetaObject::invokeMethod() for example."_s.arg(
                QString::fromLatin1(action), name()));
    }
}

void TaskRecord::reachedEnd()
{
    if (!m_hasCode)
        return; // it is being destroyed, and a destructor has thrown
    m_wait = nullptr;
    if (m_state != TaskState::Failed)
        setState(TaskState::Finished);
    if (m_sharesFate) {
        ThreadContext::current().runner->setNext(m_awaitedBy);
        leaveParent();
    }
}

void TaskRecord::resume(TaskRecord *task)
{
    if (task)
        Runner(ThreadContext::current()).run(task);
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
    if (ThreadContext::current().cancelRequests == 0) [[likely]]
        return false;
    const TaskRecord *task = this;
    while (task && !task->m_cancelRequested)
        task = task->m_awaitedBy;
    return task;
}

bool TaskRecord::isRunningToItsEnd()
{
    const RunningTask *running = ThreadContext::current().running;
    return running && running->task->isCancelRequested();
}

void TaskRecord::cancel(const QString &reason)
{
    if (TaskRecord *root = requestCancel(reason)) {
        Runner runner(ThreadContext::current());
        runner.run(root->unwind());
    }
}

void TaskRecord::cancel(CommonReason reason)
{
    if (TaskRecord *root = requestCancel(reason)) {
        Runner runner(ThreadContext::current());
        runner.run(root->unwind());
    }
}

TaskRecord *TaskRecord::requestCancel(const QString &reason)
{
    TaskRecord &root = this->root();
    if (root.isDone())
        return nullptr;
    if (!root.m_cancelRequested)
        root.setReason(reason);
    return root.noteCancelRequest();
}

TaskRecord *TaskRecord::requestCancel(CommonReason reason)
{
    TaskRecord &root = this->root();
    if (root.isDone())
        return nullptr;
    if (!root.m_cancelRequested)
        root.m_commonReason = reason;
    return root.noteCancelRequest();
}

TaskRecord *TaskRecord::noteCancelRequest()
{
    if (!m_cancelRequested) {
        m_cancelRequested = true;
        ++ThreadContext::current().cancelRequests;
    }
    // One that was asked before may have paused by now, below a task that is unwound in its stead.
    return isHeld() ? nullptr : this;
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
    // grow with the number of tasks. Destructors may look at the tasks: each is shown as ended when all that it has
    // awaited are, and have been.
    for (TaskRecord *task = innermost; task;) {
        const TaskRecordRef current(task);
        TaskRecord *outer = task == this ? nullptr : task->m_awaitedBy;
        if (task != this)
            task->takeReason(*this);
        task->m_wait = nullptr;
        task->m_state = TaskState::Cancelled;
        RunningTask running { task, context.running, ASYNCWIDGETS_FRAME }; // its destructors
        context.running = &running;
        task->destroyCode();
        context.running = running.outer;
        if (task->m_state != TaskState::Failed)
            task->setState(TaskState::Cancelled);
        else if (task != this)
            task->reportFailure(); // a destructor has thrown, and nobody awaits the task any more
        if (task != this)
            task->leaveParent();
        task = outer;
    }
    context.isUnwinding = wasUnwinding;
    forgetCancelRequest();
    TaskRecord *outermost = hold.end();
    m_awaitedBy = nullptr;
    if (outermost)
        return outermost->unwind(); // the owner is a wait inside, and goes with it
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

std::list<EndWaitBase *>::iterator TaskRecord::addWaiter(EndWaitBase &wait)
{
    return extras().waiters.insert(extras().waiters.end(), &wait);
}

void *CoroutineRecord::allocateFrame(std::size_t size)
{
    static_assert(FrameMemory::highest / FrameMemory::ordinary <= 4,
        "The two bits of m_room count units of what operator new aligns to: below 16 bytes they need a "
        "third.");
    const FrameMemory memory = FrameMemory::allocate(sizeof(CoroutineRecord), size);
    frameCount.fetch_add(1, std::memory_order_relaxed);
    auto *record = new (memory.front) CoroutineRecord;
    record->m_room
        = static_cast<quint8>((memory.front - memory.block) / std::ptrdiff_t(FrameMemory::ordinary)) & 3;
    return record + 1;
}

Q_NEVER_INLINE void CoroutineRecord::free()
{
    std::byte *block = reinterpret_cast<std::byte *>(this) - m_room * FrameMemory::ordinary;
    this->~CoroutineRecord();
    ::operator delete(block);
}

static_assert(sizeof(void *) != 8 || sizeof(CoroutineRecord) == 96);

void CoroutineRecord::freeCode()
{
    frame().destroy();
    // Where a destructor has thrown, the code has gone to its end instead of being destroyed.
    if (m_isFrameThere)
        frame().destroy();
}

void CoroutineRecord::frameIsGone(void *frame)
{
    frameCount.fetch_sub(1, std::memory_order_relaxed);
    CoroutineRecord &record = ofFrame(frame);
    record.m_isFrameThere = false;
    record.release();
}

qint64 CoroutineRecord::liveFrames()
{
    return frameCount.load(std::memory_order_relaxed);
}

} // namespace AsyncWidgets::Detail
