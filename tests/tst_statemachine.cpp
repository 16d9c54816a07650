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

using Work = std::function<void(class Machine &, Sender &)>;

/// Its first work is a function of the test.
class Machine : public StateMachine
{
    Q_OBJECT

public:
    enum class State { Only };
    Q_ENUM(State)

    explicit Machine(std::function<void(Machine &)> work)
        : Machine(s_nothing, std::move(work))
    {
    }
    Machine(QStringList &log, std::function<void(Machine &)> work)
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
    void woken() { m_log.append(u"woken"_s); }

protected:
    void start() override { m_work(*this); }

private:
    inline static QStringList s_nothing;
    QStringList &m_log;
    std::function<void(Machine &)> m_work;
};

} // namespace

class tst_StateMachine : public TaskTest
{
    Q_OBJECT

private Q_SLOTS:
    void goesFromStateToState();
    void goesOnInsideTheEmission();
    void passesEachKindOfResult();
    void acceptsAnyWait();
    void standsInOneLineWithTasks();
    void endsWithoutAPause();
    void goesOnAtOnceIfTheResultIsThere();
    void failsWithTheExceptionOfAHandler_data();
    void failsWithTheExceptionOfAHandler();
    void failsWithTheExceptionOfAWait();
    void failsWhenItPausesTwice();
    void tellsOfAPauseWithoutAScope();
    void isCancelledWhenTheSenderDies();
    void isCancelledByItsScope();
    void isCancelledByItself();
    void canDestroyItsScope();
    void canDeleteTheSender();
    void isCancelledWhenItDeletesTheSenderThatItPausesFor();
    void survivesADestructorThatCancels();
    void isDestroyedWhenItHasEnded();
    void endsItsTaskWhenItIsDestroyed_data();
    void endsItsTaskWhenItIsDestroyed();
    void losesItsParentToTheScope();
    void canBeWaitedForByItsScope();
    void showsItself();
    void goesRoundAMillionTimesWithoutAPause();
};

void tst_StateMachine::goesFromStateToState()
{
    auto machine = std::make_unique<Door>(*sender, log);
    const QPointer<Door> door = machine.get();
    QSignalSpy states(door, &StateMachine::stateChanged);
    QStringList transitions;
    connect(door, &StateMachine::transitioned, this, [&](int from, int to) {
        const QMetaEnum names = door->states();
        transitions.append(QString::fromLatin1(names.valueToKey(from)) + u" to "_s
            + QString::fromLatin1(names.valueToKey(to)));
        QCOMPARE(door->currentState(), to); // it is in its new state already
    });
    QCOMPARE(door->currentState(), int(Door::State::Closed));
    const TaskHandle task = scope->start(std::move(machine), u"door"_s);
    QCOMPARE(task.kind(), TaskKind::StateMachine);
    QCOMPARE(task.state(), TaskState::Waiting);
    sender->setValue(1);
    QCOMPARE(door->currentState(), int(Door::State::Opening));
    QCOMPARE(QString::fromLatin1(door->states().valueToKey(door->currentState())), u"Opening"_s);
    sender->setValue(2);
    sender->setValue(3);
    QCOMPARE(door->currentState(), int(Door::State::Open));
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(3));
    QCOMPARE(states.size(), 3);
    QCOMPARE(transitions, QStringList({ u"Closed to Opening"_s, u"Opening to Open"_s, u"Open to Closed"_s }));
    QVERIFY(!door);
    EXPECT_LOG("start", "push 1", "push 2", "shut", "~door");
    QVERIFY(!sender->hasConnections());
}

void tst_StateMachine::goesOnInsideTheEmission()
{
    QList<int> got;
    struct Loop
    {
        static void next(Machine &machine, Sender sender.get(), QList<int> &got)
        {
            machine.pauseFor(waitFor(*sender, &Sender::valueChanged), [&](int value) {
                got.append(value);
                next(machine, *sender, got);
            });
        }
    };
    scope->start(std::make_unique<Machine>([&](Machine &machine) { Loop::next(machine, *sender, got); }));
    for (int i = 1; i <= 10; ++i) {
        sender->setValue(i);
        QCOMPARE(got.size(), i);
    }
    QCOMPARE(got.last(), 10);
}

void tst_StateMachine::passesEachKindOfResult()
{
    // To members.
    const auto start = [&](const std::function<void(Machine &)> &work) {
        scope->start(std::make_unique<Machine>(log, work));
    };
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
    const TaskHandle task = scope->start(std::make_unique<Machine>([&](Machine &machine) {
        machine.pauseFor(sleepFor(0ms), [&] {
            log.append(u"slept"_s);
            machine.pauseFor(
                whenAny(waitFor(*sender, &Sender::clicked), waitFor(*sender, &Sender::valueChanged)),
                [&](auto first) {
                    log.append(u"first %1"_s.arg(first.index()));
                    machine.pauseFor(changes.next(), [&](int value) {
                        log.append(u"kept %1"_s.arg(value));
                        machine.pauseFor(
                            withTimeout(waitFor(*sender, &Sender::clicked), 0ms), [&](auto result) {
                                log.append(result ? u"clicked"_s : u"time is up"_s);
                                machine.pauseFor(runInBackground([](BackgroundContext &) { return 42; }),
                                    [&](int answer) { log.append(QString::number(answer)); });
                            });
                    });
                });
        });
    }));
    QTRY_COMPARE(log, QStringList { u"slept"_s });
    sender->setValue(5);
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QCOMPARE(log, (QStringList { u"slept"_s, u"first 1"_s, u"kept 5"_s, u"time is up"_s, u"42"_s }));
}

void tst_StateMachine::standsInOneLineWithTasks()
{
    const auto task = [](Sender &sender_, QStringList &log_, QString name) -> Task<> {
        log_.append(u"%1 %2"_s.arg(name).arg(co_await waitFor(sender_, &Sender::valueChanged)));
    };
    scope->start(task(*sender, log, u"a"_s));
    scope->start(std::make_unique<Machine>([&](Machine &machine) {
        machine.pauseFor(
            waitFor(*sender, &Sender::valueChanged), [&](int value) { log.append(u"b %1"_s.arg(value)); });
    }));
    scope->start(task(*sender, log, u"c"_s));
    sender->setValue(1);
    EXPECT_LOG("a 1", "b 1", "c 1");
}

void tst_StateMachine::endsWithoutAPause()
{
    const TaskHandle task = scope->start(std::make_unique<Machine>([](Machine &) { }));
    QCOMPARE(task.state(), TaskState::Finished);
    QVERIFY(scope->isEmpty());
}

void tst_StateMachine::goesOnAtOnceIfTheResultIsThere()
{
    int got = 0;
    auto changes = streamOf(*sender, &Sender::valueChanged);
    sender->setValue(4);
    const TaskHandle task = scope->start(std::make_unique<Machine>(
        [&](Machine &machine) { machine.pauseFor(changes.next(), [&](int value) { got = value; }); }));
    QCOMPARE(got, 4);
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(0));
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
    const TaskHandle task = scope->start(std::make_unique<Machine>([&](Machine &machine) {
        const auto fail = [&] {
            if (afterPausing)
                machine.pauseFor(waitFor(*sender, &Sender::clicked), [] { });
            throw std::runtime_error("handler");
        };
        if (inStart)
            fail();
        machine.pauseFor(waitFor(*sender, &Sender::clicked), fail);
    }),
        u"machine"_s);
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Failed);
    QCOMPARE(task.reason(), u"handler"_s);
    QVERIFY(scope->isEmpty());
    QVERIFY(!sender->hasConnections());
}

void tst_StateMachine::failsWithTheExceptionOfAWait()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^Task \"begin\" failed: .*not a signal"_s));
    const TaskHandle begin = scope->start(std::make_unique<Machine>([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::notASignal), [](int) { });
    }),
        u"begin"_s);
    QCOMPARE(begin.state(), TaskState::Failed);
    const TaskHandle copy = scope->start(std::make_unique<Machine>([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::sent), [](const Fragile &) { });
    }),
        u"copy"_s);
    Fragile::copiesLeft = 0;
    QTest::ignoreMessage(QtWarningMsg, "Task \"copy\" failed: cannot be copied");
    Q_EMIT sender->sent(Fragile(1));
    QCOMPARE(copy.state(), TaskState::Failed);
}

void tst_StateMachine::failsWhenItPausesTwice()
{
    QTest::ignoreMessage(QtWarningMsg,
        "Task \"machine\" failed: The state machine has paused already: combine two waits with whenAny().");
    const TaskHandle task = scope->start(std::make_unique<Machine>([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::clicked), [] { });
        machine.pauseFor(waitFor(*sender, &Sender::valueChanged), [](int) { });
    }),
        u"machine"_s);
    QCOMPARE(task.state(), TaskState::Failed);
    QVERIFY(!sender->hasConnections());
}

void tst_StateMachine::tellsOfAPauseWithoutAScope()
{
    Machine machine([](Machine &) { });
    QCOMPARE(wordsOf([&] { machine.pauseFor(waitFor(*sender, &Sender::clicked), [] { }); }),
        u"A state machine can pause only after TaskScope::start() has started it."_s);
}

void tst_StateMachine::isCancelledWhenTheSenderDies()
{
    sender->setObjectName(u"dial"_s);
    const TaskHandle task = scope->start(std::make_unique<Door>(*sender, log));
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of dial.valueChanged was destroyed"_s);
    EXPECT_LOG("start", "~door");
}

void tst_StateMachine::isCancelledByItsScope()
{
    scope->start(std::make_unique<Door>(*sender, log));
    scope->cancel();
    EXPECT_LOG("start", "~door");
    QVERIFY(!sender->hasConnections());
}

void tst_StateMachine::isCancelledByItself()
{
    TaskHandle task;
    task = scope->start(std::make_unique<Machine>([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::clicked), [&] {
            task.cancel();
            log.append(u"runs on"_s);
            machine.pauseFor(waitFor(*sender, &Sender::clicked), [&] { log.append(u"never"_s); });
        });
    }));
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Cancelled);
    Q_EMIT sender->clicked();
    EXPECT_LOG("runs on");
    QVERIFY(!sender->hasConnections());
}

void tst_StateMachine::canDestroyItsScope()
{
    const TaskHandle task = scope->start(std::make_unique<Machine>([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::clicked), [&] {
            scope.reset();
            machine.pauseFor(waitFor(*sender, &Sender::clicked), [&] { log.append(u"never"_s); });
        });
    }));
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!sender->hasConnections());
}

void tst_StateMachine::canDeleteTheSender()
{
    const TaskHandle task = scope->start(std::make_unique<Machine>([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::clicked), [&] { sender.reset(); });
    }));
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_StateMachine::isCancelledWhenItDeletesTheSenderThatItPausesFor()
{
    const TaskHandle task = scope->start(std::make_unique<Machine>([&](Machine &machine) {
        machine.pauseFor(waitFor(*sender, &Sender::clicked), [] { });
        sender.reset();
    }));
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_StateMachine::survivesADestructorThatCancels()
{
    class Stubborn final : public Machine
    {
    public:
        Stubborn(Sender sender.get(), TaskScope &scope)
            : Machine(
                  [this](Machine &machine) { machine.pauseFor(waitFor(*sender, &Sender::clicked), [] { }); })
            , m_scope(*scope)
        {
        }
        ~Stubborn() override { m_scope.cancel(); }

    private:
        TaskScope &m_scope;
    };
    scope->start(std::make_unique<Stubborn>(*sender, *scope));
    scope->start(std::make_unique<Door>(*sender, log));
    Q_EMIT sender->clicked();
    QVERIFY(scope->isEmpty());
    QCOMPARE(log.last(), u"~door"_s);
}

void tst_StateMachine::isDestroyedWhenItHasEnded()
{
    auto machine = std::make_unique<Machine>([](Machine &) { });
    const QPointer<Machine> watched = machine.get();
    const TaskHandle task = scope->start(std::move(machine));
    QVERIFY(!watched); // though the handle is still there
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_StateMachine::endsItsTaskWhenItIsDestroyed_data()
{
    QTest::addColumn<Work>("work");
    QTest::addColumn<TaskState>("state");
    const auto never = [] { QFAIL("It goes on."); };
    QTest::newRow("by itself, without a pause")
        << Work([](Machine &machine, Sender &) { delete &machine; }) << TaskState::Finished;
    QTest::newRow("by itself, after it has paused") << Work([never](Machine &machine, Sender &sender) {
        machine.pauseFor(waitFor(sender, &Sender::clicked), never);
        delete &machine;
    }) << TaskState::Cancelled;
    QTest::newRow("while it waits, by the event loop") << Work([never](Machine &machine, Sender &sender) {
        machine.pauseFor(waitFor(sender, &Sender::clicked), never);
        machine.deleteLater();
    }) << TaskState::Cancelled;
    QTest::newRow("by itself, in a handler") << Work([never](Machine &machine, Sender &sender) {
        machine.pauseFor(sleepFor(0ms), [&machine, &sender, never] {
            machine.pauseFor(waitFor(sender, &Sender::clicked), never);
            delete &machine;
        });
    }) << TaskState::Cancelled;
}

void tst_StateMachine::endsItsTaskWhenItIsDestroyed()
{
    QFETCH(const Work, work);
    QFETCH(const TaskState, state);
    auto owned = std::make_unique<Machine>([&](Machine &machine) { work(machine, *sender); });
    const QPointer<Machine> machine = owned.get();
    const TaskHandle task = scope->start(std::move(owned));
    QTRY_VERIFY(task.isDone());
    QVERIFY(!machine);
    QCOMPARE(task.state(), state);
    QCOMPARE(task.reason(), state == TaskState::Cancelled ? u"the state machine was destroyed"_s : QString());
    QVERIFY(!sender->hasConnections());
}

void tst_StateMachine::losesItsParentToTheScope()
{
    // The scope owns it from now on: the end of its parent must not delete it a second time.
    auto parent = std::make_unique<QObject>();
    auto machine = std::make_unique<Door>(*sender, log);
    machine->setParent(parent.get());
    const TaskHandle task = scope->start(std::move(machine));
    parent.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    sender->setValue(1);
    EXPECT_LOG("start", "push 1");
}

void tst_StateMachine::canBeWaitedForByItsScope()
{
    TaskScope other;
    scope->start(std::make_unique<Machine>(
        [&](Machine &machine) { machine.pauseFor(waitFor(*sender, &Sender::clicked), [] { }); }));
    other.start([&]() -> Task<> {
        co_await scope->join();
        log.append(u"done"_s);
    });
    Q_EMIT sender->clicked();
    EXPECT_LOG("done");
}

void tst_StateMachine::showsItself()
{
    sender->setObjectName(u"dial"_s);
    int line = 0;
    const TaskHandle task = scope->start(std::make_unique<Machine>([&](Machine &machine) {
        line = __LINE__ + 1;
        machine.pauseFor(waitFor(*sender, &Sender::clicked), [] { });
    }));
    QCOMPARE(task.waitingFor(), u"dial.clicked"_s);
    QCOMPARE(task.line(), line);
    QVERIFY(task.fileName().endsWith(u"tst_statemachine.cpp"_s));
}

void tst_StateMachine::goesRoundAMillionTimesWithoutAPause()
{
    TaskScope empty;
    int rounds = 0;
    struct Loop
    {
        static void next(Machine &machine, TaskScope &empty, int &rounds)
        {
            if (++rounds < 1'000'000)
                machine.pauseFor(empty.join(), [&] { next(machine, empty, rounds); });
        }
    };
    const TaskHandle task = scope->start(
        std::make_unique<Machine>([&](Machine &machine) { Loop::next(machine, empty, rounds); }));
    QCOMPARE(rounds, 1'000'000);
    QCOMPARE(task.state(), TaskState::Finished);
}

QTEST_GUILESS_MAIN(tst_StateMachine)
#include "tst_statemachine.moc"
