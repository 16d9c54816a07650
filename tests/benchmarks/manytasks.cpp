// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Many paused tasks: the memory of each, one change for all of them, and whether a million costs a million times one.

#include "benchmark.h"
#include "sender.h"

#include <asyncwidgets/asyncwidgets.h>

#include <chrono>
#include <coroutine>
#include <exception>
#include <initializer_list>
#include <memory>
#include <new>
#include <source_location>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Bench {

namespace {

constexpr int manyTasks = 100'000;
constexpr double allowedBytes = 256; // of a paused task

struct Nothing
{
};

/// A coroutine with nothing around it, in a frame of at least that many bytes; with \a Extra inside it.
template<std::size_t frameSize, typename Extra = Nothing>
class BareCoroutine final
{
public:
    struct promise_type : Extra
    {
        static void *operator new(std::size_t size) { return ::operator new(std::max(size, frameSize)); }
        static void operator delete(void *frame) { ::operator delete(frame); }

        BareCoroutine get_return_object()
        {
            return BareCoroutine(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        std::suspend_never initial_suspend() const noexcept { return {}; }
        std::suspend_always final_suspend() const noexcept { return {}; }
        void return_void() { }
        void unhandled_exception() { std::terminate(); }
    };

    explicit BareCoroutine(std::coroutine_handle<> handle)
        : m_handle(handle)
    {
    }
    BareCoroutine(BareCoroutine &&other) noexcept
        : m_handle(std::exchange(other.m_handle, nullptr))
    {
    }
    BareCoroutine &operator=(BareCoroutine &&) = delete;
    ~BareCoroutine()
    {
        if (m_handle)
            m_handle.destroy();
    }

    void resume() const { m_handle.resume(); }

private:
    std::coroutine_handle<> m_handle;
};

template<std::size_t frameSize>
BareCoroutine<frameSize> addAgainAndAgain(const Sender &sender, qint64 &sum)
{
    for (;;) {
        co_await std::suspend_always();
        sum += sender.value();
    }
}

template<std::size_t frameSize>
double changeForBareCoroutines(const Effort &effort)
{
    const int count = effort.times(manyTasks);
    const Sender sender;
    qint64 sum = 0;
    std::vector<BareCoroutine<frameSize>> coroutines;
    for (int i = 0; i < count; ++i)
        coroutines.push_back(addAgainAndAgain<frameSize>(sender, sum));
    return nanosecondsEach(3, [&] {
        for (const auto &coroutine : coroutines)
            coroutine.resume();
    }) / count;
}

/// Where a coroutine stands in a list of those that wait, and what the table of tasks shows of it.
struct Waiting
{
    Waiting *previous = nullptr;
    Waiting *next = nullptr;
    std::coroutine_handle<> frame;
    int value = 0; // what it waited for
    TaskState state = TaskState::Ready;
    quint32 resumptions = 0;
    std::source_location where;
    std::chrono::steady_clock::time_point since;
};

/// The least that is needed to serve everyone once and in order and to see where each is paused since when, written by
/// hand for one signal: no sender that may die, no task that awaits another, nobody who cancels.
class WaitingList final
{
public:
    WaitingList() { m_ring.previous = m_ring.next = &m_ring; }
    Q_DISABLE_COPY_MOVE(WaitingList)

    void append(Waiting &waiting)
    {
        waiting.previous = m_ring.previous;
        waiting.next = &m_ring;
        m_ring.previous->next = &waiting;
        m_ring.previous = &waiting;
        waiting.state = TaskState::Waiting;
        waiting.since = m_now;
    }
    void serve(int value)
    {
        m_now = std::chrono::steady_clock::now();
        Waiting mark; // those behind it began to wait in this turn
        append(mark);
        while (m_ring.next != &mark) {
            Waiting &first = *m_ring.next;
            m_ring.next = first.next;
            m_ring.next->previous = &m_ring;
            first.value = value;
            first.state = TaskState::Working;
            ++first.resumptions;
            first.frame.resume();
        }
        m_ring.next = mark.next;
        m_ring.next->previous = &m_ring;
    }

private:
    Waiting m_ring;
    std::chrono::steady_clock::time_point m_now;
};

class WaitingAwaiter final
{
public:
    WaitingAwaiter(WaitingList &list, std::source_location where)
        : m_list(list)
        , m_where(where)
    {
    }
    bool await_ready() const noexcept { return false; }
    template<typename Promise>
    void await_suspend(std::coroutine_handle<Promise> paused) noexcept
    {
        m_waiting = &paused.promise();
        m_waiting->frame = paused;
        m_waiting->where = m_where;
        m_list.append(*m_waiting);
    }
    int await_resume() const noexcept { return m_waiting->value; }

private:
    WaitingList &m_list;
    std::source_location m_where;
    Waiting *m_waiting = nullptr;
};

WaitingAwaiter waitIn(WaitingList &list, std::source_location where = std::source_location::current())
{
    return WaitingAwaiter(list, where);
}

BareCoroutine<0, Waiting> waitByHand(WaitingList &list, qint64 &sum)
{
    for (;;)
        sum += co_await waitIn(list);
}

double changeByHand(const Effort &effort)
{
    const int count = effort.times(manyTasks);
    WaitingList list;
    qint64 sum = 0;
    std::vector<BareCoroutine<0, Waiting>> coroutines;
    for (int i = 0; i < count; ++i)
        coroutines.push_back(waitByHand(list, sum));
    int value = 0;
    return nanosecondsEach(3, [&] { list.serve(++value); }) / count;
}

double changeForTasks(const Effort &effort)
{
    const int count = effort.times(manyTasks);
    Sender sender;
    qint64 sum = 0;
    TaskScope scope;
    for (int i = 0; i < count; ++i)
        scope.start(waitAgainAndAgain(sender, sum));
    return nanosecondsEach(3, [&] { sender.change(); }) / count;
}

double bytesOfTask(const Effort &effort, bool isLookedAt)
{
    const int count = effort.times(manyTasks);
    Sender sender;
    qint64 sum = 0;
    const std::unique_ptr<TaskModel> model = isLookedAt ? std::make_unique<TaskModel>() : nullptr;
    TaskScope scope;
    scope.start(waitAgainAndAgain(sender, sum)); // opens the connection that all share
    const double before = allocatedBytes().value_or(0);
    for (int i = 0; i < count; ++i)
        scope.start(waitAgainAndAgain(sender, sum));
    if (model)
        model->refresh();
    return (allocatedBytes().value_or(0) - before) / count;
}

/// Creates tasks, changes once what they wait for, destroys them: the time for each.
double lifeOfTask(const Effort &effort, int fullCount)
{
    const int count = effort.times(fullCount);
    qint64 sum = 0;
    return nanosecondsEach(std::max(1, effort.times(manyTasks) / count), [&] {
        Sender sender;
        TaskScope scope;
        for (int i = 0; i < count; ++i)
            scope.start(waitAgainAndAgain(sender, sum));
        sender.change();
    }) / count;
}

double lifeOfBareCoroutine(const Effort &effort, int fullCount)
{
    constexpr auto frameSize = static_cast<std::size_t>(allowedBytes);
    const int count = effort.times(fullCount);
    const Sender sender;
    qint64 sum = 0;
    return nanosecondsEach(std::max(1, effort.times(manyTasks) / count), [&] {
        std::vector<BareCoroutine<frameSize>> coroutines;
        coroutines.reserve(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i)
            coroutines.push_back(addAgainAndAgain<frameSize>(sender, sum));
        for (const auto &coroutine : coroutines)
            coroutine.resume();
    }) / count;
}

/// The same numbers of tasks in memory that the process has used before, so that the library is measured: a page that
/// the system hands out for the first time costs more than all tasks in it, and how much depends on the system alone.
double inUsedMemory(double (*life)(const Effort &, int), const Effort &effort, int fullCount)
{
    keepFreedMemory();
    static const bool hasUsedEnough = (life(effort, 1'000'000), true);
    Q_UNUSED(hasUsedEnough)
    return life(effort, fullCount);
}

double inNewMemory(double (*life)(const Effort &, int), const Effort &effort, int fullCount)
{
    giveBackFreedMemory();
    return life(effort, fullCount);
}

Row lifeRow(const QString &id, const QString &title, double (*life)(const Effort &, int), Promise promise)
{
    Row row { .id = id, .title = title, .unit = u"ns"_s, .contestants = {}, .rounds = 7 };
    for (const int count : { 1'000, 10'000, 100'000, 1'000'000 }) {
        row.contestants.push_back({ .name = u"%L1"_s.arg(count),
            .measure = [life, count](const Effort &effort) { return inUsedMemory(life, effort, count); },
            .promise = count == 1'000 ? Promise::None : promise,
            .target = 1.2 });
    }
    return row;
}

Task<> waitOnce(Sender &sender)
{
    co_await waitFor(sender, &Sender::valueChanged);
}

/// Serves those who wait for all \a senders and destroys these, in one continuation: their connections rest then.
Task<> serveAndDestroy(Sender &trigger, std::vector<std::unique_ptr<Sender>> &senders, double &spent)
{
    co_await waitFor(trigger, &Sender::valueChanged);
    for (const auto &sender : senders)
        sender->setValue(1);
    spent = nanosecondsEach(1, [&] { senders.clear(); });
}

double endOfSenders(const Effort &effort, int fullCount)
{
    const int count = effort.times(fullCount);
    Sender trigger;
    std::vector<std::unique_ptr<Sender>> senders;
    double spent = 0;
    TaskScope scope;
    scope.start(serveAndDestroy(trigger, senders, spent));
    for (int i = 0; i < count; ++i) {
        senders.push_back(std::make_unique<Sender>());
        scope.start(waitOnce(*senders.back()));
    }
    trigger.setValue(1);
    return spent / count;
}

/// Destroys senders that never emit: the task that waits for each is cancelled.
double endOfIdleSenders(const Effort &effort, int fullCount)
{
    const int count = effort.times(fullCount);
    std::vector<std::unique_ptr<Sender>> senders;
    TaskScope scope;
    for (int i = 0; i < count; ++i) {
        senders.push_back(std::make_unique<Sender>());
        scope.start(waitOnce(*senders.back()));
    }
    return nanosecondsEach(1, [&] { senders.clear(); }) / count;
}

Task<> waitBelow(Sender &sender, int depth)
{
    if (depth > 0)
        co_await waitBelow(sender, depth - 1);
    else
        co_await waitFor(sender, &Sender::valueChanged);
}

double dumpOfAChain(const Effort &effort, int fullCount)
{
    const int count = effort.times(fullCount);
    Sender sender;
    TaskScope scope;
    scope.start(waitBelow(sender, count - 1));
    return nanosecondsEach(1, [] { static_cast<void>(dumpTasks()); }) / count;
}

Task<> join(TaskScope &scope)
{
    co_await scope.join();
}

/// Ends the only task of a scope that very many others wait for.
double endOfAJoinedScope(const Effort &effort, int fullCount)
{
    const int count = effort.times(fullCount);
    Sender sender;
    TaskScope joined;
    TaskScope scope;
    joined.start(waitOnce(sender));
    for (int i = 0; i < count; ++i)
        scope.start(join(joined));
    return nanosecondsEach(1, [&] { sender.setValue(1); }) / count;
}

/// The first count and more: what grows with their number is no property of one of them.
Row linearRow(const QString &id, const QString &title, double (*measure)(const Effort &, int),
    std::initializer_list<int> counts)
{
    Row row { .id = id, .title = title, .unit = u"ns"_s, .contestants = {}, .rounds = 5 };
    for (const int count : counts) {
        row.contestants.push_back({ .name = u"%L1"_s.arg(count),
            .measure = [measure, count](const Effort &effort) { return measure(effort, count); },
            .promise = row.contestants.empty() ? Promise::None : Promise::AtMost,
            .target = 3 });
    }
    return row;
}

} // namespace

std::vector<Row> manyTasksRows()
{
    const QString missing
        = allocatedBytes() ? QString() : u"this system does not tell how much is allocated"_s;
    return {
        { .id = u"many"_s,
            .title = u"100,000 tasks on one signal: one change, for each"_s,
            .unit = u"ns"_s,
            .contestants
            = { { .name = u"resuming bare coroutines in a loop"_s, .measure = changeForBareCoroutines<0> },
                { .name = u"tasks"_s, .measure = changeForTasks, .promise = Promise::AtMost, .target = 2 },
                { .name = u"the least that the promises need, by hand"_s, .measure = changeByHand },
                { .name = u"bare coroutines in frames of 256 bytes"_s,
                    .measure = changeForBareCoroutines<static_cast<std::size_t>(allowedBytes)> } },
            .rounds = 9 },
        { .id = u"memory"_s,
            .title = u"100,000 paused tasks: memory of each"_s,
            .unit = u"bytes"_s,
            .contestants = { { .name = u"allowed"_s, .measure = [](const Effort &) { return allowedBytes; } },
                { .name = u"all that the monitor needs included"_s,
                    .measure = [](const Effort &effort) { return bytesOfTask(effort, false); },
                    .promise = Promise::AtMost,
                    .target = 1 },
                { .name = u"... and shown in a TaskModel"_s,
                    .measure = [](const Effort &effort) { return bytesOfTask(effort, true); } } },
            .rounds = 3,
            .missing = missing },
        lifeRow(u"life"_s, u"Tasks: create, change once, destroy; each of so many"_s, lifeOfTask,
            Promise::AtMost),
        lifeRow(u"barelife"_s, u"The same with bare coroutines in frames of 256 bytes, for comparison"_s,
            lifeOfBareCoroutine, Promise::None),
        linearRow(u"senders"_s, u"Senders that die in one continuation, served before; each of so many"_s,
            endOfSenders, { 1'000, 10'000, 100'000 }),
        linearRow(u"idlesenders"_s, u"Senders that die while a task waits for each; each of so many"_s,
            endOfIdleSenders, { 1'000, 10'000, 100'000 }),
        linearRow(u"dump"_s, u"dumpTasks() of a chain of tasks, each of so many"_s, dumpOfAChain,
            { 200, 2'000, 20'000 }),
        linearRow(u"join"_s, u"Tasks that await one join(): its end, for each of so many"_s,
            endOfAJoinedScope, { 1'000, 10'000, 100'000 }),
        { .id = u"newmemory"_s,
            .title = u"1,000,000 of them in memory that the system has to hand out first"_s,
            .unit = u"ns"_s,
            .contestants = { { .name = u"bare coroutines in frames of 256 bytes"_s,
                                 .measure =
                                     [](const Effort &effort) {
                                         return inNewMemory(lifeOfBareCoroutine, effort, 1'000'000);
                                     } },
                { .name = u"tasks"_s,
                    .measure
                    = [](const Effort &effort) { return inNewMemory(lifeOfTask, effort, 1'000'000); } } },
            .rounds = 3 },
    };
}

} // namespace AsyncWidgets::Bench
