// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests what is made of a stream: forEachLatest(), throttled(), a bound, and the upper limit of waitUntilSettled().

#include "testsupport.h"

#include <QtCore/QElapsedTimer>

#include <chrono>
#include <memory>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A value that does something when its last copy dies.
using Mortal = std::shared_ptr<AtEnd>;

/// Cannot be moved. Calls \a atEnd when its first copy dies, which is the one that a stream keeps.
struct Copied
{
    int number = 0;
    std::function<void()> atEnd;
    int generation = 0;

    explicit Copied(int value, std::function<void()> function = {})
        : number(value)
        , atEnd(std::move(function))
    {
    }
    Copied(const Copied &other)
        : number(other.number)
        , atEnd(other.atEnd)
        , generation(other.generation + 1)
    {
    }
    ~Copied()
    {
        if (atEnd && generation == 1)
            atEnd();
    }
    Copied &operator=(const Copied &) = delete;
};

class MortalSender final : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    void sent(const Mortal &value);
    void copied(const Copied &value);
};

} // namespace

class tst_Latest : public TaskTest
{
    Q_OBJECT

    SignalStream<std::tuple<int>> changes() { return streamOf(*sender, &Sender::valueChanged); }

private Q_SLOTS:
    // forEachLatest
    void cancelsTheWorkOnTheChangeBefore();
    void finishesWhatNothingReplaces();
    void passesTuplesAndNothing();
    void replacesWhatEmitsItself();
    void letsAnExceptionOfTheBodyOut();
    void endsTheLastWorkWhenTheSenderIsGone();
    void endsWithItsTask();

    // throttled
    void givesTheFirstAndTheLastOfAnInterval();
    void losesNothingOfAThrottledStreamInACombination();
    void givesTheLastOfADeadSender();
    void worksOnTheLatestOfAThrottledStream();
    void refusesAnIntervalThatIsNoDuration();

    // keepNewest
    void keepsTheNewest();
    void survivesADroppedChangeThatEmits();
    void keepsTheNewestThoughADroppedChangeEmits();
    void losesNothingWhenATakenChangeEmits();
    void survivesADroppedChangeThatDestroysTheStream_data();
    void survivesADroppedChangeThatDestroysTheStream();
    void refusesToKeepNothing();

    // The upper limit
    void settlesAfterTheLimitThoughChangesCome_data();
    void settlesAfterTheLimitThoughChangesCome();
    void countsTheLimitFromWhatIsLeft();
};

void tst_Latest::cancelsTheWorkOnTheChangeBefore()
{
    const auto body = [&](int value) -> Task<> {
        log.append(u"begins %1"_s.arg(value));
        co_await click(QString::number(value));
    };
    const TaskHandle task = scope->start(forEachLatest(changes(), body));
    QCOMPARE(task.name(), u"forEachLatest"_s);
    sender->setValue(1);
    EXPECT_LOG("begins 1");
    sender->setValue(2);
    EXPECT_LOG("~1", "begins 2");
    Q_EMIT sender->clicked();
    EXPECT_LOG("2 clicked", "~2");
    sender->setValue(3);
    task.cancel();
    EXPECT_LOG("begins 3", "~3");
}

void tst_Latest::finishesWhatNothingReplaces()
{
    scope->start(forEachLatest(changes(), [this](int value) -> Task<int> {
        log.append(QString::number(value));
        co_return value; // dropped
    }));
    for (int i = 1; i <= 3; ++i)
        sender->setValue(i);
    EXPECT_LOG("1", "2", "3");
}

void tst_Latest::passesTuplesAndNothing()
{
    scope->start(
        forEachLatest(streamOf(*sender, &Sender::moved), [this](int x, QString unit, double) -> Task<> {
            log.append(u"%1 %2"_s.arg(x).arg(unit));
            co_return;
        }));
    scope->start(forEachLatest(streamOf(*sender, &Sender::clicked), [this]() -> Task<> {
        log.append(u"clicked"_s);
        co_return;
    }));
    scope->start(forEachLatest(streamOf(*sender, &Sender::told), [this](const Constant &value) -> Task<> {
        log.append(value.text);
        co_return;
    }));
    Q_EMIT sender->moved(1, u"mm"_s, 0.5);
    Q_EMIT sender->clicked();
    Q_EMIT sender->told({ 1, u"told"_s });
    EXPECT_LOG("1 mm", "clicked", "told");
}

void tst_Latest::replacesWhatEmitsItself()
{
    scope->start(forEachLatest(changes(), [&](int value) -> Task<> {
        const Trace trace(log, QString::number(value));
        if (value < 4)
            sender->setValue(value + 1);
        co_await sleepFor(1h);
        log.append(u"never"_s);
    }));
    sender->setValue(1);
    EXPECT_LOG("~1", "~2", "~3");
    scope->cancel();
    EXPECT_LOG("~4");
}

void tst_Latest::letsAnExceptionOfTheBodyOut()
{
    const auto body = [](int value) -> Task<> {
        if (value == 2)
            throw std::runtime_error("no 2");
        co_return;
    };
    scope->start(attempt([&] { return forEachLatest(changes(), body); }));
    sender->setValue(1);
    sender->setValue(2);
    EXPECT_LOG("no 2");
}

void tst_Latest::endsTheLastWorkWhenTheSenderIsGone()
{
    Sender work;
    const auto body = [&](int value) -> Task<> { co_await click(work, QString::number(value)); };
    const TaskHandle task = scope->start(forEachLatest(changes(), body));
    sender->setValue(1);
    sender.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    Q_EMIT work.clicked();
    EXPECT_LOG("1 clicked", "~1");
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(task.reason().contains(u"destroyed"_s));
}

void tst_Latest::endsWithItsTask()
{
    scope->start(forEachLatest(changes(), [&](int) -> Task<> {
        const Trace trace(log, u"body"_s);
        scope.reset();
        co_await sleepFor(1h);
    }));
    sender->setValue(1);
    EXPECT_LOG("~body");
}

void tst_Latest::givesTheFirstAndTheLastOfAnInterval()
{
    time.emplace();
    QList<int> got;
    scope->start([&]() -> Task<> {
        auto stream = throttled(changes(), 20ms);
        for (;;)
            got.append(co_await stream.next());
    });
    sender->setValue(1);
    QCOMPARE(got, QList<int> { 1 }); // at once
    sender->setValue(2);
    sender->setValue(3);
    time->advance(19ms);
    QCOMPARE(got, QList<int> { 1 });
    time->advance(1ms);
    QCOMPARE(got, (QList<int> { 1, 3 }));
    sender->setValue(4);
    time->advance(19ms); // since the last one was given, not since it was noted
    QCOMPARE(got, (QList<int> { 1, 3 }));
    time->advance(1ms);
    QCOMPARE(got, (QList<int> { 1, 3, 4 }));
    time->advance(20ms);
    sender->setValue(5);
    QCOMPARE(got, (QList<int> { 1, 3, 4, 5 })); // after an interval of rest at once
}

void tst_Latest::losesNothingOfAThrottledStreamInACombination()
{
    QList<int> got;
    int turns = 0;
    scope->start([&]() -> Task<> {
        auto stream = throttled(changes(), 30ms);
        while (got.size() < 2) {
            const auto change = co_await withTimeout(stream.next(), 1ms);
            if (change)
                got.append(*change);
            ++turns;
        }
    });
    sender->setValue(1);
    sender->setValue(2);
    QTRY_COMPARE(got, (QList<int> { 1, 2 }));
    QVERIFY(turns > 2);
}

void tst_Latest::givesTheLastOfADeadSender()
{
    QList<int> got;
    const TaskHandle task = scope->start([&]() -> Task<> {
        auto stream = throttled(changes(), 1ms);
        for (;;)
            got.append(co_await stream.next());
    });
    sender->setValue(1);
    sender->setValue(2);
    sender.reset();
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(got, (QList<int> { 1, 2 }));
}

void tst_Latest::worksOnTheLatestOfAThrottledStream()
{
    QList<int> done;
    scope->start(forEachLatest(throttled(changes(), 1ms), [&done](int value) -> Task<> {
        co_await sleepFor(0ms);
        done.append(value);
    }));
    for (int i = 1; i <= 10; ++i)
        sender->setValue(i);
    QTRY_COMPARE(done.isEmpty() ? 0 : done.last(), 10);
    QVERIFY(done.size() <= 2);
}

void tst_Latest::refusesAnIntervalThatIsNoDuration()
{
    QCOMPARE(wordsOf([&] { static_cast<void>(throttled(streamOf(*sender, &Sender::clicked), -1ms)); }),
        u"throttled: a duration of -1 ms is negative; it must be 0 or more."_s);
}

void tst_Latest::keepsTheNewest()
{
    auto stream = changes();
    for (int i = 1; i <= 5; ++i)
        sender->setValue(i);
    stream.keepNewest(3);
    QCOMPARE(stream.count(), 3);
    sender->setValue(6);
    QCOMPARE(stream.count(), 3);
    scope->start([&]() -> Task<> {
        for (;;)
            log.append(QString::number(co_await stream.next()));
    });
    sender->setValue(7);
    EXPECT_LOG("4", "5", "6", "7");
}

void tst_Latest::survivesADroppedChangeThatEmits()
{
    MortalSender mortal;
    auto stream = streamOf(mortal, &MortalSender::sent);
    stream.keepNewest(2);
    const auto send = [&](const QString &name) {
        Q_EMIT mortal.sent(std::make_shared<AtEnd>([&, name] {
            log.append(name);
            Q_EMIT mortal.sent(nullptr);
        }));
    };
    for (const QString &name : { u"a"_s, u"b"_s, u"c"_s })
        send(name);
    QCOMPARE(stream.count(), 2);
    EXPECT_LOG("a", "b", "c");
    scope->start([&]() -> Task<> {
        while (stream.count() > 0)
            log.append(co_await stream.next() ? u"one that lives"_s : u"nothing"_s);
    });
    EXPECT_LOG("nothing", "nothing");
}

void tst_Latest::keepsTheNewestThoughADroppedChangeEmits()
{
    MortalSender mortal;
    auto stream = streamOf(mortal, &MortalSender::sent);
    Q_EMIT mortal.sent(std::make_shared<AtEnd>([&] { Q_EMIT mortal.sent(nullptr); }));
    for (int i = 0; i < 3; ++i)
        Q_EMIT mortal.sent(nullptr);
    stream.keepNewest(2);
    QCOMPARE(stream.count(), 2);
}

// What is taken is copied, and the destructor of the original emits what is to be kept then.
void tst_Latest::losesNothingWhenATakenChangeEmits()
{
    MortalSender mortal;
    auto stream = streamOf(mortal, &MortalSender::copied);
    stream.keepNewest(1);
    Q_EMIT mortal.copied(Copied(1, [&] { Q_EMIT mortal.copied(Copied(2)); }));
    scope->start([&]() -> Task<> {
        while (stream.count() > 0)
            log.append(QString::number((co_await stream.next()).number));
    });
    EXPECT_LOG("1", "2");
}

void tst_Latest::survivesADroppedChangeThatDestroysTheStream_data()
{
    QTest::addColumn<bool>("isBounded");
    QTest::newRow("for a new one") << true;
    QTest::newRow("by keepNewest()") << false;
}

void tst_Latest::survivesADroppedChangeThatDestroysTheStream()
{
    QFETCH(const bool, isBounded);
    MortalSender mortal;
    using Stream = decltype(streamOf(mortal, &MortalSender::sent));
    auto stream = std::make_unique<Stream>(streamOf(mortal, &MortalSender::sent));
    if (isBounded)
        stream->keepNewest(1);
    Q_EMIT mortal.sent(std::make_shared<AtEnd>([&] { stream.reset(); }));
    Q_EMIT mortal.sent(nullptr);
    if (!isBounded)
        stream->keepNewest(1);
    QVERIFY(!stream);
}

void tst_Latest::refusesToKeepNothing()
{
    auto stream = changes();
    QCOMPARE(wordsOf([&] { stream.keepNewest(0); }),
        u"keepNewest: a stream cannot keep 0 changes; it must be 1 or more."_s);
}

void tst_Latest::settlesAfterTheLimitThoughChangesCome_data()
{
    QTest::addColumn<bool>("isStream");
    QTest::newRow("a signal") << false;
    QTest::newRow("a stream") << true;
}

void tst_Latest::settlesAfterTheLimitThoughChangesCome()
{
    QFETCH(const bool, isStream);
    auto stream = changes();
    int emitted = 0;
    int got = 0;
    QElapsedTimer timer;
    qint64 elapsed = 0;
    const TaskHandle task = scope->start([&]() -> Task<> {
        if (isStream)
            got = co_await waitUntilSettled(stream, 1h, 30ms);
        else
            got = co_await waitUntilSettled(*sender, &Sender::valueChanged, 1h, 30ms);
        elapsed = timer.nsecsElapsed();
    });
    QCOMPARE(
        task.waitingFor(), u"AsyncWidgets::Tests::Sender.valueChanged quiet for 3600000 ms, at most 30 ms"_s);
    scope->start([&]() -> Task<> { // never rests
        timer.start();
        while (!task.isDone()) {
            sender->setValue(++emitted);
            co_await sleepFor(1ms);
        }
    });
    QTRY_VERIFY(task.isDone());
    QVERIFY2(elapsed >= 30'000'000, qPrintable(QString::number(elapsed)));
    QVERIFY(got >= 1 && got <= emitted);
    scope->cancel();
}

void tst_Latest::countsTheLimitFromWhatIsLeft()
{
    // Another wait than one that settles takes a change in between.
    time.emplace();
    auto stream = changes();
    const auto settle = [](decltype(stream) &changes_, int *got) -> Task<> {
        const int value = co_await waitUntilSettled(changes_, 100ms, 250ms);
        if (got)
            *got = value;
    };
    const TaskHandle first = scope->start(settle(stream, nullptr));
    first.cancel(); // the stream looks at the clock from now on
    sender->setValue(1);
    time->advance(200ms);
    sender->setValue(2);
    scope->start([&]() -> Task<> { co_await stream.next(); });
    int got = 0;
    scope->start(settle(stream, &got));
    for (int i = 3; i < 8; ++i) {
        time->advance(40ms);
        sender->setValue(i);
    }
    QCOMPARE(got, 0);
    time->advance(100ms);
    QCOMPARE(got, 7);
}

QTEST_GUILESS_MAIN(tst_Latest)
#include "tst_latest.moc"
