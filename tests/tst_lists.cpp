// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests whenAll() and whenAny() of a list whose length is known at run time only.

#include "testsupport.h"

#include <chrono>
#include <memory>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Task<int> valueOf(Sender &sender, int factor)
{
    const int value = co_await waitFor(sender, &Sender::valueChanged);
    co_return factor *value;
}

Task<std::unique_ptr<int>> owned(int value)
{
    co_return std::make_unique<int>(value);
}

std::vector<std::unique_ptr<Sender>> makeSenders(int count)
{
    std::vector<std::unique_ptr<Sender>> senders;
    for (int i = 0; i < count; ++i)
        senders.push_back(std::make_unique<Sender>());
    return senders;
}

using Values = std::vector<Task<int>>;

/// Gives the next value \a count times: as it is, twice it, ...
Values multiplesOf(Sender &sender, int count)
{
    Values values;
    for (int i = 1; i <= count; ++i)
        values.push_back(valueOf(sender, i));
    return values;
}

static_assert(std::is_same_v<decltype(whenAll(Values()).await_resume()), std::vector<int>>);
static_assert(std::is_same_v<decltype(whenAny(Values()).await_resume()), std::pair<std::size_t, int>>);
static_assert(std::is_void_v<decltype(whenAll(std::vector<Task<>>()).await_resume())>);
static_assert(std::is_same_v<decltype(whenAny(std::vector<Task<>>()).await_resume()),
    std::pair<std::size_t, std::monostate>>);

} // namespace

class tst_Lists : public TaskTest
{
    Q_OBJECT

private Q_SLOTS:
    void givesAllResultsInOrder();
    void givesTheFirstWithItsNumber();
    void takesWaitsAsWellAsTasks();
    void givesMoveOnlyResults();
    void goesOnAtOnceForAnEmptyListOfAll();
    void refusesAnEmptyListOfAny();
    void cancelsTheOthersAtTheFirstException();
    void nests();
    void givesBackWhatWasNotTaken();
    void takesNothingIfAStreamHasFailedWhenAllHaveCompleted();
    void survivesDestructorsThatEndOtherBranches();
    void canHaveAHundredThousandBranches();
};

void tst_Lists::givesAllResultsInOrder()
{
    const auto senders = makeSenders(100);
    std::vector<int> got;
    const TaskHandle task = scope->start([&]() -> Task<> {
        Values values;
        for (int i = 0; i < 100; ++i)
            values.push_back(valueOf(*senders[std::size_t(i)], i));
        got = co_await whenAll(std::move(values));
    });
    QCOMPARE(task.waitingFor(), u"all of 100"_s);
    for (auto last = senders.rbegin(); last != senders.rend(); ++last) {
        QCOMPARE(got.size(), std::size_t(0));
        (*last)->setValue(2);
    }
    QCOMPARE(got.size(), std::size_t(100));
    for (int i = 0; i < 100; ++i)
        QCOMPARE(got[std::size_t(i)], 2 * i);
}

void tst_Lists::givesTheFirstWithItsNumber()
{
    auto senders = makeSenders(70);
    scope->start([&]() -> Task<> {
        Values values;
        for (const auto &waited : senders)
            values.push_back(valueOf(*waited, 1));
        const auto [number, value] = co_await whenAny(std::move(values));
        log.append(u"%1: %2"_s.arg(number).arg(value));
    });
    senders[3].reset(); // drops out
    senders[66]->setValue(7);
    EXPECT_LOG("66: 7");
    QVERIFY(!senders[0]->hasConnections());
}

void tst_Lists::takesWaitsAsWellAsTasks()
{
    std::vector<int> got;
    scope->start([&]() -> Task<> {
        std::vector<decltype(waitFor(*sender, &Sender::valueChanged))> waits;
        for (int i = 0; i < 3; ++i)
            waits.push_back(waitFor(*sender, &Sender::valueChanged));
        got = co_await whenAll(std::move(waits));
    });
    sender->setValue(5);
    QCOMPARE(got, (std::vector<int> { 5, 5, 5 }));
}

void tst_Lists::givesMoveOnlyResults()
{
    scope->start([&]() -> Task<> {
        std::vector<Task<std::unique_ptr<int>>> tasks;
        tasks.push_back(owned(1));
        tasks.push_back(owned(2));
        const auto all = co_await whenAll(std::move(tasks));
        std::vector<Task<std::unique_ptr<int>>> others;
        others.push_back(owned(3));
        const auto first = co_await whenAny(std::move(others));
        log.append(u"%1 %2 %3"_s.arg(*all[0]).arg(*all[1]).arg(*first.second));
    });
    EXPECT_LOG("1 2 3");
}

void tst_Lists::goesOnAtOnceForAnEmptyListOfAll()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        const auto results = co_await whenAll(Values());
        if (!results.empty())
            throw std::runtime_error("not empty");
        co_await whenAll(std::vector<Task<>>());
    });
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), 0);
}

void tst_Lists::refusesAnEmptyListOfAny()
{
    QCOMPARE(wordsOf([] { static_cast<void>(whenAny(Values())); }),
        u"whenAny: the list is empty, and nothing could ever be first; give it one wait or more."_s);
}

void tst_Lists::cancelsTheOthersAtTheFirstException()
{
    Sender other;
    const auto fail = [](Sender &clicked, const char *words) -> Task<int> {
        co_await failWhenClicked(clicked, words);
        co_return 0;
    };
    const auto traced = [&]() -> Task<int> {
        const Trace trace(log, u"other"_s);
        co_return co_await waitFor(other, &Sender::valueChanged);
    };
    scope->start(attempt([&] {
        Values tasks;
        tasks.push_back(traced());
        tasks.push_back(fail(*sender, "first"));
        tasks.push_back(fail(other, "second"));
        tasks.push_back(traced());
        return whenAll(std::move(tasks));
    }));
    Q_EMIT sender->clicked();
    EXPECT_LOG("~other", "~other", "first");
    QVERIFY(!other.hasConnections());
}

void tst_Lists::nests()
{
    scope->start([&]() -> Task<> {
        const auto result = co_await withTimeout(
            whenAny(whenAll(multiplesOf(*sender, 2)), waitFor(*sender, &Sender::clicked)), 1h);
        const auto values = std::get<0>(*result);
        log.append(u"%1 %2"_s.arg(values[0]).arg(values[1]));
    });
    sender->setValue(4);
    EXPECT_LOG("4 8");
}

void tst_Lists::givesBackWhatWasNotTaken()
{
    const auto senders = makeSenders(3);
    std::vector<SignalStream<std::tuple<int>>> streams;
    for (const auto &waited : senders)
        streams.push_back(streamOf(*waited, &Sender::valueChanged));
    scope->start(attempt([&] {
        std::vector<decltype(streams[0].next())> waits;
        for (auto &stream : streams)
            waits.push_back(stream.next());
        return whenAny(whenAll(std::move(waits)), waitFor(*sender, &Sender::clicked));
    }));
    senders[0]->setValue(1);
    senders[2]->setValue(1);
    Q_EMIT sender->clicked();
    EXPECT_LOG("done");
    QCOMPARE(streams[0].count(), 1);
    QCOMPARE(streams[1].count(), 0);
    QCOMPARE(streams[2].count(), 1);
}

void tst_Lists::takesNothingIfAStreamHasFailedWhenAllHaveCompleted()
{
    Sender other;
    auto first = streamOf(*sender, &Sender::sent);
    auto second = streamOf(other, &Sender::sent);
    second.keepNewest(1);
    scope->start(attempt([&] {
        std::vector<decltype(first.next())> waits;
        waits.push_back(first.next());
        waits.push_back(second.next());
        return whenAll(std::move(waits));
    }));
    Q_EMIT other.sent(Fragile(1));
    const Fragile newest(2);
    Fragile::copiesLeft = 0;
    Q_EMIT other.sent(newest);
    Fragile::copiesLeft = -1;
    Q_EMIT sender->sent(Fragile(3));
    EXPECT_LOG("cannot be copied");
    QCOMPARE(first.count(), 1);
    QCOMPARE(second.count(), 0);
}

void tst_Lists::survivesDestructorsThatEndOtherBranches()
{
    // Each loser's destructor completes the next branch. None runs inside another's, however many there are.
    constexpr std::size_t count = 20'000;
    const auto senders = makeSenders(count);
    std::size_t ended = 0;
    const auto emitNext = [&](std::size_t number) -> Task<> {
        const AtEnd end([&, number] {
            if (number % 2 == 0)
                Q_EMIT senders[number + 1]->clicked();
            ++ended;
        });
        co_await waitFor(*senders[number], &Sender::clicked);
    };
    scope->start(attempt([&] {
        std::vector<Task<>> tasks;
        tasks.push_back(click(u"first"_s));
        for (std::size_t i = 0; i < count; ++i)
            tasks.push_back(emitNext(i));
        return whenAny(std::move(tasks));
    }));
    Q_EMIT sender->clicked();
    EXPECT_LOG("first clicked", "~first", "done");
    QCOMPARE(ended, count);
}

void tst_Lists::canHaveAHundredThousandBranches()
{
    // If each branch cost as much as there are branches, this would not end in time.
    constexpr int count = 100'000;
    const auto all = [&] { return whenAll(multiplesOf(*sender, count)); };
    scope->start(attempt(all));
    sender->setValue(1);
    scope->start(attempt([&] { return whenAny(multiplesOf(*sender, count)); }));
    sender->setValue(2);
    EXPECT_LOG("done", "done");
    scope->start(attempt(all));
    scope->cancel();
    QVERIFY(scope->isEmpty());
}

QTEST_GUILESS_MAIN(tst_Lists)
#include "tst_lists.moc"
