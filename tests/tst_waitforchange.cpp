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

class tst_WaitForChange : public TaskTest
{
    Q_OBJECT

    /// Waits  times for "value" and logs it.
    Task<> read(QObject &object, QString name, int times = 1)
    {
        for (int i = 0; i < times; ++i)
            log.append(u"%1 %2"_s.arg(name).arg(co_await waitForChange<int>(object, "value")));
    }

private Q_SLOTS:
    void givesTheValueOfTheProperty();
    void givesAQVariantOfAnyProperty();
    void waitsForPropertiesOfQtClasses();
    void standsInOneLineWithWaitFor();
    void servesNestedChangesInOrder();
    void passesAnExceptionOfTheGetterToTheTask();
    void canBeCombined();
    void isCancelledWhenTheObjectMovesAwayAndDies();
    void survivesWhateverTheGetterEnds_data();
    void survivesWhateverTheGetterEnds();
    void goesOnAfterAGetterThatEmits();
    void tellsEachMistake_data();
    void tellsEachMistake();
    void tellsOfANullName();
    void tellsOfAnObjectOfAnotherThread();
    void tellsOfAnObjectThatMovesToAnotherThread();
};

void tst_WaitForChange::givesTheValueOfTheProperty()
{
    const TaskHandle task = scope->start(read(*sender, u"a"_s, 2));
    sender->setValue(4);
    EXPECT_LOG("a 4");
    sender->setProperty("value", 5);
    EXPECT_LOG("a 5");
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(2));
}

void tst_WaitForChange::givesAQVariantOfAnyProperty()
{
    scope->start([&]() -> Task<> {
        log.append((co_await waitForChange<QVariant>(*sender, "value")).toString());
        log.append((co_await waitForChange<QVariant>(*sender, "text")).toString()); // the signal has no value
    });
    sender->setValue(3);
    sender->setText(u"t"_s);
    EXPECT_LOG("3", "t");
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

void tst_WaitForChange::standsInOneLineWithWaitFor()
{
    scope->start(read(*sender, u"a"_s, 2));
    scope->start(follow(u"b"_s, 2));
    scope->start(read(*sender, u"c"_s, 2));
    scope->start(follow(u"d"_s, 2));
    sender->setValue(1);
    sender->setValue(2);
    EXPECT_LOG("a 1", "b 1", "c 1", "d 1", "a 2", "b 2", "c 2", "d 2");
    QVERIFY(!sender->hasConnections());
    scope->start(follow(u"a"_s, 2)); // and with the typed one first
    scope->start(read(*sender, u"b"_s, 2));
    sender->setValue(3);
    sender->setValue(4);
    EXPECT_LOG("a 3", "b 3", "a 4", "b 4");
}

void tst_WaitForChange::servesNestedChangesInOrder()
{
    atChange([this] { sender->setValue(2); });
    scope->start(read(*sender, u"a"_s, 2));
    scope->start(read(*sender, u"b"_s, 2));
    sender->setValue(1);
    EXPECT_LOG("a 2", "b 2", "a 2", "b 2"); // each sees two changes, and reads the newest value
    QVERIFY(scope->isEmpty());
}

void tst_WaitForChange::passesAnExceptionOfTheGetterToTheTask()
{
    scope->start(attempt([&] { return waitForChange<int>(*sender, "fragile"); }));
    Q_EMIT sender->fragileChanged();
    EXPECT_LOG("cannot be read");
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
}

void tst_WaitForChange::isCancelledWhenTheObjectMovesAwayAndDies()
{
    QThread thread;
    thread.start();
    for (int i = 0; i < 20; ++i) {
        sender = std::make_unique<Sender>();
        const TaskHandle task = scope->start(read(*sender, u"a"_s));
        sender->moveToThread(&thread);
        Semaphore died;
        QMetaObject::invokeMethod(sender.get(), [&] {
            sender->setValue(1);
            sender.reset();
            died.release();
        });
        died.acquire(); // before the change is delivered
        QTRY_COMPARE(task.state(), TaskState::Cancelled);
        QCOMPARE(task.reason(), u"the sender of AsyncWidgets::Tests::Sender.valueChanged was destroyed"_s);
        EXPECT_LOG();
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

void tst_WaitForChange::goesOnAfterAGetterThatEmits()
{
    Asked asked;
    asked.whenAsked = [&] {
        if (log.isEmpty()) {
            log.append(u"asked"_s);
            Q_EMIT asked.changed();
            log.append(u"answered"_s);
        }
    };
    scope->start([&]() -> Task<> {
        auto change = waitForChange<int>(asked, "value"); // goes on to watch its sender while it is read
        const int value = co_await change;
        log.append(u"got %1"_s.arg(value));
    });
    Q_EMIT asked.changed();
    QCOMPARE(log.mid(0, 2), (QStringList { u"asked"_s, u"answered"_s }));
    QCOMPARE(log.size(), 3);
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
    scope->start(attempt([&] { return waitForChange<int>(*sender, "value"); }));
    sender->moveToThread(&thread);
    sender->setValue(1);
    QTRY_VERIFY(scope->isEmpty());
    QVERIFY2(log[0].contains(u"Sender::value lives on another thread"_s), qPrintable(log[0]));
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

QTEST_GUILESS_MAIN(tst_WaitForChange)
#include "tst_waitforchange.moc"
