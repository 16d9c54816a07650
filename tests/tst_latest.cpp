// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests what is made of a stream: forEachLatest(), throttled(), a bound, and the upper limit of waitUntilSettled().

#include "testsupport.h"

#include <QtCore/QElapsedTimer>

#include <chrono>
#include <memory>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_Latest : public TaskTest
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
    Sender work;
    const auto body = [&](int value) -> Task<> {
        const Trace trace(log, QString::number(value));
        log.append(u"begins %1"_s.arg(value));
        co_await waitFor(work, &Sender::clicked);
        log.append(u"ends %1"_s.arg(value));
    };
    const TaskHandle task = scope->start(forEachLatest(streamOf(*sender, &Sender::valueChanged), body));
    sender->setValue(1);
    sender->setValue(2);
    Q_EMIT work.clicked();
    sender->setValue(3);
    QCOMPARE(
        log, (QStringList { u"begins 1"_s, u"~1"_s, u"begins 2"_s, u"ends 2"_s, u"~2"_s, u"begins 3"_s }));
    QCOMPARE(task.name(), u"forEachLatest"_s);
    task.cancel();
    QCOMPARE(log.last(), u"~3"_s);
    QVERIFY(!sender->hasConnections());
}

void tst_Latest::finishesWhatNothingReplaces()
{
    QList<int> done;
    scope->start(forEachLatest(streamOf(*sender, &Sender::valueChanged), [&done](int value) -> Task<int> {
        done.append(value);
        co_return value; // dropped
    }));
    for (int i = 1; i <= 5; ++i)
        sender->setValue(i);
    QCOMPARE(done, (QList<int> { 1, 2, 3, 4, 5 }));
}

void tst_Latest::passesTuplesAndNothing()
{
    scope->start(
        forEachLatest(streamOf(*sender, &Sender::moved), [this](int x, QString unit, double) -> Task<> {
            log.append(u"%1 %2"_s.arg(x).arg(unit));
            co_return;
        }));
    scope->start(forEachLatest(streamOf(*sender, &Sender::clicked), [this]() -> Task<> {
        log.append(u"clicked"_s);
        co_return;
    }));
    scope->start(forEachLatest(streamOf(*sender, &Sender::told), [this](const Constant &value) -> Task<> {
        log.append(value.text);
        co_return;
    }));
    Q_EMIT sender->moved(1, u"mm"_s, 0.5);
    Q_EMIT sender->clicked();
    Q_EMIT sender->told({ 1, u"told"_s });
    EXPECT_LOG("1 mm", "clicked", "told");
}

void tst_Latest::replacesWhatEmitsItself()
{
    scope->start(forEachLatest(streamOf(*sender, &Sender::valueChanged), [&](int value) -> Task<> {
        const Trace trace(log, QString::number(value));
        if (value < 4)
            sender->setValue(value + 1);
        co_await sleepFor(1h);
        log.append(u"never"_s);
    }));
    sender->setValue(1);
    QCOMPARE(log, (QStringList { u"~1"_s, u"~2"_s, u"~3"_s }));
    scope->cancel();
    QCOMPARE(log.last(), u"~4"_s);
}

void tst_Latest::letsAnExceptionOfTheBodyOut()
{
    QString words;
    const auto body = [](int value) -> Task<> {
        if (value == 2)
            throw std::runtime_error("no 2");
        co_return;
    };
    scope->start([&]() -> Task<> {
        try {
            co_await forEachLatest(streamOf(*sender, &Sender::valueChanged), body);
        } catch (const std::runtime_error &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    sender->setValue(1);
    sender->setValue(2);
    QCOMPARE(words, u"no 2"_s);
    QVERIFY(!sender->hasConnections());
}

void tst_Latest::endsTheLastWorkWhenTheSenderIsGone()
{
    Sender work;
    const auto body = [&](int value) -> Task<> {
        co_await waitFor(work, &Sender::clicked);
        log.append(QString::number(value));
    };
    const TaskHandle task = scope->start(forEachLatest(streamOf(*sender, &Sender::valueChanged), body));
    sender->setValue(1);
    sender.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT work.clicked();
    EXPECT_LOG("1");
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(task.reason().contains(u"destroyed"_s));
}

void tst_Latest::endsWithItsTask()
{
    scope->start(forEachLatest(streamOf(*sender, &Sender::valueChanged), [&](int) -> Task<> {
        const Trace trace(log, u"body"_s);
        scope.reset();
        co_await sleepFor(1h);
    }));
    sender->setValue(1);
    EXPECT_LOG("~body");
    QVERIFY(!sender->hasConnections());
}

void tst_Latest::givesTheFirstAndTheLastOfAnInterval()
{
    QList<int> got;
    QList<qint64> times;
    QElapsedTimer timer;
    timer.start();
    scope->start([&]() -> Task<> {
        auto changes = throttled(streamOf(*sender, &Sender::valueChanged), 20ms);
        for (;;) {
            got.append(co_await changes.next());
            times.append(timer.nsecsElapsed());
        }
    });
    sender->setValue(1);
    QCOMPARE(got, QList<int> { 1 }); // at once
    sender->setValue(2);
    sender->setValue(3);
    QCOMPARE(got, QList<int> { 1 });
    QTRY_COMPARE(got, (QList<int> { 1, 3 }));
    sender->setValue(4);
    QTRY_COMPARE(got, (QList<int> { 1, 3, 4 }));
    QVERIFY(times[1] - times[0] >= 20'000'000 - 1'000'000); // when it is given, not when it is noted
    QVERIFY(times[2] - times[1] >= 20'000'000 - 1'000'000);
    QTest::qWait(30);
    sender->setValue(5);
    QCOMPARE(got.last(), 5); // after an interval of rest at once
}

void tst_Latest::losesNothingOfAThrottledStreamInACombination()
{
    QList<int> got;
    int turns = 0;
    scope->start([&]() -> Task<> {
        auto changes = throttled(streamOf(*sender, &Sender::valueChanged), 30ms);
        while (got.size() < 2) {
            const auto change = co_await withTimeout(changes.next(), 1ms);
            if (change)
                got.append(*change);
            ++turns;
        }
    });
    sender->setValue(1);
    sender->setValue(2);
    QTRY_COMPARE(got, (QList<int> { 1, 2 }));
    QVERIFY(turns > 2);
}

void tst_Latest::givesTheLastOfADeadSender()
{
    QList<int> got;
    const TaskHandle task = scope->start([&]() -> Task<> {
        auto changes = throttled(streamOf(*sender, &Sender::valueChanged), 1ms);
        for (;;)
            got.append(co_await changes.next());
    });
    sender->setValue(1);
    sender->setValue(2);
    sender.reset();
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(got, (QList<int> { 1, 2 }));
}

void tst_Latest::worksOnTheLatestOfAThrottledStream()
{
    QList<int> done;
    scope->start(
        forEachLatest(throttled(streamOf(*sender, &Sender::valueChanged), 1ms), [&done](int value) -> Task<> {
            co_await sleepFor(0ms);
            done.append(value);
        }));
    for (int i = 1; i <= 10; ++i)
        sender->setValue(i);
    QTRY_COMPARE(done.isEmpty() ? 0 : done.last(), 10);
    QVERIFY(done.size() <= 2);
}

void tst_Latest::refusesAnIntervalThatIsNoDuration()
{
    QCOMPARE(wordsOf([&] { static_cast<void>(throttled(streamOf(*sender, &Sender::clicked), -1ms)); }),
        u"throttled: a duration of -1 ms is negative; it must be 0 or more."_s);
    QVERIFY(!sender->hasConnections());
}

void tst_Latest::keepsTheNewest()
{
    QList<int> got;
    auto changes = streamOf(*sender, &Sender::valueChanged);
    for (int i = 1; i <= 5; ++i)
        sender->setValue(i);
    changes.keepNewest(3);
    QCOMPARE(changes.count(), 3);
    sender->setValue(6);
    QCOMPARE(changes.count(), 3);
    scope->start([&]() -> Task<> {
        for (;;)
            got.append(co_await changes.next());
    });
    sender->setValue(7);
    QCOMPARE(got, (QList<int> { 4, 5, 6, 7 }));
}

void tst_Latest::refusesToKeepNothing()
{
    auto changes = streamOf(*sender, &Sender::valueChanged);
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
    QFETCH(const bool, isStream);
    auto changes = streamOf(*sender, &Sender::valueChanged);
    int emitted = 0;
    int got = 0;
    QElapsedTimer timer;
    qint64 elapsed = 0;
    const TaskHandle task = scope->start([&]() -> Task<> {
        if (isStream)
            got = co_await waitUntilSettled(changes, 1h, 30ms);
        else
            got = co_await waitUntilSettled(*sender, &Sender::valueChanged, 1h, 30ms);
        elapsed = timer.nsecsElapsed();
    });
    QCOMPARE(
        task.waitingFor(), u"AsyncWidgets::Tests::Sender.valueChanged quiet for 3600000 ms, at most 30 ms"_s);
    scope->start([&]() -> Task<> { // never rests
        timer.start();
        while (!task.isDone()) {
            sender->setValue(++emitted);
            co_await sleepFor(1ms);
        }
    });
    QTRY_VERIFY(task.isDone());
    QVERIFY2(elapsed >= 30'000'000, qPrintable(QString::number(elapsed)));
    QVERIFY(got >= 1 && got <= emitted);
    scope->cancel();
}

QTEST_GUILESS_MAIN(tst_Latest)
#include "tst_latest.moc"
