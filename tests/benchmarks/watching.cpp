// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What it costs to be watched: by a StallMonitor for each event, by a TaskTrace for each step of a task.

#include "benchmark.h"
#include "sender.h"

#include <asyncwidgets/asyncwidgets.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>

#include <optional>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Bench {

namespace {

double timeOfEvents(const Effort &effort)
{
    QObject receiver;
    receiver.setObjectName(u"receiver"_s);
    QEvent event(QEvent::User);
    return nanosecondsEach(effort.times(1'000'000), [&] { QCoreApplication::sendEvent(&receiver, &event); });
}

/// What an event takes more with a monitor than without, measured in turn.
double eventFilter(const Effort &effort)
{
    const double without = timeOfEvents(effort);
    const StallMonitor monitor;
    return timeOfEvents(effort) - without;
}

double timeOfSteps(const Effort &effort)
{
    Sender sender;
    qint64 sum = 0;
    TaskScope scope;
    scope.start(waitAgainAndAgain(sender, sum));
    return nanosecondsEach(effort.times(500'000), [&] { sender.change(); }) / 2; // a resumption and a pause
}

double traceOfAStep(const Effort &effort, bool recordsValues)
{
    const double without = timeOfSteps(effort);
    TaskTrace trace;
    trace.setRecordsValues(recordsValues);
    return timeOfSteps(effort) - without;
}

} // namespace

std::vector<Row> watchingRows()
{
    return {
        { .id = u"monitor"_s,
            .title = u"A StallMonitor that watches: one event takes longer by"_s,
            .unit = u"ns"_s,
            .contestants = { { .name = u"allowed"_s, .measure = [](const Effort &) { return 20.0; } },
                { .name = u"the event filter"_s,
                    .measure = eventFilter,
                    .promise = Promise::AtMost,
                    .target = 1 } } },
        { .id = u"trace"_s,
            .title = u"A TaskTrace: one step of a task takes longer by"_s,
            .unit = u"ns"_s,
            .contestants = { { .name = u"allowed"_s, .measure = [](const Effort &) { return 50.0; } },
                { .name = u"a resumption or a pause"_s,
                    .measure = [](const Effort &effort) { return traceOfAStep(effort, false); },
                    .promise = Promise::AtMost,
                    .target = 1 },
                { .name = u"... with the values as text"_s,
                    .measure = [](const Effort &effort) { return traceOfAStep(effort, true); } } } },
    };
}

} // namespace AsyncWidgets::Bench
