// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests Task: results, awaiting, errors, unwinding, and that neither stack nor heap grows where it must not.

#include "testsupport.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtCore/QThread>
#include <QtCore/QTimer>

#include <array>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
/// What the replaced operator new refuses: the next allocation of at least this size; 0 for none.
constinit thread_local std::size_t refusedSize = 0;
constinit thread_local int allocations = 0;
} // namespace

void *operator new(std::size_t size)
{
    ++allocations;
    if (refusedSize != 0 && size >= refusedSize) {
        refusedSize = 0;
        throw std::bad_alloc();
    }
    if (void *memory = std::malloc(size == 0 ? 1 : size)) // NOLINT(cppcoreguidelines-no-malloc)
        return memory;
    throw std::bad_alloc();
}
// Not inlined: where GCC sees free() but not the malloc() above, it takes them for a mismatch.
Q_NEVER_INLINE void operator delete(void *memory) noexcept
{
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}
Q_NEVER_INLINE void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}

namespace {

static_assert(!std::is_copy_constructible_v<Task<int>> && std::is_nothrow_move_constructible_v<Task<int>>);
static_assert(!std::is_default_constructible_v<Task<>>);

Task<int> valueOf(Sender &sender)
{
    co_return co_await waitFor(sender, &Sender::valueChanged);
}

Task<int> now(int value)
{
    co_return value;
}

Task<> throwStd()
{
    throw std::runtime_error("words");
    co_return;
}

Task<> throwInt()
{
    throw 5;
    co_return;
}

Task<> traceNested(Sender &sender, QStringList &log, int depth)
{
    const Trace outer(log, u"outer %1"_s.arg(depth));
    const Trace inner(log, u"inner %1"_s.arg(depth));
    if (depth == 0)
        co_await waitFor(sender, &Sender::clicked);
    else
        co_await traceNested(sender, log, depth - 1);
}

Task<qint64> sumOfNested(Sender &sender, int depth)
{
    if (depth == 0)
        co_return co_await waitFor(sender, &Sender::valueChanged);
    co_return 1 + co_await sumOfNested(sender, depth - 1);
}

Task<> failNested(Sender &sender, int depth)
{
    if (depth == 0) {
        co_await waitFor(sender, &Sender::clicked);
        throw std::runtime_error("from the depth");
    }
    co_await failNested(sender, depth - 1);
}

Task<> nothing()
{
    co_return;
}

Task<> bigFrame(Sender &sender)
{
    std::array<char, 100'000> room {};
    co_await waitFor(sender, &Sender::clicked);
    room.back() = 1;
}

/// The message about a task of this file that was forgotten, whatever its line.
void expectForgotten(const QString &name)
{
    QTest::ignoreMessage(QtWarningMsg,
        QRegularExpression(
            u"^Task \"%1\" of .*tst_task\\.cpp:[1-9][0-9]* was destroyed without ever having been started"_s
                .arg(name)));
}

/// Throws where nobody should.
struct ThrowsAtItsEnd
{
    ThrowsAtItsEnd() = default;
    ~ThrowsAtItsEnd() noexcept(false) { throw std::runtime_error("from a destructor"); }
    Q_DISABLE_COPY_MOVE(ThrowsAtItsEnd)
};

Task<> throwAtTheEnd(Sender &sender, QStringList &log)
{
    const Trace outer(log, u"outer"_s);
    const ThrowsAtItsEnd thrower;
    const Trace inner(log, u"inner"_s);
    co_await waitFor(sender, &Sender::clicked);
}

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wreturn-type" // clang sees it; g++ does not
#endif
Task<int> forgetItsResult(Sender &sender, int value)
{
    co_await waitFor(sender, &Sender::clicked);
    if (value > 0)
        co_return value;
}
#ifdef __clang__
#pragma clang diagnostic pop
#endif

template<std::size_t alignment>
struct alignas(alignment) Aligned
{
    [[nodiscard]] bool isAligned() const { return reinterpret_cast<quintptr>(this) % alignment == 0; }
    std::array<char, alignment> room {};
};

template<std::size_t alignment>
Task<bool> keepAligned(Sender &sender, Aligned<alignment> parameter)
{
    const Aligned<alignment> local;
    co_await waitFor(sender, &Sender::clicked);
    const bool isAligned = local.isAligned() && parameter.isAligned();
    co_return isAligned;
}

/// Runs \a function on a thread with a stack of 128 KB (of 256 KB with a sanitizer, whose frames are larger).
void onASmallStack(const std::function<void()> &function)
{
    const std::unique_ptr<QThread> thread(QThread::create(function));
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    thread->setStackSize(256 * 1024);
#else
    thread->setStackSize(128 * 1024);
#endif
    thread->start();
    thread->wait();
}

} // namespace

/// A function that returns a task in the place of a slot.
class Greeter final : public QObject
{
    Q_OBJECT

public:
    Q_INVOKABLE AsyncWidgets::Task<> greet()
    {
        ++greetings;
        co_return;
    }
    int greetings = 0;
};

class tst_Task : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void runsNothingBeforeItHasAnOwner();
    void destroysItsParametersIfItNeverRan();
    void tellsThatItWasForgotten_data();
    void tellsThatItWasForgotten();
    void saysNothingOfATaskThatWasRefused();
    void saysNothingOfATaskThatWasToRunLater();
    void givesItsResultToTheTaskThatAwaitsIt();
    void givesResultsOfManyKinds();
    void passesSignalsThroughAChain();
    void continuesInTheParentAtOnce();
    void showsTheChain();
    void canBeKeptAndAwaitedLater();
    void isReplacedByMoving();

    void failsWithTheWordsOfAnException();
    void failsWithAnExceptionThatIsNoStdException();
    void failsWhenItThrowsAfterAPause();
    void rethrowsToWhoeverAwaits();
    void reportsOnceIfNobodyAwaits();
    void neverThrowsIntoTheEmission();
    void goesOnAfterACaughtException();
    void canWaitInsideACatchedError();
    void destroysItsLocalsBeforeTheParentSeesTheException();
    void failsWithoutCoReturn();
    void failsIfADestructorThrows_data();
    void failsIfADestructorThrows();
    void failsIfADestructorOfABranchThrows();
    void canBeLookedAtWhileItIsUnwound();

    void unwindsFromTheLeafToTheRoot();
    void destroysTemporariesOfTheWait();
    void isCancelledAtItsNextPauseInAChild();
    void canCatchNoCancellation();

    void awaitsAMillionInSequence();
    void awaitsTenThousandNested();
    void failsThroughTenThousandNested();
    void cancelsTenThousandNested();
    void goesRoundAMillionTimesWithoutAPause();

    void throwsBadAllocWhenThereIsNoRoomForItsFrame();
    void survivesTheLackOfRoomForAChild();
    void survivesACopyOfAParameterThatThrows();
    void keepsTheAlignmentOfItsLocals();
    void keepsItsPlaceInTheSource();
    void countsItsResumptions();
    void tellsTheTimeOfItsState();
    void allocatesNothingForAWait();
};

void tst_Task::runsNothingBeforeItHasAnOwner()
{
    bool hasRun = false;
    {
        const auto task = [](bool &hasRun_) -> Task<> {
            hasRun_ = true;
            co_return;
        }(hasRun);
        QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(1));
        QCOMPARE(task.record().state(), TaskState::Ready);
        expectForgotten(u".*"_s);
    }
    QVERIFY(!hasRun);
    QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0));
}

void tst_Task::destroysItsParametersIfItNeverRan()
{
    const auto token = std::make_shared<int>(1);
    {
        const auto task = [](std::shared_ptr<int>) -> Task<> { co_return; }(token);
        QCOMPARE(token.use_count(), 2L);
        expectForgotten(u".*"_s);
    }
    QCOMPARE(token.use_count(), 1L);
}

void tst_Task::tellsThatItWasForgotten_data()
{
    QTest::addColumn<std::function<void(Greeter &, Sender &)>>("mistake");
    using Mistake = std::function<void(Greeter &, Sender &)>;
    const auto click = [](Sender &sender) { Q_EMIT sender.clicked(); };
    QTest::newRow("a member as a slot") << Mistake([click](Greeter &greeter, Sender &sender) {
        QObject::connect(&sender, &Sender::clicked, &greeter, &Greeter::greet);
        click(sender);
    });
    QTest::newRow("a lambda as a slot") << Mistake([click](Greeter &greeter, Sender &sender) {
        QObject::connect(&sender, &Sender::clicked, &greeter, [&greeter] { return greeter.greet(); });
        click(sender);
    });
    QTest::newRow("a method by its name")
        << Mistake([](Greeter &greeter, Sender &) { QMetaObject::invokeMethod(&greeter, "greet"); });
    QTest::newRow("a function that is invoked") << Mistake([](Greeter &greeter, Sender &) {
        QMetaObject::invokeMethod(&greeter, [&greeter] { static_cast<void>(greeter.greet()); });
    });
    QTest::newRow("a timer's") << Mistake([](Greeter &greeter, Sender &) {
        QTimer::singleShot(0, &greeter, &Greeter::greet);
        QCoreApplication::processEvents();
    });
    QTest::newRow("one that is dropped")
        << Mistake([](Greeter &greeter, Sender &) { static_cast<void>(greeter.greet()); });
    QTest::newRow("one of a list") << Mistake([](Greeter &greeter, Sender &) {
        std::vector<Task<>> tasks;
        tasks.push_back(greeter.greet());
    });
}

void tst_Task::tellsThatItWasForgotten()
{
    QFETCH(const std::function<void(Greeter &, Sender &)>, mistake);
    Greeter greeter;
    Sender sender;
    expectForgotten(u"greet"_s);
    mistake(greeter, sender);
    QCOMPARE(greeter.greetings, 0);
}

void tst_Task::saysNothingOfATaskThatWasRefused()
{
    // It was given to somebody who says why it does not run, or what was asked for has come without it.
    Sender sender;
    TaskScope scope;
    scope.start([&]() -> Task<> { co_await whenAny(now(1), valueOf(sender)); });
    scope.start(valueOf(sender));
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { QVERIFY(!wordsOf([&] { scope.start(now(1)); }).isEmpty()); }));
    thread->start();
    join(*thread);
    TaskHandle late;
    {
        auto closing = std::make_unique<TaskScope>();
        TaskScope *address = closing.get();
        closing->start([](Sender &sender_, TaskScope *address_, TaskHandle<> &late_) -> Task<> {
            const AtEnd end([&] { late_ = address_->start(nothing()); });
            co_await waitFor(sender_, &Sender::clicked);
        }(sender, address, late));
    }
    QCOMPARE(late.state(), TaskState::Cancelled);
}

void tst_Task::saysNothingOfATaskThatWasToRunLater()
{
    Sender sender;
    TaskScope scope;
    const auto work = [](Sender &sender_) -> Task<> {
        auto later = valueOf(sender_);
        co_await waitFor(sender_, &Sender::clicked);
        co_await std::move(later);
    };
    scope.start(work(sender));
    scope.cancel();
    // Nor of one that goes with an exception.
    const auto prepare = [](Sender &sender_) {
        const auto task = valueOf(sender_);
        throw std::runtime_error("no");
    };
    QCOMPARE(wordsOf<std::runtime_error>([&] { prepare(sender); }), u"no"_s);
}

void tst_Task::givesItsResultToTheTaskThatAwaitsIt()
{
    Sender sender;
    int got = 0;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        got = co_await now(1);
        got += co_await valueOf(sender);
    });
    QCOMPARE(got, 1);
    sender.setValue(5);
    QCOMPARE(got, 6);
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Task::givesResultsOfManyKinds()
{
    struct NoDefault
    {
        explicit NoDefault(int number)
            : value(number)
        {
        }
        int value;
    };
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto pointer
            = co_await []() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(1); }();
        log.append(QString::number(*pointer));
        const auto object = co_await []() -> Task<NoDefault> { co_return NoDefault(2); }();
        log.append(QString::number(object.value));
        log.append(co_await []() -> Task<QString> { co_return u"converted"_s; }());
        const std::vector<int> list = co_await []() -> Task<std::vector<int>> { co_return { 1, 2, 3 }; }();
        log.append(QString::number(list.size()));
        const auto optional = co_await []() -> Task<std::optional<int>> { co_return std::nullopt; }();
        log.append(optional ? u"value"_s : u"none"_s);
        const char *const text = co_await []() -> Task<const char *> { co_return "pointer"; }();
        log.append(QString::fromUtf8(text));
    });
    QCOMPARE(log, (QStringList { u"1"_s, u"2"_s, u"converted"_s, u"3"_s, u"none"_s, u"pointer"_s }));
}

void tst_Task::passesSignalsThroughAChain()
{
    Sender sender;
    qint64 got = 0;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> { got = co_await sumOfNested(sender, 5); });
    sender.setValue(10);
    QCOMPARE(got, qint64(15));
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Task::continuesInTheParentAtOnce()
{
    // When the emission returns, the parent has gone on as well.
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        for (int i = 0; i < 3; ++i)
            log.append(QString::number(co_await valueOf(sender)));
    });
    for (int i = 1; i <= 3; ++i) {
        sender.setValue(i);
        QCOMPARE(log.size(), i);
    }
}

void tst_Task::showsTheChain()
{
    Sender sender(u"dial"_s);
    TaskScope scope;
    const TaskHandle root = scope.start([&]() -> Task<> { co_await valueOf(sender); }, u"root"_s);
    std::vector<TaskHandle<>> children;
    root.record()->visitAwaited([&](Detail::TaskRecord &record) { children.emplace_back(record); });
    QCOMPARE(children.size(), std::size_t(1));
    QCOMPARE(root.waitingFor(), u"valueOf"_s);
    QCOMPARE(root.state(), TaskState::Waiting);
    QCOMPARE(children[0].name(), u"valueOf"_s);
    QCOMPARE(children[0].waitingFor(), u"dial.valueChanged"_s);
    QCOMPARE(children[0].record()->awaitedBy(), root.record());
    sender.setValue(1);
    QCOMPARE(children[0].state(), TaskState::Finished);
    QVERIFY(!children[0].record()->awaitedBy());
}

void tst_Task::canBeKeptAndAwaitedLater()
{
    Sender sender;
    int got = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto later = valueOf(sender);
        co_await waitFor(sender, &Sender::clicked); // the task has not begun to wait
        got = co_await std::move(later);
    });
    sender.setValue(1);
    Q_EMIT sender.clicked();
    QCOMPARE(got, 0);
    sender.setValue(2);
    QCOMPARE(got, 2);
}

void tst_Task::isReplacedByMoving()
{
    const auto token = std::make_shared<int>(1);
    const auto hold = [](std::shared_ptr<int> held) -> Task<int> { co_return *held; };
    auto first = hold(token);
    auto second = hold(token);
    QCOMPARE(token.use_count(), 3L);
    first = std::move(second);
    auto third = std::move(first);
    QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(token.use_count() - 1));
    int got = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> { got = co_await std::move(third); });
    QCOMPARE(got, 1);
    expectForgotten(u".*"_s); // the one that was replaced
}

void tst_Task::failsWithTheWordsOfAnException()
{
    TaskScope scope;
    QTest::ignoreMessage(QtWarningMsg, "Task \"throwing\" failed: words");
    const TaskHandle task = scope.start(throwStd(), u"throwing"_s);
    QCOMPARE(task.state(), TaskState::Failed);
    QCOMPARE(task.reason(), u"words"_s);
    QVERIFY(scope.isEmpty());
}

void tst_Task::failsWithAnExceptionThatIsNoStdException()
{
    TaskScope scope;
    QTest::ignoreMessage(QtWarningMsg, "Task \"throwing\" failed: an exception that is no std::exception");
    const TaskHandle task = scope.start(throwInt(), u"throwing"_s);
    QCOMPARE(task.state(), TaskState::Failed);
    QCOMPARE(task.reason(), u"an exception that is no std::exception"_s);
}

void tst_Task::failsWhenItThrowsAfterAPause()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(
        [&]() -> Task<> {
            const Trace trace(log, u"local"_s);
            co_await waitFor(sender, &Sender::clicked);
            throw std::runtime_error("later");
        },
        u"throwing"_s);
    QTest::ignoreMessage(QtWarningMsg, "Task \"throwing\" failed: later");
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Failed);
    QCOMPARE(log, QStringList { u"~local"_s });
    QVERIFY(!sender.hasConnections());
}

void tst_Task::rethrowsToWhoeverAwaits()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        try {
            co_await throwStd();
        } catch (const std::runtime_error &error) {
            log.append(QString::fromUtf8(error.what()));
        }
        try {
            co_await throwInt();
        } catch (int number) {
            log.append(QString::number(number));
        }
        try {
            co_await failNested(sender, 10);
        } catch (const std::exception &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    });
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"words"_s, u"5"_s, u"from the depth"_s }));
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Task::reportsOnceIfNobodyAwaits()
{
    Sender sender;
    TaskScope scope;
    const TaskHandle task = scope.start(failNested(sender, 10), u"root"_s);
    QTest::ignoreMessage(
        QtWarningMsg, "Task \"root\" failed: from the depth"); // a second one would fail the test
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Failed);
}

void tst_Task::neverThrowsIntoTheEmission()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto fail = [](Sender &sender_) -> Task<> {
        co_await waitFor(sender_, &Sender::clicked);
        throw 1;
    };
    scope.start(fail(sender), u"first"_s);
    scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::clicked);
        log.append(u"served"_s);
    });
    scope.start(fail(sender), u"last"_s);
    QTest::ignoreMessage(QtWarningMsg, "Task \"first\" failed: an exception that is no std::exception");
    QTest::ignoreMessage(QtWarningMsg, "Task \"last\" failed: an exception that is no std::exception");
    try {
        Q_EMIT sender.clicked();
    } catch (...) {
        QFAIL("the exception has reached the emission");
    }
    QCOMPARE(log, QStringList { u"served"_s });
    QVERIFY(!sender.hasConnections());
}

void tst_Task::goesOnAfterACaughtException()
{
    Sender sender;
    int caught = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        for (int i = 0; i < 3; ++i) {
            try {
                co_await failNested(sender, 1);
            } catch (const std::runtime_error &) {
                ++caught;
            }
        }
    });
    for (int i = 0; i < 3; ++i)
        Q_EMIT sender.clicked();
    QCOMPARE(caught, 3);
    QVERIFY(scope.isEmpty());
}

void tst_Task::failsWithoutCoReturn()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        for (const int value : { 1, 0 }) {
            try {
                log.append(QString::number(co_await forgetItsResult(sender, value)));
            } catch (const WaitError &error) {
                log.append(QString::fromUtf8(error.what()));
            }
        }
    });
    const QString words
        = u"The task \"forgetItsResult\" has reached its end without co_return, and so has no result: "
          "return a value at the end of every path."_s;
    Q_EMIT sender.clicked();
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"1"_s, words }));
    const TaskHandle task = scope.start(forgetItsResult(sender, 0));
    QTest::ignoreMessage(QtWarningMsg, qPrintable(u"Task \"forgetItsResult\" failed: "_s + words));
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Failed);
}

void tst_Task::failsIfADestructorThrows_data()
{
    QTest::addColumn<bool>("isAwaited");
    QTest::newRow("of the task") << false;
    QTest::newRow("of a task that it awaits") << true;
}

void tst_Task::failsIfADestructorThrows()
{
    QFETCH(const bool, isAwaited);
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto await = [](Sender &sender_, QStringList &log_) -> Task<> {
        const Trace trace(log_, u"parent"_s);
        co_await throwAtTheEnd(sender_, log_);
    };
    const TaskHandle task
        = scope.start(isAwaited ? await(sender, log) : throwAtTheEnd(sender, log), u"task"_s);
    QTest::ignoreMessage(QtWarningMsg,
        isAwaited ? "Task \"throwAtTheEnd\" failed: from a destructor"
                  : "Task \"task\" failed: from a destructor");
    task.cancel();
    QCOMPARE(task.state(), isAwaited ? TaskState::Cancelled : TaskState::Failed);
    QCOMPARE(task.reason(), isAwaited ? u"cancelled"_s : u"from a destructor"_s);
    QCOMPARE(log.mid(0, 2), (QStringList { u"~inner"_s, u"~outer"_s }));
    QVERIFY(scope.isEmpty());
    QVERIFY(!sender.hasConnections());
}

void tst_Task::failsIfADestructorOfABranchThrows()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto first = co_await whenAny(valueOf(sender), throwAtTheEnd(sender, log));
        log.append(u"first %1"_s.arg(first.index()));
    });
    QTest::ignoreMessage(QtWarningMsg, "Task \"throwAtTheEnd\" failed: from a destructor");
    sender.setValue(1);
    QCOMPARE(log, (QStringList { u"~inner"_s, u"~outer"_s, u"first 0"_s }));
}

void tst_Task::canBeLookedAtWhileItIsUnwound()
{
    // The destructor of the innermost one has everything shown, in the middle of the ending of those around it.
    Sender sender;
    TaskModel model;
    TaskScope scope;
    int looks = 0;
    static const auto inner = [](Sender &sender_, TaskModel &model_, int &looks_) -> Task<> {
        const AtEnd end([&] {
            model_.refresh();
            static_cast<void>(dumpTasks());
            ++looks_;
        });
        co_await waitFor(sender_, &Sender::clicked);
    };
    static const auto middle = [](Sender &sender_, TaskModel &model_, int &looks_) -> Task<> {
        co_await whenAll(inner(sender_, model_, looks_), inner(sender_, model_, looks_));
    };
    const auto outer = [](Sender &sender_, TaskModel &model_, int &looks_) -> Task<> {
        co_await middle(sender_, model_, looks_);
    };
    for (const bool isShown : { false, true }) {
        const TaskHandle task = scope.start(outer(sender, model, looks));
        if (isShown)
            model.refresh();
        task.cancel();
        model.refresh();
        QCOMPARE(model.rowCount(model.index(model.rowCount() - 1, 0)), 0);
    }
    QCOMPARE(looks, 4);
}

void tst_Task::canWaitInsideACatchedError()
{
    Sender sender;
    int got = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        std::exception_ptr error;
        try {
            co_await throwStd();
        } catch (...) {
            error = std::current_exception();
        }
        got = co_await valueOf(sender);
        try {
            std::rethrow_exception(error);
        } catch (const std::runtime_error &) {
            ++got;
        }
    });
    sender.setValue(3);
    QCOMPARE(got, 4);
}

void tst_Task::destroysItsLocalsBeforeTheParentSeesTheException()
{
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await [](QStringList &log_) -> Task<> {
                const Trace trace(log_, u"child"_s);
                throw 1;
                co_return;
            }(log);
        } catch (int) {
            log.append(u"caught"_s);
        }
    });
    QCOMPARE(log, (QStringList { u"~child"_s, u"caught"_s }));
}

void tst_Task::unwindsFromTheLeafToTheRoot()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(traceNested(sender, log, 2));
    task.cancel();
    QCOMPARE(log,
        (QStringList {
            u"~inner 0"_s, u"~outer 0"_s, u"~inner 1"_s, u"~outer 1"_s, u"~inner 2"_s, u"~outer 2"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_Task::destroysTemporariesOfTheWait()
{
    Sender sender;
    const auto token = std::make_shared<int>(1);
    const auto hold = [](Sender &sender_, std::shared_ptr<int> held) -> Task<int> {
        co_await waitFor(sender_, &Sender::clicked);
        co_return *held;
    };
    TaskScope scope;
    scope.start([&]() -> Task<> { co_await hold(sender, std::shared_ptr<int>(token)); });
    QVERIFY(token.use_count() > 1);
    scope.cancel();
    QCOMPARE(token.use_count(), 1L);
    scope.start([&]() -> Task<> { co_await hold(sender, std::shared_ptr<int>(token)); });
    Q_EMIT sender.clicked();
    QCOMPARE(token.use_count(), 1L);
}

void tst_Task::isCancelledAtItsNextPauseInAChild()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto child = [](TaskScope &scope_, QStringList &log_) -> Task<> {
        const Trace trace(log_, u"child"_s);
        scope_.cancel();
        log_.append(u"cancelled"_s);
        co_return; // not a pause
    };
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"parent"_s);
        co_await waitFor(sender, &Sender::clicked);
        co_await child(scope, log);
        log.append(u"the parent goes on"_s);
        co_await child(scope, log);
        log.append(u"never"_s);
    });
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, (QStringList { u"cancelled"_s, u"~child"_s, u"the parent goes on"_s, u"~parent"_s }));
}

void tst_Task::canCatchNoCancellation()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const Trace trace(log, u"local"_s);
        try {
            for (;;)
                co_await waitFor(sender, &Sender::clicked);
        } catch (...) {
            log.append(u"caught"_s);
        }
    });
    scope.cancel();
    QCOMPARE(log, QStringList { u"~local"_s });
}

void tst_Task::awaitsAMillionInSequence()
{
    qint64 sum = 0;
    onASmallStack([&sum] {
        TaskScope scope;
        scope.start([&sum]() -> Task<> {
            for (int i = 0; i < 1'000'000; ++i)
                sum += co_await now(i);
        });
    });
    QCOMPARE(sum, qint64(1'000'000) * 999'999 / 2);
}

void tst_Task::awaitsTenThousandNested()
{
    qint64 got = 0;
    onASmallStack([&got] {
        Sender sender;
        TaskScope scope;
        scope.start([&]() -> Task<> { got = co_await sumOfNested(sender, 10'000); });
        sender.setValue(1);
    });
    QCOMPARE(got, qint64(10'001));
}

void tst_Task::failsThroughTenThousandNested()
{
    QString words;
    onASmallStack([&words] {
        Sender sender;
        TaskScope scope;
        scope.start([&]() -> Task<> {
            try {
                co_await failNested(sender, 10'000);
            } catch (const std::runtime_error &error) {
                words = QString::fromUtf8(error.what());
            }
        });
        Q_EMIT sender.clicked();
    });
    QCOMPARE(words, u"from the depth"_s);
}

void tst_Task::cancelsTenThousandNested()
{
    QStringList log;
    bool isCancelled = false;
    onASmallStack([&] {
        Sender sender;
        TaskScope scope;
        const TaskHandle task = scope.start(traceNested(sender, log, 10'000));
        task.cancel();
        isCancelled = task.state() == TaskState::Cancelled && !sender.hasConnections();
    });
    QVERIFY(isCancelled);
    QCOMPARE(log.size(), 20'002);
    QCOMPARE(log.first(), u"~inner 0"_s);
    QCOMPARE(log.last(), u"~outer 10000"_s);
}

void tst_Task::goesRoundAMillionTimesWithoutAPause()
{
    // What is over at once does not pause, and must not grow the stack either.
    int rounds = 0;
    onASmallStack([&rounds] {
        TaskScope scope;
        TaskScope empty;
        scope.start([&]() -> Task<> {
            for (int i = 0; i < 1'000'000; ++i) {
                co_await empty.join();
                ++rounds;
            }
            for (int i = 0; i < 10'000; ++i) {
                co_await whenAll(nothing(), nothing());
                ++rounds;
            }
        });
    });
    QCOMPARE(rounds, 1'010'000);
}

void tst_Task::throwsBadAllocWhenThereIsNoRoomForItsFrame()
{
    Sender sender;
    refusedSize = 100'000;
    QVERIFY_THROWS_EXCEPTION(std::bad_alloc, static_cast<void>(bigFrame(sender)));
    QCOMPARE(refusedSize, std::size_t(0));
    QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0));
    TaskScope scope;
    const TaskHandle task = scope.start(bigFrame(sender)); // there is room again
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Task::survivesTheLackOfRoomForAChild()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            refusedSize = 100'000;
            co_await bigFrame(sender);
        } catch (const std::bad_alloc &) {
            log.append(u"no room"_s);
        }
        co_await bigFrame(sender);
        log.append(u"room again"_s);
    });
    QCOMPARE(log, QStringList { u"no room"_s });
    Q_EMIT sender.clicked();
    QCOMPARE(log.last(), u"room again"_s);
    refusedSize = 100'000;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Task \"careless\" failed: .*bad_alloc"_s));
    const TaskHandle task = scope.start([&]() -> Task<> { co_await bigFrame(sender); }, u"careless"_s);
    QCOMPARE(task.state(), TaskState::Failed);
}

void tst_Task::survivesACopyOfAParameterThatThrows()
{
    const auto take = [](Fragile value) -> Task<int> { co_return value.value; };
    const Fragile fragile(3);
    Fragile::copiesLeft = 0;
    QCOMPARE(wordsOf<std::runtime_error>([&] { static_cast<void>(take(fragile)); }), u"cannot be copied"_s);
    Fragile::copiesLeft = 1; // into the argument, but not into the frame
    QCOMPARE(wordsOf<std::runtime_error>([&] { static_cast<void>(take(fragile)); }), u"cannot be copied"_s);
    Fragile::copiesLeft = -1;
    QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0));
}

void tst_Task::keepsTheAlignmentOfItsLocals()
{
    Sender sender;
    TaskScope scope;
    int aligned = 0;
    for (int i = 0; i < 20; ++i) {
        scope.start([&]() -> Task<> {
            const auto [of16, of32, of64] = co_await whenAll(
                keepAligned<16>(sender, {}), keepAligned<32>(sender, {}), keepAligned<64>(sender, {}));
            aligned += int(of16) + int(of32) + int(of64);
        });
    }
    Q_EMIT sender.clicked();
    QCOMPARE(aligned, 60);
}

void tst_Task::keepsItsPlaceInTheSource()
{
    Sender sender;
    TaskScope scope;
    const int first = __LINE__ + 2;
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::clicked);
        co_await waitFor(sender, &Sender::clicked);
        co_await valueOf(sender);
    });
    QCOMPARE(task.line(), first);
    Q_EMIT sender.clicked();
    QCOMPARE(task.line(), first + 1);
    Q_EMIT sender.clicked();
    QCOMPARE(task.line(), first + 2);
    QVERIFY(task.fileName().endsWith(u"tst_task.cpp"_s));
    scope.cancel();
    QCOMPARE(task.line(), first + 2); // where it was paused when it ended
}

void tst_Task::countsItsResumptions()
{
    Sender sender;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await now(1); // has not paused
        for (int i = 0; i < 5; ++i)
            co_await waitFor(sender, &Sender::clicked);
    });
    const quint64 before = task.resumptions();
    for (int i = 1; i <= 5; ++i) {
        Q_EMIT sender.clicked();
        QCOMPARE(task.resumptions(), before + quint64(i));
    }
}

void tst_Task::tellsTheTimeOfItsState()
{
    Sender sender;
    TaskScope scope;
    const auto slack = 20ms; // the clock is coarse
    const auto before = std::chrono::steady_clock::now();
    const TaskHandle task = scope.start(valueOf(sender));
    const auto started = task.since();
    QVERIFY(started >= before - slack);
    QVERIFY(started <= std::chrono::steady_clock::now() + slack);
    QTRY_VERIFY(std::chrono::steady_clock::now() > started + 3 * slack);
    QCOMPARE(task.since(), started);
    sender.setValue(1);
    QVERIFY(task.since() > started);
}

void tst_Task::allocatesNothingForAWait()
{
    // Once the connection is there, waiting again and again takes no memory from the heap.
    Sender sender;
    int served = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        for (;;) {
            co_await waitFor(sender, &Sender::clicked);
            ++served;
        }
    });
    Q_EMIT sender.clicked();
    const int before = allocations;
    Q_EMIT sender.clicked();
    Q_EMIT sender.clicked();
    const int after = allocations;
    QCOMPARE(after, before);
    QCOMPARE(served, 3);
}

QTEST_GUILESS_MAIN(tst_Task)
#include "tst_task.moc"
