// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Many paused tasks: the memory of each, one change for all of them, and whether a million costs a million times one.

#include "benchmark.h"
#include "sender.h"

#include <asyncwidgets/asyncwidgets.h>

#include <coroutine>
#include <exception>
#include <memory>
#include <new>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Bench {

namespace {

constexpr int manyTasks = 100'000;
constexpr double allowedBytes = 256; // of a paused task

Task<> waitAgainAndAgain(Sender &sender, qint64 &sum)
{
    for (;;)
        sum += co_await waitFor(sender, &Sender::valueChanged);
}

/// A coroutine with nothing around it, in a frame of at least that many bytes.
template<std::size_t frameSize>
class BareCoroutine final
{
public:
    struct promise_type
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
