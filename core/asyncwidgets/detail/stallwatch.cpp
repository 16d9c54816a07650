// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/stallwatch.h>

#include <asyncwidgets/detail/symbols.h>
#include <asyncwidgets/detail/taskrecord.h>

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <mutex>
#include <utility>

#ifdef Q_OS_UNIX
#include <csignal>
#include <ctime>
#include <pthread.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

namespace {

constexpr int looksPerThreshold = 4;
constexpr int quietLooksBeforeRest = 4;
constexpr int timesThresholdToTell = 10;
constexpr int leastWorkOfThreshold = 4; // a quarter

/// When a turn of the loop begins: exact to a timer tick, at a fraction of the price.
StallWatch::Time coarseNow()
{
#ifdef Q_OS_LINUX
    timespec now {};
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return StallWatch::Time(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
#else
    return StallWatch::Clock::now();
#endif
}

/// No signal of the program is to be handled on the watching thread.
class AllSignalsBlocked final
{
public:
#ifdef Q_OS_UNIX
    AllSignalsBlocked()
    {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, &m_before);
    }
    ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }

private:
    sigset_t m_before {};
#else
    AllSignalsBlocked() = default;
    ~AllSignalsBlocked() = default;
#endif
public:
    Q_DISABLE_COPY_MOVE(AllSignalsBlocked)
};

const ThreadSample::Frame *end(const ThreadSample &sample)
{
    return sample.frames.data() + sample.frameCount;
}

bool isHandling(const ThreadSample::Frame &frame, const EventStack::Entry &entry)
{
    return frame.stack == entry.frame
        && (entry.handler == 0 || enclosingFunction(frame.address) == entry.handler);
}

/// The event that is being handled innermost. All that were told of deeper frames may be over: what is handled was
/// called by the function that was noted for it, with that stack pointer.
const EventStack::Entry *presentEvent(const ThreadSample &sample)
{
    const auto *last = sample.events.data() + sample.eventCount;
    const auto *found = std::find_if(sample.events.data(), last, [&sample](const EventStack::Entry &entry) {
        return std::any_of(sample.frames.data(), end(sample),
            [&entry](const ThreadSample::Frame &frame) { return isHandling(frame, entry); });
    });
    if (found != last)
        return found;
    // Not every function can be unwound: then what lies beyond those that were.
    const quintptr reached
        = sample.frameCount > 0 ? sample.frames[sample.frameCount - 1].stack : sample.stackPointer;
    found = std::find_if(
        sample.events.data(), last, [reached](const auto &entry) { return entry.frame > reached; });
    return found != last ? found : nullptr;
}

std::vector<quintptr> addressesOf(const ThreadSample &sample)
{
    std::vector<quintptr> addresses;
    std::transform(sample.frames.data(), end(sample), std::back_inserter(addresses),
        [](const ThreadSample::Frame &frame) { return frame.address; });
    return addresses;
}

/// Held by a watching thread while it works, when it may hold locks of the memory, of Qt and of the dynamic linker. So
/// fork() waits until it sleeps: the child, in which that thread is not there, would find them locked for ever.
std::recursive_mutex &atWork() // recursive: a watching thread may start addr2line
{
    static auto &mutex = *new std::recursive_mutex; // for a fork() at the very end, too
    return mutex;
}

void holdForksBack()
{
#ifdef Q_OS_UNIX
    static const int result
        = pthread_atfork([] { atWork().lock(); }, [] { atWork().unlock(); }, [] { atWork().unlock(); });
    Q_UNUSED(result) // without memory for it, a child is on its own
#endif
}

bool isLoop(const QString &function)
{
    return function.contains(u"::processEvents("_s);
}

} // namespace

StallWatch::StallWatch(StallMonitor &monitor, std::chrono::milliseconds atLeast, bool seesEvents)
    : threshold(atLeast)
    , m_monitor(monitor)
    , m_seesEvents(seesEvents)
    , m_process(QCoreApplication::applicationPid())
{
}

StallWatch::~StallWatch() = default;

void StallWatch::begin()
{
    holdForksBack();
    sleepBegins(); // until the first turn
    const AllSignalsBlocked inherited;
    m_watching = std::thread([this] { run(); });
}

void StallWatch::stop()
{
    if (!m_watching.joinable())
        return;
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
    }
    m_changed.notify_one();
    m_watching.join();
}

void StallWatch::turnBegins()
{
    m_turnBegin.store(coarseNow().time_since_epoch().count(), std::memory_order_relaxed);
    const quint32 number = m_turnNumber.fetch_add(1, std::memory_order_release) + 1;
    m_isAsleep.store(false);
    if (m_tellsEnd.load(std::memory_order_relaxed)) [[unlikely]] {
        m_turnAfterLongOne.store(number, std::memory_order_relaxed);
        m_longTurnEnd.store(Clock::now().time_since_epoch().count(), std::memory_order_release);
        m_tellsEnd.store(false);
        wake();
    } else if (m_isResting.load()) {
        m_isResting.store(false);
        wake();
    }
}

void StallWatch::sleepBegins()
{
    turnBegins();
    m_isAsleep.store(true, std::memory_order_release);
}

/// After fork() the other thread is not there, and may have left the mutex locked.
bool StallWatch::isInChild() const
{
    return QCoreApplication::applicationPid() != m_process;
}

void StallWatch::wake()
{
    if (isInChild())
        return;
    {
        const std::scoped_lock lock(m_mutex);
        m_isAwakened = true;
        m_awakenedAt = Clock::now();
    }
    m_changed.notify_one();
}

std::vector<Stall> StallWatch::takeStalls()
{
    if (isInChild()) // the parent tells it
        return {};
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_over, {});
}

void StallWatch::run()
{
    const std::chrono::nanoseconds interval = std::chrono::nanoseconds(threshold) / looksPerThreshold;
    ProcessorDelay ownWait;
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        const Time before = Clock::now();
        const std::chrono::nanoseconds waitedBefore = ownWait.total();
        const std::chrono::nanoseconds pause = m_turn.looks.empty()
            ? interval
            : std::clamp(
                  m_turn.nextSample - (before - m_turn.begin - m_turn.stopped), interval / 8, interval);
        const bool wasResting = m_seesEvents && m_quietLooks > quietLooksBeforeRest;
        if (wasResting) {
            m_isResting.store(true);
            if (m_isAsleep.load()) // otherwise the event that ended its sleep may not have seen it
                m_changed.wait(lock, [this] { return m_isAwakened || m_isStopping; });
            m_isResting.store(false);
            m_quietLooks = 0;
        } else {
            m_changed.wait_for(lock, pause, [this] { return m_isAwakened || m_isStopping; });
        }
        // Who goes on much later than it was to, and did not wait for a processor, stood still, and the whole program
        // with it.
        const std::chrono::nanoseconds waited = ownWait.total() - waitedBefore;
        const Time now = Clock::now();
        const std::chrono::nanoseconds late
            = now - (m_isAwakened ? std::max(m_awakenedAt, before) : before + pause) - waited;
        const bool hasStopped = late > threshold && (m_isAwakened || !wasResting);
        m_isAwakened = false;
        if (m_isStopping)
            return;
        lock.unlock();
        {
            const std::scoped_lock working(atWork());
            lookAtTurn(now, hasStopped ? late : std::chrono::nanoseconds());
        }
        lock.lock();
    }
}

void StallWatch::lookAtTurn(Time now, std::chrono::nanoseconds stopped)
{
    const quint32 number = m_turnNumber.load(std::memory_order_acquire);
    const bool isAnotherTurn = number != m_turn.number;
    const std::chrono::nanoseconds waitedBefore = std::exchange(m_waited, m_wait.total());
    m_turn.stopped += stopped;
    if (isAnotherTurn) {
        turnIsOver();
        m_turn = {};
        m_turn.number = number;
        m_turn.begin = Time(Clock::duration(m_turnBegin.load(std::memory_order_relaxed)));
        m_turn.nextSample = threshold / 2;
        // Of what happened since the latest look, no more belongs to this turn than fits into it.
        if (m_turn.begin < now - stopped)
            m_turn.stopped = stopped;
        m_turn.waitedBefore = std::max(waitedBefore, m_waited - (now - m_turn.begin));
    }
    if (!isBusy(now, isAnotherTurn))
        return;
    m_turn.seen = now;
    const std::chrono::nanoseconds duration = now - m_turn.begin - m_turn.stopped;
    if (duration < m_turn.nextSample)
        return;
    if (!m_turn.isLong) {
        m_turn.isLong = true;
        m_longTurnEnd.store(0, std::memory_order_relaxed);
        m_tellsEnd.store(true);
    }
    look(duration); // this may take longer than the turn lasts
    m_turn.nextSample = duration < threshold ? std::chrono::nanoseconds(threshold) : 2 * duration;
    if (warns && !m_turn.wasTold && duration >= timesThresholdToTell * threshold && isStall(duration)) {
        m_turn.wasTold = true;
        tellWhileItLasts(duration);
    }
}

bool StallWatch::isBusy(Time now, bool isAnotherTurn)
{
    if (!m_isAsleep.load(std::memory_order_acquire)) {
        m_quietLooks = 0;
        return true;
    }
    if (m_seesEvents) {
        m_quietLooks = isAnotherTurn ? 0 : m_quietLooks + 1;
        return false;
    }
    // The loop said that it would wait for events. Nobody sees whether one has come since, so it is asked to answer.
    if (m_askedInTurn != m_turn.number) {
        m_askedInTurn = m_turn.number;
        m_turn.begin = now;
        m_turn.stopped = {};
        m_turn.waitedBefore = m_waited;
        QCoreApplication::postEvent(&m_monitor, new QEvent(QEvent::User));
    }
    return true;
}

void StallWatch::look(std::chrono::nanoseconds at)
{
    Look taken { .at = at, .sample = {} };
    if (m_thread.take(taken.sample) && m_turnNumber.load(std::memory_order_acquire) == m_turn.number)
        m_turn.looks.push_back(taken);
}

/// Whether a long turn of that \a duration is the fault of somebody for whom the loop waits.
bool StallWatch::isStall(std::chrono::nanoseconds duration) const
{
    if (duration < threshold)
        return false;
    // A thread that only waits for a processor holds nothing: it is the rest of the machine that does.
    const std::chrono::nanoseconds waited = m_waited - m_turn.waitedBefore;
    if (duration - waited < std::chrono::nanoseconds(threshold) / leastWorkOfThreshold)
        return false;
    // And it may be busy before its loop runs, or between two.
    if (m_turn.looks.empty())
        return true;
    const ThreadSample &latest = m_turn.looks.back().sample;
    if (presentEvent(latest) || latest.frameCount == 0 || latest.frameCount == latest.frames.size())
        return true;
    const QStringList functions = describeAddresses(addressesOf(latest), false);
    return functions.isEmpty() || std::any_of(functions.begin(), functions.end(), isLoop);
}

/// The watched thread notes the end of what it knows to be long. A turn that ended while it was being found is not known
/// to it: then what was noted is the end of a later one.
StallWatch::Time StallWatch::endOfTurn() const
{
    const quint32 next = m_turn.number + 1;
    const Time told { Clock::duration(m_longTurnEnd.load(std::memory_order_acquire)) };
    if (told > m_turn.begin && m_turnAfterLongOne.load(std::memory_order_relaxed) == next)
        return told;
    const Time nextBegin { Clock::duration(m_turnBegin.load(std::memory_order_acquire)) };
    return m_turnNumber.load(std::memory_order_acquire) == next ? std::max(nextBegin, m_turn.seen)
                                                                : m_turn.seen;
}

void StallWatch::turnIsOver()
{
    if (!m_turn.isLong)
        return;
    m_tellsEnd.store(false);
    const std::chrono::nanoseconds duration = endOfTurn() - m_turn.begin - m_turn.stopped;
    if (!isStall(duration))
        return;
    Stall stall = describe(duration);
    {
        const std::scoped_lock lock(m_mutex);
        m_over.push_back(std::move(stall));
    }
    QCoreApplication::postEvent(&m_monitor, new QEvent(QEvent::User));
}

Stall StallWatch::describe(std::chrono::nanoseconds duration) const
{
    Stall stall;
    stall.begin = m_turn.begin;
    stall.duration = duration;
    const std::vector<Look> &looks = m_turn.looks;
    if (looks.empty())
        return stall;
    // Most of the time counts, where a turn handled several events. Each look stands for the time that is nearest to it.
    const auto isSame = [](const EventStack::Entry *a, const EventStack::Entry *b) {
        return (!a && !b) || (a && b && a->serial == b->serial);
    };
    const auto timeOf = [&](const Look &look) {
        std::chrono::nanoseconds time {};
        for (std::size_t i = 0; i < looks.size(); ++i) {
            if (!isSame(presentEvent(look.sample), presentEvent(looks[i].sample)))
                continue;
            time += i + 1 < looks.size() ? (looks[i].at + looks[i + 1].at) / 2 : duration;
            if (i > 0)
                time -= (looks[i - 1].at + looks[i].at) / 2;
        }
        return time;
    };
    const ThreadSample &sample
        = std::max_element(looks.rbegin(), looks.rend(), [&](const Look &a, const Look &b) {
              return timeOf(a) < timeOf(b);
          })->sample;

    if (const EventStack::Entry *event = presentEvent(sample)) {
        stall.eventType = static_cast<QEvent::Type>(event->type);
        stall.receiverClass = QString::fromLatin1(event->className);
        stall.receiverName
            = QString::fromUtf16(event->name.data(), static_cast<qsizetype>(event->nameLength));
    }
    stall.stack = describeAddresses(addressesOf(sample), findsLines);
    // A task that runs an event loop of its own is not to blame for what that handles.
    bool isInnerLoop = false;
    for (qsizetype i = 0; i < stall.stack.size(); ++i) {
        if (sample.frames[static_cast<std::size_t>(i)].stack < sample.taskFrame && isLoop(stall.stack[i]))
            isInnerLoop = true;
    }
    if (sample.hasTask && !isInnerLoop) {
        stall.where = sample.where;
        stall.task = sample.taskNameLength > 0
            ? QString::fromUtf16(sample.taskName.data(), sample.taskNameLength)
            : TaskRecord::nameOfFunction(sample.where);
    }
    return stall;
}

void StallWatch::tellWhileItLasts(std::chrono::nanoseconds duration) const
{
    const QByteArray text
        = u"The event loop is still held: "_s.toUtf8() + describe(duration).toString().toUtf8();
    std::fprintf(stderr, "%s\n", text.constData());
}

} // namespace AsyncWidgets::Detail
