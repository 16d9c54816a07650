// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What whenAny() and whenAll() have in common: several waits at once, one outcome, and nobody left behind.

#pragma once

#include <asyncwidgets/detail/endwait.h>
#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/task.h>

#include <QtCore/QCoreApplication>

#include <array>
#include <cstddef>
#include <exception>
#include <tuple>
#include <utility>
#include <variant>

namespace AsyncWidgets::Detail {

/// Starts its branches in order. When the outcome is decided it cancels those whose results are not taken, also those
/// that have completed, and is over when all have ended: a branch that runs at that moment (it has emitted the signal
/// that decided) ends at its next pause.
///
/// Cancelling a branch runs destructors of its task. They may complete, cancel and destroy anything but this object:
/// the waiting task is held meanwhile, other branches that end only count, and what was decided stays decided.
class ASYNCWIDGETS_EXPORT Combination : public Wait, protected WaitListener
{
public:
    bool start() override;
    bool cancel() override;
    [[nodiscard]] bool dependsOnTasks() const override;
    void visitTasks(const std::function<void(TaskRecord &)> &visit) const override;

protected:
    enum class Outcome { Pending, Completed, Cancelled };

    Combination() = default;
    Combination(Combination &&) = default;

    [[nodiscard]] virtual std::size_t branchCount() const = 0;
    [[nodiscard]] virtual Wait &branch(std::size_t index) const = 0;
    [[nodiscard]] virtual std::size_t indexOf(const Wait &branch) const = 0;
    [[nodiscard]] virtual Outcome branchCompleted(std::size_t index) = 0;
    [[nodiscard]] virtual Outcome branchCancelled(std::size_t index) = 0;
    [[nodiscard]] virtual bool takes(std::size_t index) const = 0; ///< the branch's result, in await_resume()
    /// For the destructor, while the branches are there: one that is cancelled may complete another.
    void end();

private:
    TaskRecord *waitCompleted(Wait &wait) override;
    TaskRecord *waitCancelled(Wait &wait, const QString &reason) override;
    TaskRecord &waitingTask() override { return listener().waitingTask(); }
    TaskRecord *branchHasEnded(Wait &wait, bool isCompleted, const QString &reason);
    void decide(std::size_t index, bool isCompleted, const QString &reason);
    void cancelUntaken();
    [[nodiscard]] TaskRecord *tellResult();

    std::size_t m_started = 0; // how many branches; the first ones
    std::size_t m_pending = 0; // how many of those have not ended
    Outcome m_outcome = Outcome::Pending;
    bool m_isStarted = false;
    bool m_isStarting = false;
    bool m_isCancelling = false; // all
    bool m_isCancellingUntaken = false;
    QString m_reason;

    friend struct MemoryLayout;
};

/// A task as a branch: the root of a chain of its own, owned by the wait.
class ASYNCWIDGETS_EXPORT TaskBranch : public Wait, private TaskOwner
{
public:
    bool start() override;
    bool cancel() override;
    [[nodiscard]] std::exception_ptr failure() const override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] bool dependsOnTasks() const override { return record().dependsOnTasks(); }
    void visitTasks(const std::function<void(TaskRecord &)> &visit) const override;

protected:
    TaskBranch() = default;
    TaskBranch(TaskBranch &&) = default;
    [[nodiscard]] virtual TaskRecord &record() const = 0;
    void end(bool isTaken); ///< for the destructor; an exception that nobody has taken is reported

private:
    void forgetTask(TaskRecord &task) override;
    [[nodiscard]] TaskRecord *taskEnded(TaskRecord &task) override;
    [[nodiscard]] TaskRecord *taskCancelled(TaskRecord &task) override;

    bool m_isStarted = false;
    bool m_wasCancelled = false;
    bool m_hasEnded = false; // unlike the task's state, not before its last destructor has returned
    bool m_isQuiet = false; // while it begins or stops, the caller looks for itself
};

template<typename T>
class TypedTaskBranch final : public TaskBranch
{
public:
    explicit TypedTaskBranch(Task<T> task)
        : m_task(std::move(task))
    {
        m_task.record().setHandedOver(); // throws if it was moved away
    }
    TypedTaskBranch(TypedTaskBranch &&) noexcept = default;
    ~TypedTaskBranch() override
    {
        if (m_task.isValid())
            end(m_isTaken);
    }
    T await_resume()
    {
        m_isTaken = true;
        return m_task.takeResult();
    }

protected:
    TaskRecord &record() const override { return m_task.record(); }

private:
    Task<T> m_task;
    bool m_isTaken = false;
};

/// What can be combined: waits and tasks, by value, and handles.
template<typename T>
concept Combinable = isTaskHandle<std::remove_cvref_t<T>>
    || (!std::is_lvalue_reference_v<T> && (IsWait<T> || isTask<std::remove_cvref_t<T>>));

/// More than that are a list of tasks.
template<std::size_t count>
inline constexpr bool isBranchCount = count > 0 && count < 64;

template<typename... T>
concept AreCombinable = (... && Combinable<T>) && isBranchCount<sizeof...(T)>;

template<IsWait W>
auto toBranch(W &&wait)
{
    return std::remove_cvref_t<W>(std::forward<W>(wait));
}
template<typename T>
TypedTaskBranch<T> toBranch(Task<T> &&task)
{
    return TypedTaskBranch<T>(std::move(task));
}
template<typename T>
EndWait<T, false> toBranch(const TaskHandle<T> &task)
{
    return task.endWait();
}
template<typename T>
using BranchOf = decltype(toBranch(std::declval<T>()));

/// What a wait gives, as a value: std::monostate for void.
template<typename W>
using RawResult = decltype(std::declval<W &>().await_resume());
template<typename W>
using ValueResult = std::conditional_t<std::is_void_v<RawResult<W>>, std::monostate, RawResult<W>>;

template<typename W>
ValueResult<W> takeValue(W &wait)
{
    if constexpr (std::is_void_v<RawResult<W>>) {
        wait.await_resume();
        return {};
    } else {
        return wait.await_resume();
    }
}

/// The branches, in the frame of the task that waits.
template<typename... Branches>
class CombinationOf : public Combination
{
protected:
    explicit CombinationOf(Branches &&...branches)
        : m_branches(std::move(branches)...)
    {
    }
    CombinationOf(CombinationOf &&) = default;
    ~CombinationOf() override { this->end(); }

    static constexpr std::size_t count = sizeof...(Branches);
    std::size_t branchCount() const final { return count; }
    Wait &branch(std::size_t index) const final
    {
        return std::apply(
            [index](auto &...branches) -> Wait & {
                const std::array<Wait *, count> waits { &branches... };
                return *waits[index];
            },
            m_branches);
    }
    std::size_t indexOf(const Wait &wanted) const final
    {
        std::size_t index = 0;
        while (&branch(index) != &wanted)
            ++index;
        return index;
    }

    mutable std::tuple<Branches...> m_branches;
};

/// What both forms of whenAll() have in common: all complete, or one fails. Over \a Branches, a CombinationOf or a
/// CombinationList.
template<typename Branches>
class AllOf : public Branches
{
public:
    [[nodiscard]] std::exception_ptr failure() const override
    {
        const std::size_t failed = failedBranch();
        return m_failure || failed == this->branchCount() ? m_failure : this->branch(failed).failure();
    }
    [[nodiscard]] QString description() const override
    {
        const std::size_t number = this->branchCount();
        return QCoreApplication::translate("AsyncWidgets", "all of %1").arg(number);
    }

protected:
    template<typename... Arguments>
    explicit AllOf(Arguments &&...arguments)
        : Branches(std::forward<Arguments>(arguments)...)
    {
    }
    AllOf(AllOf &&) = default;

    /// The number of the branch that has failed; branchCount() if none has.
    [[nodiscard]] std::size_t failedBranch() const
    {
        if (m_failure)
            return m_failed;
        // A stream may have kept one more change, which could not be copied, since its branch completed.
        std::size_t index = 0;
        while (index < this->branchCount() && !this->branch(index).hasFailed())
            ++index;
        return index;
    }
    /// Of the branch that has failed.
    template<typename Branch>
    [[noreturn]] void throwFailure(Branch &failed)
    {
        if (failed.hasFailed())
            takeValue(failed); // throws
        std::rethrow_exception(m_failure); // its stream has a newer change instead
    }

private:
    using Outcome = typename Combination::Outcome;

    Outcome branchCompleted(std::size_t index) final
    {
        ++m_completedCount;
        m_failed = index;
        m_failure = this->branch(index).failure();
        return m_failure || m_completedCount == this->branchCount() ? Outcome::Completed : Outcome::Pending;
    }
    Outcome branchCancelled(std::size_t) final { return Outcome::Cancelled; }
    bool takes(std::size_t index) const final { return !m_failure || index == m_failed; }

    std::size_t m_completedCount = 0;
    std::size_t m_failed = 0; // if there is a failure
    std::exception_ptr m_failure; // the first in time
};

} // namespace AsyncWidgets::Detail
