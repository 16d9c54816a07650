// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests VirtualTime: the clock that a test moves.

#include "testsupport.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QRegularExpression>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <QtTest/QSignalSpy>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr auto destroyInside = "--destroy-inside";

class tst_VirtualTime : public TaskTest
{
    Q_OBJECT

    /// Writes when it wakes: its name and the time.
    Task<> sleepAndLog(std::chrono::milliseconds duration, QString name)
    {
        co_await sleepFor(duration);
        log.append(u"%1 at %2"_s.arg(name).arg(time->elapsed().count()));
    }

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
    void saysThatItIsDestroyedInsideItsOwnCall();
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
    time.emplace();
    scope->start(sleepAndLog(0ms, u"a"_s));
    QVERIFY(hasRealTimeGoneOn());
    EXPECT_LOG();
    QCOMPARE(time->elapsed(), 0ms);
    time->advance(0ms);
    EXPECT_LOG("a at 0");
}

void tst_VirtualTime::wakesInTheOrderOfTimeAndThenOfStarting()
{
    time.emplace();
    scope->start(sleepAndLog(30min, u"a"_s));
    scope->start(sleepAndLog(10ms, u"b"_s));
    scope->start(sleepAndLog(30min, u"c"_s));
    scope->start(sleepAndLog(9ms, u"d"_s));
    scope->start(sleepAndLog(30min + 1ms, u"e"_s));
    time->advance(30min);
    EXPECT_LOG("d at 9", "b at 10", "a at 1800000", "c at 1800000");
    QCOMPARE(time->elapsed(), 30min);
    time->advance(1ms);
    EXPECT_LOG("e at 1800001");
}

void tst_VirtualTime::finishesEachInstantBeforeTheNext()
{
    time.emplace();
    QObject receiver;
    scope->start([&]() -> Task<> {
        co_await sleepFor(5ms);
        auto *const dying = new QObject;
        QObject::connect(dying, &QObject::destroyed, &receiver, [&] { log.append(u"deleted"_s); });
        dying->deleteLater();
        QMetaObject::invokeMethod(
            &receiver,
            [&] {
                log.append(u"posted"_s);
                scope->start(sleepAndLog(0ms, u"started there"_s));
            },
            Qt::QueuedConnection);
        co_await sleepFor(0ms);
        log.append(u"again at %1"_s.arg(time->elapsed().count()));
    });
    scope->start(sleepAndLog(5ms, u"same"_s));
    scope->start(sleepAndLog(6ms, u"next"_s));
    time->advance(10ms);
    EXPECT_LOG("same at 5", "posted", "deleted", "again at 5", "started there at 5", "next at 6");
}

void tst_VirtualTime::movesEveryWaitForTime()
{
    time.emplace();
    const auto note
        = [&](const QString &what) { log.append(u"%1 at %2"_s.arg(what).arg(time->elapsed().count())); };
    scope->start([&]() -> Task<> {
        const auto clicked = co_await withTimeout(waitFor(*sender, &Sender::clicked), 5min);
        note(clicked ? u"clicked"_s : u"time is up"_s);
    });
    scope->start([&]() -> Task<> {
        const int value = co_await waitUntilSettled(*sender, &Sender::valueChanged, 250ms);
        note(u"settled %1"_s.arg(value));
    });
    scope->start([&]() -> Task<> {
        auto changes = streamOf(*sender, &Sender::valueChanged);
        const int value = co_await waitUntilSettled(changes, 300ms);
        note(u"stream settled %1"_s.arg(value));
    });
    scope->start([&]() -> Task<> {
        auto changes = throttled(streamOf(*sender, &Sender::valueChanged), 100ms);
        for (;;) {
            const int value = co_await changes.next();
            note(u"throttled %1"_s.arg(value));
        }
    });
    for (int i = 1; i <= 4; ++i) {
        sender->setValue(i);
        time->advance(60ms);
    }
    time->advance(10min);
    EXPECT_LOG("throttled 1 at 0", "throttled 2 at 100", "throttled 4 at 200", "settled 4 at 430",
        "stream settled 4 at 480", "time is up at 300000");
}

void tst_VirtualTime::movesFramesOfProgress()
{
    time.emplace();
    ProgressChannel channel;
    QSignalSpy values(&channel, &ProgressChannel::valueChanged);
    channel.start();
    channel.report(0.5);
    time->advance(ProgressChannel::frame - 1ms);
    QCOMPARE(values.size(), 0);
    time->advance(1ms);
    QCOMPARE(values.size(), 1);
    channel.report(0.6);
    channel.report(0.7);
    time->advance(1s);
    QCOMPARE(values.size(), 2);
    QCOMPARE(values[1][0].toDouble(), 0.7);
}

void tst_VirtualTime::movesWhatHasBegunBefore()
{
    scope->start([&]() -> Task<> {
        co_await sleepFor(1h);
        log.append(u"an hour"_s);
    });
    time.emplace();
    time->advance(1h);
    EXPECT_LOG("an hour");
}

void tst_VirtualTime::holdsWhatIsDueWhenItBegins()
{
    scope->start([&]() -> Task<> {
        co_await sleepFor(0ms);
        log.append(u"due"_s);
    });
    time.emplace();
    QVERIFY(hasRealTimeGoneOn());
    EXPECT_LOG();
    QVERIFY(time->advanceToNext());
    EXPECT_LOG("due");
    QCOMPARE(time->elapsed(), 0ms); // it does not go back to when that was due
}

void tst_VirtualTime::beginsWithWhatWasPosted()
{
    time.emplace();
    QMetaObject::invokeMethod(
        this, [&] { scope->start(sleepAndLog(1h, u"posted"_s)); }, Qt::QueuedConnection);
    time->advance(1h);
    EXPECT_LOG("posted at 3600000");
}

void tst_VirtualTime::leavesWhatIsLeftToTheRealTime()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"still paused"_s));
    time.emplace();
    const auto sleep = [&](auto duration) -> Task<> {
        co_await sleepFor(duration);
        log.append(u"awake"_s);
    };
    const TaskHandle task = scope->start(sleep(1h + 1ms), u"sleep"_s);
    time->advance(1h);
    QCOMPARE(task.state(), TaskState::Waiting);
    time.reset();
    QTRY_COMPARE(task.state(), TaskState::Finished);
    EXPECT_LOG("awake");
    time.emplace(); // begins where the other has led to
    scope->start(sleep(1s));
    time->advance(1s);
    EXPECT_LOG("awake");
}

void tst_VirtualTime::advancesToNext()
{
    time.emplace();
    QVERIFY(!time->advanceToNext());
    scope->start(sleepAndLog(2h, u"b"_s));
    scope->start(sleepAndLog(1h, u"a"_s));
    QVERIFY(time->advanceToNext());
    EXPECT_LOG("a at 3600000");
    QVERIFY(time->advanceToNext());
    QVERIFY(!time->advanceToNext());
    QCOMPARE(time->elapsed(), 2h);
    EXPECT_LOG("b at 7200000");
}

void tst_VirtualTime::leavesTimersOfQtAlone()
{
    time.emplace();
    QTimer timer;
    timer.setSingleShot(true);
    QSignalSpy timeouts(&timer, &QTimer::timeout);
    timer.start(1ms);
    scope->start([&]() -> Task<> {
        co_await sleepFor(1h);
        co_await waitFor(timer, &QTimer::timeout);
        log.append(u"timer"_s);
        co_await sleepFor(1h);
        log.append(u"end"_s);
    });
    time->advance(1h);
    QCOMPARE(timeouts.size(), 0);
    QTRY_COMPARE(log, QStringList { u"timer"_s });
    time->advance(1h);
    QCOMPARE(log.last(), u"end"_s);
}

void tst_VirtualTime::passesDaysAtOnce()
{
    QElapsedTimer real;
    real.start();
    time.emplace();
    int ticks = 0;
    scope->start([&]() -> Task<> {
        for (;;) {
            co_await sleepFor(1min);
            ++ticks;
        }
    });
    time->advance(std::chrono::days(7));
    QCOMPARE(ticks, 7 * 24 * 60);
    QVERIFY(real.elapsed() < 3'600'000);
}

void tst_VirtualTime::advancesForEver()
{
    time.emplace();
    const TaskHandle never
        = scope->start([&]() -> Task<> { co_await sleepFor(std::chrono::steady_clock::duration::max()); });
    scope->start(sleepAndLog(1ms, u"a"_s));
    time->advance(std::chrono::hours::max());
    EXPECT_LOG("a at 1");
    QCOMPARE(never.state(), TaskState::Waiting);
    QVERIFY(!time->advanceToNext());
}

void tst_VirtualTime::namesWhatIsStillPaused()
{
    sender->setObjectName(u"dial"_s);
    const TaskHandle task = scope->start(click(u"a"_s), u"patient"_s);
    QTest::ignoreMessage(QtWarningMsg,
        QRegularExpression(u"patient: Waiting for dial.clicked at testsupport.cpp:%1\\b"_s.arg(task.line())));
    time.emplace();
    time.reset();
}

void tst_VirtualTime::finishesATask()
{
    time.emplace();
    const auto age = scope->start([]() -> Task<int> {
        co_await sleepFor(2min);
        co_return 3;
    });
    QVERIFY_FINISHES(age, 5min);
    QCOMPARE(time->elapsed(), 2min);
    QVERIFY_FINISHES(age, 0ms);
}

void tst_VirtualTime::tellsWhyATaskHasNotFinished()
{
    const TaskHandle slow = scope->start([&]() -> Task<> { co_await sleepFor(1h); }, u"slow"_s);
    const TaskHandle cancelled = scope->start([&]() -> Task<> { co_await sleepFor(1h); }, u"gone"_s);
    cancelled.cancel();
    QCOMPARE(VirtualTime::whyUnfinished(slow, 5min), "There is no VirtualTime on this thread.");
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"slow: Waiting"_s));
    time.emplace();
    QCOMPARE(VirtualTime::whyUnfinished(cancelled, 5min), "gone has ended before: cancelled");
    const QString why = QString::fromUtf8(VirtualTime::whyUnfinished(slow, 59min));
    QVERIFY2(why.startsWith(u"slow has not finished within 3540000 ms. The tasks of this thread:\n"
                            "slow: Waiting for 3600000 ms at tst_virtualtime.cpp:%1,"_s.arg(slow.line())),
        qPrintable(why));
    time.reset(); // which tells of it as well
}

void tst_VirtualTime::refusesMistakes()
{
    time.emplace();
    QCOMPARE(
        wordsOf([] { const VirtualTime second; }), u"VirtualTime: there is one on this thread already."_s);
    QCOMPARE(wordsOf([&] { time->advance(-1ms); }),
        u"VirtualTime::advance: a duration of -1 ms is negative; it must be 0 or more."_s);
    const QString refusal
        = u"VirtualTime: time does not pass inside a task, nor inside another call that moves it: "
          "move it from the test."_s;
    QString inside;
    QString posted;
    QString elsewhere;
    scope->start([&]() -> Task<> { // while no other call moves it
        inside = wordsOf([&] { time->advance(1s); });
        co_return;
    });
    QCOMPARE(inside, refusal);
    QObject receiver;
    scope->start([&]() -> Task<> {
        co_await sleepFor(1ms);
        inside = wordsOf([&] { time->advanceToNext(); });
        QMetaObject::invokeMethod(
            &receiver, [&] { posted = wordsOf([&] { time->advance(1s); }); }, Qt::QueuedConnection);
    });
    time->advance(1ms);
    QCOMPARE(inside, refusal);
    QCOMPARE(posted, refusal);
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { elsewhere = wordsOf([&] { time->advanceToNext(); }); }));
    thread->start();
    AsyncWidgets::Tests::join(*thread);
    QCOMPARE(
        elsewhere, u"VirtualTime: it is used on the thread on which it was made, and while that lives."_s);
    scope->start([]() -> Task<> {
        for (;;)
            co_await sleepFor(0ms);
    });
    QCOMPARE(wordsOf([&] { time->advance(1ms); }),
        u"VirtualTime: a task comes back again and again without letting time pass, such as by sleepFor(0ms)."_s);
}

void tst_VirtualTime::saysThatItIsDestroyedInsideItsOwnCall()
{
    const ProgramEnd end = runThisProgram({ QString::fromLatin1(destroyInside) });
    QCOMPARE(end.status, QProcess::CrashExit);
    QVERIFY2(end.output.contains(u"VirtualTime: it was destroyed inside of its own call"_s),
        qPrintable(end.output));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 2 && qstrcmp(argv[1], destroyInside) == 0) {
        TaskScope scope;
        std::optional<VirtualTime> time(std::in_place);
        scope.start([&time]() -> Task<> {
            co_await sleepFor(1ms);
            time.reset();
        });
        time->advance(5ms);
        return 0;
    }
    tst_VirtualTime test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_virtualtime.moc"
