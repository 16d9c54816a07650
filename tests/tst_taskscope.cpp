// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests TaskScope and TaskHandle: ownership, cancelling in every situation, join().

#include "testsupport.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QThread>

#include <chrono>
#include <ctime>
#include <deque>
#include <functional>
#include <memory>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Task<> waitAndTrace(Sender &sender, QStringList &log, QString name)
{
    const Trace trace(log, name);
    co_await waitFor(sender, &Sender::clicked);
    log.append(name + u" finished"_s);
}

Task<> waitAnd(Sender &sender, std::function<void()> then, std::function<void()> atEnd = [] { })
{
    const AtEnd end(std::move(atEnd));
    co_await waitFor(sender, &Sender::clicked);
    then();
    co_await waitFor(sender, &Sender::clicked);
}

/// Calls \a function on a thread that ends afterwards.
void onAnotherThread(const std::function<void()> &function)
{
    const std::unique_ptr<QThread> thread(QThread::create(function));
    thread->start();
    AsyncWidgets::Tests::join(*thread);
}

/// With this argument the program makes the worst mistake, for a test that starts it.
constexpr const char *destroyApplication = "--destroy-application";

Task<> destroy(std::unique_ptr<QCoreApplication> &application)
{
    application.reset();
    co_return;
}

} // namespace

class tst_TaskScope : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void runsATaskUntilItsFirstPauseInsideStart();
    void countsItsTasks();
    void keepsTheCapturesOfALambdaAsLongAsTheTask();
    void dropsTheCapturesWhenTheTaskEndsThoughAHandleIsLeft();
    void namesItsTasks();
    void cancelsInReverseOrderOfStarting();
    void cancelsWhenItIsDestroyed();
    void canBeUsedAgainAfterCancel();
    void cancelsThoseThatAreThereOnly();
    void endsARunningTaskAtItsNextPause();
    void letsARunningTaskEndThatDoesNotPause();
    void survivesItsDestructionInsideATask();
    void survivesItsDestructionInATaskThatStartsAnother();
    void survivesItsDestructionInADestructorOfATask();
    void refusesTasksWhileItIsDestroyed();
    void survivesADestructorThatStartsATaskInCancel();
    void survivesADestructorThatCancelsASibling();
    void cancelsTheOthersThoughADestructorEndsTheNextOne();
    void survivesADestructorThatEmits();
    void canBeDestroyedInADestructorOfACancelledTask();
    void startsFromADestructor();
    void cancelsItselfInItsFirstPart();
    void cancelsThroughAHandle();
    void cancelsNothingTwice();
    void endsTheWholeChainWhenAChildIsCancelled();
    void keepsHandlesBeyondItsEnd();
    void givesAnEmptyHandle();
    void comparesHandles();

    void waitsUntilAllAreDone();
    void doesNotWaitIfThereIsNone();
    void waitsForCancelledAndFailedOnesToo();
    void waitsForTasksThatAreStartedMeanwhile();
    void tellsAllWhoWait();
    void waitsForAScopeThatIsDestroyed();
    void tellsOfATaskThatWaitsForItself();
    void tellsOfAChildThatWaitsForItsOwnScope();
    void letsATaskOfAnotherScopeWaitThoughOneOfThisIsRunning();
    void canWaitForAllDoneInACombination();
    void waitsForTheLocalsOfTheLastTask();
    void tellsAHundredThousandWhoWait();
    void joinsAHundredThousandScopesInARow();

    void refusesToBeCancelledOnAnotherThread();
    void refusesToCancelATaskOnAnotherThread();
    void doesNothingForAnEndedTaskOnAnyThread();
    void canBeDestroyedOnAnotherThreadIfItIsEmpty();
    void endsItsTasksOnTheirThreadThoughItIsDestroyedOnAnother();
    void endsItsTasksWithTheirThreadThoughItIsDestroyedOnAnother();

    void ownsScopesInsideTasks();
    void tellsOfATaskThatHasBeenMovedAway();
    void tellsOfANullStateMachine();
    void endsWithItsObject();
    void tellsThatTheApplicationWasDestroyedInsideATask();
};

void tst_TaskScope::runsATaskUntilItsFirstPauseInsideStart()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    auto task = [](Sender &sender_, QStringList &log_) -> Task<> {
        log_.append(u"runs"_s);
        co_await waitFor(sender_, &Sender::clicked);
    }(sender, log);
    QCOMPARE(log, QStringList()); // none of it runs before it has an owner
    const TaskHandle handle = scope.start(std::move(task));
    QCOMPARE(log, QStringList { u"runs"_s });
    QCOMPARE(handle.state(), TaskState::Waiting);
    QCOMPARE(handle.kind(), TaskKind::Coroutine);
}

void tst_TaskScope::countsItsTasks()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    QVERIFY(scope.isEmpty());
    scope.start(waitAndTrace(sender, log, u"a"_s));
    const TaskHandle b = scope.start(waitAndTrace(sender, log, u"b"_s));
    scope.start([]() -> Task<> { co_return; });
    QCOMPARE(scope.count(), 2);
    b.cancel();
    QCOMPARE(scope.count(), 1);
    Q_EMIT sender.clicked();
    QCOMPARE(scope.count(), 0);
}

void tst_TaskScope::keepsTheCapturesOfALambdaAsLongAsTheTask()
{
    Sender sender;
    const auto token = std::make_shared<QString>(u"token"_s);
    QString got;
    TaskScope scope;
    scope.start([held = token, &sender, &got]() -> Task<> {
        co_await waitFor(sender, &Sender::clicked);
        got = *held;
    });
    QCOMPARE(token.use_count(), 2L);
    Q_EMIT sender.clicked();
    QCOMPARE(got, u"token"_s);
    QCOMPARE(token.use_count(), 1L);
    // Also a function object that can only be moved.
    scope.start([held = std::make_unique<QString>(u"moved"_s), &got]() -> Task<> {
        got = *held;
        co_return;
    });
    QCOMPARE(got, u"moved"_s);
}

void tst_TaskScope::dropsTheCapturesWhenTheTaskEndsThoughAHandleIsLeft()
{
    Sender sender;
    const auto token = std::make_shared<int>(1);
    TaskScope scope;
    const auto body = [held = token, &sender]() -> Task<> { co_await waitFor(sender, &Sender::clicked); };
    QCOMPARE(token.use_count(), 2L);
    const TaskHandle finished = scope.start(body);
    const TaskHandle cancelled = scope.start(body);
    QCOMPARE(token.use_count(), 4L);
    cancelled.cancel();
    QCOMPARE(token.use_count(), 3L);
    Q_EMIT sender.clicked();
    QCOMPARE(finished.state(), TaskState::Finished);
    QCOMPARE(token.use_count(), 2L);
}

void tst_TaskScope::namesItsTasks()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    QCOMPARE(scope.start(waitAndTrace(sender, log, u"a"_s), u"my task"_s).name(), u"my task"_s);
    QCOMPARE(scope.start(waitAndTrace(sender, log, u"a"_s)).name(), u"waitAndTrace"_s);
}

void tst_TaskScope::cancelsInReverseOrderOfStarting()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    for (const QString &name : { u"a"_s, u"b"_s, u"c"_s })
        scope.start(waitAndTrace(sender, log, name));
    scope.cancel();
    QCOMPARE(log, (QStringList { u"~c"_s, u"~b"_s, u"~a"_s }));
    QVERIFY(scope.isEmpty());
    QVERIFY(!sender.hasConnections());
}

void tst_TaskScope::cancelsWhenItIsDestroyed()
{
    Sender sender;
    QStringList log;
    TaskHandle handle;
    {
        TaskScope scope;
        handle = scope.start(waitAndTrace(sender, log, u"a"_s));
        scope.start(waitAndTrace(sender, log, u"b"_s));
    }
    QCOMPARE(log, (QStringList { u"~b"_s, u"~a"_s }));
    QCOMPARE(handle.state(), TaskState::Cancelled);
    QCOMPARE(handle.reason(), u"its scope was destroyed"_s);
    QVERIFY(!sender.hasConnections());
}

void tst_TaskScope::canBeUsedAgainAfterCancel()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start(waitAndTrace(sender, log, u"a"_s));
    scope.cancel();
    scope.start(waitAndTrace(sender, log, u"b"_s));
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"~a"_s, u"b finished"_s, u"~b"_s }));
}

void tst_TaskScope::cancelsThoseThatAreThereOnly()
{
    // A running task cancels its scope and then starts a new one, which is not meant.
    Sender sender;
    QStringList log;
    TaskScope scope;
    TaskHandle fresh;
    const TaskHandle running = scope.start(waitAnd(sender, [&] {
        scope.cancel();
        fresh = scope.start(waitAndTrace(sender, log, u"new"_s));
    }));
    Q_EMIT sender.clicked();
    QCOMPARE(running.state(), TaskState::Cancelled);
    QCOMPARE(fresh.state(), TaskState::Waiting);
    QCOMPARE(scope.count(), 1);
}

void tst_TaskScope::endsARunningTaskAtItsNextPause()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await waitFor(sender, &Sender::clicked);
        scope.cancel();
        log.append(scope.isEmpty() ? u"empty"_s : u"still there"_s);
        co_await sleepFor(0ms);
        log.append(u"never"_s);
    });
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"still there"_s, u"~task"_s }));
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_TaskScope::letsARunningTaskEndThatDoesNotPause()
{
    Sender sender;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::clicked);
        scope.cancel();
    });
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_TaskScope::survivesItsDestructionInsideATask()
{
    Sender sender;
    QStringList log;
    auto scope = std::make_unique<TaskScope>();
    scope->start(waitAndTrace(sender, log, u"a"_s));
    const TaskHandle task
        = scope->start(waitAnd(sender, [&] { scope.reset(); }, [&log] { log.append(u"~task"_s); }));
    const TaskHandle owed = scope->start(waitAndTrace(sender, log, u"owed"_s));
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"a finished"_s, u"~a"_s, u"~owed"_s, u"~task"_s }));
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(owed.state(), TaskState::Cancelled);
    QVERIFY(!sender.hasConnections());
}

void tst_TaskScope::survivesItsDestructionInATaskThatStartsAnother()
{
    Sender sender;
    QStringList log;
    auto scope = std::make_unique<TaskScope>();
    TaskScope other;
    scope->start(waitAnd(sender, [&] {
        scope.reset();
        scope = std::make_unique<TaskScope>();
        scope->start(waitAndTrace(sender, log, u"new"_s));
        other.start(waitAndTrace(sender, log, u"other"_s));
    }));
    Q_EMIT sender.clicked();
    QCOMPARE(log, QStringList());
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"new finished"_s, u"~new"_s, u"other finished"_s, u"~other"_s }));
}

void tst_TaskScope::survivesItsDestructionInADestructorOfATask()
{
    Sender sender;
    QStringList log;
    auto scope = std::make_unique<TaskScope>();
    scope->start(waitAndTrace(sender, log, u"a"_s));
    const TaskHandle task = scope->start(waitAnd(sender, [] {}, [&] { scope.reset(); }));
    scope->start(waitAndTrace(sender, log, u"b"_s));
    task.cancel();
    QCOMPARE(log, (QStringList { u"~b"_s, u"~a"_s }));
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!sender.hasConnections());
}

void tst_TaskScope::refusesTasksWhileItIsDestroyed()
{
    Sender sender;
    QStringList log;
    TaskHandle late;
    {
        auto scope = std::make_unique<TaskScope>();
        TaskScope *address = scope.get();
        scope->start(waitAnd(
            sender, [] {},
            [&, address] {
                late = address->start([](QStringList &log_) -> Task<> {
                    log_.append(u"never"_s);
                    co_return;
                }(log));
            }));
    }
    QCOMPARE(log, QStringList());
    QCOMPARE(late.state(), TaskState::Cancelled);
    QVERIFY2(late.reason().contains(u"scope"_s), qPrintable(late.reason()));
}

void tst_TaskScope::survivesADestructorThatStartsATaskInCancel()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start(waitAndTrace(sender, log, u"a"_s));
    scope.start(waitAnd(sender, [] {}, [&] { scope.start(waitAndTrace(sender, log, u"new"_s)); }));
    scope.cancel();
    QCOMPARE(log, QStringList { u"~a"_s });
    QCOMPARE(scope.count(), 1); // what is started afterwards stays
    Q_EMIT sender.clicked();
    QCOMPARE(log.last(), u"~new"_s);
}

void tst_TaskScope::survivesADestructorThatCancelsASibling()
{
    Sender sender;
    QStringList log;
    TaskHandle first;
    TaskScope scope;
    first = scope.start(waitAndTrace(sender, log, u"first"_s));
    scope.start(waitAndTrace(sender, log, u"second"_s));
    scope.start(waitAnd(
        sender, [] {},
        [&] {
            first.cancel();
            log.append(u"third"_s);
        }));
    scope.cancel();
    QCOMPARE(log, (QStringList { u"~first"_s, u"third"_s, u"~second"_s }));
}

void tst_TaskScope::cancelsTheOthersThoughADestructorEndsTheNextOne()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start(waitAndTrace(sender, log, u"first"_s));
    const TaskHandle second = scope.start(waitAndTrace(sender, log, u"second"_s));
    TaskHandle late;
    scope.start(waitAnd(
        sender, [] {},
        [&] {
            late = scope.start(waitAndTrace(sender, log, u"late"_s));
            second.cancel();
        }));
    scope.cancel();
    QCOMPARE(log, (QStringList { u"~second"_s, u"~first"_s }));
    QCOMPARE(second.reason(), u"cancelled"_s);
    QCOMPARE(late.state(), TaskState::Waiting);
    QCOMPARE(scope.count(), 1);
}

void tst_TaskScope::survivesADestructorThatEmits()
{
    Sender sender;
    Sender other;
    QStringList log;
    TaskScope scope;
    scope.start(waitAndTrace(other, log, u"a"_s));
    scope.start(waitAnd(sender, [] {}, [&] { Q_EMIT other.clicked(); }));
    scope.start(waitAndTrace(other, log, u"b"_s));
    scope.cancel();
    QCOMPARE(log, (QStringList { u"~b"_s, u"a finished"_s, u"~a"_s }));
    QVERIFY(scope.isEmpty());
    QVERIFY(!other.hasConnections());
}

void tst_TaskScope::canBeDestroyedInADestructorOfACancelledTask()
{
    Sender sender;
    QStringList log;
    auto scope = std::make_unique<TaskScope>();
    TaskScope *address = scope.get();
    scope->start(waitAndTrace(sender, log, u"a"_s));
    scope->start(waitAnd(sender, [] {}, [&] { scope.reset(); }));
    address->cancel();
    QVERIFY(!scope);
    QCOMPARE(log, QStringList { u"~a"_s });
}

void tst_TaskScope::startsFromADestructor()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    TaskScope other;
    const TaskHandle task
        = scope.start(waitAnd(sender, [] {}, [&] { other.start(waitAndTrace(sender, log, u"new"_s)); }));
    task.cancel();
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"new finished"_s, u"~new"_s }));
}

void tst_TaskScope::cancelsItselfInItsFirstPart()
{
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        scope.cancel();
        log.append(u"cancelled"_s);
        co_await sleepFor(0ms);
        log.append(u"never"_s);
    });
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, (QStringList { u"cancelled"_s, u"~task"_s }));
    QVERIFY(scope.isEmpty());
}

void tst_TaskScope::cancelsThroughAHandle()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(waitAndTrace(sender, log, u"a"_s));
    task.cancel();
    QCOMPARE(log, QStringList { u"~a"_s }); // before cancel() has returned
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"cancelled"_s);
    QVERIFY(scope.isEmpty());
    QVERIFY(!sender.hasConnections());
}

void tst_TaskScope::cancelsNothingTwice()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    TaskHandle task = scope.start(waitAndTrace(sender, log, u"a"_s));
    task.cancel();
    task.cancel();
    scope.cancel();
    QCOMPARE(log, QStringList { u"~a"_s });
    task = scope.start(waitAndTrace(sender, log, u"b"_s));
    Q_EMIT sender.clicked();
    task.cancel();
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.reason(), QString());
}

void tst_TaskScope::endsTheWholeChainWhenAChildIsCancelled()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle parent = scope.start([&]() -> Task<> {
        const Trace trace(log, u"parent"_s);
        co_await waitAndTrace(sender, log, u"child"_s);
        log.append(u"never"_s);
    });
    std::vector<TaskHandle<>> children;
    parent.record()->visitAwaited([&](Detail::TaskRecord &record) { children.emplace_back(record); });
    QCOMPARE(children.size(), std::size_t(1));
    children[0].cancel();
    QCOMPARE(log, (QStringList { u"~child"_s, u"~parent"_s }));
    QCOMPARE(children[0].state(), TaskState::Cancelled);
    QCOMPARE(parent.state(), TaskState::Cancelled);
    QCOMPARE(children[0].reason(), u"cancelled"_s);
}

void tst_TaskScope::keepsHandlesBeyondItsEnd()
{
    TaskHandle finished;
    TaskHandle failed;
    {
        TaskScope scope;
        finished = scope.start([]() -> Task<> { co_return; }, u"finished"_s);
        QTest::ignoreMessage(QtWarningMsg, "Task \"failed\" failed: words");
        failed = scope.start(
            []() -> Task<> {
                throw std::runtime_error("words");
                co_return;
            },
            u"failed"_s);
    }
    const TaskHandle copy = failed;
    QCOMPARE(finished.name(), u"finished"_s);
    QCOMPARE(finished.state(), TaskState::Finished);
    QCOMPARE(copy.state(), TaskState::Failed);
    QCOMPARE(copy.reason(), u"words"_s);
    QVERIFY(copy.isDone());
    copy.cancel();
    QCOMPARE(copy.state(), TaskState::Failed);
}

void tst_TaskScope::givesAnEmptyHandle()
{
    const TaskHandle nothing;
    QVERIFY(!nothing.isValid());
    QVERIFY(!nothing.isDone());
    QCOMPARE(nothing.state(), TaskState::Ready);
    QCOMPARE(nothing.name(), QString());
    QCOMPARE(nothing.reason(), QString());
    QCOMPARE(nothing.waitingFor(), QString());
    QCOMPARE(nothing.fileName(), QString());
    QCOMPARE(nothing.line(), 0);
    QCOMPARE(nothing.resumptions(), quint64(0));
    nothing.cancel();
}

void tst_TaskScope::comparesHandles()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle a = scope.start(waitAndTrace(sender, log, u"a"_s));
    const TaskHandle b = scope.start(waitAndTrace(sender, log, u"b"_s));
    const TaskHandle copy = a;
    QVERIFY(a == copy);
    QVERIFY(a != b);
    QVERIFY(a != TaskHandle<>());
}

void tst_TaskScope::waitsUntilAllAreDone()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    TaskScope other;
    scope.start(waitAndTrace(sender, log, u"a"_s));
    scope.start(waitAndTrace(sender, log, u"b"_s));
    const TaskHandle waiting = other.start([&]() -> Task<> {
        co_await scope.join();
        log.append(u"all done"_s);
    });
    QCOMPARE(waiting.waitingFor(), u"2 tasks of a scope"_s);
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"a finished"_s, u"~a"_s, u"b finished"_s, u"~b"_s, u"all done"_s }));
}

void tst_TaskScope::doesNotWaitIfThereIsNone()
{
    TaskScope scope;
    TaskScope other;
    const TaskHandle task = other.start([&]() -> Task<> { co_await scope.join(); });
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(0));
}

void tst_TaskScope::waitsForCancelledAndFailedOnesToo()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    TaskScope other;
    const TaskHandle cancelled = scope.start(waitAndTrace(sender, log, u"a"_s));
    scope.start(
        [&]() -> Task<> {
            co_await waitFor(sender, &Sender::clicked);
            throw 1;
        },
        u"failing"_s);
    const TaskHandle task = other.start([&]() -> Task<> { co_await scope.join(); });
    cancelled.cancel();
    QCOMPARE(task.state(), TaskState::Waiting);
    QTest::ignoreMessage(QtWarningMsg, "Task \"failing\" failed: an exception that is no std::exception");
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_TaskScope::waitsForTasksThatAreStartedMeanwhile()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    TaskScope other;
    scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::clicked);
        scope.start(waitAndTrace(sender, log, u"next"_s));
    });
    const TaskHandle task = other.start([&]() -> Task<> { co_await scope.join(); });
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_TaskScope::tellsAllWhoWait()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    TaskScope other;
    TaskHandle last;
    scope.start(waitAndTrace(sender, log, u"a"_s));
    const auto wait = [](TaskScope &scope_, QStringList &log_, QString name, TaskHandle<> &victim) -> Task<> {
        co_await scope_.join();
        log_.append(name);
        victim.cancel();
    };
    TaskHandle nobody;
    other.start(wait(scope, log, u"first"_s, last));
    other.start(wait(scope, log, u"second"_s, nobody));
    last = other.start(wait(scope, log, u"cancelled"_s, nobody));
    scope.cancel();
    QCOMPARE(log, (QStringList { u"~a"_s, u"first"_s, u"second"_s }));
    QVERIFY(other.isEmpty());
}

void tst_TaskScope::waitsForAScopeThatIsDestroyed()
{
    Sender sender;
    QStringList log;
    auto scope = std::make_unique<TaskScope>();
    TaskScope other;
    scope->start(waitAndTrace(sender, log, u"a"_s));
    const TaskHandle task = other.start([&]() -> Task<> {
        co_await scope->join();
        log.append(u"done"_s);
    });
    scope.reset();
    QCOMPARE(log, (QStringList { u"~a"_s, u"done"_s }));
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_TaskScope::tellsOfATaskThatWaitsForItself()
{
    QString words;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await scope.join();
        } catch (const WaitError &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    QCOMPARE(words, u"A task cannot wait for the end of its own scope: it would wait for itself."_s);
}

void tst_TaskScope::tellsOfAChildThatWaitsForItsOwnScope()
{
    QStringList log;
    TaskScope scope;
    const auto wait = [](TaskScope &scope_, QStringList &log_) -> Task<> {
        try {
            co_await scope_.join();
        } catch (const WaitError &) {
            log_.append(u"told"_s);
        }
    };
    scope.start([&]() -> Task<> {
        co_await wait(scope, log);
        co_await whenAll(wait(scope, log), wait(scope, log));
        co_await sleepFor(0ms);
        co_await whenAny(wait(scope, log));
    });
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(log, (QStringList { u"told"_s, u"told"_s, u"told"_s, u"told"_s }));
}

void tst_TaskScope::letsATaskOfAnotherScopeWaitThoughOneOfThisIsRunning()
{
    // The running task starts the one that waits for its end: no circle, since nobody waits for the latter.
    Sender sender;
    QStringList log;
    TaskScope scope;
    TaskScope other;
    scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await waitFor(sender, &Sender::clicked);
        other.start([&]() -> Task<> {
            co_await scope.join();
            log.append(u"all done"_s);
        });
        log.append(u"started"_s);
    });
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"started"_s, u"~task"_s, u"all done"_s }));
    QVERIFY(other.isEmpty());
}

void tst_TaskScope::canWaitForAllDoneInACombination()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    TaskScope other;
    scope.start(waitAndTrace(sender, log, u"a"_s));
    other.start([&]() -> Task<> {
        const auto early = co_await withTimeout(scope.join(), 1ms);
        log.append(early ? u"early"_s : u"not yet"_s);
        const auto first = co_await whenAny(waitFor(sender, &Sender::named), scope.join());
        log.append(u"first %1"_s.arg(first.index()));
    });
    QTRY_COMPARE(log, QStringList { u"not yet"_s });
    Q_EMIT sender.clicked();
    QCOMPARE(log.last(), u"first 1"_s);
    QVERIFY(!sender.hasConnections());
}

void tst_TaskScope::waitsForTheLocalsOfTheLastTask()
{
    // One of them starts another task of the scope, which has ended before the other locals are gone.
    Sender sender;
    QStringList log;
    TaskScope scope;
    TaskScope other;
    const auto last = [](Sender &sender_, QStringList &log_, TaskScope &scope_) -> Task<> {
        const Trace trace(log_, u"local"_s);
        const AtEnd end([&] {
            scope_.start([](QStringList &log__) -> Task<> {
                log__.append(u"another"_s);
                co_return;
            }(log_));
        });
        co_await waitFor(sender_, &Sender::clicked);
    };
    other.start([&]() -> Task<> {
        for (int i = 0; i < 2; ++i) {
            co_await waitFor(sender, &Sender::named);
            co_await scope.join();
            log.append(u"joined"_s);
        }
    });
    const QStringList expected { u"another"_s, u"~local"_s, u"joined"_s };
    const TaskHandle cancelled = scope.start(last(sender, log, scope));
    Q_EMIT sender.named({});
    cancelled.cancel();
    QCOMPARE(log, expected);
    log.clear();
    scope.start(last(sender, log, scope));
    Q_EMIT sender.named({});
    Q_EMIT sender.clicked(); // by its end
    QCOMPARE(log, expected);
}

void tst_TaskScope::joinsAHundredThousandScopesInARow()
{
    const auto join = [](TaskScope &before) -> Task<> { co_await before.join(); };
    Sender sender;
    const auto waitForClick = [](Sender &sender_) -> Task<> { co_await waitFor(sender_, &Sender::clicked); };
    std::deque<TaskScope> scopes(100'000);
    scopes.front().start(waitForClick(sender));
    for (std::size_t i = 1; i < scopes.size(); ++i)
        scopes[i].start(join(scopes[i - 1]));
    Q_EMIT sender.clicked(); // and the stack does not grow from scope to scope
    QVERIFY(scopes.back().isEmpty());
}

void tst_TaskScope::tellsAHundredThousandWhoWait()
{
    const auto join = [](TaskScope &scope, int &joined) -> Task<> {
        co_await scope.join();
        ++joined;
    };
    const auto cost = [&](int count, bool areCancelled) {
        Sender sender;
        QStringList log;
        TaskScope scope;
        scope.start(waitAndTrace(sender, log, u"a"_s));
        TaskScope others;
        int joined = 0;
        for (int i = 0; i < count; ++i)
            others.start(join(scope, joined));
        const std::clock_t begun = std::clock();
        if (areCancelled)
            others.cancel();
        else
            scope.cancel();
        const std::clock_t ended = std::clock();
        return joined == (areCancelled ? 0 : count) && others.isEmpty() ? double(ended - begun) : -1;
    };
    for (const bool areCancelled : { false, true }) {
        cost(10'000, areCancelled); // and the memory is there
        const double few = cost(10'000, areCancelled);
        const double many = cost(100'000, areCancelled);
        QVERIFY(few > 0 && many > 0);
        // Ten times as many: ten times as much, not a hundred times.
        QVERIFY2(many < 50 * few, qPrintable(u"%1 and %2"_s.arg(few).arg(many)));
    }
}

void tst_TaskScope::refusesToBeCancelledOnAnotherThread()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(waitAndTrace(sender, log, u"a"_s));
    QString words;
    onAnotherThread([&] { words = wordsOf([&] { scope.cancel(); }); });
    QCOMPARE(words,
        u"A TaskScope runs its tasks on one thread, and tasks of this one run on another: cancel them there, "
        u"or use a "
        "scope of this thread."_s);
    QCOMPARE(task.state(), TaskState::Waiting);
    QCOMPARE(log, QStringList());
}

void tst_TaskScope::refusesToCancelATaskOnAnotherThread()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle parent = scope.start(
        [&]() -> Task<> {
            co_await whenAny(waitAndTrace(sender, log, u"child"_s), waitAndTrace(sender, log, u"other"_s));
        },
        u"parent"_s);
    std::vector<TaskHandle<>> tasks { parent };
    parent.record()->visitAwaited([&](Detail::TaskRecord &record) { tasks.emplace_back(record); });
    QCOMPARE(tasks.size(), std::size_t(3));
    for (const TaskHandle<> &task : tasks) {
        QString words;
        onAnotherThread([&] { words = wordsOf([&] { task.cancel(); }); });
        QVERIFY2(words.startsWith(
                     u"TaskHandle::cancel: the task \"%1\" runs on another thread"_s.arg(task.name())),
            qPrintable(words));
        // Nor on one where other tasks run.
        onAnotherThread([&] {
            TaskScope there;
            there.start([&]() -> Task<> {
                words = wordsOf([&] { task.cancel(); });
                co_return;
            });
        });
        QVERIFY2(words.contains(u"runs on another thread"_s), qPrintable(words));
        QCOMPARE(task.state(), TaskState::Waiting);
    }
    QCOMPARE(log, QStringList());
}

void tst_TaskScope::doesNothingForAnEndedTaskOnAnyThread()
{
    TaskScope scope;
    const TaskHandle task = scope.start([]() -> Task<> { co_return; });
    onAnotherThread([&] {
        task.cancel();
        scope.cancel(); // nothing of it runs anywhere
    });
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_TaskScope::canBeDestroyedOnAnotherThreadIfItIsEmpty()
{
    auto scope = std::make_unique<TaskScope>();
    scope->start([]() -> Task<> { co_return; });
    onAnotherThread([&] {
        scope->start([]() -> Task<> { co_return; }); // nor does it belong to a thread
        scope.reset();
    });
    QVERIFY(!scope);
}

void tst_TaskScope::endsItsTasksOnTheirThreadThoughItIsDestroyedOnAnother()
{
    Sender sender;
    QThread *endedOn = nullptr;
    auto scope = std::make_unique<TaskScope>();
    const TaskHandle task = scope->start(waitAnd(sender, [] {}, [&] { endedOn = QThread::currentThread(); }));
    QTest::ignoreMessage(QtWarningMsg,
        QRegularExpression(
            u"^AsyncWidgets: a TaskScope was destroyed on another thread than that of its tasks"_s));
    onAnotherThread([&] { scope.reset(); });
    QVERIFY(!endedOn);
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"its scope was destroyed"_s);
    QCOMPARE(endedOn, QThread::currentThread());
    QVERIFY(!sender.hasConnections());
}

void tst_TaskScope::endsItsTasksWithTheirThreadThoughItIsDestroyedOnAnother()
{
    // The thread ends before it comes to it.
    Semaphore isStarted;
    Semaphore isDestroyed;
    auto scope = std::make_unique<TaskScope>();
    bool hasEnded = false;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        scope->start([](bool &hasEnded_) -> Task<> {
            const AtEnd end([&] { hasEnded_ = true; });
            co_await sleepFor(1h);
        }(hasEnded));
        isStarted.release();
        isDestroyed.acquire();
    }));
    thread->start();
    isStarted.acquire();
    QTest::ignoreMessage(QtWarningMsg,
        QRegularExpression(
            u"^AsyncWidgets: a TaskScope was destroyed on another thread than that of its tasks"_s));
    scope.reset();
    isDestroyed.release();
    AsyncWidgets::Tests::join(*thread);
    QVERIFY(hasEnded);
}

void tst_TaskScope::ownsScopesInsideTasks()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"outer"_s);
        TaskScope inner;
        inner.start(waitAndTrace(sender, log, u"a"_s));
        inner.start(waitAndTrace(sender, log, u"b"_s));
        co_await waitFor(sender, &Sender::named);
    });
    task.cancel();
    QCOMPARE(log, (QStringList { u"~b"_s, u"~a"_s, u"~outer"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_TaskScope::tellsOfATaskThatHasBeenMovedAway()
{
    TaskScope scope;
    auto task = []() -> Task<> { co_return; }();
    scope.start(std::move(task));
    const QString words = wordsOf([&] { scope.start(std::move(task)); }); // NOLINT(bugprone-use-after-move)
    QVERIFY2(words.contains(u"moved"_s), qPrintable(words));
    QString told;
    scope.start([&]() -> Task<> {
        try {
            co_await std::move(task);
        } catch (const WaitError &error) {
            told = QString::fromUtf8(error.what());
        }
    });
    QVERIFY2(told.contains(u"moved"_s), qPrintable(told));
    told.clear();
    scope.start([&]() -> Task<> {
        try {
            co_await whenAny(std::move(task), sleepFor(1h));
        } catch (const WaitError &error) {
            told = QString::fromUtf8(error.what());
        }
    });
    QVERIFY2(told.contains(u"moved"_s), qPrintable(told));
}

void tst_TaskScope::tellsOfANullStateMachine()
{
    TaskScope scope;
    QCOMPARE(wordsOf([&] { scope.start(std::unique_ptr<StateMachine>()); }),
        u"There is no state machine to start: the pointer is null."_s);
}

void tst_TaskScope::endsWithItsObject()
{
    class Page : public QObject
    {
    public:
        Page(Sender &sender, QStringList &log) { m_tasks.start(run(sender, log)); }

    private:
        Task<> run(Sender &sender, QStringList &log)
        {
            const Trace trace(log, m_title);
            co_await waitFor(sender, &Sender::clicked);
            log.append(m_title);
        }
        QString m_title = u"page"_s;
        TaskScope m_tasks;
    };
    Sender sender;
    QStringList log;
    {
        QObject window;
        (new Page(sender, log))->setParent(&window);
    }
    QCOMPARE(log, QStringList { u"~page"_s });
    QVERIFY(!sender.hasConnections());
}

void tst_TaskScope::tellsThatTheApplicationWasDestroyedInsideATask()
{
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), { QString::fromLatin1(destroyApplication) });
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    const QString error = QString::fromLocal8Bit(process.readAllStandardError());
    QVERIFY2(error.contains(u"the application object or the thread was destroyed inside a running task"_s),
        qPrintable(error));
}

int main(int argc, char *argv[])
{
    auto application = std::make_unique<QCoreApplication>(argc, argv);
    if (argc == 2 && qstrcmp(argv[1], destroyApplication) == 0) {
        TaskScope scope;
        scope.start(destroy(application));
        return 0;
    }
    tst_TaskScope test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_taskscope.moc"
