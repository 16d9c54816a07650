// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The application's proof that nothing blocks: what the event-loop strip itself costs while nothing moves, and what
/// it reports while all four cards are busy.

#include "benchmark.h"

#include "ui/timeline/eventloopprobe.h"
#include "ui/timeline/eventloopstrip.h"
#include "ui/mainwindow.h"
#include "ui/cards/meanwhilecard.h"
#include "ui/cards/updateinbackgroundcard.h"
#include "ui/cards/waitforchangecard.h"
#include "ui/cards/waitforclickcard.h"

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

EventLoopStrip &stripOf(const MainWindow &window)
{
    return static_cast<EventLoopStrip &>(window.eventLoopStrip());
}

/// The window as it is after the start, while nobody touches it.
double idleWindow(const Effort &effort, bool hasStrip)
{
    MainWindow window;
    if (!hasStrip)
        stripOf(window).hide();
    window.show();
    settle(effort);
    return percentOfCore(effort);
}

void press(Card &card, const char *button)
{
    card.findChild<QAbstractButton *>(QLatin1StringView(button))->click();
}

/// All four cards at once: the three ways run and the slider moves, somebody clicks, a thread makes a thousand steps a
/// second, another one counts primes. Each begins again when it has ended.
void keepBusy(MainWindow &window)
{
    auto *slider = window.waitForChange().findChild<QSlider *>(u"slider"_s);
    slider->setValue((slider->value() + 7) % (slider->maximum() + 1));
    if (window.waitForChange().tasks().isEmpty()) {
        for (const char *way : { "coroutine", "generator", "stateMachine" }) {
            press(window.waitForChange(), way);
            press(window.waitForChange(), "start");
        }
    }
    press(window.waitForClick(), window.waitForClick().tasks().isEmpty() ? "start" : "continue");
    if (window.updateInBackground().tasks().isEmpty())
        press(window.updateInBackground(), "start");
    if (window.meanwhile().tasks().isEmpty())
        press(window.meanwhile(), "run");
}

/// The 99th percentile of the event loop's latency as the window reports it, in ms.
double reportedWhileBusy(const Effort &effort)
{
    MainWindow window;
    window.updateInBackground().setSteps(1000);
    window.updateInBackground().setStepDelay(1);
    auto *primes = window.meanwhile().findChild<QSpinBox *>(u"limit"_s);
    primes->setValue(primes->maximum());
    window.show();
    QTimer busy;
    busy.callOnTimeout([&window] { keepBusy(window); });
    busy.start(50ms);
    runFor(effort.isSmoke ? 100ms : 1s); // the first frames of a window are no steady state
    stripOf(window).reset();
    runFor(effort.isSmoke ? 100ms : 8s);
    const auto reported = stripOf(window).probe().log().quantile(0.99);
    return std::chrono::duration<double, std::milli>(reported).count();
}

} // namespace

std::vector<Row> eventLoopRows()
{
    return {
        { .id = u"idle"_s,
            .title = u"The event-loop strip while nothing moves: its part of one core"_s,
            .unit = u"%"_s,
            .contestants
            = { { .name = u"allowed"_s, .measure = [](const Effort &) { return allowedPercent; } },
                { .name = u"the probe"_s, .measure = probeAlone, .promise = Promise::AtMost, .target = 1 },
                { .name = u"a thread that only sleeps, as often"_s,
                    .measure
                    = [](const Effort &effort) { return bareSleep(effort, LatencyLog::restInterval); } },
                { .name = u"a thread that only sleeps, 100 times a second"_s,
                    .measure = [](const Effort &effort) { return bareSleep(effort, LatencyLog::interval); } },
                { .name = u"the strip: probe, numbers and plot"_s,
                    .measure =
                        [](const Effort &effort) {
                            return idleWindow(effort, true) - idleWindow(effort, false);
                        } },
                { .name = u"the whole window"_s,
                    .measure = [](const Effort &effort) { return idleWindow(effort, true); } } },
            .rounds = 5 },
        { .id = u"busy"_s,
            .title = u"All four cards busy: the latency that the strip reports, 99th percentile"_s,
            .unit = u"ms"_s,
            .contestants
            = { { .name = u"one frame at 60 Hz"_s, .measure = [](const Effort &) { return frame; } },
                { .name = u"reported"_s,
                    .measure = reportedWhileBusy,
                    .promise = Promise::AtMost,
                    .target = 1 } },
            .rounds = 5 },
    };
}

} // namespace AsyncWidgets::Bench
