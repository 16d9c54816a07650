// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/threadcontext.h>

#include <asyncwidgets/detail/signalhub.h>
#include <asyncwidgets/detail/tracelog.h>
#include <asyncwidgets/taskscope.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCoreApplication>
#include <QtCore/QThreadStorage>
#include <QtCore/QTimerEvent>

#ifdef Q_OS_LINUX
#include <ctime>
#endif

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

constinit thread_local ThreadContext *currentContext = nullptr;

namespace {
QThreadStorage<ThreadContext *> &contexts()
{
    static QThreadStorage<ThreadContext *> storage; // owns each thread's context until the thread ends
    return storage;
}
} // namespace

void StepClock::look()
{
    m_unlooked = 16;
#ifdef Q_OS_LINUX
    // The same clock as std::chrono::steady_clock there, exact to a timer tick (1 to 10 ms), at a quarter of the price.
    timespec now {};
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    m_now = std::chrono::steady_clock::time_point(
        std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
#else
    m_now = std::chrono::steady_clock::now();
#endif
}

ThreadContext &ThreadContext::create()
{
    currentContext = new ThreadContext; // owned by the storage in the next line
    contexts().setLocalData(currentContext);
    return *currentContext;
}

void ThreadContext::requireEventLoop()
{
    const QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    if (!dispatcher) {
        throw WaitError(QCoreApplication::instance()
                ? u"This thread has no event loop, so nothing could resume the task: start it on a QThread that runs exec()."_s
                : u"There is no application object yet, so nothing could resume the task: create the QCoreApplication first."_s);
    }
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, [this] { clock.lookNextTime(); });
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, [this] { clock.lookNextTime(); });
    m_hasEventLoop = true;
}

ThreadContext::~ThreadContext()
{
    if (runner) {
        qFatal("AsyncWidgets: the application object or the thread was destroyed inside a running task, "
               "which could never go on; return from the task first.");
    }
    // Whoever still waits here can never be resumed: the tasks end, and the streams that nobody reads.
    isEnding = true;
    while (!scopes.empty())
        scopes.front()->cancel(CommonReason::ThreadEnded);
    while (!hubs.isEmpty())
        (*hubs.begin())
            ->senderIsGone(QCoreApplication::translate("AsyncWidgets", "the thread of the task has ended"));
    if (trace)
        trace->threadHasEnded();
    currentContext = nullptr;
}

void ThreadContext::closeIdleHubs()
{
    while (!idleHubs
            .empty()) { // one by one: closing one may end others; the list keeps its memory for the next time
        SignalHub *hub = idleHubs.back();
        idleHubs.pop_back();
        hub->closeIfStillUnused();
    }
}

void ThreadContext::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == timers.timerId())
        timers.serve();
    else
        QObject::timerEvent(event);
}

} // namespace AsyncWidgets::Detail
