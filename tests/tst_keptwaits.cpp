// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests waits that are kept in a variable: every kind of wait in every way of living longer or shorter than what has
/// to do with it. Each is right, or refused in words.

#include "testsupport.h"

#include <chrono>
#include <functional>
#include <memory>
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

/// A wait of any kind, in a variable.
class Kept
{
public:
    virtual ~Kept() = default;
    /// Awaits it in the task that calls this.
    virtual Task<> await() = 0;
};

template<typename WaitType>
class KeptWait final : public Kept
{
public:
    explicit KeptWait(WaitType wait)
        : m_wait(std::move(wait))
    {
    }
    Task<> await() override { return awaitIt(m_wait); }

private:
    static Task<> awaitIt(WaitType &wait)
    {
        if constexpr (Detail::isTask<WaitType>)
            co_await std::move(wait);
        else
            co_await wait;
    }
    WaitType m_wait;
};

template<typename WaitType>
std::unique_ptr<Kept> keep(WaitType wait)
{
    return std::make_unique<KeptWait<WaitType>>(std::move(wait));
}

Task<> waitForClick(Sender &sender)
{
    co_await waitFor(sender, &Sender::clicked);
}

/// Everything that the waits wait for.
struct World
{
    using Stream = SignalStream<std::tuple<int>>;

    std::unique_ptr<Sender> sender = std::make_unique<Sender>();
    std::unique_ptr<Stream> stream = std::make_unique<Stream>(streamOf(*sender, &Sender::valueChanged));
    std::unique_ptr<TaskScope> scope = std::make_unique<TaskScope>();
    Sender other;
    QStringList log;

    TaskHandle<> clicking = scope->start(waitForClick(*sender));

    /// Lets whatever waits complete.
    void complete()
    {
        if (sender) {
            sender->setValue(sender->value() + 1);
            Q_EMIT sender->clicked();
        }
        Q_EMIT other.clicked();
    }
    void destroy()
    {
        scope.reset();
        stream.reset();
        sender.reset();
    }
    Task<> awaitKept(Kept &kept)
    {
        try {
            co_await kept.await();
            log.append(u"completed"_s);
        } catch (const WaitError &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    }
};

using Make = std::function<std::unique_ptr<Kept>(World &)>;

struct Kind
{
    const char *name;
    Make make;
    bool canBeAwaitedAgain = true;
    bool hasSender = true;
    bool isTask = false; // which moves into the one that awaits it
};

const std::vector<Kind> &kinds()
{
    static const std::vector<Kind> all {
        { "signal", [](World &w) { return keep(waitFor(*w.sender, &Sender::valueChanged)); } },
        { "property", [](World &w) { return keep(waitForChange<int>(*w.sender, "value")); } },
        { "stream", [](World &w) { return keep(w.stream->next()); } },
        { "until",
            [](World &w) {
                return keep(waitUntil(*w.sender, &Sender::valueChanged, [](int) { return true; }));
            } },
        { "settled", [](World &w) { return keep(waitUntilSettled(*w.sender, &Sender::valueChanged, 1ms)); } },
        { "settled stream", [](World &w) { return keep(waitUntilSettled(*w.stream, 1ms)); } },
        { "sleep", [](World &) { return keep(sleepFor(1ms)); }, true, false },
        { "timeout",
            [](World &w) { return keep(withTimeout(waitFor(*w.sender, &Sender::valueChanged), 1h)); },
            false },
        { "timeout of a stream", [](World &w) { return keep(withTimeout(w.stream->next(), 1h)); }, false },
        { "timeout of a task", [](World &w) { return keep(withTimeout(waitForClick(w.other), 1h)); }, false,
            false },
        { "any",
            [](World &w) {
                return keep(
                    whenAny(waitFor(*w.sender, &Sender::valueChanged), waitFor(*w.sender, &Sender::named)));
            },
            false },
        { "all",
            [](World &w) {
                return keep(whenAll(waitFor(*w.sender, &Sender::valueChanged), w.stream->next()));
            },
            false },
        { "nested",
            [](World &w) {
                return keep(
                    whenAny(withTimeout(whenAll(w.stream->next(), waitFor(*w.sender, &Sender::clicked)), 1h),
                        waitForChange<int>(*w.sender, "value")));
            },
            false },
        { "handle", [](World &w) { return keep(w.clicking.asOptional()); }, true, false },
        { "join", [](World &w) { return keep(w.scope->join()); } },
        { "background", [](World &) { return keep(runInBackground([](BackgroundContext &) { })); }, false,
            false },
        { "task", [](World &w) { return keep(waitForClick(w.other)); }, false, false, true },
        { "yield",
            [](World &w) {
                const auto generate = []() -> Generator<int> { co_yield nextChange; };
                return keep(yieldForChange(*w.sender, &Sender::valueChanged)(generate()));
            },
            false, true, true },
    };
    return all;
}

void addKinds()
{
    QTest::addColumn<qsizetype>("kind");
    for (std::size_t index = 0; index < kinds().size(); ++index)
        QTest::newRow(kinds()[index].name) << qsizetype(index);
}

const Kind &fetchKind()
{
    return kinds()[std::size_t(*static_cast<qsizetype *>(QTest::qData("kind", qMetaTypeId<qsizetype>())))];
}

} // namespace

class tst_KeptWaits : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void completes_data() { addKinds(); }
    void completes();
    void isNeverAwaited_data() { addKinds(); }
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
    void waitsBehindThoseWhoWaitedWhenItIsAwaited();
};

void tst_KeptWaits::completes()
{
    const Kind &kind = fetchKind();
    World world;
    TaskScope scope;
    const auto kept = kind.make(world);
    const TaskHandle task = scope.start(world.awaitKept(*kept));
    QCOMPARE(task.state(), TaskState::Waiting);
    world.complete();
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QCOMPARE(world.log, QStringList { u"completed"_s });
}

void tst_KeptWaits::isNeverAwaited()
{
    const Kind &kind = fetchKind();
    if (QByteArrayView(kind.name).endsWith("task") || kind.isTask)
        return; // a task that is never started is another story
    World world;
    auto kept = kind.make(world);
    world.complete();
    kept.reset();
    kept = kind.make(world);
    world.destroy();
    kept.reset();
    QCOMPARE(world.log, QStringList());
}

void tst_KeptWaits::outlivesItsTask()
{
    const Kind &kind = fetchKind();
    World world;
    TaskScope scope;
    auto kept = kind.make(world);
    scope.start(world.awaitKept(*kept)).cancel();
    QVERIFY(scope.isEmpty());
    world.complete();
    QCOMPARE(world.log, QStringList());
    const TaskHandle again = scope.start(world.awaitKept(*kept));
    world.complete();
    QTRY_VERIFY(again.isDone());
    if (kind.canBeAwaitedAgain)
        QCOMPARE(world.log, QStringList { u"completed"_s });
    else
        QVERIFY2(world.log == QStringList { secondAwait } || world.log == QStringList { movedTask },
            qPrintable(world.log.join(u'\n')));
    kept.reset();
    world.complete();
}

void tst_KeptWaits::outlivesItsTaskAndWhatItWaitsFor()
{
    const Kind &kind = fetchKind();
    World world;
    TaskScope scope;
    const auto kept = kind.make(world);
    const TaskHandle task = scope.start(world.awaitKept(*kept));
    task.cancel();
    world.destroy();
    QCOMPARE(world.log, QStringList());
    world.complete();
}

void tst_KeptWaits::isAwaitedByTwo()
{
    const Kind &kind = fetchKind();
    World world;
    TaskScope scope;
    const auto kept = kind.make(world);
    const TaskHandle first = scope.start(world.awaitKept(*kept));
    const TaskHandle second = scope.start(world.awaitKept(*kept));
    QCOMPARE(first.state(), TaskState::Waiting);
    QCOMPARE(second.state(), TaskState::Finished);
    QVERIFY2(world.log == QStringList { secondTask } || world.log == QStringList { movedTask },
        qPrintable(world.log.join(u'\n')));
    world.complete();
    QTRY_COMPARE(first.state(), TaskState::Finished);
    QCOMPARE(world.log.mid(1), QStringList { u"completed"_s });
}

void tst_KeptWaits::isAwaitedAgain()
{
    const Kind &kind = fetchKind();
    World world;
    TaskScope scope;
    const auto kept = kind.make(world);
    const TaskHandle first = scope.start(world.awaitKept(*kept));
    world.complete();
    QTRY_COMPARE(first.state(), TaskState::Finished);
    const TaskHandle second = scope.start(world.awaitKept(*kept));
    world.complete();
    QTRY_COMPARE(second.state(), TaskState::Finished);
    QCOMPARE(world.log.size(), 2);
    if (kind.canBeAwaitedAgain)
        QCOMPARE(world.log[1], u"completed"_s);
    else
        QVERIFY2(world.log[1] == secondAwait || world.log[1] == movedTask, qPrintable(world.log[1]));
}

void tst_KeptWaits::isAwaitedAfterItsSenderDied()
{
    const Kind &kind = fetchKind();
    World world;
    TaskScope scope;
    const auto kept = kind.make(world);
    world.destroy();
    const TaskHandle task = scope.start(world.awaitKept(*kept));
    world.complete();
    QTRY_VERIFY(task.isDone());
    // Nothing is left in a scope that is gone.
    const bool completes = !kind.hasSender || qstrcmp(kind.name, "join") == 0;
    QCOMPARE(task.state(), completes ? TaskState::Finished : TaskState::Cancelled);
    if (!completes)
        QVERIFY2(task.reason().contains(u"destroyed"_s), qPrintable(task.reason()));
}

void tst_KeptWaits::isAwaitedAgainAfterItsSenderDied()
{
    const Kind &kind = fetchKind();
    World world;
    TaskScope scope;
    const auto kept = kind.make(world);
    scope.start(world.awaitKept(*kept));
    world.complete();
    QTRY_VERIFY(scope.isEmpty());
    world.destroy();
    const TaskHandle task = scope.start(world.awaitKept(*kept));
    QTRY_VERIFY(task.isDone());
    QCOMPARE(world.log[0], u"completed"_s);
}

void tst_KeptWaits::isDroppedWhileItIsAwaited()
{
    const Kind &kind = fetchKind();
    World world;
    TaskScope scope;
    auto kept = kind.make(world);
    const TaskHandle task = scope.start(world.awaitKept(*kept));
    QCOMPARE(task.state(), TaskState::Waiting);
    kept.reset();
    world.complete();
    if (kind.isTask) {
        QCOMPARE(task.state(), TaskState::Finished);
        return;
    }
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"what it waited for was destroyed"_s);
    QCOMPARE(world.log, QStringList());
}

void tst_KeptWaits::isDroppedByTheTaskThatItResumes()
{
    const Kind &kind = fetchKind();
    World world;
    TaskScope scope;
    auto kept = kind.make(world);
    const TaskHandle task = scope.start([&]() -> Task<> {
        co_await world.awaitKept(*kept);
        kept.reset();
        co_await sleepFor(0ms);
    });
    world.complete();
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QCOMPARE(world.log, QStringList { u"completed"_s });
}

void tst_KeptWaits::isDroppedByADestructorOfItsTask()
{
    const Kind &kind = fetchKind();
    World world;
    TaskScope scope;
    auto kept = kind.make(world);
    const TaskHandle task = scope.start([&]() -> Task<> {
        const AtEnd end([&] { kept.reset(); });
        co_await world.awaitKept(*kept);
    });
    task.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY(!kept);
    world.complete();
}

void tst_KeptWaits::passesEmissionsByWhileNobodyAwaitsIt()
{
    Sender sender;
    QList<int> got;
    TaskScope scope;
    auto wait = waitFor(sender, &Sender::valueChanged);
    sender.setValue(1);
    const TaskHandle task = scope.start([&]() -> Task<> {
        got.append(co_await wait);
        co_await waitFor(sender, &Sender::clicked);
        got.append(co_await wait);
    });
    sender.setValue(2);
    sender.setValue(3);
    Q_EMIT sender.clicked();
    QCOMPARE(task.state(), TaskState::Waiting);
    sender.setValue(4);
    QCOMPARE(got, (QList<int> { 2, 4 }));
}

void tst_KeptWaits::waitsBehindThoseWhoWaitedWhenItIsAwaited()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    auto wait = waitFor(sender, &Sender::valueChanged);
    scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::valueChanged);
        log.append(u"first"_s);
    });
    scope.start([&]() -> Task<> {
        co_await wait;
        log.append(u"kept"_s);
    });
    scope.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::valueChanged);
        log.append(u"last"_s);
    });
    sender.setValue(1);
    QCOMPARE(log, (QStringList { u"first"_s, u"kept"_s, u"last"_s }));
}

QTEST_GUILESS_MAIN(tst_KeptWaits)
#include "tst_keptwaits.moc"
