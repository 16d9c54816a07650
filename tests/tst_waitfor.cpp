// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests waitFor() and waitUntil(): results, order, nested emissions, and senders that die in every way.

#include "testsupport.h"

#include <QtCore/QPointer>
#include <QtCore/QStringListModel>
#include <QtCore/QTimer>
#include <QtTest/QSignalSpy>

#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <utility>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;

namespace {

// One rule for all results.
template<typename Signal>
using ResultOf = decltype(waitFor(std::declval<Sender &>(), std::declval<Signal>()).await_resume());
static_assert(std::is_same_v<ResultOf<decltype(&Sender::clicked)>, void>);
static_assert(std::is_same_v<ResultOf<decltype(&Sender::valueChanged)>, int>);
static_assert(std::is_same_v<ResultOf<decltype(&Sender::named)>, QString>);
static_assert(std::is_same_v<ResultOf<decltype(&Sender::moved)>, std::tuple<int, QString, double>>);
static_assert(std::is_same_v<ResultOf<decltype(&Sender::secret)>, int>);
static_assert(std::is_same_v<ResultOf<decltype(&Sender::secretClick)>, void>);
static_assert(std::is_same_v<ResultOf<decltype(&Sender::pointed)>, QObject *>);

} // namespace

class tst_WaitFor : public TaskTest
{
    Q_OBJECT

private Q_SLOTS:
    // What it gives
    void takesPointersAndReferences();
    void givesNothingAValueOrATuple();
    void waitsForSignalsOfQtClasses();
    void copiesAConstReference();
    void passesAnExceptionOfACopyToTheTask();
    void waitsForTheDestroyedSignalItself();

    // Order
    void isCancelledWhenItWaitsForWhatIsBeingDestroyed();
    void isCancelledWhenItWaitsForWhatDeletesItsChildren();
    void servesWaitersInTheOrderInWhichTheyBegan();
    void servesTheOuterEmissionFirst();
    void losesNoChangeInEmissionsThreeDeep();
    void servesATaskThatStartsInsideTheEmissionByTheNext();
    void listensToOneSignalOnly();

    // Conditions
    void waitsUntilAConditionHolds();
    void keepsItsPlaceUntilTheConditionHolds();
    void isNotOvertakenByThoseWhoWaitAgain();
    void isNotOvertakenInANestedEmission();
    void passesAnExceptionOfTheConditionToTheTask();
    void seesEachEmissionOnceInItsCondition();
    void survivesWhateverItsConditionEnds_data();
    void survivesWhateverItsConditionEnds();
    void tellsAConditionThatEmitsItsSignal();

    // Senders that die
    void asksNoConditionThatEmitsWhenItDies();
    void canWaitAgainAfterDisconnectingInsideTheEmission();
    void letsOthersOfADeadSendersEmissionEnd();
    void survivesALocalThatDeletesTheDisconnectedSender_data();
    void survivesALocalThatDeletesTheDisconnectedSender();
    void canWaitAgainWhileWhatItCutsDeletesTheSender();
    void keepsTheOrderWhenWhatItCutsWaitsAgain();
    void isCancelledWhenTheSenderDiesWithItsConnectionsCut_data();
    void isCancelledWhenTheSenderDiesWithItsConnectionsCut();
    void sharesAConnectionThatItsOpeningJoins();
    void keepsAConnectionThatItsOpeningLeaves_data();
    void keepsAConnectionThatItsOpeningLeaves();
    void isCancelledWhenItsOpeningDeletesTheSender_data();
    void isCancelledWhenItsOpeningDeletesTheSender();
    void describesASenderWhoseMetaObjectIsGone();
    void survivesANewSenderAtTheSameAddress();
    void waitsForANewSenderInTheEmissionOfTheOldOne();
    void ignoresTheEndOfASenderThatItNoLongerWaitsFor();

    // Cancelling
    void cancelsASiblingThatWasServed();
    void cancelsInANestedEmission();

    // Mistakes
    void tellsOfAMemberThatIsNoSignal();
    void tellsOfTooManyArguments();
    void passesNoExceptionIntoTheEmission();
};

void tst_WaitFor::takesPointersAndReferences()
{
    const auto wait = [](auto &waited, QStringList &log_) -> Task<> {
        log_.append(QString::number(co_await waitFor(waited, &Sender::valueChanged)));
    };
    Sender *const pointer = sender.get();
    const Sender &constant = *sender;
    const Sender *const constantPointer = sender.get();
    scope->start(wait(*sender, log));
    scope->start(wait(constant, log));
    scope->start(wait(pointer, log));
    scope->start(wait(constantPointer, log));
    sender->setValue(1);
    EXPECT_LOG("1", "1", "1", "1");
}

void tst_WaitFor::givesNothingAValueOrATuple()
{
    scope->start([&]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        log.append(u"clicked"_s);
        log.append(co_await waitFor(*sender, &Sender::named));
        const auto moved = co_await waitFor(*sender, &Sender::moved);
        const auto &[x, unit, speed] = moved;
        log.append(u"%1 %2 %3"_s.arg(x).arg(unit).arg(speed));
        co_await waitFor(*sender, &Sender::secretClick); // whose private tag does not count
        log.append(QString::number(co_await waitFor(*sender, &Sender::secret)));
    });
    Q_EMIT sender->clicked();
    Q_EMIT sender->named(u"name"_s);
    Q_EMIT sender->moved(3, u"mm"_s, 0.5);
    sender->emitSecretClick();
    sender->emitSecret(7);
    EXPECT_LOG("clicked", "name", "3 mm 0.5", "7");
}

void tst_WaitFor::waitsForSignalsOfQtClasses()
{
    QTimer timer;
    timer.setSingleShot(true);
    QStringListModel model;
    scope->start([&]() -> Task<> {
        co_await waitFor(timer, &QTimer::timeout);
        log.append(u"timeout"_s);
        const auto inserted = co_await waitFor(model, &QAbstractItemModel::rowsInserted);
        const auto &[parent, first, last] = inserted;
        log.append(u"%1 %2 %3"_s.arg(parent.isValid()).arg(first).arg(last));
        co_await waitFor(&model, &QAbstractItemModel::modelReset);
        log.append(u"reset"_s);
        log.append(co_await waitFor(model, &QObject::objectNameChanged));
    });
    timer.start(0);
    QTRY_COMPARE(log, QStringList { u"timeout"_s });
    model.insertRows(0, 3);
    model.setStringList({ u"a"_s });
    model.setObjectName(u"model"_s);
    QCOMPARE(log, (QStringList { u"timeout"_s, u"0 0 2"_s, u"reset"_s, u"model"_s }));
}

void tst_WaitFor::copiesAConstReference()
{
    scope->start([&]() -> Task<> {
        const QString result = co_await waitFor(*sender, &Sender::named);
        co_await waitFor(*sender, &Sender::clicked);
        log.append(result);
    });
    QString name = u"a"_s;
    Q_EMIT sender->named(name);
    name = u"b"_s;
    Q_EMIT sender->clicked();
    EXPECT_LOG("a");
}

void tst_WaitFor::passesAnExceptionOfACopyToTheTask()
{
    scope->start(attempt([&] { return waitFor(*sender, &Sender::sent); }));
    const TaskHandle careless
        = scope->start([&]() -> Task<> { co_await waitFor(*sender, &Sender::sent); }, u"careless"_s);
    const Fragile sent(5);
    Fragile::copiesLeft = 0;
    QTest::ignoreMessage(QtWarningMsg, "Task \"careless\" failed: cannot be copied");
    Q_EMIT sender->sent(sent);
    EXPECT_LOG("cannot be copied");
    QCOMPARE(careless.state(), TaskState::Failed);
    QCOMPARE(careless.reason(), u"cannot be copied"_s);
}

void tst_WaitFor::waitsForTheDestroyedSignalItself()
{
    QObject *const address = sender.get();
    QObject *got = nullptr;
    const TaskHandle task
        = scope->start([&]() -> Task<> { got = co_await waitFor(*sender, &QObject::destroyed); });
    sender.reset();
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(got, address);
}

void tst_WaitFor::isCancelledWhenItWaitsForWhatIsBeingDestroyed()
{
    Sender &dying = *sender;
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await waitFor(dying, &QObject::destroyed);
        co_await waitFor(dying, &Sender::valueChanged);
    });
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender was destroyed"_s);
}

void tst_WaitFor::isCancelledWhenItWaitsForWhatDeletesItsChildren()
{
    QObject &dying = *sender;
    auto *child = new QObject(&dying);
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await waitFor(child, &QObject::destroyed);
        co_await waitFor(dying, &QObject::objectNameChanged);
    });
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender was destroyed"_s);
}

void tst_WaitFor::servesWaitersInTheOrderInWhichTheyBegan()
{
    scope->start(follow(u"a"_s, 2));
    scope->start(follow(u"b"_s));
    scope->start(follow(u"c"_s, 2));
    sender->setValue(1);
    scope->start(follow(u"d"_s));
    sender->setValue(2);
    EXPECT_LOG("a 1", "b 1", "c 1", "a 2", "c 2", "d 2");
}

void tst_WaitFor::servesTheOuterEmissionFirst()
{
    // "a" changes the value that resumed it: "b" and "c" see the first change before anyone sees the second.
    atChange([this] {
        log.append(u"a"_s);
        sender->setValue(2);
        log.append(u"a emitted"_s);
        scope->start(follow(u"a"_s));
    });
    scope->start(follow(u"b"_s, 2));
    scope->start(follow(u"c"_s, 2));
    sender->setValue(1);
    EXPECT_LOG("a", "b 1", "c 1", "b 2", "c 2", "a emitted");
    sender->setValue(3);
    EXPECT_LOG("a 3");
}

void tst_WaitFor::losesNoChangeInEmissionsThreeDeep()
{
    const auto raise = [this](QString name, int below) -> Task<> {
        for (int i = 0; i < 3; ++i) {
            const int value = co_await waitFor(*sender, &Sender::valueChanged);
            log.append(u"%1 %2"_s.arg(name).arg(value));
            if (value < below)
                sender->setValue(value + 1);
        }
    };
    scope->start(raise(u"a"_s, 2));
    scope->start(raise(u"b"_s, 3));
    scope->start(follow(u"c"_s, 3));
    sender->setValue(1);
    // Whoever emits is not waiting while it does, so "a" misses 2 and "b" misses 3; "c", who only waits, sees all.
    EXPECT_LOG("a 1", "b 1", "c 1", "b 2", "c 2", "c 3");
}

void tst_WaitFor::servesATaskThatStartsInsideTheEmissionByTheNext()
{
    atChange([this] { scope->start(follow(u"new"_s)); });
    sender->setValue(1);
    EXPECT_LOG();
    sender->setValue(2);
    EXPECT_LOG("new 2");
}

void tst_WaitFor::listensToOneSignalOnly()
{
    Sender other;
    scope->start(follow(u"a"_s));
    Q_EMIT sender->clicked();
    other.setValue(1);
    EXPECT_LOG();
    sender->setValue(2);
    EXPECT_LOG("a 2");
}

void tst_WaitFor::waitsUntilAConditionHolds()
{
    int got = 0;
    const TaskHandle task = scope->start([&]() -> Task<> {
        got = co_await waitUntil(*sender, &Sender::valueChanged, [](int value) { return value >= 50; });
    });
    sender->setValue(49);
    QCOMPARE(task.resumptions(), quint64(0));
    sender->setValue(50);
    QCOMPARE(got, 50);
    QCOMPARE(task.resumptions(), quint64(1));
}

void tst_WaitFor::keepsItsPlaceUntilTheConditionHolds()
{
    scope->start([&]() -> Task<> {
        const int value = co_await waitUntil(*sender, &Sender::valueChanged, [](int v) { return v > 1; });
        log.append(u"a %1"_s.arg(value));
    });
    scope->start(follow(u"b"_s, 2));
    sender->setValue(1);
    sender->setValue(2);
    EXPECT_LOG("b 1", "a 2", "b 2");
}

void tst_WaitFor::isNotOvertakenByThoseWhoWaitAgain()
{
    scope->start(follow(u"a"_s, 3));
    scope->start([&]() -> Task<> {
        const int value = co_await waitUntil(*sender, &Sender::valueChanged, [](int v) { return v > 1; });
        log.append(u"until %1"_s.arg(value));
    });
    sender->setValue(1);
    EXPECT_LOG("a 1");
    sender->setValue(2); // a has begun to wait after the other
    EXPECT_LOG("until 2", "a 2");
}

void tst_WaitFor::isNotOvertakenInANestedEmission()
{
    scope->start([&]() -> Task<> {
        log.append(u"a %1"_s.arg(co_await valueOf(*sender)));
        sender->setValue(2); // the others are served the first change before, and who waits on comes first
        log.append(u"a %1"_s.arg(co_await valueOf(*sender)));
    });
    scope->start(follow(u"b"_s, 2));
    scope->start([&]() -> Task<> {
        const int value = co_await waitUntil(*sender, &Sender::valueChanged, [](int v) { return v > 1; });
        log.append(u"until %1"_s.arg(value));
    });
    sender->setValue(1);
    EXPECT_LOG("a 1", "b 1", "until 2", "b 2");
    sender->setValue(3);
    EXPECT_LOG("a 3");
}

void tst_WaitFor::passesAnExceptionOfTheConditionToTheTask()
{
    const auto fail = [](int) -> bool { throw std::runtime_error("no"); };
    const auto wait = [&] { return waitUntil(*sender, &Sender::valueChanged, fail); };
    scope->start(attempt(wait));
    const TaskHandle failing = scope->start([&]() -> Task<> { co_await wait(); }, u"failing"_s);
    QTest::ignoreMessage(QtWarningMsg, "Task \"failing\" failed: no");
    sender->setValue(1);
    EXPECT_LOG("no");
    QCOMPARE(failing.state(), TaskState::Failed);
    QCOMPARE(failing.reason(), u"no"_s);
}

void tst_WaitFor::seesEachEmissionOnceInItsCondition()
{
    atChange([this] { sender->setValue(2); }); // before the condition has seen the first change
    const auto condition = [&](int value) {
        log.append(QString::number(value));
        return value == 3;
    };
    scope->start(attempt([&] { return waitUntil(*sender, &Sender::valueChanged, condition); }));
    sender->setValue(1);
    sender->setValue(3);
    EXPECT_LOG("1", "2", "3", "done");
}

void tst_WaitFor::survivesWhateverItsConditionEnds_data()
{
    QTest::addColumn<QString>("ended");
    QTest::addColumn<QStringList>("expected");
    const QString asked = u"asked"_s;
    QTest::newRow("nothing") << u"nothing"_s << QStringList { asked, u"answered"_s, u"got 1"_s, u"~local"_s };
    QTest::newRow("its task") << u"task"_s << QStringList { asked, u"answered"_s, u"~local"_s };
    QTest::newRow("its scope") << u"scope"_s << QStringList { asked, u"answered"_s, u"~local"_s };
    QTest::newRow("its sender") << u"sender"_s << QStringList { asked, u"answered"_s, u"~local"_s };
    QTest::newRow("its connection") << u"connection"_s
                                    << QStringList { asked, u"answered"_s, u"got 1"_s, u"~local"_s };
    QTest::newRow("another branch") << u"branch"_s
                                    << QStringList { asked, u"answered"_s, u"other branch"_s, u"~local"_s };
    QTest::newRow("its sender and another branch")
        << u"sender and branch"_s << QStringList { asked, u"answered"_s, u"other branch"_s, u"~local"_s };
}

void tst_WaitFor::survivesWhateverItsConditionEnds()
{
    QFETCH(const QString, ended);
    QFETCH(const QStringList, expected);
    Sender other;
    TaskHandle task;
    const auto condition = [&](int) {
        log.append(u"asked"_s);
        if (ended == u"task")
            task.cancel();
        if (ended == u"scope")
            scope.reset();
        if (ended.startsWith(u"sender"))
            sender.reset();
        if (ended == u"connection")
            QObject::disconnect(sender.get(), &Sender::valueChanged, nullptr, nullptr);
        if (ended.endsWith(u"branch"))
            other.setValue(2);
        log.append(u"answered"_s);
        return true;
    };
    const bool hasBranch = ended.endsWith(u"branch");
    task = scope->start([&]() -> Task<> {
        const Trace local(log, u"local"_s);
        if (hasBranch) {
            const auto first = co_await whenAny(
                waitUntil(*sender, &Sender::valueChanged, condition), waitFor(other, &Sender::valueChanged));
            log.append(first.index() == 1 ? u"other branch"_s : u"this branch"_s);
        } else {
            const int value = co_await waitUntil(*sender, &Sender::valueChanged, condition);
            log.append(u"got %1"_s.arg(value));
        }
    });
    sender->setValue(1);
    QCOMPARE(log, expected);
    QCOMPARE(task.state(), expected.size() == 4 ? TaskState::Finished : TaskState::Cancelled);
}

void tst_WaitFor::tellsAConditionThatEmitsItsSignal()
{
    const auto emitAgain = [&](int value) {
        log.append(QString::number(value));
        sender->setValue(value + 1);
        return false;
    };
    scope->start(attempt([&] { return waitUntil(*sender, &Sender::valueChanged, emitAgain); }));
    sender->setValue(1);
    QCOMPARE(log.takeFirst(), u"1"_s);
    QVERIFY(log.takeFirst().startsWith(
        u"The condition of a waitUntil() has emitted the signal that it was asked about: "));
    EXPECT_LOG();
    QVERIFY(scope->isEmpty());
}

void tst_WaitFor::asksNoConditionThatEmitsWhenItDies()
{
    const auto makeWait = [&] {
        const auto emits = std::make_shared<AtEnd>([&] { sender->setValue(1); });
        const auto condition = [this, emits](int) {
            log.append(u"asked"_s);
            return true;
        };
        return waitUntil(*sender, &Sender::valueChanged, condition);
    };
    auto wait = std::make_unique<decltype(makeWait())>(makeWait());
    const TaskHandle task = scope->start([&]() -> Task<> { co_await *wait; });
    wait.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    EXPECT_LOG();
}

void tst_WaitFor::canWaitAgainAfterDisconnectingInsideTheEmission()
{
    scope->start([&]() -> Task<> {
        co_await waitFor(*sender, &Sender::valueChanged);
        sender->disconnectAll();
        log.append(u"again %1"_s.arg(co_await waitFor(*sender, &Sender::valueChanged)));
    });
    const TaskHandle cut = scope->start(follow(u"cut"_s, 2));
    sender->setValue(1);
    QCOMPARE(cut.state(), TaskState::Cancelled);
    QVERIFY2(cut.reason().contains(u"disconnected"_s), qPrintable(cut.reason()));
    sender->setValue(2);
    EXPECT_LOG("again 2");
}

void tst_WaitFor::letsOthersOfADeadSendersEmissionEnd()
{
    // The first of three deletes the sender; another one's destructor cancels the last: each ends once.
    TaskHandle last;
    atChange([this] { sender.reset(); });
    scope->start([&]() -> Task<> {
        const AtEnd cancelLast([&] {
            log.append(u"second"_s);
            last.cancel();
        });
        co_await waitFor(*sender, &Sender::valueChanged);
    });
    last = scope->start([&]() -> Task<> {
        const Trace trace(log, u"third"_s);
        co_await waitFor(*sender, &Sender::valueChanged);
    });
    sender->setValue(1);
    EXPECT_LOG("second", "~third");
    QCOMPARE(last.reason(), u"cancelled"_s);
    QVERIFY(scope->isEmpty());
}

void tst_WaitFor::survivesALocalThatDeletesTheDisconnectedSender_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<bool>("inEmission");
    for (const bool inEmission : { false, true }) {
        for (const char *how : { "all of it", "the signal", "by the signal's name" })
            QTest::addRow("%s, %s", how, inEmission ? "inside an emission" : "outside")
                << QString::fromLatin1(how) << inEmission;
    }
}

void tst_WaitFor::survivesALocalThatDeletesTheDisconnectedSender()
{
    // Qt still uses the sender when it has dropped the connections.
    QFETCH(const QString, how);
    QFETCH(const bool, inEmission);
    const TaskHandle task = scope->start([&]() -> Task<> {
        const AtEnd end([&] { sender.reset(); });
        co_await waitFor(*sender, &Sender::valueChanged);
    });
    const auto cut = [&] {
        if (how == u"all of it")
            sender->disconnectAll();
        else if (how == u"the signal")
            QObject::disconnect(sender.get(), &Sender::valueChanged, nullptr, nullptr);
        else
            QObject::disconnect(sender.get(), SIGNAL(valueChanged(int)), nullptr, nullptr);
    };
    if (inEmission) {
        QObject::connect(sender.get(), &Sender::clicked, sender.get(), cut);
        Q_EMIT sender->clicked();
    } else {
        cut();
    }
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!sender);
}

void tst_WaitFor::canWaitAgainWhileWhatItCutsDeletesTheSender()
{
    const TaskHandle again = scope->start([&]() -> Task<> {
        co_await waitFor(*sender, &Sender::valueChanged);
        sender->disconnectAll();
        co_await waitFor(*sender, &Sender::valueChanged);
    });
    const TaskHandle cut = scope->start([&]() -> Task<> {
        const AtEnd end([&] { sender.reset(); });
        co_await waitFor(*sender, &Sender::valueChanged);
    });
    sender->setValue(1);
    QVERIFY(!sender);
    QCOMPARE(cut.state(), TaskState::Cancelled);
    QVERIFY2(cut.reason().contains(u"disconnected"_s), qPrintable(cut.reason()));
    QCOMPARE(again.state(), TaskState::Cancelled);
    QVERIFY2(again.reason().contains(u"destroyed"_s), qPrintable(again.reason()));
}

void tst_WaitFor::keepsTheOrderWhenWhatItCutsWaitsAgain()
{
    // Both wait anew for one signal: it must be by one connection, or the change inside the change comes first.
    scope->start([&]() -> Task<> {
        for (;;) {
            const int value = co_await waitFor(*sender, &Sender::valueChanged);
            log.append(u"a %1"_s.arg(value));
            if (value == 1)
                sender->disconnectAll();
        }
    });
    scope->start([&]() -> Task<> {
        const AtEnd end([&] {
            atChange([&] {
                log.append(u"b"_s);
                sender->setValue(11);
            });
        });
        co_await waitFor(*sender, &Sender::valueChanged);
    });
    sender->setValue(1);
    sender->setValue(10);
    EXPECT_LOG("a 1", "a 10", "b", "a 11");
}

void tst_WaitFor::isCancelledWhenTheSenderDiesWithItsConnectionsCut_data()
{
    QTest::addColumn<bool>("all");
    QTest::newRow("all of them") << true;
    QTest::newRow("destroyed only") << false;
}

void tst_WaitFor::isCancelledWhenTheSenderDiesWithItsConnectionsCut()
{
    // Nobody tells that it dies, and who is still owed the change must not be served after that.
    QFETCH(const bool, all);
    atChange([&] {
        if (all)
            sender->disconnectAll();
        else
            QObject::disconnect(sender.get(), &QObject::destroyed, nullptr, nullptr);
        sender.reset();
    });
    const TaskHandle owed = scope->start(follow(u"owed"_s));
    const TaskHandle other = scope->start(click(u"other"_s));
    sender->setValue(1);
    EXPECT_LOG("~other");
    QCOMPARE(owed.state(), TaskState::Cancelled);
    QCOMPARE(owed.reason(), u"the sender of AsyncWidgets::Tests::Sender.valueChanged was destroyed"_s);
    QCOMPARE(other.state(), TaskState::Cancelled);
}

namespace {

/// Does something when somebody connects to one of its signals.
class Lazy final : public QObject
{
    Q_OBJECT

public:
    std::function<void()> whenConnected;
    QMetaMethod awaited = QMetaMethod::fromSignal(&Lazy::changed);

Q_SIGNALS:
    void changed(int value);
    void crowded(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int);

protected:
    void connectNotify(const QMetaMethod &signal) override
    {
        if (signal == awaited && whenConnected)
            std::exchange(whenConnected, nullptr)();
    }
};

} // namespace

void tst_WaitFor::sharesAConnectionThatItsOpeningJoins()
{
    Lazy lazy;
    const auto logAll = [&](QString name) -> Task<> {
        for (;;) {
            const int value = co_await waitFor(lazy, &Lazy::changed);
            log.append(u"%1 %2"_s.arg(name).arg(value));
            if (value == 1 && name == u"inner"_s)
                Q_EMIT lazy.changed(2);
        }
    };
    lazy.whenConnected = [&] { scope->start(logAll(u"inner"_s)); };
    scope->start(logAll(u"outer"_s));
    Q_EMIT lazy.changed(1);
    // By two connections the outer one would see 2 before 1.
    EXPECT_LOG("inner 1", "outer 1", "outer 2");
    scope.reset(); // before what its tasks use
}

void tst_WaitFor::keepsAConnectionThatItsOpeningLeaves_data()
{
    QTest::addColumn<bool>("isInATask");
    QTest::newRow("outside of tasks") << false;
    QTest::newRow("in a task, whose run closes what is not used any more") << true;
}

void tst_WaitFor::keepsAConnectionThatItsOpeningLeaves()
{
    QFETCH(const bool, isInATask);
    Lazy lazy;
    const auto openAndDrop = [&] { static_cast<void>(streamOf(lazy, &Lazy::changed)); };
    lazy.whenConnected = [&] {
        if (!isInATask)
            return openAndDrop();
        scope->start([&]() -> Task<> {
            openAndDrop();
            co_return;
        });
    };
    auto stream = streamOf(lazy, &Lazy::changed);
    Q_EMIT lazy.changed(1);
    QCOMPARE(stream.count(), 1);
}

void tst_WaitFor::isCancelledWhenItsOpeningDeletesTheSender_data()
{
    QTest::addColumn<QMetaMethod>("signal");
    QTest::newRow("changed") << QMetaMethod::fromSignal(&Lazy::changed);
    QTest::newRow("destroyed") << QMetaMethod::fromSignal(&QObject::destroyed);
}

void tst_WaitFor::isCancelledWhenItsOpeningDeletesTheSender()
{
    QFETCH(const QMetaMethod, signal);
    auto *lazy = new Lazy;
    lazy->awaited = signal;
    TaskHandle<> inner;
    lazy->whenConnected = [&] {
        inner = scope->start([&]() -> Task<> { co_await waitFor(lazy, &Lazy::changed); });
        delete lazy;
    };
    const TaskHandle task = scope->start([&]() -> Task<> { co_await waitFor(lazy, &Lazy::changed); });
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender was destroyed"_s);
    QCOMPARE(inner.state(), TaskState::Cancelled);
}

namespace {
/// Makes its class when it is created, as an object of QML does.
class SelfMade final : public Sender
{
public:
    const QMetaObject *metaObject() const override { return m_class.get(); }

private:
    std::unique_ptr<QMetaObject> m_class = std::make_unique<QMetaObject>(Sender::staticMetaObject);
};
} // namespace

void tst_WaitFor::describesASenderWhoseMetaObjectIsGone()
{
    auto selfMade = std::make_unique<SelfMade>();
    const TaskHandle task
        = scope->start([&]() -> Task<> { co_await waitFor(selfMade.get(), &Sender::clicked); });
    selfMade.reset();
    QCOMPARE(task.reason(), u"the sender of AsyncWidgets::Tests::Sender.clicked was destroyed"_s);
}

void tst_WaitFor::waitsForANewSenderInTheEmissionOfTheOldOne()
{
    alignas(Sender) std::byte place[sizeof(Sender)];
    auto *old = new (place) Sender;
    scope->start([&]() -> Task<> {
        co_await waitFor(old, &Sender::valueChanged);
        old->~Sender();
        auto *fresh = new (place) Sender;
        log.append(QString::number(co_await waitFor(fresh, &Sender::valueChanged)));
    });
    old->setValue(1);
    old->setValue(2);
    EXPECT_LOG("2");
    old->~Sender();
}

void tst_WaitFor::survivesANewSenderAtTheSameAddress()
{
    alignas(Sender) std::byte place[sizeof(Sender)];
    for (int i = 1; i <= 3; ++i) {
        auto *placed = new (place) Sender;
        scope->start(follow(*placed, u"a"_s));
        const TaskHandle second = scope->start(follow(*placed, u"b"_s, 2));
        placed->setValue(i);
        EXPECT_LOG(u"a %1"_s.arg(i), u"b %1"_s.arg(i));
        placed->~Sender();
        QCOMPARE(second.state(), TaskState::Cancelled);
    }
}

void tst_WaitFor::ignoresTheEndOfASenderThatItNoLongerWaitsFor()
{
    Sender other;
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        co_await waitFor(other, &Sender::clicked);
    });
    Q_EMIT sender->clicked();
    sender.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT other.clicked();
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_WaitFor::cancelsASiblingThatWasServed()
{
    const TaskHandle served = scope->start(follow(u"a"_s, 2));
    atChange([&] { served.cancel(); });
    sender->setValue(1);
    sender->setValue(2);
    EXPECT_LOG("a 1");
    QCOMPARE(served.state(), TaskState::Cancelled);
}

void tst_WaitFor::cancelsInANestedEmission()
{
    // "a" emits again; in that inner emission "b" cancels "a", which is still running, and "c", which was owed both.
    TaskHandle a;
    TaskHandle c;
    a = scope->start([&]() -> Task<> {
        const Trace trace(log, u"a"_s);
        co_await waitFor(*sender, &Sender::valueChanged);
        sender->setValue(2);
        log.append(u"a ends at its pause"_s);
        co_await waitFor(*sender, &Sender::valueChanged);
    });
    scope->start([&]() -> Task<> {
        log.append(u"b %1"_s.arg(co_await waitFor(*sender, &Sender::valueChanged)));
        a.cancel();
        c.cancel();
        log.append(u"b %1"_s.arg(co_await waitFor(*sender, &Sender::valueChanged)));
    });
    c = scope->start([&]() -> Task<> {
        const Trace trace(log, u"c"_s);
        co_await waitFor(*sender, &Sender::valueChanged);
    });
    sender->setValue(1);
    EXPECT_LOG("b 1", "~c", "b 2", "a ends at its pause", "~a");
    QVERIFY(scope->isEmpty());
}

void tst_WaitFor::tellsOfAMemberThatIsNoSignal()
{
    scope->start(attempt([&] { return waitFor(*sender, &Sender::notASignal); }));
    EXPECT_LOG(
        "The member function that was given to wait for is not a signal of AsyncWidgets::Tests::Sender: "
        "name one of its signals.");
}

void tst_WaitFor::tellsOfTooManyArguments()
{
    Lazy lazy;
    scope->start(attempt([&] { return waitFor(lazy, &Lazy::crowded); }));
    QVERIFY2(log[0].endsWith(u"crowded has more arguments than the 16 that can be waited for."),
        qPrintable(log[0]));
}

namespace {

/// Throws what no wait lets out, as any does that finds no memory.
class Failing final : public Detail::SignalWaiter
{
public:
    QString reason;

    explicit Failing(QObject &sender)
        : SignalWaiter(sender)
    {
    }
    Detail::TaskRecord *signalEmitted(Detail::SharedConnection &connection, void **) override
    {
        connection.add(*this);
        throw std::bad_alloc();
    }
    void senderIsGone(const QString &reason_) override { reason = reason_; }
};

} // namespace

void tst_WaitFor::passesNoExceptionIntoTheEmission()
{
    Failing failing(*sender);
    Detail::SharedConnection::join(failing, Detail::indexOfSignal(&Sender::valueChanged));
    scope->start(follow(u"next"_s));
    sender->setValue(1);
    QCOMPARE(failing.reason, u"std::bad_alloc"_s);
    QVERIFY(!failing.isLinked());
    EXPECT_LOG("next 1");
}

QTEST_GUILESS_MAIN(tst_WaitFor)
#include "tst_waitfor.moc"
