// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests everything that has to do with threads; it is run under the thread sanitizer too, with tests/tsan.supp.

#include "testsupport.h"

#include <QtCore/QEventLoop>
#include <QtCore/QPointer>
#include <QtCore/QProcess>
#include <QtCore/QThread>
#include <QtCore/QThreadPool>
#include <QtCore/QTimer>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::function<void(const std::function<void()> &)>)

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

Task<> readAll(Sender &sender, QList<int> &got, int times)
{
    auto changes = streamOf(sender, &Sender::valueChanged);
    for (int i = 0; i < times; ++i)
        got.append(co_await changes.next());
}

QList<int> upTo(int last)
{
    QList<int> numbers;
    for (int i = 1; i <= last; ++i)
        numbers.append(i);
    return numbers;
}

/// What a task on a thread without an event loop is told.
QStringList tellTales(Sender &sender)
{
    QStringList told;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        for (int i = 0; i < 8; ++i) {
            try {
                switch (i) {
                case 0:
                    co_await waitFor(sender, &Sender::clicked);
                    break;
                case 1:
                    co_await sleepFor(0ms);
                    break;
                case 2:
                    co_await waitUntil(sender, &Sender::valueChanged, [](int) { return true; });
                    break;
                case 3:
                    co_await waitUntilSettled(sender, &Sender::clicked, 0ms);
                    break;
                case 4:
                    co_await runInBackground([](BackgroundContext &) { });
                    break;
                case 5:
                    co_await streamOf(sender, &Sender::clicked).next();
                    break;
                case 6:
                    co_await withTimeout(waitFor(sender, &Sender::clicked), 0ms);
                    break;
                case 7:
                    co_await whenAny(sleepFor(0ms), waitFor(sender, &Sender::clicked));
                    break;
                }
                told.append(u"not told"_s);
            } catch (const WaitError &error) {
                told.append(QString::fromUtf8(error.what()));
            }
        }
    });
    return told;
}

} // namespace

class tst_Threads : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    // Emissions from elsewhere
    void resumesOnItsThreadWhicheverThreadEmits();
    void resumesOnAWorkersThread();
    void keepsTheOrderOfEmissionsFromAnotherThread();
    void keepsTheOrderOfThoseWhoWait();
    void servesAnObjectThatSeveralThreadsEmit();
    void ignoresWhatIsUnderWayWhenTheTaskEnds();
    void doesNotGiveOldEmissionsToANewTask();
    void followsASenderThatMovesToAnotherThread();

    // Senders that die elsewhere
    void isCancelledWhenTheSenderDiesOnItsThread();
    void getsWhatWasEmittedBeforeTheSenderDied();
    void isCancelledWhenTheSenderIsDisconnectedOnItsThread_data();
    void isCancelledWhenTheSenderIsDisconnectedOnItsThread();
    void survivesANewSenderAtTheSameAddress();
    void getsWhatWasEmittedBeforeAnotherSenderTookTheAddress();
    void isCancelledWhenTheSenderHasMovedAndIsDisconnectedThere();
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
    void keepsThreadsApart();
    void waitsForOneSignalForTheFirstTimeOnManyThreads();

    // Background work
    void cancelsBackgroundWorkAtAnyMoment();
    void cancelsBackgroundWorkWithItsThread();
    void reportsProgressToAWorkersThread();
    void passesResultsAndExceptionsBetweenThreads();
    void sleepsOnManyThreads();

    // The last one: after its fork the thread sanitizer watches no more.
    void endsItsTasksWithTheApplication();
};

void tst_Threads::resumesOnItsThreadWhicheverThreadEmits()
{
    Loop loop;
    Sender sender;
    loop.adopt(sender);
    QList<QThread *> threads;
    TaskScope scope;
    const TaskHandle task = scope.start([&]() -> Task<> {
        for (int i = 0; i < 3; ++i) {
            co_await waitFor(sender, &Sender::clicked);
            threads.append(QThread::currentThread());
            co_await sleepFor(0ms);
            threads.append(QThread::currentThread());
        }
    });
    for (int i = 1; i <= 3; ++i) {
        loop.call([&] { Q_EMIT sender.clicked(); });
        QTRY_COMPARE(threads.size(), 2 * i);
    }
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QCOMPARE(threads.count(thread()), 6);
    loop.end();
}

void tst_Threads::resumesOnAWorkersThread()
{
    Loop loop;
    Sender sender; // lives here
    QList<int> got;
    QList<QThread *> threads;
    Semaphore finished;
    std::unique_ptr<TaskScope> scope;
    loop.call([&] {
        scope = std::make_unique<TaskScope>();
        scope->start([](Sender &sender_, QList<int> &got_, QList<QThread *> &threads_,
                         Semaphore &finished_) -> Task<> {
            auto changes = streamOf(sender_, &Sender::valueChanged);
            for (int i = 0; i < 100; ++i) {
                got_.append(co_await changes.next());
                threads_.append(QThread::currentThread());
            }
            finished_.release();
        }(sender, got, threads, finished));
    });
    for (int i = 1; i <= 100; ++i)
        sender.setValue(i);
    finished.acquire();
    loop.call([&] { scope.reset(); });
    QCOMPARE(got, upTo(100));
    QCOMPARE(threads.count(loop.thread()), 100);
}

void tst_Threads::keepsTheOrderOfEmissionsFromAnotherThread()
{
    Loop loop;
    Sender sender;
    loop.adopt(sender);
    QList<int> got;
    TaskScope scope;
    scope.start(readAll(sender, got, 5'000));
    loop.post([&] {
        for (int i = 1; i <= 5'000; ++i)
            sender.setValue(i);
    });
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(got, upTo(5'000));
    loop.end();
}

void tst_Threads::keepsTheOrderOfThoseWhoWait()
{
    // A task that waits again in its continuation loses nothing of a burst from another thread.
    Loop loop;
    Sender sender;
    loop.adopt(sender);
    QStringList log;
    QStringList expected;
    TaskScope scope;
    for (const QString &name : { u"a"_s, u"b"_s, u"c"_s }) {
        scope.start([](Sender &sender_, QStringList &log_, QString name_) -> Task<> {
            for (int i = 0; i < 100; ++i)
                log_.append(u"%1 %2"_s.arg(name_).arg(co_await waitFor(sender_, &Sender::valueChanged)));
        }(sender, log, name));
    }
    loop.call([&] {
        for (int i = 1; i <= 100; ++i)
            sender.setValue(i);
    });
    for (int i = 1; i <= 100; ++i)
        expected += { u"a %1"_s.arg(i), u"b %1"_s.arg(i), u"c %1"_s.arg(i) };
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(log, expected);
    loop.end();
}

void tst_Threads::servesAnObjectThatSeveralThreadsEmit()
{
    constexpr int threadCount = 4;
    constexpr int emissions = 2'000;
    Sender sender; // lives here, and emits here as well
    QList<int> got;
    TaskScope scope;
    scope.start(readAll(sender, got, (threadCount + 1) * emissions));
    std::vector<std::thread> threads;
    for (int t = 0; t < threadCount; ++t) {
        threads.emplace_back([&sender, t] {
            for (int i = 0; i < emissions; ++i)
                Q_EMIT sender.valueChanged(t * emissions + i);
        });
    }
    for (int i = 0; i < emissions; ++i)
        Q_EMIT sender.valueChanged(threadCount * emissions + i);
    for (std::thread &thread : threads)
        thread.join();
    QTRY_VERIFY(scope.isEmpty());
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
    Loop loop;
    Sender sender;
    loop.adopt(sender);
    QList<int> got;
    TaskScope scope;
    const TaskHandle task = scope.start(readAll(sender, got, 100));
    loop.call([&] {
        for (int i = 1; i <= 50; ++i)
            sender.setValue(i);
    }); // 50 calls are under way
    task.cancel();
    QCoreApplication::processEvents();
    QCOMPARE(got, QList<int>());
    QCOMPARE(task.state(), TaskState::Cancelled);
    loop.end();
    QVERIFY(!sender.hasConnections());
}

void tst_Threads::doesNotGiveOldEmissionsToANewTask()
{
    Loop loop;
    Sender sender;
    loop.adopt(sender);
    QList<int> got;
    TaskScope scope;
    const TaskHandle old = scope.start(readAll(sender, got, 100));
    loop.call([&] { sender.setValue(1); });
    old.cancel();
    scope.start(readAll(sender, got, 1)); // began to wait after the first emission
    loop.call([&] { sender.setValue(2); });
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(got, QList<int> { 2 });
    loop.end();
}

void tst_Threads::followsASenderThatMovesToAnotherThread()
{
    Loop loop;
    Sender sender;
    QList<int> got;
    TaskScope scope;
    scope.start(readAll(sender, got, 3));
    sender.setValue(1);
    QCOMPARE(got, QList<int> { 1 });
    loop.adopt(sender);
    loop.call([&] { sender.setValue(2); });
    QTRY_COMPARE(got, (QList<int> { 1, 2 }));
    loop.call([&] { sender.moveToThread(thread()); });
    sender.setValue(3);
    QCOMPARE(got, (QList<int> { 1, 2, 3 }));
}

void tst_Threads::isCancelledWhenTheSenderDiesOnItsThread()
{
    Loop loop;
    auto sender = std::make_unique<Sender>(u"dial"_s);
    loop.adopt(*sender);
    QList<int> got;
    TaskScope scope;
    const TaskHandle single = scope.start([&]() -> Task<> { co_await waitFor(*sender, &Sender::clicked); });
    const TaskHandle stream = scope.start(readAll(*sender, got, 1));
    loop.call([&] { sender.reset(); });
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(single.state(), TaskState::Cancelled);
    QCOMPARE(stream.state(), TaskState::Cancelled);
    QCOMPARE(single.reason(), u"the sender of AsyncWidgets::Tests::Sender.clicked was destroyed"_s);
}

void tst_Threads::getsWhatWasEmittedBeforeTheSenderDied()
{
    Loop loop;
    auto sender = std::make_unique<Sender>();
    loop.adopt(*sender);
    QList<int> got;
    TaskScope scope;
    const TaskHandle task = scope.start(readAll(*sender, got, 100));
    loop.call([&] {
        sender->setValue(1);
        sender->setValue(2);
        sender.reset();
    });
    QTRY_VERIFY(task.isDone());
    QCOMPARE(got, (QList<int> { 1, 2 }));
    QVERIFY2(task.reason().endsWith(u"was destroyed"_s), qPrintable(task.reason()));
}

void tst_Threads::isCancelledWhenTheSenderIsDisconnectedOnItsThread_data()
{
    QTest::addColumn<int>("emissions");
    QTest::newRow("while nothing is under way") << 0;
    QTest::newRow("after an emission") << 1;
}

void tst_Threads::isCancelledWhenTheSenderIsDisconnectedOnItsThread()
{
    QFETCH(const int, emissions);
    Loop loop;
    Sender sender;
    loop.adopt(sender);
    QList<int> got;
    TaskScope scope;
    const TaskHandle task = scope.start(readAll(sender, got, 100));
    loop.call([&] {
        for (int i = 1; i <= emissions; ++i)
            sender.setValue(i);
        sender.disconnectAll();
    });
    QTRY_VERIFY(task.isDone());
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY2(task.reason().contains(u"disconnected"_s), qPrintable(task.reason()));
    QCOMPARE(got, upTo(emissions));
    scope.start(readAll(sender, got, 1));
    loop.call([&] { sender.setValue(emissions + 1); });
    QTRY_COMPARE(got, upTo(emissions + 1));
    loop.end();
}

void tst_Threads::survivesANewSenderAtTheSameAddress()
{
    Loop loop;
    alignas(Sender) std::byte place[sizeof(Sender)];
    QList<int> got;
    TaskScope scope;
    for (int i = 1; i <= 20; ++i) {
        Sender *sender = nullptr;
        loop.call([&] { sender = new (place) Sender; });
        const TaskHandle old = scope.start(readAll(*sender, got, 100));
        loop.call([&] {
            sender->~Sender();
            sender = new (place) Sender;
        });
        const TaskHandle fresh
            = scope.start(readAll(*sender, got, 1)); // before the end of the old one is known here
        loop.call([&] { sender->setValue(i); });
        QTRY_COMPARE(fresh.state(), TaskState::Finished);
        QCOMPARE(old.state(), TaskState::Cancelled);
        loop.call([&] { sender->~Sender(); });
    }
    QCOMPARE(got, upTo(20));
}

void tst_Threads::getsWhatWasEmittedBeforeAnotherSenderTookTheAddress()
{
    Loop loop;
    alignas(Sender) std::byte place[sizeof(Sender)];
    Sender *sender = nullptr;
    loop.call([&] { sender = new (place) Sender; });
    QList<int> gotOld;
    QList<int> gotNew;
    TaskScope scope;
    const TaskHandle old = scope.start(readAll(*sender, gotOld, 2));
    loop.call([&] {
        sender->setValue(1); // under way
        sender->~Sender();
        sender = new (place) Sender;
    });
    const TaskHandle young = scope.start(readAll(*sender, gotNew, 1));
    loop.call([&] { sender->setValue(2); });
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(gotOld, QList<int> { 1 });
    QCOMPARE(old.state(), TaskState::Cancelled);
    QCOMPARE(gotNew, QList<int> { 2 });
    QCOMPARE(young.state(), TaskState::Finished);
    loop.call([&] { sender->~Sender(); });
}

void tst_Threads::isCancelledWhenTheSenderHasMovedAndIsDisconnectedThere()
{
    Loop loop;
    Sender sender;
    QList<int> got;
    TaskScope scope;
    const TaskHandle task = scope.start(readAll(sender, got, 100));
    sender.setValue(1);
    loop.adopt(sender);
    loop.call([&] {
        sender.setValue(2);
        sender.disconnectAll();
    });
    QTRY_VERIFY(task.isDone());
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY2(task.reason().contains(u"disconnected"_s), qPrintable(task.reason()));
    QCOMPARE(got, upTo(2));
    loop.end();
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
    Loop loop;
    TaskScope scope;
    for (int i = 0; i < 50; ++i) {
        auto *sender = new Sender(u"named"_s);
        if (!movesLater)
            loop.adopt(*sender);
        const TaskHandle task = scope.start(
            [](Sender *sender_) -> Task<> { co_await waitFor(sender_, &Sender::clicked); }(sender));
        if (movesLater)
            loop.adopt(*sender);
        loop.post([sender] { delete sender; });
        while (!task.isDone()) {
            const QString words = task.waitingFor();
            QCOMPARE(words, description);
            QCoreApplication::processEvents();
        }
        QCOMPARE(task.state(), TaskState::Cancelled);
    }
}

void tst_Threads::survivesSendersThatComeAndGo()
{
    Loop loop;
    int finished = 0;
    int cancelled = 0;
    TaskScope scope;
    std::vector<TaskHandle<>> tasks;
    for (int i = 0; i < 300; ++i) {
        auto *sender = new Sender;
        loop.adopt(*sender);
        tasks.push_back(scope.start(
            [](Sender *sender_) -> Task<> { co_await waitFor(sender_, &Sender::clicked); }(sender)));
        if (i % 3 == 0)
            loop.post([sender] { Q_EMIT sender->clicked(); });
        loop.post([sender] { delete sender; });
        if (i % 3 == 1)
            tasks.back().cancel();
    }
    QTRY_VERIFY(scope.isEmpty());
    for (const TaskHandle<> &task : tasks)
        ++(task.state() == TaskState::Finished ? finished : cancelled);
    QCOMPARE(finished, 100);
    QCOMPARE(cancelled, 200);
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
        Loop loop;
        auto *sender = new Sender;
        QList<int> got;
        TaskScope scope;
        if (how != u"moved")
            loop.adopt(*sender);
        const TaskHandle task = scope.start([](Sender *sender_, QList<int> &got_) -> Task<> {
            for (;;)
                got_.append(co_await waitFor(sender_, &Sender::valueChanged));
        }(sender, got));
        if (how == u"moved")
            loop.adopt(*sender);
        if (how == u"thread")
            connect(loop.thread(), &QThread::finished, sender, &QObject::deleteLater);
        const QPointer<Sender> guard = sender;
        loop.call([sender, how] {
            sender->setValue(1);
            sender->setValue(2);
            sender->setValue(3);
            if (how == u"later")
                sender->deleteLater();
            else if (how != u"thread")
                delete sender;
        });
        loop.end();
        QVERIFY(!guard);
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
    Loop loop;
    auto *sender = new Sender;
    loop.adopt(*sender);
    QStringList log;
    TaskScope scope;
    const TaskHandle other = scope.start([](Sender *sender_, QStringList &log_) -> Task<> {
        log_.append(QString::number(co_await waitFor(sender_, &Sender::valueChanged)));
        co_await waitFor(sender_, &Sender::clicked); // nobody has waited for that before
        log_.append(u"clicked"_s);
    }(sender, log));
    const TaskHandle both = scope.start([](Sender *sender_, QStringList &log_) -> Task<> {
        for (;;) {
            const auto first = co_await whenAny(
                waitFor(sender_, &Sender::valueChanged), waitFor(sender_, &Sender::textChanged));
            log_.append(first.index() == 0 ? u"value"_s : u"text"_s);
        }
    }(sender, log));
    const TaskHandle opens = scope.start([](Sender *sender_) -> Task<> {
        co_await waitFor(sender_, &Sender::valueChanged);
        auto names = streamOf(sender_, &Sender::named);
        co_await names.next();
    }(sender));
    loop.call([sender] {
        sender->setValue(1);
        sender->setText(u"text"_s);
        delete sender;
    });
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(log, (QStringList { u"1"_s, u"value"_s, u"text"_s }));
    for (const TaskHandle<> &task : { other, both, opens }) {
        QCOMPARE(task.state(), TaskState::Cancelled);
        QVERIFY2(task.reason().endsWith(u"was destroyed"_s), qPrintable(task.reason()));
    }
}

void tst_Threads::getsWhatWasEmittedElsewhereBeforeTheSenderDiedHere()
{
    // As a slot does that is connected by a queued connection.
    Loop loop;
    auto *sender = new Sender;
    loop.adopt(*sender);
    QList<int> plain;
    QList<int> got;
    QObject context;
    connect(sender, &Sender::valueChanged, &context, [&](int value) { plain.append(value); });
    TaskScope scope;
    const TaskHandle task = scope.start([](Sender *sender_, QList<int> &got_) -> Task<> {
        for (;;)
            got_.append(co_await waitFor(sender_, &Sender::valueChanged));
    }(sender, got));
    loop.call([sender] {
        sender->setValue(1);
        sender->setValue(2);
    });
    loop.end();
    delete sender;
    QCOMPARE(task.state(), TaskState::Waiting);
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(plain, upTo(2));
    QCOMPARE(got, upTo(2));
    QVERIFY2(task.reason().endsWith(u"was destroyed"_s), qPrintable(task.reason()));
}

void tst_Threads::waitsForANewSenderAtTheAddressOfOneThatItDeleted()
{
    Loop loop;
    alignas(Sender) std::byte place[sizeof(Sender)];
    auto *sender = new (place) Sender;
    loop.adopt(*sender);
    QList<int> got;
    TaskScope scope;
    const TaskHandle task = scope.start([](Sender *sender_, QList<int> &got_) -> Task<> {
        got_.append(co_await waitFor(sender_, &Sender::valueChanged));
        sender_->~Sender();
        auto *fresh = new (sender_) Sender;
        got_.append(co_await waitFor(fresh, &Sender::valueChanged));
    }(sender, got));
    loop.call([sender] { sender->setValue(1); });
    loop.end();
    QTRY_COMPARE(got, upTo(1));
    sender->setValue(2);
    QCOMPARE(got, upTo(2));
    QCOMPARE(task.state(), TaskState::Finished);
    sender->~Sender();
}

void tst_Threads::survivesWorkersOfManyThreads()
{
    constexpr int threadCount = 4;
    constexpr int workersOfEach = 50;
    std::vector<std::unique_ptr<Loop>> loops;
    for (int t = 0; t < threadCount; ++t)
        loops.push_back(std::make_unique<Loop>());
    TaskScope scope;
    std::vector<TaskHandle<>> tasks;
    int received = 0;
    for (int w = 0; w < workersOfEach; ++w) {
        for (const auto &loop : loops) {
            auto *worker = new Sender;
            loop->adopt(*worker);
            tasks.push_back(scope.start([](Sender *worker_, int &received_) -> Task<> {
                for (;;) {
                    co_await waitFor(worker_, &Sender::valueChanged);
                    ++received_;
                }
            }(worker, received)));
            loop->post([worker] {
                worker->setValue(1);
                worker->setValue(2);
                delete worker;
            });
        }
        QCoreApplication::processEvents();
        for (const TaskHandle<> &task : tasks)
            static_cast<void>(task.waitingFor());
    }
    QTRY_VERIFY(scope.isEmpty());
    QCOMPARE(received, 2 * threadCount * workersOfEach);
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
                       TaskScope scope;
                       scope.start([&]() -> Task<> {
                           const auto work = [&](BackgroundContext &) {
                               if (!runsALoopBefore)
                                   return function();
                               QEventLoop loop;
                               QTimer::singleShot(0, &loop, &QEventLoop::quit);
                               loop.exec();
                           };
                           co_await runInBackground(thread, work);
                       });
                       QTRY_VERIFY(scope.isEmpty());
                   }
               });
    }
}

void tst_Threads::tellsOfAThreadWithoutAnEventLoop()
{
    QFETCH(std::function<void(const std::function<void()> &)>, run);
    Sender sender;
    QStringList told;
    run([&] { told = tellTales(sender); });
    QCOMPARE(told.size(), 8);
    for (const QString &words : std::as_const(told)) {
        QCOMPARE(words,
            u"This thread has no event loop, so nothing could resume the task: start it on a QThread that runs exec()."_s);
    }
    QVERIFY(!sender.hasConnections());
}

void tst_Threads::runsInAnEventLoopOnAThreadOfAPool()
{
    int got = 0;
    Semaphore done;
    QThreadPool pool;
    pool.start([&] {
        QEventLoop loop;
        TaskScope scope;
        QTimer::singleShot(0, &loop, [&] {
            scope.start([&]() -> Task<> {
                co_await sleepFor(0ms);
                got = co_await runInBackground([](BackgroundContext &) { return 42; });
                loop.quit();
            });
        });
        loop.exec();
        done.release();
    });
    done.acquire();
    QCOMPARE(got, 42);
}

void tst_Threads::runsWithoutAnEventLoopWhatNeedsNone()
{
    int got = 0;
    bool wasFinished = false;
    std::thread([&] {
        TaskScope scope;
        TaskScope other;
        const auto now = [](int value) -> Task<int> { co_return value; };
        scope.start([&]() -> Task<> {
            const auto both = co_await whenAll(now(1), now(2));
            got = std::get<0>(both) + std::get<1>(both) + co_await now(3);
        });
        wasFinished = other.start([&]() -> Task<> { co_await scope.join(); }).state() == TaskState::Finished;
    }).join();
    QCOMPARE(got, 6);
    QVERIFY(wasFinished);
}

void tst_Threads::tellsOfAScopeWhoseTasksRunElsewhere()
{
    Loop loop;
    TaskScope scope;
    const TaskHandle task = scope.start([]() -> Task<> { co_await sleepFor(1h); });
    QString words;
    loop.call([&] { words = wordsOf([&] { scope.start([]() -> Task<> { co_return; }); }); });
    QCOMPARE(words,
        u"A TaskScope runs its tasks on one thread, and tasks of this one run on another: start the task "
        u"there, or use a "
        "scope of this thread."_s);
    QCOMPARE(task.state(), TaskState::Waiting);
    QCOMPARE(scope.count(), 1);
    QString again; // of a task there that waits for the end of those here
    loop.call([&] {
        TaskScope there;
        there.start([&]() -> Task<> {
            try {
                co_await scope.join();
            } catch (const WaitError &error) {
                again = QString::fromUtf8(error.what());
            }
        });
    });
    QCOMPARE(again,
        u"A TaskScope runs its tasks on one thread, and tasks of this one run on another: wait for them "
        u"there, "
        "or use a scope of this thread."_s);
}

void tst_Threads::canBeUsedOnAnotherThreadAfterItsTasks()
{
    Loop loop;
    Sender sender;
    TaskScope scope;
    scope.start([&]() -> Task<> { co_await waitFor(sender, &Sender::clicked); });
    Q_EMIT sender.clicked();
    QVERIFY(scope.isEmpty());
    QThread *ranOn = nullptr;
    loop.call([&] {
        scope.start([&]() -> Task<> {
            ranOn = QThread::currentThread();
            co_return;
        });
    });
    QCOMPARE(ranOn, loop.thread());
    QVERIFY(scope.isEmpty());
}

void tst_Threads::endsItsTasksWithTheThread()
{
    // The scope outlives the thread: what waits there could never go on.
    Sender sender;
    QStringList log;
    TaskScope scope;
    std::vector<TaskHandle<>> tasks;
    {
        Loop loop;
        loop.call([&] {
            tasks.push_back(scope.start([&]() -> Task<> {
                const Trace trace(log, u"sleeping"_s);
                co_await sleepFor(1h);
            }));
            tasks.push_back(scope.start([&]() -> Task<> {
                const Trace trace(log, u"waiting"_s);
                co_await whenAll(waitFor(sender, &Sender::clicked), sleepFor(1h));
            }));
            tasks.push_back(scope.start([&]() -> Task<> {
                const Trace trace(log, u"background"_s);
                co_await runInBackground([](BackgroundContext &context) {
                    while (!context.isStopRequested())
                        QThread::yieldCurrentThread();
                });
            }));
        });
    }
    QVERIFY(scope.isEmpty());
    QCOMPARE(log, (QStringList { u"~background"_s, u"~waiting"_s, u"~sleeping"_s }));
    for (const TaskHandle<> &task : tasks) {
        QCOMPARE(task.state(), TaskState::Cancelled);
        QCOMPARE(task.reason(), u"the thread of the task has ended"_s);
    }
    QVERIFY(!sender.hasConnections());
}

void tst_Threads::startsNoTaskWhileItsThreadEnds()
{
    TaskScope scope;
    int started = 0;
    TaskHandle last;
    std::function<void()> startAgain = [&] {
        last = scope.start([](int &started_, std::function<void()> &startAgain_) -> Task<> {
            ++started_;
            const AtEnd end(startAgain_);
            co_await sleepFor(1h);
        }(started, startAgain));
    };
    {
        Loop loop;
        loop.call(startAgain);
    }
    QVERIFY(scope.isEmpty());
    QCOMPARE(started, 1);
    QCOMPARE(last.state(), TaskState::Cancelled);
    QCOMPARE(last.reason(), u"its thread was ending when it was to start"_s);
}

void tst_Threads::endsItsTasksWithTheApplication()
{
    QProcess program;
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(QCoreApplication::applicationFilePath(), { u"--outlive-the-application"_s });
    QVERIFY(program.waitForFinished(120'000));
    const QString output = QString::fromUtf8(program.readAll());
    QVERIFY2(program.exitStatus() == QProcess::NormalExit, qPrintable(output));
    QVERIFY2(program.exitCode() == 0, qPrintable(output));
}

void tst_Threads::keepsThreadsApart()
{
    constexpr int threadCount = 4;
    std::atomic<qint64> sum = 0;
    std::vector<std::unique_ptr<Loop>> loops;
    std::vector<std::unique_ptr<TaskScope>> scopes(threadCount);
    Semaphore finished;
    for (std::size_t t = 0; t < threadCount; ++t) {
        loops.push_back(std::make_unique<Loop>());
        loops.back()->post([&, t] {
            scopes[t] = std::make_unique<TaskScope>();
            scopes[t]->start([](std::atomic<qint64> &sum_, Semaphore &finished_) -> Task<> {
                Sender own;
                TaskScope inner;
                inner.start([](Sender &own_, std::atomic<qint64> &sum__) -> Task<> {
                    for (;;)
                        sum__ += co_await waitFor(own_, &Sender::valueChanged);
                }(own, sum_));
                for (int i = 1; i <= 1'000; ++i) {
                    own.setValue(i);
                    if (i % 100 == 0)
                        co_await sleepFor(0ms);
                }
                finished_.release();
            }(sum, finished));
        });
    }
    finished.acquire(threadCount);
    for (std::size_t t = 0; t < threadCount; ++t)
        loops[t]->call([&, t] { scopes[t].reset(); });
    QCOMPARE(sum.load(), qint64(threadCount) * 1'000 * 1'001 / 2);
}

void tst_Threads::waitsForOneSignalForTheFirstTimeOnManyThreads()
{
    constexpr int threadCount = 6;
    std::vector<std::unique_ptr<Loop>> loops;
    std::atomic<int> served = 0;
    Semaphore done;
    for (int t = 0; t < threadCount; ++t)
        loops.push_back(std::make_unique<Loop>());
    for (const auto &loop : loops) {
        loop->post([&served, &done] {
            Sender sender;
            TaskScope scope;
            scope.start([&]() -> Task<> { // nobody else in this program waits for this signal
                co_await waitFor(sender, &Sender::textChanged);
                ++served;
            });
            sender.setText(u"new"_s);
            done.release();
        });
    }
    done.acquire(threadCount);
    QCOMPARE(served.load(), threadCount);
}

void tst_Threads::cancelsBackgroundWorkAtAnyMoment()
{
    std::atomic<int> running = 0;
    int finished = 0;
    TaskScope scope;
    for (int i = 0; i < 200; ++i) {
        const TaskHandle task = scope.start([](std::atomic<int> &running_, int &finished_) -> Task<> {
            co_await runInBackground(
                [&running_](BackgroundContext &context) {
                    ++running_;
                    for (int step = 0; step < 100 && !context.isStopRequested(); ++step)
                        context.setProgress(step / 100.0);
                    --running_;
                },
                [](double) {});
            ++finished_;
        }(running, finished));
        if (i % 4 == 0)
            QCoreApplication::processEvents();
        if (i % 2 == 0)
            task.cancel();
    }
    QTRY_VERIFY(scope.isEmpty());
    QTRY_COMPARE(running.load(), 0);
    QVERIFY(finished >= 100);
}

void tst_Threads::cancelsBackgroundWorkWithItsThread()
{
    Semaphore begun;
    std::atomic<int> left = 0;
    for (int i = 0; i < 20; ++i) {
        TaskScope scope;
        Loop loop;
        loop.call([&] {
            scope.start([](Semaphore &begun_, std::atomic<int> &left_) -> Task<> {
                co_await runInBackground(
                    [&](BackgroundContext &context) {
                        begun_.release();
                        while (!context.isStopRequested())
                            context.setProgress(0.5);
                        ++left_;
                    },
                    [](double) {});
            }(begun, left));
        });
        begun.acquire(); // what is cancelled before it begins never runs
    }
    QTRY_COMPARE(left.load(), 20);
}

void tst_Threads::reportsProgressToAWorkersThread()
{
    Loop loop;
    std::unique_ptr<TaskScope> scope;
    Semaphore finished;
    double last = 0;
    bool isOnThread = true;
    loop.call([&] {
        scope = std::make_unique<TaskScope>();
        scope->start([](Loop &loop_, double &last_, bool &isOnThread_, Semaphore &finished_) -> Task<> {
            co_await runInBackground(
                [](BackgroundContext &context) {
                    for (int step = 1; step <= 100'000; ++step)
                        context.setProgress(step / 100'000.0);
                },
                [&](double value) {
                    last_ = value;
                    isOnThread_ &= QThread::currentThread() == loop_.thread();
                });
            finished_.release();
        }(loop, last, isOnThread, finished));
    });
    finished.acquire();
    loop.call([&] { scope.reset(); });
    QCOMPARE(last, 1.0);
    QVERIFY(isOnThread);
}

void tst_Threads::passesResultsAndExceptionsBetweenThreads()
{
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        for (int i = 0; i < 50; ++i) {
            const auto make = [i](BackgroundContext &) {
                return QStringList { u"made in the background"_s, QString::number(i) };
            };
            const QStringList list = co_await runInBackground(make);
            log.append(list.last());
            try {
                const auto fail = [i](BackgroundContext &) { throw std::runtime_error(std::to_string(i)); };
                co_await runInBackground(fail);
            } catch (const std::runtime_error &error) {
                log.append(QString::fromUtf8(error.what()));
            }
        }
    });
    QTRY_VERIFY(scope.isEmpty());
    QStringList expected;
    for (int i = 0; i < 50; ++i)
        expected += { QString::number(i), QString::number(i) };
    QCOMPARE(log, expected);
}

void tst_Threads::sleepsOnManyThreads()
{
    constexpr int threadCount = 4;
    std::vector<std::unique_ptr<Loop>> loops;
    std::vector<std::unique_ptr<TaskScope>> scopes(threadCount);
    Semaphore woken;
    for (std::size_t t = 0; t < threadCount; ++t) {
        loops.push_back(std::make_unique<Loop>());
        loops.back()->post([&, t] {
            scopes[t] = std::make_unique<TaskScope>();
            for (int i = 0; i < 100; ++i) {
                scopes[t]->start([](int milliseconds, Semaphore &woken_) -> Task<> {
                    co_await sleepFor(std::chrono::milliseconds(milliseconds));
                    woken_.release();
                }(i % 10, woken));
            }
        });
    }
    woken.acquire(threadCount * 100);
    for (std::size_t t = 0; t < threadCount; ++t)
        loops[t]->call([&, t] { scopes[t].reset(); });
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

} // namespace

int main(int argc, char **argv)
{
    if (argc == 2 && qstrcmp(argv[1], "--outlive-the-application") == 0)
        return outliveTheApplication(argc, argv);
    QCoreApplication application(argc, argv);
    tst_Threads tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_threads.moc"
