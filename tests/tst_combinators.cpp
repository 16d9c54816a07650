// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests whenAny() and whenAll(): who is first, who is stopped and when, what errors and dying senders do.

#include "testsupport.h"

#include <QtCore/QRegularExpression>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Task<std::unique_ptr<int>> owned(int value)
{
    co_return std::make_unique<int>(value);
}

// One rule for all results.
using Any = decltype(whenAny(waitFor(std::declval<Sender &>(), &Sender::clicked), std::declval<Task<int>>(),
    waitFor(std::declval<Sender &>(), &Sender::moved)));
static_assert(
    std::is_same_v<Any::Result, std::variant<std::monostate, int, std::tuple<int, QString, double>>>);
using All
    = decltype(whenAll(std::declval<Task<>>(), waitFor(std::declval<Sender &>(), &Sender::valueChanged)));
static_assert(std::is_same_v<All::Result, std::tuple<std::monostate, int>>);

} // namespace

class tst_Combinators : public TaskTest
{
    Q_OBJECT

    /// Awaits a whenAny(), and logs which branch was the first.
    template<typename Any>
    Task<> logFirst(Any any)
    {
        const Trace trace(log, u"task"_s);
        const auto first = co_await any;
        log.append(u"first %1"_s.arg(first.index()));
    }
    Task<> nest(int depth, int &alive)
    {
        ++alive;
        const AtEnd end([&alive] { --alive; });
        if (depth == 0)
            co_await waitFor(*sender, &Sender::clicked);
        else
            co_await whenAny(nest(depth - 1, alive), waitFor(*sender, &Sender::named));
    }
    /// Waits for a click; its last local, "~local", calls \a function.
    Task<> callAtEnd(Sender &clicked, std::function<void()> function)
    {
        const AtEnd end(std::move(function));
        const Trace trace(log, u"local"_s);
        co_await waitFor(clicked, &Sender::clicked);
        log.append(u"never"_s);
    }

private Q_SLOTS:
    // whenAny
    void goesOnWithTheFirst();
    void decidesByTheOrderOfItsBranchesInOneEmission();
    void doesNotBeginTheBranchesAfterOneThatIsOverAtOnce();
    void stopsTheOthersBeforeItGoesOn();
    void leavesNoConnectionOfTheOthers();
    void rethrowsTheExceptionOfTheFirst();
    void goesOnWithTheOthersWhenASenderDies();
    void isCancelledWhenAllSendersDie();
    void givesMoveOnlyResults();

    // whenAll
    void waitsForAllInAnyOrder();
    void goesOnAtOnceIfAllAreOverAtOnce();
    void isCancelledWhenOneSenderDies();
    void cancelsTheOthersWhenOneFails();
    void doesNotTouchAWaitThatHasNotBegunWhenAnEarlierOneFails();
    void combinesSixtyThree();

    // Nesting
    void nestsAnyInAll();
    void nestsAllInAny();
    void runsTasksThatCombine();
    void cancelsAHundredNestedTasks();
    void cancelsItsTasksForTheReasonOfTheWaitingOne();

    // Running losers
    void waitsForALoserThatRunsToPause();
    void letsALoserThatRunsEnd();
    void reportsAnExceptionThatNobodyWillSee();
    void tellsTheFirstExceptionInTimeOfAll();
    void tellsAnExceptionWhoseChangeWasReplaced_data();
    void tellsAnExceptionWhoseChangeWasReplaced();
    void takesNothingIfAStreamHasFailedWhenAllHaveCompleted();

    // Destructors that do more than they should
    void survivesALoserWhoseDestructor_data();
    void survivesALoserWhoseDestructor();
    void survivesCancelWhenADestructorCompletesASibling_data();
    void survivesCancelWhenADestructorCompletesASibling();
    void survivesALoserInsideThatCompletesABranchOutside();
    void survivesABranchThatEndsTheTask_data();
    void survivesABranchThatEndsTheTask();
    void survivesABranchThatDestroysTheSenderOfALaterOne();
    void cancelsALoserThatGoesDownWithTheTask();
    void endsWithATaskThatABranchHasEndedWithoutAPause();
    void beginsNoBranchAfterOneHasEndedTheTask();
    void survivesACallbackThatIsCancelledByTimeAndEndsItsSibling();

    // Mistakes
    void stopsWhatHasBegunWhenALaterBranchCannotBegin();
};

void tst_Combinators::goesOnWithTheFirst()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        for (int i = 0; i < 3; ++i) {
            const auto first = co_await whenAny(waitFor(*sender, &Sender::valueChanged),
                waitFor(*sender, &Sender::clicked), waitFor(*sender, &Sender::named));
            if (first.index() == 0)
                log.append(u"value %1"_s.arg(std::get<0>(first)));
            else if (first.index() == 1)
                log.append(u"clicked"_s);
            else
                log.append(u"named "_s + std::get<2>(first));
        }
    });
    Q_EMIT sender->named(u"x"_s);
    sender->setValue(4);
    Q_EMIT sender->clicked();
    EXPECT_LOG("named x", "value 4", "clicked");
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(3));
    QVERIFY(!sender->hasConnections());
}

void tst_Combinators::decidesByTheOrderOfItsBranchesInOneEmission()
{
    scope->start(logFirst(whenAny(valueOf(*sender), waitFor(*sender, &Sender::valueChanged))));
    sender->setValue(1);
    EXPECT_LOG("first 0", "~task");
}

void tst_Combinators::doesNotBeginTheBranchesAfterOneThatIsOverAtOnce()
{
    const auto write = [this](QString words) -> Task<> {
        log.append(words);
        co_return;
    };
    scope->start(logFirst(whenAny(click(u"loser"_s), write(u"written"_s), write(u"never"_s))));
    EXPECT_LOG("written", "~loser", "first 1", "~task");
}

void tst_Combinators::stopsTheOthersBeforeItGoesOn()
{
    scope->start([&]() -> Task<> {
        co_await whenAny(click(u"a"_s), waitFor(*sender, &Sender::clickedAgain), click(u"b"_s));
        log.append(u"goes on"_s);
        Q_EMIT sender->clicked();
    });
    Q_EMIT sender->clickedAgain();
    EXPECT_LOG("~a", "~b", "goes on");
}

void tst_Combinators::leavesNoConnectionOfTheOthers()
{
    Sender a;
    Sender b;
    scope->start([&]() -> Task<> {
        co_await whenAny(waitFor(a, &Sender::clicked), waitFor(b, &Sender::clicked));
        co_await waitFor(a, &Sender::clicked);
    });
    Q_EMIT a.clicked();
    QVERIFY(!b.hasConnections());
    Q_EMIT a.clicked();
    QVERIFY(!a.hasConnections());
}

void tst_Combinators::rethrowsTheExceptionOfTheFirst()
{
    scope->start(attempt([&] { return whenAny(failWhenClicked(*sender, "first"), click(u"loser"_s)); }));
    Q_EMIT sender->clicked();
    EXPECT_LOG("~loser", "first");
}

void tst_Combinators::goesOnWithTheOthersWhenASenderDies()
{
    Sender other;
    scope->start(logFirst(whenAny(click(u"a"_s), waitFor(other, &Sender::valueChanged))));
    sender.reset();
    EXPECT_LOG("~a");
    other.setValue(3);
    EXPECT_LOG("first 1", "~task");
}

void tst_Combinators::isCancelledWhenAllSendersDie()
{
    auto other = std::make_unique<Sender>(u"other"_s);
    const TaskHandle task = scope->start(
        logFirst(whenAny(waitFor(*sender, &Sender::clicked), waitFor(*other, &Sender::clicked))));
    sender.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    other.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of other.clicked was destroyed"_s);
    EXPECT_LOG("~task");
}

void tst_Combinators::givesMoveOnlyResults()
{
    scope->start([&]() -> Task<> {
        const auto first = co_await whenAny(waitFor(*sender, &Sender::clicked), owned(1));
        const auto all = co_await whenAll(owned(2), owned(3));
        log.append(u"%1 %2 %3"_s.arg(*std::get<1>(first)).arg(*std::get<0>(all)).arg(*std::get<1>(all)));
    });
    EXPECT_LOG("1 2 3");
}

void tst_Combinators::waitsForAllInAnyOrder()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        const auto all = co_await whenAll(
            waitFor(*sender, &Sender::valueChanged), click(u"click"_s), waitFor(*sender, &Sender::named));
        log.append(u"%1 %2"_s.arg(std::get<0>(all)).arg(std::get<2>(all)));
    });
    Q_EMIT sender->named(u"n"_s);
    Q_EMIT sender->clicked();
    sender->setValue(0);
    QCOMPARE(task.state(), TaskState::Waiting);
    sender->setValue(6);
    EXPECT_LOG("click clicked", "~click", "6 n");
    QCOMPARE(task.state(), TaskState::Finished);
    QVERIFY(!sender->hasConnections());
}

void tst_Combinators::goesOnAtOnceIfAllAreOverAtOnce()
{
    const TaskHandle task = scope->start(attempt([] { return whenAll(owned(2), owned(3)); }));
    EXPECT_LOG("done");
    QCOMPARE(task.resumptions(), quint64(0));
}

void tst_Combinators::isCancelledWhenOneSenderDies()
{
    sender->setObjectName(u"dial"_s);
    Sender other;
    const TaskHandle task = scope->start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await whenAll(waitFor(*sender, &Sender::clicked), click(other, u"other"_s));
    });
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of dial.clicked was destroyed"_s);
    EXPECT_LOG("~other", "~task");
    QVERIFY(!other.hasConnections());
}

void tst_Combinators::cancelsTheOthersWhenOneFails()
{
    scope->start(attempt([&] {
        return whenAll(click(u"a"_s), failWhenClicked(*sender, "failed"), click(u"b"_s),
            waitFor(*sender, &Sender::valueChanged));
    }));
    Q_EMIT sender->clicked();
    EXPECT_LOG("a clicked", "~a", "~b", "failed");
}

void tst_Combinators::doesNotTouchAWaitThatHasNotBegunWhenAnEarlierOneFails()
{
    const auto fail = []() -> Task<> {
        throw std::runtime_error("at once");
        co_return;
    };
    scope->start(attempt([&] {
        return whenAll(click(u"begun"_s), fail(), click(u"never begun"_s), waitFor(*sender, &Sender::clicked),
            runInBackground([](BackgroundContext &) { }));
    }));
    EXPECT_LOG("~begun", "at once");
}

void tst_Combinators::combinesSixtyThree()
{
    const auto combine = [this](auto function) {
        return [&]<std::size_t... Indices>(std::index_sequence<Indices...>) {
            return function((static_cast<void>(Indices), waitFor(*sender, &Sender::valueChanged))...);
        }(std::make_index_sequence<63>());
    };
    scope->start(
        attempt([&] { return combine([](auto... waits) { return whenAll(std::move(waits)...); }); }));
    scope->start(logFirst(combine([](auto... waits) { return whenAny(std::move(waits)...); })));
    sender->setValue(1);
    EXPECT_LOG("done", "first 0", "~task");
}

void tst_Combinators::nestsAnyInAll()
{
    scope->start([&]() -> Task<> {
        const auto all
            = co_await whenAll(whenAny(waitFor(*sender, &Sender::clicked), waitFor(*sender, &Sender::named)),
                waitFor(*sender, &Sender::valueChanged));
        const auto &[any, value] = all;
        log.append(u"%1 %2 %3"_s.arg(any.index()).arg(std::get<1>(any)).arg(value));
    });
    Q_EMIT sender->named(u"n"_s);
    Q_EMIT sender->clicked();
    sender->setValue(2);
    EXPECT_LOG("1 n 2");
}

void tst_Combinators::nestsAllInAny()
{
    scope->start(logFirst(whenAny(
        whenAll(waitFor(*sender, &Sender::valueChanged), click(u"a"_s)), waitFor(*sender, &Sender::named))));
    sender->setValue(1);
    Q_EMIT sender->named(u"n"_s);
    EXPECT_LOG("~a", "first 1", "~task");
}

void tst_Combinators::runsTasksThatCombine()
{
    const auto either = [this]() -> Task<int> {
        const auto first = co_await whenAny(valueOf(*sender), click(u"click"_s));
        co_return first.index() == 0 ? std::get<0>(first) : -1;
    };
    scope->start([&]() -> Task<> {
        const auto both = co_await whenAll(either(), either());
        log.append(QString::number(std::get<0>(both) + std::get<1>(both)));
    });
    sender->setValue(3);
    EXPECT_LOG("~click", "~click", "6");
}

void tst_Combinators::cancelsItsTasksForTheReasonOfTheWaitingOne()
{
    TaskHandle branch;
    const TaskHandle task = scope->start(logFirst(whenAny(
        waitFor(*sender, &Sender::valueChanged), whenAny(click(u"a"_s), sleepFor(std::chrono::hours(1))))));
    task.record()->visitAwaited([&](Detail::TaskRecord &record) { branch = TaskHandle<>(record); });
    scope->cancel();
    QCOMPARE(branch.state(), TaskState::Cancelled);
    QCOMPARE(branch.reason(), task.reason());
}

void tst_Combinators::cancelsAHundredNestedTasks()
{
    int alive = 0;
    scope->start(nest(100, alive));
    QCOMPARE(alive, 101);
    scope->cancel();
    QCOMPARE(alive, 0);
    scope->start(nest(100, alive));
    Q_EMIT sender->clicked();
    QCOMPARE(alive, 0);
    QVERIFY(scope->isEmpty());
}

void tst_Combinators::waitsForALoserThatRunsToPause()
{
    const auto emitAndPause = [this]() -> Task<> {
        const Trace trace(log, u"loser"_s);
        co_await waitFor(*sender, &Sender::clicked);
        sender->setValue(5);
        log.append(u"emitted"_s);
        co_await waitFor(*sender, &Sender::clicked);
        log.append(u"never"_s);
    };
    scope->start(logFirst(whenAny(emitAndPause(), waitFor(*sender, &Sender::valueChanged))));
    Q_EMIT sender->clicked();
    EXPECT_LOG("emitted", "~loser", "first 1", "~task");
    QVERIFY(!sender->hasConnections());
}

void tst_Combinators::letsALoserThatRunsEnd()
{
    const auto emitAndEnd = [this]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        sender->setValue(5);
        log.append(u"ended"_s);
    };
    scope->start(logFirst(whenAny(emitAndEnd(), waitFor(*sender, &Sender::valueChanged))));
    Q_EMIT sender->clicked();
    EXPECT_LOG("ended", "first 1", "~task");
}

void tst_Combinators::reportsAnExceptionThatNobodyWillSee()
{
    const auto emitAndFail = [this]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        sender->setValue(5);
        throw std::runtime_error("too late");
    };
    scope->start(logFirst(whenAny(emitAndFail(), waitFor(*sender, &Sender::valueChanged))));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Task \".*\" failed: too late$"_s));
    Q_EMIT sender->clicked();
    EXPECT_LOG("first 1", "~task");
}

void tst_Combinators::tellsTheFirstExceptionInTimeOfAll()
{
    // The first branch, which runs, lets the second fail, and then fails itself.
    const auto emitAndFail = [this]() -> Task<> {
        co_await waitFor(*sender, &Sender::clickedAgain);
        Q_EMIT sender->clicked();
        throw std::runtime_error("second");
    };
    scope->start(attempt([&] { return whenAll(emitAndFail(), failWhenClicked(*sender, "first")); }));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Task \".*\" failed: second$"_s));
    Q_EMIT sender->clickedAgain();
    EXPECT_LOG("first");
}

void tst_Combinators::tellsAnExceptionWhoseChangeWasReplaced_data()
{
    QTest::addColumn<bool>("isThrottled");
    QTest::newRow("throttled") << true;
    QTest::newRow("bounded") << false;
}

void tst_Combinators::tellsAnExceptionWhoseChangeWasReplaced()
{
    QFETCH(const bool, isThrottled);
    auto kept = streamOf(*sender, &Sender::sent);
    kept.keepNewest(1);
    auto rare = throttled(streamOf(*sender, &Sender::sent), 0ms);
    const auto loser = [&] {
        return callAtEnd(*sender, [&] {
            Fragile::copiesLeft = -1;
            Q_EMIT sender->sent(Fragile(2));
        });
    };
    if (isThrottled)
        scope->start(attempt([&] { return whenAll(rare.next(), loser(), click(u"other"_s)); }));
    else
        scope->start(attempt([&] { return whenAll(kept.next(), loser(), click(u"other"_s)); }));
    const Fragile value(1);
    Fragile::copiesLeft = 0;
    Q_EMIT sender->sent(value);
    EXPECT_LOG("~local", "~other", "cannot be copied");
    QCOMPARE(kept.count(), 1);
    scope->start(attempt([&] { return whenAll(kept.next(), rare.next()); }));
    EXPECT_LOG("done");
}

void tst_Combinators::takesNothingIfAStreamHasFailedWhenAllHaveCompleted()
{
    auto changes = streamOf(*sender, &Sender::valueChanged);
    auto rare = throttled(streamOf(*sender, &Sender::sent), 0ms);
    scope->start(attempt([&] { return whenAll(changes.next(), rare.next()); }));
    Q_EMIT sender->sent(Fragile(1));
    const Fragile newest(2);
    Fragile::copiesLeft = 0;
    Q_EMIT sender->sent(newest);
    Fragile::copiesLeft = -1;
    sender->setValue(3);
    EXPECT_LOG("cannot be copied");
    QCOMPARE(changes.count(), 1);
}

void tst_Combinators::survivesALoserWhoseDestructor_data()
{
    QTest::addColumn<QStringList>("expected");
    const QStringList goesOn { u"~local"_s, u"~other"_s, u"first 0"_s, u"~task"_s };
    const QStringList ends { u"~local"_s, u"~other"_s, u"~task"_s };
    QTest::newRow("completes another loser")
        << QStringList { u"~local"_s, u"other clicked"_s, u"~other"_s, u"first 0"_s, u"~task"_s };
    QTest::newRow("deletes the sender") << goesOn;
    QTest::newRow("cancels the task") << ends;
    QTest::newRow("destroys the scope") << ends;
}

void tst_Combinators::survivesALoserWhoseDestructor()
{
    QFETCH(const QStringList, expected);
    const QByteArray does = QTest::currentDataTag();
    TaskHandle task;
    const auto act = [&] {
        if (does == "completes another loser")
            Q_EMIT sender->clicked();
        else if (does == "deletes the sender")
            sender.reset();
        else if (does == "cancels the task")
            task.cancel();
        else
            scope.reset();
    };
    task = scope->start(logFirst(whenAny(waitFor(*sender, &Sender::named), callAtEnd(*sender, act),
        click(u"other"_s), waitFor(*sender, &Sender::clicked), waitFor(*sender, &Sender::named))));
    Q_EMIT sender->named(u"n"_s);
    QCOMPARE(log, expected);
    QCOMPARE(task.state(), expected.contains(u"first 0") ? TaskState::Finished : TaskState::Cancelled);
}

void tst_Combinators::survivesCancelWhenADestructorCompletesASibling_data()
{
    QTest::addColumn<bool>("isAny");
    QTest::addColumn<bool>("bySenderDeath");
    QTest::newRow("any, cancelled") << true << false;
    QTest::newRow("all, cancelled") << false << false;
    QTest::newRow("any, sender dies") << true << true;
    QTest::newRow("all, sender dies") << false << true;
}

void tst_Combinators::survivesCancelWhenADestructorCompletesASibling()
{
    QFETCH(const bool, isAny);
    QFETCH(const bool, bySenderDeath);
    Sender other;
    const TaskHandle task = scope->start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        const auto emitOther = [&] { Q_EMIT other.clicked(); };
        if (isAny) {
            co_await whenAny(callAtEnd(*sender, emitOther), waitFor(other, &Sender::clicked),
                callAtEnd(*sender, emitOther), click(other, u"sibling"_s));
        } else {
            co_await whenAll(callAtEnd(*sender, emitOther), waitFor(other, &Sender::clicked),
                callAtEnd(*sender, emitOther), click(other, u"sibling"_s));
        }
        log.append(u"went on"_s);
    });
    if (bySenderDeath)
        sender.reset();
    else
        task.cancel();
    QVERIFY(task.isDone());
    QCOMPARE(log.count(u"~local"_s), 2);
    QCOMPARE(log.count(u"~sibling"_s), 1);
    QCOMPARE(log.count(u"~task"_s), 1);
    // In whenAny the other branches go on when a sender dies, and the destructor completes one of them.
    QCOMPARE(log.contains(u"went on"_s), isAny && bySenderDeath);
    QCOMPARE(log.last(), u"~task"_s);
    QVERIFY(!other.hasConnections());
}

void tst_Combinators::survivesALoserInsideThatCompletesABranchOutside()
{
    const auto emitAgain = [this] { Q_EMIT sender->clickedAgain(); };
    scope->start(logFirst(whenAny(whenAny(callAtEnd(*sender, emitAgain), waitFor(*sender, &Sender::named)),
        waitFor(*sender, &Sender::clickedAgain))));
    Q_EMIT sender->named(u"n"_s);
    // The branch inside was decided first, but the one outside was over while the loser was being stopped.
    EXPECT_LOG("~local", "first 1", "~task");
}

void tst_Combinators::survivesABranchThatEndsTheTask_data()
{
    QTest::addColumn<bool>("isAny");
    QTest::addColumn<bool>("isLater");
    QTest::addColumn<bool>("destroysTheScope");
    QTest::newRow("all, cancels it at once") << false << false << false;
    for (const bool isAny : { false, true }) {
        const char *const name = isAny ? "any" : "all";
        QTest::addRow("%s, cancels it later", name) << isAny << true << false;
        QTest::addRow("%s, destroys the scope later", name) << isAny << true << true;
    }
}

void tst_Combinators::survivesABranchThatEndsTheTask()
{
    QFETCH(const bool, isAny);
    QFETCH(const bool, isLater);
    QFETCH(const bool, destroysTheScope);
    const auto endTask = [&]() -> Task<> {
        const Trace trace(log, u"branch"_s);
        if (isLater)
            co_await waitFor(*sender, &Sender::valueChanged);
        if (destroysTheScope)
            scope.reset();
        else
            scope->cancel();
        log.append(u"ended it"_s);
    };
    const TaskHandle task = scope->start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        if (isAny)
            co_await whenAny(click(u"other"_s), endTask());
        else
            co_await whenAll(click(u"other"_s), endTask());
        log.append(u"never"_s);
    });
    sender->setValue(1);
    QCOMPARE(task.state(), TaskState::Cancelled);
    EXPECT_LOG("ended it", "~branch", "~other", "~task");
}

void tst_Combinators::survivesABranchThatDestroysTheSenderOfALaterOne()
{
    Sender other;
    const auto destroy = [&]() -> Task<> {
        sender.reset();
        co_await waitFor(other, &Sender::named);
    };
    scope->start(logFirst(whenAny(destroy(), waitFor(*sender, &Sender::clicked),
        waitUntil(*sender, &Sender::valueChanged, [](int) { return true; }),
        waitUntilSettled(*sender, &Sender::clicked, std::chrono::hours(1)),
        waitForChange<int>(*sender, "value"), waitFor(other, &Sender::clicked))));
    EXPECT_LOG(); // it waits for what is left
    Q_EMIT other.clicked();
    EXPECT_LOG("first 5", "~task");

    sender = std::make_unique<Sender>();
    const TaskHandle all
        = scope->start(attempt([&] { return whenAll(destroy(), waitFor(*sender, &Sender::clicked)); }));
    QCOMPARE(all.state(), TaskState::Cancelled);
    QCOMPARE(all.reason(), u"the sender was destroyed"_s);
    QVERIFY(!other.hasConnections());
}

// It decides, and is asked to end; then it ends the task that waits, and returns: two requests, and one end.
void tst_Combinators::endsWithATaskThatABranchHasEndedWithoutAPause()
{
    TaskHandle outer;
    const auto decide = [&]() -> Task<> {
        co_await waitFor(*sender, &Sender::clickedAgain);
        Q_EMIT sender->clicked();
        outer.cancel();
    };
    outer = scope->start([&]() -> Task<> { co_await whenAny(decide(), waitFor(*sender, &Sender::clicked)); });
    Q_EMIT sender->clickedAgain();
    QCOMPARE(outer.state(), TaskState::Cancelled); // cleanup() looks whether a request is left
}

void tst_Combinators::beginsNoBranchAfterOneHasEndedTheTask()
{
    const auto first = [&]() -> Task<> {
        log.append(u"first"_s);
        scope.reset();
        co_await waitFor(*sender, &Sender::clicked);
    };
    const auto second = [&]() -> Task<> {
        log.append(u"second"_s);
        co_await waitFor(*sender, &Sender::clicked);
    };
    const TaskHandle any = scope->start([&]() -> Task<> { co_await whenAny(first(), second()); });
    QCOMPARE(any.state(), TaskState::Cancelled);
    scope = std::make_unique<TaskScope>();
    const TaskHandle all = scope->start([&]() -> Task<> {
        std::vector<Task<>> tasks;
        tasks.push_back(first());
        tasks.push_back(second());
        co_await withTimeout(whenAll(std::move(tasks)), 1h);
    });
    QCOMPARE(all.state(), TaskState::Cancelled);
    EXPECT_LOG("first", "first");
}

void tst_Combinators::survivesACallbackThatIsCancelledByTimeAndEndsItsSibling()
{
    time.emplace();
    std::optional<Resume<void>> resume;
    scope->start([&]() -> Task<> {
        const auto ask = [&](Resume<void> given) {
            resume = std::move(given);
            return [this] { Q_EMIT sender->clicked(); };
        };
        const auto first = co_await whenAny(
            withTimeout(waitForCallback<void>(ask), 5s), waitFor(*sender, &Sender::clicked));
        log.append(QString::number(first.index()));
    });
    time->advance(5s);
    EXPECT_LOG("1");
    QVERIFY(scope->isEmpty());
}

void tst_Combinators::cancelsALoserThatGoesDownWithTheTask()
{
    // The branch runs when it loses and when its task is cancelled, and all of it ends at its next pause.
    TaskHandle branch;
    const auto cancelAll = [this]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        sender->setValue(1);
        scope->cancel();
    };
    const auto lose = [&]() -> Task<> {
        const Trace trace(log, u"branch"_s);
        co_await cancelAll();
        log.append(u"runs on"_s);
        co_await waitFor(*sender, &Sender::clicked);
    };
    const TaskHandle task = scope->start(logFirst(whenAny(lose(), waitFor(*sender, &Sender::valueChanged))));
    task.record()->visitAwaited([&](Detail::TaskRecord &record) { branch = TaskHandle<>(record); });
    Q_EMIT sender->clicked();
    EXPECT_LOG("runs on", "~branch", "~task");
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(branch.state(), TaskState::Cancelled);
    QCOMPARE(branch.reason(), u"another branch finished first"_s);
}

void tst_Combinators::stopsWhatHasBegunWhenALaterBranchCannotBegin()
{
    Sender other;
    auto changes = streamOf(other, &Sender::clicked);
    scope->start([&]() -> Task<> { co_await changes.next(); }); // the only one who may wait for it
    const TaskHandle task = scope->start([&]() -> Task<> {
        try {
            co_await whenAny(click(u"a"_s), waitFor(*sender, &Sender::named), changes.next());
        } catch (const WaitError &) {
            log.append(u"told"_s);
        }
        co_await waitFor(*sender, &Sender::clicked);
    });
    EXPECT_LOG("~a", "told");
    Q_EMIT sender->named(u"n"_s);
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Finished);
    QVERIFY(!sender->hasConnections());
}

QTEST_GUILESS_MAIN(tst_Combinators)
#include "tst_combinators.moc"
