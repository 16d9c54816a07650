// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait of withTimeout().

#pragma once

#include <asyncwidgets/detail/combination.h>
#include <asyncwidgets/detail/duration.h>
#include <asyncwidgets/detail/runner.h>

#include <QtCore/QCoreApplication>

#include <exception>
#include <optional>
#include <utility>

namespace AsyncWidgets::Detail {

template<typename Branch>
class TimeoutWait final : public Wait, private WaitListener, private TimerListener
{
public:
    using Result = std::optional<ValueResult<Branch>>;

    TimeoutWait(Branch &&branch, Duration duration)
        : m_duration(duration)
        , m_timer(*this)
        , m_branch(std::move(branch))
    {
    }
    TimeoutWait(TimeoutWait &&other) noexcept
        : m_duration(other.m_duration)
        , m_timer(*this)
        , m_isStarted(other.m_isStarted)
        , m_branch(std::move(other.m_branch))
    {
    }
    ~TimeoutWait() override
    {
        if (m_branch.hasListener())
            static_cast<void>(TimeoutWait::cancel());
    }

    bool start() override
    {
        if (std::exchange(m_isStarted, true))
            refuseToStart();
        ThreadContext::withEventLoop(); // throws before anything has been started
        if (!Wait::start(m_branch, *this))
            return false;
        if (m_branch.hasListener()) // otherwise it was cancelled at once
            startTimer();
        return true;
    }
    bool cancel() override
    {
        m_isCancelling = true;
        m_timer.stop();
        return !m_isCancellingBranch && cancelBranch();
    }
    [[nodiscard]] std::exception_ptr failure() const override
    {
        return m_isTimedOut ? nullptr : m_branch.failure();
    }
    [[nodiscard]] QString description() const override
    {
        const Duration duration = m_duration;
        const QString branch
            = m_branch.description(); // after it, as Wait::description() says, this may be gone
        const QString limit = describeDuration(duration);
        return QCoreApplication::translate("AsyncWidgets", "%1, at most %2").arg(branch, limit);
    }
    [[nodiscard]] bool dependsOnTasks() const override { return m_branch.dependsOnTasks(); }
    void visitTasks(const std::function<void(TaskRecord &)> &visit) const override
    {
        m_branch.visitTasks(visit);
    }

    Result await_resume()
    {
        if (m_isTimedOut)
            return std::nullopt;
        return Result(takeValue(m_branch));
    }

private:
    void startTimer()
    {
        try {
            m_timer.start(m_duration);
        } catch (...) {
            static_cast<void>(TimeoutWait::cancel());
            throw;
        }
    }
    bool cancelBranch()
    {
        m_isCancellingBranch = true; // which may run code of the user, and that lead to cancel()
        const bool hasEnded = m_branch.cancel();
        m_isCancellingBranch = false;
        if (hasEnded)
            m_branch.removeListener();
        return hasEnded;
    }
    TaskRecord *waitCompleted(Wait &) override
    {
        m_timer.stop();
        return m_isCancelling ? tellCancelled({}) : tellCompleted();
    }
    TaskRecord *waitCancelled(Wait &, const QString &reason) override
    {
        m_timer.stop();
        return m_isTimedOut && !m_isCancelling ? tellCompleted() : tellCancelled(reason);
    }
    TaskRecord &waitingTask() override { return listener().waitingTask(); }

    void timedOut() override
    {
        m_isTimedOut = true;
        // As in Combination: nothing of the task is unwound while its branch is being cancelled.
        TaskHold hold(waitingTask());
        const bool hasEnded = cancelBranch();
        if (TaskRecord *outermost = hold.end())
            TaskRecord::resume(outermost->unwind());
        else if (hasEnded && m_isCancelling) // by a destructor of the branch
            cancelAndResume({});
        else if (hasEnded)
            completeAndResume();
    }

    friend struct MemoryLayout;

    Duration m_duration;
    Timer m_timer;
    bool m_isStarted = false;
    bool m_isTimedOut = false;
    bool m_isCancelling = false;
    bool m_isCancellingBranch = false;
    Branch m_branch; // the last, so that a debugger finds the others whatever its size
};

} // namespace AsyncWidgets::Detail
