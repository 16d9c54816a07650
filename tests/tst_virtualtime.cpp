// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests VirtualTime: the clock that a test moves.

#include "testsupport.h"

#include <asyncwidgets/virtualtime.h>

#include <QtCore/QElapsedTimer>
#include <QtCore/QRegularExpression>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <QtTest/QSignalSpy>

#include <chrono>
#include <memory>
#include <optional>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Writes when it wakes: its name and the time.
Task<> sleepAndLog(
    std::chrono::milliseconds duration, const VirtualTime &time, QStringList &log, QString name)
{
    co_await sleepFor(duration);
    log.append(u"%1 at %2"_s.arg(name).arg(time.elapsed().count()));
}

} // namespace

class tst_VirtualTime : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void letsNoTimePassByItself();
    void wakesInTheOrderOfTimeAndThenOfStarting();
    void finishesEachInstantBeforeTheNext();
    void movesEveryWaitForTime();
    void movesFramesOfProgress();
    void movesWhatHasBegunBefore();
    void holdsWhatIsDueWhenItBegins();
    void beginsWithWhatWasPosted();
    void leavesWhatIsLeftToTheRealTime();
    void advancesToNext();
    void leavesTimersOfQtAlone();
    void passesDaysAtOnce();
    void advancesForEver();
    void namesWhatIsStillPaused();
    void finishesATask();
    void tellsWhyATaskHasNotFinished();
    void refusesMistakes();
};

/// Waits for a timer of Qt: all that was due before it, in real time, has been done then.
static bool hasRealTimeGoneOn()
{
    QTimer timer;
    timer.setSingleShot(true);
    QSignalSpy hasPassed(&timer, &QTimer::timeout);
    timer.start(1);
    return hasPassed.wait();
}

void tst_VirtualTime::letsNoTimePassByItself()
{
    VirtualTime time;
    QStringList log;
    TaskScope scope;
    scope.start(sleepAndLog(0ms, time, log, u"a"_s));
    QVERIFY(hasRealTimeGoneOn());
    QCOMPARE(log, QStringList());
    QCOMPARE(time.elapsed(), 0ms);
    time.advance(0ms);
    QCOMPARE(log, QStringList { u"a at 0"_s });
}

void tst_VirtualTime::wakesInTheOrderOfTimeAndThenOfStarting()
{
    VirtualTime time;
    QStringList log;
    TaskScope scope;
    scope.start(sleepAndLog(30min, time, log, u"a"_s));
    scope.start(sleepAndLog(10ms, time, log, u"b"_s));
    scope.start(sleepAndLog(30min, time, log, u"c"_s));
    scope.start(sleepAndLog(9ms, time, log, u"d"_s));
    scope.start(sleepAndLog(30min + 1ms, time, log, u"e"_s));
    time.advance(30min);
    QCOMPARE(log, (QStringList { u"d at 9"_s, u"b at 10"_s, u"a at 1800000"_s, u"c at 1800000"_s }));
    QCOMPARE(time.elapsed(), 30min);
    time.advance(1ms);
    QCOMPARE(log.last(), u"e at 1800001"_s);
}

void tst_VirtualTime::finishesEachInstantBeforeTheNext()
{
    VirtualTime time;
    QStringList log;
    QObject receiver;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await sleepFor(5ms);
        auto *const dying = new QObject;
        QObject::connect(dying, &QObject::destroyed, &receiver, [&] { log.append(u"deleted"_s); });
        dying->deleteLater();
        QMetaObject::invokeMethod(
            &receiver,
            [&] {
                log.append(u"posted"_s);
                scope.start(sleepAndLog(0ms, time, log, u"started there"_s));
            },
            Qt::QueuedConnection);
        co_await sleepFor(0ms);
        log.append(u"again at %1"_s.arg(time.elapsed().count()));
    });
    scope.start(sleepAndLog(5ms, time, log, u"same"_s));
    scope.start(sleepAndLog(6ms, time, log, u"next"_s));
    time.advance(10ms);
    QCOMPARE(log,
        (QStringList { u"same at 5"_s, u"posted"_s, u"deleted"_s, u"again at 5"_s, u"started there at 5"_s,
            u"next at 6"_s }));
}

void tst_VirtualTime::movesEveryWaitForTime()
{
    VirtualTime time;
    Sender sender;
    QStringList log;
    const auto note
        = [&](const QString &what) { log.append(u"%1 at %2"_s.arg(what).arg(time.elapsed().count())); };
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto clicked = co_await withTimeout(waitFor(sender, &Sender::clicked), 5min);
        note(clicked ? u"clicked"_s : u"time is up"_s);
    });
    scope.start([&]() -> Task<> {
        const int value = co_await waitUntilSettled(sender, &Sender::valueChanged, 250ms);
        note(u"settled %1"_s.arg(value));
    });
    scope.start([&]() -> Task<> {
        auto changes = streamOf(sender, &Sender::valueChanged);
        const int value = co_await waitUntilSettled(changes, 300ms);
        note(u"stream settled %1"_s.arg(value));
    });
    scope.start([&]() -> Task<> {
        auto changes = throttled(streamOf(sender, &Sender::valueChanged), 100ms);
        for (;;) {
            const int value = co_await changes.next();
            note(u"throttled %1"_s.arg(value));
        }
    });
    for (int i = 1; i <= 4; ++i) {
        sender.setValue(i);
        time.advance(60ms);
    }
    time.advance(10min);
    QCOMPARE(log,
        (QStringList { u"throttled 1 at 0"_s, u"throttled 2 at 100"_s, u"throttled 4 at 200"_s,
            u"settled 4 at 430"_s, u"stream settled 4 at 480"_s, u"time is up at 300000"_s }));
}

void tst_VirtualTime::movesFramesOfProgress()
{
    VirtualTime time;
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    channel.start();
    channel.report(0.5);
    time.advance(ProgressChannel::frame - 1ms);
    QCOMPARE(values.size(), 0);
    time.advance(1ms);
    QCOMPARE(values.size(), 1);
    channel.report(0.6);
    channel.report(0.7);
    time.advance(1s);
    QCOMPARE(values.size(), 2);
    QCOMPARE(values[1][0].toDouble(), 0.7);
}

void tst_VirtualTime::movesWhatHasBegunBefore()
{
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await sleepFor(1h);
        log.append(u"an hour"_s);
    });
    VirtualTime time;
    time.advance(1h);
    QCOMPARE(log, QStringList { u"an hour"_s });
}

void tst_VirtualTime::holdsWhatIsDueWhenItBegins()
{
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await sleepFor(0ms);
        log.append(u"due"_s);
    });
    VirtualTime time;
    QVERIFY(hasRealTimeGoneOn());
    QCOMPARE(log, QStringList());
    QVERIFY(time.advanceToNext());
    QCOMPARE(log, QStringList { u"due"_s });
    QCOMPARE(time.elapsed(), 0ms); // it does not go back to when that was due
}

void tst_VirtualTime::beginsWithWhatWasPosted()
{
    VirtualTime time;
    QStringList log;
    TaskScope scope;
    QMetaObject::invokeMethod(
        this, [&] { scope.start(sleepAndLog(1h, time, log, u"posted"_s)); }, Qt::QueuedConnection);
    time.advance(1h);
    QCOMPARE(log, QStringList { u"posted at 3600000"_s });
}

void tst_VirtualTime::leavesWhatIsLeftToTheRealTime()
{
    QStringList log;
    TaskScope scope;
    const auto sleep = [](auto duration, QStringList &log_) -> Task<> {
        co_await sleepFor(duration);
        log_.append(u"awake"_s);
    };
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"still paused"_s));
        VirtualTime time;
        const TaskHandle task = scope.start(sleep(1h + 1ms, log), u"sleep"_s);
        time.advance(1h);
        QCOMPARE(task.state(), TaskState::Waiting);
    }
    QTRY_COMPARE(log, QStringList { u"awake"_s });
    VirtualTime again; // begins where the other has led to
    scope.start(sleep(1s, log));
    again.advance(1s);
    QCOMPARE(log.size(), 2);
}

void tst_VirtualTime::advancesToNext()
{
    VirtualTime time;
    QStringList log;
    TaskScope scope;
    QVERIFY(!time.advanceToNext());
    scope.start(sleepAndLog(2h, time, log, u"b"_s));
    scope.start(sleepAndLog(1h, time, log, u"a"_s));
    QVERIFY(time.advanceToNext());
    QCOMPARE(log, QStringList { u"a at 3600000"_s });
    QVERIFY(time.advanceToNext());
    QVERIFY(!time.advanceToNext());
    QCOMPARE(time.elapsed(), 2h);
    QCOMPARE(log.size(), 2);
}

void tst_VirtualTime::leavesTimersOfQtAlone()
{
    VirtualTime time;
    QTimer timer;
    timer.setSingleShot(true);
    QSignalSpy timeouts(&timer, &QTimer::timeout);
    timer.start(1ms);
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await sleepFor(1h);
        co_await waitFor(timer, &QTimer::timeout);
        log.append(u"timer"_s);
        co_await sleepFor(1h);
        log.append(u"end"_s);
    });
    time.advance(1h);
    QCOMPARE(timeouts.size(), 0);
    QTRY_COMPARE(log, QStringList { u"timer"_s });
    time.advance(1h);
    QCOMPARE(log.last(), u"end"_s);
}

void tst_VirtualTime::passesDaysAtOnce()
{
    QElapsedTimer real;
    real.start();
    VirtualTime time;
    int ticks = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        for (;;) {
            co_await sleepFor(1min);
            ++ticks;
        }
    });
    time.advance(std::chrono::days(7));
    QCOMPARE(ticks, 7 * 24 * 60);
    QVERIFY(real.elapsed() < 3'600'000);
}

void tst_VirtualTime::advancesForEver()
{
    VirtualTime time;
    QStringList log;
    TaskScope scope;
    const TaskHandle never
        = scope.start([&]() -> Task<> { co_await sleepFor(std::chrono::steady_clock::duration::max()); });
    scope.start(sleepAndLog(1ms, time, log, u"a"_s));
    time.advance(std::chrono::hours::max());
    QCOMPARE(log, QStringList { u"a at 1"_s });
    QCOMPARE(never.state(), TaskState::Waiting);
    QVERIFY(!time.advanceToNext());
}

void tst_VirtualTime::namesWhatIsStillPaused()
{
    Sender sender(u"dial"_s);
    TaskScope scope;
    const TaskHandle task
        = scope.start([&]() -> Task<> { co_await waitFor(sender, &Sender::clicked); }, u"patient"_s);
    QTest::ignoreMessage(QtWarningMsg,
        QRegularExpression(
            u"patient: Waiting for dial.clicked at tst_virtualtime.cpp:%1\\b"_s.arg(task.line())));
    const VirtualTime time;
}

void tst_VirtualTime::finishesATask()
{
    VirtualTime time;
    TaskScope scope;
    const auto age = scope.start([]() -> Task<int> {
        co_await sleepFor(2min);
        co_return 3;
    });
    QVERIFY_FINISHES(age, 5min);
    QCOMPARE(time.elapsed(), 2min);
    QVERIFY_FINISHES(age, 0ms);
}

void tst_VirtualTime::tellsWhyATaskHasNotFinished()
{
    Sender sender(u"dial"_s);
    TaskScope scope;
    const TaskHandle slow = scope.start([&]() -> Task<> { co_await sleepFor(1h); }, u"slow"_s);
    const TaskHandle cancelled = scope.start([&]() -> Task<> { co_await sleepFor(1h); }, u"gone"_s);
    cancelled.cancel();
    QCOMPARE(VirtualTime::whyUnfinished(slow, 5min), "There is no VirtualTime on this thread.");
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"slow: Waiting"_s));
        const VirtualTime time;
        QCOMPARE(VirtualTime::whyUnfinished(cancelled, 5min), "gone has ended before: cancelled");
        const QString why = QString::fromUtf8(VirtualTime::whyUnfinished(slow, 59min));
        QVERIFY2(why.startsWith(u"slow has not finished within 3540000 ms. The tasks of this thread:\n"
                                "slow: Waiting for 3600000 ms at tst_virtualtime.cpp:%1,"_s.arg(slow.line())),
            qPrintable(why));
    }
}

void tst_VirtualTime::refusesMistakes()
{
    VirtualTime time;
    QCOMPARE(
        wordsOf([] { const VirtualTime second; }), u"VirtualTime: there is one on this thread already."_s);
    QCOMPARE(wordsOf([&] { time.advance(-1ms); }),
        u"VirtualTime::advance: a duration of -1 ms is negative; it must be 0 or more."_s);
    QString inside;
    QString posted;
    QString elsewhere;
    TaskScope scope;
    QObject receiver;
    scope.start([&]() -> Task<> {
        co_await sleepFor(1ms);
        inside = wordsOf([&] { time.advanceToNext(); });
        QMetaObject::invokeMethod(
            &receiver, [&] { posted = wordsOf([&] { time.advance(1s); }); }, Qt::QueuedConnection);
    });
    time.advance(1ms);
    const QString refusal
        = u"VirtualTime: time does not pass inside a task, nor inside another call that moves it: "
          "move it from the test."_s;
    QCOMPARE(inside, refusal);
    QCOMPARE(posted, refusal);
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { elsewhere = wordsOf([&] { time.advanceToNext(); }); }));
    thread->start();
    AsyncWidgets::Tests::join(*thread);
    QCOMPARE(
        elsewhere, u"VirtualTime: it is used on the thread on which it was made, and while that lives."_s);
    scope.start([]() -> Task<> {
        for (;;)
            co_await sleepFor(0ms);
    });
    QCOMPARE(wordsOf([&] { time.advance(1ms); }),
        u"VirtualTime: a task comes back again and again without letting time pass, such as by sleepFor(0ms)."_s);
}

QTEST_GUILESS_MAIN(tst_VirtualTime)
#include "tst_virtualtime.moc"
