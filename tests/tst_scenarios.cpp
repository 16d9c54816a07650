// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// The worker tasks of the demonstration: each is compared with its whole transcript.

#include "machine.h"
#include "models/button.h"
#include "models/floatprogress.h"
#include "models/html.h"
#include "models/intslider.h"
#include "models/output.h"
#include "scenarios/changeslidertentimes.h"
#include "scenarios/countprimes.h"
#include "scenarios/progressworker.h"
#include "scenarios/updateinbackground.h"
#include "scenarios/waitforclick.h"

#include <asyncwidgets/taskscope.h>
#include <asyncwidgets/yieldforchange.h>

#include <QtCore/QPointer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <memory>

using namespace AsyncWidgets;
using AsyncWidgets::Tests::localized;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

enum class Way { Coroutine, Generator, StateMachine };

TaskHandle<> startWay(TaskScope &tasks, Way way, IntSlider &slider, Output &output, Html &status)
{
    switch (way) {
    case Way::Coroutine:
        return tasks.start(changeSliderTenTimes(slider, output, status));
    case Way::Generator:
        return tasks.start(
            yieldForChange(slider, &IntSlider::valueChanged)(changeSliderTenTimesGenerator)(output, status));
    case Way::StateMachine:
        return tasks.start(std::make_unique<ChangeSliderTenTimes>(slider, output, status));
    }
    Q_UNREACHABLE();
}

QStringList transcript(const QString &who, int changes)
{
    QStringList lines { u"did work 0"_s };
    for (int i = 1; i <= changes; ++i) {
        lines.append(u"%1 continued with value %2"_s.arg(who).arg(i * 7));
        if (i < 10)
            lines.append(u"did work %1"_s.arg(i));
    }
    return lines;
}

Task<> storePrimes(qint64 limit, FloatProgress &progress, qint64 &count)
{
    const PrimeCount found = co_await countPrimes(limit, progress);
    count = found.count;
}

} // namespace

class tst_scenarios final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0)); }

    void eachWayPrintsTheWholeTranscript_data();
    void eachWayPrintsTheWholeTranscript();
    void allWaysRunAtOnceOnOneSlider();
    void eachWayIsCancelledWhenTheSliderDies_data();
    void eachWayIsCancelledWhenTheSliderDies();
    void theStatusTellsWhereTheTaskStands();
    void theStateMachineShowsItsStates();
    void waitsForAClick();
    void waitsForWhicheverComesFirst();
    void theWorkerMovesTheProgressToItsEnd();
    void theWorkerPausesInMidStepAndResumes();
    void theWorkerIsCancelledAndStartsAgain();
    void theWorkerIsDestroyedWhileItRuns();
    void cancellingTheTaskCancelsTheWorker();
    void countsPrimes_data();
    void countsPrimes();
    void cancellingARequestStopsIt();
};

void tst_scenarios::eachWayPrintsTheWholeTranscript_data()
{
    QTest::addColumn<int>("way");
    QTest::addColumn<QString>("who");
    QTest::newRow("coroutine") << int(Way::Coroutine) << u"async function"_s;
    QTest::newRow("generator") << int(Way::Generator) << u"generator function"_s;
    QTest::newRow("state machine") << int(Way::StateMachine) << u"state machine"_s;
}

void tst_scenarios::eachWayPrintsTheWholeTranscript()
{
    QFETCH(int, way);
    QFETCH(QString, who);
    IntSlider slider;
    Output output;
    Html status;
    TaskScope tasks;
    const TaskHandle task = startWay(tasks, Way(way), slider, output, status);
    for (int i = 1; i <= 10; ++i) {
        QCOMPARE(task.state(), TaskState::Waiting);
        QCOMPARE(output.lines(), transcript(who, i - 1));
        slider.setValue(i * 7);
    }
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(task.resumptions(), quint64(10));
    slider.setValue(1);
    QCOMPARE(output.lines(), transcript(who, 10));
}

void tst_scenarios::allWaysRunAtOnceOnOneSlider()
{
    IntSlider slider;
    Output outputs[3];
    Html status[3];
    TaskScope tasks;
    for (std::size_t way = 0; way < 3; ++way)
        startWay(tasks, Way(way), slider, outputs[way], status[way]);
    for (int i = 1; i <= 10; ++i)
        slider.setValue(i * 7);
    QCOMPARE(tasks.count(), 0);
    QCOMPARE(outputs[0].lines(), transcript(u"async function"_s, 10));
    QCOMPARE(outputs[1].lines(), transcript(u"generator function"_s, 10));
    QCOMPARE(outputs[2].lines(), transcript(u"state machine"_s, 10));
}

void tst_scenarios::eachWayIsCancelledWhenTheSliderDies_data()
{
    eachWayPrintsTheWholeTranscript_data();
}

void tst_scenarios::eachWayIsCancelledWhenTheSliderDies()
{
    QFETCH(int, way);
    auto slider = std::make_unique<IntSlider>();
    Output output;
    Html status;
    TaskScope tasks;
    const TaskHandle task = startWay(tasks, Way(way), *slider, output, status);
    slider->setValue(7);
    slider.reset();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QVERIFY2(task.reason().contains(u"valueChanged"), qPrintable(task.reason()));
    QVERIFY(tasks.isEmpty());
}

void tst_scenarios::theStatusTellsWhereTheTaskStands()
{
    IntSlider slider;
    Output output;
    Html status;
    TaskScope tasks;
    startWay(tasks, Way::Coroutine, slider, output, status);
    QCOMPARE(status.value(), localized(u"Waiting for change <b>1</b> of <b>10</b>."_s));
    slider.setValue(42);
    QCOMPARE(
        status.value(), localized(u"Waiting for change <b>2</b> of <b>10</b>, the last was <b>42</b>."_s));
    for (int i = 1; i < 10; ++i)
        slider.setValue(i);
    QCOMPARE(status.value(), localized(u"Finished after <b>10</b> changes, the last was <b>9</b>."_s));
}

void tst_scenarios::theStateMachineShowsItsStates()
{
    IntSlider slider;
    Output output;
    Html status;
    TaskScope tasks;
    auto owned = std::make_unique<ChangeSliderTenTimes>(slider, output, status);
    const QPointer<ChangeSliderTenTimes> machine = owned.get();
    const QSignalSpy changes(machine, &StateMachine::stateChanged);
    QCOMPARE(machine->states().keyCount(), 3);
    const TaskHandle task = tasks.start(std::move(owned));
    QCOMPARE(task.kind(), TaskKind::StateMachine);
    QCOMPARE(machine->currentState(), int(ChangeSliderTenTimes::State::WaitingForChange));
    QVERIFY(!changes.isEmpty());
    task.cancel();
    QVERIFY(!machine);
    QCOMPARE(task.state(), TaskState::Cancelled);
}

void tst_scenarios::waitsForAClick()
{
    Button button;
    Output output;
    TaskScope tasks;
    const TaskHandle task = tasks.start(waitForClick(button, output));
    QCOMPARE(task.state(), TaskState::Waiting);
    button.click();
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(output.lines(), QStringList({ u"waiting for a click"_s, u"continued after a click"_s }));
}

void tst_scenarios::waitsForWhicheverComesFirst()
{
    Button button;
    IntSlider slider;
    Output output;
    TaskScope tasks;
    const TaskHandle first = tasks.start(waitForClickOrChange(button, slider, output));
    QCOMPARE(first.waitingFor(), u"any of 2"_s);
    slider.setValue(5);
    QCOMPARE(first.state(), TaskState::Finished);
    tasks.start(waitForClickOrChange(button, slider, output));
    button.click();
    QVERIFY(tasks.isEmpty());
    QCOMPARE(output.lines(),
        QStringList({ u"waiting for a click or a change"_s, u"continued after a change to 5"_s,
            u"waiting for a click or a change"_s, u"continued after a click"_s }));
}

void tst_scenarios::theWorkerMovesTheProgressToItsEnd()
{
    BackgroundProgress work;
    FloatProgress progress;
    Output output;
    TaskScope tasks;
    const TaskHandle task = tasks.start(updateInBackground(work, progress, output, 7, 1ms));
    QCOMPARE(work.state(), BackgroundProgress::State::Working);
    QTRY_COMPARE(task.state(), TaskState::Finished);
    QCOMPARE(progress.value(), 1.0);
    QCOMPARE(work.state(), BackgroundProgress::State::Idle);
    QCOMPARE(output.lines(), QStringList({ u"started 7 steps of 1 ms"_s, u"finished the last step"_s }));
}

void tst_scenarios::theWorkerPausesInMidStepAndResumes()
{
    BackgroundProgress work;
    const QSignalSpy finished(&work, &BackgroundProgress::finished);
    work.start(2, 10s); // longer than the test: only a pause in the middle of a step can be seen at once
    work.pause();
    QCOMPARE(work.state(), BackgroundProgress::State::Paused);
    work.start(1, 0ms); // nothing while it is at work
    QCOMPARE(work.state(), BackgroundProgress::State::Paused);
    work.resume();
    QCOMPARE(work.state(), BackgroundProgress::State::Working);
    work.pause();
    work.cancel(); // also while it is paused
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished.first().first().toBool(), false);
}

void tst_scenarios::theWorkerIsCancelledAndStartsAgain()
{
    BackgroundProgress work;
    QSignalSpy finished(&work, &BackgroundProgress::finished);
    work.start(1000, 10s);
    work.cancel();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(work.state(), BackgroundProgress::State::Idle);
    QSignalSpy values(&work, &BackgroundProgress::valueChanged);
    work.start(3, 0ms);
    QTRY_COMPARE(finished.count(), 2);
    QCOMPARE(finished.last().first().toBool(), true);
    QCOMPARE(values.last().first().toDouble(), 1.0);
}

void tst_scenarios::theWorkerIsDestroyedWhileItRuns()
{
    {
        BackgroundProgress work;
        work.start(1000, 10s);
    }
    {
        BackgroundProgress work;
        work.start(1'000'000, 0ms);
    }
    {
        BackgroundProgress work;
        work.start(1, 10s);
        work.pause();
    }
}

void tst_scenarios::cancellingTheTaskCancelsTheWorker()
{
    BackgroundProgress work;
    FloatProgress progress;
    Output output;
    TaskScope tasks;
    const TaskHandle task = tasks.start(updateInBackground(work, progress, output, 1000, 10s));
    task.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QTRY_COMPARE(work.state(), BackgroundProgress::State::Idle);
}

void tst_scenarios::countsPrimes_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qint64>("count");
    QTest::newRow("2") << qint64(2) << qint64(0);
    QTest::newRow("3") << qint64(3) << qint64(1);
    QTest::newRow("4") << qint64(4) << qint64(2);
    QTest::newRow("9") << qint64(9) << qint64(4);
    QTest::newRow("10") << qint64(10) << qint64(4);
    QTest::newRow("26") << qint64(26) << qint64(9);
    QTest::newRow("100") << qint64(100) << qint64(25);
    QTest::newRow("65536") << qint64(65536) << qint64(6542);
    QTest::newRow("65538") << qint64(65538) << qint64(6543); // 65537 is the first of the second piece
    QTest::newRow("1,000,000") << qint64(1'000'000) << qint64(78498);
    QTest::newRow("10,000,000") << qint64(10'000'000) << qint64(664579);
}

void tst_scenarios::countsPrimes()
{
    QFETCH(qint64, limit);
    QFETCH(qint64, count);
    FloatProgress progress;
    TaskScope tasks;
    qint64 found = -1;
    tasks.start(storePrimes(limit, progress, found));
    QTRY_VERIFY(tasks.isEmpty());
    QCOMPARE(found, count);
    if (limit > 2)
        QCOMPARE(progress.value(), 1.0);
}

void tst_scenarios::cancellingARequestStopsIt()
{
    FloatProgress progress;
    TaskScope tasks;
    qint64 found = -1;
    const TaskHandle task = tasks.start(storePrimes(maximumPrimesLimit, progress, found));
    QTRY_VERIFY(progress.value() > 0.0); // it is on its way
    task.cancel();
    QCOMPARE(task.state(), TaskState::Cancelled);
    QCOMPARE(found, -1);
}

ASYNCWIDGETS_TEST_MAIN(tst_scenarios, QCoreApplication)
#include "tst_scenarios.moc"
