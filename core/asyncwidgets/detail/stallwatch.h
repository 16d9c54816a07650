// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The thread behind a StallMonitor, and what it shares with the thread that it watches.

#pragma once

#include <asyncwidgets/detail/eventstack.h>
#include <asyncwidgets/detail/processordelay.h>
#include <asyncwidgets/detail/threadsample.h>
#include <asyncwidgets/stallmonitor.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace AsyncWidgets::Detail {

/// Made and stopped on the watched thread. What that thread tells it costs some stores; it looks at them by itself.
class StallWatch final
{
public:
    using Clock = std::chrono::steady_clock;
    using Time = Clock::time_point;

    StallWatch(StallMonitor &monitor, std::chrono::milliseconds atLeast, bool seesEvents);
    ~StallWatch();
    Q_DISABLE_COPY_MOVE(StallWatch)

    // By the watched thread
    void begin(); ///< starts to watch
    void stop(); ///< and waits for the end of the thread
    void turnBegins(); ///< its loop is there again
    void sleepBegins(); ///< its loop is about to wait for events
    void eventComes(quintptr frame, quintptr handler, const QObject &receiver, int type)
    {
        if (m_isAsleep.load(std::memory_order_relaxed))
            turnBegins();
        m_events.push(frame, handler, receiver, type);
    }
    [[nodiscard]] bool isInChild() const; ///< of a process that was forked
    [[nodiscard]] std::vector<Stall> takeStalls(); ///< those that are over

    const std::chrono::milliseconds threshold;
    std::atomic<bool> warns = true;
    std::atomic<bool> findsLines = false;

private:
    /// A turn of the loop.
    struct Look
    {
        std::chrono::nanoseconds at; // since the turn began
        ThreadSample sample;
    };
    struct Turn
    {
        quint32 number = 0;
        Time begin;
        Time seen; // when it was last seen to go on
        std::chrono::nanoseconds stopped {}; // how long the whole program stood still meanwhile
        std::chrono::nanoseconds waitedBefore {}; // how long the thread had waited for a processor, ever
        std::chrono::nanoseconds nextSample {}; // when to look again
        std::vector<Look> looks; // less and less often
        bool isLong = false; // the watched thread notes the end of it
        bool wasTold = false;
    };

    void run();
    void lookAtTurn(Time now, std::chrono::nanoseconds stopped);
    [[nodiscard]] bool isBusy(Time now, bool isAnotherTurn);
    void look(std::chrono::nanoseconds at);
    [[nodiscard]] bool isStall(std::chrono::nanoseconds duration) const;
    [[nodiscard]] Time endOfTurn() const;
    void turnIsOver();
    [[nodiscard]] Stall describe(std::chrono::nanoseconds duration) const;
    void tellWhileItLasts(std::chrono::nanoseconds duration) const;
    void wake();

    StallMonitor &m_monitor;
    const bool m_seesEvents;
    const qint64 m_process;
    EventStack m_events;
    const SampledThread m_thread { m_events };
    ProcessorDelay m_wait; // of the watched thread, asked by the watching one

    // Written by the watched thread
    std::atomic<quint32> m_turnNumber = 0;
    std::atomic<Clock::rep> m_turnBegin = 0;
    std::atomic<bool> m_isAsleep = true;
    std::atomic<quint32> m_turnAfterLongOne = 0;
    std::atomic<Clock::rep> m_longTurnEnd = 0; // when that began
    // Written by the watching one
    std::atomic<bool> m_tellsEnd = false; // of a long turn
    std::atomic<bool> m_isResting = false; // and is to be woken by the next event

    // Of the watching one
    Turn m_turn;
    quint32 m_askedInTurn = 0; // the turn in which a loop that may sleep was asked to answer
    int m_quietLooks = 0;
    std::chrono::nanoseconds m_waited {}; // at the latest look

    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isAwakened = false; // guarded by the mutex
    Time m_awakenedAt; // guarded by the mutex
    bool m_isStopping = false; // guarded by the mutex
    std::vector<Stall> m_over; // guarded by the mutex
    std::thread m_watching;
};

} // namespace AsyncWidgets::Detail
