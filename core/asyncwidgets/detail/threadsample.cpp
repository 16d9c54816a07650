// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/threadsample.h>

#include <asyncwidgets/detail/runner.h>

#include <QtCore/QFile>
#include <QtCore/QtGlobal>

#include <chrono>
#include <cstring>
#include <mutex>
#include <thread>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <csignal>
#include <pthread.h>
#include <unwind.h>
#elif defined(Q_OS_WIN)
#include <qt_windows.h>
#endif

namespace AsyncWidgets::Detail {

namespace {

/// On the thread itself, in a signal handler, or while it stands still: no memory is allocated and no lock taken.
void lookAtEventsAndTask(ThreadSample &sample, const EventStack &events, const ThreadContext *context)
{
    sample.eventCount = events.copy(sample.events);
    const RunningTask *running = context ? context->running : nullptr;
    sample.hasTask = running != nullptr;
    if (!running)
        return;
    sample.taskFrame = running->frame;
    sample.where = running->task->where();
    sample.taskNameLength = 0;
    if (const QString *name = running->task->ownName()) {
        sample.taskNameLength
            = static_cast<quint32>(std::min(static_cast<std::size_t>(name->size()), sample.taskName.size()));
        std::memcpy(sample.taskName.data(), name->constData(), sample.taskNameLength * sizeof(char16_t));
    }
}

} // namespace

#ifdef Q_OS_UNIX

namespace {

std::mutex oneAtATime;
int chosenSignal = 0; // guarded by the mutex

/// A request to the signal handler. It is never destroyed, so that a handler that comes late finds it.
struct Request
{
    enum State { None, Asked, Working, Done };
    std::atomic<int> state = None;
    const EventStack *events = nullptr;
    ThreadContext *const *context = nullptr;
    ThreadSample sample;
};
constinit Request request;

struct Unwinding
{
    ThreadSample &sample;
    bool isInside = false; // the frames of the handler itself are behind
};

_Unwind_Reason_Code addFrame(_Unwind_Context *context, void *data)
{
    auto &unwinding = *static_cast<Unwinding *>(data);
    ThreadSample &sample = unwinding.sample;
    int isExact = 0; // set for the function that was interrupted
    const auto address = static_cast<quintptr>(_Unwind_GetIPInfo(context, &isExact));
    unwinding.isInside = unwinding.isInside || isExact != 0;
    if (!unwinding.isInside)
        return _URC_NO_REASON;
    if (address == 0)
        return _URC_END_OF_STACK; // below the first function
    // All others are at the instruction after a call, which may belong to the next function.
    sample.frames[sample.frameCount++]
        = { isExact != 0 ? address : address - 1, static_cast<quintptr>(_Unwind_GetCFA(context)) };
    return sample.frameCount < sample.frames.size() ? _URC_NO_REASON : _URC_END_OF_STACK;
}

extern "C" void sampleThisThread(int)
{
    int expected = Request::Asked;
    if (!request.state.compare_exchange_strong(expected, Request::Working, std::memory_order_acquire))
        return; // nobody waits for it any more
    const int error = errno;
    ThreadSample &sample = request.sample;
    sample.frameCount = 0;
    Unwinding unwinding { .sample = sample };
    _Unwind_Backtrace(addFrame, &unwinding);
    lookAtEventsAndTask(sample, *request.events, *request.context);
    request.state.store(Request::Done, std::memory_order_release);
    errno = error;
}

bool isUnused(int number)
{
    struct sigaction present = {};
    return sigaction(number, nullptr, &present) == 0 && !(present.sa_flags & SA_SIGINFO)
        && present.sa_handler == SIG_DFL;
}

bool isOurs(int number)
{
    struct sigaction present = {};
    return sigaction(number, nullptr, &present) == 0 && !(present.sa_flags & SA_SIGINFO)
        && present.sa_handler == sampleThisThread;
}

bool install(int number)
{
    if (!isOurs(number)) {
        if (!isUnused(number))
            return false;
        struct sigaction action = {};
        action.sa_handler = sampleThisThread;
        action.sa_flags = SA_RESTART;
        sigfillset(&action.sa_mask);
        if (sigaction(number, &action, nullptr) != 0)
            return false;
    }
    chosenSignal = number;
    return true;
}

/// The signal for it; 0 if none is free. It stays the same until the program handles it itself. SIGURG, if it does not
/// use that: the system ignores it by default, so that one on its way does no harm to a program that is started in the
/// place of this one, and debuggers let it pass. Otherwise a real-time signal.
int presentSignal()
{
    if (chosenSignal != 0 && isOurs(chosenSignal))
        return chosenSignal;
    chosenSignal = 0;
    if (install(SIGURG))
        return chosenSignal;
#ifdef SIGRTMAX
    for (int number = SIGRTMAX; number >= SIGRTMIN; --number) {
        if (install(number))
            break;
    }
#endif
    return chosenSignal;
}

/// Whether a debugger watches this process: a real-time signal would stop it there.
bool isTraced()
{
#ifdef Q_OS_LINUX
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return false;
    const QByteArray text = status.readAll();
    const qsizetype place = text.indexOf("\nTracerPid:\t");
    return place >= 0 && text.mid(place + 12, 2) != "0\n";
#else
    return false;
#endif
}

bool waitForSample()
{
    using namespace std::chrono_literals;
    // A handler that runs at all is done in less than a millisecond.
    const auto until = std::chrono::steady_clock::now() + 100ms;
    while (request.state.load(std::memory_order_acquire) != Request::Done) {
        int expected = Request::Asked;
        if (std::chrono::steady_clock::now() > until
            && request.state.compare_exchange_strong(expected, Request::None))
            return false; // the thread blocks the signal, or gets no time
        std::this_thread::sleep_for(50us);
    }
    request.state.store(Request::None, std::memory_order_relaxed);
    return true;
}

} // namespace

SampledThread::SampledThread(const EventStack &events)
    : m_events(events)
    , m_context(&currentContext)
    , m_thread((quintptr)pthread_self()) // a number or a pointer, as the system likes
{
    const std::scoped_lock lock(oneAtATime);
    presentSignal();
    Q_UNUSED(findCallersCaller(0)) // loads what the unwinder needs before the handler does
}

SampledThread::~SampledThread() = default;

bool SampledThread::take(ThreadSample &sample) const
{
    const std::scoped_lock lock(oneAtATime);
    const int number = presentSignal();
    if (number == 0 || (number != SIGURG && isTraced()))
        return false;
    request.events = &m_events;
    request.context = m_context;
    request.state.store(Request::Asked, std::memory_order_release);
    if (pthread_kill((pthread_t)m_thread, number) != 0) {
        request.state.store(Request::None);
        return false;
    }
    if (!waitForSample())
        return false;
    sample = request.sample;
    return true;
}

int SampledThread::signalNumber()
{
    const std::scoped_lock lock(oneAtATime);
    return presentSignal();
}

bool SampledThread::setSignalNumber(int number)
{
    const std::scoped_lock lock(oneAtATime);
    return install(number);
}

CallersCaller findCallersCaller(quintptr frame)
{
    struct Search
    {
        quintptr frame;
        CallersCaller found;
        bool isNext = false;
    };
    Search search { .frame = frame, .found = {} };
    const auto look = [](_Unwind_Context *context, void *data) {
        auto &wanted = *static_cast<Search *>(data);
        const auto stack = static_cast<quintptr>(_Unwind_GetCFA(context));
        if (wanted.isNext) {
            wanted.found = { .distance = stack - wanted.frame,
                .function = static_cast<quintptr>(_Unwind_GetRegionStart(context)) };
            return _URC_END_OF_STACK;
        }
        wanted.isNext = stack > wanted.frame;
        return _URC_NO_REASON;
    };
    _Unwind_Backtrace(look, &search);
    return search.found;
}

quintptr enclosingFunction(quintptr address)
{
    // NOLINTNEXTLINE(performance-no-int-to-ptr)
    return reinterpret_cast<quintptr>(_Unwind_FindEnclosingFunction(reinterpret_cast<void *>(address)));
}

#elif defined(Q_OS_WIN)

// The thread stands still while it is looked at. There is no stack.

SampledThread::SampledThread(const EventStack &events)
    : m_events(events)
    , m_context(&currentContext)
{
    m_thread = reinterpret_cast<quintptr>(
        OpenThread(THREAD_SUSPEND_RESUME | THREAD_GET_CONTEXT, FALSE, GetCurrentThreadId()));
}

SampledThread::~SampledThread()
{
    CloseHandle(reinterpret_cast<HANDLE>(m_thread));
}

bool SampledThread::take(ThreadSample &sample) const
{
    const auto thread = reinterpret_cast<HANDLE>(m_thread);
    sample.frameCount = 0;
    if (SuspendThread(thread) == static_cast<DWORD>(-1))
        return false;
    CONTEXT registers {};
    registers.ContextFlags = CONTEXT_CONTROL;
    const bool standsStill = GetThreadContext(thread, &registers);
    if (standsStill) {
#if defined(_M_X64)
        sample.stackPointer = registers.Rsp;
#elif defined(_M_ARM64)
        sample.stackPointer = registers.Sp;
#endif
        lookAtEventsAndTask(sample, m_events, *m_context);
    }
    ResumeThread(thread);
    return standsStill;
}

int SampledThread::signalNumber()
{
    return 0;
}

bool SampledThread::setSignalNumber(int)
{
    return false;
}

CallersCaller findCallersCaller(quintptr)
{
    return {};
}

quintptr enclosingFunction(quintptr)
{
    return 0;
}

#endif

} // namespace AsyncWidgets::Detail
