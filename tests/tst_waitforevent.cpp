// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests waitForEvent() and streamOfEvents().

#include "testsupport.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Writes down the types of the events that it gets.
class Canvas final : public QObject
{
public:
    explicit Canvas(QStringList &log)
        : m_log(log)
    {
        setObjectName(u"canvas"_s);
    }
    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::KeyPress)
            m_log.append(u"canvas: "_s + static_cast<QKeyEvent *>(event)->text());
        return QObject::event(event);
    }

private:
    QStringList &m_log;
};

/// An event of one's own, whose author has forgotten clone().
class OwnEvent final : public QEvent
{
public:
    OwnEvent()
        : QEvent(QEvent::User)
    {
    }
};

void press(QObject &object, const QString &text)
{
    QKeyEvent event(QEvent::KeyPress, Qt::Key_A, {}, text);
    QCoreApplication::sendEvent(&object, &event);
}

void release(QObject &object, const QString &text)
{
    QKeyEvent event(QEvent::KeyRelease, Qt::Key_A, {}, text);
    QCoreApplication::sendEvent(&object, &event);
}

} // namespace

class tst_WaitForEvent final : public TaskTest
{
    Q_OBJECT

    /// Waits for a key, and logs it: "name: key".
    Task<> logKey(QObject &object, QString name)
    {
        const auto key = co_await waitForEvent<QKeyEvent>(object, QEvent::KeyPress);
        log.append(name + u": "_s + key->text());
    }

private Q_SLOTS:
    void goesOnBeforeTheObjectGetsTheEvent();
    void canKeepTheEventFromTheObject();
    void letsEventsPassWhileNobodyWaits();
    void givesACloneOfTheClassThatIsAskedFor();
    void waitsForSeveralTypes();
    void servesThoseWhoWaitInOrder();
    void isNotOvertakenByThoseWhoWaitAgain();
    void keepsEveryEventOfAStream();
    void canKeepTheEventsOfAStreamFromTheObject();
    void givesAStreamAsAnyOther();
    void waitsForEventsOfTheApplicationAlone();
    void endsWhenTheObjectMovesToAnotherThread();
    void refusesAnObjectThatIsMoving_data();
    void refusesAnObjectThatIsMoving();
    void letsTheContinuationDestroyTheObject();
    void losesNothingThatIsSentInTheContinuation();
    void worksInCombinations();
    void tellsOfAMistake_data();
    void tellsOfAMistake();
};

void tst_WaitForEvent::goesOnBeforeTheObjectGetsTheEvent()
{
    Canvas canvas(log);
    const TaskHandle task = scope->start(logKey(canvas, u"task"_s));
    QCOMPARE(task.waitingFor(), u"canvas.events"_s);
    press(canvas, u"a"_s);
    EXPECT_LOG("task: a", "canvas: a");
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_WaitForEvent::canKeepTheEventFromTheObject()
{
    Canvas canvas(log);
    scope->start([&]() -> Task<> {
        co_await waitForEvent(EventDelivery::TaskOnly, canvas, QEvent::KeyPress);
        log.append(u"taken"_s);
    });
    scope->start(logKey(canvas, u"also"_s));
    press(canvas, u"a"_s);
    press(canvas, u"b"_s);
    EXPECT_LOG("taken", "also: a", "canvas: b");
}

void tst_WaitForEvent::letsEventsPassWhileNobodyWaits()
{
    Canvas canvas(log);
    scope->start(
        [&]() -> Task<> { co_await waitForEvent(EventDelivery::TaskOnly, &canvas, QEvent::KeyPress); });
    scope->cancel();
    press(canvas, u"a"_s);
    EXPECT_LOG("canvas: a");
}

void tst_WaitForEvent::givesACloneOfTheClassThatIsAskedFor()
{
    QObject object;
    using Any = decltype(waitForEvent(object, QEvent::KeyPress).await_resume());
    using Key = decltype(waitForEvent<QKeyEvent>(object, QEvent::KeyPress).await_resume());
    static_assert(std::is_same_v<Any, std::unique_ptr<QEvent>>);
    static_assert(std::is_same_v<Key, std::unique_ptr<QKeyEvent>>);

    std::unique_ptr<QKeyEvent> kept;
    scope->start([&]() -> Task<> { kept = co_await waitForEvent<QKeyEvent>(object, QEvent::KeyPress); });
    press(object, u"a"_s); // and the event itself is gone
    QVERIFY(kept);
    QCOMPARE(kept->text(), u"a"_s);
}

void tst_WaitForEvent::waitsForSeveralTypes()
{
    QObject object;
    scope->start([&]() -> Task<> {
        for (;;) {
            const auto key
                = co_await waitForEvent<QKeyEvent>(object, QEvent::KeyRelease, QEvent::ShortcutOverride);
            log.append(key->text());
        }
    });
    press(object, u"a"_s);
    release(object, u"b"_s);
    QKeyEvent shortcut(QEvent::ShortcutOverride, Qt::Key_A, {}, u"c"_s);
    QCoreApplication::sendEvent(&object, &shortcut);
    EXPECT_LOG("b", "c");
}

void tst_WaitForEvent::servesThoseWhoWaitInOrder()
{
    QObject object;
    scope->start(logKey(object, u"1"_s));
    const TaskHandle second = scope->start(logKey(object, u"2"_s));
    scope->start(logKey(object, u"3"_s));
    second.cancel();
    press(object, u"a"_s);
    press(object, u"b"_s);
    EXPECT_LOG("1: a", "3: a");
}

void tst_WaitForEvent::isNotOvertakenByThoseWhoWaitAgain()
{
    QObject object;
    scope->start([&]() -> Task<> {
        co_await waitForEvent(object, QEvent::User);
        co_await logKey(object, u"later"_s);
    });
    scope->start(logKey(object, u"first"_s));
    QEvent event(QEvent::User);
    QCoreApplication::sendEvent(&object, &event);
    press(object, u"a"_s);
    EXPECT_LOG("first: a", "later: a");
}

void tst_WaitForEvent::keepsEveryEventOfAStream()
{
    Canvas canvas(log);
    scope->start([&]() -> Task<> {
        auto keys = streamOfEvents<QKeyEvent>(canvas, QEvent::KeyPress, QEvent::KeyRelease);
        press(canvas, u"a"_s);
        release(canvas, u"b"_s);
        for (int i = 0; i < 3; ++i) {
            const std::unique_ptr<QKeyEvent> key = co_await keys.next();
            log.append(key->text());
        }
    });
    press(canvas, u"c"_s);
    EXPECT_LOG("canvas: a", "a", "b", "c", "canvas: c");
}

void tst_WaitForEvent::canKeepTheEventsOfAStreamFromTheObject()
{
    Canvas canvas(log);
    {
        const auto keys = streamOfEvents(EventDelivery::TaskOnly, canvas, QEvent::KeyPress);
        press(canvas, u"a"_s);
        QCOMPARE(keys.count(), 1);
    }
    press(canvas, u"b"_s);
    EXPECT_LOG("canvas: b");
}

void tst_WaitForEvent::givesAStreamAsAnyOther()
{
    QObject object;
    scope->start([&]() -> Task<> {
        auto keys = streamOfEvents<QKeyEvent>(object, QEvent::KeyPress);
        const auto key = co_await waitUntilSettled(keys, 1ms);
        log.append(u"settled: "_s + key->text());
        auto rare = throttled(streamOfEvents<QKeyEvent>(object, QEvent::KeyPress), 1ms);
        press(object, u"c"_s);
        const auto first = co_await rare.next();
        log.append(u"throttled: "_s + first->text());
        const auto body = [&](const std::unique_ptr<QKeyEvent> &latest) -> Task<> {
            log.append(u"latest: "_s + latest->text());
            co_return;
        };
        co_await forEachLatest(streamOfEvents<QKeyEvent>(object, QEvent::KeyPress), body);
    });
    press(object, u"a"_s);
    press(object, u"b"_s);
    QTRY_COMPARE(log, (QStringList { u"settled: b"_s, u"throttled: c"_s }));
    press(object, u"d"_s);
    QCOMPARE(log.last(), u"latest: d"_s);
}

void tst_WaitForEvent::waitsForEventsOfTheApplicationAlone()
{
    // Which sees the events of every object by its event filters.
    Canvas canvas(log);
    const TaskHandle task = scope->start([&]() -> Task<> {
        const auto key = co_await waitForEvent<QKeyEvent>(
            EventDelivery::TaskOnly, QCoreApplication::instance(), QEvent::KeyPress);
        log.append(u"application: "_s + key->text());
    });
    press(canvas, u"a"_s);
    QThread thread;
    QObject moved;
    moved.moveToThread(&thread);
    EXPECT_LOG("canvas: a");
    QCOMPARE(task.state(), TaskState::Waiting);
    press(*QCoreApplication::instance(), u"b"_s);
    EXPECT_LOG("application: b");
}

void tst_WaitForEvent::endsWhenTheObjectMovesToAnotherThread()
{
    QThread thread;
    thread.start();
    auto *canvas = new Canvas(log);
    auto kept = streamOfEvents(*canvas, QEvent::KeyPress);
    const TaskHandle task = scope->start(logKey(*canvas, u"task"_s));
    const TaskHandle mover = scope->start([&]() -> Task<> {
        co_await waitForEvent(*canvas, QEvent::KeyPress);
        canvas->moveToThread(&thread);
    });
    press(*canvas, u"a"_s);
    QCOMPARE(mover.state(), TaskState::Finished);
    const TaskHandle late = scope->start([&]() -> Task<> { co_await kept.next(); });
    QCOMPARE(late.state(), TaskState::Finished);
    const TaskHandle tooLate = scope->start([&]() -> Task<> { co_await kept.next(); });
    QCOMPARE(tooLate.state(), TaskState::Cancelled);
    QCoreApplication::postEvent(canvas, new QKeyEvent(QEvent::KeyPress, Qt::Key_B, {}, u"b"_s));
    QMetaObject::invokeMethod(canvas, [canvas] { delete canvas; }, Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
    QCoreApplication::processEvents();
    QCOMPARE(kept.count(), 0);
    QCOMPARE(tooLate.reason(), u"canvas moved to another thread"_s);
    EXPECT_LOG("task: a", "canvas: a", "canvas: b");
}

namespace {
/// Does something when it moves to another thread, after those who wait for its events have got that one, too.
class Traveller final : public QObject
{
public:
    std::function<void()> whenItLeaves;

    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::ThreadChange && whenItLeaves)
            std::exchange(whenItLeaves, nullptr)();
        return QObject::event(event);
    }
};
} // namespace

void tst_WaitForEvent::refusesAnObjectThatIsMoving_data()
{
    QTest::addColumn<bool>("waitsBefore");
    QTest::newRow("one that waits again") << true;
    QTest::newRow("one that begins") << false;
}

void tst_WaitForEvent::refusesAnObjectThatIsMoving()
{
    QFETCH(const bool, waitsBefore);
    QThread thread;
    thread.start();
    auto *traveller = new Traveller;
    const auto wait = [](QObject &object) -> Task<> { co_await waitForEvent(object, QEvent::User); };
    const auto begin = [&]() -> Task<> {
        try {
            for (;;) {
                const TaskHandle task = scope->start(wait(*traveller), u"inner"_s);
                co_await task.asOptional();
            }
        } catch (const WaitError &) {
            log.append(u"refused"_s);
        }
    };
    if (waitsBefore)
        scope->start(begin());
    else
        traveller->whenItLeaves = [&] { scope->start(begin()); };
    QTest::ignoreMessage(QtWarningMsg,
        "Task \"inner\" failed: waitForEvent: the object is moving to another thread; "
        "wait there, in a task of that thread.");
    traveller->moveToThread(&thread);
    EXPECT_LOG("refused");
    QVERIFY(scope->isEmpty());

    // It may come back.
    int got = 0;
    QMetaObject::invokeMethod(
        traveller, [&] { traveller->moveToThread(QCoreApplication::instance()->thread()); },
        Qt::BlockingQueuedConnection);
    scope->start([&]() -> Task<> {
        co_await waitForEvent(*traveller, QEvent::User);
        ++got;
    });
    QEvent event(QEvent::User);
    QCoreApplication::sendEvent(traveller, &event);
    QCOMPARE(got, 1);
    delete traveller;
    thread.quit();
    thread.wait();
}

void tst_WaitForEvent::letsTheContinuationDestroyTheObject()
{
    auto canvas = std::make_unique<Canvas>(log);
    scope->start([&]() -> Task<> {
        co_await waitForEvent(*canvas, QEvent::KeyPress);
        canvas.reset();
        log.append(u"destroyed"_s);
    });
    const TaskHandle other = scope->start(logKey(*canvas, u"other"_s));
    press(*canvas, u"a"_s);
    EXPECT_LOG("destroyed");
    QCOMPARE(other.state(), TaskState::Cancelled);
}

void tst_WaitForEvent::losesNothingThatIsSentInTheContinuation()
{
    QObject object;
    scope->start([&]() -> Task<> {
        const auto key = co_await waitForEvent<QKeyEvent>(object, QEvent::KeyPress);
        log.append(u"1: "_s + key->text());
        press(object, u"b"_s);
    });
    scope->start([&]() -> Task<> {
        for (int i = 0; i < 2; ++i) {
            const auto key = co_await waitForEvent<QKeyEvent>(object, QEvent::KeyPress);
            log.append(u"2: "_s + key->text());
        }
    });
    press(object, u"a"_s);
    EXPECT_LOG("1: a", "2: a", "2: b");
}

void tst_WaitForEvent::worksInCombinations()
{
    QObject object;
    scope->start([&]() -> Task<> {
        const auto first = co_await whenAny(waitForEvent<QKeyEvent>(object, QEvent::KeyRelease),
            waitForEvent<QKeyEvent>(object, QEvent::KeyPress));
        log.append(u"%1: %2"_s.arg(first.index()).arg(std::get<1>(first)->text()));
        const auto none = co_await withTimeout(waitForEvent(object, QEvent::KeyPress), 0ms);
        log.append(none ? u"an event"_s : u"none"_s);
    });
    press(object, u"a"_s);
    QTRY_COMPARE(log, (QStringList { u"1: a"_s, u"none"_s }));
}

void tst_WaitForEvent::tellsOfAMistake_data()
{
    QTest::addColumn<std::function<Task<>(QObject &)>>("wait");
    QTest::addColumn<QString>("words");
    using Wait = std::function<Task<>(QObject &)>;
    QTest::newRow("another class") << Wait([](QObject &object) -> Task<> {
        co_await waitForEvent<QMouseEvent>(object, QEvent::KeyPress);
    }) << u"The event KeyPress is not of the class that was asked for, or that class does not override QEvent::clone()."_s;
    QTest::newRow("no clone") << Wait([](QObject &object) -> Task<> {
        co_await waitForEvent<OwnEvent>(object, QEvent::User);
    }) << u"The event User is not of the class that was asked for, or that class does not override QEvent::clone()."_s;
    QTest::newRow("another thread") << Wait([](QObject &) -> Task<> {
        QThread thread;
        QObject elsewhere;
        elsewhere.moveToThread(&thread);
        co_await waitForEvent(elsewhere, QEvent::KeyPress);
    }) << u"waitForEvent: the object lives on another thread; wait there, in a task of that thread."_s;
}

void tst_WaitForEvent::tellsOfAMistake()
{
    QFETCH(std::function<Task<>(QObject &)>, wait);
    QFETCH(QString, words);
    QObject object;
    scope->start(attempt([&] { return wait(object); }));
    press(object, u"a"_s);
    OwnEvent own;
    QCoreApplication::sendEvent(&object, &own);
    EXPECT_LOG(words);
}

QTEST_GUILESS_MAIN(tst_WaitForEvent)
#include "tst_waitforevent.moc"
