// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/sleepfor.h>

#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

QString describeDuration(Duration duration)
{
    const std::chrono::duration<double, std::milli> milliseconds = duration;
    return QCoreApplication::translate("AsyncWidgets", "%1 ms")
        .arg(QString::number(milliseconds.count(), 'f', QLocale::FloatingPointShortest));
}

Duration requireDuration(Duration duration, const char *function)
{
    if (duration < Duration::zero()) {
        throw WaitError(u"%1: a duration of %2 is negative; it must be 0 or more."_s.arg(
            QString::fromLatin1(function), describeDuration(duration)));
    }
    return duration;
}

void Timer::start(Duration delay)
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

bool SleepWait::start()
{
    m_timer.start(m_duration);
    return true;
}

bool SleepWait::cancel()
{
    m_timer.stop();
    return true;
}

QString SleepWait::description() const
{
    return describeDuration(m_duration);
}

} // namespace AsyncWidgets::Detail
