// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests co_await of a TaskHandle, what a task's end gives to those who await it, and TaskScope::onFailure().

#include "testsupport.h"

#include <QtCore/QMetaEnum>
#include <QtCore/QThread>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

class OneClick final : public StateMachine
{
    Q_OBJECT

public:
    enum class State { Waiting };
    Q_ENUM(State)

    explicit OneClick(Sender &sender)
        : m_sender(sender)
    {
    }
    [[nodiscard]] QMetaEnum states() const override { return QMetaEnum::fromType<State>(); }
    [[nodiscard]] int currentState() const override { return 0; }

protected:
    void start() override
    {
        pauseFor(waitFor(m_sender, &Sender::clicked), [] { });
    }

private:
    Sender &m_sender;
};

static_assert(
    std::is_same_v<decltype(std::declval<TaskScope>().start(std::declval<Task<int>>())), TaskHandle<int>>);
static_assert(std::is_same_v<decltype(std::declval<TaskHandle<int>>().asOptional().await_resume()),
    std::optional<int>>);
static_assert(std::is_same_v<decltype(std::declval<TaskHandle<>>().asOptional().await_resume()),
    std::optional<std::monostate>>);
static_assert(std::is_convertible_v<TaskHandle<int>, TaskHandle<>>);

} // namespace

class tst_TaskHandle : public TaskTest
{
    Q_OBJECT

    /// Awaits \a task and logs what it gives, or the words of the exception.
    template<typename Handle>
    Task<> awaitAndLog(Handle task, QString name)
    {
        const Trace trace(log, name);
        try {
            if constexpr (std::is_same_v<Handle, TaskHandle<>>) {
                co_await task;
                log.append(name);
            } else {
                const auto result = co_await task;
                log.append(u"%1 %2"_s.arg(name).arg(result));
            }
        } catch (const std::exception &error) {
            log.append(u"%1 caught %2"_s.arg(name, QString::fromUtf8(error.what())));
        }
    }

private Q_SLOTS:
    void givesTheResultToAllWhoAwaitIt();
    void givesTheResultOfATaskThatHasEnded();
    void waitsUntilTheLocalsAreGone();
    void goesOnBeforeThoseWhoJoinTheScope();
    void awaitsTheCallOfStart();
    void awaitsAStateMachine();
    void keepsTheResultAsLongAsItsHandles();
    void startsATaskWhoseResultCannotBeCopied();
    void rethrowsTheExceptionInEach();
    void reportsWhatNobodyAwaitedWhenItFailed();
    void cancelsWhoAwaitsACancelledTask_data();
    void cancelsWhoAwaitsACancelledTask();
    void givesAnOptional();
    void leavesTheTaskWhenWhoAwaitsItIsCancelled();
    void canBeCombined();
    void canBeCombinedInAList();
    void losesNothingInACombination();
    void refusesAnEmptyHandle();
    void refusesAnotherThread();
    void refusesAPartOfAnother();
    void refusesACircle_data();
    void refusesACircle();
    void endsAPartThatADestructorResumes();
    void survivesAWaiterThatDestroysTheScope();
    void survivesAWaiterThatCancelsTheOthers();
    void endsALongChainWithoutMoreStack_data();
    void endsALongChainWithoutMoreStack();
    void endsALongChainThatOthersAwaitTooWithoutMoreStack_data();
    void endsALongChainThatOthersAwaitTooWithoutMoreStack();
    void tellsOfAnEndBeforeTheNextOfThoseWhoAwaitIt();
    void canBeAwaitedInAnyOrder_data();
    void canBeAwaitedInAnyOrder();

    // TaskScope::onFailure()
    void tellsAFailureInsteadOfWarning();
    void cancelsTheOthersAfterTheFirstFailure();
    void tellsNoFailureThatIsAwaited();
    void survivesAFailureThatDestroysTheScope();
    void dropsTheFunctionWithTheScope();
    void survivesAnExceptionThatCancelsTheNextTask();
    void reportsAnOnFailureThatThrows();
    void warnsAgainWithoutAFunction();
};

void tst_TaskHandle::givesTheResultToAllWhoAwaitIt()
{
    const auto age = scope->start(valueOf(*sender));
    for (const QString &name : { u"a"_s, u"b"_s, u"c"_s })
        scope->start(awaitAndLog(age, name));
    EXPECT_LOG();
    sender->setValue(42);
    EXPECT_LOG("a 42", "~a", "b 42", "~b", "c 42", "~c");
    QVERIFY(scope->isEmpty());
}

void tst_TaskHandle::givesTheResultOfATaskThatHasEnded()
{
    const auto age = scope->start(valueOf(*sender));
    sender->setValue(42);
    const TaskHandle late = scope->start(awaitAndLog(age, u"late"_s));
    scope->start(awaitAndLog<TaskHandle<>>(age, u"plain"_s));
    EXPECT_LOG("late 42", "~late", "plain", "~plain");
    QCOMPARE(late.resumptions(), 0);
}

void tst_TaskHandle::waitsUntilTheLocalsAreGone()
{
    const auto ask = [this](std::shared_ptr<AtEnd>) -> Task<int> {
        const Trace trace(log, u"local"_s);
        co_return co_await waitFor(*sender, &Sender::valueChanged);
    };
    // Who begins to wait in the destructor of a parameter is told as well.
    TaskHandle<int> age;
    const auto atEnd = [&] { scope->start(awaitAndLog(age, u"later"_s)); };
    age = scope->start(ask(std::make_shared<AtEnd>(atEnd)));
    scope->start(awaitAndLog(age, u"a"_s));
    sender->setValue(1);
    EXPECT_LOG("~local", "a 1", "~a", "later 1", "~later");
}

void tst_TaskHandle::goesOnBeforeThoseWhoJoinTheScope()
{
    TaskScope working;
    TaskScope waiting;
    const auto age = working.start(valueOf(*sender));
    waiting.start([&]() -> Task<> {
        co_await working.join();
        log.append(u"joined"_s);
    });
    waiting.start(awaitAndLog(age, u"a"_s));
    sender->setValue(1);
    EXPECT_LOG("a 1", "~a", "joined");
}

void tst_TaskHandle::awaitsTheCallOfStart()
{
    int got = 0;
    scope->start([&]() -> Task<> { got = co_await scope->start(valueOf(*sender)); });
    sender->setValue(3);
    QCOMPARE(got, 3);
}

void tst_TaskHandle::awaitsAStateMachine()
{
    const TaskHandle<> machine = scope->start(std::make_unique<OneClick>(*sender));
    scope->start(awaitAndLog(machine, u"a"_s));
    Q_EMIT sender->clicked();
    EXPECT_LOG("a", "~a");
}

void tst_TaskHandle::keepsTheResultAsLongAsItsHandles()
{
    const auto value = std::make_shared<int>(5);
    const auto give = [](std::shared_ptr<int> given) -> Task<std::shared_ptr<int>> { co_return given; };
    auto handle = scope->start(give(value));
    TaskHandle<> plain = handle;
    QCOMPARE(value.use_count(), 2L);
    handle = {};
    QCOMPARE(value.use_count(), 1L);
    QCOMPARE(plain.state(), TaskState::Finished);
    scope->start(give(value));
    QCOMPARE(value.use_count(), 1L);
}

void tst_TaskHandle::startsATaskWhoseResultCannotBeCopied()
{
    const auto made
        = scope->start([]() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(5); });
    scope->start(awaitAndLog<TaskHandle<>>(made, u"a"_s));
    EXPECT_LOG("a", "~a");
}

void tst_TaskHandle::rethrowsTheExceptionInEach()
{
    const auto task = scope->start(failWhenClicked(*sender, "no disk"));
    scope->start(awaitAndLog(task, u"a"_s));
    scope->start(awaitAndLog(task, u"b"_s));
    Q_EMIT sender->clicked(); // and no warning
    scope->start(awaitAndLog(task, u"late"_s));
    EXPECT_LOG("a caught no disk", "~a", "b caught no disk", "~b", "late caught no disk", "~late");
    QCOMPARE(task.state(), TaskState::Failed);
}

void tst_TaskHandle::reportsWhatNobodyAwaitedWhenItFailed()
{
    const auto task = scope->start(failWhenClicked(*sender, "no disk"), u"saving"_s);
    QTest::ignoreMessage(QtWarningMsg, "Task \"saving\" failed: no disk");
    Q_EMIT sender->clicked();
    scope->start(awaitAndLog(task, u"late"_s));
    EXPECT_LOG("late caught no disk", "~late");
}

void tst_TaskHandle::cancelsWhoAwaitsACancelledTask_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : { "handle", "scope", "scope dies", "sender dies" })
        QTest::newRow(how) << QString::fromLatin1(how);
}

void tst_TaskHandle::cancelsWhoAwaitsACancelledTask()
{
    QFETCH(const QString, how);
    TaskScope waiting;
    auto working = std::make_unique<TaskScope>();
    const auto age = working->start(valueOf(*sender), u"asking"_s);
    const TaskHandle early = waiting.start(awaitAndLog(age, u"early"_s));
    if (how == u"handle")
        age.cancel();
    else if (how == u"scope")
        working->cancel();
    else if (how == u"scope dies")
        working.reset();
    else
        sender.reset();
    const TaskHandle late = waiting.start(awaitAndLog(age, u"late"_s));
    for (const TaskHandle<> &task : { early, late }) {
        QCOMPARE(task.state(), TaskState::Cancelled);
        QCOMPARE(task.reason(), u"asking was cancelled"_s);
    }
    EXPECT_LOG("~early", "~late");
}

void tst_TaskHandle::givesAnOptional()
{
    const auto awaitOptional = [this](TaskHandle<int> task) -> Task<> {
        const std::optional<int> age = co_await task.asOptional();
        const auto end = co_await TaskHandle<>(task).asOptional();
        log.append(u"%1 %2"_s.arg(age.value_or(-1)).arg(end.has_value()));
    };
    const auto first = scope->start(valueOf(*sender));
    scope->start(awaitOptional(first));
    sender->setValue(7);
    const auto second = scope->start(valueOf(*sender));
    scope->start(awaitOptional(second));
    second.cancel();
    scope->start(awaitOptional(second));
    EXPECT_LOG("7 1", "-1 0", "-1 0");
}

void tst_TaskHandle::leavesTheTaskWhenWhoAwaitsItIsCancelled()
{
    const auto age = scope->start(valueOf(*sender));
    const TaskHandle waiting = scope->start(awaitAndLog(age, u"a"_s));
    scope->start(awaitAndLog(age, u"b"_s));
    waiting.cancel();
    QCOMPARE(age.state(), TaskState::Waiting);
    sender->setValue(1);
    EXPECT_LOG("~a", "b 1", "~b");
}

void tst_TaskHandle::canBeCombined()
{
    const auto age = scope->start(valueOf(*sender));
    const auto clicked = scope->start([&]() -> Task<> { co_await waitFor(*sender, &Sender::clicked); });
    scope->start([&]() -> Task<> {
        const auto first = co_await whenAny(age, clicked); // they keep their names
        log.append(u"first %1"_s.arg(first.index()));
        const auto late = co_await withTimeout(age, 0ms);
        log.append(late ? u"in time"_s : u"too late"_s);
        const auto [years, nothing] = co_await whenAll(age, clicked);
        Q_UNUSED(nothing)
        log.append(u"all %1"_s.arg(years));
    });
    Q_EMIT sender->clicked();
    QTRY_COMPARE(log, (QStringList { u"first 1"_s, u"too late"_s }));
    sender->setValue(9);
    QCOMPARE(log.last(), u"all 9"_s);
}

void tst_TaskHandle::canBeCombinedInAList()
{
    QList<int> got;
    std::vector<TaskHandle<int>> asked;
    for (int i = 0; i < 3; ++i)
        asked.push_back(scope->start(valueOf(*sender)));
    scope->start([&]() -> Task<> {
        const std::vector<int> all = co_await whenAll(std::vector(asked));
        got = QList<int>(all.begin(), all.end());
    });
    sender->setValue(2);
    QCOMPARE(got, (QList<int> { 2, 2, 2 }));
}

void tst_TaskHandle::losesNothingInACombination()
{
    // Of two that end in one emission, the second is a branch that is cancelled; its task and its result stay.
    const auto one = scope->start(valueOf(*sender));
    const auto two = scope->start(failWhenClicked(*sender, "late"));
    scope->start([&]() -> Task<> {
        const auto first = co_await whenAny(one, two);
        log.append(u"first %1"_s.arg(first.index()));
        co_await awaitAndLog(two, u"two"_s);
    });
    sender->setValue(1);
    QCOMPARE(two.state(), TaskState::Waiting);
    Q_EMIT sender->clicked();
    EXPECT_LOG("first 0", "two caught late", "~two");
}

void tst_TaskHandle::refusesAnEmptyHandle()
{
    scope->start(awaitAndLog(TaskHandle<int>(), u"a"_s));
    EXPECT_LOG("a caught There is no task to wait for: the TaskHandle is empty.", "~a");
}

void tst_TaskHandle::refusesAnotherThread()
{
    const auto age = scope->start(valueOf(*sender), u"asking"_s);
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        TaskScope elsewhere;
        // Not a copy of the handle, which belongs to the other thread.
        elsewhere.start(attempt([&]() -> const TaskHandle<int> & { return age; }));
    }));
    thread->start();
    AsyncWidgets::Tests::join(*thread);
    EXPECT_LOG("The task \"asking\" runs on another thread: co_await its TaskHandle there.");
}

void tst_TaskHandle::refusesAPartOfAnother()
{
    const TaskHandle outer = scope->start([&]() -> Task<> { co_await valueOf(*sender); });
    TaskHandle<> inner;
    outer.record()->visitAwaited([&](Detail::TaskRecord &record) { inner = TaskHandle<>(record); });
    scope->start(awaitAndLog(inner, u"a"_s));
    QCOMPARE(log.first(), u"a caught The task \"valueOf\" is a part of another: wait for that one."_s);
    outer.cancel();
    const TaskHandle late = scope->start(awaitAndLog(inner, u"late"_s));
    QCOMPARE(late.reason(), u"valueOf was cancelled"_s);
}

void tst_TaskHandle::refusesACircle_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : { "itself", "two", "three", "child", "branch", "join", "joined" })
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void tst_TaskHandle::refusesACircle()
{
    QFETCH(const QString, kind);
    TaskHandle<> first;
    TaskScope other;
    const auto child = [](TaskHandle<> &task) -> Task<> { co_await task; };
    first = scope->start(
        [&]() -> Task<> {
            co_await waitFor(*sender, &Sender::clicked);
            TaskScope own;
            TaskHandle<> next
                = other.start([&]() -> Task<> { co_await waitFor(*sender, &Sender::clickedAgain); });
            if (kind == u"itself" || kind == u"join")
                next = first;
            else if (kind == u"two")
                next = own.start(child(first));
            else if (kind == u"three")
                next = own.start(child(next = own.start(child(first))));
            else if (kind == u"child")
                next = own.start([&]() -> Task<> { co_await child(first); });
            else if (kind == u"branch")
                next = own.start([&]() -> Task<> {
                    co_await whenAny(child(first), waitFor(*sender, &Sender::clickedAgain));
                });
            else
                next = own.start([&]() -> Task<> { co_await scope->join(); });
            try {
                if (kind == u"join")
                    co_await scope->join();
                else
                    co_await next;
            } catch (const WaitError &error) {
                log.append(QString::fromUtf8(error.what()));
            }
        },
        u"first"_s);
    Q_EMIT sender->clicked();
    QVERIFY2(log.size() == 1 && log[0].startsWith(u"A task cannot wait for the end of"),
        qPrintable(log.join(u'\n')));
    QCOMPARE(first.state(), TaskState::Finished);
}

void tst_TaskHandle::survivesAWaiterThatDestroysTheScope()
{
    TaskScope waiting;
    auto working = std::make_unique<TaskScope>();
    const auto age = working->start(valueOf(*sender));
    const TaskHandle other = working->start(failWhenClicked(*sender, "never"));
    waiting.start([&]() -> Task<> {
        co_await age;
        working.reset();
        log.append(u"destroyed"_s);
    });
    waiting.start(awaitAndLog(age, u"b"_s));
    sender->setValue(1);
    EXPECT_LOG("destroyed", "b 1", "~b");
    QCOMPARE(other.state(), TaskState::Cancelled);
}

void tst_TaskHandle::survivesAWaiterThatCancelsTheOthers()
{
    TaskScope working;
    TaskScope waiting;
    const auto age = working.start(valueOf(*sender));
    waiting.start([&]() -> Task<> {
        const Trace trace(log, u"a"_s);
        co_await age;
        waiting.cancel();
        co_await waitFor(*sender, &Sender::clicked);
    });
    waiting.start(awaitAndLog(age, u"b"_s));
    sender->setValue(1);
    EXPECT_LOG("~b", "~a");
    QVERIFY(waiting.isEmpty());
}

// A destructor resumes another part of the task that is unwound, which would wait for the whole: it ends there.
void tst_TaskHandle::endsAPartThatADestructorResumes()
{
    TaskHandle<> whole;
    const auto emitting = [&]() -> Task<> {
        const auto emitAtTheEnd = qScopeGuard([&] { Q_EMIT sender->clicked(); });
        co_await waitFor(*sender, &Sender::valueChanged);
    };
    const auto waiting = [&]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        log.append(u"resumed"_s);
        co_await attempt([&] { return whole.asOptional(); });
        log.append(u"goes on"_s);
    };
    const auto either = [&]() -> Task<> { co_await whenAny(emitting(), waiting()); };
    whole = scope->start([&]() -> Task<> { co_await either(); }, u"whole"_s);
    whole.cancel();
    EXPECT_LOG("resumed");
    QCOMPARE(whole.state(), TaskState::Cancelled);
}

// A circle is looked for at each co_await: the cost must not grow with those who wait already.
void tst_TaskHandle::endsALongChainThatOthersAwaitTooWithoutMoreStack_data()
{
    QTest::addColumn<bool>("isCancelled");
    QTest::newRow("by result") << false;
    QTest::newRow("by cancellation") << true;
}

void tst_TaskHandle::endsALongChainThatOthersAwaitTooWithoutMoreStack()
{
    QFETCH(const bool, isCancelled);
    constexpr int count = 30'000;
    int watched = 0;
    const auto link = [](TaskHandle<> before) -> Task<> { co_await before; };
    const auto watch = [](TaskHandle<> task, int &watched_) -> Task<> {
        co_await task;
        ++watched_;
    };
    const TaskHandle first = scope->start(
        [](Sender &sender_) -> Task<> { co_await waitFor(sender_, &Sender::clicked); }(*sender));
    TaskHandle last = first;
    for (int i = 0; i < count; ++i) {
        const TaskHandle next = scope->start(link(last));
        scope->start(watch(last, watched));
        last = next;
    }
    if (isCancelled)
        first.cancel();
    else
        Q_EMIT sender->clicked();
    QCOMPARE(watched, isCancelled ? 0 : count);
    QVERIFY(scope->isEmpty());
}

void tst_TaskHandle::tellsOfAnEndBeforeTheNextOfThoseWhoAwaitIt()
{
    const auto await = [](TaskHandle<> task, QStringList &log_, QString name) -> Task<> {
        co_await task;
        log_.append(name);
    };
    const TaskHandle a = scope->start(
        [](Sender &sender_) -> Task<> { co_await waitFor(sender_, &Sender::clicked); }(*sender));
    const TaskHandle b = scope->start(await(a, log, u"b"_s));
    scope->start(await(a, log, u"a's second"_s));
    const TaskHandle c = scope->start(await(b, log, u"c"_s));
    scope->start(await(b, log, u"b's second"_s));
    scope->start(await(c, log, u"c's first"_s));
    scope->start(await(a, log, u"a's third"_s));
    Q_EMIT sender->clicked();
    EXPECT_LOG("b", "c", "c's first", "b's second", "a's second", "a's third");
}

void tst_TaskHandle::canBeAwaitedInAnyOrder_data()
{
    QTest::addColumn<QString>("order");
    for (const char *order : { "forwards", "backwards", "many for one" })
        QTest::newRow(order) << QString::fromLatin1(order);
}

void tst_TaskHandle::canBeAwaitedInAnyOrder()
{
    QFETCH(QString, order);
    constexpr int count = 100'000;
    std::vector<Resume<void>> resume; // of each task: lets it await the one before
    std::vector<TaskHandle<>> tasks;
    const auto await = [&](std::size_t number) -> Task<> {
        const auto keep = [&resume](Resume<void> go) { resume.push_back(std::move(go)); };
        co_await waitForCallback(keep);
        if (number == 0)
            co_await waitFor(*sender, &Sender::clicked);
        else
            co_await tasks[order == u"many for one" ? 0 : number - 1];
    };
    for (std::size_t i = 0; i < count; ++i)
        tasks.push_back(scope->start(await(i)));
    if (order == u"backwards") {
        while (!resume.empty()) {
            const Resume<void> last = resume.back();
            resume.pop_back();
            last();
        }
    } else {
        for (const Resume<void> &next : resume)
            next();
    }
    if (order == u"many for one") {
        // The one that they wait for awaits others.
        Q_EMIT sender->clicked();
        const TaskHandle one = scope->start([&]() -> Task<> {
            co_await waitFor(*sender, &Sender::clicked);
            for (int i = 0; i < count / 10; ++i) {
                const TaskHandle other
                    = scope->start([&]() -> Task<> { co_await waitFor(*sender, &Sender::clickedAgain); });
                const auto limited = [](Sender &sender_, TaskHandle<> other_) -> Task<> {
                    co_await whenAny(other_, waitFor(sender_, &Sender::valueChanged));
                };
                co_await limited(*sender, other);
                other.cancel();
            }
        });
        for (int i = 0; i < count; ++i)
            scope->start([](TaskHandle<> one_) -> Task<> { co_await one_; }(one));
        Q_EMIT sender->clicked();
        for (int i = 0; i < count / 10; ++i)
            sender->setValue(i + 1);
    } else {
        Q_EMIT sender->clicked();
    }
    QVERIFY(scope->isEmpty());
}

void tst_TaskHandle::endsALongChainWithoutMoreStack_data()
{
    QTest::addColumn<QString>("by");
    for (const char *by : { "value", "task", "scope", "sender" })
        QTest::newRow(by) << QString::fromLatin1(by);
}

void tst_TaskHandle::endsALongChainWithoutMoreStack()
{
    QFETCH(const QString, by);
    auto own = std::make_unique<TaskScope>();
    const auto next = [](TaskHandle<int> task) -> Task<int> { co_return co_await task + 1; };
    const auto first = own->start(valueOf(*sender));
    auto last = first;
    for (int i = 0; i < 100'000; ++i)
        last = scope->start(next(last));
    scope->start(awaitAndLog(last, u"last"_s));
    if (by == u"value")
        sender->setValue(1);
    else if (by == u"task")
        first.cancel();
    else if (by == u"scope")
        own.reset();
    else
        sender.reset();
    QVERIFY(scope->isEmpty());
    if (by == u"value")
        EXPECT_LOG("last 100001", "~last");
    else
        EXPECT_LOG("~last");
}

void tst_TaskHandle::tellsAFailureInsteadOfWarning()
{
    scope->onFailure([&](const TaskHandle<> &task) {
        log.append(u"%1: %2, %3 left"_s.arg(task.name(), task.reason()).arg(scope->count()));
    });
    scope->start(failWhenClicked(*sender, "no disk"), u"a"_s);
    scope->start(failWhenClicked(*sender, "no net"), u"b"_s);
    Q_EMIT sender->clicked();
    EXPECT_LOG("a: no disk, 1 left", "b: no net, 0 left");
}

void tst_TaskHandle::cancelsTheOthersAfterTheFirstFailure()
{
    scope->start([&]() -> Task<> {
        TaskScope downloads;
        TaskHandle<> failed;
        downloads.onFailure([&](const TaskHandle<> &task) {
            failed = task;
            downloads.cancel();
        });
        const auto other = downloads.start(valueOf(*sender));
        downloads.start(failWhenClicked(*sender, "no net"));
        co_await downloads.join();
        log.append(other.reason());
        co_await awaitAndLog(failed, u"then"_s);
    });
    Q_EMIT sender->clicked();
    EXPECT_LOG("cancelled with its scope", "then caught no net", "~then");
}

void tst_TaskHandle::tellsNoFailureThatIsAwaited()
{
    scope->onFailure([&](const TaskHandle<> &) { log.append(u"told"_s); });
    const auto task = scope->start(failWhenClicked(*sender, "no disk"));
    scope->start(awaitAndLog(task, u"a"_s));
    Q_EMIT sender->clicked();
    EXPECT_LOG("a caught no disk", "~a");
}

void tst_TaskHandle::survivesAFailureThatDestroysTheScope()
{
    const auto told = std::make_shared<int>(0);
    scope->onFailure([this, told](const TaskHandle<> &) {
        scope->onFailure({});
        scope.reset();
        ++*told;
    });
    scope->start(failWhenClicked(*sender, "no disk"));
    const TaskHandle other = scope->start(valueOf(*sender));
    Q_EMIT sender->clicked();
    QCOMPARE(*told, 1);
    QCOMPARE(told.use_count(), 1L);
    QCOMPARE(other.state(), TaskState::Cancelled);
}

// What it has captured may cancel the task that is to go on next.
void tst_TaskHandle::dropsTheFunctionWithTheScope()
{
    class Canceller final
    {
    public:
        explicit Canceller(const TaskHandle<> &task)
            : m_task(task)
        {
        }
        ~Canceller() { m_task.cancel(); }
        Q_DISABLE_COPY_MOVE(Canceller)

    private:
        const TaskHandle<> &m_task;
    };
    TaskHandle<> waiter;
    TaskScope waiting;
    scope->onFailure([captured = std::make_shared<Canceller>(waiter)](const TaskHandle<> &) { });
    const auto last = scope->start([&]() -> Task<int> {
        const int value = co_await waitFor(*sender, &Sender::valueChanged);
        scope.reset();
        log.append(waiter.reason());
        co_return value;
    });
    waiter = waiting.start(awaitAndLog(last, u"waiter"_s));
    sender->setValue(1);
    EXPECT_LOG("~waiter", "cancelled");
    QVERIFY(waiting.isEmpty());
}

void tst_TaskHandle::survivesAnExceptionThatCancelsTheNextTask()
{
    struct Error final : std::runtime_error
    {
        explicit Error(std::function<void()> function)
            : std::runtime_error("on purpose")
            , atEnd(std::make_shared<AtEnd>(std::move(function)))
        {
        }
        std::shared_ptr<AtEnd> atEnd;
    };
    TaskHandle<> waiter;
    TaskScope waiting;
    scope->start(
        [&]() -> Task<> {
            co_await waitFor(*sender, &Sender::clicked);
            throw Error([&] { waiter.cancel(); });
        },
        u"failing"_s);
    waiter = waiting.start([&]() -> Task<> {
        co_await scope->join();
        co_await waitFor(*sender, &Sender::clicked);
    });
    QTest::ignoreMessage(QtWarningMsg, "Task \"failing\" failed: on purpose");
    Q_EMIT sender->clicked();
    QCOMPARE(waiter.state(), TaskState::Cancelled);
}

void tst_TaskHandle::reportsAnOnFailureThatThrows()
{
    scope->onFailure([](const TaskHandle<> &) { throw std::runtime_error("worse"); });
    scope->start(failWhenClicked(*sender, "no disk"), u"saving"_s);
    QTest::ignoreMessage(QtWarningMsg, "Task \"saving\" failed: no disk");
    QTest::ignoreMessage(QtWarningMsg, "The function of TaskScope::onFailure() has thrown: worse");
    Q_EMIT sender->clicked();
    QVERIFY(scope->isEmpty());
}

void tst_TaskHandle::warnsAgainWithoutAFunction()
{
    int told = 0;
    scope->onFailure([&](const TaskHandle<> &) { ++told; });
    scope->onFailure({});
    scope->start(failWhenClicked(*sender, "no disk"), u"saving"_s);
    QTest::ignoreMessage(QtWarningMsg, "Task \"saving\" failed: no disk");
    Q_EMIT sender->clicked();
    QCOMPARE(told, 0);
}

QTEST_GUILESS_MAIN(tst_TaskHandle)
#include "tst_taskhandle.moc"
