// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests Generator and yieldForChange(): values are sent in, and the rules are those of a task that waits.

#include "testsupport.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QTimer>

#include <memory>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;

namespace {

Generator<int> logValues(QStringList &log, QString name, int times)
{
    const Trace trace(log, name);
    for (int i = 0; i < times; ++i) {
        log.append(u"%1 works %2"_s.arg(name).arg(i));
        const int value = co_yield nextChange;
        log.append(u"%1 got %2"_s.arg(name).arg(value));
    }
}

Generator<void> logClicks(QStringList &log)
{
    for (int i = 0;; ++i) {
        co_yield nextChange;
        log.append(u"click %1"_s.arg(i));
    }
}

} // namespace

class tst_Generator : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void isSentEachChange();
    void isSentNothingATupleOrAConvertedValue();
    void decoratesAFunctionWithArguments();
    void decoratesAMemberFunction();
    void runsNothingBeforeItIsStarted();
    void canBeDrivenByHand();
    void servesTenChangesInABurst();
    void standsInOneLineWithTasks();
    void isAwaitedByATask();
    void canBeACombinedBranch();
    void tellsThatItHasBeenMovedAway();
    void failsWithItsException();
    void failsBeforeItsFirstYield();
    void isCancelledWhenTheSenderDies();
    void isCancelledWhenItDeletesTheSender();
    void isCancelledWhenTheSenderDiedBeforeItsStart();
    void isCancelledByItsScope();
    void isCancelledByItself();
    void canDestroyItsScope();
    void showsWhereItHasYielded();
    void takesPrivateSignals();
    void copiesValuesThatAreMoveOnlyInside();
    void tellsOfANullSender();
    void tellsOfAGeneratorThatHasBeenMovedAway();
    void tellsOfAMissingValue();
    void canBeAdvancedAfterItsEnd();
};

void tst_Generator::isSentEachChange()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task
        = scope.start(yieldForChange(sender, &Sender::valueChanged)(logValues(log, u"g"_s, 2)));
    QCOMPARE(task.kind(), TaskKind::Generator);
    QCOMPARE(task.state(), TaskState::Waiting);
    sender.setValue(4);
    sender.setValue(5);
    sender.setValue(6);
    QCOMPARE(log, (QStringList { u"g works 0"_s, u"g got 4"_s, u"g works 1"_s, u"g got 5"_s, u"~g"_s }));
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(2));
    QVERIFY(!sender.hasConnections());
}

void tst_Generator::isSentNothingATupleOrAConvertedValue()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start(yieldForChange(&sender, &Sender::clicked)(logClicks(log)));
    scope.start(yieldForChange(&sender, &Sender::valueChanged)(logClicks(log))); // does not look at the value
    scope.start(yieldForChange(&sender, &Sender::moved)(
        [](QStringList &log_) -> Generator<std::tuple<int, QString, double>> {
            const auto moved = co_yield nextChange;
            log_.append(u"moved %1 %2"_s.arg(std::get<0>(moved)).arg(std::get<1>(moved)));
        }(log)));
    scope.start(yieldForChange(&sender, &Sender::valueChanged)([](QStringList &log_) -> Generator<double> {
        const double value = co_yield nextChange;
        log_.append(u"as double %1"_s.arg(value / 2));
    }(log)));
    Q_EMIT sender.clicked();
    sender.setValue(3);
    Q_EMIT sender.moved(1, u"mm"_s, 0);
    QCOMPARE(log, (QStringList { u"click 0"_s, u"click 0"_s, u"as double 1.5"_s, u"moved 1 mm"_s }));
}

void tst_Generator::decoratesAFunctionWithArguments()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const auto f = yieldForChange(sender, &Sender::valueChanged)(logValues);
    scope.start(f(log, u"a"_s, 1));
    scope.start(f(log, u"b"_s, 1));
    sender.setValue(1);
    QCOMPARE(
        log, (QStringList { u"a works 0"_s, u"b works 0"_s, u"a got 1"_s, u"~a"_s, u"b got 1"_s, u"~b"_s }));
}

void tst_Generator::decoratesAMemberFunction()
{
    struct Page
    {
        int last = 0;
        Generator<int> follow()
        {
            for (;;)
                last = co_yield nextChange;
        }
    };
    Sender sender;
    Page page;
    TaskScope scope;
    scope.start(yieldForChange(sender, &Sender::valueChanged)(&Page::follow)(page));
    sender.setValue(7);
    QCOMPARE(page.last, 7);
}

void tst_Generator::runsNothingBeforeItIsStarted()
{
    Sender sender;
    QStringList log;
    {
        auto generator = logValues(log, u"g"_s, 1);
        auto task = yieldForChange(sender, &Sender::valueChanged)(std::move(generator));
        QCOMPARE(task.record().kind(), TaskKind::Generator);
        QTest::ignoreMessage(QtWarningMsg,
            QRegularExpression(
                u"^Task \"logValues\" of .*tst_generator\\.cpp:[0-9]+ was destroyed without"_s));
    }
    QCOMPARE(log, QStringList());
    QVERIFY(!sender.hasConnections());
}

void tst_Generator::canBeDrivenByHand()
{
    QStringList log;
    auto generator = logValues(log, u"g"_s, 2);
    QVERIFY(generator.advance());
    generator.send(1);
    QVERIFY(generator.advance());
    auto moved = std::move(generator);
    moved.send(2);
    QVERIFY(!moved.advance());
    QCOMPARE(log, (QStringList { u"g works 0"_s, u"g got 1"_s, u"g works 1"_s, u"g got 2"_s, u"~g"_s }));
}

void tst_Generator::servesTenChangesInABurst()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start(yieldForChange(sender, &Sender::valueChanged)(logValues(log, u"g"_s, 10)));
    QStringList expected;
    for (int i = 0; i < 10; ++i) {
        sender.setValue(i + 1);
        expected += { u"g works %1"_s.arg(i), u"g got %1"_s.arg(i + 1) };
    }
    expected.append(u"~g"_s);
    QCOMPARE(log, expected);
}

void tst_Generator::standsInOneLineWithTasks()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start(
        [&]() -> Task<> { log.append(u"a %1"_s.arg(co_await waitFor(sender, &Sender::valueChanged))); });
    scope.start(yieldForChange(sender, &Sender::valueChanged)(
        [](QStringList &log_) -> Generator<int> { log_.append(u"b %1"_s.arg(co_yield nextChange)); }(log)));
    scope.start(
        [&]() -> Task<> { log.append(u"c %1"_s.arg(co_await waitFor(sender, &Sender::valueChanged))); });
    sender.setValue(1);
    QCOMPARE(log, (QStringList { u"a 1"_s, u"b 1"_s, u"c 1"_s }));
}

void tst_Generator::isAwaitedByATask()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        co_await yieldForChange(sender, &Sender::valueChanged)(logValues(log, u"g"_s, 1));
        log.append(u"parent goes on"_s);
    });
    sender.setValue(1);
    QCOMPARE(log, (QStringList { u"g works 0"_s, u"g got 1"_s, u"~g"_s, u"parent goes on"_s }));
}

void tst_Generator::canBeACombinedBranch()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto first
            = co_await whenAny(yieldForChange(sender, &Sender::valueChanged)(logValues(log, u"g"_s, 9)),
                waitFor(sender, &Sender::clicked));
        log.append(u"first %1"_s.arg(first.index()));
    });
    sender.setValue(1);
    Q_EMIT sender.clicked();
    QCOMPARE(log, (QStringList { u"g works 0"_s, u"g got 1"_s, u"g works 1"_s, u"~g"_s, u"first 1"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_Generator::tellsThatItHasBeenMovedAway()
{
    QStringList log;
    Generator<int> generator = logValues(log, u"g"_s, 1);
    QVERIFY(generator.pausedAt().line() > 0);
    Generator<int> moved = std::move(generator);
    const QString words = u"This Generator has been moved away: drive each generator once."_s;
    QCOMPARE(
        wordsOf([&] { static_cast<void>(generator.advance()); }), words); // NOLINT(bugprone-use-after-move)
    QCOMPARE(wordsOf([&] { generator.send(1); }), words);
    QCOMPARE(wordsOf([&] { static_cast<void>(generator.pausedAt()); }), words);
    QVERIFY(moved.advance());
}

void tst_Generator::failsWithItsException()
{
    Sender sender;
    TaskScope scope;
    const TaskHandle task = scope.start(yieldForChange(sender, &Sender::valueChanged)([]() -> Generator<int> {
        const int value = co_yield nextChange;
        throw std::runtime_error(std::to_string(value));
    }()),
        u"generator"_s);
    QTest::ignoreMessage(QtWarningMsg, "Task \"generator\" failed: 4");
    try {
        sender.setValue(4);
    } catch (...) {
        QFAIL("the exception has reached the emission");
    }
    QCOMPARE(task.state(), TaskState::Failed);
    QVERIFY(!sender.hasConnections());
}

void tst_Generator::failsBeforeItsFirstYield()
{
    Sender sender;
    TaskScope scope;
    QTest::ignoreMessage(QtWarningMsg, "Task \"generator\" failed: an exception that is no std::exception");
    const TaskHandle task = scope.start(yieldForChange(sender, &Sender::valueChanged)([]() -> Generator<int> {
        throw 1;
        co_yield nextChange;
    }()),
        u"generator"_s);
    QCOMPARE(task.state(), TaskState::Failed);
}

void tst_Generator::isCancelledWhenTheSenderDies()
{
    auto sender = std::make_unique<Sender>(u"dial"_s);
    QStringList log;
    TaskScope scope;
    const TaskHandle task
        = scope.start(yieldForChange(*sender, &Sender::valueChanged)(logValues(log, u"g"_s, 2)));
    sender->setValue(1);
    sender.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"the sender of dial.valueChanged was destroyed"_s);
    QCOMPARE(log.last(), u"~g"_s);
}

void tst_Generator::isCancelledWhenItDeletesTheSender()
{
    auto *sender = new Sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task = scope.start(
        yieldForChange(sender, &Sender::valueChanged)([](Sender *dying, QStringList &log_) -> Generator<int> {
            const Trace trace(log_, u"g"_s);
            co_yield nextChange;
            delete dying;
            co_yield nextChange;
            log_.append(u"never"_s);
        }(sender, log)));
    sender->setValue(1);
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY2(task.reason().contains(u"destroyed"_s), qPrintable(task.reason()));
    QCOMPARE(log, QStringList { u"~g"_s });
}

void tst_Generator::isCancelledWhenTheSenderDiedBeforeItsStart()
{
    auto sender = std::make_unique<Sender>();
    QStringList log;
    auto task = yieldForChange(*sender, &Sender::valueChanged)(logValues(log, u"g"_s, 1));
    sender.reset();
    TaskScope scope;
    const TaskHandle handle = scope.start(std::move(task));
    QCOMPARE(handle.state(), TaskState::Cancelled);
    QCOMPARE(log.last(), u"~g"_s);
}

void tst_Generator::isCancelledByItsScope()
{
    Sender sender;
    QStringList log;
    TaskScope scope;
    const TaskHandle task
        = scope.start(yieldForChange(sender, &Sender::valueChanged)(logValues(log, u"g"_s, 2)));
    scope.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, (QStringList { u"g works 0"_s, u"~g"_s }));
    QVERIFY(!sender.hasConnections());
}

void tst_Generator::isCancelledByItself()
{
    Sender sender;
    QStringList log;
    TaskHandle task;
    TaskScope scope;
    task = scope.start(yieldForChange(sender, &Sender::valueChanged)(
        [](TaskHandle<> &self, QStringList &log_) -> Generator<int> {
            const Trace trace(log_, u"g"_s);
            co_yield nextChange;
            self.cancel();
            log_.append(u"runs on"_s);
            co_yield nextChange;
            log_.append(u"never"_s);
        }(task, log)));
    sender.setValue(1);
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(log, (QStringList { u"runs on"_s, u"~g"_s }));
}

void tst_Generator::canDestroyItsScope()
{
    Sender sender;
    QStringList log;
    auto scope = std::make_unique<TaskScope>();
    scope->start(yieldForChange(sender, &Sender::valueChanged)(
        [](std::unique_ptr<TaskScope> &scope_, QStringList &log_) -> Generator<int> {
            const Trace trace(log_, u"g"_s);
            co_yield nextChange;
            scope_.reset();
            co_yield nextChange;
        }(scope, log)));
    sender.setValue(1);
    QCOMPARE(log, QStringList { u"~g"_s });
    QVERIFY(!sender.hasConnections());
}

void tst_Generator::showsWhereItHasYielded()
{
    Sender sender(u"dial"_s);
    TaskScope scope;
    const int first = __LINE__ + 2;
    const TaskHandle task = scope.start(yieldForChange(sender, &Sender::valueChanged)([]() -> Generator<int> {
        co_yield nextChange;
        co_yield nextChange;
    }()));
    QCOMPARE(task.line(), first);
    QVERIFY(task.fileName().endsWith(u"tst_generator.cpp"_s));
    QCOMPARE(task.waitingFor(), u"dial.valueChanged"_s);
    sender.setValue(1);
    QCOMPARE(task.line(), first + 1);
}

void tst_Generator::takesPrivateSignals()
{
    QTimer timer;
    timer.setInterval(0);
    QStringList log;
    TaskScope scope;
    scope.start(yieldForChange(timer, &QTimer::timeout)(logClicks(log)));
    timer.start();
    QTRY_VERIFY(log.size() >= 3);
}

void tst_Generator::copiesValuesThatAreMoveOnlyInside()
{
    Sender sender;
    QString got;
    TaskScope scope;
    scope.start(yieldForChange(sender, &Sender::named)([](QString &got_) -> Generator<QString> {
        auto owned = std::make_unique<QString>(co_yield nextChange);
        got_ = *owned;
    }(got)));
    Q_EMIT sender.named(u"name"_s);
    QCOMPARE(got, u"name"_s);
}

void tst_Generator::tellsOfANullSender()
{
    const Sender *nobody = nullptr;
    QCOMPARE(wordsOf([&] { static_cast<void>(yieldForChange(nobody, &Sender::valueChanged)); }),
        u"yieldForChange: the sender is null; pass an object that exists."_s);
    Sender sender;
    QString words;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        try {
            co_await yieldForChange(sender, &Sender::notASignal)(
                []() -> Generator<int> { co_yield nextChange; }());
        } catch (const WaitError &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    QVERIFY2(words.contains(u"not a signal"_s), qPrintable(words));
}

void tst_Generator::tellsOfAGeneratorThatHasBeenMovedAway()
{
    Sender sender;
    QStringList log;
    QString words;
    TaskScope scope;
    Generator<int> generator = logValues(log, u"g"_s, 1);
    const auto drive = yieldForChange(sender, &Sender::valueChanged);
    scope.start(drive(std::move(generator)));
    scope.start([&]() -> Task<> {
        try {
            co_await drive(std::move(generator));
        } catch (const WaitError &error) {
            words = QString::fromUtf8(error.what());
        }
    });
    QCOMPARE(words, u"This Generator has been moved away: drive each generator once."_s);
    QCOMPARE(log, QStringList { u"g works 0"_s });
}

void tst_Generator::tellsOfAMissingValue()
{
    QStringList log;
    Generator<int> generator = logValues(log, u"g"_s, 1);
    QVERIFY(generator.advance());
    QCOMPARE(wordsOf([&] { static_cast<void>(generator.advance()); }),
        u"The generator goes on without a value: send() it one first."_s);
    QCOMPARE(log, (QStringList { u"g works 0"_s, u"~g"_s }));
}

void tst_Generator::canBeAdvancedAfterItsEnd()
{
    QStringList log;
    Generator<int> generator = logValues(log, u"g"_s, 0);
    QVERIFY(!generator.advance());
    QVERIFY(!generator.advance());
    QCOMPARE(log, QStringList { u"~g"_s });
}

QTEST_GUILESS_MAIN(tst_Generator)
#include "tst_generator.moc"
