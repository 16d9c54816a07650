// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// sleepFor(): pauses a task for a while.

#pragma once

#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/detail/wait.h>
#include <asyncwidgets/task.h>

#include <chrono>
#include <optional>

namespace AsyncWidgets {
namespace Detail {

using Duration = std::chrono::steady_clock::duration;

/// "250 ms"
[[nodiscard]] ASYNCWIDGETS_EXPORT QString describeDuration(Duration duration);
/// Throws WaitError for a negative \a duration, naming \a function.
ASYNCWIDGETS_EXPORT Duration requireDuration(Duration duration, const char *function);

/// A duration of any unit as one of the clock's; what is beyond the clock's range is for ever.
template<typename Rep, typename Period>
[[nodiscard]] Duration toDuration(std::chrono::duration<Rep, Period> duration)
{
    using Seconds = std::chrono::duration<double>;
    if (std::chrono::duration_cast<Seconds>(duration) >= std::chrono::duration_cast<Seconds>(Duration::max()))
        return Duration::max();
    if (!(std::chrono::duration_cast<Seconds>(duration)
            > std::chrono::duration_cast<Seconds>(Duration::min()))) // NaN
        return Duration::min();
    return std::chrono::duration_cast<Duration>(duration);
}

/// One entry in the timers of the present thread, for as long as this lives.
class ASYNCWIDGETS_EXPORT Timer final : private TimerListener
{
public:
    explicit Timer(TimerListener &listener)
        : m_listener(listener)
    {
    }
    ~Timer() { stop(); }
    Q_DISABLE_COPY_MOVE(Timer)

    void start(Duration delay);
    void stop();
    [[nodiscard]] bool isActive() const { return m_key.has_value(); }

private:
    void timedOut() override;

    TimerListener &m_listener;
    std::optional<TimerQueue::Key> m_key;
};

class ASYNCWIDGETS_EXPORT SleepWait final : public Wait, private TimerListener
{
public:
    explicit SleepWait(Duration duration)
        : m_duration(duration)
        , m_timer(*this)
    {
    }
    SleepWait(SleepWait &&other) noexcept
        : SleepWait(other.m_duration)
    {
    }

    bool start() override;
    bool cancel() override;
    [[nodiscard]] QString description() const override;
    void await_resume() const { }

private:
    void timedOut() override { complete(); }

    Duration m_duration;
    Timer m_timer;
};

} // namespace Detail

/// co_await sleepFor(200ms) pauses the task for that long, never shorter; the event loop runs meanwhile.
///
/// sleepFor(0ms) lets the event loop turn once. Of those that are due in one turn, the one with the earlier deadline
/// goes on first, and of equal deadlines the one that began first. Throws WaitError, in the task, for a negative
/// duration and on a thread without an event loop.
template<typename Rep, typename Period>
[[nodiscard]] Detail::SleepWait sleepFor(std::chrono::duration<Rep, Period> duration)
{
    return Detail::SleepWait(Detail::requireDuration(Detail::toDuration(duration), "sleepFor"));
}

} // namespace AsyncWidgets
