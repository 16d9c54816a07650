// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests waitForCallback(): answers from here and elsewhere, too early, too late, twice, and never.

#include "testsupport.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QThread>

#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static_assert(std::is_same_v<Resume<>, Resume<void>>); // as waitForCallback() is waitForCallback<void>()

class tst_WaitForCallback : public TaskTest
{
    Q_OBJECT

    using Start = std::function<void(Resume<int>)>;

    std::optional<Resume<int>> resume;
    const Start keep = [this](Resume<int> given) { resume = std::move(given); };

    /// Waits for an int, by default that of \c resume, and logs how it went on.
    Task<> waitForNumber() { return waitForNumber(keep); }
    Task<> waitForNumber(Start start)
    {
        try {
            log.append(QString::number(co_await waitForCallback<int>(start)));
        } catch (const std::exception &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    }
    /// The same, for one that is stopped by \a onCancel.
    Task<> waitForStoppable(std::function<void()> onCancel)
    {
        const auto start = [&](Resume<int> given) {
            resume = std::move(given);
            return onCancel;
        };
        log.append(QString::number(co_await waitForCallback<int>(start)));
    }

protected Q_SLOTS:
    void init()
    {
        TaskTest::init();
        resume.reset();
    }

private Q_SLOTS:
    void goesOnInsideTheCall();
    void takesAnAnswerBeforeStartReturns();
    void givesNothingOrAMoveOnlyValue();
    void throwsTheExceptionInTheTask();
    void throwsWhatStartThrows();
    void goesOnOnItsOwnThread();
    void throwsInWordsWhereTheExceptionIsNull();
    void countsNoAnswerOfWhatDiesWithIt_data();
    void countsNoAnswerOfWhatDiesWithIt();
    void isCancelledWhenTheCallbackIsDropped_data();
    void isCancelledWhenTheCallbackIsDropped();
    void callsOnCancelWhenItIsCancelled();
    void doesNotCallOnCancelOnceItIsAnswered();
    void tellsAnExceptionOfOnCancel();
    void ignoresAnAnswerAfterItsEnd();
    void ignoresAnAnswerThatIsUnderWayWhenItIsCancelled();
    void canBeCancelledInStart();
    void worksInCombinations();
    void staysAsItWasWhenTheValueCannotBeMade();
    void survivesManyAnswersFromManyThreads();
};

void tst_WaitForCallback::goesOnInsideTheCall()
{
    const TaskHandle task = scope->start(waitForNumber());
    const Resume<int> copy = *resume;
    QVERIFY(copy(7));
    EXPECT_LOG("7");
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(1));
    QVERIFY(!copy(8)); // the first answer counts
    QVERIFY(!(*resume)(9));
    EXPECT_LOG();
}

void tst_WaitForCallback::takesAnAnswerBeforeStartReturns()
{
    const TaskHandle task = scope->start(waitForNumber([this](const Resume<int> &given) {
        log.append(given(1) ? u"first counts"_s : u"first is late"_s);
        log.append(given(2) ? u"second counts"_s : u"second is late"_s);
    }));
    EXPECT_LOG("first counts", "second is late", "1");
    QCOMPARE(task.resumptions(), quint64(0)); // it never paused
}

void tst_WaitForCallback::givesNothingOrAMoveOnlyValue()
{
    const auto nothing = [](const Resume<void> &) { };
    const auto number = [](const Resume<std::unique_ptr<int>> &) { };
    static_assert(std::is_void_v<decltype(waitForCallback(nothing).await_resume())>);
    static_assert(std::is_same_v<decltype(waitForCallback<std::unique_ptr<int>>(number).await_resume()),
        std::unique_ptr<int>>);

    std::optional<Resume<void>> resumeNothing;
    std::optional<Resume<std::unique_ptr<int>>> resumeNumber;
    const auto work = [&]() -> Task<> {
        const auto keepNothing = [&](const Resume<void> &given) { resumeNothing = given; };
        const auto keepNumber = [&](const Resume<std::unique_ptr<int>> &given) { resumeNumber = given; };
        co_await waitForCallback(keepNothing);
        const std::unique_ptr<int> value = co_await waitForCallback<std::unique_ptr<int>>(keepNumber);
        log.append(QString::number(*value));
    };
    scope->start(work);
    QVERIFY((*resumeNothing)());
    QVERIFY((*resumeNumber)(std::make_unique<int>(42)));
    EXPECT_LOG("42");
}

void tst_WaitForCallback::throwsTheExceptionInTheTask()
{
    scope->start(waitForNumber());
    QVERIFY(resume->withException(std::make_exception_ptr(std::runtime_error("no answer"))));
    QVERIFY(!(*resume)(1));
    EXPECT_LOG("no answer");
}

void tst_WaitForCallback::throwsInWordsWhereTheExceptionIsNull()
{
    scope->start(waitForNumber());
    QVERIFY(resume->withException(std::current_exception())); // outside of a catch block
    EXPECT_LOG(
        "Resume::withException: the exception is null; pass std::current_exception() inside of a catch "
        "block.");
}

void tst_WaitForCallback::countsNoAnswerOfWhatDiesWithIt_data()
{
    QTest::addColumn<bool>("isKept");
    QTest::newRow("in a task") << false;
    QTest::newRow("in a variable, which goes before the task") << true;
}

// The function owns the operation, which answers in its destructor.
void tst_WaitForCallback::countsNoAnswerOfWhatDiesWithIt()
{
    QFETCH(const bool, isKept);
    const auto ask = [&] {
        auto operation = std::make_shared<AtEnd>([&] {
            const Resume<int> last = *std::exchange(resume, std::nullopt);
            log.append(last(-1) ? u"counts"_s : u"is late"_s);
        });
        const auto start = [this, operation](Resume<int> given) { resume = std::move(given); };
        return waitForCallback<int>(start);
    };
    using Wait = decltype(ask());
    auto kept = std::make_unique<Wait>(ask());
    const TaskHandle task = scope->start([&]() -> Task<> {
        if (isKept) {
            co_await *kept;
        } else {
            auto own = std::move(*kept);
            kept.reset();
            co_await own;
        }
    });
    if (isKept)
        kept.reset();
    else
        scope->cancel();
    EXPECT_LOG("is late");
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_WaitForCallback::throwsWhatStartThrows()
{
    scope->start(waitForNumber([this](Resume<int> given) {
        resume = std::move(given);
        throw std::runtime_error("cannot ask");
    }));
    EXPECT_LOG("cannot ask");
    QVERIFY(!(*resume)(1));
}

void tst_WaitForCallback::goesOnOnItsOwnThread()
{
    QThread *resumedOn = nullptr;
    std::thread worker;
    const auto work = [&]() -> Task<> {
        const auto ask = [&worker](const Resume<QString> &given) {
            worker = std::thread([given] { given(u"from there"_s); });
        };
        const QString answer = co_await waitForCallback<QString>(ask);
        log.append(answer);
        resumedOn = QThread::currentThread();
    };
    scope->start(work);
    QTRY_COMPARE(log, QStringList { u"from there"_s });
    QCOMPARE(resumedOn, QThread::currentThread());
    worker.join();
}

void tst_WaitForCallback::isCancelledWhenTheCallbackIsDropped_data()
{
    QTest::addColumn<QString>("when");
    for (const char *when : { "in start", "later", "on another thread" })
        QTest::newRow(when) << QString::fromLatin1(when);
}

void tst_WaitForCallback::isCancelledWhenTheCallbackIsDropped()
{
    QFETCH(const QString, when);
    const TaskHandle task = scope->start(waitForNumber([&](Resume<int> given) {
        if (when != u"in start")
            resume = std::move(given);
    }));
    if (when == u"on another thread") {
        std::thread([&] { resume.reset(); }).join();
    } else if (when == u"later") {
        const Resume<int> copy = *resume;
        resume.reset();
        QCOMPARE(task.state(), TaskState::Waiting);
    }
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"its callback was dropped without being called"_s);
    EXPECT_LOG();
}

void tst_WaitForCallback::callsOnCancelWhenItIsCancelled()
{
    QThread *calledOn = nullptr;
    const auto stop = [&] {
        calledOn = QThread::currentThread();
        log.append((*resume)(1) ? u"taken"_s : u"stop it"_s);
    };
    const TaskHandle task = scope->start([&]() -> Task<> {
        const Trace local(log, u"local"_s);
        co_await waitForStoppable(stop);
    });
    task.cancel();
    EXPECT_LOG("stop it", "~local");
    QCOMPARE(calledOn, QThread::currentThread());
    QVERIFY(!(*resume)(2));
}

void tst_WaitForCallback::doesNotCallOnCancelOnceItIsAnswered()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        co_await waitForStoppable([&] { log.append(u"stop it"_s); });
        co_await sleepFor(1h);
    });
    (*resume)(1);
    task.cancel();
    EXPECT_LOG("1");
}

void tst_WaitForCallback::tellsAnExceptionOfOnCancel()
{
    const TaskHandle task
        = scope->start(waitForStoppable([] { throw std::runtime_error("it cannot be stopped"); }));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"it cannot be stopped"_s));
    task.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_WaitForCallback::ignoresAnAnswerAfterItsEnd()
{
    scope->start(waitForNumber());
    scope.reset();
    QVERIFY(!(*resume)(1));
    QVERIFY(!resume->withException(std::make_exception_ptr(1)));
    EXPECT_LOG();
}

void tst_WaitForCallback::ignoresAnAnswerThatIsUnderWayWhenItIsCancelled()
{
    const TaskHandle task = scope->start(waitForStoppable([&] { log.append(u"stop it"_s); }));
    bool counts = false;
    std::thread([&] { counts = (*resume)(1); }).join();
    QVERIFY(counts); // as far as could be known then
    task.cancel();
    QCoreApplication::processEvents();
    EXPECT_LOG(); // there is nothing left to stop
}

void tst_WaitForCallback::canBeCancelledInStart()
{
    const TaskHandle task = scope->start([&]() -> Task<> {
        const auto start = [&](Resume<int> given) {
            resume = std::move(given);
            scope->cancel();
            return [&] { log.append(u"stop it"_s); };
        };
        co_await waitForCallback<int>(start);
    });
    QCOMPARE(task.state(), TaskState::Cancelled);
    EXPECT_LOG("stop it");
}

void tst_WaitForCallback::worksInCombinations()
{
    const auto work = [&]() -> Task<> {
        const auto first = co_await whenAny(waitForCallback<int>(keep), waitFor(*sender, &Sender::clicked));
        log.append(u"first is %1"_s.arg(first.index()));
        const auto both
            = co_await whenAll(waitForCallback<int>(keep), waitFor(*sender, &Sender::valueChanged));
        log.append(u"%1 and %2"_s.arg(std::get<0>(both)).arg(std::get<1>(both)));
        const std::optional<int> late = co_await withTimeout(waitForCallback<int>(keep), 0ms);
        log.append(late ? u"in time"_s : u"too late"_s);
    };
    scope->start(work);
    Q_EMIT sender->clicked();
    QVERIFY((*resume)(4));
    sender->setValue(5);
    QTRY_COMPARE(log, (QStringList { u"first is 1"_s, u"4 and 5"_s, u"too late"_s }));
    QVERIFY(!(*resume)(6));
}

void tst_WaitForCallback::staysAsItWasWhenTheValueCannotBeMade()
{
    std::optional<Resume<Fragile>> answer;
    const auto work = [&]() -> Task<> {
        const auto ask = [&](const Resume<Fragile> &given) { answer = given; };
        const Fragile value = co_await waitForCallback<Fragile>(ask);
        log.append(QString::number(value.value));
    };
    scope->start(work);
    const Fragile value(8);
    Fragile::copiesLeft = 0;
    QCOMPARE(wordsOf<std::runtime_error>([&] { (*answer)(value); }), u"cannot be copied"_s);
    Fragile::copiesLeft = -1;
    QVERIFY((*answer)(value));
    EXPECT_LOG("8");
}

void tst_WaitForCallback::survivesManyAnswersFromManyThreads()
{
    constexpr int rounds = 200;
    int answers = 0;
    int finished = 0;
    const auto work = [&]() -> Task<> {
        for (int round = 0; round < rounds; ++round) {
            std::vector<std::thread> threads;
            const auto ask = [&threads](const Resume<int> &given) {
                for (int i = 0; i < 4; ++i)
                    threads.emplace_back([given, i] { given(i); });
            };
            const std::optional<int> answer = co_await withTimeout(waitForCallback<int>(ask), 1h);
            answers += answer.has_value();
            for (std::thread &thread : threads)
                thread.join();
        }
        finished = answers;
    };
    scope->start(work);
    QTRY_COMPARE_WITH_TIMEOUT(finished, rounds, 60000);
}

QTEST_GUILESS_MAIN(tst_WaitForCallback)
#include "tst_waitforcallback.moc"
