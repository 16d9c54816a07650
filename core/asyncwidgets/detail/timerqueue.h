// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The timers of all tasks of one thread, behind a single timer of Qt.

#pragma once

#include <asyncwidgets/global.h>

#include <QtCore/QBasicTimer>

#include <chrono>
#include <map>
#include <optional>
#include <utility>

QT_FORWARD_DECLARE_CLASS(QObject)

namespace AsyncWidgets::Detail {

/// Is told, on its thread and by the event loop, that its time has come. Belongs to at most one queue entry.
class TimerListener
{
public:
    virtual void timedOut() = 0; ///< the entry is gone already; this object may be destroyed inside

protected:
    ~TimerListener() = default;
};

/// Entries are due in the order of their deadlines, and equal deadlines in the order in which they were added, however
/// late the event loop comes to them. What is added while due entries are served waits for the next turn.
class ASYNCWIDGETS_EXPORT TimerQueue
{
public:
    using Clock = std::chrono::steady_clock;
    using Key = std::pair<Clock::time_point, quint64>; // deadline, serial number

    explicit TimerQueue(QObject &receiver)
        : m_receiver(receiver)
    {
    }

    /// Calls listener.timedOut() once, in an event-loop turn not before \a delay has passed.
    [[nodiscard]] Key add(Clock::duration delay, TimerListener &listener);
    void remove(const Key &key);
    [[nodiscard]] Clock::time_point now() const { return m_isStopped ? m_stoppedAt : Clock::now() + m_ahead; }
    /// Of the first entry; the end of all time if there is none.
    [[nodiscard]] Clock::time_point nextDeadline() const
    {
        return m_entries.empty() ? Clock::time_point::max() : m_entries.begin()->first.first;
    }

    // For VirtualTime: nothing is served by the event loop while the clock is stopped.
    void stopClock();
    void moveClock(Clock::time_point now) { m_stoppedAt = now; }
    void startClock(); ///< from where it stands

    [[nodiscard]] int timerId() const { return m_timer.timerId(); }
    void serve();

private:
    void arm();
    void disarm();

    QObject &m_receiver;
    QBasicTimer m_timer;
    Clock::time_point m_armedFor = Clock::time_point::max();
    bool m_isStopped = false;
    Clock::time_point m_stoppedAt;
    Clock::duration m_ahead = Clock::duration::zero(); // of the real clock
    quint64 m_serial = 0;
    std::map<Key, TimerListener *> m_entries;
};

/// The time by which the timers of this thread go.
[[nodiscard]] ASYNCWIDGETS_EXPORT TimerQueue::Clock::time_point presentTime();

/// One entry in the queue of the present thread, for as long as this lives.
class ASYNCWIDGETS_EXPORT Timer final : private TimerListener
{
public:
    explicit Timer(TimerListener &listener)
        : m_listener(listener)
    {
    }
    ~Timer() { stop(); }
    Q_DISABLE_COPY_MOVE(Timer)

    /// Throws WaitError on a thread without an event loop.
    void start(TimerQueue::Clock::duration delay);
    void stop();
    [[nodiscard]] bool isActive() const { return m_key.has_value(); }

private:
    void timedOut() override;

    TimerListener &m_listener;
    std::optional<TimerQueue::Key> m_key;
};

} // namespace AsyncWidgets::Detail
