// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// One task and one change: what a wait costs beside the connection that it stands for.

#include "benchmark.h"
#include "sender.h"

#include <asyncwidgets/asyncwidgets.h>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Bench {

namespace {

Task<> waitAgainAndAgain(Sender &sender, qint64 &sum)
{
    for (;;)
        sum += co_await waitFor(sender, &Sender::valueChanged);
}

Task<> readStream(Sender &sender, qint64 &sum)
{
    auto changes = changesOf(sender, &Sender::valueChanged);
    for (;;)
        sum += co_await changes.next();
}

Task<> waitByName(Sender &sender, qint64 &sum)
{
    for (;;)
        sum += co_await waitForChange<int>(sender, "value");
}

Task<> waitInTurn(Sender &first, Sender &second, qint64 &sum)
{
    for (;;) {
        sum += co_await waitFor(first, &Sender::valueChanged);
        sum += co_await waitFor(second, &Sender::valueChanged);
    }
}

Task<> waitOnce(Sender &sender, qint64 &sum)
{
    sum += co_await waitFor(sender, &Sender::valueChanged);
}

/// One change of a sender that a task of this kind waits for.
auto changeFor(Task<> (*task)(Sender &, qint64 &))
{
    return [task](const Effort &effort) {
        Sender sender;
        qint64 sum = 0;
        TaskScope scope;
        scope.start(task(sender, sum));
        return nanosecondsEach(effort.times(500'000), [&] { sender.change(); });
    };
}

double changeForConnection(const Effort &effort)
{
    Sender sender;
    qint64 sum = 0;
    QObject::connect(&sender, &Sender::valueChanged, &sender, [&sum](int value) { sum += value; });
    return nanosecondsEach(effort.times(500'000), [&] { sender.change(); });
}

double connectAndDisconnect(const Effort &effort)
{
    Sender first;
    Sender second;
    QObject receiver;
    qint64 sum = 0;
    const auto once = [&](Sender &sender) {
        const auto connection = QObject::connect(
            &sender, &Sender::valueChanged, &receiver, [&sum](int value) { sum += value; });
        sender.change();
        QObject::disconnect(connection);
    };
    return nanosecondsEach(effort.times(100'000), [&] {
        once(first);
        once(second);
    }) / 2;
}

/// Each wait is the first and the only one for its signal: the task has just left the other sender.
double firstWait(const Effort &effort)
{
    Sender first;
    Sender second;
    qint64 sum = 0;
    TaskScope scope;
    scope.start(waitInTurn(first, second, sum));
    return nanosecondsEach(effort.times(100'000), [&] {
        first.change();
        second.change();
    }) / 2;
}

double taskForOneWait(const Effort &effort)
{
    Sender sender;
    qint64 sum = 0;
    TaskScope scope;
    return nanosecondsEach(effort.times(200'000), [&] {
        scope.start(waitOnce(sender, sum));
        sender.change();
    });
}

} // namespace

std::vector<Row> waitingRows()
{
    return {
        { .id = u"change"_s,
            .title = u"A task that goes on waiting: one change"_s,
            .unit = u"ns"_s,
            .contestants = { { .name = u"one permanent connect"_s, .measure = changeForConnection },
                { .name = u"changesOf(...).next()"_s,
                    .measure = changeFor(readStream),
                    .promise = Promise::AtMost,
                    .target = 1.5 },
                { .name = u"waitFor in a loop"_s,
                    .measure = changeFor(waitAgainAndAgain),
                    .promise = Promise::AtMost,
                    .target = 2 } } },
        { .id = u"first"_s,
            .title = u"The first wait ever on a signal"_s,
            .unit = u"ns"_s,
            .contestants = { { .name = u"connect, emit, disconnect"_s, .measure = connectAndDisconnect },
                { .name = u"a single waitFor"_s,
                    .measure = firstWait,
                    .promise = Promise::AtMost,
                    .target = 2 },
                { .name = u"... with a task started for it"_s, .measure = taskForOneWait } } },
        { .id = u"name"_s,
            .title = u"A wait by name: one change"_s,
            .unit = u"ns"_s,
            .contestants = { { .name = u"waitFor in a loop"_s, .measure = changeFor(waitAgainAndAgain) },
                { .name = u"waitForChange<int>(..., \"value\")"_s,
                    .measure = changeFor(waitByName),
                    .promise = Promise::AtMost,
                    .target = 5 } } },
    };
}

} // namespace AsyncWidgets::Bench
