// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests whenAny() and whenAll(): who is first, who is stopped and when, what errors and dying senders do.

#include "testsupport.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

#include <memory>
#include <variant>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;

namespace {

Task<int> valueOf(Sender &sender)
{
    co_return co_await waitFor(sender, &Sender::valueChanged);
}

Task<> clickOf(Sender &sender, QStringList &log, QString name)
{
    const Trace trace(log, name);
    co_await waitFor(sender, &Sender::clicked);
}

Task<> emitAtEnd(Sender &waited, QStringList &log, std::function<void()> atEnd)
{
    const AtEnd end(std::move(atEnd));
    const Trace trace(log, u"local"_s);
    co_await waitFor(waited, &Sender::clicked);
    log.append(u"never"_s);
}

Task<int> failWhenClicked(Sender &sender, const char *words)
{
    co_await waitFor(sender, &Sender::clicked);
    throw std::runtime_error(words);
}

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

class tst_Combinators : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    // whenAny
    void goesOnWithTheFirst();
    void tellsWhichWasFirstOfEqualTypes();
    void decidesByTheOrderOfItsBranchesInOneEmission();
    void doesNotBeginTheBranchesAfterOneThatIsOverAtOnce();
    void stopsTheOthersBeforeItGoesOn();
    void leavesNoConnectionOfTheOthers();
    void rethrowsTheExceptionOfTheFirst();
    void goesOnWithTheOthersWhenASenderDies();
    void goesOnWithTheOthersWhenABranchDeletesTheSenderOfALaterOne();
    void isCancelledWhenAllSendersDie();
    void isCancelledWhenTheOneSenderOfAllDies();
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

    // Destructors that do more than they should
    void survivesALoserWhoseDestructorCompletesAnotherLoser();
    void survivesALoserWhoseDestructorCancelsTheTask();
    void survivesALoserWhoseDestructorDestroysTheScope();
    void survivesALoserWhoseDestructorDeletesTheSender();
    void survivesCancelWhenADestructorCompletesASibling_data();
    void survivesCancelWhenADestructorCompletesASibling();
    void survivesALoserInsideThatCompletesABranchOutside();
    void survivesABranchThatCancelsTheTaskAtOnce();
    void survivesABranchThatCancelsTheTaskLater();
    void survivesABranchThatDestroysTheScope();
    void survivesABranchThatDestroysTheSenderOfALaterOne();
    void cancelsALoserThatGoesDownWithTheTask();

    // Mistakes
    void stopsWhatHasBegunWhenALaterBranchCannotBegin();
    void tellsOfAWaitThatIsAwaitedTwice();
    void describesItself();
};

void tst_Combinators::goesOnWithTheFirst()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        for (int i = 0; i < 3; ++i) {
            const auto first = co_await whenAny(waitFor(sender, &Sender::valueChanged),
                waitFor(sender, &Sender::clicked), waitFor(sender, &Sender::named));
            if (first.index() == 0)
                log.append(u"value %1"_s.arg(std::get<0>(first)));
            else if (first.index() == 1)
                log.append(u"clicked"_s);
            else
                log.append(u"named "_s + std::get<2>(first));
        }
    });
    Q_EMIT sender.named(u"x"_s);
    sender.setValue(4);
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"named x"_s, u"value 4"_s, u"clicked"_s }));
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(3));
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::tellsWhichWasFirstOfEqualTypes()
{
    Sender a;
    Sender b;
    std::size_t first = 9;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        first = (co_await whenAny(waitFor(a, &Sender::valueChanged), waitFor(b, &Sender::valueChanged)))
                    .index();
    });
    b.setValue(1);
    QCOMPARE(first, std::size_t(1));
}

void tst_Combinators::decidesByTheOrderOfItsBranchesInOneEmission()
{
    Sender sender;
    std::size_t first = 9;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        first = (co_await whenAny(valueOf(sender), waitFor(sender, &Sender::valueChanged))).index();
    });
    sender.setValue(1);
    QCOMPARE(first, std::size_t(0));
}

void tst_Combinators::doesNotBeginTheBranchesAfterOneThatIsOverAtOnce()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto write = [](QStringList &log_, QString words) -> Task<int> {
        log_.append(words);
        co_return 5;
    };
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto first = co_await whenAny(
            clickOf(sender, log, u"loser"_s), write(log, u"first"_s), write(log, u"never"_s));
        log.append(u"%1 %2"_s.arg(first.index()).arg(std::get<1>(first)));
    });
    QCOMPARE(log, (QStringList { u"first"_s, u"~loser"_s, u"1 5"_s }));
    QCOMPARE(task.state(), TaskState::Finished);
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::stopsTheOthersBeforeItGoesOn()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await whenAny(clickOf(sender, log, u"a"_s), waitFor(sender, &Sender::clickedAgain),
            clickOf(sender, log, u"b"_s));
        log.append(u"goes on"_s);
        Q_EMIT sender.clicked();
    });
    Q_EMIT sender.clickedAgain();
    QCOMPARE(log, (QStringList { u"~a"_s, u"~b"_s, u"goes on"_s }));
}

void tst_Combinators::leavesNoConnectionOfTheOthers()
{
    Sender a;
    Sender b;
    TaskScope scope;
    scope.start([&]() -> Task<> {
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
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await whenAny(failWhenClicked(sender, "first"), clickOf(sender, log, u"loser"_s));
        } catch (const std::runtime_error &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    });
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"~loser"_s, u"first"_s }));
}

void tst_Combinators::goesOnWithTheOthersWhenASenderDies()
{
    auto a = std::make_unique<Sender>();
    Sender b;
    int value = 0;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto first = co_await whenAny(clickOf(*a, log, u"a"_s), waitFor(b, &Sender::valueChanged));
        value = std::get<1>(first);
    });
    a.reset();
    QCOMPARE(log, QStringList { u"~a"_s });
    QCOMPARE(task.state(), TaskState::Waiting);
    b.setValue(3);
    QCOMPARE(value, 3);
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Combinators::goesOnWithTheOthersWhenABranchDeletesTheSenderOfALaterOne()
{
    auto doomed = std::make_unique<Sender>();
    Sender other;
    const auto deleting = [](std::unique_ptr<Sender> &doomed_, Sender &other_) -> Task<> {
        doomed_.reset();
        co_await waitFor(other_, &Sender::clicked);
    };
    std::size_t first = 9;
    TaskScope scope;
    const TaskHandle any = scope.start([&]() -> Task<> {
        first = (co_await whenAny(deleting(doomed, other), waitFor(*doomed, &Sender::clicked))).index();
    });
    QCOMPARE(any.state(), TaskState::Waiting);
    Q_EMIT other.clicked();
    QCOMPARE(any.state(), TaskState::Finished);
    QCOMPARE(first, std::size_t(0));
    doomed = std::make_unique<Sender>();
    const TaskHandle all = scope.start(
        [&]() -> Task<> { co_await whenAll(deleting(doomed, other), waitFor(*doomed, &Sender::clicked)); });
    QCOMPARE(all.state(), TaskState::Cancelled);
    QVERIFY(!other.hasConnections());
}

void tst_Combinators::isCancelledWhenAllSendersDie()
{
    auto a = std::make_unique<Sender>();
    auto b = std::make_unique<Sender>(u"b"_s);
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await whenAny(waitFor(*a, &Sender::clicked), waitFor(*b, &Sender::clicked));
    });
    a.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    b.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of b.clicked was destroyed"_s);
    QCOMPARE(log, QStringList { u"~task"_s });
}

void tst_Combinators::isCancelledWhenTheOneSenderOfAllDies()
{
    auto sender = std::make_unique<Sender>();
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await whenAny(clickOf(*sender, log, u"a"_s), waitFor(*sender, &Sender::clicked), valueOf(*sender));
    });
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, QStringList { u"~a"_s });
}

void tst_Combinators::givesMoveOnlyResults()
{
    Sender sender;
    int sum = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto first = co_await whenAny(waitFor(sender, &Sender::clicked), owned(1));
        sum += *std::get<1>(first);
        const auto all = co_await whenAll(owned(2), owned(3));
        sum += *std::get<0>(all) * *std::get<1>(all);
    });
    QCOMPARE(sum, 7);
}

void tst_Combinators::waitsForAllInAnyOrder()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto all = co_await whenAll(waitFor(sender, &Sender::valueChanged),
            clickOf(sender, log, u"click"_s), waitFor(sender, &Sender::named));
        log.append(u"%1 %2"_s.arg(std::get<0>(all)).arg(std::get<2>(all)));
    });
    Q_EMIT sender.named(u"n"_s);
    Q_EMIT sender.clicked();
    sender.setValue(0);
    QCOMPARE(task.state(), TaskState::Waiting);
    sender.setValue(6);
    QCOMPARE(log, (QStringList { u"~click"_s, u"6 n"_s }));
    QCOMPARE(task.state(), TaskState::Finished);
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::goesOnAtOnceIfAllAreOverAtOnce()
{
    int sum = 0;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto all = co_await whenAll(owned(2), owned(3));
        sum = *std::get<0>(all) + *std::get<1>(all);
    });
    QCOMPARE(sum, 5);
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(0));
}

void tst_Combinators::isCancelledWhenOneSenderDies()
{
    auto a = std::make_unique<Sender>(u"a"_s);
    Sender b;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await whenAll(waitFor(*a, &Sender::clicked), clickOf(b, log, u"b"_s));
    });
    a.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of a.clicked was destroyed"_s);
    QCOMPARE(log, (QStringList { u"~b"_s, u"~task"_s }));
    QVERIFY(!b.hasConnections());
}

void tst_Combinators::cancelsTheOthersWhenOneFails()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await whenAll(clickOf(sender, log, u"served before"_s), failWhenClicked(sender, "failed"),
                clickOf(sender, log, u"cancelled"_s), waitFor(sender, &Sender::valueChanged));
        } catch (const std::runtime_error &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    });
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"~served before"_s, u"~cancelled"_s, u"failed"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::doesNotTouchAWaitThatHasNotBegunWhenAnEarlierOneFails()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto fail = []() -> Task<> {
        throw std::runtime_error("at once");
        co_return;
    };
    scope.start([&]() -> Task<> {
        try {
            co_await whenAll(clickOf(sender, log, u"begun"_s), fail(), clickOf(sender, log, u"never begun"_s),
                waitFor(sender, &Sender::clicked), runInBackground([](BackgroundContext &) { }));
        } catch (const std::runtime_error &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    });
    QCOMPARE(log, (QStringList { u"~begun"_s, u"at once"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::combinesSixtyThree()
{
    Sender sender;
    bool isDone = false;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto result = co_await [&]<std::size_t... Indices>(std::index_sequence<Indices...>) {
            return whenAll((static_cast<void>(Indices), waitFor(sender, &Sender::valueChanged))...);
        }(std::make_index_sequence<63>());
        isDone = std::get<62>(result) == 1;
    });
    sender.setValue(1);
    QVERIFY(isDone);
    scope.start([&]() -> Task<> {
        co_await [&]<std::size_t... Indices>(std::index_sequence<Indices...>) {
            return whenAny((static_cast<void>(Indices), waitFor(sender, &Sender::valueChanged))...);
        }(std::make_index_sequence<63>());
    });
    sender.setValue(2);
    QVERIFY(scope.isEmpty());
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::nestsAnyInAll()
{
    Sender sender;
    QString result;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto all
            = co_await whenAll(whenAny(waitFor(sender, &Sender::clicked), waitFor(sender, &Sender::named)),
                waitFor(sender, &Sender::valueChanged));
        const auto &[any, value] = all;
        result = u"%1 %2 %3"_s.arg(any.index()).arg(std::get<1>(any)).arg(value);
    });
    Q_EMIT sender.named(u"n"_s);
    Q_EMIT sender.clicked();
    sender.setValue(2);
    QCOMPARE(result, u"1 n 2"_s);
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Combinators::nestsAllInAny()
{
    Sender sender;
    std::size_t first = 9;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        first
            = (co_await whenAny(whenAll(waitFor(sender, &Sender::valueChanged), clickOf(sender, log, u"a"_s)),
                   waitFor(sender, &Sender::named)))
                  .index();
    });
    sender.setValue(1);
    Q_EMIT sender.named(u"n"_s);
    QCOMPARE(first, std::size_t(1));
    QCOMPARE(log, QStringList { u"~a"_s });
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::runsTasksThatCombine()
{
    Sender sender;
    QStringList log;
    const auto either = [](Sender &sender_, QStringList &log_) -> Task<int> {
        const auto first = co_await whenAny(valueOf(sender_), clickOf(sender_, log_, u"click"_s));
        co_return first.index() == 0 ? std::get<0>(first) : -1;
    };
    int sum = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto both = co_await whenAll(either(sender, log), either(sender, log));
        sum = std::get<0>(both) + std::get<1>(both);
    });
    sender.setValue(3);
    QCOMPARE(sum, 6);
    QCOMPARE(log, (QStringList { u"~click"_s, u"~click"_s }));
}

void tst_Combinators::cancelsItsTasksForTheReasonOfTheWaitingOne()
{
    Sender sender;
    TaskScope scope;
    TaskHandle branch;
    const auto waitForClick = [](Sender &sender_) -> Task<> { co_await waitFor(sender_, &Sender::clicked); };
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await whenAny(waitFor(sender, &Sender::valueChanged),
            whenAny(waitForClick(sender), sleepFor(std::chrono::hours(1))));
    });
    task.record()->visitAwaited([&](Detail::TaskRecord &record) { branch = TaskHandle(record); });
    scope.cancel();
    QCOMPARE(branch.state(), TaskState::Cancelled);
    QCOMPARE(branch.reason(), task.reason());
}

void tst_Combinators::cancelsAHundredNestedTasks()
{
    struct Nest
    {
        static Task<> any(Sender &sender, int depth, int &alive)
        {
            ++alive;
            const AtEnd end([&] { --alive; });
            if (depth == 0)
                co_await waitFor(sender, &Sender::clicked);
            else
                co_await whenAny(any(sender, depth - 1, alive), waitFor(sender, &Sender::named));
        }
    };
    Sender sender;
    int alive = 0;
    TaskScope scope;
    scope.start(Nest::any(sender, 100, alive));
    QCOMPARE(alive, 101);
    scope.cancel();
    QCOMPARE(alive, 0);
    scope.start(Nest::any(sender, 100, alive));
    Q_EMIT sender.clicked();
    QCOMPARE(alive, 0);
    QVERIFY(scope.isEmpty());
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::waitsForALoserThatRunsToPause()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto emitAndPause = [](Sender &sender_, QStringList &log_) -> Task<> {
        const Trace trace(log_, u"loser"_s);
        co_await waitFor(sender_, &Sender::clicked);
        sender_.setValue(5);
        log_.append(u"emitted"_s);
        co_await waitFor(sender_, &Sender::clicked);
        log_.append(u"never"_s);
    };
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto first
            = co_await whenAny(emitAndPause(sender, log), waitFor(sender, &Sender::valueChanged));
        log.append(u"first %1"_s.arg(first.index()));
    });
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"emitted"_s, u"~loser"_s, u"first 1"_s }));
    QCOMPARE(task.state(), TaskState::Finished);
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::letsALoserThatRunsEnd()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto emitAndEnd = [](Sender &sender_, QStringList &log_) -> Task<> {
        co_await waitFor(sender_, &Sender::clicked);
        sender_.setValue(5);
        log_.append(u"ended"_s);
    };
    scope.start([&]() -> Task<> {
        const auto first = co_await whenAny(emitAndEnd(sender, log), waitFor(sender, &Sender::valueChanged));
        log.append(u"first %1"_s.arg(first.index()));
    });
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"ended"_s, u"first 1"_s }));
}

void tst_Combinators::reportsAnExceptionThatNobodyWillSee()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto emitAndFail = [](Sender &sender_) -> Task<> {
        co_await waitFor(sender_, &Sender::clicked);
        sender_.setValue(5);
        throw std::runtime_error("too late");
    };
    scope.start([&]() -> Task<> {
        const auto first = co_await whenAny(emitAndFail(sender), waitFor(sender, &Sender::valueChanged));
        log.append(u"first %1"_s.arg(first.index()));
    });
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Task \".*\" failed: too late$"_s));
    Q_EMIT sender.clicked();
    QCOMPARE(log, QStringList { u"first 1"_s });
}

void tst_Combinators::tellsTheFirstExceptionInTimeOfAll()
{
    // The first branch, which runs, lets the second fail, and then fails itself.
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto emitAndFail = [](Sender &sender_) -> Task<> {
        co_await waitFor(sender_, &Sender::clickedAgain);
        Q_EMIT sender_.clicked();
        throw std::runtime_error("second");
    };
    scope.start([&]() -> Task<> {
        try {
            co_await whenAll(emitAndFail(sender), failWhenClicked(sender, "first"));
        } catch (const std::runtime_error &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    });
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Task \".*\" failed: second$"_s));
    Q_EMIT sender.clickedAgain();
    QCOMPARE(log, QStringList { u"first"_s });
}

void tst_Combinators::survivesALoserWhoseDestructorCompletesAnotherLoser()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        const auto first = co_await whenAny(waitFor(sender, &Sender::named),
            emitAtEnd(sender, log, [&] { Q_EMIT sender.valueChanged(1); }),
            waitFor(sender, &Sender::valueChanged));
        log.append(u"first %1"_s.arg(first.index()));
    });
    Q_EMIT sender.named(u"n"_s);
    QCOMPARE(log, (QStringList { u"~local"_s, u"first 0"_s, u"~task"_s }));
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Combinators::survivesALoserWhoseDestructorCancelsTheTask()
{
    Sender sender;
    QStringList log;
    TaskHandle task;
    TaskScope scope;
    task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await whenAny(waitFor(sender, &Sender::named), emitAtEnd(sender, log, [&] { task.cancel(); }),
            clickOf(sender, log, u"other"_s));
        log.append(u"goes on"_s);
    });
    Q_EMIT sender.named(u"n"_s);
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, (QStringList { u"~local"_s, u"~other"_s, u"~task"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::survivesALoserWhoseDestructorDestroysTheScope()
{
    Sender sender;
    QStringList log;
    auto scope = std::make_unique<TaskScope>();
    const auto body = [](Sender &sender_, QStringList &log_, std::unique_ptr<TaskScope> &scope_) -> Task<> {
        const Trace trace(log_, u"task"_s);
        co_await whenAny(waitFor(sender_, &Sender::named), emitAtEnd(sender_, log_, [&] { scope_.reset(); }),
            clickOf(sender_, log_, u"other"_s));
        log_.append(u"goes on"_s);
    };
    const TaskHandle task = scope->start(body(sender, log, scope));
    Q_EMIT sender.named(u"n"_s);
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, (QStringList { u"~local"_s, u"~other"_s, u"~task"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::survivesALoserWhoseDestructorDeletesTheSender()
{
    auto sender = std::make_unique<Sender>();
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const auto first = co_await whenAny(waitFor(*sender, &Sender::named),
            emitAtEnd(*sender, log, [&] { sender.reset(); }), clickOf(*sender, log, u"other"_s),
            waitFor(*sender, &Sender::named));
        log.append(u"first %1 %2"_s.arg(first.index()).arg(std::get<0>(first)));
    });
    Q_EMIT sender->named(u"n"_s);
    QCOMPARE(log.last(), u"first 0 n"_s);
    QCOMPARE(task.state(), TaskState::Finished);
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
    auto sender = std::make_unique<Sender>();
    Sender other;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        const auto emitOther = [&] { Q_EMIT other.clicked(); };
        if (isAny) {
            co_await whenAny(emitAtEnd(*sender, log, emitOther), waitFor(other, &Sender::clicked),
                emitAtEnd(*sender, log, emitOther), clickOf(other, log, u"sibling"_s));
        } else {
            co_await whenAll(emitAtEnd(*sender, log, emitOther), waitFor(other, &Sender::clicked),
                emitAtEnd(*sender, log, emitOther), clickOf(other, log, u"sibling"_s));
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
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        const auto first
            = co_await whenAny(whenAny(emitAtEnd(sender, log, [&] { Q_EMIT sender.clickedAgain(); }),
                                   waitFor(sender, &Sender::named)),
                waitFor(sender, &Sender::clickedAgain));
        log.append(u"first %1"_s.arg(first.index()));
    });
    Q_EMIT sender.named(u"n"_s);
    // The branch inside was decided first, but the one outside was over while the loser was being stopped.
    QCOMPARE(log, (QStringList { u"~local"_s, u"first 1"_s, u"~task"_s }));
    QCOMPARE(task.state(), TaskState::Finished);
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::survivesABranchThatCancelsTheTaskAtOnce()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto cancelAll = [](TaskScope &scope_, QStringList &log_) -> Task<> {
        scope_.cancel();
        log_.append(u"cancelled"_s);
        co_return;
    };
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await whenAll(clickOf(sender, log, u"a"_s), cancelAll(scope, log), clickOf(sender, log, u"b"_s));
        log.append(u"never"_s);
    });
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log.first(), u"cancelled"_s);
    QCOMPARE(log.last(), u"~task"_s);
    QVERIFY(!log.contains(u"never"_s));
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::survivesABranchThatCancelsTheTaskLater()
{
    Sender sender;
    QStringList log;
    TaskHandle task;
    TaskScope scope;
    const auto cancelLater = [](Sender &sender_, TaskHandle<> &task_, QStringList &log_) -> Task<> {
        const Trace trace(log_, u"branch"_s);
        co_await waitFor(sender_, &Sender::clickedAgain);
        task_.cancel();
        log_.append(u"cancelled"_s);
    };
    task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await whenAny(clickOf(sender, log, u"a"_s), cancelLater(sender, task, log));
        log.append(u"never"_s);
    });
    Q_EMIT sender.clickedAgain();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log.mid(0, 2), (QStringList { u"cancelled"_s, u"~branch"_s }));
    QCOMPARE(log.last(), u"~task"_s);
    QVERIFY(!log.contains(u"never"_s));
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::survivesABranchThatDestroysTheScope()
{
    Sender sender;
    QStringList log;
    auto scope = std::make_unique<TaskScope>();
    struct Body
    {
        static Task<> destroy(Sender &sender, std::unique_ptr<TaskScope> &scope, QStringList &log)
        {
            const Trace trace(log, u"branch"_s);
            co_await waitFor(sender, &Sender::clickedAgain);
            scope.reset();
            co_await waitFor(sender, &Sender::clickedAgain);
            log.append(u"never"_s);
        }
        static Task<> run(Sender &sender, std::unique_ptr<TaskScope> &scope, QStringList &log)
        {
            const Trace trace(log, u"task"_s);
            co_await whenAll(clickOf(sender, log, u"a"_s), destroy(sender, scope, log));
            log.append(u"never"_s);
        }
    };
    scope->start(Body::run(sender, scope, log));
    Q_EMIT sender.clickedAgain();
    QCOMPARE(QSet<QString>(log.begin(), log.end()), (QSet<QString> { u"~branch"_s, u"~a"_s, u"~task"_s }));
    QCOMPARE(log.last(), u"~task"_s);
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::survivesABranchThatDestroysTheSenderOfALaterOne()
{
    auto sender = std::make_unique<Sender>();
    Sender other;
    QStringList log;
    TaskScope scope;
    const auto destroy = [](std::unique_ptr<Sender> &sender_, Sender &other_) -> Task<> {
        sender_.reset();
        co_await waitFor(other_, &Sender::named);
    };
    const TaskHandle any = scope.start([&]() -> Task<> {
        const auto first = co_await whenAny(destroy(sender, other), waitFor(*sender, &Sender::clicked),
            waitUntil(*sender, &Sender::valueChanged, [](int) { return true; }),
            waitUntilSettled(*sender, &Sender::clicked, std::chrono::hours(1)),
            waitForChange<int>(*sender, "value"), waitFor(other, &Sender::clicked));
        log.append(u"first %1"_s.arg(first.index()));
    });
    QCOMPARE(any.state(), TaskState::Waiting); // for what is left
    Q_EMIT other.clicked();
    QCOMPARE(log, QStringList { u"first 5"_s });

    sender = std::make_unique<Sender>();
    const TaskHandle all = scope.start([&]() -> Task<> {
        co_await whenAll(destroy(sender, other), waitFor(*sender, &Sender::clicked));
        log.append(u"never"_s);
    });
    QCOMPARE(all.state(), TaskState::Cancelled);
    QCOMPARE(all.reason(), u"the sender was destroyed"_s);
    QVERIFY(!other.hasConnections());
}

void tst_Combinators::cancelsALoserThatGoesDownWithTheTask()
{
    // The branch runs when it loses and when its task is cancelled, and all of it ends at its next pause.
    Sender sender;
    QStringList log;
    TaskScope scope;
    TaskHandle branch;
    const auto cancelAll = [](Sender &sender_, TaskScope &scope_) -> Task<> {
        co_await waitFor(sender_, &Sender::clicked);
        sender_.setValue(1);
        scope_.cancel();
    };
    const auto lose = [&]() -> Task<> {
        const Trace trace(log, u"branch"_s);
        co_await cancelAll(sender, scope);
        log.append(u"runs on"_s);
        co_await waitFor(sender, &Sender::clicked);
    };
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await whenAny(lose(), waitFor(sender, &Sender::valueChanged));
    });
    task.record()->visitAwaited([&](Detail::TaskRecord &record) { branch = TaskHandle<>(record); });
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"runs on"_s, u"~branch"_s, u"~task"_s }));
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(branch.state(), TaskState::Cancelled);
    QCOMPARE(branch.reason(), u"another branch was first"_s);
}

void tst_Combinators::stopsWhatHasBegunWhenALaterBranchCannotBegin()
{
    Sender sender;
    Sender other;
    QStringList log;
    TaskScope scope;
    auto changes = streamOf(other, &Sender::clicked);
    scope.start([&]() -> Task<> { co_await changes.next(); }); // the only one who may wait for it
    const TaskHandle task = scope.start([&]() -> Task<> {
        try {
            co_await whenAny(clickOf(sender, log, u"a"_s), waitFor(sender, &Sender::named), changes.next());
        } catch (const WaitError &) {
            log.append(u"told"_s);
        }
        co_await waitFor(sender, &Sender::clicked);
    });
    QCOMPARE(log, (QStringList { u"~a"_s, u"told"_s }));
    Q_EMIT sender.named(u"n"_s);
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Finished);
    QVERIFY(!sender.hasConnections());
}

void tst_Combinators::tellsOfAWaitThatIsAwaitedTwice()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto awaitTwice = [&log](auto wait) -> Task<> {
        co_await wait;
        log.append(u"once"_s);
        try {
            co_await wait;
        } catch (const WaitError &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    };
    scope.start(awaitTwice(whenAny(waitFor(sender, &Sender::named), waitFor(sender, &Sender::clicked))));
    scope.start(awaitTwice(whenAll(waitFor(sender, &Sender::clicked))));
    scope.start(awaitTwice(withTimeout(waitFor(sender, &Sender::clicked), std::chrono::hours(1))));
    scope.start(awaitTwice(withTimeout(owned(1), std::chrono::hours(1)))); // a task
    Q_EMIT sender.clicked();
    scope.start(awaitTwice(runInBackground([](BackgroundContext &) { })));
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(log.count(u"once"_s), 5);
    QCOMPARE(
        log.count(u"This wait has been awaited before, or moved away: make a new one for each co_await."_s),
        5);

    // Others begin anew.
    int served = 0;
    const TaskHandle again = scope.start([&]() -> Task<> {
        auto wait = waitFor(sender, &Sender::clicked);
        for (; served < 2; ++served)
            co_await wait;
    });
    Q_EMIT sender.clicked();
    QCOMPARE(served, 1);
    Q_EMIT sender.clicked();
    QCOMPARE(served, 2);
    QCOMPARE(again.state(), TaskState::Finished);
}

void tst_Combinators::describesItself()
{
    Sender sender;
    TaskScope scope;
    const TaskHandle any = scope.start([&]() -> Task<> {
        co_await whenAny(waitFor(sender, &Sender::clicked), waitFor(sender, &Sender::named));
    });
    const TaskHandle all = scope.start([&]() -> Task<> {
        co_await whenAll(waitFor(sender, &Sender::clicked), waitFor(sender, &Sender::named),
            sleepFor(std::chrono::hours(1)));
    });
    QCOMPARE(any.waitingFor(), u"any of 2"_s);
    QCOMPARE(all.waitingFor(), u"all of 3"_s);
}

QTEST_GUILESS_MAIN(tst_Combinators)
#include "tst_combinators.moc"
