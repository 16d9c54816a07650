// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests TaskTrace: that it tells every step of every task, stays within its bound, and says what it left out.

#include "testsupport.h"

#include <QtCore/QBuffer>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QMetaEnum>
#include <QtCore/QProcess>
#include <QtCore/QSet>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryFile>
#include <QtTest/QSignalSpy>

#include <memory>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Time = TaskTrace::Time;

/// All steps, one per line: "name: cause(value) -> what it is after it".
QStringList stepsOf(const TaskTrace &trace)
{
    QStringList lines;
    trace.visitSteps(Time::min(), Time::max(), [&](const TaskTrace::Step &step) {
        QString line = trace.track(step.track)->name + u": "_s + trace.text(step.cause);
        if (step.value != 0)
            line += u'(' + trace.text(step.value) + u')';
        line += u" -> "_s
            + QString::fromLatin1(QMetaEnum::fromType<TaskState>().valueToKey(static_cast<int>(step.state)));
        if (step.waitingFor != 0)
            line += u' ' + trace.text(step.waitingFor);
        lines.append(line);
    });
    return lines;
}

quint64 countOf(const TaskTrace &trace) ///< of steps, those that were merged included
{
    quint64 count = 0;
    trace.visitSteps(Time::min(), Time::max(), [&](const TaskTrace::Step &step) { count += step.count; });
    return count;
}

std::size_t sizeOf(const TaskTrace &trace)
{
    std::size_t size = 0;
    trace.visitSteps(Time::min(), Time::max(), [&](const TaskTrace::Step &) { ++size; });
    return size;
}

/// Keeps the thread busy. \returns for how long it did.
std::chrono::nanoseconds work(std::chrono::nanoseconds duration)
{
    const Time start = TaskTrace::Clock::now();
    while (TaskTrace::Clock::now() - start < duration) { }
    return TaskTrace::Clock::now() - start;
}

Task<> followChanges(Sender &sender)
{
    for (;;)
        co_await waitFor(sender, &Sender::valueChanged);
}

template<typename Signal>
Task<> followSignal(Sender &sender, Signal signal)
{
    for (;;)
        co_await waitFor(sender, signal);
}

/// Calls a function for all that is written to it.
class Device final : public QIODevice
{
public:
    explicit Device(std::function<void()> function)
        : m_function(std::move(function))
    {
        open(WriteOnly | Unbuffered);
    }
    QByteArray written;

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *data, qint64 size) override
    {
        written.append(data, size);
        m_function();
        return size;
    }

private:
    std::function<void()> m_function;
};

} // namespace

class tst_TaskTrace : public TaskTest
{
    Q_OBJECT

private Q_SLOTS:
    void tellsEachStep();
    void tellsWhereAStepBeganAndEnded();
    void tellsHowATaskEnded();
    void tellsValuesOnlyWhileSomebodyAsks();
    void tellsValuesAsText_data();
    void tellsValuesAsText();
    void survivesAValueWhoseTextThrows();
    void keepsTheLastValueOfAnEndedTask();
    void tellsWhatCarriedATaskInACombination();
    void tellsWhatCarriedATaskThatIsOwedAnEmission();
    void tellsThatAChildHasEnded();
    void tellsTheParent();
    void measuresWork();
    void tellsAStepThatGoesOn();
    void tellsTasksThatWereThereBefore();
    void tellsWhereATaskStoodAtATime();
    void tellsBackgroundWorkAndItsProgress();
    void doesNotMistakeATaskForAnotherAtItsAddress();
    void showsWhatWasThereWhileTasksGoOn();

    void tellsNewsOncePerFrame();
    void isSharedByAllTracesOfAThread();
    void canBeDestroyedByWhoeverIsTold();
    void canBeDestroyedInsideAStep();
    void canOutliveTheThreadsTasks();
    void beginsANewRecordAfterOneThatDiedElsewhere();
    void canDieElsewhereBeforeItsThread();
    void mergesStepsWhenThereAreTooMany();
    void dropsTheOldestWhenMergingDoesNotSuffice();
    void boundsTheTexts();
    void leavesOutTasksBeyondTheLimit();
    void forgetsTheOldestEndedTasks();
    void forgetsOnceWhatHadToWaitForAThread();

    void exportsTheFormatOfChrome();
    void isReadByTheParserOfABrowser();
    void exportsWhatWasThereWhileTasksGoOn();
    void saysWhenItCannotWrite();
};

void tst_TaskTrace::tellsEachStep()
{
    const TaskTrace trace;
    sender->setObjectName(u"slider"_s);
    scope->start(
        [](Sender &changes) -> Task<> {
            co_await waitFor(changes, &Sender::valueChanged);
            co_await waitFor(changes, &Sender::clicked);
            co_await sleepFor(1ms);
        }(*sender),
        u"task"_s);
    sender->setValue(1);
    Q_EMIT sender->clicked();
    QTRY_VERIFY(scope->isEmpty());
    QCOMPARE(stepsOf(trace),
        QStringList({
            u"task:  -> Waiting slider.valueChanged"_s,
            u"task: slider.valueChanged -> Waiting slider.clicked"_s,
            u"task: slider.clicked -> Waiting 1 ms"_s,
            u"task: 1 ms -> Finished"_s,
        }));
    QCOMPARE(trace.resolution(), 0ns);
}

void tst_TaskTrace::tellsWhereAStepBeganAndEnded()
{
    const TaskTrace trace;
    constexpr uint line = __LINE__;
    const TaskHandle task = scope->start(followChanges(*sender)); // line + 1
    sender->setValue(1);
    std::vector<TaskTrace::Step> steps;
    trace.visitSteps(Time::min(), Time::max(), [&](const TaskTrace::Step &step) { steps.push_back(step); });
    QCOMPARE(steps.size(), 2U);
    QCOMPARE(steps[0].from.line(), line + 1);
    QCOMPARE(steps[0].to.line(), static_cast<uint>(task.line()));
    QCOMPARE(steps[1].from.line(), static_cast<uint>(task.line()));
    QCOMPARE(steps[1].to.line(), static_cast<uint>(task.line()));
    QVERIFY(steps[0].begin <= steps[0].end);
    QVERIFY(steps[0].end <= steps[1].begin);
    QCOMPARE(steps[0].sender, nullptr);
    QCOMPARE(steps[1].sender, sender.get());
}

void tst_TaskTrace::tellsHowATaskEnded()
{
    const TaskTrace trace;
    sender->setObjectName(u"s"_s);
    const TaskHandle cancelled = scope->start(followChanges(*sender), u"cancelled"_s);
    const TaskHandle failed = scope->start(
        [](Sender &clicks) -> Task<> {
            co_await waitFor(clicks, &Sender::clicked);
            throw std::runtime_error("out of paper");
        }(*sender),
        u"failed"_s);
    cancelled.cancel();
    QTest::ignoreMessage(QtWarningMsg, "Task \"failed\" failed: out of paper");
    Q_EMIT sender->clicked();
    QCOMPARE(stepsOf(trace),
        QStringList({ u"cancelled:  -> Waiting s.valueChanged"_s, u"failed:  -> Waiting s.clicked"_s,
            u"cancelled:  -> Cancelled"_s, u"failed: s.clicked -> Failed"_s }));
    QCOMPARE(trace.track(cancelled)->reason, u"cancelled"_s);
    QCOMPARE(trace.track(failed)->reason, u"out of paper"_s);
    QVERIFY(trace.track(cancelled)->isDone());
    QVERIFY(trace.track(cancelled)->end() <= trace.track(failed)->end());
    QCOMPARE(trace.track(cancelled)->steps, 1U);
}

void tst_TaskTrace::tellsValuesOnlyWhileSomebodyAsks()
{
    TaskTrace trace;
    sender->setObjectName(u"s"_s);
    scope->start(followChanges(*sender), u"t"_s);
    sender->setValue(1);
    trace.setRecordsValues(true);
    sender->setValue(2);
    trace.setRecordsValues(false);
    sender->setValue(3);
    QCOMPARE(stepsOf(trace).mid(1),
        QStringList({ u"t: s.valueChanged -> Waiting s.valueChanged"_s,
            u"t: s.valueChanged(2) -> Waiting s.valueChanged"_s,
            u"t: s.valueChanged -> Waiting s.valueChanged"_s }));
}

void tst_TaskTrace::tellsValuesAsText_data()
{
    QTest::addColumn<std::function<Task<>(Sender &)>>("task");
    QTest::addColumn<std::function<void(Sender &)>>("emission");
    QTest::addColumn<QString>("value");
    using MakeTask = std::function<Task<>(Sender &)>;
    using Emit = std::function<void(Sender &)>;
    const auto wait
        = [](auto signal) { return MakeTask([signal](Sender &s) { return followSignal(s, signal); }); };
    QTest::newRow("a number") << wait(&Sender::valueChanged) << Emit([](Sender &s) { s.setValue(-7); })
                              << u"-7"_s;
    QTest::newRow("a text") << wait(&Sender::named) << Emit([](Sender &s) { Q_EMIT s.named(u"Ada"_s); })
                            << u"Ada"_s;
    QTest::newRow("several") << wait(&Sender::moved)
                             << Emit([](Sender &s) { Q_EMIT s.moved(3, u"mm"_s, 0.5); }) << u"3, mm, 0.5"_s;
    QTest::newRow("nothing") << wait(&Sender::clicked) << Emit([](Sender &s) { Q_EMIT s.clicked(); })
                             << QString();
    QTest::newRow("a private signal")
        << wait(&Sender::secret) << Emit([](Sender &s) { s.emitSecret(5); }) << u"5"_s;
    QTest::newRow("a type without a text")
        << wait(&Sender::sent) << Emit([](Sender &s) { Q_EMIT s.sent(Fragile(1)); }) << QString();
    QTest::newRow("a pointer") << wait(&Sender::pointed) << Emit([](Sender &s) { Q_EMIT s.pointed(&s); })
                               << QString();
    QTest::newRow("a long text") << wait(&Sender::named)
                                 << Emit([](Sender &s) { Q_EMIT s.named(QString(500, u'x')); })
                                 << QString(79, u'x') + u'…';
    QTest::newRow("a stream") << MakeTask([](Sender &s) -> Task<> {
        auto names = streamOf(s, &Sender::named);
        for (;;)
            co_await names.next();
    }) << Emit([](Sender &s) { Q_EMIT s.named(u"Eve"_s); })
                              << u"Eve"_s;
    QTest::newRow("by name") << MakeTask([](Sender &s) -> Task<> {
        for (;;)
            co_await waitForChange<int>(s, "value");
    }) << Emit([](Sender &s) { s.setValue(8); })
                             << u"8"_s;
}

void tst_TaskTrace::tellsValuesAsText()
{
    QFETCH(std::function<Task<>(Sender &)>, task);
    QFETCH(std::function<void(Sender &)>, emission);
    QFETCH(QString, value);
    TaskTrace trace;
    trace.setRecordsValues(true);
    const TaskHandle handle = scope->start(task(*sender));
    emission(*sender);
    QCOMPARE(trace.text(trace.track(handle)->last.value), value);
    QCOMPARE(trace.track(handle)->lastValue, value);
    QCOMPARE(trace.track(handle)->steps, 2U);
}

void tst_TaskTrace::survivesAValueWhoseTextThrows()
{
    struct Silent
    {
        QString operator()(const Constant &) const { throw std::runtime_error("no text"); }
    };
    QVERIFY((QMetaType::registerConverter<Constant, QString>(Silent())));
    TaskTrace trace;
    trace.setRecordsValues(true);
    scope->start([](Sender &changes, QStringList &log_) -> Task<> {
        for (;;) {
            const Constant constant = co_await waitFor(changes, &Sender::told);
            log_.append(constant.text);
        }
    }(*sender, log));
    Q_EMIT sender->told({ .id = 1, .text = u"a"_s });
    Q_EMIT sender->told({ .id = 2, .text = u"b"_s });
    EXPECT_LOG("a", "b");
}

void tst_TaskTrace::keepsTheLastValueOfAnEndedTask()
{
    TaskTrace trace;
    trace.setRecordsValues(true);
    const TaskHandle task = scope->start([](Sender &changes) -> Task<> {
        co_await waitFor(changes, &Sender::valueChanged);
        co_await waitFor(changes, &Sender::clicked);
    }(*sender));
    sender->setValue(42);
    Q_EMIT sender->clicked();
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(trace.track(task)->lastValue, u"42"_s);
    QCOMPARE(trace.text(trace.track(task)->last.value), QString());
}

void tst_TaskTrace::tellsWhatCarriedATaskInACombination()
{
    TaskTrace trace;
    trace.setRecordsValues(true);
    sender->setObjectName(u"s"_s);
    scope->start(
        [](Sender &changes) -> Task<> {
            for (;;)
                co_await whenAny(waitFor(changes, &Sender::clicked), waitFor(changes, &Sender::valueChanged));
        }(*sender),
        u"t"_s);
    sender->setValue(4);
    Q_EMIT sender->clicked();
    const QStringList steps = stepsOf(trace);
    QCOMPARE(steps.size(), 3);
    QVERIFY2(steps[1].startsWith(u"t: s.valueChanged(4) -> Waiting "_s), qPrintable(steps[1]));
    QVERIFY2(steps[2].startsWith(u"t: s.clicked -> Waiting "_s), qPrintable(steps[2]));
}

void tst_TaskTrace::tellsWhatCarriedATaskThatIsOwedAnEmission()
{
    TaskTrace trace;
    trace.setRecordsValues(true);
    sender->setObjectName(u"s"_s);
    scope->start(
        [](Sender &changes) -> Task<> {
            co_await waitFor(changes, &Sender::valueChanged);
            changes.setValue(2); // the second task is owed the first change, and gets it before this one
        }(*sender),
        u"first"_s);
    scope->start(followChanges(*sender), u"second"_s);
    sender->setValue(1);
    QCOMPARE(stepsOf(trace).mid(2),
        QStringList({ u"first: s.valueChanged(1) -> Finished"_s,
            u"second: s.valueChanged(1) -> Waiting s.valueChanged"_s,
            u"second: s.valueChanged(2) -> Waiting s.valueChanged"_s }));
}

void tst_TaskTrace::tellsThatAChildHasEnded()
{
    TaskTrace trace;
    trace.setRecordsValues(true);
    sender->setObjectName(u"s"_s);
    const auto child = [](Sender &changes) -> Task<> { co_await waitFor(changes, &Sender::valueChanged); };
    scope->start(
        [](Sender &changes, auto makeChild) -> Task<> {
            auto inner = makeChild(changes);
            co_await std::move(inner);
            co_await waitFor(changes, &Sender::clicked);
        }(*sender, child),
        u"parent"_s);
    sender->setValue(1);
    const QStringList steps = stepsOf(trace);
    QCOMPARE(steps.size(), 4);
    QVERIFY2(steps[0].startsWith(u"parent:  -> Waiting "_s), qPrintable(steps[0]));
    QVERIFY2(steps[1].endsWith(u":  -> Waiting s.valueChanged"_s), qPrintable(steps[1]));
    QVERIFY2(steps[2].endsWith(u": s.valueChanged(1) -> Finished"_s), qPrintable(steps[2]));
    // Its cause is the child, which brought no value.
    QVERIFY2(steps[3].startsWith(u"parent: "_s) && !steps[3].contains(u"(1)"_s)
            && steps[3].endsWith(u" -> Waiting s.clicked"_s),
        qPrintable(steps[3]));
}

void tst_TaskTrace::tellsTheParent()
{
    const TaskTrace trace;
    const TaskHandle outer = scope->start(
        [](Sender &changes) -> Task<> { co_await whenAll(followChanges(changes), followChanges(changes)); }(
                                *sender),
        u"outer"_s);
    std::vector<TaskTrace::Track> tracks;
    trace.visitTracks([&](const TaskTrace::Track &track) { tracks.push_back(track); });
    QCOMPARE(tracks.size(), 3U);
    QCOMPARE(tracks[0].name, u"outer"_s);
    QCOMPARE(tracks[0].parent, 0U);
    QCOMPARE(tracks[1].name, u"followChanges"_s);
    QCOMPARE(tracks[1].parent, tracks[0].id);
    QCOMPARE(tracks[2].parent, tracks[0].id);
    QCOMPARE(trace.track(outer)->id, tracks[0].id);
}

void tst_TaskTrace::measuresWork()
{
    const TaskTrace trace;
    std::vector<std::chrono::nanoseconds> pieces;
    const TaskHandle task
        = scope->start([](Sender &changes, std::vector<std::chrono::nanoseconds> &done) -> Task<> {
              for (;;) {
                  const int length = co_await waitFor(changes, &Sender::valueChanged);
                  done.push_back(work(std::chrono::milliseconds(length)));
              }
          }(*sender, pieces));
    const Time before = TaskTrace::Clock::now();
    sender->setValue(3);
    sender->setValue(30);
    sender->setValue(2);
    const std::chrono::nanoseconds atMost = TaskTrace::Clock::now() - before;
    const TaskTrace::Track &track = *trace.track(task);
    QVERIFY(track.longestWork >= pieces[1]);
    QVERIFY(track.totalWork >= pieces[0] + pieces[1] + pieces[2]);
    QVERIFY(track.totalWork <= atMost + 1ms); // and its start
    QVERIFY(track.longestWork < track.totalWork);
    QCOMPARE(trace.totalWork(track), track.totalWork);
}

void tst_TaskTrace::tellsAStepThatGoesOn()
{
    const TaskTrace trace;
    TaskHandle task;
    bool wentOn = false;
    std::chrono::nanoseconds total {};
    std::chrono::nanoseconds longest {};
    task = scope->start([&]() -> Task<> {
        co_await waitFor(*sender, &Sender::clicked);
        work(2ms);
        wentOn = trace.track(task)->last.goesOn();
        total = trace.totalWork(*trace.track(task));
        longest = trace.longestWork(*trace.track(task));
    });
    Q_EMIT sender->clicked();
    QVERIFY(wentOn);
    QVERIFY(total >= 2ms);
    QVERIFY(longest >= 2ms);
    QVERIFY(trace.track(task)->totalWork >= total);
}

void tst_TaskTrace::tellsTasksThatWereThereBefore()
{
    sender->setObjectName(u"s"_s);
    scope->start(
        [](Sender &changes) -> Task<> {
            auto inner = followChanges(changes);
            co_await std::move(inner);
        }(*sender),
        u"outer"_s);
    std::unique_ptr<TaskTrace> trace;
    scope->start(
        [](Sender &changes, std::unique_ptr<TaskTrace> &made) -> Task<> {
            made = std::make_unique<TaskTrace>();
            co_await waitFor(changes, &Sender::clicked);
        }(*sender, trace),
        u"running"_s);
    QStringList tracks;
    trace->visitTracks([&](const TaskTrace::Track &track) {
        tracks.append(
            u"%1 of %2: %3"_s.arg(track.name).arg(track.parent).arg(trace->text(track.last.waitingFor)));
    });
    QCOMPARE(tracks,
        QStringList({ u"outer of 0: followChanges"_s, u"running of 0: s.clicked"_s,
            u"followChanges of 1: s.valueChanged"_s }));
    sender->setValue(1);
    QCOMPARE(stepsOf(*trace),
        QStringList({ u"running:  -> Waiting s.clicked"_s,
            u"followChanges: s.valueChanged -> Waiting s.valueChanged"_s }));
}

void tst_TaskTrace::tellsWhereATaskStoodAtATime()
{
    TaskTrace trace;
    trace.setRecordsValues(true);
    std::vector<Time> times { TaskTrace::Clock::now() };
    const auto takeTime = [&times] {
        work(1ms);
        times.push_back(TaskTrace::Clock::now());
        work(1ms);
    };
    takeTime();
    const TaskHandle task = scope->start(followChanges(*sender));
    const TaskHandle other = scope->start(followChanges(*sender));
    takeTime();
    sender->setValue(1);
    takeTime();
    sender->setValue(2);
    takeTime();
    const TaskTrace::TrackId id = trace.track(task)->id;
    QCOMPARE(trace.stepAt(id, times[1]), nullptr);
    QCOMPARE(trace.text(trace.stepAt(id, times[2])->value), QString());
    QCOMPARE(trace.text(trace.stepAt(id, times[3])->value), u"1"_s);
    QCOMPARE(trace.text(trace.stepAt(id, times[4])->value), u"2"_s);
    QCOMPARE(trace.stepAt(id, times[3])->track, id);
    QCOMPARE(trace.stepAt(12345, times[3]), nullptr);
    QVERIFY(trace.stepAt(trace.track(other)->id, times[3]) != nullptr);
}

void tst_TaskTrace::tellsBackgroundWorkAndItsProgress()
{
    const TaskTrace trace;
    Semaphore reached;
    Semaphore opened;
    scope->start(
        [](Semaphore &atTheGate, Semaphore &gate) -> Task<> {
            const auto function = [&atTheGate, &gate](BackgroundContext &context) {
                context.setProgress(0.25);
                atTheGate.release();
                gate.acquire();
                context.setProgress(1);
            };
            co_await runInBackground(function);
        }(reached, opened),
        u"task"_s);
    reached.acquire();
    TaskTrace::Track background;
    const auto find = [&] {
        trace.visitTracks([&](const TaskTrace::Track &track) {
            if (track.kind == TaskKind::Background)
                background = track;
        });
    };
    find();
    QCOMPARE(background.name, u"background"_s);
    QCOMPARE(trace.track(background.parent)->name, u"task"_s);
    QVERIFY(background.last.goesOn());
    QTRY_VERIFY((find(), background.progress == 0.25));
    opened.release();
    QTRY_VERIFY(scope->isEmpty());
    find();
    QVERIFY(background.isDone());
    std::vector<double> progress;
    trace.visitProgress(
        Time::min(), Time::max(), [&](const TaskTrace::Progress &made) { progress.push_back(made.value); });
    QCOMPARE(progress, (std::vector<double> { 0.25, 1 }));
    QCOMPARE(stepsOf(trace).last(), u"task: background work -> Finished"_s);
}

void tst_TaskTrace::doesNotMistakeATaskForAnotherAtItsAddress()
{
    TaskTrace trace;
    trace.setRecordsValues(true);
    std::set<TaskTrace::TrackId> ids;
    for (int i = 1; i <= 20; ++i) {
        const TaskHandle task = scope->start(followChanges(*sender));
        QCOMPARE(trace.track(task)->lastValue, QString());
        sender->setValue(i);
        QCOMPARE(trace.track(task)->lastValue, QString::number(i));
        ids.insert(trace.track(task)->id);
        task.cancel();
    }
    QCOMPARE(ids.size(), 20U);
}

void tst_TaskTrace::showsWhatWasThereWhileTasksGoOn()
{
    const TaskTrace trace;
    scope->start(followChanges(*sender), u"first"_s);
    scope->start(click(u"a"_s), u"second"_s);
    Q_EMIT sender->clicked();
    scope->start([]() -> Task<> { co_return; }(), u"third"_s);
    for (int i = 1; i <= 100; ++i)
        sender->setValue(i);
    const std::size_t before = sizeOf(trace);
    std::size_t visited = 0;
    trace.visitSteps(Time::min(), Time::max(), [&](const TaskTrace::Step &) {
        ++visited;
        for (int i = 0; i < 1000; ++i)
            sender->setValue(sender->value() + 1);
    });
    QCOMPARE(visited, before);
    QStringList names;
    trace.visitTracks([&](const TaskTrace::Track &track) {
        for (std::size_t i = 0; i < TaskTrace::maximumTracks; ++i) // the first ones are forgotten
            scope->start([]() -> Task<> { co_return; }());
        names.append(track.name);
    });
    QCOMPARE(names, (QStringList { u"first"_s, u"second"_s, u"third"_s }));
}

void tst_TaskTrace::tellsNewsOncePerFrame()
{
    const TaskTrace trace;
    QSignalSpy changed(&trace, &TaskTrace::changed);
    scope->start(followChanges(*sender));
    const quint64 revision = trace.revision();
    for (int i = 1; i <= 100; ++i)
        sender->setValue(i);
    QVERIFY(trace.revision() != revision);
    QCOMPARE(changed.count(), 0);
    QVERIFY(changed.wait());
    QCOMPARE(changed.count(), 1);
}

void tst_TaskTrace::isSharedByAllTracesOfAThread()
{
    auto first = std::make_unique<TaskTrace>();
    const TaskHandle task = scope->start(followChanges(*sender));
    TaskTrace second;
    second.setRecordsValues(true);
    first.reset();
    sender->setValue(1);
    QCOMPARE(second.track(task)->steps, 2U);
    QCOMPARE(second.track(task)->lastValue, u"1"_s);
    QVERIFY(Detail::ThreadContext::current().trace);
}

void tst_TaskTrace::canBeDestroyedByWhoeverIsTold()
{
    auto *trace = new TaskTrace; // deleted in the slot
    const QPointer<TaskTrace> alive(trace);
    connect(trace, &TaskTrace::changed, trace, [trace] { delete trace; });
    scope->start(followChanges(*sender));
    QTRY_VERIFY(!alive);
    scope->cancel();
    // Then nothing is recorded any more, and nobody has to be told.
    QCOMPARE(Detail::ThreadContext::current().trace, nullptr);
    QVERIFY(Detail::ThreadContext::current().observers.empty());
}

void tst_TaskTrace::canBeDestroyedInsideAStep()
{
    auto trace = std::make_unique<TaskTrace>();
    trace->setRecordsValues(true);
    const TaskHandle task = scope->start([](Sender &changes, std::unique_ptr<TaskTrace> &gone) -> Task<> {
        co_await waitFor(changes, &Sender::valueChanged);
        gone.reset();
        co_await waitFor(changes, &Sender::valueChanged);
    }(*sender, trace));
    scope->start(followChanges(*sender));
    sender->setValue(1);
    trace = std::make_unique<TaskTrace>();
    sender->setValue(2);
    QCOMPARE(task.state(), TaskState::Finished);
    QCOMPARE(trace->track(task)->steps, 1U);
}

void tst_TaskTrace::canOutliveTheThreadsTasks()
{
    std::unique_ptr<TaskTrace> trace;
    const std::unique_ptr<QThread> thread(QThread::create([&trace] {
        trace = std::make_unique<TaskTrace>();
        TaskScope tasks;
        tasks.start([]() -> Task<> { co_return; });
    }));
    thread->start();
    join(*thread);
    QCOMPARE(sizeOf(*trace), 1U);
}

void tst_TaskTrace::beginsANewRecordAfterOneThatDiedElsewhere()
{
    auto trace = std::make_unique<TaskTrace>();
    scope->start([]() -> Task<> { co_return; });
    std::thread([&trace] { trace.reset(); }).join();
    scope->start([]() -> Task<> { co_return; });
    const TaskTrace next;
    QCOMPARE(sizeOf(next), 0U);
}

void tst_TaskTrace::canDieElsewhereBeforeItsThread()
{
    std::unique_ptr<TaskTrace> trace;
    std::unique_ptr<QThread> thread(QThread::create([&trace] {
        trace = std::make_unique<TaskTrace>();
        std::thread([&trace] { trace.reset(); }).join();
        TaskScope tasks;
        tasks.start([]() -> Task<> { co_return; });
    }));
    thread->start();
    join(*thread);
}

void tst_TaskTrace::mergesStepsWhenThereAreTooMany()
{
    const TaskTrace trace;
    const TaskHandle task = scope->start(followChanges(*sender));
    constexpr int changes = 200'000;
    for (int i = 1; i <= changes; ++i)
        sender->setValue(i);
    QCOMPARE(trace.track(task)->steps, static_cast<quint32>(changes + 1));
    QCOMPARE(countOf(trace), static_cast<quint64>(changes + 1)); // none is missing
    QVERIFY(sizeOf(trace) <= 16'384);
    QVERIFY(trace.resolution() >= 1ms);
    // What was merged lies where it was.
    Time before = Time::min();
    std::chrono::nanoseconds sum {};
    trace.visitSteps(Time::min(), Time::max(), [&](const TaskTrace::Step &step) {
        QVERIFY(step.begin >= before);
        QVERIFY(step.end >= step.begin);
        QVERIFY(step.work <= step.end - step.begin);
        before = step.end;
        sum += step.work;
    });
    QCOMPARE(sum, trace.track(task)->totalWork);
}

void tst_TaskTrace::dropsTheOldestWhenMergingDoesNotSuffice()
{
    const TaskTrace trace;
    const Time start = TaskTrace::Clock::now();
    for (int i = 0; i < 20'000; ++i) // tasks of one step each, which cannot be merged
        scope->start([]() -> Task<> { co_return; });
    QVERIFY(sizeOf(trace) <= 16'384);
    QVERIFY(trace.recordedSince() > start);
    std::size_t tracks = 0;
    trace.visitTracks([&](const TaskTrace::Track &) { ++tracks; });
    QVERIFY(tracks <= 1001);
}

void tst_TaskTrace::boundsTheTexts()
{
    TaskTrace trace;
    trace.setRecordsValues(true);
    const TaskHandle task = scope->start(followChanges(*sender));
    for (int i = 1; i <= 50'000; ++i) {
        sender->setValue(i);
        QCOMPARE(trace.text(trace.track(task)->last.value), QString::number(i));
    }
    QCOMPARE(trace.track(task)->lastValue, u"50000"_s);
    QSet<TaskTrace::TextId> values;
    trace.visitSteps(Time::min(), Time::max(), [&](const TaskTrace::Step &step) {
        if (step.track == trace.track(task)->id && step.value != 0) {
            QVERIFY(!trace.text(step.value).isEmpty());
            values.insert(step.value);
        }
    });
    QVERIFY(values.size() <= 4096);
}

void tst_TaskTrace::leavesOutTasksBeyondTheLimit()
{
    const TaskTrace trace;
    for (std::size_t i = 0; i < TaskTrace::maximumTracks + 5; ++i)
        scope->start(followChanges(*sender));
    QCOMPARE(trace.untracked(), 5);
    sender->setValue(1);
    QCOMPARE(trace.untracked(), 5);
    scope->cancel();
    scope->start(followChanges(*sender)); // there is room again
    QCOMPARE(trace.untracked(), 5);
}

void tst_TaskTrace::forgetsTheOldestEndedTasks()
{
    const TaskTrace trace;
    const TaskHandle first = scope->start([]() -> Task<> { co_return; });
    const TaskHandle waiting = scope->start(followChanges(*sender));
    for (int i = 0; i < 1100; ++i)
        scope->start([]() -> Task<> { co_return; });
    QCOMPARE(trace.track(first), nullptr);
    QVERIFY(trace.track(waiting));
}

void tst_TaskTrace::forgetsOnceWhatHadToWaitForAThread()
{
    const TaskTrace trace;
    const int limit = backgroundThreadLimit();
    setBackgroundThreadLimit(1);
    for (int i = 0; i < 3; ++i) // all but the first are ready until there is a thread, and that is no end
        scope->start([]() -> Task<> { co_await runInBackground([](BackgroundContext &) { }); });
    QTRY_VERIFY(scope->isEmpty());
    setBackgroundThreadLimit(limit);
    for (int i = 0; i < 1100; ++i) // each of the later ones makes room for itself
        scope->start([]() -> Task<> { co_return; });
    int tracks = 0;
    trace.visitTracks([&tracks](const TaskTrace::Track &) { ++tracks; });
    QCOMPARE(tracks, 1001);
}

void tst_TaskTrace::exportsTheFormatOfChrome()
{
    TaskTrace trace;
    trace.setRecordsValues(true);
    sender->setObjectName(u"slider \"A\""_s);
    const TaskHandle task = scope->start(
        [](Sender &changes) -> Task<> {
            co_await waitFor(changes, &Sender::valueChanged);
            work(2ms);
            co_await waitFor(changes, &Sender::clicked);
        }(*sender),
        u"a task"_s);
    work(3ms);
    sender->setValue(5);
    QBuffer file;
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(trace.exportChromeTrace(&file));

    QJsonParseError error {};
    const QJsonDocument document = QJsonDocument::fromJson(file.data(), &error);
    QCOMPARE(error.error, QJsonParseError::NoError);
    const QJsonArray events = document[u"traceEvents"_s].toArray();
    QStringList names;
    const double id = trace.track(task)->id;
    double end = 0;
    for (const QJsonValue &value : events) {
        const QJsonObject event = value.toObject();
        QCOMPARE(event[u"pid"_s].toInteger(), QCoreApplication::applicationPid());
        QVERIFY(event[u"tid"_s].isDouble());
        QVERIFY(event[u"name"_s].isString());
        const QString phase = event[u"ph"_s].toString();
        if (phase == u"M")
            QVERIFY(event[u"args"_s][u"name"_s].isString());
        if (phase != u"X" || event[u"tid"_s].toDouble() != id)
            continue;
        // One after the other, without an overlap.
        QVERIFY(event[u"ts"_s].toDouble() >= end - 0.001);
        QVERIFY(event[u"dur"_s].toDouble() >= 0);
        end = event[u"ts"_s].toDouble() + event[u"dur"_s].toDouble();
        names.append(event[u"cat"_s].toString() + u' ' + event[u"name"_s].toString());
        if (event[u"name"_s] == u"slider \"A\".valueChanged"_s) {
            QVERIFY(event[u"dur"_s].toDouble() >= 2000);
            QCOMPARE(event[u"args"_s][u"value"_s].toString(), u"5"_s);
        }
    }
    QCOMPARE(names,
        QStringList({ u"work start"_s, u"waiting waiting for slider \"A\".valueChanged"_s,
            u"work slider \"A\".valueChanged"_s, u"waiting waiting for slider \"A\".clicked"_s }));
}

void tst_TaskTrace::isReadByTheParserOfABrowser()
{
    const QString node = QStandardPaths::findExecutable(u"node"_s);
    if (node.isEmpty())
        QSKIP("There is no Node.js on this machine, which has the parser of Chrome.");
    TaskTrace trace;
    trace.setRecordsValues(true);
    sender->setObjectName(u"\"\\ \t\u2028 \U0001f7e2"_s);
    scope->start(
        [](Sender &changes) -> Task<> {
            for (;;)
                co_await waitFor(changes, &Sender::named);
        }(*sender),
        u"</script>"_s);
    Q_EMIT sender->named(QString(QChar(0xd800)) + u'\0'); // half a character
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(trace.exportChromeTrace(&file));
    file.close();

    QProcess parser;
    parser.start(node,
        { u"-e"_s,
            u"const trace = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'));"
            "const events = trace.traceEvents;"
            "console.log(events.filter(event => event.ph === 'X' && event.ts >= 0 && event.dur >= 0)"
            ".map(event => event.name).join('\\n'));"_s,
            file.fileName() });
    QVERIFY2(parser.waitForFinished(), qPrintable(parser.errorString()));
    QCOMPARE(QString::fromUtf8(parser.readAllStandardError()), QString());
    const QString signal = sender->objectName() + u".named"_s;
    QCOMPARE(QString::fromUtf8(parser.readAllStandardOutput()),
        u"start\nwaiting for %1\n%1\nwaiting for %1\n"_s.arg(signal));
}

void tst_TaskTrace::exportsWhatWasThereWhileTasksGoOn()
{
    auto trace = std::make_unique<TaskTrace>();
    scope->start(followChanges(*sender), u"task"_s);
    sender->setValue(1);
    Device device([&] {
        for (int i = 0; i < 1000; ++i)
            sender->setValue(sender->value() + 1);
        trace.reset();
    });
    QVERIFY(trace->exportChromeTrace(&device));
    const QJsonObject written = QJsonDocument::fromJson(device.written).object();
    QCOMPARE(written[u"traceEvents"_s].toArray().size(), 7); // three names, two steps, two waits
}

void tst_TaskTrace::saysWhenItCannotWrite()
{
    const TaskTrace trace;
    QBuffer closed;
    QTest::ignoreMessage(QtWarningMsg, "QIODevice::write (QBuffer): device not open");
    QVERIFY(!trace.exportChromeTrace(&closed));
}

QTEST_GUILESS_MAIN(tst_TaskTrace)
#include "tst_tasktrace.moc"
