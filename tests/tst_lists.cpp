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

Task<int> fail(Sender &sender, const char *words)
{
    co_await waitFor(sender, &Sender::clicked);
    throw std::runtime_error(words);
}

using Values = std::vector<Task<int>>;
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
    void isCancelledWhenASenderDies();
    void nests();
    void givesBackWhatWasNotTaken();
    void survivesDestructorsThatEndOtherBranches();
    void canHaveAHundredThousandBranches();
};

void tst_Lists::givesAllResultsInOrder()
{
    std::vector<std::unique_ptr<Sender>> senders;
    std::vector<int> got;
    for (int i = 0; i < 100; ++i)
        senders.push_back(std::make_unique<Sender>());
    const TaskHandle task = scope->start([&]() -> Task<> {
        Values values;
        for (int i = 0; i < 100; ++i)
            values.push_back(valueOf(*senders[std::size_t(i)], i));
        got = co_await whenAll(std::move(values));
    });
    QCOMPARE(task.waitingFor(), u"all of 100"_s);
    for (auto sender = senders.rbegin(); sender != senders.rend(); ++sender) {
        QCOMPARE(got.size(), std::size_t(0));
        (*sender)->setValue(2);
    }
    QCOMPARE(got.size(), std::size_t(100));
    for (int i = 0; i < 100; ++i)
        QCOMPARE(got[std::size_t(i)], 2 * i);
}

void tst_Lists::givesTheFirstWithItsNumber()
{
    std::vector<std::unique_ptr<Sender>> senders;
    for (int i = 0; i < 70; ++i)
        senders.push_back(std::make_unique<Sender>());
    scope->start([&]() -> Task<> {
        Values values;
        for (const auto &sender : senders)
            values.push_back(valueOf(*sender, 1));
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
    int sum = 0;
    scope->start([&]() -> Task<> {
        std::vector<Task<std::unique_ptr<int>>> tasks;
        tasks.push_back(owned(1));
        tasks.push_back(owned(2));
        const auto all = co_await whenAll(std::move(tasks));
        sum = 10 * *all[0] + *all[1];
        std::vector<Task<std::unique_ptr<int>>> others;
        others.push_back(owned(3));
        const auto first = co_await whenAny(std::move(others));
        sum = 10 * sum + *first.second;
    });
    QCOMPARE(sum, 123);
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
    const auto traced = [](Sender &waited, QStringList &log_) -> Task<int> {
        const Trace trace(log_, u"other"_s);
        co_return co_await waitFor(waited, &Sender::valueChanged);
    };
    scope->start([&]() -> Task<> {
        Values tasks;
        tasks.push_back(traced(other, log));
        tasks.push_back(fail(*sender, "first"));
        tasks.push_back(fail(other, "second"));
        tasks.push_back(traced(other, log));
        try {
            co_await whenAll(std::move(tasks));
        } catch (const std::runtime_error &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    });
    Q_EMIT sender->clicked();
    EXPECT_LOG("~other", "~other", "first");
    QVERIFY(!other.hasConnections());
}

void tst_Lists::isCancelledWhenASenderDies()
{
    Sender other;
    const TaskHandle task = scope->start([&]() -> Task<> {
        Values tasks;
        tasks.push_back(valueOf(other, 1));
        tasks.push_back(valueOf(*sender, 1));
        co_await whenAll(std::move(tasks));
    });
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!other.hasConnections());
}

void tst_Lists::nests()
{
    QString got;
    scope->start([&]() -> Task<> {
        Values tasks;
        tasks.push_back(valueOf(*sender, 1));
        tasks.push_back(valueOf(*sender, 2));
        const auto result = co_await withTimeout(
            whenAny(whenAll(std::move(tasks)), waitFor(*sender, &Sender::clicked)), 1h);
        const auto values = std::get<0>(*result);
        got = u"%1 %2"_s.arg(values[0]).arg(values[1]);
    });
    sender->setValue(4);
    QCOMPARE(got, u"4 8"_s);
}

void tst_Lists::givesBackWhatWasNotTaken()
{
    std::vector<std::unique_ptr<Sender>> senders;
    using Stream = SignalStream<std::tuple<int>>;
    std::vector<Stream> streams;
    for (int i = 0; i < 3; ++i) {
        senders.push_back(std::make_unique<Sender>());
        streams.push_back(streamOf(*senders.back(), &Sender::valueChanged));
    }
    scope->start([&]() -> Task<> {
        std::vector<decltype(streams[0].next())> waits;
        for (Stream &stream : streams)
            waits.push_back(stream.next());
        co_await withTimeout(whenAll(std::move(waits)), 1ms);
    });
    senders[0]->setValue(1);
    senders[2]->setValue(1);
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(streams[0].count(), 1);
    QCOMPARE(streams[1].count(), 0);
    QCOMPARE(streams[2].count(), 1);
}

void tst_Lists::survivesDestructorsThatEndOtherBranches()
{
    // Each loser's destructor completes the next branch. None runs inside another's, however many there are.
    constexpr int count = 20'000;
    std::vector<std::unique_ptr<Sender>> senders;
    Sender first;
    QList<int> order;
    const auto emitNext = [](Sender &mine, Sender *next, int number, QList<int> &order_) -> Task<> {
        const AtEnd end([next, number, &order_] {
            if (next)
                Q_EMIT next->clicked();
            order_.append(number);
        });
        co_await waitFor(mine, &Sender::clicked);
    };
    for (int i = 0; i < count; ++i)
        senders.push_back(std::make_unique<Sender>());
    const TaskHandle task = scope->start([&]() -> Task<> {
        std::vector<Task<>> tasks;
        tasks.push_back([](Sender &sender) -> Task<> { co_await waitFor(sender, &Sender::clicked); }(first));
        for (std::size_t i = 0; i < count; ++i)
            tasks.push_back(
                emitNext(*senders[i], i % 2 == 0 ? senders[i + 1].get() : nullptr, int(i), order));
        co_await whenAny(std::move(tasks));
    });
    Q_EMIT first.clicked();
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(order.size(), count);
}

void tst_Lists::canHaveAHundredThousandBranches()
{
    // If each branch cost as much as there are branches, this would not end in time.
    constexpr int count = 100'000;
    scope->start([&]() -> Task<> {
        Values tasks;
        for (int i = 0; i < count; ++i)
            tasks.push_back(valueOf(*sender, 1));
        co_await whenAll(std::move(tasks));
    });
    sender->setValue(1);
    const TaskHandle any = scope->start([&]() -> Task<> {
        Values tasks;
        for (int i = 0; i < count; ++i)
            tasks.push_back(valueOf(*sender, 1));
        co_await whenAny(std::move(tasks));
    });
    sender->setValue(2);
    scope->start([&]() -> Task<> {
        Values tasks;
        for (int i = 0; i < count; ++i)
            tasks.push_back(valueOf(*sender, 1));
        co_await whenAll(std::move(tasks));
    });
    scope->cancel();
    QVERIFY(scope->isEmpty());
}

QTEST_GUILESS_MAIN(tst_Lists)
#include "tst_lists.moc"
