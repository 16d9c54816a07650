// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests runInBackground(): results, errors, progress, and functions that nobody waits for any more.

#include "testsupport.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QThread>

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A function in the background that waits at a gate, and tells what became of it.
struct Gate
{
    Semaphore reached;
    Semaphore opened;
    std::atomic<bool> wasAskedToStop = false;
    Semaphore left;

    /// A function that passes \a gate, and throws after that if \a words are given. The tests name their functions
    /// before they await them: g++ 12 destroys a lambda with captures twice if it is written inside the co_await.
    static auto function(std::shared_ptr<Gate> gate, const char *words = nullptr)
    {
        return [gate = std::move(gate), words](BackgroundContext &context) {
            context.setProgress(0.5);
            const int result = gate->pass(context);
            if (words)
                throw std::runtime_error(words);
            return result;
        };
    }

    int pass(BackgroundContext &context)
    {
        reached.release();
        opened.acquire();
        wasAskedToStop = context.isStopRequested();
        left.release();
        return 42;
    }
};

} // namespace

class tst_RunInBackground : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void runsOnAnotherThreadAndComesBack();
    void givesNothingAValueOrAMoveOnlyValue();
    void rethrowsTheExceptionInTheTask();
    void rethrowsAnExceptionThatIsNoStdException();
    void runsManyAtOnce();
    void reportsProgressOnTheTasksThread();
    void deliversTheLastProgressBeforeTheResult();
    void keepsTheWindowFree();

    void asksTheFunctionToStopWhenTheTaskIsCancelled();
    void doesNotWaitForTheFunctionWhenTheTaskIsCancelled();
    void ignoresTheResultOfACancelledTask();
    void dropsTheExceptionOfACancelledTask();
    void tellsNoProgressOnceItIsCancelled();
    void canBeCancelledByItsProgress();
    void canBeCancelledByItsLastProgress();
    void canDestroyTheScopeInItsProgress();
    void failsWhenItsProgressThrows();
    void destroysItsCapturesWhenTheFunctionReturns();
    void canLoseAgainstATimeout();
    void canLoseAgainstAFailure();
    void canBeWaitedForWithOthers();
    void showsItselfAsATask();
};

void tst_RunInBackground::runsOnAnotherThreadAndComesBack()
{
    QThread *inside = nullptr;
    QThread *after = nullptr;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        inside = co_await runInBackground([](BackgroundContext &) { return QThread::currentThread(); });
        after = QThread::currentThread();
    });
    QCOMPARE(task.state(), TaskState::Waiting);
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QVERIFY(inside != thread());
    QCOMPARE(after, thread());
}

void tst_RunInBackground::givesNothingAValueOrAMoveOnlyValue()
{
    int sum = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await runInBackground([](BackgroundContext &) { });
        sum += co_await runInBackground([](BackgroundContext &) { return 1; });
        auto work
            = [held = std::make_unique<int>(2)](BackgroundContext &) mutable { return std::move(held); };
        const auto owned = co_await runInBackground(work);
        sum += *owned;
    });
    QTRY_COMPARE(sum, 3);
    QVERIFY(scope.isEmpty());
}

void tst_RunInBackground::rethrowsTheExceptionInTheTask()
{
    QString words;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await runInBackground(
                [](BackgroundContext &) -> int { throw std::runtime_error("in the background"); });
        } catch (const std::runtime_error &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    QTRY_COMPARE(words, u"in the background"_s);
    QTest::ignoreMessage(QtWarningMsg, "Task \"work\" failed: unseen");
    const TaskHandle task = scope.start(
        []() -> Task<> {
            co_await runInBackground([](BackgroundContext &) { throw std::runtime_error("unseen"); });
        },
        u"work"_s);
    QTRY_COMPARE(task.state(), TaskState::Failed);
    QCOMPARE(task.reason(), u"unseen"_s);
}

void tst_RunInBackground::rethrowsAnExceptionThatIsNoStdException()
{
    int caught = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await runInBackground([](BackgroundContext &) { throw 7; });
        } catch (int number) {
            caught = number;
        }
    });
    QTRY_COMPARE(caught, 7);
}

void tst_RunInBackground::runsManyAtOnce()
{
    // All of them must be under way before one may go on: there is no queue.
    constexpr int count = 20;
    const auto gate = std::make_shared<Gate>();
    int sum = 0;
    TaskScope scope;
    for (int i = 0; i < count; ++i) {
        scope.start([&sum, gate]() -> Task<> { sum += co_await runInBackground(Gate::function(gate)); });
    }
    QVERIFY(gate->reached.tryAcquire(count, 60s));
    gate->opened.release(count);
    QTRY_COMPARE(sum, 42 * count);
}

void tst_RunInBackground::reportsProgressOnTheTasksThread()
{
    const auto gate = std::make_shared<Gate>();
    std::vector<double> values;
    bool isOnThread = true;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto work = [gate](BackgroundContext &context) {
            for (int i = 0; i <= 1'000'000; ++i)
                context.setProgress(i / 2'000'000.0);
            gate->pass(context);
            context.setProgress(1);
        };
        co_await runInBackground(work, [&](double value) {
            values.push_back(value);
            isOnThread &= QThread::currentThread() == thread();
        });
    });
    QTRY_VERIFY(!values.empty() && values.back() == 0.5);
    gate->opened.release();
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QCOMPARE(values.back(), 1.0);
    QVERIFY(std::is_sorted(values.begin(), values.end()));
    QVERIFY(isOnThread);
    QVERIFY(values.size() < 100'000);
}

void tst_RunInBackground::deliversTheLastProgressBeforeTheResult()
{
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await runInBackground([](BackgroundContext &context) { context.setProgress(0.75); },
            [&](double value) { log.append(QString::number(value)); });
        log.append(u"result"_s);
    });
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QCOMPARE(log, (QStringList { u"0.75"_s, u"result"_s }));
}

void tst_RunInBackground::keepsTheWindowFree()
{
    const auto gate = std::make_shared<Gate>();
    int turns = 0;
    TaskScope scope;
    const TaskHandle work
        = scope.start([gate]() -> Task<> { co_await runInBackground(Gate::function(gate)); });
    scope.start([&]() -> Task<> {
        for (; turns < 100; ++turns)
            co_await sleepFor(std::chrono::milliseconds(0));
    });
    QTRY_COMPARE(turns, 100);
    QCOMPARE(work.state(), TaskState::Waiting);
    gate->opened.release();
    QTRY_COMPARE(work.state(), TaskState::Finished);
}

void tst_RunInBackground::asksTheFunctionToStopWhenTheTaskIsCancelled()
{
    Semaphore left;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await runInBackground([&left](BackgroundContext &context) {
            while (!context.isStopRequested())
                QThread::yieldCurrentThread();
            left.release();
        });
    });
    task.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(left.tryAcquire(1, 60s));
}

void tst_RunInBackground::doesNotWaitForTheFunctionWhenTheTaskIsCancelled()
{
    const auto gate = std::make_shared<Gate>();
    {
        TaskScope scope;
        scope.start([gate]() -> Task<> { co_await runInBackground(Gate::function(gate)); });
        gate->reached.acquire();
    } // would hang if it waited: the gate is closed
    QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0));
    gate->opened.release();
    QVERIFY(gate->left.tryAcquire(1, 60s));
    QVERIFY(gate->wasAskedToStop);
}

void tst_RunInBackground::ignoresTheResultOfACancelledTask()
{
    const auto gate = std::make_shared<Gate>();
    bool wentOn = false;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto work = Gate::function(gate);
        co_await runInBackground(work);
        wentOn = true;
    });
    gate->reached.acquire();
    gate->opened.release();
    QVERIFY(gate->left.tryAcquire(1, 60s)); // the event that tells the result may be under way
    task.cancel();
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    QVERIFY(!wentOn);
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_RunInBackground::dropsTheExceptionOfACancelledTask()
{
    const auto gate = std::make_shared<Gate>();
    TaskScope scope;
    const TaskHandle task
        = scope.start([&]() -> Task<> { co_await runInBackground(Gate::function(gate, "stopped")); });
    gate->reached.acquire();
    task.cancel();
    gate->opened.release();
    QTRY_COMPARE(gate.use_count(), 1L); // the function and its captures are gone
}

void tst_RunInBackground::tellsNoProgressOnceItIsCancelled()
{
    const auto gate = std::make_shared<Gate>();
    bool isCancelling = false;
    int late = 0;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await runInBackground(Gate::function(gate), [&](double) { late += isCancelling ? 1 : 0; });
    });
    gate->reached.acquire(); // a value is reported, and no frame has passed that could deliver it
    isCancelling = true;
    task.cancel();
    gate->opened.release();
    QTRY_COMPARE(gate.use_count(), 1L);
    QCoreApplication::processEvents();
    QCOMPARE(late, 0);
}

void tst_RunInBackground::canBeCancelledByItsProgress()
{
    const auto gate = std::make_shared<Gate>();
    QStringList log;
    TaskHandle task;
    TaskScope scope;
    task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await runInBackground(Gate::function(gate), [&](double) {
            task.cancel();
            log.append(u"cancelled"_s);
        });
    });
    QTRY_VERIFY(task.isDone());
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, (QStringList { u"~task"_s, u"cancelled"_s }));
    gate->opened.release();
    QTRY_COMPARE(gate.use_count(), 1L);
}

void tst_RunInBackground::canBeCancelledByItsLastProgress()
{
    TaskHandle task;
    int told = 0;
    TaskScope scope;
    task = scope.start([&]() -> Task<> {
        co_await runInBackground([](BackgroundContext &context) { context.setProgress(1); },
            [&](double) {
                ++told;
                task.cancel();
            });
    });
    QTRY_VERIFY(task.isDone());
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(told, 1);
}

void tst_RunInBackground::canDestroyTheScopeInItsProgress()
{
    auto scope = std::make_unique<TaskScope>();
    TaskHandle task = scope->start([](std::unique_ptr<TaskScope> &owner) -> Task<> {
        co_await runInBackground(
            [](BackgroundContext &context) { context.setProgress(1); }, [&owner](double) { owner.reset(); });
    }(scope));
    QTRY_VERIFY(task.isDone());
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!scope);
}

void tst_RunInBackground::failsWhenItsProgressThrows()
{
    QString words;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        try {
            co_await runInBackground([](BackgroundContext &context) { context.setProgress(1); },
                [](double) { throw std::runtime_error("no bar"); });
        } catch (const std::runtime_error &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    QTRY_VERIFY(task.isDone());
    QCOMPARE(words, u"no bar"_s);
}

void tst_RunInBackground::destroysItsCapturesWhenTheFunctionReturns()
{
    const auto token = std::make_shared<int>(1);
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto work = [token](BackgroundContext &) { return *token; };
        const auto progress = [token](double) { };
        co_await runInBackground(work, progress);
    });
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QTRY_COMPARE(token.use_count(), 1L); // though the handle is still there
}

void tst_RunInBackground::canLoseAgainstATimeout()
{
    const auto gate = std::make_shared<Gate>();
    bool isTimeUp = false;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto work = Gate::function(gate);
        const auto result = co_await withTimeout(runInBackground(work), std::chrono::milliseconds(1));
        isTimeUp = !result;
    });
    QTRY_VERIFY(isTimeUp);
    gate->opened.release();
    QVERIFY(gate->left.tryAcquire(1, 60s));
    QVERIFY(gate->wasAskedToStop);
}

void tst_RunInBackground::canLoseAgainstAFailure()
{
    // The function throws at the very moment at which the task learns of another branch's failure.
    const auto gate = std::make_shared<Gate>();
    Sender sender;
    QString words;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await whenAll(
                runInBackground(Gate::function(gate, "in the background")), [](Sender &sender_) -> Task<> {
                    co_await waitFor(sender_, &Sender::clicked);
                    throw std::runtime_error("in front");
                }(sender));
        } catch (const std::runtime_error &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    gate->reached.acquire();
    gate->opened.release();
    Q_EMIT sender.clicked();
    QCOMPARE(words, u"in front"_s);
    QTRY_COMPARE(gate.use_count(), 1L);
}

void tst_RunInBackground::canBeWaitedForWithOthers()
{
    Sender sender;
    int sum = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto all = co_await whenAll(runInBackground([](BackgroundContext &) { return 1; }),
            waitFor(sender, &Sender::valueChanged), runInBackground([](BackgroundContext &) { return 2; }));
        sum = std::get<0>(all) + std::get<1>(all) + std::get<2>(all);
    });
    sender.setValue(4);
    QTRY_COMPARE(sum, 7);
}

void tst_RunInBackground::showsItselfAsATask()
{
    const auto gate = std::make_shared<Gate>();
    TaskScope scope;
    const TaskHandle task
        = scope.start([gate]() -> Task<> { co_await runInBackground(Gate::function(gate)); });
    QCOMPARE(task.waitingFor(), u"background work"_s);
    std::vector<TaskHandle> shown;
    task.record()->visitAwaited([&](Detail::TaskRecord &record) { shown.emplace_back(record); });
    QCOMPARE(shown.size(), std::size_t(1));
    QCOMPARE(shown[0].kind(), TaskKind::Background);
    QCOMPARE(shown[0].state(), TaskState::Working);
    gate->opened.release();
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QCOMPARE(shown[0].state(), TaskState::Finished);
}

QTEST_GUILESS_MAIN(tst_RunInBackground)
#include "tst_runinbackground.moc"
