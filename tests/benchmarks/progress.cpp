// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Progress from working threads: what a report costs the worker, and what all of them cost the window.

#include "benchmark.h"

#include <asyncwidgets/asyncwidgets.h>

#include <QtCore/QElapsedTimer>
#include <QtCore/QEventLoop>
#include <QtCore/QFile>
#include <QtCore/QFutureWatcher>
#include <QtCore/QPromise>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <QtWidgets/QProgressBar>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace AsyncWidgets::Bench {

namespace {

constexpr int manyReports = 20'000'000;

/// A number that the compiler cannot compute ahead, as cheap as can be.
double valueOf(int report, int reports)
{
    return static_cast<double>(report) / reports;
}

/// The processor time of one of \a times calls of \a report(value) on a thread of its own, while the event loop of
/// this one runs.
template<typename Report>
double reportEach(int times, Report report)
{
    double each = 0;
    const std::unique_ptr<QThread> worker(QThread::create([&] {
        int i = 0;
        each = nanosecondsEach(times, [&] { report(valueOf(++i, times)); });
    }));
    QEventLoop loop;
    QObject::connect(worker.get(), &QThread::finished, &loop, &QEventLoop::quit);
    worker->start();
    loop.exec();
    worker->wait();
    return each;
}

double storeEach(const Effort &effort)
{
    alignas(64) std::atomic<double> value = 0;
    return reportEach(
        effort.times(manyReports), [&](double next) { value.store(next, std::memory_order_relaxed); });
}

double channelEach(const Effort &effort)
{
    ProgressChannel channel;
    QProgressBar bar;
    QObject::connect(&channel, &ProgressChannel::valueChanged, &bar,
        [&bar](double value) { bar.setValue(static_cast<int>(value * 100)); });
    channel.start();
    const double each = reportEach(effort.times(manyReports), [&](double value) { channel.report(value); });
    channel.stop();
    return each;
}

double promiseEach(const Effort &effort)
{
    QProgressBar bar;
    QPromise<void> promise;
    QFutureWatcher<void> watcher;
    QObject::connect(&watcher, &QFutureWatcher<void>::progressValueChanged, &bar, &QProgressBar::setValue);
    promise.start();
    promise.setProgressRange(0, 1'000'000);
    watcher.setFuture(promise.future());
    const double each = reportEach(effort.times(manyReports / 10),
        [&](double value) { promise.setProgressValue(static_cast<int>(value * 1'000'000)); });
    promise.finish();
    return each;
}

double queuedSignalEach(const Effort &effort)
{
    QProgressBar bar;
    QProgressBar sender; // any object with a signal that carries a number
    QObject::connect(
        &sender, &QProgressBar::valueChanged, &bar, &QProgressBar::setValue, Qt::QueuedConnection);
    return reportEach(effort.times(manyReports / 100),
        [&](double value) { Q_EMIT sender.valueChanged(static_cast<int>(value * 100)); });
}

/// What a run of many reports does to the window.
struct ReportRun
{
    double applicationsPerFrame = 0;
    bool lastHasArrived = false;
    double growth = 0; ///< of the resident memory, in KiB
};

double residentKilobytes()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.simplified().split(' ').at(1).toDouble();
    }
    return 0;
}

ReportRun runReports(const Effort &effort)
{
    ReportRun run;
    ProgressChannel channel;
    int applications = 0;
    double last = 0;
    QObject::connect(&channel, &ProgressChannel::valueChanged, [&](double value) {
        ++applications;
        last = value;
    });
    channel.start();
    reportEach(effort.times(manyReports / 10), [&](double value) { channel.report(value / 2); });
    const double before = residentKilobytes();
    applications = 0;
    QElapsedTimer elapsed;
    elapsed.start();
    reportEach(effort.times(manyReports), [&](double value) { channel.report(value); });
    channel.stop();
    const double frames = static_cast<double>(elapsed.nsecsElapsed()) / 1e6
        / static_cast<double>(ProgressChannel::frame.count());
    run.applicationsPerFrame
        = std::max(0, applications - 1) / std::max(1.0, frames); // the last comes at the end
    run.lastHasArrived = last == 1;
    run.growth = residentKilobytes() - before;
    return run;
}

/// Computes without an end, alone or reporting each step, until nobody waits for it any more.
double compute(BackgroundContext &context, bool doesReport)
{
    quint64 state = 1;
    while (!context.isStopRequested()) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        if (doesReport)
            context.setProgress(static_cast<double>(state >> 40));
    }
    return static_cast<double>(state);
}

/// What a report sets in the window.
using Apply = std::function<void(double)>;

Task<> computeInBackground(Apply apply, bool doesReport)
{
    const auto work = [doesReport](BackgroundContext &context) { return compute(context, doesReport); };
    co_await runInBackground(work, apply);
}

/// What happens in the window while two workers compute: nothing, their reports arrive, their reports move a progress
/// bar for each, or a timer moves the bars and nobody reports.
enum class Meanwhile { Nothing, Reports, ReportsMoveBars, TimerMovesBars };

/// How late a timer of 2 ms is in the window's event loop while two workers compute, in ms: the 99th percentile.
double latency(const Effort &effort, Meanwhile meanwhile)
{
    QProgressBar first;
    QProgressBar second;
    first.show();
    second.show();
    double latest = 0;
    const auto applyTo = [&](QProgressBar &bar) -> Apply {
        if (meanwhile == Meanwhile::ReportsMoveBars)
            return [&bar](double value) { bar.setValue(static_cast<int>(value) % 100); };
        return [&latest](double value) { latest = value; };
    };
    const bool doReport = meanwhile == Meanwhile::Reports || meanwhile == Meanwhile::ReportsMoveBars;
    TaskScope scope;
    scope.start(computeInBackground(applyTo(first), doReport));
    scope.start(computeInBackground(applyTo(second), doReport));
    QTimer frame;
    frame.callOnTimeout([&, value = 0]() mutable {
        value = (value + 37) % 100;
        first.setValue(value);
        second.setValue(value);
    });
    if (meanwhile == Meanwhile::TimerMovesBars)
        frame.start(ProgressChannel::frame);

    const int probes = effort.isSmoke ? 5 : 1000;
    std::vector<double> late;
    QEventLoop loop;
    QTimer probe;
    probe.setTimerType(Qt::PreciseTimer);
    QElapsedTimer sincePrevious;
    QObject::connect(&probe, &QTimer::timeout, [&] {
        late.push_back(std::max(0.0, static_cast<double>(sincePrevious.nsecsElapsed()) / 1e6 - 2));
        sincePrevious.start();
        if (static_cast<int>(late.size()) == probes)
            loop.quit();
    });
    sincePrevious.start();
    probe.start(2ms);
    loop.exec();
    scope.cancel();
    std::sort(late.begin(), late.end());
    return late[late.size() * 99 / 100];
}

template<Meanwhile meanwhile>
double latencyWhile(const Effort &effort)
{
    return latency(effort, meanwhile);
}

} // namespace

std::vector<Row> progressRows()
{
    return {
        { .id = u"report"_s,
            .title = u"A worker at full speed: one progress report"_s,
            .unit = u"ns"_s,
            .contestants = { { .name = u"one relaxed atomic store"_s, .measure = storeEach },
                { .name = u"ProgressChannel::report"_s,
                    .measure = channelEach,
                    .promise = Promise::AtMost,
                    .target = 3 },
                { .name = u"QPromise::setProgressValue"_s, .measure = promiseEach },
                { .name = u"a queued signal"_s, .measure = queuedSignalEach } },
            .rounds = 9 },
        { .id = u"frames"_s,
            .title = u"A worker at full speed: values that reach the window in a frame of 16 ms"_s,
            .unit = u"values"_s,
            .contestants = { { .name = u"one value"_s, .measure = [](const Effort &) { return 1; } },
                { .name = u"values applied"_s,
                    .measure = [](const Effort &effort) { return runReports(effort).applicationsPerFrame; },
                    .promise = Promise::AtMost,
                    .target = 1 } },
            .rounds = 5 },
        { .id = u"last"_s,
            .title = u"A worker at full speed: whether the last value arrives"_s,
            .unit = u"of 1"_s,
            .contestants = { { .name = u"always"_s, .measure = [](const Effort &) { return 1; } },
                { .name = u"last values that arrived"_s,
                    .measure = [](const Effort &effort) { return runReports(effort).lastHasArrived ? 1 : 0; },
                    .promise = Promise::AtLeast,
                    .target = 1 } },
            .rounds = 5 },
        { .id = u"growth"_s,
            .title = u"A worker at full speed: growth of memory in 20,000,000 reports"_s,
            .unit = u"KiB"_s,
            .contestants
            = { { .name = u"allowed: the system's noise"_s, .measure = [](const Effort &) { return 64; } },
                { .name = u"resident memory"_s,
                    .measure = [](const Effort &effort) { return runReports(effort).growth; },
                    .promise = Promise::AtMost,
                    .target = 1 } },
            .rounds = 5,
            .missing = residentKilobytes() > 0 ? QString()
                                               : u"this system does not tell how much memory is resident"_s },
        { .id = u"latency"_s,
            .title = u"The window's latency while two workers are at full speed: 99th percentile"_s,
            .unit = u"ms"_s,
            .contestants = { { .name = u"they compute"_s, .measure = latencyWhile<Meanwhile::Nothing> },
                { .name = u"they compute and report"_s,
                    .measure = latencyWhile<Meanwhile::Reports>,
                    .promise = Promise::AtMost,
                    .target = 1.2 },
                { .name = u"... and two painted bars show it"_s,
                    .measure = latencyWhile<Meanwhile::ReportsMoveBars>,
                    .promise = Promise::AtMost,
                    .target = 1.2 },
                { .name = u"they compute, a timer moves the bars"_s,
                    .measure = latencyWhile<Meanwhile::TimerMovesBars> } },
            .rounds = 9 },
        { .id = u"frame"_s,
            .title = u"The same latency beside a frame"_s,
            .unit = u"ms"_s,
            .contestants
            = { { .name = u"one frame at 60 Hz"_s, .measure = [](const Effort &) { return 1000.0 / 60; } },
                { .name = u"they compute, report, and bars show it"_s,
                    .measure = latencyWhile<Meanwhile::ReportsMoveBars>,
                    .promise = Promise::AtMost,
                    .target = 1 } },
            .rounds = 5 },
    };
}

} // namespace AsyncWidgets::Bench
