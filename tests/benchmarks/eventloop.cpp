// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The application's proof that nothing blocks: what the event-loop strip itself costs while nothing moves, and what
/// it reports while all four cards are busy.

#include "benchmark.h"

#include "scenarios/countprimes.h"
#include "ui/cards/meanwhilecard.h"
#include "ui/cards/updateinbackgroundcard.h"
#include "ui/mainwindow.h"
#include "ui/timeline/eventloopplot.h"
#include "ui/timeline/tasksview.h"
#include "ui/timeline/timeline.h"

#include <asyncwidgets/eventloopprobe.h>

#include <QtCore/QElapsedTimer>
#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QSlider>
#include <QtWidgets/QSpinBox>

#include <chrono>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace AsyncWidgets::Bench {

namespace {

constexpr double allowedPercent = 0.1; // of one core
constexpr double frame = 1000.0 / 60; // ms

void runFor(std::chrono::milliseconds duration)
{
    QEventLoop loop;
    QTimer::singleShot(duration, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

/// How much of one core this thread needs while its event loop runs, in percent.
double percentOfCore(const Effort &effort)
{
    const qint64 before = processorTime();
    QElapsedTimer elapsed;
    elapsed.start();
    runFor(effort.isSmoke ? 50ms : 4s);
    return 100.0 * static_cast<double>(processorTime() - before)
        / static_cast<double>(elapsed.nsecsElapsed());
}

/// What the system takes to wake a thread that often, whatever it does then.
double bareSleep(const Effort &effort, std::chrono::milliseconds interval)
{
    const qint64 times = effort.isSmoke ? 1 : 4s / interval;
    const qint64 before = processorTime();
    QElapsedTimer elapsed;
    elapsed.start();
    for (qint64 i = 0; i < times; ++i)
        std::this_thread::sleep_for(interval);
    return 100.0 * static_cast<double>(processorTime() - before)
        / static_cast<double>(elapsed.nsecsElapsed());
}

/// Lets pass what happens only once: at the start, or after the window that was measured before.
void settle(const Effort &effort)
{
    runFor(effort.isSmoke ? 10ms : 1s);
}

double probeAlone(const Effort &effort)
{
    EventLoopProbe probe;
    probe.start();
    settle(effort);
    return percentOfCore(effort);
}

/// The window as it is after the start, while nobody touches it.
double idleWindow(const Effort &effort, bool hasTimeline)
{
    MainWindow window;
    window.timeline().setVisible(hasTimeline);
    window.show();
    settle(effort);
    return percentOfCore(effort);
}

/// All cards at once: the lanes run and the slider moves, somebody clicks, a thread makes a thousand steps a second,
/// another one counts primes. Each begins again when it has ended.
void keepBusy(MainWindow &window)
{
    IntSlider &slider = window.models().slider;
    slider.setValue((slider.value() + 7) % (slider.maximum() + 1));
    for (Card *card : window.cards()) {
        if (card->isRunning())
            card->finishDemo(); // the click
        else
            card->start();
    }
}

/// The 99th percentile of the event loop's latency as the window reports it, in ms.
double reportedWhileBusy(const Effort &effort)
{
    MainWindow window;
    auto *background = window.findChild<UpdateInBackgroundCard *>();
    background->setSteps(1000);
    background->setStepDelay(1);
    window.findChild<MeanwhileCard *>()->setLimit(static_cast<int>(maximumPrimesLimit));
    window.show();
    QTimer busy;
    busy.callOnTimeout([&window] { keepBusy(window); });
    busy.start(50ms);
    runFor(effort.isSmoke ? 100ms : 1s); // the first frames of a window are no steady state
    window.timeline().eventLoop().probe().reset();
    runFor(effort.isSmoke ? 100ms : 8s);
    const auto reported = window.timeline().eventLoop().probe().log().quantile(0.99);
    return std::chrono::duration<double, std::milli>(reported).count();
}

/// How long the event loop is busy with one frame of the timeline of 60 tasks, each resumed again and again, in ms.
double paintTimeline(const Effort &effort)
{
    MainWindow window;
    window.resize(1280, 2400); // all rows are seen
    for (int i = 0; i < 20; ++i)
        window.startAll();
    window.show();
    runFor(effort.isSmoke ? 50ms : 300ms);
    for (int i = 1; i <= 9; ++i) {
        window.models().slider.setValue(i * 10);
        runFor(effort.isSmoke ? 5ms : 100ms);
    }
    QWidget &rows = *window.timeline().tasksView().viewport();
    QWidget &plot = window.timeline().eventLoop();
    const int frames = effort.isSmoke ? 3 : 100;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < frames; ++i) {
        rows.repaint();
        plot.repaint();
    }
    return static_cast<double>(timer.nsecsElapsed()) / 1e6 / frames;
}

constexpr double allowedMilliseconds = 2;

} // namespace

std::vector<Row> eventLoopRows()
{
    return {
        { .id = u"idle"_s,
            .title = u"The timeline while nothing moves: its part of one core"_s,
            .unit = u"%"_s,
            .contestants
            = { { .name = u"allowed"_s, .measure = [](const Effort &) { return allowedPercent; } },
                { .name = u"the probe"_s, .measure = probeAlone, .promise = Promise::AtMost, .target = 1 },
                { .name = u"a thread that only sleeps, as often"_s,
                    .measure
                    = [](const Effort &effort) { return bareSleep(effort, LatencyLog::restInterval); } },
                { .name = u"a thread that only sleeps, 100 times a second"_s,
                    .measure = [](const Effort &effort) { return bareSleep(effort, LatencyLog::interval); } },
                { .name = u"the timeline: probe, numbers, tasks and plot"_s,
                    .measure =
                        [](const Effort &effort) {
                            return idleWindow(effort, true) - idleWindow(effort, false);
                        } },
                { .name = u"the whole window"_s,
                    .measure = [](const Effort &effort) { return idleWindow(effort, true); } } },
            .rounds = 5 },
        { .id = u"busy"_s,
            .title = u"All cards busy: the latency that the timeline reports, 99th percentile"_s,
            .unit = u"ms"_s,
            .contestants
            = { { .name = u"one frame at 60 Hz"_s, .measure = [](const Effort &) { return frame; } },
                { .name = u"reported"_s,
                    .measure = reportedWhileBusy,
                    .promise = Promise::AtMost,
                    .target = 1 } },
            .rounds = 5 },
        { .id = u"timeline"_s,
            .title = u"One frame of the timeline with 60 tasks"_s,
            .unit = u"ms"_s,
            .contestants
            = { { .name = u"allowed"_s, .measure = [](const Effort &) { return allowedMilliseconds; } },
                { .name = u"painting it"_s,
                    .measure = paintTimeline,
                    .promise = Promise::AtMost,
                    .target = 1 } },
            .rounds = 5 },
    };
}

} // namespace AsyncWidgets::Bench
