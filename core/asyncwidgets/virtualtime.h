// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// VirtualTime: a clock for tests that moves only when told to. Link AsyncWidgets::Test.

#pragma once

#include <asyncwidgets/detail/duration.h>
#include <asyncwidgets/taskhandle.h>

#include <QtCore/QByteArray>
#include <QtCore/QPointer>
#include <QtCore/QtGlobal>

#include <chrono>

namespace AsyncWidgets {

namespace Detail {
class ThreadContext;
}

/// While it lives, the tasks of its thread run on a clock that stands still until the test moves it: sleepFor(),
/// withTimeout(), waitUntilSettled(), throttled() and the frames of a ProgressChannel, including those that began
/// earlier.
///
/// \code
/// VirtualTime time;
/// const auto backup = tasks.start(backUpEveryHour(files));
/// time.advance(3h);
/// QCOMPARE(files.backups(), 3);
/// \endcode
///
/// Timers of Qt, threads, processes and sockets keep the real time: wait for those with QTRY_VERIFY() as always, and
/// move this clock in between. There is one at a time on a thread, and it is used there. Afterwards the real time
/// goes on from where this clock stands, so that what is left of each wait is still to come.
class VirtualTime final
{
public:
    /// Throws WaitError on a thread without an event loop, and where there is one already.
    VirtualTime();
    /// If tasks of this thread are still paused, qWarning() names them, with the lines at which they are. Declare it
    /// after their owners to be told (it is then the first to go), or before them not to be told. On another thread a
    /// warning says so, and the clock stands still until the event loop of its own comes to it. Inside its own
    /// advance() it must not be destroyed: qFatal() says so.
    ~VirtualTime();
    Q_DISABLE_COPY_MOVE(VirtualTime)

    /// Lets \a duration pass. Whatever is due on the way happens in the order of time, and at one instant in the
    /// order of starting. All that follows from one instant is done before the next, posted events and deleteLater()
    /// included. Throws WaitError for a duration that is negative or not a number; inside a task and inside another
    /// call, since time does not pass there; and for tasks that go on for ever without letting time pass.
    template<typename Duration>
    void advance(Duration duration)
    {
        static_assert(
            Detail::isDuration<Duration>, "advance() takes a duration with its unit, such as 5min.");
        if constexpr (Detail::isDuration<Duration>)
            advanceBy(Detail::toDuration(duration, "VirtualTime::advance"));
    }

    /// Lets time pass until the next instant at which something is due, and lets that happen. Returns false, and does
    /// nothing, if nothing waits for time. Throws as advance() does.
    bool advanceToNext();

    /// How much time has passed since this object was made, rounded down to milliseconds.
    [[nodiscard]] std::chrono::milliseconds elapsed() const;

    /// \cond internal
    // For QVERIFY_FINISHES(): why not, in words; nothing if it has finished.
    template<typename Duration>
    [[nodiscard]] static QByteArray whyUnfinished(const TaskHandle<> &task, Duration atMost)
    {
        return advanceUntilDone(task, Detail::toDuration(atMost, "QVERIFY_FINISHES"));
    }
    /// \endcond

private:
    using TimePoint = std::chrono::steady_clock::time_point;

    void requireThisThread() const;
    void advanceBy(Detail::Duration duration);
    bool advanceToNext(TimePoint end);
    static QByteArray advanceUntilDone(const TaskHandle<> &task, Detail::Duration atMost);

    const QPointer<Detail::ThreadContext> m_context; // may be gone before, with the application object
    TimePoint m_start;
    bool m_isAdvancing = false;
};

} // namespace AsyncWidgets

/// For functions of Qt Test: lets time pass from instant to instant until \a task has ended, at most \a atMost, a
/// duration such as 5min. The test fails, and says where the task is or why it has ended, unless it has finished. Needs
/// the VirtualTime of this thread.
#define QVERIFY_FINISHES(task, atMost)                                                                       \
    do {                                                                                                     \
        const QByteArray whyUnfinished_ = AsyncWidgets::VirtualTime::whyUnfinished(task, atMost);            \
        QVERIFY2(whyUnfinished_.isEmpty(), whyUnfinished_.constData());                                      \
    } while (false)
