// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/virtualtime.h>

#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/dumptasks.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QScopedValueRollback>
#include <QtCore/QThread>
#include <QtCore/QtDebug>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {
thread_local VirtualTime *current = nullptr;
}

VirtualTime::VirtualTime()
    : m_context(&Detail::ThreadContext::withEventLoop())
{
    if (current)
        throw WaitError(u"VirtualTime: there is one on this thread already."_s);
    m_start = m_context->timers.now();
    m_context->timers.stopClock();
    current = this;
}

VirtualTime::~VirtualTime()
{
    if (m_isAdvancing) {
        qFatal("VirtualTime: it was destroyed inside of its own call, by a task or an event that this let "
               "happen; "
               "destroy it when advance() has returned.");
    }
    if (m_context && m_context->thread() != QThread::currentThread()) {
        qWarning(
            "VirtualTime: it was destroyed on another thread than its own, whose clock stands still until "
            "its event loop comes to it: destroy it there.");
        const auto end = [context = m_context.data()] {
            current = nullptr;
            context->timers.startClock();
        };
        QMetaObject::invokeMethod(m_context, end, Qt::QueuedConnection);
        return;
    }
    current = nullptr;
    if (!m_context)
        return;
    m_context->timers.startClock();
    if (const QString paused = dumpTasks(); !paused.isEmpty())
        qWarning().noquote() << "VirtualTime: tasks are still paused at its end:\n" + paused.trimmed();
}

std::chrono::milliseconds VirtualTime::elapsed() const
{
    using std::chrono::milliseconds;
    return m_context ? std::chrono::floor<milliseconds>(m_context->timers.now() - m_start) : milliseconds();
}

void VirtualTime::requireThisThread() const
{
    if (current != this || !m_context)
        throw WaitError(
            u"VirtualTime: it is used on the thread on which it was made, and while that lives."_s);
}

void VirtualTime::advanceBy(Detail::Duration duration)
{
    requireThisThread();
    const TimePoint now = m_context->timers.now();
    const TimePoint end = duration < TimePoint::max() - now ? now + duration : TimePoint::max();
    while (advanceToNext(end)) { }
    if (end != TimePoint::max())
        m_context->timers.moveClock(end);
}

bool VirtualTime::advanceToNext()
{
    return advanceToNext(TimePoint::max());
}

bool VirtualTime::advanceToNext(TimePoint end)
{
    constexpr int tooOften = 1'000'000;
    requireThisThread();
    if (m_isAdvancing || m_context->isBusy()) {
        throw WaitError(
            u"VirtualTime: time does not pass inside a task, nor inside another call that moves it: move it from the test."_s);
    }
    const QScopedValueRollback isAdvancing(m_isAdvancing, true);
    Detail::TimerQueue &timers = m_context->timers;
    const auto deliverPosted = [] {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    };
    deliverPosted(); // what belongs to this instant, and may begin to wait
    const auto next = timers.nextDeadline();
    if (next == TimePoint::max() || next > end)
        return false;
    timers.moveClock(std::max(next, timers.now()));
    for (int turn = 0; timers.nextDeadline() <= timers.now(); ++turn) {
        if (turn == tooOften) {
            throw WaitError(
                u"VirtualTime: a task comes back again and again without letting time pass, such as by sleepFor(0ms)."_s);
        }
        timers.serve();
        deliverPosted();
    }
    return true;
}

QByteArray VirtualTime::advanceUntilDone(const TaskHandle<> &task, Detail::Duration atMost)
{
    if (!current)
        return "There is no VirtualTime on this thread.";
    VirtualTime &time = *current;
    const TimePoint now = time.m_context->timers.now();
    const TimePoint end = atMost < TimePoint::max() - now ? now + atMost : TimePoint::max();
    while (!task.isDone() && time.advanceToNext(end)) { }
    if (task.state() == TaskState::Finished)
        return {};
    if (task.isDone())
        return (task.name() + u" has ended before: "_s + task.reason()).toUtf8();
    return (task.name() + u" has not finished within "_s + Detail::describeDuration(atMost)
        + u". The tasks of this thread:\n"_s + dumpTasks().trimmed())
        .toUtf8();
}

} // namespace AsyncWidgets
