// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests every kind of wait in every way to end. A new kind of wait is one row of kinds(). The other tests say what a
/// kind does that others do not.

#include "testsupport.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QPromise>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto secondAwait
    = "This wait has been awaited before, or moved away: make a new one for each co_await."_L1;
constexpr auto secondTask = "Another task waits for this wait already: make a new one for each co_await."_L1;
constexpr auto movedTask = "This Task has been moved away: start or await each task once."_L1;
constexpr auto movedMachine = "There is no state machine to start: the pointer is null."_L1;

bool isLarge(int value)
{
    return value > 10;
}

void answerSeven(Resume<int> resume)
{
    resume(7);
}

int countToThree(BackgroundContext &context)
{
    context.setProgress(0.75);
    return 3;
}

double lastProgress = 0;
void noteProgress(double progress)
{
    lastProgress = progress;
}

/// One member function is a task, and one a condition.
class Document final
{
public:
    [[nodiscard]] bool isModified() const { return m_isModified; }
    void modify() { m_isModified = true; }
    Task<> save()
    {
        m_isModified = false;
        co_return;
    }

private:
    bool m_isModified = false;
};

class Window final : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    void left(Document *document);
};

/// A wait of any kind, in a variable.
class Kept
{
public:
    virtual ~Kept() = default;
    /// Starts a task that awaits it. It logs "completed", or the words of a WaitError, then calls \c World::then; "~task"
    /// is its end.
    virtual TaskHandle<> start(class World &world) = 0;
};

/// What the waits wait for.
class World : public TaskTest
{
    Q_OBJECT

public:
    using Stream = SignalStream<std::tuple<int>>;
    using Throttled = ThrottledStream<std::tuple<int>>;
    using Events = decltype(streamOfEvents(std::declval<Sender *>(), QEvent::User));

    using TaskTest::log;
    using TaskTest::scope;
    using TaskTest::sender;
    Sender other;
    std::function<void()> then = [] { }; ///< what the task does in its continuation
    std::function<void()> atEnd = [] { }; ///< what a local of the task does at its end
    std::optional<Resume<int>> resume;
    QPromise<int> promise;
    std::optional<Channel<int>> channel;

    Stream &stream()
    {
        if (!m_stream)
            m_stream.emplace(streamOf(sender.get(), &Sender::valueChanged));
        return *m_stream;
    }
    Throttled &throttledStream()
    {
        if (!m_throttled)
            m_throttled.emplace(throttled(streamOf(sender.get(), &Sender::valueChanged), 1ms));
        return *m_throttled;
    }
    Events &events()
    {
        if (!m_events)
            m_events.emplace(streamOfEvents(sender.get(), QEvent::User));
        return *m_events;
    }
    TaskScope &joined()
    {
        if (!m_joined) {
            m_joined = std::make_unique<TaskScope>();
            m_clicking = m_joined->start(waitForClick(*sender));
        }
        return *m_joined;
    }
    TaskHandle<> clicking()
    {
        joined();
        return m_clicking;
    }
    static Task<> waitForClick(Sender &clicked) { co_await waitFor(clicked, &Sender::clicked); }

protected:
    std::optional<Stream> m_stream;
    std::optional<Throttled> m_throttled;
    std::optional<Events> m_events;
    std::unique_ptr<TaskScope> m_joined;
    TaskHandle<> m_clicking;
};

template<typename Wait>
class KeptWait final : public Kept
{
public:
    explicit KeptWait(Wait wait)
        : m_wait(std::move(wait))
    {
    }
    TaskHandle<> start(World &world) override { return world.scope->start(run(world, m_wait)); }

private:
    static Task<> run(World &world, Wait &wait)
    {
        const Trace trace(world.log, u"task"_s);
        const AtEnd end(world.atEnd);
        try {
            if constexpr (Detail::isTask<Wait>)
                co_await std::move(wait);
            else
                co_await wait;
            world.log.append(u"completed"_s);
        } catch (const WaitError &error) {
            world.log.append(QString::fromUtf8(error.what()));
        }
        world.then();
    }
    Wait m_wait;
};

template<typename Wait>
std::unique_ptr<Kept> keep(Wait wait)
{
    return std::make_unique<KeptWait<Wait>>(std::move(wait));
}

using Change = decltype(waitFor(std::declval<Sender *>(), &Sender::valueChanged));

/// Waits for a change by a transition function.
class Machine final : public StateMachine
{
    Q_OBJECT

public:
    enum class State { Only };
    Q_ENUM(State)

    explicit Machine(World &world)
        : m_world(world)
        , m_trace(world.log, u"task"_s)
        , m_end(world.atEnd)
        , m_change(waitFor(world.sender.get(), &Sender::valueChanged))
    {
    }
    [[nodiscard]] QMetaEnum states() const override { return QMetaEnum::fromType<State>(); }
    [[nodiscard]] int currentState() const override { return 0; }

protected:
    void start() override
    {
        try {
            pauseFor(std::move(m_change), [this](int) {
                m_world.log.append(u"completed"_s);
                m_world.then();
            });
        } catch (const WaitError &error) {
            m_world.log.append(QString::fromUtf8(error.what()));
        }
    }

private:
    World &m_world;
    Trace m_trace;
    AtEnd m_end;
    Change m_change;
};

class KeptMachine final : public Kept
{
public:
    explicit KeptMachine(World &world)
        : m_machine(std::make_unique<Machine>(world))
    {
    }
    TaskHandle<> start(World &world) override
    {
        try {
            return world.scope->start(std::move(m_machine));
        } catch (const WaitError &error) {
            world.log.append(QString::fromUtf8(error.what()));
            return world.scope->start([]() -> Task<> { co_return; });
        }
    }

private:
    std::unique_ptr<Machine> m_machine;
};

Generator<int> generate()
{
    co_yield nextChange;
}

std::vector<Change> changes(World &world)
{
    std::vector<Change> list;
    for (int i = 0; i < 2; ++i)
        list.push_back(waitFor(world.sender.get(), &Sender::valueChanged));
    return list;
}

struct Kind
{
    const char *name;
    std::function<std::unique_ptr<Kept>(World &)> make;
    const char *waitingFor; ///< how the task says it
    const char *function = nullptr; ///< which tells that the sender is null, if it is always the same
    // What is not as with most kinds:
    const char *signal = "dial.valueChanged"; ///< as its end is told when the sender dies
    bool endsWithItsSender = true;
    bool isEvent = false; ///< comes without a signal of the sender
    bool isLate = false; ///< completes by the event loop, not inside the emission
    bool canBeAwaitedAgain = true;
    bool needsAnEventLoop = true;
    bool isTask = false; ///< moves into the one that awaits it
    bool hasTask = false;
};

bool isAny(const Kind &)
{
    return true;
}
bool hasNoTask(const Kind &kind)
{
    return !kind.hasTask;
}
bool needsAnEventLoop(const Kind &kind)
{
    return kind.needsAnEventLoop;
}
bool endsWithItsSender(const Kind &kind)
{
    return kind.endsWithItsSender;
}
/// Whether it hears of the sender by a signal of it.
bool isOfASignal(const Kind &kind)
{
    return kind.endsWithItsSender && !kind.isEvent;
}
/// Whether it completes inside an emission of the sender.
bool isServed(const Kind &kind)
{
    return isOfASignal(kind) && !kind.isLate;
}

const std::vector<Kind> &kinds()
{
    static const std::vector<Kind> all {
        { .name = "signal",
            .make = [](World &w) { return keep(waitFor(w.sender.get(), &Sender::valueChanged)); },
            .waitingFor = "dial.valueChanged",
            .function = "waitFor" },
        { .name = "property",
            .make = [](World &w) { return keep(waitForChange<int>(w.sender.get(), "value")); },
            .waitingFor = "dial.valueChanged",
            .function = "waitForChange" },
        { .name = "stream",
            .make = [](World &w) { return keep(w.stream().next()); },
            .waitingFor = "dial.valueChanged",
            .function = "streamOf" },
        { .name = "event",
            .make = [](World &w) { return keep(waitForEvent(w.sender.get(), QEvent::User)); },
            .waitingFor = "dial.events",
            .function = "waitForEvent",
            .signal = "dial.events",
            .isEvent = true },
        { .name = "stream of events",
            .make = [](World &w) { return keep(w.events().next()); },
            .waitingFor = "dial.events",
            .function = "streamOfEvents",
            .signal = "dial.events",
            .isEvent = true },
        { .name = "throttled",
            .make = [](World &w) { return keep(w.throttledStream().next()); },
            .waitingFor = "dial.valueChanged",
            .function = "streamOf" },
        { .name = "until",
            .make =
                [](World &w) {
                    return keep(waitUntil(w.sender.get(), &Sender::valueChanged, [](int) { return true; }));
                },
            .waitingFor = "dial.valueChanged",
            .function = "waitUntil" },
        { .name = "settled",
            .make
            = [](World &w) { return keep(waitUntilSettled(w.sender.get(), &Sender::valueChanged, 1ms)); },
            .waitingFor = "dial.valueChanged quiet for 1 ms",
            .function = "waitUntilSettled",
            .isLate = true },
        { .name = "settled stream",
            .make = [](World &w) { return keep(waitUntilSettled(w.stream(), 1ms)); },
            .waitingFor = "dial.valueChanged quiet for 1 ms",
            .function = "streamOf",
            .isLate = true },
        { .name = "sleep",
            .make = [](World &) { return keep(sleepFor(1ms)); },
            .waitingFor = "1 ms",
            .endsWithItsSender = false,
            .isLate = true },
        { .name = "timeout",
            .make
            = [](World &w) { return keep(withTimeout(waitFor(w.sender.get(), &Sender::valueChanged), 1h)); },
            .waitingFor = "dial.valueChanged, at most 3600000 ms",
            .function = "waitFor",
            .canBeAwaitedAgain = false },
        { .name = "timeout of a stream",
            .make = [](World &w) { return keep(withTimeout(w.stream().next(), 1h)); },
            .waitingFor = "dial.valueChanged, at most 3600000 ms",
            .function = "streamOf",
            .canBeAwaitedAgain = false },
        { .name = "timeout of a task",
            .make = [](World &w) { return keep(withTimeout(World::waitForClick(w.other), 1h)); },
            .waitingFor = "waitForClick, at most 3600000 ms",
            .endsWithItsSender = false,
            .canBeAwaitedAgain = false,
            .hasTask = true },
        { .name = "any",
            .make =
                [](World &w) {
                    return keep(whenAny(waitFor(w.sender.get(), &Sender::valueChanged), w.stream().next()));
                },
            .waitingFor = "any of 2",
            .canBeAwaitedAgain = false },
        { .name = "all",
            .make =
                [](World &w) {
                    return keep(whenAll(waitFor(w.sender.get(), &Sender::valueChanged), w.stream().next()));
                },
            .waitingFor = "all of 2",
            .canBeAwaitedAgain = false },
        { .name = "any of a list",
            .make = [](World &w) { return keep(whenAny(changes(w))); },
            .waitingFor = "any of 2",
            .function = "waitFor",
            .canBeAwaitedAgain = false },
        { .name = "all of a list",
            .make = [](World &w) { return keep(whenAll(changes(w))); },
            .waitingFor = "all of 2",
            .function = "waitFor",
            .canBeAwaitedAgain = false },
        { .name = "nested",
            .make =
                [](World &w) {
                    return keep(whenAny(
                        withTimeout(
                            whenAll(w.stream().next(), waitFor(w.sender.get(), &Sender::clicked)), 1h),
                        waitForChange<int>(w.sender.get(), "value")));
                },
            .waitingFor = "any of 2",
            .canBeAwaitedAgain = false },
        { .name = "join",
            .make = [](World &w) { return keep(w.joined().join()); },
            .waitingFor = "1 tasks of a scope",
            .endsWithItsSender = false,
            .needsAnEventLoop = false },
        { .name = "handle",
            .make = [](World &w) { return keep(w.clicking().asOptional()); },
            .waitingFor = "waitForClick",
            .endsWithItsSender = false,
            .needsAnEventLoop = false },
        { .name = "background",
            .make = [](World &) { return keep(runInBackground([](BackgroundContext &) { })); },
            .waitingFor = "background work",
            .endsWithItsSender = false,
            .isLate = true,
            .canBeAwaitedAgain = false },
        { .name = "callback",
            .make
            = [](World &w) { return keep(waitForCallback<int>([&w](Resume<int> r) { w.resume = r; })); },
            .waitingFor = "a callback",
            .endsWithItsSender = false,
            .canBeAwaitedAgain = false },
        { .name = "receive",
            .make = [](World &w) { return keep(w.channel.emplace(1).receive()); },
            .waitingFor = "a value in a channel",
            .endsWithItsSender = false,
            .isLate = true },
        { .name = "send",
            .make =
                [](World &w) {
                    w.channel.emplace(1).trySend(1);
                    return keep(w.channel->send(2));
                },
            .waitingFor = "room in a channel",
            .endsWithItsSender = false,
            .isLate = true,
            .canBeAwaitedAgain = false },
        { .name = "future",
            .make = [](World &w) { return keep(waitFor(w.promise.future())); },
            .waitingFor = "a future",
            .endsWithItsSender = false,
            .isLate = true,
            .canBeAwaitedAgain = false },
        { .name = "task",
            .make = [](World &w) { return keep(World::waitForClick(w.other)); },
            .waitingFor = "waitForClick",
            .endsWithItsSender = false,
            .canBeAwaitedAgain = false,
            .isTask = true,
            .hasTask = true },
        { .name = "yield",
            .make =
                [](World &w) {
                    return keep(yieldForChange(w.sender.get(), &Sender::valueChanged)(generate()));
                },
            .waitingFor = "generate",
            .function = "yieldForChange",
            .canBeAwaitedAgain = false,
            .isTask = true,
            .hasTask = true },
        { .name = "state machine",
            .make = [](World &w) { return std::make_unique<KeptMachine>(w); },
            .waitingFor = "dial.valueChanged",
            .function = "waitFor",
            .canBeAwaitedAgain = false,
            .isTask = true,
            .hasTask = true },
    };
    return all;
}

} // namespace

class tst_Waits : public World
{
    Q_OBJECT

protected Q_SLOTS:
    void init();
    void cleanup();

private Q_SLOTS:
    // How it ends
    void completes_data() { addKinds(); }
    void completes();
    void isServedInItsPlace_data() { addKinds(isServed); }
    void isServedInItsPlace();
    void isCancelledWhenItsSenderDies_data() { addKinds(); }
    void isCancelledWhenItsSenderDies();
    void isCancelledWhenItsSenderDiesInsideTheEmission_data() { addKinds(isOfASignal); }
    void isCancelledWhenItsSenderDiesInsideTheEmission();
    void isCancelledWhenItsSenderIsDisconnected_data() { addKinds(isOfASignal); }
    void isCancelledWhenItsSenderIsDisconnected();
    void isCancelledWhenItsSignalIsDisconnected_data() { addKinds(isOfASignal); }
    void isCancelledWhenItsSignalIsDisconnected();
    void isServedWhenItsSenderIsDisconnectedInsideTheEmission_data() { addKinds(isServed); }
    void isServedWhenItsSenderIsDisconnectedInsideTheEmission();
    void isCancelledWithItsTask_data() { addKinds(); }
    void isCancelledWithItsTask();
    void isCancelledWithItsScope_data() { addKinds(); }
    void isCancelledWithItsScope();
    void isCancelledByATaskThatIsServedBefore_data() { addKinds(isServed); }
    void isCancelledByATaskThatIsServedBefore();
    void canDeleteItsSenderInTheContinuation_data() { addKinds(); }
    void canDeleteItsSenderInTheContinuation();
    void canDisconnectItsSenderInTheContinuation_data() { addKinds(); }
    void canDisconnectItsSenderInTheContinuation();
    void canDestroyItsScopeInTheContinuation_data() { addKinds(); }
    void canDestroyItsScopeInTheContinuation();

    // Mistakes
    void tellsOfANullSender_data() { addKinds(endsWithItsSender); }
    void tellsOfANullSender();
    void tellsOfAThreadWithoutAnEventLoop_data() { addKinds(needsAnEventLoop); }
    void tellsOfAThreadWithoutAnEventLoop();

    // Kept in a variable, it lives longer or shorter than what has to do with it
    void isNeverAwaited_data() { addKinds(hasNoTask); }
    void isNeverAwaited();
    void outlivesItsTask_data() { addKinds(); }
    void outlivesItsTask();
    void outlivesItsTaskAndWhatItWaitsFor_data() { addKinds(); }
    void outlivesItsTaskAndWhatItWaitsFor();
    void isAwaitedByTwo_data() { addKinds(); }
    void isAwaitedByTwo();
    void isAwaitedAgain_data() { addKinds(); }
    void isAwaitedAgain();
    void isAwaitedAfterItsSenderDied_data() { addKinds(); }
    void isAwaitedAfterItsSenderDied();
    void isAwaitedAgainAfterItsSenderDied_data() { addKinds(); }
    void isAwaitedAgainAfterItsSenderDied();
    void isDroppedWhileItIsAwaited_data() { addKinds(); }
    void isDroppedWhileItIsAwaited();
    void isDroppedByTheTaskThatItResumes_data() { addKinds(); }
    void isDroppedByTheTaskThatItResumes();
    void isDroppedByADestructorOfItsTask_data() { addKinds(); }
    void isDroppedByADestructorOfItsTask();
    void passesEmissionsByWhileNobodyAwaitsIt();
    void callsMembersAndPlainFunctions();

private:
    static void addKinds(bool (*isMeant)(const Kind &) = isAny);
    /// Starts a task that awaits the wait of this row.
    TaskHandle<> start();
    /// Lets whatever waits complete.
    void complete();
    /// Destroys what is waited for.
    void destroyWorld();
    /// Whether the log has the words that a second await of the wait is told, or "completed" if it may be.
    [[nodiscard]] bool isAnswerOfSecondAwait(const QString &words) const;

    const Kind *m_kind = nullptr;
    std::unique_ptr<Kept> m_kept;
};

void tst_Waits::addKinds(bool (*isMeant)(const Kind &))
{
    QTest::addColumn<qsizetype>("index");
    for (std::size_t index = 0; index < kinds().size(); ++index) {
        if (isMeant(kinds()[index]))
            QTest::newRow(kinds()[index].name) << qsizetype(index);
    }
}

void tst_Waits::init()
{
    World::init();
    sender->setObjectName(u"dial"_s);
    promise = QPromise<int>();
    promise.start();
    if (QTest::currentDataTag()) {
        QFETCH(const qsizetype, index);
        m_kind = &kinds()[std::size_t(index)];
    }
}

void tst_Waits::cleanup()
{
    scope.reset();
    m_kept.reset();
    destroyWorld();
    then = atEnd = [] { };
    resume.reset();
    World::cleanup();
}

TaskHandle<> tst_Waits::start()
{
    if (!m_kept)
        m_kept = m_kind->make(*this);
    return m_kept->start(*this);
}

void tst_Waits::complete()
{
    if (sender) {
        sender->setValue(sender->value() + 1);
        if (sender)
            Q_EMIT sender->clicked();
    }
    if (sender) {
        QEvent event(QEvent::User);
        QCoreApplication::sendEvent(sender.get(), &event);
    }
    Q_EMIT other.clicked();
    if (resume)
        (*resume)(1);
    promise.addResult(1);
    promise.finish();
    if (channel && !channel->tryReceive())
        channel->trySend(1);
}

void tst_Waits::destroyWorld()
{
    m_joined.reset();
    m_throttled.reset();
    m_stream.reset();
    m_events.reset();
    channel.reset();
    sender.reset();
}

bool tst_Waits::isAnswerOfSecondAwait(const QString &words) const
{
    if (m_kind->canBeAwaitedAgain)
        return words == u"completed";
    return words == secondAwait || words == movedTask || words == movedMachine;
}

void tst_Waits::completes()
{
    const TaskHandle task = start();
    QCOMPARE(task.state(), TaskState::Waiting);
    QCOMPARE(task.waitingFor(), QString::fromUtf8(m_kind->waitingFor));
    EXPECT_LOG();
    complete();
    if (m_kind->isLate)
        QTRY_VERIFY(task.isDone());
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.waitingFor(), QString());
    EXPECT_LOG("completed", "~task");
    m_kept.reset(); // in a variable, a wait and a stream go on to watch their sender
    m_stream.reset();
    m_throttled.reset();
    QVERIFY(!sender->hasConnections());
}

void tst_Waits::isServedInItsPlace()
{
    scope->start(follow(u"before"_s));
    start();
    scope->start(follow(u"after"_s));
    sender->setValue(1);
    EXPECT_LOG("before 1", "completed", "~task", "after 1");
}

void tst_Waits::isCancelledWhenItsSenderDies()
{
    const TaskHandle task = start();
    sender.reset();
    if (m_kind->endsWithItsSender) {
        QCOMPARE(task.state(), TaskState::Cancelled);
        QCOMPARE(task.reason(), u"the sender of %1 was destroyed"_s.arg(QString::fromUtf8(m_kind->signal)));
        EXPECT_LOG("~task");
    } else {
        complete();
        QTRY_COMPARE(task.state(), TaskState::Finished);
    }
}

void tst_Waits::isCancelledWhenItsSenderDiesInsideTheEmission()
{
    atChange([this] { sender.reset(); });
    const TaskHandle owed = start();
    sender->setValue(1);
    QCOMPARE(owed.state(), TaskState::Cancelled);
    QVERIFY2(owed.reason().endsWith(u"was destroyed"), qPrintable(owed.reason()));
    EXPECT_LOG("~task");
    QVERIFY(scope->isEmpty());
}

void tst_Waits::isCancelledWhenItsSenderIsDisconnected()
{
    const TaskHandle task = start();
    sender->disconnectAll();
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"dial.valueChanged was disconnected"_s);
    EXPECT_LOG("~task");
    QVERIFY(!sender->hasConnections());
    // The sender can be waited for again.
    scope->start(follow(u"again"_s));
    sender->setValue(1);
    EXPECT_LOG("again 1");
}

void tst_Waits::isCancelledWhenItsSignalIsDisconnected()
{
    const TaskHandle task = start();
    scope->start(click(u"other"_s));
    QObject::disconnect(sender.get(), &Sender::valueChanged, nullptr, nullptr);
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"dial.valueChanged was disconnected"_s);
    Q_EMIT sender->clicked();
    EXPECT_LOG("~task", "other clicked", "~other");
}

void tst_Waits::isServedWhenItsSenderIsDisconnectedInsideTheEmission()
{
    // The change that was under way still reaches everyone.
    atChange([this] { sender->disconnectAll(); });
    const TaskHandle owed = start();
    sender->setValue(1);
    QCOMPARE(owed.state(), TaskState::Finished);
    EXPECT_LOG("completed", "~task");
}

void tst_Waits::isCancelledWithItsTask()
{
    const TaskHandle task = start();
    task.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"cancelled"_s);
    EXPECT_LOG("~task");
    QVERIFY(scope->isEmpty());
    m_kept.reset();
    m_stream.reset();
    m_throttled.reset();
    m_joined.reset();
    QVERIFY(!sender->hasConnections());
}

void tst_Waits::isCancelledWithItsScope()
{
    const TaskHandle task = start();
    scope.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"its scope was destroyed"_s);
    EXPECT_LOG("~task");
    complete();
}

void tst_Waits::isCancelledByATaskThatIsServedBefore()
{
    TaskHandle task;
    atChange([&] { task.cancel(); });
    task = start();
    scope->start(follow(u"next"_s));
    sender->setValue(1);
    EXPECT_LOG("~task", "next 1");
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_Waits::canDeleteItsSenderInTheContinuation()
{
    then = [this] { sender.reset(); };
    const TaskHandle task = start();
    complete();
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QVERIFY(!sender);
    EXPECT_LOG("completed", "~task");
}

void tst_Waits::canDisconnectItsSenderInTheContinuation()
{
    then = [this] { sender->disconnectAll(); };
    const TaskHandle task = start();
    complete();
    QTRY_COMPARE(task.state(), TaskState::Finished);
    EXPECT_LOG("completed", "~task");
}

void tst_Waits::canDestroyItsScopeInTheContinuation()
{
    then = [this] { scope.reset(); };
    const TaskHandle task = start();
    complete();
    QTRY_VERIFY(task.isDone());
    QVERIFY(!scope);
    EXPECT_LOG("completed", "~task");
}

void tst_Waits::tellsOfANullSender()
{
    sender.reset();
    const QString words = wordsOf([this] { m_kind->make(*this); });
    QVERIFY2(words.endsWith(u": the sender is null; pass an object that exists."), qPrintable(words));
    if (m_kind->function)
        QCOMPARE(words.section(u':', 0, 0), QString::fromUtf8(m_kind->function));
}

void tst_Waits::tellsOfAThreadWithoutAnEventLoop()
{
    std::thread([this] {
        sender = std::make_unique<Sender>();
        log.append(wordsOf([this] { start(); }));
        m_kept.reset();
        destroyWorld();
    }).join();
    QVERIFY2(
        log.contains(u"This thread runs no event loop, so nothing could resume the task: start it inside of "
                     "exec(), of a QThread or a QEventLoop."_s),
        qPrintable(log.join(u'\n')));
    QVERIFY(scope->isEmpty());
}

void tst_Waits::isNeverAwaited()
{
    m_kept = m_kind->make(*this);
    complete();
    m_kept = m_kind->make(*this);
    destroyWorld();
    m_kept.reset();
    EXPECT_LOG();
}

void tst_Waits::outlivesItsTask()
{
    start().cancel();
    QVERIFY(scope->isEmpty());
    complete();
    EXPECT_LOG("~task");
    const TaskHandle again = start();
    complete();
    QTRY_VERIFY(again.isDone());
    QVERIFY2(isAnswerOfSecondAwait(log[0]), qPrintable(log[0]));
    m_kept.reset();
    complete();
}

void tst_Waits::outlivesItsTaskAndWhatItWaitsFor()
{
    start().cancel();
    destroyWorld();
    complete();
    EXPECT_LOG("~task");
}

void tst_Waits::isAwaitedByTwo()
{
    const TaskHandle first = start();
    const TaskHandle second = start();
    QCOMPARE(first.state(), TaskState::Waiting);
    QCOMPARE(second.state(), TaskState::Finished);
    QVERIFY2(log[0] == secondTask || log[0] == movedTask || log[0] == movedMachine, qPrintable(log[0]));
    log.clear();
    complete();
    QTRY_COMPARE(first.state(), TaskState::Finished);
    EXPECT_LOG("completed", "~task");
}

void tst_Waits::isAwaitedAgain()
{
    const TaskHandle first = start();
    complete();
    QTRY_COMPARE(first.state(), TaskState::Finished);
    EXPECT_LOG("completed", "~task");
    const TaskHandle second = start();
    complete();
    QTRY_COMPARE(second.state(), TaskState::Finished);
    QVERIFY2(isAnswerOfSecondAwait(log[0]), qPrintable(log[0]));
}

void tst_Waits::isAwaitedAfterItsSenderDied()
{
    m_kept = m_kind->make(*this);
    destroyWorld();
    const TaskHandle task = start();
    complete();
    QTRY_VERIFY(task.isDone());
    QCOMPARE(task.state(), m_kind->endsWithItsSender ? TaskState::Cancelled : TaskState::Finished);
    if (m_kind->endsWithItsSender)
        QVERIFY2(task.reason().contains(u"destroyed"), qPrintable(task.reason()));
}

void tst_Waits::isAwaitedAgainAfterItsSenderDied()
{
    start();
    complete();
    QTRY_VERIFY(scope->isEmpty());
    destroyWorld();
    const TaskHandle task = start();
    QTRY_VERIFY(task.isDone());
    QCOMPARE(log[0], u"completed"_s);
}

void tst_Waits::isDroppedWhileItIsAwaited()
{
    const TaskHandle task = start();
    m_kept.reset();
    complete();
    if (m_kind->isTask) {
        QCOMPARE(task.state(), TaskState::Finished);
        return;
    }
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"what it waited for was destroyed"_s);
    EXPECT_LOG("~task");
}

void tst_Waits::isDroppedByTheTaskThatItResumes()
{
    then = [this] { m_kept.reset(); };
    const TaskHandle task = start();
    complete();
    QTRY_COMPARE(task.state(), TaskState::Finished);
    EXPECT_LOG("completed", "~task");
}

void tst_Waits::isDroppedByADestructorOfItsTask()
{
    atEnd = [this] { m_kept.reset(); };
    const TaskHandle task = start();
    task.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!m_kept);
    complete();
}

void tst_Waits::passesEmissionsByWhileNobodyAwaitsIt()
{
    auto wait = waitFor(*sender, &Sender::valueChanged);
    sender->setValue(1);
    scope->start([&]() -> Task<> {
        log.append(QString::number(co_await wait));
        co_await waitFor(*sender, &Sender::clicked);
        log.append(QString::number(co_await wait));
    });
    sender->setValue(2);
    sender->setValue(3);
    Q_EMIT sender->clicked();
    EXPECT_LOG("2");
    sender->setValue(4);
    EXPECT_LOG("4");
}

void tst_Waits::callsMembersAndPlainFunctions()
{
    Window window;
    Document document;
    scope->start([&]() -> Task<> {
        co_await waitUntil(window, &Window::left, &Document::isModified);
        log.append(u"modified"_s);
        log.append(QString::number(co_await waitUntil(*sender, &Sender::valueChanged, isLarge)));
        log.append(QString::number(co_await waitForCallback<int>(answerSeven)));
        log.append(QString::number(co_await runInBackground(countToThree, noteProgress)));
        const bool isStopRequested = co_await runInBackground(&BackgroundContext::isStopRequested);
        log.append(isStopRequested ? u"stopped"_s : u"ended"_s);
    });
    scope->start(forEachLatest(streamOf(window, &Window::left), &Document::save));
    Q_EMIT window.left(&document);
    EXPECT_LOG();
    document.modify();
    Q_EMIT window.left(&document);
    QVERIFY(!document.isModified());
    sender->setValue(10);
    sender->setValue(11);
    const QStringList all { u"modified"_s, u"11"_s, u"7"_s, u"3"_s, u"ended"_s };
    QTRY_COMPARE(log, all);
    QCOMPARE(lastProgress, 0.75);
}

QTEST_GUILESS_MAIN(tst_Waits)
#include "tst_waits.moc"
