// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// EventLoopProbe: measures how late the event loop of this thread is.

#pragma once

#include "ui/latencylog.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QObject>

namespace AsyncWidgets {

/// Asks the event loop to run it every 10 ms, and logs how much later it did. A loop that is blocked for a second is
/// one sample of a second. Costs some microseconds each time.
///
/// While no event comes at all, the loop is asleep, and cannot be late; then it looks only four times a second, so that
/// an idle window does not keep the processor awake. The first event ends the rest, before it is handled: the next look
/// is due 10 ms after it. A look at the end of a rest stands for those that it saved. Lives on the application's main
/// thread, whose events it sees pass.
class EventLoopProbe final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds interval = LatencyLog::interval;
    static constexpr std::chrono::milliseconds restInterval { 250 }; ///< while no event comes

    explicit EventLoopProbe(QObject *parent = nullptr);

    void start(); ///< goes on after stop(); the time in between is not counted
    void stop();
    [[nodiscard]] bool isActive() const { return m_timer.isActive(); }
    [[nodiscard]] bool isResting() const { return m_isResting; } ///< since no event has come

    [[nodiscard]] const LatencyLog &log() const { return m_log; }
    void reset();

    bool eventFilter(QObject *watched, QEvent *event) override; ///< of the application

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void lookAfter(std::chrono::milliseconds span);

    LatencyLog m_log;
    QBasicTimer m_timer;
    LatencyLog::Clock::time_point m_due;
    bool m_isResting = false;
    bool m_hasSeenEvent = false; // since the last look
};

} // namespace AsyncWidgets
