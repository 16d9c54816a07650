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
    std::array<volatile char, 100'000> room {}; // a compiler leaves out what nobody can see
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

Task<> waitInAnotherFile(Sender &sender); // below

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

class tst_Task : public TaskTest
{
    Q_OBJECT

private Q_SLOTS:
    void runsNothingBeforeItHasAnOwner();
    void tellsThatItWasForgotten_data();
    void tellsThatItWasForgotten();
    void saysNothingOfATaskThatWasRefused();
    void saysNothingOfATaskThatWasToRunLater();
    void givesItsResultToTheTaskThatAwaitsIt();
    void givesResultsOfManyKinds();
    void showsTheChain();
    void canBeKeptAndAwaitedLater();
    void isReplacedByMoving();

    void failsWithTheWordsOfAnException_data();
    void failsWithTheWordsOfAnException();
    void rethrowsToWhoeverAwaits();
    void neverThrowsIntoTheEmission();
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
    void isShownByItsNamesAsTheyAre();
    void countsItsResumptions();
    void tellsTheTimeOfItsState();
    void allocatesNothingForAWait();
};

void tst_Task::runsNothingBeforeItHasAnOwner()
{
    const auto token = std::make_shared<int>(1);
    {
        const auto task = [](QStringList &log_, std::shared_ptr<int>) -> Task<> {
            log_.append(u"never"_s);
            co_return;
        }(log, token);
        QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(1));
        QCOMPARE(task.record().state(), TaskState::Ready);
        QCOMPARE(token.use_count(), 2L);
        expectForgotten(u".*"_s);
    }
    QCOMPARE(token.use_count(), 1L); // its parameters are destroyed
    EXPECT_LOG();
}

void tst_Task::tellsThatItWasForgotten_data()
{
    using Mistake = std::function<void(Greeter &, Sender &)>;
    QTest::addColumn<Mistake>("mistake");
    const auto add = [](const char *name, const Mistake &mistake) { QTest::newRow(name) << mistake; };
    add("a member as a slot", [](Greeter &greeter, Sender &clicked) {
        QObject::connect(&clicked, &Sender::clicked, &greeter, &Greeter::greet);
        Q_EMIT clicked.clicked();
    });
    add("a lambda as a slot", [](Greeter &greeter, Sender &clicked) {
        QObject::connect(&clicked, &Sender::clicked, &greeter, [&greeter] { return greeter.greet(); });
        Q_EMIT clicked.clicked();
    });
    add("a method by its name",
        [](Greeter &greeter, Sender &) { QMetaObject::invokeMethod(&greeter, "greet"); });
    add("a function that is invoked", [](Greeter &greeter, Sender &) {
        QMetaObject::invokeMethod(&greeter, [&greeter] { static_cast<void>(greeter.greet()); });
    });
    add("in a task that a destructor lets go on", [](Greeter &greeter, Sender &clicked) {
        TaskScope tasks;
        tasks.start([&]() -> Task<> {
            co_await waitFor(clicked, &Sender::clickedAgain);
            static_cast<void>(greeter.greet());
        });
        const TaskHandle other = tasks.start([&]() -> Task<> {
            const AtEnd atEnd([&] { Q_EMIT clicked.clickedAgain(); });
            co_await waitFor(clicked, &Sender::clicked);
        });
        other.cancel();
    });
    add("a timer's", [](Greeter &greeter, Sender &) {
        QTimer::singleShot(0, &greeter, &Greeter::greet);
        QCoreApplication::processEvents();
    });
    add("one that is dropped", [](Greeter &greeter, Sender &) { static_cast<void>(greeter.greet()); });
    add("one of a list", [](Greeter &greeter, Sender &) {
        std::vector<Task<>> tasks;
        tasks.push_back(greeter.greet());
    });
}

void tst_Task::tellsThatItWasForgotten()
{
    QFETCH(const std::function<void(Greeter &, Sender &)>, mistake);
    Greeter greeter;
    expectForgotten(u"greet"_s);
    mistake(greeter, *sender);
    QCOMPARE(greeter.greetings, 0);
}

void tst_Task::saysNothingOfATaskThatWasRefused()
{
    // It was given to somebody who says why it does not run, or what was asked for has come without it.
    scope->start([&]() -> Task<> { co_await whenAny(now(1), valueOf(*sender)); });
    scope->start(valueOf(*sender));
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { QVERIFY(!wordsOf([&] { scope->start(now(1)); }).isEmpty()); }));
    thread->start();
    join(*thread);
    TaskHandle late;
    {
        auto closing = std::make_unique<TaskScope>();
        TaskScope *address = closing.get();
        closing->start([](Sender &sender_, TaskScope *address_, TaskHandle<> &late_) -> Task<> {
            const AtEnd end([&] { late_ = address_->start(nothing()); });
            co_await waitFor(sender_, &Sender::clicked);
        }(*sender, address, late));
    }
    QCOMPARE(late.state(), TaskState::Cancelled);
}

void tst_Task::saysNothingOfATaskThatWasToRunLater()
{
    scope->start([&]() -> Task<> {
        auto later = valueOf(*sender);
        co_await waitFor(*sender, &Sender::clicked);
        co_await std::move(later);
    });
    scope->cancel();
    // Nor of one that goes with an exception.
    QCOMPARE(wordsOf<std::runtime_error>([&] {
        const auto task = valueOf(*sender);
        throw std::runtime_error("no");
    }),
        u"no"_s);
}

void tst_Task::givesItsResultToTheTaskThatAwaitsIt()
{
    scope->start([&]() -> Task<> {
        log.append(QString::number(co_await now(1)));
        log.append(QString::number(co_await valueOf(*sender)));
        log.append(QString::number(co_await sumOfNested(*sender, 5)));
    });
    EXPECT_LOG("1");
    sender->setValue(5);
    EXPECT_LOG("5"); // when the emission returns, the parent has gone on as well
    sender->setValue(10);
    EXPECT_LOG("15");
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
    scope->start([&]() -> Task<> {
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
    EXPECT_LOG("1", "2", "converted", "3", "none", "pointer");
}

void tst_Task::showsTheChain()
{
    sender->setObjectName(u"dial"_s);
    const TaskHandle root = scope->start([&]() -> Task<> { co_await valueOf(*sender); }, u"root"_s);
    std::vector<TaskHandle<>> children;
    root.record()->visitAwaited([&](Detail::TaskRecord &record) { children.emplace_back(record); });
    QCOMPARE(children.size(), std::size_t(1));
    QCOMPARE(root.waitingFor(), u"valueOf"_s);
    QCOMPARE(root.state(), TaskState::Waiting);
    QCOMPARE(children[0].name(), u"valueOf"_s);
    QCOMPARE(children[0].waitingFor(), u"dial.valueChanged"_s);
    QCOMPARE(children[0].record()->awaitedBy(), root.record());
    sender->setValue(1);
    QCOMPARE(children[0].state(), TaskState::Finished);
    QVERIFY(!children[0].record()->awaitedBy());
}

void tst_Task::canBeKeptAndAwaitedLater()
{
    scope->start([&]() -> Task<> {
        auto later = valueOf(*sender);
        co_await waitFor(*sender, &Sender::clicked); // the task has not begun to wait
        log.append(QString::number(co_await std::move(later)));
    });
    sender->setValue(1);
    Q_EMIT sender->clicked();
    EXPECT_LOG();
    sender->setValue(2);
    EXPECT_LOG("2");
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
    scope->start([&]() -> Task<> { got = co_await std::move(third); });
    QCOMPARE(got, 1);
    expectForgotten(u".*"_s); // the one that was replaced
}

void tst_Task::failsWithTheWordsOfAnException_data()
{
    QTest::addColumn<std::function<Task<>(Sender &)>>("fail");
    QTest::addColumn<QString>("words");
    using Fail = std::function<Task<>(Sender &)>;
    QTest::newRow("at once") << Fail([](Sender &) { return throwStd(); }) << u"words"_s;
    QTest::newRow("no std::exception")
        << Fail([](Sender &) { return throwInt(); }) << u"an exception that is not a std::exception"_s;
    // A second message would fail the test.
    QTest::newRow("after a pause, in the depth")
        << Fail([](Sender &clicked) { return failNested(clicked, 10); }) << u"from the depth"_s;
}

void tst_Task::failsWithTheWordsOfAnException()
{
    QFETCH(const std::function<Task<>(Sender &)>, fail);
    QFETCH(const QString, words);
    QTest::ignoreMessage(QtWarningMsg, qPrintable(u"Task \"throwing\" failed: "_s + words));
    const TaskHandle task = scope->start(fail(*sender), u"throwing"_s);
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Failed);
    QCOMPARE(task.reason(), words);
    QVERIFY(scope->isEmpty());
}

void tst_Task::rethrowsToWhoeverAwaits()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await attempt(throwStd);
        try {
            co_await throwInt();
        } catch (int number) {
            log.append(QString::number(number));
        }
        for (const int depth : { 10, 1, 1 })
            co_await attempt([&] { return failNested(*sender, depth); });
    });
    EXPECT_LOG("words", "5");
    for (int i = 0; i < 3; ++i) {
        Q_EMIT sender->clicked();
        EXPECT_LOG("from the depth");
    }
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Task::neverThrowsIntoTheEmission()
{
    const auto fail = [this]() -> Task<> {
        const Trace trace(log, u"local"_s);
        co_await waitFor(*sender, &Sender::clicked);
        throw 1;
    };
    scope->start(fail(), u"first"_s);
    scope->start(click(u"a"_s));
    scope->start(fail(), u"last"_s);
    QTest::ignoreMessage(QtWarningMsg, "Task \"first\" failed: an exception that is not a std::exception");
    QTest::ignoreMessage(QtWarningMsg, "Task \"last\" failed: an exception that is not a std::exception");
    try {
        Q_EMIT sender->clicked();
    } catch (...) {
        QFAIL("the exception has reached the emission");
    }
    EXPECT_LOG("~local", "a clicked", "~a", "~local");
}

void tst_Task::failsWithoutCoReturn()
{
    const QString words
        = u"The task \"forgetItsResult\" has reached its end without co_return, and so has no result: "
          "return a value at the end of every path."_s;
    scope->start(attempt([&] { return forgetItsResult(*sender, 1); }));
    scope->start(attempt([&] { return forgetItsResult(*sender, 0); }));
    const TaskHandle task = scope->start(forgetItsResult(*sender, 0));
    QTest::ignoreMessage(QtWarningMsg, qPrintable(u"Task \"forgetItsResult\" failed: "_s + words));
    Q_EMIT sender->clicked();
    EXPECT_LOG("done", words);
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
    const auto await = [this]() -> Task<> { co_await throwAtTheEnd(*sender, log); };
    const TaskHandle task = scope->start(isAwaited ? await() : throwAtTheEnd(*sender, log), u"task"_s);
    QTest::ignoreMessage(QtWarningMsg,
        isAwaited ? "Task \"throwAtTheEnd\" failed: from a destructor"
                  : "Task \"task\" failed: from a destructor");
    task.cancel();
    QCOMPARE(task.state(), isAwaited ? TaskState::Cancelled : TaskState::Failed);
    QCOMPARE(task.reason(), isAwaited ? u"cancelled"_s : u"from a destructor"_s);
    EXPECT_LOG("~inner", "~outer");
    QVERIFY(scope->isEmpty());
}

void tst_Task::failsIfADestructorOfABranchThrows()
{
    scope->start([&]() -> Task<> {
        const auto first = co_await whenAny(valueOf(*sender), throwAtTheEnd(*sender, log));
        log.append(u"first %1"_s.arg(first.index()));
    });
    QTest::ignoreMessage(QtWarningMsg, "Task \"throwAtTheEnd\" failed: from a destructor");
    sender->setValue(1);
    EXPECT_LOG("~inner", "~outer", "first 0");
}

void tst_Task::canBeLookedAtWhileItIsUnwound()
{
    // The destructor of the innermost one has everything shown, in the middle of the ending of those around it.
    TaskModel model;
    int looks = 0;
    const auto inner = [&]() -> Task<> {
        const AtEnd end([&] {
            model.refresh();
            static_cast<void>(dumpTasks());
            ++looks;
        });
        co_await waitFor(*sender, &Sender::clicked);
    };
    const auto middle = [&]() -> Task<> { co_await whenAll(inner(), inner()); };
    const auto outer = [&]() -> Task<> { co_await middle(); };
    for (const bool isShown : { false, true }) {
        const TaskHandle task = scope->start(outer());
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
    scope->start([&]() -> Task<> {
        std::exception_ptr error;
        try {
            co_await throwStd();
        } catch (...) {
            error = std::current_exception();
        }
        log.append(QString::number(co_await valueOf(*sender)));
        log.append(wordsOf<std::runtime_error>([&] { std::rethrow_exception(error); }));
    });
    sender->setValue(3);
    EXPECT_LOG("3", "words");
}

void tst_Task::destroysItsLocalsBeforeTheParentSeesTheException()
{
    scope->start([&]() -> Task<> {
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
    EXPECT_LOG("~child", "caught");
}

void tst_Task::unwindsFromTheLeafToTheRoot()
{
    const auto wait = [this]() -> Task<> {
        try {
            co_await traceNested(*sender, log, 2);
        } catch (...) {
            log.append(u"never"_s); // nobody can catch a cancellation
        }
    };
    const TaskHandle task = scope->start(wait());
    task.cancel();
    EXPECT_LOG("~inner 0", "~outer 0", "~inner 1", "~outer 1", "~inner 2", "~outer 2");
    QVERIFY(!sender->hasConnections());
}

void tst_Task::destroysTemporariesOfTheWait()
{
    const auto token = std::make_shared<int>(1);
    const auto hold = [this](std::shared_ptr<int> held) -> Task<int> {
        co_await waitFor(*sender, &Sender::clicked);
        co_return *held;
    };
    scope->start([&]() -> Task<> { co_await hold(std::shared_ptr<int>(token)); });
    QVERIFY(token.use_count() > 1);
    scope->cancel();
    QCOMPARE(token.use_count(), 1L);
    scope->start([&]() -> Task<> { co_await hold(std::shared_ptr<int>(token)); });
    Q_EMIT sender->clicked();
    QCOMPARE(token.use_count(), 1L);
}

void tst_Task::isCancelledAtItsNextPauseInAChild()
{
    const auto child = [this]() -> Task<> {
        const Trace trace(log, u"child"_s);
        scope->cancel();
        log.append(u"cancelled"_s);
        co_return; // not a pause
    };
    const TaskHandle task = scope->start([&]() -> Task<> {
        const Trace trace(log, u"parent"_s);
        co_await waitFor(*sender, &Sender::clicked);
        co_await child();
        log.append(u"the parent goes on"_s);
        co_await child();
        log.append(u"never"_s);
    });
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Cancelled);
    EXPECT_LOG("cancelled", "~child", "the parent goes on", "~parent");
}

void tst_Task::awaitsAMillionInSequence()
{
    qint64 sum = 0;
    onASmallStack([&sum] {
        TaskScope tasks;
        tasks.start([&sum]() -> Task<> {
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
        Sender own;
        TaskScope tasks;
        tasks.start([&]() -> Task<> { got = co_await sumOfNested(own, 10'000); });
        own.setValue(1);
    });
    QCOMPARE(got, qint64(10'001));
}

void tst_Task::failsThroughTenThousandNested()
{
    QString words;
    onASmallStack([&words] {
        Sender own;
        TaskScope tasks;
        tasks.start([&]() -> Task<> {
            try {
                co_await failNested(own, 10'000);
            } catch (const std::runtime_error &error) {
                words = QString::fromUtf8(error.what());
            }
        });
        Q_EMIT own.clicked();
    });
    QCOMPARE(words, u"from the depth"_s);
}

void tst_Task::cancelsTenThousandNested()
{
    bool isCancelled = false;
    onASmallStack([&] {
        Sender own;
        TaskScope tasks;
        const TaskHandle task = tasks.start(traceNested(own, log, 10'000));
        task.cancel();
        isCancelled = task.state() == TaskState::Cancelled && !own.hasConnections();
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
        TaskScope tasks;
        TaskScope empty;
        tasks.start([&]() -> Task<> {
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
    refusedSize = 100'000;
    QVERIFY_THROWS_EXCEPTION(std::bad_alloc, static_cast<void>(bigFrame(*sender)));
    QCOMPARE(refusedSize, std::size_t(0));
    QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0));
    const TaskHandle task = scope->start(bigFrame(*sender)); // there is room again
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_Task::survivesTheLackOfRoomForAChild()
{
    scope->start([&]() -> Task<> {
        refusedSize = 100'000;
        co_await attempt([&] { return bigFrame(*sender); });
        co_await attempt([&] { return bigFrame(*sender); }); // there is room again
    });
    QCOMPARE(log.size(), 1);
    QVERIFY2(takeLog()[0].contains(u"bad_alloc"), "no room");
    Q_EMIT sender->clicked();
    EXPECT_LOG("done");
    refusedSize = 100'000;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Task \"careless\" failed: .*bad_alloc"_s));
    const TaskHandle task = scope->start([&]() -> Task<> { co_await bigFrame(*sender); }, u"careless"_s);
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
    int aligned = 0;
    for (int i = 0; i < 20; ++i) {
        scope->start([&]() -> Task<> {
            const auto [of16, of32, of64] = co_await whenAll(
                keepAligned<16>(*sender, {}), keepAligned<32>(*sender, {}), keepAligned<64>(*sender, {}));
            aligned += int(of16) + int(of32) + int(of64);
        });
    }
    Q_EMIT sender->clicked();
    QCOMPARE(aligned, 60);
}

void tst_Task::keepsItsPlaceInTheSource()
{
    const int first = __LINE__ + 2;
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        co_await waitFor(*sender, &Sender::clicked);
        co_await valueOf(*sender);
    });
    QCOMPARE(task.line(), first);
    Q_EMIT sender->clicked();
    QCOMPARE(task.line(), first + 1);
    Q_EMIT sender->clicked();
    QCOMPARE(task.line(), first + 2);
    QVERIFY(task.fileName().endsWith(u"tst_task.cpp"_s));
    scope->cancel();
    QCOMPARE(task.line(), first + 2); // where it was paused when it ended
}

void tst_Task::isShownByItsNamesAsTheyAre()
{
    sender->setObjectName(u"%1 of %2"_s);
    scope->start(waitInAnotherFile(*sender), u"copy %3"_s);
    const QString shown = dumpTasks();
    QVERIFY2(
        shown.startsWith(
            u"copy %3: Waiting for %1 of %2.valueChanged quiet for 1 ms, at most 2 ms at 50%2.cpp:1000,"_s),
        qPrintable(shown));
}

void tst_Task::countsItsResumptions()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await now(1); // has not paused
        for (;;)
            co_await waitFor(*sender, &Sender::clicked);
    });
    const quint64 before = task.resumptions();
    for (int i = 1; i <= 5; ++i) {
        Q_EMIT sender->clicked();
        QCOMPARE(task.resumptions(), before + quint64(i));
    }
}

void tst_Task::tellsTheTimeOfItsState()
{
    const auto slack = 20ms; // the clock is coarse
    const auto before = std::chrono::steady_clock::now();
    const TaskHandle task = scope->start(valueOf(*sender));
    const auto started = task.since();
    QVERIFY(started >= before - slack);
    QVERIFY(started <= std::chrono::steady_clock::now() + slack);
    QTRY_VERIFY(std::chrono::steady_clock::now() > started + 3 * slack);
    QCOMPARE(task.since(), started);
    sender->setValue(1);
    QVERIFY(task.since() > started);
}

void tst_Task::allocatesNothingForAWait()
{
    // Once the connection is there, waiting again and again takes no memory from the heap.
    int served = 0;
    scope->start([&]() -> Task<> {
        for (;; ++served)
            co_await waitFor(*sender, &Sender::clicked);
    });
    Q_EMIT sender->clicked();
    const int before = allocations;
    Q_EMIT sender->clicked();
    Q_EMIT sender->clicked();
    const int after = allocations;
    QCOMPARE(after, before);
    QCOMPARE(served, 3);
}

QTEST_GUILESS_MAIN(tst_Task)
#include "tst_task.moc"

// At the end, since the rest of the file is in another one for the compiler.
namespace {
#line 998 "50%2.cpp"
Task<> waitInAnotherFile(Sender &sender)
{
    co_await waitUntilSettled(sender, &Sender::valueChanged, 1ms, 2ms);
}
} // namespace
