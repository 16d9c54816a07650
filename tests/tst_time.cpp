// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests what waits for time: sleepFor(), waitUntilSettled() and withTimeout(), on a VirtualTime where the
/// event loop has no part in it.

#include "testsupport.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QEventLoop>

#include <chrono>
#include <limits>
#include <memory>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Keeps the thread busy until all that is due within \a duration is due.
void blockFor(std::chrono::milliseconds duration)
{
    const auto end = std::chrono::steady_clock::now() + duration;
    while (std::chrono::steady_clock::now() < end) { }
}

static_assert(
    std::is_same_v<decltype(withTimeout(sleepFor(1s), 1s).await_resume()), std::optional<std::monostate>>);
static_assert(
    std::is_same_v<decltype(withTimeout(std::declval<Task<int>>(), 1s).await_resume()), std::optional<int>>);

} // namespace

class tst_Time : public TaskTest
{
    Q_OBJECT

    Task<> sleepAndLog(std::chrono::milliseconds duration, QString words)
    {
        co_await sleepFor(duration);
        log.append(words);
    }

private Q_SLOTS:
    // sleepFor
    void sleepsAtLeastAsLongAsItSays();
    void sleepsForNothingUntilTheNextTurn();
    void turnsTheEventLoopOncePerSleepOfNothing();
    void wakesInTheOrderOfTheDeadlines();
    void wakesForADeadlineThatIsSooner();
    void keepsNoTimerOfQtWhenNobodySleeps();
    void wakesEqualDeadlinesInTheOrderInWhichTheyBegan();
    void wakesInOrderHoweverLateTheEventLoopComes();
    void wakesOthersInALoopInsideAContinuation();
    void sleepsForEver();
    void tellsOfADurationThatIsNoNumber_data();
    void tellsOfADurationThatIsNoNumber();
    void tellsOfANegativeDuration();
    void cancelsASiblingThatIsDueInTheSameTurn();
    void sleepsTenThousandAtOnce();

    // waitUntilSettled
    void waitsUntilItIsQuiet();
    void doesNotBeginToCountBeforeTheFirstEmission();
    void isCancelledWhenTheSenderDiesWhileItCounts();
    void survivesASenderThatDiesInsideWhenAny();
    void forgetsAFailedCopyWhenALaterOneSucceeds();
    void canBeCancelledWhileItCounts();
    void settlesWhatAStreamKeeps();
    void losesNothingThatWasTypedBeforeAResult();
    void countsTheQuietTimeOfAStreamFromItsLastChange();
    void settlesAtOnceWhatHasBeenQuietForLong();
    void settlesWhatIsLeftOfADeadSender();
    void isCancelledWhenItsStreamIsDestroyed();

    // withTimeout
    void givesTheResultInTime();
    void cancelsWhatItWaitedForWhenTheTimeIsUp();
    void decidesByTheFirstInTheEventLoop_data();
    void decidesByTheFirstInTheEventLoop();
    void isNeverUpForWhatIsOverAtOnce();
    void rethrowsAnExceptionInTime();
    void waitsForABranchThatRunsWhenTheTimeIsUp();
    void survivesABranchWhoseDestructorCancelsTheTask();
    void survivesABranchWhoseDestructorDecidesOutside();
    void givesMoveOnlyResults();
    void nests();
    void leavesNoTimer();
};

void tst_Time::sleepsAtLeastAsLongAsItSays()
{
    QElapsedTimer timer;
    timer.start();
    qint64 elapsed = -1;
    scope->start([&]() -> Task<> {
        co_await sleepFor(20ms);
        elapsed = timer.nsecsElapsed();
    });
    QTRY_VERIFY(elapsed >= 0);
    QVERIFY2(elapsed >= 20'000'000, qPrintable(QString::number(elapsed)));
}

void tst_Time::sleepsForNothingUntilTheNextTurn()
{
    const TaskHandle task = scope->start(sleepAndLog(0ms, u"a"_s));
    QCOMPARE(task.state(), TaskState::Waiting);
    EXPECT_LOG();
    QTRY_COMPARE(log, QStringList { u"a"_s });
}

void tst_Time::turnsTheEventLoopOncePerSleepOfNothing()
{
    int turns = 0;
    scope->start([&]() -> Task<> {
        for (;;) {
            co_await sleepFor(0ms);
            ++turns;
        }
    });
    for (int i = 0; i < 20; ++i) {
        const int before = turns;
        QCoreApplication::processEvents();
        QVERIFY(turns <= before + 1);
    }
    QVERIFY(turns > 0);
}

void tst_Time::wakesInTheOrderOfTheDeadlines()
{
    time.emplace();
    scope->start(sleepAndLog(30ms, u"30"_s));
    scope->start(sleepAndLog(0ms, u"0"_s));
    scope->start(sleepAndLog(20ms, u"20"_s));
    scope->start(sleepAndLog(10ms, u"10"_s));
    time->advance(30ms);
    EXPECT_LOG("0", "10", "20", "30");
}

void tst_Time::wakesForADeadlineThatIsSooner()
{
    scope->start([]() -> Task<> { co_await sleepFor(1h); });
    const TaskHandle sooner = scope->start([]() -> Task<> { co_await sleepFor(1ms); });
    QTRY_COMPARE(sooner.state(), TaskState::Finished);
    QCOMPARE(scope->count(), 1);
}

void tst_Time::keepsNoTimerOfQtWhenNobodySleeps()
{
    const Detail::TimerQueue &timers = Detail::ThreadContext::current().timers;
    scope->start([]() -> Task<> { co_await sleepFor(1h); });
    QVERIFY(timers.timerId() != 0);
    scope->cancel();
    QCOMPARE(timers.timerId(), 0);
}

void tst_Time::wakesEqualDeadlinesInTheOrderInWhichTheyBegan()
{
    time.emplace();
    QStringList expected;
    for (int i = 0; i < 50; ++i) {
        scope->start(sleepAndLog(0ms, QString::number(i)));
        expected.append(QString::number(i));
    }
    time->advance(0ms);
    QCOMPARE(log, expected);
}

void tst_Time::wakesInOrderHoweverLateTheEventLoopComes()
{
    // So far apart that they are in this order although each start takes time, on a slow machine too.
    scope->start(sleepAndLog(90ms, u"3"_s));
    scope->start(sleepAndLog(30ms, u"1"_s));
    scope->start(sleepAndLog(60ms, u"2"_s));
    blockFor(100ms);
    scope->start(sleepAndLog(0ms, u"late"_s));
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("1", "2", "3", "late");
}

void tst_Time::wakesOthersInALoopInsideAContinuation()
{
    // A continuation runs a loop of its own, as a modal dialog does: the others are not held up.
    QEventLoop loop;
    scope->start([&]() -> Task<> {
        co_await sleepFor(0ms);
        log.append(u"opens"_s);
        loop.exec();
        log.append(u"closed"_s);
    });
    scope->start(sleepAndLog(0ms, u"same turn"_s));
    scope->start([&]() -> Task<> {
        co_await sleepFor(5ms);
        log.append(u"closes"_s);
        loop.quit();
    });
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("opens", "same turn", "closes", "closed");
}

void tst_Time::sleepsForEver()
{
    time.emplace();
    const auto sleep = [](auto duration) -> Task<> { co_await sleepFor(duration); };
    const TaskHandle hours = scope->start(sleep(std::chrono::hours::max()));
    const TaskHandle years = scope->start(sleep(std::chrono::duration<double, std::ratio<31'556'952>>(1e12)));
    const TaskHandle clock = scope->start(sleep(std::chrono::steady_clock::duration::max()));
    scope->start(sleepAndLog(1ms, u"short"_s));
    time->advance(std::chrono::hours::max());
    EXPECT_LOG("short");
    QCOMPARE(hours.state(), TaskState::Waiting);
    QCOMPARE(years.state(), TaskState::Waiting);
    QCOMPARE(clock.state(), TaskState::Waiting);
}

void tst_Time::tellsOfADurationThatIsNoNumber_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("words");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    QTest::newRow("NaN") << nan << u"the duration is not a number; it must be 0 or more."_s;
    QTest::newRow("-NaN") << -nan << u"the duration is not a number; it must be 0 or more."_s;
    QTest::newRow("-infinity") << -infinity << u"a duration of -inf ms is negative; it must be 0 or more."_s;
    QTest::newRow("infinity") << infinity << QString();
    QTest::newRow("more than the clock can count") << 1e300 << QString();
    QTest::newRow("-0") << -0.0 << QString();
}

void tst_Time::tellsOfADurationThatIsNoNumber()
{
    QFETCH(const double, seconds);
    QFETCH(const QString, words);
    const std::chrono::duration<double> duration(seconds);
    const std::chrono::duration<long double, std::ratio<60>> longDuration(
        static_cast<long double>(seconds) / 60);
    auto changes = streamOf(*sender, &Sender::clicked);
    const auto note = [&](const QString &name, const std::function<Task<>()> &wait) {
        const TaskHandle task = scope->start(attempt(wait));
        QCOMPARE(task.state(), words.isEmpty() ? TaskState::Waiting : TaskState::Finished);
        if (!words.isEmpty())
            EXPECT_LOG(name + u": "_s + words);
    };
    note(u"sleepFor"_s, [&]() -> Task<> { co_await sleepFor(duration); });
    note(u"sleepFor"_s, [&]() -> Task<> { co_await sleepFor(longDuration); });
    note(u"withTimeout"_s,
        [&]() -> Task<> { co_await withTimeout(waitFor(*sender, &Sender::named), duration); });
    note(u"waitUntilSettled"_s,
        [&]() -> Task<> { co_await waitUntilSettled(*sender, &Sender::named, duration); });
    note(u"waitUntilSettled"_s, [&]() -> Task<> { co_await waitUntilSettled(changes, duration); });
    EXPECT_LOG();
}

void tst_Time::tellsOfANegativeDuration()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await attempt([] { return sleepFor(-5ms); });
        co_await attempt([] { return sleepFor(-500us); });
        co_await attempt([&] { return withTimeout(waitFor(*sender, &Sender::clicked), -5ms); });
        co_await attempt([&] { return waitUntilSettled(*sender, &Sender::clicked, -5ms); });
        co_await sleepFor(1500us);
    });
    EXPECT_LOG("sleepFor: a duration of -5 ms is negative; it must be 0 or more.",
        "sleepFor: a duration of -0.5 ms is negative; it must be 0 or more.",
        "withTimeout: a duration of -5 ms is negative; it must be 0 or more.",
        "waitUntilSettled: a duration of -5 ms is negative; it must be 0 or more.");
    QCOMPARE(task.waitingFor(), u"1.5 ms"_s);
    QVERIFY(!sender->hasConnections());
}

void tst_Time::cancelsASiblingThatIsDueInTheSameTurn()
{
    time.emplace();
    TaskHandle sibling;
    scope->start([&]() -> Task<> {
        co_await sleepFor(0ms);
        sibling.cancel();
        log.append(u"cancelled"_s);
    });
    sibling = scope->start(sleepAndLog(0ms, u"never"_s));
    scope->start(sleepAndLog(0ms, u"third"_s));
    time->advance(0ms);
    EXPECT_LOG("cancelled", "third");
}

void tst_Time::sleepsTenThousandAtOnce()
{
    time.emplace();
    int woken = 0;
    for (int i = 0; i < 10'000; ++i) {
        scope->start([](int &woken_, int i_) -> Task<> {
            co_await sleepFor(std::chrono::microseconds((i_ * 7919) % 20'000));
            ++woken_;
        }(woken, i));
    }
    time->advance(20ms);
    QCOMPARE(woken, 10'000);
}

void tst_Time::waitsUntilItIsQuiet()
{
    time.emplace();
    QList<int> got;
    const TaskHandle task = scope->start(
        [&]() -> Task<> { got.append(co_await waitUntilSettled(*sender, &Sender::valueChanged, 30ms)); });
    for (int i = 1; i <= 10; ++i) { // for longer than the quiet time
        sender->setValue(i);
        time->advance(29ms);
    }
    QCOMPARE(got, QList<int>());
    time->advance(1ms);
    QCOMPARE(got, QList<int> { 10 });
    QCOMPARE(task.resumptions(), quint64(1));
    QVERIFY(!sender->hasConnections());
}

void tst_Time::doesNotBeginToCountBeforeTheFirstEmission()
{
    time.emplace();
    const TaskHandle task
        = scope->start([&]() -> Task<> { co_await waitUntilSettled(*sender, &Sender::clicked, 0ms); });
    time->advance(1h);
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Waiting); // quiet for nothing: until the event loop turns
    time->advance(0ms);
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Time::isCancelledWhenTheSenderDiesWhileItCounts()
{
    time.emplace();
    const TaskHandle task = scope->start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await waitUntilSettled(*sender, &Sender::clicked, 1ms);
    });
    Q_EMIT sender->clicked();
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    time->advance(1h);
    EXPECT_LOG("~task");
}

void tst_Time::survivesASenderThatDiesInsideWhenAny()
{
    time.emplace();
    Sender other;
    const TaskHandle task = scope->start([&]() -> Task<> {
        const auto first = co_await whenAny(
            waitUntilSettled(*sender, &Sender::clicked, 1ms), waitFor(other, &Sender::clicked));
        log.append(u"first %1"_s.arg(first.index()));
    });
    Q_EMIT sender->clicked();
    sender.reset();
    time->advance(1h);
    EXPECT_LOG();
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT other.clicked();
    EXPECT_LOG("first 1");
}

void tst_Time::forgetsAFailedCopyWhenALaterOneSucceeds()
{
    time.emplace();
    int got = 0;
    scope->start([&]() -> Task<> { got = (co_await waitUntilSettled(*sender, &Sender::sent, 1ms)).value; });
    Fragile::copiesLeft = 0;
    Q_EMIT sender->sent(Fragile(1));
    Fragile::copiesLeft = -1;
    Q_EMIT sender->sent(Fragile(2));
    time->advance(1ms);
    QCOMPARE(got, 2);
}

void tst_Time::canBeCancelledWhileItCounts()
{
    time.emplace();
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await waitUntilSettled(*sender, &Sender::clicked, 1ms);
        log.append(u"never"_s);
    });
    Q_EMIT sender->clicked();
    task.cancel();
    QVERIFY(!sender->hasConnections());
    time->advance(1h);
    EXPECT_LOG();
}

void tst_Time::settlesWhatAStreamKeeps()
{
    time.emplace();
    auto changes = streamOf(*sender, &Sender::valueChanged);
    QList<int> got;
    scope->start([&]() -> Task<> {
        got.append(co_await waitUntilSettled(changes, 5ms));
        got.append(co_await changes.next());
    });
    sender->setValue(1);
    sender->setValue(2);
    sender->setValue(3);
    QCOMPARE(got, QList<int>());
    time->advance(5ms);
    QCOMPARE(got, QList<int> { 3 });
    QCOMPARE(changes.count(), 0);
    sender->setValue(4);
    QCOMPARE(got, (QList<int> { 3, 4 }));
}

void tst_Time::losesNothingThatWasTypedBeforeAResult()
{
    time.emplace();
    // Results come all the time; what was typed is searched nevertheless, once, when it has been quiet.
    Sender line;
    Sender service;
    const TaskHandle loop = scope->start([&]() -> Task<> {
        auto typed = streamOf(line, &Sender::named);
        for (;;) {
            const auto first
                = co_await whenAny(waitFor(service, &Sender::valueChanged), waitUntilSettled(typed, 20ms));
            if (first.index() == 1) {
                log.append(std::get<1>(first));
                co_return;
            }
            const auto late = co_await withTimeout(waitUntilSettled(typed, 20ms), 1ms);
            if (late)
                log.append(*late);
        }
    });
    scope->start([&]() -> Task<> {
        for (int i = 1; !loop.isDone(); ++i) {
            service.setValue(i);
            co_await sleepFor(2ms);
        }
    });
    Q_EMIT line.named(u"c"_s);
    Q_EMIT line.named(u"coroutine"_s);
    time->advance(1s);
    EXPECT_LOG("coroutine");
}

void tst_Time::countsTheQuietTimeOfAStreamFromItsLastChange()
{
    time.emplace();
    auto changes = streamOf(*sender, &Sender::clicked);
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await withTimeout(waitUntilSettled(changes, 60ms), 30ms);
        co_await waitUntilSettled(changes, 60ms);
    });
    Q_EMIT sender->clicked();
    QVERIFY_FINISHES(task, 1h);
    QCOMPARE(time->elapsed(), 60ms); // the second has waited for what was left only
}

void tst_Time::settlesAtOnceWhatHasBeenQuietForLong()
{
    time.emplace();
    auto changes = streamOf(*sender, &Sender::valueChanged);
    QList<int> got;
    scope->start([&]() -> Task<> {
        got.append((co_await withTimeout(waitUntilSettled(changes, 1h), 0ms)).value_or(0));
    });
    time->advance(0ms);
    QCOMPARE(got, QList<int> { 0 });
    sender->setValue(1);
    sender->setValue(2);
    time->advance(2ms);
    const TaskHandle task
        = scope->start([&]() -> Task<> { got.append(co_await waitUntilSettled(changes, 2ms)); });
    QCOMPARE(got, (QList<int> { 0, 2 }));
    QCOMPARE(task.resumptions(), 0);
}

void tst_Time::settlesWhatIsLeftOfADeadSender()
{
    time.emplace();
    auto changes = streamOf(*sender, &Sender::valueChanged);
    QList<int> got;
    const TaskHandle task = scope->start([&]() -> Task<> {
        for (;;)
            got.append(co_await waitUntilSettled(changes, 1ms));
    });
    sender->setValue(1);
    sender->setValue(2);
    sender.reset();
    time->advance(1ms);
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(got, QList<int> { 2 });
}

void tst_Time::isCancelledWhenItsStreamIsDestroyed()
{
    auto changes = std::make_unique<SignalStream<std::tuple<int>>>(streamOf(*sender, &Sender::valueChanged));
    const TaskHandle task = scope->start([&]() -> Task<> { co_await waitUntilSettled(*changes, 1ms); });
    sender->setValue(1);
    changes.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!sender->hasConnections());
}

void tst_Time::givesTheResultInTime()
{
    std::optional<int> result;
    scope->start(
        [&]() -> Task<> { result = co_await withTimeout(waitFor(*sender, &Sender::valueChanged), 1h); });
    sender->setValue(8);
    QCOMPARE(result, std::optional<int>(8));
    QVERIFY(scope->isEmpty());
}

void tst_Time::cancelsWhatItWaitedForWhenTheTimeIsUp()
{
    time.emplace();
    scope->start([&]() -> Task<> {
        const auto result = co_await withTimeout(click(u"branch"_s), 1ms);
        log.append(result ? u"result"_s : u"time is up"_s);
    });
    time->advance(1ms);
    EXPECT_LOG("~branch", "time is up");
    QVERIFY(!sender->hasConnections());
}

void tst_Time::decidesByTheFirstInTheEventLoop_data()
{
    QTest::addColumn<int>("branch");
    QTest::addColumn<int>("limit");
    QTest::addColumn<bool>("isInTime");
    QTest::newRow("earlier branch") << 1 << 2 << true;
    QTest::newRow("earlier limit") << 2 << 1 << false;
    QTest::newRow("equal: the branch began first") << 1 << 1 << true;
    QTest::newRow("both nothing: the branch began first") << 0 << 0 << true;
}

void tst_Time::decidesByTheFirstInTheEventLoop()
{
    time.emplace();
    QFETCH(const int, branch);
    QFETCH(const int, limit);
    QFETCH(const bool, isInTime);
    std::optional<bool> result;
    scope->start([&]() -> Task<> {
        const auto slept = co_await withTimeout(
            sleepFor(std::chrono::milliseconds(branch)), std::chrono::milliseconds(limit));
        result = slept.has_value();
    });
    time->advance(10ms);
    QVERIFY(result.has_value());
    QCOMPARE(*result, isInTime);
}

void tst_Time::isNeverUpForWhatIsOverAtOnce()
{
    std::optional<int> result;
    const auto now = []() -> Task<int> { co_return 3; };
    const TaskHandle task = scope->start([&]() -> Task<> { result = co_await withTimeout(now(), 0ms); });
    QCOMPARE(result, std::optional<int>(3));
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Time::rethrowsAnExceptionInTime()
{
    scope->start(attempt([&] { return withTimeout(failWhenClicked(*sender, "in time"), 1h); }));
    Q_EMIT sender->clicked();
    EXPECT_LOG("in time");
}

void tst_Time::waitsForABranchThatRunsWhenTheTimeIsUp()
{
    // The branch runs an event loop of its own, in which the time is up.
    QEventLoop loop;
    const auto openDialog = [&]() -> Task<> {
        const Trace trace(log, u"branch"_s);
        co_await sleepFor(0ms);
        log.append(u"opens"_s);
        loop.exec();
        log.append(u"closed"_s);
        co_await sleepFor(0ms);
        log.append(u"never"_s);
    };
    const TaskHandle task = scope->start([&]() -> Task<> {
        const auto result = co_await withTimeout(openDialog(), 1ms);
        log.append(result ? u"result"_s : u"time is up"_s);
    });
    scope->start([&]() -> Task<> {
        co_await sleepFor(5ms);
        log.append(u"closes"_s);
        loop.quit();
    });
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(task.state(), TaskState::Finished);
    EXPECT_LOG("opens", "closes", "closed", "~branch", "time is up");
}

void tst_Time::survivesABranchWhoseDestructorCancelsTheTask()
{
    time.emplace();
    TaskHandle task;
    const auto branch = [&]() -> Task<> {
        const AtEnd end([&] { task.cancel(); });
        co_await waitFor(*sender, &Sender::clicked);
    };
    task = scope->start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await withTimeout(branch(), 1ms);
        log.append(u"never"_s);
    });
    time->advance(1ms);
    QCOMPARE(task.state(), TaskState::Cancelled);
    EXPECT_LOG("~task");
}

void tst_Time::survivesABranchWhoseDestructorDecidesOutside()
{
    time.emplace();
    // While the time of the inner wait is up, its branch completes the outer one.
    const auto branch = [&]() -> Task<> {
        const AtEnd end([&] { Q_EMIT sender->clickedAgain(); });
        co_await waitFor(*sender, &Sender::clicked);
    };
    const TaskHandle task = scope->start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        const auto first
            = co_await whenAny(withTimeout(branch(), 1ms), waitFor(*sender, &Sender::clickedAgain));
        log.append(u"first %1"_s.arg(first.index()));
    });
    time->advance(1ms);
    EXPECT_LOG("first 1", "~task");
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Time::givesMoveOnlyResults()
{
    time.emplace();
    int got = 0;
    const auto make = []() -> Task<std::unique_ptr<int>> {
        co_await sleepFor(0ms);
        co_return std::make_unique<int>(4);
    };
    scope->start([&]() -> Task<> {
        const auto result = co_await withTimeout(make(), 1h);
        got = **result;
    });
    time->advance(0ms);
    QCOMPARE(got, 4);
}

void tst_Time::nests()
{
    time.emplace();
    scope->start([&]() -> Task<> {
        const auto result = co_await withTimeout(withTimeout(waitFor(*sender, &Sender::clicked), 1ms), 1h);
        log.append(result && !*result ? u"inner"_s : u"wrong"_s);
    });
    scope->start([&]() -> Task<> {
        const auto result = co_await withTimeout(withTimeout(waitFor(*sender, &Sender::clicked), 1h), 5ms);
        log.append(!result ? u"outer"_s : u"wrong"_s);
    });
    time->advance(5ms);
    EXPECT_LOG("inner", "outer");
    QVERIFY(!sender->hasConnections());
}

void tst_Time::leavesNoTimer()
{
    time.emplace();
    // A timer that outlived its wait would touch the frame that is gone (which asan sees).
    scope->start([&]() -> Task<> {
        co_await withTimeout(waitFor(*sender, &Sender::clicked), 1ms);
        log.append(u"in time"_s);
    });
    Q_EMIT sender->clicked();
    const TaskHandle cancelled = scope->start(
        [&]() -> Task<> { co_await withTimeout(waitUntilSettled(*sender, &Sender::clicked, 1ms), 1ms); });
    Q_EMIT sender->clicked();
    cancelled.cancel();
    time->advance(1h);
    EXPECT_LOG("in time");
}

QTEST_GUILESS_MAIN(tst_Time)
#include "tst_time.moc"
