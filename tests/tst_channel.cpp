// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests Channel: order, bounds, closing, cancelling, and many threads.

#include "testsupport.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEventLoop>
#include <QtCore/QThread>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_Channel final : public TaskTest
{
    Q_OBJECT

    Task<> sendAll(Channel<int> &channel, std::vector<int> values)
    {
        for (const int value : values) {
            const bool isSent = co_await channel.send(value);
            log.append(isSent ? u"sent %1"_s.arg(value) : u"not sent %1"_s.arg(value));
        }
    }
    Task<> receiveAll(Channel<int> &channel, QString name = u"received"_s)
    {
        for (;;) {
            const std::optional<int> value = co_await channel.receive();
            if (!value)
                break;
            log.append(name + u" %1"_s.arg(*value));
        }
        log.append(name + u" all"_s);
    }

private Q_SLOTS:
    void handsOverInOrder();
    void doesNotPauseWhileThereIsRoom();
    void holdsUpWhoIsTooFast();
    void servesThoseWhoWaitInOrder();
    void givesWhatIsLeftWhenItIsClosed();
    void sendsNothingAfterItsEnd();
    void takesNothingWhenCancelled_data();
    void takesNothingWhenCancelled();
    void sendsNothingWhenCancelled();
    void passesAPromiseOnToTheNext();
    void passesAPromiseOnInAClosedChannel_data();
    void passesAPromiseOnInAClosedChannel();
    void triesWithoutWaiting();
    void handsOverWhatCanOnlyBeMoved();
    void canDieWhileTasksWait();
    void endsWithoutATraceWhenCancelled();
    void tellsOfNoRoom();
    void isAnEventWhenClosed();
    void isASemaphore();
    void losesNothingBetweenManyThreads();
};

void tst_Channel::handsOverInOrder()
{
    Channel<int> channel(2);
    scope->start(receiveAll(channel));
    scope->start([&]() -> Task<> {
        for (int i = 1; i <= 5; ++i)
            co_await channel.send(i);
        channel.close();
    });
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(log.join(u' '), u"received 1 received 2 received 3 received 4 received 5 received all"_s);
}

void tst_Channel::doesNotPauseWhileThereIsRoom()
{
    Channel<int> channel(2);
    const TaskHandle sending = scope->start(sendAll(channel, { 1, 2 }));
    QCOMPARE(sending.state(), TaskState::Finished);
    QCOMPARE(channel.count(), 2);
}

void tst_Channel::holdsUpWhoIsTooFast()
{
    Channel<int> channel(1);
    const TaskHandle sending = scope->start(sendAll(channel, { 1, 2 }));
    QCoreApplication::processEvents();
    EXPECT_LOG("sent 1");
    QCOMPARE(sending.state(), TaskState::Waiting);
    QCOMPARE(channel.tryReceive(), std::optional(1));
    QTRY_COMPARE(log, (QStringList { u"sent 2"_s }));
    QCOMPARE(channel.tryReceive(), std::optional(2));
}

void tst_Channel::servesThoseWhoWaitInOrder()
{
    Channel<int> channel(9);
    for (const char *name : { "a", "b", "c" })
        scope->start(receiveAll(channel, QLatin1String(name)));
    for (int value = 1; value <= 3; ++value)
        QVERIFY(channel.trySend(value));
    QVERIFY(!channel.tryReceive()); // they are promised
    QTRY_COMPARE(log, (QStringList { u"a 1"_s, u"b 2"_s, u"c 3"_s }));
}

void tst_Channel::givesWhatIsLeftWhenItIsClosed()
{
    Channel<int> channel(2);
    QVERIFY(channel.trySend(1));
    channel.close();
    channel.close();
    QVERIFY(channel.isClosed());
    scope->start(receiveAll(channel));
    EXPECT_LOG("received 1", "received all");
}

void tst_Channel::sendsNothingAfterItsEnd()
{
    Channel<int> channel(1);
    scope->start(sendAll(channel, { 1, 2, 3 }));
    channel.close();
    QVERIFY(!channel.trySend(4));
    QTRY_COMPARE(log, (QStringList { u"sent 1"_s, u"not sent 2"_s, u"not sent 3"_s }));
    QCOMPARE(channel.count(), 1);
}

void tst_Channel::takesNothingWhenCancelled_data()
{
    QTest::addColumn<bool>("isPromised");
    QTest::newRow("while it waits") << false;
    QTest::newRow("when it is over already") << true;
}

void tst_Channel::takesNothingWhenCancelled()
{
    QFETCH(bool, isPromised);
    Channel<int> channel(1);
    scope->start([&]() -> Task<> { co_await channel.receive(); });
    if (isPromised)
        QVERIFY(channel.trySend(1));
    scope->cancel();
    if (!isPromised)
        QVERIFY(channel.trySend(1));
    QCOMPARE(channel.tryReceive(), std::optional(1));

    // Likewise as a branch that is over when the combination is not.
    QVERIFY(channel.trySend(2));
    scope->start(
        [&]() -> Task<> { co_await whenAll(channel.receive(), waitFor(*sender, &Sender::clicked)); });
    QVERIFY(!channel.tryReceive());
    scope->cancel();
    QCOMPARE(channel.tryReceive(), std::optional(2));
}

void tst_Channel::sendsNothingWhenCancelled()
{
    Channel<int> channel(1);
    scope->start(sendAll(channel, { 1, 2 }));
    QCOMPARE(channel.tryReceive(), std::optional(1)); // the room is promised
    scope->cancel();
    QVERIFY(!channel.tryReceive());
    QVERIFY(channel.trySend(3));
}

void tst_Channel::passesAPromiseOnToTheNext()
{
    Channel<int> channel(1);
    const TaskHandle first = scope->start(receiveAll(channel, u"a"_s));
    scope->start(receiveAll(channel, u"b"_s));
    QVERIFY(channel.trySend(1));
    first.cancel();
    QTRY_COMPARE(log, (QStringList { u"b 1"_s }));
}

void tst_Channel::passesAPromiseOnInAClosedChannel_data()
{
    QTest::addColumn<bool>("beginsBefore");
    QTest::newRow("to one who began to wait before") << true;
    QTest::newRow("to one who began to wait after") << false;
}

void tst_Channel::passesAPromiseOnInAClosedChannel()
{
    QFETCH(const bool, beginsBefore);
    Channel<int> channel(2);
    const TaskHandle first = scope->start([&]() -> Task<> {
        co_await whenAll(channel.receive(), waitFor(*sender, &Sender::clicked)); // takes nothing before
    });
    if (beginsBefore)
        scope->start(receiveAll(channel, u"b"_s));
    QVERIFY(channel.trySend(1));
    channel.close();
    if (!beginsBefore)
        scope->start(receiveAll(channel, u"b"_s));
    QCoreApplication::processEvents();
    EXPECT_LOG(); // it may still get the value
    first.cancel();
    QTRY_COMPARE(log, (QStringList { u"b 1"_s, u"b all"_s }));
}

void tst_Channel::triesWithoutWaiting()
{
    Channel<std::unique_ptr<int>> channel(1);
    QVERIFY(!channel.tryReceive());
    auto value = std::make_unique<int>(1);
    QVERIFY(channel.trySend(std::move(value)));
    auto other = std::make_unique<int>(2);
    QVERIFY(!channel.trySend(std::move(other)));
    QVERIFY(other); // it is as it was
    QCOMPARE(**channel.tryReceive(), 1);
}

void tst_Channel::handsOverWhatCanOnlyBeMoved()
{
    Channel<std::unique_ptr<int>> channel(1);
    int got = 0;
    scope->start([&]() -> Task<> {
        auto value = co_await channel.receive();
        got = **value;
    });
    scope->start([&]() -> Task<> { co_await channel.send(std::make_unique<int>(7)); });
    QTRY_COMPARE(got, 7);
}

void tst_Channel::canDieWhileTasksWait()
{
    auto channel = std::make_unique<Channel<int>>(1);
    scope->start(receiveAll(*channel));
    channel.reset();
    QTRY_COMPARE(log, (QStringList { u"received all"_s }));
}

void tst_Channel::endsWithoutATraceWhenCancelled()
{
    Channel<int> channel(1);
    scope->start(receiveAll(channel, u"a"_s));
    scope->start(receiveAll(channel, u"b"_s));
    QVERIFY(channel.trySend(1));
    scope->cancel(); // one of them has been told already
    QCoreApplication::processEvents();
    QVERIFY(log.isEmpty());
    QCOMPARE(channel.tryReceive(), std::optional(1));
}

void tst_Channel::tellsOfNoRoom()
{
    QCOMPARE(wordsOf([] { const Channel<int> channel(0); }),
        u"Channel: there is no channel for 0 values; it must be 1 or more."_s);
}

/// As the handbook shows it: who waits for the event waits for the end of a channel that nobody sends anything.
void tst_Channel::isAnEventWhenClosed()
{
    Channel<int> isReady(1);
    const auto goOnWhenReady = [&](QString name) -> Task<> {
        co_await isReady.receive();
        log.append(name);
    };
    scope->start(goOnWhenReady(u"a"_s));
    scope->start(goOnWhenReady(u"b"_s));
    isReady.close();
    QTRY_COMPARE(log, (QStringList { u"a"_s, u"b"_s }));
    scope->start(goOnWhenReady(u"late"_s));
    QCOMPARE(log.last(), u"late"_s);
}

void tst_Channel::isASemaphore()
{
    Channel<int> permits(2);
    int running = 0;
    int most = 0;
    const auto work = [&]() -> Task<> {
        co_await permits.send(0);
        most = std::max(most, ++running);
        co_await sleepFor(0ms);
        --running;
        static_cast<void>(permits.tryReceive());
    };
    for (int i = 0; i < 6; ++i)
        scope->start(work());
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(most, 2);
}

void tst_Channel::losesNothingBetweenManyThreads()
{
    constexpr int count = 200;
    Channel<int> channel(3);
    std::atomic<int> sum = 0;
    std::atomic<int> receivers = 3;
    std::vector<std::unique_ptr<QThread>> threads;
    const auto runThere = [&](std::function<Task<>()> task) {
        threads.emplace_back(QThread::create([task] {
            QEventLoop loop;
            TaskScope tasks;
            tasks.start([&]() -> Task<> {
                co_await sleepFor(0ms);
                co_await task();
                loop.quit();
            });
            loop.exec();
        }));
    };
    for (int i = 0; i < 3; ++i) {
        runThere([&]() -> Task<> {
            for (;;) {
                // Some waits are cancelled on the way, and take nothing.
                const auto value = co_await withTimeout(channel.receive(), 0ms);
                if (!value)
                    continue;
                if (!*value)
                    break;
                sum += **value;
            }
            --receivers;
        });
    }
    std::atomic<int> senders = 3;
    for (int i = 0; i < 2; ++i) {
        runThere([&]() -> Task<> {
            for (int value = 1; value <= count; ++value)
                co_await channel.send(value);
            if (--senders == 0)
                channel.close();
        });
    }
    for (const auto &thread : threads)
        thread->start();
    std::thread plain([&] { // without an event loop
        for (int value = 1; value <= count; ++value) {
            while (!channel.trySend(value))
                std::this_thread::yield();
        }
        if (--senders == 0)
            channel.close();
    });
    plain.join();
    for (const auto &thread : threads)
        AsyncWidgets::Tests::join(*thread);
    QCOMPARE(sum.load(), 3 * count * (count + 1) / 2);
    QCOMPARE(receivers.load(), 0);
}

QTEST_GUILESS_MAIN(tst_Channel)
#include "tst_channel.moc"
