// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests streamOf(): no emission is lost between two waits, and the end of the sender comes after the last of them.

#include "testsupport.h"

#include <asyncwidgets/virtualtime.h>

#include <chrono>
#include <memory>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Task<> readAll(Sender &sender, QStringList &log, QString name)
{
    auto changes = streamOf(sender, &Sender::valueChanged);
    for (;;)
        log.append(u"%1 %2"_s.arg(name).arg(co_await changes.next()));
}

} // namespace

class tst_StreamOf : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatComesBetweenTwoWaits();
    void keepsWhatCameBeforeTheFirstWait();
    void goesOnInsideTheEmission();
    void givesTuplesAndNothing();
    void keepsItsPlaceAmongThoseWhoWait();
    void seesItsOwnEmissions();
    void seesAllOfNestedEmissions();
    void readsManyKeptChangesWithoutAGrowingStack();
    void givesWhatWasKeptAfterTheSenderHasDied();
    void isCancelledWhenTheSenderDiesInTheWait();
    void isCancelledWhenTheSenderDiesBetweenTwoWaits();
    void isCancelledWhenTheSenderDiesInsideTheEmission();
    void isCancelledWhenTheSenderIsDisconnected();
    void passesAnExceptionOfACopyAtItsPlace();
    void passesEveryExceptionOfACopyToItsReader_data();
    void passesEveryExceptionOfACopyToItsReader();
    void keepsArgumentsThatCannotBeAssigned();
    void givesBackWhatWasNotTaken_data();
    void givesBackWhatWasNotTaken();
    void givesBackInOrder();
    void givesBackBeforeTheTaskGoesOn();
    void hasOneReaderUntilItsChangeIsTaken();
    void keepsWhatATaskHasTakenInItsOwnCode();
    void canBeMoved();
    void canBeReadInACombination();
    void losesNothingWhenAReaderIsCancelled();
    void canBeReadOutsideOfTheTaskThatMadeIt();
    void cancelsItsReaderWhenItIsDestroyed();
    void survivesAReaderThatDestroysIt();
    void cancelsAReaderThatComesWhileItIsDestroyed();
    void tellsOfASecondReader();
    void tellsOfANullSender();
    void leavesNoConnection();
};

void tst_StreamOf::keepsWhatComesBetweenTwoWaits()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto changes = streamOf(sender, &Sender::valueChanged);
        for (int i = 0; i < 4; ++i) {
            log.append(QString::number(co_await changes.next()));
            co_await waitFor(sender, &Sender::clicked);
        }
    });
    sender.setValue(1);
    sender.setValue(2);
    sender.setValue(3);
    QCOMPARE(log, QStringList { u"1"_s });
    Q_EMIT sender.clicked();
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"1"_s, u"2"_s, u"3"_s }));
    Q_EMIT sender.clicked();
    sender.setValue(4);
    QCOMPARE(log.last(), u"4"_s);
    Q_EMIT sender.clicked();
    QVERIFY(scope.isEmpty());
}

void tst_StreamOf::keepsWhatCameBeforeTheFirstWait()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto changes = streamOf(&sender, &Sender::valueChanged);
        sender.setValue(1);
        sender.setValue(2);
        log.append(QString::number(changes.count()));
        while (changes.count() > 0)
            log.append(QString::number(co_await changes.next()));
    });
    QCOMPARE(log, (QStringList { u"2"_s, u"1"_s, u"2"_s }));
    QVERIFY(scope.isEmpty());
}

void tst_StreamOf::goesOnInsideTheEmission()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(readAll(sender, log, u"a"_s));
    for (int i = 1; i <= 10; ++i) {
        sender.setValue(i);
        QCOMPARE(log.size(), i);
        QCOMPARE(task.state(), TaskState::Waiting);
    }
    QCOMPARE(log.last(), u"a 10"_s);
}

void tst_StreamOf::givesTuplesAndNothing()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto moves = streamOf(sender, &Sender::moved);
        auto clicks = streamOf(sender, &Sender::clicked);
        auto secrets = streamOf(sender, &Sender::secret);
        static_assert(std::is_same_v<decltype(moves)::Result, std::tuple<int, QString, double>>);
        static_assert(std::is_same_v<decltype(clicks)::Result, void>);
        static_assert(std::is_same_v<decltype(secrets)::Result, int>);
        const auto moved = co_await moves.next();
        log.append(u"%1 %2"_s.arg(std::get<0>(moved)).arg(std::get<1>(moved)));
        co_await clicks.next();
        log.append(u"clicked"_s);
        log.append(QString::number(co_await secrets.next()));
    });
    Q_EMIT sender.clicked();
    sender.emitSecret(5);
    Q_EMIT sender.moved(1, u"mm"_s, 2.0);
    QCOMPARE(log, (QStringList { u"1 mm"_s, u"clicked"_s, u"5"_s }));
}

void tst_StreamOf::keepsItsPlaceAmongThoseWhoWait()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start(readAll(sender, log, u"a"_s));
    scope.start([&]() -> Task<> {
        for (int i = 0; i < 2; ++i)
            log.append(u"b %1"_s.arg(co_await waitFor(sender, &Sender::valueChanged)));
    });
    scope.start(readAll(sender, log, u"c"_s));
    sender.setValue(1);
    sender.setValue(2);
    QCOMPARE(log, (QStringList { u"a 1"_s, u"b 1"_s, u"c 1"_s, u"a 2"_s, u"b 2"_s, u"c 2"_s }));
}

void tst_StreamOf::seesItsOwnEmissions()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto changes = streamOf(sender, &Sender::valueChanged);
        for (int i = 0; i < 5; ++i) {
            const int value = co_await changes.next();
            log.append(QString::number(value));
            sender.setValue(value + 1);
        }
    });
    sender.setValue(1);
    QCOMPARE(log, (QStringList { u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s }));
}

void tst_StreamOf::seesAllOfNestedEmissions()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::valueChanged);
        sender.setValue(2);
        sender.setValue(3);
    });
    scope.start(readAll(sender, log, u"a"_s));
    scope.start(readAll(sender, log, u"b"_s));
    sender.setValue(1);
    QCOMPARE(log, (QStringList { u"a 1"_s, u"b 1"_s, u"a 2"_s, u"b 2"_s, u"a 3"_s, u"b 3"_s }));
}

void tst_StreamOf::readsManyKeptChangesWithoutAGrowingStack()
{
    constexpr int count = 200'000;
    Sender sender;
    qint64 sum = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto changes = streamOf(sender, &Sender::valueChanged);
        for (int i = 1; i <= count; ++i)
            sender.setValue(i);
        for (int i = 1; i <= count; ++i)
            sum += co_await changes.next();
    });
    QCOMPARE(sum, qint64(count) * (count + 1) / 2);
}

void tst_StreamOf::givesWhatWasKeptAfterTheSenderHasDied()
{
    auto sender = std::make_unique<Sender>(u"dial"_s);
    Sender other;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        auto changes = streamOf(*sender, &Sender::valueChanged);
        co_await waitFor(other, &Sender::clicked);
        for (;;)
            log.append(QString::number(co_await changes.next()));
    });
    sender->setValue(1);
    sender->setValue(2);
    sender.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT other.clicked();
    QCOMPARE(log, (QStringList { u"1"_s, u"2"_s, u"~task"_s }));
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of dial.valueChanged was destroyed"_s);
}

void tst_StreamOf::isCancelledWhenTheSenderDiesInTheWait()
{
    auto sender = std::make_unique<Sender>();
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(readAll(*sender, log, u"a"_s));
    sender->setValue(1);
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, QStringList { u"a 1"_s });
}

void tst_StreamOf::isCancelledWhenTheSenderDiesBetweenTwoWaits()
{
    auto parent = std::make_unique<QObject>();
    auto *sender = new Sender(parent.get());
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        auto changes = streamOf(sender, &Sender::valueChanged);
        log.append(QString::number(co_await changes.next()));
        co_await sleepFor(0ms);
        log.append(QString::number(co_await changes.next()));
    });
    sender->setValue(1);
    parent.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, QStringList { u"1"_s });
}

void tst_StreamOf::isCancelledWhenTheSenderDiesInsideTheEmission()
{
    auto *sender = new Sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start([](Sender *dying, QStringList &log_) -> Task<> {
        auto changes = streamOf(dying, &Sender::valueChanged);
        log_.append(QString::number(co_await changes.next()));
        delete dying;
        log_.append(u"deleted"_s);
        co_await changes.next();
        log_.append(u"never"_s);
    }(sender, log));
    const TaskHandle owed = scope.start(readAll(*sender, log, u"owed"_s));
    sender->setValue(1);
    QCOMPARE(log, (QStringList { u"1"_s, u"deleted"_s }));
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(owed.state(), TaskState::Cancelled);
}

void tst_StreamOf::isCancelledWhenTheSenderIsDisconnected()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(readAll(sender, log, u"a"_s));
    sender.setValue(1);
    sender.disconnectAll();
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, QStringList { u"a 1"_s });
}

void tst_StreamOf::passesAnExceptionOfACopyAtItsPlace()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto changes = streamOf(sender, &Sender::sent);
        co_await waitFor(sender, &Sender::clicked);
        for (int i = 0; i < 3; ++i) {
            try {
                log.append(QString::number((co_await changes.next()).value));
            } catch (const std::runtime_error &error) {
                log.append(QString::fromUtf8(error.what()));
            }
        }
    });
    Q_EMIT sender.sent(Fragile(1));
    Fragile::copiesLeft = 0;
    Q_EMIT sender.sent(Fragile(2));
    Fragile::copiesLeft = -1;
    Q_EMIT sender.sent(Fragile(3));
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"1"_s, u"cannot be copied"_s, u"3"_s }));
}

void tst_StreamOf::passesEveryExceptionOfACopyToItsReader_data()
{
    QTest::addColumn<int>("copies");
    for (int copies = 0; copies < 40; ++copies)
        QTest::addRow("after %d copies", copies) << copies;
}

void tst_StreamOf::passesEveryExceptionOfACopyToItsReader()
{
    // Whichever copy fails, when it comes, while the list grows or when it is taken: its reader is told, in its place.
    QFETCH(const int, copies);
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto changes = streamOf(sender, &Sender::sent);
        co_await waitFor(sender, &Sender::clicked);
        for (int i = 0; i < 20; ++i) {
            try {
                log.append(QString::number((co_await changes.next()).value));
            } catch (const std::runtime_error &error) {
                log.append(QString::fromUtf8(error.what()));
                Fragile::copiesLeft = -1;
            }
        }
    });
    QStringList expected;
    Fragile::copiesLeft = copies;
    for (int i = 0; i < 20; ++i) {
        Q_EMIT sender.sent(Fragile(i));
        if (Fragile::copiesLeft == 0 && copies < 20 && i == copies)
            Fragile::copiesLeft = -1;
        expected.append(QString::number(i));
    }
    Q_EMIT sender.clicked();
    QVERIFY(scope.isEmpty());
    QCOMPARE(log.size(), 20);
    QCOMPARE(log.count(u"cannot be copied"_s), copies < 20 ? 1 : int(Fragile::copiesLeft == -1));
    for (int i = 0; i < 20; ++i) {
        if (log[i] != u"cannot be copied"_s)
            QCOMPARE(log[i], expected[i]);
    }
}

void tst_StreamOf::keepsArgumentsThatCannotBeAssigned()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto write = [](QStringList &log_, const QString &way, const Constant &value) {
        log_.append(u"%1 %2 %3"_s.arg(way).arg(value.id).arg(value.text));
    };
    scope.start([&]() -> Task<> {
        auto changes = streamOf(sender, &Sender::told);
        for (int i = 0; i < 3; ++i)
            write(log, u"stream"_s, co_await changes.next());
    });
    scope.start([&]() -> Task<> { write(log, u"for"_s, co_await waitFor(sender, &Sender::told)); });
    scope.start([&]() -> Task<> {
        const auto isSecond = [](const Constant &value) { return value.id == 2; };
        write(log, u"until"_s, co_await waitUntil(sender, &Sender::told, isSecond));
    });
    scope.start([&]() -> Task<> {
        const auto any = co_await whenAny(waitFor(sender, &Sender::told), waitFor(sender, &Sender::clicked));
        write(log, u"any"_s, std::get<0>(any));
    });
    scope.start([&]() -> Task<> {
        const auto all = co_await whenAll(waitFor(sender, &Sender::told), waitFor(sender, &Sender::told));
        write(log, u"all"_s, std::get<1>(all));
    });
    scope.start([&]() -> Task<> {
        const auto inTime = co_await withTimeout(waitFor(sender, &Sender::told), std::chrono::hours(1));
        write(log, u"timeout"_s, *inTime);
    });
    scope.start([&]() -> Task<> {
        auto changes = streamOf(sender, &Sender::told);
        write(log, u"settled"_s, co_await waitUntilSettled(sender, &Sender::told, 1ms));
        write(log, u"settled stream"_s, co_await waitUntilSettled(changes, 1ms));
    });
    Q_EMIT sender.told({ 1, u"a"_s });
    Q_EMIT sender.told({ 2, u"b"_s });
    Q_EMIT sender.told({ 3, u"c"_s });
    QCOMPARE(log,
        (QStringList { u"stream 1 a"_s, u"for 1 a"_s, u"any 1 a"_s, u"all 1 a"_s, u"timeout 1 a"_s,
            u"stream 2 b"_s, u"until 2 b"_s, u"stream 3 c"_s }));
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(log.mid(8), (QStringList { u"settled 3 c"_s, u"settled stream 3 c"_s }));
}

void tst_StreamOf::givesBackWhatWasNotTaken_data()
{
    QTest::addColumn<QString>("way");
    for (const char *way :
        { "the time is up", "another is first", "another fails", "another sender dies", "its sender dies",
            "the task is cancelled", "nested", "it was there at once", "another cannot start" })
        QTest::newRow(way) << QString::fromLatin1(way);
}

void tst_StreamOf::givesBackWhatWasNotTaken()
{
    // a has a change, b has none: whatever ends the wait for both, the change is still the first of its stream.
    QFETCH(const QString, way);
    auto a = std::make_unique<Sender>();
    auto b = std::make_unique<Sender>();
    Sender other;
    auto as = streamOf(*a, &Sender::valueChanged);
    auto bs = streamOf(*b, &Sender::valueChanged);
    QStringList log;
    TaskScope scope;
    const auto fail = [](Sender &sender) -> Task<> {
        co_await waitFor(sender, &Sender::clicked);
        throw std::runtime_error("failed");
    };
    if (way == u"it was there at once"_s)
        a->setValue(1);
    const TaskHandle task = scope.start([&]() -> Task<> {
        try {
            if (way == u"the time is up"_s || way == u"it was there at once"_s)
                co_await withTimeout(whenAll(as.next(), bs.next()), 1ms);
            else if (way == u"another is first"_s)
                co_await whenAny(whenAll(as.next(), bs.next()), waitFor(other, &Sender::clicked));
            else if (way == u"nested"_s)
                co_await whenAny(
                    withTimeout(whenAll(whenAny(as.next(), bs.next()), waitFor(*b, &Sender::clicked)),
                        std::chrono::hours(1)),
                    waitFor(other, &Sender::clicked));
            else if (way == u"another cannot start"_s)
                co_await whenAll(as.next(), as.next());
            else
                co_await whenAll(as.next(), fail(other), waitFor(*b, &Sender::valueChanged));
        } catch (const std::exception &) {
            log.append(u"caught"_s);
        }
        log.append(u"goes on"_s);
    });
    a->setValue(1);
    QCOMPARE(as.count(), 1);
    if (way == u"another sender dies"_s)
        b.reset();
    else if (way == u"its sender dies"_s)
        a.reset();
    else if (way == u"the task is cancelled"_s)
        task.cancel();
    else
        Q_EMIT other.clicked();
    if (way == u"its sender dies"_s)
        Q_EMIT other.clicked();
    QTRY_VERIFY(task.isDone());
    if (a)
        a->setValue(2);
    int first = 0;
    const TaskHandle next = scope.start([&]() -> Task<> { first = co_await as.next(); });
    QCOMPARE(next.state(), TaskState::Finished);
    QCOMPARE(first, 1);
    QCOMPARE(as.count(), a ? 1 : 0);
}

void tst_StreamOf::givesBackInOrder()
{
    VirtualTime time;
    Sender a;
    Sender b;
    auto as = streamOf(a, &Sender::valueChanged);
    auto bs = streamOf(b, &Sender::valueChanged);
    QList<int> got;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        for (;;) {
            const auto both = co_await withTimeout(whenAll(as.next(), bs.next()), 1ms);
            if (both) {
                got.append(std::get<0>(*both));
                got.append(-std::get<1>(*both));
            } else {
                co_await waitFor(b, &Sender::clicked);
            }
        }
    });
    a.setValue(1);
    a.setValue(2);
    time.advance(1ms); // the time is up
    QCOMPARE(as.count(), 2);
    a.setValue(3);
    Q_EMIT b.clicked();
    b.setValue(1);
    b.setValue(2);
    b.setValue(3);
    QCOMPARE(got, (QList<int> { 1, -1, 2, -2, 3, -3 }));
}

void tst_StreamOf::givesBackBeforeTheTaskGoesOn()
{
    // A combination that is kept, or that stands in one expression with another, holds nothing back.
    Sender sender;
    auto changes = streamOf(sender, &Sender::valueChanged);
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto both = whenAny(
            whenAll(changes.next(), waitFor(sender, &Sender::named)), waitFor(sender, &Sender::clicked));
        const auto first = co_await both;
        log.append(u"first %1, %2 kept"_s.arg(first.index()).arg(changes.count()));
        log.append(QString::number(co_await changes.next()));
    });
    sender.setValue(1);
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"first 1, 1 kept"_s, u"1"_s }));
}

void tst_StreamOf::hasOneReaderUntilItsChangeIsTaken()
{
    Sender sender;
    auto changes = streamOf(sender, &Sender::valueChanged);
    QStringList log;
    TaskScope scope;
    const TaskHandle both = scope.start([&]() -> Task<> {
        const auto all = co_await whenAll(changes.next(), waitFor(sender, &Sender::clicked));
        log.append(u"both %1"_s.arg(std::get<0>(all)));
    });
    const auto read = [&]() -> Task<> {
        try {
            log.append(QString::number(co_await changes.next()));
        } catch (const WaitError &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    };
    sender.setValue(1);
    sender.setValue(2);
    scope.start(read());
    QCOMPARE(
        log, QStringList { u"Another task waits for the next change of this stream: give each its own."_s });
    Q_EMIT sender.clicked();
    scope.start(read());
    QCOMPARE(log.mid(1), (QStringList { u"both 1"_s, u"2"_s }));
    QCOMPARE(both.state(), TaskState::Finished);
}

void tst_StreamOf::keepsWhatATaskHasTakenInItsOwnCode()
{
    // A task that is cancelled as a branch has had what it read.
    Sender sender;
    auto changes = streamOf(sender, &Sender::valueChanged);
    QStringList log;
    TaskScope scope;
    const auto read = [&]() -> Task<> {
        log.append(QString::number(co_await changes.next()));
        co_await waitFor(sender, &Sender::named);
    };
    scope.start([&]() -> Task<> { co_await whenAny(read(), waitFor(sender, &Sender::clicked)); });
    sender.setValue(1);
    Q_EMIT sender.clicked();
    QCOMPARE(log, QStringList { u"1"_s });
    QCOMPARE(changes.count(), 0);
    QVERIFY(scope.isEmpty());
}

void tst_StreamOf::canBeMoved()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto read = [&log](auto changes) -> Task<> { // by value
        for (;;)
            log.append(QString::number(co_await changes.next()));
    };
    auto changes = streamOf(sender, &Sender::valueChanged);
    sender.setValue(1);
    const TaskHandle task = scope.start(read(std::move(changes)));
    sender.setValue(2);
    QCOMPARE(log, (QStringList { u"1"_s, u"2"_s }));
    task.cancel();
    QVERIFY(!sender.hasConnections());
}

void tst_StreamOf::canBeReadInACombination()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        auto values = streamOf(sender, &Sender::valueChanged);
        auto names = streamOf(sender, &Sender::named);
        for (int i = 0; i < 4; ++i) {
            const auto first = co_await whenAny(values.next(), names.next());
            log.append(first.index() == 0 ? QString::number(std::get<0>(first)) : std::get<1>(first));
        }
        log.append(co_await withTimeout(values.next(), 1ms) ? u"value"_s : u"time is up"_s);
    });
    sender.setValue(1);
    Q_EMIT sender.named(u"x"_s);
    Q_EMIT sender.named(u"y"_s);
    sender.setValue(2);
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(log, (QStringList { u"1"_s, u"x"_s, u"y"_s, u"2"_s, u"time is up"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_StreamOf::losesNothingWhenAReaderIsCancelled()
{
    Sender sender;
    QStringList log;
    auto changes = streamOf(sender, &Sender::valueChanged);
    TaskScope scope;
    const auto read = [](auto &changes_, QStringList &log_, QString name) -> Task<> {
        for (;;)
            log_.append(u"%1 %2"_s.arg(name).arg(co_await changes_.next()));
    };
    const TaskHandle first = scope.start(read(changes, log, u"a"_s));
    sender.setValue(1);
    first.cancel();
    sender.setValue(2);
    scope.start(read(changes, log, u"b"_s));
    sender.setValue(3);
    QCOMPARE(log, (QStringList { u"a 1"_s, u"b 2"_s, u"b 3"_s }));
}

void tst_StreamOf::canBeReadOutsideOfTheTaskThatMadeIt()
{
    Sender sender;
    auto changes = streamOf(sender, &Sender::valueChanged);
    sender.setValue(1);
    int got = 0;
    TaskScope scope;
    scope.start([&]() -> Task<> { got = co_await changes.next(); });
    QCOMPARE(got, 1);
}

void tst_StreamOf::cancelsItsReaderWhenItIsDestroyed()
{
    Sender sender;
    QStringList log;
    auto changes = std::make_unique<SignalStream<std::tuple<int>>>(
        sender, Detail::indexOfSignal(&Sender::valueChanged));
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        const Trace trace(log, u"task"_s);
        co_await changes->next();
    });
    changes.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY2(task.reason().contains(u"stream"_s), qPrintable(task.reason()));
    QCOMPARE(log, QStringList { u"~task"_s });
    QVERIFY(!sender.hasConnections());
}

void tst_StreamOf::survivesAReaderThatDestroysIt()
{
    Sender sender;
    QStringList log;
    auto changes = std::make_unique<SignalStream<std::tuple<int>>>(
        sender, Detail::indexOfSignal(&Sender::valueChanged));
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        log.append(QString::number(co_await changes->next()));
        changes.reset();
        co_await waitFor(sender, &Sender::clicked);
    });
    sender.setValue(1);
    Q_EMIT sender.clicked();
    QCOMPARE(log, QStringList { u"1"_s });
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_StreamOf::cancelsAReaderThatComesWhileItIsDestroyed()
{
    Sender sender;
    using Stream = SignalStream<std::tuple<int>>;
    auto changes = std::make_unique<Stream>(sender, Detail::indexOfSignal(&Sender::valueChanged));
    Stream *stream = changes.get();
    TaskScope scope;
    TaskHandle late;
    const auto read = [](Stream *stream_) -> Task<> { co_await stream_->next(); };
    const TaskHandle first = scope.start([&]() -> Task<> {
        const AtEnd end([&] { late = scope.start(read(stream)); });
        co_await stream->next();
    });
    changes.reset();
    QCOMPARE(first.state(), TaskState::Cancelled);
    QCOMPARE(late.state(), TaskState::Cancelled);
    QVERIFY2(late.reason().contains(u"stream"_s), qPrintable(late.reason()));
}

void tst_StreamOf::tellsOfASecondReader()
{
    Sender sender;
    QString words;
    auto changes = streamOf(sender, &Sender::valueChanged);
    TaskScope scope;
    const TaskHandle first = scope.start([&]() -> Task<> { co_await changes.next(); });
    scope.start([&]() -> Task<> {
        try {
            co_await changes.next();
        } catch (const WaitError &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    QCOMPARE(words, u"Another task waits for the next change of this stream: give each its own."_s);
    sender.setValue(1);
    QCOMPARE(first.state(), TaskState::Finished);
}

void tst_StreamOf::tellsOfANullSender()
{
    const Sender *nobody = nullptr;
    QCOMPARE(wordsOf([&] { static_cast<void>(streamOf(nobody, &Sender::valueChanged)); }),
        u"streamOf: the sender is null; pass an object that exists."_s);
    Sender sender;
    const QString words = wordsOf([&] { static_cast<void>(streamOf(sender, &Sender::notASignal)); });
    QVERIFY2(words.contains(u"not a signal"_s), qPrintable(words));
}

void tst_StreamOf::leavesNoConnection()
{
    Sender sender;
    {
        auto changes = streamOf(sender, &Sender::valueChanged);
        QVERIFY(sender.hasConnections());
    }
    QVERIFY(!sender.hasConnections());
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(readAll(sender, log, u"a"_s));
    QCOMPARE(task.waitingFor(), u"AsyncWidgets::Tests::Sender.valueChanged"_s);
    scope.cancel();
    QVERIFY(!sender.hasConnections());
}

QTEST_GUILESS_MAIN(tst_StreamOf)
#include "tst_streamof.moc"
