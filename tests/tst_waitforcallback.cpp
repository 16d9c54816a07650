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

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_WaitForCallback : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void goesOnInsideTheCall();
    void takesAnAnswerBeforeStartReturns();
    void givesNothingOrAMoveOnlyValue();
    void throwsTheExceptionInTheTask();
    void throwsWhatStartThrows();
    void countsTheFirstAnswerOnly();
    void goesOnOnItsOwnThread();
    void isCancelledWhenTheCallbackIsDropped_data();
    void isCancelledWhenTheCallbackIsDropped();
    void callsOnCancelWhenItIsCancelled();
    void doesNotCallOnCancelOnceItIsAnswered();
    void tellsAnExceptionOfOnCancel();
    void ignoresAnAnswerAfterItsEnd();
    void ignoresAnAnswerThatIsUnderWayWhenItIsCancelled();
    void canBeCancelledInStart();
    void canDestroyItsCallbackWhileItGoesOn();
    void worksInCombinations();
    void worksInAStateMachine();
    void staysAsItWasWhenTheValueCannotBeMade();
    void tellsOfASecondAwait();
    void survivesManyAnswersFromManyThreads();

private:
    /// Waits for an int that \c m_resume gives, and writes down how it went on.
    Task<> waitForNumber()
    {
        const auto keep = [this](Resume<int> resume) { m_resume = std::move(resume); };
        try {
            const int number = co_await waitForCallback<int>(keep);
            m_log.append(QString::number(number));
        } catch (const std::exception &error) {
            m_log.append(QString::fromUtf8(error.what()));
        }
    }

    QStringList m_log;
    std::optional<Resume<int>> m_resume;
};

namespace {

Task<> logNumber(QStringList &log, std::function<void(Resume<int>)> start)
{
    const int number = co_await waitForCallback<int>(start);
    log.append(QString::number(number));
}

} // namespace

void tst_WaitForCallback::cleanup()
{
    m_log.clear();
    m_resume.reset();
    QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0));
}

void tst_WaitForCallback::goesOnInsideTheCall()
{
    TaskScope scope;
    const TaskHandle task = scope.start(waitForNumber());
    QCOMPARE(task.waitingFor(), u"a callback"_s);
    QVERIFY((*m_resume)(7));
    QCOMPARE(m_log, QStringList { u"7"_s });
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(1));
}

void tst_WaitForCallback::takesAnAnswerBeforeStartReturns()
{
    TaskScope scope;
    const TaskHandle task = scope.start(logNumber(m_log, [this](const Resume<int> &resume) {
        m_log.append(resume(1) ? u"first counts"_s : u"first is late"_s);
        m_log.append(resume(2) ? u"second counts"_s : u"second is late"_s);
    }));
    QCOMPARE(m_log, (QStringList { u"first counts"_s, u"second is late"_s, u"1"_s }));
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
        const auto keepNothing = [&](const Resume<void> &resume) { resumeNothing = resume; };
        const auto keepNumber = [&](const Resume<std::unique_ptr<int>> &resume) { resumeNumber = resume; };
        co_await waitForCallback(keepNothing);
        const std::unique_ptr<int> value = co_await waitForCallback<std::unique_ptr<int>>(keepNumber);
        m_log.append(QString::number(*value));
    };
    TaskScope scope;
    scope.start(work);
    QVERIFY((*resumeNothing)());
    QVERIFY((*resumeNumber)(std::make_unique<int>(42)));
    QCOMPARE(m_log, QStringList { u"42"_s });
}

void tst_WaitForCallback::throwsTheExceptionInTheTask()
{
    TaskScope scope;
    scope.start(waitForNumber());
    QVERIFY(m_resume->withException(std::make_exception_ptr(std::runtime_error("no answer"))));
    QVERIFY(!(*m_resume)(1));
    QCOMPARE(m_log, QStringList { u"no answer"_s });
}

void tst_WaitForCallback::throwsWhatStartThrows()
{
    std::optional<Resume<int>> kept;
    const auto work = [&]() -> Task<> {
        const auto start = [&](const Resume<int> &resume) {
            kept = resume;
            throw std::runtime_error("cannot ask");
        };
        try {
            co_await waitForCallback<int>(start);
        } catch (const std::runtime_error &error) {
            m_log.append(QString::fromUtf8(error.what()));
        }
    };
    TaskScope scope;
    scope.start(work);
    QCOMPARE(m_log, QStringList { u"cannot ask"_s });
    QVERIFY(!(*kept)(1));
}

void tst_WaitForCallback::countsTheFirstAnswerOnly()
{
    TaskScope scope;
    scope.start(waitForNumber());
    const Resume<int> copy = *m_resume;
    QVERIFY(copy(1));
    QVERIFY(!copy(2));
    QVERIFY(!(*m_resume)(3));
    QCOMPARE(m_log, QStringList { u"1"_s });
}

void tst_WaitForCallback::goesOnOnItsOwnThread()
{
    QThread *resumedOn = nullptr;
    std::thread worker;
    const auto work = [&]() -> Task<> {
        const auto ask = [&worker](const Resume<QString> &resume) {
            worker = std::thread([resume] { resume(u"from there"_s); });
        };
        const QString answer = co_await waitForCallback<QString>(ask);
        m_log.append(answer);
        resumedOn = QThread::currentThread();
    };
    TaskScope scope;
    scope.start(work);
    QTRY_COMPARE(m_log, QStringList { u"from there"_s });
    QCOMPARE(resumedOn, QThread::currentThread());
    worker.join();
}

void tst_WaitForCallback::isCancelledWhenTheCallbackIsDropped_data()
{
    QTest::addColumn<QString>("when");
    QTest::newRow("in start") << u"in start"_s;
    QTest::newRow("later") << u"later"_s;
    QTest::newRow("on another thread") << u"on another thread"_s;
}

void tst_WaitForCallback::isCancelledWhenTheCallbackIsDropped()
{
    QFETCH(const QString, when);
    TaskScope scope;
    const TaskHandle task = scope.start(logNumber(m_log, [&](Resume<int> resume) {
        if (when != u"in start")
            m_resume = std::move(resume);
    }));
    if (when == u"on another thread") {
        std::thread([&] { m_resume.reset(); }).join();
    } else if (when == u"later") {
        const Resume<int> copy = *m_resume;
        m_resume.reset();
        QCOMPARE(task.state(), TaskState::Waiting);
    }
    QTRY_COMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(task.reason(), u"its callback was dropped without being called"_s);
    QVERIFY(m_log.isEmpty());
}

void tst_WaitForCallback::callsOnCancelWhenItIsCancelled()
{
    QThread *calledOn = nullptr;
    const auto work = [&]() -> Task<> {
        const Trace local(m_log, u"local"_s);
        const auto start = [&](Resume<int> resume) {
            m_resume = std::move(resume);
            return [&] {
                calledOn = QThread::currentThread();
                m_log.append((*m_resume)(1) ? u"taken"_s : u"stop it"_s);
            };
        };
        co_await waitForCallback<int>(start);
    };
    TaskScope scope;
    const TaskHandle task = scope.start(work);
    task.cancel();
    QCOMPARE(m_log, (QStringList { u"stop it"_s, u"~local"_s }));
    QCOMPARE(calledOn, QThread::currentThread());
    QVERIFY(!(*m_resume)(2));
}

void tst_WaitForCallback::doesNotCallOnCancelOnceItIsAnswered()
{
    const auto work = [&]() -> Task<> {
        const auto start = [&](Resume<int> resume) {
            m_resume = std::move(resume);
            return [&] { m_log.append(u"stop it"_s); };
        };
        co_await waitForCallback<int>(start);
        co_await sleepFor(1h);
    };
    TaskScope scope;
    const TaskHandle task = scope.start(work);
    (*m_resume)(1);
    task.cancel();
    QVERIFY(m_log.isEmpty());
}

void tst_WaitForCallback::tellsAnExceptionOfOnCancel()
{
    const auto work = [&]() -> Task<> {
        const auto start = [&](Resume<int> resume) {
            m_resume = std::move(resume);
            return [] { throw std::runtime_error("it cannot be stopped"); };
        };
        co_await waitForCallback<int>(start);
    };
    TaskScope scope;
    const TaskHandle task = scope.start(work);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"it cannot be stopped"_s));
    task.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_WaitForCallback::ignoresAnAnswerAfterItsEnd()
{
    {
        TaskScope scope;
        scope.start(waitForNumber());
    }
    QVERIFY(!(*m_resume)(1));
    QVERIFY(!m_resume->withException(std::make_exception_ptr(1)));
    QVERIFY(m_log.isEmpty());
}

void tst_WaitForCallback::ignoresAnAnswerThatIsUnderWayWhenItIsCancelled()
{
    bool wasStopped = false;
    const auto work = [&]() -> Task<> {
        const auto start = [&](Resume<int> resume) {
            m_resume = std::move(resume);
            return [&] { wasStopped = true; };
        };
        m_log.append(QString::number(co_await waitForCallback<int>(start)));
    };
    TaskScope scope;
    const TaskHandle task = scope.start(work);
    bool counts = false;
    std::thread([&] { counts = (*m_resume)(1); }).join();
    QVERIFY(counts); // as far as could be known then
    task.cancel();
    QCoreApplication::processEvents();
    QVERIFY(m_log.isEmpty());
    QVERIFY(!wasStopped); // there is nothing left to stop
}

void tst_WaitForCallback::canBeCancelledInStart()
{
    TaskScope scope;
    const auto work = [&]() -> Task<> {
        const auto start = [&](Resume<int> resume) {
            m_resume = std::move(resume);
            scope.cancel();
            return [&] { m_log.append(u"stop it"_s); };
        };
        co_await waitForCallback<int>(start);
    };
    const TaskHandle task = scope.start(work);
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(m_log, QStringList { u"stop it"_s });
}

void tst_WaitForCallback::canDestroyItsCallbackWhileItGoesOn()
{
    const auto work = [&]() -> Task<> {
        const auto keep = [&](Resume<int> resume) { m_resume = std::move(resume); };
        m_log.append(QString::number(co_await waitForCallback<int>(keep)));
        m_resume.reset();
    };
    TaskScope scope;
    scope.start(work);
    QVERIFY((*m_resume)(5));
    QVERIFY(!m_resume);
    QCOMPARE(m_log, QStringList { u"5"_s });
}

void tst_WaitForCallback::worksInCombinations()
{
    Sender sender;
    const auto work = [&]() -> Task<> {
        const auto keep = [&](Resume<int> resume) { m_resume = std::move(resume); };
        const auto first = co_await whenAny(waitForCallback<int>(keep), waitFor(sender, &Sender::clicked));
        m_log.append(u"first is %1"_s.arg(first.index()));
        const auto both
            = co_await whenAll(waitForCallback<int>(keep), waitFor(sender, &Sender::valueChanged));
        m_log.append(u"%1 and %2"_s.arg(std::get<0>(both)).arg(std::get<1>(both)));
        const std::optional<int> late = co_await withTimeout(waitForCallback<int>(keep), 0ms);
        m_log.append(late ? u"in time"_s : u"too late"_s);
    };
    TaskScope scope;
    scope.start(work);
    Q_EMIT sender.clicked();
    QVERIFY((*m_resume)(4));
    sender.setValue(5);
    QTRY_COMPARE(m_log, (QStringList { u"first is 1"_s, u"4 and 5"_s, u"too late"_s }));
    QVERIFY(!(*m_resume)(6));
}

namespace {

class Machine final : public StateMachine
{
    Q_OBJECT

public:
    enum class State { Asking, Done };
    Q_ENUM(State)

    Machine(std::optional<Resume<int>> &resume, QStringList &log)
        : m_resume(resume)
        , m_log(log)
    {
    }
    QMetaEnum states() const override { return QMetaEnum::fromType<State>(); }
    int currentState() const override { return int(m_state); }

protected:
    void start() override
    {
        pauseFor(waitForCallback<int>([this](Resume<int> resume) { m_resume = std::move(resume); }),
            &Machine::answered);
    }

private:
    void answered(int number)
    {
        m_state = State::Done;
        m_log.append(u"machine %1"_s.arg(number));
    }

    std::optional<Resume<int>> &m_resume;
    QStringList &m_log;
    State m_state = State::Asking;
};

} // namespace

void tst_WaitForCallback::worksInAStateMachine()
{
    TaskScope scope;
    const TaskHandle task = scope.start(std::make_unique<Machine>(m_resume, m_log));
    QVERIFY((*m_resume)(3));
    QCOMPARE(m_log, QStringList { u"machine 3"_s });
    QCOMPARE(task.state(), TaskState::Finished);
}

void tst_WaitForCallback::staysAsItWasWhenTheValueCannotBeMade()
{
    std::optional<Resume<Fragile>> resume;
    const auto work = [&]() -> Task<> {
        const auto keep = [&](const Resume<Fragile> &given) { resume = given; };
        const Fragile value = co_await waitForCallback<Fragile>(keep);
        m_log.append(QString::number(value.value));
    };
    TaskScope scope;
    scope.start(work);
    const Fragile value(8);
    Fragile::copiesLeft = 0;
    QCOMPARE(wordsOf<std::runtime_error>([&] { (*resume)(value); }), u"cannot be copied"_s);
    Fragile::copiesLeft = -1;
    QVERIFY((*resume)(value));
    QCOMPARE(m_log, QStringList { u"8"_s });
}

void tst_WaitForCallback::tellsOfASecondAwait()
{
    QString words;
    const auto work = [&]() -> Task<> {
        const auto answer = [](const Resume<int> &resume) { resume(1); };
        auto wait = waitForCallback<int>(answer);
        co_await wait;
        try {
            co_await wait;
        } catch (const WaitError &error) {
            words = QString::fromUtf8(error.what());
        }
    };
    TaskScope scope;
    scope.start(work);
    QCOMPARE(words, u"This wait has been awaited before, or moved away: make a new one for each co_await."_s);
}

void tst_WaitForCallback::survivesManyAnswersFromManyThreads()
{
    constexpr int rounds = 200;
    int answers = 0;
    int finished = 0;
    const auto work = [&]() -> Task<> {
        for (int round = 0; round < rounds; ++round) {
            std::vector<std::thread> threads;
            const auto ask = [&threads](const Resume<int> &resume) {
                for (int i = 0; i < 4; ++i)
                    threads.emplace_back([resume, i] { resume(i); });
            };
            const std::optional<int> answer = co_await withTimeout(waitForCallback<int>(ask), 1h);
            answers += answer.has_value();
            for (std::thread &thread : threads)
                thread.join();
        }
        finished = answers;
    };
    TaskScope scope;
    scope.start(work);
    QTRY_COMPARE_WITH_TIMEOUT(finished, rounds, 60000);
}

QTEST_GUILESS_MAIN(tst_WaitForCallback)
#include "tst_waitforcallback.moc"
