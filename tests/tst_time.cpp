// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests what waits for time: sleepFor(), waitUntilSettled() and withTimeout(), on a VirtualTime where the
/// event loop has no part in it.

#include "testsupport.h"

#include <asyncwidgets/virtualtime.h>

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

Task<> sleepAndLog(std::chrono::milliseconds duration, QStringList &log, QString words)
{
    co_await sleepFor(duration);
    log.append(words);
}

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

class tst_Time : public LibraryTest
{
    Q_OBJECT

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
    void tellsFractionsOfAMillisecond();
    void tellsOfADurationThatIsNoNumber_data();
    void tellsOfADurationThatIsNoNumber();
    void tellsOfANegativeDuration_data();
    void tellsOfANegativeDuration();
    void canBeCancelledWhileItSleeps();
    void cancelsASiblingThatIsDueInTheSameTurn();
    void sleepsTenThousandAtOnce();

    // waitUntilSettled
    void waitsUntilItIsQuiet();
    void doesNotBeginToCountBeforeTheFirstEmission();
    void isCancelledWhenTheSenderDiesWhileItCounts();
    void survivesASenderThatDiesInsideWhenAny();
    void forgetsAFailedCopyWhenALaterOneSucceeds();
    void canBeCancelledWhileItCounts();
    void describesItsQuiet();
    void settlesWhatAStreamKeeps();
    void losesNothingThatWasTypedBeforeAResult();
    void countsTheQuietTimeOfAStreamFromItsLastChange();
    void settlesAtOnceWhatHasBeenQuietForLong();
    void settlesWhatIsLeftOfADeadSender();
    void isCancelledWhenItsStreamIsDestroyed();

    // withTimeout
    void givesTheResultInTime();
    void givesNothingWhenTheTimeIsUp();
    void cancelsWhatItWaitedForWhenTheTimeIsUp();
    void decidesByTheFirstInTheEventLoop_data();
    void decidesByTheFirstInTheEventLoop();
    void isNeverUpForWhatIsOverAtOnce();
    void isCancelledWhenTheSenderDies();
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
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await sleepFor(20ms);
        elapsed = timer.nsecsElapsed();
    });
    QTRY_VERIFY(elapsed >= 0);
    QVERIFY2(elapsed >= 20'000'000, qPrintable(QString::number(elapsed)));
}

void tst_Time::sleepsForNothingUntilTheNextTurn()
{
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(sleepAndLog(0ms, log, u"a"_s));
    QCOMPARE(task.state(), TaskState::Waiting);
    QCOMPARE(log, QStringList());
    QTRY_COMPARE(log, QStringList { u"a"_s });
}

void tst_Time::turnsTheEventLoopOncePerSleepOfNothing()
{
    int turns = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
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
    VirtualTime time;
    QStringList log;
    TaskScope scope;
    scope.start(sleepAndLog(30ms, log, u"30"_s));
    scope.start(sleepAndLog(0ms, log, u"0"_s));
    scope.start(sleepAndLog(20ms, log, u"20"_s));
    scope.start(sleepAndLog(10ms, log, u"10"_s));
    time.advance(30ms);
    QCOMPARE(log, (QStringList { u"0"_s, u"10"_s, u"20"_s, u"30"_s }));
}

void tst_Time::wakesForADeadlineThatIsSooner()
{
    TaskScope scope;
    scope.start([]() -> Task<> { co_await sleepFor(1h); });
    const TaskHandle sooner = scope.start([]() -> Task<> { co_await sleepFor(1ms); });
    QTRY_COMPARE(sooner.state(), TaskState::Finished);
    QCOMPARE(scope.count(), 1);
}

void tst_Time::keepsNoTimerOfQtWhenNobodySleeps()
{
    const Detail::TimerQueue &timers = Detail::ThreadContext::current().timers;
    TaskScope scope;
    scope.start([]() -> Task<> { co_await sleepFor(1h); });
    QVERIFY(timers.timerId() != 0);
    scope.cancel();
    QCOMPARE(timers.timerId(), 0);
}

void tst_Time::wakesEqualDeadlinesInTheOrderInWhichTheyBegan()
{
    VirtualTime time;
    QStringList log;
    QStringList expected;
    TaskScope scope;
    for (int i = 0; i < 50; ++i) {
        scope.start(sleepAndLog(0ms, log, QString::number(i)));
        expected.append(QString::number(i));
    }
    time.advance(0ms);
    QCOMPARE(log, expected);
}

void tst_Time::wakesInOrderHoweverLateTheEventLoopComes()
{
    QStringList log;
    TaskScope scope;
    scope.start(sleepAndLog(3ms, log, u"3"_s));
    scope.start(sleepAndLog(1ms, log, u"1"_s));
    scope.start(sleepAndLog(2ms, log, u"2"_s));
    blockFor(10ms);
    scope.start(sleepAndLog(0ms, log, u"late"_s));
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(log, (QStringList { u"1"_s, u"2"_s, u"3"_s, u"late"_s }));
}

void tst_Time::wakesOthersInALoopInsideAContinuation()
{
    // A continuation runs a loop of its own, as a modal dialog does: the others are not held up.
    QStringList log;
    TaskScope scope;
    QEventLoop loop;
    scope.start([&]() -> Task<> {
        co_await sleepFor(0ms);
        log.append(u"opens"_s);
        loop.exec();
        log.append(u"closed"_s);
    });
    scope.start(sleepAndLog(0ms, log, u"same turn"_s));
    scope.start([&]() -> Task<> {
        co_await sleepFor(5ms);
        log.append(u"closes"_s);
        loop.quit();
    });
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(log, (QStringList { u"opens"_s, u"same turn"_s, u"closes"_s, u"closed"_s }));
}

void tst_Time::sleepsForEver()
{
    VirtualTime time;
    QStringList log;
    TaskScope scope;
    const auto sleep = [](auto duration) -> Task<> { co_await sleepFor(duration); };
    const TaskHandle hours = scope.start(sleep(std::chrono::hours::max()));
    const TaskHandle years = scope.start(sleep(std::chrono::duration<double, std::ratio<31'556'952>>(1e12)));
    const TaskHandle clock = scope.start(sleep(std::chrono::steady_clock::duration::max()));
    scope.start(sleepAndLog(1ms, log, u"short"_s));
    time.advance(std::chrono::hours::max());
    QCOMPARE(log, QStringList { u"short"_s });
    QCOMPARE(hours.state(), TaskState::Waiting);
    QCOMPARE(years.state(), TaskState::Waiting);
    QCOMPARE(clock.state(), TaskState::Waiting);
}

void tst_Time::tellsOfANegativeDuration_data()
{
    QTest::addColumn<int>("function");
    QTest::addColumn<QString>("words");
    QTest::newRow("sleepFor") << 0 << u"sleepFor: a duration of -5 ms is negative; it must be 0 or more."_s;
    QTest::newRow("withTimeout") << 1
                                 << u"withTimeout: a duration of -5 ms is negative; it must be 0 or more."_s;
    QTest::newRow("waitUntilSettled")
        << 2 << u"waitUntilSettled: a duration of -5 ms is negative; it must be 0 or more."_s;
}

void tst_Time::tellsFractionsOfAMillisecond()
{
    TaskScope scope;
    QString told;
    const TaskHandle task = scope.start([&]() -> Task<> {
        try {
            co_await sleepFor(-500us);
        } catch (const WaitError &error) {
            told = QString::fromUtf8(error.what());
        }
        co_await sleepFor(1500us);
    });
    QCOMPARE(told, u"sleepFor: a duration of -0.5 ms is negative; it must be 0 or more."_s);
    QCOMPARE(task.waitingFor(), u"1.5 ms"_s);
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
    Sender sender;
    auto changes = streamOf(sender, &Sender::clicked);
    QStringList told;
    TaskScope scope;
    const auto note = [&](const QString &name, const std::function<Task<>()> &wait) {
        const TaskHandle task = scope.start([&told, name, wait]() -> Task<> {
            try {
                co_await wait();
            } catch (const WaitError &error) {
                told.append(QString::fromUtf8(error.what()));
            }
        });
        QCOMPARE(task.state(), words.isEmpty() ? TaskState::Waiting : TaskState::Finished);
        if (!words.isEmpty())
            QCOMPARE(told.takeLast(), name + u": "_s + words);
    };
    note(u"sleepFor"_s, [&]() -> Task<> { co_await sleepFor(duration); });
    note(u"sleepFor"_s, [&]() -> Task<> { co_await sleepFor(longDuration); });
    note(u"withTimeout"_s,
        [&]() -> Task<> { co_await withTimeout(waitFor(sender, &Sender::named), duration); });
    note(u"waitUntilSettled"_s,
        [&]() -> Task<> { co_await waitUntilSettled(sender, &Sender::named, duration); });
    note(u"waitUntilSettled"_s, [&]() -> Task<> { co_await waitUntilSettled(changes, duration); });
    QVERIFY(told.isEmpty());
}

void tst_Time::tellsOfANegativeDuration()
{
    QFETCH(const int, function);
    QFETCH(const QString, words);
    Sender sender;
    QString told;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            if (function == 0)
                co_await sleepFor(-5ms);
            else if (function == 1)
                co_await withTimeout(waitFor(sender, &Sender::clicked), -5ms);
            else
                co_await waitUntilSettled(sender, &Sender::clicked, -5ms);
        } catch (const WaitError &error) {
            told = QString::fromUtf8(error.what());
        }
    });
    QCOMPARE(told, words);
    QVERIFY(!sender.hasConnections());
}

void tst_Time::canBeCancelledWhileItSleeps()
{
    VirtualTime time;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(sleepAndLog(1ms, log, u"never"_s));
    scope.start(sleepAndLog(5ms, log, u"other"_s));
    QCOMPARE(task.waitingFor(), u"1 ms"_s);
    task.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
    time.advance(5ms);
    QCOMPARE(log, QStringList { u"other"_s });
}

void tst_Time::cancelsASiblingThatIsDueInTheSameTurn()
{
    VirtualTime time;
    QStringList log;
    TaskHandle sibling;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await sleepFor(0ms);
        sibling.cancel();
        log.append(u"cancelled"_s);
    });
    sibling = scope.start(sleepAndLog(0ms, log, u"never"_s));
    scope.start(sleepAndLog(0ms, log, u"third"_s));
    time.advance(0ms);
    QCOMPARE(log, (QStringList { u"cancelled"_s, u"third"_s }));
}

void tst_Time::sleepsTenThousandAtOnce()
{
    VirtualTime time;
    int woken = 0;
    TaskScope scope;
    for (int i = 0; i < 10'000; ++i) {
        scope.start([](int &woken_, int i_) -> Task<> {
            co_await sleepFor(std::chrono::microseconds((i_ * 7919) % 20'000));
            ++woken_;
        }(woken, i));
    }
    time.advance(20ms);
    QCOMPARE(woken, 10'000);
}

void tst_Time::waitsUntilItIsQuiet()
{
    VirtualTime time;
    Sender sender;
    QList<int> got;
    TaskScope scope;
    const TaskHandle task = scope.start(
        [&]() -> Task<> { got.append(co_await waitUntilSettled(sender, &Sender::valueChanged, 30ms)); });
    for (int i = 1; i <= 10; ++i) { // for longer than the quiet time
        sender.setValue(i);
        time.advance(29ms);
    }
    QCOMPARE(got, QList<int>());
    time.advance(1ms);
    QCOMPARE(got, QList<int> { 10 });
    QCOMPARE(task.resumptions(), quint64(1));
    QVERIFY(!sender.hasConnections());
}

void tst_Time::doesNotBeginToCountBeforeTheFirstEmission()
{
    VirtualTime time;
    Sender sender;
    TaskScope scope;
    const TaskHandle task
        = scope.start([&]() -> Task<> { co_await waitUntilSettled(sender, &Sender::clicked, 0ms); });
    time.advance(1h);
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Waiting); // quiet for nothing: until the event loop turns
    time.advance(0ms);
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Time::isCancelledWhenTheSenderDiesWhileItCounts()
{
    VirtualTime time;
    auto sender = std::make_unique<Sender>();
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await waitUntilSettled(*sender, &Sender::clicked, 1ms);
    });
    Q_EMIT sender->clicked();
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    time.advance(1h);
    QCOMPARE(log, QStringList { u"~task"_s });
}

void tst_Time::survivesASenderThatDiesInsideWhenAny()
{
    VirtualTime time;
    auto sender = std::make_unique<Sender>();
    Sender other;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto first = co_await whenAny(
            waitUntilSettled(*sender, &Sender::clicked, 1ms), waitFor(other, &Sender::clicked));
        log.append(u"first %1"_s.arg(first.index()));
    });
    Q_EMIT sender->clicked();
    sender.reset();
    time.advance(1h);
    QCOMPARE(log, QStringList());
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT other.clicked();
    QCOMPARE(log, QStringList { u"first 1"_s });
}

void tst_Time::forgetsAFailedCopyWhenALaterOneSucceeds()
{
    VirtualTime time;
    Sender sender;
    int got = 0;
    QString words;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            got = (co_await waitUntilSettled(sender, &Sender::sent, 1ms)).value;
        } catch (const std::runtime_error &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    Fragile::copiesLeft = 0;
    Q_EMIT sender.sent(Fragile(1));
    Fragile::copiesLeft = -1;
    Q_EMIT sender.sent(Fragile(2));
    time.advance(1ms);
    QVERIFY(scope.isEmpty());
    QCOMPARE(words, QString());
    QCOMPARE(got, 2);
}

void tst_Time::canBeCancelledWhileItCounts()
{
    VirtualTime time;
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await waitUntilSettled(sender, &Sender::clicked, 1ms);
        log.append(u"never"_s);
    });
    Q_EMIT sender.clicked();
    task.cancel();
    QVERIFY(!sender.hasConnections());
    time.advance(1h);
    QCOMPARE(log, QStringList());
}

void tst_Time::describesItsQuiet()
{
    Sender sender(u"dial"_s);
    TaskScope scope;
    const TaskHandle settled
        = scope.start([&]() -> Task<> { co_await waitUntilSettled(sender, &Sender::valueChanged, 250ms); });
    const TaskHandle timeout
        = scope.start([&]() -> Task<> { co_await withTimeout(waitFor(sender, &Sender::clicked), 5s); });
    QCOMPARE(settled.waitingFor(), u"dial.valueChanged quiet for 250 ms"_s);
    QCOMPARE(timeout.waitingFor(), u"dial.clicked, at most 5000 ms"_s);
}

void tst_Time::settlesWhatAStreamKeeps()
{
    VirtualTime time;
    Sender sender;
    auto changes = streamOf(sender, &Sender::valueChanged);
    QList<int> got;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        got.append(co_await waitUntilSettled(changes, 5ms));
        got.append(co_await changes.next());
    });
    sender.setValue(1);
    sender.setValue(2);
    sender.setValue(3);
    QCOMPARE(got, QList<int>());
    time.advance(5ms);
    QCOMPARE(got, QList<int> { 3 });
    QCOMPARE(changes.count(), 0);
    sender.setValue(4);
    QCOMPARE(got, (QList<int> { 3, 4 }));
}

void tst_Time::losesNothingThatWasTypedBeforeAResult()
{
    VirtualTime time;
    // Results come all the time; what was typed is searched nevertheless, once, when it has been quiet.
    Sender line;
    Sender service;
    QStringList log;
    TaskScope scope;
    const TaskHandle loop = scope.start([&]() -> Task<> {
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
    scope.start([&]() -> Task<> {
        for (int i = 1; !loop.isDone(); ++i) {
            service.setValue(i);
            co_await sleepFor(2ms);
        }
    });
    Q_EMIT line.named(u"c"_s);
    Q_EMIT line.named(u"coroutine"_s);
    time.advance(1s);
    QCOMPARE(log, QStringList { u"coroutine"_s });
}

void tst_Time::countsTheQuietTimeOfAStreamFromItsLastChange()
{
    VirtualTime time;
    Sender sender;
    auto changes = streamOf(sender, &Sender::clicked);
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await withTimeout(waitUntilSettled(changes, 60ms), 30ms);
        co_await waitUntilSettled(changes, 60ms);
    });
    Q_EMIT sender.clicked();
    QVERIFY_FINISHES(task, 1h);
    QCOMPARE(time.elapsed(), 60ms); // the second has waited for what was left only
}

void tst_Time::settlesAtOnceWhatHasBeenQuietForLong()
{
    VirtualTime time;
    Sender sender;
    auto changes = streamOf(sender, &Sender::valueChanged);
    QList<int> got;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        got.append((co_await withTimeout(waitUntilSettled(changes, 1h), 0ms)).value_or(0));
    });
    time.advance(0ms);
    QCOMPARE(got, QList<int> { 0 });
    sender.setValue(1);
    sender.setValue(2);
    time.advance(2ms);
    const TaskHandle task
        = scope.start([&]() -> Task<> { got.append(co_await waitUntilSettled(changes, 2ms)); });
    QCOMPARE(got, (QList<int> { 0, 2 }));
    QCOMPARE(task.resumptions(), 0);
}

void tst_Time::settlesWhatIsLeftOfADeadSender()
{
    VirtualTime time;
    auto sender = std::make_unique<Sender>();
    auto changes = streamOf(*sender, &Sender::valueChanged);
    QList<int> got;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        for (;;)
            got.append(co_await waitUntilSettled(changes, 1ms));
    });
    sender->setValue(1);
    sender->setValue(2);
    sender.reset();
    time.advance(1ms);
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(got, QList<int> { 2 });
}

void tst_Time::isCancelledWhenItsStreamIsDestroyed()
{
    Sender sender;
    auto changes = std::make_unique<SignalStream<std::tuple<int>>>(streamOf(sender, &Sender::valueChanged));
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> { co_await waitUntilSettled(*changes, 1ms); });
    sender.setValue(1);
    changes.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!sender.hasConnections());
}

void tst_Time::givesTheResultInTime()
{
    Sender sender;
    std::optional<int> result;
    TaskScope scope;
    scope.start(
        [&]() -> Task<> { result = co_await withTimeout(waitFor(sender, &Sender::valueChanged), 1h); });
    sender.setValue(8);
    QCOMPARE(result, std::optional<int>(8));
    QVERIFY(scope.isEmpty());
}

void tst_Time::givesNothingWhenTheTimeIsUp()
{
    VirtualTime time;
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto result = co_await withTimeout(waitFor(sender, &Sender::valueChanged), 1ms);
        log.append(result ? u"result"_s : u"time is up"_s);
    });
    time.advance(1ms);
    QCOMPARE(log, QStringList { u"time is up"_s });
    QVERIFY(!sender.hasConnections());
}

void tst_Time::cancelsWhatItWaitedForWhenTheTimeIsUp()
{
    VirtualTime time;
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto wait = [](Sender &sender_, QStringList &log_) -> Task<int> {
        const Trace trace(log_, u"branch"_s);
        co_return co_await waitFor(sender_, &Sender::valueChanged);
    };
    scope.start([&]() -> Task<> {
        const auto result = co_await withTimeout(wait(sender, log), 1ms);
        log.append(result ? u"result"_s : u"time is up"_s);
    });
    time.advance(1ms);
    QCOMPARE(log, (QStringList { u"~branch"_s, u"time is up"_s }));
    sender.setValue(1);
    QCOMPARE(log.size(), 2);
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
    VirtualTime time;
    QFETCH(const int, branch);
    QFETCH(const int, limit);
    QFETCH(const bool, isInTime);
    std::optional<bool> result;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto slept = co_await withTimeout(
            sleepFor(std::chrono::milliseconds(branch)), std::chrono::milliseconds(limit));
        result = slept.has_value();
    });
    time.advance(10ms);
    QVERIFY(result.has_value());
    QCOMPARE(*result, isInTime);
}

void tst_Time::isNeverUpForWhatIsOverAtOnce()
{
    std::optional<int> result;
    TaskScope scope;
    const auto now = []() -> Task<int> { co_return 3; };
    const TaskHandle task = scope.start([&]() -> Task<> { result = co_await withTimeout(now(), 0ms); });
    QCOMPARE(result, std::optional<int>(3));
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Time::isCancelledWhenTheSenderDies()
{
    auto sender = std::make_unique<Sender>(u"dial"_s);
    TaskScope scope;
    const TaskHandle task
        = scope.start([&]() -> Task<> { co_await withTimeout(waitFor(*sender, &Sender::clicked), 1h); });
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of dial.clicked was destroyed"_s);
}

void tst_Time::rethrowsAnExceptionInTime()
{
    Sender sender;
    QString words;
    TaskScope scope;
    const auto fail = [](Sender &sender_) -> Task<> {
        co_await waitFor(sender_, &Sender::clicked);
        throw std::runtime_error("in time");
    };
    scope.start([&]() -> Task<> {
        try {
            co_await withTimeout(fail(sender), 1h);
        } catch (const std::runtime_error &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    Q_EMIT sender.clicked();
    QCOMPARE(words, u"in time"_s);
}

void tst_Time::waitsForABranchThatRunsWhenTheTimeIsUp()
{
    // The branch runs an event loop of its own, in which the time is up.
    QStringList log;
    QEventLoop loop;
    TaskScope scope;
    const auto openDialog = [](QEventLoop &loop_, QStringList &log_) -> Task<> {
        const Trace trace(log_, u"branch"_s);
        co_await sleepFor(0ms);
        log_.append(u"opens"_s);
        loop_.exec();
        log_.append(u"closed"_s);
        co_await sleepFor(0ms);
        log_.append(u"never"_s);
    };
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto result = co_await withTimeout(openDialog(loop, log), 1ms);
        log.append(result ? u"result"_s : u"time is up"_s);
    });
    scope.start([&]() -> Task<> {
        co_await sleepFor(5ms);
        log.append(u"closes"_s);
        loop.quit();
    });
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(log, (QStringList { u"opens"_s, u"closes"_s, u"closed"_s, u"~branch"_s, u"time is up"_s }));
}

void tst_Time::survivesABranchWhoseDestructorCancelsTheTask()
{
    VirtualTime time;
    Sender sender;
    QStringList log;
    TaskHandle task;
    TaskScope scope;
    const auto branch = [](Sender &sender_, TaskHandle<> &task_) -> Task<> {
        const AtEnd end([&task_] { task_.cancel(); });
        co_await waitFor(sender_, &Sender::clicked);
    };
    task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await withTimeout(branch(sender, task), 1ms);
        log.append(u"never"_s);
    });
    time.advance(1ms);
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, QStringList { u"~task"_s });
}

void tst_Time::survivesABranchWhoseDestructorDecidesOutside()
{
    VirtualTime time;
    // While the time of the inner wait is up, its branch completes the outer one.
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto branch = [](Sender &sender_) -> Task<> {
        const AtEnd end([&sender_] { Q_EMIT sender_.clickedAgain(); });
        co_await waitFor(sender_, &Sender::clicked);
    };
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        const auto first
            = co_await whenAny(withTimeout(branch(sender), 1ms), waitFor(sender, &Sender::clickedAgain));
        log.append(u"first %1"_s.arg(first.index()));
    });
    time.advance(1ms);
    QCOMPARE(log, (QStringList { u"first 1"_s, u"~task"_s }));
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Time::givesMoveOnlyResults()
{
    VirtualTime time;
    int got = 0;
    TaskScope scope;
    const auto make = []() -> Task<std::unique_ptr<int>> {
        co_await sleepFor(0ms);
        co_return std::make_unique<int>(4);
    };
    scope.start([&]() -> Task<> {
        const auto result = co_await withTimeout(make(), 1h);
        got = **result;
    });
    time.advance(0ms);
    QCOMPARE(got, 4);
}

void tst_Time::nests()
{
    VirtualTime time;
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto result = co_await withTimeout(withTimeout(waitFor(sender, &Sender::clicked), 1ms), 1h);
        log.append(result && !*result ? u"inner"_s : u"wrong"_s);
    });
    scope.start([&]() -> Task<> {
        const auto result = co_await withTimeout(withTimeout(waitFor(sender, &Sender::clicked), 1h), 5ms);
        log.append(!result ? u"outer"_s : u"wrong"_s);
    });
    time.advance(5ms);
    QCOMPARE(log, (QStringList { u"inner"_s, u"outer"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_Time::leavesNoTimer()
{
    VirtualTime time;
    // A timer that outlived its wait would touch the frame that is gone (which asan sees).
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await withTimeout(waitFor(sender, &Sender::clicked), 1ms);
        log.append(u"in time"_s);
    });
    Q_EMIT sender.clicked();
    const TaskHandle cancelled = scope.start(
        [&]() -> Task<> { co_await withTimeout(waitUntilSettled(sender, &Sender::clicked, 1ms), 1ms); });
    Q_EMIT sender.clicked();
    cancelled.cancel();
    time.advance(1h);
    QCOMPARE(log, QStringList { u"in time"_s });
}

QTEST_GUILESS_MAIN(tst_Time)
#include "tst_time.moc"
