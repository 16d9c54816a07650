// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/threadcontext.h>

#include <asyncwidgets/detail/backgroundthreads.h>
#include <asyncwidgets/detail/runner.h>
#include <asyncwidgets/detail/scopedata.h>
#include <asyncwidgets/detail/sharedconnection.h>
#include <asyncwidgets/detail/tracelog.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCoreApplication>
#include <QtCore/QMutex>
#include <QtCore/QThread>
#include <QtCore/QThreadStorage>
#include <QtCore/QTimerEvent>

#include <memory>

#ifdef Q_OS_LINUX
#include <ctime>
#endif
#ifdef Q_OS_WIN
#include <QtCore/qt_windows.h>
#elif defined(Q_OS_UNIX)
#include <dlfcn.h>
#endif

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

constinit thread_local ThreadContext *currentContext = nullptr;
constinit LinkedList<ThreadContext> allContexts;

namespace {
constinit QBasicMutex contextsMutex; // guards the list

QThreadStorage<ThreadContext *> &contexts()
{
    static QThreadStorage<ThreadContext *> storage; // owns each thread's context until the thread ends
    return storage;
}

/// The next number that no thread has now; called with the lock. (There are never 65,535 threads at once.)
quint16 unusedNumber()
{
    static quint16 last = 0;
    const auto isUsed = [](quint16 number) {
        const ThreadContext *context = allContexts.first();
        while (context && context->number != number)
            context = LinkedList<ThreadContext>::next(*context);
        return context != nullptr;
    };
    do {
        ++last;
    } while (last == 0 || isUsed(last));
    return last;
}

/// Keeps the module with this code (a plugin that the library is linked into, say) in memory until the process ends:
/// each thread's context stays as long as the thread, and the event loop calls it.
void stayLoaded()
{
#if defined(Q_OS_WIN)
    HMODULE module = nullptr;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
        reinterpret_cast<LPCWSTR>(&stayLoaded), &module);
#elif defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)
    Dl_info module {};
    if (dladdr(reinterpret_cast<const void *>(&stayLoaded), &module) != 0 && module.dli_fname) {
        // There is no handle for the program itself, which stays anyway.
        if (void *handle = dlopen(module.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE))
            dlclose(handle);
    }
#endif
}
} // namespace

std::chrono::steady_clock::time_point ThreadContext::now()
{
#ifdef Q_OS_LINUX
    // The same clock as std::chrono::steady_clock there, exact to a timer tick (1 to 10 ms), at an eighth of the price.
    timespec now {};
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return std::chrono::steady_clock::time_point(
        std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
#else
    return std::chrono::steady_clock::now();
#endif
}

ThreadContext::ThreadContext()
    : threadHandle(QThread::currentThreadId())
{
    const QMutexLocker lock(&contextsMutex);
    number = unusedNumber();
    allContexts.append(*this);
}

ThreadContext &ThreadContext::create()
{
    static const bool staysLoaded = (stayLoaded(), true);
    Q_UNUSED(staysLoaded)
    std::unique_ptr<ThreadContext> context(new ThreadContext);
    // If QObject::connect() runs out of memory when a receiver gets its first connection, it leaves a dangling pointer in
    // the sender. From one object to itself it does not, and afterwards the context has got it.
    connect(context.get(), &QObject::destroyed, context.get(), [] { });
    contexts().setLocalData(context.get());
    currentContext = context.release(); // the storage owns it
    return *currentContext;
}

ThreadContext &ThreadContext::withEventLoop()
{
    ThreadContext &context = current();
    if (!context.m_hasEventLoop)
        context.requireEventLoop();
    return context;
}

void ThreadContext::requireEventLoop()
{
    const QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    // A thread of a pool has a dispatcher, and nothing that would ever run it but the function that it works on.
    const QThread *const thread = QThread::currentThread();
    const bool isOfAPool = thread->inherits("QThreadPoolThread") || BackgroundThreads::isOneOfThem();
    if (!dispatcher || (isOfAPool && thread->loopLevel() == 0)) {
        throw WaitError(QCoreApplication::instance()
                ? u"This thread runs no event loop, so nothing could resume the task: start it inside of exec(), of a QThread or a QEventLoop."_s
                : u"There is no application object yet, so nothing could resume the task: create the QCoreApplication first."_s);
    }
    if (isOfAPool)
        return; // asked each time anew: the next function there need not run a loop
    m_hasEventLoop = true;
}

ThreadContext::~ThreadContext()
{
    if (runner || isUnwinding) {
        qFatal("AsyncWidgets: the application object or the thread was destroyed inside a running task, "
               "which could never go on; return from the task first.");
    }
    // Whoever still waits here can never be resumed: the tasks end, and the streams that nobody reads.
    isEnding = true;
    while (ScopeData *scope = scopes.first())
        scope->cancel(CommonReason::ThreadEnded);
    while (!connections.isEmpty())
        (*connections.begin())
            ->end(reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "the thread of the task has ended")));
    if (trace)
        trace->threadHasEnded();
    currentContext = nullptr;
    const QMutexLocker lock(&contextsMutex);
    allContexts.remove(*this);
}

void ThreadContext::closeLeft()
{
    while (SharedConnection *connection = firstLeft) { // its sender is told, and may do anything
        connection->forgetThatItWasLeft();
        connection->closeIfUnused();
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
