// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests waitForChange(): properties by name, and one sentence for each mistake.

#include "testsupport.h"

#include <QtCore/QPoint>
#include <QtCore/QPropertyAnimation>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <QtCore/QVariant>

#include <chrono>
#include <functional>
#include <memory>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;

namespace {

/// Waits for "value" of \a object and logs it.
Task<> logValue(QObject *object, QStringList &log, QString name, int times = 1)
{
    for (int i = 0; i < times; ++i)
        log.append(u"%1 %2"_s.arg(name).arg(co_await waitForChange<int>(object, "value")));
}

} // namespace

class tst_WaitForChange : public TaskTest
{
    Q_OBJECT

private Q_SLOTS:
    void givesTheValueOfTheProperty();
    void readsTheValueWhenTheSignalHasNone();
    void givesAQVariantOfAnyProperty();
    void waitsForPropertiesOfQtClasses();
    void waitsThroughABaseClass();
    void standsInOneLineWithWaitFor();
    void servesTenChangesInABurst();
    void servesNestedChangesInOrder();
    void readsTheValueAtItsTurn();
    void passesAnExceptionOfTheGetterToTheTask();
    void canBeCombined();
    void isCancelledWhenTheObjectDies();
    void isCancelledWhenTheObjectDiesInsideTheEmission();
    void isCancelledWhenTheObjectIsDisconnected();
    void isCancelledWhenTheSignalIsDisconnected();
    void isCancelledWhenTheObjectMovesAwayAndDies();
    void survivesWhateverTheGetterEnds_data();
    void survivesWhateverTheGetterEnds();
    void leavesNoConnection();
    void describesItself();
    void tellsEachMistake_data();
    void tellsEachMistake();
    void tellsOfANullObject();
    void tellsOfANullName();
    void tellsOfAnObjectOfAnotherThread();
    void tellsOfAnObjectThatMovesToAnotherThread();
    void letsTheTaskCatchTheMistakeAndGoOn();
};

void tst_WaitForChange::givesTheValueOfTheProperty()
{
    const TaskHandle task = scope->start(logValue(sender.get(), log, u"a"_s, 2));
    sender->setValue(4);
    EXPECT_LOG("a 4");
    sender->setProperty("value", 5);
    EXPECT_LOG("a 5");
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(2));
}

void tst_WaitForChange::readsTheValueWhenTheSignalHasNone()
{
    QString got;
    scope->start([&]() -> Task<> { got = co_await waitForChange<QString>(*sender, "text"); });
    sender->setText(u"new"_s);
    QCOMPARE(got, u"new"_s);
}

void tst_WaitForChange::givesAQVariantOfAnyProperty()
{
    QVariant got;
    scope->start([&]() -> Task<> {
        got = co_await waitForChange<QVariant>(*sender, "value");
        got = co_await waitForChange<QVariant>(*sender, "text");
    });
    sender->setValue(3);
    QCOMPARE(got, QVariant(3));
    sender->setText(u"t"_s);
    QCOMPARE(got, QVariant(u"t"_s));
}

void tst_WaitForChange::waitsForPropertiesOfQtClasses()
{
    QTimer timer; // "objectName" has a private signal, "active" none, and "interval" a bindable's
    QVariantAnimation animation;
    scope->start([&]() -> Task<> {
        log.append(co_await waitForChange<QString>(timer, "objectName"));
        const auto state = co_await waitForChange<QVariantAnimation::State>(animation, "state");
        log.append(QString::number(state));
        log.append((co_await waitForChange<QVariant>(animation, "currentValue")).toString());
    });
    timer.setObjectName(u"timer"_s);
    animation.setStartValue(1);
    animation.setEndValue(2);
    animation.setDuration(1000);
    animation.start();
    animation.setCurrentTime(1000);
    QTRY_COMPARE(log.value(1), u"2"_s);
    QCOMPARE(log.value(0), u"timer"_s);
    animation.stop();
}

void tst_WaitForChange::waitsThroughABaseClass()
{
    QObject &object = *sender;
    int got = 0;
    scope->start([&]() -> Task<> { got = co_await waitForChange<int>(object, "value"); });
    sender->setValue(2);
    QCOMPARE(got, 2);
}

void tst_WaitForChange::standsInOneLineWithWaitFor()
{
    const auto byType = [](Sender &sender_, QStringList &log_, QString name) -> Task<> {
        for (int i = 0; i < 2; ++i)
            log_.append(u"%1 %2"_s.arg(name).arg(co_await waitFor(sender_, &Sender::valueChanged)));
    };
    scope->start(logValue(sender.get(), log, u"a"_s, 2));
    scope->start(byType(*sender, log, u"b"_s));
    scope->start(logValue(sender.get(), log, u"c"_s, 2));
    scope->start(byType(*sender, log, u"d"_s));
    sender->setValue(1);
    sender->setValue(2);
    QCOMPARE(log,
        (QStringList { u"a 1"_s, u"b 1"_s, u"c 1"_s, u"d 1"_s, u"a 2"_s, u"b 2"_s, u"c 2"_s, u"d 2"_s }));
    // And with the typed one first.
    log.clear();
    scope->start(byType(*sender, log, u"a"_s));
    scope->start(logValue(sender.get(), log, u"b"_s, 2));
    sender->setValue(3);
    sender->setValue(4);
    QCOMPARE(log, (QStringList { u"a 3"_s, u"b 3"_s, u"a 4"_s, u"b 4"_s }));
    QVERIFY(!sender->hasConnections());
}

void tst_WaitForChange::servesTenChangesInABurst()
{
    QStringList expected;
    scope->start(logValue(sender.get(), log, u"a"_s, 10));
    for (int i = 1; i <= 10; ++i) {
        sender->setValue(i);
        expected.append(u"a %1"_s.arg(i));
    }
    QCOMPARE(log, expected);
}

void tst_WaitForChange::servesNestedChangesInOrder()
{
    scope->start([&]() -> Task<> {
        log.append(u"a %1"_s.arg(co_await waitForChange<int>(*sender, "value")));
        sender->setValue(2);
    });
    scope->start(logValue(sender.get(), log, u"b"_s, 2));
    sender->setValue(1);
    QCOMPARE(log.size(), 3);
    QVERIFY(scope->isEmpty());
}

void tst_WaitForChange::readsTheValueAtItsTurn()
{
    // The property is read inside the emission: whoever comes after a change of it sees the newest value.
    scope->start([&]() -> Task<> {
        co_await waitForChange<QString>(*sender, "text");
        sender->setText(u"second"_s);
    });
    scope->start([&]() -> Task<> {
        log.append(co_await waitForChange<QString>(*sender, "text"));
        log.append(co_await waitForChange<QString>(*sender, "text"));
    });
    sender->setText(u"first"_s);
    EXPECT_LOG("second", "second");
}

void tst_WaitForChange::passesAnExceptionOfTheGetterToTheTask()
{
    QString words;
    scope->start([&]() -> Task<> {
        try {
            co_await waitForChange<int>(*sender, "fragile");
        } catch (const std::runtime_error &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    try {
        Q_EMIT sender->fragileChanged();
    } catch (...) {
        QFAIL("the exception has reached the emission");
    }
    QCOMPARE(words, u"cannot be read"_s);
    QVERIFY(!sender->hasConnections());
}

void tst_WaitForChange::canBeCombined()
{
    scope->start([&]() -> Task<> {
        const auto first = co_await whenAny(waitForChange<int>(*sender, "value"),
            waitForChange<QString>(*sender, "text"), waitFor(*sender, &Sender::clicked));
        log.append(std::get<1>(first));
        const auto both
            = co_await whenAll(waitForChange<int>(*sender, "value"), waitForChange<QString>(*sender, "text"));
        log.append(u"%1 %2"_s.arg(std::get<0>(both)).arg(std::get<1>(both)));
        const auto timed = co_await withTimeout(waitForChange<int>(*sender, "value"), std::chrono::hours(1));
        log.append(QString::number(*timed));
    });
    sender->setText(u"one"_s);
    sender->setValue(2);
    sender->setText(u"two"_s);
    sender->setValue(3);
    EXPECT_LOG("one", "2 two", "3");
    QVERIFY(!sender->hasConnections());
}

void tst_WaitForChange::isCancelledWhenTheObjectDies()
{
    sender->setObjectName(u"dial"_s);
    const TaskHandle task = scope->start(logValue(sender.get(), log, u"a"_s));
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of dial.valueChanged was destroyed"_s);
}

void tst_WaitForChange::isCancelledWhenTheObjectDiesInsideTheEmission()
{
    auto *sender = new Sender;
    scope->start([](Sender *dying) -> Task<> {
        co_await waitForChange<int>(dying, "value");
        delete dying;
    }(sender));
    const TaskHandle owed = scope->start(logValue(sender, log, u"owed"_s));
    sender->setValue(1);
    QCOMPARE(owed.state(), TaskState::Cancelled);
    EXPECT_LOG();
    QVERIFY(scope->isEmpty());
}

void tst_WaitForChange::isCancelledWhenTheObjectIsDisconnected()
{
    const TaskHandle task = scope->start(logValue(sender.get(), log, u"a"_s));
    sender->disconnectAll();
    scope->start(logValue(sender.get(), log, u"b"_s));
    sender->setValue(1);
    EXPECT_LOG("b 1");
    QVERIFY(!sender->hasConnections());
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
}

void tst_WaitForChange::isCancelledWhenTheSignalIsDisconnected()
{
    const TaskHandle cut = scope->start(logValue(sender.get(), log, u"cut"_s));
    QObject::disconnect(sender.get(), &Sender::valueChanged, nullptr, nullptr);
    const TaskHandle next = scope->start(logValue(sender.get(), log, u"next"_s));
    QTRY_COMPARE(cut.state(), TaskState::Cancelled);
    QCOMPARE(cut.reason(), u"AsyncWidgets::Tests::Sender.valueChanged was disconnected"_s);
    QCOMPARE(next.state(), TaskState::Waiting);
    sender->setValue(1);
    EXPECT_LOG("next 1");
}

void tst_WaitForChange::isCancelledWhenTheObjectMovesAwayAndDies()
{
    QThread thread;
    thread.start();
    for (int i = 0; i < 20; ++i) {
        auto *sender = new Sender;
        QStringList log;
        TaskScope scope;
        const TaskHandle task = scope.start(logValue(sender, log, u"a"_s));
        sender->moveToThread(&thread);
        Semaphore died;
        QMetaObject::invokeMethod(sender, [sender, &died] {
            sender->setValue(1);
            delete sender;
            died.release();
        });
        died.acquire(); // before the change is delivered
        QTRY_COMPARE(task.state(), TaskState::Cancelled);
        QCOMPARE(task.reason(), u"the sender of AsyncWidgets::Tests::Sender.valueChanged was destroyed"_s);
        QCOMPARE(log, QStringList());
    }
    thread.quit();
    join(thread);
}

namespace {

/// Does something in the getter of its property.
class Asked final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int value READ value NOTIFY changed)

public:
    std::function<void()> whenAsked;
    [[nodiscard]] int value() const
    {
        whenAsked();
        return 1;
    }

Q_SIGNALS:
    void changed();
};

} // namespace

void tst_WaitForChange::survivesWhateverTheGetterEnds_data()
{
    QTest::addColumn<QString>("ended");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("nothing") << u"nothing"_s << QStringList { u"got 1"_s, u"~local"_s };
    QTest::newRow("its task") << u"task"_s << QStringList { u"~local"_s };
    QTest::newRow("its scope") << u"scope"_s << QStringList { u"~local"_s };
    QTest::newRow("its connection") << u"connection"_s << QStringList { u"got 1"_s, u"~local"_s };
    QTest::newRow("another branch") << u"branch"_s << QStringList { u"other branch"_s, u"~local"_s };
}

void tst_WaitForChange::survivesWhateverTheGetterEnds()
{
    QFETCH(const QString, ended);
    QFETCH(const QStringList, expected);
    Asked asked;
    Sender other;
    TaskHandle task;
    asked.whenAsked = [&] {
        if (ended == u"task")
            task.cancel();
        if (ended == u"scope")
            scope.reset();
        if (ended == u"connection")
            QObject::disconnect(&asked, &Asked::changed, nullptr, nullptr);
        if (ended == u"branch")
            other.setValue(2);
    };
    const bool hasBranch = ended == u"branch";
    task = scope->start([&]() -> Task<> {
        const Trace local(log, u"local"_s);
        if (hasBranch) {
            const auto first
                = co_await whenAny(waitForChange<int>(asked, "value"), waitFor(other, &Sender::valueChanged));
            log.append(first.index() == 1 ? u"other branch"_s : u"this branch"_s);
        } else {
            const int value = co_await waitForChange<int>(asked, "value");
            log.append(u"got %1"_s.arg(value));
        }
    });
    Q_EMIT asked.changed();
    QCOMPARE(log, expected);
    QCOMPARE(task.state(), expected.size() == 2 ? TaskState::Finished : TaskState::Cancelled);
}

void tst_WaitForChange::leavesNoConnection()
{
    scope->start(logValue(sender.get(), log, u"a"_s));
    QVERIFY(sender->hasConnections());
    scope->cancel();
    QVERIFY(!sender->hasConnections());
    scope->start(logValue(sender.get(), log, u"a"_s));
    sender->setValue(1);
    QVERIFY(!sender->hasConnections());
}

void tst_WaitForChange::describesItself()
{
    sender->setObjectName(u"dial"_s);
    const TaskHandle task = scope->start(logValue(sender.get(), log, u"a"_s));
    QCOMPARE(task.waitingFor(), u"dial.valueChanged"_s);
}

void tst_WaitForChange::tellsEachMistake_data()
{
    QTest::addColumn<QByteArray>("property");
    QTest::addColumn<QString>("words");
    const QString name = u"AsyncWidgets::Tests::Sender::"_s;
    QTest::newRow("unknown") << "vaule"_ba
                             << u"waitForChange: there is no property %1vaule; check the spelling."_s.arg(
                                    name);
    QTest::newRow("no NOTIFY")
        << "silent"_ba
        << u"waitForChange: the property %1silent has no NOTIFY signal; add one to its "
           "Q_PROPERTY, or wait for another signal with waitFor."_s.arg(name);
    QTest::newRow("other type") << "text"_ba
                                << u"waitForChange: the property %1text is of type QString, not int; write "
                                   "waitForChange<QString>."_s.arg(name);
    QTest::newRow("dynamic")
        << "dynamic"_ba
        << u"waitForChange: %1dynamic is a dynamic property, which has no NOTIFY signal; "
           "declare it with Q_PROPERTY and NOTIFY."_s.arg(name);
    QTest::newRow("empty") << ""_ba
                           << u"waitForChange: there is no property %1; check the spelling."_s.arg(name);
}

void tst_WaitForChange::tellsEachMistake()
{
    QFETCH(const QByteArray, property);
    QFETCH(const QString, words);
    sender->setProperty("dynamic", 1);
    QCOMPARE(wordsOf([&] { static_cast<void>(waitForChange<int>(*sender, property.constData())); }), words);
    QVERIFY(!sender->hasConnections());
}

void tst_WaitForChange::tellsOfANullObject()
{
    const Sender *nobody = nullptr;
    QCOMPARE(wordsOf([&] { static_cast<void>(waitForChange<int>(nobody, "value")); }),
        u"waitForChange: the sender is null; pass an object that exists."_s);
}

void tst_WaitForChange::tellsOfANullName()
{
    const char *nothing = nullptr;
    QCOMPARE(wordsOf([&] { static_cast<void>(waitForChange<int>(*sender, nothing)); }),
        u"waitForChange: the name of the property is null; pass the name of a property of "
        "AsyncWidgets::Tests::Sender."_s);
}

void tst_WaitForChange::tellsOfAnObjectThatMovesToAnotherThread()
{
    QThread thread; // not started: it is about where the object lives
    QString words;
    scope->start([&]() -> Task<> {
        try {
            co_await waitForChange<int>(*sender, "value");
        } catch (const WaitError &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    sender->moveToThread(&thread);
    sender->setValue(1);
    QTRY_VERIFY(!words.isEmpty());
    QVERIFY2(words.contains(u"Sender::value lives on another thread"_s), qPrintable(words));
}

void tst_WaitForChange::tellsOfAnObjectOfAnotherThread()
{
    QThread thread; // not started: it is about where the object lives
    sender->moveToThread(&thread);
    QCOMPARE(wordsOf([&] { static_cast<void>(waitForChange<int>(*sender, "value")); }),
        u"waitForChange: the object of AsyncWidgets::Tests::Sender::value lives on another thread, where the "
        u"property "
        "may change while it is read; wait for its signal with waitFor."_s);
}

void tst_WaitForChange::letsTheTaskCatchTheMistakeAndGoOn()
{
    scope->start([&]() -> Task<> {
        try {
            co_await waitForChange<int>(*sender, "vaule");
        } catch (const std::exception &) {
            log.append(u"told"_s);
        }
        log.append(QString::number(co_await waitForChange<int>(*sender, "value")));
    });
    sender->setValue(1);
    EXPECT_LOG("told", "1");
}

QTEST_GUILESS_MAIN(tst_WaitForChange)
#include "tst_waitforchange.moc"
