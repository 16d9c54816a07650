// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests what is made of a stream: forEachLatest(), throttled(), a bound, and the upper limit of waitUntilSettled().

#include "testsupport.h"

#include <asyncwidgets/virtualtime.h>

#include <chrono>
#include <memory>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_Latest : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    // forEachLatest
    void cancelsTheWorkOnTheChangeBefore();
    void finishesWhatNothingReplaces();
    void passesTuplesAndNothing();
    void replacesWhatEmitsItself();
    void letsAnExceptionOfTheBodyOut();
    void endsTheLastWorkWhenTheSenderIsGone();
    void endsWithItsTask();

    // throttled
    void givesTheFirstAndTheLastOfAnInterval();
    void losesNothingOfAThrottledStreamInACombination();
    void givesTheLastOfADeadSender();
    void worksOnTheLatestOfAThrottledStream();
    void refusesAnIntervalThatIsNoDuration();

    // keepNewest
    void keepsTheNewest();
    void refusesToKeepNothing();

    // The upper limit
    void settlesAfterTheLimitThoughChangesCome_data();
    void settlesAfterTheLimitThoughChangesCome();
};

void tst_Latest::cancelsTheWorkOnTheChangeBefore()
{
    Sender sender;
    Sender work;
    QStringList log;
    TaskScope scope;
    const auto body = [&](int value) -> Task<> {
        const Trace trace(log, QString::number(value));
        log.append(u"begins %1"_s.arg(value));
        co_await waitFor(work, &Sender::clicked);
        log.append(u"ends %1"_s.arg(value));
    };
    const TaskHandle task = scope.start(forEachLatest(streamOf(sender, &Sender::valueChanged), body));
    sender.setValue(1);
    sender.setValue(2);
    Q_EMIT work.clicked();
    sender.setValue(3);
    QCOMPARE(
        log, (QStringList { u"begins 1"_s, u"~1"_s, u"begins 2"_s, u"ends 2"_s, u"~2"_s, u"begins 3"_s }));
    QCOMPARE(task.name(), u"forEachLatest"_s);
    task.cancel();
    QCOMPARE(log.last(), u"~3"_s);
    QVERIFY(!sender.hasConnections());
}

void tst_Latest::finishesWhatNothingReplaces()
{
    Sender sender;
    QList<int> done;
    TaskScope scope;
    scope.start(forEachLatest(streamOf(sender, &Sender::valueChanged), [&done](int value) -> Task<int> {
        done.append(value);
        co_return value; // dropped
    }));
    for (int i = 1; i <= 5; ++i)
        sender.setValue(i);
    QCOMPARE(done, (QList<int> { 1, 2, 3, 4, 5 }));
}

void tst_Latest::passesTuplesAndNothing()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start(
        forEachLatest(streamOf(sender, &Sender::moved), [&log](int x, QString unit, double) -> Task<> {
            log.append(u"%1 %2"_s.arg(x).arg(unit));
            co_return;
        }));
    scope.start(forEachLatest(streamOf(sender, &Sender::clicked), [&log]() -> Task<> {
        log.append(u"clicked"_s);
        co_return;
    }));
    scope.start(forEachLatest(streamOf(sender, &Sender::told), [&log](const Constant &value) -> Task<> {
        log.append(value.text);
        co_return;
    }));
    Q_EMIT sender.moved(1, u"mm"_s, 0.5);
    Q_EMIT sender.clicked();
    Q_EMIT sender.told({ 1, u"told"_s });
    QCOMPARE(log, (QStringList { u"1 mm"_s, u"clicked"_s, u"told"_s }));
}

void tst_Latest::replacesWhatEmitsItself()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start(forEachLatest(streamOf(sender, &Sender::valueChanged), [&](int value) -> Task<> {
        const Trace trace(log, QString::number(value));
        if (value < 4)
            sender.setValue(value + 1);
        co_await sleepFor(1h);
        log.append(u"never"_s);
    }));
    sender.setValue(1);
    QCOMPARE(log, (QStringList { u"~1"_s, u"~2"_s, u"~3"_s }));
    scope.cancel();
    QCOMPARE(log.last(), u"~4"_s);
}

void tst_Latest::letsAnExceptionOfTheBodyOut()
{
    Sender sender;
    QString words;
    TaskScope scope;
    const auto body = [](int value) -> Task<> {
        if (value == 2)
            throw std::runtime_error("no 2");
        co_return;
    };
    scope.start([&]() -> Task<> {
        try {
            co_await forEachLatest(streamOf(sender, &Sender::valueChanged), body);
        } catch (const std::runtime_error &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    sender.setValue(1);
    sender.setValue(2);
    QCOMPARE(words, u"no 2"_s);
    QVERIFY(!sender.hasConnections());
}

void tst_Latest::endsTheLastWorkWhenTheSenderIsGone()
{
    auto sender = std::make_unique<Sender>();
    Sender work;
    QStringList log;
    TaskScope scope;
    const auto body = [&](int value) -> Task<> {
        co_await waitFor(work, &Sender::clicked);
        log.append(QString::number(value));
    };
    const TaskHandle task = scope.start(forEachLatest(streamOf(*sender, &Sender::valueChanged), body));
    sender->setValue(1);
    sender.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT work.clicked();
    QCOMPARE(log, QStringList { u"1"_s });
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(task.reason().contains(u"destroyed"_s));
}

void tst_Latest::endsWithItsTask()
{
    Sender sender;
    QStringList log;
    auto scope = std::make_unique<TaskScope>();
    scope->start(forEachLatest(streamOf(sender, &Sender::valueChanged), [&](int) -> Task<> {
        const Trace trace(log, u"body"_s);
        scope.reset();
        co_await sleepFor(1h);
    }));
    sender.setValue(1);
    QCOMPARE(log, QStringList { u"~body"_s });
    QVERIFY(!sender.hasConnections());
}

void tst_Latest::givesTheFirstAndTheLastOfAnInterval()
{
    VirtualTime time;
    Sender sender;
    QList<int> got;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto changes = throttled(streamOf(sender, &Sender::valueChanged), 20ms);
        for (;;)
            got.append(co_await changes.next());
    });
    sender.setValue(1);
    QCOMPARE(got, QList<int> { 1 }); // at once
    sender.setValue(2);
    sender.setValue(3);
    time.advance(19ms);
    QCOMPARE(got, QList<int> { 1 });
    time.advance(1ms);
    QCOMPARE(got, (QList<int> { 1, 3 }));
    sender.setValue(4);
    time.advance(19ms);
    QCOMPARE(got, (QList<int> { 1, 3 }));
    time.advance(1ms);
    QCOMPARE(got, (QList<int> { 1, 3, 4 }));
    time.advance(20ms);
    sender.setValue(5);
    QCOMPARE(got.last(), 5); // after an interval of rest at once
}

void tst_Latest::losesNothingOfAThrottledStreamInACombination()
{
    VirtualTime time;
    Sender sender;
    QList<int> got;
    int turns = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto changes = throttled(streamOf(sender, &Sender::valueChanged), 30ms);
        while (got.size() < 2) {
            const auto change = co_await withTimeout(changes.next(), 1ms);
            if (change)
                got.append(*change);
            ++turns;
        }
    });
    sender.setValue(1);
    sender.setValue(2);
    time.advance(30ms);
    QCOMPARE(got, (QList<int> { 1, 2 }));
    QCOMPARE(turns, 31);
}

void tst_Latest::givesTheLastOfADeadSender()
{
    VirtualTime time;
    auto sender = std::make_unique<Sender>();
    QList<int> got;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        auto changes = throttled(streamOf(*sender, &Sender::valueChanged), 1ms);
        for (;;)
            got.append(co_await changes.next());
    });
    sender->setValue(1);
    sender->setValue(2);
    sender.reset();
    time.advance(1ms);
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(got, (QList<int> { 1, 2 }));
}

void tst_Latest::worksOnTheLatestOfAThrottledStream()
{
    VirtualTime time;
    Sender sender;
    QList<int> done;
    TaskScope scope;
    scope.start(
        forEachLatest(throttled(streamOf(sender, &Sender::valueChanged), 1ms), [&done](int value) -> Task<> {
            co_await sleepFor(0ms);
            done.append(value);
        }));
    for (int i = 1; i <= 10; ++i)
        sender.setValue(i);
    time.advance(1ms);
    QCOMPARE(done, (QList<int> { 1, 10 }));
}

void tst_Latest::refusesAnIntervalThatIsNoDuration()
{
    Sender sender;
    QCOMPARE(wordsOf([&] { static_cast<void>(throttled(streamOf(sender, &Sender::clicked), -1ms)); }),
        u"throttled: a duration of -1 ms is negative; it must be 0 or more."_s);
    QVERIFY(!sender.hasConnections());
}

void tst_Latest::keepsTheNewest()
{
    Sender sender;
    QList<int> got;
    auto changes = streamOf(sender, &Sender::valueChanged);
    for (int i = 1; i <= 5; ++i)
        sender.setValue(i);
    changes.keepNewest(3);
    QCOMPARE(changes.count(), 3);
    sender.setValue(6);
    QCOMPARE(changes.count(), 3);
    TaskScope scope;
    scope.start([&]() -> Task<> {
        for (;;)
            got.append(co_await changes.next());
    });
    sender.setValue(7);
    QCOMPARE(got, (QList<int> { 4, 5, 6, 7 }));
}

void tst_Latest::refusesToKeepNothing()
{
    Sender sender;
    auto changes = streamOf(sender, &Sender::valueChanged);
    QCOMPARE(wordsOf([&] { changes.keepNewest(0); }),
        u"keepNewest: a stream cannot keep 0 changes; it must be 1 or more."_s);
}

void tst_Latest::settlesAfterTheLimitThoughChangesCome_data()
{
    QTest::addColumn<bool>("isStream");
    QTest::newRow("a signal") << false;
    QTest::newRow("a stream") << true;
}

void tst_Latest::settlesAfterTheLimitThoughChangesCome()
{
    VirtualTime time;
    QFETCH(const bool, isStream);
    Sender sender;
    auto changes = streamOf(sender, &Sender::valueChanged);
    int got = 0;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        if (isStream)
            got = co_await waitUntilSettled(changes, 1h, 30ms);
        else
            got = co_await waitUntilSettled(sender, &Sender::valueChanged, 1h, 30ms);
    });
    QCOMPARE(
        task.waitingFor(), u"AsyncWidgets::Tests::Sender.valueChanged quiet for 3600000 ms, at most 30 ms"_s);
    for (int i = 1; i <= 30; ++i) { // never rests
        QCOMPARE(got, 0);
        sender.setValue(i);
        time.advance(1ms);
    }
    QCOMPARE(got, 30);
}

QTEST_GUILESS_MAIN(tst_Latest)
#include "tst_latest.moc"
