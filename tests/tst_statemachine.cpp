// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests StateMachine: explicit states obey the same rules as coroutines.

#include "testsupport.h"

#include <QtCore/QPointer>
#include <QtCore/QRegularExpression>
#include <QtTest/QSignalSpy>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Waits for two changes and a click, one after the other.
class Door final : public StateMachine
{
    Q_OBJECT

public:
    enum class State { Closed, Opening, Open };
    Q_ENUM(State)

    Door(Sender &sender, QStringList &log)
        : m_sender(sender)
        , m_log(log)
    {
    }
    ~Door() override { m_log.append(u"~door"_s); }
    void kick() { transitionTo(m_state, State::Open); } // from outside of its task

    [[nodiscard]] QMetaEnum states() const override { return QMetaEnum::fromType<State>(); }
    [[nodiscard]] int currentState() const override { return static_cast<int>(m_state); }

protected:
    void start() override
    {
        m_log.append(u"start"_s);
        pauseFor(waitFor(m_sender, &Sender::valueChanged), &Door::push);
    }

private:
    void push(int value)
    {
        m_log.append(u"push %1"_s.arg(value));
        transitionTo(m_state, m_state == State::Closed ? State::Opening : State::Open);
        if (m_state == State::Opening)
            pauseFor(waitFor(m_sender, &Sender::valueChanged), &Door::push);
        else
            pauseFor(waitFor(m_sender, &Sender::clicked), &Door::shut);
    }
    void shut()
    {
        m_log.append(u"shut"_s);
        transitionTo(m_state, State::Closed);
    }

    Sender &m_sender;
    QStringList &m_log;
    State m_state = State::Closed;
};

using Work = std::function<void(class Machine &)>;

/// Its first work is a function of the test.
class Machine : public StateMachine
{
    Q_OBJECT

public:
    enum class State { Only };
    Q_ENUM(State)

    Machine(QStringList &log, Work work)
        : m_log(log)
        , m_work(std::move(work))
    {
    }

    [[nodiscard]] QMetaEnum states() const override { return QMetaEnum::fromType<State>(); }
    [[nodiscard]] int currentState() const override { return 0; }

    using StateMachine::pauseFor;

    void named(const QString &name) { m_log.append(name); }
    void moved(int x, const QString &unit, double speed)
    {
        m_log.append(u"%1 %2 %3"_s.arg(x).arg(unit).arg(speed));
    }
    void first(const std::variant<std::monostate, int> &first)
    {
        m_log.append(u"first %1"_s.arg(first.index()));
    }
    void woken() const noexcept { m_log.append(u"woken"_s); }

protected:
    void start() override { m_work(*this); }

private:
    QStringList &m_log;
    Work m_work;
};

} // namespace

class tst_StateMachine : public TaskTest
{
    Q_OBJECT

    TaskHandle<> start(Work work)
    {
        return scope->start(std::make_unique<Machine>(log, std::move(work)), u"machine"_s);
    }
    /// Waits for each next change.
    void follow(Machine &machine)
    {
        machine.pauseFor(waitFor(*sender, &Sender::valueChanged), [this, &machine](int value) {
            log.append(QString::number(value));
            follow(machine);
        });
    }

private Q_SLOTS:
    void goesFromStateToState();
    void goesOnInsideTheEmission();
    void passesEachKindOfResult();
    void acceptsAnyWait();
    void failsWithTheExceptionOfAHandler_data();
    void failsWithTheExceptionOfAHandler();
    void failsWithTheExceptionOfAWait();
    void failsWhenItPausesTwice();
    void tellsOfAPauseWithoutAScope();
    void isCancelledByItself();
    void isCancelledWhenItDeletesTheSenderThatItPausesFor();
    void survivesADestructorThatCancels();
    void doesNotGoOnByWhatDiesWithItsWait_data();
    void doesNotGoOnByWhatDiesWithItsWait();
    void endsItsTaskWhenItIsDestroyed_data();
    void endsItsTaskWhenItIsDestroyed();
    void canBeDestroyedByASlotOfItsTransition_data();
    void canBeDestroyedByASlotOfItsTransition();
    void losesItsParentToTheScope();
    void showsItself();
    void goesRoundAMillionTimesWithoutAPause();
};

void tst_StateMachine::goesFromStateToState()
{
    auto machine = std::make_unique<Door>(*sender, log);
    const QPointer<Door> door = machine.get();
    const QSignalSpy states(door, &StateMachine::stateChanged);
    connect(door, &StateMachine::transitioned, this, [&](int from, int to) {
        const QMetaEnum names = door->states();
        log.append(QString::fromLatin1(names.valueToKey(from)) + u" to "_s
            + QString::fromLatin1(names.valueToKey(to)));
        QCOMPARE(door->currentState(), to); // it is in its new state already
    });
    QCOMPARE(door->currentState(), int(Door::State::Closed));
    const TaskHandle task = scope->start(std::move(machine), u"door"_s);
    QCOMPARE(task.kind(), TaskKind::StateMachine);
    QCOMPARE(task.state(), TaskState::Waiting);
    EXPECT_LOG("start");
    sender->setValue(1);
    EXPECT_LOG("push 1", "Closed to Opening");
    sender->setValue(2);
    sender->setValue(3);
    EXPECT_LOG("push 2", "Opening to Open");
    Q_EMIT sender->clicked();
    EXPECT_LOG("shut", "Open to Closed", "~door");
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(3));
    QCOMPARE(states.size(), 3);
    QVERIFY(!door); // though the handle is still there
}

void tst_StateMachine::goesOnInsideTheEmission()
{
    start([&](Machine &machine) { follow(machine); });
    for (int i = 1; i <= 10; ++i) {
        sender->setValue(i);
        EXPECT_LOG(QString::number(i));
    }
}

void tst_StateMachine::passesEachKindOfResult()
{
    // To members.
    start([&](Machine &machine) { machine.pauseFor(waitFor(*sender, &Sender::named), &Machine::named); });
    start([&](Machine &machine) { machine.pauseFor(waitFor(*sender, &Sender::moved), &Machine::moved); });
    start([&](Machine &machine) { machine.pauseFor(waitFor(*sender, &Sender::clicked), &Machine::woken); });
    start([&](Machine &machine) {
        machine.pauseFor(
            whenAny(waitFor(*sender, &Sender::clickedAgain), waitFor(*sender, &Sender::valueChanged)),
            &Machine::first);
    });
    // To functions.
    start([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::clicked), [&] { log.append(u"function, none"_s); });
    });
    start([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::valueChanged),
            [&](int value) { log.append(u"function, %1"_s.arg(value)); });
    });
    start([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::moved),
            [&](int x, const QString &unit, double) { log.append(u"function, %1 %2"_s.arg(x).arg(unit)); });
    });
    Q_EMIT sender->named(u"n"_s);
    Q_EMIT sender->moved(1, u"mm"_s, 2.5);
    Q_EMIT sender->clicked();
    sender->setValue(3);
    EXPECT_LOG("n", "1 mm 2.5", "function, 1 mm", "woken", "function, none", "first 1", "function, 3");
    QVERIFY(scope->isEmpty());
}

void tst_StateMachine::acceptsAnyWait()
{
    auto changes = streamOf(*sender, &Sender::valueChanged);
    sender->setValue(4);
    start([&](Machine &machine) { // goes on at once if the result is there
        machine.pauseFor(changes.next(), [&](int value) { log.append(u"kept %1"_s.arg(value)); });
    });
    EXPECT_LOG("kept 4");
    start([&](Machine &machine) { machine.pauseFor(sleepFor(0ms), [&] { log.append(u"slept"_s); }); });
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("slept");
    start([&](Machine &machine) {
        machine.pauseFor(withTimeout(waitFor(*sender, &Sender::clicked), 0ms),
            [&](auto result) { log.append(result ? u"clicked"_s : u"time is up"_s); });
    });
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("time is up");
    std::optional<Resume<int>> resume;
    start([&](Machine &machine) {
        machine.pauseFor(waitForCallback<int>([&](Resume<int> given) { resume = std::move(given); }),
            [&](int answer) { log.append(u"answer %1"_s.arg(answer)); });
    });
    (*resume)(3);
    EXPECT_LOG("answer 3");
    start([&](Machine &machine) {
        machine.pauseFor(runInBackground([](BackgroundContext &) { return 42; }),
            [&](int answer) { log.append(QString::number(answer)); });
    });
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("42");
}

void tst_StateMachine::failsWithTheExceptionOfAHandler_data()
{
    QTest::addColumn<bool>("inStart");
    QTest::addColumn<bool>("afterPausing");
    QTest::newRow("start") << true << false;
    QTest::newRow("start, after pausing") << true << true;
    QTest::newRow("handler") << false << false;
    QTest::newRow("handler, after pausing") << false << true;
}

void tst_StateMachine::failsWithTheExceptionOfAHandler()
{
    QFETCH(const bool, inStart);
    QFETCH(const bool, afterPausing);
    QTest::ignoreMessage(QtWarningMsg, "Task \"machine\" failed: handler");
    const TaskHandle task = start([&](Machine &machine) {
        const auto fail = [&] {
            if (afterPausing)
                machine.pauseFor(waitFor(*sender, &Sender::clicked), [] { });
            throw std::runtime_error("handler");
        };
        if (inStart)
            fail();
        machine.pauseFor(waitFor(*sender, &Sender::clicked), fail);
    });
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Failed);
    QCOMPARE(task.reason(), u"handler"_s);
    QVERIFY(!sender->hasConnections());
}

void tst_StateMachine::failsWithTheExceptionOfAWait()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Task \"machine\" failed: .*not a signal"_s));
    const TaskHandle begin = start(
        [&](Machine &machine) { machine.pauseFor(waitFor(*sender, &Sender::notASignal), [](int) { }); });
    QCOMPARE(begin.state(), TaskState::Failed);
    const TaskHandle copy = start([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::sent), [](const Fragile &) { });
    });
    Fragile::copiesLeft = 0;
    QTest::ignoreMessage(QtWarningMsg, "Task \"machine\" failed: cannot be copied");
    Q_EMIT sender->sent(Fragile(1));
    QCOMPARE(copy.state(), TaskState::Failed);
}

void tst_StateMachine::failsWhenItPausesTwice()
{
    QTest::ignoreMessage(QtWarningMsg,
        "Task \"machine\" failed: The state machine has paused already: combine two waits with whenAny().");
    const TaskHandle task = start([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::clicked), [] { });
        machine.pauseFor(waitFor(*sender, &Sender::valueChanged), [](int) { });
    });
    QCOMPARE(task.state(), TaskState::Failed);
    QVERIFY(!sender->hasConnections());
}

void tst_StateMachine::tellsOfAPauseWithoutAScope()
{
    Machine machine(log, [](Machine &) { });
    QCOMPARE(wordsOf([&] { follow(machine); }),
        u"A state machine can pause only after TaskScope::start() has started it."_s);
}

void tst_StateMachine::isCancelledByItself()
{
    TaskHandle task;
    task = start([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::clicked), [&] {
            task.cancel();
            log.append(u"runs on"_s);
            follow(machine);
        });
    });
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Cancelled);
    sender->setValue(1);
    EXPECT_LOG("runs on");
}

void tst_StateMachine::isCancelledWhenItDeletesTheSenderThatItPausesFor()
{
    const TaskHandle task = start([&](Machine &machine) {
        follow(machine);
        sender.reset();
    });
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_StateMachine::doesNotGoOnByWhatDiesWithItsWait_data()
{
    QTest::addColumn<bool>("isCallback");
    QTest::newRow("an operation that answers") << true;
    QTest::newRow("a condition that emits") << false;
}

void tst_StateMachine::doesNotGoOnByWhatDiesWithItsWait()
{
    QFETCH(const bool, isCallback);
    std::optional<Resume<int>> resume;
    auto atEnd = std::make_shared<AtEnd>([&] {
        log.append(u"dies"_s);
        if (isCallback)
            QVERIFY(!(*std::exchange(resume, std::nullopt))(1));
        else
            sender->setValue(1);
    });
    const TaskHandle task = start([&](Machine &machine) {
        const auto goesOn = [&](int) { log.append(u"goes on"_s); };
        const std::shared_ptr<AtEnd> own = std::exchange(atEnd, nullptr);
        if (isCallback) {
            const auto ask = [&, own](Resume<int> given) { resume = std::move(given); };
            machine.pauseFor(waitForCallback<int>(ask), goesOn);
        } else {
            const auto condition = [own](int) { return true; };
            machine.pauseFor(waitUntil(*sender, &Sender::valueChanged, condition), goesOn);
        }
    });
    task.cancel();
    EXPECT_LOG("dies");
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_StateMachine::survivesADestructorThatCancels()
{
    auto end = std::make_shared<AtEnd>([this] { scope->cancel(); });
    start([held = end, this](
              Machine &machine) { machine.pauseFor(waitFor(*sender, &Sender::clicked), [] { }); });
    scope->start(std::make_unique<Door>(*sender, log));
    end.reset(); // the machine alone holds it now
    Q_EMIT sender->clicked();
    EXPECT_LOG("start", "~door");
    QVERIFY(scope->isEmpty());
}

void tst_StateMachine::endsItsTaskWhenItIsDestroyed_data()
{
    QTest::addColumn<TaskState>("state");
    QTest::newRow("by itself, without a pause") << TaskState::Cancelled;
    QTest::newRow("by itself, after it has paused") << TaskState::Cancelled;
    QTest::newRow("by itself, in a handler") << TaskState::Cancelled;
    QTest::newRow("by itself, in a handler without a pause") << TaskState::Cancelled;
    QTest::newRow("by itself, before it throws") << TaskState::Failed;
    QTest::newRow("while it waits, by the event loop") << TaskState::Cancelled;
}

void tst_StateMachine::endsItsTaskWhenItIsDestroyed()
{
    QFETCH(const TaskState, state);
    const QByteArray when = QTest::currentDataTag();
    QPointer<Machine> guard;
    const TaskHandle task = start([&](Machine &machine) {
        guard = &machine;
        if (when == "by itself, without a pause") {
            delete &machine;
        } else if (when == "by itself, after it has paused") {
            follow(machine);
            delete &machine;
        } else if (when == "by itself, in a handler") {
            machine.pauseFor(sleepFor(0ms), [this, &machine] {
                follow(machine);
                delete &machine;
            });
        } else if (when == "by itself, in a handler without a pause") {
            machine.pauseFor(sleepFor(0ms), [&machine] { delete &machine; });
        } else if (when == "by itself, before it throws") {
            QTest::ignoreMessage(QtWarningMsg, "Task \"machine\" failed: gone");
            delete &machine;
            throw std::runtime_error("gone");
        } else {
            follow(machine);
            machine.deleteLater();
        }
    });
    QTRY_VERIFY(task.isDone());
    QVERIFY(!guard);
    QCOMPARE(task.state(), state);
    QCOMPARE(task.reason(), state == TaskState::Cancelled ? u"the state machine was destroyed"_s : u"gone"_s);
    sender->setValue(1);
    EXPECT_LOG();
}

void tst_StateMachine::canBeDestroyedByASlotOfItsTransition_data()
{
    QTest::addColumn<bool>("byItsScope");
    QTest::newRow("by its scope") << true;
    QTest::newRow("by delete") << false;
}

void tst_StateMachine::canBeDestroyedByASlotOfItsTransition()
{
    QFETCH(const bool, byItsScope);
    auto machine = std::make_unique<Door>(*sender, log);
    Door *const door = machine.get();
    connect(door, &StateMachine::transitioned, this, [&] {
        if (byItsScope)
            scope->cancel();
        else
            delete door;
    });
    connect(door, &StateMachine::stateChanged, this, [&] { log.append(u"changed"_s); });
    const TaskHandle task = scope->start(std::move(machine));
    door->kick();
    EXPECT_LOG("start", "~door");
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_StateMachine::losesItsParentToTheScope()
{
    // The scope owns it from now on: the end of its parent must not delete it a second time.
    auto parent = std::make_unique<QObject>();
    auto machine = std::make_unique<Door>(*sender, log);
    machine->setParent(parent.get());
    scope->start(std::move(machine));
    parent.reset();
    sender->setValue(1);
    EXPECT_LOG("start", "push 1");
}

void tst_StateMachine::showsItself()
{
    int line = 0;
    const TaskHandle task = start([&](Machine &machine) {
        line = __LINE__ + 1;
        machine.pauseFor(waitFor(*sender, &Sender::clicked), [] { });
    });
    QCOMPARE(task.waitingFor(), u"AsyncWidgets::Tests::Sender.clicked"_s);
    QCOMPARE(task.line(), line);
    QVERIFY(task.fileName().endsWith(u"tst_statemachine.cpp"_s));
}

void tst_StateMachine::goesRoundAMillionTimesWithoutAPause()
{
    TaskScope empty;
    int rounds = 0;
    std::function<void(Machine &)> goRound = [&](Machine &machine) {
        if (++rounds < 1'000'000)
            machine.pauseFor(empty.join(), [&] { goRound(machine); });
    };
    const TaskHandle task = start(goRound);
    QCOMPARE(rounds, 1'000'000);
    QCOMPARE(task.state(), TaskState::Finished);
}

QTEST_GUILESS_MAIN(tst_StateMachine)
#include "tst_statemachine.moc"
