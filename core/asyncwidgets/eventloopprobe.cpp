// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/eventloopprobe.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QtDebug>

#include <algorithm>

namespace AsyncWidgets {

EventLoopProbe::EventLoopProbe(QObject *parent)
    : QObject(parent)
    , m_timer(new QTimer)
{
    m_timer->setTimerType(Qt::PreciseTimer);
    connect(m_timer.get(), &QTimer::timeout, this, &EventLoopProbe::look);
}

void EventLoopProbe::start()
{
    QCoreApplication *application = QCoreApplication::instance();
    if (!application || application->thread() != thread()) {
        qWarning("EventLoopProbe::start: there is no event loop to look at; create the QCoreApplication "
                 "first, and the probe on its thread.");
        return;
    }
    application->installEventFilter(this);
    lookAfter(LatencyLog::interval);
}

void EventLoopProbe::stop()
{
    if (QCoreApplication *application = QCoreApplication::instance())
        application->removeEventFilter(this);
    m_timer->stop();
}

void EventLoopProbe::reset()
{
    m_log.clear();
}

void EventLoopProbe::lookAfter(std::chrono::milliseconds interval)
{
    m_timer->start(interval);
    m_due = LatencyLog::Clock::now() + interval;
    m_isResting = interval == LatencyLog::restInterval;
}

bool EventLoopProbe::eventFilter(QObject *watched, QEvent *event)
{
    if (m_isResting && watched != m_timer.get())
        lookAfter(LatencyLog::interval);
    return QObject::eventFilter(watched, event);
}

void EventLoopProbe::look()
{
    const auto now = LatencyLog::Clock::now();
    m_log.add(now, std::max(LatencyLog::Duration::zero(), LatencyLog::Duration(now - m_due)));
    lookAfter(LatencyLog::restInterval); // from now, so that one delay is not counted twice
}

} // namespace AsyncWidgets
