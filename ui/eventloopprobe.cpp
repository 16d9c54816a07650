// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/eventloopprobe.h"

#include <QtCore/QTimerEvent>

#include <algorithm>

namespace AsyncWidgets {

EventLoopProbe::EventLoopProbe(QObject *parent)
    : QObject(parent)
{
}

void EventLoopProbe::start()
{
    m_timer.start(static_cast<int>(interval.count()), Qt::PreciseTimer, this);
    m_due = LatencyLog::Clock::now() + interval;
}

void EventLoopProbe::stop()
{
    m_timer.stop();
}

void EventLoopProbe::reset()
{
    m_log.clear();
}

void EventLoopProbe::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    const auto now = LatencyLog::Clock::now();
    m_log.add(now, std::max(LatencyLog::Duration::zero(), LatencyLog::Duration(now - m_due)));
    start(); // from now, so that one delay is not counted twice
}

} // namespace AsyncWidgets
