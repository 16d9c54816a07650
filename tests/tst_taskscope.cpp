// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests TaskScope and TaskHandle: ownership, cancelling in every situation, join().

#include "testsupport.h"

#include <QtCore/QCoreApplication>
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

/// Calls \a function on a thread that ends afterwards.
void onAnotherThread(const std::function<void()> &function)
{
    const std::unique_ptr<QThread> thread(QThread::create(function));
    thread->start();
    AsyncWidgets::Tests::join(*thread);
}

const QRegularExpression destroyedElsewhere(
    u"^AsyncWidgets: a TaskScope was destroyed on another thread than that of its tasks"_s);

/// With this argument the program makes the worst mistake, for a test that starts it.
constexpr const char *destroyApplication = "--destroy-application";

Task<> destroy(std::unique_ptr<QCoreApplication> &application)
{
    application.reset();
    co_return;
}

} // namespace

class tst_TaskScope : public TaskTest
{
    Q_OBJECT

    /// Calls \a function when the sender is clicked, and pauses again.
    Task<> clickThen(std::function<void()> function)
    {
        const Trace trace(log, u"task"_s);
        co_await waitFor(*sender, &Sender::clicked);
        function();
        co_await waitFor(*sender, &Sender::clicked);
    }
    /// Waits for a click; its local calls \a function at its end.
    Task<> callAtEnd(std::function<void()> function)
    {
        const AtEnd end(std::move(function));
        co_await waitFor(*sender, &Sender::clicked);
    }
    Task<> joinScope(QString name)
    {
        co_await scope->join();
        log.append(name);
    }

private Q_SLOTS:
    void runsATaskUntilItsFirstPauseInsideStart();
    void countsItsTasks();
    void keepsTheCapturesOfALambdaAsLongAsTheTask();
    void dropsTheCapturesWhenTheTaskEndsThoughAHandleIsLeft();
    void namesItsTasks();
    void cancelsInReverseOrderOfStarting();
    void canBeUsedAgainAfterCancel();
    void cancelsThoseThatAreThereOnly();
    void endsARunningTaskAtItsNextPause();
    void letsARunningTaskEndThatDoesNotPause();
    void survivesItsDestructionInsideATask();
    void mayNameWhatIsGoneWhenItIsToEnd_data();
    void mayNameWhatIsGoneWhenItIsToEnd();
    void refusesTheWaitOfATaskThatIsToEnd_data();
    void refusesTheWaitOfATaskThatIsToEnd();
    void canRestartWhatIsToEnd();
    void survivesItsDestructionInATaskThatStartsAnother();
    void survivesItsDestructionInADestructorOfATask();
    void refusesTasksWhileItIsDestroyed();
    void endsThoughATaskStartsAgainWhatHasEnded_data();
    void endsThoughATaskStartsAgainWhatHasEnded();
    void survivesADestructorThatCancelsASibling();
    void cancelsTheOthersThoughADestructorEndsTheNextOne();
    void survivesADestructorThatEmits();
    void canBeDestroyedInADestructorOfACancelledTask();
    void startsFromADestructor();
    void cancelsItselfInItsFirstPart();
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
    void endsItsTasksOnTheirThreadWhateverThatDoesMeanwhile();
    void endsItsTasksWithTheirThreadThoughItIsDestroyedOnAnother();

    void ownsScopesInsideTasks();
    void tellsOfATaskThatHasBeenMovedAway();
    void tellsOfANullStateMachine();
    void endsWithItsObject();
    void tellsThatTheApplicationWasDestroyedInsideATask();
};

void tst_TaskScope::runsATaskUntilItsFirstPauseInsideStart()
{
    auto task = [](Sender &clicked, QStringList &log_) -> Task<> {
        log_.append(u"runs"_s);
        co_await waitFor(clicked, &Sender::clicked);
    }(*sender, log);
    EXPECT_LOG(); // none of it runs before it has an owner
    const TaskHandle handle = scope->start(std::move(task));
    EXPECT_LOG("runs");
    QCOMPARE(handle.state(), TaskState::Waiting);
    QCOMPARE(handle.kind(), TaskKind::Coroutine);
}

void tst_TaskScope::countsItsTasks()
{
    QVERIFY(scope->isEmpty());
    scope->start(click(u"a"_s));
    const TaskHandle b = scope->start(click(u"b"_s));
    scope->start([]() -> Task<> { co_return; });
    QCOMPARE(scope->count(), 2);
    b.cancel();
    QCOMPARE(scope->count(), 1);
    Q_EMIT sender->clicked();
    QCOMPARE(scope->count(), 0);
}

void tst_TaskScope::keepsTheCapturesOfALambdaAsLongAsTheTask()
{
    const auto token = std::make_shared<QString>(u"token"_s);
    scope->start([held = token, this]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        log.append(*held);
    });
    QCOMPARE(token.use_count(), 2L);
    Q_EMIT sender->clicked();
    EXPECT_LOG("token");
    QCOMPARE(token.use_count(), 1L);
    // Also a function object that can only be moved.
    scope->start([held = std::make_unique<QString>(u"moved"_s), this]() -> Task<> {
        log.append(*held);
        co_return;
    });
    EXPECT_LOG("moved");
}

void tst_TaskScope::dropsTheCapturesWhenTheTaskEndsThoughAHandleIsLeft()
{
    const auto token = std::make_shared<int>(1);
    const auto body = [held = token, this]() -> Task<> { co_await waitFor(*sender, &Sender::clicked); };
    const TaskHandle finished = scope->start(body);
    const TaskHandle cancelled = scope->start(body);
    QCOMPARE(token.use_count(), 4L);
    cancelled.cancel();
    QCOMPARE(token.use_count(), 3L);
    Q_EMIT sender->clicked();
    QCOMPARE(finished.state(), TaskState::Finished);
    QCOMPARE(token.use_count(), 2L);
}

void tst_TaskScope::namesItsTasks()
{
    QCOMPARE(scope->start(click(u"a"_s), u"my task"_s).name(), u"my task"_s);
    QCOMPARE(scope->start(click(u"a"_s)).name(), u"click"_s);
}

void tst_TaskScope::cancelsInReverseOrderOfStarting()
{
    for (const QString &name : { u"a"_s, u"b"_s, u"c"_s })
        scope->start(click(name));
    scope->cancel();
    EXPECT_LOG("~c", "~b", "~a");
    QVERIFY(scope->isEmpty());
}

void tst_TaskScope::canBeUsedAgainAfterCancel()
{
    scope->start(click(u"a"_s));
    scope->cancel();
    scope->start(click(u"b"_s));
    Q_EMIT sender->clicked();
    EXPECT_LOG("~a", "b clicked", "~b");
}

void tst_TaskScope::cancelsThoseThatAreThereOnly()
{
    // A running task cancels its scope and then starts a new one, which is not meant.
    scope->start(clickThen([&] {
        scope->cancel();
        scope->start(click(u"new"_s));
    }));
    Q_EMIT sender->clicked();
    EXPECT_LOG("~task");
    QCOMPARE(scope->count(), 1);
}

void tst_TaskScope::endsARunningTaskAtItsNextPause()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await waitFor(*sender, &Sender::clicked);
        scope->cancel();
        log.append(scope->isEmpty() ? u"empty"_s : u"still there"_s);
        co_await sleepFor(0ms);
        log.append(u"never"_s);
    });
    Q_EMIT sender->clicked();
    EXPECT_LOG("still there", "~task");
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_TaskScope::letsARunningTaskEndThatDoesNotPause()
{
    const TaskHandle task = atChange([this] { scope->cancel(); });
    sender->setValue(1);
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_TaskScope::survivesItsDestructionInsideATask()
{
    scope->start(click(u"a"_s));
    const TaskHandle task = scope->start(clickThen([&] { scope.reset(); }));
    const TaskHandle owed = scope->start(click(u"owed"_s));
    Q_EMIT sender->clicked();
    EXPECT_LOG("a clicked", "~a", "~owed", "~task");
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(owed.state(), TaskState::Cancelled);
}

void tst_TaskScope::mayNameWhatIsGoneWhenItIsToEnd_data()
{
    QTest::addColumn<QString>("wait");
    QTest::addColumn<bool>("isBranch");
    for (const char *name :
        { "for a signal", "for a property", "for an event", "until", "until settled", "with a limit" }) {
        QTest::newRow(name) << QString::fromLatin1(name) << false;
        QTest::addRow("%s, as a branch", name) << QString::fromLatin1(name) << true;
    }
}

// The task deletes the window that owns it, and its loop begins again: the next wait is its end.
void tst_TaskScope::mayNameWhatIsGoneWhenItIsToEnd()
{
    QFETCH(const QString, wait);
    QFETCH(const bool, isBranch);
    struct Window
    {
        Sender button;
        TaskScope tasks;
    };
    auto window = std::make_unique<Window>();
    const auto loop = [&]() -> Task<> {
        Sender &button = window->button;
        for (;;) {
            if (wait == u"for a signal")
                co_await waitFor(button, &Sender::clicked);
            else if (wait == u"for a property")
                co_await waitForChange<int>(button, "value");
            else if (wait == u"for an event")
                co_await waitForEvent(button, QEvent::User);
            else if (wait == u"until")
                co_await waitUntil(button, &Sender::valueChanged, [](int value) { return value == 1; });
            else if (wait == u"until settled")
                co_await waitUntilSettled(button, &Sender::clicked, 0ms);
            else
                co_await withTimeout(waitFor(button, &Sender::clicked), 1h);
            window.reset();
        }
    };
    const TaskHandle task = window->tasks.start([&]() -> Task<> {
        if (isBranch)
            co_await withTimeout(loop(), 1h);
        else
            co_await loop();
    });
    Q_EMIT window->button.clicked();
    if (window)
        window->button.setValue(1);
    if (window) {
        QEvent event(QEvent::User);
        QCoreApplication::sendEvent(&window->button, &event);
    }
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!window);
}

void tst_TaskScope::refusesTheWaitOfATaskThatIsToEnd_data()
{
    QTest::addColumn<int>("kind");
    int kind = 0;
    for (const char *name : { "for a signal", "for a property", "for an event", "until" })
        QTest::newRow(name) << kind++;
}

// Its sender was not looked at, since it may be gone: nobody else can wait for it.
void tst_TaskScope::refusesTheWaitOfATaskThatIsToEnd()
{
    QFETCH(const int, kind);
    TaskScope others;
    others.onFailure([&](const TaskHandle<> &task) { log.append(task.reason()); });
    const auto await = [](auto wait) -> Task<> { co_await std::move(wait); };
    scope->start([&]() -> Task<> {
        co_await waitFor(*sender, &Sender::clickedAgain);
        scope->cancel();
        if (kind == 0)
            others.start(await(waitFor(*sender, &Sender::clicked)));
        else if (kind == 1)
            others.start(await(waitForChange<int>(*sender, "value")));
        else if (kind == 2)
            others.start(await(waitForEvent(*sender, QEvent::User)));
        else
            others.start(await(waitUntil(*sender, &Sender::valueChanged, [](int) { return true; })));
    });
    Q_EMIT sender->clickedAgain();
    EXPECT_LOG(
        "This wait was made by a task that ends at its next pause: make it in the task that awaits it.");
}

// A stream that a task that is to end makes for others is whole: only its own next pause is its end.
void tst_TaskScope::canRestartWhatIsToEnd()
{
    const auto logAll = [&](auto changes, QString name) -> Task<> {
        for (;;) {
            co_await changes.next();
            log.append(name);
        }
    };
    scope->start([&]() -> Task<> {
        co_await waitFor(*sender, &Sender::clickedAgain);
        scope->cancel();
        scope->start(logAll(streamOf(*sender, &Sender::clicked), u"clicked"_s));
        scope->start(logAll(streamOfEvents(*sender, QEvent::User), u"event"_s));
    });
    Q_EMIT sender->clickedAgain();
    QCOMPARE(scope->count(), 2);
    Q_EMIT sender->clicked();
    QEvent event(QEvent::User);
    QCoreApplication::sendEvent(sender.get(), &event);
    EXPECT_LOG("clicked", "event");
    scope->cancel();
}

void tst_TaskScope::survivesItsDestructionInATaskThatStartsAnother()
{
    TaskScope other;
    scope->start(clickThen([&] {
        scope = std::make_unique<TaskScope>();
        scope->start(click(u"new"_s));
        other.start(click(u"other"_s));
    }));
    Q_EMIT sender->clicked();
    EXPECT_LOG("~task");
    Q_EMIT sender->clicked();
    EXPECT_LOG("new clicked", "~new", "other clicked", "~other");
}

void tst_TaskScope::survivesItsDestructionInADestructorOfATask()
{
    scope->start(click(u"a"_s));
    const TaskHandle task = scope->start(callAtEnd([&] { scope.reset(); }));
    scope->start(click(u"b"_s));
    task.cancel();
    EXPECT_LOG("~b", "~a");
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_TaskScope::endsThoughATaskStartsAgainWhatHasEnded_data()
{
    QTest::addColumn<bool>("isBranch");
    QTest::newRow("by itself") << false;
    QTest::newRow("as a branch") << true;
}

void tst_TaskScope::endsThoughATaskStartsAgainWhatHasEnded()
{
    QFETCH(const bool, isBranch);
    int started = 0;
    TaskScope *owner = nullptr;
    const auto work = []() -> Task<> { co_await sleepFor(1h); };
    const auto startAgain = [&]() -> Task<> {
        for (;;) {
            ++started;
            const TaskHandle task = owner->start(work());
            co_await task.asOptional();
        }
    };
    const auto startInABranch = [&]() -> Task<> { co_await whenAny(startAgain(), sleepFor(1h)); };
    {
        TaskScope tasks;
        owner = &tasks;
        tasks.start(isBranch ? startInABranch() : startAgain());
    }
    QCOMPARE(started, 2);
}

void tst_TaskScope::refusesTasksWhileItIsDestroyed()
{
    TaskHandle late;
    TaskScope *const address = scope.get();
    scope->start(callAtEnd([&] { late = address->start(attempt([] { return sleepFor(1h); })); }));
    scope.reset();
    EXPECT_LOG();
    QCOMPARE(late.state(), TaskState::Cancelled);
    QVERIFY2(late.reason().contains(u"scope"_s), qPrintable(late.reason()));
}

void tst_TaskScope::survivesADestructorThatCancelsASibling()
{
    TaskHandle first;
    first = scope->start(click(u"first"_s));
    scope->start(click(u"second"_s));
    scope->start(callAtEnd([&] {
        first.cancel();
        log.append(u"third"_s);
    }));
    scope->cancel();
    EXPECT_LOG("~first", "third", "~second");
}

void tst_TaskScope::cancelsTheOthersThoughADestructorEndsTheNextOne()
{
    scope->start(click(u"first"_s));
    const TaskHandle second = scope->start(click(u"second"_s));
    TaskHandle late;
    scope->start(callAtEnd([&] {
        late = scope->start(click(u"late"_s));
        second.cancel();
    }));
    scope->cancel();
    EXPECT_LOG("~second", "~first");
    QCOMPARE(second.reason(), u"cancelled"_s);
    QCOMPARE(late.state(), TaskState::Waiting);
    QCOMPARE(scope->count(), 1);
}

void tst_TaskScope::survivesADestructorThatEmits()
{
    Sender other;
    scope->start(click(other, u"a"_s));
    scope->start(callAtEnd([&] { Q_EMIT other.clicked(); }));
    scope->start(click(other, u"b"_s));
    scope->cancel();
    EXPECT_LOG("~b", "a clicked", "~a");
    QVERIFY(scope->isEmpty());
    QVERIFY(!other.hasConnections());
}

void tst_TaskScope::canBeDestroyedInADestructorOfACancelledTask()
{
    TaskScope *address = scope.get();
    scope->start(click(u"a"_s));
    scope->start(callAtEnd([&] { scope.reset(); }));
    address->cancel();
    QVERIFY(!scope);
    EXPECT_LOG("~a");
}

void tst_TaskScope::startsFromADestructor()
{
    TaskScope other;
    const TaskHandle task = scope->start(callAtEnd([&] { other.start(click(u"new"_s)); }));
    task.cancel();
    Q_EMIT sender->clicked();
    EXPECT_LOG("new clicked", "~new");
}

void tst_TaskScope::cancelsItselfInItsFirstPart()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        scope->cancel();
        log.append(u"cancelled"_s);
        co_await sleepFor(0ms);
        log.append(u"never"_s);
    });
    QCOMPARE(task.state(), TaskState::Cancelled);
    EXPECT_LOG("cancelled", "~task");
    QVERIFY(scope->isEmpty());
}

void tst_TaskScope::cancelsNothingTwice()
{
    TaskHandle task = scope->start(click(u"a"_s));
    task.cancel();
    task.cancel();
    scope->cancel();
    EXPECT_LOG("~a");
    task = scope->start(click(u"b"_s));
    Q_EMIT sender->clicked();
    task.cancel();
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.reason(), QString());
}

void tst_TaskScope::endsTheWholeChainWhenAChildIsCancelled()
{
    const TaskHandle parent = scope->start([&]() -> Task<> {
        const Trace trace(log, u"parent"_s);
        co_await click(u"child"_s);
        log.append(u"never"_s);
    });
    std::vector<TaskHandle<>> children;
    parent.record()->visitAwaited([&](Detail::TaskRecord &record) { children.emplace_back(record); });
    QCOMPARE(children.size(), std::size_t(1));
    children[0].cancel();
    EXPECT_LOG("~child", "~parent");
    QCOMPARE(children[0].state(), TaskState::Cancelled);
    QCOMPARE(parent.state(), TaskState::Cancelled);
    QCOMPARE(children[0].reason(), u"cancelled"_s);
}

void tst_TaskScope::keepsHandlesBeyondItsEnd()
{
    const auto fail = []() -> Task<> {
        throw std::runtime_error("words");
        co_return;
    };
    QTest::ignoreMessage(QtWarningMsg, "Task \"failed\" failed: words");
    const TaskHandle failed = scope->start(fail(), u"failed"_s);
    scope.reset();
    const TaskHandle copy = failed;
    copy.cancel();
    QCOMPARE(copy.name(), u"failed"_s);
    QCOMPARE(copy.state(), TaskState::Failed);
    QCOMPARE(copy.reason(), u"words"_s);
    QVERIFY(copy.isDone());
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
    const TaskHandle a = scope->start(click(u"a"_s));
    const TaskHandle b = scope->start(click(u"b"_s));
    const TaskHandle copy = a;
    QVERIFY(a == copy);
    QVERIFY(a != b);
    QVERIFY(a != TaskHandle<>());
}

void tst_TaskScope::waitsUntilAllAreDone()
{
    TaskScope other;
    scope->start(click(u"a"_s));
    scope->start(click(u"b"_s));
    const TaskHandle waiting = other.start(joinScope(u"joined"_s));
    QCOMPARE(waiting.waitingFor(), u"2 tasks of a scope"_s);
    Q_EMIT sender->clicked();
    EXPECT_LOG("a clicked", "~a", "b clicked", "~b", "joined");
}

void tst_TaskScope::doesNotWaitIfThereIsNone()
{
    TaskScope other;
    const TaskHandle task = other.start(joinScope(u"joined"_s));
    EXPECT_LOG("joined");
    QCOMPARE(task.resumptions(), quint64(0));
}

void tst_TaskScope::waitsForCancelledAndFailedOnesToo()
{
    TaskScope other;
    const TaskHandle cancelled = scope->start(click(u"a"_s));
    const auto fail = [this]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        throw 1;
    };
    scope->start(fail(), u"failing"_s);
    other.start(joinScope(u"joined"_s));
    cancelled.cancel();
    EXPECT_LOG("~a");
    QTest::ignoreMessage(QtWarningMsg, "Task \"failing\" failed: an exception that is not a std::exception");
    Q_EMIT sender->clicked();
    EXPECT_LOG("joined");
}

void tst_TaskScope::waitsForTasksThatAreStartedMeanwhile()
{
    TaskScope other;
    atChange([this] { scope->start(click(u"next"_s)); });
    other.start(joinScope(u"joined"_s));
    sender->setValue(1);
    EXPECT_LOG();
    Q_EMIT sender->clicked();
    EXPECT_LOG("next clicked", "~next", "joined");
}

void tst_TaskScope::tellsAllWhoWait()
{
    TaskScope other;
    TaskHandle last;
    scope->start(click(u"a"_s));
    other.start([&]() -> Task<> {
        co_await joinScope(u"first"_s);
        last.cancel();
    });
    other.start(joinScope(u"second"_s));
    last = other.start(joinScope(u"cancelled"_s));
    scope->cancel();
    EXPECT_LOG("~a", "first", "second");
    QVERIFY(other.isEmpty());
}

void tst_TaskScope::waitsForAScopeThatIsDestroyed()
{
    TaskScope other;
    scope->start(click(u"a"_s));
    other.start(joinScope(u"joined"_s));
    scope.reset();
    EXPECT_LOG("~a", "joined");
}

void tst_TaskScope::tellsOfATaskThatWaitsForItself()
{
    const auto join = [this] { return scope->join(); };
    const auto words = "A task cannot wait for the end of its own scope: it would wait for itself.";
    scope->start(attempt(join));
    EXPECT_LOG(words);
    // Nor can a task that it awaits.
    scope->start([&]() -> Task<> {
        co_await attempt(join);
        co_await whenAll(attempt(join), attempt(join));
        co_await sleepFor(0ms);
        co_await whenAny(attempt(join));
    });
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG(words, words, words, words);
}

void tst_TaskScope::letsATaskOfAnotherScopeWaitThoughOneOfThisIsRunning()
{
    // The running task starts the one that waits for its end: no circle, since nobody waits for the latter.
    TaskScope other;
    scope->start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await waitFor(*sender, &Sender::clicked);
        other.start(joinScope(u"joined"_s));
        log.append(u"started"_s);
    });
    Q_EMIT sender->clicked();
    EXPECT_LOG("started", "~task", "joined");
}

void tst_TaskScope::canWaitForAllDoneInACombination()
{
    TaskScope other;
    scope->start(click(u"a"_s));
    other.start([&]() -> Task<> {
        const auto early = co_await withTimeout(scope->join(), 1ms);
        log.append(early ? u"early"_s : u"not yet"_s);
        const auto first = co_await whenAny(waitFor(*sender, &Sender::named), scope->join());
        log.append(u"first %1"_s.arg(first.index()));
    });
    QTRY_VERIFY(!log.isEmpty());
    EXPECT_LOG("not yet");
    Q_EMIT sender->clicked();
    EXPECT_LOG("a clicked", "~a", "first 1");
}

void tst_TaskScope::waitsForTheLocalsOfTheLastTask()
{
    // One of them starts another task of the scope, which has ended before the other locals are gone.
    TaskScope other;
    const auto last = [this]() -> Task<> {
        const Trace trace(log, u"local"_s);
        const AtEnd end([this] { scope->start(attempt([]() -> Task<> { co_return; })); });
        co_await waitFor(*sender, &Sender::clicked);
    };
    const TaskHandle cancelled = scope->start(last());
    other.start(joinScope(u"joined"_s));
    cancelled.cancel();
    EXPECT_LOG("done", "~local", "joined");
    scope->start(last());
    other.start(joinScope(u"joined"_s));
    Q_EMIT sender->clicked(); // by its end
    EXPECT_LOG("done", "~local", "joined");
}

void tst_TaskScope::joinsAHundredThousandScopesInARow()
{
    const auto join = [](TaskScope &before) -> Task<> { co_await before.join(); };
    std::deque<TaskScope> scopes(100'000);
    scopes.front().start(click(u"first"_s));
    for (std::size_t i = 1; i < scopes.size(); ++i)
        scopes[i].start(join(scopes[i - 1]));
    Q_EMIT sender->clicked(); // and the stack does not grow from scope to scope
    QVERIFY(scopes.back().isEmpty());
}

void tst_TaskScope::tellsAHundredThousandWhoWait()
{
    const auto join = [](TaskScope &joinedScope, int &joined) -> Task<> {
        co_await joinedScope.join();
        ++joined;
    };
    const auto cost = [&](int count, bool areCancelled) {
        scope->start(click(u"a"_s));
        TaskScope others;
        int joined = 0;
        for (int i = 0; i < count; ++i)
            others.start(join(*scope, joined));
        const std::clock_t begun = std::clock();
        if (areCancelled)
            others.cancel();
        else
            scope->cancel();
        const std::clock_t ended = std::clock();
        scope->cancel();
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
    const TaskHandle task = scope->start(click(u"a"_s));
    QString words;
    onAnotherThread([&] { words = wordsOf([&] { scope->cancel(); }); });
    QCOMPARE(words,
        u"A TaskScope runs its tasks on one thread, and tasks of this one run on another: cancel them there, "
        u"or use a "
        "scope of this thread."_s);
    QCOMPARE(task.state(), TaskState::Waiting);
    EXPECT_LOG();
}

void tst_TaskScope::refusesToCancelATaskOnAnotherThread()
{
    const TaskHandle parent = scope->start(
        [&]() -> Task<> { co_await whenAny(click(u"child"_s), click(u"other"_s)); }, u"parent"_s);
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
    EXPECT_LOG();
}

void tst_TaskScope::doesNothingForAnEndedTaskOnAnyThread()
{
    const TaskHandle task = scope->start([]() -> Task<> { co_return; });
    onAnotherThread([&] {
        task.cancel();
        scope->cancel(); // nothing of it runs anywhere
    });
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_TaskScope::canBeDestroyedOnAnotherThreadIfItIsEmpty()
{
    scope->start([]() -> Task<> { co_return; });
    onAnotherThread([&] {
        scope->start([]() -> Task<> { co_return; }); // nor does it belong to a thread
        scope.reset();
    });
    QVERIFY(!scope);
}

void tst_TaskScope::endsItsTasksOnTheirThreadThoughItIsDestroyedOnAnother()
{
    QThread *endedOn = nullptr;
    const TaskHandle task = scope->start(callAtEnd([&] { endedOn = QThread::currentThread(); }));
    QTest::ignoreMessage(QtWarningMsg, destroyedElsewhere);
    onAnotherThread([&] { scope.reset(); });
    QVERIFY(!endedOn);
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"its scope was destroyed"_s);
    QCOMPARE(endedOn, QThread::currentThread());
}

void tst_TaskScope::endsItsTasksOnTheirThreadWhateverThatDoesMeanwhile()
{
    // Their thread may be done with it before the other one has returned.
    constexpr int count = 3'000;
    const QtMessageHandler before
        = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) { });
    const AtEnd restore([before] { qInstallMessageHandler(before); });
    std::deque<TaskScope> scopes(count);
    int ended = 0;
    int endedElsewhere = 0;
    for (TaskScope &each : scopes) {
        each.start(callAtEnd([&, here = QThread::currentThread()] {
            ++ended;
            endedElsewhere += QThread::currentThread() == here ? 0 : 1;
        }));
    }
    const std::unique_ptr<QThread> thread(QThread::create([&] { scopes.clear(); }));
    thread->start();
    QTRY_COMPARE_WITH_TIMEOUT(ended, count, 60'000);
    AsyncWidgets::Tests::join(*thread);
    QCOMPARE(endedElsewhere, 0);
}

void tst_TaskScope::endsItsTasksWithTheirThreadThoughItIsDestroyedOnAnother()
{
    // The thread ends before it comes to it.
    Semaphore isStarted;
    Semaphore isDestroyed;
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
    QTest::ignoreMessage(QtWarningMsg, destroyedElsewhere);
    scope.reset();
    isDestroyed.release();
    AsyncWidgets::Tests::join(*thread);
    QVERIFY(hasEnded);
}

void tst_TaskScope::ownsScopesInsideTasks()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        const Trace trace(log, u"outer"_s);
        TaskScope inner;
        inner.start(click(u"a"_s));
        inner.start(click(u"b"_s));
        co_await waitFor(*sender, &Sender::named);
    });
    task.cancel();
    EXPECT_LOG("~b", "~a", "~outer");
}

void tst_TaskScope::tellsOfATaskThatHasBeenMovedAway()
{
    auto task = []() -> Task<> { co_return; }();
    scope->start(std::move(task));
    const auto words = "This Task has been moved away: start or await each task once.";
    QCOMPARE(wordsOf([&] { scope->start(std::move(task)); }), // NOLINT(bugprone-use-after-move)
        QString::fromLatin1(words));
    scope->start(attempt([&] { return std::move(task); }));
    scope->start(attempt([&] { return whenAny(std::move(task), sleepFor(1h)); }));
    EXPECT_LOG(words, words);
}

void tst_TaskScope::tellsOfANullStateMachine()
{
    QCOMPARE(wordsOf([&] { scope->start(std::unique_ptr<StateMachine>()); }),
        u"There is no state machine to start: the pointer is null."_s);
}

void tst_TaskScope::endsWithItsObject()
{
    class Page : public QObject
    {
    public:
        Page(Sender &waited, QStringList &transcript) { m_tasks.start(run(waited, transcript)); }

    private:
        Task<> run(Sender &waited, QStringList &transcript)
        {
            const Trace trace(transcript, m_title);
            co_await waitFor(waited, &Sender::clicked);
            transcript.append(m_title);
        }
        QString m_title = u"page"_s;
        TaskScope m_tasks;
    };
    {
        QObject window;
        (new Page(*sender, log))->setParent(&window);
    }
    EXPECT_LOG("~page");
}

void tst_TaskScope::tellsThatTheApplicationWasDestroyedInsideATask()
{
    const ProgramEnd end = runThisProgram({ QString::fromLatin1(destroyApplication) });
    QCOMPARE(end.status, QProcess::CrashExit);
    QVERIFY2(
        end.output.contains(u"the application object or the thread was destroyed inside a running task"_s),
        qPrintable(end.output));
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
