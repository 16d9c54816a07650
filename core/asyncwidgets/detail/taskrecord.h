// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What the library knows of one task: its state, where it is paused, who awaits it, and how it is resumed and unwound.

#pragma once

#include <asyncwidgets/detail/frame.h>
#include <asyncwidgets/detail/linkedlist.h>
#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/taskstate.h>

#include <QtCore/QString>

#include <chrono>
#include <coroutine>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <source_location>
#include <utility>

namespace AsyncWidgets::Detail {

class EndWaitBase;
struct MemoryLayout;
class TaskRecord;
class ThreadContext;
using TaskList = LinkedList<TaskRecord>; ///< in the order in which they were started

/// Why a task was cancelled, for what may happen to a million tasks at once, or failed, where there is no memory for
/// words: a number needs none.
enum class CommonReason : quint8 { None, CancelledWithScope, ScopeDestroyed, ThreadEnded, OutOfMemory };

/// Who owns a task that no other task awaits directly: a TaskScope, or the wait that runs it as a branch (TaskBranch).
class TaskOwner
{
public:
    /// The task is about to be unwound or has ended: the owner forgets it.
    virtual void forgetTask(TaskRecord &task) = 0;
    /// The task ran to its end, by result or exception. Returns the task that is to go on now, or nullptr.
    [[nodiscard]] virtual TaskRecord *taskEnded(TaskRecord &task) = 0;
    /// The task was cancelled and has been unwound. Returns the task that is to go on now, or nullptr.
    [[nodiscard]] virtual TaskRecord *taskCancelled(TaskRecord &task) = 0;
    /// Calls \a visit for each task that waits until all tasks of this owner have ended.
    virtual void visitWaiting(const std::function<void(const TaskRecord &)> &) const { }

protected:
    TaskOwner() = default;
    TaskOwner(const TaskOwner &) = default;
    TaskOwner &operator=(const TaskOwner &) = default;
    ~TaskOwner() = default;
};

/// A function object of any type. One type for all of them, since what is made for each costs the compiler time.
struct DestroyClosure
{
    void (*destroy)(void *) = nullptr;
    void operator()(void *closure) const { destroy(closure); }
};
using Closure = std::unique_ptr<void, DestroyClosure>;

template<typename Function>
[[nodiscard]] Closure makeClosure(Function &function) ///< from which it is moved
{
    return Closure(new Function(std::move(function)),
        { [](void *closure) { delete static_cast<Function *>(closure); } });
}

/// The small members of a task: there may be a million. Apart from the others, for the static_assert that says where
/// a debugger finds them.
struct TaskBits
{
    quint32 m_references = 1;
    quint16 m_threadNumber = 0; // the number of its thread's context; 0 before it starts
    TaskState m_state : 3 = TaskState::Ready;
    TaskKind m_kind : 2 = TaskKind::Coroutine;
    bool m_hasCode : 1 = true;
    bool m_sharesFate : 1
        = false; // it is awaited directly: it has no owner, and ends with the task that awaits it
    bool m_cancelRequested : 1 = false; // of a root
    bool m_isHandedOver : 1 = false;
    bool m_isInScope : 1 = false;
    CommonReason m_commonReason : 3 = CommonReason::None;
    // Of a coroutine
    bool m_isFrameThere : 1 = true; // also while it is being destroyed
    quint8 m_room : 2 = 0; // what its block has before this record, in units of the ordinary alignment
};

/// One task. It has an owner, or it is awaited by another task, whose fate it shares: to cancel it is to cancel that one.
/// The owner of a branch is its TaskBranch; it too knows the task that waits for it.
/// Used on the task's thread only. What may be called elsewhere by mistake asks requireThisThread() first.
///
/// Reference-counted, since handles may outlive the task. The first reference is that of the code: frameIsGone(), or
/// freeCode() of a state machine, gives it back. The Task has one until detach(), the scope one until the task has
/// ended, and each handle one.
class ASYNCWIDGETS_EXPORT TaskRecord : public WaitListener, protected TaskBits
{
public:
    TaskRecord(const TaskRecord &) = delete;
    TaskRecord &operator=(const TaskRecord &) = delete;

    void retain() { ++m_references; }
    void release()
    {
        if (--m_references == 0)
            free();
    }

    /// Destroys the task's code with all its locals, if that has not happened yet, and then its closure.
    void destroyCode()
    {
        if (!m_hasCode)
            return;
        m_hasCode = false;
        freeCode();
        if (m_extras)
            const Closure closure = std::move(m_extras->closure); // what it destroys may look at the task
    }

    /// The task has been given to somebody who starts it, or says why not: it is not one that was forgotten.
    void setHandedOver() { m_isHandedOver = true; }
    [[nodiscard]] bool isHandedOver() const { return m_isHandedOver; }
    /// To the log, for a task that is destroyed though nobody ever wanted it.
    void reportForgotten() const;
    [[nodiscard]] bool isOfThisThread() const; ///< also of one that has not started
    /// Throws WaitError, saying what was tried by \a action, on another thread than that on which the task runs.
    void requireThisThread(const char *action) const;

    // Being awaited
    void startBelow(TaskRecord &parent); ///< is awaited by the parent, and runs next
    void showBelow(TaskRecord &parent); ///< works elsewhere, on behalf of the parent: only to be seen
    void showState(TaskState state) { setState(state); } ///< of one that is only to be seen
    void endShown(TaskState state, const QString &reason);
    void setOwner(TaskOwner &owner, TaskRecord *awaitedBy); ///< of a task that is about to start
    /// The task itself, or the outermost of those that await it directly: they end together.
    [[nodiscard]] TaskRecord &root() const;

    // Life
    void pause(Wait &wait); ///< the task's code has paused until \a wait is over
    void reachedEnd(); ///< the task's code has ended: the one that awaits it goes on
    /// Where there is no memory to keep the error, the task fails with std::bad_alloc instead.
    void fail(const std::exception_ptr &error) noexcept;
    /// Its code has ended by itself, and gives none: the task fails, unless it has failed already.
    void failWithoutResult() noexcept;
    void rethrowError(); ///< the one that it failed with, if that has not been rethrown yet
    [[nodiscard]] std::exception_ptr error() const noexcept; ///< of one that has failed
    void reportFailure() const noexcept; ///< to the log, for an exception that no task takes
    /// Asks the task to end, with those that await it directly. Unwinds them at once, or, while they are held, when
    /// the last hold ends. Lets those go on that waited for their end.
    void cancel(const QString &reason);
    void cancel(CommonReason reason);
    /// Whether it is to end at its next pause, by itself or as a part of a task that awaits it.
    [[nodiscard]] bool isCancelRequested() const;
    void forgetCancelRequest(); ///< of one that has ended
    /// Whether the task whose code runs now has been asked to end, and so does at its next pause.
    [[nodiscard]] static bool isRunningToItsEnd();
    [[nodiscard]] bool isHeld() const; ///< by a TaskHold on the stack: of itself, or of one that it waits for

    [[nodiscard]] TaskRecord *waitCompleted(Wait &) final { return this; }
    /// The task ends with its wait. It is returned to be unwound by the Runner: where each awaits the one before, the
    /// stack does not grow.
    [[nodiscard]] TaskRecord *waitCancelled(Wait &, const QString &reason) final
    {
        return requestCancel(reason);
    }

    [[nodiscard]] TaskRecord &waitingTask() final { return *this; }

    /// Destroys the locals of the task and of those that it awaits, the innermost first. Of a root that is not held.
    /// Returns the task that is to go on now, or nullptr.
    [[nodiscard]] TaskRecord *unwind();
    [[nodiscard]] TaskOwner *owner() const { return m_owner; }

    // Being awaited by others, which have a TaskHandle
    /// Whether a scope owns it, and nobody has been told of its end yet.
    [[nodiscard]] bool isInScope() const { return m_isInScope; }
    void setInScope(bool isInScope) { m_isInScope = isInScope; }
    [[nodiscard]] std::list<EndWaitBase *>::iterator addWaiter(EndWaitBase &wait);
    void removeWaiter(std::list<EndWaitBase *>::iterator place) { m_extras->waiters.erase(place); }
    [[nodiscard]] bool hasWaiters() const { return m_extras && !m_extras->waiters.empty(); }
    [[nodiscard]] const std::list<EndWaitBase *> &waiters() const
    {
        return m_extras->waiters;
    } ///< if it has any

    // Being seen
    [[nodiscard]] TaskState state() const { return m_state; }
    [[nodiscard]] TaskKind kind() const { return m_kind; }
    void setKind(TaskKind kind) { m_kind = kind; }
    [[nodiscard]] bool isDone() const { return AsyncWidgets::isDone(m_state); }
    [[nodiscard]] QString name() const;
    [[nodiscard]] const QString *ownName() const { return m_extras ? &m_extras->name : nullptr; }
    [[nodiscard]] static QString nameOfFunction(
        std::source_location where); ///< by which a task without one goes
    void setName(const QString &name);
    /// Empty also where there was no memory for the words.
    [[nodiscard]] QString reason() const noexcept;
    [[nodiscard]] QString waitingFor() const;
    [[nodiscard]] std::source_location where() const { return m_where; }
    void setWhere(std::source_location where) { m_where = where; }
    [[nodiscard]] quint64 resumptions() const { return m_resumptions; }
    [[nodiscard]] std::chrono::steady_clock::time_point since() const { return m_since; }
    [[nodiscard]] TaskRecord *awaitedBy() const { return m_awaitedBy; }
    /// Keeps the closure of the coroutine alive as long as the task.
    void keepAlive(Closure &&closure) { extras().closure = std::move(closure); }
    /// Whether it may wait, at this moment, for the end of tasks by their handles or their scope.
    [[nodiscard]] bool dependsOnTasks() const;
    /// Calls \a visit for each task that this one awaits at this moment.
    void visitAwaited(const std::function<void(TaskRecord &)> &visit) const;

    /// Runs \a task, and whatever is to go on after it, until all have paused or ended. Nothing happens for nullptr.
    static void resume(TaskRecord *task);

protected:
    explicit TaskRecord(TaskKind kind) { m_kind = kind; }
    virtual ~TaskRecord();

    [[nodiscard]] bool isRecord() const { return m_self == this; } ///< whether this is the address of one

    virtual void runCode() = 0; ///< until it pauses or ends; never throws
    virtual void freeCode() = 0;
    virtual void free() = 0; ///< nobody refers to this record any more

private:
    friend class Runner;
    friend class TaskHold;
    friend TaskList;
    friend struct MemoryLayout;

    struct Extras // what most tasks do without
    {
        QString name;
        QString reason;
        std::exception_ptr error;
        Closure closure;
        std::list<EndWaitBase *> waiters; // in the order in which they began
    };
    Extras &extras();

    void setState(TaskState state);
    /// Notes that the task is to end, with its root, and unwinds nothing. Returns the root, if it is to be unwound now;
    /// otherwise it has ended, or ends with the last hold.
    [[nodiscard]] TaskRecord *requestCancel(const QString &reason);
    [[nodiscard]] TaskRecord *requestCancel(CommonReason reason);
    [[nodiscard]] TaskRecord *noteCancelRequest(); ///< of a root: what they have in common
    void setReason(const QString &reason) noexcept;
    void takeReason(const TaskRecord &other) noexcept;
    void leaveParent(); ///< it has ended, and is seen alone from now on
    [[nodiscard]] TaskRecord *ended();

    // Packed: these 96 bytes and the frame of the simplest task that waits make 256, with those of the allocator.
    quint64 m_resumptions = 0;
    const TaskRecord *const m_self = this; // for isRecord()
    TaskRecord *m_awaitedBy = nullptr; // directly, or as a branch
    TaskOwner *m_owner = nullptr;
    TaskRecord *m_previous = nullptr; // in its scope's list, or in that of the awaited tasks of its thread
    TaskRecord *m_next = nullptr;
    Wait *m_wait = nullptr;
    std::chrono::steady_clock::time_point m_since;
    std::source_location m_where;
    std::unique_ptr<Extras> m_extras;
};

/// Keeps a record (not its task) alive.
class TaskRecordRef
{
public:
    TaskRecordRef() = default;
    explicit TaskRecordRef(TaskRecord *record)
        : m_record(record)
    {
        if (m_record)
            m_record->retain();
    }
    TaskRecordRef(const TaskRecordRef &other)
        : TaskRecordRef(other.m_record)
    {
    }
    TaskRecordRef(TaskRecordRef &&other) noexcept
        : m_record(std::exchange(other.m_record, nullptr))
    {
    }
    TaskRecordRef &operator=(TaskRecordRef other) noexcept
    {
        std::swap(m_record, other.m_record);
        return *this;
    }
    ~TaskRecordRef()
    {
        if (m_record)
            m_record->release();
    }

    [[nodiscard]] TaskRecord *get() const { return m_record; }
    TaskRecord *operator->() const { return m_record; }
    TaskRecord &operator*() const { return *m_record; }
    explicit operator bool() const { return m_record != nullptr; }
    bool operator==(const TaskRecordRef &) const = default;

private:
    TaskRecord *m_record = nullptr;
};

/// The words of an exception: what() of a std::exception, "an exception that is not a std::exception" for any other,
/// "std::bad_alloc" where there is no memory for them.
ASYNCWIDGETS_EXPORT QString describeException(const std::exception_ptr &error) noexcept;

/// Gives a class the alignment of what follows it in memory; a base, since alignas and the export macro do not mix.
struct alignas(__STDCPP_DEFAULT_NEW_ALIGNMENT__) FrameAligned
{
};

/// The record of a coroutine. It lies directly in front of the coroutine's frame, in one allocation, so that a handle
/// to an ended task costs nothing but the memory that is there already.
class ASYNCWIDGETS_EXPORT CoroutineRecord final : public TaskRecord, private FrameAligned
{
public:
    CoroutineRecord()
        : TaskRecord(TaskKind::Coroutine)
    {
    }

    [[nodiscard]] static void *allocateFrame(std::size_t size);
    static void frameIsGone(void *frame);
    [[nodiscard]] static CoroutineRecord &ofFrame(void *frame)
    {
        // By way of a number: before clang has laid out the frame it takes the promise for an object of its own, with
        // no room before it, and its sanitizer complains.
        // NOLINTNEXTLINE(performance-no-int-to-ptr)
        return *reinterpret_cast<CoroutineRecord *>(
            reinterpret_cast<quintptr>(frame) - sizeof(CoroutineRecord));
    }
    /// The same for a frame that has just been made, and was asked for its address for the first time. The program ends
    /// if that is not where the frame begins: the compiler has laid it out in a way that no task can live with.
    [[nodiscard]] static CoroutineRecord &ofNewFrame(void *frame, std::source_location function)
    {
        CoroutineRecord &record = ofFrame(frame);
        if (!record.isRecord()) [[unlikely]]
            refuseFrame(function);
        record.setWhere(function);
        return record;
    }

    /// How many coroutine frames are alive in this process at this moment: zero when nothing leaks.
    [[nodiscard]] static qint64 liveFrames();

protected:
    void runCode() override { frame().resume(); }
    void freeCode() override;
    void free() override;

private:
    [[nodiscard]] std::coroutine_handle<> frame() { return std::coroutine_handle<>::from_address(this + 1); }
};

} // namespace AsyncWidgets::Detail
