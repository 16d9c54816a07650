// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/eventloopprobe.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTimerEvent>

#include <algorithm>

namespace AsyncWidgets {

namespace {
constexpr auto probesOfARest = static_cast<int>(EventLoopProbe::restInterval / EventLoopProbe::interval);
} // namespace

EventLoopProbe::EventLoopProbe(QObject *parent)
    : QObject(parent)
{
}

void EventLoopProbe::start()
{
    QCoreApplication::instance()->installEventFilter(this);
    lookAfter(interval);
}

void EventLoopProbe::stop()
{
    QCoreApplication::instance()->removeEventFilter(this);
    m_timer.stop();
}

void EventLoopProbe::reset()
{
    m_log.clear();
}

void EventLoopProbe::lookAfter(std::chrono::milliseconds span)
{
    m_timer.start(static_cast<int>(span.count()), Qt::PreciseTimer, this);
    m_due = LatencyLog::Clock::now() + span;
    m_isResting = span == restInterval;
    m_hasSeenEvent = false;
}

bool EventLoopProbe::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != this) {
        if (m_isResting)
            lookAfter(interval);
        m_hasSeenEvent = true;
    }
    return QObject::eventFilter(watched, event);
}

void EventLoopProbe::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    const auto now = LatencyLog::Clock::now();
    m_log.add(now, std::max(LatencyLog::Duration::zero(), LatencyLog::Duration(now - m_due)),
        m_isResting ? probesOfARest : 1);
    // From now, so that one delay is not counted twice.
    lookAfter(m_hasSeenEvent ? interval : restInterval);
}

} // namespace AsyncWidgets
