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
class EventLoopProbe final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds interval = LatencyLog::interval;

    explicit EventLoopProbe(QObject *parent = nullptr);

    void start(); ///< goes on after stop(); the time in between is not counted
    void stop();
    [[nodiscard]] bool isActive() const { return m_timer.isActive(); }

    [[nodiscard]] const LatencyLog &log() const { return m_log; }
    void reset();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    LatencyLog m_log;
    QBasicTimer m_timer;
    LatencyLog::Clock::time_point m_due;
};

} // namespace AsyncWidgets
