// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests everything that has to do with threads; it is run under the thread sanitizer too, with tests/tsan.supp.

#include "testsupport.h"

#include <asyncwidgets/virtualtime.h>

#include <QtCore/QEventLoop>
#include <QtCore/QPointer>
#include <QtCore/QPromise>
#include <QtCore/QThread>
#include <QtCore/QThreadPool>
#include <QtCore/QTimer>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::function<void(const std::function<void()> &)>)
Q_DECLARE_METATYPE(std::function<std::shared_ptr<void>()>)

namespace {

/// A thread with an event loop, on which functions can be called.
class Loop final
{
public:
    Loop()
    {
        m_context->moveToThread(&m_thread);
        m_thread.start();
    }
    ~Loop() { end(); }
    Q_DISABLE_COPY_MOVE(Loop)

    void call(const std::function<void()> &function) ///< and waits for its return
    {
        Semaphore hasReturned;
        post([&] {
            function();
            hasReturned.release();
        });
        hasReturned.acquire();
    }
    void post(const std::function<void()> &function)
    {
        QMetaObject::invokeMethod(m_context.get(), function, Qt::QueuedConnection);
    }
    void adopt(QObject &object) { object.moveToThread(&m_thread); }
    void end()
    {
        m_thread.quit();
        join(m_thread);
    }
    [[nodiscard]] QThread *thread() { return &m_thread; }

private:
    QThread m_thread;
    std::unique_ptr<QObject> m_context = std::make_unique<QObject>();
};

QList<int> upTo(int last)
{
    QList<int> numbers;
    for (int i = 1; i <= last; ++i)
        numbers.append(i);
    return numbers;
}

} // namespace

class tst_Threads : public TaskTest
{
    Q_OBJECT

    std::optional<Loop> loop;
    QList<int> got;

    /// Reads \a times a change, and keeps it in \c got.
    Task<> readAll(int times) { return readAll(*sender, times); }
    Task<> readAll(Sender &read, int times)
    {
        auto changes = streamOf(read, &Sender::valueChanged);
        for (int i = 0; i < times; ++i)
            got.append(co_await changes.next());
    }
    /// Waits for each next change.
    Task<> follow(Sender &followed)
    {
        for (;;)
            got.append(co_await waitFor(followed, &Sender::valueChanged));
    }

protected Q_SLOTS:
    void init()
    {
        TaskTest::init();
        loop.emplace();
        got.clear();
    }
    void cleanup()
    {
        loop.reset();
        TaskTest::cleanup();
    }

private Q_SLOTS:
    // Emissions from elsewhere
    void resumesOnItsThreadWhicheverThreadEmits();
    void resumesOnAWorkersThread();
    void keepsTheOrderOfEmissionsFromAnotherThread();
    void keepsTheOrderOfThoseWhoWait();
    void servesAnObjectThatSeveralThreadsEmit();
    void ignoresWhatIsUnderWayWhenTheTaskEnds();
    void doesNotGiveOldEmissionsToANewTask();
    void losesNothingThatIsOnItsWay_data();
    void losesNothingThatIsOnItsWay();
    void followsASenderThatMovesToAnotherThread();

    // Senders that die elsewhere
    void isCancelledWhenTheSenderDiesOnItsThread();
    void getsWhatWasEmittedBeforeTheSenderDied();
    void isCancelledWhenTheSenderDiesBeforeItsTimeIsUp_data();
    void isCancelledWhenTheSenderDiesBeforeItsTimeIsUp();
    void isCancelledWhenTheSenderIsDisconnectedOnItsThread_data();
    void isCancelledWhenTheSenderIsDisconnectedOnItsThread();
    void survivesANewSenderAtTheSameAddress();
    void getsWhatWasEmittedBeforeAnotherSenderTookTheAddress();
    void describesASenderThatMayDieAtAnyTime_data();
    void describesASenderThatMayDieAtAnyTime();
    void survivesSendersThatComeAndGo();
    void isCancelledAfterTheLastEmissionOfADeadSender_data();
    void isCancelledAfterTheLastEmissionOfADeadSender();
    void isCancelledWhenItWaitsForAnotherSignalOfADeadSender();
    void getsWhatWasEmittedElsewhereBeforeTheSenderDiedHere();
    void waitsForANewSenderAtTheAddressOfOneThatItDeleted();
    void survivesWorkersOfManyThreads();

    // Threads with and without event loops
    void tellsOfAThreadWithoutAnEventLoop_data();
    void tellsOfAThreadWithoutAnEventLoop();
    void runsInAnEventLoopOnAThreadOfAPool();
    void runsWithoutAnEventLoopWhatNeedsNone();
    void tellsOfAScopeWhoseTasksRunElsewhere();
    void canBeUsedOnAnotherThreadAfterItsTasks();
    void endsItsTasksWithTheThread();
    void startsNoTaskWhileItsThreadEnds();
    void endsThoughATaskStartsAgainWhatHasEnded();
    void keepsThreadsApart();
    void waitsForOneSignalForTheFirstTimeOnManyThreads();

    // Objects that die elsewhere
    void canDieOnAnotherThread_data();
    void canDieOnAnotherThread();
    void destroysALocalObjectOnItsThread();
    void destroysAModelThatIsJustRefreshed();
    void closesAStreamThatDiedElsewhere();

    // Background work
    void cancelsBackgroundWorkAtAnyMoment();
    void seesThatBackgroundWorkBeginsWhenItIsOver();
    void cancelsBackgroundWorkWithItsThread();
    void reportsProgressToAWorkersThread();
    void passesResultsAndExceptionsBetweenThreads();
    void sleepsOnManyThreads();

    // The last one: after its fork the thread sanitizer watches no more.
    void endsItsTasksWithTheApplication();
    void looksAtNoLoopButThatOfTheApplication();
    void saysThatAWaitIsDestroyedOnAnotherThread();
};

void tst_Threads::resumesOnItsThreadWhicheverThreadEmits()
{
    loop->adopt(*sender);
    const auto here = [this] { return QThread::currentThread() == thread() ? u"here"_s : u"there"_s; };
    scope->start([&]() -> Task<> {
        for (;;) {
            co_await waitFor(*sender, &Sender::clicked);
            log.append(here());
            co_await sleepFor(0ms);
            log.append(here());
        }
    });
    for (int i = 1; i <= 3; ++i) {
        loop->call([&] { Q_EMIT sender->clicked(); });
        QTRY_COMPARE(log.size(), 2);
        EXPECT_LOG("here", "here");
    }
}

void tst_Threads::resumesOnAWorkersThread()
{
    QList<QThread *> threads;
    Semaphore finished;
    loop->call([&] {
        scope->start([&]() -> Task<> {
            auto changes = streamOf(*sender, &Sender::valueChanged); // which lives elsewhere
            for (int i = 0; i < 100; ++i) {
                got.append(co_await changes.next());
                threads.append(QThread::currentThread());
            }
            finished.release();
        });
    });
    for (int i = 1; i <= 100; ++i)
        sender->setValue(i);
    finished.acquire();
    loop->call([&] { scope.reset(); });
    QCOMPARE(got, upTo(100));
    QCOMPARE(threads.count(loop->thread()), 100);
}

void tst_Threads::keepsTheOrderOfEmissionsFromAnotherThread()
{
    loop->adopt(*sender);
    scope->start(readAll(5'000));
    loop->post([&] {
        for (int i = 1; i <= 5'000; ++i)
            sender->setValue(i);
    });
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(got, upTo(5'000));
}

void tst_Threads::keepsTheOrderOfThoseWhoWait()
{
    // A task that waits again in its continuation loses nothing of a burst from another thread.
    loop->adopt(*sender);
    for (const QString &name : { u"a"_s, u"b"_s, u"c"_s })
        scope->start(TaskTest::follow(name, 100));
    QStringList expected;
    loop->call([&] {
        for (int i = 1; i <= 100; ++i) {
            sender->setValue(i);
            expected += { u"a %1"_s.arg(i), u"b %1"_s.arg(i), u"c %1"_s.arg(i) };
        }
    });
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(log, expected);
}

void tst_Threads::servesAnObjectThatSeveralThreadsEmit()
{
    constexpr int threadCount = 4;
    constexpr int emissions = 2'000;
    scope->start(readAll((threadCount + 1) * emissions));
    std::vector<std::thread> threads;
    for (int t = 0; t < threadCount; ++t) {
        threads.emplace_back([this, t] {
            for (int i = 0; i < emissions; ++i)
                Q_EMIT sender->valueChanged(t * emissions + i);
        });
    }
    for (int i = 0; i < emissions; ++i) // it lives here, and emits here as well
        Q_EMIT sender->valueChanged(threadCount * emissions + i);
    for (std::thread &each : threads)
        each.join();
    QTRY_VERIFY(scope->isEmpty());
    // None is lost, and those of one thread are in their order.
    std::array<int, threadCount + 1> next {};
    for (const int value : std::as_const(got)) {
        const auto from = static_cast<std::size_t>(value / emissions);
        QCOMPARE(value % emissions, next[from]);
        ++next[from];
    }
    for (const int count : next)
        QCOMPARE(count, emissions);
}

void tst_Threads::ignoresWhatIsUnderWayWhenTheTaskEnds()
{
    loop->adopt(*sender);
    const TaskHandle task = scope->start(readAll(100));
    loop->call([&] {
        for (int i = 1; i <= 50; ++i)
            sender->setValue(i);
    }); // 50 calls are under way
    task.cancel();
    QCoreApplication::processEvents();
    QCOMPARE(got, QList<int>());
    QCOMPARE(task.state(), TaskState::Cancelled);
    loop->end();
    QVERIFY(!sender->hasConnections());
}

void tst_Threads::doesNotGiveOldEmissionsToANewTask()
{
    loop->adopt(*sender);
    const TaskHandle old = scope->start(readAll(100));
    loop->call([&] { sender->setValue(1); });
    old.cancel();
    scope->start(readAll(1)); // began to wait after the first emission
    loop->call([&] { sender->setValue(2); });
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(got, QList<int> { 2 });
}

void tst_Threads::losesNothingThatIsOnItsWay_data()
{
    QTest::addColumn<QString>("resumedBy");
    for (const char *name : { "a time limit", "a pause", "a channel", "a callback", "a callback at once",
             "a future", "a task", "a scope", "a destructor" })
        QTest::newRow(name) << QString::fromLatin1(name);
}

// It goes on for another reason when two changes are on their way from another thread, and waits for them again.
void tst_Threads::losesNothingThatIsOnItsWay()
{
    QFETCH(QString, resumedBy);
    time.emplace();
    Channel<int> channel(1);
    std::optional<Resume<void>> resume;
    QPromise<int> promise;
    promise.start();
    Sender another;
    TaskScope others;
    const TaskHandle other = others.start([&]() -> Task<> {
        const AtEnd atEnd([&] { Q_EMIT another.clicked(); });
        co_await waitFor(another, &Sender::clickedAgain);
    });
    const auto emitElsewhere = [this] {
        std::thread([this] {
            sender->setValue(1);
            sender->setValue(2);
        }).join();
    };
    const bool isResumedByTime = resumedBy == u"a time limit" || resumedBy == u"a pause";
    if (isResumedByTime) { // at the same instant, and before
        scope->start([&]() -> Task<> {
            co_await sleepFor(1h);
            emitElsewhere();
        });
    }
    scope->start([&]() -> Task<> {
        const auto change = [this] { return waitFor(*sender, &Sender::valueChanged); };
        const auto ask = [&](Resume<void> given) { resume = std::move(given); };
        const auto take = [this](const auto &any) {
            if (any.index() == 0)
                got.append(std::get<0>(any));
        };
        if (resumedBy == u"a time limit") {
            const auto first = co_await withTimeout(change(), 1h);
            if (first)
                got.append(*first);
        } else if (resumedBy == u"a pause") {
            take(co_await whenAny(change(), sleepFor(1h)));
        } else if (resumedBy == u"a channel") {
            take(co_await whenAny(change(), channel.receive()));
        } else if (resumedBy.startsWith(u"a callback")) {
            take(co_await whenAny(change(), waitForCallback<void>(ask)));
        } else if (resumedBy == u"a future") {
            take(co_await whenAny(change(), waitFor(promise.future())));
        } else if (resumedBy == u"a destructor") {
            take(co_await whenAny(change(), waitFor(another, &Sender::clicked)));
        } else {
            take(co_await whenAny(change(), other.asOptional()));
        }
        for (;;)
            got.append(co_await change());
    });
    if (resumedBy == u"a channel")
        QVERIFY(channel.trySend(1));
    if (resumedBy == u"a callback")
        std::thread([&] { (*resume)(); }).join();
    if (resumedBy == u"a future")
        promise.finish();
    if (isResumedByTime)
        time->advance(1h);
    else
        emitElsewhere();
    if (resumedBy == u"a callback at once")
        (*resume)();
    if (resumedBy == u"a task" || resumedBy == u"a destructor")
        other.cancel();
    if (resumedBy == u"a scope")
        others.cancel();
    QTRY_COMPARE(got, upTo(2));
    scope->cancel();
}

void tst_Threads::followsASenderThatMovesToAnotherThread()
{
    scope->start(readAll(3));
    sender->setValue(1);
    QCOMPARE(got, QList<int> { 1 });
    loop->adopt(*sender);
    loop->call([&] { sender->setValue(2); });
    QTRY_COMPARE(got, (QList<int> { 1, 2 }));
    loop->call([&] { sender->moveToThread(thread()); });
    sender->setValue(3);
    QCOMPARE(got, (QList<int> { 1, 2, 3 }));
}

void tst_Threads::isCancelledWhenTheSenderDiesOnItsThread()
{
    sender->setObjectName(u"dial"_s);
    loop->adopt(*sender);
    const TaskHandle single = scope->start([&]() -> Task<> { co_await waitFor(*sender, &Sender::clicked); });
    const TaskHandle stream = scope->start(readAll(1));
    loop->call([&] { sender.reset(); });
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(single.state(), TaskState::Cancelled);
    QCOMPARE(stream.state(), TaskState::Cancelled);
    QCOMPARE(single.reason(), u"the sender of AsyncWidgets::Tests::Sender.clicked was destroyed"_s);
}

void tst_Threads::getsWhatWasEmittedBeforeTheSenderDied()
{
    loop->adopt(*sender);
    const TaskHandle task = scope->start(readAll(100));
    loop->call([&] {
        sender->setValue(1);
        sender->setValue(2);
        sender.reset();
    });
    QTRY_VERIFY(task.isDone());
    QCOMPARE(got, (QList<int> { 1, 2 }));
    QVERIFY2(task.reason().endsWith(u"was destroyed"_s), qPrintable(task.reason()));
}

void tst_Threads::isCancelledWhenTheSenderDiesBeforeItsTimeIsUp_data()
{
    QTest::addColumn<bool>("waitsUntilSettled");
    QTest::addColumn<bool>("diesHere");
    QTest::newRow("withTimeout, dies there") << false << false;
    QTest::newRow("withTimeout, dies here") << false << true;
    QTest::newRow("waitUntilSettled, dies there") << true << false;
    QTest::newRow("waitUntilSettled, dies here") << true << true;
}

// It waits again before the news of the death arrives, and cannot know.
void tst_Threads::isCancelledWhenTheSenderDiesBeforeItsTimeIsUp()
{
    QFETCH(bool, waitsUntilSettled);
    QFETCH(bool, diesHere);
    time.emplace();
    auto worker = std::make_unique<Sender>(u"worker"_s);
    Sender &named = *worker;
    loop->adopt(named);
    scope->start([&]() -> Task<> { // at the same instant, and before
        co_await sleepFor(1s);
        if (diesHere) {
            loop->end();
            worker.reset();
        } else {
            loop->call([&] { worker.reset(); });
        }
    });
    const TaskHandle task = scope->start([&]() -> Task<> {
        for (;;) {
            if (waitsUntilSettled)
                got.append(co_await waitUntilSettled(named, &Sender::valueChanged, 1s));
            else
                co_await withTimeout(waitFor(named, &Sender::valueChanged), 1s);
        }
    });
    loop->call([&] { worker->setValue(1); });
    QCoreApplication::processEvents();
    time->advance(1s);
    QCOMPARE(got, waitsUntilSettled ? upTo(1) : upTo(0));
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of AsyncWidgets::Tests::Sender.valueChanged was destroyed"_s);
}

void tst_Threads::isCancelledWhenTheSenderIsDisconnectedOnItsThread_data()
{
    QTest::addColumn<int>("emissions");
    QTest::addColumn<bool>("movesLater");
    QTest::newRow("while nothing is under way") << 0 << false;
    QTest::newRow("after an emission") << 1 << false;
    QTest::newRow("after it has moved there") << 1 << true;
}

void tst_Threads::isCancelledWhenTheSenderIsDisconnectedOnItsThread()
{
    QFETCH(const int, emissions);
    QFETCH(const bool, movesLater);
    if (!movesLater)
        loop->adopt(*sender);
    const TaskHandle task = scope->start(readAll(100));
    if (movesLater)
        loop->adopt(*sender);
    loop->call([&] {
        for (int i = 1; i <= emissions; ++i)
            sender->setValue(i);
        sender->disconnectAll();
    });
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QVERIFY2(task.reason().contains(u"disconnected"_s), qPrintable(task.reason()));
    QCOMPARE(got, upTo(emissions));
    scope->start(readAll(1));
    loop->call([&] { sender->setValue(emissions + 1); });
    QTRY_COMPARE(got, upTo(emissions + 1));
}

void tst_Threads::survivesANewSenderAtTheSameAddress()
{
    alignas(Sender) std::byte place[sizeof(Sender)];
    for (int i = 1; i <= 20; ++i) {
        Sender *placed = nullptr;
        loop->call([&] { placed = new (place) Sender; });
        const TaskHandle old = scope->start(readAll(*placed, 100));
        loop->call([&] {
            placed->~Sender();
            placed = new (place) Sender;
        });
        const TaskHandle fresh
            = scope->start(readAll(*placed, 1)); // before the end of the old one is known here
        loop->call([&] { placed->setValue(i); });
        QTRY_COMPARE(fresh.state(), TaskState::Finished);
        QCOMPARE(old.state(), TaskState::Cancelled);
        loop->call([&] { placed->~Sender(); });
    }
    QCOMPARE(got, upTo(20));
}

void tst_Threads::getsWhatWasEmittedBeforeAnotherSenderTookTheAddress()
{
    alignas(Sender) std::byte place[sizeof(Sender)];
    Sender *placed = nullptr;
    loop->call([&] { placed = new (place) Sender; });
    const TaskHandle old = scope->start(readAll(*placed, 2));
    loop->call([&] {
        placed->setValue(1); // under way
        placed->~Sender();
        placed = new (place) Sender;
    });
    const TaskHandle young = scope->start(readAll(*placed, 1));
    loop->call([&] { placed->setValue(2); });
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(got, upTo(2));
    QCOMPARE(old.state(), TaskState::Cancelled);
    QCOMPARE(young.state(), TaskState::Finished);
    loop->call([&] { placed->~Sender(); });
}

void tst_Threads::describesASenderThatMayDieAtAnyTime_data()
{
    QTest::addColumn<bool>("movesLater");
    QTest::addColumn<QString>("description");
    QTest::newRow("on another thread") << false << u"AsyncWidgets::Tests::Sender.clicked"_s;
    QTest::newRow("that has moved there") << true << u"named.clicked"_s;
}

void tst_Threads::describesASenderThatMayDieAtAnyTime()
{
    QFETCH(const bool, movesLater);
    QFETCH(const QString, description);
    for (int i = 0; i < 50; ++i) {
        auto *named = new Sender(u"named"_s);
        if (!movesLater)
            loop->adopt(*named);
        const TaskHandle task = scope->start(click(*named, u"a"_s));
        if (movesLater)
            loop->adopt(*named);
        loop->post([named] { delete named; });
        while (!task.isDone()) {
            QCOMPARE(task.waitingFor(), description);
            QCoreApplication::processEvents();
        }
        QCOMPARE(task.state(), TaskState::Cancelled);
    }
}

void tst_Threads::survivesSendersThatComeAndGo()
{
    std::vector<TaskHandle<>> tasks;
    for (int i = 0; i < 300; ++i) {
        auto *guest = new Sender;
        loop->adopt(*guest);
        tasks.push_back(scope->start(click(*guest, u"a"_s)));
        if (i % 3 == 0)
            loop->post([guest] { Q_EMIT guest->clicked(); });
        loop->post([guest] { delete guest; });
        if (i % 3 == 1)
            tasks.back().cancel();
    }
    QTRY_VERIFY(scope->isEmpty());
    for (std::size_t i = 0; i < tasks.size(); ++i)
        QCOMPARE(tasks[i].state(), i % 3 == 0 ? TaskState::Finished : TaskState::Cancelled);
}

void tst_Threads::isCancelledAfterTheLastEmissionOfADeadSender_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("by itself") << u"itself"_s;
    QTest::newRow("later, by its event loop") << u"later"_s;
    QTest::newRow("with its thread") << u"thread"_s;
    QTest::newRow("after it has moved there") << u"moved"_s;
}

void tst_Threads::isCancelledAfterTheLastEmissionOfADeadSender()
{
    QFETCH(const QString, how);
    for (int i = 0; i < 20; ++i) {
        loop.emplace();
        got.clear();
        const QPointer<Sender> guest = new Sender;
        if (how != u"moved")
            loop->adopt(*guest);
        const TaskHandle task = scope->start(follow(*guest));
        if (how == u"moved")
            loop->adopt(*guest);
        if (how == u"thread")
            connect(loop->thread(), &QThread::finished, guest, &QObject::deleteLater);
        loop->call([&, dying = guest.data()] {
            dying->setValue(1);
            dying->setValue(2);
            dying->setValue(3);
            if (how == u"later")
                dying->deleteLater();
            else if (how != u"thread")
                delete dying;
        });
        loop->end();
        QVERIFY(!guest);
        while (!task.isDone()) {
            static_cast<void>(task.waitingFor());
            QCoreApplication::processEvents();
        }
        QCOMPARE(got, upTo(3));
        QCOMPARE(task.state(), TaskState::Cancelled);
        QCOMPARE(task.reason(), u"the sender of AsyncWidgets::Tests::Sender.valueChanged was destroyed"_s);
    }
}

void tst_Threads::isCancelledWhenItWaitsForAnotherSignalOfADeadSender()
{
    loop->adopt(*sender);
    Sender *const dying = sender.get(); // which is not looked at any more once it is dead
    const TaskHandle other = scope->start([&]() -> Task<> {
        log.append(QString::number(co_await waitFor(dying, &Sender::valueChanged)));
        co_await waitFor(dying, &Sender::clicked); // nobody has waited for that before
        log.append(u"clicked"_s);
    });
    const TaskHandle both = scope->start([&]() -> Task<> {
        for (;;) {
            const auto first = co_await whenAny(
                waitFor(dying, &Sender::valueChanged), waitFor(dying, &Sender::textChanged));
            log.append(first.index() == 0 ? u"value"_s : u"text"_s);
        }
    });
    const TaskHandle opens = scope->start([&]() -> Task<> {
        co_await waitFor(dying, &Sender::valueChanged);
        auto names = streamOf(dying, &Sender::named);
        co_await names.next();
    });
    loop->call([&] {
        sender->setValue(1);
        sender->setText(u"text"_s);
        sender.reset();
    });
    QTRY_VERIFY(scope->isEmpty());
    EXPECT_LOG("1", "value", "text");
    for (const TaskHandle<> &task : { other, both, opens }) {
        QCOMPARE(task.state(), TaskState::Cancelled);
        QVERIFY2(task.reason().endsWith(u"was destroyed"_s), qPrintable(task.reason()));
    }
}

void tst_Threads::getsWhatWasEmittedElsewhereBeforeTheSenderDiedHere()
{
    // As a slot does that is connected by a queued connection.
    loop->adopt(*sender);
    QList<int> plain;
    QObject context;
    connect(sender.get(), &Sender::valueChanged, &context, [&](int value) { plain.append(value); });
    const TaskHandle task = scope->start(follow(*sender));
    loop->call([&] {
        sender->setValue(1);
        sender->setValue(2);
    });
    loop->end();
    sender.reset();
    QCOMPARE(task.state(), TaskState::Waiting);
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(plain, upTo(2));
    QCOMPARE(got, upTo(2));
    QVERIFY2(task.reason().endsWith(u"was destroyed"_s), qPrintable(task.reason()));
}

void tst_Threads::waitsForANewSenderAtTheAddressOfOneThatItDeleted()
{
    alignas(Sender) std::byte place[sizeof(Sender)];
    auto *old = new (place) Sender;
    loop->adopt(*old);
    const TaskHandle task = scope->start([&]() -> Task<> {
        got.append(co_await waitFor(old, &Sender::valueChanged));
        old->~Sender();
        auto *fresh = new (place) Sender;
        got.append(co_await waitFor(fresh, &Sender::valueChanged));
    });
    loop->call([&] { old->setValue(1); });
    loop->end();
    QTRY_COMPARE(got, upTo(1));
    old->setValue(2);
    QCOMPARE(got, upTo(2));
    QCOMPARE(task.state(), TaskState::Finished);
    old->~Sender();
}

void tst_Threads::survivesWorkersOfManyThreads()
{
    constexpr int threadCount = 4;
    constexpr int workersOfEach = 50;
    std::array<Loop, threadCount> loops;
    std::vector<TaskHandle<>> tasks;
    for (int w = 0; w < workersOfEach; ++w) {
        for (Loop &each : loops) {
            auto *worker = new Sender;
            each.adopt(*worker);
            tasks.push_back(scope->start(follow(*worker)));
            each.post([worker] {
                worker->setValue(1);
                worker->setValue(2);
                delete worker;
            });
        }
        QCoreApplication::processEvents();
        for (const TaskHandle<> &task : tasks)
            static_cast<void>(task.waitingFor());
    }
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(got.size(), 2 * threadCount * workersOfEach);
    for (const TaskHandle<> &task : tasks)
        QVERIFY2(task.reason().endsWith(u"was destroyed"_s), qPrintable(task.reason()));
}

void tst_Threads::tellsOfAThreadWithoutAnEventLoop_data()
{
    using Function = std::function<void()>;
    using Run = std::function<void(const Function &)>; // on such a thread, and waits for its return
    QTest::addColumn<Run>("run");
    QTest::newRow("a std::thread") << Run([](const Function &function) { std::thread(function).join(); });
    QTest::newRow("a thread of a QThreadPool") << Run([](const Function &function) {
        Semaphore done;
        QThreadPool pool;
        pool.start([&] {
            function();
            done.release();
        });
        done.acquire();
    });
    for (const BackgroundThread thread : { BackgroundThread::Shared, BackgroundThread::Own }) {
        QTest::newRow(thread == BackgroundThread::Shared ? "in the background" : "in the background, alone")
            << Run([thread](const Function &function) {
                   for (const bool runsALoopBefore : { true, false }) {
                       TaskScope tasks;
                       tasks.start([&]() -> Task<> {
                           const auto work = [&](BackgroundContext &) {
                               if (!runsALoopBefore)
                                   return function();
                               QEventLoop events;
                               QTimer::singleShot(0, &events, &QEventLoop::quit);
                               events.exec();
                           };
                           co_await runInBackground(thread, work);
                       });
                       QTRY_VERIFY(tasks.isEmpty());
                   }
               });
    }
}

void tst_Threads::tellsOfAThreadWithoutAnEventLoop()
{
    QFETCH(std::function<void(const std::function<void()> &)>, run);
    run([&] {
        TaskScope tasks;
        tasks.start(attempt([&] { return waitFor(*sender, &Sender::clicked); }));
        tasks.start(attempt([] { return sleepFor(0ms); }));
        tasks.start(attempt([] { return runInBackground([](BackgroundContext &) { }); }));
    });
    const auto words
        = u"This thread runs no event loop, so nothing could resume the task: start it inside of exec(), "
          "of a QThread or a QEventLoop."_s;
    QVERIFY(log.size() >= 3);
    QCOMPARE(log.count(words), log.size());
}

void tst_Threads::runsInAnEventLoopOnAThreadOfAPool()
{
    Semaphore done;
    QThreadPool pool;
    pool.start([&] {
        QEventLoop events;
        TaskScope tasks;
        QTimer::singleShot(0, &events, [&] {
            tasks.start([&]() -> Task<> {
                co_await sleepFor(0ms);
                got.append(co_await runInBackground([](BackgroundContext &) { return 42; }));
                events.quit();
            });
        });
        events.exec();
        done.release();
    });
    done.acquire();
    QCOMPARE(got, QList<int> { 42 });
}

void tst_Threads::runsWithoutAnEventLoopWhatNeedsNone()
{
    std::thread([&] {
        TaskScope there;
        TaskScope other;
        const auto now = [](int value) -> Task<int> { co_return value; };
        there.start([&]() -> Task<> {
            const auto both = co_await whenAll(now(1), now(2));
            got << std::get<0>(both) << std::get<1>(both) << co_await now(3);
        });
        other.start(attempt([&] { return there.join(); }));
    }).join();
    QCOMPARE(got, upTo(3));
    EXPECT_LOG("done");
}

void tst_Threads::tellsOfAScopeWhoseTasksRunElsewhere()
{
    scope->start([]() -> Task<> { co_await sleepFor(1h); });
    const QString words
        = u"A TaskScope runs its tasks on one thread, and tasks of this one run on another: %1 "
          "there, or use a scope of this thread."_s;
    loop->call([&] {
        log.append(wordsOf([&] { scope->start([]() -> Task<> { co_return; }); }));
        log.append(wordsOf([&] { static_cast<void>(toFuture(*scope, []() -> Task<> { co_return; }())); }));
        TaskScope there;
        there.start(attempt([&] { return scope->join(); }));
    });
    EXPECT_LOG(words.arg(u"start the task"), words.arg(u"start the task"), words.arg(u"wait for them"));
    QCOMPARE(scope->count(), 1);
}

void tst_Threads::canBeUsedOnAnotherThreadAfterItsTasks()
{
    scope->start(click(u"a"_s));
    Q_EMIT sender->clicked();
    QThread *ranOn = nullptr;
    loop->call([&] {
        scope->start([&]() -> Task<> {
            ranOn = QThread::currentThread();
            co_return;
        });
    });
    QCOMPARE(ranOn, loop->thread());
    QVERIFY(scope->isEmpty());
}

void tst_Threads::endsItsTasksWithTheThread()
{
    // The scope outlives the thread: what waits there could never go on.
    const auto trace = [this](QString name, auto make) -> Task<> {
        const Trace local(log, name);
        co_await make();
    };
    const auto work = [](BackgroundContext &context) {
        while (!context.isStopRequested())
            QThread::yieldCurrentThread();
    };
    std::vector<TaskHandle<>> tasks;
    loop->call([&] {
        tasks.push_back(scope->start(trace(u"sleeping"_s, [] { return sleepFor(1h); })));
        tasks.push_back(scope->start(trace(
            u"waiting"_s, [this] { return whenAll(waitFor(*sender, &Sender::clicked), sleepFor(1h)); })));
        tasks.push_back(scope->start(trace(u"background"_s, [&] { return runInBackground(work); })));
    });
    loop.reset();
    QVERIFY(scope->isEmpty());
    EXPECT_LOG("~background", "~waiting", "~sleeping");
    for (const TaskHandle<> &task : tasks) {
        QCOMPARE(task.state(), TaskState::Cancelled);
        QCOMPARE(task.reason(), u"the thread of the task has ended"_s);
    }
    QVERIFY(!sender->hasConnections());
}

void tst_Threads::startsNoTaskWhileItsThreadEnds()
{
    int started = 0;
    TaskHandle last;
    std::function<void()> startAgain = [&] {
        last = scope->start([&]() -> Task<> {
            ++started;
            const AtEnd end(startAgain);
            co_await sleepFor(1h);
        });
    };
    loop->call(startAgain);
    loop.reset();
    QVERIFY(scope->isEmpty());
    QCOMPARE(started, 1);
    QCOMPARE(last.state(), TaskState::Cancelled);
    QCOMPARE(last.reason(), u"its thread was ending when it was to start"_s);
}

void tst_Threads::endsThoughATaskStartsAgainWhatHasEnded()
{
    TaskScope others;
    int started = 0;
    const auto work = []() -> Task<> { co_await sleepFor(1h); };
    const auto startAgain = [&]() -> Task<> {
        for (;;) {
            ++started;
            const TaskHandle task = others.start(work());
            co_await task.asOptional();
        }
    };
    loop->call([&] {
        others.start(work()); // so that this scope ends first
        scope->start(startAgain());
    });
    loop.reset();
    QVERIFY(scope->isEmpty());
    QCOMPARE(started, 2);
}

void tst_Threads::endsItsTasksWithTheApplication()
{
    const ProgramEnd end = runThisProgram({ u"--outlive-the-application"_s });
    QVERIFY2(end.status == QProcess::NormalExit && end.exitCode == 0, qPrintable(end.output));
}

void tst_Threads::looksAtNoLoopButThatOfTheApplication()
{
    constexpr auto words
        = "EventLoopProbe::start: there is no event loop to look at; create the QCoreApplication first, "
          "and the probe on its thread.";
    bool isActive = true;
    QTest::ignoreMessage(QtWarningMsg, words);
    std::thread([&isActive] {
        EventLoopProbe probe;
        probe.start();
        isActive = probe.isActive();
        probe.stop();
    }).join();
    QVERIFY(!isActive);

    const ProgramEnd end = runThisProgram({ u"--look-without-an-application"_s });
    QVERIFY2(end.status == QProcess::NormalExit && end.exitCode == 0, qPrintable(end.output));
    QVERIFY2(end.output.contains(QString::fromLatin1(words)), qPrintable(end.output));
}

void tst_Threads::saysThatAWaitIsDestroyedOnAnotherThread()
{
    const ProgramEnd end = runThisProgram({ u"--destroy-a-wait-elsewhere"_s });
    QCOMPARE(end.status, QProcess::CrashExit);
    QVERIFY2(end.output.contains(u"AsyncWidgets: a wait was destroyed on another thread than its own"_s),
        qPrintable(end.output));
}

void tst_Threads::keepsThreadsApart()
{
    constexpr std::size_t threadCount = 4;
    std::atomic<qint64> sum = 0;
    std::array<Loop, threadCount> loops;
    std::array<TaskScope, threadCount> scopes;
    Semaphore finished;
    const auto add = [&](Sender &own) -> Task<> {
        for (;;)
            sum += co_await waitFor(own, &Sender::valueChanged);
    };
    const auto work = [&]() -> Task<> {
        Sender own;
        TaskScope inner;
        inner.start(add(own));
        for (int i = 1; i <= 1'000; ++i) {
            own.setValue(i);
            if (i % 100 == 0)
                co_await sleepFor(0ms);
        }
        finished.release();
    };
    for (std::size_t t = 0; t < threadCount; ++t)
        loops[t].post([&, t] { scopes[t].start(work()); });
    finished.acquire(threadCount);
    for (Loop &each : loops)
        each.end();
    QCOMPARE(sum.load(), qint64(threadCount) * 1'000 * 1'001 / 2);
}

void tst_Threads::waitsForOneSignalForTheFirstTimeOnManyThreads()
{
    constexpr int threadCount = 6;
    std::array<Loop, threadCount> loops;
    std::atomic<int> served = 0;
    Semaphore done;
    for (Loop &each : loops) {
        each.post([&] {
            Sender own;
            TaskScope tasks;
            tasks.start([&]() -> Task<> { // nobody else in this program waits for this signal
                co_await waitFor(own, &Sender::textChanged);
                ++served;
            });
            own.setText(u"new"_s);
            done.release();
        });
    }
    done.acquire(threadCount);
    QCOMPARE(served.load(), threadCount);
}

void tst_Threads::canDieOnAnotherThread_data()
{
    QTest::addColumn<std::function<std::shared_ptr<void>()>>("make");
    QTest::addColumn<QString>("warning");
    const auto row = [](const char *name, const std::function<std::shared_ptr<void>()> &make,
                         const QString &warning = {}) { QTest::newRow(name) << make << warning; };
    row("TaskTrace that has news", [] {
        auto trace = std::make_shared<TaskTrace>();
        trace->setRecordsValues(true);
        TaskScope tasks;
        tasks.start([]() -> Task<> { co_return; });
        return trace;
    });
    row("TaskTrace beside another", [] {
        auto traces = std::make_shared<std::array<TaskTrace, 2>>();
        TaskScope tasks;
        tasks.start([]() -> Task<> { co_return; });
        return traces;
    });
    row("ProgressChannel that has a value", [] {
        auto progress = std::make_shared<ProgressChannel>();
        progress->start();
        progress->report(0.5);
        return progress;
    });
    row("TotalProgress", [] {
        auto total = std::make_shared<TotalProgress>();
        total->addPart()(0.5);
        return total;
    });
    row("EventLoopProbe that looks", [] {
        auto probe = std::make_shared<EventLoopProbe>();
        probe->start();
        return probe;
    });
    row(
        "StallMonitor", [] { return std::make_shared<StallMonitor>(); },
        u"StallMonitor: it was destroyed on another thread than the one that it watches: destroy it there."_s);
    row(
        "VirtualTime", [] { return std::make_shared<VirtualTime>(); },
        u"VirtualTime: it was destroyed on another thread than its own, whose clock stands still until its "
        "event loop comes to it: destroy it there."_s);
    row("Channel", [] { return std::make_shared<Channel<int>>(1); });
    row("Resume", [] {
        struct Waiting
        {
            TaskScope scope;
            std::optional<Resume<void>> resume;
        };
        static Waiting waiting;
        waiting.scope.start([](std::optional<Resume<void>> &resume_) -> Task<> {
            const auto ask = [&resume_](Resume<void> go) { resume_ = std::move(go); };
            co_await waitForCallback(ask);
        }(waiting.resume));
        return std::shared_ptr<void>(&waiting, [](Waiting *it) { it->resume.reset(); });
    });
}

void tst_Threads::canDieOnAnotherThread()
{
    QFETCH(const std::function<std::shared_ptr<void>()>, make);
    QFETCH(const QString, warning);
    std::shared_ptr<void> object = make();
    if (!warning.isEmpty())
        QTest::ignoreMessage(QtWarningMsg, warning.toUtf8().constData());
    std::thread([&object] { object.reset(); }).join();
    // Whatever it had begun is due before this ends.
    scope->start([]() -> Task<> { co_await sleepFor(3 * ProgressChannel::frame); });
    QTRY_VERIFY(scope->isEmpty());
}

void tst_Threads::destroysALocalObjectOnItsThread()
{
    const QPointer<QObject> object(new QObject);
    const QThread *died = nullptr;
    connect(
        object, &QObject::destroyed, object, [&died] { died = QThread::currentThread(); },
        Qt::DirectConnection);
    auto local = std::make_unique<LocalObject<QObject>>(LocalObject<QObject>::adopt(object));
    std::thread([&local] { local.reset(); }).join();
    QTRY_VERIFY(!object);
    QCOMPARE(died, QThread::currentThread());
}

void tst_Threads::destroysAModelThatIsJustRefreshed()
{
    for (int i = 0; i < 50; ++i) {
        TaskScope tasks;
        auto *model = new TaskModel;
        std::thread other;
        connect(model, &QAbstractItemModel::rowsInserted, model, [&] {
            if (other.joinable())
                return;
            std::atomic<bool> hasBegun = false;
            other = std::thread([&] {
                hasBegun = true;
                delete model;
            });
            while (!hasBegun)
                std::this_thread::yield();
        });
        for (int j = 0; j < 100; ++j)
            tasks.start([&]() -> Task<> { co_await waitFor(*sender, &Sender::clicked); });
        QTRY_VERIFY(other.joinable());
        other.join();
    }
}

void tst_Threads::closesAStreamThatDiedElsewhere()
{
    auto changes = std::make_unique<decltype(streamOf(*sender, &Sender::valueChanged))>(
        streamOf(*sender, &Sender::valueChanged));
    QTest::ignoreMessage(QtWarningMsg,
        "AsyncWidgets: a stream was destroyed on another thread than its own, whose event loop will close "
        "it: "
        "destroy it there.");
    std::thread([&changes] { changes.reset(); }).join();
    sender->setValue(1);
    QVERIFY(sender->hasConnections());
    QTRY_VERIFY(!sender->hasConnections());
}

void tst_Threads::cancelsBackgroundWorkAtAnyMoment()
{
    std::atomic<int> running = 0;
    int finished = 0;
    const auto work = [&](BackgroundContext &context) {
        ++running;
        for (int step = 0; step < 100 && !context.isStopRequested(); ++step)
            context.setProgress(step / 100.0);
        --running;
    };
    for (int i = 0; i < 200; ++i) {
        const TaskHandle task = scope->start([&]() -> Task<> {
            co_await runInBackground(work, [](double) { });
            ++finished;
        });
        if (i % 4 == 0)
            QCoreApplication::processEvents();
        if (i % 2 == 0)
            task.cancel();
    }
    QTRY_VERIFY(scope->isEmpty());
    QTRY_COMPARE(running.load(), 0);
    QVERIFY(finished >= 100);
}

// What the thread has to tell at its end comes while this thread looks, for what it was told at the beginning.
void tst_Threads::seesThatBackgroundWorkBeginsWhenItIsOver()
{
    const auto work = [](BackgroundContext &) { };
    const auto workInTurn = [&]() -> Task<> { co_await runInBackground(work); };
    for (int round = 0; round < 50; ++round) {
        for (int i = 0; i < 200; ++i)
            scope->start(workInTurn());
        QTRY_VERIFY(scope->isEmpty());
    }
}

void tst_Threads::cancelsBackgroundWorkWithItsThread()
{
    Semaphore begun;
    std::atomic<int> left = 0;
    const auto work = [&](BackgroundContext &context) {
        begun.release();
        while (!context.isStopRequested())
            context.setProgress(0.5);
        ++left;
    };
    for (int i = 0; i < 20; ++i) {
        loop.emplace();
        loop->call(
            [&] { scope->start([&]() -> Task<> { co_await runInBackground(work, [](double) { }); }); });
        begun.acquire(); // what is cancelled before it begins never runs
    }
    loop.reset();
    QTRY_COMPARE(left.load(), 20);
}

void tst_Threads::reportsProgressToAWorkersThread()
{
    Semaphore finished;
    double last = 0;
    bool isOnThread = true;
    const auto work = [](BackgroundContext &context) {
        for (int step = 1; step <= 100'000; ++step)
            context.setProgress(step / 100'000.0);
    };
    const auto onProgress = [&](double value) {
        last = value;
        isOnThread &= QThread::currentThread() == loop->thread();
    };
    loop->call([&] {
        scope->start([&]() -> Task<> {
            co_await runInBackground(work, onProgress);
            finished.release();
        });
    });
    finished.acquire();
    loop->call([&] { scope.reset(); });
    QCOMPARE(last, 1.0);
    QVERIFY(isOnThread);
}

void tst_Threads::passesResultsAndExceptionsBetweenThreads()
{
    scope->start([&]() -> Task<> {
        for (int i = 0; i < 50; ++i) {
            const auto make
                = [i](BackgroundContext &) { return QStringList { u"made"_s, QString::number(i) }; };
            const auto fail = [i](BackgroundContext &) { throw std::runtime_error(std::to_string(i)); };
            const QStringList made = co_await runInBackground(make);
            log += made;
            co_await attempt([&] { return runInBackground(fail); });
        }
    });
    QTRY_VERIFY(scope->isEmpty());
    QStringList expected;
    for (int i = 0; i < 50; ++i)
        expected += { u"made"_s, QString::number(i), QString::number(i) };
    QCOMPARE(log, expected);
}

void tst_Threads::sleepsOnManyThreads()
{
    constexpr std::size_t threadCount = 4;
    std::array<Loop, threadCount> loops;
    std::array<TaskScope, threadCount> scopes;
    Semaphore woken;
    const auto sleep = [&](int milliseconds) -> Task<> {
        co_await sleepFor(std::chrono::milliseconds(milliseconds));
        woken.release();
    };
    for (std::size_t t = 0; t < threadCount; ++t) {
        loops[t].post([&, t] {
            for (int i = 0; i < 100; ++i)
                scopes[t].start(sleep(i % 10));
        });
    }
    woken.acquire(threadCount * 100);
    for (Loop &each : loops)
        each.end();
}

namespace {

/// A program whose scope outlives the application object, as a static one does.
int outliveTheApplication(int argc, char **argv)
{
    Sender sender;
    TaskScope scope;
    int ended = 0;
    {
        const QCoreApplication application(argc, argv);
        scope.start([&]() -> Task<> {
            const AtEnd end([&] { ++ended; });
            co_await sleepFor(1h);
        });
        scope.start([&]() -> Task<> {
            const AtEnd end([&] { ++ended; });
            auto changes = streamOf(sender, &Sender::valueChanged);
            co_await changes.next();
        });
        static TaskScope scopeOfTheProgram;
        scopeOfTheProgram.start([]() -> Task<> { co_await sleepFor(1h); });
    }
    return ended == 2 && scope.isEmpty() && !sender.hasConnections()
            && Detail::CoroutineRecord::liveFrames() == 0
        ? 0
        : 1;
}

int lookWithoutAnApplication()
{
    EventLoopProbe probe;
    probe.start();
    const bool isActive = probe.isActive();
    probe.stop();
    return isActive ? 1 : 0;
}

int destroyAWaitElsewhere(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    Sender sender;
    auto wait = std::make_unique<decltype(waitFor(sender, &Sender::valueChanged))>(
        waitFor(sender, &Sender::valueChanged));
    std::thread([&] { wait.reset(); }).join();
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 2 && qstrcmp(argv[1], "--outlive-the-application") == 0)
        return outliveTheApplication(argc, argv);
    if (argc == 2 && qstrcmp(argv[1], "--destroy-a-wait-elsewhere") == 0)
        return destroyAWaitElsewhere(argc, argv);
    if (argc == 2 && qstrcmp(argv[1], "--look-without-an-application") == 0)
        return lookWithoutAnApplication();
    QCoreApplication application(argc, argv);
    tst_Threads tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_threads.moc"
