// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The ten promises of a task, one test each, in their own words. The other tests go into the details.

#include "testsupport.h"

#include <QtCore/QThread>

#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Task<> follow(Sender &sender, QStringList &log, QString name)
{
    const Trace local(log, name);
    for (;;)
        log.append(u"%1 %2"_s.arg(name).arg(co_await waitFor(sender, &Sender::valueChanged)));
}

} // namespace

class tst_Promises : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void promise1_NoChangeIsLost();
    void promise2_EveryoneWhoWaitsIsServedOnce();
    void promise3_TheSenderDiesTheWaitEnds();
    void promise4_TheOwnerDiesItsTasksEnd();
    void promise5_CancelMeansNow();
    void promise6_AnErrorStaysInItsTask();
    void promise7_AnyEndingIsSafeInsideAContinuation_data();
    void promise7_AnyEndingIsSafeInsideAContinuation();
    void promise8_ATaskIsResumedOnTheThreadOnWhichItWasStarted();
    void promise9_AMistakeIsToldAtOnceInWords();
    void promise10_EveryTaskCanBeSeen();
};

void tst_Promises::promise1_NoChangeIsLost()
{
    Sender sender;
    QStringList log;
    QStringList expected;
    TaskScope tasks;
    const TaskHandle task = tasks.start(follow(sender, log, u"a"_s));
    for (int value = 1; value <= 10; ++value) {
        sender.setValue(value);
        expected.append(u"a %1"_s.arg(value));
        QCOMPARE(log, expected); // inside the emission, and paused again when setValue() has returned
        QCOMPARE(task.state(), TaskState::Waiting);
    }
}

void tst_Promises::promise2_EveryoneWhoWaitsIsServedOnce()
{
    Sender sender;
    QStringList log;
    TaskScope tasks;
    for (const QString &name : { u"a"_s, u"b"_s, u"c"_s })
        tasks.start(follow(sender, log, name));
    sender.setValue(1);
    QCOMPARE(log, (QStringList { u"a 1"_s, u"b 1"_s, u"c 1"_s }));
    sender.setValue(2);
    QCOMPARE(log.mid(3), (QStringList { u"a 2"_s, u"b 2"_s, u"c 2"_s }));
}

void tst_Promises::promise3_TheSenderDiesTheWaitEnds()
{
    auto sender = std::make_unique<Sender>(u"slider"_s);
    QStringList log;
    TaskScope tasks;
    const TaskHandle task = tasks.start(follow(*sender, log, u"a"_s));
    sender.reset();
    QCOMPARE(log, QStringList { u"~a"_s });
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of slider.valueChanged was destroyed"_s);
    QVERIFY(tasks.isEmpty());
}

void tst_Promises::promise4_TheOwnerDiesItsTasksEnd()
{
    struct Page
    {
        QStringList &log;
        Sender &sender;
        QString title = u"page"_s;
        TaskScope tasks;

        void open()
        {
            tasks.start(follow(sender, log, u"a"_s));
            tasks.start([this]() -> Task<> {
                co_await follow(sender, log, u"awaited by "_s + title); // lives in the task that awaits it
            });
        }
    };
    Sender sender;
    QStringList log;
    {
        Page page { .log = log, .sender = sender, .title = u"page"_s, .tasks = {} };
        page.open();
        sender.setValue(1);
    }
    sender.setValue(2);
    QCOMPARE(log, (QStringList { u"a 1"_s, u"awaited by page 1"_s, u"~awaited by page"_s, u"~a"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_Promises::promise5_CancelMeansNow()
{
    Sender sender;
    QStringList log;
    TaskScope tasks;
    const TaskHandle paused = tasks.start(follow(sender, log, u"paused"_s));
    paused.cancel();
    QCOMPARE(log, QStringList { u"~paused"_s });
    QVERIFY(!sender.hasConnections());
    paused.cancel();
    QCOMPARE(log.size(), 1);

    TaskHandle running;
    running = tasks.start([&]() -> Task<> {
        const Trace local(log, u"running"_s);
        co_await waitFor(sender, &Sender::clicked);
        running.cancel();
        log.append(u"runs to its next pause"_s);
        co_await sleepFor(0ms);
        log.append(u"never"_s);
    });
    Q_EMIT sender.clicked();
    QCOMPARE(log.mid(1), (QStringList { u"runs to its next pause"_s, u"~running"_s }));
    QCOMPARE(running.state(), TaskState::Cancelled);
    QVERIFY(!sender.hasConnections());
}

void tst_Promises::promise6_AnErrorStaysInItsTask()
{
    Sender sender;
    QStringList log;
    TaskScope tasks;
    const auto fail = [](Sender &sender_) -> Task<> {
        co_await waitFor(sender_, &Sender::clicked);
        throw std::runtime_error("what went wrong");
    };
    const TaskHandle alone = tasks.start(fail(sender), u"alone"_s);
    const TaskHandle awaiting = tasks.start([&]() -> Task<> {
        try {
            co_await fail(sender);
        } catch (const std::exception &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    });
    QTest::ignoreMessage(QtWarningMsg, "Task \"alone\" failed: what went wrong");
    try {
        Q_EMIT sender.clicked();
    } catch (...) {
        log.append(u"passed through the signal"_s);
    }
    QCOMPARE(log, QStringList { u"what went wrong"_s });
    QCOMPARE(alone.state(), TaskState::Failed);
    QCOMPARE(alone.reason(), u"what went wrong"_s);
    QCOMPARE(awaiting.state(), TaskState::Finished);
}

void tst_Promises::promise7_AnyEndingIsSafeInsideAContinuation_data()
{
    QTest::addColumn<QString>("ending");
    QTest::addColumn<QStringList>("transcript");
    // "a" does it in its continuation of the first click; "b" waits behind it.
    QTest::newRow("deletes the sender") << u"sender"_s << QStringList { u"~b"_s, u"a"_s };
    QTest::newRow("deletes the owner") << u"owner"_s << QStringList { u"~b"_s, u"a"_s, u"~a"_s };
    QTest::newRow("cancels the scope") << u"scope"_s << QStringList { u"~b"_s, u"a"_s, u"~a"_s };
    QTest::newRow("cancels itself") << u"itself"_s << QStringList { u"a"_s, u"~a"_s, u"b 1"_s };
    QTest::newRow("cancels a sibling") << u"sibling"_s << QStringList { u"~b"_s, u"a"_s };
    QTest::newRow("emits the same signal") << u"emits"_s << QStringList { u"b 1"_s, u"b 2"_s, u"a"_s };
    QTest::newRow("starts a task") << u"starts"_s << QStringList { u"a"_s, u"b 1"_s };
}

void tst_Promises::promise7_AnyEndingIsSafeInsideAContinuation()
{
    QFETCH(const QString, ending);
    QFETCH(const QStringList, transcript);
    QStringList log;
    {
        auto sender = std::make_unique<Sender>();
        auto tasks = std::make_unique<TaskScope>();
        TaskScope others;
        TaskHandle a;
        TaskHandle b;
        const std::function<void()> end = [&] {
            if (ending == u"sender")
                sender.reset();
            else if (ending == u"owner")
                tasks.reset();
            else if (ending == u"scope")
                tasks->cancel();
            else if (ending == u"itself")
                a.cancel();
            else if (ending == u"sibling")
                b.cancel();
            else if (ending == u"emits")
                sender->setValue(2);
            else if (ending == u"starts")
                others.start(follow(*sender, log, u"new"_s));
        };
        a = tasks->start([](Sender &sender_, QStringList &log_, const std::function<void()> &end_) -> Task<> {
            const Trace local(log_, u"a"_s);
            co_await waitFor(sender_, &Sender::valueChanged);
            end_();
            log_.append(u"a"_s);
            co_await sleepFor(1h);
        }(*sender, log, end));
        b = tasks->start(follow(*sender, log, u"b"_s));
        sender->setValue(1);
        QCOMPARE(log, transcript);
        if (ending == u"emits")
            QVERIFY(!log.contains(u"a 2"_s)); // "a" did not wait when it emitted
    }
    QCOMPARE(log.count(u"~a"_s), 1);
    QCOMPARE(log.count(u"~b"_s), 1);
}

void tst_Promises::promise8_ATaskIsResumedOnTheThreadOnWhichItWasStarted()
{
    Sender sender;
    QList<QThread *> resumedOn;
    TaskScope tasks;
    tasks.start([&]() -> Task<> {
        co_await waitFor(sender, &Sender::clicked);
        resumedOn.append(QThread::currentThread());
        co_await runInBackground([](BackgroundContext &) { });
        resumedOn.append(QThread::currentThread());
    });
    std::thread([&] { Q_EMIT sender.clicked(); }).join();
    QTRY_COMPARE(resumedOn, (QList<QThread *> { thread(), thread() }));
}

void tst_Promises::promise9_AMistakeIsToldAtOnceInWords()
{
    Sender sender;
    Sender *nobody = nullptr;
    QStringList told;
    const auto tryAll = [&]() -> Task<> {
        for (int i = 0; i < 4; ++i) {
            try {
                if (i == 0)
                    co_await waitForChange<int>(sender, "vaule");
                else if (i == 1)
                    co_await waitForChange<int>(sender, "silent");
                else if (i == 2)
                    co_await waitFor(nobody, &Sender::clicked);
                else
                    co_await waitFor(sender, &Sender::clicked);
            } catch (const WaitError &error) {
                told.append(QString::fromUtf8(error.what()));
            }
        }
    };
    std::thread([&] {
        TaskScope tasks;
        tasks.start(tryAll());
    }).join();
    QCOMPARE(told,
        (QStringList {
            u"waitForChange: there is no property AsyncWidgets::Tests::Sender::vaule; check the spelling."_s,
            u"waitForChange: the property AsyncWidgets::Tests::Sender::silent has no NOTIFY signal; add one "
            u"to its "
            "Q_PROPERTY, or wait for another signal with waitFor."_s,
            u"waitFor: the sender is null; pass an object that exists."_s,
            u"This thread runs no event loop, so nothing could resume the task: start it inside of exec(), of a QThread or a QEventLoop."_s,
        }));
}

void tst_Promises::promise10_EveryTaskCanBeSeen()
{
    Sender sender(u"slider"_s);
    TaskScope tasks;
    const auto before = std::chrono::steady_clock::now() - 100ms; // the clock of a state is coarse
    int line = 0;
    const TaskHandle task = tasks.start(
        [&]() -> Task<> {
            for (;;) {
                line = __LINE__ + 1;
                co_await waitFor(sender, &Sender::valueChanged);
            }
        },
        u"my task"_s);
    sender.setValue(1);
    sender.setValue(2);
    QCOMPARE(task.name(), u"my task"_s);
    QCOMPARE(task.state(), TaskState::Waiting);
    QCOMPARE(task.kind(), TaskKind::Coroutine);
    QCOMPARE(task.waitingFor(), u"slider.valueChanged"_s);
    QVERIFY(task.fileName().endsWith(u"tst_promises.cpp"_s));
    QCOMPARE(task.line(), line);
    QCOMPARE(task.resumptions(), quint64(2));
    QVERIFY(task.since() > before);
    QCOMPARE(TaskHandle<>().state(), TaskState::Ready);

    TaskModel model; // and all of them in one place
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), u"my task"_s);
    QVERIFY(dumpTasks().contains(u"my task"_s));
    QVERIFY(dumpTasks().contains(u"slider.valueChanged"_s));
}

QTEST_GUILESS_MAIN(tst_Promises)
#include "tst_promises.moc"
