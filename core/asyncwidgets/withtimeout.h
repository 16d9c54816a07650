// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// withTimeout(): waits, but not for ever.

#pragma once

#include <asyncwidgets/detail/combination.h>
#include <asyncwidgets/sleepfor.h>

#include <QtCore/QCoreApplication>

#include <optional>

namespace AsyncWidgets {
namespace Detail {

template<typename Branch>
class TimeoutWait final : public Wait, private WaitListener, private TimerListener
{
public:
    using Result = std::optional<ValueResult<Branch>>;

    TimeoutWait(Branch &&branch, Duration duration)
        : m_branch(std::move(branch))
        , m_duration(duration)
        , m_timer(*this)
    {
    }
    TimeoutWait(TimeoutWait &&other) noexcept
        : Wait(std::move(other))
        , m_branch(std::move(other.m_branch))
        , m_duration(other.m_duration)
        , m_timer(*this)
    {
    }

    bool start() override
    {
        if (std::exchange(m_isStarted, true))
            refuseToStart();
        ThreadContext::withEventLoop(); // throws before anything has begun
        m_branch.setListener(*this);
        if (!m_branch.start())
            return false;
        if (!m_hasEnded) // cancelled at once
            m_timer.start(m_duration);
        return true;
    }
    bool cancel() override
    {
        m_isCancelling = true;
        m_timer.stop();
        return m_branch.cancel();
    }
    [[nodiscard]] bool hasFailed() const override { return !m_isTimedOut && m_branch.hasFailed(); }
    [[nodiscard]] QString description() const override
    {
        return QCoreApplication::translate("AsyncWidgets", "%1, at most %2")
            .arg(m_branch.description(), describeDuration(m_duration));
    }
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
    TaskRecord *waitCompleted(Wait &) override
    {
        m_hasEnded = true;
        m_timer.stop();
        return m_isCancelling ? listener().waitCancelled(*this, {}) : listener().waitCompleted(*this);
    }
    TaskRecord *waitCancelled(Wait &, const QString &reason) override
    {
        m_hasEnded = true;
        m_timer.stop();
        return m_isTimedOut && !m_isCancelling ? listener().waitCompleted(*this)
                                               : listener().waitCancelled(*this, reason);
    }
    TaskRecord &waitingTask() override { return listener().waitingTask(); }

    void timedOut() override
    {
        m_isTimedOut = true;
        // As in Combination: nothing of the task is unwound while its branch is being stopped.
        TaskHold hold(waitingTask());
        const bool isStopped = m_branch.cancel();
        if (TaskRecord *outermost = hold.release())
            TaskRecord::resume(outermost->unwind());
        else if (isStopped && m_isCancelling) // by a destructor of the branch
            completeCancelled({});
        else if (isStopped)
            complete();
    }

    Branch m_branch;
    Duration m_duration;
    Timer m_timer;
    bool m_isStarted = false;
    bool m_isTimedOut = false;
    bool m_isCancelling = false;
    bool m_hasEnded = false;
};

} // namespace Detail

/// co_await withTimeout(waitFor(...), 5s) waits for a wait or a task, but no longer than \a duration.
///
/// \returns a std::optional of the result (std::monostate for none), empty when the time was up; what was waited for
/// has been cancelled then. Whichever comes first in the event loop decides, and it stays decided. The time counts
/// from the co_await, and what is over at once is never timed out. If the sender dies, the task is cancelled at once.
/// Throws WaitError for a negative duration.
template<typename Awaitable, typename Rep, typename Period>
[[nodiscard]] auto withTimeout(Awaitable &&awaitable, std::chrono::duration<Rep, Period> duration)
{
    static_assert(Detail::Combinable<Awaitable>,
        "withTimeout() takes a wait or a task of Async Widgets, by value: a task that has a name goes in "
        "with std::move().");
    if constexpr (Detail::Combinable<Awaitable>) {
        return Detail::TimeoutWait<Detail::BranchOf<Awaitable>>(
            Detail::toBranch(std::forward<Awaitable>(awaitable)),
            Detail::requireDuration(Detail::toDuration(duration), "withTimeout"));
    }
}

} // namespace AsyncWidgets
