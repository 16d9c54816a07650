// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What a TaskScope and its tasks share.

#pragma once

#include <asyncwidgets/detail/joinwait.h>
#include <asyncwidgets/detail/taskrecord.h>

#include <QtCore/QMutex>

#include <atomic>
#include <functional>
#include <list>

namespace AsyncWidgets::Detail {

class ThreadContext;

/// Outlives the scope while a task of it is still on the stack, or somebody waits for its end. Used on the thread of
/// its tasks while it has any; reference-counted.
class ScopeData final : public TaskOwner
{
public:
    void adopt(
        TaskRecord &task, const QString &name, std::source_location where); ///< all of starting that can fail
    void run(TaskRecord &task); ///< an adopted task, until its first pause
    void cancel(CommonReason reason);
    /// Cancels, and refuses everything from then on; gives the scope's reference back. On another thread than that of
    /// the tasks it says so and has that thread do it.
    void close();
    void requireThisThread(const char *action) const; ///< throws WaitError if its tasks run on another

    [[nodiscard]] const TaskList &tasks() const { return m_tasks; } ///< that run or wait
    [[nodiscard]] int count() const { return m_count; } ///< and those whose locals are being destroyed

    std::function<void(TaskRecord &)> onFailure; ///< instead of the warning

    void addWaiter(JoinWait &wait);
    void removeWaiter(JoinWait &wait);

    /// Tells one of those who wait for the end of \a task, or of this scope with it; the Runner comes back for the others.
    /// Returns the task that is to go on now, or nullptr.
    [[nodiscard]] TaskRecord *tellEnd(TaskRecord &task);

    void retain() { m_references.fetch_add(1, std::memory_order_relaxed); }
    void release();

private:
    friend LinkedList<ScopeData>;
    friend struct MemoryLayout;

    struct Cursor ///< of a call of cancel(), on its stack
    {
        TaskRecord *next; // to be asked to end; moves on if it ends before
        Cursor *outer;
    };

    ~ScopeData() = default;
    void forgetTask(TaskRecord &task) override;
    [[nodiscard]] TaskRecord *taskEnded(TaskRecord &task) override;
    [[nodiscard]] TaskRecord *taskCancelled(TaskRecord &task) override;
    void visitWaiting(const std::function<void(const TaskRecord &)> &visit) const override;
    [[nodiscard]] TaskRecord *taskIsGone(TaskRecord &task);
    void tellFailure(TaskRecord &task);
    [[nodiscard]] bool closeElsewhere();
    void closeHere();
    void setContext(ThreadContext *context);

    TaskList m_tasks;
    Cursor *m_cursors = nullptr; // the innermost
    std::atomic<int> m_references = 1; // of the scope, of those who wait, and one for all tasks
    int m_count = 0;
    bool m_isClosed = false;
    QBasicMutex m_mutex; // guards the context's life while another thread hands something over to it
    std::atomic<ThreadContext *> m_context = nullptr; // while it has tasks
    ScopeData *m_previous = nullptr; // in the context's list
    ScopeData *m_next = nullptr;
    std::list<JoinWait *> m_waiters;
};

} // namespace AsyncWidgets::Detail
