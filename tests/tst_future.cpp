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

/// Pauses for a future.
class Machine final : public StateMachine
{
    Q_OBJECT

public:
    enum class State { Only };
    Q_ENUM(State)

    explicit Machine(QFuture<int> future)
        : m_future(std::move(future))
    {
    }
    [[nodiscard]] QMetaEnum states() const override { return QMetaEnum::fromType<State>(); }
    [[nodiscard]] int currentState() const override { return 0; }

protected:
    void start() override
    {
        pauseFor(waitFor(std::move(m_future)), [](int) { });
    }

private:
    QFuture<int> m_future;
};

} // namespace

class tst_Future : public TaskTest
{
    Q_OBJECT

    QPromise<int> promise;

    void finish(int result)
    {
        promise.addResult(result);
        promise.finish();
    }
    /// Waits for the future of the promise, and logs what it gives.
    Task<> waitForPromise() { log.append(QString::number(co_await waitFor(promise.future()))); }

protected Q_SLOTS:
    void init()
    {
        TaskTest::init();
        promise = QPromise<int>();
        promise.start();
    }

private Q_SLOTS:
    // waitFor
    void givesTheResultOfAnotherThread();
    void givesWhatIsThereAtOnce();
    void givesResultsThatCanOnlyBeMoved();
    void throwsTheExceptionOfTheFuture_data();
    void throwsTheExceptionOfTheFuture();
    void isCancelledWithTheFuture_data();
    void isCancelledWithTheFuture();
    void cancelsTheFutureThatIsItsOwn_data();
    void cancelsTheFutureThatIsItsOwn();
    void leavesAFutureThatItHasPassedOn();
    void leavesASharedFutureToTheOthers();
    void worksInCombinations();

    // toFuture
    void fulfilsAFuture();
    void passesAnExceptionToTheFuture();
    void cancelsTheFutureWithTheTask();
    void cancelsTheFutureOfATaskThatEndsWithItsWait();
    void cancelsTheTaskWithTheFuture();
    void comesBack();
};

void tst_Future::givesTheResultOfAnotherThread()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await waitForPromise();
        log.append(QThread::currentThread() == thread() ? u"here"_s : u"there"_s);
    });
    QCOMPARE(task.state(), TaskState::Waiting);
    const std::unique_ptr<QThread> worker(QThread::create([&] { finish(3); }));
    worker->start();
    QTRY_COMPARE(task.state(), TaskState::Finished);
    join(*worker);
    EXPECT_LOG("3", "here");
}

void tst_Future::givesWhatIsThereAtOnce()
{
    finish(4);
    const TaskHandle task = scope->start(waitForPromise());
    EXPECT_LOG("4");
    QCOMPARE(task.resumptions(), 0);
}

void tst_Future::givesResultsThatCanOnlyBeMoved()
{
    QPromise<std::unique_ptr<int>> owner;
    owner.start();
    scope->start([&]() -> Task<> {
        const auto result = co_await waitFor(owner.future());
        log.append(QString::number(*result));
    });
    owner.addResult(std::make_unique<int>(5));
    owner.finish();
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("5");
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
    const auto fail = [&] {
        promise.setException(std::make_exception_ptr(std::runtime_error("failed")));
        promise.finish();
    };
    if (isThereAtOnce)
        fail();
    scope->start(attempt([&] { return waitForPromise(); }));
    if (!isThereAtOnce)
        fail();
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("failed");
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
    QFuture<int> future = promise.future();
    if (way == u"default-constructed"_s)
        future = QFuture<int>();
    if (way == u"cancelled before"_s) {
        future.cancel();
        promise.finish();
    }
    const TaskHandle task = scope->start([&]() -> Task<> { co_await waitFor(future); });
    if (way == u"cancelled"_s)
        future.cancel();
    if (way == u"dropped"_s)
        promise = QPromise<int>();
    else
        promise.finish();
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the future was cancelled, or ended without a result"_s);
}

void tst_Future::cancelsTheFutureThatIsItsOwn_data()
{
    QTest::addColumn<QString>("way");
    for (const char *way : { "while it waits", "of a state machine", "never started, as a branch",
             "dropped before it is awaited", "cancelled before it is awaited" })
        QTest::newRow(way) << QString::fromLatin1(way);
}

void tst_Future::cancelsTheFutureThatIsItsOwn()
{
    QFETCH(const QString, way);
    if (way == u"while it waits"_s) {
        scope->start(waitForPromise());
    } else if (way == u"of a state machine"_s) {
        scope->start(std::make_unique<Machine>(promise.future()));
    } else if (way == u"never started, as a branch"_s) {
        scope->start([&]() -> Task<> {
            co_await whenAny(TaskScope().join(), waitFor(promise.future()));
            co_await waitFor(*sender, &Sender::clicked);
        });
    } else if (way == u"dropped before it is awaited"_s) {
        scope->start([&]() -> Task<> {
            {
                const auto wait = waitFor(promise.future());
            }
            co_await waitFor(*sender, &Sender::clicked);
        });
    } else {
        scope->start([&]() -> Task<> {
            auto wait = waitFor(promise.future());
            co_await waitFor(*sender, &Sender::clicked);
            co_await std::move(wait);
        });
    }
    QCOMPARE(promise.isCanceled(), way.startsWith(u"never"_s) || way.startsWith(u"dropped"_s));
    scope->cancel();
    QVERIFY(promise.isCanceled());
    promise.finish();
    QCoreApplication::processEvents();
}

void tst_Future::leavesAFutureThatItHasPassedOn()
{
    scope->start([&]() -> Task<> {
        auto wait = std::make_unique<decltype(waitFor(promise.future()))>(waitFor(promise.future()));
        auto moved = std::move(*wait);
        wait.reset();
        log.append(QString::number(co_await std::move(moved)));
    });
    QVERIFY(!promise.isCanceled());
    finish(6);
    QTRY_VERIFY(scope->isEmpty());
    QVERIFY(!promise.isCanceled());
    EXPECT_LOG("6");
}

void tst_Future::leavesASharedFutureToTheOthers()
{
    const QFuture<int> shared = promise.future();
    const auto wait = [&]() -> Task<> { log.append(QString::number(co_await waitFor(shared))); };
    const TaskHandle first = scope->start(wait());
    scope->start(wait());
    scope->start(wait());
    first.cancel();
    QVERIFY(!promise.isCanceled());
    finish(3);
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("3", "3");
}

void tst_Future::worksInCombinations()
{
    scope->start([&]() -> Task<> {
        const auto both
            = co_await whenAll(waitFor(promise.future()), waitFor(*sender, &Sender::valueChanged));
        log.append(u"%1 %2"_s.arg(std::get<0>(both)).arg(std::get<1>(both)));
        promise = QPromise<int>();
        promise.start();
        const auto late = co_await withTimeout(waitFor(promise.future()), 1ms);
        log.append(late ? u"in time"_s : u"time is up"_s);
    });
    finish(1);
    sender->setValue(2);
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("1 2", "time is up");
    QVERIFY(promise.isCanceled());
}

void tst_Future::fulfilsAFuture()
{
    QFuture<int> future = toFuture(*scope, valueOf(*sender), u"age"_s);
    QVERIFY(!future.isFinished());
    future.then(this, [&](int value) { log.append(QString::number(value)); });
    sender->setValue(9);
    QVERIFY(future.isFinished());
    QTRY_VERIFY(!log.isEmpty());
    EXPECT_LOG("9");

    const QFuture<void> nothing = toFuture(*scope, click(u"a"_s));
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

void tst_Future::cancelsTheFutureOfATaskThatEndsWithItsWait()
{
    const QFuture<int> future = toFuture(*scope, valueOf(*sender));
    sender.reset();
    QVERIFY(scope->isEmpty());
    QVERIFY(future.isFinished());
    QVERIFY(future.isCanceled());
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
    scope->start([&]() -> Task<> {
        log.append(QString::number(co_await waitFor(toFuture(*scope, valueOf(*sender)))));
        co_await waitFor(toFuture(*scope, click(u"a"_s)));
        log.append(u"nothing"_s);
    });
    sender->setValue(3);
    QTRY_VERIFY(!log.isEmpty());
    EXPECT_LOG("3");
    Q_EMIT sender->clicked();
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("a clicked", "~a", "nothing");
}

QTEST_GUILESS_MAIN(tst_Future)
#include "tst_future.moc"
