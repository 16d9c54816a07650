// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests runInBackground(): results, errors, progress, and functions that nobody waits for any more.

#include "testsupport.h"

#include <QtCore/QEventLoop>
#include <QtCore/QRegularExpression>
#include <QtCore/QThread>
#include <QtCore/QTimer>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <system_error>
#include <vector>

#ifdef __GLIBC__
#include <cerrno>
#include <dlfcn.h>
#include <pthread.h>
#endif

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

#ifdef __GLIBC__
// What a system does that has no thread left: in this program it is this function that is called, also by Qt.
static std::atomic<int> threadsLeft = 1'000'000;
extern "C"
    [[gnu::weak]] decltype(pthread_create) __interceptor_pthread_create; // of a sanitizer within the program
extern "C" int pthread_create(
    pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *), void *argument) noexcept
{
    static const auto create = __interceptor_pthread_create
        ? &__interceptor_pthread_create
        : reinterpret_cast<decltype(&pthread_create)>(dlsym(RTLD_NEXT, "pthread_create"));
    return threadsLeft-- > 0 ? create(thread, attributes, function, argument) : EAGAIN;
}
#endif

namespace {

/// The system gives no more than this number of threads, while it lives.
class ThreadsLeft final
{
public:
#ifdef __GLIBC__
    explicit ThreadsLeft(int count) { threadsLeft = count; }
    ~ThreadsLeft() { threadsLeft = 1'000'000; }
    static constexpr bool isPossible = true;
#else
    explicit ThreadsLeft(int) { }
    ~ThreadsLeft() { }
    static constexpr bool isPossible = false;
#endif
    Q_DISABLE_COPY_MOVE(ThreadsLeft)
};

/// Another limit of shared threads, while it lives.
class ThreadLimit final
{
public:
    explicit ThreadLimit(int limit) { setBackgroundThreadLimit(limit); }
    ~ThreadLimit() { setBackgroundThreadLimit(m_before); }
    Q_DISABLE_COPY_MOVE(ThreadLimit)

private:
    const int m_before = backgroundThreadLimit();
};

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

class tst_RunInBackground : public TaskTest
{
    Q_OBJECT

    /// Awaits a function that passes \a gate, in the background.
    static Task<> pass(std::shared_ptr<Gate> gate, const char *words = nullptr)
    {
        const auto work = Gate::function(gate, words);
        co_await runInBackground(work);
    }

private Q_SLOTS:
    void runsOnAnotherThreadAndComesBack();
    void givesNothingAValueOrAMoveOnlyValue();
    void rethrowsTheExceptionInTheTask();
    void runsAsManyAtOnceAsItsLimit();
    void beginsInTheOrderOfTheStarts();
    void followsAnotherLimit();
    void refusesALimitBelowOne();
    void hasAThreadOfItsOwnForWhatBlocks();
    void neverRunsWhatWasCancelledBeforeItBegan();
    void cancelsWhatHasNotBegunFromItsCaptures();
    void isReadyUntilItBegins();
    void lendsItsPlaceToWhatItWaitsFor();
    void lendsItsPlaceToItsOwnFunctionsOnly();
    void takesTurnsWhereTheSystemGivesFewThreads();
    void failsAtOnceWhereTheSystemGivesNoThread();
    void tellsNothingOfAWaitThatCouldNotBegin();
    void reportsProgressOnTheTasksThread();
    void deliversTheLastProgressBeforeTheResult();
    void keepsTheWindowFree();

    void asksTheFunctionToStopWhenTheTaskIsCancelled();
    void doesNotWaitForTheFunctionWhenTheTaskIsCancelled();
    void ignoresTheResultOfACancelledTask();
    void dropsTheExceptionOfACancelledTask();
    void tellsNoProgressOnceItIsCancelled();
    void canBeCancelledByItsProgress();
    void canEndTheTaskInItsLastProgress_data();
    void canEndTheTaskInItsLastProgress();
    void failsWhenItsProgressThrows();
    void destroysItsCapturesWhenTheFunctionReturns();
    void canLoseAgainstATimeout();
    void canLoseAgainstAFailure();
    void canBeWaitedForWithOthers();
    void showsItselfAsATask();

    // The last ones: after their fork the thread sanitizer watches no more.
    void endsWithTheProgram_data();
    void endsWithTheProgram();
};

void tst_RunInBackground::runsOnAnotherThreadAndComesBack()
{
    QThread *inside = nullptr;
    QThread *after = nullptr;
    const TaskHandle task = scope->start([&]() -> Task<> {
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
    scope->start([&]() -> Task<> {
        co_await runInBackground([](BackgroundContext &) { });
        sum += co_await runInBackground([](BackgroundContext &) { return 1; });
        auto work
            = [held = std::make_unique<int>(2)](BackgroundContext &) mutable { return std::move(held); };
        const auto owned = co_await runInBackground(work);
        sum += *owned;
    });
    QTRY_COMPARE(sum, 3);
    QVERIFY(scope->isEmpty());
}

void tst_RunInBackground::rethrowsTheExceptionInTheTask()
{
    const auto fail = [](BackgroundContext &) -> int { throw std::runtime_error("in the background"); };
    scope->start([&]() -> Task<> {
        co_await attempt([&] { return runInBackground(fail); });
        try {
            co_await runInBackground([](BackgroundContext &) { throw 7; });
        } catch (int number) {
            log.append(QString::number(number));
        }
    });
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("in the background", "7");
}

void tst_RunInBackground::runsAsManyAtOnceAsItsLimit()
{
    constexpr int limit = 3;
    constexpr int count = 20;
    const ThreadLimit threads(limit);
    QCOMPARE(backgroundThreadLimit(), limit);
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    Semaphore allRun;
    Semaphore opened;
    const auto work = [&](BackgroundContext &) {
        const int now = ++running;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) { }
        if (now == limit)
            allRun.release();
        opened.acquire();
        --running;
    };
    int done = 0;
    for (int i = 0; i < count; ++i) {
        scope->start([&]() -> Task<> {
            co_await runInBackground(work);
            ++done;
        });
    }
    QVERIFY(allRun.tryAcquire(1, 60s)); // as many at once, with nobody opening the gate
    opened.release(count);
    QTRY_COMPARE(done, count);
    QCOMPARE(most.load(), limit);
}

void tst_RunInBackground::beginsInTheOrderOfTheStarts()
{
    const ThreadLimit threads(1);
    std::vector<int> begun;
    std::vector<int> expected;
    for (int i = 0; i < 50; ++i) {
        expected.push_back(i);
        scope->start([&begun, i]() -> Task<> {
            const auto work = [&begun, i](BackgroundContext &) { begun.push_back(i); }; // one thread: no lock
            co_await runInBackground(work);
        });
    }
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(begun, expected);
}

void tst_RunInBackground::followsAnotherLimit()
{
    const ThreadLimit threads(1);
    const auto gate = std::make_shared<Gate>();
    for (int i = 0; i < 4; ++i)
        scope->start(pass(gate));
    gate->reached.acquire();
    setBackgroundThreadLimit(4);
    QVERIFY(gate->reached.tryAcquire(3, 60s)); // at once, not only with the next job
    setBackgroundThreadLimit(2);
    gate->opened.release(4);
    QTRY_VERIFY(scope->isEmpty());
    for (int i = 0; i < 4; ++i)
        scope->start(pass(gate));
    QVERIFY(gate->reached.tryAcquire(2, 60s));
    QVERIFY(!gate->reached.tryAcquire(1, 20ms)); // too short a wait could hide a fault, but never make one up
    gate->opened.release(4);
    QTRY_VERIFY(scope->isEmpty());
}

void tst_RunInBackground::refusesALimitBelowOne()
{
    const int before = backgroundThreadLimit();
    QVERIFY(before >= 1);
    for (const int limit : { 0, -7 }) {
        QTest::ignoreMessage(QtWarningMsg,
            qPrintable(
                u"setBackgroundThreadLimit: a limit of %1 is refused; it must be 1 or more."_s.arg(limit)));
        setBackgroundThreadLimit(limit);
        QCOMPARE(backgroundThreadLimit(), before);
    }
}

void tst_RunInBackground::hasAThreadOfItsOwnForWhatBlocks()
{
    // All of them must be under way before one may go on, and the shared thread is not there for them.
    constexpr int count = 20;
    const ThreadLimit threads(1);
    const auto block = std::make_shared<Gate>();
    const auto gate = std::make_shared<Gate>();
    int sum = 0;
    scope->start(pass(block));
    block->reached.acquire();
    for (int i = 0; i < count; ++i) {
        scope->start([&sum, gate]() -> Task<> {
            const auto work = Gate::function(gate);
            sum += co_await runInBackground(BackgroundThread::Own, work);
        });
    }
    QVERIFY(gate->reached.tryAcquire(count, 60s));
    gate->opened.release(count);
    QTRY_COMPARE(sum, 42 * count);
    block->opened.release();
    QTRY_VERIFY(scope->isEmpty());
}

void tst_RunInBackground::neverRunsWhatWasCancelledBeforeItBegan()
{
    const ThreadLimit threads(1);
    const auto gate = std::make_shared<Gate>();
    const auto token = std::make_shared<int>(1);
    std::atomic<bool> hasRun = false;
    scope->start(pass(gate));
    gate->reached.acquire();
    const TaskHandle second = scope->start([&]() -> Task<> {
        const auto work = [token, &hasRun](BackgroundContext &) { hasRun = true; };
        co_await runInBackground(work);
    });
    bool isThirdDone = false;
    scope->start([&]() -> Task<> {
        co_await runInBackground([](BackgroundContext &) { });
        isThirdDone = true;
    });
    second.cancel();
    QCOMPARE(second.state(), TaskState::Cancelled);
    QCOMPARE(token.use_count(), 1L); // its captures are gone already
    gate->opened.release();
    QTRY_VERIFY(isThirdDone);
    QVERIFY(!hasRun);
}

void tst_RunInBackground::cancelsWhatHasNotBegunFromItsCaptures()
{
    // The destructor of what a function has captured may do anything.
    const ThreadLimit threads(1);
    const auto gate = std::make_shared<Gate>();
    TaskScope other;
    other.start(pass(gate));
    gate->reached.acquire();
    std::vector<TaskHandle<>> tasks;
    for (int i = 0; i < 3; ++i) {
        tasks.push_back(scope->start([&]() -> Task<> {
            auto end = std::make_unique<AtEnd>([&] {
                scope.reset();
                other.start([]() -> Task<> { co_await runInBackground([](BackgroundContext &) { }); });
            });
            auto work = [end = std::move(end)](BackgroundContext &) { };
            co_await whenAny(runInBackground(work), sleepFor(1h)); // which moves it, since it has no copy
        }));
    }
    tasks[1].cancel();
    for (const TaskHandle<> &task : tasks)
        QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!scope);
    QCOMPARE(other.count(), 4);
    gate->opened.release();
    QTRY_VERIFY(other.isEmpty());
}

void tst_RunInBackground::isReadyUntilItBegins()
{
    const ThreadLimit threads(1);
    const auto gate = std::make_shared<Gate>();
    std::vector<TaskHandle<>> shown;
    std::vector<double> told;
    for (int i = 0; i < 2; ++i) {
        const TaskHandle task = scope->start([gate, &told]() -> Task<> {
            const auto show = [&told](double value) { told.push_back(value); };
            const auto work = Gate::function(gate);
            co_await runInBackground(work, show);
        });
        task.record()->visitAwaited([&](Detail::TaskRecord &record) { shown.emplace_back(record); });
    }
    QCOMPARE(shown.size(), std::size_t(2));
    QCOMPARE(shown[0].state(), TaskState::Working);
    QCOMPARE(shown[1].state(), TaskState::Ready);
    gate->opened.release();
    QTRY_COMPARE(shown[1].state(), TaskState::Working);
    QTRY_COMPARE(told.size(), std::size_t(2)); // also of the one that began later
    gate->opened.release();
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(shown[1].state(), TaskState::Finished);
}

void tst_RunInBackground::lendsItsPlaceToWhatItWaitsFor()
{
    // A function that runs an event loop, with tasks, of which one waits for another function. With one thread only.
    const ThreadLimit threads(1);
    scope->start([&]() -> Task<> {
        const auto innermost = [](BackgroundContext &) { return u"innermost"_s; };
        const auto inner = [innermost](BackgroundContext &) {
            QEventLoop loop;
            QString result;
            TaskScope tasks;
            QTimer::singleShot(0, &loop, [&] {
                tasks.start([&]() -> Task<> {
                    const QString first = co_await runInBackground(innermost);
                    const QString second = co_await runInBackground(innermost);
                    result = first + u'+' + second;
                    loop.quit();
                });
            });
            loop.exec();
            return result;
        };
        log.append(co_await runInBackground(inner));
        log.append(co_await runInBackground(innermost));
    });
    QTRY_COMPARE(log, (QStringList { u"innermost+innermost"_s, u"innermost"_s }));
}

// The first function leaves a task on its thread, which waits for what it has started. The second one, on the same
// thread, waits for something else: that the first wait ends must not take its place away.
void tst_RunInBackground::lendsItsPlaceToItsOwnFunctionsOnly()
{
    const ThreadLimit threads(1);
    std::unique_ptr<TaskScope> left;
    Qt::HANDLE there = nullptr;
    Semaphore oldHasBegun;
    Semaphore oldMayEnd;
    Semaphore otherMayEnd;
    std::atomic<bool> hasOldEnded = false;
    std::atomic<QEventLoop *> second = nullptr;
    scope->start([&]() -> Task<> {
        const auto old = [&](BackgroundContext &) {
            oldHasBegun.release();
            oldMayEnd.acquire();
        };
        const auto leaveIt = [&, old](BackgroundContext &) {
            there = QThread::currentThreadId();
            QEventLoop loop;
            QTimer::singleShot(0, &loop, [&] {
                left = std::make_unique<TaskScope>();
                left->start([&hasOldEnded, old]() -> Task<> {
                    co_await runInBackground(old);
                    hasOldEnded = true;
                });
                loop.quit();
            });
            loop.exec();
            oldHasBegun.acquire(); // so that it is on another thread
        };
        co_await runInBackground(leaveIt);
        setBackgroundThreadLimit(2);
        const auto runALoopThere = [&](BackgroundContext &) {
            if (QThread::currentThreadId() != there)
                return false; // on the thread of another test
            QEventLoop loop;
            second = &loop;
            loop.exec();
            return true;
        };
        for (bool wasThere = false; !wasThere;)
            wasThere = co_await runInBackground(runALoopThere);
        log.append(u"second"_s);
    });
    QTRY_VERIFY(second);
    setBackgroundThreadLimit(1);
    scope->start([&]() -> Task<> {
        const auto other = [&](BackgroundContext &) { otherMayEnd.acquire(); };
        co_await runInBackground(other);
        log.append(u"other"_s);
    });
    std::unique_ptr<TaskScope> own; // on the thread of the second
    std::atomic<bool> isQueued = false;
    QMetaObject::invokeMethod(second, [&] {
        own = std::make_unique<TaskScope>();
        own->start([&]() -> Task<> {
            co_await runInBackground([](BackgroundContext &) { });
            second.load()->quit();
        });
        isQueued = true;
    });
    QTRY_VERIFY(isQueued);
    oldMayEnd.release();
    QTRY_VERIFY(hasOldEnded);
    otherMayEnd.release();
    QTRY_COMPARE(log, (QStringList { u"other"_s, u"second"_s }));
}

void tst_RunInBackground::takesTurnsWhereTheSystemGivesFewThreads()
{
    if (!ThreadsLeft::isPossible)
        QSKIP("Here the system cannot be made to give no thread.", );
    const ThreadLimit threads(64);
    const ThreadsLeft left(3);
    int sum = 0;
    for (int i = 0; i < 500; ++i)
        scope->start(
            [&sum]() -> Task<> { sum += co_await runInBackground([](BackgroundContext &) { return 1; }); });
    QTRY_COMPARE(sum, 500);
}

void tst_RunInBackground::failsAtOnceWhereTheSystemGivesNoThread()
{
    if (!ThreadsLeft::isPossible)
        QSKIP("Here the system cannot be made to give no thread.", );
    const ThreadsLeft none(0);
    const auto token = std::make_shared<int>(1);
    {
        const auto work = [token](BackgroundContext &) { };
        scope->start(attempt([&] { return runInBackground(BackgroundThread::Own, work); }));
    }
    EXPECT_LOG("runInBackground: the system gives no thread: Resource temporarily unavailable");
    QCOMPARE(token.use_count(), 1L);
}

void tst_RunInBackground::tellsNothingOfAWaitThatCouldNotBegin()
{
    if (!ThreadsLeft::isPossible)
        QSKIP("Here the system cannot be made to give no thread.", );
    const ThreadsLeft none(0);
    TaskModel model;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"the system gives no thread"_s));
    const TaskHandle task = scope->start([]() -> Task<> {
        co_await whenAny(runInBackground(BackgroundThread::Own, [](BackgroundContext &) { }), sleepFor(1h));
    });
    QCOMPARE(task.state(), TaskState::Failed);
    model.refresh();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowCount(model.index(0, 0)), 0);
    QCOMPARE(dumpTasks(), QString());
}

void tst_RunInBackground::reportsProgressOnTheTasksThread()
{
    const auto gate = std::make_shared<Gate>();
    std::vector<double> values;
    bool isOnThread = true;
    const TaskHandle task = scope->start([&]() -> Task<> {
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
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await runInBackground([](BackgroundContext &context) { context.setProgress(0.75); },
            [&](double value) { log.append(QString::number(value)); });
        log.append(u"result"_s);
    });
    QTRY_COMPARE(task.state(), TaskState::Finished);
    EXPECT_LOG("0.75", "result");
}

void tst_RunInBackground::keepsTheWindowFree()
{
    const auto gate = std::make_shared<Gate>();
    int turns = 0;
    const TaskHandle work = scope->start(pass(gate));
    scope->start([&]() -> Task<> {
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
    Semaphore begun;
    Semaphore left;
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await runInBackground([&](BackgroundContext &context) {
            begun.release();
            while (!context.isStopRequested())
                QThread::yieldCurrentThread();
            left.release();
        });
    });
    begun.acquire();
    task.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(left.tryAcquire(1, 60s));
}

void tst_RunInBackground::doesNotWaitForTheFunctionWhenTheTaskIsCancelled()
{
    const auto gate = std::make_shared<Gate>();
    scope->start(pass(gate));
    gate->reached.acquire();
    scope.reset(); // would hang if it waited: the gate is closed
    QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0));
    gate->opened.release();
    QVERIFY(gate->left.tryAcquire(1, 60s));
    QVERIFY(gate->wasAskedToStop);
}

void tst_RunInBackground::ignoresTheResultOfACancelledTask()
{
    const auto gate = std::make_shared<Gate>();
    const TaskHandle task = scope->start(attempt([&] { return pass(gate); }));
    gate->reached.acquire();
    gate->opened.release();
    QVERIFY(gate->left.tryAcquire(1, 60s)); // the event that tells the result may be under way
    task.cancel();
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    EXPECT_LOG();
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_RunInBackground::dropsTheExceptionOfACancelledTask()
{
    const auto gate = std::make_shared<Gate>();
    const TaskHandle task = scope->start(pass(gate, "stopped"));
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
    const TaskHandle task = scope->start([&]() -> Task<> {
        const auto work = Gate::function(gate);
        co_await runInBackground(work, [&](double) { late += isCancelling ? 1 : 0; });
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
    TaskHandle task;
    task = scope->start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        const auto work = Gate::function(gate);
        co_await runInBackground(work, [&](double) {
            task.cancel();
            log.append(u"cancelled"_s);
        });
    });
    QTRY_VERIFY(task.isDone());
    QCOMPARE(task.state(), TaskState::Cancelled);
    EXPECT_LOG("~task", "cancelled");
    gate->opened.release();
    QTRY_COMPARE(gate.use_count(), 1L);
}

void tst_RunInBackground::canEndTheTaskInItsLastProgress_data()
{
    QTest::addColumn<bool>("destroysTheScope");
    QTest::newRow("cancels it") << false;
    QTest::newRow("destroys its scope") << true;
}

void tst_RunInBackground::canEndTheTaskInItsLastProgress()
{
    QFETCH(const bool, destroysTheScope);
    const auto work = [](BackgroundContext &context) { context.setProgress(1); };
    TaskHandle task;
    const auto end = [&](double) {
        log.append(u"told"_s);
        if (destroysTheScope)
            scope.reset();
        else
            task.cancel();
    };
    task = scope->start(attempt([&] { return runInBackground(work, end); }));
    QTRY_VERIFY(task.isDone());
    QCOMPARE(task.state(), TaskState::Cancelled);
    EXPECT_LOG("told");
}

void tst_RunInBackground::failsWhenItsProgressThrows()
{
    const auto work = [](BackgroundContext &context) { context.setProgress(1); };
    const auto fail = [](double) { throw std::runtime_error("no bar"); };
    scope->start(attempt([&] { return runInBackground(work, fail); }));
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("no bar");
}

void tst_RunInBackground::destroysItsCapturesWhenTheFunctionReturns()
{
    const auto token = std::make_shared<int>(1);
    const TaskHandle task = scope->start([&]() -> Task<> {
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
    scope->start([&]() -> Task<> {
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
    scope->start(attempt(
        [&] { return whenAll(pass(gate, "in the background"), failWhenClicked(*sender, "in front")); }));
    gate->reached.acquire();
    gate->opened.release();
    Q_EMIT sender->clicked();
    EXPECT_LOG("in front");
    QTRY_COMPARE(gate.use_count(), 1L);
}

void tst_RunInBackground::canBeWaitedForWithOthers()
{
    int sum = 0;
    scope->start([&]() -> Task<> {
        const auto all = co_await whenAll(runInBackground([](BackgroundContext &) { return 1; }),
            waitFor(*sender, &Sender::valueChanged), runInBackground([](BackgroundContext &) { return 2; }));
        sum = std::get<0>(all) + std::get<1>(all) + std::get<2>(all);
    });
    sender->setValue(4);
    QTRY_COMPARE(sum, 7);
}

void tst_RunInBackground::showsItselfAsATask()
{
    const auto gate = std::make_shared<Gate>();
    const TaskHandle task = scope->start(pass(gate));
    QCOMPARE(task.waitingFor(), u"background work"_s);
    std::vector<TaskHandle<>> shown;
    task.record()->visitAwaited([&](Detail::TaskRecord &record) { shown.emplace_back(record); });
    QCOMPARE(shown.size(), std::size_t(1));
    QCOMPARE(shown[0].kind(), TaskKind::Background);
    QCOMPARE(shown[0].state(), TaskState::Working);
    gate->opened.release();
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QCOMPARE(shown[0].state(), TaskState::Finished);
}

namespace {

/// The end of a program with functions in the background, each in another way.
int endWithWork(const QString &how, int argc, char **argv)
{
    const auto untilStopped = [](BackgroundContext &context) {
        while (!context.isStopRequested())
            QThread::yieldCurrentThread();
        // Of Qt's own static objects these are made only now.
        return QRegularExpression(u"[a-z]+"_s).match(QCoreApplication::translate("a", "text")).hasMatch();
    };
    const auto brief = [](BackgroundContext &) { return true; };
    const auto wait = [](auto work) -> Task<> { co_await runInBackground(work); };
    static TaskScope scopeOfTheProgram;
    if (how == u"no thread"_s) {
        const QCoreApplication application(argc, argv);
        const ThreadsLeft none(0);
        QString words;
        TaskScope scope;
        scope.start([&words]() -> Task<> {
            try {
                co_await runInBackground([](BackgroundContext &) { });
            } catch (const std::system_error &error) {
                words = QString::fromUtf8(error.what());
            }
        });
        return words.startsWith(u"runInBackground: the system gives no thread"_s) ? 0 : 1;
    }
    if (how == u"leaked"_s) {
        auto *application = new QCoreApplication(argc, argv); // as a program has it that ends by exit()
        Q_UNUSED(application)
        scopeOfTheProgram.start(wait(untilStopped));
        scopeOfTheProgram.start(wait(brief));
        std::exit(0);
    }
    if (how == u"exit in the function"_s) {
        QCoreApplication application(argc, argv);
        TaskScope scope; // exit() destroys what is static, on its thread, but no local
        scope.start(wait(untilStopped));
        const auto exits = [](BackgroundContext &) { std::exit(0); };
        scope.start(wait(exits));
        return QCoreApplication::exec();
    }
    if (how == u"twice"_s) {
        for (int i = 0; i < 2; ++i) {
            const QCoreApplication application(argc, argv);
            TaskScope scope;
            scope.start(wait(untilStopped));
            scopeOfTheProgram.start(wait(untilStopped));
            scopeOfTheProgram.start(wait(brief));
        }
        return scopeOfTheProgram.isEmpty() ? 0 : 1;
    }
    const QCoreApplication application(argc, argv);
    if (how == u"queued"_s) {
        setBackgroundThreadLimit(1);
        for (int i = 0; i < 20; ++i)
            scopeOfTheProgram.start(wait(untilStopped));
    }
    TaskScope scope;
    if (how == u"running"_s) {
        scope.start(wait(untilStopped));
        QThread::yieldCurrentThread();
    } else if (how == u"of its own"_s) {
        scope.start(
            [untilStopped]() -> Task<> { co_await runInBackground(BackgroundThread::Own, untilStopped); });
    } else if (how == u"outlived"_s) {
        scopeOfTheProgram.start(wait(untilStopped));
    } else {
        scope.start(wait(brief));
    }
    return 0;
}

} // namespace

void tst_RunInBackground::endsWithTheProgram_data()
{
    QTest::addColumn<int>("times");
    QTest::newRow("just started") << 60;
    QTest::newRow("running") << 5;
    QTest::newRow("of its own") << 5;
    QTest::newRow("queued") << 5;
    QTest::newRow("outlived") << 5;
    QTest::newRow("leaked") << 5;
    QTest::newRow("exit in the function") << 5;
    QTest::newRow("twice") << 5;
    if (ThreadsLeft::isPossible)
        QTest::newRow("no thread") << 1;
}

void tst_RunInBackground::endsWithTheProgram()
{
    QFETCH(int, times);
    for (int i = 0; i < times; ++i) {
        const ProgramEnd end = runThisProgram({ u"--end"_s, QString::fromUtf8(QTest::currentDataTag()) });
        QVERIFY2(end.status == QProcess::NormalExit && end.exitCode == 0, qPrintable(end.output));
        QCOMPARE(end.output, QString());
    }
}

int main(int argc, char **argv)
{
    if (argc == 3 && qstrcmp(argv[1], "--end") == 0)
        return endWithWork(QString::fromUtf8(argv[2]), argc, argv);
    QCoreApplication application(argc, argv);
    tst_RunInBackground tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_runinbackground.moc"
