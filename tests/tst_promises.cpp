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

class tst_Promises : public TaskTest
{
    Q_OBJECT

    /// Waits for each next value, and logs it: "name 1"; "~name" is its end.
    Task<> follow(QString name)
    {
        const Trace local(log, name);
        for (;;)
            log.append(u"%1 %2"_s.arg(name).arg(co_await waitFor(*sender, &Sender::valueChanged)));
    }

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
    QStringList expected;
    const TaskHandle task = scope->start(follow(u"a"_s));
    for (int value = 1; value <= 10; ++value) {
        sender->setValue(value);
        expected.append(u"a %1"_s.arg(value));
        QCOMPARE(log, expected); // inside the emission, and paused again when setValue() has returned
        QCOMPARE(task.state(), TaskState::Waiting);
    }
}

void tst_Promises::promise2_EveryoneWhoWaitsIsServedOnce()
{
    for (const QString &name : { u"a"_s, u"b"_s, u"c"_s })
        scope->start(follow(name));
    sender->setValue(1);
    EXPECT_LOG("a 1", "b 1", "c 1");
    sender->setValue(2);
    EXPECT_LOG("a 2", "b 2", "c 2");
}

void tst_Promises::promise3_TheSenderDiesTheWaitEnds()
{
    sender->setObjectName(u"slider"_s);
    const TaskHandle task = scope->start(follow(u"a"_s));
    sender.reset();
    EXPECT_LOG("~a");
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of slider.valueChanged was destroyed"_s);
    QVERIFY(scope->isEmpty());
}

void tst_Promises::promise4_TheOwnerDiesItsTasksEnd()
{
    struct Page
    {
        tst_Promises &test;
        QString title = u"page"_s;
        TaskScope tasks;

        void open()
        {
            tasks.start(test.follow(u"a"_s));
            tasks.start([this]() -> Task<> {
                co_await test.follow(u"awaited by "_s + title); // lives in the task that awaits it
            });
        }
    };
    {
        Page page { .test = *this, .title = u"page"_s, .tasks = {} };
        page.open();
        sender->setValue(1);
    }
    sender->setValue(2);
    EXPECT_LOG("a 1", "awaited by page 1", "~awaited by page", "~a");
    QVERIFY(!sender->hasConnections());
}

void tst_Promises::promise5_CancelMeansNow()
{
    const TaskHandle paused = scope->start(follow(u"paused"_s));
    paused.cancel();
    EXPECT_LOG("~paused");
    QVERIFY(!sender->hasConnections());
    paused.cancel();
    EXPECT_LOG();

    TaskHandle running;
    running = scope->start([&]() -> Task<> {
        const Trace local(log, u"running"_s);
        co_await waitFor(*sender, &Sender::clicked);
        running.cancel();
        log.append(u"runs to its next pause"_s);
        co_await sleepFor(0ms);
        log.append(u"never"_s);
    });
    Q_EMIT sender->clicked();
    EXPECT_LOG("runs to its next pause", "~running");
    QCOMPARE(running.state(), TaskState::Cancelled);
    QVERIFY(!sender->hasConnections());
}

void tst_Promises::promise6_AnErrorStaysInItsTask()
{
    const auto fail = [this] { return failWhenClicked(*sender, "what went wrong"); };
    const TaskHandle alone = scope->start(fail(), u"alone"_s);
    const TaskHandle awaiting = scope->start(attempt(fail));
    QTest::ignoreMessage(QtWarningMsg, "Task \"alone\" failed: what went wrong");
    try {
        Q_EMIT sender->clicked();
    } catch (...) {
        log.append(u"passed through the signal"_s);
    }
    EXPECT_LOG("what went wrong");
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
    TaskScope others;
    TaskHandle a;
    TaskHandle b;
    const auto end = [&] {
        if (ending == u"sender")
            sender.reset();
        else if (ending == u"owner")
            scope.reset();
        else if (ending == u"scope")
            scope->cancel();
        else if (ending == u"itself")
            a.cancel();
        else if (ending == u"sibling")
            b.cancel();
        else if (ending == u"emits")
            sender->setValue(2);
        else if (ending == u"starts")
            others.start(follow(u"new"_s));
    };
    a = scope->start([&]() -> Task<> {
        const Trace local(log, u"a"_s);
        co_await waitFor(*sender, &Sender::valueChanged);
        end();
        log.append(u"a"_s);
        co_await sleepFor(1h);
    });
    b = scope->start(follow(u"b"_s));
    sender->setValue(1);
    QCOMPARE(log, transcript); // "a" did not wait when it emitted
    scope.reset();
    QCOMPARE(log.count(u"~a"_s), 1);
    QCOMPARE(log.count(u"~b"_s), 1);
}

void tst_Promises::promise8_ATaskIsResumedOnTheThreadOnWhichItWasStarted()
{
    QList<QThread *> resumedOn;
    scope->start([&]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        resumedOn.append(QThread::currentThread());
        co_await runInBackground([](BackgroundContext &) { });
        resumedOn.append(QThread::currentThread());
    });
    std::thread([&] { Q_EMIT sender->clicked(); }).join();
    QTRY_COMPARE(resumedOn, (QList<QThread *> { thread(), thread() }));
}

void tst_Promises::promise9_AMistakeIsToldAtOnceInWords()
{
    Sender *nobody = nullptr;
    std::thread([&] {
        TaskScope tasks;
        tasks.start([&]() -> Task<> {
            co_await attempt([&] { return waitForChange<int>(*sender, "vaule"); });
            co_await attempt([&] { return waitForChange<int>(*sender, "silent"); });
            co_await attempt([&] { return waitFor(nobody, &Sender::clicked); });
            co_await attempt([&] { return waitFor(*sender, &Sender::clicked); });
        });
    }).join();
    EXPECT_LOG("waitForChange: there is no property AsyncWidgets::Tests::Sender::vaule; check the spelling.",
        "waitForChange: the property AsyncWidgets::Tests::Sender::silent has no NOTIFY signal; add one to "
        "its "
        "Q_PROPERTY, or wait for another signal with waitFor.",
        "waitFor: the sender is null; pass an object that exists.",
        "This thread runs no event loop, so nothing could resume the task: start it inside of exec(), of a "
        "QThread or a QEventLoop.");
}

void tst_Promises::promise10_EveryTaskCanBeSeen()
{
    sender->setObjectName(u"slider"_s);
    const auto before = std::chrono::steady_clock::now() - 100ms; // the clock of a state is coarse
    int line = 0;
    const TaskHandle task = scope->start(
        [&]() -> Task<> {
            for (;;) {
                line = __LINE__ + 1;
                co_await waitFor(*sender, &Sender::valueChanged);
            }
        },
        u"my task"_s);
    sender->setValue(1);
    sender->setValue(2);
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
