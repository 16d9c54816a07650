// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/timerqueue.h>

#include <asyncwidgets/detail/runner.h>

#include <QtCore/QObject>

#include <algorithm>
#include <limits>

namespace AsyncWidgets::Detail {

TimerQueue::Key TimerQueue::add(Clock::duration delay, TimerListener &listener)
{
    // A duration beyond the clock's range is for ever; the sum must not overflow.
    const Clock::time_point now = this->now();
    const Clock::time_point deadline
        = delay < Clock::time_point::max() - now ? now + delay : Clock::time_point::max();
    const Key key { deadline, m_serial++ };
    m_entries.emplace(key, &listener);
    try {
        arm();
    } catch (...) {
        m_entries.erase(key);
        throw;
    }
    return key;
}

void TimerQueue::remove(const Key &key)
{
    m_entries.erase(key);
    if (m_entries.empty())
        disarm();
}

void TimerQueue::serve()
{
    const Clock::time_point now = this->now();
    const quint64 end = m_serial;
    disarm();
    // A continuation may add and remove entries, or run an event loop of its own, so the search starts afresh after
    // each, with the timer armed for those that are left. What was added meanwhile waits for the next turn.
    for (;;) {
        const auto due = std::find_if(m_entries.begin(), m_entries.end(),
            [&](const auto &entry) { return entry.first.first > now || entry.first.second < end; });
        if (due == m_entries.end() || due->first.first > now)
            break;
        TimerListener &listener = *due->second;
        m_entries.erase(due);
        arm();
        const Runner runner(ThreadContext::current());
        listener.timedOut();
    }
    disarm();
    arm();
}

void TimerQueue::disarm()
{
    m_timer.stop();
    m_armedFor = Clock::time_point::max();
}

void TimerQueue::arm()
{
    if (m_entries.empty() || m_isStopped)
        return;
    const Clock::time_point deadline = m_entries.begin()->first.first;
    if (m_armedFor <= deadline)
        return;
    // Rounded up to Qt's milliseconds: never early. A timer of Qt holds an int; a later deadline is armed again then.
    const auto delay = std::chrono::ceil<std::chrono::milliseconds>(deadline - now()).count();
    m_timer.start(static_cast<int>(std::clamp<decltype(delay)>(delay, 0, std::numeric_limits<int>::max())),
        Qt::PreciseTimer, &m_receiver);
    m_armedFor = deadline;
}

void TimerQueue::stopClock()
{
    m_stoppedAt = now();
    m_isStopped = true;
    disarm();
}

void TimerQueue::startClock()
{
    m_ahead = m_stoppedAt - Clock::now();
    m_isStopped = false;
    arm();
}

TimerQueue::Clock::time_point presentTime()
{
    const ThreadContext *context = ThreadContext::existing();
    return context ? context->timers.now() : TimerQueue::Clock::now();
}

void Timer::start(TimerQueue::Clock::duration delay)
{
    stop();
    m_key = ThreadContext::withEventLoop().timers.add(delay, *this);
}

void Timer::stop()
{
    if (!m_key)
        return;
    if (ThreadContext *context = ThreadContext::existing())
        context->timers.remove(*m_key);
    m_key.reset();
}

void Timer::timedOut()
{
    m_key.reset();
    m_listener.timedOut();
}

} // namespace AsyncWidgets::Detail
