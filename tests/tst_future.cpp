// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests waitFor(QFuture) and toFuture(): results, exceptions and ends, in both directions.

#include "testsupport.h"

#include <QtCore/QFuture>
#include <QtCore/QFutureWatcher>
#include <QtCore/QPromise>
#include <QtCore/QThread>

#include <chrono>
#include <memory>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Task<int> valueOf(Sender &sender)
{
    co_return co_await waitFor(sender, &Sender::valueChanged);
}

} // namespace

class tst_Future : public TaskTest
{
    Q_OBJECT

private Q_SLOTS:
    // waitFor
    void givesTheResultOfAnotherThread();
    void givesWhatIsThereAtOnce();
    void givesNothingOfAFutureOfNothing();
    void givesResultsThatCanOnlyBeMoved();
    void throwsTheExceptionOfTheFuture_data();
    void throwsTheExceptionOfTheFuture();
    void isCancelledWithTheFuture_data();
    void isCancelledWithTheFuture();
    void cancelsTheFutureThatIsItsOwn();
    void leavesASharedFutureToTheOthers();
    void worksInCombinations();
    void refusesToWaitTwice();
    void describesItself();

    // toFuture
    void fulfilsAFuture();
    void passesAnExceptionToTheFuture();
    void cancelsTheFutureWithTheTask();
    void cancelsTheTaskWithTheFuture();
    void comesBack();
};

void tst_Future::givesTheResultOfAnotherThread()
{
    QPromise<QString> promise;
    promise.start();
    QString got;
    Qt::HANDLE thread = nullptr;
    const TaskHandle task = scope->start([&]() -> Task<> {
        got = co_await waitFor(promise.future());
        thread = QThread::currentThreadId();
    });
    QCOMPARE(task.state(), TaskState::Waiting);
    const std::unique_ptr<QThread> worker(QThread::create([&] {
        promise.addResult(u"result"_s);
        promise.finish();
    }));
    worker->start();
    QTRY_COMPARE(task.state(), TaskState::Finished);
    join(*worker);
    QCOMPARE(got, u"result"_s);
    QCOMPARE(thread, QThread::currentThreadId());
}

void tst_Future::givesWhatIsThereAtOnce()
{
    QPromise<int> promise;
    promise.start();
    promise.addResult(4);
    promise.finish();
    int got = 0;
    const TaskHandle task = scope->start([&]() -> Task<> { got = co_await waitFor(promise.future()); });
    QCOMPARE(got, 4);
    QCOMPARE(task.resumptions(), 0);
}

void tst_Future::givesNothingOfAFutureOfNothing()
{
    QPromise<void> promise;
    promise.start();
    const TaskHandle task = scope->start([&]() -> Task<> { co_await waitFor(promise.future()); });
    promise.finish();
    QTRY_COMPARE(task.state(), TaskState::Finished);
}

void tst_Future::givesResultsThatCanOnlyBeMoved()
{
    QPromise<std::unique_ptr<int>> promise;
    promise.start();
    int got = 0;
    scope->start([&]() -> Task<> {
        const auto result = co_await waitFor(promise.future());
        got = *result;
    });
    promise.addResult(std::make_unique<int>(5));
    promise.finish();
    QTRY_COMPARE(got, 5);
}

void tst_Future::throwsTheExceptionOfTheFuture_data()
{
    QTest::addColumn<bool>("isThereAtOnce");
    QTest::newRow("at once") << true;
    QTest::newRow("later") << false;
}

void tst_Future::throwsTheExceptionOfTheFuture()
{
    QFETCH(const bool, isThereAtOnce);
    QPromise<int> promise;
    promise.start();
    QString words;
    const auto fail = [&promise] {
        promise.setException(std::make_exception_ptr(std::runtime_error("failed")));
        promise.finish();
    };
    if (isThereAtOnce)
        fail();
    scope->start([&]() -> Task<> {
        try {
            co_await waitFor(promise.future());
        } catch (const std::runtime_error &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    if (!isThereAtOnce)
        fail();
    QTRY_COMPARE(words, u"failed"_s);
    QVERIFY(scope->isEmpty());
}

void tst_Future::isCancelledWithTheFuture_data()
{
    QTest::addColumn<QString>("way");
    for (const char *way :
        { "default-constructed", "cancelled before", "cancelled", "dropped", "without a result" })
        QTest::newRow(way) << QString::fromLatin1(way);
}

void tst_Future::isCancelledWithTheFuture()
{
    QFETCH(const QString, way);
    auto promise = std::make_unique<QPromise<int>>();
    promise->start();
    QFuture<int> future = promise->future();
    if (way == u"default-constructed"_s)
        future = QFuture<int>();
    else if (way == u"cancelled before"_s)
        future.cancel();
    if (way == u"cancelled before"_s)
        promise->finish();
    const TaskHandle task = scope->start([&]() -> Task<> { co_await waitFor(future); });
    if (way == u"cancelled"_s) {
        future.cancel();
        promise->finish();
    } else if (way == u"dropped"_s) {
        promise.reset();
    } else if (way == u"without a result"_s) {
        promise->finish();
    }
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the future was cancelled, or ended without a result"_s);
}

void tst_Future::cancelsTheFutureThatIsItsOwn()
{
    QPromise<int> promise;
    promise.start();
    const TaskHandle task = scope->start([&]() -> Task<> { co_await waitFor(promise.future()); });
    QVERIFY(!promise.isCanceled());
    task.cancel();
    QVERIFY(promise.isCanceled());
    promise.finish();
    QCoreApplication::processEvents();
}

void tst_Future::leavesASharedFutureToTheOthers()
{
    QPromise<int> promise;
    promise.start();
    const QFuture<int> shared = promise.future();
    int got = 0;
    const auto wait = [&]() -> Task<> { got += co_await waitFor(shared); };
    const TaskHandle first = scope->start(wait());
    scope->start(wait());
    scope->start(wait());
    first.cancel();
    QVERIFY(!promise.isCanceled());
    promise.addResult(3);
    promise.finish();
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(got, 6);
}

void tst_Future::worksInCombinations()
{
    QPromise<int> promise;
    promise.start();
    QPromise<int> never;
    never.start();
    scope->start([&]() -> Task<> {
        const auto both
            = co_await whenAll(waitFor(promise.future()), waitFor(*sender, &Sender::valueChanged));
        log.append(u"%1 %2"_s.arg(std::get<0>(both)).arg(std::get<1>(both)));
        const auto late = co_await withTimeout(waitFor(never.future()), 1ms);
        log.append(late ? u"in time"_s : u"time is up"_s);
    });
    promise.addResult(1);
    promise.finish();
    sender->setValue(2);
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("1 2", "time is up");
    QVERIFY(never.isCanceled());
    never.finish();
}

void tst_Future::refusesToWaitTwice()
{
    QPromise<int> promise;
    promise.start();
    promise.addResult(1);
    promise.finish();
    QString words;
    scope->start([&]() -> Task<> {
        auto wait = waitFor(promise.future());
        co_await wait;
        try {
            co_await wait;
        } catch (const WaitError &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    QCOMPARE(words, u"This wait has been awaited before, or moved away: make a new one for each co_await."_s);
}

void tst_Future::describesItself()
{
    QPromise<int> promise;
    promise.start();
    const TaskHandle task = scope->start([&]() -> Task<> { co_await waitFor(promise.future()); });
    QCOMPARE(task.waitingFor(), u"a future"_s);
}

void tst_Future::fulfilsAFuture()
{
    int got = 0;
    QFuture<int> future = toFuture(*scope, valueOf(*sender), u"age"_s);
    QVERIFY(!future.isFinished());
    future.then(this, [&](int value) { got = value; });
    sender->setValue(9);
    QVERIFY(future.isFinished());
    QTRY_COMPARE(got, 9);
    QVERIFY(scope->isEmpty());

    const QFuture<void> nothing = toFuture(
        *scope, [](Sender &sender_) -> Task<> { co_await waitFor(sender_, &Sender::clicked); }(*sender));
    Q_EMIT sender->clicked();
    QVERIFY(nothing.isFinished() && !nothing.isCanceled());
}

void tst_Future::passesAnExceptionToTheFuture()
{
    QFuture<int> future = toFuture(*scope, []() -> Task<int> {
        throw std::runtime_error("failed");
        co_return 1;
    }());
    QCOMPARE(wordsOf<std::runtime_error>([&] { future.waitForFinished(); }), u"failed"_s);
}

void tst_Future::cancelsTheFutureWithTheTask()
{
    const QFuture<int> future = toFuture(*scope, valueOf(*sender));
    scope.reset();
    QVERIFY(future.isFinished());
    QVERIFY(future.isCanceled());
    QVERIFY(!sender->hasConnections());
}

void tst_Future::cancelsTheTaskWithTheFuture()
{
    QFuture<int> future = toFuture(*scope, valueOf(*sender));
    future.cancel();
    QTRY_VERIFY(scope->isEmpty());
    QVERIFY(future.isFinished());
    QVERIFY(!sender->hasConnections());
}

void tst_Future::comesBack()
{
    int got = 0;
    scope->start([&]() -> Task<> { got = co_await waitFor(toFuture(*scope, valueOf(*sender))); });
    sender->setValue(3);
    QTRY_COMPARE(got, 3);
    QTRY_VERIFY(scope->isEmpty());
}

QTEST_GUILESS_MAIN(tst_Future)
#include "tst_future.moc"
