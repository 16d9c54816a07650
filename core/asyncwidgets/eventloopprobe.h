// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// EventLoopProbe: measures how late the event loop of this thread is.

#pragma once

#include <asyncwidgets/detail/ownthread.h>
#include <asyncwidgets/global.h>
#include <asyncwidgets/latencylog.h>

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <memory>

namespace AsyncWidgets {

/// Asks the event loop to run it every 10 ms while events come, and logs how late that was. A loop that is
/// blocked for a second is one sample of a second. Costs a few microseconds each time.
///
/// Without events the loop is asleep, and cannot be late. So after each look the probe rests, and looks once a second
/// at most: an idle window does not keep the processor awake. The first event ends the rest, before it is
/// handled: the next look is due 10 ms after it. Lives on the application's main thread, whose events it sees pass;
/// may be destroyed on another thread while the main thread rests.
class ASYNCWIDGETS_EXPORT EventLoopProbe final : public QObject
{
    Q_OBJECT

public:
    explicit EventLoopProbe(QObject *parent = nullptr); ///< does nothing before start()

    /// Goes on after stop(); the time in between is not counted. Without an application, and on a thread other than the
    /// application's, a warning says so, and nothing is done.
    void start();
    void stop(); ///< stops measuring, and keeps the log
    [[nodiscard]] bool isActive() const { return m_timer->isActive(); } ///< between start() and stop()

    [[nodiscard]] const LatencyLog &log() const
    {
        return m_log;
    } ///< what it has found; lives as long as the probe
    void reset(); ///< forgets what it has found

    bool eventFilter(QObject *watched, QEvent *event) override; ///< of the application

private:
    void look();
    void lookAfter(std::chrono::milliseconds interval);

    LatencyLog m_log;
    const std::unique_ptr<QTimer, Detail::DestroyOnItsThread> m_timer;
    LatencyLog::Clock::time_point m_due;
    bool m_isResting = false;
};

} // namespace AsyncWidgets
