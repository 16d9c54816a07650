// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests streamOf(): no emission is lost between two waits, and the end of the sender comes after the last of them.

#include "testsupport.h"

#include <chrono>
#include <memory>
#include <optional>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_StreamOf : public TaskTest
{
    Q_OBJECT

    using Stream = SignalStream<std::tuple<int>>;
    Stream changesOfSender() { return streamOf(*sender, &Sender::valueChanged); }
    /// Reads all changes, and logs them.
    Task<> read(Stream &changes, QString name)
    {
        for (;;)
            log.append(u"%1 %2"_s.arg(name).arg(co_await changes.next()));
    }
    Task<> readMoved(Stream changes, QString name) { co_await read(changes, name); }

private Q_SLOTS:
    void keepsWhatComesBetweenTwoWaits();
    void keepsWhatCameBeforeTheFirstWait();
    void givesTuplesAndNothing();
    void seesItsOwnEmissions();
    void seesAllOfNestedEmissions();
    void readsManyKeptChangesWithoutAGrowingStack();
    void givesWhatWasKeptAfterTheSenderHasDied();
    void isCancelledWhenTheSenderDiesBetweenTwoWaits();
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
    void cancelsItsReaderWhenItIsDestroyed();
    void survivesAReaderThatDestroysIt();
    void cancelsAReaderThatComesWhileItIsDestroyed();
    void tellsOfAMemberThatIsNoSignal();
};

void tst_StreamOf::keepsWhatComesBetweenTwoWaits()
{
    scope->start([&]() -> Task<> {
        auto changes = changesOfSender();
        for (;;) {
            log.append(QString::number(co_await changes.next()));
            co_await waitFor(*sender, &Sender::clicked);
        }
    });
    for (int i = 1; i <= 3; ++i)
        sender->setValue(i);
    EXPECT_LOG("1");
    Q_EMIT sender->clicked();
    EXPECT_LOG("2");
    Q_EMIT sender->clicked();
    EXPECT_LOG("3");
    Q_EMIT sender->clicked();
    sender->setValue(4);
    EXPECT_LOG("4");
}

void tst_StreamOf::keepsWhatCameBeforeTheFirstWait()
{
    auto changes = changesOfSender();
    sender->setValue(1);
    sender->setValue(2);
    QCOMPARE(changes.count(), 2);
    scope->start(read(changes, u"a"_s));
    EXPECT_LOG("a 1", "a 2");
    QCOMPARE(changes.count(), 0);
}

void tst_StreamOf::givesTuplesAndNothing()
{
    scope->start([&]() -> Task<> {
        auto moves = streamOf(*sender, &Sender::moved);
        auto clicks = streamOf(*sender, &Sender::clicked);
        auto secrets = streamOf(*sender, &Sender::secret);
        static_assert(std::is_same_v<decltype(moves)::Result, std::tuple<int, QString, double>>);
        static_assert(std::is_same_v<decltype(clicks)::Result, void>);
        static_assert(std::is_same_v<decltype(secrets)::Result, int>);
        const auto moved = co_await moves.next();
        log.append(u"%1 %2"_s.arg(std::get<0>(moved)).arg(std::get<1>(moved)));
        co_await clicks.next();
        log.append(u"clicked"_s);
        log.append(QString::number(co_await secrets.next()));
    });
    Q_EMIT sender->clicked();
    sender->emitSecret(5);
    Q_EMIT sender->moved(1, u"mm"_s, 2.0);
    EXPECT_LOG("1 mm", "clicked", "5");
}

void tst_StreamOf::seesItsOwnEmissions()
{
    scope->start([&]() -> Task<> {
        auto changes = changesOfSender();
        for (int i = 0; i < 5; ++i) {
            const int value = co_await changes.next();
            log.append(QString::number(value));
            sender->setValue(value + 1);
        }
    });
    sender->setValue(1);
    EXPECT_LOG("1", "2", "3", "4", "5");
}

void tst_StreamOf::seesAllOfNestedEmissions()
{
    atChange([this] {
        sender->setValue(2);
        sender->setValue(3);
    });
    scope->start(readMoved(changesOfSender(), u"a"_s));
    scope->start(readMoved(changesOfSender(), u"b"_s));
    sender->setValue(1);
    EXPECT_LOG("a 1", "b 1", "a 2", "b 2", "a 3", "b 3");
}

void tst_StreamOf::readsManyKeptChangesWithoutAGrowingStack()
{
    constexpr int count = 200'000;
    qint64 sum = 0;
    scope->start([&]() -> Task<> {
        auto changes = changesOfSender();
        for (int i = 1; i <= count; ++i)
            sender->setValue(i);
        for (int i = 1; i <= count; ++i)
            sum += co_await changes.next();
    });
    QCOMPARE(sum, qint64(count) * (count + 1) / 2);
}

void tst_StreamOf::givesWhatWasKeptAfterTheSenderHasDied()
{
    auto changes = changesOfSender();
    sender->setValue(1);
    sender->setValue(2);
    sender.reset();
    const TaskHandle task = scope->start(read(changes, u"a"_s));
    EXPECT_LOG("a 1", "a 2");
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of AsyncWidgets::Tests::Sender.valueChanged was destroyed"_s);
}

void tst_StreamOf::isCancelledWhenTheSenderDiesBetweenTwoWaits()
{
    auto parent = std::make_unique<QObject>();
    auto *child = new Sender(parent.get());
    const TaskHandle task = scope->start([&]() -> Task<> {
        auto changes = streamOf(child, &Sender::valueChanged);
        log.append(QString::number(co_await changes.next()));
        co_await waitFor(*sender, &Sender::clicked);
        co_await changes.next();
    });
    child->setValue(1);
    parent.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Cancelled);
    EXPECT_LOG("1");
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
    auto changes = streamOf(*sender, &Sender::sent);
    QStringList expected;
    Fragile::copiesLeft = copies;
    for (int i = 0; i < 20; ++i) {
        Q_EMIT sender->sent(Fragile(i));
        if (Fragile::copiesLeft == 0 && copies < 20 && i == copies)
            Fragile::copiesLeft = -1;
        expected.append(QString::number(i));
    }
    scope->start([&]() -> Task<> {
        for (int i = 0; i < 20; ++i) {
            try {
                log.append(QString::number((co_await changes.next()).value));
            } catch (const std::runtime_error &) {
                log.append(QString::number(i)); // in its place
                log.append(u"failed"_s);
                Fragile::copiesLeft = -1;
            }
        }
    });
    QVERIFY(scope->isEmpty());
    QCOMPARE(log.removeAll(u"failed"_s), copies < 20 ? 1 : int(Fragile::copiesLeft == -1));
    QCOMPARE(log, expected);
}

void tst_StreamOf::keepsArgumentsThatCannotBeAssigned()
{
    const auto note = [this](const char *way, const Constant &value) {
        log.append(u"%1 %2"_s.arg(QString::fromLatin1(way), value.text));
    };
    const auto waitForTold = [this] { return waitFor(*sender, &Sender::told); };
    scope->start([&]() -> Task<> {
        auto changes = streamOf(*sender, &Sender::told);
        note("stream", co_await changes.next());
        note("for", co_await waitForTold());
        const auto isThird = [](const Constant &value) { return value.id == 3; };
        note("until", co_await waitUntil(*sender, &Sender::told, isThird));
        note("any", std::get<0>(co_await whenAny(waitForTold(), waitFor(*sender, &Sender::clicked))));
        note("all", std::get<1>(co_await whenAll(waitForTold(), waitForTold())));
        note("timeout", (co_await withTimeout(waitForTold(), 1h)).value());
        note("settled", co_await waitUntilSettled(*sender, &Sender::told, 1ms));
        note("settled stream", co_await waitUntilSettled(changes, 1ms));
    });
    for (int id = 1; id <= 7; ++id)
        Q_EMIT sender->told({ id, QString::number(id) });
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG(
        "stream 1", "for 2", "until 3", "any 4", "all 5", "timeout 6", "settled 7", "settled stream 7");
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
    auto as = streamOf(*a, &Sender::valueChanged);
    auto bs = streamOf(*b, &Sender::valueChanged);
    const auto fail = [this]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        throw std::runtime_error("failed");
    };
    const auto await = [&]() -> Task<> {
        if (way == u"the time is up"_s || way == u"it was there at once"_s)
            co_await withTimeout(whenAll(as.next(), bs.next()), 1ms);
        else if (way == u"another is first"_s)
            co_await whenAny(whenAll(as.next(), bs.next()), waitFor(*sender, &Sender::clicked));
        else if (way == u"nested"_s)
            co_await whenAny(
                withTimeout(whenAll(whenAny(as.next(), bs.next()), waitFor(*b, &Sender::clicked)), 1h),
                waitFor(*sender, &Sender::clicked));
        else if (way == u"another cannot start"_s)
            co_await whenAll(as.next(), as.next());
        else
            co_await whenAll(as.next(), fail(), waitFor(*b, &Sender::valueChanged));
    };
    if (way == u"it was there at once"_s)
        a->setValue(1);
    const TaskHandle task = scope->start(attempt(await));
    a->setValue(1);
    QCOMPARE(as.count(), 1);
    if (way == u"another sender dies"_s)
        b.reset();
    else if (way == u"its sender dies"_s)
        a.reset();
    else if (way == u"the task is cancelled"_s)
        task.cancel();
    Q_EMIT sender->clicked();
    QTRY_VERIFY(task.isDone());
    log.clear();
    if (a)
        a->setValue(2);
    scope->start(read(as, u"first"_s));
    if (a)
        EXPECT_LOG("first 1", "first 2");
    else
        EXPECT_LOG("first 1");
}

void tst_StreamOf::givesBackInOrder()
{
    Sender other;
    auto changes = changesOfSender();
    auto others = streamOf(other, &Sender::valueChanged);
    scope->start([&]() -> Task<> {
        for (;;) {
            const auto first
                = co_await whenAny(whenAll(changes.next(), others.next()), waitFor(other, &Sender::clicked));
            if (first.index() == 1)
                continue;
            const auto &[a, b] = std::get<0>(first);
            log.append(u"%1 %2"_s.arg(a).arg(b));
        }
    });
    sender->setValue(1);
    sender->setValue(2);
    QCOMPARE(changes.count(), 2);
    Q_EMIT other.clicked();
    sender->setValue(3);
    for (int i = 1; i <= 3; ++i)
        other.setValue(i);
    EXPECT_LOG("1 1", "2 2", "3 3");
}

void tst_StreamOf::givesBackBeforeTheTaskGoesOn()
{
    // A combination that is kept, or that stands in one expression with another, holds nothing back.
    auto changes = changesOfSender();
    scope->start([&]() -> Task<> {
        auto both = whenAny(
            whenAll(changes.next(), waitFor(*sender, &Sender::named)), waitFor(*sender, &Sender::clicked));
        const auto first = co_await both;
        log.append(u"first %1, %2 kept"_s.arg(first.index()).arg(changes.count()));
        log.append(QString::number(co_await changes.next()));
    });
    sender->setValue(1);
    Q_EMIT sender->clicked();
    EXPECT_LOG("first 1, 1 kept", "1");
}

void tst_StreamOf::hasOneReaderUntilItsChangeIsTaken()
{
    auto changes = changesOfSender();
    scope->start(attempt([&] { return whenAll(changes.next(), waitFor(*sender, &Sender::clicked)); }));
    const auto refused = "Another task waits for the next change of this stream: give each its own.";
    scope->start(attempt([&] { return changes.next(); }));
    EXPECT_LOG(refused);
    sender->setValue(1);
    sender->setValue(2);
    scope->start(attempt([&] { return changes.next(); }));
    EXPECT_LOG(refused);
    Q_EMIT sender->clicked();
    EXPECT_LOG("done");
    scope->start(read(changes, u"next"_s));
    EXPECT_LOG("next 2");
}

void tst_StreamOf::keepsWhatATaskHasTakenInItsOwnCode()
{
    // A task that is cancelled as a branch has had what it read.
    auto changes = changesOfSender();
    const auto read = [&]() -> Task<> {
        log.append(QString::number(co_await changes.next()));
        co_await waitFor(*sender, &Sender::named);
    };
    scope->start([&]() -> Task<> { co_await whenAny(read(), waitFor(*sender, &Sender::clicked)); });
    sender->setValue(1);
    Q_EMIT sender->clicked();
    EXPECT_LOG("1");
    QCOMPARE(changes.count(), 0);
    QVERIFY(scope->isEmpty());
}

void tst_StreamOf::canBeMoved()
{
    auto changes = changesOfSender();
    sender->setValue(1);
    const TaskHandle task = scope->start(readMoved(std::move(changes), u"moved"_s));
    sender->setValue(2);
    EXPECT_LOG("moved 1", "moved 2");
    task.cancel();
    QVERIFY(!sender->hasConnections());
}

void tst_StreamOf::canBeReadInACombination()
{
    scope->start([&]() -> Task<> {
        auto values = streamOf(*sender, &Sender::valueChanged);
        auto names = streamOf(*sender, &Sender::named);
        for (int i = 0; i < 4; ++i) {
            const auto first = co_await whenAny(values.next(), names.next());
            log.append(first.index() == 0 ? QString::number(std::get<0>(first)) : std::get<1>(first));
        }
        log.append(co_await withTimeout(values.next(), 1ms) ? u"value"_s : u"time is up"_s);
    });
    sender->setValue(1);
    Q_EMIT sender->named(u"x"_s);
    Q_EMIT sender->named(u"y"_s);
    sender->setValue(2);
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("1", "x", "y", "2", "time is up");
}

void tst_StreamOf::losesNothingWhenAReaderIsCancelled()
{
    auto changes = changesOfSender();
    const TaskHandle first = scope->start(read(changes, u"a"_s));
    sender->setValue(1);
    first.cancel();
    sender->setValue(2);
    scope->start(read(changes, u"b"_s));
    sender->setValue(3);
    EXPECT_LOG("a 1", "b 2", "b 3");
}

void tst_StreamOf::cancelsItsReaderWhenItIsDestroyed()
{
    std::optional<Stream> changes = changesOfSender();
    const TaskHandle task = scope->start(read(*changes, u"a"_s));
    changes.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY2(task.reason().contains(u"stream"_s), qPrintable(task.reason()));
    QVERIFY(!sender->hasConnections());
}

void tst_StreamOf::survivesAReaderThatDestroysIt()
{
    std::optional<Stream> changes = changesOfSender();
    const TaskHandle task = scope->start([&]() -> Task<> {
        log.append(QString::number(co_await changes->next()));
        changes.reset();
        co_await waitFor(*sender, &Sender::clicked);
    });
    sender->setValue(1);
    Q_EMIT sender->clicked();
    EXPECT_LOG("1");
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_StreamOf::cancelsAReaderThatComesWhileItIsDestroyed()
{
    auto changes = std::make_unique<Stream>(changesOfSender());
    Stream &stream = *changes;
    TaskHandle late;
    const TaskHandle first = scope->start([&]() -> Task<> {
        const AtEnd end([&] { late = scope->start(read(stream, u"late"_s)); });
        co_await stream.next();
    });
    changes.reset();
    QCOMPARE(first.state(), TaskState::Cancelled);
    QCOMPARE(late.state(), TaskState::Cancelled);
    QVERIFY2(late.reason().contains(u"stream"_s), qPrintable(late.reason()));
}

void tst_StreamOf::tellsOfAMemberThatIsNoSignal()
{
    const QString words = wordsOf([&] { static_cast<void>(streamOf(*sender, &Sender::notASignal)); });
    QVERIFY2(words.contains(u"not a signal"_s), qPrintable(words));
}

QTEST_GUILESS_MAIN(tst_StreamOf)
#include "tst_streamof.moc"
