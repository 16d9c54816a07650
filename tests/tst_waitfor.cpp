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

Task<> logChanges(Sender &sender, QStringList &log, QString name, int times)
{
    for (int i = 0; i < times; ++i)
        log.append(u"%1 %2"_s.arg(name).arg(co_await waitFor(sender, &Sender::valueChanged)));
}

} // namespace

class tst_WaitFor : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    // What it gives
    void goesOnInsideTheEmission();
    void takesPointersAndReferences();
    void givesNothingAValueOrATuple();
    void doesNotCountThePrivateTagOfASignal();
    void waitsForSignalsOfQtClasses();
    void copiesAConstReference();
    void canBeAwaitedAgain();
    void passesAnExceptionOfACopyToTheTask();
    void waitsForASignalOfABaseClass();
    void waitsForTheDestroyedSignalItself();

    // Order
    void servesTenChangesInABurst();
    void servesWaitersInTheOrderInWhichTheyBegan();
    void servesWhoWaitsAgainByTheNextEmission();
    void servesTheOuterEmissionFirst();
    void losesNoChangeInEmissionsThreeDeep();
    void servesATaskThatStartsInsideTheEmissionByTheNext();
    void listensToOneSignalOnly();

    // Conditions
    void waitsUntilAConditionHolds();
    void keepsItsPlaceUntilTheConditionHolds();
    void passesAnExceptionOfTheConditionToTheTask();
    void seesEachEmissionOnceInItsCondition();
    void survivesWhateverItsConditionEnds_data();
    void survivesWhateverItsConditionEnds();
    void tellsAConditionThatEmitsItsSignal();

    // Senders that die
    void isCancelledWhenTheSenderDies();
    void isCancelledWhenTheSenderDiesInsideTheEmission();
    void isCancelledWhenTheSenderDiesWithItsParent();
    void isCancelledWhenTheSenderIsDeletedLater();
    void isCancelledWhenTheSenderIsDisconnected();
    void isCancelledWhenTheSignalIsDisconnected();
    void isServedWhenTheSenderIsDisconnectedInsideTheEmission();
    void canWaitAgainAfterDisconnectingInsideTheEmission();
    void letsOthersOfADeadSendersEmissionEnd();
    void canDeleteTheSenderInItsContinuation();
    void survivesALocalThatDeletesTheDisconnectedSender_data();
    void survivesALocalThatDeletesTheDisconnectedSender();
    void canWaitAgainWhileWhatItCutsDeletesTheSender();
    void keepsTheOrderWhenWhatItCutsWaitsAgain();
    void isCancelledWhenTheSenderDiesWithItsConnectionsCut_data();
    void isCancelledWhenTheSenderDiesWithItsConnectionsCut();
    void sharesAConnectionThatItsOpeningJoins();
    void survivesANewSenderAtTheSameAddress();
    void waitsForANewSenderInTheEmissionOfTheOldOne();
    void ignoresTheEndOfASenderThatItNoLongerWaitsFor();

    // Cancelling
    void cancelsASiblingThatIsNext();
    void cancelsASiblingThatWasServed();
    void cancelsItself();
    void cancelsItsScope();
    void cancelsInANestedEmission();
    void leavesNoConnection();

    // Mistakes
    void tellsOfANullSender();
    void tellsOfAMemberThatIsNoSignal();
    void tellsOfTooManyArguments();
    void passesNoExceptionIntoTheEmission();
    void describesWhatItWaitsFor();
};

void tst_WaitFor::goesOnInsideTheEmission()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(logChanges(sender, log, u"a"_s, 2));
    QCOMPARE(task.state(), TaskState::Waiting);
    QCOMPARE(log, QStringList());
    sender.setValue(1);
    QCOMPARE(log, QStringList { u"a 1"_s });
    QCOMPARE(task.state(), TaskState::Waiting);
    sender.setValue(2);
    QCOMPARE(log, (QStringList { u"a 1"_s, u"a 2"_s }));
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(2));
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::takesPointersAndReferences()
{
    Sender sender;
    const auto owned = std::make_unique<Sender>();
    const QPointer<Sender> guarded = owned.get();
    int sum = 0;
    TaskScope scope;
    const auto wait = [](auto &sender_, int &sum_) -> Task<> {
        sum_ += co_await waitFor(sender_, &Sender::valueChanged);
    };
    Sender *pointer = &sender;
    const Sender &constant = sender;
    scope.start(wait(sender, sum));
    scope.start(wait(pointer, sum));
    scope.start(wait(constant, sum));
    const Sender *constantPointer = &sender;
    scope.start(wait(constantPointer, sum));
    sender.setValue(1);
    QCOMPARE(sum, 4);
    QVERIFY(scope.isEmpty());
}

void tst_WaitFor::givesNothingAValueOrATuple()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::clicked);
        log.append(u"clicked"_s);
        log.append(co_await waitFor(sender, &Sender::named));
        const auto moved = co_await waitFor(sender, &Sender::moved);
        const auto &[x, unit, speed] = moved;
        log.append(u"%1 %2 %3"_s.arg(x).arg(unit).arg(speed));
    });
    Q_EMIT sender.clicked();
    Q_EMIT sender.named(u"name"_s);
    Q_EMIT sender.moved(3, u"mm"_s, 0.5);
    QCOMPARE(log, (QStringList { u"clicked"_s, u"name"_s, u"3 mm 0.5"_s }));
}

void tst_WaitFor::doesNotCountThePrivateTagOfASignal()
{
    Sender sender;
    int value = 0;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::secretClick);
        value = co_await waitFor(sender, &Sender::secret);
    });
    sender.emitSecretClick();
    sender.emitSecret(7);
    QCOMPARE(value, 7);
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_WaitFor::waitsForSignalsOfQtClasses()
{
    QTimer timer;
    timer.setSingleShot(true);
    QStringListModel model;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
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
    Sender sender;
    QString got;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto result = co_await waitFor(sender, &Sender::named);
        co_await waitFor(sender, &Sender::clicked);
        got = result;
    });
    {
        QString temporary = u"a"_s;
        Q_EMIT sender.named(temporary);
        temporary = u"b"_s;
    }
    Q_EMIT sender.clicked();
    QCOMPARE(got, u"a"_s);
}

void tst_WaitFor::canBeAwaitedAgain()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto change = waitFor(sender, &Sender::valueChanged);
        for (int i = 0; i < 3; ++i)
            log.append(QString::number(co_await change));
    });
    sender.setValue(1);
    sender.setValue(2);
    sender.setValue(3);
    QCOMPARE(log, (QStringList { u"1"_s, u"2"_s, u"3"_s }));
    QVERIFY(scope.isEmpty());
}

void tst_WaitFor::passesAnExceptionOfACopyToTheTask()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            log.append(QString::number((co_await waitFor(sender, &Sender::sent)).value));
        } catch (const std::runtime_error &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    });
    const TaskHandle careless = scope.start(
        [&]() -> Task<> { log.append(QString::number((co_await waitFor(sender, &Sender::sent)).value)); },
        u"careless"_s);
    const Fragile sent(5);
    Fragile::copiesLeft = 0;
    QTest::ignoreMessage(QtWarningMsg, "Task \"careless\" failed: cannot be copied");
    Q_EMIT sender.sent(sent);
    Fragile::copiesLeft = -1;
    QCOMPARE(log, QStringList { u"cannot be copied"_s });
    QCOMPARE(careless.state(), TaskState::Failed);
    QCOMPARE(careless.reason(), u"cannot be copied"_s);
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::waitsForASignalOfABaseClass()
{
    Sender sender;
    QString name;
    TaskScope scope;
    scope.start([&]() -> Task<> { name = co_await waitFor(sender, &QObject::objectNameChanged); });
    sender.setObjectName(u"new"_s);
    QCOMPARE(name, u"new"_s);
}

void tst_WaitFor::waitsForTheDestroyedSignalItself()
{
    auto sender = std::make_unique<Sender>();
    QObject *const address = sender.get();
    QObject *got = nullptr;
    TaskScope scope;
    const TaskHandle task
        = scope.start([&]() -> Task<> { got = co_await waitFor(*sender, &QObject::destroyed); });
    sender.reset();
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(got, address);
}

void tst_WaitFor::servesTenChangesInABurst()
{
    Sender sender;
    QStringList log;
    QStringList expected;
    TaskScope scope;
    scope.start(logChanges(sender, log, u"a"_s, 10));
    for (int value = 1; value <= 10; ++value) {
        sender.setValue(value);
        expected.append(u"a %1"_s.arg(value));
    }
    QCOMPARE(log, expected);
}

void tst_WaitFor::servesWaitersInTheOrderInWhichTheyBegan()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start(logChanges(sender, log, u"a"_s, 2));
    scope.start(logChanges(sender, log, u"b"_s, 1));
    scope.start(logChanges(sender, log, u"c"_s, 2));
    sender.setValue(1);
    scope.start(logChanges(sender, log, u"d"_s, 1));
    sender.setValue(2);
    QCOMPARE(log, (QStringList { u"a 1"_s, u"b 1"_s, u"c 1"_s, u"a 2"_s, u"c 2"_s, u"d 2"_s }));
}

void tst_WaitFor::servesWhoWaitsAgainByTheNextEmission()
{
    Sender sender;
    int served = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        for (;;) {
            co_await waitFor(sender, &Sender::clicked);
            ++served;
        }
    });
    for (int i = 1; i <= 3; ++i) {
        Q_EMIT sender.clicked();
        QCOMPARE(served, i);
    }
}

void tst_WaitFor::servesTheOuterEmissionFirst()
{
    // "a" changes the value that resumed it: "b" and "c" see the first change before anyone sees the second.
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const int value = co_await waitFor(sender, &Sender::valueChanged);
        log.append(u"a %1"_s.arg(value));
        sender.setValue(value + 1);
        log.append(u"a emitted"_s);
        log.append(u"a %1"_s.arg(co_await waitFor(sender, &Sender::valueChanged)));
    });
    scope.start(logChanges(sender, log, u"b"_s, 2));
    scope.start(logChanges(sender, log, u"c"_s, 2));
    sender.setValue(1);
    QCOMPARE(log, (QStringList { u"a 1"_s, u"b 1"_s, u"c 1"_s, u"b 2"_s, u"c 2"_s, u"a emitted"_s }));
    sender.setValue(3);
    QCOMPARE(log.last(), u"a 3"_s);
    QVERIFY(scope.isEmpty());
}

void tst_WaitFor::losesNoChangeInEmissionsThreeDeep()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto raise = [](Sender &sender_, QStringList &log_, QString name, int below) -> Task<> {
        for (int i = 0; i < 3; ++i) {
            const int value = co_await waitFor(sender_, &Sender::valueChanged);
            log_.append(u"%1 %2"_s.arg(name).arg(value));
            if (value < below)
                sender_.setValue(value + 1);
        }
    };
    scope.start(raise(sender, log, u"a"_s, 2));
    scope.start(raise(sender, log, u"b"_s, 3));
    scope.start(logChanges(sender, log, u"c"_s, 3));
    sender.setValue(1);
    // Whoever emits is not waiting while it does, so "a" misses 2 and "b" misses 3; "c", who only waits, sees all.
    QCOMPARE(log.filter(u"c "_s), (QStringList { u"c 1"_s, u"c 2"_s, u"c 3"_s }));
    QCOMPARE(log, (QStringList { u"a 1"_s, u"b 1"_s, u"c 1"_s, u"b 2"_s, u"c 2"_s, u"c 3"_s }));
}

void tst_WaitFor::servesATaskThatStartsInsideTheEmissionByTheNext()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::valueChanged);
        scope.start(logChanges(sender, log, u"new"_s, 1));
    });
    sender.setValue(1);
    QCOMPARE(log, QStringList());
    sender.setValue(2);
    QCOMPARE(log, QStringList { u"new 2"_s });
}

void tst_WaitFor::listensToOneSignalOnly()
{
    Sender sender;
    Sender other;
    QStringList log;
    TaskScope scope;
    scope.start(logChanges(sender, log, u"a"_s, 1));
    Q_EMIT sender.clicked();
    other.setValue(1);
    QCOMPARE(log, QStringList());
    sender.setValue(2);
    QCOMPARE(log, QStringList { u"a 2"_s });
}

void tst_WaitFor::waitsUntilAConditionHolds()
{
    Sender sender;
    int got = 0;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        got = co_await waitUntil(sender, &Sender::valueChanged, [](int value) { return value >= 50; });
    });
    sender.setValue(49);
    QCOMPARE(task.resumptions(), quint64(0));
    sender.setValue(50);
    QCOMPARE(got, 50);
    QCOMPARE(task.resumptions(), quint64(1));
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::keepsItsPlaceUntilTheConditionHolds()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const int value = co_await waitUntil(sender, &Sender::valueChanged, [](int v) { return v > 1; });
        log.append(u"a %1"_s.arg(value));
    });
    scope.start(logChanges(sender, log, u"b"_s, 2));
    sender.setValue(1);
    sender.setValue(2);
    QCOMPARE(log, (QStringList { u"b 1"_s, u"a 2"_s, u"b 2"_s }));
}

void tst_WaitFor::passesAnExceptionOfTheConditionToTheTask()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await waitUntil(sender, &Sender::valueChanged, [](int value) -> bool { throw value; });
        } catch (int value) {
            log.append(u"threw %1"_s.arg(value));
        }
    });
    const TaskHandle failing = scope.start(
        [&]() -> Task<> {
            co_await waitUntil(
                sender, &Sender::valueChanged, [](int) -> bool { throw std::runtime_error("no"); });
        },
        u"failing"_s);
    QTest::ignoreMessage(QtWarningMsg, "Task \"failing\" failed: no");
    sender.setValue(1);
    QCOMPARE(log, QStringList { u"threw 1"_s });
    QCOMPARE(failing.state(), TaskState::Failed);
    QCOMPARE(failing.reason(), u"no"_s);
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::seesEachEmissionOnceInItsCondition()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start(
        [&]() -> Task<> { // emits inside the emission, before the condition below has seen the first change
            co_await waitFor(sender, &Sender::valueChanged);
            sender.setValue(2);
        });
    scope.start([&]() -> Task<> {
        co_await waitUntil(sender, &Sender::valueChanged, [&](int value) {
            log.append(QString::number(value));
            return value == 3;
        });
    });
    sender.setValue(1);
    sender.setValue(3);
    QCOMPARE(log, (QStringList { u"1"_s, u"2"_s, u"3"_s }));
    QVERIFY(scope.isEmpty());
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
    auto sender = std::make_unique<Sender>();
    Sender other;
    QStringList log;
    auto scope = std::make_unique<TaskScope>();
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
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await waitUntil(sender, &Sender::valueChanged, [&](int value) {
                log.append(QString::number(value));
                sender.setValue(value + 1);
                return false;
            });
        } catch (const WaitError &error) {
            log.append(QString::fromUtf8(error.what()).section(u':', 0, 0));
        }
    });
    sender.setValue(1);
    QCOMPARE(log,
        (QStringList {
            u"1"_s, u"The condition of a waitUntil() has emitted the signal that it was asked about"_s }));
    QVERIFY(scope.isEmpty());
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::isCancelledWhenTheSenderDies()
{
    auto sender = std::make_unique<Sender>(u"dial"_s);
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace first(log, u"first"_s);
        const Trace second(log, u"second"_s);
        co_await waitFor(*sender, &Sender::clicked);
        log.append(u"never"_s);
    });
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, (QStringList { u"~second"_s, u"~first"_s }));
    QVERIFY2(
        task.reason().contains(u"the sender of dial.clicked was destroyed"_s), qPrintable(task.reason()));
    QVERIFY(scope.isEmpty());
}

void tst_WaitFor::isCancelledWhenTheSenderDiesInsideTheEmission()
{
    auto *sender = new Sender;
    QStringList log;
    TaskScope scope;
    scope.start([](Sender *&sender_, QStringList &log_) -> Task<> {
        co_await waitFor(*sender_, &Sender::valueChanged);
        delete std::exchange(sender_, nullptr);
        log_.append(u"deleted"_s);
    }(sender, log));
    const TaskHandle owed = scope.start(logChanges(*sender, log, u"owed"_s, 1));
    sender->setValue(1);
    QCOMPARE(log, QStringList { u"deleted"_s });
    QCOMPARE(owed.state(), TaskState::Cancelled);
    QVERIFY(scope.isEmpty());
}

void tst_WaitFor::isCancelledWhenTheSenderDiesWithItsParent()
{
    auto parent = std::make_unique<QObject>();
    auto *sender = new Sender(parent.get());
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(logChanges(*sender, log, u"a"_s, 1));
    parent.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(scope.isEmpty());
}

void tst_WaitFor::isCancelledWhenTheSenderIsDeletedLater()
{
    auto *sender = new Sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([](Sender *sender_) -> Task<> {
        co_await waitFor(*sender_, &Sender::clicked);
        sender_->deleteLater();
        co_await waitFor(*sender_, &Sender::clicked);
    }(sender));
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Waiting);
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
}

void tst_WaitFor::isCancelledWhenTheSenderIsDisconnected()
{
    Sender sender(u"dial"_s);
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(logChanges(sender, log, u"a"_s, 1));
    sender.disconnectAll();
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QVERIFY2(task.reason().contains(u"disconnected"_s), qPrintable(task.reason()));
    QVERIFY(!sender.hasConnections());
    // The sender can be waited for again.
    scope.start(logChanges(sender, log, u"b"_s, 1));
    sender.setValue(1);
    QCOMPARE(log, QStringList { u"b 1"_s });
}

void tst_WaitFor::isCancelledWhenTheSignalIsDisconnected()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle cut = scope.start(logChanges(sender, log, u"a"_s, 1));
    const TaskHandle other = scope.start([&]() -> Task<> { co_await waitFor(sender, &Sender::clicked); });
    QObject::disconnect(&sender, &Sender::valueChanged, nullptr, nullptr);
    QTRY_COMPARE(cut.state(), TaskState::Cancelled);
    QCOMPARE(other.state(), TaskState::Waiting);
    Q_EMIT sender.clicked();
    QCOMPARE(other.state(), TaskState::Finished);
}

void tst_WaitFor::isServedWhenTheSenderIsDisconnectedInsideTheEmission()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::valueChanged);
        sender.disconnectAll();
    });
    const TaskHandle owed = scope.start(logChanges(sender, log, u"owed"_s, 2));
    sender.setValue(
        1); // the change that was under way still reaches everyone, and whoever waits again is connected
    QCOMPARE(owed.state(), TaskState::Waiting);
    sender.setValue(2);
    QCOMPARE(log, (QStringList { u"owed 1"_s, u"owed 2"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::canWaitAgainAfterDisconnectingInsideTheEmission()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::valueChanged);
        sender.disconnectAll();
        log.append(u"again %1"_s.arg(co_await waitFor(sender, &Sender::valueChanged)));
    });
    const TaskHandle cut = scope.start(logChanges(sender, log, u"cut"_s, 2));
    sender.setValue(1);
    QCOMPARE(cut.state(), TaskState::Cancelled);
    QVERIFY2(cut.reason().contains(u"disconnected"_s), qPrintable(cut.reason()));
    sender.setValue(2);
    QCOMPARE(log, QStringList { u"again 2"_s });
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::letsOthersOfADeadSendersEmissionEnd()
{
    // The first of three deletes the sender; another one's destructor cancels the last: each ends once.
    auto *sender = new Sender;
    QStringList log;
    TaskScope scope;
    TaskHandle last;
    scope.start([](Sender *dying) -> Task<> {
        co_await waitFor(*dying, &Sender::valueChanged);
        delete dying;
    }(sender));
    scope.start([](Sender *dying, QStringList &log_, TaskHandle<> &last_) -> Task<> {
        const AtEnd cancelLast([&] {
            log_.append(u"second"_s);
            last_.cancel();
        });
        co_await waitFor(*dying, &Sender::valueChanged);
    }(sender, log, last));
    last = scope.start([](Sender *dying, QStringList &log_) -> Task<> {
        const Trace trace(log_, u"third"_s);
        co_await waitFor(*dying, &Sender::valueChanged);
    }(sender, log));
    sender->setValue(1);
    QCOMPARE(log, (QStringList { u"second"_s, u"~third"_s }));
    QCOMPARE(last.reason(), u"cancelled"_s);
    QVERIFY(scope.isEmpty());
}

void tst_WaitFor::canDeleteTheSenderInItsContinuation()
{
    auto *sender = new Sender;
    bool wentOn = false;
    TaskScope scope;
    const TaskHandle task = scope.start([](Sender *dying, bool &wentOn_) -> Task<> {
        const QString name = co_await waitFor(*dying, &Sender::named);
        delete dying;
        wentOn_ = name == u"name"_s;
    }(sender, wentOn));
    Q_EMIT sender->named(u"name"_s);
    QVERIFY(wentOn);
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_WaitFor::survivesALocalThatDeletesTheDisconnectedSender_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<bool>("inEmission");
    for (const bool inEmission : { false, true }) {
        const char *where = inEmission ? "inside an emission" : "outside";
        QTest::addRow("all of it, %s", where) << u"all"_s << inEmission;
        QTest::addRow("the signal, %s", where) << u"signal"_s << inEmission;
        QTest::addRow("by the signal's name, %s", where) << u"name"_s << inEmission;
    }
}

void tst_WaitFor::survivesALocalThatDeletesTheDisconnectedSender()
{
    // Qt still uses the sender when it has dropped the connections.
    QFETCH(const QString, how);
    QFETCH(const bool, inEmission);
    auto *sender = new Sender;
    const QPointer<Sender> guard = sender;
    TaskScope scope;
    const TaskHandle task = scope.start([](Sender *sender_) -> Task<> {
        const AtEnd end([sender_] { delete sender_; });
        co_await waitFor(sender_, &Sender::valueChanged);
    }(sender));
    const auto cut = [sender, how] {
        if (how == u"all")
            sender->disconnectAll();
        else if (how == u"signal")
            QObject::disconnect(sender, &Sender::valueChanged, nullptr, nullptr);
        else
            QObject::disconnect(sender, SIGNAL(valueChanged(int)), nullptr, nullptr);
    };
    if (inEmission) {
        QObject::connect(sender, &Sender::clicked, sender, cut);
        Q_EMIT sender->clicked();
    } else {
        cut();
    }
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!guard);
}

void tst_WaitFor::canWaitAgainWhileWhatItCutsDeletesTheSender()
{
    auto *sender = new Sender;
    const QPointer<Sender> guard = sender;
    TaskScope scope;
    const TaskHandle again = scope.start([](Sender *sender_) -> Task<> {
        co_await waitFor(sender_, &Sender::valueChanged);
        sender_->disconnectAll();
        co_await waitFor(sender_, &Sender::valueChanged);
    }(sender));
    const TaskHandle cut = scope.start([](Sender *sender_) -> Task<> {
        const AtEnd end([sender_] { delete sender_; });
        co_await waitFor(sender_, &Sender::valueChanged);
    }(sender));
    sender->setValue(1);
    QVERIFY(!guard);
    QCOMPARE(cut.state(), TaskState::Cancelled);
    QVERIFY2(cut.reason().contains(u"disconnected"_s), qPrintable(cut.reason()));
    QCOMPARE(again.state(), TaskState::Cancelled);
    QVERIFY2(again.reason().contains(u"destroyed"_s), qPrintable(again.reason()));
}

void tst_WaitFor::keepsTheOrderWhenWhatItCutsWaitsAgain()
{
    // Both wait anew for one signal: it must be by one connection, or the change inside the change comes first.
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        for (;;) {
            const int value = co_await waitFor(sender, &Sender::valueChanged);
            log.append(u"a %1"_s.arg(value));
            if (value == 1)
                sender.disconnectAll();
        }
    });
    scope.start([&]() -> Task<> {
        const AtEnd end([&] {
            scope.start([](Sender &sender_, QStringList &log_) -> Task<> {
                const int value = co_await waitFor(sender_, &Sender::valueChanged);
                log_.append(u"b %1"_s.arg(value));
                sender_.setValue(value + 1);
            }(sender, log));
        });
        co_await waitFor(sender, &Sender::valueChanged);
    });
    sender.setValue(1);
    sender.setValue(10);
    QCOMPARE(log, (QStringList { u"a 1"_s, u"a 10"_s, u"b 10"_s, u"a 11"_s }));
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
    auto *sender = new Sender;
    QStringList log;
    TaskScope scope;
    scope.start([](Sender *dying, bool all_) -> Task<> {
        co_await waitFor(dying, &Sender::valueChanged);
        if (all_)
            dying->disconnectAll();
        else
            QObject::disconnect(dying, &QObject::destroyed, nullptr, nullptr);
        delete dying;
    }(sender, all));
    const TaskHandle owed = scope.start(logChanges(*sender, log, u"owed"_s, 1));
    const TaskHandle other
        = scope.start([](Sender *dying) -> Task<> { co_await waitFor(dying, &Sender::clicked); }(sender));
    sender->setValue(1);
    QCOMPARE(log, QStringList());
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

Q_SIGNALS:
    void changed(int value);
    void crowded(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int);

protected:
    void connectNotify(const QMetaMethod &signal) override
    {
        if (signal == QMetaMethod::fromSignal(&Lazy::changed) && whenConnected)
            std::exchange(whenConnected, nullptr)();
    }
};

} // namespace

void tst_WaitFor::sharesAConnectionThatItsOpeningJoins()
{
    Lazy sender;
    QStringList log;
    TaskScope scope;
    const auto logAll = [](Lazy &sender_, QStringList &log_, QString name) -> Task<> {
        for (;;) {
            const int value = co_await waitFor(sender_, &Lazy::changed);
            log_.append(u"%1 %2"_s.arg(name).arg(value));
            if (value == 1 && name == u"inner"_s)
                Q_EMIT sender_.changed(2);
        }
    };
    sender.whenConnected = [&] { scope.start(logAll(sender, log, u"inner"_s)); };
    scope.start(logAll(sender, log, u"outer"_s));
    Q_EMIT sender.changed(1);
    // By two connections the outer one would see 2 before 1.
    QCOMPARE(log, (QStringList { u"inner 1"_s, u"outer 1"_s, u"outer 2"_s }));
}

void tst_WaitFor::waitsForANewSenderInTheEmissionOfTheOldOne()
{
    alignas(Sender) std::byte place[sizeof(Sender)];
    auto *sender = new (place) Sender;
    QStringList log;
    TaskScope scope;
    scope.start([](Sender *sender_, QStringList &log_) -> Task<> {
        co_await waitFor(sender_, &Sender::valueChanged);
        sender_->~Sender();
        auto *fresh = new (sender_) Sender;
        log_.append(QString::number(co_await waitFor(fresh, &Sender::valueChanged)));
    }(sender, log));
    sender->setValue(1);
    sender->setValue(2);
    QCOMPARE(log, QStringList { u"2"_s });
    sender->~Sender();
}

void tst_WaitFor::survivesANewSenderAtTheSameAddress()
{
    alignas(Sender) std::byte place[sizeof(Sender)];
    QStringList log;
    TaskScope scope;
    for (int i = 1; i <= 3; ++i) {
        auto *sender = new (place) Sender;
        const TaskHandle first = scope.start(logChanges(*sender, log, u"a"_s, 1));
        const TaskHandle second = scope.start(logChanges(*sender, log, u"b"_s, 2));
        sender->setValue(i);
        QCOMPARE(first.state(), TaskState::Finished);
        sender->~Sender();
        QCOMPARE(second.state(), TaskState::Cancelled);
    }
    QCOMPARE(log, (QStringList { u"a 1"_s, u"b 1"_s, u"a 2"_s, u"b 2"_s, u"a 3"_s, u"b 3"_s }));
}

void tst_WaitFor::ignoresTheEndOfASenderThatItNoLongerWaitsFor()
{
    auto sender = std::make_unique<Sender>();
    Sender other;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        co_await waitFor(other, &Sender::clicked);
    });
    Q_EMIT sender->clicked();
    sender.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT other.clicked();
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_WaitFor::cancelsASiblingThatIsNext()
{
    Sender sender;
    QStringList log;
    TaskHandle next;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::valueChanged);
        next.cancel();
        log.append(u"cancelled b"_s);
    });
    next = scope.start(logChanges(sender, log, u"b"_s, 1));
    scope.start(logChanges(sender, log, u"c"_s, 1));
    sender.setValue(1);
    QCOMPARE(log, (QStringList { u"cancelled b"_s, u"c 1"_s }));
    QCOMPARE(next.state(), TaskState::Cancelled);
}

void tst_WaitFor::cancelsASiblingThatWasServed()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle served = scope.start(logChanges(sender, log, u"a"_s, 2));
    scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::valueChanged);
        served.cancel();
    });
    sender.setValue(1);
    sender.setValue(2);
    QCOMPARE(log, QStringList { u"a 1"_s });
    QCOMPARE(served.state(), TaskState::Cancelled);
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::cancelsItself()
{
    Sender sender;
    QStringList log;
    TaskHandle self;
    TaskScope scope;
    self = scope.start([&]() -> Task<> {
        const Trace trace(log, u"local"_s);
        co_await waitFor(sender, &Sender::clicked);
        self.cancel();
        log.append(u"runs on until its next pause"_s);
        co_await waitFor(sender, &Sender::clicked);
        log.append(u"never"_s);
    });
    Q_EMIT sender.clicked();
    QCOMPARE(self.state(), TaskState::Cancelled);
    QCOMPARE(log, (QStringList { u"runs on until its next pause"_s, u"~local"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::cancelsItsScope()
{
    Sender sender;
    QStringList log;
    auto scope = std::make_unique<TaskScope>();
    scope->start([](Sender &sender_, QStringList &log_) -> Task<> {
        const Trace trace(log_, u"a"_s);
        co_await waitFor(sender_, &Sender::clicked);
    }(sender, log));
    const TaskHandle closing
        = scope->start([](Sender &sender_, QStringList &log_, std::unique_ptr<TaskScope> &scope_) -> Task<> {
              const Trace trace(log_, u"b"_s);
              co_await waitFor(sender_, &Sender::clickedAgain);
              scope_.reset();
              log_.append(u"destroyed the scope"_s);
              co_await waitFor(sender_, &Sender::clickedAgain);
          }(sender, log, scope));
    scope->start([](Sender &sender_, QStringList &log_) -> Task<> {
        const Trace trace(log_, u"c"_s);
        co_await waitFor(sender_, &Sender::clickedAgain);
    }(sender, log));
    Q_EMIT sender.clickedAgain();
    QCOMPARE(log, (QStringList { u"~c"_s, u"~a"_s, u"destroyed the scope"_s, u"~b"_s }));
    QCOMPARE(closing.state(), TaskState::Cancelled);
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::cancelsInANestedEmission()
{
    // "a" emits again; in that inner emission "b" cancels "a", which is still running, and "c", which was owed both.
    Sender sender;
    QStringList log;
    TaskHandle a;
    TaskHandle c;
    TaskScope scope;
    a = scope.start([&]() -> Task<> {
        const Trace trace(log, u"a"_s);
        co_await waitFor(sender, &Sender::valueChanged);
        sender.setValue(2);
        log.append(u"a ends at its pause"_s);
        co_await waitFor(sender, &Sender::valueChanged);
    });
    scope.start([&]() -> Task<> {
        log.append(u"b %1"_s.arg(co_await waitFor(sender, &Sender::valueChanged)));
        a.cancel();
        c.cancel();
        log.append(u"b %1"_s.arg(co_await waitFor(sender, &Sender::valueChanged)));
    });
    c = scope.start([&]() -> Task<> {
        const Trace trace(log, u"c"_s);
        co_await waitFor(sender, &Sender::valueChanged);
    });
    sender.setValue(1);
    QCOMPARE(log, (QStringList { u"b 1"_s, u"~c"_s, u"b 2"_s, u"a ends at its pause"_s, u"~a"_s }));
    QVERIFY(scope.isEmpty());
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::leavesNoConnection()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    QVERIFY(!sender.hasConnections());
    const TaskHandle task = scope.start(logChanges(sender, log, u"a"_s, 100));
    QVERIFY(sender.hasConnections());
    sender.setValue(1);
    QVERIFY(sender.hasConnections());
    task.cancel();
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::tellsOfANullSender()
{
    Sender *nobody = nullptr;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await waitFor(nobody, &Sender::clicked);
        } catch (const WaitError &error) {
            log.append(QString::fromUtf8(error.what()));
        }
        try {
            co_await waitUntil(nobody, &Sender::valueChanged, [](int) { return true; });
        } catch (const WaitError &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    });
    QCOMPARE(log,
        (QStringList { u"waitFor: the sender is null; pass an object that exists."_s,
            u"waitUntil: the sender is null; pass an object that exists."_s }));
}

void tst_WaitFor::tellsOfAMemberThatIsNoSignal()
{
    Sender sender;
    QString words;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await waitFor(sender, &Sender::notASignal);
        } catch (const WaitError &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    QVERIFY2(words.contains(u"is not a signal of AsyncWidgets::Tests::Sender"_s), qPrintable(words));
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::tellsOfTooManyArguments()
{
    Lazy sender;
    QString words;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await waitFor(sender, &Lazy::crowded);
        } catch (const WaitError &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    QVERIFY2(words.endsWith(u"crowded has more arguments than the 16 that can be waited for."_s),
        qPrintable(words));
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
    Sender sender;
    QStringList log;
    TaskScope scope;
    Failing failing(sender);
    Detail::SharedConnection::join(failing, Detail::indexOfSignal(&Sender::valueChanged));
    scope.start(logChanges(sender, log, u"next"_s, 1));
    sender.setValue(1);
    QCOMPARE(failing.reason, u"std::bad_alloc"_s);
    QVERIFY(!failing.isLinked());
    QCOMPARE(log, QStringList { u"next 1"_s });
    QVERIFY(!sender.hasConnections());
}

void tst_WaitFor::describesWhatItWaitsFor()
{
    Sender sender;
    TaskScope scope;
    const TaskHandle nameless = scope.start([&]() -> Task<> { co_await waitFor(sender, &Sender::clicked); });
    sender.setObjectName(u"dial"_s);
    const TaskHandle task = scope.start([&]() -> Task<> { co_await waitFor(sender, &Sender::valueChanged); });
    const int line = __LINE__ - 1;
    QCOMPARE(nameless.waitingFor(), u"AsyncWidgets::Tests::Sender.clicked"_s);
    QCOMPARE(task.waitingFor(), u"dial.valueChanged"_s);
    QVERIFY2(task.fileName().endsWith(u"tst_waitfor.cpp"_s), qPrintable(task.fileName()));
    QCOMPARE(task.line(), line);
    sender.setValue(1);
    QCOMPARE(task.waitingFor(), QString());
}

QTEST_GUILESS_MAIN(tst_WaitFor)
#include "tst_waitfor.moc"
